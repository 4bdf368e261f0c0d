//! What the desk keeps, on SQLite and on PostgreSQL: the same tests, the same results.
//!
//! PostgreSQL's are run where `SAKSI_POSTGRES` names a server (`postgres://...`) on which databases may be made.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};

use desk::entry::{Entry, EntryError, Person, Resolution, Typed, Which};
use desk::sheets::{self, Names, Queue, Refused, SheetId};
use desk::store::{Got, Postgres, Sql, SqlError, Sqlite, Value};
use desk::writer::{WriteError, Writer};
use election::{Cell, Figure};

static DATABASES: AtomicU32 = AtomicU32::new(0);

/// A store of its own, and further connections to it.
enum Engine {
    Sqlite(tempfile::TempDir),
    Postgres(String),
}

impl Engine {
    fn open(&self) -> Box<dyn Sql> {
        match self {
            Engine::Sqlite(folder) => Box::new(Sqlite::open(&folder.path().join("desk.sqlite")).unwrap()),
            Engine::Postgres(url) => Box::new(Postgres::connect(url).unwrap()),
        }
    }
}

/// For a writer whose connection lasts.
fn never() -> Result<Box<dyn Sql>, SqlError> {
    Err(SqlError("opened again".to_owned()))
}

/// Runs a test on every engine there is.
fn on_each(test: impl Fn(&Engine)) {
    let mut engines = vec![Engine::Sqlite(tempfile::tempdir().unwrap())];
    match std::env::var("SAKSI_POSTGRES") {
        Ok(server) => {
            let name =
                format!("saksi_test_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
            let mut client =
                postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls).unwrap();
            // In a language whose order is not that of bytes: what hangs on that must say so itself.
            let create = "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' TEMPLATE template0";
            client.batch_execute(&format!("CREATE DATABASE {name} {create}")).unwrap();
            engines.push(Engine::Postgres(format!("{server}/{name}")));
        }
        Err(_) => println!("skipped on PostgreSQL: no SAKSI_POSTGRES"),
    }
    for engine in &engines {
        engine.open().schema().unwrap();
        test(engine);
    }
}

fn typed(by: i64, values: &[u32]) -> Typed {
    Typed { by: Person(by), cells: values.iter().map(|value| Cell::Read(Figure(*value))).collect() }
}

fn add(sql: &mut dyn Sql, names: &Names, station: &str, urgency: i64) -> SheetId {
    sheets::add(sql, names, "ppwp", station, urgency).unwrap()
}

/// Saves and finalises.
fn complete(sql: &mut dyn Sql, names: &Names, sheet: SheetId, typed: &Typed) -> Result<Entry, Refused> {
    sheets::save(sql, names, sheet, typed, 1).unwrap()?;
    sheets::finalise(sql, sheet, typed.by).unwrap().map(|(entry, _)| entry)
}

#[test]
fn two_people_s_equal_figures_are_the_sheet_s_after_a_restart_too() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let sheet = add(sql, &names, "8271021022008", 0);
        complete(sql, &names, sheet, &typed(1, &[90, 110, 10])).unwrap();
        assert_eq!(
            complete(sql, &names, sheet, &typed(1, &[90, 110, 10])),
            Err(EntryError::SamePerson.into())
        );
        complete(sql, &names, sheet, &typed(2, &[90, 110, 10])).unwrap();
        let again = sheets::entry(engine.open().as_mut(), sheet).unwrap().unwrap();
        assert_eq!(again.figures(), Some(&*typed(1, &[90, 110, 10]).cells));
        assert_eq!(sheets::entry(sql, SheetId(99)).unwrap(), None);
    });
}

