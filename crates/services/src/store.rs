//! The services' own tables, in a file of SQLite. One connection: what is written is on disk when it is answered, and a flood waits here
//! rather than anywhere that counts.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use crate::ServicesError;

/// File name.
pub const FILE: &str = "services.sqlite";

/// Tables. Times are milliseconds since 1970.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS told (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS reports (
  number INTEGER PRIMARY KEY, receipt TEXT NOT NULL UNIQUE, once TEXT NOT NULL UNIQUE, content BLOB NOT NULL,
  contest TEXT NOT NULL, station TEXT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL, contact TEXT,
  photo TEXT, photo_bytes INTEGER NOT NULL DEFAULT 0, at_ms INTEGER NOT NULL,
  answer TEXT, answered_ms INTEGER, released INTEGER NOT NULL DEFAULT 0, touched INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS reports_station ON reports (station, number);
CREATE INDEX IF NOT EXISTS reports_touched ON reports (touched);
CREATE INDEX IF NOT EXISTS reports_at ON reports (at_ms);
CREATE TABLE IF NOT EXISTS receivers (
  number INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, address TEXT, what TEXT NOT NULL, contest TEXT NOT NULL,
  regions TEXT NOT NULL, language TEXT NOT NULL, state TEXT NOT NULL, nonce BLOB NOT NULL, confirm TEXT UNIQUE, leave TEXT UNIQUE,
  secret TEXT, letters INTEGER NOT NULL DEFAULT 0, letter_ms INTEGER NOT NULL DEFAULT 0, last_cut INTEGER NOT NULL DEFAULT 0,
  at_ms INTEGER NOT NULL, confirmed_ms INTEGER, ended_ms INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS receivers_address ON receivers (address COLLATE NOCASE);
CREATE INDEX IF NOT EXISTS receivers_letter ON receivers (letter_ms);
CREATE TABLE IF NOT EXISTS outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT, receiver INTEGER NOT NULL, cut INTEGER NOT NULL, date TEXT NOT NULL, files TEXT NOT NULL,
  state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_ms INTEGER NOT NULL, said TEXT NOT NULL DEFAULT '',
  made_ms INTEGER NOT NULL, done_ms INTEGER, UNIQUE (receiver, cut)) STRICT;
CREATE INDEX IF NOT EXISTS outbox_open ON outbox (receiver, cut) WHERE state IN ('waiting', 'dead');
CREATE TABLE IF NOT EXISTS receipts (
  number INTEGER PRIMARY KEY, receiver INTEGER NOT NULL, cut INTEGER NOT NULL, date TEXT NOT NULL, files TEXT NOT NULL,
  attempt INTEGER NOT NULL, at_ms INTEGER NOT NULL, answer TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS receipts_receiver ON receipts (receiver, number);
CREATE TABLE IF NOT EXISTS kept_files (
  sha256 TEXT NOT NULL, name TEXT NOT NULL, made_ms INTEGER NOT NULL, PRIMARY KEY (sha256, name)) STRICT;
";

/// The tables.
pub struct Store(Mutex<Connection>);

impl Store {
    /// Opens a folder's, or makes it.
    pub fn open(folder: &Path) -> Result<Store, ServicesError> {
        let path = folder.join(FILE);
        let connection = Connection::open(&path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -32768;",
        )?;
        connection.execute_batch(TABLES)?;
        private(&path)?;
        Ok(Store(Mutex::new(connection)))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // One that panicked has rolled back: a transaction ends with its holder.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has something read and written as one; what failed has not been.
    pub fn write<T>(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, ServicesError>,
    ) -> Result<T, ServicesError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = act(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Has something read.
    pub fn read<T>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, ServicesError>,
    ) -> Result<T, ServicesError> {
        act(&self.lock())
    }
}

/// A number that is remembered under a name.
pub(crate) fn told(sql: &Connection, name: &str) -> Result<Option<i64>, ServicesError> {
    let mut asked = sql.prepare_cached("SELECT value FROM told WHERE name = ?1")?;
    Ok(asked.query_row([name], |row| row.get(0)).optional()?)
}

/// Remembers a number under a name.
pub(crate) fn tell(sql: &Connection, name: &str, value: i64) -> Result<(), ServicesError> {
    let mut said = sql.prepare_cached("INSERT OR REPLACE INTO told (name, value) VALUES (?1, ?2)")?;
    said.execute(params![name, value])?;
    Ok(())
}

/// What is in it is nobody else's business.
fn private(path: &Path) -> Result<(), ServicesError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, mode).map_err(ServicesError::file("protecting", path))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
