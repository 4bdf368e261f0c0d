//! From a publication's files to what [`crate::examine`] looks at: which files are needed, and the proofs that they make.
//!
//! The caller fetches, this decides: [`next`] is asked again with everything fetched so far until it needs nothing more. Every path
//! is the ledger's own or made of a hash, and each comes with the most bytes that it may have, so that neither the publication
//! nor the page can send a browser anywhere else or fill its memory.
//!
//! Nothing that is fetched is trusted. `record/keys.json` tells where a key may have been registered, because the ledger can't be
//! searched from a telephone; what it says is a hint, and the entry there decides.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use election::{Profile, ProfileBundle};
use ledger::{
    BundleId, Entry, Hash, HashReader, MAX_ENTRY, SignedCheckpoint, TileId, TlogProof, WIDTH, decode_bundle,
    inclusion_proof,
};
use serde::{Deserialize, Serialize};
use statement::{Body, Definition, Statement};

use crate::chain::header_of;
use crate::given::{Asked, Given, Law, Source};
use crate::sheet::{self, MOST_LIST};

/// Most bytes of a policy or a checkpoint.
const MOST_HEAD: u64 = 100_000;
/// Most bytes of the list of keys. Of a nation's stations it has more, and then nobody can say on a telephone where a key is.
const MOST_KEYS: u64 = 20_000_000;
/// Most bytes of a law.
const MOST_LAW: u64 = 4_000_000;
/// Most entries that one statement is followed to: the definition, its signers' keys, and those above them.
const MOST_ENTRIES: usize = 24;

const POLICY: &str = "policy";
const LEDGER: &str = "ledger/";
const KEYS: &str = "record/keys.json";

/// Files by their paths below the publication's root; none: it was asked for and is not there, or is too large.
pub type Files = BTreeMap<String, Option<Vec<u8>>>;

/// A file to fetch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Need {
    /// Path below the publication's root.
    pub path: String,
    /// Most bytes that it may have; a longer one counts as absent.
    pub most: u64,
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// There is no checkpoint, or it can't be read.
    NoCheckpoint,
    /// The checkpoint's ledger does not reach to the entry.
    TooNew,
    /// The entry, or the tiles to prove it with, are not there.
    NoEntry,
}

/// What is next.
#[derive(Clone, Debug)]
pub enum Next<'a> {
    /// To fetch these, and to ask again.
    Needs(Vec<Need>),
    /// To say why not.
    Refused(Refused),
    /// To examine what came together.
    Ready(Box<Given<'a>>),
}

/// What is next, with these files in hand.
pub fn next<'a>(asked: &Asked, files: &Files, built_in: &'a [Law], language: &str) -> Next<'a> {
    let shelf = Shelf { files, needs: RefCell::default() };
    let policy = shelf.get(POLICY, MOST_HEAD);
    let checkpoint = shelf.get(&format!("{LEDGER}checkpoint"), MOST_HEAD);
    if let Some(needs) = shelf.missing() {
        return Next::Needs(needs);
    }
    let Some(checkpoint) = checkpoint else { return Next::Refused(Refused::NoCheckpoint) };
    let Ok(signed) = SignedCheckpoint::parse(checkpoint) else {
        return Next::Refused(Refused::NoCheckpoint);
    };
    let ledger = Ledger { shelf: &shelf, size: signed.checkpoint.size, checkpoint };
    if asked.entry >= ledger.size {
        return Next::Refused(Refused::TooNew);
    }
    let statement = ledger.proof(asked.entry);
    let rests_on = ledger.rests_on(asked.entry);
    let mut blobs = BTreeMap::new();
    if let Some(first) = rests_on.iter().find(|proof| proof.index == 0) {
        shelf.blobs(first, &asked.contest, built_in, &mut blobs);
    }
    if let Some(needs) = shelf.missing() {
        return Next::Needs(needs);
    }
    let Some(statement) = statement else { return Next::Refused(Refused::NoEntry) };
    Next::Ready(Box::new(Given {
        policy: policy.map(<[u8]>::to_vec),
        source: Source::Served,
        asked: Some(asked.clone()),
        statement,
        rests_on,
        blobs,
        photos: Vec::new(),
        unused: Vec::new(),
        built_in,
        language: language.to_owned(),
    }))
}

/// What was fetched, and what turns out to be missing.
struct Shelf<'f> {
    files: &'f Files,
    needs: RefCell<BTreeSet<Need>>,
}