#[test]
fn everything_typed_stays_on_record_whatever_becomes_of_it() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let sheet = add(sql, &names, "8271021022008", 0);
        sheets::save(sql, &names, sheet, &typed(1, &[9, 9, 9]), 1).unwrap().unwrap();
        complete(sql, &names, sheet, &typed(1, &[90, 110, 10])).unwrap();
        complete(sql, &names, sheet, &typed(2, &[90, 160, 60])).unwrap();
        assert_eq!(
            complete(sql, &names, sheet, &typed(3, &[1, 2, 3])),
            Err(EntryError::WaitsForDecision.into())
        );
        let kept = Resolution::Correct { keep: Which::First };
        assert_eq!(sheets::look(sql, sheet, Person(2)).unwrap(), Err(EntryError::OwnDifference.into()));
        assert_eq!(
            sheets::resolve(sql, sheet, Person(2), (2, 3), kept).unwrap(),
            Err(EntryError::OwnDifference.into())
        );
        let (_, looked) = sheets::look(sql, sheet, Person(4)).unwrap().unwrap();
        sheets::resolve(sql, sheet, Person(4), looked, kept).unwrap().unwrap();
        let done = complete(sql, &names, sheet, &typed(2, &[90, 110, 10])).unwrap();
        assert!(done.figures().is_some());
        let rows = sql.rows("SELECT person, fate, cells FROM typed ORDER BY id", &[]).unwrap();
        let row =
            |person, fate, cells: &str| vec![Got::Int(person), Got::Int(fate), Got::Text(cells.to_owned())];
        assert_eq!(
            rows,
            [
                row(1, 4, "[9,9,9]"),
                row(1, 1, "[90,110,10]"),
                row(2, 3, "[90,160,60]"),
                row(2, 1, "[90,110,10]"),
            ]
        );
    });
}

#[test]
fn what_is_discarded_leaves_the_sheet_open_and_the_figures_on_record() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let sheet = add(sql, &names, "8271021022008", 0);
        complete(sql, &names, sheet, &typed(1, &[1])).unwrap();
        complete(sql, &names, sheet, &typed(2, &[2])).unwrap();
        let (_, looked) = sheets::look(sql, sheet, Person(3)).unwrap().unwrap();
        let both = Resolution::DiscardBoth;
        assert_eq!(sheets::resolve(sql, sheet, Person(3), (0, 0), both).unwrap(), Err(Refused::Changed));
        let (_, open) = sheets::resolve(sql, sheet, Person(3), looked, both).unwrap().unwrap();
        assert_eq!(open, Entry::Open);
        assert_eq!(sheets::entry(sql, sheet).unwrap(), Some(Entry::Open));
        let fates = sql.rows("SELECT fate FROM typed ORDER BY id", &[]).unwrap();
        assert_eq!(fates, [[Got::Int(2)], [Got::Int(2)]]);
    });
}

#[test]
fn nothing_is_finalised_that_was_not_saved() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let sheet = add(sql, &names, "8271021022008", 0);
        assert_eq!(sheets::finalise(sql, sheet, Person(1)).unwrap(), Err(Refused::NothingSaved));
        assert_eq!(sheets::finalise(sql, SheetId(99), Person(1)).unwrap(), Err(Refused::NoSheet));
        sheets::save(sql, &names, sheet, &typed(2, &[1]), 1).unwrap().unwrap();
        assert_eq!(sheets::finalise(sql, sheet, Person(1)).unwrap(), Err(Refused::NothingSaved));
    });
}

#[test]
fn the_queue_gives_the_most_urgent_of_a_region_first() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        for (station, urgency) in [
            ("8271021022008", 1),
            ("8271021022001", 1),
            ("8271021022009", 7),
            ("9101010010001", 7),
            ("8272010010001", 2),
        ] {
            add(sql, &names, station, urgency);
        }
        let mut stations = |region: &str, most| -> Vec<String> {
            let found = sheets::next(sql, Queue::Open(Person(1)), region, most).unwrap();
            found.into_iter().map(|(_, whose)| whose.station).collect()
        };
        assert_eq!(stations("8271", 9), ["8271021022009", "8271021022001", "8271021022008"]);
        assert_eq!(stations("82", 2), ["8271021022009", "8272010010001"]);
        assert_eq!(stations("", 1), ["8271021022009"]);
        assert_eq!(stations("11", 9), [""; 0]);
    });
}

