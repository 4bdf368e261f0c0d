//! What the desk keeps, on SQLite and on PostgreSQL: the same tests, the same results.
//!
//! PostgreSQL's are run where `SAKSI_POSTGRES` names a server (`postgres://...`) on which databases may be made.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};

use desk::anchor;
use desk::entry::{Entry, EntryError, Person, Resolution, Typed, Which};
use desk::people::{self, First, PersonError};
use desk::photos::{self, Named, Photo};
use desk::plenary::kept::{self, Columns};
use desk::plenary::{Difference, Whose};
use desk::progress::{self, Counts};
use desk::said::{self, Said};
use desk::second_factor::{self, Right};
use desk::sheets::{self, Names, Queue, Refused, SheetId};
use desk::store::{Got, Postgres, Sql, SqlError, Sqlite, Value};
use desk::trail::{self, Done};
use desk::writer::{WriteError, Writer};
use election::{Cell, Figure, Unread};

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

#[test]
fn a_text_waits_until_it_is_a_file_or_is_thrown_away_and_one_that_was_brought_never_does() {
    on_each(|engine| {
        let mut sql = engine.open();
        let [stated, given_up, brought] =
            ["satu", "dua", "tiga"].map(|text| Said::new([7; statement::SALT], text));
        for _ in 0..2 {
            said::wait(sql.as_mut(), &stated, 1).unwrap();
            said::wait(sql.as_mut(), &given_up, 2).unwrap();
            said::keep(sql.as_mut(), &brought).unwrap();
        }
        let mut all = said::all_waiting(sql.as_mut()).unwrap();
        all.sort_by_key(|(_, since)| *since);
        assert_eq!(all, [(stated.hash, 1), (given_up.hash, 2)]);
        let found = said::waiting(sql.as_mut(), &[stated.hash, brought.hash]).unwrap();
        assert_eq!(found.into_values().collect::<Vec<_>>(), std::slice::from_ref(&stated));
        said::filed(sql.as_mut(), &stated.hash).unwrap();
        said::forget(sql.as_mut(), &given_up.hash).unwrap();
        assert_eq!(said::all_waiting(sql.as_mut()).unwrap(), []);
        let kept = [&stated, &given_up, &brought].map(|said| said::find(sql.as_mut(), &said.hash).unwrap());
        assert_eq!(kept, [Some(stated.clone()), None, Some(brought.clone())]);
    });
}

fn typed(by: i64, values: &[u32]) -> Typed {
    Typed { by: Person(by), cells: values.iter().map(|value| Cell::Read(Figure(*value))).collect() }
}

fn add(sql: &mut dyn Sql, names: &Names, station: &str, urgency: i64) -> SheetId {
    sheets::add(sql, names, "ppwp", station, urgency).unwrap()
}

fn save(sql: &mut dyn Sql, names: &Names, sheet: SheetId, typed: &Typed) -> Result<(), Refused> {
    let draft: Vec<Option<Cell>> = typed.cells.iter().copied().map(Some).collect();
    sheets::save(sql, names, sheet, typed.by, &draft, 1).unwrap()
}

