//! A small picture of flat colours and text, as PNG: for what is shown where a page is shared. Whole numbers only; the same points,
//! and the same bytes, from every build.

use crc32fast::Hasher;

pub(crate) use faces::{LARGE, MIDDLE, SMALL};

#[expect(clippy::unreadable_literal, reason = "a table that is made at build time, read by nobody")]
mod faces {
    use super::{Face, Glyph};

    include!(concat!(env!("OUT_DIR"), "/faces.rs"));
}

/// A letter's place in its face's points, and around its own origin on the line.
pub(crate) struct Glyph {
    letter: char,
    left: i32,
    top: i32,
    width: i32,
    height: i32,
    advance: i32,
    at: usize,
}

/// Letters of one height.
pub(crate) struct Face {
    glyphs: &'static [Glyph],
    /// Two bits a point: how much of it is covered, 0 to 3.
    points: &'static [u8],
}

/// A colour of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// What is said.
    Text,
    /// What is said beside it.
    Soft,
    /// The band on top.
    Band,
    /// An option's, of eight, from 0.
    Option(u8),
    /// The ground of bars.
    Ground,
}

/// Red, green and blue by number: white, three steps to the text's colour, three to the soft one's, eight of options, the band's, which
/// is the ground of bars as well as it is the first step of the soft text.
const PALETTE: [[u8; 3]; 16] = [
    [0xff, 0xff, 0xff],
    [0xb3, 0xb3, 0xb3],
    [0x66, 0x66, 0x66],
    [0x1a, 0x1a, 0x1a],
    [0xe6, 0xe6, 0xe2],
    [0x8d, 0x8d, 0x8d],
    [0x4f, 0x4f, 0x4f],
    [0xf0, 0xa5, 0x0f],
    [0x56, 0xb4, 0xe9],
    [0x2f, 0xb5, 0x8a],
    [0xf0, 0xe4, 0x42],
    [0x9a, 0xa5, 0xff],
    [0xf0, 0x80, 0x50],
    [0xe3, 0x9a, 0xc4],
    [0xb9, 0xb9, 0xb9],
    [0x0b, 0x4a, 0x8f],
];

impl Ink {
    /// The colour of a point that is covered so far, 1 to 3.
    fn number(self, level: u8) -> u8 {
        match self {
            Ink::Text => level.min(3),
            Ink::Soft => 3 + level.min(3),
            Ink::Band => 15,
            Ink::Option(at) => 7 + at % 8,
            Ink::Ground => 4,
        }
    }
}

/// The picture, white at first.
pub(super) struct Picture {
    width: i32,
    height: i32,
    /// One colour's number a byte, row by row.
    points: Vec<u8>,
}

impl Picture {
    /// A white one.
    pub(super) fn new(width: u16, height: u16) -> Picture {
        let points = vec![0; usize::from(width) * usize::from(height)];
        Picture { width: width.into(), height: height.into(), points }
    }

    fn set(&mut self, x: i32, y: i32, number: u8) {
        if !(0..self.width).contains(&x) || !(0..self.height).contains(&y) {
            return;
        }
        let at = usize::try_from(y * self.width + x).unwrap_or(usize::MAX);
        if let Some(point) = self.points.get_mut(at) {
            *point = number;
        }
    }

    /// Fills a rectangle; what lies outside is cut.
    pub(super) fn fill(&mut self, (x, y): (i32, i32), (width, height): (i32, i32), ink: Ink) {
        for row in y.max(0)..y.saturating_add(height).min(self.height) {
            for column in x.max(0)..x.saturating_add(width).min(self.width) {
                self.set(column, row, ink.number(3));
            }
        }
    }

    /// Writes a line from this point of its base line on. Returns where it ends.
    pub(super) fn write(&mut self, (x, y): (i32, i32), face: &Face, ink: Ink, text: &str) -> i32 {
        text.chars().fold(x, |x, letter| {
            let glyph = face.glyph(letter);
            for row in 0..glyph.height {
                for column in 0..glyph.width {
                    let level = face.level(glyph, row, column);
                    if level > 0 {
                        self.set(x + glyph.left + column, y + glyph.top + row, ink.number(level));
                    }
                }
            }
            x + glyph.advance
        })
    }

