//! The tables. `{id}` is the engine's own word for a number that is a row's name.

/// Statements that make what is not there yet.
///
/// - `sheet`: a sheet that is expected or came; `state` as in [`crate::sheets`], `urgency` the higher the sooner; `first` and
///   `second` name rows of `typed`.
/// - `typed`: every sheet that a person ever typed, drafts too; `fate` says what became of it. Nothing is deleted here.
pub const TABLES: [&str; 5] = [
    "CREATE TABLE IF NOT EXISTS sheet (id {id} PRIMARY KEY, contest TEXT NOT NULL, station TEXT NOT NULL, state BIGINT NOT NULL, \
     urgency BIGINT NOT NULL, first BIGINT, second BIGINT)",
    "CREATE UNIQUE INDEX IF NOT EXISTS sheet_of_station ON sheet (station, contest)",
    "CREATE INDEX IF NOT EXISTS sheet_queue ON sheet (state, urgency, station, id)",
    "CREATE TABLE IF NOT EXISTS typed (id {id} PRIMARY KEY, sheet BIGINT NOT NULL, person BIGINT NOT NULL, fate BIGINT NOT NULL, \
     cells TEXT NOT NULL, at BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS typed_of_sheet ON typed (sheet, person)",
];
