//! An election's folder: where everything lies.

use std::fs;
use std::path::{Path, PathBuf};

use ledger::Hash;
use serde::{Deserialize, Serialize};

use crate::error::Failure;

/// The folder of one election.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    /// What `saksi.toml` says.
    pub config: Config,
}

/// `saksi.toml`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Name of the election.
    pub election: String,
    /// The ledger's origin: a schema-less URL, the prefix its files are served under.
    pub origin: String,
    /// Where `saksi serve` listens if it isn't told.
    pub listen: String,
    /// Whether each `saksi publish` remakes the CSV and Parquet tables.
    pub tables: bool,
}

impl Folder {
    /// Opens an election's folder.
    pub fn open(root: &Path) -> Result<Folder, Failure> {
        let path = root.join("saksi.toml");
        let text = fs::read_to_string(&path).map_err(|error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                Failure::NoElection(root.to_owned())
            } else {
                Failure::file("reading", &path, error)
            }
        })?;
        let config = toml::from_str(&text)
            .map_err(|error| Failure::Config { path, what: error.message().to_owned() })?;
        Ok(Folder { root: root.to_owned(), config })
    }

    /// Makes a new, empty election's folder. Refuses one that holds anything.
    pub fn create(root: &Path, config: Config) -> Result<Folder, Failure> {
        let occupied = match fs::read_dir(root) {
            Ok(mut entries) => entries.next().is_some(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
            Err(error) => return Err(Failure::file("listing", root, error)),
        };
        if occupied {
            return Err(Failure::Occupied(root.to_owned()));
        }
        let folder = Folder { root: root.to_owned(), config };
        for path in [folder.keys(), folder.ledger(), folder.blobs(), folder.public(), folder.reports()] {
            fs::create_dir_all(&path).map_err(|error| Failure::file("creating the folder", &path, error))?;
        }
        private(&folder.keys(), 0o700)?;
        Ok(folder)
    }

    /// Writes `saksi.toml`: the last step of making an election, so that a folder with it is whole.
    pub fn seal(&self) -> Result<(), Failure> {
        let path = self.root.join("saksi.toml");
        let text = toml::to_string(&self.config)
            .map_err(|error| Failure::Config { path: path.clone(), what: error.to_string() })?;
        write_whole(&path, text.as_bytes(), 0o644)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Keys: 0600, never under `public/`, never in a data backup.
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The ledger's files.
    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger")
    }

    /// The signed head of the ledger: never restored from a backup.
    pub fn head(&self) -> PathBuf {
        self.root.join("ledger").join("head")
    }

    /// Bytes named by their hash.
    pub fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    /// What everyone may read.
    pub fn public(&self) -> PathBuf {
        self.root.join("public")
    }

    /// The list of cuts.
    pub fn cuts(&self) -> PathBuf {
        self.root.join("ledger").join("cuts")
    }

    /// What the officers' server keeps.
    pub fn desk(&self) -> PathBuf {
        self.root.join("desk")
    }

    /// Import reports.
    pub fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }

    /// The bytes of a blob.
    pub fn blob(&self, hash: &Hash) -> Option<Vec<u8>> {
        fs::read(self.blobs().join(hash.to_hex())).ok()
    }

    /// Whether a blob is held.
    pub fn blob_is_there(&self, hash: &Hash) -> bool {
        self.blobs().join(hash.to_hex()).exists()
    }

    /// Keeps a blob; durable when it returns.
    pub fn keep_blob(&self, bytes: &[u8]) -> Result<Hash, Failure> {
        let hash = ledger::sha256(bytes);
        let path = self.blobs().join(hash.to_hex());
        let held = fs::read(&path).is_ok_and(|held| held == bytes);
        if !held {
            // Nobody writes a blob again: the published name is a second name of the same file.
            write_whole(&path, bytes, 0o444)?;
        }
        Ok(hash)
    }
}

/// Writes a file whole and durably, with these permissions from its first byte on.
pub fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Failure> {
    publish::write_durably(path, bytes, mode).map_err(|error| Failure::file("writing", path, error))
}

/// Takes everybody's access but the owner's.
pub fn private(path: &Path, mode: u32) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
            .map_err(|error| Failure::file("protecting", path, error))?;
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}
