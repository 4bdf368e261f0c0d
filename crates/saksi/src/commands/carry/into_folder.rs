//! Carried work straight into a folder whose desk does not run: by the same rules as at the desk's door.

use std::collections::HashSet;
use std::path::Path;

use blobs::Blobs;
use desk::carry::file::{Head, Piece};
use desk::carry::{self, differ};
use desk::late;
use ledger::{Entry, Hash, sha256};
use sequencer::{FolderLock, FolderStore, LedgerReader, Sequencer};
use statement::{Body, Statement, text_of};
use tally::{FoldError, RefusalReason};

use super::bring::{Target, Told, pieces};
use crate::client::{Conflict, Took};
use crate::commands::init::{LOG_KEY, moment};
use crate::error::{CarryFailure, Failure};
use crate::folder::Folder;
use crate::keys::{self, Passphrase};
use crate::session::{Session, definition_id, held_by_another, now_ms, store, writer};
use crate::texts::say;

/// A folder, open for writing.
pub struct ToFolder {
    folder: Folder,
    sequencer: Sequencer<FolderStore, FolderLock>,
    session: Session,
    blobs: Box<dyn Blobs>,
    /// Hashes of the notes that are in.
    known: HashSet<Hash>,
    /// A photo that nothing in the ledger names: it is kept if the note that comes next is the capture of it.
    waiting: Option<(Hash, Vec<u8>)>,
    today: String,
}

impl ToFolder {
    /// Opens it. Where another process has the ledger it is most likely the desk: then what is carried goes to that desk.
    pub fn open(folder: Folder) -> Result<ToFolder, Failure> {
        let passphrase = Passphrase::for_existing_keys();
        let opened = writer(&folder, keys::open(&folder, LOG_KEY, &passphrase)?);
        let sequencer = opened.map_err(|failure| match held_by_another(&failure) {
            Some(path) => CarryFailure::DeskRuns { path: path.to_owned() }.into(),
            None => failure,
        })?;
        let session = Session::open(&folder, &store(&folder))?;
        let mut known = HashSet::new();
        for entry in LedgerReader::new(&store(&folder)).entries(0..session.size(), session.size()) {
            let (_, entry) = entry?;
            known.extend(Entry::parse(&entry).ok().map(|entry| sha256(entry.note)));
        }
        let today = moment(now_ms(), &session.replay.election().profile)?.local_text();
        let today = today.get(..10).unwrap_or_default().to_owned();
        let blobs = folder.all_blobs()?;
        Ok(ToFolder { folder, sequencer, session, blobs, known, waiting: None, today })
    }

    /// Why a note may not come in, as far as the ledger's rules don't say so themselves.
    fn at_the_door(&self, note: &[u8]) -> Result<Option<Took>, Failure> {
        let replay = &self.session.replay;
        let Ok(statement) = Statement::parse(&replay.election().profile.header, note) else {
            return Ok(None);
        };
        if carry::stays(&statement.body) {
            return Ok(Some(refused("stays-there", say!("carry-stays"))));
        }
        for blob in statement.body.blobs() {
            if self.blobs.length(&blob.sha256.0)?.is_none() {
                return Ok(Some(refused(
                    "blob-not-held",
                    say!("carry-not-held", sha256 = blob.sha256.0.to_hex()),
                )));
            }
        }
        let late = !late::may_enter(replay, &statement, &self.today);
        Ok(late.then(|| refused("needs-second", say!("carry-needs-second"))))
    }

    fn enter(&mut self, note: Vec<u8>) -> Result<Took, Failure> {
        let hash = sha256(&note);
        if self.known.contains(&hash) {
            return Ok(Took::Known);
        }
        if let Some(why) = self.at_the_door(&note)? {
            return Ok(why);
        }
        let time_ms = now_ms().max(self.session.replay.tally.last_ms() + 1);
        let admission = self.session.replay.admit(vec![note], time_ms);
        self.session.replay.tally.take_changes();
        if let Some((_, reason)) = admission.refused.first() {
            let known = *reason == RefusalReason::Fold(FoldError::Twice);
            return Ok(if known { Took::Known } else { refused("refused", reason.to_string()) });
        }
        self.sequencer.append(&admission.accepted, time_ms)?;
        self.known.insert(hash);
        Ok(Took::New)
    }

