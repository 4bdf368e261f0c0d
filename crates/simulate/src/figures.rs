//! What happened at a station: figures that add up, drawn around the real ones of 14 February 2024.

use election::{Cell, ContestIx, Figure, Form, StationIx, Unread};

use crate::dice::Dice;
use crate::error::SimulateError;
use crate::scene::Scene;

/// Mean of voters who used their right, per million on the roll.
const TURNOUT: u32 = 824_000;
/// Turnout of a station lies within this much of the mean.
const TURNOUT_SPREAD: u32 = 150_000;
/// Mean of invalid votes, per million cast.
const INVALID: u32 = 19_700;

/// The figures of one sheet, cell by cell.
#[derive(Clone, Debug)]
pub(crate) struct Figures<'f> {
    pub form: &'f Form,
    pub cells: Vec<Cell>,
}

impl<'f> Figures<'f> {
    /// No field has a figure, for this reason.
    pub(crate) fn blank(form: &'f Form, why: Unread) -> Figures<'f> {
        Figures { form, cells: form.blank(why).into_vec() }
    }

    /// The figure of a field; 0 where there is none.
    pub(crate) fn get(&self, name: &str) -> u32 {
        let cell = self.form.field(name).and_then(|field| self.cells.get(usize::from(field.0)));
        match cell {
            Some(Cell::Read(figure)) => figure.0,
            Some(Cell::Unread(_)) | None => 0,
        }
    }

    /// Writes a figure; a form without the field stays as it is.
    pub(crate) fn put(&mut self, name: &str, value: u32) {
        let cell = self.form.field(name).and_then(|field| self.cells.get_mut(usize::from(field.0)));
        if let Some(cell) = cell {
            *cell = Cell::Read(Figure(value));
        }
    }

    pub(crate) fn add(&mut self, name: &str, change: i64) {
        let value = i64::from(self.get(name)).saturating_add(change).max(0);
        self.put(name, u32::try_from(value).unwrap_or(u32::MAX));
    }

    /// Takes away the figures of a field or group.
    pub(crate) fn unread(mut self, name: &str, why: Unread) -> Figures<'f> {
        for field in self.form.fields_under(name) {
            if let Some(cell) = self.cells.get_mut(usize::from(field.0)) {
                *cell = Cell::Unread(why);
            }
        }
        self
    }
}

/// What is true of a station in a contest; equal voters in every contest.
pub(crate) fn truth<'e>(
    scene: &Scene<'e>,
    contest: ContestIx,
    station: StationIx,
) -> Result<Figures<'e>, SimulateError> {
    let form = scene.form(contest, station)?;
    let mut figures = Figures::blank(form, Unread::Empty);
    let code = scene.station_code(station);
    let used = voters(&mut figures, &mut Dice::new(scene.seed, &format!("voters/{code}")));
    let contest_id = scene.contest_id(contest);
    let mut dice = Dice::new(scene.seed, &format!("votes/{contest_id}/{code}"));
    let rate = dice.between(0, 2 * INVALID);
    let invalid = portion(used, rate, &mut dice);
    let valid = used - invalid;
    figures.put("invalid", invalid);
    figures.put("valid", valid);
    figures.put("cast", used);
    let district = scene.code(scene.district_of(station));
    let weights = weights(scene.seed, contest_id, district, form.options.len(), &mut dice);
    for (option, votes) in form.options.iter().zip(allot(valid, &weights, &mut dice)) {
        let key = format!("votes.{}", option.key);
        figures.put(&key, votes);
        if option.list_field.is_none() {
            continue;
        }
        // The list itself, then candidates in falling order with a favourite somewhere.
        let mut shares: Vec<u32> = std::iter::once(400)
            .chain((1..).take(option.candidates.len()).map(|place: u32| 900 / (place + 1)))
            .map(|share| share * dice.between(500, 1500) / 1000)
            .collect();
        let favourite = Dice::new(scene.seed, &format!("favourite/{district}/{}", option.key))
            .below(u32::try_from(shares.len()).unwrap_or(1));
        if let Some(share) = shares.get_mut(favourite as usize) {
            *share *= 3;
        }
        let parts = allot(votes, &shares, &mut dice);
        let names = std::iter::once(format!("{key}.list"))
            .chain(option.candidates.iter().map(|candidate| format!("{key}.{}", candidate.key)));
        for (name, part) in names.zip(parts) {
            figures.put(&name, part);
        }
    }
    Ok(figures)
}

