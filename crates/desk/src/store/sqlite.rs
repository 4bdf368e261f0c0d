//! SQLite: a file.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::schema::TABLES;
use super::{Got, Sql, SqlError, Value};

/// A connection to a file.
pub struct Sqlite(Connection);

impl From<rusqlite::Error> for SqlError {
    fn from(error: rusqlite::Error) -> SqlError {
        SqlError(error.to_string())
    }
}

impl Sqlite {
    /// Opens a file, or makes it. Readers never wait for the writer (WAL), and a commit returns when it is on disk.
    pub fn open(path: &Path) -> Result<Sqlite, SqlError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(100);
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;",
        )?;
        Ok(Sqlite(connection))
    }
}

impl Sqlite {
    /// Opens a copy that [`Sqlite::copy_to`] made, to read: not a byte of it or beside it changes.
    pub fn open_copy(path: &Path) -> Result<Sqlite, SqlError> {
        Ok(Sqlite(Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?))
    }

    /// Writes everything into a new file, as it is at one moment, while others go on writing.
    pub fn copy_to(&self, path: &Path) -> Result<(), SqlError> {
        self.0.execute("VACUUM INTO ?1", [path.display().to_string()])?;
        Ok(())
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

/// Gives each place the value of its number. SQLite takes `$2` for a name, which it numbers where it first stands.
fn bind(statement: &mut rusqlite::Statement<'_>, values: &[Value<'_>]) -> Result<(), SqlError> {
    for place in 1..=statement.parameter_count() {
        let number =
            statement.parameter_name(place).and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number.checked_sub(1)?));
        let value = value.ok_or_else(|| SqlError(format!("no value for place {place} of a statement")))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

fn got(value: ValueRef<'_>) -> Result<Got, SqlError> {
    Ok(match value {
        ValueRef::Null => Got::Null,
        ValueRef::Integer(value) => Got::Int(value),
        ValueRef::Text(value) => {
            Got::Text(String::from_utf8(value.to_vec()).map_err(|error| SqlError(error.to_string()))?)
        }
        ValueRef::Blob(value) => Got::Bytes(value.to_vec()),
        ValueRef::Real(_) => return Err(SqlError("a number with decimals, where there are none".to_owned())),
    })
}

impl Sql for Sqlite {
    fn schema(&mut self) -> Result<(), SqlError> {
        for table in TABLES {
            self.0.execute_batch(
                &table.replace("{id}", "INTEGER").replace("{bytes}", "BLOB").replace("{code}", "TEXT"),
            )?;
        }
        Ok(())
    }

    fn alone(&mut self) -> Result<bool, SqlError> {
        // The file lies in the election's folder, whose ledger lets only one in.
        Ok(true)
    }

    fn begin(&mut self) -> Result<(), SqlError> {
        Ok(self.0.execute_batch("BEGIN IMMEDIATE")?)
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        Ok(self.0.execute_batch("COMMIT")?)
    }

    fn rollback(&mut self) -> Result<(), SqlError> {
        Ok(self.0.execute_batch("ROLLBACK")?)
    }

    fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, SqlError> {
        let mut statement = self.0.prepare_cached(sql)?;
        bind(&mut statement, values)?;
        let touched = statement.raw_execute()?;
        Ok(u64::try_from(touched).unwrap_or(u64::MAX))
    }

    fn rows(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Vec<Got>>, SqlError> {
        let mut statement = self.0.prepare_cached(sql)?;
        let columns = statement.column_count();
        bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..columns).map(|at| got(row.get_ref(at)?));
            found.push(cells.collect::<Result<_, SqlError>>()?);
        }
        Ok(found)
    }
}
