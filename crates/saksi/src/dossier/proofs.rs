//! What stands behind the figures: statements byte for byte, each with its proof, and with those it rests on up to the ledger's first entry.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Entry, Note, TlogProof, leaf_hash, verify_inclusion};
use sequencer::LedgerReader;
use statement::{Body, KeyRecord, Statement};

use super::DossierFailure;
use super::bundle::Bundle;
use super::publication::Opened;
use crate::error::Failure;
use crate::texts::say;

/// Largest list that the offline verifier takes in, bytes.
const MOST_LIST: u64 = 4_000_000;

/// Entries, and the keys that signed them.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// Indices of entries.
    pub entries: BTreeSet<u64>,
    /// Positions of keys.
    pub keys: BTreeSet<u32>,
}

impl Gathered {
    /// Takes in a statement.
    pub fn take(&mut self, entry: u64, key: u32) {
        self.entries.insert(entry);
        self.keys.insert(key);
    }
}

/// Positions of these keys and of all that registered or revoked them, up to the first.
pub fn way(records: &[KeyRecord], keys: &BTreeSet<u32>) -> BTreeSet<usize> {
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, record) in records.iter().enumerate() {
        by_name.entry(record.key.name().as_str()).or_default().push(position);
    }
    let mut open: Vec<usize> = keys.iter().filter_map(|key| usize::try_from(*key).ok()).collect();
    let mut found = BTreeSet::new();
    while let Some(position) = open.pop() {
        let Some(record) = records.get(position).filter(|_| found.insert(position)) else { continue };
        let acts = record.registration.iter().chain(&record.revocation);
        for name in acts.flat_map(|act| &act.by) {
            open.extend(by_name.get(name.as_str()).into_iter().flatten());
        }
    }
    found
}

/// Adds the notes and proofs of entries, and of those by which the keys that signed them came to be and ended.
pub fn add(bundle: &mut Bundle, opened: &Opened, gathered: &mut Gathered) -> Result<(), Failure> {
    let records = opened.replay.keyring.records();
    gathered.entries.insert(0);
    let mut signed = BTreeSet::new();
    for entry in gathered.entries.clone() {
        signed.extend(signers(opened, entry)?);
    }
    gathered.keys.extend(&signed);
    let mut entries = std::mem::take(&mut gathered.entries);
    for record in way(records, &signed).into_iter().filter_map(|position| records.get(position)) {
        entries.insert(record.registered);
        entries.extend(record.revoked);
    }
    for entry in entries {
        add_one(bundle, opened, entry)?;
    }
    Ok(())
}

/// Positions of the keys whose lines stand below a statement.
fn signers(opened: &Opened, index: u64) -> Result<Vec<u32>, Failure> {
    let bytes = LedgerReader::new(&opened.publication).entry(index, opened.cut.size)?;
    let entry = Entry::parse(&bytes).map_err(|_| Failure::DamagedLedger)?;
    let note = Note::parse(entry.note).map_err(|_| Failure::DamagedLedger)?;
    let records = (0..).zip(opened.replay.keyring.records());
    let signed = records.filter(|(_, record)| note.signatures.iter().any(|line| record.key.made(line)));
    Ok(signed.map(|(position, _)| position).collect())
}

fn add_one(bundle: &mut Bundle, opened: &Opened, index: u64) -> Result<(), Failure> {
    let path = format!("proofs/{index}.tlog-proof");
    if bundle.has(&path) {
        return Ok(());
    }
    let (size, root) = (opened.cut.size, opened.cut.root);
    let reader = LedgerReader::new(&opened.publication);
    let bytes = reader.entry(index, size)?;
    let hashes =
        ledger::inclusion_proof(&reader, index, size).map_err(|error| Failure::Proof(error.to_string()))?;
    // The files of the tree may be others' than those of the entries.
    verify_inclusion(&leaf_hash(&bytes), index, size, &hashes, &root)
        .map_err(|error| DossierFailure::Damaged { path: path.clone(), what: error.to_string() })?;
    let entry = Entry::parse(&bytes).map_err(|_| Failure::DamagedLedger)?;
    bundle.add(&format!("statements/{index}.txt"), entry.note)?;
    let proof = TlogProof { extra: Some(bytes.clone()), index, hashes, checkpoint: opened.head.note.clone() };
    bundle.add(&path, &proof.encode())
}

/// Adds what everything is held against: the head, the policy, the law and the lists that it follows, the keys.
pub fn add_ground(bundle: &mut Bundle, opened: &Opened, gathered: &Gathered) -> Result<(), Failure> {
    bundle.add("checkpoint", &opened.head.note)?;
    if let Some((policy, _)) = &opened.policy {
        bundle.add("policy", policy)?;
    }
    let first = LedgerReader::new(&opened.publication).entry(0, opened.cut.size)?;
    let header = &opened.replay.election().profile.header;
    let statement = Entry::parse(&first).ok().and_then(|entry| Statement::parse(header, entry.note).ok());
    if let Some(Body::Definition(body)) = statement.as_ref().map(|statement| &statement.body) {
        let lists = body.constituencies.iter().chain(&body.candidates).filter(|blob| blob.bytes <= MOST_LIST);
        for (name, blob) in [("law", &body.profile)].into_iter().chain(lists.map(|blob| ("lists", blob))) {
            if let Some(bytes) = opened.publication.blob(&blob.sha256.0) {
                bundle.add(&format!("{name}/{}", blob.sha256.0.to_hex()), &bytes)?;
            }
        }
    }
    bundle.add("keys.json", &keys(opened, gathered))
}

/// The publication's rows of keys, of these and those above them alone.
fn keys(opened: &Opened, gathered: &Gathered) -> Vec<u8> {
    let records = opened.replay.keyring.records();
    let own: Vec<KeyRecord> = way(records, &gathered.keys)
        .into_iter()
        .filter_map(|position| records.get(position).cloned())
        .collect();
    let view = record::View { keys: &own, ..opened.view() };
    let mut bytes = record::keys(&view);
    bytes.push(b'\n');
    bytes
}

/// Who signed, for a line of a table: name, role and fingerprint.
pub fn signer(opened: &Opened, key: u32) -> String {
    let records = opened.replay.keyring.records();
    let record = usize::try_from(key).ok().and_then(|position| records.get(position));
    record.map_or_else(
        || "-".to_owned(),
        |record| {
            say!(
                "dossier-signer",
                name = record.key.name().as_str(),
                role = role(opened, record),
                fingerprint = statement::fingerprint(&record.key.to_string())
            )
        },
    )
}

/// A key's role in words.
pub fn role(opened: &Opened, record: &KeyRecord) -> String {
    let profile = &opened.replay.election().profile;
    let name = profile.role(&record.role).and_then(|role| super::message(opened, &role.name_key));
    name.unwrap_or(&record.role).to_owned()
}
