//! The parts of a PNG (ISO/IEC 15948, clause 5).

use super::{Piece, Walked, damaged, exactly, take};
use crate::decode::DecodeError;

/// What every PNG begins with.
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// Goes through a PNG: chunks, each a length, a type, its data and a check, the first the head and the last the end.
pub(super) fn walk<'a>(bytes: &'a [u8], keep: Piece<'_>) -> Result<Walked<'a>, DecodeError> {
    let mut rest = bytes;
    keep(take(&mut rest, SIGNATURE.len())?);
    let (mut size, mut pixels) = (None, false);
    loop {
        let from = rest;
        let length = u32::from_be_bytes(exactly(&mut rest)?);
        let kind: [u8; 4] = exactly(&mut rest)?;
        let data = take(&mut rest, usize::try_from(length).unwrap_or(usize::MAX))?;
        let _check: [u8; 4] = exactly(&mut rest)?;
        let chunk = take(&mut { from }, data.len() + 12)?;
        match (&kind, size) {
            (b"IHDR", None) => {
                let mut head = data;
                let mut number = || exactly(&mut head).map(u32::from_be_bytes);
                let of = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
                size = Some((of(number()?), of(number()?)));
                keep(chunk);
            }
            (b"IHDR", Some(_)) => return Err(damaged("two heads")),
            (_, None) => return Err(damaged("no head")),
            (b"IEND", Some(size)) if pixels && data.is_empty() => {
                keep(chunk);
                return Ok(Walked { size, behind: rest });
            }
            (b"IEND", Some(_)) => return Err(damaged("an end without pixels")),
            // Colours, and what they are meant as.
            (
                b"PLTE" | b"IDAT" | b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"sBIT" | b"bKGD" | b"pHYs",
                Some(_),
            ) => {
                pixels |= &kind == b"IDAT";
                keep(chunk);
            }
            // A capital first letter: pixels can't be had without knowing what it is.
            ([b'A'..=b'Z', ..], Some(_)) => return Err(damaged("a part that no PNG has")),
            (_, Some(_)) => {}
        }
    }
}
