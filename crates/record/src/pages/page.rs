//! A contest's page of a region: what stands on top and at the bottom, and the figures between.

use askama::Template;
use election::{ContestIx, Election, RegionIx};
use statement::NoticeKind;
use tally::NoticeNote;

use super::keys::{KeyLine, keys};
use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html};
use super::moment::{date, legal_moment};
use super::path;
use super::section::{Below, Section, section};
use crate::view::{RenderError, View};

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "region.html", whitespace = "minimize")]
pub(super) struct Page<'a> {
    t: &'a Texts,
    language: &'a str,
    glossary: &'a [(Html, Html)],
    /// From the page's folder up to the publication's top.
    root: &'static str,
    title: Filled<'a, 4>,
    election: &'a str,
    practice: bool,
    level: &'a Html,
    place: &'a str,
    code: Filled<'a, 1>,
    crumbs: Vec<(&'a str, String)>,
    /// The contests held here with their pages of this region; none: this one.
    contests: Vec<(&'a Html, Option<String>)>,
    languages: Vec<(&'static str, &'static str, String)>,
    notices: Vec<(bool, Html)>,
    s: Section<'a>,
    keys: Vec<KeyLine<'a>>,
    cut: Filled<'a, 2>,
    cut_size: u64,
    ledger: Filled<'a, 3>,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        view: &'a View<'a>,
        labels: &'a Labels,
        contest: ContestIx,
        region: RegionIx,
    ) -> Result<Page<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let place = election
            .places
            .regions()
            .get(region.0 as usize)
            .ok_or_else(|| RenderError::Missing(format!("the region at position {}", region.0)))?;
        let texts = &labels.texts;
        let path = |contest: ContestIx, region: RegionIx| path(election, labels.language, contest, region);
        let own_path = path(contest, region);
        let depth = own_path.matches('/').count();
        let mut crumbs: Vec<(&str, String)> = election
            .places
            .ancestry(region)
            .skip(1)
            .map(|ix| (election.places.region(ix).name.as_str(), path(contest, ix)))
            .collect();
        crumbs.reverse();

        let held = view.tally.contests().iter().filter(|counted| counted.rostered && counted.holds(region));
        let contests = held.filter_map(|counted| {
            let name = &labels.contests.get(usize::from(counted.contest.0))?.name;
            Some((name, (counted.contest != contest).then(|| path(counted.contest, region))))
        });
        let section = view
            .tally
            .contest(contest)
            .filter(|counted| counted.rostered)
            .and_then(|counted| section(view, labels, counted, region))
            .ok_or_else(|| RenderError::Missing(own_path.clone()))?;
        let cut_date = legal_moment(view.cut.time_ms, labels.offset_minutes)
            .ok_or_else(|| RenderError::Missing(format!("the date of the time {} ms", view.cut.time_ms)))?;
        let root_hash = Html::escaped(&view.cut.root.to_string());
        let languages = labels
            .others
            .iter()
            .map(|(tag, name)| (*tag, *name, super::path(election, tag, contest, region)));
        Ok(Page {
            t: texts,
            language: labels.language,
            glossary: &labels.glossary,
            root: UP.get(..depth * 3).ok_or_else(|| RenderError::Missing(own_path.clone()))?,
            title: texts.title.fill([
                Arg::Html(section.name),
                Arg::Text(&place.name),
                Arg::Text(place.code.as_str()),
                Arg::Text(view.name),
            ]),
            election: view.name,
            practice: view.practice,
            level: labels.levels.get(usize::from(place.level)).unwrap_or(&texts.site),
            place: &place.name,
            code: texts.code.fill([Arg::Text(place.code.as_str())]),
            crumbs,
            contests: contests.collect(),
            languages: languages.collect(),
            notices: notices(labels, view.tally.notices()),
            s: section,
            keys: keys(view, labels, region),
            cut: texts
                .cut
                .fill([Arg::Number(labels.number(view.cut.size)), Arg::Made(date(labels, cut_date))]),
            cut_size: view.cut.size,
            ledger: texts.ledger.fill([
                Arg::Text(&view.cut.origin),
                Arg::Number(labels.number(view.cut.size)),
                Arg::Made(root_hash),
            ]),
        })
    }
}

// As many levels as a profile can have.
const UP: &str = "../../../../../../../../../../../../../../../../";

// The last word on whether publication goes on, first if it doesn't; then every other notice, the latest first.
pub(super) fn notices(labels: &Labels, all: &[NoticeNote]) -> Vec<(bool, Html)> {
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
