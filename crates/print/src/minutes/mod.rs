//! Minutes of a plenary (D.Hasil): tables of figures, a column for each place and one for their total; lists; places to sign. On
//! A4 across, as many pages as it takes, each with what it belongs to above and what it was made from below.
//!
//! What stands on it is given in words: nothing here adds up, and nothing knows a country. Every page has marks, tag and code
//! by which a photo of it is found again ([`reader::minutes`]).

mod grid;

use ledger::sha256;
use reader::layout::{Align, Mm, Spot};
use reader::minutes::{MOST_PAGES, MinutesCode, TAG, layout};

use crate::archive;
use crate::canvas::{BLACK, Canvas, GREY, Shade};
use crate::embedded::Face;
use crate::lines::{fitting, wrapped};
use crate::marks;
use grid::{grid, told};

pub use grid::{Grid, GridColumn, GridFigure};

/// What is printed.
#[derive(Clone, Debug, Default)]
pub struct Minutes {
    /// The form's name.
    pub title: String,
    /// What it is about, a line each: the contest, the place.
    pub about: Vec<String>,
    /// The rows of every table.
    pub items: Vec<Item>,
    /// Tables, one after the other.
    pub tables: Vec<Table>,
    /// Lists after them.
    pub lists: Vec<List>,
    /// What every page is made from, a line each.
    pub made_from: Vec<String>,
    /// Id of the statement that they are set from: each page's code says it.
    pub statement: [u8; 32],
    /// Printed across every page of what is no real one.
    pub practice: Option<String>,
    /// Language of all words: `id`.
    pub language: String,
    /// Words of the table's head: the number of an item, the item; of the foot: the page, out of how many.
    pub words: Words,
}

/// Words that every page has.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Over the numbers of items.
    pub number: String,
    /// Over the items.
    pub item: String,
    /// Before a page's number.
    pub page: String,
    /// Between it and how many there are.
    pub of: String,
}

/// A row of the tables.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Its number on the form.
    pub number: String,
    /// What it is.
    pub label: String,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its heading.
    pub title: String,
    /// A column for each place.
    pub columns: Vec<Column>,
    /// The last column.
    pub total: Column,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The place's name.
    pub name: String,
    /// What must be known of it, in a word or two; mostly nothing.
    pub note: String,
    /// A figure for each item; none: a dash.
    pub figures: Vec<Option<u64>>,
}

/// Rows of words: what differs, who disputes, who signs.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Its heading.
    pub title: String,
    /// Its columns: heads, and how wide each is, in parts of all.
    pub columns: Vec<(String, i32)>,
    /// Rows, a text a column.
    pub rows: Vec<Vec<String>>,
    /// How high a row is at least, hundredths of a millimetre: room to sign.
    pub high: i32,
    /// Said where there are no rows.
    pub none: String,
}

/// Minutes as they were set.
#[derive(Clone, Debug)]
pub struct Set {
    /// The file, PDF/A-2b.
    pub file: Vec<u8>,
    /// What the code of each page says, in their order; none where they are more than [`MOST_PAGES`]: then no page has one.
    pub codes: Vec<MinutesCode>,
    /// The figures on each page, in their order; none on pages of lists.
    pub grids: Vec<Option<Grid>>,
}

// A4 across, hundredths of a millimetre.
const WIDE: i32 = 29_700;
const HIGH: i32 = 21_000;
const EDGE: i32 = 1_200;
/// Where bodies begin and end.
const TOP: i32 = 3_350;
const BOTTOM: i32 = 19_350;
/// Height of the tables' head and of a row.
const HEAD: i32 = 1_250;
const ROW: i32 = 455;
/// Heights of type.
const NOTE: i32 = 190;
const SMALL: i32 = 215;
const TEXT: i32 = 265;
/// Where words beside the marks begin, and where those beside tag and code end.
const BESIDE: i32 = 1_500;
const BEFORE_TAG: i32 = 24_400;
/// Width of the columns of numbers and items.
const NUMBER: i32 = 1_150;
const ITEM: i32 = 7_000;
/// A line of words below another.
const LINE: i32 = 360;
/// Paper after a figure and below it, to its cell's lines.
const AFTER: i32 = 110;
const BELOW: i32 = 130;

