//! Versions of a sheet: what vanished is withdrawn, what changed supersedes, what is held is not stated twice.

use std::sync::Arc;

use election::{Cell, Election, Unread};
use exchange::Report;
use proptest::prelude::*;
use tally::{Quality, Standing};

use crate::support::{Ledger, import, small};

const FIGURES: &str = "p1,p2,p3,dpt_j,dpt_l,dpt_p,pdpt_j,pdpt_l,pdpt_p,pdptb_j,pdptb_l,pdptb_p,pdpk_j,pdpk_l,pdpk_p,\
                       ptot_j,ptot_l,ptot_p,sah,tidak_sah,total";

/// `day` of the source, three votes, valid votes, photos.
type Short = (u8, [Option<u32>; 3], Option<u32>, u8);

fn line(short: &Short, version: bool) -> String {
    let text = |number: Option<u32>| number.map_or(String::new(), |n| n.to_string());
    let (day, votes, valid, photos) = short;
    let votes = votes.map(text).join(",");
    let seen = if version { format!("2024-03-{day:02}T23:00:00+07:00,abc,0,") } else { String::new() };
    let ts = format!("2024-03-{day:02} 10:00:00");
    format!("1101012001001,{seen}{votes}{}{},,,{ts},{photos}\n", ",".repeat(16), text(*valid))
}

fn rows(election: &Election, held: &Ledger, short: &Short) -> (Vec<String>, Report) {
    let file = format!("kode_tps,{FIGURES},ts,n_foto\n{}", line(short, false));
    import(election, Some(&held.tally), |importer, report, emit| {
        importer.station_rows("rows.csv", &mut file.as_bytes(), report, emit).unwrap();
    })
}

fn versions(election: &Election, held: &Ledger, list: &[Short]) -> (Vec<String>, Report) {
    let lines: String = list.iter().map(|short| line(short, true)).collect();
    let file = format!("kode_tps,commit_time,commit,is_final,{FIGURES},ts,n_foto\n{lines}");
    import(election, Some(&held.tally), |importer, report, emit| {
        importer.versions("versions.csv", &mut file.as_bytes(), report, emit).unwrap();
    })
}

fn begin() -> (Arc<Election>, Ledger) {
    let election = small();
    let ledger = Ledger::new(&election, &["ppwp"]);
    (election, ledger)
}

const READ: Short = (1, [Some(10), Some(20), Some(3)], Some(33), 3);

#[test]
fn figures_that_vanish_are_withdrawn_by_name_and_the_photos_stay() {
    let (election, mut ledger) = begin();
    let (texts, report) = versions(&election, &ledger, &[READ, (5, [None; 3], Some(33), 3)]);
    assert_eq!((report.counted("sheets"), report.counted("withdrawals")), (1, 1));
    assert!(texts[1].starts_with("id-2024/v1 withdrawal\n"));
    assert!(texts[1].contains("\"fields\":[\"votes.1\",\"votes.2\",\"votes.3\"]"), "{}", texts[1]);
    assert!(
        texts[1].contains("\"reason\":\"source-withdrew\",\"at\":\"2024-03-05T10:00:00+07:00\""),
        "{}",
        texts[1]
    );
    ledger.take(&texts);
    let state = &ledger.sheet("ppwp", "1101012001001").unwrap().state;
    assert_eq!((state.standing, state.quality), (Standing::Withdrawn, Quality::Incomplete));
    let cells = state.cells.as_deref().unwrap();
    assert_eq!(cells.iter().filter(|cell| **cell == Cell::Unread(Unread::Withdrawn)).count(), 3);
}

#[test]
fn other_figures_supersede_with_a_reason() {
    let (election, mut ledger) = begin();
    let (texts, _) = versions(&election, &ledger, &[READ, (5, [Some(10), Some(20), Some(8)], Some(38), 3)]);
    assert!(
        texts[1].contains("\"supersedes\":") && texts[1].contains("\"reason\":\"source-changed\""),
        "{}",
        texts[1]
    );
    ledger.take(&texts);
    let sheet = ledger.sheet("ppwp", "1101012001001").unwrap();
    assert_eq!((sheet.state.standing, sheet.state.votes_corrected), (Standing::Corrected, true));
    assert_eq!(sheet.versions.len(), 2, "nothing of the earlier version is lost");
}

#[test]
fn what_was_withdrawn_stays_withdrawn_until_it_is_read_again() {
    let (election, mut ledger) = begin();
    let list = [
        READ,
        (5, [None; 3], Some(40), 3),
        (6, [None; 3], Some(41), 3),
        (7, [Some(1), Some(2), None], Some(41), 3),
    ];
    let (texts, report) = versions(&election, &ledger, &list);
    assert_eq!((report.counted("sheets"), report.counted("withdrawals")), (4, 1));
    assert!(texts[3].contains("\"votes\":\"withdrawn\""), "{}", texts[3]);
    assert!(texts[4].contains("\"votes.3\":\"withdrawn\""), "{}", texts[4]);
    ledger.take(&texts);
    assert!(ledger.sheet("ppwp", "1101012001001").unwrap().state.partly_read);
}

