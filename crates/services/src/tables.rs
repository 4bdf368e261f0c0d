//! Which published files a delivery carries, and copies of them.
//!
//! A published table's path shows the newest cut; a delivery carries one cut's. So what is sent is copied, after it was held against the
//! hash that its package names, to a path that has the hash in it: an attempt days later sends the same bytes, and a link shows them.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use ledger::sha256;
use rusqlite::params;
use serde::Deserialize;

use crate::files::write_whole;
use crate::outbox::Kept;
use crate::publication::{MOST, Publication, read};
use crate::receivers::What;
use crate::{ServicesError, Store};

/// Folder of the copies, in the one for the public's files.
pub const FOLDER: &str = "sent";

/// The tables of a contest, as its package names them.
pub struct Tables<'p> {
    publication: &'p Publication,
    contest: String,
    /// The cut they were made at.
    pub cut: i64,
    /// Hash of the package's own description: while it is the same, nothing has changed.
    described: String,
    /// Length and SHA-256 by path in the publication.
    files: HashMap<String, (u64, String)>,
}

#[derive(Deserialize)]
struct Package {
    cut: u64,
    #[serde(default)]
    resources: Vec<Named>,
    #[serde(default)]
    documents: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    path: String,
    bytes: u64,
    hash: String,
}

#[derive(Deserialize)]
struct Row {
    path: String,
    bytes: u64,
    sha256: String,
}

impl<'p> Tables<'p> {
    /// Reads a contest's package, which is looked up before; none: it has no tables yet.
    pub fn open(publication: &'p Publication, contest: &str) -> Result<Option<Tables<'p>>, ServicesError> {
        let path = publication.root().join("data").join(contest).join("datapackage.json");
        if !path.exists() {
            return Ok(None);
        }
        let bytes = read(&path, MOST)?;
        let wrong = |what: String| ServicesError::Publication { path: path.clone(), what };
        let package: Package = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        let cut = i64::try_from(package.cut).map_err(|error| wrong(error.to_string()))?;
        let mut files = HashMap::new();
        for Named { path: name, bytes, hash } in package.resources.into_iter().chain(package.documents) {
            let hash = hash.strip_prefix("sha256:").unwrap_or(&hash).to_owned();
            files.insert(format!("data/{contest}/{name}"), (bytes, hash));
        }
        let described = sha256(&bytes).to_hex();
        let mut tables = Tables { publication, contest: contest.to_owned(), cut, described, files };
        let list = tables.checked(&format!("data/{contest}/files.csv"))?;
        for row in csv::Reader::from_reader(list.as_slice()).deserialize::<Row>() {
            let Row { path: name, bytes, sha256 } = row.map_err(|error| wrong(error.to_string()))?;
            tables.files.insert(format!("data/{contest}/{name}"), (bytes, sha256));
        }
        Ok(Some(tables))
    }

    /// Whether the package is still the one that was read.
    pub fn still(&self) -> Result<bool, ServicesError> {
        let path = self.publication.root().join("data").join(&self.contest).join("datapackage.json");
        Ok(sha256(&read(&path, MOST)?).to_hex() == self.described)
    }

    /// Paths of what is sent of these regions.
    pub fn paths(&self, what: What, regions: &[String]) -> Vec<String> {
        let contest = &self.contest;
        match what {
            What::Digest => vec![format!("data/{contest}/totals.csv")],
            What::Daily => {
                let nation = self.publication.nation();
                let of = |code: &String| {
                    if *code == nation {
                        format!("data/{contest}/stations.csv.gz")
                    } else {
                        format!("data/{contest}/{code}/stations.csv")
                    }
                };
                regions.iter().map(of).collect()
            }
        }
    }

    /// A published file, if it is the one that the package names.
    fn checked(&self, path: &str) -> Result<Vec<u8>, ServicesError> {
        let at = self.publication.root().join(path);
        let missing = || ServicesError::Publication {
            path: at.clone(),
            what: "its package doesn't name it".to_owned(),
        };
        let (_, named) = self.files.get(path).ok_or_else(missing)?;
        let bytes = read(&at, MOST)?;
        if sha256(&bytes).to_hex() == *named { Ok(bytes) } else { Err(ServicesError::Changing { path: at }) }
    }

    /// Keeps a copy of a published file, under a name that says what it is, of which day and cut.
    pub fn keep(
        &self,
        store: &Store,
        out: &Path,
        path: &str,
        date: &str,
        now: i64,
    ) -> Result<Kept, ServicesError> {
        let bytes = self.checked(path)?;
        let inside = path.strip_prefix("data/").unwrap_or(path).replace('/', "-");
        let (stem, ending) = inside.split_once('.').unwrap_or((&inside, "csv"));
        // Names go into headers and paths of others: letters, digits and hyphens alone.
        let plain =
            |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
        let (election, stem) = (plain(self.publication.name()), plain(stem));
        let kept = Kept {
            name: format!("{election}-{stem}-{date}-cut{}.{ending}", self.cut),
            path: path.to_owned(),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            sha256: sha256(&bytes).to_hex(),
        };
        let to = place(out, &kept);
        if !to.exists() {
            write_whole(&to, &bytes, 0o644)?;
        }
        store.write(|sql| {
            sql.execute(
                "INSERT OR REPLACE INTO kept_files (sha256, name, made_ms) VALUES (?1, ?2, ?3)",
                params![kept.sha256, kept.name, now],
            )?;
            Ok(())
        })?;
        Ok(kept)
    }
}

/// Where a copy lies.
pub fn place(out: &Path, kept: &Kept) -> PathBuf {
    out.join(FOLDER).join(&kept.sha256).join(&kept.name)
}

/// Where everybody gets it.
pub fn link(base_url: &str, kept: &Kept) -> String {
    format!("{base_url}/files/{FOLDER}/{}/{}", kept.sha256, kept.name)
}

/// Removes copies older than this that nothing waits for; how many.
pub fn forget(store: &Store, out: &Path, before_ms: i64) -> Result<usize, ServicesError> {
    let old: Vec<(String, String)> = store.read(|sql| {
        let mut asked = sql.prepare_cached(
            "SELECT sha256, name FROM kept_files WHERE made_ms < ?1 AND NOT EXISTS (SELECT 1 FROM outbox
             WHERE state IN ('waiting', 'dead') AND instr(files, name) > 0)",
        )?;
        let rows = asked.query_map([before_ms], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
    })?;
    for (sha256, name) in &old {
        let folder = out.join(FOLDER).join(sha256);
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(ServicesError::file("removing", &path)(error));
            }
            Ok(()) | Err(_) => {}
        }
        // Another day's copy of the same bytes may lie there.
        let _ = fs::remove_dir(&folder);
        store.write(|sql| {
            Ok(sql.execute("DELETE FROM kept_files WHERE sha256 = ?1 AND name = ?2", params![sha256, name])?)
        })?;
    }
    Ok(old.len())
}
