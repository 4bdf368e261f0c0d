//! Pages that explain: the data and its packages, how the count is made, how to check it. They name what is there and no figure, so
//! they change with a roster or a notice alone.

use askama::Template;
use election::Election;

use super::frame::Frame;
use super::labels::{Labels, Texts};
use super::markup::Html;
use super::{Guide, about_path, check_path, data_path, embed_path};
use crate::view::{RenderError, View};

/// Where the data is.
#[derive(Template)]
#[template(path = "data.html", whitespace = "minimize")]
pub(super) struct Data<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    contests: Vec<Contest<'a>>,
    adapter: bool,
}

/// A contest's packages.
struct Contest<'a> {
    id: &'a str,
    name: &'a Html,
    /// Regions of level 1 that hold it: code and name.
    parts: Vec<(&'a str, &'a str)>,
}

/// How the count is made.
#[derive(Template)]
#[template(path = "about.html", whitespace = "minimize")]
pub(super) struct About<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    /// What a check says and whether it must hold.
    checks: Vec<(&'a Html, &'a Html)>,
    roles: &'a [Html],
    stages: &'a [Html],
}

/// How to check it.
#[derive(Template)]
#[template(path = "check.html", whitespace = "minimize")]
pub(super) struct Check<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    origin: &'a str,
}

/// How to show parts of the pages elsewhere.
#[derive(Template)]
#[template(path = "embeds.html", whitespace = "minimize")]
pub(super) struct Embeds<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    /// A contest's name, the path of its frame for the nation, and the same as an address where it is known.
    contests: Vec<(&'a Html, String, String)>,
}

/// Who else has the publication, and how to.
#[derive(Template)]
#[template(path = "mirrors.html", whitespace = "minimize")]
pub(super) struct Mirrors<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
}

impl<'a> Embeds<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<Embeds<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let nation = election.places.nation();
        let rostered = view.tally.contests().iter().filter(|counted| counted.rostered);
        let contests = rostered.filter_map(|counted| {
            let path = embed_path(election, labels.language, counted.contest, nation);
            let address = view.address(&path).unwrap_or_else(|| format!("https://…/{path}"));
            Some((&labels.contests.get(usize::from(counted.contest.0))?.name, path, address))
        });
        Ok(Embeds {
            t: &labels.texts,
            contests: contests.collect(),
            frame: Frame::new(view, labels, &|tag| Guide::Embeds.path(tag))?,
        })
    }
}

impl<'a> Mirrors<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<Mirrors<'a>, RenderError> {
        Ok(Mirrors { t: &labels.texts, frame: Frame::new(view, labels, &|tag| Guide::Mirrors.path(tag))? })
    }
}

impl<'a> Data<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<Data<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let places = &election.places;
        let rostered = view.tally.contests().iter().filter(|counted| counted.rostered);
        let contests = rostered.filter_map(|counted| {
            let parts = places.region_ixs(1).filter(|region| counted.holds(*region));
            Some(Contest {
                id: &election.profile.contest_at(counted.contest).id,
                name: &labels.contests.get(usize::from(counted.contest.0))?.name,
                parts: parts
                    .map(|region| (places.region(region).code.as_str(), places.region(region).name.as_str()))
                    .collect(),
            })
        });
        Ok(Data {
            t: &labels.texts,
            contests: contests.collect(),
            adapter: election.profile.adapter.is_some(),
            frame: Frame::new(view, labels, &data_path)?,
        })
    }
}

impl<'a> About<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<About<'a>, RenderError> {
        let profile = &view.tally.election().profile;
        let texts = &labels.texts;
        let checks = profile.checks.iter().filter_map(|check| {
            let (text, _) = labels.check(&check.id)?;
            Some((text, if check.hard { &texts.hard } else { &texts.soft }))
        });
        Ok(About {
            t: texts,
            checks: checks.collect(),
            roles: &labels.roles,
            stages: &labels.stages,
            frame: Frame::new(view, labels, &about_path)?,
        })
    }
}

impl<'a> Check<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<Check<'a>, RenderError> {
        Ok(Check {
            t: &labels.texts,
            origin: &view.cut.origin,
            frame: Frame::new(view, labels, &check_path)?,
        })
    }
}
