//! A plenary as it is told: a column for each region below, and where asked those of a region's stations.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use election::{Cell, Form, Outcome, RegionIx};
use tally::{Column, PlenaryVersion};

use super::shapes::{
    ColumnShape, FailingSum, OpenSheet, Opens, Part, PhotoShape, PlenaryDifference, PlenaryShape,
    PlenaryVersionShape, Print, SheetsShape, StationShape, Sums, Told, TypedForm, VillageShape,
};
use super::{Kept, Me, WhosePath, explained};
use crate::http::problem::Problem;
use crate::http::station::{self, FieldShape};
use crate::http::typing::{ToldCells, told};
use crate::http::{Desk, Named};
use crate::keys;
use crate::plenary::kept::Printed;
use crate::plenary::{Child, Open, Plenary, PlenaryError, Sheets, Whose};

/// Stations listed as open at most; how many there are is told beside.
const LISTED: usize = 500;

/// The whole plenary, but for the stations' own columns.
pub(super) async fn plenary(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    WhosePath(whose): WhosePath,
) -> Result<Json<PlenaryShape>, Problem> {
    me.acts_in(&whose.region)?;
    let kept = desk.kept(&whose).await?;
    desk.looking(move |intake| {
        let replay = intake.counted();
        let plenary = Plenary::find(&replay, &whose)?;
        Ok(Json(shown(&plenary, &whose, &kept)?))
    })
    .await
}

fn shown(plenary: &Plenary<'_>, whose: &Whose, kept: &Kept) -> Result<PlenaryShape, PlenaryError> {
    let (election, form) = (plenary.election(), plenary.form());
    let cells = plenary.cells()?;
    let summed = plenary.column(plenary.region)?;
    let columns = plenary.columns()?;
    let (open, opens) = open(plenary);
    let standing = plenary.standing();
    let record = plenary.record();
    let versions = record.map_or(&[][..], |record| &record.plenaries);
    let versions = versions.iter().filter(|version| version.constituency == plenary.constituency);
    let constituencies = election.constituencies_in(plenary.contest, plenary.region);
    let constituencies = constituencies.into_iter().map(|ix| {
        let constituency = election.constituency(ix);
        Part { code: constituency.code.to_string(), name: constituency.name.clone() }
    });
    Ok(PlenaryShape {
        contest: whose.contest.clone(),
        region: whose.region.clone(),
        constituency: whose.constituency.clone(),
        constituencies: constituencies.collect(),
        place: station::place_name(election, &whose.region),
        level: level(plenary, plenary.region),
        stage: plenary.stage.id.clone(),
        form: form.id.to_string(),
        practice: plenary.replay.definition.practice,
        fields: fields(plenary),
        checks: station::checks(election, form),
        failing: failing(plenary, &cells),
        sheets: sheets(columns.iter().map(|child| child.sheets).fold(Sheets::default(), Sheets::and)),
        sums: figures(form, &summed),
        partial: partial(form, &summed),
        columns: columns.iter().map(|child| column(plenary, child)).collect(),
        open,
        opens,
        below: plenary.below().map(|below| named(form, below)),
        typed: kept.typed.as_ref().map(|typed| TypedForm {
            version: typed.version,
            by: typed.name.clone(),
            at: typed.at_ms,
            values: whole(form, &typed.cells),
            columns: typed
                .columns
                .iter()
                .map(|(region, cells)| (region.clone(), whole(form, cells)))
                .collect(),
        }),
        differences: explained(plenary, &cells, &columns, kept)
            .into_iter()
            .map(|(difference, why)| PlenaryDifference {
                field: difference.field,
                column: difference.column,
                summed: difference.summed,
                typed: difference.typed,
                below: difference.below,
                added: difference.added,
                explained: why.map(|why| Told {
                    text: why.text.clone(),
                    by: why.name.clone(),
                    at: why.at_ms,
                }),
            })
            .collect(),
        stands: standing.map(|version| version_of(plenary, version)),
        changed: standing.map(|version| changed(form, &version.cells, &cells)),
        versions: versions.map(|version| version_of(plenary, version)).collect(),
        rivals: record.is_some_and(|record| record.rivals),
        status: record.map_or(tally::LegalStatus::Running, tally::RegionRecord::status).text(),
        prints: kept.prints.iter().map(print).collect(),
    })
}

