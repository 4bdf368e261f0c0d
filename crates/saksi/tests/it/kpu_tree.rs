//! KPU's own JSON files, imported and published again, stand at the same paths with equal fields and values.

use std::path::{Path, PathBuf};

use crate::common::{ok, status, text};
use crate::reference::reference_data;
use serde_json::Value;

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

fn read(path: &Path) -> Value {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Without what real files hold by accident: stray `"null"` keys, and `mode` where the other lacks it.
fn clean(mut value: Value, mode: bool) -> Value {
    if let Some(chart) = value.get_mut("chart").and_then(Value::as_object_mut) {
        chart.remove("null");
    }
    if let (Some(members), false) = (value.as_object_mut(), mode) {
        members.remove("mode");
    }
    value
}

fn trimmed(value: &Value) -> Vec<(String, String, u64, u64)> {
    let mut rows: Vec<_> = value
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let word = |name: &str| row[name].as_str().unwrap().trim().to_owned();
            (word("kode"), word("nama"), row["id"].as_u64().unwrap(), row["tingkat"].as_u64().unwrap())
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn station_and_place_files_come_out_as_they_went_in() {
    let Some(data) = reference_data("KPU's JSON tree") else { return };
    let verbatim = data.join("kpu-api/verbatim");
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    // Only Aceh and what is overseas: all that the verbatim files speak of, in a tree small enough to publish quickly.
    let (regions, stations) = small_places(&data.join("id-2024"), place.path());
    ok(&["init", &folder, "--profile", "id-2024", "--places", &regions, "--stations", &stations]);
    let imported: Value =
        serde_json::from_str(&ok(&["import", "kpu", &text(&verbatim), "--into", &folder, "--json"])).unwrap();
    ok(&["publish", &folder, "--no-tables"]);
    let public = Path::new(&folder).join("public");

    let mut files = Vec::new();
    files_below(&verbatim, &mut files);
    let (mut stations_seen, mut places_seen) = (0, 0);
    for file in files {
        let path = file.strip_prefix(&verbatim).unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap();
        let original = read(&file);
        if path.starts_with("wilayah") {
            assert_eq!(trimmed(&read(&public.join(path))), trimmed(&original), "{}", path.display());
            places_seen += 1;
        }
        if name.len() == 13 {
            let mode = original.get("mode").is_some();
            assert_eq!(clean(read(&public.join(path)), mode), clean(original, true), "{}", path.display());
            stations_seen += 1;
        }
    }
    assert_eq!(imported["added"].as_u64(), Some(stations_seen));
    assert_eq!((stations_seen, places_seen >= 10), (7, true));
    assert_eq!(status(&folder)["contests"]["ppwp"]["stated"], stations_seen);
    let options = read(&public.join("pemilu/ppwp.json"));
    let sample = read(&data.join("kpu-api/pemilu_ppwp.json"));
    assert_eq!(shape(&options), shape(&sample), "candidate files have the shape of KPU's");
}

fn shape(value: &Value) -> Vec<(String, Vec<String>)> {
    let rows = value.as_object().unwrap().iter();
    rows.map(|(id, row)| (id.clone(), row.as_object().unwrap().keys().cloned().collect())).collect()
}

fn small_places(data: &Path, out: &Path) -> (String, String) {
    let keep = |name: &str, column: usize| {
        let mut text = String::new();
        let bytes = std::fs::read(data.join(name)).unwrap();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(bytes.as_slice()), &mut text)
            .unwrap();
        let mut kept = String::new();
        for (number, line) in text.lines().enumerate() {
            let code = line.split(',').nth(column).unwrap_or("");
            let wanted = code.starts_with("1101")
                || code.starts_with("9901")
                || code.len() < 6 && (code.starts_with("11") || code.starts_with("99"))
                || code.len() == 2;
            if number == 0 || wanted {
                kept.push_str(line);
                kept.push('\n');
            }
        }
        let path = out.join(name.trim_end_matches(".gz"));
        std::fs::write(&path, kept).unwrap();
        text_of(&path)
    };
    (keep("regions.csv.gz", 0), keep("stations.csv.gz", 0))
}

fn text_of(path: &Path) -> String {
    path.display().to_string()
}
