//! A contest in a region as a page for other sites' frames: the figure to quote, the map, the course over time and the regions below,
//! each alone where the address names it (`#quote`, `#map`, `#time`, `#table`). It loads nothing from anywhere else and keeps nothing.

use askama::Template;
use election::{ContestIx, Election, RegionIx};

use super::frame::Frame;
use super::labels::{Labels, Texts};
use super::part_path;
use super::section::{Below, Section, section};
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
    s: Section<'a>,
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
        let counted = view.tally.contest(contest).filter(|counted| counted.rostered).ok_or_else(missing)?;
        let s = section(view, labels, counted, (region, 0)).ok_or_else(missing)?;
        let place = election.places.region(region);
        let own = |tag: &str| part_path(super::path(election, tag, contest, region), 0);
        Ok(Embed {
            t: &labels.texts,
            frame: Frame::new(view, labels, &own)?,
            base: if place.level == 0 { "./" } else { "../" },
            place: &place.name,
            page: own(labels.language),
            s,
        })
    }
}
