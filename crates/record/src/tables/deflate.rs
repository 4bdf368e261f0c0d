//! Deflating bit by bit, the same to the byte in every build, and GZIP around it.
//!
//! What is published must not depend on which engine the crates of a build agree on for `flate2`: `miniz_oxide` is one,
//! at the version in the lock file.

use crc32fast::Hasher;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};

/// How hard is tried, 0 to 10. Beyond this the time doubles for a tenth of the size.
const LEVEL: i32 = 1;

/// A stream that is being deflated.
pub(super) struct Deflater {
    engine: Box<CompressorOxide>,
    hasher: Hasher,
    plain: u64,
}

impl Deflater {
    pub(super) fn new() -> Deflater {
        // A window of 15 bits without zlib's own head, which a negative width says.
        let flags = create_comp_flags_from_zip_params(LEVEL, -15, 0);
        Deflater { engine: Box::new(CompressorOxide::new(flags)), hasher: Hasher::new(), plain: 0 }
    }

    /// Takes in more, and appends what has come out of it.
    pub(super) fn write(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.hasher.update(bytes);
        self.plain += bytes.len() as u64;
        self.deflate(bytes, TDEFLFlush::None, out);
    }

    /// Appends the rest. Returns CRC-32 and length of what was taken in.
    pub(super) fn finish(mut self, out: &mut Vec<u8>) -> (u32, u64) {
        self.deflate(&[], TDEFLFlush::Finish, out);
        (self.hasher.finalize(), self.plain)
    }

    fn deflate(&mut self, bytes: &[u8], flush: TDEFLFlush, out: &mut Vec<u8>) {
        // All of the input is taken: the callback never says that it can't.
        compress_to_output(&mut self.engine, bytes, flush, |deflated| {
            out.extend_from_slice(deflated);
            true
        });
    }
}

/// A GZIP file (RFC 1952) that is being written: no name, no moment, no system.
pub(super) struct Gzip {
    out: Vec<u8>,
    deflater: Deflater,
}

impl Gzip {
    pub(super) fn new() -> Gzip {
        Gzip { out: vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], deflater: Deflater::new() }
    }

    /// Appends to it.
    pub(super) fn write(&mut self, bytes: &[u8]) {
        self.deflater.write(bytes, &mut self.out);
    }

    /// The file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let (crc, plain) = self.deflater.finish(&mut self.out);
        self.out.extend_from_slice(&crc.to_le_bytes());
        // The length modulo 2^32, as the format wants it.
        let [a, b, c, d, ..] = plain.to_le_bytes();
        self.out.extend_from_slice(&[a, b, c, d]);
        self.out
    }
}

/// A GZIP file at once.
pub(super) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut gzip = Gzip::new();
    gzip.write(content);
    gzip.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_deflated_in_bits_is_read_again() {
        let mut gzip = Gzip::new();
        let text = "every line of this is much like the one before\n".repeat(5_000);
        for bit in text.as_bytes().chunks(1_000) {
            gzip.write(bit);
        }
        let mut read = String::new();
        flate2::read::GzDecoder::new(gzip.finish().as_slice()).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
    }
}
