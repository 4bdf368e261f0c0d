//! What wrong tries to come in cost: a wait that grows. Nobody is locked out for good, and nobody waits for what others try in their
//! name where they have been let in before: with a session, or at an address where they logged in rightly.

use std::collections::HashMap;
use std::net::IpAddr;

use crate::people::PersonError;
use crate::rates::customer;

/// Attempts that were not right, by account and address, by address, by account, and by session. Each wrong one doubles the wait,
/// up to a minute and a half.
#[derive(Debug, Default)]
pub struct Attempts {
    wrong: HashMap<Key, (u32, i64)>,
    /// Addresses at which an account was let in, the latest last.
    known: HashMap<String, Vec<IpAddr>>,
}

/// Who tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trying {
    /// Whoever is at this address.
    At(IpAddr),
    /// Who has a session of the account: whatever others try, they don't wait for it.
    InSession,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Both(String, IpAddr),
    Address(IpAddr),
    Account(String),
    Session(String),
}

impl Key {
    /// Attempts that cost no wait: of an account at an address or in its sessions; of an address, behind which a whole office may
    /// sit; of an account from everywhere where it is not known.
    fn free(&self) -> u32 {
        match self {
            Key::Both(..) | Key::Session(_) => 3,
            Key::Address(_) => 30,
            Key::Account(_) => 100,
        }
    }
}

/// The longest wait.
const LONGEST_WAIT_MS: i64 = 90_000;
/// After this long nothing is held against anybody.
const FORGET_MS: i64 = 60 * 60 * 1_000;
/// Names and addresses remembered at most; beyond, those whose wait is over are forgotten.
const REMEMBERED: usize = 100_000;
/// Addresses remembered of an account: an office, a home, a telephone, and some that change.
const KNOWN: usize = 8;

impl Attempts {
    fn keys(&self, name: &str, by: Trying) -> Vec<Key> {
        let address = match by {
            Trying::InSession => return vec![Key::Session(name.to_owned())],
            Trying::At(address) => customer(address),
        };
        let mut keys = vec![Key::Both(name.to_owned(), address), Key::Address(address)];
        if !self.known.get(name).is_some_and(|known| known.contains(&address)) {
            keys.push(Key::Account(name.to_owned()));
        }
        keys
    }

    /// Whether a try is allowed now; one that is counts as wrong until [`Attempts::right`] says otherwise.
    pub fn attempt(&mut self, name: &str, by: Trying, now_ms: i64) -> Result<(), PersonError> {
        let keys = self.keys(name, by);
        let wait = |key: &Key| {
            let (count, last) = self.wrong.get(key)?;
            let over = count.checked_sub(key.free())?.min(20);
            let wait = (1_000_i64 << over).min(LONGEST_WAIT_MS);
            Some(last + wait - now_ms).filter(|left| *left > 0)
        };
        if let Some(left) = keys.iter().filter_map(wait).max() {
            return Err(PersonError::NotYet((left + 999) / 1_000));
        }
        if self.wrong.len() >= REMEMBERED {
            self.wrong.retain(|_, (_, last)| *last + LONGEST_WAIT_MS > now_ms);
        }
        for key in keys {
            let slot = self.wrong.entry(key).or_insert((0, now_ms));
            let count = if slot.1 + FORGET_MS < now_ms { 0 } else { slot.0 };
            *slot = (count.saturating_add(1), now_ms);
        }
        Ok(())
    }

    /// It was right: it does not count, nothing more is held against the account there, and it is known there.
    pub fn right(&mut self, name: &str, by: Trying) {
        self.not_wrong(name, by);
        match by {
            Trying::InSession => drop(self.wrong.remove(&Key::Session(name.to_owned()))),
            Trying::At(address) => {
                let address = customer(address);
                self.wrong.remove(&Key::Both(name.to_owned(), address));
                let known = self.known.entry(name.to_owned()).or_default();
                known.retain(|other| *other != address);
                known.push(address);
                let over = known.len().saturating_sub(KNOWN);
                known.drain(..over);
            }
        }
    }

