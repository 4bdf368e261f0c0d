//! The figures of a table's page as they stand on it.

use reader::layout::{Mm, Spot};
use reader::minutes::compared::Printed;
use serde::{Deserialize, Serialize};

use super::{AFTER, BELOW, Column, EDGE, HEAD, ITEM, Item, NUMBER, ROW, TEXT, TOP};
use crate::embedded::Face;
use crate::inked;

/// How far within a cell's lines a photo of it is looked at.
const WITHIN: i32 = 50;

/// The figures on a page, and where they stand: a photo of it is held against them ([`reader::minutes::compared`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Upper left corner of the first figure's cell, hundredths of a millimetre from that of the sheet.
    pub at: (i32, i32),
    /// How wide and how high a cell is.
    pub cell: (i32, i32),
    /// What each row is.
    pub items: Vec<String>,
    /// The columns.
    pub columns: Vec<GridColumn>,
}

/// A column of figures on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridColumn {
    /// Its name.
    pub name: String,
    /// Whether its figures are set in bold type.
    pub bold: bool,
    /// A figure a row; none: a dash.
    pub figures: Vec<Option<u64>>,
}

/// A figure of a [`Grid`].
#[derive(Clone, Debug)]
pub struct GridFigure<'a> {
    /// Its column's name.
    pub column: &'a str,
    /// What its row is.
    pub item: &'a str,
    /// As it was printed.
    pub text: String,
    /// Its ink.
    pub printed: Printed,
}

impl Grid {
    /// Every figure with its ink: one column down, the next one up, so that each is beside the one before.
    pub fn figures(&self) -> Vec<GridFigure<'_>> {
        let mut all = Vec::new();
        for (column, place) in self.columns.iter().zip(0..) {
            let down = self.items.iter().zip(&column.figures).zip(0..).filter_map(|((item, figure), row)| {
                let text = told(*figure);
                let printed = self.printed(&text, column.bold, (place, row))?;
                Some(GridFigure { column: &column.name, item, text, printed })
            });
            let mut down: Vec<_> = down.collect();
            if place % 2 == 1 {
                down.reverse();
            }
            all.extend(down);
        }
        all
    }

    fn printed(&self, text: &str, bold: bool, (column, row): (i32, i32)) -> Option<Printed> {
        let (wide, high) = self.cell;
        let corner =
            Spot { x: Mm(self.at.0 + wide * column + WITHIN), y: Mm(self.at.1 + high * row + WITHIN) };
        let face = if bold { Face::Bold } else { Face::Plain };
        let ends = (wide - AFTER - WITHIN, high - BELOW - WITHIN);
        let ink = inked::line(text, (face, TEXT), ends, (wide - 2 * WITHIN, high - 2 * WITHIN))?;
        Some(Printed { at: corner, ink })
    }
}

/// The figures of a page's part of a table, from an item on.
pub(super) fn grid(items: &[Item], from: usize, columns: &[(&Column, Face)], wide: i32) -> Grid {
    let of = |item: &Item| format!("{} {}", item.number, item.label).trim().to_owned();
    let columns = columns.iter().map(|(column, face)| {
        let figures = (from..from + items.len()).map(|row| column.figures.get(row).copied().flatten());
        GridColumn { name: column.name.clone(), bold: *face == Face::Bold, figures: figures.collect() }
    });
    Grid {
        at: (EDGE + NUMBER + ITEM, TOP + HEAD),
        cell: (wide, ROW),
        items: items.iter().map(of).collect(),
        columns: columns.collect(),
    }
}

/// A figure, its thousands apart; a dash for none.
pub(super) fn told(figure: Option<u64>) -> String {
    let Some(figure) = figure else { return "\u{2013}".to_owned() };
    let digits = figure.to_string();
    let mut text = String::new();
    for (digit, left) in digits.chars().zip((0..digits.len()).rev()) {
        text.push(digit);
        if left > 0 && left % 3 == 0 {
            text.push('.');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_has_its_thousands_apart_and_none_is_a_dash() {
        assert_eq!([told(Some(0)), told(Some(1_234_567)), told(None)], ["0", "1.234.567", "\u{2013}"]);
    }
}