impl<'f> Shelf<'f> {
    /// A file's bytes. One that was not asked for yet is noted as needed.
    fn get(&self, path: &str, most: u64) -> Option<&'f [u8]> {
        match self.files.get(path) {
            Some(Some(bytes)) => Some(bytes.as_slice()).filter(|bytes| bytes.len() as u64 <= most),
            Some(None) => None,
            None => {
                self.needs.borrow_mut().insert(Need { path: path.to_owned(), most });
                None
            }
        }
    }

    /// Whether a file was asked for and can't be had.
    fn is_absent(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(Option::is_none)
    }

    fn missing(&self) -> Option<Vec<Need>> {
        let needs: Vec<Need> = self.needs.borrow().iter().cloned().collect();
        (!needs.is_empty()).then_some(needs)
    }

    /// A file of the ledger by its path in this checkpoint's tree, or the full one that has replaced it since.
    fn grown(&self, path: &str, full: &str, most: u64) -> Option<&'f [u8]> {
        let path = format!("{LEDGER}{path}");
        let now = self.get(&path, most);
        if now.is_some() || !self.is_absent(&path) { now } else { self.get(&format!("{LEDGER}{full}"), most) }
    }

    /// The law and the lists that the definition names, as far as they are of use and not too large.
    fn blobs(&self, first: &TlogProof, contest: &str, built_in: &[Law], blobs: &mut BTreeMap<Hash, Vec<u8>>) {
        let Some(statement) = statement_of(first) else { return };
        let Body::Definition(definition) = &statement.body else { return };
        let Some(profile) = self.law(definition, built_in, blobs) else { return };
        for list in sheet::lists(&profile, definition, contest) {
            if list.bytes <= MOST_LIST {
                self.blob(list.sha256.0, list.bytes, blobs);
            }
        }
    }

    fn law(
        &self,
        definition: &Definition<'_>,
        built_in: &[Law],
        blobs: &mut BTreeMap<Hash, Vec<u8>>,
    ) -> Option<Profile> {
        let hash = definition.profile.sha256.0;
        if let Some(law) = built_in.iter().find(|law| law.sha256 == hash) {
            return Profile::from_bundle(&law.bundle).ok();
        }
        self.blob(hash, MOST_LAW, blobs);
        let bundle = ProfileBundle::from_json(blobs.get(&hash)?).ok()?;
        Profile::from_bundle(&bundle).ok()
    }

    /// Takes in bytes that are what their name says; others are as good as none.
    fn blob(&self, hash: Hash, most: u64, blobs: &mut BTreeMap<Hash, Vec<u8>>) {
        let bytes = self.get(&format!("blob/{}", hash.to_hex()), most);
        if let Some(bytes) = bytes.filter(|bytes| ledger::sha256(bytes) == hash) {
            blobs.insert(hash, bytes.to_vec());
        }
    }
}

/// The ledger at one checkpoint.
struct Ledger<'s, 'f> {
    shelf: &'s Shelf<'f>,
    size: u64,
    checkpoint: &'f [u8],
}

/// What the publication says of a key. There is more in the file.
#[derive(Deserialize)]
struct KeyRow {
    key: String,
    registered: u64,
    revoked: Option<u64>,
}

impl Ledger<'_, '_> {
    /// The proof of an entry; none: files are missing, or don't have what they should.
    fn proof(&self, index: u64) -> Option<TlogProof> {
        let entry = self.entry(index);
        // Asked for even where the entry is missing, so that one round fetches both.
        let hashes = inclusion_proof(&Tiles(self.shelf), index, self.size).ok();
        let (extra, hashes) = (entry?, hashes?);
        Some(TlogProof { extra: Some(extra), index, hashes, checkpoint: self.checkpoint.to_vec() })
    }

    fn entry(&self, index: u64) -> Option<Vec<u8>> {
        let id = BundleId::at_size(index / WIDTH, self.size)?;
        let most = WIDTH * (MAX_ENTRY as u64 + 2);
        let bytes = self.shelf.grown(&id.path(), &id.full().path(), most)?;
        let entries = decode_bundle(bytes).ok()?;
        let at = usize::try_from(index % WIDTH).ok()?;
        entries.get(at).map(|entry| entry.to_vec())
    }

    /// The definition, and the entries that register or revoke the keys which lead from it to the signers of an entry.
    fn rests_on(&self, entry: u64) -> Vec<TlogProof> {
        let mut proofs: Vec<TlogProof> = self.proof(0).into_iter().collect();
        let Some(rows) = self.keys() else { return proofs };
        let (mut wanted, mut seen) = (vec![entry], BTreeSet::from([0, entry]));
        while let Some(index) = wanted.pop() {
            let Some(proof) = self.proof(index) else { continue };
            let named = statement_of(&proof).map(|statement| statement.signatures).unwrap_or_default();
            for row in named.iter().filter_map(|line| rows.get(&(line.name.clone(), line.key_id))) {
                for further in [Some(row.registered), row.revoked].into_iter().flatten() {
                    if further < self.size && seen.len() < MOST_ENTRIES && seen.insert(further) {
                        wanted.push(further);
                    }
                }
            }
            if index != entry {
                proofs.push(proof);
            }
        }
        proofs.sort_by_key(|proof| proof.index);
        proofs
    }

    fn keys(&self) -> Option<BTreeMap<(String, [u8; 4]), KeyRow>> {
        let bytes = self.shelf.get(KEYS, MOST_KEYS)?;
        let rows: Vec<KeyRow> = serde_json::from_slice(bytes).ok()?;
        let by_line = |row: KeyRow| {
            let key = ledger::VerifyingKey::parse(&row.key).ok()?;
            Some(((key.name().to_string(), key.key_id()), row))
        };
        Some(rows.into_iter().filter_map(by_line).collect())
    }
}

fn statement_of(proof: &TlogProof) -> Option<Statement<'_>> {
    let entry = Entry::parse(proof.extra.as_deref()?).ok()?;
    Statement::parse(&header_of(entry.note), entry.note).ok()
}

/// Tiles on the shelf. In the place of a missing one stand zeros, so that all that are missing are found at once; that some were is
/// what the shelf says, and then no proof is used.
struct Tiles<'s, 'f>(&'s Shelf<'f>);

impl HashReader for Tiles<'_, '_> {
    type Error = ();

    fn tile(&self, id: TileId) -> Result<Vec<Hash>, ()> {
        let most = WIDTH * 32;
        match self.0.grown(&id.path(), &id.full().path(), most) {
            Some(bytes) => {
                let (hashes, rest) = bytes.as_chunks::<32>();
                if rest.is_empty() { Ok(hashes.iter().map(|hash| Hash(*hash)).collect()) } else { Err(()) }
            }
            None if self.0.missing().is_some() => Ok(vec![Hash([0; 32]); usize::from(id.width)]),
            None => Err(()),
        }
    }
}
