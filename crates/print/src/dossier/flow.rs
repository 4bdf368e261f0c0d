//! Blocks onto pages.

use reader::layout::{Align, Mm, Spot};

use super::{Block, Dossier, Photo, Row, Table};
use crate::canvas::{BLACK, Canvas, GREY, Shade};
use crate::embedded::Face;
use crate::lines::{fitting, wrapped};

// A4 upright, hundredths of a millimetre.
pub(super) const WIDE: i32 = 21_000;
pub(super) const HIGH: i32 = 29_700;
const LEFT: i32 = 2_000;
const RIGHT: i32 = WIDE - 1_700;
const ROOM: i32 = RIGHT - LEFT;
/// Where bodies begin and end.
const TOP: i32 = 2_900;
const BOTTOM: i32 = 27_000;
/// Heights of type.
const TITLE: i32 = 680;
const PART: i32 = 500;
const HEAD: i32 = 410;
const MINOR: i32 = 340;
const TEXT: i32 = 325;
const CELL: i32 = 275;
const SMALL: i32 = 230;
/// Lines of words and of cells below each other.
const LINE: i32 = 470;
const CELL_LINE: i32 = 375;
/// Paper within a cell.
const BESIDE: i32 = 110;
const WITHIN: i32 = 130;
/// Width of the words at each page's head which say that it is no real one.
const MARK: i32 = 5_000;
/// Width of the names of facts.
const NAMES: i32 = 5_200;

/// The pages of all blocks.
pub(super) fn pages(dossier: Dossier) -> Vec<Canvas> {
    let Dossier { title, about, blocks, made_from, practice, page, of, .. } = dossier;
    let mut pages = Pages { title, about, practice, done: Vec::new(), y: BOTTOM };
    pages.cover();
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let next = blocks.peek().map_or(0, least);
        pages.block(block, next);
    }
    let count = pages.done.len();
    for (canvas, number) in pages.done.iter_mut().zip(1..) {
        foot(canvas, &made_from, &format!("{page} {number} {of} {count}"));
    }
    pages.done
}

fn at(x: i32, y: i32) -> Spot {
    Spot { x: Mm(x), y: Mm(y) }
}

fn count(many: usize) -> i32 {
    i32::try_from(many).unwrap_or(i32::MAX)
}

fn foot(canvas: &mut Canvas, made_from: &[String], page: &str) {
    canvas.line(at(LEFT, BOTTOM + 350), at(RIGHT, BOTTOM + 350), 20, BLACK);
    let room = ROOM - Face::Bold.length(page, SMALL) - 400;
    let lines = made_from.iter().flat_map(|text| wrapped(text, Face::Plain, SMALL, room));
    for (line, text) in (0..5).zip(lines) {
        canvas.set(&text, at(LEFT, BOTTOM + 680 + 310 * line), Align::Left, (Face::Plain, SMALL), BLACK);
    }
    canvas.set(page, at(RIGHT, BOTTOM + 680), Align::Right, (Face::Bold, SMALL), BLACK);
}

/// Pages as they are made.
struct Pages {
    title: String,
    about: Vec<String>,
    practice: Option<String>,
    done: Vec<Canvas>,
    /// How far down the last page is filled.
    y: i32,
}

impl Pages {
    /// The head of the first page.
    fn cover(&mut self) {
        self.empty();
        let (title, about) = (self.title.clone(), self.about.clone());
        self.y = 3_000;
        self.lines(&title, (Face::Bold, TITLE), 860);
        self.y += 150;
        for text in &about {
            self.lines(text, (Face::Plain, 400), 560);
        }
        self.y += 100;
        self.draw(|canvas, y| canvas.line(at(LEFT, y), at(RIGHT, y), 60, BLACK));
        self.y += 350;
    }

    /// Begins an empty page.
    fn empty(&mut self) {
        let mut canvas = Canvas::new(HIGH);
        if let Some(practice) = &self.practice {
            let size = fitting(practice, Face::Bold, 4_600, HIGH * 3 / 4);
            canvas.across(practice, at(WIDE / 2, HIGH / 2 + 900), (Face::Bold, size), Shade(90));
            let small = fitting(practice, Face::Bold, TEXT, MARK);
            canvas.set(practice, at(RIGHT, 1_500), Align::Right, (Face::Bold, small), BLACK);
        }
        self.done.push(canvas);
        self.y = TOP;
    }

    /// Begins a page that goes on.
    fn page(&mut self) {
        self.empty();
        let beside = if self.practice.is_some() { MARK + 400 } else { 0 };
        let about = std::iter::once(&self.title).chain(&self.about).map(String::as_str);
        let head = about.collect::<Vec<_>>().join(" \u{2013} ");
        let mut lines = wrapped(&head, Face::Plain, SMALL, ROOM - beside);
        lines.truncate(2);
        if let Some(canvas) = self.done.last_mut() {
            for (line, text) in (0..).zip(&lines) {
                canvas.set(text, at(LEFT, 1_500 + 300 * line), Align::Left, (Face::Plain, SMALL), BLACK);
            }
            canvas.line(at(LEFT, 2_050), at(RIGHT, 2_050), 20, BLACK);
        }
    }

