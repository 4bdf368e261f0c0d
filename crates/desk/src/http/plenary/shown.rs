//! A plenary as JSON: a column for each region below, and where asked those of a region's stations.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use election::{Cell, Figure, Form, Outcome, RegionIx};
use serde_json::{Map, Value, json};
use tally::{Column, PlenaryVersion};

use super::{Kept, Me, WhosePath, explained};
use crate::http::problem::Problem;
use crate::http::station::{self, FieldShape};
use crate::http::{Desk, Named};
use crate::plenary::{Child, Open, Plenary, PlenaryError, Sheets, Whose};

/// Stations listed as open at most; how many there are is told beside.
const LISTED: usize = 500;

/// The whole plenary, but for the stations' own columns.
pub(super) async fn plenary(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    WhosePath(whose): WhosePath,
) -> Result<Json<Value>, Problem> {
    me.acts_in(&whose.region)?;
    let kept = desk.kept(&whose).await?;
    desk.looking(move |intake| {
        let replay = intake.counted();
        let plenary = Plenary::find(&replay, &whose)?;
        Ok(Json(shown(&plenary, &whose, &kept)?))
    })
    .await
}

fn shown(plenary: &Plenary<'_>, whose: &Whose, kept: &Kept) -> Result<Value, PlenaryError> {
    let (election, form) = (plenary.election(), plenary.form());
    let cells = plenary.cells()?;
    let summed = plenary.column(plenary.region)?;
    let columns = plenary.columns()?;
    let (open, opens) = open(plenary);
    let below = plenary.below();
    let differences = explained(plenary, &cells, kept).into_iter().map(|(difference, why)| {
        json!({
            "field": difference.field,
            "summed": difference.summed,
            "typed": difference.typed,
            "below": difference.below,
            "explained": why.map(|why| json!({ "text": why.text, "by": why.name, "at": why.at_ms })),
        })
    });
    let differences: Vec<Value> = differences.collect();
    let standing = plenary.standing();
    let record = plenary.record();
    let versions = record.map_or(&[][..], |record| &record.plenaries);
    let versions = versions.iter().filter(|version| version.constituency == plenary.constituency);
    let changed = standing.map(|version| changed(form, &version.cells, &cells));
    let prints = kept.prints.iter().map(|print| {
        let hash = print.sha256.to_hex();
        json!({
            "address": format!("/api/prints/{hash}"),
            "sha256": hash,
            "statement": print.statement.to_hex(),
            "at": print.at_ms,
            "bytes": print.bytes,
        })
    });
    let constituencies = election.constituencies_in(plenary.contest, plenary.region);
    let constituencies = constituencies.into_iter().map(|ix| {
        let constituency = election.constituency(ix);
        json!({ "code": constituency.code.as_str(), "name": constituency.name })
    });
    let typed = kept.typed.as_ref();
    Ok(json!({
        "contest": whose.contest,
        "region": whose.region,
        "constituency": whose.constituency,
        "constituencies": constituencies.collect::<Vec<_>>(),
        "place": station::place_name(election, &whose.region),
        "level": level(plenary, plenary.region),
        "stage": plenary.stage.id,
        "form": &*form.id,
        "practice": plenary.replay.definition.practice,
        "fields": fields(plenary),
        "checks": station::checks(election, form),
        "failing": failing(plenary, &cells),
        "sheets": sheets(&columns.iter().map(|child| child.sheets).fold(Sheets::default(), Sheets::and)),
        "sums": figures(form, &summed),
        "partial": partial(form, &summed),
        "columns": columns.iter().map(|child| column(plenary, child)).collect::<Vec<_>>(),
        "open": open,
        "opens": opens,
        "below": below.map(|below| named(form, below.into_iter().map(|sum| json!(sum)))),
        "typed": typed.map(|typed| json!({
            "version": typed.version,
            "by": typed.name,
            "at": typed.at_ms,
            "values": told(form, &typed.cells),
        })),
        "differences": differences,
        "stands": standing.map(|version| version_of(plenary, version)),
        "changed": changed,
        "versions": versions.map(|version| version_of(plenary, version)).collect::<Vec<_>>(),
        "rivals": record.is_some_and(|record| record.rivals),
        "status": record.map_or("running", |record| record.status().text()),
        "prints": prints.collect::<Vec<_>>(),
    }))
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

fn sheets(sheets: &Sheets) -> Value {
    let Sheets { expected, counted, confirmed, disputed, conflict } = sheets;
    json!({
        "expected": expected,
        "counted": counted,
        "confirmed": confirmed,
        "disputed": disputed,
        "conflict": conflict,
    })
}

fn level<'a>(plenary: &Plenary<'a>, region: RegionIx) -> Option<&'a str> {
    let election = plenary.election();
    let level = usize::from(election.places.region(region).level);
    election.profile.levels.get(level).map(|level| level.id.as_str())
}

/// Values by their fields' names.
fn named(form: &Form, values: impl IntoIterator<Item = Value>) -> Value {
    let each = form.fields.iter().map(|field| field.name.to_string()).zip(values);
    Value::Object(each.collect::<Map<String, Value>>())
}

/// A column's sums; nothing where no counted sheet has the field.
fn figures(form: &Form, column: &Column) -> Value {
    let each = column.fields.iter();
    named(form, each.map(|field| if field.read == 0 { Value::Null } else { json!(field.sum.get()) }))
}