/// What is told of minutes that were set.
pub(super) fn print(print: &Printed) -> Print {
    let hash = print.sha256.to_hex();
    Print {
        address: format!("/api/prints/{hash}"),
        sha256: hash,
        statement: print.statement.to_hex(),
        at: print.at_ms,
        bytes: print.bytes,
        pages: print.pages,
    }
}

/// The form's fields, each with its number on the paper.
fn fields(plenary: &Plenary<'_>) -> Vec<FieldShape> {
    let mut fields = station::fields(plenary.election(), plenary.form());
    for (field, number) in fields.iter_mut().zip(plenary.numbers()) {
        field.item = number.to_string();
    }
    fields
}

impl Sheets {
    fn and(self, other: Sheets) -> Sheets {
        Sheets {
            expected: self.expected + other.expected,
            counted: self.counted + other.counted,
            confirmed: self.confirmed + other.confirmed,
            disputed: self.disputed + other.disputed,
            conflict: self.conflict + other.conflict,
        }
    }
}

fn sheets(sheets: Sheets) -> SheetsShape {
    let Sheets { expected, counted, confirmed, disputed, conflict } = sheets;
    SheetsShape { expected, counted, confirmed, disputed, conflict }
}

fn level(plenary: &Plenary<'_>, region: RegionIx) -> Option<String> {
    let election = plenary.election();
    let level = usize::from(election.places.region(region).level);
    election.profile.levels.get(level).map(|level| level.id.clone())
}

/// Sums by their fields' names.
fn named(form: &Form, values: impl IntoIterator<Item = Option<u64>>) -> Sums {
    form.fields.iter().map(|field| field.name.to_string()).zip(values).collect()
}

/// A column's sums; nothing where no counted sheet has the field.
fn figures(form: &Form, column: &Column) -> Sums {
    named(form, column.fields.iter().map(|field| (field.read > 0).then(|| field.sum.get())))
}

/// Every cell of a form.
fn whole(form: &Form, cells: &[Cell]) -> ToldCells {
    told(form, cells.iter().copied().map(Some))
}

/// Fields that some counted sheets have and others have not: their sums are of a part.
fn partial(form: &Form, column: &Column) -> Vec<String> {
    let each = form.fields.iter().zip(&column.fields);
    let partial = each.filter(|(_, summed)| summed.read > 0 && summed.read < column.counted);
    partial.map(|(field, _)| field.name.to_string()).collect()
}

fn failing(plenary: &Plenary<'_>, cells: &[Cell]) -> Vec<FailingSum> {
    let each = plenary.failing(cells).into_iter();
    each.map(|(check, sides)| FailingSum {
        check: check.to_owned(),
        sides: sides.map(|(left, right)| [left.to_string(), right.to_string()]),
    })
    .collect()
}

/// Fields in which the figures have changed since a plenary was stated.
fn changed(form: &Form, stated: &[Cell], now: &[Cell]) -> Vec<String> {
    let each = form.fields.iter().zip(stated.iter().zip(now));
    each.filter(|(_, (stated, now))| stated != now).map(|(field, _)| field.name.to_string()).collect()
}

fn column(plenary: &Plenary<'_>, child: &Child) -> ColumnShape {
    let election = plenary.election();
    let region = election.places.region(child.region);
    let record = plenary.replay.tally.contest(plenary.contest);
    let record = record.and_then(|counted| counted.record(child.region));
    ColumnShape {
        region: region.code.to_string(),
        name: region.name.clone(),
        level: level(plenary, child.region),
        sheets: sheets(child.sheets),
        sums: figures(plenary.form(), &child.column),
        status: record.map(|record| record.status().text()),
    }
}

/// What must be looked at before it closes: stations by their codes, and how many there are of each sort.
fn open(plenary: &Plenary<'_>) -> (Vec<OpenSheet>, Opens) {
    let election = plenary.election();
    let (mut listed, mut opens) = (Vec::new(), Opens { missing: 0, conflict: 0, disputed: 0 });
    for (ix, state) in plenary.stations(plenary.region) {
        let Some(open) = Open::of(state) else { continue };
        match open {
            Open::Missing => opens.missing += 1,
            Open::Conflict => opens.conflict += 1,
            Open::Disputed => opens.disputed += 1,
        }
        if listed.len() < LISTED {
            let place = election.places.station(ix);
            let region = election.places.region(place.region);
            listed.push(OpenSheet {
                station: place.code.to_string(),
                name: place.name.to_string(),
                village: region.name.clone(),
                region: region.code.to_string(),
                why: open.text(),
            });
        }
    }
    (listed, opens)
}

