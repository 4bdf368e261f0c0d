//! Files into luma.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::gray::Gray;

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// Neither JPEG nor PNG.
    #[error("not a JPEG or PNG picture")]
    Unknown,
    /// More pixels than a reader holds.
    #[error("{width} × {height} pixels are more than {MOST_PIXELS}")]
    TooLarge {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// Damaged, or cut short.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
}

/// Most pixels of a photo: a telephone's largest are 200 million and no sharper.
pub const MOST_PIXELS: usize = 64_000_000;

/// A photo's luma.
pub fn decode(bytes: &[u8]) -> Result<Gray, DecodeError> {
    if bytes.starts_with(&[0xff, 0xd8]) { jpeg(bytes) } else { Err(DecodeError::Unknown) }
}

fn jpeg(bytes: &[u8]) -> Result<Gray, DecodeError> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::Luma).set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|why| DecodeError::Damaged(why.to_string()))?;
    let (width, height) = decoder.dimensions().ok_or_else(|| DecodeError::Damaged("no size".to_owned()))?;
    if width.saturating_mul(height) > MOST_PIXELS {
        return Err(DecodeError::TooLarge { width, height });
    }
    let pixels = decoder.decode().map_err(|why| DecodeError::Damaged(why.to_string()))?;
    Gray::new(width, height, pixels)
        .ok_or_else(|| DecodeError::Damaged("another size than it says".to_owned()))
}
