//! Making a sheet, photographing its pages, reading them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use election::{Form, Profile};
use reader::boxes::Net;
use reader::joint::Priors;
use reader::layout::Layout;
use reader::read::number::Slips;
use reader::read::page::{NumberRead, read_page};
use reader::read::sheet::{Policy, read_sheet};
use simulate::paper::{Blanks, Conditions, Habits, Ink, RealInk, photograph, plan, ppwp_sums};

use super::ablation::Ablation;
use super::bundle::bundle;
use super::score::Score;

pub fn form() -> Form {
    let profile = Profile::from_bundle(&bundle("profiles/id-2024")).unwrap();
    profile.station_form(profile.contest("ppwp").unwrap(), false).unwrap().unwrap()
}

pub fn layout() -> Layout {
    Layout::parse(&bundle("profiles/id-2024").files["layouts/c-hasil-ppwp.toml"]).unwrap()
}

/// One sheet of three pages, from writing to reading.
pub fn read(
    form: &Form,
    blanks: &Blanks,
    ink: Option<&RealInk>,
    conditions: &Conditions,
    habits: &Habits,
    figures: fn(u64) -> BTreeMap<String, u32>,
    seed: u64,
) -> Score {
    let layout = blanks.layout();
    let mut score = Score::default();
    let truth = plan(layout, &figures(seed), &ppwp_sums(), habits, seed);
    // One person fills a sheet: their digits are alike, and odd ones stay with their sheet.
    let hand = ink.map(|ink| ink.one_hand(seed, 3));
    let mut numbers: Vec<NumberRead> = Vec::new();
    for page in &layout.pages {
        let seed = seed * 10 + u64::from(page.page);
        let raster = blanks.filled(&truth, page.page, hand.as_ref().map(|ink| ink as &dyn Ink)).unwrap();
        let photo = photograph(&raster, layout, page.page, conditions, seed).unwrap();
        if let Some(folder) = std::env::var_os("SAKSI_KEEP") {
            fs::write(Path::new(&folder).join(format!("{seed}.jpg")), &photo.jpeg).unwrap();
        }
        let picture = reader::decode::decode(&photo.jpeg).unwrap();
        match read_page(&picture, std::slice::from_ref(layout), Net::shipped()) {
            Ok(read) => {
                score.page(seed, page, &photo, &picture, &read, &truth);
                numbers.extend(read.numbers);
            }
            Err(error) => score.refused(seed, &error),
        }
    }
    let numbers: Vec<&NumberRead> = numbers.iter().collect();
    let sheet = read_sheet(form, &numbers, &Slips::default(), &Priors::default(), &Policy::default());
    score.sheet(seed, &sheet, &truth);
    score.ablation = Ablation::of(form, &numbers, &truth);
    if std::env::var_os("SAKSI_TRY").is_some() {
        for accept in [999_000, 999_500, 999_800, 999_900] {
            for least_shown in [0, -700, -1_500, -2_500, -4_000, -20_000] {
                let policy = Policy { accept, least_shown, ..Policy::default() };
                let sheet = read_sheet(form, &numbers, &Slips::default(), &Priors::default(), &policy);
                score.tried(&format!("accept {accept}, shown {least_shown}"), &sheet, &truth);
            }
        }
    }
    score
}
