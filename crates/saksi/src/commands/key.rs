//! `saksi key`: keys of committees that sign on a machine of their own, registered by the commission's.

use ledger::SigningKey;
use statement::{Body, Key, encode_text, sign};

use super::init::{FIRST_KEY, LOG_KEY, moment};
use crate::cli::Key as Arguments;
use crate::error::Failure;
use crate::folder::Folder;
use crate::keys::{self, Passphrase};
use crate::out;
use crate::session::{Session, now_ms, store, writer};
use crate::texts::say;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments {
        Arguments::Make { folder, role, place } => make(&Folder::open(folder)?, role, place),
    }
}

/// File name of a committee's key.
pub fn file_of(role: &str, place: &str) -> String {
    format!("{role}-{place}")
}

fn make(folder: &Folder, role: &str, place: &str) -> Result<(), Failure> {
    let passphrase = Passphrase::for_existing_keys();
    let mut sequencer = writer(folder, keys::open(folder, LOG_KEY, &passphrase)?)?;
    let mut session = Session::open(folder, &store(folder))?;
    let first = keys::open(folder, FIRST_KEY, &passphrase)?;
    let file = file_of(role, place);
    let path = folder.keys().join(format!("{file}.key"));
    let key = if path.exists() {
        keys::open(folder, &file, &passphrase)?
    } else {
        keys::create(folder, &file, &format!("{role}/{place}/{}", now_ms() / 1_000), &passphrase)?
    };
    let note = registration(&session, &key, role, place, &first)?;
    let time_ms = now_ms().max(session.replay.tally.last_ms() + 1);
    let admission = session.replay.admit(vec![note], time_ms);
    if let Some((_, reason)) = admission.refused.first() {
        return Err(Failure::Key { path, what: reason.to_string() });
    }
    sequencer.append(&admission.accepted, time_ms)?;
    out::line(&say!("key-made", name = key.name().as_str(), path = path));
    Ok(())
}

fn registration(
    session: &Session,
    key: &SigningKey,
    role: &str,
    place: &str,
    first: &SigningKey,
) -> Result<Vec<u8>, Failure> {
    let profile = &session.replay.election().profile;
    let vkey = key.verifying_key().to_string();
    let body =
        Body::Key(Key { key: &vkey, role, scope: place, source: None, at: moment(now_ms(), profile)? });
    Ok(sign(&encode_text(&profile.header, &body)?, &[first, key])?)
}
