//! Photos that come with reports: JPEG or PNG by their first bytes, kept under their hash, shown to officers alone.

use std::fs;
use std::path::{Path, PathBuf};

use blobs::Blobs as _;
use ledger::Hash;

use crate::{Refusal, ServicesError};

/// Bytes at most.
pub const MOST: usize = 20_000_000;

/// Whether this may be a photo: what it says itself is not looked at.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > MOST {
        return Err(Refusal::PhotoTooLarge);
    }
    let known = bytes.starts_with(&[0xff, 0xd8, 0xff]) || bytes.starts_with(b"\x89PNG\r\n\x1a\n");
    if known { Ok(()) } else { Err(Refusal::NotAPhoto) }
}

/// Where they are kept.
pub struct Photos {
    folder: blobs::Folder,
    path: PathBuf,
}

impl Photos {
    /// A folder; made where it is not there.
    pub fn open(path: &Path) -> Result<Photos, ServicesError> {
        Ok(Photos { folder: blobs::Folder::open(path)?, path: path.to_owned() })
    }

    /// Keeps one.
    pub fn keep(&self, bytes: &[u8]) -> Result<Hash, ServicesError> {
        Ok(self.folder.keep_bytes(bytes)?)
    }

    /// Where one lies.
    pub fn path(&self, sha256: &str) -> PathBuf {
        self.path.join(sha256)
    }

    /// Removes one that no report names any more.
    pub(super) fn remove(&self, sha256: &str) -> Result<(), ServicesError> {
        let path = self.path(sha256);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(ServicesError::file("removing", &path)(error))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_known_by_its_first_bytes() {
        assert_eq!(check(&[0xff, 0xd8, 0xff, 0xe0]), Ok(()));
        assert_eq!(check(b"\x89PNG\r\n\x1a\nrest"), Ok(()));
        for other in [&b""[..], b"GIF89a", b"<svg", b"%PDF-1.7", b"\xff\xd8", b"MZ"] {
            assert_eq!(check(other), Err(Refusal::NotAPhoto));
        }
        assert_eq!(check(&vec![0xff; MOST + 1]), Err(Refusal::PhotoTooLarge));
    }
}
