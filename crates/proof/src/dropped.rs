//! Files as a person has them, sorted by what is in them: names say nothing.

use std::collections::BTreeMap;

use ledger::{Entry, Policy, TlogProof, sha256};
use serde::Serialize;
use statement::{Kind, Statement};

use crate::chain::header_of;
use crate::given::{Given, Law, Source};

/// The first line of a proof.
const PROOF: &[u8] = b"c2sp.org/tlog-proof@v1\n";
/// How JPEG and PNG begin.
const PICTURES: [&[u8]; 2] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"];

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refused {
    /// None of the files is a proof.
    NoProof,
    /// A file begins as a proof and is none.
    BadProof,
    /// There are proofs of several statements: which is meant?
    Several,
    /// There are several policies.
    Policies,
}

/// Sorts files into what can be examined.
///
/// Of the proofs the one that is neither of the definition nor of a key is the statement's; where all are, the last in the
/// ledger is.
pub fn sort<'a>(
    files: &[(String, Vec<u8>)],
    built_in: &'a [Law],
    language: &str,
) -> Result<Given<'a>, Refused> {
    let (mut proofs, mut policies) = (Vec::new(), Vec::new());
    let (mut blobs, mut photos, mut unused) = (BTreeMap::new(), Vec::new(), Vec::new());
    for (name, bytes) in files {
        if bytes.starts_with(PROOF) {
            proofs.push(TlogProof::parse(bytes).map_err(|_| Refused::BadProof)?);
        } else if PICTURES.iter().any(|magic| bytes.starts_with(magic)) {
            photos.push(sha256(bytes));
        } else if is_policy(bytes) {
            policies.push(bytes.clone());
        } else {
            blobs.insert(sha256(bytes), bytes.clone());
            unused.push((name.clone(), sha256(bytes)));
        }
    }
    proofs.sort_by_key(|proof| proof.index);
    proofs.dedup();
    let own: Vec<usize> =
        (0..).zip(&proofs).filter(|(_, proof)| !is_of_keys(proof)).map(|(at, _)| at).collect();
    let at = match own.as_slice() {
        [] => proofs.len().checked_sub(1).ok_or(Refused::NoProof)?,
        [at] => *at,
        [_, _, ..] => return Err(Refused::Several),
    };
    let statement = proofs.remove(at);
    if policies.len() > 1 {
        return Err(Refused::Policies);
    }
    let named = named_by(&proofs);
    unused.retain(|(_, hash)| !named.contains(hash));
    Ok(Given {
        policy: policies.pop(),
        source: Source::Brought,
        asked: None,
        statement,
        rests_on: proofs,
        blobs,
        photos,
        unused: unused.into_iter().map(|(name, _)| name).collect(),
        built_in,
        language: language.to_owned(),
    })
}

/// Whether bytes are meant as a policy: a damaged one is said to be damaged, not to be something else.
fn is_policy(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let keyword = |line: &str| {
        ["log", "witness", "group", "quorum"].contains(&line.split([' ', '\t']).next().unwrap_or(""))
    };
    Policy::parse(text).is_ok() || text.len() < 100_000 && text.lines().any(keyword)
}

/// Whether a proof is of an entry that others rest on.
fn is_of_keys(proof: &TlogProof) -> bool {
    let entry = proof.extra.as_deref().and_then(|entry| Entry::parse(entry).ok());
    let kind = entry
        .and_then(|entry| Statement::parse(&header_of(entry.note), entry.note).ok())
        .map(|read| read.kind);
    matches!(kind, Some(Kind::Definition | Kind::Roster | Kind::Key | Kind::Revoke))
}

/// What the definition among the proofs names.
fn named_by(proofs: &[TlogProof]) -> Vec<ledger::Hash> {
    let first = proofs.iter().find(|proof| proof.index == 0).and_then(|proof| proof.extra.as_deref());
    let Some(entry) = first.and_then(|entry| Entry::parse(entry).ok()) else { return Vec::new() };
    let Ok(statement) = Statement::parse(&header_of(entry.note), entry.note) else { return Vec::new() };
    statement.body.blobs().into_iter().map(|blob| blob.sha256.0).collect()
}
