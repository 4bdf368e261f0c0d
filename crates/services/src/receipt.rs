//! Receipt numbers: what a person keeps of a report.
//!
//! Sixteen characters of randomness (80 bits: nobody finds one by trying) and two that check them, in Crockford's alphabet, which has
//! no I, L, O and U: `7K3M-Q0ZT-91VB-X4RD-5C`. The check is the number's remainder by the prime 1021, which is larger than
//! the alphabet: every one wrong character and every two neighbours that changed places are noticed, without asking anybody.

use std::fmt;

use crate::{Refusal, ServicesError, Surroundings};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters before the check.
const BODY: usize = 16;

/// The largest prime that two characters hold.
const PRIME: u32 = 1_021;

/// A receipt's number, in its one spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Receipt(String);

impl Receipt {
    /// A new one.
    pub fn new(around: &dyn Surroundings) -> Result<Receipt, ServicesError> {
        let mut bytes = [0; BODY];
        around.fill(&mut bytes)?;
        Ok(Receipt::of(bytes))
    }

    /// The five lower bits of each byte.
    fn of(bytes: [u8; BODY]) -> Receipt {
        let body: Vec<u8> = bytes.iter().map(|byte| byte & 31).collect();
        let check = check(&body);
        let ends = [check / 32, check % 32].map(|digit| u8::try_from(digit).unwrap_or(0));
        let mut text = String::new();
        for (at, digit) in body.iter().chain(&ends).enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push('-');
            }
            text.push(ALPHABET.get(usize::from(*digit)).map_or('0', |byte| char::from(*byte)));
        }
        Receipt(text)
    }

    /// Reads what a person typed: in any case, with or without hyphens and spaces, with O for 0 and I or L for 1.
    pub fn parse(text: &str) -> Result<Receipt, Refusal> {
        let refused = || Refusal::Receipt(text.chars().take(40).collect());
        if text.len() > 60 {
            return Err(refused());
        }
        let typed = text.chars().filter(|c| !matches!(c, '-' | ' '));
        let digits: Option<Vec<u8>> = typed.map(digit).collect();
        let digits = digits.filter(|digits| digits.len() == BODY + 2).ok_or_else(refused)?;
        let (body, ends) = digits.split_at_checked(BODY).ok_or_else(refused)?;
        let given = ends.iter().fold(0, |sum, digit| sum * 32 + u32::from(*digit));
        let body: [u8; BODY] = body.try_into().map_err(|_| refused())?;
        if given == check(&body) { Ok(Receipt::of(body)) } else { Err(refused()) }
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn digit(typed: char) -> Option<u8> {
    let typed = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET.iter().position(|known| char::from(*known) == typed)?;
    u8::try_from(at).ok()
}

fn check(body: &[u8]) -> u32 {
    body.iter().fold(0, |sum, digit| (sum * 32 + u32::from(*digit)) % PRIME)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_receipt_is_read_however_it_is_typed(bytes: [u8; BODY]) {
            let receipt = Receipt::of(bytes);
            prop_assert_eq!(receipt.as_str().len(), 22);
            for typed in [
                receipt.as_str().to_owned(),
                receipt.as_str().to_lowercase(),
                receipt.as_str().replace('-', ""),
                receipt.as_str().replace('-', " ").replace('0', "o").replace('1', "l"),
            ] {
                prop_assert_eq!(Receipt::parse(&typed), Ok(receipt.clone()));
            }
        }

        #[test]
        fn one_wrong_character_is_always_noticed(bytes: [u8; BODY], at in 0..18_usize, other in 0..32_usize) {
            let plain = Receipt::of(bytes).as_str().replace('-', "");
            let mut typed = plain.clone().into_bytes();
            typed[at] = ALPHABET[other];
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(Receipt::parse(&typed).is_ok(), typed == plain);
        }

        #[test]
        fn two_neighbours_that_changed_places_are_always_noticed(bytes: [u8; BODY], at in 0..15_usize) {
            let plain = Receipt::of(bytes).as_str().replace('-', "");
            let mut typed = plain.clone().into_bytes();
            typed.swap(at, at + 1);
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(Receipt::parse(&typed).is_ok(), typed == plain);
        }

        #[test]
        fn whatever_is_typed_is_a_receipt_or_refused(text in ".{0,80}") {
            let _ = Receipt::parse(&text);
        }
    }
}
