//! A table in memory: named columns of equal length.
//!
//! CSV, Parquet and the schema in `datapackage.json` are all written from one [`Table`], so they cannot disagree.
//! A text column never holds an empty text: the empty text *is* the missing value, in memory, in CSV (an empty
//! cell) and in Parquet (a null).

use std::collections::HashMap;

/// One table, the first column being its key or the leading part of it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Table {
    /// Columns, in the order they are written.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name: lower-case letters, digits and underscores.
    pub name: String,
    /// The field of the form whose figures it holds, where it holds one field's.
    pub field: Option<String>,
    /// No cell is missing.
    pub required: bool,
    /// How its values lie, for the choice of an encoding; says nothing about what they mean.
    pub layout: Layout,
    /// The words that a text can be; empty: any text.
    pub words: &'static [&'static str],
    /// The cells.
    pub values: Values,
}

/// How a column's values lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Few values, often repeated: a dictionary is worth it.
    Repeated,
    /// Each value is close to the one before: differences are worth it.
    Sorted,
    /// Neither.
    Scattered,
}

/// What kind of cells a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text without line breaks.
    Text,
    /// True or false.
    Flag,
    /// A figure of one form, 0 to 2^32 - 1.
    Figure,
    /// A whole number, -2^63 to 2^63 - 1.
    Integer,
}

/// The cells of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// Texts.
    Text(Texts),
    /// Flags, never missing.
    Flag(Vec<bool>),
    /// Figures; `None`: unread.
    Figure(Vec<Option<u32>>),
    /// Whole numbers; `None`: missing.
    Integer(Vec<Option<i64>>),
}

/// A column of texts: each distinct word is held once, a row is the word's position.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    bytes: String,
    ends: Vec<usize>,
    rows: Vec<u32>,
    known: HashMap<Box<str>, u32>,
}

impl Table {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// A column by its name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The same columns without any row: what a reader expects.
    #[must_use]
    pub fn emptied(&self) -> Table {
        let columns = self.columns.iter().map(|column| Column {
            name: column.name.clone(),
            field: column.field.clone(),
            required: column.required,
            layout: column.layout,
            words: column.words,
            values: Values::empty(column.values.kind()),
        });
        Table { columns: columns.collect() }
    }

    /// Adds a column. Two columns of one name would be unreadable, so a later one of the same name gets `_2`.
    pub(super) fn add(&mut self, mut column: Column) {
        while self.column(&column.name).is_some() {
            column.name.push_str("_2");
        }
        self.columns.push(column);
    }
}

impl Column {
    /// A column of which no cell is missing.
    pub(super) fn required(name: &str, layout: Layout, values: Values) -> Column {
        Column { name: column_name(name), field: None, required: true, layout, words: &[], values }
    }

    /// A column of which cells may be missing.
    pub(super) fn optional(name: &str, layout: Layout, values: Values) -> Column {
        Column { required: false, ..Column::required(name, layout, values) }
    }

    /// Says which field's figures it holds.
    pub(super) fn of_field(self, field: &str) -> Column {
        Column { field: Some(field.to_owned()), ..self }
    }

    /// Says which words it is made of.
    pub(super) fn of_words(self, words: &'static [&'static str]) -> Column {
        Column { words, ..self }
    }

    /// The text of a row; empty where it is missing or the column holds no texts.
    pub fn text(&self, row: usize) -> &str {
        match &self.values {
            Values::Text(texts) => texts.get(row),
            Values::Flag(_) | Values::Figure(_) | Values::Integer(_) => "",
        }
    }

    /// The number of a row; `None` where it is missing or the column holds no numbers.
    pub fn number(&self, row: usize) -> Option<i64> {
        match &self.values {
            Values::Figure(figures) => figures.get(row).copied().flatten().map(i64::from),
            Values::Integer(numbers) => numbers.get(row).copied().flatten(),
            Values::Text(_) | Values::Flag(_) => None,
        }
    }

    /// The flag of a row; `None` where the column holds no flags.
    pub fn flag(&self, row: usize) -> Option<bool> {
        match &self.values {
            Values::Flag(flags) => flags.get(row).copied(),
            Values::Text(_) | Values::Figure(_) | Values::Integer(_) => None,
        }
    }
}

impl Values {
    pub(super) fn empty(kind: Kind) -> Values {
        match kind {
            Kind::Text => Values::Text(Texts::default()),
            Kind::Flag => Values::Flag(Vec::new()),
            Kind::Figure => Values::Figure(Vec::new()),
            Kind::Integer => Values::Integer(Vec::new()),
        }
    }

