//! What every page has on top and at the bottom: whose it is, in which languages, what is to be known of the publication, from which
//! cut it was made and how to check it.

use election::{Election, RegionIx};
use statement::NoticeKind;
use tally::NoticeNote;

use super::labels::Labels;
use super::markup::{Arg, Filled, Html};
use super::moment::{date, legal_moment};
use crate::view::{RenderError, View};

/// The frame, as the templates name it.
pub(super) struct Frame<'a> {
    pub(super) language: &'a str,
    /// From the page's folder up to the publication's top.
    pub(super) root: &'static str,
    pub(super) election: &'a str,
    pub(super) practice: bool,
    /// The same page in other languages: tag, own name, path.
    pub(super) languages: Vec<(&'static str, &'static str, String)>,
    /// Whether publication is paused by it, and its words.
    pub(super) notices: Vec<(bool, Html)>,
    pub(super) glossary: &'a [(Html, Html)],
    pub(super) cut: Filled<'a, 2>,
    pub(super) cut_size: u64,
    pub(super) ledger: Filled<'a, 3>,
}

impl<'a> Frame<'a> {
    /// Of the page whose path in a language is this.
    pub(super) fn new(
        view: &'a View<'a>,
        labels: &'a Labels,
        path: &dyn Fn(&str) -> String,
    ) -> Result<Frame<'a>, RenderError> {
        let (texts, own) = (&labels.texts, path(labels.language));
        let made = legal_moment(view.cut.time_ms, labels.offset_minutes)
            .ok_or_else(|| RenderError::Missing(format!("the date of the time {} ms", view.cut.time_ms)))?;
        let size = Arg::Number(labels.number(view.cut.size));
        Ok(Frame {
            language: labels.language,
            root: root_of(&own).ok_or_else(|| RenderError::Missing(own.clone()))?,
            election: view.name,
            practice: view.practice,
            languages: labels.others.iter().map(|(tag, name)| (*tag, *name, path(tag))).collect(),
            notices: notices(labels, view.tally.notices()),
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

/// The regions that a region lies in, the nation first, with the path of each one's page.
pub(super) fn crumbs<'a>(
    election: &'a Election,
    region: RegionIx,
    path: &dyn Fn(RegionIx) -> String,
) -> Vec<(&'a str, String)> {
    let above = election.places.ancestry(region).skip(1);
    let mut crumbs: Vec<_> = above.map(|ix| (election.places.region(ix).name.as_str(), path(ix))).collect();
    crumbs.reverse();
    crumbs
}

/// From the folder of this path up to the publication's top.
pub(super) fn root_of(path: &str) -> Option<&'static str> {
    UP.get(..path.matches('/').count() * 3)
}

// As many levels as a profile can have.
const UP: &str = "../../../../../../../../../../../../../../../../";

// The last word on whether publication goes on, first if it doesn't; then every other notice, the latest first.
fn notices(labels: &Labels, all: &[NoticeNote]) -> Vec<(bool, Html)> {
    let texts = &labels.texts;
    let line = |note: &NoticeNote, paused: bool| {
        let phrase = match note.kind {
            NoticeKind::Paused => &texts.notice_paused,
            NoticeKind::Resumed => &texts.notice_resumed,
            NoticeKind::Other => &texts.notice_other,
        };
        let reason = labels.reason(&note.reason).map_or(Arg::Text(&note.reason), Arg::Html);
        let mut html = phrase.fill([Arg::Made(date(labels, note.at)), reason]).html();
        if let Some(until) = note.until {
            html = html.followed_by(&texts.notice_until.fill([Arg::Made(date(labels, until))]).html());
        }
        (paused, html)
    };
    let state = all.iter().rev().find(|note| note.kind != NoticeKind::Other);
    let state = state.map(|note| line(note, note.kind == NoticeKind::Paused));
    let others = all.iter().rev().filter(|note| note.kind == NoticeKind::Other).map(|note| line(note, false));
    state.into_iter().chain(others).collect()
}