    /// Begins a page unless this one has so much room.
    fn need(&mut self, high: i32) {
        if self.y.saturating_add(high) > BOTTOM && self.y > TOP {
            self.page();
        }
    }

    fn draw(&mut self, draw: impl FnOnce(&mut Canvas, i32)) {
        let y = self.y;
        if let Some(canvas) = self.done.last_mut() {
            draw(canvas, y);
        }
    }

    /// Lines of words, on as many pages as they take.
    fn lines(&mut self, text: &str, (face, size): (Face, i32), line: i32) {
        for text in wrapped(text, face, size, ROOM) {
            self.need(line);
            self.y += line;
            self.draw(|canvas, y| {
                canvas.set(&text, at(LEFT, y - line / 4), Align::Left, (face, size), BLACK);
            });
        }
    }

    fn block(&mut self, block: Block, next: i32) {
        match block {
            Block::Part(text) => {
                self.page();
                self.y += 100;
                self.lines(&text, (Face::Bold, PART), 650);
                self.y += 200;
            }
            Block::Head(text) => self.head(&text, (HEAD, 560), 450, next),
            Block::Minor(text) => self.head(&text, (MINOR, 470), 250, next),
            Block::Text(text) => {
                self.lines(&text, (Face::Plain, TEXT), LINE);
                self.y += 180;
            }
            Block::Notice(text) => self.notice(&text),
            Block::Facts(facts) => self.facts(&facts),
            Block::Table(table) => self.table(&table),
            Block::Photo(photo, below) => self.photo(*photo, &below),
        }
    }

    fn head(&mut self, text: &str, (size, line): (i32, i32), above: i32, next: i32) {
        let lines = count(wrapped(text, Face::Bold, size, ROOM).len());
        self.need(above + line.saturating_mul(lines) + next);
        if self.y > TOP {
            self.y += above;
        }
        self.lines(text, (Face::Bold, size), line);
        self.y += 100;
    }

    fn notice(&mut self, text: &str) {
        let mut lines = wrapped(text, Face::Bold, TEXT, ROOM - 500);
        self.need(notice_height(text).min(BOTTOM - TOP));
        // What is longer than a page gets a frame on each.
        while !lines.is_empty() {
            let fits = usize::try_from((BOTTOM - self.y - 400) / LINE).unwrap_or(0).max(1);
            let rest = lines.split_off(lines.len().min(fits));
            let high = count(lines.len()) * LINE + 300;
            self.draw(|canvas, y| {
                canvas.outline(at(LEFT, y), ROOM, high, 50, BLACK);
                for (line, text) in (1..).zip(&lines) {
                    let stands = at(LEFT + 250, y + LINE * line);
                    canvas.set(text, stands, Align::Left, (Face::Bold, TEXT), BLACK);
                }
            });
            self.y += high + 250;
            lines = rest;
            if !lines.is_empty() {
                self.page();
            }
        }
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        for (name, what) in facts {
            let names = wrapped(name, Face::Plain, TEXT, NAMES - 200);
            // A hash is long: in lighter type it stands on one line.
            let fits = |word: &str| Face::Bold.length(word, TEXT) <= ROOM - NAMES;
            let light = !what.split([' ', '\n']).all(fits);
            let bold = if light { Face::Plain } else { Face::Bold };
            let whats = wrapped(what, bold, TEXT, ROOM - NAMES);
            for row in 0..names.len().max(whats.len()) {
                self.need(LINE);
                self.y += LINE;
                self.draw(|canvas, y| {
                    for (lines, x, face) in [(&names, LEFT, Face::Plain), (&whats, LEFT + NAMES, bold)] {
                        if let Some(text) = lines.get(row) {
                            canvas.set(text, at(x, y - LINE / 4), Align::Left, (face, TEXT), BLACK);
                        }
                    }
                });
            }
            self.y += 60;
        }
        self.y += 180;
    }

    fn table(&mut self, table: &Table) {
        let parts: i32 = table.columns.iter().map(|column| column.wide).sum::<i32>().max(1);
        let widths: Vec<i32> = table.columns.iter().map(|column| ROOM * column.wide / parts).collect();
        let rights: Vec<bool> = table.columns.iter().map(|column| column.right).collect();
        let heads =
            Row { cells: table.columns.iter().map(|column| column.head.clone()).collect(), strong: true };
        let heads = Cells::of(&heads, &widths, &rights);
        self.need(heads.high() + 2 * CELL_LINE + WITHIN);
        self.row(&heads, &widths);
        for row in &table.rows {
            let mut cells = Cells::of(row, &widths, &rights);
            // A row stays together where a page can hold it.
            if self.y + cells.high() > BOTTOM && heads.high() + cells.high() <= BOTTOM - TOP {
                self.page();
                self.row(&heads, &widths);
            }
            loop {
                let fits = usize::try_from((BOTTOM - self.y - WITHIN) / CELL_LINE).unwrap_or(0).max(1);
                let rest = cells.split_off(fits);
                self.row(&cells, &widths);
                match rest {
                    Some(rest) => {
                        self.page();
                        self.row(&heads, &widths);
                        cells = rest;
                    }
                    None => break,
                }
            }
        }
        self.y += 300;
    }

