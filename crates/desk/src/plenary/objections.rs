//! Objections (keberatan): who disputes what, by when it is answered, and what came of it.
//!
//! Both are statements; of their texts the ledger has hashes alone ([`crate::said`]).

use election::Election;
use serde::Deserialize;
use statement::ObjectionKind;

/// By when what is disputed is answered: a row of the profile.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Clock {
    /// Its word.
    pub id: String,
    /// Of what kind.
    pub kinds: Vec<ObjectionKind>,
    /// About places of which levels; none named: of any.
    #[serde(default)]
    pub levels: Vec<String>,
    /// When that is.
    #[serde(flatten)]
    pub due: Due,
    /// The law that says so.
    pub legal: String,
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Due {
    /// Before something happens.
    Until {
        /// What, in one word.
        until: String,
    },
    /// Within so many days after it was stated.
    Days {
        /// How many.
        days: u16,
        /// Whether Saturdays and Sundays are left out. Holidays are not known here: they make it later, never earlier.
        #[serde(default)]
        working: bool,
    },
}

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

impl Due {
    /// The end of the last day, milliseconds since 1970, of what was stated at a moment in a time zone so many minutes east;
    /// none: it ends with something that happens.
    pub fn at(&self, stated_ms: i64, offset_minutes: i32) -> Option<i64> {
        let Due::Days { days, working } = self else { return None };
        let offset = i64::from(offset_minutes) * 60_000;
        let mut day = stated_ms.saturating_add(offset).div_euclid(DAY_MS);
        let mut left = *days;
        while left > 0 {
            day += 1;
            // The first day of 1970 was a Thursday.
            let weekend = matches!((day + 4).rem_euclid(7), 0 | 6);
            if !(*working && weekend) {
                left -= 1;
            }
        }
        Some((day + 1).saturating_mul(DAY_MS).saturating_sub(offset).saturating_sub(1))
    }
}

/// The clock of an objection about a place.
pub fn clock<'a>(
    clocks: &'a [Clock],
    election: &Election,
    kind: ObjectionKind,
    place: &str,
) -> Option<&'a Clock> {
    let level = match election.places.find_station(place) {
        Some(_) => election.profile.station_level(),
        None => election.places.region(election.places.find_region(place)?).level,
    };
    let level = election.profile.levels.get(usize::from(level))?.id.as_str();
    clocks.iter().find(|clock| {
        clock.kinds.contains(&kind)
            && (clock.levels.is_empty() || clock.levels.iter().any(|one| one == level))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_leave_out_saturdays_and_sundays_of_the_place() {
        let seven = Due::Days { days: 7, working: true };
        // Friday 16 February 2024, 20:00 in Jakarta: the seventh working day is Tuesday the 27th, to its end.
        let stated = 1_708_088_400_000;
        assert_eq!(seven.at(stated, 420), Some(1_709_053_199_999));
        let plain = Due::Days { days: 3, working: false };
        assert_eq!(plain.at(stated, 420), Some(1_708_361_999_999));
        assert_eq!(Due::Until { until: "closing".to_owned() }.at(stated, 420), None);
    }
}
