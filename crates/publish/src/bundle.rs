//! Bundles: what somebody takes home of a publication, as one file. Each is a bag (RFC 8493, BagIt 1.0) in a gzipped tar: the payload
//! lies below `data/` under the paths that it has in the publication, with the SHA-256 of each file beside.
//!
//! - `bundles/cut-<number>.tar.gz`, of every cut: its table of changes with a data package, its manifest, its signed checkpoint;
//! - `bundles/<year>-<month>-<day>.tar.gz`, once a day: all tables of all contests as well;
//! - `bundles/latest.tar.gz`: the newest of the days again, under a name that stays;
//! - `bundles/index.csv`: all of them, with their hashes; `bundles/latest.json`: the newest of each kind.
//!
//! None is ever removed. They are made of what is published, after it is, and kept beside the ledger; the public tree has links to them,
//! so that it can be thrown away. Their times are those of the cuts they are of: made again from the same cut they are the same.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use ledger::{Hash, sha256};

use crate::cut_list::CutRow;
use crate::error::PublishError;
use crate::files;
use crate::publisher::Publisher;

/// The list of all bundles, in the public tree.
const INDEX: &str = "bundles/index.csv";
/// The newest bundles.
const LATEST: &str = "bundles/latest.json";
/// The newest day's again.
const LATEST_DAY: &str = "bundles/latest.tar.gz";
/// First line of the list.
const COLUMNS: &str = "bundle,cut,time,bytes,sha256\n";

/// Where a bundle comes from, for its description.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The ledger's origin.
    pub origin: &'a str,
    /// The election's name.
    pub election: &'a str,
    /// Writes unix milliseconds as RFC 3339 by the election's own time.
    pub time: &'a dyn Fn(u64) -> String,
}

/// A file of a bag's payload: its path in the publication.
struct Payload {
    path: String,
    bytes: u64,
    sha256: Hash,
}

impl Publisher {
    /// Makes the bundles that are due: of every finished cut that has none, and of the day, if one is given (`2024-02-14`) that has none.
    /// Returns their paths.
    ///
    /// # Errors
    /// When a file can't be read or written, or when a published file is not what the manifests say.
    pub fn bundle(&self, source: Source<'_>, day: Option<&str>) -> Result<Vec<String>, PublishError> {
        let Some(newest) = self.finished() else { return Ok(Vec::new()) };
        fs::create_dir_all(self.kept()).map_err(PublishError::file("creating the folder", &self.kept()))?;
        let mut index = self.index()?;
        // Looked through once: after a week of cuts the list is a megabyte.
        let there: HashSet<String> = listed(&index).map(str::to_owned).collect();
        let mut made = Vec::new();
        for row in self.rows().iter().filter(|row| row.size <= newest.size) {
            let path = format!("bundles/cut-{}.tar.gz", row.size);
            if there.contains(&path) {
                continue;
            }
            let description =
                format!("What cut {} changed, with its manifest and its signed checkpoint.", row.size);
            let mut bag = self.bag(&path, source, row, &description)?;
            self.put_cut(&mut bag, row)?;
            self.list(bag.finish()?, &mut index)?;
            made.push(path);
        }
        if let Some(date) = day {
            let path = format!("bundles/{date}.tar.gz");
            if !there.contains(&path) {
                let description =
                    "All tables of the day, with the cut's changes, its manifest and its signed checkpoint.";
                let mut bag = self.bag(&path, source, &newest, description)?;
                self.put_cut(&mut bag, &newest)?;
                self.put_tables(&mut bag)?;
                self.list(bag.finish()?, &mut index)?;
                made.push(path);
            }
        }
        self.show(&index)?;
        Ok(made)
    }

    /// Whether a day has its bundle.
    ///
    /// # Errors
    /// When the list of bundles can't be read.
    pub fn has_bundle_of(&self, date: &str) -> Result<bool, PublishError> {
        let path = format!("bundles/{date}.tar.gz");
        Ok(listed(&self.index()?).any(|listed| listed == path))
    }

