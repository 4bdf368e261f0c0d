//! The real count: station rows and versions, imported in both orders, give the counts that were made by hand.

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use crate::support::{Ledger, data, import, real};
use election::{Cell, Unread};
use exchange::{Report, Source, What, detect};
use tally::{Quality, Standing, Tally};

const ROWS: &str = "id-2024/sirekap-ppwp-stations.csv.gz";
const VERSIONS: &str = "id-2024/sirekap-ppwp-versions.csv.gz";

fn rows(data: &Path, tally: &Tally) -> (Vec<String>, Report) {
    let mut file = File::open(data.join(ROWS)).unwrap();
    let start = Instant::now();
    let done = import(tally.election(), Some(tally), |importer, report, emit| {
        importer.station_rows(ROWS, &mut file, report, emit).unwrap();
    });
    eprintln!("station rows: {:?}", start.elapsed());
    done
}

fn versions(data: &Path, tally: &Tally) -> (Vec<String>, Report) {
    let mut file = File::open(data.join(VERSIONS)).unwrap();
    import(tally.election(), Some(tally), |importer, report, emit| {
        importer.versions(VERSIONS, &mut file, report, emit).unwrap();
    })
}

// Figures and photos of every sheet in all its versions, in the source's order: what must not depend on the order.
fn assert_counts(ledger: &Ledger, expected: &serde_json::Value) {
    let tally = &ledger.tally;
    let contest = tally.contest(ledger.contest("ppwp")).unwrap();
    let totals = contest.totals(tally.election().places.nation()).unwrap();
    let states = &expected["states"];
    let state = |name: &str| states[name].as_u64().unwrap();
    let stated_nothing = totals.with_quality(Quality::Expected) - (totals.expected - totals.stated);
    assert_eq!(stated_nothing, state("expected"), "expected");
    for quality in [Quality::Pictured, Quality::Incomplete, Quality::Consistent, Quality::Conflict] {
        assert_eq!(totals.with_quality(quality), state(quality.text()), "{}", quality.text());
    }
    assert_eq!(totals.counted(), expected["stations_with_all_three_votes"].as_u64().unwrap());
    let profile = &tally.election().profile.contest_at(contest.contest);
    for number in 1..=3 {
        let column = usize::from(profile.column(&format!("votes.{number}")).unwrap().0);
        let sum = |name: &str| expected[name][format!("p{number}")].as_u64().unwrap();
        assert_eq!(totals.all.sums[column].get(), sum("sums"));
        assert_eq!(totals.sound.sums[column].get(), sum("sums_of_consistent"));
    }
    for (name, check) in [
        ("dpt_l + dpt_p = dpt_j", "roll-by-sex"),
        ("pdpt_l + pdpt_p = pdpt_j", "used-roll-by-sex"),
        ("pdptb_l + pdptb_p = pdptb_j", "used-moved-by-sex"),
        ("pdpk_l + pdpk_p = pdpk_j", "used-unlisted-by-sex"),
        ("ptot_l + ptot_p = ptot_j", "used-by-sex"),
        ("pdpt_j + pdptb_j + pdpk_j = ptot_j", "used-total-by-list"),
        ("pdpt_l + pdptb_l + pdpk_l = ptot_l", "used-male-by-list"),
        ("pdpt_p + pdptb_p + pdpk_p = ptot_p", "used-female-by-list"),
        ("pdpt_j <= dpt_j", "used-roll-within-roll"),
        ("p1 + p2 + p3 = sah", "votes-are-valid"),
    ] {
        let at = contest.checks.iter().position(|info| info.id == check).unwrap();
        let (counts, wanted) = (totals.checks[at], &expected["checks"][name]);
        let wanted = |outcome: &str| u32::try_from(wanted[outcome].as_u64().unwrap()).unwrap();
        assert_eq!(
            (counts.fails, counts.holds, counts.undecided),
            (wanted("fail"), wanted("hold"), wanted("undecided")),
            "{name}"
        );
    }
}

