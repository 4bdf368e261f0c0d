//! What changed after it had come in, by region: the latest first, each with who, why, and the figures before and after; as a page and
//! as an Atom feed (RFC 4287). Both name each change by its entry, which never changes.

use askama::Template;
use election::{Cell, ContestIx, Election, RegionIx};
use tally::{ChangeNote, ContestTally};

use super::apart::Apart;
use super::cell::{Entry, Name};
use super::details::names;
use super::events::{Event, Said, Teller};
use super::frame::{Frame, crumbs};
use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html};
use super::moment::legal_moment;
use super::number::Number;
use super::stations::Rows;
use super::whole::{Stated, StatedList, stated};
use super::{changes_path, feed_path, path, station_page};
use crate::view::{RenderError, View};

/// Changes on a page and in a feed. All of them are in the cuts' tables and in the record.
const MOST: usize = 100;
/// Of those, on a region's own page.
pub(super) const LATEST: usize = 5;
/// Of one sheet.
const OF_A_SHEET: usize = 3;
/// Figures told of one change.
const MOST_FIGURES: usize = 12;

/// The page, as its template names it.
#[derive(Template)]
#[template(path = "changes.html", whitespace = "minimize")]
pub(super) struct ChangesPage<'a> {
    t: &'a Texts,
    frame: Frame<'a>,
    name: &'a Html,
    level: &'a Html,
    place: &'a str,
    /// Id of the contest, code of the region.
    contest: &'a str,
    code: &'a str,
    crumbs: Vec<(&'a str, String)>,
    /// The region's page.
    region: String,
    feed: String,
    count: Number,
    /// How many are older than those shown.
    older: Option<Filled<'a, 1>>,
    changes: Vec<Change<'a>>,
    /// What was stated about this region, and those directly below, as wholes.
    stated: Option<Apart<StatedList<'a>>>,
}

/// The feed, as its template names it.
#[derive(Template)]
#[template(path = "changes.xml", whitespace = "minimize", escape = "html")]
pub(super) struct Feed<'a> {
    t: &'a Texts,
    language: &'a str,
    root: &'static str,
    election: &'a str,
    practice: bool,
    name: &'a Html,
    place: &'a str,
    /// Never changes, and is no address.
    id: String,
    updated: String,
    origin: &'a str,
    changes: Vec<Change<'a>>,
    /// What was stated about this region, and those directly below, as wholes.
    stated: Vec<Stated<'a>>,
}

/// One change.
#[derive(Clone, Debug)]
pub(super) struct Change<'a> {
    /// From the publication's top to the statement on its station's page.
    pub(super) href: String,
    pub(super) village: &'a str,
    pub(super) station: &'a str,
    pub(super) code: &'a str,
    pub(super) event: Event<'a>,
    /// Quality before and after, where they differ.
    pub(super) quality: Option<(&'a Html, &'a Html)>,
    /// Whether it came to be disputed, or no longer is.
    pub(super) disputed: Option<&'a Html>,
    pub(super) figures: Vec<Figure<'a>>,
    pub(super) more: Option<Filled<'a, 1>>,
    /// As RFC 3339 has it.
    updated: String,
}

/// A figure before and after.
#[derive(Clone, Debug)]
pub(super) struct Figure<'a> {
    pub(super) name: Name<'a>,
    pub(super) before: Entry<'a>,
    pub(super) after: Entry<'a>,
}

/// The latest changes of a region.
pub(super) fn latest<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    counted: &'a ContestTally,
    region: RegionIx,
    most: usize,
) -> Vec<Change<'a>> {
    let places = &view.tally.election().places;
    let notes = counted.latest_changes(places, region, (most, OF_A_SHEET));
    notes.into_iter().filter_map(|note| change(view, labels, counted, note)).collect()
}

fn change<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    counted: &'a ContestTally,
    note: &'a ChangeNote,
) -> Option<Change<'a>> {
    let election: &'a Election = view.tally.election();
    let (contest, station) = (counted.contest, note.station);
    let form = election.form_by_ix(election.form(contest, station)?);
    let rows =
        Rows { view, labels, texts: labels.contests.get(usize::from(contest.0))?, counted, choices: &[] };
    let names = names(&rows, form);
    let photos = |evidence| rows.photos_of(evidence, &|hash| view.tally.brought(contest, station, hash));
    let sheet = counted.sheet(station)?;
    let teller = Teller { view, labels, sheet, names: &names, photos: &photos };
    let event = teller.at(note.entry)?;
    let (figures, more) = figures(labels, &names, note);
    let place = election.places.station(station);
    let [before, after] = note.quality;
    Some(Change {
        href: format!("{}#e{}", station_page(election, labels.language, contest, station), note.entry),
        village: &election.places.region(place.region).name,
        station: &place.name,
        code: place.code.as_str(),
        event,
        quality: (before != after).then(|| (labels.quality(before), labels.quality(after))),
        disputed: match note.disputed {
            [false, true] => Some(&labels.texts.now_disputed),
            [true, false] => Some(&labels.texts.no_longer_disputed),
            [true, true] | [false, false] => None,
        },
        figures,
        more,
        updated: legal_moment(note.logged_ms, labels.offset_minutes)?.to_string(),
    })
}

