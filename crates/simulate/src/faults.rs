//! Sums that don't add up, each as a slip of the pen that people make: one row a check.
//!
//! Six of the hard checks can fail alone. The others can't, and that follows from the checks themselves:
//! - men + women = total over four lines and the three sums down the columns say the same thing twice: the residuals of
//!   `used-roll-`, `used-moved-`, `used-unlisted-by-sex` and `used-total-by-list` add up to those of `used-male-by-list`,
//!   `used-female-by-list` and `used-by-sex`; so if one of the seven is off, another one is;
//! - `cast-by-voters` minus `ballots-by-voters` is `ballots-in-box`: of the three, two fail or none.
//!
//! There a row breaks two, which is the least; `also` names the other.

use crate::dice::Dice;
use crate::figures::Figures;

/// One way to break one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The check row that fails.
    pub check: &'static str,
    /// The one that can't help failing with it.
    pub also: Option<&'static str>,
    /// Fields and the sign of their change.
    edits: &'static [(&'static str, i64)],
    /// By how much, one of these.
    amounts: &'static [i64],
}

const SLIPS: &[i64] = &[1, 1, 2, 3, 9, 10];

const fn fault(
    check: &'static str,
    also: Option<&'static str>,
    edits: &'static [(&'static str, i64)],
) -> Fault {
    Fault { check, also, edits, amounts: SLIPS }
}

/// Every hard check of a station's form but those of single lists.
pub const HARD: &[Fault] = &[
    fault("roll-by-sex", None, &[("voters.roll.male", 1)]),
    fault("used-roll-by-sex", Some("used-male-by-list"), &[("voters.used-roll.male", -1)]),
    fault("used-moved-by-sex", Some("used-female-by-list"), &[("voters.used-moved.female", 1)]),
    fault("used-unlisted-by-sex", Some("used-male-by-list"), &[("voters.used-unlisted.male", 1)]),
    fault("used-by-sex", Some("used-female-by-list"), &[("voters.used.female", 1)]),
    fault("used-total-by-list", Some("used-roll-by-sex"), &[("voters.used-roll.total", -1)]),
    fault("used-male-by-list", Some("used-by-sex"), &[("voters.used.male", 1)]),
    fault("used-female-by-list", Some("used-roll-by-sex"), &[("voters.used-roll.female", -1)]),
    fault("used-roll-within-roll", None, &[]),
    fault("disabled-by-sex", None, &[("voters.disabled.total", 1)]),
    // The slip of 2024: a digit misread in the hundreds.
    Fault {
        check: "votes-are-valid",
        also: None,
        edits: &[("votes.1", 1), ("votes.1.list", 1)],
        amounts: &[1, 2, 10, 100, 500, 700],
    },
    fault("valid-and-invalid", None, &[("invalid", 1)]),
    fault("cast-by-voters", Some("ballots-in-box"), &[("cast", 1), ("invalid", 1)]),
    fault("ballots-accounted", None, &[("ballots.unused", 1)]),
    fault(
        "ballots-by-voters",
        Some("cast-by-voters"),
        &[
            ("voters.used-roll.male", -1),
            ("voters.used-roll.total", -1),
            ("voters.used.male", -1),
            ("voters.used.total", -1),
        ],
    ),
    fault("ballots-in-box", Some("ballots-by-voters"), &[("ballots.used", 1), ("ballots.received", 1)]),
];

/// Soft checks that fail while every hard check holds. The others follow from hard ones and can't.
pub const SOFT: &[Fault] = &[
    Fault {
        check: "roll-limit",
        also: Some("ballots-with-reserve"),
        edits: &[("voters.roll.male", 1), ("voters.roll.total", 1)],
        amounts: &[125, 150],
    },
    Fault {
        check: "ballots-with-reserve",
        also: None,
        edits: &[("ballots.received", 1), ("ballots.unused", 1)],
        amounts: &[1, 5, 10],
    },
    fault("used-roll-male-within-roll", None, &[]),
    fault("used-roll-female-within-roll", None, &[]),
];

/// The check of one party's list: votes of list and candidates = votes of the party.
pub const LIST: &str = "party-by-list";

impl Fault {
    pub(crate) fn apply(&self, figures: &mut Figures<'_>, dice: &mut Dice) {
        let amount = dice.pick(self.amounts).copied().unwrap_or(1);
        for (field, sign) in self.edits {
            if figures.form.field(field).is_some() {
                figures.add(field, sign * amount);
            }
        }
        match self.check {
            // The roll of another station, too short for those who came.
            "used-roll-within-roll" => {
                let roll =
                    figures.get("voters.used-roll.total").saturating_sub(u32::try_from(amount).unwrap_or(1));
                let female = figures.get("voters.roll.female").min(roll);
                figures.put("voters.roll.female", female);
                figures.put("voters.roll.male", roll - female);
                figures.put("voters.roll.total", roll);
            }
            "used-roll-male-within-roll" => move_voters(figures, "female", "male"),
            "used-roll-female-within-roll" => move_voters(figures, "male", "female"),
            _ => {}
        }
    }
}

/// Breaks the check of one party's list.
pub(crate) fn break_list(figures: &mut Figures<'_>, party: &str, dice: &mut Dice) {
    figures.add(&format!("votes.{party}.list"), dice.pick(SLIPS).copied().unwrap_or(1));
}

/// Counts so many voters under the other sex that these outnumber the roll.
fn move_voters(figures: &mut Figures<'_>, from: &str, to: &str) {
    let field = |line: &str, sex: &str| format!("voters.{line}.{sex}");
    let over =
        i64::from(figures.get(&field("roll", to))) - i64::from(figures.get(&field("used-roll", to))) + 1;
    for line in ["used-roll", "used"] {
        figures.add(&field(line, to), over);
        figures.add(&field(line, from), -over);
    }
}
