//! A sheet: its history, and what follows from it.

use std::sync::Arc;

use election::{Cell, ConstituencyIx};
use ledger::Hash;
use statement::{Moment, ObjectionKind, ObjectionOutcome};

use crate::how::How;
use crate::version::{Evidence, Version};

/// What is known of a sheet's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quality {
    /// Nothing has come in.
    Expected,
    /// Evidence, no figures.
    Pictured,
    /// Figures; no hard check fails, some are undecided.
    Incomplete,
    /// All hard checks hold.
    Consistent,
    /// A hard check fails, or statements by counting roles disagree.
    Conflict,
}

/// How the figures that stand came to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// No figure that was once read has been changed or taken back.
    First,
    /// A figure differs from an earlier one.
    Corrected,
    /// The votes were read once and have been taken back.
    Withdrawn,
}

impl Quality {
    /// Every quality, in order.
    pub const ALL: [Quality; 5] =
        [Quality::Expected, Quality::Pictured, Quality::Incomplete, Quality::Consistent, Quality::Conflict];

    /// Whether figures stand.
    pub fn is_in(self) -> bool {
        match self {
            Quality::Expected | Quality::Pictured => false,
            Quality::Incomplete | Quality::Consistent | Quality::Conflict => true,
        }
    }

    /// Its word in the published files.
    pub fn text(self) -> &'static str {
        match self {
            Quality::Expected => "expected",
            Quality::Pictured => "pictured",
            Quality::Incomplete => "incomplete",
            Quality::Consistent => "consistent",
            Quality::Conflict => "conflict",
        }
    }
}

impl Standing {
    /// Every standing, in order.
    pub const ALL: [Standing; 3] = [Standing::First, Standing::Corrected, Standing::Withdrawn];

    /// Its word in the published files.
    pub fn text(self) -> &'static str {
        match self {
            Standing::First => "first",
            Standing::Corrected => "corrected",
            Standing::Withdrawn => "withdrawn",
        }
    }
}

/// How many hard or soft checks came out how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// Positions, in the contest's list of checks, of those that fail: bit i = check i.
    pub fails: u64,
    /// Those that hold.
    pub holds: u64,
    /// Those that are undecided: a field is unread.
    pub undecided: u64,
}

/// What follows from the history of one sheet.
#[expect(clippy::struct_excessive_bools, reason = "independent flags, each published under its own name")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Position in the history of the version whose figures stand; none: nothing stands.
    pub version: Option<u32>,
    /// Position in the history of the version whose evidence belongs to the figures that stand.
    pub evidence: Option<u32>,
    /// Position in the profile of the reason that the standing version gives; none: it gives none, as first ones do.
    pub reason: Option<u16>,
    /// The figures that stand: one cell a field, withdrawals applied.
    pub cells: Option<Arc<[Cell]>>,
    /// Its quality.
    pub quality: Quality,
    /// Its standing.
    pub standing: Standing,
    /// A correction touched a vote, not only voters or ballots.
    pub votes_corrected: bool,
    /// Confirmed by the word of a role that confirms, by a ruling or by a closed plenary; never while rivals differ.
    pub confirmed: bool,
    /// A party witness, supervisor or observer disputes it, unruled.
    pub disputed: bool,
    /// Evidence is named whose bytes no capture has brought yet.
    pub evidence_pending: bool,
    /// Counting roles disagree: rivals for the same place.
    pub rivals: bool,
    /// Every option is read: it counts in totals.
    pub counted: bool,
    /// Some options are read, not all: it is counted beside the totals.
    pub partly_read: bool,
    /// How the contest's checks came out.
    pub outcomes: Outcomes,
}

impl State {
    /// The state of a sheet of which nothing is known.
    pub fn expected() -> State {
        State {
            version: None,
            evidence: None,
            reason: None,
            cells: None,
            quality: Quality::Expected,
            standing: Standing::First,
            votes_corrected: false,
            confirmed: false,
            disputed: false,
            evidence_pending: false,
            rivals: false,
            counted: false,
            partly_read: false,
            outcomes: Outcomes::default(),
        }
    }

    /// Whether it has come in: figures stand. Photos alone are no sheet, and withdrawn figures are none.
    pub fn is_in(&self) -> bool {
        self.quality.is_in()
    }

    /// *Consistent or better*: the figures to quote.
    pub fn sound(&self) -> bool {
        self.quality == Quality::Consistent || self.confirmed
    }
}

