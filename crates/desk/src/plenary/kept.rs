//! What the desk keeps of plenaries: the form as somebody typed it from the paper, column by column, without the sums before them;
//! how each difference was explained; and what was printed, with what the code of each page says and where its figures stand. Every
//! version stays.

use std::collections::BTreeMap;

use election::Cell;
use ledger::Hash;
use print::minutes::{Grid, Set};
use reader::minutes::MinutesCode;

use super::photographed::PrintedPage;
use super::{Difference, Whose};
use crate::entry::Person;
use crate::sheets::{damaged, from_text, to_text};
use crate::store::{Got, Sql, SqlError, Value};

/// Columns of a form by the codes of their regions: one cell a field.
pub type Columns = BTreeMap<String, Box<[Cell]>>;

/// A form as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Which version, from 1.
    pub version: i64,
    /// Who typed it.
    pub by: Person,
    /// Their name.
    pub name: String,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// The column of the sums: one cell a field.
    pub cells: Box<[Cell]>,
    /// The column of each region directly below; none where no region is below, or the form was typed by its sums alone, as all
    /// were before columns were asked for.
    pub columns: Columns,
}

/// Why figures differ, in somebody's words. It holds for these figures alone: when they change it has to be said anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The field.
    pub field: String,
    /// The figures that it explains and the column that they stand in, as [`figures`] writes them.
    pub figures: String,
    /// The explanation.
    pub text: String,
    /// Who gave it.
    pub name: String,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
}

/// A difference's figures in one text: the region, where it is not of the sums; summed, typed, below; and what typed columns come
/// to, where they say anything.
pub fn figures(difference: &Difference) -> String {
    let word = |figure: Option<u64>| figure.map_or_else(|| "-".to_owned(), |figure| figure.to_string());
    let Difference { field: _, column, summed, typed, below, added } = difference;
    let region = column.as_ref().map(|region| format!("{region}: ")).unwrap_or_default();
    let added = added.map(|added| format!(" ={added}")).unwrap_or_default();
    format!("{region}{} {} {}{added}", word(*summed), word(*typed), word(*below))
}

/// Whose, as the tables have it: without a constituency an empty one.
fn key(whose: &Whose) -> [Value<'_>; 3] {
    [
        Value::Text(&whose.contest),
        Value::Text(&whose.region),
        Value::Text(whose.constituency.as_deref().unwrap_or_default()),
    ]
}

/// Keeps a form as it was typed; its version.
pub fn type_in(
    sql: &mut dyn Sql,
    whose: &Whose,
    by: Person,
    at_ms: i64,
    (cells, columns): (&[Cell], &Columns),
) -> Result<i64, SqlError> {
    let [contest, region, constituency] = key(whose);
    let last = sql.first(
        "SELECT max(version) FROM plenary_typed WHERE contest = $1 AND region = $2 AND constituency = $3",
        &[contest, region, constituency],
    )?;
    let version = last.and_then(|row| row.first().and_then(Got::int)).unwrap_or(0) + 1;
    sql.run(
        "INSERT INTO plenary_typed (contest, region, constituency, version, person, at, cells) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            contest,
            region,
            constituency,
            Value::Int(version),
            Value::Int(by.0),
            Value::Int(at_ms),
            Value::Text(&to_text(cells)),
        ],
    )?;
    for (below, cells) in columns {
        sql.run(
            "INSERT INTO plenary_typed_column (contest, region, constituency, version, below, cells) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                contest,
                region,
                constituency,
                Value::Int(version),
                Value::Text(below),
                Value::Text(&to_text(cells)),
            ],
        )?;
    }
    Ok(version)
}

/// The form as it was typed last.
pub fn typed(sql: &mut dyn Sql, whose: &Whose) -> Result<Option<Typed>, SqlError> {
    let row = sql.first(
        "SELECT version, person, name, at, cells FROM plenary_typed JOIN person ON id = person \
         WHERE contest = $1 AND plenary_typed.region = $2 AND constituency = $3 ORDER BY version DESC LIMIT 1",
        &key(whose),
    )?;
    let Some([Got::Int(version), Got::Int(by), Got::Text(name), Got::Int(at_ms), Got::Text(cells)]) =
        row.as_deref()
    else {
        return Ok(None);
    };
    let cells = from_text(cells).ok_or_else(|| damaged("a plenary that was typed"))?;
    let columns = columns(sql, whose, *version)?;
    Ok(Some(Typed { version: *version, by: Person(*by), name: name.clone(), at_ms: *at_ms, cells, columns }))
}