/// Saves and finalises.
fn complete(sql: &mut dyn Sql, names: &Names, sheet: SheetId, typed: &Typed) -> Result<Entry, Refused> {
    save(sql, names, sheet, typed)?;
    sheets::finalise(sql, sheet, typed.by, 2).unwrap().map(|(entry, _)| entry)
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
        save(sql, &names, sheet, &typed(1, &[9, 9, 9])).unwrap();
        complete(sql, &names, sheet, &typed(1, &[90, 110, 10])).unwrap();
        complete(sql, &names, sheet, &typed(2, &[90, 160, 60])).unwrap();
        assert_eq!(
            complete(sql, &names, sheet, &typed(3, &[1, 2, 3])),
            Err(EntryError::WaitsForDecision.into())
        );
        let kept = Resolution::Correct { keep: Which::First };
        assert_eq!(sheets::look(sql, sheet, Person(2)).unwrap(), Err(EntryError::OwnDifference.into()));
        assert_eq!(
            sheets::resolve(sql, sheet, Person(2), (2, 3), kept, 3).unwrap(),
            Err(EntryError::OwnDifference.into())
        );
        let (_, looked) = sheets::look(sql, sheet, Person(4)).unwrap().unwrap();
        sheets::resolve(sql, sheet, Person(4), looked, kept, 3).unwrap().unwrap();
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
        assert_eq!(sheets::resolve(sql, sheet, Person(3), (0, 0), both, 3).unwrap(), Err(Refused::Changed));
        let (_, open) = sheets::resolve(sql, sheet, Person(3), looked, both, 3).unwrap().unwrap();
        assert_eq!(open, Entry::Open);
        assert_eq!(sheets::entry(sql, sheet).unwrap(), Some(Entry::Open));
        let fates = sql.rows("SELECT fate FROM typed ORDER BY id", &[]).unwrap();
        assert_eq!(fates, [[Got::Int(2)], [Got::Int(2)]]);
    });
}

#[test]
fn either_of_two_entries_can_be_kept_and_the_other_is_discarded_on_record() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        for (station, which, kept, fates) in [
            ("8271021022001", Which::First, typed(1, &[1]), [1, 2]),
            ("8271021022002", Which::Second, typed(2, &[2]), [2, 1]),
        ] {
            let sheet = add(sql, &names, station, 0);
            complete(sql, &names, sheet, &typed(1, &[1])).unwrap();
            complete(sql, &names, sheet, &typed(2, &[2])).unwrap();
            let (_, looked) = sheets::look(sql, sheet, Person(3)).unwrap().unwrap();
            let keep = Resolution::Keep(which);
            let (before, after) = sheets::resolve(sql, sheet, Person(3), looked, keep, 3).unwrap().unwrap();
            assert_eq!(before, Entry::Different { first: typed(1, &[1]), second: typed(2, &[2]) });
            assert_eq!(after, Entry::Once { first: kept.clone() });
            // As it is read again: a decision moves the row of what it keeps to the first place.
            assert_eq!(sheets::entry(engine.open().as_mut(), sheet).unwrap(), Some(after));
            let rows = sql
                .rows("SELECT fate FROM typed WHERE sheet = $1 ORDER BY id", &[Value::Int(sheet.0)])
                .unwrap();
            assert_eq!(rows, fates.map(|fate| vec![Got::Int(fate)]));
            assert_eq!(
                complete(sql, &names, sheet, &typed(kept.by.0, &[9])),
                Err(EntryError::SamePerson.into())
            );
            let agreed = complete(sql, &names, sheet, &Typed { by: Person(4), cells: kept.cells.clone() });
            assert_eq!(agreed.unwrap().figures(), Some(&*kept.cells));
        }
    });
}

#[test]
fn nothing_is_finalised_that_was_not_saved() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let sheet = add(sql, &names, "8271021022008", 0);
        assert_eq!(sheets::finalise(sql, sheet, Person(1), 2).unwrap(), Err(Refused::NothingSaved));
        assert_eq!(sheets::finalise(sql, SheetId(99), Person(1), 2).unwrap(), Err(Refused::NoSheet));
        save(sql, &names, sheet, &typed(2, &[1])).unwrap();
        assert_eq!(sheets::finalise(sql, sheet, Person(1), 2).unwrap(), Err(Refused::NothingSaved));
    });
}

#[test]
fn what_is_typed_in_part_is_kept_and_not_finalised() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let sheet = add(sql, &names, "8271021022008", 0);
        let draft = [Some(Cell::Read(Figure(0))), None];
        sheets::save(sql, &names, sheet, Person(1), &draft, 1).unwrap().unwrap();
        assert_eq!(sheets::may_type(sql, sheet, Person(1)).unwrap().unwrap().as_deref(), Some(&draft[..]));
        assert_eq!(sheets::finalise(sql, sheet, Person(1), 2).unwrap(), Err(Refused::Unfinished));
        complete(sql, &names, sheet, &typed(1, &[0, 7])).unwrap();
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
        sheets::resolve(sql, one, Person(3), looked, correct, 3).unwrap().unwrap();
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
        // A server notices after a moment that a connection has ended.
        let free = (0..100).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            other.alone().unwrap()
        });
        assert!(free);
    });
}

