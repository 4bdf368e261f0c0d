//! The page for a screen in a hall: how far a contest is, a row a region. A plain table; where scripts run, it is sorted,
//! searched, shown a page at a time, and asks for itself again.

use askama::Template;
use election::{ContestIx, Election};

use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html};
use super::moment::{date, legal_moment, short};
use super::number::{Number, Share};
use super::path;
use crate::progress::{Row, progress_path, rows};
use crate::view::{RenderError, View};

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "progress.html", whitespace = "minimize")]
struct ProgressPage<'a> {
    t: &'a Texts,
    language: &'a str,
    election: &'a str,
    practice: bool,
    name: &'a Html,
    title: Filled<'a, 2>,
    languages: Vec<(&'static str, &'static str, String)>,
    /// Pages of the other contests.
    others: Vec<(&'a str, &'a Html)>,
    sum: Option<Line<'a>>,
    head: Filled<'a, 3>,
    since: Html,
    cut: Filled<'a, 2>,
    cut_size: u64,
    shown: Filled<'a, 3>,
    levels: Vec<(u8, &'a Html)>,
    lines: Vec<Line<'a>>,
    record: String,
}

/// A region's row.
struct Line<'a> {
    level: u8,
    level_name: &'a Html,
    name: &'a str,
    /// What it lies in, from the nearest outwards, without the nation.
    within: String,
    href: String,
    expected: Number,
    is_in: Number,
    missing: Number,
    done: Share,
    conflict: Number,
    disputed: Number,
    /// Plenaries that are not closed.
    open: u64,
    /// Its own.
    closed: Option<&'a Html>,
    /// Those below it.
    below: Option<Filled<'a, 2>>,
    came: Option<String>,
    touched: Option<String>,
}

/// Path of a contest's progress page. No region's code is a word in small letters.
pub fn progress_page_path(election: &Election, language: &str, contest: ContestIx) -> String {
    format!("{language}/{}/progress.html", election.profile.contest_at(contest).id)
}

/// How far a contest is, for people.
///
/// # Errors
/// [`RenderError::Missing`] when the election has no such contest; [`RenderError::Page`] when the template can't be written.
pub fn progress_page(view: &View<'_>, labels: &Labels, contest: ContestIx) -> Result<Vec<u8>, RenderError> {
    let page = ProgressPage::new(view, labels, contest)?;
    let mut html = String::with_capacity(600 * page.lines.len());
    page.render_into(&mut html)?;
    Ok(html.into_bytes())
}

impl<'a> ProgressPage<'a> {
    fn new(
        view: &'a View<'a>,
        labels: &'a Labels,
        contest: ContestIx,
    ) -> Result<ProgressPage<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let texts = &labels.texts;
        let rules = election.profile.contest_at(contest);
        let missing = || RenderError::Missing(format!("the progress of {}", rules.id));
        let counted = view.tally.contest(contest).ok_or_else(missing)?;
        let name = |ix: ContestIx| labels.contests.get(usize::from(ix.0)).map(|own| &own.name);
        let others = view.tally.contests().iter().filter(|other| other.contest != contest && other.held());
        let others = others.filter_map(|other| {
            Some((election.profile.contest_at(other.contest).id.as_str(), name(other.contest)?))
        });
        let whole = rows(election, counted);
        let lines = Lines { labels, election, contest };
        let sum = whole.first();
        let number = |value: u64| Arg::Number(labels.number(value));
        let (is_in, expected) = sum.map_or((0, 0), |row| (row.is_in, row.expected));
        let long = |ms: u64| legal_moment(ms, labels.offset_minutes).map(|moment| date(labels, moment));
        let made = long(view.cut.time_ms)
            .ok_or_else(|| RenderError::Missing(format!("the date of the time {} ms", view.cut.time_ms)))?;
        let since = match sum.and_then(|row| row.in_ms).and_then(long) {
            Some(came) => texts.progress_since.fill([Arg::Made(came), Arg::Made(made.clone())]).html(),
            None => texts.progress_nothing.clone(),
        };
        let last = election.places.last_level().max(1);
        Ok(ProgressPage {
            t: texts,
            language: labels.language,
            election: view.name,
            practice: view.practice,
            name: name(contest).ok_or_else(missing)?,
            title: texts
                .progress_title
                .fill([name(contest).map_or(Arg::Text(&rules.id), Arg::Html), Arg::Text(view.name)]),
            languages: labels
                .others
                .iter()
                .map(|(tag, name)| (*tag, *name, progress_page_path(election, tag, contest)))
                .collect(),
            others: others.collect(),
            head: texts.progress_head.fill([
                number(is_in),
                number(expected),
                Arg::Share(labels.progress(is_in, expected)),
            ]),
            since,
            cut: texts.cut.fill([number(view.cut.size), Arg::Made(made)]),
            cut_size: view.cut.size,
            shown: texts.progress_shown.fill([Arg::Text("{from}"), Arg::Text("{to}"), Arg::Text("{of}")]),
            levels: (0..last)
                .filter_map(|level| Some((level, labels.levels.get(usize::from(level))?)))
                .collect(),
            sum: sum.map(|row| lines.of(row)),
            lines: whole.iter().map(|row| lines.of(row)).collect(),
            record: progress_path(election, contest),
        })
    }
}

struct Lines<'a> {
    labels: &'a Labels,
    election: &'a Election,
    contest: ContestIx,
}

impl<'a> Lines<'a> {
    fn of(&self, row: &Row) -> Line<'a> {
        let Lines { labels, election, contest } = *self;
        let (texts, place) = (&labels.texts, election.places.region(row.region));
        let number = |value: u64| labels.number(value);
        let own = path(election, labels.language, contest, row.region);
        // Beside this page.
        let own = own.splitn(3, '/').nth(2).unwrap_or(&own);
        let upper = election.places.ancestry(row.region).skip(1).map(|ix| election.places.region(ix));
        let within: Vec<&str> =
            upper.filter(|place| place.level > 0).map(|place| place.name.as_str()).collect();
        let itself = u64::from(row.closed.is_some());
        let below = row.plenaries.held.saturating_sub(itself);
        let closed_below = row.plenaries.closed.saturating_sub(u64::from(row.closed == Some(true)));
        let moment = |ms: u64| legal_moment(ms, labels.offset_minutes).map(|moment| short(&moment));
        Line {
            level: place.level,
            level_name: labels.levels.get(usize::from(place.level)).unwrap_or(&texts.site),
            name: &place.name,
            within: within.join(", "),
            href: format!("{own}#below"),
            expected: number(row.expected),
            is_in: number(row.is_in),
            missing: number(row.missing),
            done: labels.progress(row.is_in, row.expected),
            conflict: number(row.conflict),
            disputed: number(row.disputed),
            open: row.plenaries.held.saturating_sub(row.plenaries.closed),
            closed: row
                .closed
                .map(|closed| if closed { &texts.progress_closed } else { &texts.progress_open }),
            below: (below > 0).then(|| {
                texts.progress_plenaries.fill([Arg::Number(number(closed_below)), Arg::Number(number(below))])
            }),
            came: row.in_ms.and_then(moment),
            touched: moment(row.touched_ms),
        }
    }
}
