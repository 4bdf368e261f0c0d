//! Sums of a region, line by line, with the figures of its plenary beside them.

use election::{Cell, ColumnIx, Count, Election, Form};
use tally::{PlenaryVersion, Sums, Totals};

use super::cell::{Entry, Name};
use super::labels::{ContestLabels, Labels};

/// An option of the region's stations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice<'a> {
    pub(super) number: u16,
    pub(super) name: &'a str,
    pub(super) key: &'a str,
    pub(super) column: ColumnIx,
}

/// A line: an option or a field, its sum, and for options the share of the valid votes of the same sheets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) name: Name<'a>,
    pub(super) sum: Entry<'a>,
    pub(super) share: Option<Entry<'a>>,
    /// Hundredths of a per cent, for the bar.
    pub(super) bar: u64,
    /// What the plenary states, and how it differs from the sum.
    pub(super) plenary: Option<(Entry<'a>, Entry<'a>)>,
}

/// The standing plenary's figures by column.
#[derive(Clone, Debug)]
pub(super) struct PlenaryFigures {
    cells: Vec<Option<Cell>>,
}

impl PlenaryFigures {
    pub(super) fn new(form: &Form, plenary: &PlenaryVersion, columns: usize) -> PlenaryFigures {
        let mut cells = vec![None; columns];
        for (field, cell) in form.fields.iter().zip(plenary.cells.iter()) {
            if let Some(slot) = field.column.and_then(|column| cells.get_mut(usize::from(column.0))) {
                *slot = Some(*cell);
            }
        }
        PlenaryFigures { cells }
    }

    /// How many of its figures are not the sum of the sheets, which have to be all there.
    pub(super) fn differing(&self, totals: &Totals) -> u64 {
        let columns = (0..).map(ColumnIx).zip(&self.cells);
        let differs = columns.filter(|(column, cell)| match cell {
            Some(Cell::Read(figure)) => {
                u64::from(totals.all.read(*column)) == totals.expected
                    && u64::from(figure.0) != totals.all.sum(*column).get()
            }
            Some(Cell::Unread(_)) | None => false,
        });
        differs.count() as u64
    }
}

/// The sums of one set of sheets of a region, ready to be written.
pub(super) struct Summary<'a, 'p> {
    pub(super) labels: &'a Labels,
    pub(super) totals: &'a Totals,
    pub(super) sums: &'a Sums,
    pub(super) plenary: Option<&'p PlenaryFigures>,
    /// The column of valid votes, if the contest has one.
    pub(super) valid: Option<ColumnIx>,
}

impl<'a> Summary<'a, '_> {
    /// Lines of the options, with shares.
    pub(super) fn options(&self, choices: &[Choice<'a>]) -> Vec<Line<'a>> {
        let whole = self.whole(choices);
        let line = |choice: &Choice<'a>| {
            let votes = self.sums.sum(choice.column).get();
            let share =
                whole.filter(|_| self.sums.sheets > 0).and_then(|whole| self.labels.share(votes, whole));
            Line {
                name: Name::Option { number: choice.number, name: choice.name },
                sum: self.sum(choice.column),
                share: Some(share.map_or(Entry::Word(&self.labels.texts.no_share), Entry::Share)),
                bar: share.map_or(0, |share| share.hundredths.min(10_000)),
                plenary: self.plenary(choice.column),
            }
        };
        choices.iter().map(line).collect()
    }

    /// Lines of the fields that are no votes.
    pub(super) fn fields(
        &self,
        fields: &'a [(ColumnIx, super::markup::Html)],
    ) -> impl Iterator<Item = Line<'a>> {
        fields.iter().map(|(column, name)| Line {
            name: Name::Field(name),
            sum: self.sum(*column),
            share: None,
            bar: 0,
            plenary: self.plenary(*column),
        })
    }

    // The valid votes of the same sheets; where one of them lacks that figure there is no honest whole.
    pub(super) fn whole(&self, choices: &[Choice<'a>]) -> Option<u64> {
        match self.valid {
            Some(valid) => {
                (u64::from(self.sums.read(valid)) == self.sums.sheets).then(|| self.sums.sum(valid).get())
            }
            None => choices
                .iter()
                .try_fold(Count::default(), |sum, choice| sum.checked_add(self.sums.sum(choice.column)))
                .ok()
                .map(Count::get),
        }
    }

    pub(super) fn sum(&self, column: ColumnIx) -> Entry<'a> {
        let (labels, read) = (self.labels, u64::from(self.sums.read(column)));
        let sum = labels.number(self.sums.sum(column).get());
        if read == 0 {
            Entry::Word(&labels.texts.nothing_read)
        } else if read < self.sums.sheets {
            Entry::Partial { sum, stations: labels.number(read), phrase: &labels.texts.on_stations }
        } else {
            Entry::Number(sum)
        }
    }

    fn plenary(&self, column: ColumnIx) -> Option<(Entry<'a>, Entry<'a>)> {
        let labels = self.labels;
        let cell = self.plenary?.cells.get(usize::from(column.0)).copied().flatten();
        let whole = self.totals.complete() && u64::from(self.sums.read(column)) == self.totals.expected;
        let difference = match cell {
            Some(Cell::Read(figure)) if whole => {
                let difference = i128::from(figure.0) - i128::from(self.sums.sum(column).get());
                if difference == 0 {
                    Entry::Word(&labels.texts.same)
                } else {
                    let difference = labels.signed(difference, true);
                    Entry::Differs { difference, phrase: &labels.texts.differs }
                }
            }
            Some(Cell::Read(_) | Cell::Unread(_)) | None => Entry::Word(&labels.texts.not_comparable),
        };
        Some((Entry::of(labels, cell), difference))
    }
}

/// The options that every station of the region has: those of its first station's form.
pub(super) fn choices(form: &Form) -> Vec<Choice<'_>> {
    form.options
        .iter()
        .filter_map(|option| {
            Some(Choice {
                number: option.number,
                name: &option.name,
                key: &option.key,
                column: option.column?,
            })
        })
        .collect()
}

/// The column that shares are taken of.
pub(super) fn valid_column(election: &Election, contest: election::ContestIx) -> Option<ColumnIx> {
    election.profile.contest_at(contest).column("valid")
}

/// The fields below the fold: those that the first tables don't show.
pub(super) fn other_fields(labels: &ContestLabels) -> impl Iterator<Item = &(ColumnIx, super::markup::Html)> {
    let shown = |column: ColumnIx| labels.key_fields.iter().any(|(key, _)| *key == column);
    labels.fields.iter().filter(move |(column, _)| !shown(*column))
}
