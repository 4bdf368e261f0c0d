//! A publication, read from its ledger's first entry on: whatever a dossier says follows from entries whose signatures were checked, under a
//! root that the ledger signed. Nothing is taken from published figures.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ledger::{Entry, Frontier, Hash, PolicyVerdict, SignedCheckpoint, WIDTH, leaf_hash, sha256};
use record::{Cut, KeysByPlace, View};
use sequencer::{DiskError, LedgerReader, Store, StoreError};
use serde::Deserialize;
use statement::{Body, Statement};
use tally::{Replay, Trust};
use verify::{FolderSource, Found, Source};

use super::DossierFailure;
use crate::error::Failure;
use crate::fetch::UrlSource;
use crate::progress::Bar;
use crate::texts::say;

/// Most bytes of a bundle: 256 entries with their lengths.
const BUNDLE: u64 = 256 * (2 + 65_535);
/// Most bytes of a head, a policy, a cut's summary.
const HEAD: u64 = 1 << 20;
/// Most bytes of a blob that an election is made of.
const BLOB: u64 = 1 << 28;
/// Most bytes of a photo.
const PHOTO: u64 = 1 << 26;
/// Most bytes of a text beside a statement.
const TEXT: u64 = 1 << 20;
/// Files of the ledger that are kept, and bytes of each at most.
const KEPT: usize = 12;
const KEPT_BYTES: usize = 1 << 20;
/// Bundles between two looks at the progress bar.
const BUNDLES: u64 = 16;

/// Files by path, wherever they are.
pub struct Publication {
    source: Box<dyn Source + Send>,
    from: String,
    /// The ledger's files read last: proofs of neighbours take the same ones.
    last: Mutex<VecDeque<(String, Vec<u8>)>>,
}

/// A photo that a statement brought: by which entry, of which sheet.
#[derive(Clone, Debug)]
pub struct Brought {
    pub entry: u64,
    pub contest: String,
    pub station: String,
    pub photo: Hash,
    pub page: Option<u8>,
    /// The key that signed it, by its name.
    pub by: String,
}

/// A publication at its newest cut.
pub struct Opened {
    pub publication: Publication,
    pub replay: Replay,
    pub cut: Cut,
    /// The ledger's head at the cut.
    pub head: SignedCheckpoint,
    /// The publication's own policy, and what it says of the head.
    pub policy: Option<(Vec<u8>, PolicyVerdict)>,
    /// Photos that were brought to the places asked for, in the ledger's order.
    pub brought: Vec<Brought>,
    /// Entries that mean nothing: the count passes over them.
    pub refused: u64,
    keys_by_place: KeysByPlace,
}

/// What is needed of `latest.json`.
#[derive(Deserialize)]
struct Latest {
    cut: u64,
}

impl Publication {
    /// The publication of an election's folder, in a folder, or at a URL.
    pub fn at(from: &str) -> Publication {
        let source: Box<dyn Source + Send> = if from.starts_with("http://") || from.starts_with("https://") {
            Box::new(UrlSource::new(from))
        } else if Path::new(from).join("saksi.toml").is_file() {
            Box::new(FolderSource::new(Path::new(from).join("public")))
        } else {
            Box::new(FolderSource::new(from))
        };
        Publication { source, from: from.to_owned(), last: Mutex::default() }
    }

