//! The page on which anyone asks the published tables in SQL. The page holds the questions and leads to the files; the program beside it,
//! which a publication need not have, answers them in the browser.

use askama::Template;
use election::{Election, RegionIx};

use super::Guide;
use super::frame::Frame;
use super::labels::{Labels, Texts};
use super::markup::Html;
use super::questions::{Question, questions};
use crate::view::{RenderError, View};

/// The explorer.
#[derive(Template)]
#[template(path = "explorer.html", whitespace = "minimize")]
pub(super) struct Explorer<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    contests: Vec<Contest<'a>>,
    /// Levels that a question can go by: id, name, whether the questions of the page do.
    levels: Vec<(&'a str, &'a Html, bool)>,
}

/// A contest's questions and packages.
struct Contest<'a> {
    id: &'a str,
    name: &'a Html,
    questions: Vec<Question<'a>>,
    /// Regions of level 1 that hold it: code and name.
    parts: Vec<(&'a str, &'a str)>,
}

impl<'a> Explorer<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<Explorer<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let (profile, places) = (&election.profile, &election.places);
        let level = usual_level(election);
        let id = |level: u8| profile.levels.get(usize::from(level)).map_or("", |level| level.id.as_str());
        let levels = (1..=places.last_level())
            .filter_map(|at| Some((id(at), labels.levels.get(usize::from(at))?, at == level)));
        let rostered = view.tally.contests().iter().filter(|counted| counted.rostered);
        let contests = rostered.filter_map(|counted| {
            let part = |region: RegionIx| {
                let region = places.region(region);
                (region.code.as_str(), region.name.as_str())
            };
            Some(Contest {
                id: &profile.contest_at(counted.contest).id,
                name: &labels.contests.get(usize::from(counted.contest.0))?.name,
                questions: questions(election, labels, counted.contest, id(level)),
                parts: places.region_ixs(1).filter(|region| counted.holds(*region)).map(part).collect(),
            })
        });
        Ok(Explorer {
            t: &labels.texts,
            contests: contests.collect(),
            levels: levels.collect(),
            frame: Frame::new(view, labels, &|tag| Guide::Explorer.path(tag))?,
        })
    }
}

/// The level that questions go by: the second below the nation, or where that is one region only, the next one below it.
fn usual_level(election: &Election) -> u8 {
    let last = election.places.last_level();
    let mut levels = last.min(2)..=last;
    levels.find(|level| election.places.region_ixs(*level).nth(1).is_some()).unwrap_or(last)
}
