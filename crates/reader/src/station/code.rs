//! The text of a code, and its modules for the printer.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use sha2::{Digest as _, Sha256};

/// Begins every code: what it is, and the version of its text.
const HEAD: &str = "SAKSI1";

/// What a page's code says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationCode {
    /// Id of the form, in small letters.
    pub form: String,
    /// Page, from 1.
    pub page: u8,
    /// The station's code.
    pub station: String,
}

/// A code's modules, row by row; true is dark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// `side` rows of as many; `None` where `dark` are not as many.
    pub(super) fn new(side: usize, dark: Vec<bool>) -> Option<Modules> {
        (dark.len() == side * side && side > 0).then_some(Modules { side, dark })
    }

    /// Those of a text, at a version that is read here; `None` where it is too long for any.
    pub(crate) fn of_text(text: &str) -> Option<Modules> {
        let segments = QrSegment::make_segments(text);
        let code = QrCode::encode_segments_advanced(
            &segments,
            QrCodeEcc::Medium,
            Version::new(2),
            Version::new(6),
            None,
            true,
        )
        .ok()?;
        let dark = (0..code.size()).flat_map(|row| (0..code.size()).map(move |column| (column, row)));
        let dark = dark.map(|(column, row)| code.get_module(column, row)).collect();
        Modules::new(usize::try_from(code.size()).ok()?, dark)
    }

    /// Modules along a side.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Whether a module is dark; outside none is.
    pub fn dark(&self, column: usize, row: usize) -> bool {
        column < self.side && self.dark.get(row * self.side + column).copied().unwrap_or(false)
    }
}

impl StationCode {
    /// A page's code. `None` where the form's id or the station's code can't stand in one: they are of small letters,
    /// digits, `-`, `/` and `.`, and of capitals and digits, and have up to 40 and 15 characters.
    pub fn new(form: &str, page: u8, station: &str) -> Option<StationCode> {
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'/' | b'.');
        let form_holds = !form.is_empty() && form.len() <= 40 && form.bytes().all(plain);
        let station_holds = !station.is_empty()
            && station.len() <= 15
            && station.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        (form_holds && station_holds && page > 0).then(|| StationCode {
            form: form.to_owned(),
            page,
            station: station.to_owned(),
        })
    }

    /// Its text.
    pub fn text(&self) -> String {
        let said = format!("{HEAD}:{}:{}:{}", self.form.to_uppercase(), self.page, self.station);
        let check = check(&said);
        format!("{said}:{check}")
    }

    /// A text, if it is one of a code and its check holds.
    pub fn parse(text: &str) -> Option<StationCode> {
        let (said, given) = text.rsplit_once(':')?;
        let mut parts = said.split(':');
        let (head, form, page, station) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let code = StationCode::new(&form.to_lowercase(), page.parse().ok()?, station)?;
        // Only one text says it: capitals, no leading zeros, nothing more.
        (head == HEAD && parts.next().is_none() && code.text() == text && check(said) == given)
            .then_some(code)
    }

    /// Its QR code: of the smallest version from 2 to 6 that corrects 15 % of it, at the highest correction that version
    /// has room for.
    pub fn modules(&self) -> Option<Modules> {
        Modules::of_text(&self.text())
    }
}

/// The first eight hexadecimal digits of a text's SHA-256.
pub(crate) fn check(said: &str) -> String {
    let hash = Sha256::digest(said.as_bytes());
    let number = hash.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{number:08X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_with_one_character_altered_is_refused() {
        let code = StationCode::new("c-hasil-ppwp", 2, "8271021022008").unwrap();
        let text = code.text();
        assert_eq!(text, "SAKSI1:C-HASIL-PPWP:2:8271021022008:A903FE69", "as docs/formats.md has it");
        assert_eq!(StationCode::parse(&text), Some(code));
        for at in 0..text.len() {
            for other in ['0', '7', 'A', ':', ' ', 'a'] {
                let mut altered = text.clone();
                altered.replace_range(at..=at, &other.to_string());
                assert!(altered == text || StationCode::parse(&altered).is_none(), "{altered}");
            }
        }
        for text in ["", "SAKSI1", "SAKSI1::::", &format!("{text}:"), &text.to_lowercase()] {
            assert_eq!(StationCode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_code_cannot_say_is_no_code() {
        for (form, page, station) in [
            ("", 1, "1"),
            ("a", 0, "1"),
            ("a", 1, ""),
            ("A", 1, "1"),
            ("a", 1, "12:3"),
            ("a", 1, "1234567890123456"),
        ] {
            assert_eq!(StationCode::new(form, page, station), None);
        }
    }
}
