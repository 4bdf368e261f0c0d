//! `saksi read` as its users run it: what it prints, what it exits with, and what it says to files that are no pages.

use std::fs;
use std::path::Path;

use reader::layout::Layout;
use serde_json::Value;
use simulate::paper::{Blanks, Conditions, Habits, photograph, plan, ppwp_figures, ppwp_sums};

use crate::common::{failure, saksi};
use crate::reference::reference_data;

fn json(output: &std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn photos(data: &Path) -> Vec<String> {
    (1..=3)
        .map(|page| data.join(format!("forms/photos/real_8271021022008_p{page}.jpg")).display().to_string())
        .collect()
}

#[test]
fn a_sheet_s_json_has_every_field_under_its_name() {
    let Some(data) = reference_data("reading the real sheet") else { return };
    let photos = photos(&data);
    let mut arguments = vec!["read", "form", "--json", "--station", "8271021022008"];
    arguments.extend(photos.iter().map(String::as_str));
    let output = saksi(&arguments);
    let sheet = json(&output);
    assert_eq!(sheet["station"], "8271021022008");
    assert_eq!(sheet["station_source"], "typed");
    assert_eq!(sheet["fields"].as_object().unwrap().len(), 28);
    let field = &sheet["fields"]["votes.2"];
    assert_eq!(field["value"], 110);
    assert!(field["confidence"].as_u64().unwrap() > 999_500);
    assert_eq!(field["accept"], "yes");
    assert_eq!(field["photo"], 1);
    for way in ["boxes", "bubbles", "strokes", "row_sums"] {
        assert_eq!(field["evidence"][way]["value"], 110, "{way}");
        assert_eq!(field["evidence"][way]["crop"].as_array().unwrap().len(), 4, "{way}");
    }
    assert!(sheet["checks"].as_object().unwrap().values().all(|outcome| outcome == "holds"));
    // The exit code says whether a person must look.
    assert_eq!(output.status.code(), Some(i32::from(sheet["accepted"] != true)));
}

#[test]
fn of_a_page_photographed_three_times_the_clearest_is_taken() {
    let Some(data) = reference_data("reading a page three times") else { return };
    let two = photos(&data).remove(1);
    let one = json(&saksi(&["read", "page", "--json", &two]));
    let three = json(&saksi(&["read", "form", "--json", &two, &two, &two]));
    assert_eq!(three["pages"].as_array().unwrap().iter().filter(|page| page["taken"] == true).count(), 1);
    // Three photos of one page are no more evidence than one.
    assert_eq!(one["fields"]["votes.1"], three["fields"]["votes.1"]);
    assert_eq!(three["fields"]["valid"]["value"], Value::Null);
}

#[test]
fn pictures_are_written_where_they_are_asked_for() {
    let Some(data) = reference_data("pictures of a reading") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (flat, steps) = (folder.path().join("flat.png"), folder.path().join("steps"));
    let page = photos(&data).remove(1);
    saksi(&["read", "page", &page, "--picture", flat.to_str().unwrap(), "--debug", steps.to_str().unwrap()]);
    assert!(flat.metadata().unwrap().len() > 10_000);
    let mut names: Vec<_> = fs::read_dir(&steps).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "page2-1-luma.png",
            "page2-2-ink.png",
            "page2-3-frame.png",
            "page2-4-placed.png",
            "page2-5-flat.png"
        ]
    );
}

#[test]
fn a_file_that_is_no_page_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let mut white = Vec::new();
    let mut encoder = png::Encoder::new(&mut white, 400, 600);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&vec![230; 400 * 600]).unwrap();
    for (name, bytes, words) in [
        ("words.jpg", b"not a photo".as_slice(), "no JPEG or PNG"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0", "set the camera to JPEG"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged or cut short"),
        ("white.png", &white, "nothing printed"),
    ] {
        let told = failure(&saksi(&["read", "page", &path(name, bytes)]));
        assert!(told.contains(name) && told.contains(words), "{told}");
    }
}