    fn row(&mut self, cells: &Cells, widths: &[i32]) {
        let high = cells.high();
        let face = if cells.strong { Face::Bold } else { Face::Plain };
        self.draw(|canvas, y| {
            let wide: i32 = widths.iter().sum();
            if cells.strong {
                canvas.fill_all([(at(LEFT, y), wide, high)], Shade(93));
            }
            let mut x = LEFT;
            for ((lines, right), wide) in cells.lines.iter().zip(&cells.rights).zip(widths) {
                for (line, text) in (0..).zip(lines) {
                    let stands = y + WITHIN / 2 + CELL_LINE * line + 290;
                    let (x, align) =
                        if *right { (x + wide - BESIDE, Align::Right) } else { (x + BESIDE, Align::Left) };
                    canvas.set(text, at(x, stands), align, (face, CELL), BLACK);
                }
                x += wide;
            }
            let shade = if cells.strong { BLACK } else { GREY };
            canvas.line(at(LEFT, y + high), at(LEFT + wide, y + high), 20, shade);
        });
        self.y += high;
    }

    fn photo(&mut self, photo: Photo, below: &[String]) {
        let [wide, high] = frame(&photo, below.len());
        self.need(high + photo_words(below));
        self.y += 150;
        self.draw(|canvas, y| {
            let place = at(LEFT + (ROOM - wide) / 2, y);
            canvas.picture(photo, place, [wide, high]);
            canvas.outline(place, wide, high, 15, BLACK);
        });
        self.y += high + 100;
        for text in below {
            self.lines(text, (Face::Plain, SMALL), 340);
        }
        self.y += 250;
    }
}

/// How much of a block must stand with the heading above it.
fn least(block: &Block) -> i32 {
    match block {
        Block::Part(_) => 0,
        Block::Head(_) | Block::Minor(_) => 2_000,
        Block::Text(_) | Block::Facts(_) => 2 * LINE,
        Block::Notice(text) => notice_height(text),
        Block::Table(_) => 4 * CELL_LINE + 4 * WITHIN,
        Block::Photo(photo, below) => frame(photo, below.len())[1] + photo_words(below),
    }
}

fn notice_height(text: &str) -> i32 {
    count(wrapped(text, Face::Bold, TEXT, ROOM - 500).len()).saturating_mul(LINE).saturating_add(550)
}

/// How high the words below a photo are, with the paper around them.
fn photo_words(below: &[String]) -> i32 {
    let lines: usize = below.iter().map(|text| wrapped(text, Face::Plain, SMALL, ROOM).len()).sum();
    count(lines).saturating_mul(340).saturating_add(600)
}

/// Width and height of a photo: as large as a page allows above so many lines.
fn frame(photo: &Photo, below: usize) -> [i32; 2] {
    let [wide, high] = photo.seen().map(|length| i64::try_from(length).unwrap_or(i64::MAX).max(1));
    let most = i64::from((BOTTOM - TOP - 2_200 - 680 * count(below).min(8)).max(4_000));
    let room = i64::from(ROOM);
    let (wide, high) = match room.saturating_mul(high) / wide {
        fits if fits <= most => (room, fits),
        _ => (most.saturating_mul(wide) / high, most),
    };
    [wide, high].map(|length| i32::try_from(length).unwrap_or(ROOM).max(100))
}

/// A row whose words are broken into lines.
struct Cells {
    lines: Vec<Vec<String>>,
    rights: Vec<bool>,
    strong: bool,
}

impl Cells {
    fn of(row: &Row, widths: &[i32], rights: &[bool]) -> Cells {
        let face = if row.strong { Face::Bold } else { Face::Plain };
        let lines = row.cells.iter().zip(widths);
        let lines = lines.map(|(text, wide)| wrapped(text, face, CELL, wide - 2 * BESIDE)).collect();
        Cells { lines, rights: rights.to_vec(), strong: row.strong }
    }

    fn high(&self) -> i32 {
        let lines = self.lines.iter().map(Vec::len).max().unwrap_or(1);
        count(lines).saturating_mul(CELL_LINE).saturating_add(WITHIN)
    }

    /// Keeps so many lines; the others are a row of their own.
    fn split_off(&mut self, fits: usize) -> Option<Cells> {
        if self.lines.iter().all(|lines| lines.len() <= fits) {
            return None;
        }
        let rest = self.lines.iter_mut().map(|lines| lines.split_off(lines.len().min(fits)));
        Some(Cells { lines: rest.collect(), rights: self.rights.clone(), strong: self.strong })
    }
}
