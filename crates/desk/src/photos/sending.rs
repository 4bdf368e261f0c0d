//! Who sends bytes of photos just now: so many lines at once, and of them so many from one address. Each takes memory and a file, so there
//! is a bound; and who sends a byte a minute keeps no other address out.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::rates::customer;

/// Lines that send at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Altogether.
    pub all: usize,
    /// From one address, where a whole town's phones may be.
    pub each: usize,
}

/// The lines there are, by the address they come from.
#[derive(Debug)]
pub struct Senders {
    most: Lines,
    now: Mutex<HashMap<IpAddr, usize>>,
}

/// A line that sends; over when it is dropped.
#[derive(Debug)]
pub struct Sending {
    senders: Arc<Senders>,
    from: IpAddr,
}

impl Senders {
    /// Nobody sends yet.
    pub fn new(most: Lines) -> Arc<Senders> {
        Arc::new(Senders { most, now: Mutex::default() })
    }

    fn now(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more; none where there is no room for it.
    pub fn begin(self: &Arc<Senders>, from: IpAddr) -> Option<Sending> {
        let from = customer(from);
        let mut now = self.now();
        let here = now.get(&from).copied().unwrap_or(0);
        if here >= self.most.each || now.values().sum::<usize>() >= self.most.all {
            return None;
        }
        now.insert(from, here + 1);
        Some(Sending { senders: Arc::clone(self), from })
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        let mut now = self.senders.now();
        match now.get_mut(&self.from) {
            Some(more) if *more > 1 => *more -= 1,
            Some(_) | None => drop(now.remove(&self.from)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded_altogether_and_for_each_address() {
        let [town, other, third]: [IpAddr; 3] =
            ["10.0.0.1", "10.0.0.2", "2001:db8::1"].map(|one| one.parse().unwrap());
        let senders = Senders::new(Lines { all: 3, each: 2 });
        let first = senders.begin(town).unwrap();
        let second = senders.begin(town).unwrap();
        assert!(senders.begin(town).is_none());
        let elsewhere = senders.begin(other).unwrap();
        assert!(senders.begin(third).is_none());
        drop(first);
        let again = senders.begin(town).unwrap();
        assert!(senders.begin(other).is_none());
        drop((second, again, elsewhere));
        assert!(senders.now().is_empty());
    }
}
