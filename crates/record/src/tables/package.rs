//! A folder of tables as a Frictionless data package: every table as CSV, the larger ones as Parquet too, and
//! `datapackage.json` with their types, keys, sizes and hashes.
//!
//! The Parquet copies are listed under `copies`, not under `resources`: a validator reads every resource, and what it
//! can't read it fails. They are named with size and hash all the same.

use election::{Code, ContestIx};
use ledger::sha256;
use serde::Serialize;

use super::Before;
use super::codebook::{self, codebook_table};
use super::csv_file::write_csv;
use super::csvw::{self, csvw};
use super::frame::{Column, Kind, Table};
use super::parquet_file::write_parquet;
use super::readme::{citation, readme};
use super::workbook::write_workbook;
use crate::view::{File, RenderError, View};

/// The licence of everything published.
pub(super) const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";

const PARQUET: &str = "application/vnd.apache.parquet";

/// One table of a package.
pub(super) struct Part {
    /// What kind of table: the code book describes each kind once.
    pub kind: &'static str,
    /// Its name in the package: its kind, or for one of several of a kind that, a dash and what part it is.
    pub name: String,
    /// Its files' path below the package's folder, without their endings.
    pub path: String,
    pub table: Table,
    /// Whether there is a Parquet copy.
    pub parquet: bool,
    /// Whether it is a sheet of the package's workbook.
    pub workbook: bool,
    /// Columns that make a row unique; empty: none do.
    pub key: &'static [&'static str],
    /// A column, the table it points into, and the column there.
    pub points: Vec<(String, &'static str, &'static str)>,
}

/// What a package says of a table whose files are written: its columns, without any row.
#[derive(Clone, Debug)]
pub struct Written {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) path: String,
    pub(super) table: Table,
    pub(super) rows: usize,
    pub(super) key: &'static [&'static str],
    pub(super) points: Vec<(String, &'static str, &'static str)>,
    pub(super) csv: Content,
    pub(super) parquet: Option<Content>,
}

/// Length and hash of a file.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub bytes: usize,
    pub hash: String,
}

impl Content {
    fn of(bytes: &[u8]) -> Content {
        Content { bytes: bytes.len(), hash: format!("sha256:{}", sha256(bytes).to_hex()) }
    }
}

impl Part {
    /// The only table of its kind.
    pub(super) fn new(kind: &'static str, table: Table, key: &'static [&'static str]) -> Part {
        Part {
            kind,
            name: kind.to_owned(),
            path: kind.to_owned(),
            table,
            parquet: true,
            workbook: false,
            key,
            points: Vec::new(),
        }
    }

    /// One of several of its kind: that of a region.
    pub(super) fn of_region(
        kind: &'static str,
        code: &Code,
        table: Table,
        key: &'static [&'static str],
    ) -> Part {
        let name = package_name(&[kind, code.as_str()]);
        Part { name, path: format!("{kind}/{code}"), ..Part::new(kind, table, key) }
    }

    /// Makes it a sheet of the package's workbook.
    pub(super) fn in_workbook(self) -> Part {
        Part { workbook: true, ..self }
    }

    /// Says that a column's cells are keys of another table.
    pub(super) fn pointing(mut self, column: &str, table: &'static str, key: &'static str) -> Part {
        self.points.push((column.to_owned(), table, key));
        self
    }
}

/// Where a package lies and what it is about.
pub(super) struct Subject {
    /// Folder, with forward slashes, without one at the end.
    pub folder: String,
    pub contest: ContestIx,
    pub name: String,
    pub title: String,
}

#[derive(Serialize)]
struct DataPackage<'a> {
    profile: &'static str,
    name: &'a str,
    title: &'a str,
    created: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    practice: bool,
    /// Number of the cut this was made from.
    cut: u64,
    ledger: Ledger<'a>,
    licenses: [License; 1],
    /// How to cite it.
    citation: String,
    resources: Vec<Resource<'a>>,
    copies: Vec<Copied<'a>>,
    documents: &'a [Document],
}

/// A file of a package that is no table.
#[derive(Serialize)]
struct Document {
    path: String,
    mediatype: &'static str,
    bytes: usize,
    hash: String,
}