    /// Where bundles are kept.
    fn kept(&self) -> PathBuf {
        self.ledger.join("bundles")
    }

    fn index(&self) -> Result<String, PublishError> {
        let path = self.ledger.join(INDEX);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(COLUMNS.to_owned()),
            Err(error) => Err(PublishError::file("reading", &path)(error)),
        }
    }

    fn bag<'p>(
        &'p self,
        path: &str,
        source: Source<'_>,
        row: &CutRow,
        description: &str,
    ) -> Result<Bag<'p>, PublishError> {
        let manifest = self.root.join(format!("cuts/{}/manifest", row.size));
        let text = fs::read_to_string(&manifest).map_err(PublishError::file("reading", &manifest))?;
        let (head, _) = record::parse_head(&text)
            .map_err(|source| PublishError::Manifest { path: manifest.clone(), source })?;
        let time = (source.time)(head.cut.time_ms);
        let date = time.get(..10).unwrap_or(&time);
        let about = format!(
            "Source-Organization: {}\nExternal-Identifier: {}\nExternal-Description: {description}\nBagging-Date: {date}\n",
            source.election, source.origin
        );
        Bag::begin(&self.ledger, path, about, (row.size, time))
    }

    fn put_cut(&self, bag: &mut Bag<'_>, row: &CutRow) -> Result<(), PublishError> {
        for name in ["changes.csv", "checkpoint", "manifest"] {
            let path = format!("cuts/{}/{name}", row.size);
            let file = files::inside(&self.root, &path)?;
            let bytes = fs::read(&file).map_err(PublishError::file("reading", &file))?;
            bag.put(&path, &bytes)?;
            if name == "changes.csv" {
                bag.put(
                    "datapackage.json",
                    record::tables::changes_package(row.size, &path, &bytes).as_bytes(),
                )?;
            }
        }
        Ok(())
    }

    /// The tables of the newest cut, each held against the manifests.
    fn put_tables(&self, bag: &mut Bag<'_>) -> Result<(), PublishError> {
        let mut tables = Vec::new();
        self.tree().visit(&mut |path, entry| {
            if path.starts_with("data/") {
                tables.push((path.to_owned(), entry.sha256));
            }
        });
        for (path, wanted) in tables {
            let file = files::inside(&self.root, &path)?;
            let bytes = fs::read(&file).map_err(PublishError::file("reading", &file))?;
            if bag.put(&path, &bytes)? != wanted {
                return Err(PublishError::Changed { path: file });
            }
        }
        Ok(())
    }

    /// Adds a line to the list of bundles.
    fn list(&self, done: Done, index: &mut String) -> Result<(), PublishError> {
        let Done { path, cut: (cut, time), bytes, sha256 } = done;
        index.extend([format!("{path},{cut},{time},{bytes},{}\n", sha256.to_hex())]);
        let place = self.ledger.join(INDEX);
        files::write_durably(&place, index.as_bytes(), 0o644).map_err(PublishError::file("writing", &place))
    }

    /// Puts into the public tree what isn't there.
    fn show(&self, index: &str) -> Result<(), PublishError> {
        for path in listed(index) {
            files::link(&files::inside(&self.ledger, path)?, &self.root, path)?;
        }
        if let Some(day) = listed(index).filter(|path| !path.starts_with("bundles/cut-")).last() {
            files::replace_by_link(&files::inside(&self.ledger, day)?, &self.root.join(LATEST_DAY))?;
        }
        files::write(&self.root, INDEX, index.as_bytes(), false)?;
        let newest = |of_a_cut: bool| {
            let mut lines = index.lines().rev().filter(|line| line.starts_with("bundles/"));
            let line = lines.find(|line| line.starts_with("bundles/cut-") == of_a_cut)?;
            let [path, cut, time, bytes, sha256] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
            Some(format!(
                "{{\"path\":\"{path}\",\"cut\":{cut},\"time\":\"{time}\",\"bytes\":{bytes},\"sha256\":\"{sha256}\"}}"
            ))
        };
        let or_none = |line: Option<String>| line.unwrap_or_else(|| "null".to_owned());
        let text = format!("{{\"cut\":{},\"day\":{}}}\n", or_none(newest(true)), or_none(newest(false)));
        files::write(&self.root, LATEST, text.as_bytes(), false)
    }
}