/// A ruling on a sheet, or on a plenary's.
#[derive(Clone, Debug)]
pub struct RulingNote {
    /// Index of its entry.
    pub entry: u64,
    /// Id of the ruling statement.
    pub id: Hash,
    /// The statement that stands from then on.
    pub stands: Hash,
    /// Of a plenary: the constituency whose sheet it settles; none: the region's as a whole.
    pub constituency: Option<ConstituencyIx>,
    /// Position of the ruling key in the keyring.
    pub key: u32,
    /// Rank of its role: what came before, and lower ranks at the same stage, no longer matter.
    pub rank: u8,
    /// SHA-256 of a text that says more of it.
    pub text: Option<Hash>,
    /// When.
    pub at: Moment,
}

/// An objection to a sheet or a plenary.
#[derive(Clone, Debug)]
pub struct ObjectionNote {
    /// Index of its entry.
    pub entry: u64,
    /// Id of the objection statement.
    pub id: Hash,
    /// What kind.
    pub kind: ObjectionKind,
    /// Position of the objecting key in the keyring.
    pub key: u32,
    /// SHA-256 of its text.
    pub text: Hash,
    /// Photos of it.
    pub evidence: Box<[Evidence]>,
    /// What was answered, in ledger order; the last holds.
    pub answers: Vec<AnswerNote>,
    /// When.
    pub at: Moment,
}

/// What came of an objection.
#[derive(Clone, Debug)]
pub struct AnswerNote {
    /// Index of its entry.
    pub entry: u64,
    /// Id of the answering statement.
    pub id: Hash,
    /// What came of it.
    pub outcome: ObjectionOutcome,
    /// Position of the answering key in the keyring.
    pub key: u32,
    /// SHA-256 of its text.
    pub text: Hash,
    /// Photos of it.
    pub evidence: Box<[Evidence]>,
    /// When.
    pub at: Moment,
}

/// What somebody, or a program, read off the photos of a sheet. It never stands by itself.
#[derive(Clone, Debug)]
pub struct ReadingNote {
    /// Index of its entry.
    pub entry: u64,
    /// Id of the reading statement.
    pub id: Hash,
    /// Position of the signing key in the keyring.
    pub key: u32,
    /// The program's name and the version of its rules; none: a person, by eye.
    pub machine: Option<Arc<str>>,
    /// The photos it read.
    pub captures: Box<[Hash]>,
    /// One cell for each field of the form.
    pub cells: Arc<[Cell]>,
    /// How each field was read; none: it doesn't say.
    pub how: Option<Arc<[How]>>,
    /// How probable it is that the sums on the paper don't hold, in parts per million; none: it doesn't say.
    pub wrong: Option<u32>,
    /// When.
    pub at: Moment,
}

/// A sheet with all that was ever stated about it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Every version, in ledger order.
    pub versions: Vec<Version>,
    /// Positions of the versions that once stood and made way for another.
    pub stood: Vec<u32>,
    /// Readings of its photos, in ledger order.
    pub readings: Vec<ReadingNote>,
    /// Rulings, in ledger order.
    pub rulings: Vec<RulingNote>,
    /// Objections, in ledger order.
    pub objections: Vec<ObjectionNote>,
    /// Index of the entry that last confirmed it by a closed plenary.
    pub plenary: Option<u64>,
    /// The sequencer's time of the entry that last touched it.
    pub touched_ms: u64,
    /// What follows.
    pub state: State,
}

impl Sheet {
    /// A sheet of which nothing is known.
    pub fn expected() -> Sheet {
        Sheet {
            versions: Vec::new(),
            stood: Vec::new(),
            readings: Vec::new(),
            rulings: Vec::new(),
            objections: Vec::new(),
            plenary: None,
            touched_ms: 0,
            state: State::expected(),
        }
    }

    /// Whether a statement about it names this blob: a photo, or a text that says more.
    pub(crate) fn names(&self, hash: &Hash) -> bool {
        let photo = |evidence: &[Evidence]| {
            evidence.iter().any(|one| match one {
                Evidence::Claimed { .. } => false,
                Evidence::Named(named) => named.sha256 == *hash,
            })
        };
        let version =
            |one: &Version| photo(&one.evidence) || one.text.as_deref().is_some_and(|text| text == hash);
        let answer = |one: &AnswerNote| one.text == *hash || photo(&one.evidence);
        let objection =
            |one: &ObjectionNote| one.text == *hash || photo(&one.evidence) || one.answers.iter().any(answer);
        self.versions.iter().any(version)
            || self.readings.iter().any(|one| one.captures.contains(hash))
            || self.rulings.iter().any(|one| one.text.as_ref() == Some(hash))
            || self.objections.iter().any(objection)
    }

    /// The version whose figures stand.
    pub fn standing_version(&self) -> Option<&Version> {
        self.versions.get(usize::try_from(self.state.version?).ok()?)
    }
}
