//! `saksi trail`: the desk's trail, checked by an auditor on a copy, without the desk. Every row's hash is computed again from its
//! values, and each anchor that the ledger holds is compared; what the tables say of anchors is believed in nothing.

use std::path::Path;
use std::process::ExitCode;

use desk::anchor::{self, Checked};
use desk::store::{Postgres, Sql, Sqlite};

use crate::cli::Trail as Arguments;
use crate::error::Failure;
use crate::folder::Folder;
use crate::out;
use crate::session::{Session, store};
use crate::texts::say;

/// Runs the command. Exit code 0: the trail is what the ledger holds of it, 1: it differs.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match arguments {
        Arguments::Check { folder, database } => {
            let checked = check(&Folder::open(folder)?, database.as_deref())?;
            tell(&checked);
            Ok(if checked.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) })
        }
    }
}

fn check(folder: &Folder, database: Option<&str>) -> Result<Checked, Failure> {
    let session = Session::open(folder, &store(folder))?;
    let found = anchor::of_ledger(&session.replay.tally, |hash| folder.blob(hash));
    let wrong =
        |error: desk::store::SqlError| Failure::Network(say!("desk-database", why = error.to_string()));
    let mut sql: Box<dyn Sql> = match database {
        Some(url) => Box::new(Postgres::connect(url).map_err(wrong)?),
        None => Box::new(tables(&folder.desk().join("desk.sqlite"))?),
    };
    anchor::check(sql.as_mut(), &found, session.size()).map_err(wrong)
}

/// The desk's tables; where there are none, none are made.
fn tables(path: &Path) -> Result<Sqlite, Failure> {
    if !path.is_file() {
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(Failure::file("opening", path, missing));
    }
    Sqlite::open(path).map_err(|error| Failure::Network(say!("desk-database", why = error.to_string())))
}

fn tell(checked: &Checked) {
    let Checked { anchors, rows, row, broken, index } = checked;
    out::line(&say!("trail-read", rows = u64::try_from(*rows).unwrap_or(0), anchors = *anchors));
    if let Some(row) = row {
        out::line(&say!("trail-row", row = row.to_string()));
    }
    if let Some(entry) = broken {
        out::line(&say!("trail-broken", entry = entry.to_string()));
    }
    if let Some(entry) = index {
        out::line(&say!("trail-index", entry = entry.to_string()));
    }
    if !checked.holds() {
        out::line(&say!("trail-differs"));
    } else if *anchors == 0 {
        out::line(&say!("trail-no-anchor"));
    } else {
        out::line(&say!("trail-holds"));
    }
}
