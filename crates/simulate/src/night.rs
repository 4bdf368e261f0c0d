//! The whole night, from the roster to the last plenary, as groups of drafts.

use std::sync::Arc;

use election::Election;
use ledger::Hash;
use statement::Moment;

use crate::book::Book;
use crate::cast;
use crate::chain::Script;
use crate::count::count;
use crate::error::SimulateError;
use crate::keys::{DemoKey, SignerId, keys};
use crate::meeting::meetings;
use crate::scene::Scene;
use crate::setup::setup;
use crate::side::during_the_count;
use crate::studio::Studio;

/// A statement that still has to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Both lines, as [`statement::encode_text`] makes them.
    pub text: String,
    /// Who signs, all of them; for a key that is registered, the registrar first and then the new key.
    pub signers: Vec<SignerId>,
    /// When it arrives.
    pub at: Moment,
}

/// Bytes that statements name: a photo or a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// SHA-256 of the bytes.
    pub sha256: Hash,
    /// Media type.
    pub media: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Everything that is stated after the definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Night {
    /// Groups of drafts in the order in which they arrive; a cut is due after each. No group is empty as long as there are
    /// fewer groups than statements of a phase.
    pub steps: Vec<Vec<Draft>>,
    /// The blobs, each once. Those that a redaction names are among them: they are there until it arrives. Photos of
    /// the sheets whose evidence is pending are not.
    pub attachments: Vec<Attachment>,
}

/// The night of an election made from [`crate::places`], from `start`, the close of the polls. The setup reaches back a week,
/// the plenaries end some days later.
///
/// The first group is the setup (roster, keys, roll); of the others two thirds are the count, the last third the plenaries.
/// With a studio some stations' sheets of its form are photographed and read there; all other photos are small pictures.
///
/// With one step all is in one group, with two the setup stands alone. No step at all is taken for one.
///
/// # Errors
/// When the election is too small ([`crate::least_stations`]) or lacks what the night is about.
pub fn night(
    election: &Arc<Election>,
    seed: u64,
    start: Moment,
    steps: usize,
    studio: Option<&Studio>,
) -> Result<Night, SimulateError> {
    let scene = Scene::new(election, seed, start, studio)?;
    let keys: Vec<DemoKey> = keys(election, seed)?;
    let mut book = Book::new(election, &keys)?;
    let mut script = Script::default();
    setup(&scene, &book, &mut script)?;
    let counting = script.drafts.len();
    for contest in cast::CONTESTS {
        count(&scene, scene.contest(contest)?, &mut script)?;
    }
    during_the_count(&scene, &book, &mut script)?;
    // Stable: what one sheet's story puts in one second keeps its order.
    script.drafts.sort_by_key(|(second, _)| *second);
    for (_, draft) in &script.drafts {
        book.enter(draft)?;
    }
    let meeting = script.drafts.len();
    meetings(&scene, &mut book, &mut script)?;
    let mut drafts: Vec<Draft> = script.drafts.into_iter().map(|(_, draft)| draft).collect();
    let met = drafts.split_off(meeting);
    let counted = drafts.split_off(counting);
    let steps = steps.max(1);
    let of_meetings = if steps > 2 { ((steps - 1) / 3).max(1) } else { 0 };
    let of_count = steps.saturating_sub(1).saturating_sub(of_meetings);
    let mut groups = vec![drafts];
    for (phase, parts) in [(counted, of_count), (met, of_meetings)] {
        if parts == 0 {
            groups.last_mut().into_iter().for_each(|last| last.extend(phase.iter().cloned()));
        } else {
            groups.extend(split(phase, parts));
        }
    }
    Ok(Night { steps: groups, attachments: script.attachments })
}

/// In so many parts of nearly equal length.
fn split(mut all: Vec<Draft>, parts: usize) -> Vec<Vec<Draft>> {
    let whole = all.len();
    let mut groups: Vec<Vec<Draft>> =
        (1..parts).rev().map(|part| all.split_off(whole * part / parts)).collect();
    groups.push(all);
    groups.reverse();
    groups
}
