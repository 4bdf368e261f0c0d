//! Totals of a region or constituency in one contest.
//!
//! Adding a sheet and taking it away are exact inverses, which is what makes the incremental fold equal to a fold from
//! scratch. Every addition is checked; a total that would leave `u64` is an error, never a wrapped number.

use election::{Cell, ColumnIx, Count, CountError, Form};

use crate::sheet::{Quality, Standing, State};

/// Sums over a set of sheets.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Sums {
    /// How many sheets are in.
    pub sheets: u64,
    /// For each column of the contest, the sum of the figures read.
    pub sums: Box<[Count]>,
    /// For each column, on how many of the sheets it is read.
    pub read: Box<[u32]>,
}

/// All that is counted of a region or constituency in one contest.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Totals {
    /// Sheets the roster expects.
    pub expected: u64,
    /// Sheets about which something has been stated.
    pub stated: u64,
    /// Sheets by quality, in the order of [`Quality::ALL`].
    pub quality: [u64; 5],
    /// Sheets by standing, in the order of [`Standing::ALL`].
    pub standing: [u64; 3],
    /// Corrected sheets on which a vote changed.
    pub votes_corrected: u64,
    /// Confirmed sheets.
    pub confirmed: u64,
    /// Disputed sheets.
    pub disputed: u64,
    /// Sheets whose evidence is named and not held.
    pub evidence_pending: u64,
    /// Sheets with some options read, not all.
    pub partly_read: u64,
    /// *Consistent or better*: the figures to quote.
    pub sound: Sums,
    /// *All standing figures*: every sheet on which every option is read.
    pub all: Sums,
    /// For each reason of the profile: sheets whose standing version gives it.
    pub reasons: Box<[u64]>,
    /// For each check of the contest: sheets on which it fails, holds, is undecided.
    pub checks: Box<[CheckCounts]>,
}

/// How often a check came out how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CheckCounts {
    /// Sheets on which it fails.
    pub fails: u32,
    /// Sheets on which it holds.
    pub holds: u32,
    /// Sheets on which a field of it is unread.
    pub undecided: u32,
}

#[derive(Clone, Copy)]
enum Direction {
    In,
    Out,
}

impl Totals {
    /// Empty totals for a contest with this many columns and checks, under a profile with this many reasons.
    pub fn new(columns: usize, checks: usize, reasons: usize) -> Totals {
        let sums = || Sums {
            sheets: 0,
            sums: vec![Count::default(); columns].into(),
            read: vec![0; columns].into(),
        };
        Totals {
            sound: sums(),
            all: sums(),
            checks: vec![CheckCounts::default(); checks].into(),
            reasons: vec![0; reasons].into(),
            ..Totals::default()
        }
    }

    /// How many sheets have every option read.
    pub fn counted(&self) -> u64 {
        self.all.sheets
    }

    /// Every expected sheet is counted. "Has figures" is not "complete".
    pub fn complete(&self) -> bool {
        self.expected > 0 && self.all.sheets == self.expected
    }

    /// Sheets of this quality.
    pub fn with_quality(&self, quality: Quality) -> u64 {
        Quality::ALL.iter().zip(self.quality).find(|(q, _)| **q == quality).map_or(0, |(_, n)| n)
    }

    /// Sheets of this standing.
    pub fn with_standing(&self, standing: Standing) -> u64 {
        Standing::ALL.iter().zip(self.standing).find(|(s, _)| **s == standing).map_or(0, |(_, n)| n)
    }

    /// Expects one more sheet, of which nothing is known.
    pub fn expect(&mut self) -> Result<(), CountError> {
        step(&mut self.expected, Direction::In)?;
        self.tally_state(&State::expected(), Direction::In)
    }

    /// Puts a sheet's state in.
    pub fn put_in(&mut self, form: &Form, state: &State) -> Result<(), CountError> {
        self.tally_state(state, Direction::In)?;
        self.tally_figures(form, state, Direction::In)
    }

