//! Long lists of stations are cut into pages by the order of the places, which never changes: a station stays on its page, whatever
//! comes in.

use election::{ContestIx, ContestKind, Election, RegionIx, StationIx};

use super::labels::Labels;
use super::markup::{Arg, Filled};

/// Every page begins at a multiple of so many stations, whatever the contest.
pub(crate) const STEP: usize = 20;

/// Stations on a page of a contest: 40, and half of that where the options are a constituency's lists or candidates, whose forms have
/// hundreds of fields, so that no page is above 50 kB as it is sent.
pub(crate) fn on_a_page(election: &Election, contest: ContestIx) -> usize {
    match election.profile.contest_at(contest).kind {
        ContestKind::Candidates => 2 * STEP,
        ContestKind::Parties | ContestKind::PerConstituency => STEP,
    }
}

/// Stations that a page of a list of doubtful sheets speaks of; few of them are on it.
pub(super) const ON_A_LIST: usize = 400;

/// How many pages the stations of a region make; at least one.
pub(super) fn parts(election: &Election, contest: ContestIx, region: RegionIx, on_each: usize) -> u16 {
    let stations = election.stations_holding(contest, region).count();
    u16::try_from(stations.div_ceil(on_each)).unwrap_or(u16::MAX).max(1)
}

/// The stations on a page of a region, counted from 0, in the order of places.
pub(super) fn stations(
    election: &Election,
    contest: ContestIx,
    region: RegionIx,
    part: u16,
    on_each: usize,
) -> impl Iterator<Item = StationIx> {
    election.stations_holding(contest, region).skip(usize::from(part) * on_each).take(on_each)
}

/// On which page of its region a station is.
pub(super) fn part_of(election: &Election, contest: ContestIx, station: StationIx) -> u16 {
    let region = election.places.station(station).region;
    let before = election.stations_holding(contest, region).take_while(|other| *other != station).count();
    u16::try_from(before / on_a_page(election, contest)).unwrap_or(u16::MAX)
}

/// The path of a page, given that of the first.
pub(super) fn part_path(first: String, part: u16) -> String {
    if part == 0 {
        return first;
    }
    let stem = first.strip_suffix(".html").unwrap_or(&first);
    format!("{stem}-{}.html", u32::from(part) + 1)
}

/// A page of several, as the others link to it.
#[derive(Clone, Debug)]
pub(super) struct PartLink<'a> {
    pub(super) text: Filled<'a, 3>,
    /// None: it is this one.
    pub(super) href: Option<String>,
}

/// Links to the pages of a list; none where it is one page.
pub(super) fn part_links<'a>(
    labels: &'a Labels,
    first: &str,
    here: u16,
    stations: usize,
    on_each: usize,
) -> Vec<PartLink<'a>> {
    let count = u16::try_from(stations.div_ceil(on_each)).unwrap_or(u16::MAX);
    if count <= 1 {
        return Vec::new();
    }
    let number = |value: usize| Arg::Number(labels.number(value as u64));
    let link = |part: u16| {
        let from = usize::from(part) * on_each;
        let to = (from + on_each).min(stations);
        PartLink {
            text: labels.texts.part.fill([number(usize::from(part) + 1), number(from + 1), number(to)]),
            href: (part != here).then(|| part_path(first.to_owned(), part)),
        }
    };
    (0..count).map(link).collect()
}
