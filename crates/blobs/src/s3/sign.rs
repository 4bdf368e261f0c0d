//! Signatures of requests to a bucket: AWS Signature Version 4, in headers, over the content's hash.
//!
//! Written here because the name of every object is the SHA-256 that the signature is over: nothing is hashed for it, and a
//! server that checks it can't take other bytes under that name. The tests hold it against the examples that AWS publishes.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

/// Who signs, and for where.
pub(super) struct Signer {
    pub(super) key_id: String,
    pub(super) secret: String,
    pub(super) region: String,
}

/// A request as it is signed. All parts are encoded as they are sent.
pub(super) struct ToSign<'a> {
    pub(super) method: &'a str,
    /// From the first slash on.
    pub(super) path: &'a str,
    /// Pairs in the order of their names; empty: none.
    pub(super) query: &'a str,
    /// All headers that are signed, in the order of their lower-case names. `host`, `x-amz-content-sha256` and `x-amz-date` are among them.
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// SHA-256 of the content, in hexadecimal.
    pub(super) content: &'a str,
    /// `20130524T000000Z`.
    pub(super) date: &'a str,
}

impl Signer {
    /// The header `Authorization`.
    pub(super) fn sign(&self, request: &ToSign<'_>) -> String {
        let headers: Vec<String> =
            request.headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let headers = headers.concat();
        let names: Vec<&str> = request.headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let ToSign { method, path, query, content, date, headers: _ } = request;
        let canonical = format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{content}");
        let day = date.get(..8).unwrap_or_default();
        let scope = format!("{day}/{}/s3/aws4_request", self.region);
        let text =
            format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let mut key = mac(format!("AWS4{}", self.secret).as_bytes(), day);
        for part in [self.region.as_str(), "s3", "aws4_request"] {
            key = mac(&key, part);
        }
        let signature = hex(&mac(&key, &text));
        let key_id = &self.key_id;
        format!("AWS4-HMAC-SHA256 Credential={key_id}/{scope},SignedHeaders={names},Signature={signature}")
    }
}

/// Keys of any length are keys of HMAC, so this fails for none.
fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.chain_update(text.as_bytes()).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// Seconds since 1970 as a request's date: `20130524T000000Z`.
pub(super) fn date(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Days from 1 March 2000 backwards and forwards: https://howardhinnant.github.io/date_algorithms.html, `civil_from_days`.
    let z = days + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of AWS's published examples ("Signature Calculations for the Authorization Header").
    fn signer() -> Signer {
        Signer {
            key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            region: "us-east-1".to_owned(),
        }
    }

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const HOST: (&str, &str) = ("host", "examplebucket.s3.amazonaws.com");
    const DATE: &str = "20130524T000000Z";

    fn signature(request: &ToSign<'_>) -> String {
        signer().sign(request).rsplit_once("Signature=").unwrap().1.to_owned()
    }

    #[test]
    fn signatures_are_those_of_the_published_examples() {
        let get = [HOST, ("range", "bytes=0-9"), ("x-amz-content-sha256", EMPTY), ("x-amz-date", DATE)];
        let get =
            ToSign { method: "GET", path: "/test.txt", query: "", headers: &get, content: EMPTY, date: DATE };
        assert_eq!(signature(&get), "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
        let content = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
        let put = [
            ("date", "Fri, 24 May 2013 00:00:00 GMT"),
            HOST,
            ("x-amz-content-sha256", content),
            ("x-amz-date", DATE),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ];
        let put = ToSign {
            method: "PUT",
            path: "/test%24file.text",
            query: "",
            headers: &put,
            content,
            date: DATE,
        };
        assert_eq!(signature(&put), "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
        let list = [HOST, ("x-amz-content-sha256", EMPTY), ("x-amz-date", DATE)];
        let query = "max-keys=2&prefix=J";
        let list = ToSign { method: "GET", path: "/", query, headers: &list, content: EMPTY, date: DATE };
        assert_eq!(signature(&list), "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "19700101T000000Z"),
            (1_369_353_600, "20130524T000000Z"),
            (951_782_399, "20000228T235959Z"),
            (951_782_400, "20000229T000000Z"),
            (951_868_800, "20000301T000000Z"),
            (1_707_868_800, "20240214T000000Z"),
            (4_107_542_400, "21000301T000000Z"),
        ] {
            assert_eq!(date(seconds), text);
        }
    }
}
