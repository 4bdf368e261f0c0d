//! Texts beside statements become files as the statements that say their hashes come in, and not before.
//!
//! A text that was written at this desk waits in the desk's table ([`crate::said`]). When a statement says its hash and its signers
//! may make it, the file is written first and the statement appended then: whoever reads the ledger, a publisher above all, finds
//! the file of every text it names, and a store that gives no answer keeps the statement out until it does. The row waits until the
//! statement is written down; so what a crash left between the two, and what came into the ledger past the desk, the next
//! [`settle`] finds and does again.

use std::collections::BTreeMap;

use blobs::BlobError;
use ledger::Hash;
use tally::Replay;

use crate::intake::{Beside, IntakeError, Keep, Way, parsed};
use crate::said::{self, Said, UNSIGNED_MS};
use crate::writer::{WriteError, Writer};

/// How a statement names its text; what doesn't hold it needs no second look.
const SAYS: &[u8] = b"\"text\":\"";

/// The hash of the text that a note says, if it says one.
pub fn says(header: &str, note: &[u8]) -> Option<Hash> {
    let may = note.windows(SAYS.len()).any(|part| part == SAYS);
    let statement = if may { parsed(header, note)? } else { return None };
    statement.body.text().map(|text| text.0)
}

/// Writes the file of the text that a note says, if it waits and the note's signers may make the statement; its hash then. A text
/// that was thrown away because nobody signed it can't be published any more: it is written again, unless another desk has it
/// (`Carried`).
///
/// With `keys` a key comes in with the same batch, by which the note may be signed: it is looked at when that is in. What nobody may
/// make leaves no file; why it is refused the ledger's rules say.
pub fn file(
    replay: &Replay,
    (note, way, hash): (&[u8], Way, Hash),
    words: &BTreeMap<Hash, Said>,
    keys: bool,
    beside: &Beside,
) -> Result<Option<Hash>, IntakeError> {
    let (profile, tally) = (&replay.election().profile, &replay.tally);
    let Some(said) = words.get(&hash) else {
        let here = way == Way::Carried || tally.publishes(&hash) || tally.redacted().contains(&hash);
        let held = here || (beside.held)(&hash).map_err(|_: BlobError| IntakeError::Store)?;
        return if held { Ok(None) } else { Err(IntakeError::NotHeld(hash)) };
    };
    let Some(statement) = parsed(&profile.header, note) else { return Ok(None) };
    if replay.keyring.check(profile, replay.tally.size(), &statement).is_err() {
        return if keys { Err(IntakeError::Busy) } else { Ok(None) };
    }
    (beside.keep)(said.file()).map(|_: Hash| Some(said.hash)).map_err(|_: BlobError| IntakeError::Store)
}

/// Writes the files of texts that wait although the ledger names them, and throws away those that no statement has named for
/// [`UNSIGNED_MS`]. Doing it twice does no harm; a text that the store doesn't take just now waits on.
///
/// `publishes`: whether the ledger names a blob and has not taken it out.
///
/// # Errors
/// What the tables say.
pub fn settle(
    writer: &Writer,
    publishes: &dyn Fn(&Hash) -> bool,
    keep: &Keep,
    now_ms: u64,
) -> Result<(), WriteError> {
    let oldest = i64::try_from(now_ms).unwrap_or(i64::MAX).saturating_sub(UNSIGNED_MS);
    let waiting = writer.write(said::all_waiting)?;
    let (named, others): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(hash, _)| publishes(hash));
    for (hash, _) in named {
        let copy = writer.write(move |sql| said::find(sql, &hash))?;
        // A store that gives no answer is not asked again for each: statements wait meanwhile.
        if copy.is_some_and(|said| keep(said.file()).is_err()) {
            break;
        }
        writer.write(move |sql| said::filed(sql, &hash))?;
    }
    let old: Vec<Hash> = others.iter().filter(|(_, since)| *since < oldest).map(|(hash, _)| *hash).collect();
    if old.is_empty() {
        return Ok(());
    }
    writer.write(move |sql| old.iter().try_for_each(|hash| said::forget(sql, hash)))
}