#[test]
fn a_version_that_only_has_a_new_time_is_stated_and_one_that_is_held_is_not() {
    let (election, mut ledger) = begin();
    let (texts, _) = rows(&election, &ledger, &READ);
    ledger.take(&texts);
    let mut later = READ;
    later.0 = 2;
    let (texts, report) = versions(&election, &ledger, &[READ, later]);
    assert_eq!((texts.len(), report.counted("held")), (1, 1));
    ledger.take(&texts);
    assert_eq!(versions(&election, &ledger, &[READ, later]).0, Vec::<String>::new());
    assert_eq!(rows(&election, &ledger, &later).0, Vec::<String>::new());
}

#[test]
fn a_version_older_than_what_the_ledger_holds_falls_into_its_place() {
    let (election, mut ledger) = begin();
    let last: Short = (5, [None; 3], Some(33), 3);
    let (texts, _) = rows(&election, &ledger, &last);
    ledger.take(&texts);
    let (texts, report) = versions(&election, &ledger, &[READ, last]);
    assert_eq!((report.counted("sheets"), report.counted("withdrawals"), report.counted("held")), (1, 1, 1));
    assert!(texts[0].contains("2024-03-01") && !texts[0].contains("supersedes"), "{}", texts[0]);
    assert!(
        texts[1].starts_with("id-2024/v1 withdrawal"),
        "superseding what holds the figures: {}",
        texts[1]
    );
    ledger.take(&texts);
    assert_eq!(ledger.sheet("ppwp", "1101012001001").unwrap().state.standing, Standing::Withdrawn);
}

#[test]
fn a_version_without_a_time_of_its_own_comes_before_the_next_one() {
    let (election, mut ledger) = begin();
    let blank = line(&(20, [Some(1); 3], None, 1), true).replace("2024-03-20 10:00:00", "");
    let next = line(&(21, [Some(2); 3], None, 1), true).replace("2024-03-21 10:00:00", "2024-03-01 10:00:00");
    let file = format!("kode_tps,commit_time,commit,is_final,{FIGURES},ts,n_foto\n{blank}{next}");
    let (texts, report) = import(&election, Some(&ledger.tally), |importer, report, emit| {
        importer.versions("versions.csv", &mut file.as_bytes(), report, emit).unwrap();
    });
    assert_eq!((texts.len(), report.refused(), report.problems.len()), (2, 0, 1));
    assert!(texts[0].contains("2024-03-01T09:59:59+07:00"), "{}", texts[0]);
    ledger.take(&texts);
    let cells = ledger.sheet("ppwp", "1101012001001").unwrap().state.cells.clone().unwrap();
    assert!(cells.contains(&Cell::from(2)) && !cells.contains(&Cell::from(1)));
}

fn short() -> impl Strategy<Value = Short> {
    let figure = || proptest::option::of(0..4u32);
    (1..6u8, [figure(), figure(), figure()], figure(), 0..3u8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the history: every order of import folds, ends in the last version's figures, and states nothing twice.
    #[test]
    fn any_history_in_any_order_ends_in_its_last_version(mut list in proptest::collection::vec(short(), 1..6)) {
        list.sort_by_key(|short| short.0);
        list.dedup_by_key(|short| short.0);
        let last = *list.last().unwrap();
        let election = small();
        let mut states = Vec::new();
        for rows_first in [true, false] {
            let mut ledger = Ledger::new(&election, &["ppwp"]);
            for rows_now in [rows_first, !rows_first] {
                let made = if rows_now { rows(&election, &ledger, &last) } else { versions(&election, &ledger, &list) };
                ledger.take(&made.0);
            }
            prop_assert_eq!(rows(&election, &ledger, &last).0.len(), 0);
            prop_assert_eq!(versions(&election, &ledger, &list).0.len(), 0);
            let state = ledger.sheet("ppwp", "1101012001001").unwrap().state.clone();
            let cells = state.cells.clone().unwrap();
            let form = election.form_by_ix(election.form(ledger.contest("ppwp"), election::StationIx(0)).unwrap());
            for (number, vote) in (1..).zip(last.1) {
                let field = form.field(&format!("votes.{number}")).unwrap();
                prop_assert_eq!(cells[usize::from(field.0)].figure().map(|figure| figure.0), vote);
            }
            states.push((cells, state.quality, state.standing, state.votes_corrected));
        }
        prop_assert_eq!(&states[0], &states[1]);
    }
}
