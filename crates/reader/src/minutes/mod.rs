//! Minutes of plenaries, photographed back: which statement a page was set from, and which page of how many it is.
//!
//! Every page has the corner marks and the tag by which forms are found, and a QR code that says
//! `SAKSID1:<statement>:<page>:<pages>:<digest>:<check>` in capitals. The digest is of everything that was set on the page
//! ([`MinutesCode::says`]), so that a page of one print is never taken for the same page of another; the check is the first eight
//! hexadecimal digits of the SHA-256 of what stands before its colon. It is no signature, and what a pen or another printer
//! has put beside it no code can know: the figures on a photo are held against the print by themselves ([`compared`]).

pub mod compared;

use crate::decode::DecodeError;
use crate::gray::Gray;
use crate::layout::{Layout, Marks, Mm, Page, Printed, QrPlace, Spot, TagPlace, Usual};
use crate::page::{self, Field, Homography, NotFound};
use crate::station::{Modules, TextRead, check, read_text};

/// Begins every code: what it is, and the version of its text.
const HEAD: &str = "SAKSID1";

/// Id of the tag of every page, in the family of [`crate::tags`]: none of a form's.
pub const TAG: u16 = 2_000;

/// Most pages of minutes.
pub const MOST_PAGES: u16 = 999;

/// What a page's code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MinutesCode {
    /// Id of the statement that the minutes were set from.
    pub statement: [u8; 32],
    /// Page, from 1.
    pub page: u16,
    /// Out of how many.
    pub pages: u16,
    /// The first eight bytes of the SHA-256 of all words and figures set on the page, in their order, a line feed after each.
    pub says: [u8; 8],
}

impl MinutesCode {
    /// Its text.
    pub fn text(&self) -> String {
        let Self { statement, page, pages, says } = self;
        let said = format!("{HEAD}:{}:{page}:{pages}:{}", capitals(statement), capitals(says));
        let check = check(&said);
        format!("{said}:{check}")
    }

    /// A text, if it is one of a code and its check holds.
    pub fn parse(text: &str) -> Option<MinutesCode> {
        let mut parts = text.split(':').skip(1);
        let (statement, page, pages) = (parts.next()?, parts.next()?, parts.next()?);
        let code = MinutesCode {
            statement: bytes(statement)?,
            page: page.parse().ok()?,
            pages: pages.parse().ok()?,
            says: bytes(parts.next()?)?,
        };
        // Only one text says it: its head, its check, capitals, no leading zeros, nothing more.
        let holds = (1..=code.pages).contains(&code.page) && code.pages <= MOST_PAGES;
        (holds && code.text() == text).then_some(code)
    }

    /// Its QR code.
    pub fn modules(&self) -> Option<Modules> {
        Modules::of_text(&self.text())
    }
}

fn capitals(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .map(|digit| digit.to_ascii_uppercase())
        .collect()
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Vec<u8> =
        text.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(high << 4 | low),
            _ => None,
        })
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

/// Where marks, tag and code stand: A4 across, for whoever prints a page and whoever looks for it.
pub fn layout() -> Layout {
    let at = |x: i32, y: i32| Spot { x: Mm(x), y: Mm(y) };
    Layout {
        form: "minutes".to_owned(),
        id: None,
        sheet: at(29_700, 21_000),
        marks: Marks { crossings: [Mm(900), Mm(900), Mm(28_800), Mm(20_100)], side: Mm(300) },
        tag: TagPlace { at: at(24_800, 1_300), side: Mm(1_100), turned: 0 },
        qr: Some(QrPlace { at: at(26_350, 1_000), side: Mm(1_850) }),
        usual: Usual::default(),
        printed: Printed::default(),
        pages: vec![Page { page: 1, tag: TAG, numbers: Vec::new(), printed: Printed::default() }],
    }
}

/// Why a photo says nothing about a page of minutes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// It is no picture that can be read.
    #[error(transparent)]
    Picture(#[from] DecodeError),
    /// No page of minutes is in it.
    #[error("no page of minutes is seen whole: {0}")]
    NoPage(NotFound),
    /// The page is there, and its code can't be read.
    #[error("the page's code can't be read: blurred, covered or altered")]
    NoCode,
}

/// A page of minutes in a photo.
#[derive(Clone, Copy, Debug)]
pub struct MinutesPage {
    /// What its code says.
    pub code: MinutesCode,
    /// From paper to photo.
    pub perspective: Homography,
}

/// The page of minutes in a photo.
///
/// # Errors
/// [`NotRead`].
pub fn read(picture: &Gray) -> Result<MinutesPage, NotRead> {
    let layouts = [layout()];
    let perspective = page::find(picture, &layouts).map_err(NotRead::NoPage)?.perspective;
    let [layout] = &layouts;
    let place = layout.qr.as_ref().ok_or(NotRead::NoCode)?;
    match read_text(picture, &Field::flat(perspective), place) {
        TextRead::Read(text) => {
            let code = MinutesCode::parse(&text).ok_or(NotRead::NoCode)?;
            Ok(MinutesPage { code, perspective })
        }
        TextRead::Missing | TextRead::Damaged => Err(NotRead::NoCode),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> MinutesCode {
        MinutesCode { statement: [0xab; 32], page: 12, pages: 14, says: [1, 2, 3, 4, 5, 6, 7, 8] }
    }

    #[test]
    fn a_code_with_one_character_altered_is_refused() {
        let text = code().text();
        assert_eq!(MinutesCode::parse(&text), Some(code()));
        for at in 0..text.len() {
            for other in ['0', '7', 'A', ':', ' ', 'a'] {
                let mut altered = text.clone();
                altered.replace_range(at..=at, &other.to_string());
                assert!(altered == text || MinutesCode::parse(&altered).is_none(), "{altered}");
            }
        }
        for text in ["", HEAD, "SAKSID1::::", &format!("{text}:"), &text.to_lowercase()] {
            assert_eq!(MinutesCode::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_beyond_the_last_is_none() {
        for (page, pages) in [(0, 1), (2, 1), (1, 1_000)] {
            assert_eq!(MinutesCode::parse(&MinutesCode { page, pages, ..code() }.text()), None);
        }
        let longest = MinutesCode { page: MOST_PAGES, pages: MOST_PAGES, ..code() };
        assert!(longest.modules().is_some_and(|modules| modules.side() == 37));
    }

    #[test]
    fn marks_tag_and_code_stand_on_the_sheet_and_not_on_each_other() {
        let written = layout();
        let (marks, tag) = (&written.marks, &written.tag);
        let code = written.qr.as_ref().map(|qr| (qr.at, qr.side.0)).unwrap();
        // A ring of paper one cell wide around the tag, one four modules wide around the code.
        let tag_ends = tag.at.x.0 + tag.side.0 + tag.side.0 / 8;
        assert!(tag_ends <= code.0.x.0 - code.1 * 4 / 37);
        assert!(code.0.x.0 + code.1 * 41 / 37 <= marks.crossings[2].0 - marks.side.0);
    }
}