    /// The picture as PNG (ISO/IEC 15948), sixteen colours.
    pub(super) fn png(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.points.len() / 2 + usize::try_from(self.height).unwrap_or(0));
        for row in self.points.chunks(usize::try_from(self.width).unwrap_or(1).max(1)) {
            // No filter: rows of flat colours repeat as they are.
            rows.push(0);
            let (pairs, rest) = row.as_chunks::<2>();
            rows.extend(pairs.iter().map(|[left, right]| left << 4 | right));
            rows.extend(rest.iter().map(|last| last << 4));
        }
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        let mut head = Vec::new();
        head.extend_from_slice(&self.width.to_be_bytes());
        head.extend_from_slice(&self.height.to_be_bytes());
        // Four bits a point, by palette; deflate; no filter of its own; rows in order.
        head.extend_from_slice(&[4, 3, 0, 0, 0]);
        chunk(&mut png, *b"IHDR", &head);
        chunk(&mut png, *b"PLTE", PALETTE.as_flattened());
        chunk(&mut png, *b"IDAT", &miniz_oxide::deflate::compress_to_vec_zlib(&rows, 4));
        chunk(&mut png, *b"IEND", &[]);
        png
    }
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    // No chunk of a picture of this size comes near four gigabytes.
    png.extend_from_slice(&u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
    png.extend_from_slice(&name);
    png.extend_from_slice(content);
    let mut hasher = Hasher::new();
    hasher.update(&name);
    hasher.update(content);
    png.extend_from_slice(&hasher.finalize().to_be_bytes());
}

/// What stands for the rest of a text; the font has no sign of its own for it.
const CUT: &str = "...";

/// What stands for a letter that is not in the faces.
const LOST: char = '?';

impl Face {
    fn glyph(&self, letter: char) -> &Glyph {
        static NOTHING: Glyph =
            Glyph { letter: ' ', left: 0, top: 0, width: 0, height: 0, advance: 0, at: 0 };
        let find = |letter: char| {
            let at = self.glyphs.binary_search_by_key(&letter, |glyph| glyph.letter).ok()?;
            self.glyphs.get(at)
        };
        find(letter).or_else(|| find(LOST)).unwrap_or(&NOTHING)
    }

    fn level(&self, glyph: &Glyph, row: i32, column: i32) -> u8 {
        let at = glyph.at + usize::try_from(row * glyph.width + column).unwrap_or(0);
        let byte = self.points.get(at / 4).copied().unwrap_or(0);
        byte >> (6 - 2 * (at % 4)) & 3
    }

    /// How wide a text is.
    pub(super) fn width(&self, text: &str) -> i32 {
        text.chars().map(|letter| self.glyph(letter).advance).sum()
    }

    /// As much of a text as fits, with dots where something is left out.
    pub(super) fn fitting(&self, text: &str, width: i32) -> String {
        // A text from outside can be long; what is wide enough for any picture is enough.
        let text: String = text.chars().take(200).collect();
        if self.width(&text) <= width {
            return text;
        }
        let room = width - self.width(CUT);
        let mut taken = String::new();
        let mut at = 0;
        for letter in text.chars() {
            at += self.glyph(letter).advance;
            if at > room {
                break;
            }
            taken.push(letter);
        }
        taken.truncate(taken.trim_end().len());
        taken.push_str(CUT);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_a_png_with_what_was_drawn() {
        let mut picture = Picture::new(3, 2);
        picture.fill((1, 0), (9, 1), Ink::Band);
        let png = picture.png();
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x04\x03\0\0\0"));
        let at = png.windows(4).position(|four| four == b"IDAT").expect("points");
        let length = u32::from_be_bytes(png[at - 4..at].try_into().expect("four")) as usize;
        let rows =
            miniz_oxide::inflate::decompress_to_vec_zlib(&png[at + 4..at + 4 + length]).expect("deflated");
        assert_eq!(rows, [0, 0x0f, 0xf0, 0, 0, 0]);
        let crc = u32::from_be_bytes(png[at + 4 + length..at + 8 + length].try_into().expect("four"));
        assert_eq!(crc, crc32fast::hash(&png[at..at + 4 + length]));
    }

    #[test]
    fn text_leaves_ink_and_what_does_not_fit_ends_in_dots() {
        let mut picture = Picture::new(200, 60);
        let end = picture.write((5, 45), &SMALL, Ink::Text, "Åceh 1");
        assert!((60..120).contains(&end), "{end}");
        let inked: Vec<&u8> = picture.points.iter().filter(|point| **point == 3).collect();
        assert!(inked.len() > 100);
        let name = "KABUPATEN KEPULAUAN TANIMBAR";
        let cut = LARGE.fitting(name, 400);
        assert!(
            cut.ends_with(CUT) && LARGE.width(&cut) <= 400 && name.starts_with(cut.trim_end_matches(CUT))
        );
        assert_eq!(LARGE.fitting("ACEH", 400), "ACEH");
    }

    #[test]
    fn any_text_can_be_written_anywhere() {
        let mut picture = Picture::new(20, 20);
        for text in ["\u{202e}<b>", "漢字", "\u{0}\n\t", "🗳"] {
            picture.write((-30, 5), &LARGE, Ink::Soft, text);
            picture.write((19, 19), &MIDDLE, Ink::Option(250), text);
        }
        picture.fill((-5, -5), (i32::MAX, i32::MAX), Ink::Ground);
        assert!(picture.points.iter().all(|point| *point == 4));
    }
}
