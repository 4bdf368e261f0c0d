//! A contest in a region as a page for other sites' frames: the figure to quote, the map, the course over time and the regions below,
//! each alone where the address names it (`#quote`, `#map`, `#time`, `#table`). It loads nothing from anywhere else and keeps nothing.

use askama::Template;
use election::{ContestIx, Election, RegionIx};

use super::apart::Apart;
use super::figures::valid_column;
use super::frame::Frame;
use super::head::{Head, head};
use super::labels::{Labels, Texts};
use super::map::{Map, map};
use super::part_path;
use super::section::{BelowRegions, below};
use super::timeline::{Timeline, timeline};
use crate::view::{RenderError, View};

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "embed.html", whitespace = "minimize")]
pub(super) struct Embed<'a> {
    t: &'a Texts,
    /// As of the region's own page, against whose folder all addresses are read.
    frame: Frame<'a>,
    /// That folder, seen from this page.
    base: &'static str,
    place: &'a str,
    /// The region's own page, from the publication's top.
    page: String,
    h: Head<'a>,
    map: Option<Apart<Map<'a>>>,
    time: Option<Apart<Timeline<'a>>>,
    below: Option<Apart<BelowRegions<'a>>>,
}

impl<'a> Embed<'a> {
    pub(super) fn new(
        view: &'a View<'a>,
        labels: &'a Labels,
        contest: ContestIx,
        region: RegionIx,
    ) -> Result<Embed<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let missing = || RenderError::Missing(super::embed_path(election, labels.language, contest, region));
        let counted = view.held(contest, region).ok_or_else(missing)?;
        let totals = counted.totals(region).ok_or_else(missing)?;
        let (h, choices) = head(view, labels, counted, region).ok_or_else(missing)?;
        let valid = valid_column(election, contest);
        let place = election.places.region(region);
        let own = |tag: &str| part_path(super::path(election, tag, contest, region), 0);
        Ok(Embed {
            t: &labels.texts,
            frame: Frame::new(view, labels, &own)?,
            base: if place.level == 0 { "./" } else { "../" },
            place: &place.name,
            page: own(labels.language),
            map: map(labels, election, counted, region, (choices.as_slice(), valid)).map(Apart),
            time: timeline(labels, counted, region, totals.expected).map(Apart),
            below: (place.level < election.places.last_level())
                .then(|| Apart(below(labels, election, (counted, region), &h, choices))),
            h,
        })
    }
}
