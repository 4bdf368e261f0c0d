//! A paper for a court: headings, words, facts, tables and photos, one below the other on upright A4, each page with what it belongs to
//! above and what it is made from below.
//!
//! What stands on it is given in words: nothing here looks anything up, adds anything, or knows a country. Guaranteed:
//! - **nothing is cut off:** a row that is higher than a page goes on on the next, a word that is wider than its column on the next line;
//! - **a heading stands with what it heads,** a photo with what is said of it, and a table's head above each of its parts;
//! - the same words make the same bytes: no date, no name of a machine, nothing random.

mod flow;

use crate::archive;

pub use crate::picture::{Picture as Photo, PictureError as PhotoError};

/// What is printed.
#[derive(Clone, Debug, Default)]
pub struct Dossier {
    /// What it is.
    pub title: String,
    /// What it is about, a line each.
    pub about: Vec<String>,
    /// What stands on it, in its order.
    pub blocks: Vec<Block>,
    /// What every page is made from, a line each.
    pub made_from: Vec<String>,
    /// Printed across every page of what is no real one, and at its head.
    pub practice: Option<String>,
    /// Language of all words: `id`.
    pub language: String,
    /// Before a page's number.
    pub page: String,
    /// Between it and how many there are.
    pub of: String,
}

/// A part of it.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading that begins a page of its own.
    Part(String),
    /// A heading.
    Head(String),
    /// A smaller one.
    Minor(String),
    /// Words; a line feed begins a paragraph.
    Text(String),
    /// Words that nobody is to miss, in a frame.
    Notice(String),
    /// Names, each with what it is.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A photo, as large as the page allows, and what is said of it below.
    Photo(Box<Photo>, Vec<String>),
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Rows, a text a column.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// How wide it is, in parts of all.
    pub wide: i32,
    /// Whether it is set to the right, as numbers are.
    pub right: bool,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// A text a column.
    pub cells: Vec<String>,
    /// Set in bold on a tinted ground.
    pub strong: bool,
}

impl Row {
    /// A row of these texts.
    pub fn of(cells: Vec<String>) -> Row {
        Row { cells, strong: false }
    }
}

impl Dossier {
    /// The file, PDF/A-2b.
    pub fn pdf(self) -> Vec<u8> {
        let title = format!("{} {}", self.title, self.about.join(", "));
        let language = self.language.clone();
        let pages = flow::pages(self);
        archive::pdf(title.trim_end(), &language, [flow::WIDE, flow::HIGH], pages)
    }
}
