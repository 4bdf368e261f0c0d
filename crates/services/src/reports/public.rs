//! What the public sees of reports, as files: `reports.json` and `reports/<station>.json`. Whoever serves or mirrors the publication
//! serves them beside it.

use std::path::Path;

use rusqlite::Connection;
use serde::Serialize;

use super::{COLUMNS, Report, report};
use crate::files::write_whole;
use crate::store::{tell, told};
use crate::{ServicesError, Store, moment};

#[derive(Serialize)]
struct File<'a> {
    format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    station: Option<&'a str>,
    open: usize,
    answered: usize,
    reports: Vec<Public<'a>>,
}

/// A report without its receipt, who sent it, and what they wrote unless that was released.
#[derive(Serialize)]
struct Public<'a> {
    number: i64,
    contest: &'a str,
    station: &'a str,
    kind: &'a str,
    at: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<String>,
}

fn public(report: &Report) -> Public<'_> {
    let answer = report.answer.as_ref();
    Public {
        number: report.number,
        contest: &report.contest,
        station: &report.station,
        kind: &report.kind,
        at: moment(report.at_ms, 0),
        state: if answer.is_some() { "answered" } else { "open" },
        words: report.released.then_some(report.words.as_str()),
        answer: answer.map(|(text, _)| text.as_str()),
        answered_at: answer.map(|(_, at)| moment(*at, 0)),
    }
}

fn file(station: Option<&str>, reports: &[Report]) -> Vec<u8> {
    let answered = reports.iter().filter(|report| report.answer.is_some()).count();
    let file = File {
        format: "saksi-reports/1",
        station,
        open: reports.len().saturating_sub(answered),
        answered,
        reports: reports.iter().map(public).collect(),
    };
    // Only texts and numbers: it can't fail, and an empty file would be seen.
    let mut bytes = serde_json::to_vec(&file).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// One report, as its status page says it in JSON: to who holds the receipt, no more than to everybody.
pub fn one(report: &Report) -> String {
    serde_json::to_string(&public(report)).unwrap_or_default()
}

/// Writes what has changed since the last time, and everything where the files are gone; how many stations.
pub fn write(store: &Store, out: &Path) -> Result<usize, ServicesError> {
    let all = out.join("reports.json");
    let (newest, since) = store.read(|sql| {
        let newest = told(sql, "touch")?.unwrap_or(0);
        let since = if all.exists() { told(sql, "touch-written")? } else { None };
        Ok((newest, since.unwrap_or(-1)))
    })?;
    if since >= newest {
        return Ok(0);
    }
    let stations = store.read(|sql| {
        let mut asked = sql.prepare_cached("SELECT DISTINCT station FROM reports WHERE touched > ?1")?;
        let rows = asked.query_map([since], |row| row.get::<_, String>(0))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
    })?;
    for station in &stations {
        let reports = store.read(|sql| of_station(sql, station))?;
        // Codes are letters and digits: the lists have no others.
        write_whole(&out.join(format!("reports/{station}.json")), &file(Some(station), &reports), 0o644)?;
    }
    write_whole(&all, &file(None, &super::list(store, false)?), 0o644)?;
    store.write(|sql| tell(sql, "touch-written", newest))?;
    Ok(stations.len())
}

fn of_station(sql: &Connection, station: &str) -> Result<Vec<Report>, ServicesError> {
    let mut asked =
        sql.prepare_cached(&format!("SELECT {COLUMNS} FROM reports WHERE station = ?1 ORDER BY number"))?;
    let rows = asked.query_map([station], report)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}
