//! PostgreSQL: a server.

use std::collections::HashMap;

use postgres::types::{ToSql, Type};
use postgres::{Client, NoTls, Row, Statement};

use super::schema::TABLES;
use super::{Got, Sql, SqlError, Value};

/// A connection to a server.
pub struct Postgres {
    client: Client,
    prepared: HashMap<&'static str, Statement>,
}

impl From<postgres::Error> for SqlError {
    fn from(error: postgres::Error) -> SqlError {
        // The server's own words say what and where; the client's only that there was an error.
        let told = error.as_db_error().map(ToString::to_string);
        SqlError(told.unwrap_or_else(|| error.to_string()))
    }
}

impl Postgres {
    /// Connects: `postgres://user:password@host/database`.
    pub fn connect(url: &str) -> Result<Postgres, SqlError> {
        let mut client = Client::connect(url, NoTls)?;
        // Whatever the server or the role says: an answer means that it is on disk.
        client.batch_execute("SET synchronous_commit = on")?;
        Ok(Postgres { client, prepared: HashMap::new() })
    }

    fn statement(&mut self, sql: &'static str) -> Result<Statement, SqlError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }
}

/// The lock that a desk holds on its database: a number that nobody else will take.
const LOCK: i64 = i64::from_be_bytes(*b"saksides");

const NULL: Option<i64> = None;
const NULL_TEXT: Option<&str> = None;
const NULL_BYTES: Option<&[u8]> = None;

/// The values as the client wants them; a nothing has the type of its place.
fn bound<'a>(values: &'a [Value<'a>], types: &[Type]) -> Vec<&'a (dyn ToSql + Sync)> {
    let each = values.iter().zip(types).map(|(value, asked)| -> &'a (dyn ToSql + Sync) {
        match value {
            Value::Int(value) => value,
            Value::Text(value) => value,
            Value::Bytes(value) => value,
            Value::Null if *asked == Type::TEXT => &NULL_TEXT,
            Value::Null if *asked == Type::BYTEA => &NULL_BYTES,
            Value::Null => &NULL,
        }
    });
    each.collect()
}

fn got(row: &Row) -> Result<Vec<Got>, SqlError> {
    let each = row.columns().iter().enumerate().map(|(at, column)| match *column.type_() {
        Type::INT8 => Ok(row.try_get::<_, Option<i64>>(at)?.map_or(Got::Null, Got::Int)),
        Type::TEXT => Ok(row.try_get::<_, Option<String>>(at)?.map_or(Got::Null, Got::Text)),
        Type::BYTEA => Ok(row.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Got::Null, Got::Bytes)),
        ref other => Err(SqlError(format!("column {} is a {other}, which nothing here is", column.name()))),
    });
    each.collect()
}

impl Sql for Postgres {
    fn schema(&mut self) -> Result<(), SqlError> {
        for table in TABLES {
            self.client.batch_execute(
                &table
                    .replace("{id}", "BIGINT")
                    .replace("{bytes}", "BYTEA")
                    .replace("{code}", "TEXT COLLATE \"C\""),
            )?;
        }
        Ok(())
    }

    fn alone(&mut self) -> Result<bool, SqlError> {
        let row = self.client.query_one("SELECT pg_try_advisory_lock($1)", &[&LOCK])?;
        Ok(row.try_get(0)?)
    }

    fn begin(&mut self) -> Result<(), SqlError> {
        Ok(self.client.batch_execute("BEGIN")?)
    }

    fn commit(&mut self) -> Result<(), SqlError> {
        Ok(self.client.batch_execute("COMMIT")?)
    }

    fn rollback(&mut self) -> Result<(), SqlError> {
        Ok(self.client.batch_execute("ROLLBACK")?)
    }

    fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, SqlError> {
        let statement = self.statement(sql)?;
        Ok(self.client.execute(&statement, &bound(values, statement.params()))?)
    }

    fn rows(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Vec<Got>>, SqlError> {
        let statement = self.statement(sql)?;
        let rows = self.client.query(&statement, &bound(values, statement.params()))?;
        rows.iter().map(got).collect()
    }
}