/// Page 1: roll, voters, ballots. Returns how many voted.
fn voters(figures: &mut Figures<'_>, dice: &mut Dice) -> u32 {
    let roll = dice.between(180, 299);
    let roll_male = roll * dice.between(470, 525) / 1000;
    let turnout = TURNOUT - TURNOUT_SPREAD + dice.around(2 * TURNOUT_SPREAD);
    let used = portion(roll, turnout, dice);
    let moved = dice.below(6).min(dice.below(6));
    let unlisted = dice.below(9).min(dice.below(9));
    let from_roll = used.saturating_sub(moved + unlisted);
    // Women vote a little more often than men.
    let male = (from_roll * roll_male / roll).saturating_sub(dice.below(4));
    let male = male.clamp(from_roll.saturating_sub(roll - roll_male), roll_male.min(from_roll));
    let moved_male = dice.between(0, moved);
    let unlisted_male = dice.between(0, unlisted);
    let disabled = dice.below(4).min(dice.below(4));
    let disabled_male = dice.between(0, disabled);
    let lines = [
        ("roll", roll_male, roll),
        ("used-roll", male, from_roll),
        ("used-moved", moved_male, moved),
        ("used-unlisted", unlisted_male, unlisted),
        ("used", male + moved_male + unlisted_male, from_roll + moved + unlisted),
        ("disabled", disabled_male, disabled),
    ];
    for (line, male, total) in lines {
        figures.put(&format!("voters.{line}.male"), male);
        figures.put(&format!("voters.{line}.female"), total - male);
        figures.put(&format!("voters.{line}.total"), total);
    }
    let used = from_roll + moved + unlisted;
    let received = roll + (roll * 2).div_ceil(100);
    let spoiled = dice.below(3).min(dice.below(3)).min(received - used);
    figures.put("ballots.received", received);
    figures.put("ballots.used", used);
    figures.put("ballots.spoiled", spoiled);
    figures.put("ballots.unused", received - used - spoiled);
    used
}

/// How the options stand: what the seed says of the contest, bent by district and station. Real shares play no part.
fn weights(seed: u64, contest: &str, district: &str, options: usize, dice: &mut Dice) -> Vec<u32> {
    let mut base = Dice::new(seed, &format!("shares/{contest}"));
    let mut lean = Dice::new(seed, &format!("lean/{contest}/{district}"));
    (0..options)
        .map(|_| {
            let share = base.between(150, 1000);
            let share = if options > 6 { share * share / 1000 } else { share };
            (share * lean.between(700, 1300) / 1000 * dice.between(800, 1200) / 1000).max(1)
        })
        .collect()
}

/// `whole * ppm / 1,000,000`, rounded up or down by chance, so that the mean is kept.
fn portion(whole: u32, ppm: u32, dice: &mut Dice) -> u32 {
    let part = (u64::from(whole) * u64::from(ppm) + u64::from(dice.below(1_000_000))) / 1_000_000;
    u32::try_from(part).unwrap_or(whole).min(whole)
}

/// A number in whole parts by weight, what rounding leaves given by lot.
fn allot(whole: u32, weights: &[u32], dice: &mut Dice) -> Vec<u32> {
    let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum::<u64>().max(1);
    let share = |weight: &u32| u32::try_from(u64::from(whole) * u64::from(*weight) / sum).unwrap_or_default();
    let mut parts: Vec<u32> = weights.iter().map(share).collect();
    let left = whole - parts.iter().sum::<u32>();
    for _ in 0..left {
        let at = dice.below(u32::try_from(parts.len()).unwrap_or(1)) as usize;
        if let Some(part) = parts.get_mut(at) {
            *part += 1;
        }
    }
    parts
}
