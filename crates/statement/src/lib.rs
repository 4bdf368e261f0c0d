//! Signed claims: the unit of the ledger.
//!
//! A statement is a signed note (C2SP `signed-note`) whose text has two lines:
//!
//! ```text
//! id-2024/v1 sheet
//! {"contest":"...","station":"...","stage":"count","values":{...},...}
//! ```
//!
//! The first line is the profile's header and the [`Kind`]; the second is one line of JSON without floats. Its raw
//! bytes are signed and hashed, so nothing is ever canonicalised; the id is the SHA-256 of the text.
//!
//! Guaranteed here:
//! - parsing is strict: unknown members, duplicate members, floats, and text outside the two lines are errors;
//! - a signature counts only if `verify_strict` accepts it under a key that an *earlier* entry of the same ledger
//!   registered, that no earlier entry revoked, and whose role may make this kind of statement about this subject.

mod authorise;
mod blob;
mod body;
mod fingerprint;
mod keyring;
mod kind;
mod moment;
mod pairs;
mod text;

pub use authorise::{AuthoriseError, Subject, revokes_below};
pub use blob::{Blob, HexHash, SALT, salted_text, text_of};
pub use body::{
    Answer, Audit, Body, Capture, Close, Definition, Determination, Disclosure, Evidence, Key, Machine,
    Notice, NoticeKind, Objection, ObjectionKind, ObjectionOutcome, Plenary, ReadBy, Reading, Redaction,
    Revoke, Roll, Roster, Ruling, Sheet, UnreadText, Withdrawal,
};
pub use fingerprint::{fingerprint, grouped};
pub use keyring::{KeyAct, KeyRecord, Keyring, KeyringError, Learned, Misfit, Signer};
pub use kind::Kind;
pub use moment::{Moment, MomentError};
pub use pairs::Pairs;
pub use text::{BLOB_THRESHOLD, Statement, StatementError, encode_text, sign, statement_id};