    /// What kind of cells these are.
    pub fn kind(&self) -> Kind {
        match self {
            Values::Text(_) => Kind::Text,
            Values::Flag(_) => Kind::Flag,
            Values::Figure(_) => Kind::Figure,
            Values::Integer(_) => Kind::Integer,
        }
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Text(texts) => texts.rows.len(),
            Values::Flag(flags) => flags.len(),
            Values::Figure(figures) => figures.len(),
            Values::Integer(numbers) => numbers.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Texts {
    /// Takes up a word without giving it a row, whether or not it is known already. Returns its position.
    pub(super) fn word(&mut self, text: &str) -> u32 {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        u32::try_from(self.ends.len() - 1).unwrap_or(u32::MAX)
    }

    /// A row with a word taken up before.
    pub(super) fn push_word(&mut self, word: u32) {
        self.rows.push(word);
    }

    /// A row with a text that hardly any other row has.
    pub(super) fn push_new(&mut self, text: &str) {
        let word = self.word(text);
        self.rows.push(word);
    }

    /// A row with the hexadecimal digits of bytes that hardly any other row has.
    pub(super) fn push_hex(&mut self, bytes: &[u8]) {
        let digit = |value: u8| char::from(if value < 10 { b'0' + value } else { b'a' + value - 10 });
        for byte in bytes {
            self.bytes.push(digit(byte >> 4));
            self.bytes.push(digit(byte & 15));
        }
        let word = self.word("");
        self.rows.push(word);
    }

    /// Takes up what is displayed as a word without giving it a row. Returns its position.
    pub(super) fn word_shown(&mut self, shown: impl std::fmt::Display) -> u32 {
        use std::fmt::Write as _;
        // Writing to a string can't fail.
        let _ = write!(self.bytes, "{shown}");
        self.word("")
    }

    /// A row with what is displayed, that hardly any other row has.
    pub(super) fn push_shown(&mut self, shown: impl std::fmt::Display) {
        let word = self.word_shown(shown);
        self.rows.push(word);
    }

    /// Makes room for rows.
    pub(super) fn with_room(rows: usize) -> Texts {
        Texts { rows: Vec::with_capacity(rows), ..Texts::default() }
    }

    /// A row with a text that other rows may have.
    pub(super) fn push(&mut self, text: &str) {
        // Sorted tables repeat the text of the row before.
        if let Some(last) = self.rows.last().copied().filter(|last| self.word_text(*last) == text) {
            self.rows.push(last);
            return;
        }
        let word = if let Some(word) = self.known.get(text) {
            *word
        } else {
            let word = self.word(text);
            self.known.insert(text.into(), word);
            word
        };
        self.rows.push(word);
    }

    /// The text of a row; empty where it is missing.
    pub fn get(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", |word| self.word_text(*word))
    }

    /// The position of each row's word.
    pub(super) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Every word, by position.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.bytes.get(start..*end).unwrap_or_default())
    }

    fn word_text(&self, word: u32) -> &str {
        let at = word as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or_default()
    }
}

/// Equal texts, row by row, whatever the order in which words were first met.
impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.rows.len() == other.rows.len() && (0..self.rows.len()).all(|row| self.get(row) == other.get(row))
    }
}

impl Eq for Texts {}

/// A name as a column's name: lower case, and an underscore for all that is neither letter nor digit.
pub fn column_name(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_and_dashes_become_underscores() {
        assert_eq!(column_name("voters.used-roll.total"), "voters_used_roll_total");
        assert_eq!(column_name("votes.1"), "votes_1");
    }

    #[test]
    fn a_second_column_of_one_name_gets_a_name_of_its_own() {
        let mut table = Table::default();
        for _ in 0..3 {
            table.add(Column::required("valid", Layout::Repeated, Values::Flag(vec![])));
        }
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["valid", "valid_2", "valid_2_2"]);
    }

    #[test]
    fn texts_read_back_however_they_were_pushed() {
        let mut texts = Texts::default();
        texts.push("b");
        texts.push("b");
        texts.push_new("c");
        let word = texts.word("d");
        texts.push("b");
        texts.push_word(word);
        texts.push("");
        texts.push_hex(&[0x0f, 0xa9]);
        texts.push_shown(12);
        let read: Vec<&str> = (0..9).map(|row| texts.get(row)).collect();
        assert_eq!(read, ["b", "b", "c", "b", "d", "", "0fa9", "12", ""]);
        assert_eq!(texts.words().collect::<Vec<_>>(), ["b", "c", "d", "", "0fa9", "12"]);
    }
}