    /// A file of at most this length; none: it isn't there.
    pub fn get(&self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Failure> {
        let mut bytes = Vec::new();
        let unreadable = |what: String| Failure::Unreadable { target: self.from.clone(), what };
        match self.source.read(path, most, &mut bytes).map_err(|error| unreadable(error.to_string()))? {
            Found::Absent => Ok(None),
            Found::Whole => Ok(Some(bytes)),
            Found::Longer => Err(unreadable(say!("dossier-error-longer", path = path, most = most))),
        }
    }

    /// Bytes that are what their name says; none: they aren't there, or are others.
    fn hashed(&self, path: &str, hash: &Hash, most: u64) -> Option<Vec<u8>> {
        self.get(path, most).ok().flatten().filter(|bytes| sha256(bytes) == *hash)
    }

    /// A photo's bytes.
    pub fn photo(&self, hash: &Hash) -> Option<Vec<u8>> {
        self.hashed(&format!("photo/{}", hash.to_hex()), hash, PHOTO)
    }

    /// What a definition is made of.
    pub fn blob(&self, hash: &Hash) -> Option<Vec<u8>> {
        self.hashed(&format!("blob/{}", hash.to_hex()), hash, BLOB)
    }

    /// The bytes of a text beside a statement.
    pub fn text(&self, hash: &Hash) -> Option<Vec<u8>> {
        self.hashed(&format!("blob/{}", hash.to_hex()), hash, TEXT)
    }

    fn kept(&self, path: &str) -> Option<Vec<u8>> {
        let last = self.last.lock().ok()?;
        last.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.clone())
    }

    fn keep(&self, path: &str, bytes: &[u8]) {
        if bytes.len() <= KEPT_BYTES
            && let Ok(mut last) = self.last.lock()
        {
            last.truncate(KEPT - 1);
            last.push_front((path.to_owned(), bytes.to_vec()));
        }
    }

    fn needed(&self, path: &str) -> Result<Vec<u8>, Failure> {
        self.get(path, HEAD)?.ok_or_else(|| DossierFailure::HalfCopied { path: path.to_owned() }.into())
    }
}

impl Store for Publication {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(bytes) = self.kept(path) {
            return Ok(Some(bytes));
        }
        let mut bytes = Vec::new();
        match self.source.read(&format!("ledger/{path}"), BUNDLE, &mut bytes) {
            Ok(Found::Absent) => Ok(None),
            Ok(Found::Whole) => {
                self.keep(path, &bytes);
                Ok(Some(bytes))
            }
            Ok(Found::Longer) => Err(StoreError::BadPath { path: path.to_owned() }),
            Err(error) => Err(StoreError::Disk(DiskError::Failed {
                action: "reading",
                path: PathBuf::from(error.path),
                source: io::Error::other(error.what),
            })),
        }
    }

    fn put_new(&self, path: &str, _bytes: &[u8]) -> Result<(), StoreError> {
        Err(StoreError::BadPath { path: path.to_owned() })
    }

    fn put_new_many(&self, _objects: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        Err(StoreError::BadPath { path: String::new() })
    }

    fn replace(&self, path: &str, _bytes: &[u8]) -> Result<(), StoreError> {
        Err(StoreError::BadPath { path: path.to_owned() })
    }

    fn delete(&self, path: &str) -> Result<(), StoreError> {
        Err(StoreError::BadPath { path: path.to_owned() })
    }

    fn list(&self, path: &str) -> Result<Vec<String>, StoreError> {
        Err(StoreError::BadPath { path: path.to_owned() })
    }
}

impl Opened {
    /// Reads the newest cut's head and the ledger's first entry: the law and the places are known then.
    pub fn begin(publication: Publication) -> Result<Opened, Failure> {
        let Some(latest) = publication.get(record::LATEST_PATH, HEAD)? else {
            return Err(DossierFailure::NoCut { from: publication.from }.into());
        };
        let latest: Latest = serde_json::from_slice(&latest)?;
        let path = format!("cuts/{}/checkpoint", latest.cut);
        let damaged = |what: String| Failure::from(DossierFailure::Damaged { path: path.clone(), what });
        let head = SignedCheckpoint::parse(&publication.needed(&path)?)
            .map_err(|error| damaged(error.to_string()))?;
        let size = head.checkpoint.size;
        if size != latest.cut || size == 0 {
            return Err(damaged(say!("dossier-error-size", size = size.to_string())));
        }
        let first = LedgerReader::new(&publication).entry(0, size)?;
        let replay = Replay::begin(&first, &|hash| publication.blob(hash))?;
        head.verify(&replay.definition.log).map_err(|error| damaged(error.to_string()))?;
        let (root, origin) = (head.checkpoint.root, head.checkpoint.origin.clone());
        let mut opened = Opened {
            publication,
            replay,
            cut: Cut { size, root, time_ms: 0, origin },
            head,
            policy: None,
            brought: Vec::new(),
            refused: 0,
            keys_by_place: KeysByPlace::default(),
        };
        opened.policy = opened.policy_of()?;
        Ok(opened)
    }

