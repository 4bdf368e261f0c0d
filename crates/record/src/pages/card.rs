//! What is shown where a page is shared: a picture with the figure to quote, the cut and its time, and the same in words.

use election::{ContestIx, Election, RegionIx};
use statement::Moment;

use super::head::{Head, head};
use super::labels::Labels;
use super::markup::{Arg, Html};
use super::moment::{date, legal_moment};
use crate::picture::{Face, Ink, LARGE, MIDDLE, Picture, SMALL};
use crate::view::{RenderError, View};

/// Width and height that the networks ask for.
const SIZE: (u16, u16) = (1200, 630);
/// White on both sides.
const EDGE: i32 = 60;
/// What is between them.
const WIDTH: i32 = 1200 - 2 * EDGE;
/// Options that are shown.
const MOST: usize = 4;

/// An option as the card shows it.
struct Bar {
    /// Its place on the ballot, from 0.
    at: usize,
    name: String,
    share: String,
    /// Hundredths of a per cent.
    long: u64,
}

/// The card of a contest in a region, as PNG.
///
/// # Errors
/// [`RenderError::Missing`] when no station of the region holds the contest, or it has no roster yet.
pub fn card(
    view: &View<'_>,
    labels: &Labels,
    contest: ContestIx,
    region: RegionIx,
) -> Result<Vec<u8>, RenderError> {
    let election: &Election = view.tally.election();
    let missing = || RenderError::Missing(super::card_path(election, labels.language, contest, region));
    let counted = view.held(contest, region).ok_or_else(missing)?;
    let (head, choices) = head(view, labels, counted, region).ok_or_else(missing)?;
    let made = legal_moment(view.cut.time_ms, labels.offset_minutes).ok_or_else(missing)?;
    let place = election.places.region(region);
    let texts = &labels.texts;

    let mut picture = Picture::new(SIZE.0, SIZE.1);
    picture.fill((0, 0), (SIZE.0.into(), 14), Ink::Band);
    let mut line = |y: i32, face: &Face, ink: Ink, text: &str| {
        picture.write((EDGE, y), face, ink, &face.fitting(text, WIDTH));
    };
    let practice = if view.practice { format!("{} · ", texts.practice.plain()) } else { String::new() };
    line(66, &SMALL, Ink::Soft, &format!("{practice}{} · {}", head.name.plain(), view.name));
    line(140, &LARGE, Ink::Text, &place.name);
    line(190, &SMALL, Ink::Text, &head.card_progress.html().plain());
    if head.quoted == 0 {
        line(300, &SMALL, Ink::Text, &texts.quote_none.plain());
    } else if choices.is_empty() {
        for (rate, y) in head.rates.iter().zip([300, 345]) {
            line(y, &SMALL, Ink::Text, &rate.html().plain());
        }
    } else {
        line(
            236,
            &SMALL,
            Ink::Soft,
            &texts.card_quote.fill([Arg::Number(labels.number(head.quoted))]).html().plain(),
        );
    }
    let cut = texts.card_cut.fill([Arg::Number(labels.number(view.cut.size)), Arg::Made(date(labels, made))]);
    line(552, &SMALL, Ink::Soft, &cut.html().plain());
    line(594, &SMALL, Ink::Soft, &texts.card_law.plain());
    if head.quoted > 0 {
        for (bar, y) in bars(&head).iter().zip((0_i32..).map(|number| 290 + 66 * number)) {
            draw(&mut picture, y, bar);
        }
    }
    Ok(picture.png())
}

/// The options with the most votes, the first of them first; equal ones as on the ballot.
fn bars(head: &Head<'_>) -> Vec<Bar> {
    let mut order: Vec<usize> = (0..head.quote.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(head.quote.get(*at).map_or(0, |line| line.bar)));
    let bar = |at: usize| {
        let line = head.quote.get(at)?;
        let share = line.share.map_or_else(String::new, |share| Html::made(&share.plain()).plain());
        Some(Bar { at, name: Html::made(&line.name).plain(), share, long: line.bar })
    };
    order.into_iter().take(MOST).filter_map(bar).collect()
}

fn draw(picture: &mut Picture, y: i32, bar: &Bar) {
    let share = MIDDLE.width(&bar.share);
    let name = MIDDLE.fitting(&bar.name, WIDTH - share - 30);
    picture.write((EDGE, y), &MIDDLE, Ink::Text, &name);
    picture.write((EDGE + WIDTH - share, y), &MIDDLE, Ink::Text, &bar.share);
    picture.fill((EDGE, y + 12), (WIDTH, 10), Ink::Ground);
    let long = i32::try_from(bar.long.min(10_000)).unwrap_or(0) * WIDTH / 10_000;
    let colour = Ink::Option(u8::try_from(bar.at % 8).unwrap_or(0));
    picture.fill((EDGE, y + 12), (long, 10), colour);
}

/// What a page says of itself where it is shared.
pub(super) struct Shared {
    pub(super) title: Html,
    pub(super) words: Html,
    /// The picture's address; none: this region has none, or the publication's own address isn't known.
    pub(super) picture: Option<String>,
}

/// What the page of a contest in a region says of itself.
pub(super) fn shared(
    view: &View<'_>,
    labels: &Labels,
    (contest, region): (ContestIx, RegionIx),
    head: &Head<'_>,
    title: Html,
) -> Shared {
    let election: &Election = view.tally.election();
    let made: Option<Moment> = legal_moment(view.cut.time_ms, labels.offset_minutes);
    let mut words = head.card_progress.html();
    for bar in bars(head).iter().filter(|_| head.quoted > 0) {
        words = words.followed_by(&Html::escaped(&format!("{}: {}.", bar.name, bar.share)));
    }
    if let Some(made) = made {
        let size = Arg::Number(labels.number(view.cut.size));
        words = words.followed_by(&labels.texts.card_cut.fill([size, Arg::Made(date(labels, made))]).html());
    }
    let picture = super::is_shared(election, region)
        .then(|| view.address(&super::card_path(election, labels.language, contest, region)))
        .flatten();
    Shared { title, words, picture }
}
