//! Whose a sheet is for a while.

use std::collections::HashMap;

use crate::entry::Person;
use crate::sheets::{SheetId, Whose};

/// Who works on what just now. A lease is no record: it ends by itself, and is lost when the desk restarts.
#[derive(Debug, Default)]
pub struct Leases {
    held: HashMap<SheetId, Lease>,
}

#[derive(Debug)]
struct Lease {
    person: Person,
    until: i64,
    whose: Whose,
}

/// How long a sheet is a person's since they last touched it: half an hour.
pub const LEASE_MS: i64 = 30 * 60 * 1_000;
/// Sheets that one person has at once, at most.
pub const MOST_EACH: usize = 4;
/// Leases remembered before those that have ended are forgotten.
const REMEMBERED: usize = 10_000;

impl Leases {
    /// Takes a sheet, or keeps it for longer; `false` where another person has it.
    pub fn take(&mut self, sheet: SheetId, person: Person, whose: Whose, now_ms: i64) -> bool {
        if self.taken(sheet, person, now_ms) {
            return false;
        }
        if self.held.len() >= REMEMBERED {
            self.held.retain(|_, lease| lease.until > now_ms);
        }
        let own = self.held.iter().filter(|(held, lease)| lease.person == person && **held != sheet);
        let mut own: Vec<(i64, SheetId)> = own.map(|(held, lease)| (lease.until, *held)).collect();
        own.sort_unstable();
        // Who takes one more gives back what they touched longest ago: nobody hoards.
        for (_, oldest) in own.iter().rev().skip(MOST_EACH - 1) {
            self.held.remove(oldest);
        }
        self.held.insert(sheet, Lease { person, until: now_ms + LEASE_MS, whose });
        true
    }

    /// Whether somebody else has a sheet.
    pub fn taken(&self, sheet: SheetId, person: Person, now_ms: i64) -> bool {
        self.held.get(&sheet).is_some_and(|lease| lease.person != person && lease.until > now_ms)
    }

    /// Keeps a sheet that a person has for longer, and says whose it is; `None` where they don't have it.
    pub fn keep(&mut self, sheet: SheetId, person: Person, now_ms: i64) -> Option<Whose> {
        let lease =
            self.held.get_mut(&sheet).filter(|lease| lease.person == person && lease.until > now_ms)?;
        lease.until = now_ms + LEASE_MS;
        Some(lease.whose.clone())
    }

    /// Gives a sheet back.
    pub fn give_back(&mut self, sheet: SheetId, person: Person) {
        if self.held.get(&sheet).is_some_and(|lease| lease.person == person) {
            self.held.remove(&sheet);
        }
    }

    /// Gives back all that a person has.
    pub fn give_all_back(&mut self, person: Person) {
        self.held.retain(|_, lease| lease.person != person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_keeps_others_off_until_it_ends() {
        let mut leases = Leases::default();
        let whose = || Whose { contest: "ppwp".to_owned(), station: "8271021022008".to_owned() };
        let (sheet, one, other) = (SheetId(1), Person(1), Person(2));
        assert!(leases.take(sheet, one, whose(), 0));
        assert!(!leases.take(sheet, other, whose(), LEASE_MS - 1));
        // Whoever works on keeps it.
        assert_eq!(leases.keep(sheet, one, LEASE_MS - 1), Some(whose()));
        assert!(!leases.take(sheet, other, whose(), LEASE_MS));
        assert!(leases.take(sheet, other, whose(), 2 * LEASE_MS));
        assert_eq!(leases.keep(sheet, one, 2 * LEASE_MS), None);
        leases.give_back(sheet, one);
        assert!(leases.taken(sheet, one, 2 * LEASE_MS));
        leases.give_back(sheet, other);
        assert!(leases.take(sheet, one, whose(), 2 * LEASE_MS));
    }
}
