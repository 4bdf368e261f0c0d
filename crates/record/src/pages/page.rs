//! A contest's page of a region: what stands on top and at the bottom, and the figures between.

use askama::Template;
use election::{ContestIx, Election, RegionIx};

use super::apart::Apart;
use super::card::{Shared, shared};
use super::details::{Detail, Named};
use super::events::{Compared, Said};
use super::frame::{Frame, crumbs};
use super::keys::{KeyLine, keys};
use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html};
use super::parts::{PartLink, on_a_page, part_links};
use super::section::{Below, Section, section};
use super::stations::StationLine;
use super::{part_path, path};
use crate::view::{RenderError, View};

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "region.html", whitespace = "minimize")]
pub(super) struct Page<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    title: Filled<'a, 4>,
    level: &'a Html,
    place: &'a str,
    code: Filled<'a, 1>,
    crumbs: Vec<(&'a str, String)>,
    /// The contests held here with their pages of this region; none: this one.
    contests: Vec<(&'a Html, Option<String>)>,
    s: Section<'a>,
    shared: Shared,
    keys: Vec<KeyLine<'a>>,
    /// The pages of the region's stations; none: it is one.
    parts: Vec<PartLink<'a>>,
    /// Sums stand on the first page alone.
    first: bool,
    /// Of the lowest level. These pages are most of all; notices stand above them, so that one has not a million files made anew.
    lowest: bool,
}

/// The stations of a lowest region's page, a template of its own.
#[derive(Template)]
#[template(path = "stations.html", whitespace = "minimize")]
struct Stations<'p, 'a> {
    t: &'a Texts,
    frame: &'p Frame<'a>,
    s: &'p Section<'a>,
    parts: &'p [PartLink<'a>],
    lines: &'p [StationLine<'a>],
    failing: bool,
    checked: &'p [Named<'a>],
}

/// What is known of a station, likewise.
#[derive(Template)]
#[template(path = "detail.html", whitespace = "minimize")]
struct Known<'p, 'a> {
    t: &'a Texts,
    frame: &'p Frame<'a>,
    s: &'p Section<'a>,
    line: &'p StationLine<'a>,
    detail: &'p Detail<'a>,
}

impl<'a> Stations<'_, 'a> {
    fn detail<'p>(&'p self, line: &'p StationLine<'a>, detail: &'p Detail<'a>) -> Apart<Known<'p, 'a>> {
        Apart(Known { t: self.t, frame: self.frame, s: self.s, line, detail })
    }
}

impl<'a> Page<'a> {
    fn stations<'p>(
        &'p self,
        lines: &'p [StationLine<'a>],
        checked: &'p [Named<'a>],
    ) -> Apart<Stations<'p, 'a>> {
        let failing = lines.iter().any(|line| !line.failures.is_empty());
        let (frame, s, parts) = (&self.frame, &self.s, self.parts.as_slice());
        Apart(Stations { t: self.t, frame, s, parts, lines, failing, checked })
    }

    pub(super) fn new(
        view: &'a View<'a>,
        labels: &'a Labels,
        contest: ContestIx,
        (region, part): (RegionIx, u16),
    ) -> Result<Page<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let place = election
            .places
            .regions()
            .get(region.0 as usize)
            .ok_or_else(|| RenderError::Missing(format!("the region at position {}", region.0)))?;
        let texts = &labels.texts;
        let path = |contest: ContestIx, region: RegionIx| path(election, labels.language, contest, region);
        let held = view.tally.contests().iter().filter(|counted| counted.rostered && counted.holds(region));
        let contests = held.filter_map(|counted| {
            let name = &labels.contests.get(usize::from(counted.contest.0))?.name;
            Some((name, (counted.contest != contest).then(|| path(counted.contest, region))))
        });
        let section = view
            .held(contest, region)
            .and_then(|counted| section(view, labels, counted, (region, part)))
            .ok_or_else(|| RenderError::Missing(path(contest, region)))?;
        let title = [
            Arg::Html(section.head.name),
            Arg::Text(&place.name),
            Arg::Text(place.code.as_str()),
            Arg::Text(view.name),
        ];
        let title = texts.title.fill(title);
        let shared = shared(view, labels, (contest, region), &section.head, title.html());
        let lowest = place.level == election.places.last_level();
        let mut frame =
            Frame::new(view, labels, &|tag| part_path(super::path(election, tag, contest, region), part))?;
        if lowest {
            frame.notices = Vec::new();
        }
        Ok(Page {
            t: texts,
            frame,
            title,
            shared,
            level: labels.levels.get(usize::from(place.level)).unwrap_or(&texts.site),
            place: &place.name,
            code: texts.code.fill([Arg::Text(place.code.as_str())]),
            crumbs: crumbs(election, region, &|ix| path(contest, ix)),
            contests: contests.collect(),
            s: section,
            keys: if part == 0 { keys(view, labels, region) } else { Vec::new() },
            parts: if super::region_parts(election, contest, region) > 1 {
                let stations = election.stations_holding(contest, region).count();
                part_links(labels, &path(contest, region), part, stations, on_a_page(election, contest))
            } else {
                Vec::new()
            },
            first: part == 0,
            lowest,
        })
    }
}