    /// Reads all of it. `wanted` says of a station's code whether who brought its photos is.
    pub fn read(mut self, wanted: &dyn Fn(&str) -> bool) -> Result<Opened, Failure> {
        self.read_on(wanted)?;
        self.cut.time_ms = self.replay.tally.last_ms();
        self.keys_by_place = KeysByPlace::of(self.replay.keyring.records());
        Ok(self)
    }

    /// Takes in every entry; their root must be the head's.
    fn read_on(&mut self, wanted: &dyn Fn(&str) -> bool) -> Result<(), Failure> {
        let size = self.cut.size;
        let mut frontier = Frontier::new();
        let bar = Bar::new(say!("bar-checking-ledger"), size);
        let (mut next, last) = (0, size.div_ceil(WIDTH));
        while next < last {
            let until = last.min(next + BUNDLES);
            let mut entries: Vec<Vec<u8>> = Vec::new();
            for index in next..until {
                entries.extend(LedgerReader::new(&self.publication).bundle(index, size)?);
            }
            for entry in &entries {
                frontier.push(leaf_hash(entry));
            }
            let mut first = next * WIDTH;
            if first == 0 {
                // The definition began it all.
                entries.drain(..1.min(entries.len()));
                first = 1;
            }
            self.brought_by(first, &entries, wanted);
            let refused = &mut self.refused;
            self.replay.apply(first, &entries, Trust::Nobody, &mut |_| *refused += 1);
            bar.advance(entries.len() as u64);
            next = until;
        }
        if frontier.root() == self.cut.root { Ok(()) } else { Err(Failure::DamagedLedger) }
    }

    /// Notes who brought which photos: the count keeps only that they came.
    fn brought_by(&mut self, first: u64, entries: &[Vec<u8>], wanted: &dyn Fn(&str) -> bool) {
        let header = self.replay.election().profile.header.clone();
        let kind = format!("{header} capture\n");
        for (index, entry) in (first..).zip(entries) {
            let Ok(entry) = Entry::parse(entry) else { continue };
            if !entry.note.starts_with(kind.as_bytes()) {
                continue;
            }
            let Ok(statement) = Statement::parse(&header, entry.note) else { continue };
            if let Body::Capture(body) = &statement.body
                && wanted(body.station)
            {
                self.brought.push(Brought {
                    entry: index,
                    contest: body.contest.to_owned(),
                    station: body.station.to_owned(),
                    photo: body.photo.sha256.0,
                    page: Some(body.page),
                    by: statement.signatures.first().map(|line| line.name.clone()).unwrap_or_default(),
                });
            }
        }
    }

    /// The publication's policy, where it has one that can be read, and what it makes of the head.
    fn policy_of(&self) -> Result<Option<(Vec<u8>, PolicyVerdict)>, Failure> {
        let Some(bytes) = self.publication.get("policy", HEAD)? else { return Ok(None) };
        let damaged = |what: String| DossierFailure::Damaged { path: "policy".to_owned(), what };
        let text = std::str::from_utf8(&bytes).map_err(|error| damaged(error.to_string()))?;
        let policy = ledger::Policy::parse(text).map_err(|error| damaged(error.to_string()))?;
        let verdict = policy.check(&self.head).map_err(|error| damaged(error.to_string()))?;
        Ok(Some((bytes, verdict)))
    }

    /// The state, for what is rendered of it.
    pub fn view(&self) -> View<'_> {
        View {
            tally: &self.replay.tally,
            keys: self.replay.keyring.records(),
            keys_by_place: &self.keys_by_place,
            cut: &self.cut,
            name: &self.replay.definition.name,
            practice: self.replay.definition.practice,
        }
    }
}