impl Minutes {
    /// The file, PDF/A-2b, and what its pages' codes say. The same minutes make the same bytes.
    pub fn set(&self) -> Set {
        let mut pages = Pages { minutes: self, done: Vec::new(), grids: Vec::new(), y: BOTTOM };
        for table in &self.tables {
            pages.table(table);
        }
        // Lists go on where the list before ended, on pages of their own.
        pages.y = BOTTOM;
        for list in &self.lists {
            pages.list(list);
        }
        let Pages { mut done, grids, .. } = pages;
        let count = done.len();
        for (canvas, number) in done.iter_mut().zip(1..) {
            self.foot(canvas, number, count);
        }
        let codes = self.codes(&mut done);
        let title = format!("{} {}", self.title, self.about.join(", "));
        Set { file: archive::pdf(&title, &self.language, [WIDE, HIGH], done), codes, grids }
    }

    /// The file alone.
    pub fn pdf(&self) -> Vec<u8> {
        self.set().file
    }

    fn foot(&self, canvas: &mut Canvas, number: usize, count: usize) {
        canvas.line(at(EDGE, BOTTOM + 250), at(WIDE - EDGE, BOTTOM + 250), 20, BLACK);
        for (line, text) in (0..).zip(&self.made_from) {
            let below = at(BESIDE, BOTTOM + 580 + 330 * line);
            canvas.set(text, below, Align::Left, (Face::Plain, SMALL), BLACK);
        }
        let Words { page, of, .. } = &self.words;
        let text = format!("{page} {number} {of} {count}");
        canvas.set(&text, at(WIDE - BESIDE, BOTTOM + 580), Align::Right, (Face::Bold, SMALL), BLACK);
    }

    /// Gives every page its marks, its tag and its code: the last, since the code is of all words before it.
    fn codes(&self, done: &mut [Canvas]) -> Vec<MinutesCode> {
        let Some(pages) = u16::try_from(done.len()).ok().filter(|pages| *pages <= MOST_PAGES) else {
            return Vec::new();
        };
        let layout = layout();
        let each = done.iter_mut().zip(1..).map(|(canvas, page)| {
            let hash = sha256(canvas.said().as_bytes()).0;
            let says = hash.first_chunk().copied().unwrap_or_default();
            let code = MinutesCode { statement: self.statement, page, pages, says };
            marks::corners(canvas, &layout);
            marks::bare_tag(canvas, &layout, TAG);
            if let Some((place, modules)) = layout.qr.as_ref().zip(code.modules()) {
                marks::qr(canvas, place, &modules);
            }
            code
        });
        each.collect()
    }
}

fn at(x: i32, y: i32) -> Spot {
    Spot { x: Mm(x), y: Mm(y) }
}

/// Pages as they are made.
struct Pages<'a> {
    minutes: &'a Minutes,
    done: Vec<Canvas>,
    /// The figures on each.
    grids: Vec<Option<Grid>>,
    /// How far down the last page is filled.
    y: i32,
}

