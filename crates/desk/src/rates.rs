//! How often an address may ask. Behind one address whole towns may sit with their telephones, so what it may is much; what is
//! more is put off, not refused.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

/// Requests of each address: so many a second, and so many more at once after a quiet time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// A second, over time.
    pub per_second: u32,
    /// At once.
    pub at_once: u32,
}

/// What each address has left. An address that has been quiet is forgotten.
#[derive(Debug)]
pub struct Rates {
    rate: Rate,
    /// Thousandths of requests left, and when.
    left: HashMap<IpAddr, (u64, i64)>,
}

/// Addresses remembered before those that have all they may are forgotten.
const REMEMBERED: usize = 10_000;

/// Who an address stands for: of IPv6, the network that one customer has.
pub fn customer(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

impl Rates {
    /// Nobody has asked yet.
    pub fn new(rate: Rate) -> Rates {
        Rates { rate, left: HashMap::new() }
    }

    fn left(&self, (left, at_ms): (u64, i64), now_ms: i64) -> u64 {
        let passed = u64::try_from(now_ms.saturating_sub(at_ms)).unwrap_or(0);
        let more = passed.saturating_mul(self.rate.per_second.into());
        left.saturating_add(more).min(u64::from(self.rate.at_once) * 1_000)
    }

    /// One more request; where it is one too many, after how many seconds there is room again.
    pub fn ask(&mut self, address: IpAddr, now_ms: i64) -> Result<(), i64> {
        let full = u64::from(self.rate.at_once) * 1_000;
        if self.left.len() >= REMEMBERED {
            let kept = self.left.iter().map(|(address, kept)| (*address, *kept));
            let kept = kept.filter(|(_, kept)| self.left(*kept, now_ms) < full).collect();
            self.left = kept;
        }
        let address = customer(address);
        let left = self.left.get(&address).map_or(full, |kept| self.left(*kept, now_ms));
        let (left, answer) = match left.checked_sub(1_000) {
            Some(left) => (left, Ok(())),
            None => (left, Err(1)),
        };
        self.left.insert(address, (left, now_ms));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn an_address_may_so_much_at_once_and_then_so_much_a_second() {
        let mut rates = Rates::new(Rate { per_second: 2, at_once: 3 });
        let there: IpAddr = "2001:db8::1".parse().unwrap();
        for _ in 0..3 {
            rates.ask(HERE, 0).unwrap();
        }
        assert_eq!(rates.ask(HERE, 0), Err(1));
        rates.ask(there, 0).unwrap();
        assert_eq!(rates.ask(HERE, 499), Err(1));
        rates.ask(HERE, 500).unwrap();
        assert_eq!(rates.ask(HERE, 500), Err(1));
        for _ in 0..3 {
            rates.ask(HERE, 1_000_000).unwrap();
        }
        assert_eq!(rates.ask(HERE, 1_000_000), Err(1));
    }

    #[test]
    fn a_customer_s_whole_network_is_one_address() {
        let mut rates = Rates::new(Rate { per_second: 1, at_once: 1 });
        rates.ask("2001:db8::1".parse().unwrap(), 0).unwrap();
        assert_eq!(rates.ask("2001:db8::ffff:2".parse().unwrap(), 0), Err(1));
        rates.ask("2001:db8:0:1::1".parse().unwrap(), 0).unwrap();
        rates.ask(HERE, 0).unwrap();
        assert_eq!(rates.ask("::ffff:127.0.0.1".parse().unwrap(), 0), Err(1));
    }
}
