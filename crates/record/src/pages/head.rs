//! What is said of a contest first, on every page that has it: how far it is, and the figure to quote.

use election::{Election, RegionIx};
use tally::{ContestTally, LegalStatus, RegionRecord, Sums};

use super::figures::{Choice, Line, Summary, choices, valid_column};
use super::labels::Labels;
use super::markup::{Arg, Filled, Html};
use super::number::Share;
use crate::view::View;

/// The head of a contest.
pub(super) struct Head<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a Html,
    pub(super) status: &'a Html,
    pub(super) progress: Filled<'a, 4>,
    /// The same where it is shared.
    pub(super) card_progress: Filled<'a, 3>,
    pub(super) done: Share,
    pub(super) complete: bool,
    pub(super) missing: Filled<'a, 1>,
    pub(super) quoted: u64,
    pub(super) quote_explain: Filled<'a, 2>,
    pub(super) quote: Vec<Line<'a>>,
    /// Turnout and invalid votes, of the same sheets.
    pub(super) rates: Vec<Filled<'a, 1>>,
    pub(super) options_below: bool,
}

/// The head with the options that every station of the region has; none where no station of the region holds the contest.
pub(super) fn head<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    counted: &'a ContestTally,
    region: RegionIx,
) -> Option<(Head<'a>, Vec<Choice<'a>>)> {
    let election: &'a Election = view.tally.election();
    let contest = counted.contest;
    let rules = election.profile.contest_at(contest);
    let texts = &labels.texts;
    let totals = counted.totals(region).filter(|totals| totals.expected > 0)?;
    let number = |value: u64| Arg::Number(labels.number(value));
    let first = election.places.stations_in(region).find_map(|station| election.form(contest, station))?;
    let options_below = election.places.region(region).level < rules.options_from_level;
    let choices = if options_below { Vec::new() } else { choices(election.form_by_ix(first)) };
    let valid = valid_column(election, contest);
    let sound = Summary { labels, totals, sums: &totals.sound, plenary: None, valid };
    let (expected, missing) = (totals.expected, totals.expected.saturating_sub(totals.counted()));
    let done = labels.progress(totals.counted(), expected);
    let head = Head {
        id: &rules.id,
        name: &labels.contests.get(usize::from(contest.0))?.name,
        status: labels.status(counted.record(region).map_or(LegalStatus::Running, RegionRecord::status)),
        progress: texts.progress.fill([
            number(totals.counted()),
            number(expected),
            Arg::Share(done),
            number(totals.partly_read),
        ]),
        card_progress: texts.card_progress.fill([
            number(totals.counted()),
            number(expected),
            Arg::Share(done),
        ]),
        done,
        complete: totals.complete(),
        missing: texts.incomplete.fill([number(missing)]),
        quoted: totals.sound.sheets,
        quote_explain: texts.quote_explain.fill([number(totals.sound.sheets), number(expected)]),
        quote: sound.options(&choices),
        rates: rates(labels, rules, &totals.sound),
        options_below,
    };
    Some((head, choices))
}

// Where one of the sheets lacks a figure there is no honest whole, and nothing is said.
fn rates<'a>(labels: &'a Labels, rules: &election::Contest, sums: &Sums) -> Vec<Filled<'a, 1>> {
    let sum = |name: &str| {
        let column = rules.column(name)?;
        (sums.sheets > 0 && u64::from(sums.read(column)) == sums.sheets).then(|| sums.sum(column).get())
    };
    let rate = |part: &str, whole: &str| labels.share(sum(part)?, sum(whole)?);
    let texts = &labels.texts;
    let turnout = rate("voters.used-roll.total", "voters.roll.total");
    let invalid = rate("invalid", "cast");
    let turnout = turnout.map(|share| texts.turnout.fill([Arg::Share(share)]));
    let invalid = invalid.map(|share| texts.invalid_share.fill([Arg::Share(share)]));
    turnout.into_iter().chain(invalid).collect()
}
