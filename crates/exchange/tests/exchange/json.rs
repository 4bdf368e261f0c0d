//! KPU's JSON objects: stations become sheets, everything else is compared, every oddity has its file and line.

use std::path::{Path, PathBuf};

use election::Election;
use exchange::kpu::JsonTree;
use exchange::{Report, Severity, What};

use crate::support::{data, import, real, small};

const PATH: &str = "pemilu/hhcw/ppwp/11/1101/110101/1101012001/1101012001001.json";

fn json(election: &Election, path: &str, bytes: &[u8]) -> (Vec<String>, Report) {
    import(election, None, |importer, report, emit| {
        importer.json(path, &mut &*bytes, report, emit).unwrap();
    })
}

fn station(chart: &str, rest: &str) -> String {
    format!(
        "{{\"mode\":\"hhcw\",\"chart\":{chart},\"images\":[null,\"https://x/1101012001001-1.jpg\"],\
         \"administrasi\":{{\"suara_sah\":6,\"pengguna_non_dpt_l\":2}},\"psu\":null,\"ts\":\"2024-02-20 13:00:00\",\
         \"status_suara\":true,\"status_adm\":true{rest}}}"
    )
}

const CHART: &str = "{\"null\":null,\"100025\":1,\"100026\":2,\"100027\":3}";

#[test]
fn a_station_object_becomes_a_sheet_with_its_photos_on_their_pages() {
    let (texts, report) = json(&small(), PATH, station(CHART, "").as_bytes());
    assert_eq!((texts.len(), report.refused()), (1, 0), "{:?}", report.problems);
    assert!(texts[0].contains("\"votes.1\":1,\"votes.2\":2,\"votes.3\":3,\"valid\":6}"), "{}", texts[0]);
    assert!(texts[0].contains("\"voters.used-unlisted.male\":2"));
    assert!(
        texts[0].contains("\"evidence\":[{\"page\":2,\"uri\":\"https://x/1101012001001-1.jpg\"}]"),
        "{}",
        texts[0]
    );
    assert!(!texts[0].contains("\"run\""));
    assert_eq!(report.of(What::Oddity), 1, "the stray null key");
}

#[test]
fn a_run_is_found_by_the_sources_text() {
    let object = station(CHART, "").replace("\"psu\":null", "\"psu\":\"PEMUNGUTAN SUARA ULANG\"");
    let (texts, _) = json(&small(), PATH, object.as_bytes());
    assert!(texts[0].contains("\"run\":\"revote\""), "{}", texts[0]);
    let object = station(CHART, "").replace("\"psu\":null", "\"psu\":\"Lotere\"");
    let (texts, report) = json(&small(), PATH, object.as_bytes());
    assert_eq!((texts.len(), report.of(What::UnknownName)), (0, 1));
}

#[test]
fn an_object_without_anything_says_so() {
    let object = "{\"chart\":null,\"images\":[null,null,null],\"administrasi\":null,\"psu\":null,\
                  \"ts\":\"2024-02-14 18:44:00\",\"status_suara\":false,\"status_adm\":false}";
    let (texts, report) = json(&small(), PATH, object.as_bytes());
    assert!(texts[0].contains("\"values\":{},") && !texts[0].contains("evidence"), "{}", texts[0]);
    let noted: Vec<&str> = report.problems.iter().map(|problem| problem.why.as_str()).collect();
    assert_eq!(noted, ["no mode"]);
}

#[test]
fn bad_objects_are_refused_with_their_line() {
    for (object, what) in [
        (station("{\"100025\":-1}", ""), What::Number),
        (station("{\"100025\":1.0}", ""), What::Number),
        (station("{\"100025\":\"1\"}", ""), What::Number),
        (station("{\"100025\":4294967296}", ""), What::Number),
        (station("{\"100099\":1}", ""), What::UnknownName),
        (station("[1,2,3]", ""), What::Shape),
        (station(CHART, ",\"ts\":\"2024-02-20 13:00:00\""), What::Duplicate),
        (station(CHART, "").replace("2024-02-20 13", "20 Feb"), What::Moment),
        (station(CHART, "").replace("hhcw", "hr"), What::Shape),
        ("{\"images\":".to_owned(), What::Truncated),
        ("{\"something\":1}".to_owned(), What::Header),
    ] {
        let (texts, report) = json(&small(), PATH, object.as_bytes());
        assert_eq!(texts.len(), 0, "{object}");
        let refused = report.problems.iter().find(|problem| problem.severity == Severity::Refused).unwrap();
        assert_eq!((refused.what, refused.line, refused.content.as_str()), (what, 1, object.as_str()));
    }
    let (texts, report) =
        json(&small(), &PATH.replace("001.json", "999.json"), station(CHART, "").as_bytes());
    assert_eq!((texts.len(), report.of(What::UnknownPlace)), (0, 1));
    let (texts, report) = json(&small(), "1101012001001.json", station(CHART, "").as_bytes());
    assert_eq!((texts.len(), report.of(What::UnknownName)), (0, 1));
}

