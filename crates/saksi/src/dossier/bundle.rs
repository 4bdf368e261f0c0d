//! The files of a dossier, into a folder or a ZIP: each is written as it comes and forgotten, but for its hash. Under its name the whole stands
//! only when everything is in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use ledger::{Hash, sha256};
use tempfile::{NamedTempFile, TempDir};

use super::DossierFailure;
use super::zip::Zip;
use crate::error::Failure;

/// The list of all others.
const MANIFEST: &str = "manifest.sha256";

/// Where files go to.
pub struct Bundle {
    into: PathBuf,
    to: To,
    hashes: BTreeMap<String, Hash>,
}

enum To {
    Folder(TempDir),
    Zip(Box<Zip<BufWriter<File>>>, NamedTempFile),
}

impl Bundle {
    /// A ZIP where the name ends so, else a folder. What is there already stays: then this fails.
    pub fn create(into: &Path) -> Result<Bundle, Failure> {
        if into.symlink_metadata().is_ok() && !is_empty_folder(into) {
            return Err(DossierFailure::Exists { path: into.to_owned() }.into());
        }
        let beside = into.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(beside).map_err(|error| Failure::file("creating the folder", beside, error))?;
        let failed = |error| Failure::file("creating", into, error);
        let zipped = into.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
        let to = if zipped {
            let file = NamedTempFile::new_in(beside).map_err(failed)?;
            let writer = file.reopen().map_err(failed)?;
            To::Zip(Box::new(Zip::new(BufWriter::new(writer))), file)
        } else {
            To::Folder(TempDir::new_in(beside).map_err(failed)?)
        };
        Ok(Bundle { into: into.to_owned(), to, hashes: BTreeMap::new() })
    }

    /// Whether a file is in it.
    pub fn has(&self, path: &str) -> bool {
        self.hashes.contains_key(path)
    }

    /// Adds a file. One that is in it already stays.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        if self.has(path) {
            return Ok(());
        }
        self.write(path, bytes)?;
        self.hashes.insert(path.to_owned(), sha256(bytes));
        Ok(())
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let failed = |error| Failure::file("writing", &self.into, error);
        match &mut self.to {
            To::Zip(zip, _) => zip.add(path, bytes).map_err(failed),
            To::Folder(folder) => {
                let path = folder.path().join(path);
                let made = path.parent().map_or(Ok(()), fs::create_dir_all);
                made.and_then(|()| fs::write(&path, bytes)).map_err(failed)
            }
        }
    }

    /// Adds the list of all files with their hashes, as `sha256sum` reads it, and puts everything under its name.
    pub fn finish(mut self) -> Result<usize, Failure> {
        let mut manifest = String::new();
        for (path, hash) in &self.hashes {
            // Writing into a text can't fail.
            let _ = writeln!(manifest, "{}  {path}", hash.to_hex());
        }
        self.write(MANIFEST, manifest.as_bytes())?;
        let into = self.into;
        let failed = |error| Failure::file("writing", &into, error);
        match self.to {
            To::Zip(zip, file) => {
                let mut out = zip.finish().map_err(failed)?;
                out.flush().and_then(|()| out.get_ref().sync_all()).map_err(failed)?;
                readable(file.path(), 0o644).map_err(failed)?;
                file.persist_noclobber(&into).map_err(|error| failed(error.error))?;
            }
            To::Folder(folder) => {
                readable(folder.path(), 0o755).map_err(failed)?;
                fs::rename(folder.path(), &into).map_err(failed)?;
                // It is no temporary one any more.
                let _ = folder.keep();
            }
        }
        Ok(self.hashes.len() + 1)
    }
}

fn is_empty_folder(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// What is handed to a court is no secret: temporary files are their owner's alone.
fn readable(path: &Path, mode: u32) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }
    #[cfg(not(unix))]
    {
        let _ = (path, mode);
        Ok(())
    }
}
