//! Which address a request comes from when proxies stand before the desk.
//!
//! A proxy writes the address of who asked at the end of `X-Forwarded-For`; whatever stands before that end was written by somebody
//! further out, and may be anything. So the header is read only where the connection itself comes from a proxy that whoever runs
//! the desk has named, from its end, and no further than the first address that is none of these proxies: nobody can choose what
//! stands there.

use std::net::IpAddr;
use std::str::FromStr;

/// Addresses that begin with the same bits: `10.0.0.0/8`, or one of them: `127.0.0.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

/// Why a text is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Not an address before the stroke.
    #[error("{0:?} is no address, such as 10.0.0.1 or 2001:db8::1")]
    Address(String),
    /// Not a number of bits, or more than the address has.
    #[error("{0:?} is no number of bits: from 0 to {1}")]
    Bits(String, u32),
}

/// Proxies before the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<Network>);

/// An address as a number on its left side, and how many bits it has.
fn number(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Network, NetworkError> {
        let (start, bits) = text.split_once('/').map_or((text, None), |(start, bits)| (start, Some(bits)));
        let address: IpAddr = start.parse().map_err(|_| NetworkError::Address(start.to_owned()))?;
        let address = address.to_canonical();
        let (_, all) = number(address);
        let Some(bits) = bits else { return Ok(Network { address, bits: all }) };
        let known = bits.parse().ok().filter(|bits| *bits <= all);
        let bits = known.ok_or_else(|| NetworkError::Bits(bits.to_owned(), all))?;
        Ok(Network { address, bits })
    }
}

impl Network {
    /// Whether an address is one of it; one of IPv4 is the same however it is written.
    pub fn holds(&self, address: IpAddr) -> bool {
        let ((own, all), (other, others)) = (number(self.address), number(address.to_canonical()));
        let differ = (own ^ other).leading_zeros();
        all == others && differ >= self.bits
    }
}

impl Proxies {
    /// Proxies at these addresses.
    pub fn new(networks: Vec<Network>) -> Proxies {
        Proxies(networks)
    }

    fn hold(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// Who asks: the peer, or, where that is a proxy, the last address of its header that is none. Where the header is missing or
    /// can't be read up to there it is the peer: then the limits are one for all behind it, and nobody gets round them.
    pub fn client<'h>(&self, peer: IpAddr, forwarded: impl DoubleEndedIterator<Item = &'h str>) -> IpAddr {
        if !self.hold(peer) {
            return peer;
        }
        let each = forwarded.rev().flat_map(|line| line.rsplit(',')).map(|one| one.trim().parse::<IpAddr>());
        let mut outside = each.skip_while(|one| one.as_ref().is_ok_and(|one| self.hold(*one)));
        outside.next().and_then(Result::ok).map_or(peer, |address| address.to_canonical())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn proxies(networks: &[&str]) -> Proxies {
        Proxies::new(networks.iter().map(|network| network.parse().unwrap()).collect())
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_is_an_address_or_many_and_nothing_else() {
        let holds = |network: &str, address: &str| network.parse::<Network>().unwrap().holds(ip(address));
        assert!(holds("10.0.0.0/8", "10.9.8.7") && !holds("10.0.0.0/8", "11.0.0.0"));
        assert!(holds("10.0.0.1", "::ffff:10.0.0.1") && !holds("10.0.0.1", "10.0.0.2"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1") && !holds("::/0", "10.0.0.1"));
        assert!(holds("0.0.0.0/0", "203.0.113.7") && !holds("0.0.0.0/0", "2001:db8::1"));
        for wrong in
            ["", "proxy", "10.0.0.0/33", "10.0.0.0/x", "10.0.0/8", "::1/129", "10.0.0.1/", "10.0.0.1:80"]
        {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_a_proxy_s_header_is_read_and_only_from_its_end() {
        let known = proxies(&["127.0.0.1", "10.0.0.0/8"]);
        let client = |peer: &str, lines: &[&str]| known.client(ip(peer), lines.iter().copied());
        // Somebody who comes without a proxy says what they like.
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), ip("203.0.113.9"));
        // What a client writes itself stands before what the proxy adds.
        assert_eq!(client("127.0.0.1", &["198.51.100.1, 203.0.113.7"]), ip("203.0.113.7"));
        assert_eq!(client("127.0.0.1", &["198.51.100.1", "203.0.113.7"]), ip("203.0.113.7"));
        // Proxies behind each other.
        assert_eq!(client("127.0.0.1", &["203.0.113.7,10.1.1.1 , 10.2.2.2"]), ip("203.0.113.7"));
        assert_eq!(client("::ffff:127.0.0.1", &["::ffff:203.0.113.7"]), ip("203.0.113.7"));
        // Nothing, only proxies, or what can't be read before somebody outside is met.
        for lines in [
            &[][..],
            &[""],
            &["10.1.1.1"],
            &["203.0.113.7, unknown"],
            &["203.0.113.7, unknown, 10.0.0.1"],
            &["203.0.113.7,"],
        ] {
            assert_eq!(client("127.0.0.1", lines), ip("127.0.0.1"), "{lines:?}");
        }
        assert_eq!(Proxies::default().client(ip("127.0.0.1"), ["203.0.113.7"].into_iter()), ip("127.0.0.1"));
    }

    proptest! {
        #[test]
        fn whatever_a_client_writes_the_proxy_s_own_word_counts(forged in "[0-9a-f.:, x]{0,60}") {
            let known = proxies(&["127.0.0.1"]);
            let told = format!("{forged}, 203.0.113.7");
            prop_assert_eq!(known.client(ip("127.0.0.1"), [told.as_str()].into_iter()), ip("203.0.113.7"));
            prop_assert_eq!(known.client(ip("127.0.0.1"), [forged.as_str(), "203.0.113.7"].into_iter()), ip("203.0.113.7"));
        }
    }
}
