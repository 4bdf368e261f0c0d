//! A proof for one entry in one file (C2SP tlog-proof, extension `.tlog-proof`): index, inclusion proof and the
//! checkpoint with its signatures. With a policy file it can be checked offline, years later, by anyone.
//!
//! The `extra` line is not authenticated by the format. We put the raw entry there: it then vouches for itself,
//! since its leaf hash is what the proof is about ([`TlogProof::verify_entry`]).

use std::str;

use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::hash::{Hash, leaf_hash};
use crate::policy::{CheckError, Policy, PolicyVerdict};
use crate::proof::{ProofError, verify_inclusion};
use crate::text::{base64, decimal, from_base64};

const HEADER: &str = "c2sp.org/tlog-proof@v1\n";
/// More hashes than any tree of 2^64 leaves has levels.
const MAX_HASHES: usize = 64;

/// The parts of a proof file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TlogProof {
    /// Bytes that come along unauthenticated; here the entry itself.
    pub extra: Option<Vec<u8>>,
    /// The entry's index, from 0.
    pub index: u64,
    /// The inclusion proof, the leaf's sibling first.
    pub hashes: Vec<Hash>,
    /// The checkpoint note verbatim, with the signatures of the ledger and its witnesses.
    pub checkpoint: Vec<u8>,
}

/// What a proof that holds says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProofVerdict {
    /// The head the entry stands under.
    pub checkpoint: Checkpoint,
    /// Who vouches for it; the quorum is met.
    pub policy: PolicyVerdict,
}

/// Why a proof is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TlogProofError {
    /// Not the lines of a proof file; says what was expected.
    #[error("not a tlog-proof: expected {0}")]
    Form(&'static str),
    /// The checkpoint is malformed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint fails the policy.
    #[error(transparent)]
    Policy(#[from] CheckError),
    /// Too few witnesses of the policy cosigned.
    #[error("only these witnesses of the policy cosigned, no quorum: {}", .0.join(", "))]
    NoQuorum(Vec<String>),
    /// The entry does not stand at this index under this head.
    #[error(transparent)]
    Inclusion(#[from] ProofError),
    /// The proof carries no entry.
    #[error("the proof does not carry the entry (no extra line)")]
    NoEntry,
}

impl TlogProof {
    /// Reads a proof file. Checks form only.
    pub fn parse(bytes: &[u8]) -> Result<Self, TlogProofError> {
        let text = str::from_utf8(bytes).map_err(|_| TlogProofError::Form("UTF-8"))?;
        let rest =
            text.strip_prefix(HEADER).ok_or(TlogProofError::Form("the line c2sp.org/tlog-proof@v1"))?;
        let (extra, rest) = match rest.strip_prefix("extra ") {
            None => (None, rest),
            Some(rest) => {
                let (line, rest) = take_line(rest)?;
                (Some(from_base64(line).ok_or(TlogProofError::Form("extra <base64>"))?), rest)
            }
        };
        let (line, mut rest) = take_line(rest)?;
        let index = line.strip_prefix("index ").and_then(decimal);
        let index = index.ok_or(TlogProofError::Form("index <decimal>"))?;
        let mut hashes = Vec::new();
        loop {
            let (line, after) = take_line(rest)?;
            rest = after;
            if line.is_empty() {
                break;
            }
            if hashes.len() == MAX_HASHES {
                return Err(TlogProofError::Form("at most 64 hashes"));
            }
            hashes.push(Hash::from_base64(line).map_err(|_| TlogProofError::Form("a hash in base64"))?);
        }
        SignedCheckpoint::parse(rest.as_bytes())?;
        Ok(Self { extra, index, hashes, checkpoint: rest.as_bytes().to_vec() })
    }

    /// The bytes of the file.
    pub fn encode(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        lines.extend(self.extra.as_ref().map(|extra| format!("extra {}\n", base64(extra))));
        lines.push(format!("index {}\n", self.index));
        lines.extend(self.hashes.iter().map(|hash| format!("{hash}\n")));
        let mut bytes = format!("{HEADER}{}\n", lines.concat()).into_bytes();
        bytes.extend_from_slice(&self.checkpoint);
        bytes
    }

    /// Checks that the entry with this leaf hash is in a ledger of the policy and that a quorum of its witnesses saw
    /// the head.
    pub fn verify(&self, policy: &Policy, leaf: &Hash) -> Result<ProofVerdict, TlogProofError> {
        let signed = SignedCheckpoint::parse(&self.checkpoint)?;
        let verdict = policy.check(&signed)?;
        if !verdict.quorum_met {
            let names = verdict.cosigned.into_iter().map(|(name, _)| name).collect();
            return Err(TlogProofError::NoQuorum(names));
        }
        let Checkpoint { size, root, .. } = signed.checkpoint;
        verify_inclusion(leaf, self.index, size, &self.hashes, &root)?;
        Ok(ProofVerdict { checkpoint: signed.checkpoint, policy: verdict })
    }

    /// Checks the proof for the entry it carries in `extra`, and returns that entry with the verdict.
    pub fn verify_entry(&self, policy: &Policy) -> Result<(&[u8], ProofVerdict), TlogProofError> {
        let entry = self.extra.as_deref().ok_or(TlogProofError::NoEntry)?;
        let verdict = self.verify(policy, &leaf_hash(entry))?;
        Ok((entry, verdict))
    }
}

fn take_line(text: &str) -> Result<(&str, &str), TlogProofError> {
    text.split_once('\n').ok_or(TlogProofError::Form("one more line"))
}
