//! Tables on the terminal.

use std::borrow::Cow;

use crate::out;
use verify::plain;

/// Rows whose cells stand below each other: the first column to the left, the others as told.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    right: bool,
}

impl Table {
    /// Columns after the first are text.
    pub fn of_words() -> Table {
        Table { rows: Vec::new(), right: false }
    }

    /// Columns after the first are numbers, set to the right.
    pub fn of_numbers() -> Table {
        Table { rows: Vec::new(), right: true }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.cells(cells.into());
    }

    /// Adds a row of any length.
    pub fn cells(&mut self, cells: Vec<String>) {
        self.rows.push(cells.into_iter().map(harmless).collect());
    }

    /// Prints it, indented by two.
    pub fn print(&self) {
        out::bytes(self.text().as_bytes());
    }

    fn text(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
        };
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::from(" ");
            for (position, (cell, width)) in row.iter().zip(&widths).enumerate() {
                line.push_str(if position == 0 { " " } else { "  " });
                let fill = " ".repeat(width.saturating_sub(cell.chars().count()));
                let (before, after) = if self.right && position > 0 { (&*fill, "") } else { ("", &*fill) };
                line.extend([before, cell, after]);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

fn harmless(cell: String) -> String {
    let replaced = match plain(&cell) {
        Cow::Borrowed(_) => None,
        Cow::Owned(replaced) => Some(replaced),
    };
    replaced.unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_below_each_other() {
        let mut table = Table::of_numbers();
        table.row(["é".to_owned(), "1".to_owned()]);
        table.row(["long".to_owned(), "1,234".to_owned()]);
        assert_eq!(table.text(), "  é         1\n  long  1,234\n");
        let mut table = Table::of_words();
        table.row(["a".to_owned(), "b".to_owned()]);
        table.row(["aa".to_owned(), "bb".to_owned()]);
        assert_eq!(table.text(), "  a   b\n  aa  bb\n");
    }
}
