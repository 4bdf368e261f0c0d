//! `csv-metadata.json` of a package: its CSV files as a W3C *CSV on the Web* table group, with types, keys and the tables
//! that cells point into. The same columns as in `datapackage.json`, for tools that read this instead. It doesn't name the cut: it
//! stays as it is from cut to cut.

use serde::Serialize;

use super::frame::{Column, Kind};
use super::package::{LICENCE, Subject, Written, type_of};
use crate::view::RenderError;

/// Its name in the package's folder: where tools look for it that are given a CSV file.
pub(super) const NAME: &str = "csv-metadata.json";

const HEX_64: &str = "^[0-9a-f]{64}$";

#[derive(Serialize)]
struct Group<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "dc:title")]
    title: &'a str,
    #[serde(rename = "dc:license")]
    license: Link<'a>,
    tables: Vec<TableOf<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableOf<'a> {
    url: String,
    table_schema: Schema<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    columns: Vec<ColumnOf<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey<'a>>,
}

#[derive(Serialize)]
struct ColumnOf<'a> {
    name: &'a str,
    titles: &'a str,
    datatype: Datatype,
    required: bool,
}

#[derive(Serialize)]
struct Datatype {
    base: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u8>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ForeignKey<'a> {
    column_reference: &'a str,
    reference: Reference,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    resource: String,
    column_reference: &'static str,
}

/// The text.
pub(super) fn csvw(subject: &Subject, tables: &[Written]) -> Result<Vec<u8>, RenderError> {
    let group = Group {
        context: "http://www.w3.org/ns/csvw",
        title: &subject.title,
        license: Link { id: LICENCE },
        tables: tables.iter().map(table_of).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&group)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn table_of(table: &Written) -> TableOf<'_> {
    // A table of another kind lies under its kind's name.
    let points = table.points.iter().map(|(column, other, key)| ForeignKey {
        column_reference: column,
        reference: Reference { resource: format!("{other}.csv"), column_reference: key },
    });
    let schema = Schema {
        columns: table.table.columns.iter().map(column_of).collect(),
        primary_key: table.key,
        foreign_keys: points.collect(),
    };
    TableOf { url: format!("{}.csv", table.path), table_schema: schema }
}

fn column_of(column: &Column) -> ColumnOf<'_> {
    let hash = matches!(column.name.as_str(), "sha256" | "statement" | "supersedes");
    let datatype = match column.values.kind() {
        Kind::Flag => Datatype { base: "boolean", format: None, minimum: None },
        Kind::Integer => Datatype { base: "integer", format: None, minimum: None },
        Kind::Figure => Datatype { base: "integer", format: None, minimum: Some(0) },
        Kind::Text if type_of(column) == "datetime" => {
            Datatype { base: "dateTimeStamp", format: None, minimum: None }
        }
        Kind::Text if hash => Datatype { base: "string", format: Some(HEX_64.to_owned()), minimum: None },
        Kind::Text => {
            let words = (!column.words.is_empty()).then(|| format!("^({})$", column.words.join("|")));
            Datatype { base: "string", format: words, minimum: None }
        }
    };
    ColumnOf { name: &column.name, titles: &column.name, datatype, required: column.required }
}