fn figures<'a>(
    labels: &'a Labels,
    names: &[Name<'a>],
    note: &ChangeNote,
) -> (Vec<Figure<'a>>, Option<Filled<'a, 1>>) {
    let [before, after] = &note.figures;
    let at = |cells: &Option<std::sync::Arc<[Cell]>>, at: usize| cells.as_deref()?.get(at).copied();
    let word = |cell: Option<Cell>| match cell {
        Some(cell) => Entry::of(labels, Some(cell)),
        None => Entry::Word(&labels.texts.nothing_stands),
    };
    let different = || {
        let pair = |(place, name): (usize, &Name<'a>)| (*name, at(before, place), at(after, place));
        names.iter().enumerate().map(pair).filter(|(_, before, after)| before != after)
    };
    let some = different().take(MOST_FIGURES).map(|(name, before, after)| Figure {
        name,
        before: word(before),
        after: word(after),
    });
    let more = different().count().saturating_sub(MOST_FIGURES) as u64;
    let told =
        (more > 0).then(|| labels.texts.event_more_differences.fill([Arg::Number(labels.number(more))]));
    (some.collect(), told)
}

/// The contest and the region, or what is missing.
fn subject<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    contest: ContestIx,
    region: RegionIx,
) -> Result<(&'a ContestTally, &'a Html), RenderError> {
    let missing =
        || RenderError::Missing(changes_path(view.tally.election(), labels.language, contest, region));
    let counted = view.held(contest, region).ok_or_else(missing)?;
    let name = &labels.contests.get(usize::from(contest.0)).ok_or_else(missing)?.name;
    Ok((counted, name))
}

fn own_and_below(election: &Election, region: RegionIx) -> impl Iterator<Item = RegionIx> {
    std::iter::once(region).chain(election.places.children(region))
}

impl<'a> ChangesPage<'a> {
    pub(super) fn new(
        view: &'a View<'a>,
        labels: &'a Labels,
        contest: ContestIx,
        region: RegionIx,
    ) -> Result<ChangesPage<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let (counted, name) = subject(view, labels, contest, region)?;
        let place = election.places.region(region);
        let count = counted.changes_in(&election.places, region) as u64;
        let changes = latest(view, labels, counted, region, MOST);
        let older = count.saturating_sub(changes.len() as u64);
        let frame = Frame::new(view, labels, &|tag| changes_path(election, tag, contest, region))?;
        let stated = stated(view, labels, counted, own_and_below(election, region));
        Ok(ChangesPage {
            t: &labels.texts,
            name,
            level: labels.levels.get(usize::from(place.level)).unwrap_or(&labels.texts.site),
            place: &place.name,
            contest: &election.profile.contest_at(contest).id,
            code: place.code.as_str(),
            crumbs: crumbs(election, region, &|ix| changes_path(election, labels.language, contest, ix)),
            region: path(election, labels.language, contest, region),
            feed: feed_path(election, labels.language, contest, region),
            count: labels.number(count),
            stated: (!stated.is_empty()).then_some(Apart(StatedList {
                t: &labels.texts,
                root: frame.root,
                stated,
            })),
            frame,
            older: (older > 0).then(|| labels.texts.changes_older.fill([Arg::Number(labels.number(older))])),
            changes,
        })
    }
}

impl<'a> Feed<'a> {
    pub(super) fn new(
        view: &'a View<'a>,
        labels: &'a Labels,
        contest: ContestIx,
        region: RegionIx,
    ) -> Result<Feed<'a>, RenderError> {
        let election: &'a Election = view.tally.election();
        let (counted, name) = subject(view, labels, contest, region)?;
        let place = election.places.region(region);
        let own = feed_path(election, labels.language, contest, region);
        let frame = Frame::new(view, labels, &|tag| feed_path(election, tag, contest, region))?;
        let changes = latest(view, labels, counted, region, MOST);
        // Before anything changed it is as old as the contest's roster.
        let made = legal_moment(counted.rostered_ms, labels.offset_minutes);
        let made = made.ok_or_else(|| RenderError::Missing(format!("the roster's time in {own}")))?;
        let stated = stated(view, labels, counted, own_and_below(election, region));
        // Moments of one offset are in order as texts are.
        let moments =
            changes.iter().map(|change| &change.updated).chain(stated.iter().map(|one| &one.updated));
        let latest = moments.max().cloned();
        Ok(Feed {
            t: &labels.texts,
            language: labels.language,
            root: frame.root,
            election: view.name,
            practice: view.practice,
            name,
            place: &place.name,
            id: format!("https://{}/{own}", view.cut.origin),
            updated: latest.unwrap_or_else(|| made.to_string()),
            stated,
            origin: &view.cut.origin,
            changes,
        })
    }
}