/// Fields that some counted sheets have and others have not: their sums are of a part.
fn partial<'f>(form: &'f Form, column: &Column) -> Vec<&'f str> {
    let each = form.fields.iter().zip(&column.fields);
    let partial = each.filter(|(_, summed)| summed.read > 0 && summed.read < column.counted);
    partial.map(|(field, _)| &*field.name).collect()
}

fn told(form: &Form, cells: &[Cell]) -> Value {
    named(
        form,
        cells.iter().map(|cell| match cell {
            Cell::Read(Figure(value)) => json!(value),
            Cell::Unread(why) => json!(why.text()),
        }),
    )
}

fn failing(plenary: &Plenary<'_>, cells: &[Cell]) -> Vec<Value> {
    let each = plenary.failing(cells).into_iter();
    each.map(|(check, sides)| {
        let sides = sides.map(|(left, right)| [left.to_string(), right.to_string()]);
        json!({ "check": check, "sides": sides })
    })
    .collect()
}

/// Fields in which the figures have changed since a plenary was stated.
fn changed<'f>(form: &'f Form, stated: &[Cell], now: &[Cell]) -> Vec<&'f str> {
    let each = form.fields.iter().zip(stated.iter().zip(now));
    each.filter(|(_, (stated, now))| stated != now).map(|(field, _)| &*field.name).collect()
}

fn column(plenary: &Plenary<'_>, child: &Child) -> Value {
    let election = plenary.election();
    let region = election.places.region(child.region);
    let record = plenary.replay.tally.contest(plenary.contest);
    let record = record.and_then(|counted| counted.record(child.region));
    json!({
        "region": region.code.as_str(),
        "name": region.name,
        "level": level(plenary, child.region),
        "sheets": sheets(&child.sheets),
        "sums": figures(plenary.form(), &child.column),
        "status": record.map(|record| record.status().text()),
    })
}

/// What must be looked at before it closes: stations by their codes, and how many there are of each sort.
fn open(plenary: &Plenary<'_>) -> (Vec<Value>, Value) {
    let election = plenary.election();
    let (mut listed, mut counts) = (Vec::new(), [0_u32; 3]);
    for (ix, state) in plenary.stations(plenary.region) {
        let Some(open) = Open::of(state) else { continue };
        let [missing, conflict, disputed] = &mut counts;
        match open {
            Open::Missing => *missing += 1,
            Open::Conflict => *conflict += 1,
            Open::Disputed => *disputed += 1,
        }
        if listed.len() < LISTED {
            let place = election.places.station(ix);
            listed.push(json!({
                "station": place.code.as_str(),
                "name": place.name,
                "village": election.places.region(place.region).name,
                "region": election.places.region(place.region).code.as_str(),
                "why": open.text(),
            }));
        }
    }
    let [missing, conflict, disputed] = counts;
    (listed, json!({ "missing": missing, "conflict": conflict, "disputed": disputed }))
}

fn version_of(plenary: &Plenary<'_>, version: &PlenaryVersion) -> Value {
    let election = plenary.election();
    let form = election.form_by_ix(version.form);
    let role = election.profile.roles.get(usize::from(version.role)).map(|role| role.id.as_str());
    let key = plenary.replay.keyring.records().get(usize::try_from(version.key).unwrap_or(usize::MAX));
    let source = version.source.and_then(|source| election.profile.sources.get(usize::from(source)));
    json!({
        "id": version.id.to_hex(),
        "entry": version.entry,
        "role": role,
        "key": key.map(|record| record.key.name().as_str()),
        "at": version.at.to_string(),
        "closes": version.closes,
        "source": source.map(|source| source.id.as_str()),
        "supersedes": version.supersedes.map(|id| id.to_hex()),
        "evidence": version.evidence.iter().filter_map(photo).collect::<Vec<_>>(),
        "values": told(form, &version.cells),
    })
}

/// A photo that is named by its hash.
fn photo(evidence: &tally::Evidence) -> Option<Value> {
    match evidence {
        tally::Evidence::Named(named) => {
            Some(json!({ "page": named.page, "sha256": named.sha256.to_hex(), "media": named.media }))
        }
        tally::Evidence::Claimed { .. } => None,
    }
}

/// The stations of one region directly below: a column each, with what is known of it.
pub(super) async fn below(
    State(desk): State<Arc<Desk>>,
    Extension(me): Me,
    WhosePath(whose): WhosePath,
    Named(path): Named<std::collections::BTreeMap<String, String>>,
) -> Result<Json<Value>, Problem> {
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

fn stations(plenary: &Plenary<'_>, region: RegionIx) -> Result<Value, PlenaryError> {
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
        json!({
            "station": place.code.as_str(),
            "name": place.name,
            "quality": state.map_or("expected", |state| state.quality.text()),
            "counted": state.is_some_and(|state| state.counted),
            "confirmed": state.is_some_and(|state| state.confirmed),
            "disputed": state.is_some_and(|state| state.disputed),
            "rivals": state.is_some_and(|state| state.rivals),
            "open": Open::of(state).map(Open::text),
            "stands": stands.map(|version| version.id.to_hex()),
            "values": own.zip(cells).map(|(own, cells)| told(own, cells)),
            "failing": failing.unwrap_or_default(),
            "photos": evidence.iter().filter_map(photo).collect::<Vec<_>>(),
        })
    });
    let stations: Vec<Value> = each.collect();
    let place = election.places.region(region);
    Ok(json!({
        "region": place.code.as_str(),
        "name": place.name,
        "sums": figures(plenary.form(), &plenary.column(region)?),
        "stations": stations,
    }))
}
