//! A ZIP archive in memory, deflated, as a function of its members alone: no moment, no machine, no attribute.
//!
//! Members of four gigabytes or more are refused, so there is no ZIP64.

use super::deflate::Deflater;
use crate::view::RenderError;

/// Midnight of 1 January 1980: the earliest date a ZIP file can say, and the one all of ours do.
const DATE: u16 = 0x0021;

/// Version 2.0 of the format: deflate and folders.
const VERSION: u16 = 20;

/// An archive that is being written.
#[derive(Default)]
pub(super) struct Zip {
    out: Vec<u8>,
    directory: Vec<u8>,
    members: u16,
}

/// A member that is being written, bit by bit; what was written is deflated at once.
pub(super) struct Member<'z> {
    zip: &'z mut Zip,
    name: &'static str,
    number: usize,
    deflater: Deflater,
    start: usize,
}

impl Zip {
    /// Begins a member; where its name holds a `#`, that becomes the number.
    pub(super) fn member(&mut self, name: &'static str, number: usize) -> Member<'_> {
        let start = self.out.len();
        let text = name_of(name, number);
        self.out.extend_from_slice(b"PK\x03\x04");
        push_fields(&mut self.out, &[VERSION, 0, 8, 0, DATE]);
        self.out.extend_from_slice(&[0; 12]);
        push_fields(&mut self.out, &[u16::try_from(text.len()).unwrap_or(0), 0]);
        self.out.extend_from_slice(text.as_bytes());
        Member { zip: self, name, number, deflater: Deflater::new(), start }
    }

    /// A member at once.
    pub(super) fn add(&mut self, name: &'static str, content: &str) -> Result<(), RenderError> {
        let mut member = self.member(name, 0);
        member.write(content.as_bytes());
        member.close()
    }

    /// The archive's bytes.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, RenderError> {
        let (size, at) = (short(self.directory.len() as u64)?, short(self.out.len() as u64)?);
        self.out.extend_from_slice(&self.directory);
        self.out.extend_from_slice(b"PK\x05\x06");
        push_fields(&mut self.out, &[0, 0, self.members, self.members]);
        self.out.extend_from_slice(&size.to_le_bytes());
        self.out.extend_from_slice(&at.to_le_bytes());
        push_fields(&mut self.out, &[0]);
        Ok(self.out)
    }
}

impl Member<'_> {
    /// Appends to it.
    pub(super) fn write(&mut self, bytes: &[u8]) {
        self.deflater.write(bytes, &mut self.zip.out);
    }

    /// Ends it.
    pub(super) fn close(self) -> Result<(), RenderError> {
        let (crc, plain) = self.deflater.finish(&mut self.zip.out);
        let name = name_of(self.name, self.number);
        let head = 30 + name.len();
        let deflated = self.zip.out.len().saturating_sub(self.start + head) as u64;
        let mut sizes = Vec::new();
        sizes.extend_from_slice(&crc.to_le_bytes());
        sizes.extend_from_slice(&short(deflated)?.to_le_bytes());
        sizes.extend_from_slice(&short(plain)?.to_le_bytes());
        if let Some(place) = self.zip.out.get_mut(self.start + 14..self.start + 26) {
            place.copy_from_slice(&sizes);
        }
        let directory = &mut self.zip.directory;
        directory.extend_from_slice(b"PK\x01\x02");
        push_fields(directory, &[VERSION, VERSION, 0, 8, 0, DATE]);
        directory.extend_from_slice(&sizes);
        push_fields(directory, &[u16::try_from(name.len()).unwrap_or(0), 0, 0, 0, 0]);
        directory.extend_from_slice(&[0; 4]);
        directory.extend_from_slice(&short(self.start as u64)?.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
        self.zip.members += 1;
        Ok(())
    }
}

fn name_of(name: &str, number: usize) -> String {
    name.replace('#', &number.to_string())
}

fn push_fields(out: &mut Vec<u8>, fields: &[u16]) {
    for field in fields {
        out.extend_from_slice(&field.to_le_bytes());
    }
}

fn short(length: u64) -> Result<u32, RenderError> {
    u32::try_from(length).map_err(|_| RenderError::TooLarge("a ZIP archive holds less than 4 GiB".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::sample::unzip;
    use super::*;

    #[test]
    fn what_is_written_in_bits_is_read_again() {
        let mut zip = Zip::default();
        zip.add("empty", "").unwrap();
        let mut member = zip.member("part#.txt", 12);
        let text = "every line of this is much like the one before\n".repeat(5_000);
        for bit in text.as_bytes().chunks(1_000) {
            member.write(bit);
        }
        member.close().unwrap();
        let members = unzip(&zip.finish().unwrap());
        assert_eq!(members, [("empty".to_owned(), String::new()), ("part12.txt".to_owned(), text)]);
    }
}
