//! Numbers as a language writes them. Integers only; a share is a whole number of hundredths of a per cent.

use std::fmt::{self, Write};

/// A number in groups of three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: u64,
    pub(super) group: char,
}

/// A number with its sign: `+12`, `−3`, `0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signed {
    pub(super) value: i128,
    pub(super) group: char,
    /// Whether a plus is written.
    pub(super) plus: bool,
}

/// A share of a whole in hundredths of a per cent, rounded half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) hundredths: u64,
    pub(super) group: char,
    pub(super) decimal: char,
}

/// Hundredths of a per cent that `part` is of `whole`; `None` of nothing.
pub(super) fn share_of(part: u64, whole: u64) -> Option<u64> {
    if whole == 0 {
        return None;
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    u64::try_from((part * 20_000 + whole) / (whole * 2)).ok()
}

/// Hundredths of a per cent that `part` is of `whole`, rounded down; 0 of nothing.
pub(super) fn progress_of(part: u64, whole: u64) -> u64 {
    let hundredths = (u128::from(part) * 10_000).checked_div(u128::from(whole)).unwrap_or(0);
    u64::try_from(hundredths).unwrap_or(u64::MAX)
}

fn write_grouped(value: u64, group: char, out: &mut dyn Write) -> fmt::Result {
    if value < 1000 {
        return write_digits(value, false, out);
    }
    write_grouped(value / 1000, group, out)?;
    out.write_char(group)?;
    write_digits(value % 1000, true, out)
}

fn write_wide(value: u128, group: char, out: &mut dyn Write) -> fmt::Result {
    if let Ok(value) = u64::try_from(value) {
        return write_grouped(value, group, out);
    }
    write_wide(value / 1000, group, out)?;
    out.write_char(group)?;
    write_digits(u64::try_from(value % 1000).unwrap_or(0), true, out)
}

// Below 1000; written by hand because a page holds hundreds and there are 180,000 pages.
fn write_digits(value: u64, padded: bool, out: &mut dyn Write) -> fmt::Result {
    let digit = |part: u64| b'0' + u8::try_from(part % 10).unwrap_or(0);
    let digits = [digit(value / 100), digit(value / 10), digit(value)];
    let from = if padded || value >= 100 {
        0
    } else if value >= 10 {
        1
    } else {
        2
    };
    out.write_str(std::str::from_utf8(digits.get(from..).unwrap_or_default()).unwrap_or_default())
}

impl Number {
    #[inline(never)]
    fn write(self, out: &mut dyn Write) -> fmt::Result {
        write_grouped(self.value, self.group, out)
    }
}

impl Signed {
    #[inline(never)]
    fn write(self, out: &mut dyn Write) -> fmt::Result {
        if self.value < 0 {
            out.write_char('−')?;
        } else if self.plus && self.value > 0 {
            out.write_char('+')?;
        }
        write_wide(self.value.unsigned_abs(), self.group, out)
    }
}

impl Share {
    #[inline(never)]
    fn write(self, out: &mut dyn Write) -> fmt::Result {
        write_grouped(self.hundredths / 100, self.group, out)?;
        out.write_char(self.decimal)?;
        let rest = self.hundredths % 100;
        if rest < 10 {
            out.write_char('0')?;
        }
        write_digits(rest, false, out)?;
        out.write_char('%')
    }
}

macro_rules! written {
    ($($type:ty)*) => { $(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.write(f)
            }
        }
        // Safe: digits, signs and the language's separators, which are checked when they are loaded.
        impl askama::filters::HtmlSafe for $type {}
        impl askama::FastWritable for $type {
            fn write_into(&self, out: &mut dyn Write, _: &dyn askama::Values) -> askama::Result<()> {
                Ok(self.write(out)?)
            }
        }
    )* };
}

written! { Number Signed Share }

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_written_in_groups_of_three() {
        for (value, text) in [
            (0, "0"),
            (7, "7"),
            (42, "42"),
            (999, "999"),
            (1000, "1.000"),
            (40_971_906, "40.971.906"),
            (u64::MAX, "18.446.744.073.709.551.615"),
        ] {
            assert_eq!(Number { value, group: '.' }.to_string(), text);
        }
    }

    #[test]
    fn a_share_is_rounded_half_up_to_two_decimals() {
        let text = |part, whole| {
            share_of(part, whole).map(|hundredths| Share { hundredths, group: '.', decimal: ',' }.to_string())
        };
        assert_eq!(text(1, 3).as_deref(), Some("33,33%"));
        assert_eq!(text(2, 3).as_deref(), Some("66,67%"));
        assert_eq!(text(1, 20_000).as_deref(), Some("0,01%"));
        assert_eq!(text(3, 3).as_deref(), Some("100,00%"));
        assert_eq!(text(0, 0), None);
        // The official result of 2024: 96,214,691 of 164,227,475.
        assert_eq!(text(96_214_691, 164_227_475).as_deref(), Some("58,59%"));
    }

    #[test]
    fn progress_is_full_only_when_everything_is_there() {
        assert_eq!(progress_of(823_235, 823_236), 9_999);
        assert_eq!(progress_of(823_236, 823_236), 10_000);
        assert_eq!(progress_of(0, 0), 0);
    }

    #[test]
    fn a_difference_shows_its_sign() {
        let text = |value| Signed { value, group: ',', plus: true }.to_string();
        assert_eq!([text(1200), text(-3), text(0)], ["+1,200", "−3", "0"]);
        assert_eq!(text(-(1 << 70)), "−1,180,591,620,717,411,303,424");
    }

    proptest! {
        #[test]
        fn a_number_without_its_groups_is_the_number(value: u64) {
            let written = Number { value, group: '.' }.to_string();
            prop_assert_eq!(written.replace('.', ""), value.to_string());
        }

        #[test]
        fn no_share_overflows(part: u64, whole in 1u64..) {
            let share = share_of(part, whole);
            prop_assert!(share.is_some() || part / whole > 1_000_000_000_000);
        }
    }
}
