//! What must add up on a sheet, and figures that do.

use std::collections::BTreeMap;

use election::{Check, FieldIx, Form};

use crate::dice::Dice;

/// Numbers that add up to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Fields added.
    pub parts: Vec<String>,
    /// The field they come to.
    pub total: String,
}

impl Sum {
    /// `parts` come to `total`.
    pub fn new(parts: &[&str], total: &str) -> Sum {
        Sum { parts: parts.iter().map(|part| (*part).to_owned()).collect(), total: total.to_owned() }
    }

    /// Whether it holds for the figures that `value` gives.
    pub fn holds(&self, value: impl Fn(&str) -> u32) -> bool {
        self.parts.iter().map(|part| u64::from(value(part))).sum::<u64>() == u64::from(value(&self.total))
    }

    /// Whether a field is in it.
    pub fn names(&self, field: &str) -> bool {
        self.total == field || self.parts.iter().any(|part| part == field)
    }
}

/// The sums of the sheet for president and vice-president with three pairs: the equations of `checks.toml` in its order.
pub fn ppwp_sums() -> Vec<Sum> {
    let line = |name: &str| {
        let [male, female, total] = ["male", "female", "total"].map(|part| format!("voters.{name}.{part}"));
        Sum { parts: vec![male, female], total }
    };
    let mut sums: Vec<Sum> = ["roll", "used-roll", "used-moved", "used-unlisted", "used"].map(line).to_vec();
    for sex in ["total", "male", "female"] {
        let [roll, moved, unlisted, used] =
            ["used-roll", "used-moved", "used-unlisted", "used"].map(|name| format!("voters.{name}.{sex}"));
        sums.push(Sum { parts: vec![roll, moved, unlisted], total: used });
    }
    sums.push(line("disabled"));
    sums.extend([
        Sum::new(&["votes.1", "votes.2", "votes.3"], "valid"),
        Sum::new(&["valid", "invalid"], "cast"),
        Sum::new(&["voters.used.total"], "cast"),
        Sum::new(&["ballots.used", "ballots.spoiled", "ballots.unused"], "ballots.received"),
        Sum::new(&["voters.used.total"], "ballots.used"),
        Sum::new(&["cast"], "ballots.used"),
    ]);
    sums
}

/// What must add up on a form: its hard checks that are sums, each as parts that come to a total. A check whose sides are both
/// more than one number is left out: nobody adds it up.
pub fn sums(form: &Form) -> Vec<Sum> {
    let name = |at: &FieldIx| form.fields.get(usize::from(at.0)).map(|field| field.name.to_string());
    let sum = |check: &Check| {
        let (terms, _) = check.identity().filter(|(_, constant)| *constant == 0)?;
        let of = |sign: i64| {
            let side = terms.iter().filter(|(times, _)| *times == sign).map(|(_, at)| name(at));
            side.collect::<Option<Vec<String>>>()
        };
        let (plus, minus) = (of(1)?, of(-1)?);
        if plus.len() + minus.len() != terms.len() {
            return None;
        }
        match (plus.as_slice(), minus.as_slice()) {
            (_, [total]) => Some(Sum { parts: plus.clone(), total: total.clone() }),
            ([total], _) => Some(Sum { parts: minus.clone(), total: total.clone() }),
            _ => None,
        }
    };
    form.checks.iter().filter(|check| check.hard).filter_map(|check| sum(check)).collect()
}

/// Figures of one station's sheet of any form with the voters and ballots of the sheet for president: every sum of the form
/// holds. A few parties have most votes, and in each a few candidates.
pub fn figures(form: &Form, seed: u64) -> BTreeMap<String, u32> {
    let mut figures = ppwp_figures(seed);
    figures.retain(|name, _| !name.starts_with("votes."));
    let valid = figures.get("valid").copied().unwrap_or(0);
    let mut dice = Dice::new(seed, "paper/votes");
    for (option, votes) in form.options.iter().zip(shared(valid, form.options.len(), &mut dice)) {
        let name = format!("votes.{}", option.key);
        if option.list_field.is_some() {
            let list = std::iter::once("list").chain(option.candidates.iter().map(|one| one.key.as_str()));
            for (key, part) in list.zip(shared(votes, option.candidates.len() + 1, &mut dice)) {
                figures.insert(format!("{name}.{key}"), part);
            }
        }
        figures.insert(name, votes);
    }
    figures
}

/// Mostly below `most`, small ones more often; ten and more in the first share of a thousand, a hundred and more in the second.
fn few(dice: &mut Dice, most: u32, [tens, hundreds]: [u32; 2]) -> u32 {
    let throw = dice.below(1_000);
    if throw < hundreds {
        dice.between(100, 250)
    } else if throw < hundreds + tens {
        // Falling: ten is likelier than ninety.
        let far = dice.below(90);
        10 + far.min(dice.below(90)).min(dice.below(90))
    } else {
        dice.below(most).min(dice.below(most))
    }
}

