//! A region's plenary (rapat pleno rekapitulasi) as the ledger has it now: its form, a column for each region below it, their sums,
//! and what stands.
//!
//! - [`closing`]: what the statement that closes one says beside its figures.
//! - [`compared`]: its form column by column, as each side has it, and where they differ.
//! - [`door`]: which of them may close over what was typed independently.
//! - [`text`]: the statement that somebody signs.
//! - [`kept`]: what was typed independently, and how differences were explained.
//! - [`objections`]: who disputes what, and what came of it by when.
//! - [`paper`]: the form as it is printed.
//! - [`photographed`]: the signed paper's photos, page by page.

pub mod closing;
pub mod compared;
pub mod door;
pub mod kept;
pub mod objections;
pub mod paper;
pub mod photographed;
pub mod text;

use election::{
    Cell, ConstituencyIx, ContestIx, CountError, Election, Figure, Form, FormIx, Outcome, RegionIx, Stage,
    StationIx, Unread, Within,
};
use ledger::Hash;
use tally::{Column, PlenaryVersion, Quality, RegionRecord, Replay, State};

pub use self::compared::{Compared, Difference, Figures, differences};

/// Which plenary: of a region as a whole, or the sheet of one constituency that cuts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Contest id.
    pub contest: String,
    /// Region's code.
    pub region: String,
    /// Constituency's code.
    pub constituency: Option<String>,
}

/// Why a plenary can't be shown, written or printed.
#[derive(Debug, thiserror::Error)]
pub enum PlenaryError {
    /// The law knows none there.
    #[error("no plenary of {contest} is held in {region}")]
    NoPlenary {
        /// Contest id.
        contest: String,
        /// Region's code.
        region: String,
    },
    /// Several constituencies cut the region and their options are never added up.
    #[error("several constituencies cut this region, name one: {}", .0.join(", "))]
    NameConstituency(Vec<String>),
    /// No such region below it.
    #[error("there is no region {0} directly below this one")]
    NotBelow(String),
    /// A form typed independently without the column of a region that has one.
    #[error("the column of region {0} is missing: every column of the form is typed")]
    NoColumn(String),
    /// A sum that no form has room for.
    #[error("a sum is too large: {0}")]
    TooLarge(String),
    /// Nothing of it has been stated.
    #[error("no plenary of this region has been stated yet")]
    NothingStands,
    /// Something stands, and no reason is given for taking its place.
    #[error("a plenary stands already: give a reason for taking its place")]
    NoReason,
    /// Differences that nobody has explained.
    #[error("not yet explained: {}", .0.join(", "))]
    Unexplained(Vec<String>),
    /// Nobody has typed the paper independently, and nobody has said why.
    #[error("nobody has typed this form independently: have it typed, or say why that is not done")]
    NotTyped,
    /// Nothing is said of who signed the paper.
    #[error("say who signed the paper, and who did not and why")]
    NoSignatories,
    /// The same person typed it and now closes.
    #[error("you typed this form yourself: somebody else closes the plenary")]
    OwnTyping,
    /// The text can't be written.
    #[error(transparent)]
    Text(#[from] statement::StatementError),
    /// A field stands twice.
    #[error("the field {0} stands twice")]
    Twice(String),
}

impl From<CountError> for PlenaryError {
    fn from(error: CountError) -> PlenaryError {
        PlenaryError::TooLarge(error.to_string())
    }
}

/// A plenary, looked up.
pub struct Plenary<'a> {
    /// The ledger.
    pub replay: &'a Replay,
    /// Contest.
    pub contest: ContestIx,
    /// Region.
    pub region: RegionIx,
    /// Constituency, where the region is cut.
    pub constituency: Option<ConstituencyIx>,
    /// The form it fills in.
    pub form_ix: FormIx,
    /// When in the course of the election it is held.
    pub stage: &'a Stage,
}

/// A column of its form.
#[derive(Clone, Debug)]
pub struct Child {
    /// The region.
    pub region: RegionIx,
    /// What it adds.
    pub column: Column,
    /// Its sheets by what is known of them.
    pub sheets: Sheets,
}