/// Paths of the bundles that a list has.
fn listed(index: &str) -> impl Iterator<Item = &str> {
    index.lines().skip(1).filter_map(|line| line.split(',').next())
}

/// A bag that is being written.
struct Bag<'p> {
    root: &'p Path,
    path: String,
    /// The folder that all of it lies in.
    folder: String,
    about: String,
    tar: Tar,
    files: Vec<Payload>,
    /// The cut, and its time.
    cut: (u64, String),
}

type Tar = tar::Builder<GzEncoder<BufWriter<File>>>;

/// A bag that has been written.
struct Done {
    path: String,
    cut: (u64, String),
    bytes: u64,
    sha256: Hash,
}

impl<'p> Bag<'p> {
    fn begin(root: &'p Path, path: &str, about: String, cut: (u64, String)) -> Result<Bag<'p>, PublishError> {
        let place = files::unfinished(root, path)?;
        let file = File::create(&place).map_err(PublishError::file("creating", &place))?;
        let tar = tar::Builder::new(GzEncoder::new(BufWriter::new(file), Compression::fast()));
        let name = path.rsplit('/').next().unwrap_or(path);
        let folder = name.strip_suffix(".tar.gz").unwrap_or(name).to_owned();
        Ok(Bag { root, path: path.to_owned(), folder, about, tar, files: Vec::new(), cut })
    }

    /// Adds a file to the payload; its hash.
    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<Hash, PublishError> {
        self.append(&format!("data/{path}"), bytes)?;
        let sha256 = sha256(bytes);
        self.files.push(Payload { path: path.to_owned(), bytes: bytes.len() as u64, sha256 });
        Ok(sha256)
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        let name = format!("{}/{path}", self.folder);
        let place = files::unfinished(self.root, &self.path)?;
        self.tar.append_data(&mut header, name, bytes).map_err(PublishError::file("writing", &place))
    }

    /// Writes what a bag says of itself, and gives it its name.
    fn finish(mut self) -> Result<Done, PublishError> {
        let bytes: u64 = self.files.iter().map(|file| file.bytes).sum();
        let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
        let about = format!("{}Payload-Oxum: {bytes}.{}\n", self.about, self.files.len());
        let line = |hash: &Hash, path: &str| format!("{}  {path}\n", hash.to_hex());
        let lines = self.files.iter().map(|file| line(&file.sha256, &format!("data/{}", file.path)));
        let manifest: String = lines.collect();
        let mut tags = String::new();
        for (name, text) in
            [("bagit.txt", declaration), ("bag-info.txt", &about), ("manifest-sha256.txt", &manifest)]
        {
            self.append(name, text.as_bytes())?;
            tags.extend([line(&sha256(text.as_bytes()), name)]);
        }
        self.append("tagmanifest-sha256.txt", tags.as_bytes())?;
        let (place, target) =
            (files::unfinished(self.root, &self.path)?, files::inside(self.root, &self.path)?);
        let written = self.tar.into_inner().and_then(GzEncoder::finish).and_then(|mut file| file.flush());
        written.map_err(PublishError::file("writing", &place))?;
        let packed = fs::read(&place).map_err(PublishError::file("reading", &place))?;
        fs::rename(&place, &target).map_err(PublishError::file("renaming to", &target))?;
        Ok(Done { path: self.path, cut: self.cut, bytes: packed.len() as u64, sha256: sha256(&packed) })
    }
}
