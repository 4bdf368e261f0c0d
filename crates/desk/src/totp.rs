//! Codes of an app on one's telephone (TOTP, RFC 6238): SHA-1, six digits, thirty seconds, as every such app makes them.
//!
//! A code is taken of the step that it is now, the one before and the one after, so that clocks may be off by half a minute; and of
//! no step that is not later than the last that was taken: who has seen a code typed can't use it again.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::people::PersonError;

/// What the app and the desk both know: 160 bits, as RFC 4226 recommends. Its debug output shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; Secret::LENGTH]);

/// Seconds of a step.
const STEP_MS: i64 = 30_000;

/// RFC 4648's base 32, in which apps take secrets that are typed.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret").finish_non_exhaustive()
    }
}

impl Secret {
    /// Bytes of a secret.
    pub const LENGTH: usize = 20;

    /// A new one.
    pub fn new() -> Result<Secret, PersonError> {
        let mut bytes = [0; Secret::LENGTH];
        getrandom::fill(&mut bytes).map_err(|error| PersonError::Hash(error.to_string()))?;
        Ok(Secret(bytes))
    }

    /// The one of these bytes.
    pub fn from_bytes(bytes: [u8; Secret::LENGTH]) -> Secret {
        Secret(bytes)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; Secret::LENGTH] {
        &self.0
    }

    /// As it is typed into an app: 32 letters and digits.
    pub fn text(&self) -> String {
        let each = self.0.chunks(5).flat_map(|five| {
            let all = five.iter().fold(0_usize, |all, byte| all << 8 | usize::from(*byte));
            (0..8).rev().filter_map(move |at| ALPHABET.get(all >> (5 * at) & 31))
        });
        each.map(|byte| char::from(*byte)).collect()
    }

    /// The one that is typed so.
    pub fn from_text(text: &str) -> Option<Secret> {
        let mut bytes = Vec::new();
        for eight in text.as_bytes().chunks(8) {
            let all = eight.iter().try_fold(0_u64, |all, byte| {
                let value = (0_u64..).zip(ALPHABET).find(|(_, letter)| *letter == byte);
                Some(all << 5 | value?.0)
            })?;
            bytes.extend(all.to_be_bytes().into_iter().skip(3));
        }
        bytes.try_into().ok().map(Secret).filter(|secret| secret.text() == text)
    }

    /// RFC 4226's dynamic truncation of a step's HMAC: 31 bits.
    fn truncated(&self, step: i64) -> Option<u32> {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).ok()?;
        mac.update(&step.to_be_bytes());
        let mac = mac.finalize().into_bytes();
        let offset = usize::from(*mac.last()? & 15);
        let four = mac.get(offset..offset + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(four) & 0x7fff_ffff)
    }

    /// The code at a moment, as an app shows it.
    pub fn code(&self, now_ms: i64) -> Option<u32> {
        self.truncated(now_ms.div_euclid(STEP_MS)).map(|all| all % 1_000_000)
    }

    /// The step of which a code is: one around now, and later than `after`.
    pub fn step_of(&self, code: u32, now_ms: i64, after: i64) -> Option<i64> {
        let now = now_ms.div_euclid(STEP_MS);
        let is = |step: &i64| *step > after && self.truncated(*step).map(|all| all % 1_000_000) == Some(code);
        (now - 1..=now + 1).find(is)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::from_bytes(*b"12345678901234567890")
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1: eight digits there, of which an app shows the last six.
        for (second, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let step = second / 30;
            assert_eq!(secret().truncated(step).map(|all| all % 100_000_000), Some(code), "{second}");
            assert_eq!(secret().code(second * 1_000), Some(code % 1_000_000), "{second}");
        }
    }

    #[test]
    fn a_secret_is_typed_as_rfc_4648_says() {
        assert_eq!(secret().text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(Secret::from_text(&secret().text()), Some(secret()));
        for wrong in ["", "GEZDGNBV", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"]
        {
            assert_eq!(Secret::from_text(wrong), None, "{wrong}");
        }
        assert!(!format!("{:?}", secret()).contains("12"));
    }

    #[test]
    fn clocks_may_be_off_by_one_step_either_side_and_no_more() {
        let (step, now) = (1_000_000, 1_000_000 * STEP_MS + 12_345);
        for (off, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = secret().code((step + off) * STEP_MS).unwrap();
            assert_eq!(secret().step_of(code, now, 0), Some(step + off).filter(|_| taken), "{off}");
        }
    }

    #[test]
    fn no_code_is_taken_again_nor_one_before_it() {
        let now = 1_000_000 * STEP_MS;
        let code = |off: i64| secret().code(now + off * STEP_MS).unwrap();
        let used = secret().step_of(code(0), now, 0).unwrap();
        assert_eq!(secret().step_of(code(0), now, used), None);
        assert_eq!(secret().step_of(code(-1), now, used), None);
        assert_eq!(secret().step_of(code(1), now, used), Some(used + 1));
    }
}
