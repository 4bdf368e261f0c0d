//! An append-only ledger of opaque byte entries, as pure functions.
//!
//! The formats are those of the C2SP specifications, so that software nobody here wrote can check a ledger:
//! `tlog-tiles` (tree, tiles, bundles), `signed-note`, `tlog-checkpoint`, `tlog-cosignature` (Ed25519),
//! `tlog-policy` and `tlog-proof`; hashing is that of RFC 6962.
//!
//! What is guaranteed:
//! - **No input can panic it.** Every parser takes bytes from outside and answers with a named error.
//! - **One spelling.** What parses encodes back to the same bytes: no leading zeros, no loose base64, no second
//!   way to write a path. So a hash over bytes is a hash over their meaning.
//! - **No weak key gets in.** A [`VerifyingKey`] cannot be built from a small-order, mixed-order or
//!   non-canonical point, and every signature check is the strict one.
//! - **Nothing is read but what is handed in.** No files, network, clock or randomness; it builds for
//!   `wasm32-unknown-unknown`.
//!
//! The whole way, from an entry to a proof that anyone checks offline:
//!
//! ```
//! use ledger::*;
//! # use std::collections::BTreeMap;
//! # struct Tiles(BTreeMap<TileId, Vec<Hash>>);
//! # impl HashReader for Tiles {
//! #     type Error = TileId;
//! #     fn tile(&self, id: TileId) -> Result<Vec<Hash>, TileId> { self.0.get(&id).cloned().ok_or(id) }
//! # }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let log = SigningKey::from_seed(KeyName::new("results.example")?, KeyKind::Ed25519, [1; 32]);
//! let witness = SigningKey::from_seed(KeyName::new("witness.example")?, KeyKind::Cosignature, [2; 32]);
//!
//! // A batch of two entries: the tiles to write, and the new head.
//! let entry = |note| Entry { time_ms: 1000, batch: 1, note }.encode();
//! let entries = [entry(b"first"), entry(b"second")];
//! let leaves = [leaf_hash(&entries[0]), leaf_hash(&entries[1])];
//! let mut edge = Edge::new();
//! let tiles = Tiles(edge.extend(&leaves).into_iter().collect());
//! let head = Checkpoint { origin: "results.example".to_owned(), size: edge.size(), root: edge.root() };
//!
//! // The ledger signs it, a witness adds that it saw it at this second.
//! let signed = SignedCheckpoint::sign(&head, &log)?;
//! let line = cosignature::sign(&witness, 1_866_000_000, &head.text())?;
//! let signed = signed.with_cosignature(witness.verifying_key(), line)?;
//!
//! // The proof of entry 1, and the policy of whoever checks it.
//! let proof = TlogProof {
//!     extra: Some(entries[1].clone()),
//!     index: 1,
//!     hashes: inclusion_proof(&tiles, 1, head.size).map_err(|e| format!("{e:?}"))?,
//!     checkpoint: signed.note,
//! };
//! let policy = Policy::parse(&format!(
//!     "log {}\nwitness w {}\nquorum w\n",
//!     log.verifying_key(),
//!     witness.verifying_key()
//! ))?;
//! let read = TlogProof::parse(&proof.encode())?;
//! let (entry, _verdict) = read.verify_entry(&policy)?;
//! assert_eq!(Entry::parse(entry)?.note, b"second");
//! # Ok(())
//! # }
//! ```
//!
//! Read the modules in this order: [`hash`], [`tree`], [`tile`], [`edge`], [`bundle`], [`entry`], [`proof`] (the
//! tree), then [`key`], [`note`], [`checkpoint`], [`cosignature`] (who vouches for it), then [`policy`],
//! [`tlog_proof`] (what a person checks).

pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
pub mod edge;
pub mod entry;
pub mod hash;
pub mod key;
pub mod note;
pub mod policy;
pub mod proof;
mod text;
pub mod tile;
pub mod tlog_proof;
pub mod tree;

pub use bundle::{BundleError, MAX_ENTRY, decode_bundle, encode_bundle};
pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use cosignature::CosignatureError;
pub use edge::{Edge, EdgeError};
pub use entry::{Entry, EntryError};
pub use hash::{Hash, HashError, empty_root, leaf_hash, node_hash, sha256};
pub use key::{KeyError, KeyKind, KeyName, SigningKey, VerifyingKey, verify_one};
pub use note::{Note, NoteError, Signature, encode_note};
pub use policy::{CheckError, Policy, PolicyError, PolicyVerdict};
pub use proof::{
    BuildError, HashReader, ProofError, consistency_proof, frontier_from_tiles, inclusion_proof,
    verify_consistency, verify_inclusion,
};
pub use tile::{
    BundleId, PathError, Resource, TileId, WIDTH, bundles_for_size, new_bundles, new_tiles, tiles_for_size,
};
pub use tlog_proof::{ProofVerdict, TlogProof, TlogProofError};
pub use tree::Frontier;
