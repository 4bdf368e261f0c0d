//! The page on which a place or a station is searched; its script fetches one small file of the index, see [`crate::search`].

use askama::Template;

use super::frame::Frame;
use super::labels::{Labels, Texts};
use super::markup::Html;
use super::search_path;
use crate::view::{RenderError, View};

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "search.html", whitespace = "minimize")]
pub(super) struct Search<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    /// Contests that have pages: id and name.
    contests: Vec<(&'a str, &'a Html)>,
}

impl<'a> Search<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<Search<'a>, RenderError> {
        let profile = &view.tally.election().profile;
        let rostered = view.tally.contests().iter().filter(|counted| counted.rostered);
        let contests = rostered.filter_map(|counted| {
            let name = &labels.contests.get(usize::from(counted.contest.0))?.name;
            Some((profile.contest_at(counted.contest).id.as_str(), name))
        });
        Ok(Search {
            t: &labels.texts,
            contests: contests.collect(),
            frame: Frame::new(view, labels, &search_path)?,
        })
    }
}
