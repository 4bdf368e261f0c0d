//! Bytes as they come: plain or gzip, told apart by their first two.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

/// The first two bytes of every gzip file (RFC 1952, section 2.3.1).
pub const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// A reader of the uncompressed bytes.
pub struct Input<'r> {
    inner: Box<dyn Read + 'r>,
    ended: bool,
}

impl<'r> Input<'r> {
    /// Looks at the first two bytes and decompresses if they are gzip's.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn open(reader: &'r mut dyn Read) -> io::Result<Self> {
        let mut head = Vec::with_capacity(2);
        reader.take(2).read_to_end(&mut head)?;
        let compressed = head == GZIP_MAGIC;
        let whole = Cursor::new(head).chain(reader);
        let inner: Box<dyn Read + 'r> =
            if compressed { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(whole) };
        Ok(Self { inner, ended: false })
    }

    /// Whether the end has been seen.
    pub fn ended(&self) -> bool {
        self.ended
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.ended |= count == 0 && !buffer.is_empty();
        Ok(count)
    }
}

/// The first bytes of a file, uncompressed as far as they go.
pub fn head(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = bytes;
    if let Ok(mut input) = Input::open(&mut bytes) {
        // What comes before an error is kept: a beginning is all that is wanted.
        let mut buffer = [0u8; 4096];
        while let Ok(count @ 1..) = input.read(&mut buffer) {
            out.extend_from_slice(buffer.get(..count).unwrap_or_default());
            if out.len() >= 65_536 {
                break;
            }
        }
    }
    out
}