#[test]
fn flags_that_contradict_the_figures_are_noted() {
    let object = station("null", "").replace("\"status_adm\":true", "\"status_adm\":false");
    let (texts, report) = json(&small(), PATH, object.as_bytes());
    assert_eq!((texts.len(), report.of(What::Difference)), (1, 2));
}

#[test]
fn options_left_out_are_unread_and_noted() {
    let (texts, report) = json(&small(), PATH, station("{\"100026\":2}", "").as_bytes());
    assert!(
        texts[0].contains("\"votes.1\":\"not-published\"") && texts[0].contains("\"votes.2\":2"),
        "{}",
        texts[0]
    );
    assert_eq!(report.of(What::Oddity), 1);
}

#[test]
fn a_regions_object_is_compared_and_not_stated() {
    let object = "{\"ts\":\"2024-02-22 17:00:16\",\"mode\":\"hhcw\",\"chart\":{\"100025\":5,\"100026\":7,\"persen\":50.0},\n\
                  \"table\":{\"1101012001001\":{\"100025\":5,\"100026\":6,\"persen\":100.0},\n\"null\":null,\n\
                  \"1101012001777\":{\"persen\":0}},\"progres\":{\"total\":3,\"progres\":1}}";
    let (texts, report) = json(&small(), "hhcw/ppwp/11/1101/110101/1101012001.json", object.as_bytes());
    assert_eq!((texts.len(), report.counted("regions"), report.counted("regions that add up")), (0, 1, 0));
    let found: Vec<(What, u64)> =
        report.problems.iter().map(|problem| (problem.what, problem.line)).collect();
    assert_eq!(
        found,
        [(What::Difference, 4), (What::Oddity, 3), (What::UnknownPlace, 4), (What::Difference, 1)]
    );
}

fn tree(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { tree(&path, files) } else { files.push(path) }
    }
    files.sort();
}

#[test]
fn the_real_tree_is_read_to_its_last_file() {
    let Some(data) = data() else { return };
    let election = real(&data);
    let root = data.join("kpu-api/verbatim");
    let mut files = Vec::new();
    tree(&root, &mut files);
    let known = |_, _| None;
    let mut import = JsonTree::new(&election, &known);
    let mut report = Report::default();
    let mut texts = Vec::new();
    for path in &files {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        let bytes = std::fs::read(path).unwrap();
        import.learn(name, &bytes);
        import
            .import(name, &bytes, &mut report, &mut |draft| {
                texts.push(draft.text.to_owned());
                Ok(())
            })
            .unwrap();
    }
    eprintln!("{:?}\n{}", report.counts, report.to_csv().chars().take(3000).collect::<String>());
    assert_eq!(
        (report.counted("files"), report.counted("stations"), report.refused()),
        (files.len() as u64, 7, 0)
    );
    assert_eq!(texts.len(), 7);
    assert!(
        texts
            .iter()
            .any(|text| text.contains("\"station\":\"1101012001001\"") && text.contains("\"votes.1\":144"))
    );
    assert_eq!(report.counted("regions that add up"), report.counted("regions"));
}

#[test]
fn the_real_samples_of_every_kind_are_read() {
    let Some(data) = data() else { return };
    let election = real(&data);
    let folder = data.join("kpu-api");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e == "json")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (texts, report) = json(&election, name, &std::fs::read(path).unwrap());
        eprintln!("{name}: {} statements, {:?}", texts.len(), report.counts);
        for problem in &report.problems {
            eprintln!(
                "    {} {} {}: {}",
                problem.line,
                problem.severity.text(),
                problem.what.text(),
                problem.why
            );
        }
        let sheets = usize::from(
            ["hhcw_ppwp_tps_1701082001002.json", "hhcw_ppwp_tps_8271021022008_WRONG.json"].contains(&name),
        );
        assert_eq!(texts.len(), sheets, "{name}");
    }
}

#[test]
fn files_of_plenaries_are_counted_and_not_taken_for_counts() {
    let file = b"{\"ts\":\"2024-03-10 13:00:00\",\"mode\":\"hr\",\"chart\":{\"1\":{\"jml_suara_total\":9}},\
                 \"table\":{\"1101\":{\"100121\":9}},\"progres\":{\"total\":2,\"progres\":1},\"url_formd\":null}";
    let (texts, report) = json(&small(), "pemilu/hr/pdpr/1101dc.json", file);
    assert_eq!((texts.len(), report.counted("recapitulations")), (0, 1));
    assert_eq!((report.counted("regions"), report.problems.len()), (0, 0), "{:?}", report.problems);
}
