//! Looking at the count. Its lock is held while the ledger is written to disk, so nobody who answers requests waits for it: every
//! look goes through here, onto threads that may wait.

use std::sync::Arc;

use super::Desk;
use super::problem::Problem;
use crate::intake::Intake;
use crate::writer::WriteError;

impl Desk {
    /// Looks at the count, off the threads that answer: the ledger may be writing.
    pub(super) async fn looking<D: Send + 'static>(
        &self,
        look: impl FnOnce(&Intake) -> Result<D, Problem> + Send + 'static,
    ) -> Result<D, Problem> {
        let intake = Arc::clone(self.intake()?);
        let found = tokio::task::spawn_blocking(move || look(&intake)).await;
        found.map_err(|_| Problem::from(WriteError::Ended))?
    }
}
