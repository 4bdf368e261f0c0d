//! Where the desk keeps what it knows: one SQL text, on SQLite or PostgreSQL.
//!
//! Places for values are `$1`, `$2`, ... by their numbers; numbers are 64 bits; times are milliseconds since 1970. What
//! the two engines write differently is told in [`Sql::schema`] alone.

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod schema;
#[cfg(feature = "sqlite")]
mod sqlite;

use ledger::Hash;

#[cfg(feature = "postgres")]
pub use postgres::Postgres;
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;

/// A value for a statement's place.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// A value that a query gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Got {
    /// The number, if it is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Got::Int(value) => Some(*value),
            Got::Null | Got::Text(_) | Got::Bytes(_) => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Got::Text(value) => Some(value),
            Got::Null | Got::Int(_) | Got::Bytes(_) => None,
        }
    }

    /// The bytes, if it is some.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Got::Bytes(value) => Some(value),
            Got::Null | Got::Int(_) | Got::Text(_) => None,
        }
    }

    /// The hash, if it is one.
    pub fn hash(&self) -> Option<Hash> {
        match self {
            Got::Bytes(bytes) => bytes.as_slice().try_into().ok().map(Hash),
            Got::Null | Got::Int(_) | Got::Text(_) => None,
        }
    }
}

/// The engine refused, or could not keep what it was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the database: {0}")]
pub struct SqlError(pub String);

/// A connection that runs one statement at a time.
pub trait Sql: Send {
    /// Makes the tables that are not there yet.
    fn schema(&mut self) -> Result<(), SqlError>;
    /// Makes this connection the only one that writes here, as long as it lasts; `false` where another desk has done so.
    fn alone(&mut self) -> Result<bool, SqlError>;
    /// Begins a transaction that other writers wait for.
    fn begin(&mut self) -> Result<(), SqlError>;
    /// Ends it. What returns from here is on disk.
    fn commit(&mut self) -> Result<(), SqlError>;
    /// Ends it as if it had not been.
    fn rollback(&mut self) -> Result<(), SqlError>;
    /// Runs a statement that gives no rows; how many it touched.
    fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, SqlError>;
    /// Runs a query.
    fn rows(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Vec<Got>>, SqlError>;

    /// Runs a query for its first row.
    fn first(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<Vec<Got>>, SqlError> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }
}