#[test]
fn progress_counts_by_the_beginning_of_codes_and_knows_since_when_something_waits() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let [one, other, _] =
            ["8271021022001", "8271021022002", "8272010010001"].map(|station| add(sql, &names, station, 0));
        let finalised = |sql: &mut dyn Sql, sheet, typed: &Typed, at| {
            save(sql, &names, sheet, typed).unwrap();
            sheets::finalise(sql, sheet, typed.by, at).unwrap().unwrap();
        };
        finalised(sql, one, &typed(1, &[1]), 10);
        finalised(sql, other, &typed(1, &[1]), 20);
        finalised(sql, other, &typed(2, &[1]), 30);
        let parts = progress::by_part(sql, "82", 4).unwrap();
        let wanted = Counts { once: 1, agreed: 1, latest: Some(30), waiting: Some(10), ..Counts::default() };
        assert_eq!(parts.get("8271"), Some(&wanted));
        assert_eq!(parts.get("8272"), Some(&Counts { open: 1, ..Counts::default() }));
        assert_eq!(progress::by_part(sql, "8272", 13).unwrap().len(), 1);
        assert_eq!(progress::by_part(sql, "9", 4).unwrap().len(), 0);
    });
}

#[test]
fn accounts_are_listed_by_region_changed_and_ended_with_their_sessions() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let admin = people::add(sql, "pengurus", "administrator", "82", First::Chosen("-")).unwrap().unwrap();
        let siti = people::add(sql, "siti", "pps", "8271021022", First::Given("-")).unwrap().unwrap();
        let _ = people::add(sql, "orang", "pps", "9101010010", First::Given("-")).unwrap().unwrap();
        let names = |sql: &mut dyn Sql, region: &str, after| -> Vec<String> {
            let listed = people::list(sql, region, after, 9).unwrap();
            listed.into_iter().map(|one| one.account.name).collect()
        };
        assert_eq!(names(sql, "82", Person(0)), ["pengurus", "siti"]);
        assert_eq!(names(sql, "", admin), ["siti", "orang"]);
        let [here, there] = [[1; 32], [2; 32]];
        for token in [&here, &there] {
            people::begin(sql, siti, token, 0).unwrap();
        }
        assert!(people::session(sql, &here, 1).unwrap().unwrap().0.must_change);
        people::change(sql, siti, "new", &here).unwrap();
        assert!(!people::session(sql, &here, 1).unwrap().unwrap().0.must_change);
        assert_eq!(people::session(sql, &there, 1).unwrap(), None);
        let by = people::find(sql, "pengurus").unwrap().unwrap().0;
        assert_eq!(people::end_account(sql, siti, &by, 5).unwrap(), Ok("siti".to_owned()));
        assert_eq!(people::session(sql, &here, 1).unwrap(), None);
        // There is no password of hers any more, and nobody else takes her name.
        assert_eq!(people::find(sql, "siti").unwrap().unwrap().1, None);
        assert_eq!(people::end_account(sql, siti, &by, 6).unwrap(), Err(PersonError::NoAccount));
        assert_eq!(people::end_account(sql, admin, &by, 6).unwrap(), Err(PersonError::Own));
    });
}