#[test]
fn the_queue_gives_nobody_what_is_not_theirs_to_type() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let [one, other] = ["8271021022001", "8271021022002"].map(|station| add(sql, &names, station, 0));
        complete(sql, &names, one, &typed(1, &[1])).unwrap();
        complete(sql, &names, other, &typed(2, &[1])).unwrap();
        let mut queue = |queue| -> Vec<SheetId> {
            let found = sheets::next(sql, queue, "", 9).unwrap();
            found.into_iter().map(|(sheet, _)| sheet).collect()
        };
        assert_eq!(queue(Queue::Once(Person(1))), [other]);
        assert_eq!(queue(Queue::Once(Person(2))), [one]);
        assert_eq!(queue(Queue::Once(Person(3))), [one, other]);
        assert_eq!(queue(Queue::Different), []);
        complete(sql, &names, one, &typed(2, &[2])).unwrap();
        let (_, looked) = sheets::look(sql, one, Person(3)).unwrap().unwrap();
        let correct = Resolution::Correct { keep: Which::First };
        sheets::resolve(sql, one, Person(3), looked, correct).unwrap().unwrap();
        let mut queue = |queue| sheets::next(sql, queue, "", 9).unwrap().len();
        assert_eq!(queue(Queue::Returned(Person(2))), 1);
        assert_eq!(queue(Queue::Returned(Person(1))), 0);
    });
}

#[test]
fn values_come_back_as_they_were_kept() {
    on_each(|engine| {
        let mut sql = engine.open();
        let odd = "O'Brien \"; DROP TABLE sheet; -- \u{1F5F3}";
        let names = Names::after(sql.as_mut()).unwrap();
        let sheet = sheets::add(sql.as_mut(), &names, odd, "1", i64::from(u32::MAX)).unwrap();
        let asked =
            sql.first("SELECT contest, urgency, first FROM sheet WHERE id = $1", &[Value::Int(sheet.0)]);
        let row = asked.unwrap().unwrap();
        assert_eq!(row, [Got::Text(odd.to_owned()), Got::Int(i64::from(u32::MAX)), Got::Null]);
    });
}

#[test]
fn of_two_who_finalise_at_once_one_is_first_and_the_other_is_compared() {
    on_each(|engine| {
        let mut sql = engine.open();
        let names = Arc::new(Names::after(sql.as_mut()).unwrap());
        let sheet = add(sql.as_mut(), &names, "8271021022008", 0);
        let (writer, writing) = Writer::start(sql, never);
        let start = Arc::new(Barrier::new(2));
        let people = [1, 2].map(|by| {
            let (writer, names, start) = (writer.clone(), Arc::clone(&names), Arc::clone(&start));
            std::thread::spawn(move || {
                let mine = typed(by, &[90, 110]);
                start.wait();
                writer.write(move |sql| Ok(complete(sql, &names, sheet, &mine))).unwrap().unwrap()
            })
        });
        let ends = people.map(|person| person.join().unwrap());
        assert_eq!(ends.iter().filter(|end| matches!(end, Entry::Once { .. })).count(), 1);
        assert_eq!(ends.iter().filter(|end| matches!(end, Entry::Agreed { .. })).count(), 1);
        drop(writer);
        writing.ended();
    });
}

