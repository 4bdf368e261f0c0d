//! An election's folder: where everything lies.

use std::fs;
use std::path::{Path, PathBuf};

use blobs::{Blobs, Both, S3, SetUp};
use ledger::Hash;
use serde::{Deserialize, Serialize};

use crate::error::Failure;
use crate::session::now_ms;
use crate::texts::say;

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
    /// From when on the day's bundle of all tables is due, `HH:MM` by the election's own time; none: no day has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle_at: Option<String>,
    /// Where new photos stay, if not in `blobs/`: `s3://BUCKET/PREFIX`. `saksi desk --store` writes it, and whoever reads photos reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Where `saksi services` is reached by the public, `https://layanan.example`: pages then lead there for reports of errors and mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<String>,
    /// Others who have the publication, for its page of mirrors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mirrors: Vec<Mirror>,
}

/// Somebody else's copy of the publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mirror {
    /// Whose it is.
    pub name: String,
    /// Where it is, `https://mirror.example/2029`: its `latest.json` lies below.
    pub url: String,
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

    /// Compressed copies of public files, which `saksi serve` makes: beside the public tree, in no manifest, and made again when they lack.
    pub fn packed(&self) -> PathBuf {
        self.root.join("packed")
    }

    /// The list of cuts.
    pub fn cuts(&self) -> PathBuf {
        self.root.join("ledger").join("cuts")
    }

    /// What has gone to a place that shows the publication as well, noted by the place's name.
    pub fn pushed_to(&self, place: &str) -> PathBuf {
        self.root.join("ledger").join(format!("pushed-{}", ledger::sha256(place.as_bytes()).to_hex()))
    }

    /// What the officers' server keeps.
    pub fn desk(&self) -> PathBuf {
        self.root.join("desk")
    }

    /// Where a running desk says on which address it listens. A desk that was killed leaves it behind: whoever reads it asks what answers
    /// there for its ledger.
    pub fn desk_address(&self) -> PathBuf {
        self.desk().join("address")
    }

    /// Import reports.
    pub fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }

    /// The bytes of a blob that the election began with: these lie in the folder, wherever photos stay.
    pub fn blob(&self, hash: &Hash) -> Option<Vec<u8>> {
        self.own_blobs().ok()?.get(hash).ok().flatten()
    }

    /// The folder `blobs/` alone.
    pub fn own_blobs(&self) -> Result<blobs::Folder, Failure> {
        Ok(blobs::Folder::open(&self.blobs())?)
    }

    /// Where all blobs are: the folder, and behind it the store that `saksi.toml` names.
    pub fn all_blobs(&self) -> Result<Box<dyn Blobs>, Failure> {
        let own = self.own_blobs()?;
        Ok(match &self.config.store {
            None => Box::new(own),
            Some(store) => Box::new(Both::new(own, bucket(store)?)),
        })
    }

    /// Has new photos stay in a bucket from now on, once it is known to keep them; written down, so that nobody who reads photos
    /// has to be told. One store follows another only by hand: what the first holds would be out of sight.
    pub fn keep_in(&mut self, store: &str) -> Result<(), Failure> {
        match &self.config.store {
            Some(own) if own == store => return Ok(()),
            Some(own) => {
                let what = say!("store-other", own = own, asked = store);
                return Err(Failure::Config { path: self.config_path(), what });
            }
            None => {}
        }
        bucket(store)?.try_out()?;
        let path = self.config_path();
        let mut text = fs::read_to_string(&path).map_err(|error| Failure::file("reading", &path, error))?;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        self.config.store = Some(store.to_owned());
        // An address of a store holds nothing that would need an escape.
        text.extend(["store = \"", store, "\"\n"]);
        write_whole(&path, text.as_bytes(), 0o644)
    }

    /// Makes sure that the store which `saksi.toml` names can be used.
    pub fn try_store(&self) -> Result<(), Failure> {
        match &self.config.store {
            Some(store) => Ok(bucket(store)?.try_out()?),
            None => Ok(()),
        }
    }

    pub fn config_path(&self) -> PathBuf {
        self.root.join("saksi.toml")
    }
}

/// A bucket, by the usual variables of the environment.
pub fn bucket(address: &str) -> Result<S3, Failure> {
    let set_up = SetUp::new(address, &|name| std::env::var(name).ok())?;
    Ok(S3::new(set_up, || now_ms() / 1_000))
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
