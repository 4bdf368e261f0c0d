//! Files into luma.
//!
//! JPEG by zune-jpeg, whose vector and plain paths give equal bytes (3,003 real photos); PNG by png. How a telephone was
//! held is not asked for: the page itself says which way is up.

use std::io::Cursor;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::gray::Gray;

/// Why a file is not read, in words a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Neither JPEG nor PNG.
    #[error("it is no JPEG or PNG picture{0}")]
    Unknown(&'static str),
    /// More pixels than a reader holds.
    #[error("{width} × {height} pixels are too many: at most {} million are read", MOST_PIXELS / 1_000_000)]
    TooLarge {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// Damaged, or cut short.
    #[error("the file is damaged or cut short ({0}): send the original again")]
    Damaged(String),
}

impl DecodeError {
    /// The reason in one word, by which an interface finds its own text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "no-picture",
            Self::TooLarge { .. } => "too-large",
            Self::Damaged(_) => "damaged",
        }
    }
}

/// Most pixels of a photo. A telephone's 200 million show a form no better, and would take 200 MB.
pub const MOST_PIXELS: usize = 64_000_000;

/// How many pixels a photo says it has; none where its head can't be read. What is larger than can be read is not told from
/// what can: [`decode`] refuses it.
pub fn pixels(bytes: &[u8]) -> Option<usize> {
    let (width, height) = match bytes {
        [0xff, 0xd8, ..] => jpeg_size(bytes).ok()?,
        // The head of a PNG stands at a fixed place (ISO/IEC 15948, 11.2.2).
        [0x89, b'P', b'N', b'G', rest @ ..] => {
            let number = |from: usize| -> Option<usize> {
                let four = rest.get(from..)?.first_chunk()?;
                usize::try_from(u32::from_be_bytes(*four)).ok()
            };
            (number(12)?, number(16)?)
        }
        _ => return None,
    };
    width.checked_mul(height)
}

/// A photo's luma.
pub fn decode(bytes: &[u8]) -> Result<Gray, DecodeError> {
    decode_by(bytes, DecoderOptions::default())
}

/// The same, with nothing the processor may lack: what [`decode`] is held against.
pub fn decode_plain(bytes: &[u8]) -> Result<Gray, DecodeError> {
    decode_by(bytes, DecoderOptions::default().set_use_unsafe(false))
}

fn decode_by(bytes: &[u8], options: DecoderOptions) -> Result<Gray, DecodeError> {
    match bytes {
        [0xff, 0xd8, ..] => jpeg(bytes, options),
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        _ => Err(unknown(bytes)),
    }
}

/// What a file is that is no picture.
pub(crate) fn unknown(bytes: &[u8]) -> DecodeError {
    DecodeError::Unknown(match bytes {
        [b'G', b'I', b'F', b'8', ..] => ", but a GIF",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            ", but a WebP: send the original photo"
        }
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => {
            ", but HEIF, AVIF or a film: set the camera to JPEG (\"most compatible\")"
        }
        [b'%', b'P', b'D', b'F', ..] => ", but a PDF",
        _ => "",
    })
}

pub(crate) fn bounded(width: usize, height: usize) -> Result<(), DecodeError> {
    let fits = width.checked_mul(height).is_some_and(|pixels| pixels <= MOST_PIXELS);
    if fits { Ok(()) } else { Err(DecodeError::TooLarge { width, height }) }
}

fn damaged(why: &dyn std::fmt::Display) -> DecodeError {
    DecodeError::Damaged(why.to_string())
}

fn jpeg(bytes: &[u8], options: DecoderOptions) -> Result<Gray, DecodeError> {
    // Size first: nothing is set aside for pixels that only a header speaks of.
    let (width, height) = jpeg_size(bytes)?;
    bounded(width, height)?;
    let luma = options
        .jpeg_set_out_colorspace(ColorSpace::Luma)
        .set_strict_mode(true)
        .set_max_width(width)
        .set_max_height(height);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), luma);
    match decoder.decode() {
        Ok(pixels) => Gray::new(width, height, pixels).ok_or_else(|| damaged(&"another size than it says")),
        // Printing presses' four colours have no luma of their own.
        Err(_) if colours(bytes) == Some(4) => four_colours(bytes, options, width, height),
        Err(why) => Err(damaged(&why)),
    }
}

fn colours(bytes: &[u8]) -> Option<usize> {
    let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
    decoder.decode_headers().ok()?;
    Some(decoder.input_colorspace()?.num_components())
}

fn jpeg_size(bytes: &[u8]) -> Result<(usize, usize), DecodeError> {
    let options = DecoderOptions::default().set_max_width(1 << 16).set_max_height(1 << 16);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|why| damaged(&why))?;
    decoder.dimensions().ok_or_else(|| damaged(&"no size"))
}

fn four_colours(
    bytes: &[u8],
    options: DecoderOptions,
    width: usize,
    height: usize,
) -> Result<Gray, DecodeError> {
    let options = options.jpeg_set_out_colorspace(ColorSpace::RGB).set_strict_mode(true);
    let pixels =
        JpegDecoder::new_with_options(ZCursor::new(bytes), options).decode().map_err(|why| damaged(&why))?;
    of_colours(width, height, pixels.chunks_exact(3))
}

fn png(bytes: &[u8]) -> Result<Gray, DecodeError> {
    let limits = png::Limits { bytes: MOST_PIXELS * 8 };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    // Palettes and 16 bits to 8 bits a channel. Of an animation the first picture is read.
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|why| damaged(&why))?;
    let (width, height) = (size(reader.info().width), size(reader.info().height));
    bounded(width, height)?;
    let (colour, _) = reader.output_color_type();
    let mut pixels = vec![0; reader.output_buffer_size().ok_or_else(|| damaged(&"no size"))?];
    let frame = reader.next_frame(&mut pixels).map_err(|why| damaged(&why))?;
    if (size(frame.width), size(frame.height)) != (width, height) {
        return Err(damaged(&"its first picture is smaller than it says"));
    }
    match colour {
        png::ColorType::Grayscale => {
            Gray::new(width, height, pixels).ok_or_else(|| damaged(&"another size than it says"))
        }
        png::ColorType::GrayscaleAlpha => {
            let luma = pixels.chunks_exact(2).filter_map(|pixel| pixel.first().copied()).collect();
            Gray::new(width, height, luma).ok_or_else(|| damaged(&"another size than it says"))
        }
        png::ColorType::Rgb => of_colours(width, height, pixels.chunks_exact(3)),
        png::ColorType::Rgba => of_colours(width, height, pixels.chunks_exact(4)),
        png::ColorType::Indexed => Err(damaged(&"a palette that is none")),
    }
}

fn size(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// Luma of red, green and blue: 77, 150 and 29 of 256 (ITU-R BT.601).
fn of_colours<'a>(
    width: usize,
    height: usize,
    pixels: impl Iterator<Item = &'a [u8]>,
) -> Result<Gray, DecodeError> {
    let luma = pixels.map(|pixel| match pixel {
        [red, green, blue, ..] => {
            let sum = 77 * u32::from(*red) + 150 * u32::from(*green) + 29 * u32::from(*blue) + 128;
            u8::try_from(sum / 256).unwrap_or(u8::MAX)
        }
        _ => 0,
    });
    Gray::new(width, height, luma.collect()).ok_or_else(|| damaged(&"another size than it says"))
}
