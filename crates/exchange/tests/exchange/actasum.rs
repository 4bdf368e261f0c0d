//! The public tool `actasum`, where it is installed, finds our sums right; without it the files' shape is checked.

use std::path::PathBuf;
use std::process::Command;

use election::ContestIx;
use exchange::actasum::{write_official, write_statements};
use tally::Tally;

use crate::support::{Ledger, import, small};

/// Writes both files, runs the tool on them; its exit code and its JSON, or none where it is not installed.
pub fn verify(tally: &Tally, contest: ContestIx, level: u8, name: &str) -> Option<(i32, serde_json::Value)> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let (statements, official) = (folder.join("statements.jsonl"), folder.join("official.json"));
    let mut out = std::io::BufWriter::new(std::fs::File::create(&statements).unwrap());
    write_statements(tally, contest, &mut out).unwrap();
    std::io::Write::flush(&mut out).unwrap();
    write_official(tally, contest, level, &mut std::fs::File::create(&official).unwrap()).unwrap();
    let tool = Command::new("actasum")
        .arg("verify")
        .arg("--json")
        .args(["--statements".as_ref(), statements.as_os_str()])
        .args(["--official".as_ref(), official.as_os_str()])
        .output();
    let Ok(output) = tool else {
        eprintln!("skipped: the program actasum is absent");
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let report = serde_json::from_str(&text)
        .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
    Some((output.status.code().unwrap(), report))
}

fn counted(rows: &[&str]) -> Ledger {
    let election = small();
    let mut ledger = Ledger::new(&election, &["ppwp"]);
    let header = "kode_tps,p1,p2,p3,dpt_j,dpt_l,dpt_p,pdpt_j,pdpt_l,pdpt_p,pdptb_j,pdptb_l,pdptb_p,pdpk_j,pdpk_l,\
                  pdpk_p,ptot_j,ptot_l,ptot_p,sah,tidak_sah,total,ts,n_foto";
    let file = format!("{header}\n{}\n", rows.join("\n"));
    let (texts, report) = import(&election, None, |importer, report, emit| {
        importer.station_rows("rows.csv", &mut file.as_bytes(), report, emit).unwrap();
    });
    assert_eq!(report.problems, []);
    ledger.take(&texts);
    ledger
}

const ONE: &str =
    "1101012001001,10,20,3,50,25,25,34,17,17,1,1,0,0,0,0,35,18,17,33,2,35,2024-02-20 13:00:00,3";
const TWO: &str = "1101012001002,1,0,4,50,25,25,5,2,3,0,0,0,0,0,0,5,2,3,5,0,5,2024-02-20 13:00:00,3";
const THREE: &str =
    "9901010001001,7,7,7,50,25,25,21,10,11,0,0,0,0,0,0,21,10,11,21,0,21,2024-02-20 13:00:00,3";

#[test]
fn a_complete_consistent_election_verifies() {
    let ledger = counted(&[ONE, TWO, THREE]);
    for level in 1..=4 {
        let name = format!("complete-{level}");
        let Some((code, report)) = verify(&ledger.tally, ledger.contest("ppwp"), level, &name) else {
            return;
        };
        assert_eq!(
            (code, &report["ok"], &report["areas_matching"]),
            (0, &true.into(), &2.into()),
            "{report}"
        );
    }
}

#[test]
fn unread_figures_are_a_lower_bound_and_no_difference() {
    let withdrawn = "1101012001002,1,,4,50,25,25,5,2,3,0,0,0,0,0,0,5,2,3,5,0,5,2024-02-20 13:00:00,3";
    let ledger = counted(&[ONE, withdrawn]);
    let Some((code, report)) = verify(&ledger.tally, ledger.contest("ppwp"), 1, "partial") else { return };
    assert_eq!((code, report["differences"].as_array().unwrap().len()), (1, 0), "{report}");
    assert_eq!(report["areas_without_statements"], serde_json::json!(["99"]));
    let bounds = report["lower_bounds"].as_array().unwrap();
    assert!(
        bounds.iter().any(|bound| bound["item"] == "candidature:2" && bound["recomputed"] == 20),
        "{report}"
    );
}

#[test]
fn a_statement_says_what_stands_and_why_the_rest_is_unread() {
    let ledger =
        counted(&[ONE, "1101012001002,1,,4,50,25,25,5,2,3,0,0,0,0,0,0,5,2,3,5,0,5,2024-02-20 13:00:00,3"]);
    let mut out = Vec::new();
    assert_eq!(write_statements(&ledger.tally, ledger.contest("ppwp"), &mut out).unwrap(), 2);
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["station"], "11/1101/110101/1101012001/1101012001001");
    assert_eq!(lines[0]["counts"]["candidatures"], serde_json::json!({"1": 10, "2": 20, "3": 3}));
    assert_eq!((&lines[0]["counts"]["null"], &lines[0]["counts"]["registered"]), (&2.into(), &50.into()));
    assert_eq!(lines[1]["counts"]["unread"], serde_json::json!({"candidature:2": "empty"}));
    assert_eq!(lines[1]["extra"]["unread"], serde_json::json!({"candidature:2": "not-published"}));
    assert!(text.lines().next().unwrap().starts_with("{\"constituency\":"), "keys are sorted");
}
