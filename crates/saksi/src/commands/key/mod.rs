//! `saksi key`: keys of committees that sign on a machine of their own, registered by the commission's; and keys that end.

mod make;
mod revoke;

use ledger::SigningKey;
use sequencer::{FolderLock, FolderStore, Sequencer};
use statement::{Body, encode_text, sign};

use super::init::LOG_KEY;
use crate::cli::Key as Arguments;
use crate::error::Failure;
use crate::folder::Folder;
use crate::keys::{self, Passphrase};
use crate::session::{Session, held_by_another, now_ms, store, writer};

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    match arguments {
        Arguments::Make { folder, role, place, second } => {
            make::run(&Folder::open(folder)?, role, place, second.as_deref())
        }
        Arguments::Revoke { folder, key, reason, by } => {
            revoke::run(&Folder::open(folder)?, key, reason, by.as_deref())
        }
    }
}

/// An election's folder, open for one statement about keys.
struct Opened {
    sequencer: Sequencer<FolderStore, FolderLock>,
    session: Session,
    passphrase: Passphrase,
}

impl Opened {
    /// Opens it. Where another process has the ledger it is most likely the desk: then `page` says where the same is done there.
    fn new(folder: &Folder, page: &str) -> Result<Opened, Failure> {
        let passphrase = Passphrase::for_existing_keys();
        let opened = writer(folder, keys::open(folder, LOG_KEY, &passphrase)?);
        let sequencer = opened.map_err(|failure| match held_by_another(&failure) {
            Some(path) => Failure::DeskRuns { path: path.to_owned(), page: page.to_owned() },
            None => failure,
        })?;
        let session = Session::open(folder, &store(folder))?;
        Ok(Opened { sequencer, session, passphrase })
    }

    /// Signs a statement and puts it into the ledger.
    ///
    /// # Errors
    /// `refused` gives the failure where the rules refuse it.
    fn state(
        &mut self,
        body: &Body<'_>,
        signers: &[&SigningKey],
        refused: impl FnOnce(String) -> Failure,
    ) -> Result<u64, Failure> {
        let header = &self.session.replay.election().profile.header;
        let note = sign(&encode_text(header, body)?, signers)?;
        let time_ms = now_ms().max(self.session.replay.tally.last_ms() + 1);
        let entry = self.session.replay.tally.size();
        let admission = self.session.replay.admit(vec![note], time_ms);
        if let Some((_, reason)) = admission.refused.first() {
            return Err(refused(reason.to_string()));
        }
        self.sequencer.append(&admission.accepted, time_ms)?;
        Ok(entry)
    }
}
