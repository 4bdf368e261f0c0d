//! The official totals of the presidential contest, as Keputusan KPU 360/2024 sets them: a table of the provinces and the
//! votes from abroad, and from the profile the nation.
//!
//! The rows go in as they are. One of the real table adds up wrongly (Papua Pegunungan); finding that is the tally's work
//! ([`tally::plenary_differences`]), mending it nobody's.

use std::collections::BTreeSet;
use std::io::Read;

use election::{Cell, ContestIx, Election, Figure, Form, RegionIx, StageKind, Unread};
use statement::{Body, Moment, Pairs, Plenary, UnreadText, encode_text};
use tally::unread_of;

use crate::draft::{Draft, Emit, ImportError, Place};
use crate::figure;
use crate::kpu::{DECREE, PRESIDENT};
use crate::report::{Report, What};
use crate::table::{Row, Style, Table};

/// The day of the decree, 20 March 2024; it says no hour.
const DECREED: &str = "2024-03-20T00:00:00+07:00";

const STYLE: Style = Style { delimiter: b'\t', quoted: false };

pub(super) fn import(
    election: &Election,
    file: &str,
    input: &mut dyn Read,
    report: &mut Report,
    emit: &mut Emit<'_>,
) -> Result<(), ImportError> {
    let writer = Writer::new(election)?;
    let Some(mut table) = Table::open(file, input, STYLE, report) else { return Ok(()) };
    let Some(places) = table.columns(&["kode", "sah"], report) else { return Ok(()) };
    let (Some(code_at), Some(valid_at)) = (places.first().copied(), places.get(1).copied()) else {
        return Ok(());
    };
    let votes = vote_columns(table.header());
    let options = election.profile.contest_at(writer.contest).options.len();
    if votes.len() != options {
        table.columns(&["p1_", "p2_"], report);
        return Ok(());
    }
    let known = |name: &str| ["kode", "provinsi", "sah"].contains(&name) || option_of(name).is_some();
    table.note_unknown(&known, report);
    let columns: Vec<(usize, String)> = votes.into_iter().chain([(valid_at, "valid".to_owned())]).collect();
    let mut seen = BTreeSet::new();
    let mut taken = 0u64;
    while let Some(row) = table.next(report) {
        let Some((region, values)) = read(election, &row, code_at, &columns, report) else { continue };
        if !seen.insert(region) {
            row.refuse(report, What::Duplicate, "the region has a row already");
            continue;
        }
        if !writer.holds(region, &values) {
            let why = "the profile has no plenary, or no form of one with these fields, for the region";
            row.refuse(report, What::NotHeld, why);
            continue;
        }
        taken += 1;
        report.count("rows");
        writer.write(region, &values, report, emit)?;
    }
    if taken > 0 {
        writer.nation(report, emit)?;
    }
    Ok(())
}

/// `p1_anies` is the column of option 1.
fn option_of(column: &str) -> Option<u16> {
    let rest = column.strip_prefix('p')?;
    rest.split('_').next()?.parse().ok()
}

fn vote_columns(header: &[String]) -> Vec<(usize, String)> {
    let numbered = header.iter().enumerate();
    numbered.filter_map(|(at, name)| Some((at, format!("votes.{}", option_of(name)?)))).collect()
}

type Values = Vec<(String, u32)>;

fn read(
    election: &Election,
    row: &Row<'_>,
    code_at: usize,
    columns: &[(usize, String)],
    report: &mut Report,
) -> Option<(RegionIx, Values)> {
    let code = row.text(code_at);
    let Some(region) = election.places.find_region(code) else {
        row.refuse(report, What::UnknownPlace, format!("the election has no region `{code}`"));
        return None;
    };
    let mut values = Vec::with_capacity(columns.len());
    for (at, field) in columns {
        match figure::parse(row.text(*at)) {
            Ok(Some(number)) => values.push((field.clone(), number)),
            Ok(None) => {}
            Err(error) => {
                row.refuse(report, What::Number, format!("{field}: {error}"));
                return None;
            }
        }
    }
    Some((region, values))
}

struct Writer<'e> {
    election: &'e Election,
    contest: ContestIx,
    never: &'e [String],
    at: Moment,
}

