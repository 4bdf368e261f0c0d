//! Tables that archivists made of KPU's station objects: one row a station, or one a version of a station.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use election::{Cell, Election, FieldIx, Figure, FormIx, StationIx};
use statement::Moment;

use crate::draft::{Emit, ImportError, Known};
use crate::figure;
use crate::kpu::{PRESIDENT, SIREKAP, columns};
use crate::report::{Report, What};
use crate::restate::{Claimed, Restater, Saying};
use crate::table::{Row, Style, Table};

/// No form has more pages; more photos than this in a row are a mistake.
const MOST_PHOTOS: u32 = 100;

const STYLE: Style = Style { delimiter: b',', quoted: false };

pub(super) fn import_rows(
    election: &Election,
    known: &Known<'_>,
    file: &str,
    input: &mut dyn Read,
    report: &mut Report,
    emit: &mut Emit<'_>,
) -> Result<(), ImportError> {
    let mut reader = RowReader::new(election)?;
    let Some(mut table) = Table::open(file, input, STYLE, report) else { return Ok(()) };
    let Some(layout) = reader.layout(&table, &[], report) else { return Ok(()) };
    let mut seen = vec![false; election.places.stations().len()];
    while let Some(row) = table.next(report) {
        let Some((station, saying)) = reader.read(&layout, &row, report) else { continue };
        match seen.get_mut(station.0 as usize) {
            Some(seen) if !*seen => *seen = true,
            Some(_) | None => {
                row.refuse(report, What::Duplicate, "the station has a row already");
                continue;
            }
        }
        report.count("rows");
        let held = known(reader.restater.contest(), station);
        reader.restater.restate(station, vec![saying], held, report, emit)?;
    }
    Ok(())
}

pub(super) fn import_versions(
    election: &Election,
    known: &Known<'_>,
    file: &str,
    input: &mut dyn Read,
    report: &mut Report,
    emit: &mut Emit<'_>,
) -> Result<(), ImportError> {
    let mut reader = RowReader::new(election)?;
    let Some(mut table) = Table::open(file, input, STYLE, report) else { return Ok(()) };
    let Some(layout) = reader.layout(&table, &["commit_time"], report) else { return Ok(()) };
    let mut histories: BTreeMap<StationIx, Vec<(Option<Moment>, Saying)>> = BTreeMap::new();
    while let Some(row) = table.next(report) {
        let Some((station, saying)) = reader.read(&layout, &row, report) else { continue };
        let seen_at = layout.commit_time.and_then(|column| Moment::parse(row.text(column)).ok());
        let history = histories.entry(station).or_default();
        if history.iter().any(|(at, other)| *at == seen_at && *other == saying) {
            row.refuse(report, What::Duplicate, "this version has a row already");
            continue;
        }
        report.count("rows");
        history.push((seen_at, saying));
    }
    for (station, mut history) in histories {
        history.sort_by_key(|(seen_at, _)| *seen_at);
        let mut sayings: Vec<Saying> = history.into_iter().map(|(_, saying)| saying).collect();
        place_in_time(&mut sayings, election.profile.utc_offset_minutes);
        let held = known(reader.restater.contest(), station);
        reader.restater.restate(station, sayings, held, report, emit)?;
    }
    Ok(())
}

/// A version without a time of its own came before the one that was seen after it, whatever that one's own time is; so
/// it is never put later than a second before that.
fn place_in_time(sayings: &mut [Saying], offset_minutes: i32) {
    let offset = i16::try_from(offset_minutes).unwrap_or_default();
    let mut next: Option<Moment> = None;
    for saying in sayings.iter_mut().rev() {
        if let Some(next) = next.filter(|next| !saying.own_time && saying.at >= *next)
            && let Ok(before) = Moment::new(next.unix_seconds().saturating_sub(1), offset)
        {
            saying.at = before;
        }
        next = Some(saying.at);
    }
}

struct RowReader<'e> {
    election: &'e Election,
    restater: Restater<'e>,
    fields: HashMap<FormIx, Vec<Option<FieldIx>>>,
}

/// Where what stands in a row.
struct Layout {
    station: usize,
    time: usize,
    photos: usize,
    commit_time: Option<usize>,
    /// Columns of figures and the fields they are.
    figures: Vec<(usize, String)>,
}

impl<'e> RowReader<'e> {
    fn new(election: &'e Election) -> Result<Self, ImportError> {
        Ok(Self { election, restater: Restater::new(election, PRESIDENT, SIREKAP)?, fields: HashMap::new() })
    }

