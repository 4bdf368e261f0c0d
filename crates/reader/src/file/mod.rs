//! A photo's file, without looking at its pixels: whether it is one picture and nothing else, and what of it says more than the
//! picture does.
//!
//! - [`whole`] takes a file that is one JPEG or PNG from its first byte to its last, and no larger than is read. Nothing is set
//!   aside for pixels that only a head speaks of, and nothing may stand before or behind the picture, where other programs would
//!   find another file. (Photos that KPU published in 2024 carry a signature of 2 kB there: they are stripped first.)
//! - [`strip`] takes away everything else: where and with what it was taken, previews, comments, what stands behind the end. How
//!   the telephone was held is kept. Pixels decode to the same values, bit for bit, since what they are coded in is copied.
//!   What was stripped is whole, and stripping it again changes nothing.

mod jpeg;
mod orientation;
mod png;

use crate::decode::{DecodeError, bounded, unknown};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// ITU-T T.81.
    Jpeg,
    /// ISO/IEC 15948.
    Png,
}

impl Kind {
    /// What the first bytes say; the rest is not looked at.
    pub fn of(bytes: &[u8]) -> Option<Kind> {
        match bytes {
            [0xff, 0xd8, ..] => Some(Kind::Jpeg),
            _ if bytes.starts_with(&png::SIGNATURE) => Some(Kind::Png),
            _ => None,
        }
    }

    /// The media type.
    pub fn media(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
        }
    }
}

/// Why a file is refused, in words a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// No picture, too large, or cut short.
    #[error(transparent)]
    Picture(#[from] DecodeError),
    /// Something stands behind the picture.
    #[error("{0} bytes stand behind the picture's end: send the picture alone")]
    Behind(usize),
}

/// What the walk through a file found.
struct Walked<'a> {
    /// Pixels in a row, and rows.
    size: (usize, usize),
    /// What stands behind the end.
    behind: &'a [u8],
}

/// The pieces a walk gives to whoever looks at them.
type Piece<'a> = &'a mut dyn FnMut(&[u8]);

/// Pixels that a picture has by its header; nothing is decoded.
pub fn pixels(bytes: &[u8]) -> Result<usize, FileError> {
    let kind = Kind::of(bytes).ok_or_else(|| unknown(bytes))?;
    // It is bounded, so it doesn't overflow.
    walk(kind, bytes, &mut |_| ()).map(|walked| walked.size.0.saturating_mul(walked.size.1))
}

/// Checks that a file is one JPEG or PNG and nothing else; what it is.
pub fn whole(bytes: &[u8]) -> Result<Kind, FileError> {
    let kind = Kind::of(bytes).ok_or_else(|| unknown(bytes))?;
    let walked = walk(kind, bytes, &mut |_| ())?;
    match walked.behind.len() {
        0 => Ok(kind),
        behind => Err(FileError::Behind(behind)),
    }
}

/// The picture alone.
pub fn strip(bytes: &[u8]) -> Result<Vec<u8>, FileError> {
    let kind = Kind::of(bytes).ok_or_else(|| unknown(bytes))?;
    let mut kept = Vec::with_capacity(bytes.len());
    walk(kind, bytes, &mut |piece| kept.extend_from_slice(piece))?;
    Ok(kept)
}

/// Goes through a file, and gives what [`strip`] keeps of it, in order.
fn walk<'a>(kind: Kind, bytes: &'a [u8], keep: Piece<'_>) -> Result<Walked<'a>, FileError> {
    let walked = match kind {
        Kind::Jpeg => jpeg::walk(bytes, keep)?,
        Kind::Png => png::walk(bytes, keep)?,
    };
    let (width, height) = walked.size;
    if width == 0 || height == 0 {
        return Err(damaged("no size").into());
    }
    bounded(width, height)?;
    Ok(walked)
}

fn damaged(why: &str) -> DecodeError {
    DecodeError::Damaged(why.to_owned())
}

/// The next `length` bytes, which are gone from `rest` then.
fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], DecodeError> {
    let (taken, left) = rest.split_at_checked(length).ok_or_else(|| damaged("it ends too early"))?;
    *rest = left;
    Ok(taken)
}

/// The next `N` bytes.
fn exactly<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], DecodeError> {
    let taken = take(rest, N)?;
    taken.first_chunk().copied().ok_or_else(|| damaged("it ends too early"))
}
