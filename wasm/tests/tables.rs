//! A station's tables before the photos: what can be read with them, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use election::StationTables;

const STATION: &str = "1701012001001";

/// One station with a list for DPR and one for DPD.
fn tables() -> StationTables {
    StationTables {
        regions:
            "code,name,level,parent,source_id\n17,BENGKULU,1,,1\n1701,SELATAN,2,17,2\n170101,KOTA,3,1701,3\n\
                  1701012001,DESA,4,170101,4\n"
                .to_owned(),
        stations: format!("code,name,region,source_id\n{STATION},TPS 001,1701012001,5\n"),
        constituencies: "contest,code,name,seats,region\npdpr,1701,BENGKULU,4,1701012001\n".to_owned(),
        candidates: "contest,constituency,party,number,name,source_id\npdpr,1701,1,1,1,\npdpr,1701,1,3,3,\n\
                     pdpd,17,,1,1,\n"
            .to_owned(),
    }
}

/// What the program ends with, writes, and says is wrong.
fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_saksi-reader"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever refuses early reads no more.
    let _ = program.stdin.take().unwrap().write_all(input);
    let said = program.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (said.status.code().unwrap(), text(said.stdout), text(said.stderr))
}

fn forms(tables: &str) -> (i32, String, String) {
    run(&["forms", "--tables", &tables.len().to_string()], tables.as_bytes())
}

fn json(tables: &StationTables) -> String {
    serde_json::to_string(tables).unwrap()
}

#[test]
fn without_tables_only_forms_that_are_the_same_everywhere_are_read() {
    assert_eq!(run(&["forms"], b""), (0, "c-hasil-ppwp\n".to_owned(), String::new()));
}

#[test]
fn with_a_stations_tables_the_forms_of_its_lists_are_read_too() {
    let (code, said, _) = forms(&json(&tables()));
    assert_eq!((code, said.as_str()), (0, "c-hasil-ppwp\nc-hasil-dpr/1701\nc-hasil-dpd/17\n"));
}

#[test]
fn a_form_whose_list_is_not_known_is_not_among_those_that_are_read() {
    let none = "contest,constituency,party,number,name,source_id\n".to_owned();
    let (code, said, _) = forms(&json(&StationTables { candidates: none, ..tables() }));
    assert_eq!((code, said.as_str()), (0, "c-hasil-ppwp\n"));
}

#[test]
fn tables_that_are_wrong_are_refused_in_one_word_and_with_the_reason() {
    let bad = |what: &str, reason: &str| {
        let (code, said, why) = forms(what);
        assert_eq!((code, said.as_str()), (2, "{\"refused\":\"bad-tables\"}\n"), "{what}: {why}");
        assert!(why.contains(reason), "{why}");
    };
    bad("", "EOF");
    bad("[1, 2]", "tables can't be used");
    bad("{\"regions\": \"\"}", "missing field");
    bad(&json(&tables()).replacen('{', "{\"more\": \"\", ", 1), "unknown field");
    let with = |change: fn(&mut StationTables)| {
        let mut all = tables();
        change(&mut all);
        json(&all)
    };
    bad(&with(|all| all.stations.push_str("1701012001002,TPS 002,1701012001,6\n")), "2 stations");
    bad(&with(|all| all.candidates.push_str("pdpr,1701,99,1,1,\n")), "no party of this number");
    bad(&with(|all| all.candidates.push_str("pdpr,1701,1,1,1,\n")), "another candidate has this number");
    bad(&with(|all| all.constituencies = "x".to_owned()), "header");
    bad(
        &with(|all| all.regions = all.regions.replace("KOTA,3,1701,", "KOTA,3,1702,")),
        "not on the level above",
    );
    bad(&with(|all| all.candidates = all.candidates.repeat(2_500)), "more than");
}

#[test]
fn more_tables_than_any_station_has_are_not_even_fetched() {
    let (code, said, why) = run(&["photos", "--tables", "99999999999", "a.jpg=1"], b"");
    assert_eq!((code, said.as_str()), (2, "{\"refused\":\"bad-tables\"}\n"), "{why}");
    assert_eq!(run(&["photos", "--tables", "many", "a.jpg=1"], b"").0, 2);
}

#[test]
fn photos_of_another_station_than_the_tables_are_refused() {
    let all = json(&tables());
    let length = all.len().to_string();
    let read = |station: &str| {
        run(&["photos", "--tables", &length, "--station", station, "a.jpg=0"], all.as_bytes())
    };
    assert_eq!(read("1701012001002").1, "{\"refused\":\"bad-tables\"}\n");
    // Of its own they get as far as the photo.
    assert_eq!(read(STATION).1, "{\"refused\":\"no-picture\"}\n");
}