impl Document {
    fn of(path: &str, mediatype: &'static str, content: &[u8]) -> Document {
        let Content { bytes, hash } = Content::of(content);
        Document { path: path.to_owned(), mediatype, bytes, hash }
    }
}

#[derive(Serialize)]
struct Ledger<'a> {
    origin: &'a str,
    size: u64,
    /// Base64, as in the checkpoint.
    root: String,
}

#[derive(Serialize)]
struct License {
    name: &'static str,
    title: &'static str,
    path: &'static str,
}

#[derive(Serialize)]
struct Resource<'a> {
    name: &'a str,
    profile: &'static str,
    path: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: usize,
    hash: &'a str,
    rows: usize,
    schema: Schema<'a>,
}

#[derive(Serialize)]
struct Copied<'a> {
    of: &'a str,
    path: String,
    format: &'static str,
    mediatype: &'static str,
    bytes: usize,
    hash: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    fields: Vec<Field<'a>>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    r#type: &'static str,
    #[serde(rename = "field", skip_serializing_if = "Option::is_none")]
    holds: Option<&'a str>,
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    constraints: Constraints,
}

#[derive(Serialize)]
struct Constraints {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u8>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    r#enum: &'static [&'static str],
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [String; 1],
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: &'static str,
    fields: [&'static str; 1],
}

/// The files of a table, and what the package says of it.
pub(super) fn write_part(folder: &str, part: Part) -> Result<(Vec<File>, Written), RenderError> {
    let mut files = Vec::new();
    let mut add = |ending: &str, bytes: Vec<u8>| {
        let content = Content::of(&bytes);
        files.push(File { path: format!("{folder}/{}.{ending}", part.path), bytes });
        content
    };
    let csv = add("csv", write_csv(&part.table));
    let parquet = if part.parquet { Some(add("parquet", write_parquet(&part.table)?)) } else { None };
    let written = Written {
        rows: part.table.rows(),
        table: part.table.emptied(),
        kind: part.kind,
        name: part.name,
        path: part.path,
        key: part.key,
        points: part.points,
        csv,
        parquet,
    };
    Ok((files, written))
}

/// The files of a package, `datapackage.json` last. `before` are those that are written already, `whole` files that
/// are no table of its own.
pub(super) fn write_package(
    view: &View<'_>,
    subject: &Subject,
    parts: Vec<Part>,
    before: Before,
    whole: Vec<File>,
) -> Result<Vec<File>, RenderError> {
    let mut files = Vec::new();
    let mut tables = Vec::new();
    let sheets: Vec<(&str, &Table)> =
        parts.iter().filter(|part| part.workbook).map(|part| (part.kind, &part.table)).collect();
    let workbook = write_workbook(
        &subject.title,
        &view.tally.election().profile.contest_at(subject.contest).date,
        &sheets,
    )?;
    for part in parts {
        let (of_part, written) = write_part(&subject.folder, part)?;
        files.extend(of_part);
        tables.push(written);
    }
    tables.extend(before.tables);
    let book = codebook_table(view, subject.contest, &tables)?;
    let book = Part { parquet: false, ..Part::new("codebook", book, codebook::KEY) };
    let (of_book, written) = write_part(&subject.folder, book)?;
    files.extend(of_book);
    tables.push(written);
    let readme = readme(view, subject, &tables, !before.reports.is_empty())?.into_bytes();
    let csvw = csvw(subject, &tables)?;
    let mut documents = Vec::new();
    for (name, mediatype, bytes) in [
        ("README.md", "text/markdown", readme),
        (csvw::NAME, "application/csvm+json", csvw),
        ("tables.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    ] {
        documents.push(Document::of(name, mediatype, &bytes));
        files.push(File { path: format!("{}/{name}", subject.folder), bytes });
    }
    for report in before.reports {
        let path = report.path.strip_prefix(&subject.folder).unwrap_or(&report.path);
        documents.push(Document {
            path: path.trim_start_matches('/').to_owned(),
            mediatype: "application/gzip",
            bytes: usize::try_from(report.bytes).unwrap_or(usize::MAX),
            hash: format!("sha256:{}", report.sha256.to_hex()),
        });
    }
    for file in whole {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let mediatype = match name.rsplit('.').next() {
            Some("gz") => "application/gzip",
            Some("geojson") => "application/geo+json",
            Some("topojson") => "application/json",
            Some(_) | None => PARQUET,
        };
        documents.push(Document::of(name, mediatype, &file.bytes));
        files.push(file);
    }
    files.push(descriptor(view, subject, &tables, &documents)?);
    Ok(files)
}

fn descriptor(
    view: &View<'_>,
    subject: &Subject,
    tables: &[Written],
    documents: &[Document],
) -> Result<File, RenderError> {
    let copies = tables.iter().filter_map(|table| {
        let parquet = table.parquet.as_ref()?;
        Some(Copied {
            of: &table.name,
            path: format!("{}.parquet", table.path),
            format: "parquet",
            mediatype: PARQUET,
            bytes: parquet.bytes,
            hash: &parquet.hash,
        })
    });
    let package = DataPackage {
        profile: "data-package",
        name: &subject.name,
        title: &subject.title,
        created: utc_text(view.cut.time_ms),
        practice: view.practice,
        cut: view.cut.size,
        ledger: Ledger { origin: &view.cut.origin, size: view.cut.size, root: view.cut.root.to_string() },
        licenses: [License { name: "CC-BY-4.0", title: "Creative Commons Attribution 4.0", path: LICENCE }],
        citation: citation(view, subject)?,
        resources: tables.iter().map(resource).collect(),
        copies: copies.collect(),
        documents,
    };
    let mut bytes = serde_json::to_vec_pretty(&package)?;
    bytes.push(b'\n');
    Ok(File { path: format!("{}/datapackage.json", subject.folder), bytes })
}

fn resource(table: &Written) -> Resource<'_> {
    Resource {
        name: &table.name,
        profile: "tabular-data-resource",
        path: format!("{}.csv", table.path),
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: table.csv.bytes,
        hash: &table.csv.hash,
        rows: table.rows,
        schema: schema_of(table),
    }
}

/// A name as Frictionless wants it: lower-case letters, digits, dots, dashes, underscores.
pub(super) fn package_name(parts: &[&str]) -> String {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    parts.join("-").to_lowercase().chars().map(|c| if fits(c) { c } else { '-' }).collect()
}

fn schema_of(part: &Written) -> Schema<'_> {
    let foreign_keys = part.points.iter().map(|(column, resource, target)| ForeignKey {
        fields: [column.clone()],
        reference: Reference { resource, fields: [target] },
    });
    Schema {
        fields: part.table.columns.iter().map(field_of).collect(),
        missing_values: [""],
        primary_key: part.key,
        foreign_keys: foreign_keys.collect(),
    }
}