/// The columns of a version.
fn columns(sql: &mut dyn Sql, whose: &Whose, version: i64) -> Result<Columns, SqlError> {
    let [contest, region, constituency] = key(whose);
    let rows = sql.rows(
        "SELECT below, cells FROM plenary_typed_column \
         WHERE contest = $1 AND region = $2 AND constituency = $3 AND version = $4",
        &[contest, region, constituency, Value::Int(version)],
    )?;
    let each = rows.into_iter().map(|row| match row.as_slice() {
        [Got::Text(below), Got::Text(cells)] => Some((below.clone(), from_text(cells)?)),
        _ => None,
    });
    each.collect::<Option<_>>().ok_or_else(|| damaged("a column that was typed"))
}

/// Keeps an explanation.
pub fn explain(
    sql: &mut dyn Sql,
    whose: &Whose,
    by: Person,
    at_ms: i64,
    difference: &Difference,
    text: &str,
) -> Result<(), SqlError> {
    let [contest, region, constituency] = key(whose);
    let last = sql.first("SELECT max(id) FROM plenary_explained", &[])?;
    let id = last.and_then(|row| row.first().and_then(Got::int)).unwrap_or(0) + 1;
    sql.run(
        "INSERT INTO plenary_explained (id, contest, region, constituency, field, figures, person, at, told) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(id),
            contest,
            region,
            constituency,
            Value::Text(&difference.field),
            Value::Text(&figures(difference)),
            Value::Int(by.0),
            Value::Int(at_ms),
            Value::Text(text),
        ],
    )
    .map(|_| ())
}

/// Every explanation, in the order they were given.
pub fn explanations(sql: &mut dyn Sql, whose: &Whose) -> Result<Vec<Explained>, SqlError> {
    let rows = sql.rows(
        "SELECT field, figures, told, name, at FROM plenary_explained JOIN person ON person.id = person \
         WHERE contest = $1 AND plenary_explained.region = $2 AND constituency = $3 ORDER BY plenary_explained.id",
        &key(whose),
    )?;
    let each = rows.into_iter().map(|row| match row.as_slice() {
        [Got::Text(field), Got::Text(figures), Got::Text(text), Got::Text(name), Got::Int(at_ms)] => {
            Ok(Explained {
                field: field.clone(),
                figures: figures.clone(),
                text: text.clone(),
                name: name.clone(),
                at_ms: *at_ms,
            })
        }
        _ => Err(damaged("an explanation")),
    });
    each.collect()
}

/// The last explanation of a difference's very figures.
pub fn explanation<'a>(all: &'a [Explained], difference: &Difference) -> Option<&'a Explained> {
    let figures = figures(difference);
    all.iter().rev().find(|one| one.field == difference.field && one.figures == figures)
}

/// What is kept of a print beside its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// SHA-256 of the file.
    pub sha256: Hash,
    /// Id of the plenary statement that it shows.
    pub statement: Hash,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// Its length.
    pub bytes: i64,
    /// How many pages it has; none: they say nothing of themselves.
    pub pages: Option<u16>,
}

/// Keeps a print with its pages' codes and figures; the same file twice is one.
pub fn print(
    sql: &mut dyn Sql,
    whose: &Whose,
    by: Person,
    printed: &Printed,
    set: &Set,
) -> Result<(), SqlError> {
    let [contest, region, constituency] = key(whose);
    sql.run(
        "INSERT INTO plenary_print (sha256, contest, region, constituency, statement, person, at, bytes, content) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        &[
            Value::Bytes(&printed.sha256.0),
            contest,
            region,
            constituency,
            Value::Bytes(&printed.statement.0),
            Value::Int(by.0),
            Value::Int(printed.at_ms),
            Value::Int(printed.bytes),
            Value::Bytes(&set.file),
        ],
    )?;
    for code in &set.codes {
        sql.run(
            "INSERT INTO plenary_page (print, page, says) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[Value::Bytes(&printed.sha256.0), Value::Int(code.page.into()), Value::Bytes(&code.says)],
        )?;
    }
    for (grid, page) in set.grids.iter().zip(1..) {
        let Some(grid) = grid else { continue };
        let text = serde_json::to_string(grid).map_err(|_| damaged("a print's figures"))?;
        sql.run(
            "INSERT INTO plenary_grid (print, page, grid) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[Value::Bytes(&printed.sha256.0), Value::Int(page), Value::Text(&text)],
        )?;
    }
    Ok(())
}

