//! Photos on a page: a JPEG's own bytes, so that the picture in the file is, byte for byte, the one that was hashed; any other as its
//! grey.

use reader::decode::{DecodeError, decode};

use crate::archive::packed;

/// What a picture is printed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inks {
    Grey,
    Colours,
}

/// How a picture must be turned to stand upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turned {
    Upright,
    /// By half a turn.
    Half,
    /// Clockwise.
    Right,
    /// Counter-clockwise.
    Left,
}

/// A picture that was looked at: it can be decoded whole.
#[derive(Clone, Debug)]
pub struct Picture {
    pub(crate) bytes: Vec<u8>,
    /// Width and height as they are stored.
    pub(crate) size: [usize; 2],
    pub(crate) inks: Inks,
    /// Whether the bytes are packed points, not a JPEG.
    pub(crate) packed: bool,
    turned: Turned,
}

/// Why a picture is not printed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct PictureError(#[from] DecodeError);

impl Picture {
    /// The picture in a file, JPEG or PNG.
    ///
    /// # Errors
    /// When it can't be decoded whole: a damaged picture in a file would damage it for some of its readers.
    pub fn of(file: &[u8]) -> Result<Picture, PictureError> {
        let grey = decode(file)?;
        let size = [grey.width(), grey.height()];
        let head = head(file).filter(|head| head.size == size && head.bits == 8);
        let inks = head.and_then(|head| match head.colours {
            1 => Some(Inks::Grey),
            3 => Some(Inks::Colours),
            // Printing presses' colours mean nothing without their profile.
            _ => None,
        });
        Ok(match inks {
            Some(inks) => Picture { bytes: file.to_vec(), size, inks, packed: false, turned: turned(file) },
            None => Picture {
                bytes: packed(grey.pixels()),
                size,
                inks: Inks::Grey,
                packed: true,
                turned: turned(file),
            },
        })
    }

    /// Whether the picture in the PDF is the file's own bytes.
    pub fn is_verbatim(&self) -> bool {
        !self.packed
    }

    /// How many bytes it takes in the PDF.
    pub fn bytes(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn turned(&self) -> Turned {
        self.turned
    }

    /// Width and height as it is seen.
    pub(crate) fn seen(&self) -> [usize; 2] {
        let [wide, high] = self.size;
        match self.turned {
            Turned::Upright | Turned::Half => [wide, high],
            Turned::Right | Turned::Left => [high, wide],
        }
    }
}

/// What the head of a JPEG's frame says (ISO/IEC 10918-1, B.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    bits: u8,
    size: [usize; 2],
    colours: u8,
}

fn head(file: &[u8]) -> Option<Head> {
    let frame = |marker: u8| matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
    let (_, segment) = segments(file).find(|(marker, _)| frame(*marker))?;
    let number = |at: usize| Some(usize::from(u16::from_be_bytes(*segment.get(at..)?.first_chunk()?)));
    Some(Head { bits: *segment.first()?, size: [number(3)?, number(1)?], colours: *segment.get(5)? })
}

/// Markers before the first scan, each with what it holds.
fn segments(file: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = file.strip_prefix(&[0xff, 0xd8]).unwrap_or_default();
    std::iter::from_fn(move || {
        // A marker may have any number of fill bytes before it.
        while let [0xff, 0xff, ..] = rest {
            rest = rest.get(1..)?;
        }
        let (marker, after) = match rest {
            [0xff, marker, after @ ..] if !matches!(marker, 0xd8..=0xda | 0x00) => (*marker, after),
            _ => return None,
        };
        let long = usize::from(u16::from_be_bytes(*after.first_chunk()?));
        let segment = after.get(2..long)?;
        rest = after.get(long..)?;
        Some((marker, segment))
    })
}

/// How the camera was held (Exif 2.3, tag 0x0112); mirrored pictures, which no camera makes, stay as they are.
fn turned(file: &[u8]) -> Turned {
    match orientation(file) {
        Some(3) => Turned::Half,
        Some(6) => Turned::Right,
        Some(8) => Turned::Left,
        Some(_) | None => Turned::Upright,
    }
}

fn orientation(file: &[u8]) -> Option<u16> {
    let (_, exif) =
        segments(file).find(|(marker, segment)| *marker == 0xe1 && segment.starts_with(b"Exif\0\0"))?;
    let tiff = exif.get(6..)?;
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two = *tiff.get(at..)?.first_chunk()?;
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let long = |at: usize| -> Option<u32> {
        let four = *tiff.get(at..)?.first_chunk()?;
        Some(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    };
    let table = usize::try_from(long(4)?).ok()?;
    let mut rows = (0..usize::from(short(table)?)).filter_map(|row| table.checked_add(2 + 12 * row));
    let row = rows.find(|row| short(*row) == Some(0x0112))?;
    short(row.checked_add(8)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A segment of a JPEG.
    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let long = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], long.as_slice(), content].concat()
    }

    fn held(orientation: u8) -> Vec<u8> {
        let tiff =
            [b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation, 0, 0]];
        [vec![0xff, 0xd8], segment(0xe1, &tiff.concat())].concat()
    }

    #[test]
    fn a_picture_stands_as_its_camera_was_held() {
        let turns = [
            (1, Turned::Upright),
            (3, Turned::Half),
            (6, Turned::Right),
            (8, Turned::Left),
            (2, Turned::Upright),
        ];
        for (orientation, expected) in turns {
            assert_eq!(turned(&held(orientation)), expected);
        }
    }

    #[test]
    fn the_head_of_a_frame_is_found_behind_other_segments() {
        let frame = [8, 0x04, 0xb0, 0x06, 0x40, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
        let file = [held(6), vec![0xff], segment(0xc2, &frame)].concat();
        assert_eq!(head(&file), Some(Head { bits: 8, size: [1_600, 1_200], colours: 3 }));
    }

    #[test]
    fn no_bytes_are_read_beyond_their_end() {
        let frame = [8, 0x04, 0xb0, 0x06, 0x40, 3];
        let file = [held(6), segment(0xc0, &frame)].concat();
        for end in 0..file.len() {
            let cut = &file[..end];
            assert_eq!(head(cut), None);
            let _ = turned(cut);
            assert!(Picture::of(cut).is_err());
        }
    }
}
