//! What a run of entries changed: what a cut has to write.

use std::collections::{BTreeMap, BTreeSet};

use election::{ContestIx, RegionIx, StationIx};

use crate::sheet::State;

/// A sheet's state before the run; its state after is in the tally.
#[derive(Clone, Debug)]
pub struct SheetChange {
    /// The state when the run began.
    pub before: State,
}

/// Everything touched since the changes were last taken.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Sheets about which something was stated.
    pub sheets: BTreeMap<(ContestIx, StationIx), SheetChange>,
    /// Regions about which something was stated as a whole (plenary, decree, ruling, objection).
    pub regions: BTreeSet<(ContestIx, RegionIx)>,
    /// Contests whose roster came in: every place of theirs is new.
    pub rosters: BTreeSet<ContestIx>,
    /// Index of the first entry that registered or revoked a key; none: no key changed.
    pub keys: Option<u64>,
    /// Something else about the election as a whole was stated.
    pub general: bool,
}

impl Changes {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        let Changes { sheets, regions, rosters, keys, general } = self;
        sheets.is_empty() && regions.is_empty() && rosters.is_empty() && keys.is_none() && !general
    }
}
