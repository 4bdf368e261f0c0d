//! The page that leads to the contests: what each is, how far, and its figure to quote.

use askama::Template;
use election::{Election, RegionIx};
use tally::NoticeNote;

use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html};
use super::moment::{date, legal_moment};
use super::page::notices;
use super::section::{Section, section};
use super::{home_path, path};
use crate::view::{RenderError, View};

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "home.html", whitespace = "minimize")]
pub(super) struct Home<'a> {
    t: &'a Texts,
    language: &'a str,
    /// From the page's folder up to the publication's top.
    root: &'static str,
    election: &'a str,
    practice: bool,
    languages: Vec<(&'static str, &'static str, String)>,
    notices: Vec<(bool, Html)>,
    contests: Vec<(Section<'a>, String)>,
    glossary: &'a [(Html, Html)],
    cut: Filled<'a, 2>,
    cut_size: u64,
    ledger: Filled<'a, 3>,
}

impl<'a> Home<'a> {
    pub(super) fn new(view: &'a View<'a>, labels: &'a Labels) -> Result<Home<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let (texts, nation): (&Texts, RegionIx) = (&labels.texts, election.places.nation());
        let all: &[NoticeNote] = view.tally.notices();
        let made = legal_moment(view.cut.time_ms, labels.offset_minutes)
            .ok_or_else(|| RenderError::Missing(format!("the date of the time {} ms", view.cut.time_ms)))?;
        let size = Arg::Number(labels.number(view.cut.size));
        let contests =
            view.tally.contests().iter().filter(|counted| counted.rostered).filter_map(|counted| {
                let made = section(view, labels, counted, nation)?;
                Some((made, path(election, labels.language, counted.contest, nation)))
            });
        Ok(Home {
            t: texts,
            language: labels.language,
            root: "../",
            election: view.name,
            practice: view.practice,
            languages: labels.others.iter().map(|(tag, name)| (*tag, *name, home_path(tag))).collect(),
            notices: notices(labels, all),
            contests: contests.collect(),
            glossary: &labels.glossary,
            cut: texts.cut.fill([size.clone(), Arg::Made(date(labels, made))]),
            cut_size: view.cut.size,
            ledger: texts.ledger.fill([
                Arg::Text(&view.cut.origin),
                size,
                Arg::Made(Html::escaped(&view.cut.root.to_string())),
            ]),
        })
    }
}
