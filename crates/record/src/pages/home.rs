//! The page that leads to the contests: what each is, how far, and its figure to quote.

use askama::Template;
use election::{Election, RegionIx};

use super::frame::Frame;
use super::head::{Head, head};
use super::labels::{Labels, Texts};
use super::{home_path, path};
use crate::view::{RenderError, View};

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "home.html", whitespace = "minimize")]
pub(super) struct Home<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    contests: Vec<(Head<'a>, String)>,
}

impl<'a> Home<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<Home<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let nation: RegionIx = election.places.nation();
        let contests =
            view.tally.contests().iter().filter(|counted| counted.rostered).filter_map(|counted| {
                let (made, _) = head(view, labels, counted, nation)?;
                Some((made, path(election, labels.language, counted.contest, nation)))
            });
        let frame = Frame::new(view, labels, &home_path)?;
        Ok(Home { t: &labels.texts, frame, contests: contests.collect() })
    }
}
