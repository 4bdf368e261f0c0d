//! What comes from outside: the time and randomness.

use std::time::{SystemTime, UNIX_EPOCH};

use statement::Moment;

use crate::ServicesError;

/// The time and randomness.
pub trait Surroundings: Send + Sync {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> i64;

    /// Fills bytes with randomness that nobody can guess.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ServicesError>;
}

/// This machine's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Machine;

impl Surroundings for Machine {
    fn now_ms(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), ServicesError> {
        getrandom::fill(bytes).map_err(|error| ServicesError::Random(error.to_string()))
    }
}

/// Milliseconds since 1970 as RFC 3339 to the second, at an offset in minutes. Empty for a time that no calendar has.
pub fn moment(ms: i64, offset_minutes: i16) -> String {
    Moment::new(ms.div_euclid(1_000), offset_minutes).map_or_else(|_| String::new(), |at| at.to_string())
}
