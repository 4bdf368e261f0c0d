//! How often somebody may ask. Who it is, is a hash of the address under a key that is made when the process starts and written
//! nowhere: an address can't be told from what is remembered, not even by who has the whole memory of yesterday.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::{ServicesError, Surroundings};

/// So many at once, and one more after each pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// At once after a quiet time.
    pub at_once: u32,
    /// Milliseconds until one more is allowed.
    pub every_ms: u32,
}

/// What each has left.
pub struct Turns {
    key: [u8; 32],
    rate: Rate,
    /// Until when what was used is paid back, by who it is.
    used_until: HashMap<[u8; 16], i64>,
}

/// Remembered before those that have all they may are forgotten.
const REMEMBERED: usize = 100_000;

impl Turns {
    /// Nobody has asked yet.
    pub fn new(rate: Rate, around: &dyn Surroundings) -> Result<Turns, ServicesError> {
        let mut key = [0; 32];
        around.fill(&mut key)?;
        Ok(Turns { key, rate, used_until: HashMap::new() })
    }

    /// One more; where it is one too many, after how many seconds there is room again.
    pub fn ask(&mut self, address: IpAddr, now_ms: i64) -> Result<(), i64> {
        if self.used_until.len() >= REMEMBERED {
            self.used_until.retain(|_, until| *until > now_ms);
        }
        // Still all there: a flood from everywhere. Whoever is new then waits with all others.
        let crowded = self.used_until.len() >= REMEMBERED;
        let hash = keyed(&self.key, customer(address).to_string().as_bytes());
        let mut who = [0; 16];
        who.iter_mut().zip(hash).for_each(|(own, byte)| *own = byte);
        if crowded {
            who = [0; 16];
        }
        let every = i64::from(self.rate.every_ms);
        let until = self.used_until.get(&who).copied().unwrap_or(now_ms).max(now_ms);
        let room = every.saturating_mul(i64::from(self.rate.at_once.saturating_sub(1)));
        let over = until.saturating_sub(now_ms).saturating_sub(room);
        if over > 0 {
            return Err(over.saturating_add(999) / 1_000);
        }
        self.used_until.insert(who, until.saturating_add(every));
        Ok(())
    }
}

/// Who an address stands for: of IPv6, the network that one customer has.
fn customer(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// HMAC-SHA256. Keys of any length are keys of it, so the other arm is never taken.
pub(crate) fn keyed(key: &[u8], bytes: &[u8]) -> [u8; 32] {
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac.chain_update(bytes).finalize().into_bytes().into(),
        Err(_) => [0; 32],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Machine;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn somebody_may_so_much_at_once_and_then_one_after_each_pause() {
        let mut turns = Turns::new(Rate { at_once: 3, every_ms: 2_000 }, &Machine).unwrap();
        for _ in 0..3 {
            turns.ask(ip("203.0.113.7"), 0).unwrap();
        }
        assert_eq!(turns.ask(ip("203.0.113.7"), 0), Err(2));
        turns.ask(ip("203.0.113.8"), 0).unwrap();
        assert_eq!(turns.ask(ip("203.0.113.7"), 1_999), Err(1));
        turns.ask(ip("203.0.113.7"), 2_000).unwrap();
        assert!(turns.ask(ip("203.0.113.7"), 2_000).is_err());
        turns.ask(ip("2001:db8::1"), 0).unwrap();
        turns.ask(ip("2001:db8::2"), 0).unwrap();
        turns.ask(ip("2001:db8::3"), 0).unwrap();
        assert!(turns.ask(ip("2001:db8::ffff:4"), 0).is_err());
    }

    #[test]
    fn no_address_is_remembered() {
        let mut turns = Turns::new(Rate { at_once: 3, every_ms: 2_000 }, &Machine).unwrap();
        turns.ask(ip("203.0.113.7"), 0).unwrap();
        let who = turns.used_until.keys().next().unwrap();
        assert!(!who.windows(4).any(|four| four == [203, 0, 113, 7]));
        let mut others = Turns::new(Rate { at_once: 3, every_ms: 2_000 }, &Machine).unwrap();
        others.ask(ip("203.0.113.7"), 0).unwrap();
        assert_ne!(others.used_until.keys().next().unwrap(), who, "the key is the process's own");
    }
}
