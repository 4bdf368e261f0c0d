//! What plenaries, decrees and rulings say of a region.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use election::{Cell, ConstituencyIx, ContestIx, Election, Form, FormIx, Profile, RegionIx};
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
    /// Every one.
    pub const ALL: [LegalStatus; 5] = [
        LegalStatus::Running,
        LegalStatus::PlenaryClosed,
        LegalStatus::Determined,
        LegalStatus::UnderDispute,
        LegalStatus::Ruled,
    ];

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
    /// Whose votes these are, in a region that several constituencies cut; none: the region's as a whole.
    pub constituency: Option<ConstituencyIx>,
    /// The form it fills in.
    pub form: FormIx,
    /// The figures, one cell for each field of that form.
    pub cells: Arc<[Cell]>,
    /// The signed paper.
    pub evidence: Box<[Evidence]>,
    /// It closes the plenary.
    pub closes: bool,
    /// Position in the profile of the source that it restates; none: it is the signer's own word.
    pub source: Option<u16>,
    /// Id of the statement it takes the place of.
    pub supersedes: Option<Hash>,
    /// SHA-256 of a text that says more of it.
    pub text: Option<Hash>,
    /// Position in the profile of the reason why it takes that place; none also where the profile does not know the reason.
    pub reason: Option<u16>,
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
///
/// A plenary of a region that several constituencies cut fills in a sheet for each. A sheet has a history of its own: its
/// statements supersede each other, a ruling settles the sheet of the statement that it names, and which stands on one
/// says nothing of another.
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
    /// Plenary statements with other figures, by roles of the same weight, claim the place of one that stands.
    pub rivals: bool,
    /// Position of the plenary that stands on each sheet.
    standing: BTreeMap<Option<ConstituencyIx>, usize>,
    /// Index of the last entry that closed each sheet: it stood when it came in, and was nobody's restatement.
    closed: BTreeMap<Option<ConstituencyIx>, u64>,
    /// How many sheets by constituency the region has; 0: no constituencies cut it, or no plenary was stated yet.
    parts: usize,
}

impl RegionRecord {
    /// The plenary that stands for the region as a whole: of the strongest role, and among its statements what supersedes
    /// the others, unless a ruling names one.
    pub fn standing_plenary(&self) -> Option<&PlenaryVersion> {
        self.standing_sheet(None)
    }

    /// The plenary that stands on the sheet of a constituency, or for the region as a whole.
    pub fn standing_sheet(&self, constituency: Option<ConstituencyIx>) -> Option<&PlenaryVersion> {
        self.plenaries.get(*self.standing.get(&constituency)?)
    }

    /// Every plenary that stands, one a sheet.
    pub fn standing_sheets(&self) -> impl Iterator<Item = &PlenaryVersion> {
        self.standing.values().filter_map(|position| self.plenaries.get(*position))
    }

    /// The last ruling about a sheet.
    pub(crate) fn last_ruling(&self, constituency: Option<ConstituencyIx>) -> Option<&RulingNote> {
        self.rulings.iter().rev().find(|ruling| ruling.constituency == constituency)
    }

    /// Settles anew which plenary stands on each sheet, after something was stated.
    pub(crate) fn settle(&mut self, profile: &Profile) {
        let sheets: BTreeSet<Option<ConstituencyIx>> =
            self.plenaries.iter().map(|plenary| plenary.constituency).collect();
        (self.standing, self.rivals) = (BTreeMap::new(), false);
        for sheet in sheets {
            let (positions, history): (Vec<usize>, Vec<&PlenaryVersion>) = self
                .plenaries
                .iter()
                .enumerate()
                .filter(|(_, plenary)| plenary.constituency == sheet)
                .unzip();
            let order = precedence(profile, &history, self.last_ruling(sheet));
            let standing = order.standing();
            let cells = standing.and_then(|at| history.get(at)).map(|plenary| &plenary.cells);
            let rivals = order.rivals().iter().filter_map(|at| history.get(*at));
            self.rivals |= rivals.into_iter().any(|rival| Some(&rival.cells) != cells);
            if let Some(position) = standing.and_then(|at| positions.get(at)) {
                self.standing.insert(sheet, *position);
            }
        }
    }

    /// Takes in a plenary, of a region with this many sheets by constituency (0: no constituencies cut it). Whether it
    /// closes its sheet: it says so, it stands, and its role states what is its own. Where each constituency has a sheet,
    /// the columns of the region as a whole are beside them and close nothing.
    pub(crate) fn hold(&mut self, profile: &Profile, plenary: PlenaryVersion, parts: usize) -> bool {
        let (entry, sheet) = (plenary.entry, plenary.constituency);
        let closes = plenary.closes && plenary.source.is_none() && (sheet.is_some() || parts == 0);
        self.parts = parts;
        self.plenaries.push(plenary);
        self.settle(profile);
        let closes = closes && self.standing_sheet(sheet).is_some_and(|standing| standing.entry == entry);
        if closes {
            self.closed.insert(sheet, entry);
        }
        closes
    }

    /// The entry that closed the region: its sheet, or the last of its constituencies' sheets.
    fn closed_at(&self) -> Option<u64> {
        if self.parts == 0 {
            return self.closed.get(&None).copied();
        }
        self.closed.values().copied().max().filter(|_| self.closed.len() == self.parts)
    }

    /// Whether a source is restated to have closed the region.
    fn restated_as_closed(&self) -> bool {
        let closed = |plenary: &PlenaryVersion| plenary.closes && plenary.source.is_some();
        if self.parts == 0 {
            return self.standing_plenary().is_some_and(closed);
        }
        let parts =
            self.standing_sheets().filter(|plenary| plenary.constituency.is_some() && closed(plenary));
        parts.count() == self.parts
    }

    /// Whether its plenary is closed, also where something was stated since: its own, or what a source is restated to have
    /// closed.
    pub fn is_closed(&self) -> bool {
        self.closed_at().is_some() || self.restated_as_closed()
    }

    /// Where the result stands in law, by what was stated last. What a source is restated to have closed says so only
    /// where nobody has stated anything of their own.
    pub fn status(&self) -> LegalStatus {
        let steps = [
            (self.closed_at(), LegalStatus::PlenaryClosed),
            (self.determinations.last().map(|note| note.entry), LegalStatus::Determined),
            (self.objections.last().map(|note| note.entry), LegalStatus::UnderDispute),
            (self.rulings.last().map(|note| note.entry), LegalStatus::Ruled),
        ];
        let last = steps.into_iter().filter_map(|(entry, status)| Some((entry?, status)));
        match last.max_by_key(|(entry, _)| *entry) {
            Some((_, status)) => status,
            None if self.restated_as_closed() => LegalStatus::PlenaryClosed,
            None => LegalStatus::Running,
        }
    }
}

/// The form a region's plenary fills in for the region as a whole, if the law has one.
pub fn plenary_form(election: &Election, contest: ContestIx, region: RegionIx) -> Option<&Form> {
    election.plenary_form_of(contest, region).map(|ix| election.form_by_ix(ix))
}
