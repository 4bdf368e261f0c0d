//! How what was seen is judged: data of the election, so that one can be stricter without another program.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::number::Slips;
use super::sheet::Policy;
use crate::joint::{LEAST, Priors};

/// Every number by which what a sheet shows becomes figures and questions. A profile's file `reader.toml` says it; what it
/// leaves out is as here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Judgement {
    /// How often officers and eyes slip.
    pub slips: Slips,
    /// How likely a paper is to be wrong.
    pub priors: Priors,
    /// When a number is taken as read.
    pub policy: Policy,
}

/// Why a `reader.toml` is refused.
#[derive(Debug, thiserror::Error)]
pub enum JudgementError {
    /// Not TOML of this shape.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A number that makes no sense there.
    #[error("`{key}` is {value}: it must be from {least} to {most}")]
    Beyond {
        /// Table and key.
        key: &'static str,
        /// What it says.
        value: i64,
        /// The least it may say.
        least: i64,
        /// The most.
        most: i64,
    },
}

/// A log in thousandths of a chance: from as little as is told apart to one in e.
const CHANCE: (i64, i64) = (LEAST as i64, -1_000);

/// Parts per million of a whole.
const WHOLE: i64 = 1_000_000;

impl Judgement {
    /// Where it stands in a profile.
    pub const FILE: &'static str = "reader.toml";

    /// Reads a file's text.
    ///
    /// # Errors
    /// When a key is unknown or a number makes no sense: the error names it, and what it may be.
    pub fn parse(text: &str) -> Result<Judgement, JudgementError> {
        let judgement: Judgement = toml::from_str(text)?;
        judgement.check()?;
        Ok(judgement)
    }

    /// Of a profile's files; of one without the file what is usual.
    ///
    /// # Errors
    /// As [`Judgement::parse`].
    pub fn of_profile(files: &BTreeMap<String, String>) -> Result<Judgement, JudgementError> {
        files.get(Judgement::FILE).map_or_else(|| Ok(Judgement::default()), |text| Judgement::parse(text))
    }

    fn check(&self) -> Result<(), JudgementError> {
        // Without a field left out: a new one must say here what makes sense.
        let Judgement { slips, priors, policy } = *self;
        let Slips { bubble, rows, row_sum, words, box_floor } = slips;
        let Priors { one_wrong, two_wrong, nothing_fits } = priors;
        let Policy { accept, ask_one, most_wrong, least_shown, loose: _ } = policy;
        let all: [(&str, i64, (i64, i64)); 12] = [
            ("slips.bubble", bubble.into(), CHANCE),
            ("slips.rows", rows.into(), CHANCE),
            ("slips.row-sum", row_sum.into(), CHANCE),
            ("slips.words", words.into(), CHANCE),
            ("slips.box-floor", box_floor.into(), CHANCE),
            ("priors.one-wrong", one_wrong, CHANCE),
            ("priors.two-wrong", two_wrong, CHANCE),
            ("priors.nothing-fits", nothing_fits, CHANCE),
            // A number that is as likely another is never taken; at a million every one is asked about.
            ("policy.accept", accept.into(), (WHOLE / 2, WHOLE)),
            ("policy.ask-one", ask_one.into(), (0, accept.into())),
            // Nor is one of a paper that is as likely wrong.
            ("policy.most-wrong", most_wrong.into(), (0, WHOLE / 2)),
            ("policy.least-shown", least_shown.into(), (LEAST.into(), 0)),
        ];
        let beyond = all.into_iter().find(|(_, value, (least, most))| value < least || value > most);
        match beyond {
            Some((key, value, (least, most))) => Err(JudgementError::Beyond { key, value, least, most }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::sheet::Accept;

    #[test]
    fn what_a_file_leaves_out_is_as_usual() {
        assert_eq!(Judgement::parse("").unwrap(), Judgement::default());
        assert_eq!(Judgement::of_profile(&BTreeMap::new()).unwrap(), Judgement::default());
        let stricter = Judgement::parse("[policy]\naccept = 999_900\nloose = \"ask-two\"\n").unwrap();
        let policy = Policy { accept: 999_900, loose: Accept::AskTwo, ..Policy::default() };
        assert_eq!(stricter, Judgement { policy, ..Judgement::default() });
    }

    #[test]
    fn the_profile_of_2024_says_what_is_usual_and_leaves_nothing_out() {
        let text = include_str!("../../../../profiles/id-2024/reader.toml");
        assert_eq!(Judgement::parse(text).unwrap(), Judgement::default());
        let table: toml::Table = text.parse().unwrap();
        let keys = |part: &str| table[part].as_table().unwrap().len();
        assert_eq!((keys("slips"), keys("priors"), keys("policy")), (5, 3, 5));
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        let said = |text: &str| Judgement::parse(text).unwrap_err().to_string();
        let beyond = [
            ("[slips]\nbubble = 0", "`slips.bubble` is 0: it must be from -25000 to -1000"),
            ("[slips]\nwords = -30_000", "`slips.words` is -30000: it must be from -25000 to -1000"),
            ("[priors]\none-wrong = 6", "`priors.one-wrong` is 6: it must be from -25000 to -1000"),
            ("[policy]\naccept = 999", "`policy.accept` is 999: it must be from 500000 to 1000000"),
            ("[policy]\naccept = 1_000_001", "`policy.accept` is 1000001: it must be from 500000 to 1000000"),
            (
                "[policy]\naccept = 950_000\nask-one = 960_000",
                "`policy.ask-one` is 960000: it must be from 0 to 950000",
            ),
            ("[policy]\nmost-wrong = 600_000", "`policy.most-wrong` is 600000: it must be from 0 to 500000"),
            ("[policy]\nleast-shown = 1", "`policy.least-shown` is 1: it must be from -25000 to 0"),
        ];
        for (text, wanted) in beyond {
            assert_eq!(said(text), wanted);
        }
        let refused = [
            ("[policy]\nacept = 999_000", "acept"),
            ("[polices]", "polices"),
            ("[policy]\nloose = \"maybe\"", "maybe"),
            ("[policy]\naccept = -1", "accept"),
            ("[policy]\naccept = 0.999", "accept"),
        ];
        for (text, named) in refused {
            assert!(said(text).contains(named), "{text}: {}", said(text));
        }
    }
}