    /// What comes of a photo that waits, by the note that comes next; without one it is nobody's, and does not stay.
    fn settle(&mut self, note: Option<&[u8]>, told: &mut Told) -> Result<(), Failure> {
        let Some((sha256, bytes)) = self.waiting.take() else { return Ok(()) };
        let header = &self.session.replay.election().profile.header;
        let statement = note.and_then(|note| Statement::parse(header, note).ok());
        let named = statement.is_some_and(
            |statement| matches!(statement.body, Body::Capture(capture) if capture.photo.sha256.0 == sha256),
        );
        let took =
            if named { self.keep(&sha256, &bytes)? } else { refused("not-named", say!("carry-not-named")) };
        told.photo(&sha256, &took);
        Ok(())
    }

    /// Keeps bytes that nothing speaks against.
    fn keep(&self, sha256: &Hash, bytes: &[u8]) -> Result<Took, Failure> {
        if self.session.replay.tally.redacted().contains(sha256) {
            return Ok(refused("redacted", say!("carry-redacted")));
        }
        if self.blobs.length(sha256)?.is_some() {
            return Ok(Took::Known);
        }
        self.blobs.keep_bytes(bytes)?;
        Ok(Took::New)
    }
}

fn refused(code: &str, detail: String) -> Took {
    Took::Refused { code: code.to_owned(), detail }
}

impl Target for ToFolder {
    fn begins(&mut self, head: &Head) -> Result<(), Failure> {
        if definition_id(&store(&self.folder))? == head.ledger {
            return Ok(());
        }
        Err(CarryFailure::OtherLedger { folder: self.folder.root().to_owned() }.into())
    }

    fn note(&mut self, entry: u64, note: Vec<u8>, told: &mut Told) -> Result<(), Failure> {
        self.settle(Some(&note), told)?;
        let took = self.enter(note.clone())?;
        told.note(entry, &note, &took);
        Ok(())
    }

    fn photo(&mut self, sha256: Hash, bytes: Vec<u8>, told: &mut Told) -> Result<(), Failure> {
        self.settle(None, told)?;
        let tally = &self.session.replay.tally;
        // A desk takes nothing else from a phone.
        let took = if let Err(why) = reader::file::whole(&bytes) {
            refused("not-a-picture", why.to_string())
        } else if tally.publishes(&sha256) || tally.redacted().contains(&sha256) {
            self.keep(&sha256, &bytes)?
        } else {
            self.waiting = Some((sha256, bytes));
            return Ok(());
        };
        told.photo(&sha256, &took);
        Ok(())
    }

    fn text(&mut self, _statement: &Hash, bytes: &[u8], told: &mut Told) -> Result<Took, Failure> {
        self.settle(None, told)?;
        let sha256 = sha256(bytes);
        let tally = &self.session.replay.tally;
        let named = tally.publishes(&sha256) || tally.redacted().contains(&sha256);
        if !named || text_of(bytes).is_none() {
            return Ok(refused("not-its-text", say!("carry-not-its-text")));
        }
        self.keep(&sha256, bytes)
    }

    /// Looked at once everything is in, note by note out of the file.
    fn ends(&mut self, file: &Path, told: &mut Told) -> Result<Vec<Conflict>, Failure> {
        self.settle(None, told)?;
        let mut found: Vec<Conflict> = Vec::new();
        pieces(file, |piece| {
            if let Piece::Note { bytes, .. } = piece {
                for conflict in differ::conflicts(&self.session.replay, [bytes.as_slice()]) {
                    let differ::Conflict { contest, place, what } = conflict;
                    let conflict = Conflict { contest, place, what: what.to_owned() };
                    if !found.contains(&conflict) {
                        found.push(conflict);
                    }
                }
            }
            Ok(())
        })?;
        Ok(found)
    }
}
