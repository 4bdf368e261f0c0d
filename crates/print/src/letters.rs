//! Letters for envelopes: one a place, on A4 upright, with a code to type and the same to scan.
//!
//! What stands on a letter is given in words; nothing here knows a code's meaning, and nothing keeps one. What is longer than its
//! line goes on in the next one; a letter has one page, so that none is put into two envelopes.

use qrcodegen::{QrCode, QrCodeEcc};
use reader::layout::{Align, Mm, Spot};

use crate::archive;
use crate::canvas::{BLACK, Canvas};
use crate::embedded::Face;
use crate::marks::mosaic;

/// What all letters have alike.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    /// The file's title.
    pub title: String,
    /// Language of all words: `id`.
    pub language: String,
    /// The election, above.
    pub election: String,
    /// Printed large at head and foot of what is no real one.
    pub practice: Option<String>,
    /// Over the code.
    pub code: String,
    /// Over the address.
    pub address: String,
}

/// A letter.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// Whose it is: the place.
    pub place: String,
    /// Where that is.
    pub around: String,
    /// What else must be known, each with what it is: the place's code, the role.
    pub about: Vec<(String, String)>,
    /// As it is typed.
    pub code: String,
    /// Where it is typed.
    pub page: String,
    /// What the QR code says: an address with the code in it.
    pub scan: String,
    /// What to do, in order.
    pub steps: Vec<String>,
}

/// Why there are no letters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// More than a QR code holds.
    #[error("no QR code holds {0}")]
    TooLong(String),
}

// A4 upright, hundredths of a millimetre.
const WIDE: i32 = 21_000;
const HIGH: i32 = 29_700;
const EDGE: i32 = 2_200;
const ROOM: i32 = WIDE - 2 * EDGE;
/// Side of the QR code's modules together: a phone reads it at arm's length.
const QR: i32 = 5_200;
/// Empty modules around it (ISO/IEC 18004).
const QUIET: i32 = 4;

impl Letters {
    /// The file, PDF/A-2b, a page a letter. The same letters make the same bytes.
    ///
    /// # Errors
    /// [`LetterError::TooLong`].
    pub fn pdf(&self, letters: &[Letter]) -> Result<Vec<u8>, LetterError> {
        let pages: Vec<Canvas> = letters.iter().map(|letter| self.page(letter)).collect::<Result<_, _>>()?;
        Ok(archive::pdf(&self.title, &self.language, [WIDE, HIGH], pages))
    }

    fn page(&self, letter: &Letter) -> Result<Canvas, LetterError> {
        let mut page = Page { canvas: Canvas::new(HIGH), y: 2_400 };
        if let Some(practice) = &self.practice {
            page.practice(practice);
        }
        page.paragraph(&self.election, (Face::Plain, 420), EDGE, ROOM);
        page.y += 350;
        page.paragraph(&letter.place, (Face::Bold, 900), EDGE, ROOM);
        page.paragraph(&letter.around, (Face::Plain, 420), EDGE, ROOM);
        page.y += 350;
        for (what, said) in &letter.about {
            page.paragraph(&format!("{what}: {said}"), (Face::Bold, 420), EDGE, ROOM);
        }
        page.y += 500;
        let top = page.y;
        let side = page.scan(&letter.scan)?;
        let (left, room) = (EDGE + side + 600, ROOM - side - 600);
        page.y = top + 700;
        page.paragraph(&self.code, (Face::Plain, 380), left, room);
        page.y += 250;
        page.paragraph(&letter.code, (Face::Bold, fitting(&letter.code, 850, room)), left, room);
        page.y += 450;
        page.paragraph(&self.address, (Face::Plain, 380), left, room);
        page.paragraph(&letter.page, (Face::Bold, fitting(&letter.page, 480, room)), left, room);
        page.y = page.y.max(top + side) + 900;
        for (number, step) in (1..).zip(&letter.steps) {
            page.canvas.set(
                &format!("{number}."),
                at(EDGE, page.y + 420),
                Align::Left,
                (Face::Bold, 420),
                BLACK,
            );
            page.paragraph(step, (Face::Plain, 420), EDGE + 900, ROOM - 900);
            page.y += 230;
        }
        Ok(page.canvas)
    }
}

/// A page that is being set: what comes next begins below `y`.
struct Page {
    canvas: Canvas,
    y: i32,
}

impl Page {
    /// Words, as many lines as they take.
    fn paragraph(&mut self, text: &str, face: (Face, i32), left: i32, room: i32) {
        for line in lines(text, face, room) {
            self.canvas.set(&line, at(left, self.y + face.1), Align::Left, face, BLACK);
            self.y += face.1 * 7 / 5;
        }
    }

    /// A QR code at the left; how wide it is with its quiet border.
    fn scan(&mut self, text: &str) -> Result<i32, LetterError> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium);
        let code = code.map_err(|_| LetterError::TooLong(text.to_owned()))?;
        let modules = code.size().max(1);
        let quiet = QR * QUIET / modules;
        let dark = |column: usize, row: usize| match (i32::try_from(column), i32::try_from(row)) {
            (Ok(column), Ok(row)) => code.get_module(column, row),
            (Ok(_) | Err(_), _) => false,
        };
        let place = at(EDGE + quiet, self.y + quiet);
        let areas = mosaic(place, QR, usize::try_from(modules).unwrap_or(1), &dark);
        self.canvas.fill_all(areas, BLACK);
        Ok(QR + 2 * quiet)
    }

    /// The word that no real letter has, at head and foot.
    fn practice(&mut self, practice: &str) {
        let words = (Face::Bold, fitting(practice, 520, ROOM));
        for y in [1_500, HIGH - 1_100] {
            self.canvas.set(practice, at(WIDE / 2, y), Align::Middle, words, BLACK);
            self.canvas.outline(at(EDGE - 400, y - 750), ROOM + 800, 1_100, 60, BLACK);
        }
    }
}

fn at(x: i32, y: i32) -> Spot {
    Spot { x: Mm(x), y: Mm(y) }
}

/// Height of type in which a line is no longer than its room.
fn fitting(text: &str, size: i32, room: i32) -> i32 {
    let long = Face::Bold.length(text, size);
    if long > room { (size * room / long).max(1) } else { size }
}

/// A text in lines, none longer than its room where words allow it.
fn lines(text: &str, (face, size): (Face, i32), room: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if face.length(&format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