#[test]
fn rows_and_versions_in_either_order_give_the_counted_states() {
    let Some(data) = data() else { return };
    let expected = std::fs::read_to_string(data.join("id-2024/expected-counts.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let election = real(&data);

    let mut first = Ledger::new(&election, &["ppwp"]);
    let (texts, report) = rows(&data, &first.tally);
    assert_eq!((texts.len(), report.counted("rows"), report.refused()), (443_968, 443_968, 0));
    assert_eq!(report.counted("sheets"), 443_968);
    let (again, _) = rows(&data, &first.tally);
    assert!(texts == again, "a text is a function of its row");
    first.take(&texts);
    assert_counts(&first, &expected);
    let (nothing, report) = rows(&data, &first.tally);
    assert_eq!((nothing.len(), report.counted("held")), (0, 443_968), "importing twice states nothing twice");

    let (texts, report) = versions(&data, &first.tally);
    eprintln!("versions after rows: {:?}", report.counts);
    assert_eq!((report.counted("rows"), report.refused()), (15_767, 0));
    assert_eq!(report.of(What::Oddity), 6_766, "rows without a time of their own");
    first.take(&texts);
    assert_counts(&first, &expected);
    assert_standing(&first);
    let (nothing, _) = versions(&data, &first.tally);
    assert_eq!(nothing, Vec::<String>::new());

    let mut second = Ledger::new(&election, &["ppwp"]);
    let (texts, report) = versions(&data, &second.tally);
    eprintln!("versions first: {:?}", report.counts);
    second.take(&texts);
    let (texts, report) = rows(&data, &second.tally);
    eprintln!("rows after versions: {:?}", report.counts);
    second.take(&texts);
    assert_counts(&second, &expected);
    assert_standing(&second);
    assert_equal_ends(&first.tally, &second.tally);

    let Some((code, report)) = crate::actasum::verify(&second.tally, second.contest("ppwp"), 1, "real")
    else {
        return;
    };
    let list = |name: &str| report[name].as_array().unwrap().clone();
    assert_eq!((code, list("differences").len()), (1, 0), "incomplete, and no sum differs");
    assert_eq!(list("areas_without_statements"), ["32", "33", "35"], "the three provinces the rows lack");
    assert_eq!(report["areas_checked"], 36);
    assert!(!list("lower_bounds").is_empty());
}

fn assert_standing(ledger: &Ledger) {
    let contest = ledger.tally.contest(ledger.contest("ppwp")).unwrap();
    let totals = contest.totals(ledger.tally.election().places.nation()).unwrap();
    assert_eq!(totals.with_standing(Standing::Withdrawn), 180);
    assert_eq!(totals.votes_corrected, 84);
    let mut keep_figures = 0;
    let stations = u32::try_from(ledger.tally.election().places.stations().len()).unwrap();
    for state in (0..stations).filter_map(|at| contest.state(election::StationIx(at))) {
        if state.standing == Standing::Withdrawn {
            let cells = state.cells.as_deref().unwrap();
            keep_figures += u32::from(cells.iter().any(|cell| matches!(cell, Cell::Read(_))));
        }
    }
    assert!((150..=153).contains(&keep_figures), "{keep_figures} of 180 keep other figures");
}

// Qualities, standings, figures and photos that stand are equal; where a figure is unread only its reason may differ
// from blank to blank, never between withdrawn and not.
fn assert_equal_ends(one: &Tally, two: &Tally) {
    let contest = one.election().profile.contest("ppwp").unwrap();
    for at in 0..u32::try_from(one.election().places.stations().len()).unwrap() {
        let station = election::StationIx(at);
        let (a, b) = (one.state_of(contest, station), two.state_of(contest, station));
        let code = one.election().places.station(station).code;
        assert_eq!(a.cells, b.cells, "{code}");
        assert_eq!(
            (a.quality, a.standing, a.votes_corrected),
            (b.quality, b.standing, b.votes_corrected),
            "{code}"
        );
        let photos = |tally: &Tally, state: &tally::State| {
            let sheet = tally.contest(contest).and_then(|contest| contest.sheet(station));
            let version =
                sheet.zip(state.evidence).map(|(sheet, at)| sheet.versions[at as usize].evidence.len());
            version.unwrap_or(0)
        };
        assert_eq!(photos(one, &a), photos(two, &b), "{code}");
        let withdrawn =
            |cells: &[Cell]| cells.iter().filter(|c| **c == Cell::Unread(Unread::Withdrawn)).count();
        assert_eq!(a.cells.as_deref().map(withdrawn), b.cells.as_deref().map(withdrawn));
    }
}

#[test]
fn files_are_told_apart_by_their_content() {
    let Some(data) = data() else { return };
    for (name, source) in [
        (ROWS, Source::StationRows),
        ("id-2024/bengkulu-ppwp-stations.csv.gz", Source::StationRows),
        ("id-2024/sirekap-anomaly-sample.csv", Source::StationRows),
        (VERSIONS, Source::Versions),
        ("id-2024/ppwp-official-by-province.tsv", Source::OfficialTotals),
        ("id-2024/regions.csv.gz", Source::Regions),
        ("id-2024/stations.csv.gz", Source::Stations),
        ("id-2024/electoral-districts.csv.gz", Source::Constituencies),
        ("id-2024/candidates.csv.gz", Source::Candidates),
        ("kpu-api/pemilu_ppwp.json", Source::Json),
        ("kpu-api/wilayah_dapil_dpr_partial.json", Source::Json),
    ] {
        let bytes = std::fs::read(data.join(name)).unwrap();
        let head = &bytes[..bytes.len().min(4096)];
        assert_eq!(detect(head), Some(source), "{name}");
    }
    for other in [&b""[..], b"a,b,c\n1,2,3\n", b"\x1f\x8b\x08garbage", b"\xff\xfe"] {
        assert_eq!(detect(other), None);
    }
}
