//! Checkpoints (C2SP tlog-checkpoint): the signed head of a ledger.
//!
//! The text is three lines: origin, size, root. Extension lines are refused: they are not recommended, public
//! witnesses refuse them, and other cosignature types do not cover them. A ledger that signs two inconsistent
//! checkpoints is dead for ever, so whoever signs has first committed the head.

use crate::cosignature::{self, CosignatureError};
use crate::hash::Hash;
use crate::key::{KeyKind, SigningKey, VerifyingKey};
use crate::note::{Note, NoteError, Signature, encode_note};
use crate::text::{decimal, has_control};

/// A head: which ledger, how many entries, which root.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Checkpoint {
    /// The ledger's name: the name of its key, a URL prefix without the scheme.
    pub origin: String,
    /// The number of entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// A checkpoint and the note it came in.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SignedCheckpoint {
    /// What the note says. Not trusted before [`SignedCheckpoint::verify`] or [`crate::Policy::check`].
    pub checkpoint: Checkpoint,
    /// The note verbatim.
    pub note: Vec<u8>,
}

/// Why a checkpoint is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The text is not origin, size and root on three lines.
    #[error("a checkpoint is three lines: origin, size in decimal, root in base64")]
    Form,
    /// There are lines after the root.
    #[error("a checkpoint with extension lines is refused")]
    Extension,
    /// The note around it is refused.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The key is not the key of this origin.
    #[error("the checkpoint is of {origin}, the key is of {key}")]
    Origin {
        /// The checkpoint's origin.
        origin: String,
        /// The key's name.
        key: String,
    },
    /// A cosigner's key where the ledger's key is due.
    #[error("{0} is a cosigner's key, a ledger signs with a key of type 0x01")]
    WrongKind(String),
    /// The note says something else than the checkpoint beside it.
    #[error("the note does not hold this checkpoint")]
    Differs,
    /// The cosignature is refused.
    #[error(transparent)]
    Cosignature(#[from] CosignatureError),
}

impl Checkpoint {
    /// The three lines, each with its newline.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root)
    }

    /// Reads the three lines. A size of 0 with another root than the empty one is for whoever checks the tree.
    pub fn parse_text(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.split('\n');
        let mut line = || lines.next().ok_or(CheckpointError::Form);
        let origin = line()?;
        let size = decimal(line()?).ok_or(CheckpointError::Form)?;
        let root = Hash::from_base64(line()?).map_err(|_| CheckpointError::Form)?;
        if origin.is_empty() || has_control(origin) {
            return Err(CheckpointError::Form);
        }
        match (lines.next(), lines.next()) {
            (Some(""), None) => Ok(Self { origin: origin.to_owned(), size, root }),
            (None, _) => Err(CheckpointError::Form),
            (Some(_), _) => Err(CheckpointError::Extension),
        }
    }
}

impl SignedCheckpoint {
    /// Reads a checkpoint note. Checks form only, no signature.
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let checkpoint = Checkpoint::parse_text(Note::parse(bytes)?.text)?;
        Ok(Self { checkpoint, note: bytes.to_vec() })
    }

    /// Signs a head with the ledger's key, whose name must be the origin.
    pub fn sign(checkpoint: &Checkpoint, key: &SigningKey) -> Result<Self, CheckpointError> {
        check_key(&checkpoint.origin, key.verifying_key())?;
        let text = checkpoint.text();
        let note = encode_note(&text, &[key.sign_text(&text)?])?;
        Ok(Self { checkpoint: checkpoint.clone(), note })
    }

    /// Checks that the ledger with this key signed this checkpoint.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), CheckpointError> {
        check_key(&self.checkpoint.origin, key)?;
        self.parsed()?.verify(&[key])?;
        Ok(())
    }

    /// The note with a cosigner's line added, or replaced if that cosigner already has one. Only a line that
    /// verifies gets in: a forged line under a cosigner's name would void the note for everyone who knows that
    /// cosigner.
    pub fn with_cosignature(
        &self,
        cosigner: &VerifyingKey,
        line: Signature,
    ) -> Result<Self, CheckpointError> {
        let mut note = self.parsed()?;
        cosignature::verify(cosigner, note.text, &line)?;
        note.signatures.retain(|present| !cosigner.made(present));
        note.signatures.push(line);
        let bytes = note.encode()?;
        Ok(Self { checkpoint: self.checkpoint.clone(), note: bytes })
    }

    /// The note, once more parsed and held against the checkpoint: both fields are public.
    pub(crate) fn parsed(&self) -> Result<Note<'_>, CheckpointError> {
        let note = Note::parse(&self.note)?;
        if Checkpoint::parse_text(note.text)? == self.checkpoint {
            Ok(note)
        } else {
            Err(CheckpointError::Differs)
        }
    }
}

fn check_key(origin: &str, key: &VerifyingKey) -> Result<(), CheckpointError> {
    let name = key.name().as_str();
    match key.kind() {
        KeyKind::Ed25519 => {}
        KeyKind::Cosignature => return Err(CheckpointError::WrongKind(name.to_owned())),
    }
    if name == origin {
        Ok(())
    } else {
        Err(CheckpointError::Origin { origin: origin.to_owned(), key: name.to_owned() })
    }
}
