//! The table of photos: one row for each piece of evidence that a statement about a sheet names or claims.
//!
//! | column | meaning |
//! |---|---|
//! | `station`, `entry` | whose sheet, and the statement that says so, a key of `statements` |
//! | `stands` | that statement's evidence belongs to the figures that stand |
//! | `number` | its place in the statement's list, from 1; with `entry` the key |
//! | `page` | page of the form, from 1; empty where it isn't said |
//! | `state` | `held`: a capture brought the bytes; `pending`: named by hash, not brought yet; `claimed`: only said to be; `redacted`: taken down, for personal data |
//! | `sha256` | of the bytes; empty where only claimed |
//! | `path` | in the public tree, once the bytes are held |
//! | `bytes`, `media` | length and media type, where stated |
//! | `uri` | where a source says it is |
//!
//! What is redacted keeps its hash: nothing vanishes but the bytes.

use std::collections::HashSet;

use election::{ContestIx, RegionIx, StationIx};
use ledger::Hash;
use tally::{ContestTally, Evidence, NamedEvidence, Tally, Version};

use super::frame::{Column, Layout, Table, Texts, Values};
use super::stations::{expected_stations, whole};
use crate::evidence::evidence_path;
use crate::view::View;

/// What makes a row unique.
pub(super) const KEY: &[&str] = &["entry", "number"];
pub(super) const STATES: &[&str] = &["held", "pending", "claimed", "redacted"];

/// Every photo of the region's sheets, by station, ledger and place in the statement.
pub fn photos_table(view: &View<'_>, counted: &ContestTally, region: RegionIx) -> Table {
    let election = view.tally.election();
    let redacted = view.tally.redacted().iter().collect();
    let mut rows = Rows::default();
    for station in expected_stations(view, counted, region) {
        let Some(sheet) = counted.sheet(station) else { continue };
        let mut code = None;
        for (at, version) in sheet.versions.iter().enumerate() {
            if version.evidence.is_empty() {
                continue;
            }
            let code = *code
                .get_or_insert_with(|| rows.station.word(election.places.station(station).code.as_str()));
            let stands = sheet.state.evidence.is_some_and(|standing| standing as usize == at);
            let sheet = Known { tally: view.tally, contest: counted.contest, station, redacted: &redacted };
            rows.push_version(code, stands, version, &sheet);
        }
    }
    rows.finish()
}

/// What is known of the bytes that a sheet's statements name.
struct Known<'v> {
    tally: &'v Tally,
    contest: ContestIx,
    station: StationIx,
    redacted: &'v HashSet<&'v Hash>,
}

impl Known<'_> {
    fn state(&self, named: &NamedEvidence) -> &'static str {
        if self.redacted.contains(&named.sha256) {
            "redacted"
        } else if self.tally.brought(self.contest, self.station, &named.sha256) {
            "held"
        } else {
            "pending"
        }
    }
}

#[derive(Default)]
struct Rows {
    station: Texts,
    entry: Vec<Option<i64>>,
    stands: Vec<bool>,
    number: Vec<Option<i64>>,
    page: Vec<Option<i64>>,
    state: Texts,
    sha256: Texts,
    path: Texts,
    bytes: Vec<Option<i64>>,
    media: Texts,
    uri: Texts,
}

impl Rows {
    fn push_version(&mut self, station: u32, stands: bool, version: &Version, known: &Known<'_>) {
        for (number, evidence) in (1i64..).zip(&version.evidence) {
            self.station.push_word(station);
            self.entry.push(Some(whole(version.entry)));
            self.stands.push(stands);
            self.number.push(Some(number));
            let (page, uri, named) = match evidence {
                Evidence::Claimed { page, uri } => (*page, uri.as_deref(), None),
                Evidence::Named(named) => (named.page, named.uri.as_deref(), Some(named)),
            };
            self.page.push(page.map(i64::from));
            self.uri.push(uri.unwrap_or_default());
            match named {
                Some(named) => self.push_named(named, known.state(named)),
                None => self.push_claimed(),
            }
        }
    }

    fn push_named(&mut self, named: &NamedEvidence, state: &'static str) {
        self.state.push(state);
        self.sha256.push_hex(&named.sha256.0);
        if state == "held" {
            self.path.push_new(&evidence_path(named));
        } else {
            self.path.push("");
        }
        self.bytes.push(named.bytes.map(whole));
        self.media.push(named.media.as_deref().unwrap_or_default());
    }

    fn push_claimed(&mut self) {
        self.state.push("claimed");
        self.sha256.push("");
        self.path.push("");
        self.bytes.push(None);
        self.media.push("");
    }

    fn finish(self) -> Table {
        let maybe = |name, layout, texts| Column::optional(name, layout, Values::Text(texts));
        let count = |name, layout, numbers| Column::optional(name, layout, Values::Integer(numbers));
        let mut table = Table::default();
        table.add(Column::required("station", Layout::Repeated, Values::Text(self.station)));
        table.add(Column::required("entry", Layout::Repeated, Values::Integer(self.entry)));
        table.add(Column::required("stands", Layout::Repeated, Values::Flag(self.stands)));
        table.add(Column::required("number", Layout::Repeated, Values::Integer(self.number)));
        table.add(count("page", Layout::Repeated, self.page));
        let state = Column::required("state", Layout::Repeated, Values::Text(self.state));
        table.add(state.of_words(STATES));
        table.add(maybe("sha256", Layout::Scattered, self.sha256));
        table.add(maybe("path", Layout::Scattered, self.path));
        table.add(count("bytes", Layout::Scattered, self.bytes));
        table.add(maybe("media", Layout::Repeated, self.media));
        table.add(maybe("uri", Layout::Scattered, self.uri));
        table
    }
}