    fn layout(&self, table: &Table<'_>, also: &[&str], report: &mut Report) -> Option<Layout> {
        let contest = self.election.profile.contest_at(self.restater.contest());
        let votes = contest
            .options
            .iter()
            .map(|option| (format!("p{}", option.number), format!("votes.{}", option.number)));
        let (names, fields): (Vec<String>, Vec<String>) = votes.chain(columns::table_columns()).unzip();
        let required: Vec<&str> =
            ["kode_tps", "ts", "n_foto"].into_iter().chain(names.iter().map(String::as_str)).collect();
        let places = table.columns(&required.iter().chain(also).copied().collect::<Vec<_>>(), report)?;
        let optional = ["commit_time", "commit", "is_final"];
        table.note_unknown(&|name| required.contains(&name) || optional.contains(&name), report);
        let mut places = places.into_iter();
        Some(Layout {
            station: places.next()?,
            time: places.next()?,
            photos: places.next()?,
            commit_time: table.column("commit_time"),
            figures: places.zip(fields).collect(),
        })
    }

    /// A good row; of a bad one the first fault is reported and nothing is taken.
    fn read(&mut self, layout: &Layout, row: &Row<'_>, report: &mut Report) -> Option<(StationIx, Saying)> {
        let code = row.text(layout.station);
        let Some(station) = self.election.places.find_station(code) else {
            row.refuse(report, What::UnknownPlace, format!("the election has no station `{code}`"));
            return None;
        };
        let Some(form) = self.election.form(self.restater.contest(), station) else {
            row.refuse(report, What::NotHeld, format!("the contest is not held at `{code}`"));
            return None;
        };
        let (at, own_time) = self.moment(layout, row, report)?;
        let cells = self.cells(layout, row, form, report)?;
        let photos = match figure::parse(row.text(layout.photos)) {
            Ok(Some(number)) if number <= MOST_PHOTOS => number,
            Ok(number) => {
                let why = number.map_or("n_foto is blank".to_owned(), |n| format!("{n} photos of one sheet"));
                row.refuse(report, What::Number, why);
                return None;
            }
            Err(error) => {
                row.refuse(report, What::Number, format!("n_foto: {error}"));
                return None;
            }
        };
        let photos = vec![Claimed::default(); usize::try_from(photos).unwrap_or_default()];
        Some((station, Saying { at, own_time, run: None, cells, photos }))
    }

    // A row without KPU's own time has, at the earliest, the time at which the archivist saw it.
    fn moment(&self, layout: &Layout, row: &Row<'_>, report: &mut Report) -> Option<(Moment, bool)> {
        let (ts, seen) = (row.text(layout.time), layout.commit_time.map(|column| row.text(column)));
        let seen_at = match seen.filter(|text| !text.is_empty()).map(|text| (text, Moment::parse(text))) {
            Some((_, Ok(moment))) => Some(moment),
            Some((_, Err(error))) => {
                row.refuse(report, What::Moment, format!("commit_time: {error}"));
                return None;
            }
            None => None,
        };
        if ts.is_empty()
            && let Some(moment) = seen_at
        {
            let why = format!(
                "ts is blank: the statement has commit_time, {moment}, or, if that is earlier, a second \
                               before the next version"
            );
            row.note(report, What::Oddity, why);
            return Some((moment, false));
        }
        let moment = figure::local_moment(ts, &self.election.profile.utc_offset);
        if moment.is_none() {
            row.refuse(report, What::Moment, format!("ts: `{ts}` is not like 2024-02-20 13:00:00"));
        }
        Some((moment?, true))
    }

    fn cells(
        &mut self,
        layout: &Layout,
        row: &Row<'_>,
        form: FormIx,
        report: &mut Report,
    ) -> Option<Vec<Cell>> {
        let mut cells = self.restater.blank(form);
        let election = self.election;
        let fields = self.fields.entry(form).or_insert_with(|| {
            let form = election.form_by_ix(form);
            layout.figures.iter().map(|(_, name)| form.field(name)).collect()
        });
        for ((column, name), field) in layout.figures.iter().zip(fields) {
            let number = match figure::parse(row.text(*column)) {
                Ok(Some(number)) => number,
                Ok(None) => continue,
                Err(error) => {
                    row.refuse(report, What::Number, format!("{name}: {error}"));
                    return None;
                }
            };
            let Some(cell) = field.and_then(|field| cells.get_mut(usize::from(field.0))) else {
                row.refuse(report, What::NotHeld, format!("the station's form has no field {name}"));
                return None;
            };
            *cell = Cell::Read(Figure(number));
        }
        Some(cells)
    }
}
