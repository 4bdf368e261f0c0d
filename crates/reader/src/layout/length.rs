//! Lengths on paper.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// A length or place on paper, in hundredths of a millimetre.
///
/// Written in millimetres with up to three decimals; the third is rounded. No floating point touches it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mm(pub i32);

/// The longest length a layout may name: ten metres.
const MOST: i64 = 1_000_000;

impl Mm {
    fn parse(text: &str) -> Option<Mm> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let (minus, whole) = whole.strip_prefix('-').map_or((false, whole), |rest| (true, rest));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 6 || decimals.len() > 3 || !digits(whole) || !digits(decimals) {
            return None;
        }
        let thousandths: i64 = format!("{whole}{decimals:0<3}").parse().ok()?;
        let hundredths = (thousandths + 5) / 10;
        let signed = if minus { -hundredths } else { hundredths };
        i32::try_from(signed).ok().filter(|_| hundredths <= MOST).map(Mm)
    }
}

impl<'de> Deserialize<'de> for Mm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Mm, D::Error> {
        struct Length;

        impl Visitor<'_> for Length {
            type Value = Mm;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("millimetres, up to 10,000, with at most three decimals")
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Mm, E> {
                Mm::parse(&value.to_string())
                    .ok_or_else(|| E::custom(format!("{value} is no length in millimetres")))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Mm, E> {
                // The shortest text that means this number is what was written.
                Mm::parse(&value.to_string())
                    .ok_or_else(|| E::custom(format!("{value} is no length in millimetres")))
            }
        }

        deserializer.deserialize_any(Length)
    }
}

/// A place on paper from a page's upper left corner, or a width and a height; written `[x, y]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "[Mm; 2]")]
pub struct Spot {
    /// To the right, or the width.
    pub x: Mm,
    /// Down, or the height.
    pub y: Mm,
}

impl From<[Mm; 2]> for Spot {
    fn from([x, y]: [Mm; 2]) -> Spot {
        Spot { x, y }
    }
}

impl Spot {
    /// This, moved by hundredths of a millimetre.
    #[must_use]
    pub fn moved(self, x: i32, y: i32) -> Spot {
        Spot { x: Mm(self.x.0 + x), y: Mm(self.y.0 + y) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millimetres_are_read_to_the_hundredth_without_floating_point() {
        for (text, hundredths) in
            [("0", 0), ("7.2", 720), ("184.56", 18_456), ("-1.5", -150), ("19.583", 1_958), ("0.005", 1)]
        {
            assert_eq!(Mm::parse(text), Some(Mm(hundredths)), "{text}");
        }
        for text in ["", "-", ".5", "1e3", "NaN", "1.2345", "1000000", "10000.01", "+1"] {
            assert_eq!(Mm::parse(text), None, "{text}");
        }
    }
}
