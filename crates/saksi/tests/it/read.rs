//! `saksi read` as its users run it: what it prints, what it exits with, and what it says to files that are no pages.

use std::fs;
use std::path::Path;

use serde_json::Value;

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