impl Pages<'_> {
    /// Begins a page. `part` says what of the whole it shows.
    fn page(&mut self, part: &str) {
        let mut canvas = Canvas::new(HIGH);
        if let Some(practice) = &self.minutes.practice {
            canvas.across(practice, at(WIDE / 2, HIGH / 2 + 900), (Face::Bold, 4_600), Shade(90));
        }
        canvas.set(&self.minutes.title, at(BESIDE, 1_500), Align::Left, (Face::Bold, 480), BLACK);
        for (line, text) in (0..).zip(&self.minutes.about) {
            let below = at(BEFORE_TAG, 1_400 + 400 * line);
            canvas.set(text, below, Align::Right, (Face::Plain, 290), BLACK);
        }
        canvas.set(part, at(EDGE, 2_600), Align::Left, (Face::Bold, 330), BLACK);
        canvas.line(at(EDGE, 3_050), at(WIDE - EDGE, 3_050), 40, BLACK);
        self.y = TOP;
        self.done.push(canvas);
        self.grids.push(None);
    }

    /// A table on as many pages as its columns and rows take: all columns of the first rows, then of the next.
    fn table(&mut self, table: &Table) {
        let items = &self.minutes.items;
        let all: Vec<(&Column, Face)> = table
            .columns
            .iter()
            .map(|column| (column, Face::Plain))
            .chain([(&table.total, Face::Bold)])
            .collect();
        let figures = all.iter().flat_map(|(column, face)| column.figures.iter().map(|one| (*one, *face)));
        let widest = figures.map(|(figure, face)| face.length(&told(figure), TEXT)).max().unwrap_or(0);
        let room = WIDE - 2 * EDGE - NUMBER - ITEM;
        // As wide as its figures need; and where there is room, as its name would like.
        let wide = (widest + 260).max(1_300).max((room / count(all.len()).max(1)).min(2_600));
        let room = usize::try_from(room / wide).unwrap_or(1).max(1);
        let rows = usize::try_from((BOTTOM - TOP - HEAD) / ROW).unwrap_or(1).max(1);
        let mut row = 0;
        while row < items.len() {
            let until = items.len().min(row + rows);
            for (part, columns) in all.chunks(room).enumerate() {
                let first = part * room + 1;
                let title = if all.len() > room {
                    format!(
                        "{} ({}\u{2013}{} / {})",
                        table.title,
                        first,
                        first + columns.len() - 1,
                        all.len()
                    )
                } else {
                    table.title.clone()
                };
                self.page(&title);
                let Some(canvas) = self.done.last_mut() else { continue };
                head(canvas, &self.minutes.words, columns, wide);
                for (line, at_item) in (0..).zip(row..until) {
                    let Some(item) = items.get(at_item) else { continue };
                    figures_of(canvas, item, at_item, columns, wide, TOP + HEAD + ROW * line);
                }
                if let Some(last) = self.grids.last_mut() {
                    *last = Some(grid(items.get(row..until).unwrap_or_default(), row, columns, wide));
                }
                let right = EDGE + NUMBER + ITEM + wide * count(columns.len());
                let bottom = TOP + HEAD + ROW * count(until - row);
                canvas.outline(at(EDGE, TOP), right - EDGE, bottom - TOP, 40, BLACK);
                let edges = [EDGE + NUMBER, EDGE + NUMBER + ITEM];
                let between = (1..count(columns.len())).map(|one| EDGE + NUMBER + ITEM + wide * one);
                for x in edges.into_iter().chain(between) {
                    canvas.line(at(x, TOP), at(x, bottom), 15, BLACK);
                }
            }
            row = until;
        }
    }

    /// A list; its rows are as high as their words need.
    fn list(&mut self, list: &List) {
        let parts: i32 = list.columns.iter().map(|(_, part)| *part).sum::<i32>().max(1);
        let room = WIDE - 2 * EDGE;
        let widths: Vec<i32> = list.columns.iter().map(|(_, part)| room * part / parts).collect();
        let heads: Vec<String> = list.columns.iter().map(|(head, _)| head.clone()).collect();
        let heads = broken(&heads, &widths, Face::Bold);
        let rows: Vec<Vec<Vec<String>>> =
            list.rows.iter().map(|row| broken(row, &widths, Face::Plain)).collect();
        let first = rows.first().map_or(LINE, |row| tall(row, list.high));
        if self.y + 900 + tall(&heads, 0) + first > BOTTOM {
            self.page(&list.title);
        } else {
            let y = self.y + 700;
            self.y = y + 250;
            if let Some(canvas) = self.done.last_mut() {
                canvas.set(&list.title, at(EDGE, y), Align::Left, (Face::Bold, 330), BLACK);
            }
        }
        self.row(&heads, &widths, Face::Bold, 0);
        for row in &rows {
            if self.y + tall(row, list.high) > BOTTOM {
                self.page(&list.title);
                self.row(&heads, &widths, Face::Bold, 0);
            }
            self.row(row, &widths, Face::Plain, list.high);
        }
        if rows.is_empty() {
            self.row(&[vec![list.none.clone()]], &[room], Face::Plain, 0);
        }
    }

    fn row(&mut self, texts: &[Vec<String>], widths: &[i32], face: Face, high: i32) {
        let (y, high) = (self.y, tall(texts, high));
        let Some(canvas) = self.done.last_mut() else { return };
        let mut x = EDGE;
        for (lines, wide) in texts.iter().zip(widths) {
            canvas.outline(at(x, y), *wide, high, 15, BLACK);
            for (line, text) in (0..).zip(lines) {
                canvas.set(text, at(x + 130, y + 380 + LINE * line), Align::Left, (face, TEXT), BLACK);
            }
            x += wide;
        }
        self.y += high;
    }
}