fn version_of(plenary: &Plenary<'_>, version: &PlenaryVersion) -> PlenaryVersionShape {
    let profile = &plenary.election().profile;
    let form = plenary.election().form_by_ix(version.form);
    let role = profile.roles.get(usize::from(version.role));
    let source = version.source.and_then(|source| profile.sources.get(usize::from(source)));
    let reason = version.reason.and_then(|reason| profile.reasons.get(usize::from(reason)));
    PlenaryVersionShape {
        id: version.id.to_hex(),
        entry: version.entry,
        role: role.map(|role| role.id.clone()),
        key: keys::name_at(plenary.replay, version.key),
        at: version.at.to_string(),
        closes: version.closes,
        source: source.map(|source| source.id.clone()),
        supersedes: version.supersedes.map(|id| id.to_hex()),
        reason: reason.map(|reason| reason.id.clone()),
        evidence: version.evidence.iter().filter_map(photo).collect(),
        values: whole(form, &version.cells),
    }
}

/// A photo that is named by its hash.
fn photo(evidence: &tally::Evidence) -> Option<PhotoShape> {
    match evidence {
        tally::Evidence::Named(named) => Some(PhotoShape {
            page: named.page,
            sha256: named.sha256.to_hex(),
            media: named.media.as_deref().map(str::to_owned),
        }),
        tally::Evidence::Claimed { .. } => None,
    }
}

/// The stations of one region directly below: a column each, with what is known of it.
pub(super) async fn below(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    WhosePath(whose): WhosePath,
    Named(path): Named<std::collections::BTreeMap<String, String>>,
) -> Result<Json<VillageShape>, Problem> {
    me.acts_in(&whose.region)?;
    let child = path.get("below").cloned().unwrap_or_default();
    desk.looking(move |intake| {
        let replay = intake.counted();
        let plenary = Plenary::find(&replay, &whose)?;
        let ix = replay.election().places.find_region(&child);
        let ix = ix.filter(|ix| plenary.children().contains(ix));
        let ix = ix.ok_or(PlenaryError::NotBelow(child))?;
        Ok(Json(stations(&plenary, ix)?))
    })
    .await
}

fn stations(plenary: &Plenary<'_>, region: RegionIx) -> Result<VillageShape, PlenaryError> {
    let election = plenary.election();
    let counted = plenary.replay.tally.contest(plenary.contest);
    let each = plenary.stations(region).map(|(ix, state)| {
        let place = election.places.station(ix);
        let sheet = counted.and_then(|counted| counted.sheet(ix));
        let own = election.form(plenary.contest, ix).map(|form| election.form_by_ix(form));
        let stands = sheet.and_then(|sheet| sheet.standing_version());
        let evidence = state.and_then(|state| state.evidence).and_then(|at| usize::try_from(at).ok());
        let evidence = evidence.and_then(|at| sheet?.versions.get(at)).map_or(&[][..], |one| &one.evidence);
        let cells = state.and_then(|state| state.cells.as_deref());
        let failing = own.zip(cells).map(|(own, cells)| {
            let failing = own.checks.iter().filter(|check| check.evaluate(cells) == Outcome::Fails);
            failing.map(|check| check.id.to_string()).collect::<Vec<_>>()
        });
        StationShape {
            station: place.code.to_string(),
            name: place.name.to_string(),
            quality: state.map_or(tally::Quality::Expected, |state| state.quality).text(),
            counted: state.is_some_and(|state| state.counted),
            confirmed: state.is_some_and(|state| state.confirmed),
            disputed: state.is_some_and(|state| state.disputed),
            rivals: state.is_some_and(|state| state.rivals),
            open: Open::of(state).map(Open::text),
            stands: stands.map(|version| version.id.to_hex()),
            values: own.zip(cells).map(|(own, cells)| whole(own, cells)),
            failing: failing.unwrap_or_default(),
            photos: evidence.iter().filter_map(photo).collect(),
        }
    });
    let stations: Vec<StationShape> = each.collect();
    let place = election.places.region(region);
    Ok(VillageShape {
        region: place.code.to_string(),
        name: place.name.clone(),
        sums: figures(plenary.form(), &plenary.column(region)?),
        stations,
    })
}