#[test]
fn boxes_of_a_folder_are_read_one_line_each() {
    let folder = tempfile::tempdir().unwrap();
    let mut empty = Vec::new();
    let mut encoder = png::Encoder::new(&mut empty, 48, 48);
    encoder.set_color(png::ColorType::Grayscale);
    let frame = |at: usize| (4..6).contains(&at) || (42..44).contains(&at);
    let pixels: Vec<u8> = (0..48 * 48)
        .map(|at| {
            let (x, y) = (at % 48, at / 48);
            let within = (4..44).contains(&x) && (4..44).contains(&y);
            if within && (frame(x) || frame(y)) { 40 } else { 205 }
        })
        .collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    fs::write(folder.path().join("a.png"), &empty).unwrap();
    fs::write(folder.path().join("b.png"), b"nothing").unwrap();
    let output = saksi(&["read", "boxes", folder.path().to_str().unwrap(), "--json"]);
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["file"], "a.png");
    assert_eq!(lines[0]["label"], "empty");
    assert!(lines[0]["confidence"].as_u64().is_some());
    assert!(lines[1]["error"].as_str().unwrap().contains("no JPEG or PNG"));
    assert_eq!(output.status.code(), Some(1));
}

/// The profile of 2024 in a folder of its own, with another text in one of its files.
fn profile(root: &Path, path: &str, text: &str) -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024");
    for part in ["", "forms", "layouts"] {
        fs::create_dir_all(root.join(part)).unwrap();
        for entry in fs::read_dir(from.join(part)).unwrap() {
            let file = entry.unwrap().path();
            if file.is_file() {
                fs::copy(&file, root.join(part).join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    fs::write(root.join(path), text).unwrap();
    root.display().to_string()
}

/// Photos of the three pages of a sheet that was filled well.
fn filled(folder: &Path, layout: &str) -> Vec<String> {
    let layout = Layout::parse(layout).unwrap();
    let blanks = Blanks::print(layout.clone(), 3.0);
    let truth = plan(&layout, &ppwp_figures(5), &ppwp_sums(), &Habits::careful(), 5);
    let photo = |page: u8| {
        let paper = blanks.filled_of("8271021022008", &truth, page, None).unwrap();
        let photo = photograph(&paper, &layout, page, &Conditions::studio(), 5).unwrap();
        let path = folder.join(format!("page{page}.jpg"));
        fs::write(&path, photo.jpeg).unwrap();
        path.display().to_string()
    };
    (1..=3).map(photo).collect()
}

#[test]
fn a_stricter_profile_asks_about_more_and_a_nonsense_one_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let layout = include_str!("../../../../profiles/id-2024/layouts/c-hasil-ppwp.toml");
    let photos = filled(folder.path(), layout);
    let read = |more: &[&str]| {
        let mut arguments = vec!["read", "form", "--json"];
        arguments.extend(photos.iter().map(String::as_str));
        saksi(&[&arguments, more].concat())
    };
    let accepted = |sheet: &Value| {
        let fields = sheet["fields"].as_object().unwrap();
        (fields.values().filter(|field| field["accept"] == "yes").count(), fields.len())
    };
    let usual = json(&read(&[]));
    let (taken, all) = accepted(&usual);
    assert!(all == 28 && taken > 20, "{taken} of {all}");

    let stricter = "[policy]\naccept = 1_000_000\nask-one = 999_999\n";
    let own = profile(&folder.path().join("strict"), "reader.toml", stricter);
    let sheet = json(&read(&["--profile", &own]));
    assert_eq!(accepted(&sheet), (0, 28));
    assert_eq!(sheet["fields"]["votes.1"]["value"], usual["fields"]["votes.1"]["value"]);
    assert_eq!(sheet["fields"]["votes.1"]["confidence"], usual["fields"]["votes.1"]["confidence"]);

    let own = profile(&folder.path().join("nonsense"), "reader.toml", "[policy]\naccept = 12\n");
    let told = failure(&read(&["--profile", &own]));
    assert!(told.contains("reader.toml") && told.contains("`policy.accept` is 12"), "{told}");
}

#[test]
fn a_layout_whose_form_no_contest_has_is_called_that_and_those_there_are_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let layout = include_str!("../../../../profiles/id-2024/layouts/c-hasil-ppwp.toml");
    let other = layout.replacen("form = \"c-hasil-ppwp\"", "form = \"c1-2019\"", 1);
    assert_ne!(other, layout);
    let photos = filled(folder.path(), &other);
    let own = profile(&folder.path().join("own"), "layouts/c-hasil-ppwp.toml", &other);
    let told = failure(&saksi(&["read", "page", &photos[1], "--profile", &own]));
    assert!(told.contains("c1-2019") && told.contains("no contest with that form"), "{told}");
    assert!(told.contains(&own) && told.contains("c-hasil-ppwp"), "{told}");
}
