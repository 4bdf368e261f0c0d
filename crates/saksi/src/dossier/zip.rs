//! A ZIP archive written as it grows: members as they are, no moment, no machine, no attribute. Photos and PDFs are packed already.
//!
//! Four gigabytes or more are refused, so there is no ZIP64.

use std::io::{self, Write};

use flate2::Crc;

/// Midnight of 1 January 1980: the earliest date a ZIP file can say, and the one all of ours do.
const DATE: u16 = 0x0021;
/// Version 2.0 of the format: folders.
const VERSION: u16 = 20;
/// Names are UTF-8.
const NAMES: u16 = 0x0800;

/// An archive that is being written.
pub struct Zip<W> {
    out: W,
    at: u64,
    directory: Vec<u8>,
    members: u16,
}

fn too_large() -> io::Error {
    io::ErrorKind::FileTooLarge.into()
}

fn fields(out: &mut Vec<u8>, all: &[u16]) {
    out.extend(all.iter().flat_map(|field| field.to_le_bytes()));
}

impl<W: Write> Zip<W> {
    /// An empty archive.
    pub fn new(out: W) -> Zip<W> {
        Zip { out, at: 0, directory: Vec::new(), members: 0 }
    }

    /// Adds a member.
    ///
    /// # Errors
    /// The disk's; and a file that would be too large for the format.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(bytes);
        let size = u32::try_from(bytes.len()).map_err(|_| too_large())?.to_le_bytes();
        let start = u32::try_from(self.at).map_err(|_| too_large())?;
        let long = u16::try_from(name.len()).map_err(|_| too_large())?;
        let mut said = Vec::new();
        fields(&mut said, &[VERSION, NAMES, 0, 0, DATE]);
        said.extend([crc.sum().to_le_bytes(), size, size].concat());
        fields(&mut said, &[long, 0]);
        let head = [b"PK\x03\x04".as_slice(), &said, name.as_bytes()].concat();
        self.write(&head)?;
        self.write(bytes)?;
        self.directory.extend(b"PK\x01\x02");
        fields(&mut self.directory, &[VERSION]);
        self.directory.extend(said);
        fields(&mut self.directory, &[0, 0, 0]);
        self.directory.extend([0; 4]);
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.members = self.members.checked_add(1).ok_or_else(too_large)?;
        Ok(())
    }

    /// Ends it; what it was written to.
    ///
    /// # Errors
    /// As [`Zip::add`].
    pub fn finish(mut self) -> io::Result<W> {
        let start = u32::try_from(self.at).map_err(|_| too_large())?.to_le_bytes();
        let size = u32::try_from(self.directory.len()).map_err(|_| too_large())?.to_le_bytes();
        let directory = std::mem::take(&mut self.directory);
        self.write(&directory)?;
        let mut end = b"PK\x05\x06".to_vec();
        fields(&mut end, &[0, 0, self.members, self.members]);
        end.extend([size, start].concat());
        fields(&mut end, &[0]);
        self.write(&end)?;
        Ok(self.out)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.at = self.at.saturating_add(bytes.len() as u64);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_what_others_programs_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let mut zip = Zip::new(Vec::new());
        zip.add("a/é.txt", b"one\n").unwrap();
        zip.add("empty", b"").unwrap();
        std::fs::write(&path, zip.finish().unwrap()).unwrap();
        let read = std::process::Command::new("python3")
            .args(["-c", "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.namelist(), z.read('a/é.txt'))"])
            .arg(&path)
            .env("PYTHONIOENCODING", "utf-8")
            .output();
        let Ok(read) = read else {
            println!("skipped: no python3 here");
            return;
        };
        let told = String::from_utf8_lossy(&read.stdout);
        assert_eq!(
            told.trim(),
            "['a/é.txt', 'empty'] b'one\\n'",
            "{}",
            String::from_utf8_lossy(&read.stderr)
        );
    }
}