impl<'e> Writer<'e> {
    fn new(election: &'e Election) -> Result<Self, ImportError> {
        let lacks = |what: &'static str, name: &str| ImportError::Profile { what, name: name.to_owned() };
        let profile = &election.profile;
        Ok(Self {
            election,
            contest: profile.contest(PRESIDENT).ok_or_else(|| lacks("contest", PRESIDENT))?,
            never: &profile.source(DECREE).ok_or_else(|| lacks("source", DECREE))?.never,
            at: Moment::parse(DECREED).map_err(|_| lacks("moment", DECREED))?,
        })
    }

    // The plenary of the region's level; abroad the one held there, where the profile has one of that level.
    fn stage(&self, region: RegionIx) -> Option<&'e str> {
        let place = self.election.places.region(region);
        let overseas = self.election.profile.is_overseas(place.code.as_str());
        let stages = self.election.profile.stages.iter();
        let mut fitting: Vec<_> = stages
            .filter(|stage| stage.kind == StageKind::Plenary && stage.level == Some(place.level))
            .filter(|stage| overseas || !stage.overseas)
            .collect();
        fitting.sort_by_key(|stage| stage.overseas != overseas);
        fitting.first().map(|stage| stage.id.as_str())
    }

    fn form(&self, region: RegionIx) -> Option<&'e Form> {
        self.election.plenary_form_of(self.contest, region).map(|form| self.election.form_by_ix(form))
    }

    fn holds(&self, region: RegionIx, values: &Values) -> bool {
        let has = |form: &Form| values.iter().all(|(name, _)| form.field(name).is_some());
        self.stage(region).is_some() && self.form(region).is_some_and(has)
    }

    fn nation(&self, report: &mut Report, emit: &mut Emit<'_>) -> Result<(), ImportError> {
        let nation = self.election.places.nation();
        let code = self.election.places.region(nation).code;
        let totals = self.election.profile.official_totals.iter();
        let values: Values = totals
            .filter(|total| total.contest.as_deref() == Some(PRESIDENT) && total.region == code)
            .filter_map(|total| Some((total.field.clone(), u32::try_from(total.value).ok()?)))
            .collect();
        if values.is_empty() || !self.holds(nation, &values) {
            return Ok(());
        }
        self.write(nation, &values, report, emit)
    }

    fn write(
        &self,
        region: RegionIx,
        values: &Values,
        report: &mut Report,
        emit: &mut Emit<'_>,
    ) -> Result<(), ImportError> {
        let place = self.election.places.region(region);
        let (Some(form), Some(stage)) = (self.form(region), self.stage(region)) else { return Ok(()) };
        let mut cells = form.blank(Unread::NotPublished);
        for field in self.never.iter().flat_map(|name| form.fields_under(name)) {
            if let Some(cell) = cells.get_mut(usize::from(field.0)) {
                *cell = Cell::Unread(Unread::NoField);
            }
        }
        for (name, number) in values {
            if let Some(cell) = form.field(name).and_then(|field| cells.get_mut(usize::from(field.0))) {
                *cell = Cell::Read(Figure(*number));
            }
        }
        let values = form
            .fields
            .iter()
            .zip(&cells)
            .filter_map(|(field, cell)| Some((field.name.as_str(), cell.figure()?.0)));
        let unread = unread_of(form, &cells).into_iter().map(|(name, why)| (name, UnreadText(why)));
        let twice = |name: &str| ImportError::Profile {
            what: "form with the field only once:",
            name: name.to_owned(),
        };
        let body = Body::Plenary(Plenary {
            text: None,
            contest: &self.election.profile.contest_at(self.contest).id,
            region: place.code.as_str(),
            constituency: None,
            stage,
            values: Pairs::new(values.collect()).map_err(twice)?,
            unread: Pairs::new(unread.collect()).map_err(twice)?,
            evidence: Vec::new(),
            closes: false,
            source: Some(DECREE),
            supersedes: None,
            reason: None,
            at: self.at,
        });
        let text = encode_text(&self.election.profile.header, &body)?;
        emit(Draft { text: &text, kind: body.kind(), contest: self.contest, place: Place::Region(region) })
            .map_err(ImportError::Emit)?;
        report.count("plenaries");
        Ok(())
    }
}
