//! The reader on photos of filled sheets whose every stroke is known.
//!
//! Sixty sheets; with `SAKSI_LONG=1` three thousand. `SAKSI_SHEETS` and `SAKSI_SEED` choose others, to look into a failure;
//! `SAKSI_ABLATION=FILE.svg` draws what each way of writing adds, `SAKSI_GALLERY=FOLDER` keeps pictures of what was misread.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "a test says what is wrong by failing"
)]

mod ablation;
mod gallery;
mod ink;
mod score;
mod sheets;

use rayon::prelude::*;
use score::Score;
use simulate::paper::{Blanks, Conditions, Habits};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn sheets() -> std::ops::Range<u64> {
    let count =
        number("SAKSI_SHEETS").unwrap_or(if std::env::var_os("SAKSI_LONG").is_some() { 3_000 } else { 60 });
    let first = number("SAKSI_SEED").unwrap_or(1_000);
    first..first + count
}

fn scored(conditions: &Conditions, habits: &Habits) -> Score {
    let form = sheets::form();
    let blanks = Blanks::print(sheets::layout(), 4.0);
    let ink = ink::of_held_out_stations();
    let score = sheets()
        .into_par_iter()
        .map(|seed| sheets::read(&form, &blanks, ink.as_ref(), conditions, habits, seed))
        .reduce(Score::default, Score::with);
    gallery::index();
    score
}

#[test]
fn sheets_without_errors_are_read_as_they_are_written() {
    let score = scored(&Conditions::phone(), &Habits::default());
    println!("{score}");
    if let Some(path) = std::env::var_os("SAKSI_ABLATION") {
        std::fs::write(path, score.ablation.svg()).unwrap();
    }
    assert!(score.registered.at_least(9_950), "placed right: {}", score.registered);
    assert!(score.columns.at_least(9_990), "bubbles alone: {}", score.columns);
    assert!(score.rows.at_least(9_900), "strokes alone: {}", score.rows);
    assert!(score.sheets.at_least(8_500), "sheets accepted: {}", score.sheets);
    assert!(score.wrongly_accepted.is_empty(), "{:?}", score.wrongly_accepted);
}

#[test]
fn officers_errors_are_flagged_or_asked_about_and_never_mended() {
    let score = scored(&Conditions::phone(), &Habits { errors: 1.0, ..Habits::default() });
    println!("{score}");
    assert!(score.caught.at_least(9_950), "flagged or asked about: {}, not {:?}", score.caught, score.missed);
    assert!(score.mended.is_empty(), "{:?}", score.mended);
}
