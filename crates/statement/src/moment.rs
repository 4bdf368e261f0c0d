//! Moments as people state them: RFC 3339 to the second, with the offset they were written in.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

/// A moment with its offset from UTC, for example `2024-02-20T13:00:00+07:00`.
///
/// The order is that of the instants; the offset only decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    unix_seconds: i64,
    offset_minutes: i16,
}

/// Why a text is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a moment; write it like 2024-02-20T13:00:00+07:00")]
pub struct MomentError(pub String);

impl Moment {
    /// A moment from unix seconds and an offset in minutes (within a day); years 1 to 9999.
    pub fn new(unix_seconds: i64, offset_minutes: i16) -> Result<Moment, MomentError> {
        let moment = Moment { unix_seconds, offset_minutes };
        let (year, ..) = civil(moment.local_seconds().div_euclid(86_400));
        if offset_minutes.abs() >= 1440 || !(1..=9999).contains(&year) {
            return Err(MomentError(format!("{unix_seconds} s, offset {offset_minutes} min")));
        }
        Ok(moment)
    }

    /// Parses `YYYY-MM-DDTHH:MM:SS±HH:MM` or `...Z`; nothing else, no fractions, no leap second.
    pub fn parse(text: &str) -> Result<Moment, MomentError> {
        parse(text).ok_or_else(|| MomentError(text.to_owned()))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn unix_seconds(self) -> i64 {
        self.unix_seconds
    }

    /// The local date and time without the offset, `YYYY-MM-DD HH:MM:SS`.
    pub fn local_text(self) -> String {
        let [year, month, day, hour, minute, second] = self.fields();
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }

    fn local_seconds(self) -> i64 {
        self.unix_seconds.saturating_add(i64::from(self.offset_minutes) * 60)
    }

    /// Local year, month, day, hour, minute, second.
    fn fields(self) -> [i64; 6] {
        let local = self.local_seconds();
        let (year, month, day) = civil(local.div_euclid(86_400));
        let second = local.rem_euclid(86_400);
        [year, month, day, second / 3600, second / 60 % 60, second % 60]
    }
}

fn parse(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    if !text.is_ascii() || !(bytes.len() == 20 || bytes.len() == 25) {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<i64> {
        let part = text.get(from..to)?;
        if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().ok() } else { None }
    };
    let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if separators.iter().any(|(at, want)| bytes.get(*at) != Some(want)) {
        return None;
    }
    let (y, mo, d) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (h, mi, s) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let offset = match (bytes.get(19)?, bytes.len()) {
        (b'Z', 20) => 0,
        (sign @ (b'+' | b'-'), 25) if bytes.get(22) == Some(&b':') => {
            let (oh, om) = (number(20, 22)?, number(23, 25)?);
            if oh > 23 || om > 59 {
                return None;
            }
            let minutes = oh * 60 + om;
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    if h > 23 || mi > 59 || s > 59 {
        return None;
    }
    let days = days_from_civil(y, mo, d);
    if civil(days) != (y, mo, d) {
        return None;
    }
    let local = days * 86_400 + h * 3600 + mi * 60 + s;
    Moment::new(local - offset * 60, i16::try_from(offset).ok()?).ok()
}

// Days since 1970-01-01 and back, proleptic Gregorian: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(y: i64, m: i64, d: i64) -> i64 {
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

fn civil(days: i64) -> (i64, i64, i64) {
    let z = days.saturating_add(719_468);
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, month, doy - (153 * mp + 2) / 5 + 1)
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.unix_seconds, self.offset_minutes).cmp(&(other.unix_seconds, other.offset_minutes))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day, hour, minute, second] = self.fields();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if self.offset_minutes == 0 {
            return f.write_str("Z");
        }
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Moment::parse(text).map_err(D::Error::custom)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_moments_have_known_seconds() {
        assert_eq!(Moment::parse("1970-01-01T00:00:00Z").unwrap().unix_seconds(), 0);
        assert_eq!(Moment::parse("2024-02-14T07:00:00+07:00").unwrap().unix_seconds(), 1_707_868_800);
        assert_eq!(Moment::parse("2024-02-29T00:00:00Z").unwrap().unix_seconds(), 1_709_164_800);
    }

    #[test]
    fn impossible_moments_are_refused() {
        for text in [
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-02-14 07:00:00",
            "2024-02-14T24:00:00Z",
            "2024-02-14T07:00:00+7:00",
            "2024-02-14T07:00:00.5Z",
            "+024-02-14T07:00:00Z",
            "",
        ] {
            assert!(Moment::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(seconds in -60_000_000_000i64..250_000_000_000, offset in -1439i16..1440) {
            if let Ok(moment) = Moment::new(seconds, offset) {
                prop_assert_eq!(Moment::parse(&moment.to_string()).unwrap(), moment);
            }
        }
    }
}