    /// Takes a sheet's state out again.
    pub fn take_out(&mut self, form: &Form, state: &State) -> Result<(), CountError> {
        self.tally_state(state, Direction::Out)?;
        self.tally_figures(form, state, Direction::Out)
    }

    fn tally_state(&mut self, state: &State, direction: Direction) -> Result<(), CountError> {
        for (quality, count) in Quality::ALL.iter().zip(self.quality.iter_mut()) {
            if *quality == state.quality {
                step(count, direction)?;
            }
        }
        for (standing, count) in Standing::ALL.iter().zip(self.standing.iter_mut()) {
            if *standing == state.standing && state.version.is_some() {
                step(count, direction)?;
            }
        }
        for (flag, count) in [
            (state.version.is_some(), &mut self.stated),
            (state.votes_corrected, &mut self.votes_corrected),
            (state.confirmed, &mut self.confirmed),
            (state.disputed, &mut self.disputed),
            (state.evidence_pending, &mut self.evidence_pending),
            (state.partly_read, &mut self.partly_read),
        ] {
            if flag {
                step(count, direction)?;
            }
        }
        if let Some(count) = state.reason.and_then(|reason| self.reasons.get_mut(usize::from(reason))) {
            step(count, direction)?;
        }
        let outcomes = state.outcomes;
        let bits = (0u32..64).map(|position| 1u64 << position);
        for (bit, counts) in bits.zip(self.checks.iter_mut()) {
            let has = |bits: u64| bits & bit != 0;
            if has(outcomes.fails) {
                step32(&mut counts.fails, direction)?;
            }
            if has(outcomes.holds) {
                step32(&mut counts.holds, direction)?;
            }
            if has(outcomes.undecided) {
                step32(&mut counts.undecided, direction)?;
            }
        }
        Ok(())
    }

    fn tally_figures(&mut self, form: &Form, state: &State, direction: Direction) -> Result<(), CountError> {
        let Some(cells) = state.cells.as_deref().filter(|_| state.counted) else { return Ok(()) };
        self.all.tally(form, cells, direction)?;
        if state.sound() {
            self.sound.tally(form, cells, direction)?;
        }
        Ok(())
    }
}

impl Sums {
    /// The sum of a column.
    pub fn sum(&self, column: ColumnIx) -> Count {
        self.sums.get(usize::from(column.0)).copied().unwrap_or_default()
    }

    /// On how many sheets the column is read.
    pub fn read(&self, column: ColumnIx) -> u32 {
        self.read.get(usize::from(column.0)).copied().unwrap_or_default()
    }

    fn tally(&mut self, form: &Form, cells: &[Cell], direction: Direction) -> Result<(), CountError> {
        step(&mut self.sheets, direction)?;
        for (field, cell) in form.fields.iter().zip(cells) {
            let (Some(column), Cell::Read(figure)) = (field.column, cell) else { continue };
            let column = usize::from(column.0);
            if let Some(sum) = self.sums.get_mut(column) {
                *sum = match direction {
                    Direction::In => sum.checked_add(Count::from(*figure))?,
                    Direction::Out => sum.checked_sub(Count::from(*figure))?,
                };
            }
            if let Some(read) = self.read.get_mut(column) {
                step32(read, direction)?;
            }
        }
        Ok(())
    }
}

fn step(count: &mut u64, direction: Direction) -> Result<(), CountError> {
    *count = match direction {
        Direction::In => Count::new(*count).checked_add(Count::new(1))?.get(),
        Direction::Out => Count::new(*count).checked_sub(Count::new(1))?.get(),
    };
    Ok(())
}

fn step32(count: &mut u32, direction: Direction) -> Result<(), CountError> {
    let mut wide = u64::from(*count);
    step(&mut wide, direction)?;
    *count = u32::try_from(wide).map_err(|_| CountError::TooLarge(wide, 0))?;
    Ok(())
}