/// The head of a page's part of a table.
fn head(canvas: &mut Canvas, words: &Words, columns: &[(&Column, Face)], wide: i32) {
    let right = EDGE + NUMBER + ITEM + wide * count(columns.len());
    canvas.fill_all([(at(EDGE, TOP), right - EDGE, HEAD)], Shade(93));
    canvas.line(at(EDGE, TOP + HEAD), at(right, TOP + HEAD), 40, BLACK);
    let middle = TOP + HEAD / 2 + 90;
    canvas.set(&words.number, at(EDGE + 100, middle), Align::Left, (Face::Bold, TEXT), BLACK);
    canvas.set(&words.item, at(EDGE + NUMBER + 130, middle), Align::Left, (Face::Bold, TEXT), BLACK);
    for (column, place) in columns.iter().map(|(column, _)| column).zip(0..) {
        let x = EDGE + NUMBER + ITEM + wide * place + wide / 2;
        let mut lines = wrapped(&column.name, Face::Bold, SMALL, wide - 120);
        lines.truncate(if column.note.is_empty() { 3 } else { 2 });
        let start = TOP + 330 + if column.note.is_empty() { 100 } else { 0 };
        for (line, text) in (0..).zip(&lines) {
            let size = fitting(text, Face::Bold, SMALL, wide - 120);
            canvas.set(text, at(x, start + 280 * line), Align::Middle, (Face::Bold, size), BLACK);
        }
        let mut notes = wrapped(&column.note, Face::Plain, NOTE, wide - 100);
        notes.truncate(2);
        let start = TOP + HEAD - 100 - 230 * (count(notes.len()) - 1);
        for (line, text) in (0..).zip(&notes) {
            let size = fitting(text, Face::Plain, NOTE, wide - 100);
            canvas.set(text, at(x, start + 230 * line), Align::Middle, (Face::Plain, size), BLACK);
        }
    }
}

/// A row of a page's part of a table.
fn figures_of(
    canvas: &mut Canvas,
    item: &Item,
    place: usize,
    columns: &[(&Column, Face)],
    wide: i32,
    y: i32,
) {
    let stands = y + ROW - BELOW;
    canvas.set(&item.number, at(EDGE + 100, stands), Align::Left, (Face::Plain, SMALL), BLACK);
    let room = ITEM - 230;
    let label = at(EDGE + NUMBER + 130, stands);
    let size = fitting(&item.label, Face::Plain, TEXT, room);
    if size >= SMALL {
        canvas.set(&item.label, label, Align::Left, (Face::Plain, size), BLACK);
    } else {
        // A long name on two lines rather than in type that nobody reads.
        let mut lines = wrapped(&item.label, Face::Plain, SMALL, room);
        let rest = lines.split_off(lines.len().min(1)).join(" ");
        canvas.set(&lines.concat(), label.moved(0, -125), Align::Left, (Face::Plain, SMALL), BLACK);
        let size = fitting(&rest, Face::Plain, SMALL, room);
        canvas.set(&rest, label.moved(0, 90), Align::Left, (Face::Plain, size), BLACK);
    }
    for ((column, face), number) in columns.iter().zip(1..) {
        let right = EDGE + NUMBER + ITEM + wide * number - AFTER;
        let text = told(column.figures.get(place).copied().flatten());
        canvas.set(&text, at(right, stands), Align::Right, (*face, TEXT), BLACK);
    }
    let right = EDGE + NUMBER + ITEM + wide * count(columns.len());
    canvas.line(at(EDGE, y + ROW), at(right, y + ROW), 12, GREY);
}

fn count(many: usize) -> i32 {
    i32::try_from(many).unwrap_or(i32::MAX)
}

fn broken(row: &[String], widths: &[i32], face: Face) -> Vec<Vec<String>> {
    row.iter().zip(widths).map(|(text, wide)| wrapped(text, face, TEXT, wide - 260)).collect()
}

/// How high a row is: its tallest cell, no lower than `least`, no higher than a page.
fn tall(cells: &[Vec<String>], least: i32) -> i32 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
    (count(lines).saturating_mul(LINE) + 180).max(least).min(BOTTOM - TOP - HEAD)
}
