//! Addresses that data are sent to: what is none is refused before it is kept.

use std::net::IpAddr;

use crate::Refusal;

/// Bytes of an address at most (RFC 5321, 4.5.3.1.3).
const MOST_MAIL: usize = 254;

/// Bytes of what stands before the `@` at most (RFC 5321, 4.5.3.1.1).
const MOST_LOCAL: usize = 64;

/// Bytes of a web address at most.
const MOST_URL: usize = 2_000;

/// A mail address, its domain in lower case. Stricter than RFC 5322 as browsers are: no quotes, no comments, no spaces, so that nothing in it
/// can end a line or begin another address. Domains of other scripts come in their ASCII form.
pub fn mail(typed: &str) -> Result<String, Refusal> {
    let refused = || Refusal::Address(typed.chars().filter(|c| !c.is_control()).take(80).collect());
    let (local, domain) = typed.trim_matches(' ').rsplit_once('@').ok_or_else(refused)?;
    let of_local = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    if local.is_empty() || local.len() > MOST_LOCAL || dots || !local.bytes().all(of_local) {
        return Err(refused());
    }
    let address = format!("{local}@{}", domain.to_ascii_lowercase());
    let number = domain.parse::<IpAddr>().is_ok();
    if address.len() > MOST_MAIL || number || !domain.contains('.') || !domain.split('.').all(label) {
        return Err(refused());
    }
    Ok(address)
}

fn label(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (1..=63).contains(&text.len()) && plain && !text.starts_with('-') && !text.ends_with('-')
}

/// A web address that is posted to. `private` lets plain HTTP through as well, for receivers beside the services.
pub fn web(typed: &str, private: bool) -> Result<String, Refusal> {
    let refused = || Refusal::Address(typed.chars().filter(|c| !c.is_control()).take(80).collect());
    let plain = typed.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"\\^`{|}#".contains(&byte));
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://").filter(|_| private));
    let rest = rest.filter(|_| plain && typed.len() <= MOST_URL).ok_or_else(refused)?;
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    // A name and password in an address would stand in every list.
    if host.is_empty() || host.contains('@') { Err(refused()) } else { Ok(typed.to_owned()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_could_be_another_header_or_another_address_is_no_address() {
        assert_eq!(mail(" budi@Example.ORG ").unwrap(), "budi@example.org");
        assert_eq!(mail("a.b+c@xn--80ak6aa92e.com").unwrap(), "a.b+c@xn--80ak6aa92e.com");
        let long = format!("{}@example.org", "a".repeat(65));
        for hostile in [
            "",
            "@",
            "a@",
            "@example.org",
            "a@localhost",
            "a@b..org",
            ".a@b.org",
            "a.@b.org",
            "a..b@b.org",
            &long,
            "a@b.org\r\nBcc: c@d.org",
            "a\r\n@b.org",
            "a@b.org,c@d.org",
            "a@b.org c@d.org",
            "\"a b\"@b.org",
            "<a@b.org>",
            "Budi <a@b.org>",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@b@c.org",
            "a@-b.org",
            "a@b-.org",
            "ä@b.org",
            "a@bä.org",
            "a@b.org\0",
            "a@b.org>\r\nDATA",
            "a@b.org\u{2028}",
        ] {
            let found = mail(hostile);
            assert!(matches!(&found, Err(Refusal::Address(_))), "{hostile:?} is {found:?}");
        }
    }

    #[test]
    fn a_web_address_is_https_and_carries_no_password() {
        assert!(web("https://hooks.example/saksi?a=1", false).is_ok());
        assert!(web("http://127.0.0.1:9/x", true).is_ok());
        for wrong in [
            "http://hooks.example/",
            "ftp://a/",
            "https://",
            "https:///x",
            "https://u:p@h.example/",
            "https://h.example/\r\nX: y",
            "https://h.example/ x",
            "https://h.example/#x",
            "file:///etc/passwd",
            "https://?x",
        ] {
            assert!(web(wrong, false).is_err(), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_one_line_with_one_at(text in ".{0,60}|[a-z.@\r\n <>,;:\"]{0,30}@[a-z.\r\n]{0,20}") {
            if let Ok(address) = mail(&text) {
                prop_assert!(address.bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(address.matches('@').count(), 1);
                prop_assert!(!address.contains([',', ';', '<', '>', '"', '(', ')', ':', '\\']));
            }
        }
    }
}
