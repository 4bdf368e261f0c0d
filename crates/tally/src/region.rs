//! What plenaries, decrees and rulings say of a region.

use std::sync::Arc;

use election::{Cell, ContestIx, Election, Form, Profile, RegionIx};
use ledger::Hash;
use statement::Moment;

use crate::precedence::precedence;
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
    /// Plenary statements with other figures, by roles of the same weight, claim the place of the one that stands.
    pub rivals: bool,
    /// Position of the plenary that stands.
    standing: Option<usize>,
    /// Index of the last entry that closed the plenary: it stood when it came in, and was nobody's restatement.
    closed: Option<u64>,
}

impl RegionRecord {
    /// The plenary that stands: of the strongest role, and among its statements what supersedes the others, unless a
    /// ruling names one.
    pub fn standing_plenary(&self) -> Option<&PlenaryVersion> {
        self.plenaries.get(self.standing?)
    }

    /// Settles anew which plenary stands, after something was stated.
    pub(crate) fn settle(&mut self, profile: &Profile) {
        let order = precedence(profile, &self.plenaries, self.rulings.last());
        self.standing = order.standing();
        let standing = self.standing_plenary().map(|plenary| &plenary.cells);
        let rivals = order.rivals().iter().filter_map(|position| self.plenaries.get(*position));
        self.rivals = rivals.into_iter().any(|rival| Some(&rival.cells) != standing);
    }

    /// Takes in a plenary. Whether it closes the region: it says so, it stands, and its role states what is its own.
    pub(crate) fn hold(&mut self, profile: &Profile, plenary: PlenaryVersion) -> bool {
        let (entry, closes) = (plenary.entry, plenary.closes && plenary.source.is_none());
        self.plenaries.push(plenary);
        self.settle(profile);
        let closes = closes && self.standing_plenary().is_some_and(|standing| standing.entry == entry);
        if closes {
            self.closed = Some(entry);
        }
        closes
    }

    /// Where the result stands in law, by what was stated last. What a source is restated to have closed says so only
    /// where nobody has stated anything of their own.
    pub fn status(&self) -> LegalStatus {
        let steps = [
            (self.closed, LegalStatus::PlenaryClosed),
            (self.determinations.last().map(|note| note.entry), LegalStatus::Determined),
            (self.objections.last().map(|note| note.entry), LegalStatus::UnderDispute),
            (self.rulings.last().map(|note| note.entry), LegalStatus::Ruled),
        ];
        let last = steps.into_iter().filter_map(|(entry, status)| Some((entry?, status)));
        let restated = self.standing_plenary().filter(|plenary| plenary.closes && plenary.source.is_some());
        match (last.max_by_key(|(entry, _)| *entry), restated) {
            (Some((_, status)), _) => status,
            (None, Some(_)) => LegalStatus::PlenaryClosed,
            (None, None) => LegalStatus::Running,
        }
    }
}

/// The form a region's plenary fills in, if the profile has one for its level.
pub fn plenary_form(election: &Election, contest: ContestIx, region: RegionIx) -> Option<&Form> {
    election.plenary_form_of(contest, region).map(|ix| election.form_by_ix(ix))
}
