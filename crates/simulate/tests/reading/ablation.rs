//! What each way of writing a number adds: the same sheets read by their boxes alone, then with bubbles, with row sums, with
//! strokes, with words, and at last with the form's sums. The table is the argument against reading digits alone.

use std::fmt;

use election::Form;
use reader::joint::Priors;
use reader::read::number::Slips;
use reader::read::page::NumberRead;
use reader::read::sheet::{Accept, Policy, SheetRead, read_sheet};
use simulate::paper::SheetTruth;

use super::scoring::Share;

/// What is looked at, from the least to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ways {
    Boxes,
    Bubbles,
    RowSums,
    Strokes,
    Words,
    Sums,
}

impl Ways {
    pub const ALL: [Ways; 6] =
        [Ways::Boxes, Ways::Bubbles, Ways::RowSums, Ways::Strokes, Ways::Words, Ways::Sums];

    fn name(self) -> &'static str {
        match self {
            Ways::Boxes => "boxes",
            Ways::Bubbles => "+ bubbles",
            Ways::RowSums => "+ row sums",
            Ways::Strokes => "+ strokes",
            Ways::Words => "+ words",
            Ways::Sums => "+ the form's sums",
        }
    }
}

/// How sheets were read with some of the ways.
#[derive(Clone, Copy, Default)]
pub struct Line {
    /// Numbers read as they are written.
    pub numbers: Share,
    /// Sheets of which every number is.
    pub sheets: Share,
    /// Sheets accepted without a person.
    pub accepted: Share,
    /// Numbers accepted, and how many of them are as written.
    pub kept: Share,
}

impl Line {
    pub fn with(self, other: Line) -> Line {
        Line {
            numbers: self.numbers + other.numbers,
            sheets: self.sheets + other.sheets,
            accepted: self.accepted + other.accepted,
            kept: self.kept + other.kept,
        }
    }

    pub fn of(sheet: &SheetRead, truth: &SheetTruth) -> Line {
        let mut line = Line::default();
        let mut all = true;
        for field in &sheet.fields {
            let Some(written) = truth.number(&field.name) else { continue };
            let right = field.value.map(u32::from) == Some(written.written);
            all &= right;
            line.numbers.count(right);
            if field.accept == Accept::Yes {
                line.kept.count(right);
            }
        }
        line.sheets.count(all);
        line.accepted.count(sheet.accepted());
        line
    }
}

/// The lines of the table.
#[derive(Clone, Copy, Default)]
pub struct Ablation([Line; 6]);

impl Ablation {
    pub fn of(form: &Form, numbers: &[&NumberRead], truth: &SheetTruth) -> Ablation {
        Ablation(Ways::ALL.map(|ways| {
            let seen: Vec<NumberRead> = numbers.iter().map(|number| limited(number, ways)).collect();
            let form = if ways == Ways::Sums { form.clone() } else { without_checks(form) };
            let sheet = read_sheet(
                &form,
                &seen.iter().collect::<Vec<_>>(),
                &Slips::default(),
                &Priors::default(),
                &Policy::default(),
            );
            Line::of(&sheet, truth)
        }))
    }

    pub fn with(self, other: &Ablation) -> Ablation {
        let mut lines = self.0;
        for (line, other) in lines.iter_mut().zip(other.0) {
            *line = line.with(other);
        }
        Ablation(lines)
    }
}

/// A number with some of its ways left out.
fn limited(number: &NumberRead, ways: Ways) -> NumberRead {
    let mut seen = number.clone();
    if ways < Ways::Bubbles {
        seen.columns.clear();
    }
    if ways < Ways::Words {
        seen.words = None;
    }
    if ways < Ways::Strokes {
        // Without strokes a row's sum stands by itself: any number of strokes is as likely.
        for row in &mut seen.rows {
            row.evidence = reader::joint::Evidence::none(u16::try_from(row.evidence.figures()).unwrap());
        }
    }
    if ways < Ways::RowSums {
        seen.rows.clear();
        seen.row_sums.clear();
    }
    seen
}

fn without_checks(form: &Form) -> Form {
    let mut form = form.clone();
    form.checks.clear();
    form
}

impl Ablation {
    /// The table as a picture: for each line the share of sheets wholly right, and the share accepted without a person.
    pub fn svg(&self) -> String {
        let row = |(at, (ways, line)): (usize, (Ways, &Line))| {
            let y = 46 + at * 44;
            let bar = |y: usize, share: Share, colour: &str, what: &str| {
                let wide = 420 * share.right / share.of.max(1);
                format!(
                    "<rect x=\"170\" y=\"{y}\" width=\"{wide}\" height=\"14\" fill=\"{colour}\"/>\
                     <text x=\"{}\" y=\"{}\">{} {what}</text>\n",
                    176 + wide,
                    y + 11,
                    share.percent()
                )
            };
            format!(
                "<text x=\"160\" y=\"{}\" text-anchor=\"end\">{}</text>\n{}{}",
                y + 19,
                ways.name(),
                bar(y, line.sheets, "#1f6f54", "wholly right"),
                bar(y + 16, line.accepted, "#c9892b", "accepted without a person")
            )
        };
        let rows: String = Ways::ALL.into_iter().zip(&self.0).enumerate().map(row).collect();
        let count = self.0[0].sheets.of;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 318\" width=\"800\" height=\"318\" \
             font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n\
             <title>What each way of writing a number adds</title>\n\
             <rect width=\"800\" height=\"318\" fill=\"#fff\"/>\n\
             <text x=\"20\" y=\"24\" font-size=\"14\" font-weight=\"bold\">\
             {count} photographed sheets of 28 numbers, read by more and more of what stands on them</text>\n{rows}</svg>\n"
        )
    }
}

impl fmt::Display for Ablation {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            to,
            "| what is looked at | numbers right | sheets wholly right | sheets accepted | accepted and wrong |"
        )?;
        writeln!(to, "|---|---|---|---|---|")?;
        for (ways, line) in Ways::ALL.into_iter().zip(&self.0) {
            writeln!(
                to,
                "| {} | {} | {} | {} | {} of {} |",
                ways.name(),
                line.numbers.percent(),
                line.sheets.percent(),
                line.accepted.percent(),
                line.kept.of - line.kept.right,
                line.kept.of,
            )?;
        }
        Ok(())
    }
}