/// How many sheets are how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sheets {
    /// Expected.
    pub expected: u32,
    /// Counted: every option is read.
    pub counted: u32,
    /// Confirmed by somebody who decides.
    pub confirmed: u32,
    /// Disputed.
    pub disputed: u32,
    /// In conflict, or with rivals.
    pub conflict: u32,
}

/// A station's sheet that somebody must look at before the plenary closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Not counted: nothing came in, or not every option is read.
    Missing,
    /// Its figures don't fit, or rivals differ, and nobody who decides has confirmed them.
    Conflict,
    /// Disputed, unruled.
    Disputed,
}

impl Open {
    /// Every one, the gravest first.
    pub const ALL: [Open; 3] = [Open::Missing, Open::Conflict, Open::Disputed];

    /// Its word.
    pub fn text(self) -> &'static str {
        match self {
            Open::Missing => "missing",
            Open::Conflict => "conflict",
            Open::Disputed => "disputed",
        }
    }

    /// What of a sheet is open, the gravest first.
    pub fn of(state: Option<&State>) -> Option<Open> {
        let Some(state) = state.filter(|state| state.counted) else { return Some(Open::Missing) };
        let conflict = state.quality == Quality::Conflict || state.rivals;
        if conflict && !state.confirmed {
            return Some(Open::Conflict);
        }
        state.disputed.then_some(Open::Disputed)
    }
}

impl<'a> Plenary<'a> {
    /// Looks one up.
    ///
    /// # Errors
    /// [`PlenaryError::NoPlenary`], [`PlenaryError::NameConstituency`].
    pub fn find(replay: &'a Replay, whose: &Whose) -> Result<Plenary<'a>, PlenaryError> {
        let election: &'a Election = replay.election();
        let none =
            || PlenaryError::NoPlenary { contest: whose.contest.clone(), region: whose.region.clone() };
        let contest = election.profile.contest(&whose.contest).ok_or_else(none)?;
        let region = election.places.find_region(&whose.region).ok_or_else(none)?;
        let constituency = whose.constituency.as_deref();
        let constituency = constituency
            .map(|code| election.find_constituency(contest, code).ok_or_else(none))
            .transpose()?;
        let level = election.places.region(region).level;
        let mut stages = election.profile.stages.iter();
        let stage = stages.find(|stage| election.profile.holds_plenary(stage, &whose.region, level));
        let stage = stage.ok_or_else(none)?;
        let form = match constituency {
            None => election.plenary_form_of(contest, region),
            Some(constituency) => election.constituency_plenary_form(contest, region, constituency),
        };
        let form_ix = match (form, election.within(contest, region)) {
            (Some(form), _) => form,
            (None, Within::Several) if constituency.is_none() => {
                let all = election.constituencies_in(contest, region).into_iter();
                let all = all.map(|ix| election.constituency(ix).code.to_string());
                return Err(PlenaryError::NameConstituency(all.collect()));
            }
            (None, Within::Nobody | Within::NoConstituency | Within::One(_) | Within::Several) => {
                return Err(none());
            }
        };
        Ok(Plenary { replay, contest, region, constituency, form_ix, stage })
    }

    /// The law and the places.
    pub fn election(&self) -> &'a Election {
        self.replay.election()
    }

