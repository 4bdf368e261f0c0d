//! A plenary's form, column by column, as each side has it: what stands, what somebody typed from the paper by themselves, what the
//! plenaries one level below state; and where they don't agree.

use election::{Cell, RegionIx, Within};

use super::kept::Typed;
use super::{Child, Plenary};

/// A figure for each field of a form; none: there is none.
pub type Figures = Vec<Option<u64>>;

/// A column of a plenary's form, as each side has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Code of the region directly below whose column it is; none: it is the column of the sums.
    pub column: Option<String>,
    /// The sums of what stands.
    pub summed: Figures,
    /// As it was typed independently; none: it was not typed.
    pub typed: Option<Figures>,
    /// What the plenaries one level below state, all of them for the sums; none: not all have stated.
    pub below: Option<Figures>,
    /// What the other columns as they were typed come to: of the sums alone.
    pub added: Option<Figures>,
}

/// A field of a column whose figures don't agree; none: no figure, or nobody has stated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: String,
    /// Code of the region directly below in whose column it is; none: in that of the sums.
    pub column: Option<String>,
    /// The sum of what stands.
    pub summed: Option<u64>,
    /// As it was typed independently.
    pub typed: Option<u64>,
    /// The sum of the plenaries one level below.
    pub below: Option<u64>,
    /// What the columns as they were typed come to, beside their sum as it was typed.
    pub added: Option<u64>,
}

impl Difference {
    /// Where it is: the field, and of which region.
    pub fn place(&self) -> String {
        match &self.column {
            Some(region) => format!("{} in {region}", self.field),
            None => self.field.clone(),
        }
    }
}

/// The fields in which a column's sums differ from what was typed independently, or from the plenaries below, and those whose row
/// does not add up as it was typed. Row by row, in the order of the fields' names; in a row in the order of the columns.
pub fn differences<'f>(fields: impl IntoIterator<Item = &'f str>, columns: &[Compared]) -> Vec<Difference> {
    let each = fields.into_iter().enumerate().flat_map(|(at, field)| {
        columns.iter().filter_map(move |column| {
            let figure = |figures: &Figures| figures.get(at).copied().flatten();
            let summed = figure(&column.summed);
            let typed = column.typed.as_ref().map(figure);
            let below = column.below.as_ref().and_then(figure);
            let added = column.added.as_ref().and_then(figure);
            let differs = typed.is_some_and(|typed| typed != summed)
                || below.is_some_and(|below| Some(below) != summed)
                // A row is only said not to add up where every figure of it can be read.
                || added.zip(typed.flatten()).is_some_and(|(added, typed)| added != typed);
            differs.then(|| Difference {
                field: field.to_owned(),
                column: column.column.clone(),
                summed,
                typed: typed.flatten(),
                below,
                added,
            })
        })
    });
    each.collect()
}

impl Plenary<'_> {
    /// For each field what the standing plenary of a region directly below states; none where none stands.
    pub fn stated_below(&self, child: RegionIx) -> Option<Figures> {
        let election = self.election();
        // A region that lies in one constituency alone has one sheet: its own.
        let sheet = match election.within(self.contest, child) {
            Within::Several => self.constituency,
            Within::Nobody | Within::NoConstituency | Within::One(_) => None,
        };
        let counted = self.replay.tally.contest(self.contest)?;
        let plenary = counted.record(child)?.standing_sheet(sheet)?;
        let own = election.form_by_ix(plenary.form);
        let place = |name: &str| own.field(name).map(|at| usize::from(at.0));
        let fields = self.form().fields.iter();
        Some(fields.map(|field| figure(plenary.cells.get(place(&field.name)?))).collect())
    }

    /// For each field the sum of the standing plenaries one level below, where all of them are in; none where the law knows
    /// none below.
    pub fn below(&self) -> Option<Figures> {
        let each = self.children().into_iter().map(|child| self.stated_below(child));
        added(&each.collect::<Option<Vec<Figures>>>()?, self.form().fields.len())
    }

    /// The column of each region directly below, as each side has it. A form that was typed by its sums alone has none to
    /// compare.
    pub fn compared_columns(&self, columns: &[Child], typed: Option<&Typed>) -> Vec<Compared> {
        let typed = typed.filter(|typed| !typed.columns.is_empty());
        let each = columns.iter().map(|child| {
            let code = self.election().places.region(child.region).code.to_string();
            let summed = child.column.fields.iter();
            Compared {
                summed: summed.map(|field| (field.read > 0).then(|| field.sum.get())).collect(),
                // A column that is not among those typed says nothing, which differs from what stands.
                typed: typed
                    .map(|typed| typed.columns.get(&code).map_or_else(Vec::new, |cells| figures(cells))),
                below: self.stated_below(child.region),
                added: None,
                column: Some(code),
            }
        });
        each.collect()
    }

    /// [`differences`] on its form.
    pub fn differences(&self, columns: &[Compared]) -> Vec<Difference> {
        differences(self.form().fields.iter().map(|field| &*field.name), columns)
    }

    /// The column of the sums, as each side has it.
    pub fn compared_sums(&self, summed: &[Cell], typed: Option<&Typed>) -> Compared {
        let own = typed.and_then(|typed| {
            let columns: Vec<Figures> = typed.columns.values().map(|cells| figures(cells)).collect();
            added(&columns, self.form().fields.len())
        });
        Compared {
            column: None,
            summed: figures(summed),
            typed: typed.map(|typed| figures(&typed.cells)),
            below: self.below(),
            added: own,
        }
    }
}

