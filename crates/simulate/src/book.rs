//! The night's own tally: plenaries add up what stands, so the one who writes them must know it.
//!
//! Signatures play no part here; who signs is taken from the drafts.

use std::collections::HashMap;
use std::sync::Arc;

use election::{Code, Election};
use ledger::{Signature, encode_note};
use statement::{KeyRecord, Signer, Statement, StatementError};
use tally::{FoldError, Tally};

use crate::error::SimulateError;
use crate::keys::{DemoKey, SignerId};
use crate::night::Draft;

pub(crate) struct Book {
    pub tally: Tally,
    records: HashMap<SignerId, (usize, KeyRecord)>,
    /// Entry 0 is the definition.
    next: u64,
}

impl Book {
    pub(crate) fn new(election: &Arc<Election>, keys: &[DemoKey]) -> Result<Book, SimulateError> {
        let mut records = HashMap::with_capacity(keys.len());
        let nation = election.profile.nation.code;
        for (position, key) in keys.iter().enumerate() {
            let record = KeyRecord {
                key: key.signing_key()?.verifying_key().clone(),
                role: key.signer.role.to_owned(),
                scope: Code::new(&key.signer.scope).unwrap_or(nation),
                source: None,
                registered: 0,
                revoked: None,
                registration: None,
                revocation: None,
            };
            records.insert(key.signer.clone(), (position, record));
        }
        Ok(Book { tally: Tally::new(Arc::clone(election)), records, next: 1 })
    }

    /// The vkey text of a key.
    pub(crate) fn vkey(&self, signer: &SignerId) -> String {
        self.records.get(signer).map(|(_, record)| record.key.to_string()).unwrap_or_default()
    }

    /// Folds one draft.
    pub(crate) fn enter(&mut self, draft: &Draft) -> Result<(), SimulateError> {
        let refused = |source| SimulateError::Refused { text: draft.text.clone(), source };
        let name = draft.signers.first().map(SignerId::name).unwrap_or_default();
        let unsigned = Signature { name, key_id: [0; 4], bytes: vec![0; 64] };
        let note = encode_note(&draft.text, &[unsigned]).map_err(StatementError::from)?;
        let header = self.tally.election().profile.header.clone();
        let statement = Statement::parse(&header, &note)?;
        let signers: Vec<Signer<'_>> = draft
            .signers
            .iter()
            .filter_map(|signer| self.records.get(signer))
            .map(|(position, record)| Signer { position: *position, record })
            .collect();
        if signers.len() != draft.signers.len() {
            return Err(refused(FoldError::NoSigner));
        }
        let seconds = u64::try_from(draft.at.unix_seconds()).unwrap_or_default();
        self.tally.fold(self.next, seconds.saturating_mul(1_000), &statement, &signers).map_err(refused)?;
        self.next += 1;
        Ok(())
    }
}
