//! The code book of a package: one row for each column of each of its tables.
//!
//! | column | meaning |
//! |---|---|
//! | `table`, `column` | the key |
//! | `type` | as in `datapackage.json` |
//! | `unit` | what a number counts; empty: none |
//! | `required` | no cell is missing |
//! | `words` | the words a cell can be, joined by `;`; empty: any |
//! | `field` | field of the form whose figures it holds |
//! | `source` | `list`, `statement`, `ledger`, `tally` or `publication`; of a form's field its form, item and law |
//! | one a language, `meaning_<language>` | what it means |
//!
//! Tables of one kind for several regions are described once, under their kind.

use election::{ContestIx, Election};

use super::frame::{Column, Layout, Table, Texts, Values, column_name};
use super::package::{Written, type_of};
use super::words::Words;
use crate::view::{RenderError, View};

/// What makes a row unique.
pub(super) const KEY: &[&str] = &["table", "column"];

/// Units by the columns they are of, named as in the texts.
const UNITS: [(&str, &[&str]); 8] = [
    (
        "sheets",
        &[
            "expected",
            "stated",
            "partly-read",
            "sheets-of-quality",
            "sheets-of-standing",
            "votes-corrected",
            "totals-counted",
            "totals-sound",
            "totals-confirmed",
            "totals-disputed",
            "totals-evidence-pending",
            "constituencies-counted",
            "constituencies-sound",
            "constituencies-confirmed",
            "constituencies-disputed",
            "constituencies-evidence-pending",
            "field-read",
        ],
    ),
    ("as written", &["field-on-sheet", "field-sound", "field-all", "value", "left", "right"]),
    ("votes", &["figure", "candidates-sound", "candidates-all"]),
    ("statements", &["versions"]),
    ("photos", &["photos-claimed", "photos-named"]),
    ("seats", &["seats"]),
    ("bytes", &["bytes"]),
    ("milliseconds since 1970-01-01 UTC", &["logged-ms"]),
];

/// Sources by the columns they are of; what none names is computed.
const SOURCES: [(&str, &[&str]); 4] = [
    (
        "list",
        &[
            "station",
            "name",
            "region-of-level",
            "region",
            "level",
            "parent",
            "constituency",
            "constituencies-name",
            "seats",
            "candidates-name",
            "option",
            "candidate",
        ],
    ),
    (
        "statement",
        &[
            "unread",
            "stated-at",
            "photos-claimed",
            "photos-named",
            "statement",
            "claim",
            "signer",
            "role",
            "stage",
            "run",
            "supersedes",
            "reason",
            "figure",
            "field",
            "value",
            "figures-unread",
            "number",
            "page",
            "sha256",
            "bytes",
            "media",
            "uri",
        ],
    ),
    ("ledger", &["entry", "logged-ms", "versions"]),
    ("publication", &["path", "files-path"]),
];

/// The code book of these tables and of itself.
pub(super) fn codebook_table(
    view: &View<'_>,
    contest: ContestIx,
    tables: &[Written],
) -> Result<Table, RenderError> {
    let election = view.tally.election();
    let words = Words::of(&election.profile)?;
    let mut rows = Rows { meanings: words.iter().map(|_| Texts::default()).collect(), ..Rows::default() };
    let own = Rows { meanings: vec![Texts::default(); words.len()], ..Rows::default() }.finish(&words);
    let mut known: Vec<&str> = Vec::new();
    let all = tables.iter().map(|written| (written.kind, &written.table));
    for (kind, table) in all.chain([("codebook", &own)]) {
        if known.contains(&kind) {
            continue;
        }
        known.push(kind);
        for column in &table.columns {
            rows.push(election, contest, kind, column, &words)?;
        }
    }
    Ok(rows.finish(&words))
}

#[derive(Default)]
struct Rows {
    table: Texts,
    column: Texts,
    kind: Texts,
    unit: Texts,
    required: Vec<bool>,
    words: Texts,
    field: Texts,
    source: Texts,
    meanings: Vec<Texts>,
}

impl Rows {
    fn push(
        &mut self,
        election: &Election,
        contest: ContestIx,
        kind: &str,
        column: &Column,
        words: &[Words],
    ) -> Result<(), RenderError> {
        let subject = Subject::of(election, contest, kind, column, words.first());
        self.table.push(kind);
        self.column.push(&column.name);
        self.kind.push(type_of(column));
        self.unit.push(named(&UNITS, &subject.key).unwrap_or_default());
        self.required.push(column.required);
        self.words.push(&column.words.join(";"));
        self.field.push(column.field.as_deref().unwrap_or_default());
        self.source.push(&subject.source(election, contest, column));
        for (meaning, words) in self.meanings.iter_mut().zip(words) {
            let of = subject.of_what(election, contest, column, words);
            meaning.push_new(&words.text(&format!("column-{}", subject.key), &[("of", &of)])?);
        }
        Ok(())
    }

