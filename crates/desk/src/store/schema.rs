//! The tables. `{id}` is the engine's own word for a number that is a row's name, `{bytes}` that for bytes, `{code}`
//! that for text whose order is that of its bytes, in whatever language the server is.

/// Statements that make what is not there yet.
///
/// - `sheet`: a sheet that is expected or came; `state` as in [`crate::sheets`], `urgency` the higher the sooner; `first` and
///   `second` name rows of `typed`; `since`: when it came into its state, nothing where nobody has typed it; `stated` is 1 once
///   what two people agreed on is in the ledger.
/// - `seen`: who has seen what others typed of a sheet, and so can't type it.
/// - `photo`: [`crate::photos`]; `photo_by`: whose word a photo is ([`crate::photos::naming`]).
/// - `awaited`: photos of sheets that statements named, since when they have not come; those of sheets that need nobody are not here.
/// - `redacted`: photos whose bytes a statement took out.
/// - `act`: what everybody did, chained by hashes ([`crate::trail`]).
/// - `person`, `session`: [`crate::people`]; `must_change` is 1 while the password is the one it was made with, `ended` says when an
///   account was ended. Nobody is deleted: what they did names them.
/// - `second_factor`, `recovery_code`: [`crate::second_factor`]; `sealed` counts, `pending` waits for its first code, `step` is the
///   last whose code was taken.
/// - `entered`, `reached`: where statements are in the ledger, and how far these tables follow it ([`crate::follow`]).
/// - `code`: one-time codes by which keys come in, as hashes ([`crate::enrol`]); `person` made it, `vkey` came in with it.
/// - `anchored`: rows of the trail that the ledger holds fast ([`crate::anchor`]).
/// - `ready`: what each phone said last of itself ([`crate::ready`]).
/// - `late_key`: keys that wait for a second signature.
/// - `plenary_typed`, `plenary_typed_column`, `plenary_explained`, `plenary_print`, `plenary_page`, `plenary_grid`: [`crate::plenary::kept`]. A form that
///   was typed by its sums alone has no column there.
/// - `said`: [`crate::said`]; `said_waiting`: those that no statement names yet, or that are no file yet, since when.
/// - `typed`: every sheet that a person ever typed, drafts too; `fate` says what became of it. Nothing is deleted here.
pub const TABLES: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS sheet (id {id} PRIMARY KEY, contest TEXT NOT NULL, station {code} NOT NULL, state BIGINT NOT NULL, \
     urgency BIGINT NOT NULL, first BIGINT, second BIGINT, since BIGINT, stated BIGINT NOT NULL DEFAULT 0)",
    "CREATE UNIQUE INDEX IF NOT EXISTS sheet_of_station ON sheet (station, contest)",
    "CREATE INDEX IF NOT EXISTS sheet_queue ON sheet (state, urgency, station, id)",
    "CREATE TABLE IF NOT EXISTS typed (id {id} PRIMARY KEY, sheet BIGINT NOT NULL, person BIGINT NOT NULL, fate BIGINT NOT NULL, \
     cells TEXT NOT NULL, at BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS typed_of_sheet ON typed (sheet, person)",
    "CREATE TABLE IF NOT EXISTS seen (sheet BIGINT NOT NULL, person BIGINT NOT NULL, PRIMARY KEY (sheet, person))",
    "CREATE TABLE IF NOT EXISTS act (id {id} PRIMARY KEY, at BIGINT NOT NULL, person BIGINT, what TEXT NOT NULL, sheet BIGINT, \
     detail TEXT NOT NULL, hash {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS person (id {id} PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, region {code} NOT NULL, \
     password TEXT NOT NULL, must_change BIGINT NOT NULL, ended BIGINT)",
    "CREATE TABLE IF NOT EXISTS session (token {bytes} PRIMARY KEY, person BIGINT NOT NULL, until BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS second_factor (person {id} PRIMARY KEY, sealed {bytes}, pending {bytes}, step BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS recovery_code (hash {bytes} PRIMARY KEY, person BIGINT NOT NULL, used BIGINT)",
    "CREATE INDEX IF NOT EXISTS recovery_code_of_person ON recovery_code (person)",
    "CREATE INDEX IF NOT EXISTS act_of_sheet ON act (sheet)",
    "CREATE TABLE IF NOT EXISTS ready (scope {code} PRIMARY KEY, at BIGINT NOT NULL, answers TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS anchored (act BIGINT NOT NULL, entry BIGINT NOT NULL, at BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS entered (id {bytes} PRIMARY KEY, entry BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS reached (entry BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS code (hash {bytes} PRIMARY KEY, role TEXT NOT NULL, scope {code} NOT NULL, until BIGINT NOT NULL, \
     used BIGINT, person BIGINT NOT NULL, vkey TEXT)",
    "CREATE INDEX IF NOT EXISTS code_of_person ON code (person)",
    "CREATE TABLE IF NOT EXISTS late_key (id {bytes} PRIMARY KEY, scope {code} NOT NULL, note TEXT NOT NULL, at BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS photo (sha256 {bytes} NOT NULL, bytes BIGINT, media TEXT NOT NULL, contest TEXT NOT NULL, \
     station {code} NOT NULL, page BIGINT, held BIGINT, PRIMARY KEY (sha256, station, contest))",
    "CREATE TABLE IF NOT EXISTS photo_by (sha256 {bytes} NOT NULL, contest TEXT NOT NULL, station {code} NOT NULL, \
     signer TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (station, contest, signer, sha256))",
    "CREATE INDEX IF NOT EXISTS photo_of_sheet ON photo (station, contest)",
    "CREATE TABLE IF NOT EXISTS redacted (sha256 {bytes} PRIMARY KEY, statement {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS awaited (sha256 {bytes} NOT NULL, contest TEXT NOT NULL, station {code} NOT NULL, \
     since BIGINT NOT NULL, PRIMARY KEY (sha256, station, contest))",
    "CREATE INDEX IF NOT EXISTS awaited_of_sheet ON awaited (station, contest)",
    "CREATE TABLE IF NOT EXISTS plenary_typed (contest TEXT NOT NULL, region {code} NOT NULL, constituency TEXT NOT NULL, \
     version BIGINT NOT NULL, person BIGINT NOT NULL, at BIGINT NOT NULL, cells TEXT NOT NULL, \
     PRIMARY KEY (contest, region, constituency, version))",
    "CREATE TABLE IF NOT EXISTS plenary_typed_column (contest TEXT NOT NULL, region {code} NOT NULL, constituency TEXT NOT NULL, \
     version BIGINT NOT NULL, below {code} NOT NULL, cells TEXT NOT NULL, \
     PRIMARY KEY (contest, region, constituency, version, below))",
    "CREATE TABLE IF NOT EXISTS plenary_explained (id {id} PRIMARY KEY, contest TEXT NOT NULL, region {code} NOT NULL, \
     constituency TEXT NOT NULL, field TEXT NOT NULL, figures TEXT NOT NULL, person BIGINT NOT NULL, at BIGINT NOT NULL, \
     told TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS explained_of_plenary ON plenary_explained (contest, region, constituency)",
    "CREATE TABLE IF NOT EXISTS plenary_print (sha256 {bytes} PRIMARY KEY, contest TEXT NOT NULL, region {code} NOT NULL, \
     constituency TEXT NOT NULL, statement {bytes} NOT NULL, person BIGINT NOT NULL, at BIGINT NOT NULL, bytes BIGINT NOT NULL, \
     content {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS plenary_page (print {bytes} NOT NULL, page BIGINT NOT NULL, says {bytes} NOT NULL, \
     PRIMARY KEY (print, page))",
    "CREATE TABLE IF NOT EXISTS plenary_grid (print {bytes} NOT NULL, page BIGINT NOT NULL, grid TEXT NOT NULL, \
     PRIMARY KEY (print, page))",
    "CREATE INDEX IF NOT EXISTS print_of_plenary ON plenary_print (contest, region, constituency)",
    "CREATE TABLE IF NOT EXISTS said (hash {bytes} PRIMARY KEY, file {bytes} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS said_waiting (hash {bytes} PRIMARY KEY, since BIGINT NOT NULL)",
];
