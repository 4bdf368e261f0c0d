//! What was stated about a region as a whole: plenaries, decrees, objections to them and their answers, rulings; and why a plenary's
//! figures are not the sum of the sheets.

use askama::Template;
use election::{Election, RegionIx};
use tally::{ContestTally, PlenaryVersion, RegionRecord};

use super::events::{Event, Said, event, objection, outcome};
use super::figures::PlenaryFigures;
use super::labels::{Labels, Texts};
use super::markup::{Arg, Filled, Html};
use super::path;
use crate::view::View;

/// Most statements that are told; all of them are in the record.
const MOST: usize = 40;
/// Most regions below that are named to differ.
const MOST_BELOW: usize = 40;

/// A statement about a region as a whole.
#[derive(Clone, Debug)]
pub(super) struct Stated<'a> {
    pub(super) place: &'a str,
    pub(super) code: &'a str,
    /// The region's page, from the publication's top.
    pub(super) href: String,
    pub(super) event: Event<'a>,
    /// As RFC 3339 has it.
    pub(super) updated: String,
}

/// Statements about regions as wholes, as a list.
#[derive(Clone, Debug, Template)]
#[template(path = "stated-list.html", whitespace = "minimize")]
pub(super) struct StatedList<'a> {
    pub(super) t: &'a Texts,
    /// From the page's folder up to the publication's top.
    pub(super) root: &'static str,
    pub(super) stated: Vec<Stated<'a>>,
}

/// What was stated about these regions, the latest first, at most 40.
pub(super) fn stated<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    counted: &'a ContestTally,
    regions: impl Iterator<Item = RegionIx>,
) -> Vec<Stated<'a>> {
    let election: &'a Election = view.tally.election();
    let mut all = Vec::new();
    for region in regions {
        let Some(record) = counted.record(region) else { continue };
        let place = election.places.region(region);
        let href = path(election, labels.language, counted.contest, region);
        let named = |(at, event): (statement::Moment, Event<'a>)| Stated {
            place: &place.name,
            code: place.code.as_str(),
            href: href.clone(),
            event,
            updated: at.to_string(),
        };
        all.extend(of_record(view, labels, record).into_iter().map(named));
    }
    all.sort_by_key(|stated| std::cmp::Reverse(stated.event.entry));
    all.truncate(MOST);
    all
}

fn of_record<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    record: &'a RegionRecord,
) -> Vec<(statement::Moment, Event<'a>)> {
    let texts = &labels.texts;
    let said = |text: &ledger::Hash| {
        if view.tally.publishes(text) { Said::There(text.to_hex()) } else { Said::Gone }
    };
    let number = |entry: u64| Arg::Number(labels.number(entry));
    let mut events = Vec::new();
    for plenary in &record.plenaries {
        let mut made = event(labels, plenary.entry, plenary_text(view, labels, plenary), plenary.at);
        made.sign(view, labels, plenary.key);
        made.stands =
            record.standing_sheet(plenary.constituency).is_some_and(|one| one.entry == plenary.entry);
        made.text = plenary.text.as_ref().map(said);
        events.push((plenary.at, made));
    }
    for decree in &record.determinations {
        let what = texts.event_decree.fill([Arg::Text(&decree.decree)]).html();
        events.push((decree.at, event(labels, decree.entry, what, decree.at)));
    }
    for note in &record.objections {
        let mut made = event(labels, note.entry, objection(texts, note.kind).clone(), note.at);
        made.sign(view, labels, note.key);
        made.text = Some(said(&note.text));
        events.push((note.at, made));
        for answer in &note.answers {
            let what = outcome(texts, answer.outcome).fill([number(note.entry)]).html();
            let mut made = event(labels, answer.entry, what, answer.at);
            made.sign(view, labels, answer.key);
            made.text = Some(said(&answer.text));
            events.push((answer.at, made));
        }
    }
    for ruling in &record.rulings {
        let stands = record.plenaries.iter().find(|plenary| plenary.id == ruling.stands);
        let what = match stands {
            Some(plenary) => texts.event_ruling.fill([number(plenary.entry)]).html(),
            None => texts.event_ruling_of_none.clone(),
        };
        let mut made = event(labels, ruling.entry, what, ruling.at);
        made.sign(view, labels, ruling.key);
        made.text = ruling.text.as_ref().map(said);
        events.push((ruling.at, made));
    }
    events
}

fn plenary_text(view: &View<'_>, labels: &Labels, plenary: &PlenaryVersion) -> Html {
    let (texts, election) = (&labels.texts, view.tally.election());
    let stage = labels.stages.get(usize::from(plenary.stage)).map_or(Arg::Html(&texts.plenary), Arg::Html);
    let reason = plenary.reason.and_then(|reason| election.profile.reasons.get(usize::from(reason)));
    let reason = reason.map(|reason| labels.reason(&reason.id).map_or(Arg::Text(&reason.id), Arg::Html));
    let mut what = match reason {
        Some(reason) => texts.event_corrected.fill([stage, reason]).html(),
        None => texts.event_stated.fill([stage]).html(),
    };
    if let Some(constituency) = plenary.constituency {
        let name = Arg::Text(&election.constituency(constituency).name);
        what = what.followed_by(&texts.event_constituency.fill([name]).html());
    }
    if plenary.closes { what.followed_by(&texts.event_closes) } else { what }
}

/// Why a plenary's figures are not the sum of the sheets, or how the sum came to be what it is.
pub(super) struct Explained<'a> {
    /// Reasons for which sheets in the sum were corrected after they had come in, and how many.
    pub(super) corrected: Vec<Filled<'a, 2>>,
    /// Regions below whose own plenary differs from the sum of its sheets: page, name, how many figures.
    pub(super) below: Vec<(String, Filled<'a, 2>)>,
}

/// The explanation of a region's plenary.
pub(super) fn explained<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    counted: &'a ContestTally,
    region: RegionIx,
) -> Explained<'a> {
    let election: &'a Election = view.tally.election();
    let many = counted.totals(region).map_or(&[][..], |totals| &totals.reasons);
    let given = election.profile.reasons.iter().zip(many).filter(|(_, many)| **many > 0);
    let corrected = given.map(|(reason, many)| {
        let name = labels.reason(&reason.id).map_or(Arg::Text(&reason.id), Arg::Html);
        labels.texts.plenary_corrected.fill([name, Arg::Number(labels.number(*many))])
    });
    let differing = election.places.children(region).filter_map(|child| {
        let fields = differing(election, counted, child)?;
        let name = Arg::Text(&election.places.region(child).name);
        let line = labels.texts.plenary_differs_in.fill([name, Arg::Number(labels.number(fields))]);
        Some((path(election, labels.language, counted.contest, child), line))
    });
    Explained { corrected: corrected.collect(), below: differing.take(MOST_BELOW).collect() }
}

/// How many figures of a region's standing plenary are not the sum of its sheets; none: there is no plenary, or nothing differs.
fn differing(election: &Election, counted: &ContestTally, region: RegionIx) -> Option<u64> {
    let plenary = counted.record(region)?.standing_plenary()?;
    let totals = counted.totals(region).filter(|totals| totals.complete())?;
    let columns = election.profile.contest_at(counted.contest).columns.len();
    let stated = PlenaryFigures::new(election.form_by_ix(plenary.form), plenary, columns);
    let many = stated.differing(totals);
    (many > 0).then_some(many)
}