    fn finish(self, words: &[Words]) -> Table {
        let text = |name, texts| Column::required(name, Layout::Repeated, Values::Text(texts));
        let maybe = |name, texts| Column::optional(name, Layout::Repeated, Values::Text(texts));
        let mut table = Table::default();
        table.add(text("table", self.table));
        table.add(text("column", self.column));
        table.add(text("type", self.kind));
        table.add(maybe("unit", self.unit));
        table.add(Column::required("required", Layout::Repeated, Values::Flag(self.required)));
        table.add(maybe("words", self.words));
        table.add(maybe("field", self.field));
        table.add(text("source", self.source));
        for (words, meaning) in words.iter().zip(self.meanings) {
            let name = format!("meaning_{}", words.language);
            table.add(Column::required(&name, Layout::Repeated, Values::Text(meaning)));
        }
        table
    }
}

/// Which text describes a column, and what fills its place.
struct Subject {
    key: String,
    of: Of,
}

enum Of {
    Nothing,
    Level(String),
    Word(String),
    Field,
}

impl Subject {
    fn of(
        election: &Election,
        contest: ContestIx,
        kind: &str,
        column: &Column,
        words: Option<&Words>,
    ) -> Subject {
        let subject = |key: &str, of| Subject { key: key.to_owned(), of };
        if column.field.is_some() && known_column(election, contest, column).is_some() {
            let sum = column.name.split_once('_').filter(|_| kind != "stations").map(|(sum, _)| sum);
            return match sum {
                Some("sound") => subject("field-sound", Of::Field),
                Some("all") => subject("field-all", Of::Field),
                Some("read") => subject("field-read", Of::Field),
                Some(_) | None => subject("field-on-sheet", Of::Field),
            };
        }
        // Photos have no column a level, and one named `state`, which is a level elsewhere.
        let mut levels = election.profile.levels.iter().filter(|_| kind != "photos");
        if let Some(level) =
            levels.find(|level| column_name(&level.id) == column.name && level.id != "station")
        {
            return subject("region-of-level", Of::Level(level.name_key.clone()));
        }
        for (start, key) in [("quality_", "sheets-of-quality"), ("standing_", "sheets-of-standing")] {
            if let Some(word) = column.name.strip_prefix(start) {
                return subject(key, Of::Word(word.to_owned()));
            }
        }
        if let Some(language) = column.name.strip_prefix("meaning_") {
            return subject("codebook-meaning", Of::Word(language.to_owned()));
        }
        let name = column.name.replace('_', "-");
        let own = format!("{kind}-{name}");
        let has_own = words.is_some_and(|words| words.has(&format!("column-{own}")));
        Subject { key: if has_own { own } else { name }, of: Of::Nothing }
    }

    fn of_what(&self, election: &Election, contest: ContestIx, column: &Column, words: &Words) -> String {
        match &self.of {
            Of::Nothing => String::new(),
            Of::Level(key) => words.name(&election.profile, key),
            Of::Word(word) => word.clone(),
            Of::Field => known_column(election, contest, column)
                .map_or_else(String::new, |column| words.field(election, contest, column)),
        }
    }

    fn source(&self, election: &Election, contest: ContestIx, column: &Column) -> String {
        if self.key == "field-on-sheet" {
            return column.field.as_deref().map_or_else(String::new, |name| law_of(election, contest, name));
        }
        let publication = self.key.starts_with("codebook-").then_some("publication");
        publication.or(named(&SOURCES, &self.key)).unwrap_or("tally").to_owned()
    }
}

fn known_column<'e>(
    election: &'e Election,
    contest: ContestIx,
    column: &Column,
) -> Option<&'e election::Column> {
    let rules = election.profile.contest_at(contest);
    rules.columns.get(usize::from(rules.column(column.field.as_deref()?)?.0))
}

/// The form that has the field first, the item's number on it, and the law that sets it.
fn law_of(election: &Election, contest: ContestIx, name: &str) -> String {
    let forms = election.forms_in(contest, election.places.nation());
    for form in forms.into_iter().map(|form| election.form_by_ix(form)) {
        let Some(field) = form.field(name).and_then(|field| form.fields.get(usize::from(field.0))) else {
            continue;
        };
        let template = form.id.as_str().split(['/', '@']).next().unwrap_or_default();
        let mut templates = election.profile.templates.iter();
        let legal = templates.find(|one| one.id == template).map_or("", |one| one.legal.as_str());
        return [template, field.item.as_str(), legal]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
    }
    "statement".to_owned()
}

fn named(table: &[(&'static str, &[&str])], key: &str) -> Option<&'static str> {
    table.iter().find(|(_, keys)| keys.contains(&key)).map(|(word, _)| *word)
}
