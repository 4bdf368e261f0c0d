//! Paper, for the printer: blank forms at true size, from the very layouts by which photos of them are read; the minutes of
//! plenaries ([`minutes`]); letters with codes for keys ([`letters`]); and papers for a court ([`dossier`]).
//!
//! Guaranteed here:
//! - everything that is read stands where the layout says: lines by their middles, circles by their centres;
//! - every page of a form carries its station's code beside the tag ([`reader::station`]), where the layout has a place for it;
//! - the same layout, words and stations make the same bytes: no date, no name of a machine, nothing random.
//!
//! What all stations' sheets have alike is in the file once; a station adds little more than its names and its codes.
#![expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "pictures, never votes: PDF's numbers are fractions; places are whole hundredths of a millimetre until then"
)]

mod archive;
mod canvas;
mod document;
pub mod dossier;
mod embedded;
mod inked;
pub mod letters;
mod lines;
mod marks;
pub mod minutes;
mod numbers;
mod page;
mod picture;
mod type_widths;
mod words;

use std::collections::BTreeMap;

use reader::layout::Layout;

/// What forms are made of.
pub struct Forms<'a> {
    /// Where everything stands.
    pub layout: &'a Layout,
    /// Words for the names in braces of the layout's texts, beyond those of a station; and under `number <field>` the
    /// label of a number, for pages whose layout prints no words of its own.
    pub words: &'a dyn Fn(&str) -> Option<String>,
    /// Printed large at head and foot of each page of forms that are no real ones.
    pub practice: Option<&'a str>,
}

/// One station's sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The station's code; `None` prints a form without one, for any station.
    pub station: Option<String>,
    /// Words for names in braces: `station-name`, `region-1` and so on.
    pub words: BTreeMap<String, String>,
}

/// Why nothing is printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The layout has no place for codes.
    #[error("the layout of {form} has no [qr] table: there is no place for a station's code")]
    NoPlace {
        /// The form.
        form: String,
    },
    /// A station's code, or the form's id, that a QR code can't say.
    #[error("no code can be made of form {form} and station {station}")]
    NoCode {
        /// The form.
        form: String,
        /// The station.
        station: String,
    },
}

impl Forms<'_> {
    /// The sheets, all pages of each, as one PDF.
    pub fn pdf(&self, sheets: &[Sheet]) -> Result<Vec<u8>, PrintError> {
        document::pdf(self, sheets)
    }
}