#[test]
fn a_second_factor_s_codes_are_used_up_once_and_another_s_touch_nothing() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let admin = people::add(sql, "pengurus", "administrator", "82", First::Chosen("-")).unwrap().unwrap();
        let siti = people::add(sql, "siti", "pps", "8271021022", First::Chosen("-")).unwrap().unwrap();
        let [here, there] = [[1; 32], [2; 32]];
        for token in [&here, &there] {
            people::begin(sql, siti, token, 0).unwrap();
        }
        assert_eq!(second_factor::kept(sql, siti).unwrap(), None);
        second_factor::begin(sql, siti, b"old").unwrap();
        second_factor::begin(sql, siti, b"new").unwrap();
        let hashes = [[3; 32], [4; 32]];
        let confirm = |sql: &mut dyn Sql, pending: &[u8]| {
            second_factor::confirm(sql, siti, (pending, 10), &hashes, &here).unwrap()
        };
        assert!(!confirm(sql, b"old"));
        // What waits for its first code counts for nothing.
        assert!(!people::session(sql, &there, 1).unwrap().unwrap().0.second_factor);
        assert!(confirm(sql, b"new") && !confirm(sql, b"new"));
        assert!(people::session(sql, &here, 1).unwrap().unwrap().0.second_factor);
        assert_eq!(people::session(sql, &there, 1).unwrap(), None);
        assert!(people::find(sql, "siti").unwrap().unwrap().0.second_factor);
        let listed = people::list(sql, "82", Person(0), 9).unwrap();
        assert_eq!(listed.iter().map(|one| one.account.second_factor).collect::<Vec<_>>(), [false, true]);
        let used = |sql: &mut dyn Sql, person: Person, right: &Right| {
            second_factor::use_up(sql, person, right, 7).unwrap()
        };
        let step = |sealed: &[u8], step: i64| Right::Step(sealed.to_vec(), step);
        assert!(!used(sql, siti, &step(b"new", 10)) && !used(sql, siti, &step(b"old", 11)));
        assert!(!used(sql, admin, &step(b"new", 11)) && used(sql, siti, &step(b"new", 11)));
        assert!(!used(sql, siti, &step(b"new", 11)));
        let recovery = Right::Recovery([3; 32]);
        assert!(!used(sql, admin, &recovery) && used(sql, siti, &recovery) && !used(sql, siti, &recovery));
        assert_eq!(second_factor::left(sql, siti).unwrap(), 1);
        // Another that is begun leaves the one that counts.
        second_factor::begin(sql, siti, b"third").unwrap();
        assert!(used(sql, siti, &step(b"new", 12)));
        let by = people::find(sql, "pengurus").unwrap().unwrap().0;
        assert_eq!(second_factor::take_off(sql, admin, &by).unwrap(), Err(PersonError::OwnFactor));
        assert_eq!(second_factor::take_off(sql, Person(9), &by).unwrap(), Err(PersonError::NoAccount));
        assert_eq!(second_factor::take_off(sql, siti, &by).unwrap(), Ok("siti".to_owned()));
        assert_eq!(second_factor::take_off(sql, siti, &by).unwrap(), Err(PersonError::NoFactor));
        assert_eq!(second_factor::left(sql, siti).unwrap(), 0);
        assert_eq!(people::session(sql, &here, 1).unwrap(), None);
    });
}

#[test]
fn the_trail_is_listed_by_region_and_holds() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let sheet = add(sql, &names, "8271021022001", 0);
        let siti = people::add(sql, "siti", "pps", "9101010010", First::Chosen("-")).unwrap().unwrap();
        for (what, sheet) in [("log-in", None), ("finalise", Some(sheet)), ("log-out", None)] {
            trail::write(sql, &Done { at_ms: 7, by: Some(siti), what, sheet, values: "[1]" }).unwrap();
        }
        let listed = |sql: &mut dyn Sql, region: &str, after| -> Vec<String> {
            trail::list(sql, region, after, 9).unwrap().into_iter().map(|row| row.what).collect()
        };
        assert_eq!(listed(sql, "", 0), ["log-in", "finalise", "log-out"]);
        assert_eq!(listed(sql, "8271", 0), ["finalise"]);
        assert_eq!(listed(sql, "91", 1), ["log-out"]);
        assert_eq!(trail::broken(sql).unwrap(), None);
        // As the ledger has its end anchored, and what became of the table of anchors.
        let end = anchor::now(sql).unwrap().unwrap();
        let found = [anchor::Found { entry: 9, anchor: Some(end.clone()) }];
        assert_eq!(anchor::check(sql, &found, 10).unwrap().index, Some(9));
        anchor::write(sql, &end, 9, 7).unwrap();
        let checked = anchor::check(sql, &found, 10).unwrap();
        assert!(checked.holds() && checked.anchors == 1 && checked.rows == 3, "{checked:?}");
        sql.run("UPDATE act SET detail = '[2]' WHERE id = 3", &[]).unwrap();
        let checked = anchor::check(sql, &found, 10).unwrap();
        assert_eq!((checked.row, checked.broken, checked.index), (Some(3), Some(9), None));
    });
}