    /// Its form.
    pub fn form(&self) -> &'a Form {
        self.election().form_by_ix(self.form_ix)
    }

    /// The number of each of its fields on the paper: its own, or where its template has none that of the stations' form.
    pub fn numbers(&self) -> Vec<&'a str> {
        let election = self.election();
        let mut stations = self.stations(self.region).map(|(station, _)| station);
        let own = stations.find_map(|station| election.form(self.contest, station));
        let own = own.map(|form| election.form_by_ix(form));
        let each = self.form().fields.iter().map(|field| {
            let below = own.and_then(|own| own.fields.get(usize::from(own.field(&field.name)?.0)));
            if field.item.is_empty() { below.map_or("", |below| &*below.item) } else { &*field.item }
        });
        each.collect()
    }

    /// What was stated about the region as a whole.
    pub fn record(&self) -> Option<&'a RegionRecord> {
        self.replay.tally.contest(self.contest)?.record(self.region)
    }

    /// Ids of the statements that say what stands: the one that stands, and those before it that say the same figures.
    pub fn same(&self) -> Vec<Hash> {
        let all = self.record().map_or(&[][..], |record| &record.plenaries);
        let mut same: Vec<Hash> = Vec::new();
        let mut next = self.standing();
        // Each takes the place of one that was there before it, so that this ends.
        while let Some(version) = next.filter(|version| !same.contains(&version.id)) {
            same.push(version.id);
            next = version.supersedes.and_then(|id| all.iter().find(|one| one.id == id));
            next = next.filter(|before| before.cells == version.cells);
        }
        same
    }

    /// The plenary that stands.
    pub fn standing(&self) -> Option<&'a PlenaryVersion> {
        self.record()?.standing_sheet(self.constituency)
    }

    /// The regions directly below that have voters of it, in the order of their codes.
    pub fn children(&self) -> Vec<RegionIx> {
        let election = self.election();
        let votes = |child: &RegionIx| match self.constituency {
            None => election.places.stations_in(*child).next().is_some(),
            Some(constituency) => election.votes_in(self.contest, *child, constituency),
        };
        election.places.children(self.region).filter(votes).collect()
    }

    /// What one region inside it adds.
    ///
    /// # Errors
    /// When a sum leaves the range of a count.
    pub fn column(&self, region: RegionIx) -> Result<Column, PlenaryError> {
        let tally = &self.replay.tally;
        Ok(tally::column(tally, self.contest, region, self.constituency, self.form_ix)?)
    }

    /// A column for each region directly below.
    ///
    /// # Errors
    /// When a sum leaves the range of a count.
    pub fn columns(&self) -> Result<Vec<Child>, PlenaryError> {
        let each = self.children().into_iter().map(|region| {
            let mut sheets = Sheets::default();
            for (_, state) in self.stations(region) {
                sheets.expected += 1;
                sheets.counted += u32::from(state.is_some_and(|state| state.counted));
                sheets.confirmed += u32::from(state.is_some_and(|state| state.confirmed));
                sheets.disputed += u32::from(state.is_some_and(|state| state.disputed));
                sheets.conflict += u32::from(Open::of(state) == Some(Open::Conflict));
            }
            Ok(Child { region, column: self.column(region)?, sheets })
        });
        each.collect()
    }

    /// Its stations in a region inside it, with what is known of their sheets.
    pub fn stations(&self, region: RegionIx) -> impl Iterator<Item = (StationIx, Option<&'a State>)> {
        let (election, contest, constituency) = (self.election(), self.contest, self.constituency);
        let counted = self.replay.tally.contest(contest);
        election
            .places
            .stations_in(region)
            .filter(move |station| {
                election.form(contest, *station).is_some()
                    && (constituency.is_none() || election.constituency_of(contest, *station) == constituency)
            })
            .map(move |station| (station, counted.and_then(|counted| counted.state(station))))
    }

    /// The figures a plenary states if it states what stands now: the sum of each field, and empty where no counted sheet has
    /// it. An unread figure is never a zero.
    ///
    /// # Errors
    /// [`PlenaryError::TooLarge`].
    pub fn cells(&self) -> Result<Vec<Cell>, PlenaryError> {
        let column = self.column(self.region)?;
        let each = self.form().fields.iter().zip(&column.fields).map(|(field, summed)| {
            if summed.read == 0 {
                return Ok(Cell::Unread(Unread::Empty));
            }
            let figure = u32::try_from(summed.sum.get());
            figure
                .map(|figure| Cell::Read(Figure(figure)))
                .map_err(|_| PlenaryError::TooLarge(format!("{} comes to {}", field.name, summed.sum.get())))
        });
        each.collect()
    }

    /// Checks of its form that fail on these figures, with what each side comes to.
    pub fn failing(&self, cells: &[Cell]) -> Vec<(&'a str, Option<(i128, i128)>)> {
        let checks = self.form().checks.iter();
        let failing = checks.filter(|check| check.evaluate(cells) == Outcome::Fails);
        failing.map(|check| (check.id.as_str(), check.sides(cells))).collect()
    }
}