#[test]
fn an_act_that_fails_takes_nothing_of_its_batch_with_it() {
    on_each(|engine| {
        let mut sql = engine.open();
        let names = Arc::new(Names::after(sql.as_mut()).unwrap());
        let (writer, writing) = Writer::start(sql, never);
        // The first act holds the writer until all others wait, so that they make one batch.
        let (go, gate) = channel::<()>();
        writer.submit(
            move |_| {
                let _ = gate.recv();
                Ok(())
            },
            |_| {},
        );
        let (told, answers) = channel();
        for at in 0..40 {
            let (names, told) = (Arc::clone(&names), told.clone());
            let act = move |sql: &mut dyn Sql| {
                let sheet = sheets::add(sql, &names, "ppwp", &format!("82710210220{at:02}"), 0)?;
                // Written and then failed: it must be gone.
                if at == 20 { Err(SqlError("as a full disk would".to_owned())) } else { Ok(sheet) }
            };
            writer.submit(act, move |result| told.send((at, result)).unwrap());
        }
        drop(told);
        // Held again when its batch is run again, it does not wait: nobody is at the other end.
        drop(go);
        let results: Vec<(i32, Result<SheetId, WriteError>)> = answers.iter().collect();
        assert_eq!(results.len(), 40);
        for (at, result) in &results {
            assert_eq!(result.is_ok(), *at != 20, "{at}: {result:?}");
        }
        drop(writer);
        writing.ended();
        let found = sheets::next(engine.open().as_mut(), Queue::Open(Person(1)), "", 100).unwrap();
        assert_eq!(found.len(), 39);
        assert!(!found.iter().any(|(_, whose)| whose.station == "8271021022020"));
    });
}

/// Loses its connection at a commit, or at the beginning of a transaction.
struct Losing {
    sql: Box<dyn Sql>,
    at_commit: bool,
}

fn lost() -> Result<(), SqlError> {
    Err(SqlError("lost".to_owned()))
}

impl Sql for Losing {
    fn schema(&mut self) -> Result<(), SqlError> {
        self.sql.schema()
    }
    fn alone(&mut self) -> Result<bool, SqlError> {
        self.sql.alone()
    }
    fn begin(&mut self) -> Result<(), SqlError> {
        if self.at_commit { self.sql.begin() } else { lost() }
    }
    fn commit(&mut self) -> Result<(), SqlError> {
        self.sql.commit()?;
        lost()
    }
    fn rollback(&mut self) -> Result<(), SqlError> {
        lost()
    }
    fn run(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, SqlError> {
        self.sql.run(sql, values)
    }
    fn rows(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Vec<Got>>, SqlError> {
        self.sql.rows(sql, values)
    }
}

#[test]
fn a_lost_connection_is_opened_again_and_what_was_committed_just_then_is_answered_as_unknown() {
    on_each(|engine| {
        let names = Arc::new(Names::after(engine.open().as_mut()).unwrap());
        for (at_commit, stations) in
            [(true, ["8271021022001", "8271021022002"]), (false, ["8271021022003", "8271021022004"])]
        {
            let mut fresh = Some(engine.open());
            let again = move || fresh.take().ok_or_else(|| SqlError("opened twice".to_owned()));
            let losing = Losing { sql: engine.open(), at_commit };
            let (writer, writing) = Writer::start(Box::new(losing), again);
            let [one, other] = stations.map(|station| {
                let names = Arc::clone(&names);
                writer.write(move |sql| sheets::add(sql, &names, "ppwp", station, 0))
            });
            // Where nothing had been written it is done on the new connection.
            assert_eq!(matches!(one, Err(WriteError::Unknown(_))), at_commit, "{one:?}");
            assert!(one.is_ok() != at_commit && other.is_ok(), "{other:?}");
            drop(writer);
            writing.ended();
        }
        let found = sheets::next(engine.open().as_mut(), Queue::Open(Person(1)), "", 100).unwrap();
        assert_eq!(found.len(), 4, "each once, the unknown one too");
    });
}

#[test]
fn a_database_has_one_desk() {
    on_each(|engine| {
        let (mut one, mut other) = (engine.open(), engine.open());
        assert!(one.alone().unwrap());
        // Of SQLite's file the ledger beside it lets only one in.
        assert_eq!(other.alone().unwrap(), matches!(engine, Engine::Sqlite(_)));
        drop(one);
        assert!(other.alone().unwrap());
    });
}