/// The figures on the page that a code is of; none on pages of words, of prints made elsewhere, and of those made before figures
/// were kept.
pub fn grid(sql: &mut dyn Sql, code: &MinutesCode) -> Result<Option<Grid>, SqlError> {
    let row = sql.first(
        "SELECT grid FROM plenary_page JOIN plenary_grid \
         ON plenary_grid.print = plenary_page.print AND plenary_grid.page = plenary_page.page \
         JOIN plenary_print ON sha256 = plenary_page.print WHERE statement = $1 AND plenary_page.page = $2 AND says = $3 \
         ORDER BY at DESC, sha256",
        &[Value::Bytes(&code.statement), Value::Int(code.page.into()), Value::Bytes(&code.says)],
    )?;
    match row.as_deref() {
        Some([Got::Text(grid)]) => {
            serde_json::from_str(grid).map(Some).map_err(|_| damaged("a print's figures"))
        }
        Some(_) => Err(damaged("a print's figures")),
        None => Ok(None),
    }
}

/// The pages of every print of a plenary, the newest print first.
pub fn pages(sql: &mut dyn Sql, whose: &Whose) -> Result<Vec<PrintedPage>, SqlError> {
    let rows = sql.rows(
        "SELECT plenary_print.sha256, statement, page, says FROM plenary_page JOIN plenary_print \
         ON plenary_print.sha256 = print WHERE contest = $1 AND region = $2 AND constituency = $3 \
         ORDER BY at DESC, plenary_print.sha256, page",
        &key(whose),
    )?;
    let each = rows.into_iter().map(|row| {
        let [print, statement, Got::Int(page), Got::Bytes(says)] = row.as_slice() else { return None };
        let (print, statement) = print.hash().zip(statement.hash())?;
        let says = says.as_slice().try_into().ok()?;
        Some(PrintedPage { print, statement, page: u16::try_from(*page).ok()?, says })
    });
    each.collect::<Option<_>>().ok_or_else(|| damaged("a print's page"))
}

/// Every print, the newest first.
pub fn prints(sql: &mut dyn Sql, whose: &Whose) -> Result<Vec<Printed>, SqlError> {
    let rows = sql.rows(
        "SELECT sha256, statement, at, bytes, (SELECT count(*) FROM plenary_page WHERE print = sha256) FROM plenary_print \
         WHERE contest = $1 AND region = $2 AND constituency = $3 ORDER BY at DESC, sha256",
        &key(whose),
    )?;
    let each = rows.into_iter().map(|row| match row.as_slice() {
        [sha256, statement, Got::Int(at_ms), Got::Int(bytes), Got::Int(pages)] => {
            let (sha256, statement) =
                sha256.hash().zip(statement.hash()).ok_or_else(|| damaged("a print"))?;
            let pages = u16::try_from(*pages).ok().filter(|pages| *pages > 0);
            Ok(Printed { sha256, statement, at_ms: *at_ms, bytes: *bytes, pages })
        }
        _ => Err(damaged("a print")),
    });
    each.collect()
}

/// A print's bytes, and the region it is about.
pub fn printed(sql: &mut dyn Sql, sha256: &Hash) -> Result<Option<(String, Vec<u8>)>, SqlError> {
    let row =
        sql.first("SELECT region, content FROM plenary_print WHERE sha256 = $1", &[Value::Bytes(&sha256.0)])?;
    Ok(match row.as_deref() {
        Some([Got::Text(region), Got::Bytes(content)]) => Some((region.clone(), content.clone())),
        Some(_) | None => None,
    })
}
