//! What plenaries, decrees and rulings say of a region.

use std::sync::Arc;

use election::{Cell, ContestIx, Election, Form, RegionIx};
use ledger::Hash;
use statement::Moment;

use crate::sheet::{ObjectionNote, RulingNote};
use crate::version::Evidence;

/// Where a region's result stands in law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LegalStatus {
    /// Counting and plenaries go on.
    Running,
    /// Its plenary is closed.
    PlenaryClosed,
    /// A decree fixes it.
    Determined,
    /// An objection stands against its plenary or decree.
    UnderDispute,
    /// A ruling has decided.
    Ruled,
}

impl LegalStatus {
    /// Its word in the published files.
    pub fn text(self) -> &'static str {
        match self {
            LegalStatus::Running => "running",
            LegalStatus::PlenaryClosed => "plenary-closed",
            LegalStatus::Determined => "determined",
            LegalStatus::UnderDispute => "under-dispute",
            LegalStatus::Ruled => "ruled",
        }
    }
}

/// One plenary statement about a region.
#[derive(Clone, Debug)]
pub struct PlenaryVersion {
    /// Index of its entry.
    pub entry: u64,
    /// Id of the statement.
    pub id: Hash,
    /// Position of the signing key in the keyring.
    pub key: u32,
    /// Position of the signer's role in the profile.
    pub role: u16,
    /// Position of the stage in the profile.
    pub stage: u16,
    /// The figures, one cell for each field of the plenary's form.
    pub cells: Arc<[Cell]>,
    /// The signed paper.
    pub evidence: Box<[Evidence]>,
    /// It closes the plenary.
    pub closes: bool,
    /// The source a restating key restates.
    pub source: Option<Box<str>>,
    /// Id of the statement it takes the place of.
    pub supersedes: Option<Hash>,
    /// When.
    pub at: Moment,
}

/// A decree.
#[derive(Clone, Debug)]
pub struct DeterminationNote {
    /// Index of its entry.
    pub entry: u64,
    /// Id of the statement.
    pub id: Hash,
    /// Number of the decree.
    pub decree: Box<str>,
    /// When.
    pub at: Moment,
}

/// Everything stated about a region as a whole in one contest.
#[derive(Clone, Debug, Default)]
pub struct RegionRecord {
    /// Plenary statements, in ledger order.
    pub plenaries: Vec<PlenaryVersion>,
    /// Decrees, in ledger order.
    pub determinations: Vec<DeterminationNote>,
    /// Objections, in ledger order.
    pub objections: Vec<ObjectionNote>,
    /// Rulings, in ledger order.
    pub rulings: Vec<RulingNote>,
}

impl RegionRecord {
    /// The plenary that stands: the one a ruling names, else the latest.
    pub fn standing_plenary(&self) -> Option<&PlenaryVersion> {
        let ruled = self.rulings.last().and_then(|ruling| {
            let named = self.plenaries.iter().find(|plenary| plenary.id == ruling.stands)?;
            let later = self.plenaries.iter().rev().find(|plenary| plenary.entry > ruling.entry);
            Some(later.unwrap_or(named))
        });
        ruled.or_else(|| self.plenaries.last())
    }

    /// Where the result stands in law, by what was stated last.
    pub fn status(&self) -> LegalStatus {
        let closed = self.plenaries.iter().rev().find(|plenary| plenary.closes).map(|plenary| plenary.entry);
        let steps = [
            (closed, LegalStatus::PlenaryClosed),
            (self.determinations.last().map(|note| note.entry), LegalStatus::Determined),
            (self.objections.last().map(|note| note.entry), LegalStatus::UnderDispute),
            (self.rulings.last().map(|note| note.entry), LegalStatus::Ruled),
        ];
        steps
            .into_iter()
            .filter_map(|(entry, status)| Some((entry?, status)))
            .max_by_key(|(entry, _)| *entry)
            .map_or(LegalStatus::Running, |(_, status)| status)
    }
}

/// The form a region's plenary fills in, if the profile has one for its level.
pub fn plenary_form(election: &Election, contest: ContestIx, region: RegionIx) -> Option<&Form> {
    election.plenary_form_of(contest, region).map(|ix| election.form_by_ix(ix))
}
