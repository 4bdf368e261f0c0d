//! Files that are missing or not what the ledger gives: what they are, and where they differ.
//!
//! The units of the whole election are planned once more, the ones behind these files found by their paths and rendered
//! again. Only the first thousand are read again for the place of their difference.

use std::collections::{HashMap, HashSet};

use election::{ContestIx, RegionIx};
use ledger::{Hash, sha256};
use rayon::prelude::*;
use record::{Kept, Unit, View};
use serde_json::Value;
use tally::Changes;

use crate::differ::{Difference, locate};
use crate::observed::{Class, FilesSeen};
use crate::passes::rebuild::{Rebuild, class};
use crate::reader::Reader;
use crate::report::Place;

/// Differences located exactly; a publication with more of them is wrong as a whole.
const LOCATED: usize = 1_000;

/// A file that is not as it must be: lengths and hashes. Of a longer file than must be there, no more was read than shows
/// that.
#[derive(Debug)]
pub(crate) struct Mismatch {
    pub path: String,
    pub expected: (u64, Hash),
    pub declared: Option<(u64, Hash)>,
    pub found: Option<(u64, Hash)>,
    pub undeclared: bool,
}

/// Tells what each mismatch is.
pub(crate) fn explain(
    reader: &Reader<'_>,
    rebuild: &Rebuild,
    view: &View<'_>,
    mismatches: &[Mismatch],
    seen: &mut FilesSeen,
) {
    if mismatches.is_empty() {
        return;
    }
    let units = units_of(rebuild, view, mismatches);
    let kept = reader.part.as_ref().and_then(|part| Kept::new(part, view.tally.election()));
    let mut located = 0;
    for mismatch in mismatches {
        let unit = units.get(mismatch.path.as_str()).copied();
        let Some(found) = mismatch.found else {
            if let Some(count) = seen.compared.get_mut(&class_of(&mismatch.path, unit)) {
                *count = count.saturating_sub(1);
            }
            if kept.as_ref().is_some_and(|kept| !kept.file(&mismatch.path)) {
                seen.left_out += 1;
                continue;
            }
            seen.missing.push(mismatch.path.clone());
            seen.unsheeted
                .extend(sheets_of(view, unit).map(|(contest, code)| (mismatch.path.clone(), contest, code)));
            continue;
        };
        if found == mismatch.expected {
            continue;
        }
        located += 1;
        let whole = || Difference {
            place: Place::file(&mismatch.path),
            expected: format!("{} bytes, sha256 {}", mismatch.expected.0, mismatch.expected.1.to_hex()),
            found: format!("{} bytes, sha256 {}", found.0, found.1.to_hex()),
        };
        let exact = match rebuild.differing_tables.get(&mismatch.path) {
            Some(difference) => Some(difference.clone()),
            None if located <= LOCATED => place(reader, rebuild, view, mismatch, unit, seen),
            None => None,
        };
        seen.differing.push((class_of(&mismatch.path, unit), exact.unwrap_or_else(whole)));
    }
}

fn place(
    reader: &Reader<'_>,
    rebuild: &Rebuild,
    view: &View<'_>,
    mismatch: &Mismatch,
    unit: Option<Unit>,
    seen: &mut FilesSeen,
) -> Option<Difference> {
    let unit = unit?;
    // What a table's cut or an earlier state gave can't be rendered again; then the hash has to do.
    let expected = rebuild.renderer.render(view, unit).ok()?;
    if sha256(&expected) != mismatch.expected.1 {
        return None;
    }
    let found = reader.beside(&mismatch.path, &expected)?;
    if matches!(unit, Unit::Sheets(..)) {
        let there = stations_in(&found);
        let left_out = sheets_of(view, Some(unit))
            .filter(|(_, code)| there.as_ref().is_some_and(|set| !set.contains(code)));
        seen.unsheeted.extend(left_out.map(|(contest, code)| (mismatch.path.clone(), contest, code)));
    }
    locate(&mismatch.path, &expected, &found)
}

fn class_of(path: &str, unit: Option<Unit>) -> Class {
    match unit {
        Some(unit) => class(unit),
        None if path.starts_with("data/") => Class::Table,
        None => Class::Record,
    }
}

/// The units behind these files.
fn units_of<'m>(rebuild: &Rebuild, view: &View<'_>, mismatches: &'m [Mismatch]) -> HashMap<&'m str, Unit> {
    let wanted: HashMap<&str, &'m str> =
        mismatches.iter().map(|mismatch| (mismatch.path.as_str(), mismatch.path.as_str())).collect();
    let units = rebuild.renderer.units(view, &everything(view));
    units
        .par_iter()
        .with_min_len(256)
        .filter_map(|unit| {
            let path = rebuild.renderer.path(view, *unit)?;
            wanted.get(path.as_str()).map(|path| (*path, *unit))
        })
        .collect()
}

/// Changes that call for every file there can be.
fn everything(view: &View<'_>) -> Changes {
    let mut changes = Changes { general: true, ..Changes::default() };
    for counted in view.tally.contests().iter().filter(|counted| counted.rostered) {
        changes.rosters.insert(counted.contest);
        changes.regions.extend(counted.records().keys().map(|region| (counted.contest, *region)));
    }
    changes
}

/// The sheets that stand in a unit's file: contest and station.
fn sheets_of<'v>(view: &View<'v>, unit: Option<Unit>) -> impl Iterator<Item = (String, String)> + use<'v> {
    let election = view.tally.election();
    let sheet = |contest: ContestIx, station| {
        (election.profile.contest_at(contest).id.clone(), election.places.station(station).code.to_string())
    };
    let in_region = |contest: ContestIx, region: RegionIx| -> Vec<(String, String)> {
        election.stations_holding(contest, region).map(|station| sheet(contest, station)).collect()
    };
    let sheets = match unit {
        Some(Unit::Station(contest, station)) => vec![sheet(contest, station)],
        Some(Unit::Sheets(contest, region)) => in_region(contest, region),
        Some(
            Unit::Home(_)
            | Unit::Guide(..)
            | Unit::Search(_)
            | Unit::SearchFile(_)
            | Unit::SearchContests
            | Unit::Page(..)
            | Unit::Doubtful(..)
            | Unit::Changes(..)
            | Unit::Feed(..)
            | Unit::Card(..)
            | Unit::Embed(..)
            | Unit::Progress(_)
            | Unit::ProgressPage(..)
            | Unit::Totals(..)
            | Unit::Region(..)
            | Unit::Recapitulation(..)
            | Unit::Places(..)
            | Unit::Options(_)
            | Unit::Candidates(..)
            | Unit::ConstituencyRecapitulation(..)
            | Unit::ConstituencySums(..)
            | Unit::ConstituencyList(..)
            | Unit::ConstituencyRegions(..)
            | Unit::ConstituencyPlaces(..)
            | Unit::Constituency(..)
            | Unit::Keys
            | Unit::Notices
            | Unit::Fixed(_),
        )
        | None => Vec::new(),
    };
    sheets.into_iter()
}

/// The stations that a record of sheets holds; none: it can't be read.
fn stations_in(record: &[u8]) -> Option<HashSet<String>> {
    let record: Value = serde_json::from_slice(record).ok()?;
    let stations = record.get("stations")?.as_array()?;
    Some(stations.iter().filter_map(|station| Some(station.get("station")?.as_str()?.to_owned())).collect())
}
