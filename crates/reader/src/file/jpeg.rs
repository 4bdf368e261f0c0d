//! The parts of a JPEG (ITU-T T.81, annex B).

use super::orientation;
use super::{Piece, Walked, damaged, exactly, take};
use crate::decode::DecodeError;

const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP14: u8 = 0xee;

/// What of a segment is kept.
enum Kept<'a> {
    /// All of it: pixels are coded by it.
    Segment(&'a [u8]),
    /// This much of it, which says how colours are meant; the rest could be anything.
    Colours(Vec<u8>),
    Nothing,
}

/// Goes through a JPEG: segments, each a marker and a length, and behind the head of every scan its coded pixels.
pub(super) fn walk<'a>(bytes: &'a [u8], keep: Piece<'_>) -> Result<Walked<'a>, DecodeError> {
    let mut rest = bytes;
    keep(take(&mut rest, 2)?);
    let (mut size, mut scanned) = (None, false);
    let mut head = Head::default();
    loop {
        let marker = marker(&mut rest)?;
        match marker {
            END if scanned => {
                keep(&[0xff, END]);
                let size = size.ok_or_else(|| damaged("no size"))?;
                return Ok(Walked { size, behind: rest });
            }
            // What stands alone stands inside a scan, or ends the picture.
            0x00..=0x01 | 0xd0..=END | 0xff => return Err(damaged("a marker where none can be")),
            // Lossless, layered and arithmetic-coded pictures: no camera makes them, and they are not read.
            0xc3 | 0xc5..=0xc7 | 0xc8..=0xcb | 0xcc..=0xcf | 0xde | 0xdf => {
                return Err(damaged("a kind of JPEG that cameras don't make"));
            }
            _ => {}
        }
        let body = segment(&mut rest)?;
        if matches!(marker, 0xc0..=0xc2) {
            let [_, high, low, wide, narrow, ..] = body else { return Err(damaged("no size")) };
            let number = |high: &u8, low: &u8| usize::from(u16::from_be_bytes([*high, *low]));
            // A second one would be a second picture.
            if size.replace((number(wide, narrow), number(high, low))).is_some() {
                return Err(damaged("two sizes"));
            }
        }
        if marker == SCAN && size.is_none() {
            return Err(damaged("pixels before their size"));
        }
        match kept(marker, body) {
            Kept::Segment(body) => {
                head.end(keep);
                put(marker, body, keep);
            }
            Kept::Colours(body) if marker == APP0 => {
                if head.first.is_none() {
                    head.first = Some(body);
                }
            }
            Kept::Colours(body) => {
                if head.ended {
                    put(marker, &body, keep);
                } else {
                    head.colours.push(body);
                }
            }
            Kept::Nothing => {
                if marker == APP1 && head.held.is_none() {
                    head.held = orientation::of_exif(body);
                }
            }
        }
        if marker == SCAN {
            scanned = true;
            keep(coded(&mut rest)?);
        }
    }
}

/// What stands before the first segment that pixels are coded by, in the one order it is written in.
#[derive(Default)]
struct Head {
    first: Option<Vec<u8>>,
    held: Option<u8>,
    colours: Vec<Vec<u8>>,
    ended: bool,
}

impl Head {
    fn end(&mut self, keep: Piece<'_>) {
        if std::mem::replace(&mut self.ended, true) {
            return;
        }
        if let Some(body) = &self.first {
            put(APP0, body, keep);
        }
        if let Some(held) = self.held {
            put(APP1, &orientation::exif(held), keep);
        }
        for body in &self.colours {
            put(APP14, body, keep);
        }
    }
}

fn kept(marker: u8, body: &[u8]) -> Kept<'_> {
    match marker {
        // Frames, tables, scans, lines and restarts.
        0xc0..=0xc2 | 0xc4 | 0xda..=0xdd => Kept::Segment(body),
        // JFIF without its preview: identifier, version and density, and a preview of no pixels.
        APP0 if body.starts_with(b"JFIF\0") => match body.get(..12) {
            Some(start) => Kept::Colours([start, &[0, 0]].concat()),
            None => Kept::Nothing,
        },
        // Whether colours were turned into luma and chroma.
        APP14 if body.starts_with(b"Adobe") => match body.get(..12) {
            Some(start) => Kept::Colours(start.to_vec()),
            None => Kept::Nothing,
        },
        _ => Kept::Nothing,
    }
}

/// The next marker's second byte. Any number of bytes 0xff may stand before it.
fn marker(rest: &mut &[u8]) -> Result<u8, DecodeError> {
    let [0xff] = exactly(rest)? else { return Err(damaged("bytes between its parts")) };
    loop {
        let [marker] = exactly(rest)?;
        if marker != 0xff {
            return Ok(marker);
        }
    }
}

/// A segment's body, without its length.
fn segment<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], DecodeError> {
    let length = usize::from(u16::from_be_bytes(exactly(rest)?));
    let length = length.checked_sub(2).ok_or_else(|| damaged("a part shorter than its own length"))?;
    take(rest, length)
}

fn put(marker: u8, body: &[u8], keep: Piece<'_>) {
    // Bodies come from segments, or are shorter: their length fits.
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    keep(&[0xff, marker]);
    keep(&length.to_be_bytes());
    keep(body);
}

/// Coded pixels: all up to the next marker that is none of theirs, as it stands there.
fn coded<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], DecodeError> {
    let mut from = 0;
    loop {
        let behind = rest.get(from..).unwrap_or_default();
        let Some(at) = behind.iter().position(|byte| *byte == 0xff) else {
            return Err(damaged("it ends too early"));
        };
        let run = behind.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == 0xff).count();
        match behind.get(at + run) {
            None => return Err(damaged("it ends too early")),
            // A coded 0xff, or a restart.
            Some(0x00 | 0xd0..=0xd7) => from += at + run + 1,
            Some(_) => return take(rest, from + at),
        }
    }
}