#[test]
fn every_sheet_that_names_a_photo_has_it_and_it_is_held_for_all() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let sha256 = ledger::sha256(b"photo");
        let name = |contest, station, bytes, page| Named {
            sha256,
            bytes,
            media: Some("image/jpeg"),
            contest,
            station,
            page,
        };
        let first = name("ppwp", "8271021022008", Some(300_000), Some(2));
        photos::named(sql, &first).unwrap();
        photos::named(sql, &first).unwrap();
        // Named again with another length, it stays as it was; another's sheet takes nothing from it.
        photos::named(sql, &name("ppwp", "8271021022008", Some(1), Some(3))).unwrap();
        photos::named(sql, &name("ppwp", "8271021022009", Some(1), None)).unwrap();
        let one = |sql: &mut dyn Sql| photos::of_sheet(sql, "ppwp", "8271021022008").unwrap();
        let wanted = Photo {
            sha256,
            bytes: Some(300_000),
            contest: "ppwp".to_owned(),
            station: "8271021022008".to_owned(),
            page: Some(2),
            held: None,
            redacted: None,
        };
        assert_eq!(one(sql), [wanted]);
        assert!(!photos::held(sql, &sha256).unwrap());
        photos::hold(sql, &sha256, 7).unwrap();
        photos::hold(sql, &sha256, 9).unwrap();
        let all = photos::of_hash(sql, &sha256).unwrap();
        assert_eq!(all.iter().map(|photo| photo.held).collect::<Vec<_>>(), [Some(7), Some(7)]);
        // Who names it later finds it held.
        photos::named(sql, &name("pdpr", "8271021022008", None, Some(1))).unwrap();
        assert_eq!(photos::of_sheet(sql, "pdpr", "8271021022008").unwrap()[0].held, Some(7));
    });
}

#[test]
fn what_was_brought_by_hand_is_held_when_a_statement_names_it() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let sha256 = ledger::sha256(b"scan");
        photos::brought(sql, &sha256, 12, "8271", 5).unwrap();
        assert!(photos::of_hash(sql, &sha256).unwrap().iter().all(|photo| !photo.is_named()));
        let named = Named {
            sha256,
            bytes: Some(12),
            media: None,
            contest: "ppwp",
            station: "8271021022008",
            page: Some(1),
        };
        photos::named(sql, &named).unwrap();
        assert_eq!(photos::of_sheet(sql, "ppwp", "8271021022008").unwrap()[0].held, Some(5));
    });
}

#[test]
fn a_sheet_s_photos_come_page_by_page() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        for (page, bytes) in [(Some(3), "c"), (None, "n"), (Some(1), "a"), (Some(2), "b")] {
            let named = Named {
                sha256: ledger::sha256(bytes.as_bytes()),
                bytes: None,
                media: None,
                contest: "ppwp",
                station: "8271021022008",
                page,
            };
            photos::named(sql, &named).unwrap();
        }
        let pages = photos::of_sheet(sql, "ppwp", "8271021022008").unwrap();
        let pages: Vec<_> = pages.iter().map(|photo| photo.page).collect();
        assert_eq!(pages, [None, Some(1), Some(2), Some(3)]);
    });
}

