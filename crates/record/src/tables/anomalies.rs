//! The table of anomalies: one row for each check that fails on a sheet, hard or soft, by station.
//!
//! Columns: `station`, one a level (codes), `check`, `hard`, `quality`, `left`, `right` (what the two sides of the check
//! come to), `excused` (the lawful exception that covers a soft check there). Key: `station`, `check`, and where one check
//! is made for many options, the order of the form.

use tally::ContestTally;

use super::frame::{Column, Layout, Table, Texts, Values};
use super::stations::{QUALITIES, whole};
use crate::view::View;

/// Every failed check of the contest.
pub fn anomalies_table(view: &View<'_>, counted: &ContestTally) -> Table {
    let election = view.tally.election();
    let mut station = Texts::default();
    let mut regions = vec![Texts::default(); usize::from(election.places.last_level())];
    let (mut check, mut hard) = (Texts::default(), Vec::new());
    let (mut quality, mut excused) = (Texts::default(), Texts::default());
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for anomaly in tally::anomalies(view.tally, counted.contest) {
        station.push(election.places.station(anomaly.station).code.as_str());
        let chain = election.places.chain(anomaly.station);
        for region in chain.map(|ix| election.places.region(ix)).filter(|region| region.level > 0) {
            if let Some(texts) = regions.get_mut(usize::from(region.level - 1)) {
                texts.push(region.code.as_str());
            }
        }
        let info = counted.checks.get(usize::from(anomaly.check));
        check.push(info.map_or("", |info| &info.id));
        hard.push(info.is_some_and(|info| info.hard));
        quality.push(counted.state(anomaly.station).map_or("", |state| state.quality.text()));
        left.push(Some(whole(anomaly.left)));
        right.push(Some(whole(anomaly.right)));
        excused.push(anomaly.excused.as_deref().unwrap_or(""));
    }
    let text = |name, layout, texts| Column::required(name, layout, Values::Text(texts));
    let mut table = Table::default();
    table.add(text("station", Layout::Sorted, station));
    for (level, texts) in election.profile.levels.iter().skip(1).zip(regions) {
        table.add(text(&level.id, Layout::Repeated, texts));
    }
    table.add(text("check", Layout::Repeated, check));
    table.add(Column::required("hard", Layout::Repeated, Values::Flag(hard)));
    table.add(text("quality", Layout::Repeated, quality).of_words(QUALITIES));
    table.add(Column::required("left", Layout::Repeated, Values::Integer(left)));
    table.add(Column::required("right", Layout::Repeated, Values::Integer(right)));
    table.add(Column::optional("excused", Layout::Repeated, Values::Text(excused)));
    table
}