fn figure(cell: Option<&Cell>) -> Option<u64> {
    match cell {
        Some(Cell::Read(figure)) => Some(u64::from(figure.0)),
        Some(Cell::Unread(_)) | None => None,
    }
}

fn figures(cells: &[Cell]) -> Figures {
    cells.iter().map(|cell| figure(Some(cell))).collect()
}

/// What columns come to, field by field. Where one of them has no figure there is no sum: it is no zero. None: no columns.
fn added(columns: &[Figures], fields: usize) -> Option<Figures> {
    let of = |at: usize| {
        let mut each = columns.iter().map(|column| column.get(at).copied().flatten());
        each.try_fold(0_u64, |sum, figure| sum.checked_add(figure?))
    };
    (!columns.is_empty()).then(|| (0..fields).map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [&str; 2] = ["votes.1", "valid"];

    fn of(figures: [u64; 2]) -> Figures {
        figures.map(Some).to_vec()
    }

    /// A column in which everybody says the same.
    fn equal(column: Option<&str>, figures: [u64; 2]) -> Compared {
        let typed = Some(of(figures));
        Compared { column: column.map(str::to_owned), summed: of(figures), typed, ..Compared::default() }
    }

    /// Two villages and their sums, in which everybody says the same.
    fn district() -> [Compared; 3] {
        let sums = Compared { added: Some(of([30, 70])), ..equal(None, [30, 70]) };
        [equal(Some("01"), [10, 20]), equal(Some("02"), [20, 50]), sums]
    }

    /// Where there are differences.
    fn places(columns: &[Compared]) -> Vec<String> {
        differences(FIELDS, columns).iter().map(Difference::place).collect()
    }

    #[test]
    fn where_everybody_says_the_same_nothing_differs() {
        assert_eq!(differences(FIELDS, &district()), []);
    }

    #[test]
    fn two_columns_typed_wrongly_whose_sum_is_right_differ_each() {
        let [mut one, mut other, sums] = district();
        one.typed = Some(of([11, 20]));
        other.typed = Some(of([19, 50]));
        let found = differences(FIELDS, &[one, other, sums]);
        let told = Difference {
            field: "votes.1".to_owned(),
            column: Some("01".to_owned()),
            summed: Some(10),
            typed: Some(11),
            below: None,
            added: None,
        };
        assert_eq!(found.first(), Some(&told));
        assert_eq!(
            found.iter().map(Difference::place).collect::<Vec<_>>(),
            ["votes.1 in 01", "votes.1 in 02"]
        );
    }

    #[test]
    fn a_column_is_held_against_the_plenary_of_its_own_region_alone() {
        let [mut one, mut other, mut sums] = district();
        // The one says two more, the other two less: their sum is that of the sheets.
        one.below = Some(of([12, 20]));
        other.below = Some(of([18, 50]));
        sums.below = Some(of([30, 70]));
        assert_eq!(places(&[one, other, sums]), ["votes.1 in 01", "votes.1 in 02"]);
    }

    #[test]
    fn a_typed_row_that_does_not_add_up_differs_even_where_its_sum_is_that_of_the_sheets() {
        let [one, other, mut sums] = district();
        sums.added = Some(of([31, 70]));
        let found = differences(FIELDS, &[one, other, sums]);
        let added: Vec<_> = found.iter().map(|one| (one.place(), one.typed, one.added)).collect();
        assert_eq!(added, [("votes.1".to_owned(), Some(30), Some(31))]);
    }

    #[test]
    fn an_unread_cell_is_no_zero_and_its_row_is_not_said_not_to_add_up() {
        let [mut one, other, mut sums] = district();
        one.typed = Some(vec![None, Some(20)]);
        sums.added = Some(vec![None, Some(70)]);
        assert_eq!(places(&[one, other, sums]), ["votes.1 in 01"]);
        let columns = [vec![None, Some(0)], of([5, 5])];
        assert_eq!(added(&columns, FIELDS.len()), Some(vec![None, Some(5)]));
        assert_eq!(added(&[], FIELDS.len()), None);
    }

    #[test]
    fn where_no_column_was_typed_the_sums_alone_are_compared() {
        let [mut one, mut other, mut sums] = district();
        (one.typed, other.typed, sums.added) = (None, None, None);
        sums.typed = Some(of([30, 71]));
        assert_eq!(places(&[one, other, sums]), ["valid"]);
    }

    #[test]
    fn differences_come_row_by_row_and_in_a_row_column_by_column() {
        let each = district().map(|column| Compared { typed: Some(of([1, 1])), ..column });
        let all = ["votes.1 in 01", "votes.1 in 02", "votes.1", "valid in 01", "valid in 02", "valid"];
        assert_eq!(places(&each), all);
    }
}