#[test]
fn a_photo_that_does_not_come_for_long_brings_its_sheet_to_people_until_it_does() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let (station, other) = ("8271021022008", "8271021022009");
        let photo = |text: &str| ledger::sha256(text.as_bytes());
        let waits = |sql: &mut dyn Sql, sha256, station: &str, since| {
            let photo = Named { sha256, bytes: None, media: None, contest: "ppwp", station, page: Some(1) };
            photos::named(sql, &photo).unwrap();
            photos::awaited(sql, &sha256, "ppwp", station, since).unwrap();
        };
        let queue = |sql: &mut dyn Sql| {
            let found = sheets::next(sql, Queue::Open(Person(1)), "", 9).unwrap();
            found.into_iter().map(|(_, whose)| whose.station).collect::<Vec<_>>()
        };
        waits(sql, photo("one"), station, 10);
        waits(sql, photo("two"), station, 20);
        waits(sql, photo("three"), other, 30);
        // A sheet that something else calls for is not touched.
        let urgent = add(sql, &names, "8271021022010", sheets::CONFLICT);
        waits(sql, photo("one"), "8271021022010", 10);
        assert!(!photos::late(sql, &names, 10).unwrap());
        assert_eq!(queue(sql), ["8271021022010"]);
        assert!(!photos::late(sql, &names, 30).unwrap());
        assert_eq!(queue(sql), ["8271021022010", station]);
        assert_eq!(sheets::waiting(sql, "82").unwrap(), [(sheets::CONFLICT, 1), (sheets::AWAITED, 1)]);
        // One of its two has come: the other is still waited for.
        photos::hold(sql, &photo("one"), 40).unwrap();
        assert_eq!(queue(sql), ["8271021022010", station]);
        photos::hold(sql, &photo("two"), 41).unwrap();
        assert_eq!(queue(sql), ["8271021022010"]);
        assert_eq!(sheets::whose(sql, urgent).unwrap().unwrap().station, "8271021022010");
        // What is held when a statement names it is not waited for, nor what somebody who decides has confirmed.
        waits(sql, photo("one"), other, 1);
        photos::not_awaited(sql, "ppwp", other).unwrap();
        assert!(!photos::late(sql, &names, 99).unwrap());
        waits(sql, photo("four"), other, 50);
        photos::not_awaited_in(sql, "ppwp", "8271").unwrap();
        assert!(!photos::late(sql, &names, 99).unwrap());
        assert_eq!(queue(sql), ["8271021022010"]);
    });
}

#[test]
fn what_a_statement_took_out_is_not_shown_and_not_waited_for() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let names = Names::after(sql).unwrap();
        let (sha256, station) = (ledger::sha256(b"photo"), "8271021022008");
        let photo = Named { sha256, bytes: None, media: None, contest: "ppwp", station, page: Some(1) };
        photos::named(sql, &photo).unwrap();
        photos::awaited(sql, &sha256, "ppwp", station, 1).unwrap();
        assert!(!photos::late(sql, &names, 9).unwrap());
        let [first, second] = [b"first", b"other"].map(|text| ledger::sha256(text));
        photos::redact(sql, &sha256, &first).unwrap();
        photos::redact(sql, &sha256, &second).unwrap();
        photos::hold(sql, &sha256, 7).unwrap();
        for photos in [photos::of_hash(sql, &sha256), photos::of_sheet(sql, "ppwp", station)] {
            let photo = photos.unwrap().remove(0);
            assert_eq!((photo.redacted, photo.held, photo.is_shown()), (Some(first), Some(7), false));
        }
        assert_eq!(sheets::next(sql, Queue::Open(Person(1)), "", 9).unwrap(), []);
    });
}

