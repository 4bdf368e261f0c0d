//! The official totals go in as they are, and the row that adds up wrongly is found.

use exchange::{Report, What};
use tally::{PlenaryDifference, plenary_differences};

use crate::support::{Ledger, data, import, real, small};

fn totals(bytes: &[u8], election: &election::Election) -> (Vec<String>, Report) {
    import(election, None, |importer, report, emit| {
        importer.official_totals("official.tsv", &mut &*bytes, report, emit).unwrap();
    })
}

#[test]
fn a_row_becomes_a_plenary_at_the_stage_of_its_level() {
    let file = b"kode\tprovinsi\tp1_a\tp2_b\tp3_c\tsah\n11\tAceh\t2369534\t787024\t64677\t3221235\n";
    let (texts, report) = totals(file, &small());
    assert_eq!((report.counted("rows"), report.counted("plenaries"), report.refused()), (1, 2, 0));
    assert!(
        texts[0].starts_with(
            "id-2024/v1 plenary\n{\"contest\":\"ppwp\",\"region\":\"11\",\"stage\":\"plenary-province\",\
         \"values\":{\"votes.1\":2369534,\"votes.2\":787024,\"votes.3\":64677,\"valid\":3221235}"
        ),
        "{}",
        texts[0]
    );
    assert!(
        texts[0].contains("\"invalid\":\"not-published\"") && texts[0].contains("\"source\":\"kpu-decree\"")
    );
    assert!(
        texts[1].contains("\"region\":\"ID\",\"stage\":\"plenary-nation\"") && texts[1].contains("164227475")
    );
}

#[test]
fn bad_rows_of_official_totals_are_refused() {
    let header = "kode\tprovinsi\tp1_a\tp2_b\tp3_c\tsah";
    for (row, what) in [
        ("77\tNowhere\t1\t2\t3\t6", What::UnknownPlace),
        ("11\tAceh\t1\t2\tthree\t6", What::Number),
        ("11\tAceh\t1\t2\t3", What::Shape),
    ] {
        let (texts, report) = totals(format!("{header}\n{row}\n").as_bytes(), &small());
        assert_eq!((texts.len(), report.problems[0].what), (0, what));
        assert_eq!(report.problems[0].content, row);
    }
    let (texts, report) = totals(b"kode\tprovinsi\tsah\n11\tAceh\t6\n", &small());
    assert_eq!((texts.len(), report.of(What::Header)), (0, 1));
}

#[test]
fn the_real_totals_go_in_and_the_wrong_one_is_found() {
    let Some(data) = data() else { return };
    let election = real(&data);
    let bytes = std::fs::read(data.join("id-2024/ppwp-official-by-province.tsv")).unwrap();
    let (texts, report) = totals(&bytes, &election);
    // Votes from abroad go in where the profile has a form that adds them all up.
    let contest = election.profile.contest("ppwp").unwrap();
    let abroad = election.plenary_form_of(contest, election.places.find_region("99").unwrap()).is_some();
    let rows = 38 + u64::from(abroad);
    assert_eq!((report.counted("rows"), report.counted("plenaries")), (rows, rows + 1));
    assert_eq!(report.of(What::NotHeld), usize::from(!abroad));
    assert_eq!(report.problems.len(), report.of(What::NotHeld));
    let mut ledger = Ledger::new(&election, &["ppwp"]);
    ledger.take(&texts);
    let found = plenary_differences(&ledger.tally, ledger.contest("ppwp"));
    let region = election.places.find_region("95").unwrap();
    let wrong: Vec<_> = found
        .iter()
        .filter(|difference| match difference {
            PlenaryDifference::Check { region: at, left, right, .. } => {
                *at == region && (*left, *right) == (1_298_522, 1_306_740)
            }
            PlenaryDifference::Below { .. } => false,
        })
        .collect();
    assert_eq!(wrong.len(), 1, "Papua Pegunungan's own sum: {found:?}");
    eprintln!("differences of the official totals: {found:?}");
}