/// A number in so many parts, some of them large.
fn shared(whole: u32, parts: usize, dice: &mut Dice) -> Vec<u32> {
    let weights: Vec<u32> = (0..parts).map(|_| dice.between(1, 30).pow(2)).collect();
    let mut left = (whole, weights.iter().sum::<u32>());
    let mut shares = Vec::new();
    for weight in weights {
        // What is left, in proportion to the weights left: nothing is lost to rounding.
        let share = left.0 * weight / left.1.max(1);
        shares.push(share);
        left = (left.0 - share, left.1 - weight);
    }
    shares
}

/// Figures of one station's sheet for president and vice-president: every sum and every bound of the form holds.
///
/// Sizes are those of February 2024 (220,257 stations whose published sums all hold): most have 180 to 299 on the roll, one in
/// a hundred fewer than 100, two in a thousand more than 320; four in a hundred have ten voters or more from elsewhere, one in a
/// thousand a hundred or more; seven in a hundred have ten votes or more that are invalid. About 82 in 100 vote.
pub fn ppwp_figures(seed: u64) -> BTreeMap<String, u32> {
    ppwp(&mut Dice::new(seed, "paper/figures"), false)
}

/// Figures of a station unlike all others, as a prison, a barracks or a campus may be: 321 to 560 on the roll, a hundred and more
/// voters from elsewhere, tens of disabled voters, spoiled ballots and invalid votes. Every sum and every bound holds.
pub fn ppwp_figures_unlike_others(seed: u64) -> BTreeMap<String, u32> {
    ppwp(&mut Dice::new(seed, "paper/unlike"), true)
}

fn ppwp(dice: &mut Dice, unlike: bool) -> BTreeMap<String, u32> {
    let few = |dice: &mut Dice, most, more: [u32; 2]| {
        if unlike { dice.between(10, 90) } else { few(dice, most, more) }
    };
    let mut figures = BTreeMap::new();
    let throw = dice.below(1_000);
    let roll = match if unlike { 999 } else { throw } {
        0..=7 => dice.between(12, 99),
        8..=117 => dice.between(100, 179),
        118..=997 => dice.between(180, 299),
        _ => dice.between(321, 560),
    };
    let roll_male = roll * dice.between(470, 525) / 1_000;
    let received = roll + (roll * 2).div_ceil(100);
    let moved = if unlike { dice.between(100, 250) } else { few(dice, 6, [41, 1]) };
    let unlisted = few(dice, 9, [66, 1]);
    // Who comes from elsewhere votes as long as there are ballots.
    let (moved, unlisted) = (moved.min(received / 2), unlisted.min(received / 4));
    let from_roll = (roll * (670 + dice.around(300)) / 1_000).min(received - moved - unlisted).min(roll);
    let male = (from_roll * roll_male / roll).saturating_sub(dice.below(4));
    let male = male.clamp(from_roll.saturating_sub(roll - roll_male), roll_male.min(from_roll));
    let (moved_male, unlisted_male) = (dice.between(0, moved), dice.between(0, unlisted));
    let disabled = few(dice, 4, [30, 0]).min(from_roll / 4);
    let used = from_roll + moved + unlisted;
    let used_male = male + moved_male + unlisted_male;
    let disabled_male = dice.between(disabled.saturating_sub(used - used_male), disabled.min(used_male));
    for (line, male, total) in [
        ("roll", roll_male, roll),
        ("used-roll", male, from_roll),
        ("used-moved", moved_male, moved),
        ("used-unlisted", unlisted_male, unlisted),
        ("used", used_male, used),
        ("disabled", disabled_male, disabled),
    ] {
        for (sex, figure) in [("male", male), ("female", total - male), ("total", total)] {
            figures.insert(format!("voters.{line}.{sex}"), figure);
        }
    }
    let spoiled = few(dice, 3, [20, 0]).min(received - used);
    let invalid = if unlike || dice.chance(71_000) {
        dice.between(10, 40).min(used)
    } else {
        used * dice.below(40) / 1_000
    };
    let valid = used - invalid;
    let first = valid * dice.between(60, 700) / 1_000;
    let second = (valid - first) * dice.between(50, 950) / 1_000;
    for (field, figure) in [
        ("ballots.received", received),
        ("ballots.used", used),
        ("ballots.spoiled", spoiled),
        ("ballots.unused", received - used - spoiled),
        ("votes.1", first),
        ("votes.2", second),
        ("votes.3", valid - first - second),
        ("valid", valid),
        ("invalid", invalid),
        ("cast", used),
    ] {
        figures.insert(field.to_owned(), figure);
    }
    figures
}
