//! Whose sheet it is: the station's code, printed on every page as a QR code (ISO/IEC 18004) beside the page tag.
//!
//! It holds `SAKSI1:<form>:<page>:<station>:<check>` in capitals, as `SAKSI1:C-HASIL-PPWP:2:8271021022008:A903FE69`; the
//! check is the first eight hexadecimal digits of the SHA-256 of what stands before its colon. A code that was altered,
//! mended from two, or made by another program is refused by it; it is no signature.
//!
//! The page's frame says where the code stands, so that nothing has to be searched for: its modules are sampled on their
//! grid in whole numbers, like the tag's cells, and up to a quarter of the code may be spoilt.

mod bits;
mod code;
mod grid;
mod solomon;

pub(crate) use code::check;
pub use code::{Modules, StationCode};

use crate::gray::Gray;
use crate::layout::QrPlace;
use crate::page::Field;

/// What a page says about its station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StationRead {
    /// There is no code: the form has none, or nothing that looks like one stands in its place.
    Missing,
    /// There is one, and it can't be read: blurred, covered or altered.
    Damaged,
    /// It was read, and its check holds.
    Read(StationCode),
}

impl StationRead {
    /// The code, if it was read.
    pub fn code(&self) -> Option<&StationCode> {
        match self {
            StationRead::Read(code) => Some(code),
            StationRead::Missing | StationRead::Damaged => None,
        }
    }
}

/// Reads the code of a page that was found.
pub fn read_station(picture: &Gray, field: &Field, place: &QrPlace) -> StationRead {
    match read_text(picture, field, place) {
        TextRead::Missing => StationRead::Missing,
        TextRead::Damaged => StationRead::Damaged,
        TextRead::Read(text) => StationCode::parse(&text).map_or(StationRead::Damaged, StationRead::Read),
    }
}

/// The text of a code, whatever it says.
pub(crate) enum TextRead {
    /// Nothing that looks like a code stands in its place.
    Missing,
    /// There is one, and it can't be read.
    Damaged,
    /// Its text.
    Read(String),
}

/// The text of the code that stands in this place.
pub(crate) fn read_text(picture: &Gray, field: &Field, place: &QrPlace) -> TextRead {
    let Some(seen) = grid::seen(picture, field, place) else { return TextRead::Missing };
    seen.iter().find_map(bits::text).map_or(TextRead::Damaged, TextRead::Read)
}

#[cfg(test)]
mod tests;
