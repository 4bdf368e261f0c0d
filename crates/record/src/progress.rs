//! How far a contest is, region by region: what is expected, what is in, what is missing, since when. One file a contest, for
//! newsrooms, screens in halls, and whoever waits for the rest; [`pages`](crate::pages) shows the same rows.
//!
//! Guaranteed:
//! - every region above the lowest level in which somebody votes has its row, whether anything came in or not; the lowest have
//!   their own files and pages, to which a row leads;
//! - a sheet is *in* when figures of it stand: photos alone and withdrawn figures are missing;
//! - every time is the ledger's: that of an entry, or of the cut.

use std::collections::HashMap;

use election::{ContestIx, Election, RegionIx};
use tally::{ContestTally, LegalStatus, Quality, RegionRecord};

use crate::json::Json;
use crate::sheets::codes;
use crate::view::{RenderError, View};

/// Name and version of the file's format.
pub const PROGRESS_FORMAT: &str = "saksi-progress/1";

/// How far a region is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) region: RegionIx,
    /// Sheets that the roster expects.
    pub(crate) expected: u64,
    /// Of them those of which figures stand.
    pub(crate) is_in: u64,
    /// All others.
    pub(crate) missing: u64,
    /// Of the missing, those of which there are photos.
    pub(crate) pictured: u64,
    pub(crate) conflict: u64,
    pub(crate) disputed: u64,
    pub(crate) confirmed: u64,
    pub(crate) status: LegalStatus,
    /// Whether its own plenary is closed; none: it holds none.
    pub(crate) closed: Option<bool>,
    /// Plenaries to be held in it and below, its own too, and how many are closed.
    pub(crate) plenaries: Plenaries,
    /// When a sheet last came in, unix milliseconds; none: none has.
    pub(crate) in_ms: Option<u64>,
    /// When anything was last stated about it, unix milliseconds; before, when its roster came.
    pub(crate) touched_ms: u64,
}

/// Plenaries, counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Plenaries {
    pub(crate) held: u64,
    pub(crate) closed: u64,
}

/// Path of a contest's progress.
pub fn progress_path(election: &Election, contest: ContestIx) -> String {
    format!("record/{}/progress.json", election.profile.contest_at(contest).id)
}

/// The rows of a contest: the nation, and each region followed by what lies in it.
pub(crate) fn rows(election: &Election, counted: &ContestTally) -> Vec<Row> {
    let places = &election.places;
    let lowest = places.last_level().saturating_sub(1);
    let mut regions = Vec::new();
    let mut waiting = vec![places.nation()];
    while let Some(region) = waiting.pop() {
        if !counted.holds(region) {
            continue;
        }
        regions.push(region);
        if places.region(region).level < lowest {
            let below = waiting.len();
            waiting.extend(places.children(region));
            if let Some(children) = waiting.get_mut(below..) {
                children.reverse();
            }
        }
    }
    let mut plenaries: HashMap<RegionIx, Plenaries> = HashMap::new();
    for region in &regions {
        let Some(closed) = closed(election, counted, *region) else { continue };
        for upper in places.ancestry(*region) {
            let count = plenaries.entry(upper).or_default();
            count.held += 1;
            count.closed += u64::from(closed);
        }
    }
    let row = |region: RegionIx| {
        let totals = counted.totals(region)?;
        let (expected, photos) = (totals.expected, totals.with_quality(Quality::Pictured));
        let is_in = Quality::ALL.iter().filter(|quality| quality.is_in());
        let is_in = is_in.fold(0, |sum: u64, quality| sum.saturating_add(totals.with_quality(*quality)));
        Some(Row {
            region,
            expected,
            is_in,
            missing: expected.saturating_sub(is_in),
            pictured: photos,
            conflict: totals.with_quality(Quality::Conflict),
            disputed: totals.disputed,
            confirmed: totals.confirmed,
            status: counted.record(region).map_or(LegalStatus::Running, RegionRecord::status),
            closed: closed(election, counted, region),
            plenaries: plenaries.get(&region).copied().unwrap_or_default(),
            in_ms: counted.in_ms(region),
            touched_ms: counted.touched_ms(region),
        })
    };
    regions.into_iter().filter_map(row).collect()
}

/// Whether a region's plenary is closed; none: it holds none.
fn closed(election: &Election, counted: &ContestTally, region: RegionIx) -> Option<bool> {
    let (profile, place) = (&election.profile, election.places.region(region));
    let holds = |stage| profile.holds_plenary(stage, place.code.as_str(), place.level);
    profile.stages.iter().any(holds).then(|| counted.record(region).is_some_and(RegionRecord::is_closed))
}

/// The file.
pub fn progress(view: &View<'_>, contest: ContestIx) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let rules = election.profile.contest_at(contest);
    let counted = view.tally.contest(contest);
    let counted = counted.ok_or_else(|| RenderError::Missing(format!("progress of {}", rules.id)))?;
    let rows = rows(election, counted);
    let mut json = Json::with_capacity(400 * rows.len());
    json.object(|json| {
        json.key("format").string(PROGRESS_FORMAT);
        json.key("contest").string(&rules.id);
        if view.practice {
            json.key("practice").boolean(true);
        }
        json.key("cut").number(view.cut.size);
        json.key("time_ms").number(view.cut.time_ms);
        json.key("regions").array(|json| {
            for row in &rows {
                json.object(|json| members(json, election, row));
            }
        });
    });
    Ok(json.into_bytes())
}

fn members(json: &mut Json, election: &Election, row: &Row) {
    let place = election.places.region(row.region);
    json.key("region").string(place.code.as_str());
    json.key("name").string(&place.name);
    if let Some(level) = election.profile.levels.get(usize::from(place.level)) {
        json.key("level").string(&level.id);
    }
    json.key("codes").string(&codes(election, row.region));
    json.key("expected").number(row.expected);
    json.key("in").number(row.is_in);
    json.key("missing").number(row.missing);
    json.key("pictured").number(row.pictured);
    json.key("conflict").number(row.conflict);
    json.key("disputed").number(row.disputed);
    json.key("confirmed").number(row.confirmed);
    json.key("legal_status").string(row.status.text());
    if let Some(closed) = row.closed {
        json.key("closed").boolean(closed);
    }
    json.key("plenaries").number(row.plenaries.held);
    json.key("plenaries_closed").number(row.plenaries.closed);
    if let Some(in_ms) = row.in_ms {
        json.key("in_ms").number(in_ms);
    }
    json.key("touched_ms").number(row.touched_ms);
}