    /// It was neither right nor wrong: something was missing. It does not count, and what was wrong before still does.
    pub fn not_wrong(&mut self, name: &str, by: Trying) {
        for key in self.keys(name, by) {
            if let Some((count, _)) = self.wrong.get_mut(&key) {
                *count = count.saturating_sub(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HERE: Trying = Trying::At(IpAddr::V4(Ipv4Addr::LOCALHOST));
    const THERE: Trying = Trying::At(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)));

    #[test]
    fn wrong_passwords_cost_a_growing_wait_and_never_lock_anybody_out() {
        let mut attempts = Attempts::default();
        for _ in 0..3 {
            attempts.attempt("siti", HERE, 0).unwrap();
        }
        assert_eq!(attempts.attempt("siti", HERE, 0), Err(PersonError::NotYet(1)));
        // Others here, and she elsewhere, don't wait for that.
        attempts.attempt("budi", HERE, 0).unwrap();
        attempts.attempt("siti", THERE, 0).unwrap();
        attempts.attempt("siti", HERE, 1_000).unwrap();
        assert_eq!(attempts.attempt("siti", HERE, 1_000), Err(PersonError::NotYet(2)));
        attempts.right("siti", HERE);
        attempts.attempt("siti", HERE, 1_000).unwrap();
        // However often, the wait ends.
        let mut now = 2_000;
        for _ in 0..40 {
            let wait = match attempts.attempt("eve", THERE, now) {
                Ok(()) => 0,
                Err(PersonError::NotYet(seconds)) => seconds,
                Err(other) => unreachable!("{other}"),
            };
            assert!(wait <= LONGEST_WAIT_MS / 1_000);
            now += wait * 1_000;
        }
    }

    /// Somebody tries in siti's name from 150 addresses.
    fn tried_by_others(attempts: &mut Attempts) {
        for last in 0..150 {
            let _ = attempts.attempt("siti", Trying::At(IpAddr::V4(Ipv4Addr::new(203, 0, 113, last))), 0);
        }
    }

    #[test]
    fn what_others_try_in_somebody_s_name_holds_up_only_where_they_have_never_been() {
        let mut attempts = Attempts::default();
        attempts.attempt("siti", HERE, 0).unwrap();
        attempts.right("siti", HERE);
        tried_by_others(&mut attempts);
        assert!(matches!(attempts.attempt("siti", THERE, 0), Err(PersonError::NotYet(_))));
        attempts.attempt("siti", HERE, 0).unwrap();
        attempts.attempt("siti", Trying::InSession, 0).unwrap();
        // Her own wrong ones there are limited as everybody's are.
        for _ in 0..2 {
            attempts.attempt("siti", HERE, 0).unwrap();
            attempts.attempt("siti", Trying::InSession, 0).unwrap();
        }
        assert_eq!(attempts.attempt("siti", HERE, 0), Err(PersonError::NotYet(1)));
        assert_eq!(attempts.attempt("siti", Trying::InSession, 0), Err(PersonError::NotYet(1)));
    }

    #[test]
    fn what_was_neither_right_nor_wrong_forgives_nothing() {
        let mut attempts = Attempts::default();
        for _ in 0..3 {
            attempts.attempt("siti", HERE, 0).unwrap();
            attempts.not_wrong("siti", HERE);
        }
        for _ in 0..2 {
            attempts.attempt("siti", HERE, 0).unwrap();
        }
        attempts.attempt("siti", HERE, 0).unwrap();
        attempts.not_wrong("siti", HERE);
        attempts.attempt("siti", HERE, 0).unwrap();
        assert_eq!(attempts.attempt("siti", HERE, 0), Err(PersonError::NotYet(1)));
    }

    #[test]
    fn an_account_is_known_at_its_latest_addresses_alone() {
        let mut attempts = Attempts::default();
        let at = |last: u8| Trying::At(IpAddr::V4(Ipv4Addr::new(10, 0, 0, last)));
        for last in 0..=8 {
            attempts.attempt("siti", at(last), 0).unwrap();
            attempts.right("siti", at(last));
        }
        tried_by_others(&mut attempts);
        assert!(attempts.attempt("siti", at(0), 0).is_err());
        attempts.attempt("siti", at(1), 0).unwrap();
        // Of IPv6 it is the network that one customer has.
        let six = |text: &str| Trying::At(text.parse().unwrap());
        attempts.right("siti", six("2001:db8::1"));
        attempts.attempt("siti", six("2001:db8::ffff:2"), 0).unwrap();
    }
}
