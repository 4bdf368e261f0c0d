//! Webhooks: a POST that names the day's files, signed as standardwebhooks.com says, so that receivers' libraries check it.
//!
//! What holds:
//! - `webhook-id` is the same in every attempt of a delivery: whoever gets it twice sees that;
//! - the signature is over id, time and body: none can be changed, and an old one can't be sent again unseen;
//! - no redirect is followed, and a name that leads to a private address is not asked, unless the administrator allows it ([`reachable`]).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::{Carrier, Parcel, Undelivered, announcement};
use crate::turns::keyed;

/// What a secret begins with: `whsec_` and base64.
pub const SIGNED_PREFIX: &str = "whsec_";

/// How long a receiver may take altogether.
const PATIENCE: Duration = Duration::from_secs(30);

/// Posts.
pub struct Hooks {
    agent: ureq::Agent,
}

impl Hooks {
    /// Sets it up.
    pub fn new(allow_private: bool) -> Hooks {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .timeout_connect(Some(Duration::from_secs(5)))
            .http_status_as_error(false)
            .max_redirects(0)
            // A proxy would look names up where nothing is checked.
            .proxy(None)
            .https_only(!allow_private)
            .user_agent("saksi")
            .build();
        let resolver = Guarded { inner: DefaultResolver::default(), allow_private };
        Hooks { agent: ureq::Agent::with_parts(config, DefaultConnector::new(), resolver) }
    }
}

/// Looks names up, and gives no address that may not be asked: what is connected to is what was checked.
struct Guarded {
    inner: DefaultResolver,
    allow_private: bool,
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guarded")
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let allowed = |address: &&SocketAddr| self.allow_private || reachable(address.ip());
        let mut left = self.empty();
        found.iter().filter(allowed).for_each(|address| left.push(*address));
        if left.is_empty() {
            return Err(ureq::Error::Other(
                "it leads to a private address, which webhooks may not reach".into(),
            ));
        }
        Ok(left)
    }
}

/// Whether an address is one of the public internet.
pub fn reachable(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => public_v4(address),
        IpAddr::V6(address) => public_v6(address),
    }
}

/// Not of the networks that RFC 6890 and its followers set aside.
fn public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    a != 0 && a < 224 && !special
}

/// Of what is given out at all (2000::/3), not those that carry an IPv4 address or are set aside.
fn public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let special =
        first == 0x2002 || (first == 0x2001 && (second < 0x200 || second == 0xdb8)) || first == 0x3fff;
    (0x2000..0x4000).contains(&first) && !special
}

/// The signature over a message's id, time and body: `v1,` and base64 of HMAC-SHA256 under the secret's bytes. None: the secret is none.
pub fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SIGNED_PREFIX)?).ok()?;
    Some(format!("v1,{}", STANDARD.encode(keyed(&key, format!("{id}.{seconds}.{body}").as_bytes()))))
}

impl Carrier for Hooks {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<String, Undelivered> {
        let to = &parcel.delivery.to;
        let url = to.address.as_deref().unwrap_or_default();
        let (body, seconds) = (announcement::write(parcel), parcel.now_ms.div_euclid(1_000));
        let id = format!("{}.{}.{}", parcel.publication.name(), to.number, parcel.delivery.cut);
        let signed = to.secret.as_deref().and_then(|secret| signature(secret, &id, seconds, &body));
        let signed = signed.ok_or_else(|| Undelivered::ForGood("it has no secret".to_owned()))?;
        let answer = self
            .agent
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", &signed)
            .send(body.as_str())
            .map_err(|error| Undelivered::Passing(error.to_string()))?;
        let status = answer.status();
        let said = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
        match status.as_u16() {
            200..=299 => Ok(said),
            // Gone: the receiver says that nothing more shall come.
            410 => Err(Undelivered::ForGood(said)),
            _ => Err(Undelivered::Passing(said)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_machine_or_of_a_private_network_is_not_reachable() {
        for address in ["8.8.8.8", "1.1.1.1", "103.21.0.1", "2606:4700::1111", "2001:4860:4860::8888"] {
            assert!(reachable(address.parse().unwrap()), "{address}");
        }
        for address in [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "100::1",
            "3fff::1",
        ] {
            assert!(!reachable(address.parse().unwrap()), "{address}");
        }
    }

    /// The example of the standard's own libraries.
    #[test]
    fn a_webhook_is_signed_as_the_standard_says() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let signed =
            signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a", 0, ""), None);
    }
}
