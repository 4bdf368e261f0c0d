//! The open list of sheets in doubt: those in conflict or disputed, by region and kind, with their photos. From the nation down a page
//! leads to those below it; on the level above the stations' regions every such sheet has its row.

use askama::Template;
use election::{ContestIx, Election, RegionIx};

use super::frame::{Frame, crumbs};
use super::labels::{Labels, Texts};
use super::markup::Html;
use super::number::Number;
use super::parts::{self, PartLink, part_links};
use super::section::{CheckLine, checks};
use super::stations::{Doubt, Rows};
use super::{doubtful_path, part_path, path, station_path};
use crate::sheets::sheets_path;
use crate::view::{RenderError, View};
use tally::{ContestTally, Quality};

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "doubtful.html", whitespace = "minimize")]
pub(super) struct Doubtful<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    name: &'a Html,
    level: &'a Html,
    place: &'a str,
    crumbs: Vec<(&'a str, String)>,
    /// The region's page.
    region: String,
    conflict: Number,
    disputed: Number,
    kinds: Vec<CheckLine<'a>>,
    /// Regions below that have pages like this one.
    below: Vec<BelowLine<'a>>,
    rows: Vec<Row<'a>>,
    /// The pages of the list; none: it is one.
    parts: Vec<PartLink<'a>>,
}

/// A region below.
struct BelowLine<'a> {
    name: &'a str,
    href: String,
    expected: Number,
    conflict: Number,
    disputed: Number,
}

/// A sheet in doubt.
struct Row<'a> {
    /// Where its station stands.
    page: String,
    village: &'a str,
    /// Its versions, in the record.
    record: String,
    doubt: Doubt<'a>,
}

/// The lowest level that has a page of its own: that above the stations' regions, or the nation's.
pub(super) fn lowest_level(election: &Election) -> u8 {
    election.places.last_level().saturating_sub(1)
}

impl<'a> Doubtful<'a> {
    pub(super) fn new(
        view: &'a View<'a>,
        labels: &'a Labels,
        contest: ContestIx,
        (region, part): (RegionIx, u16),
    ) -> Result<Doubtful<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let path_in = |tag: &str| part_path(doubtful_path(election, tag, contest, region), part);
        let own = path_in(labels.language);
        let missing = || RenderError::Missing(own.clone());
        let counted = view.held(contest, region).ok_or_else(missing)?;
        let totals = counted.totals(region).ok_or_else(missing)?;
        let place = election.places.regions().get(region.0 as usize).ok_or_else(missing)?;
        let texts = &labels.texts;
        let lists = place.level >= lowest_level(election);
        Ok(Doubtful {
            t: texts,
            frame: Frame::new(view, labels, &path_in)?,
            name: &labels.contests.get(usize::from(contest.0)).ok_or_else(missing)?.name,
            level: labels.levels.get(usize::from(place.level)).unwrap_or(&texts.site),
            place: &place.name,
            crumbs: crumbs(election, region, &|ix| doubtful_path(election, labels.language, contest, ix)),
            region: path(election, labels.language, contest, region),
            conflict: labels.number(totals.with_quality(Quality::Conflict)),
            disputed: labels.number(totals.disputed),
            kinds: checks(labels, counted, totals).into_iter().filter(|line| line.fails.value > 0).collect(),
            below: if lists { Vec::new() } else { below(labels, election, counted, region) },
            rows: if lists { rows(view, labels, counted, (region, part)) } else { Vec::new() },
            parts: if lists { listed(election, labels, contest, (region, part)) } else { Vec::new() },
        })
    }
}

fn below<'a>(
    labels: &Labels,
    election: &'a Election,
    counted: &ContestTally,
    region: RegionIx,
) -> Vec<BelowLine<'a>> {
    let held = election.places.children(region).filter(|child| counted.holds(*child));
    let line = |child: RegionIx| {
        let totals = counted.totals(child)?;
        Some(BelowLine {
            name: &election.places.region(child).name,
            href: doubtful_path(election, labels.language, counted.contest, child),
            expected: labels.number(totals.expected),
            conflict: labels.number(totals.with_quality(Quality::Conflict)),
            disputed: labels.number(totals.disputed),
        })
    };
    held.filter_map(line).collect()
}

fn rows<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    counted: &'a ContestTally,
    (region, part): (RegionIx, u16),
) -> Vec<Row<'a>> {
    let election: &'a Election = view.tally.election();
    let Some(texts) = labels.contests.get(usize::from(counted.contest.0)) else { return Vec::new() };
    let rows = Rows { view, labels, texts, counted, choices: &[] };
    let stations = parts::stations(election, counted.contest, region, part, parts::ON_A_LIST);
    let doubts = rows.doubtful(stations).into_iter().map(|(station, doubt)| {
        let village = election.places.station(station).region;
        Row {
            page: station_path(election, labels.language, counted.contest, station),
            village: &election.places.region(village).name,
            record: sheets_path(election, counted.contest, village),
            doubt,
        }
    });
    doubts.collect()
}

fn listed<'a>(
    election: &Election,
    labels: &'a Labels,
    contest: ContestIx,
    (region, part): (RegionIx, u16),
) -> Vec<PartLink<'a>> {
    let first = doubtful_path(election, labels.language, contest, region);
    part_links(labels, &first, part, election.stations_holding(contest, region).count(), parts::ON_A_LIST)
}
