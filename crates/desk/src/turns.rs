//! How much one address may ask for where no account is: so many at once, and then so many a minute.

use std::collections::HashMap;
use std::net::IpAddr;

/// At once: behind one address a whole village's phones may be.
const AT_ONCE: i64 = 120;

/// Then one every so many milliseconds.
const EVERY_MS: i64 = 500;

/// Addresses remembered; beyond, those that have rested long enough are forgotten.
const REMEMBERED: usize = 100_000;

/// What each address has used up: the time at which it has everything again.
#[derive(Debug, Default)]
pub struct Turns(HashMap<IpAddr, i64>);

impl Turns {
    /// Takes a turn, or says in how many seconds there is one.
    pub fn take(&mut self, address: IpAddr, now_ms: i64) -> Result<(), i64> {
        if self.0.len() >= REMEMBERED {
            self.0.retain(|_, rested| *rested > now_ms);
        }
        let rested = self.0.entry(address).or_insert(now_ms);
        let next = (*rested).max(now_ms) + EVERY_MS;
        let over = next - now_ms - AT_ONCE * EVERY_MS;
        if over > 0 {
            return Err((over + 999) / 1_000);
        }
        *rested = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_many_turns_at_once_and_then_some_a_minute() {
        let (here, there) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([10, 0, 0, 1]));
        let mut turns = Turns::default();
        for _ in 0..AT_ONCE {
            turns.take(here, 0).unwrap();
        }
        assert_eq!(turns.take(here, 0), Err(1));
        turns.take(there, 0).unwrap();
        turns.take(here, EVERY_MS).unwrap();
        assert_eq!(turns.take(here, EVERY_MS), Err(1));
    }
}
