//! The table of statements: one row for each statement about a sheet, in order of station and ledger.
//!
//! It is kept apart from the stations because the ids alone would make those files three times as large.
//!
//! | column | meaning |
//! |---|---|
//! | `entry` | index in the ledger; the key |
//! | `station` | whose sheet |
//! | `statement` | id: SHA-256 of the text, hexadecimal |
//! | `stands` | its figures stand |
//! | `claim` | `figures`, `withdrawn-fields` or `withdrawn-sheet` |
//! | `signer`, `role`, `stage`, `run` | who, as what, when in the process; `run` is empty where the source doesn't say |
//! | `stated_at`, `logged_ms` | when it was stated (RFC 3339), when the sequencer took it (unix milliseconds) |
//! | `supersedes`, `reason` | id of the statement it takes the place of, and why |

use election::{RegionIx, StationIx};
use tally::{Claim, ContestTally, Version};

use super::frame::{Column, Layout, Table, Texts, Values};
use super::stations::{expected_stations, whole};
use crate::view::View;

const CLAIMS: &[&str] = &["figures", "withdrawn-fields", "withdrawn-sheet"];

/// Every statement about a sheet of the region.
pub fn statements_table(view: &View<'_>, counted: &ContestTally, region: RegionIx) -> Table {
    let mut rows = Rows::default();
    for station in expected_stations(view, counted, region) {
        let Some(sheet) = counted.sheet(station) else { continue };
        for (at, version) in sheet.versions.iter().enumerate() {
            let stands = sheet.state.version.is_some_and(|standing| standing as usize == at);
            rows.push(view, station, version, stands);
        }
    }
    rows.finish()
}

#[derive(Default)]
struct Rows {
    entry: Vec<Option<i64>>,
    station: Texts,
    id: Texts,
    stands: Vec<bool>,
    claim: Texts,
    signer: Texts,
    role: Texts,
    stage: Texts,
    run: Texts,
    stated_at: Texts,
    logged_ms: Vec<Option<i64>>,
    supersedes: Texts,
    reason: Texts,
}

impl Rows {
    fn push(&mut self, view: &View<'_>, station: StationIx, version: &Version, stands: bool) {
        let election = view.tally.election();
        let profile = &election.profile;
        self.entry.push(Some(whole(version.entry)));
        self.station.push_new(election.places.station(station).code.as_str());
        self.id.push_hex(&version.id.0);
        self.stands.push(stands);
        self.claim.push(match &version.claim {
            Claim::Figures(_) => "figures",
            Claim::Withdrawn(Some(_)) => "withdrawn-fields",
            Claim::Withdrawn(None) => "withdrawn-sheet",
        });
        let key = view.keys.get(version.key as usize);
        self.signer.push(key.map_or("", |record| record.key.name().as_str()));
        self.role.push(profile.roles.get(usize::from(version.role)).map_or("", |role| &role.id));
        self.stage.push(profile.stages.get(usize::from(version.stage)).map_or("", |stage| &stage.id));
        let run = version.run.and_then(|run| profile.runs.get(usize::from(run)));
        self.run.push(run.map_or("", |run| &run.id));
        self.stated_at.push_shown(version.at);
        self.logged_ms.push(Some(whole(version.logged_ms)));
        match &version.supersedes {
            Some(id) => self.supersedes.push_hex(&id.0),
            None => self.supersedes.push(""),
        }
        let reason = version.reason.and_then(|reason| profile.reasons.get(usize::from(reason)));
        self.reason.push(reason.map_or("", |reason| &reason.id));
    }

    fn finish(self) -> Table {
        let text = |name, layout, texts| Column::required(name, layout, Values::Text(texts));
        let maybe = |name, layout, texts| Column::optional(name, layout, Values::Text(texts));
        let mut table = Table::default();
        table.add(Column::required("entry", Layout::Scattered, Values::Integer(self.entry)));
        table.add(text("station", Layout::Sorted, self.station));
        table.add(text("statement", Layout::Scattered, self.id));
        table.add(Column::required("stands", Layout::Repeated, Values::Flag(self.stands)));
        table.add(text("claim", Layout::Repeated, self.claim).of_words(CLAIMS));
        table.add(maybe("signer", Layout::Repeated, self.signer));
        table.add(maybe("role", Layout::Repeated, self.role));
        table.add(maybe("stage", Layout::Repeated, self.stage));
        table.add(maybe("run", Layout::Repeated, self.run));
        table.add(text("stated_at", Layout::Sorted, self.stated_at));
        table.add(Column::required("logged_ms", Layout::Repeated, Values::Integer(self.logged_ms)));
        table.add(maybe("supersedes", Layout::Scattered, self.supersedes));
        table.add(maybe("reason", Layout::Repeated, self.reason));
        table
    }
}