#[test]
fn pages_are_missing_where_some_were_photographed_and_not_all() {
    let photo = |page| Photo {
        sha256: ledger::sha256(b"photo"),
        bytes: None,
        contest: "ppwp".to_owned(),
        station: "8271021022008".to_owned(),
        page,
        held: None,
        redacted: None,
    };
    let lacking = |pages: &[Option<i64>], has_figures| {
        let photos: Vec<Photo> = pages.iter().copied().map(photo).collect();
        photos::lacking(&photos, 3, has_figures)
    };
    assert_eq!(lacking(&[], true), None);
    assert_eq!(lacking(&[], false), None);
    assert_eq!(lacking(&[Some(2)], false), Some(sheets::PICTURED));
    assert_eq!(lacking(&[Some(1), Some(1), Some(3)], true), Some(sheets::MISSING));
    assert_eq!(lacking(&[Some(1), Some(2), Some(3), Some(3)], true), None);
    // One of no page, or of one that the form doesn't have, may be any of them.
    assert_eq!(lacking(&[Some(1), None, Some(3)], true), None);
    assert_eq!(lacking(&[None, Some(3)], true), Some(sheets::MISSING));
    assert_eq!(lacking(&[Some(1), Some(9), Some(3)], true), None);
}

#[test]
fn a_plenary_s_columns_are_kept_with_each_version_and_the_last_is_what_was_typed() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let by = people::add(sql, "anggota", "ppk", "980101", First::Given("-")).unwrap().unwrap();
        let whose = Whose { contest: "ppwp".to_owned(), region: "980101".to_owned(), constituency: None };
        let cut = Whose { constituency: Some("9801".to_owned()), ..whose.clone() };
        let read = |figures: [u32; 2]| figures.map(|figure| Cell::Read(Figure(figure)));
        let empty = [Cell::Unread(Unread::Empty), Cell::Unread(Unread::Illegible)];
        let columns: Columns = [("9801012002", read([1, 2])), ("9801012001", empty)]
            .map(|(code, cells)| (code.to_owned(), cells.into()))
            .into();
        assert_eq!(kept::typed(sql, &whose).unwrap(), None);
        assert_eq!(kept::type_in(sql, &whose, by, 7, (&read([1, 2]), &columns)), Ok(1));
        let typed = kept::typed(sql, &whose).unwrap().unwrap();
        assert_eq!((typed.version, &*typed.cells, &typed.columns), (1, &read([1, 2])[..], &columns));
        assert_eq!(kept::typed(sql, &cut).unwrap(), None, "another constituency's is another form");
        // By its sums alone, as before there were columns: it has none, whatever the version before it had.
        assert_eq!(kept::type_in(sql, &whose, by, 8, (&read([3, 4]), &Columns::new())), Ok(2));
        let typed = kept::typed(sql, &whose).unwrap().unwrap();
        assert_eq!((typed.version, typed.columns), (2, Columns::new()));
    });
}

#[test]
fn an_explanation_is_of_one_column_and_its_very_figures() {
    on_each(|engine| {
        let mut sql = engine.open();
        let sql = sql.as_mut();
        let by = people::add(sql, "ketua", "ppk", "980101", First::Given("-")).unwrap().unwrap();
        let whose = Whose { contest: "ppwp".to_owned(), region: "980101".to_owned(), constituency: None };
        let of_village = Difference {
            field: "votes.1".to_owned(),
            column: Some("9801012001".to_owned()),
            summed: Some(10),
            typed: Some(11),
            below: None,
            added: None,
        };
        kept::explain(sql, &whose, by, 7, &of_village, "salah ketik").unwrap();
        let all = kept::explanations(sql, &whose).unwrap();
        let told = |difference: &Difference| kept::explanation(&all, difference).map(|one| one.text.as_str());
        assert_eq!(told(&of_village), Some("salah ketik"));
        let of_sums = Difference { column: None, ..of_village.clone() };
        let of_another = Difference { column: Some("9801012002".to_owned()), ..of_village.clone() };
        let otherwise = Difference { typed: Some(12), ..of_village.clone() };
        let in_a_row = Difference { added: Some(11), ..of_sums.clone() };
        assert_eq!([&of_sums, &of_another, &otherwise, &in_a_row].map(told), [None; 4]);
    });
}