fn field_of(column: &Column) -> Field<'_> {
    let minimum = match column.values.kind() {
        Kind::Figure => Some(0),
        Kind::Text | Kind::Flag | Kind::Integer => None,
    };
    let constraints = Constraints { required: column.required, minimum, r#enum: column.words };
    Field { name: &column.name, r#type: type_of(column), holds: column.field.as_deref(), constraints }
}

/// The type of a column's cells, in Frictionless' words.
pub(super) fn type_of(column: &Column) -> &'static str {
    match column.values.kind() {
        Kind::Text if column.name == "stated_at" => "datetime",
        Kind::Text => "string",
        Kind::Flag => "boolean",
        Kind::Figure | Kind::Integer => "integer",
    }
}

impl Constraints {
    fn is_empty(&self) -> bool {
        !self.required && self.minimum.is_none() && self.r#enum.is_empty()
    }
}

/// A moment in UTC, RFC 3339 to the second.
pub(super) fn utc_text(ms: u64) -> String {
    let seconds = i64::try_from(ms / 1000).unwrap_or(i64::MAX);
    statement::Moment::new(seconds, 0).map_or_else(|_| String::new(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_name_is_lower_case_and_without_spaces() {
        assert_eq!(package_name(&["Mini 2024", "council", "99AB"]), "mini-2024-council-99ab");
    }

    #[test]
    fn the_moment_of_a_cut_is_written_in_utc() {
        assert_eq!(utc_text(1_707_868_800_999), "2024-02-14T00:00:00Z");
    }
}
