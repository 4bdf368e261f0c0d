//! What is printed is what is read: pages rasterised by another program, found and read by ours.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use std::fs;
use std::path::Path;
use std::process::Command;

use print::{Forms, PrintError, Sheet};
use reader::Gray;
use reader::boxes::Net;
use reader::layout::Layout;
use reader::read::page::read_page;
use reader::station::{StationCode, StationRead};

const STATION: &str = "8271021022008";

fn layout_text() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024/layouts/c-hasil-ppwp.toml");
    fs::read_to_string(path).unwrap()
}

fn sheet(station: &str) -> Sheet {
    let words = [("region-1", "MALUKU UTARA"), ("station-name", "TPS 008")];
    Sheet {
        station: Some(station.to_owned()),
        words: words.map(|(name, word)| (name.to_owned(), word.to_owned())).into(),
    }
}

fn pdf(layout: &Layout, sheets: &[Sheet], practice: Option<&str>) -> Result<Vec<u8>, PrintError> {
    let words = |name: &str| name.starts_with("option-").then(|| "ONE OF TWO\nTHE OTHER".to_owned());
    Forms { layout, words: &words, practice }.pdf(sheets)
}

/// The file's pages at three pixels a millimetre; `None` where there is no program for it.
fn pages(pdf: &[u8]) -> Option<Vec<Gray>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("forms.pdf"), pdf).unwrap();
    let run = Command::new("pdftoppm")
        .args(["-r", "76.2", "-gray", "forms.pdf", "page"])
        .current_dir(folder.path())
        .status();
    if !run.ok()?.success() {
        return None;
    }
    let mut files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "pgm"));
    files.sort();
    Some(files.iter().map(|path| grey(&fs::read(path).unwrap())).collect())
}

/// A grey picture as pdftoppm writes it: three lines, then bytes.
fn grey(file: &[u8]) -> Gray {
    let mut lines = file.splitn(4, |byte| *byte == b'\n');
    assert_eq!(lines.next(), Some(&b"P5"[..]));
    let size = String::from_utf8(lines.next().unwrap().to_vec()).unwrap();
    let (width, height) = size.split_once(' ').unwrap();
    assert_eq!(lines.next(), Some(&b"255"[..]));
    Gray::new(width.parse().unwrap(), height.parse().unwrap(), lines.next().unwrap().to_vec()).unwrap()
}

#[test]
fn a_printed_page_is_found_with_every_box_in_its_place_and_its_station_read() {
    let layout = Layout::parse(&layout_text()).unwrap();
    let Some(pages) = pages(&pdf(&layout, &[sheet(STATION)], Some("PRACTICE")).unwrap()) else {
        println!("skipped: there is no pdftoppm (package poppler-utils)");
        return;
    };
    assert_eq!(pages.len(), 3);
    for (number, picture) in (1..).zip(&pages) {
        let read =
            read_page(picture, std::slice::from_ref(&layout), Net::shipped()).expect("the page is found");
        assert_eq!(read.found.page, number);
        assert_eq!(read.quality.seen, read.quality.printed);
        // Corners: to a tenth of a millimetre, which is 77 of the 256ths of a pixel.
        let [left, top, right, bottom] = layout.marks.crossings;
        for (corner, [x, y]) in
            read.found.corners.iter().zip([[left, top], [right, top], [right, bottom], [left, bottom]])
        {
            let at = |length: reader::layout::Mm| i64::from(length.0) * 768 / 100 - 128;
            assert!((corner.x - at(x)).abs() <= 77 && (corner.y - at(y)).abs() <= 77, "{corner:?}");
        }
        // What is printed stands within 0.3 mm of where the layout has it.
        for shift in read.field.shifts() {
            let near = |by: Option<i32>| by.is_none_or(|by| by.abs() <= 30);
            assert!(near(shift.x) && near(shift.y), "page {number}: {shift:?}");
        }
        let code = StationCode::new("c-hasil-ppwp", number, STATION).unwrap();
        assert_eq!(read.station, StationRead::Read(code));
    }
}

#[test]
fn the_same_sheets_make_the_same_bytes_and_others_do_not() {
    let layout = Layout::parse(&layout_text()).unwrap();
    let one = pdf(&layout, &[sheet(STATION)], None).unwrap();
    assert_eq!(one, pdf(&layout, &[sheet(STATION)], None).unwrap());
    assert_ne!(one, pdf(&layout, &[sheet("8271021022009")], None).unwrap());
    assert_ne!(one, pdf(&layout, &[sheet(STATION)], Some("PRACTICE")).unwrap());
    // 600 × 900 mm in points.
    let text = String::from_utf8_lossy(&one);
    assert!(text.contains("/MediaBox [0 0 1700.78"), "true size");
    let two = pdf(&layout, &[sheet(STATION), sheet("8271021022009")], None).unwrap();
    assert!(two.len() - one.len() < one.len() / 5, "what sheets have alike is in the file once");
}

#[test]
fn a_sheet_without_a_place_for_its_code_is_refused_and_one_for_any_station_is_not() {
    let text = layout_text();
    let (before, after) = text.split_once("[qr]").unwrap();
    let (_, after) = after.split_once("side = 32").unwrap();
    let layout = Layout::parse(&format!("{before}{after}")).unwrap();
    let refused = pdf(&layout, &[sheet(STATION)], None);
    assert!(matches!(refused, Err(PrintError::NoPlace { form }) if form == "c-hasil-ppwp"));
    assert!(pdf(&layout, &[Sheet::default()], None).is_ok());
    let layout = Layout::parse(&text).unwrap();
    let refused = pdf(&layout, &[sheet("no station")], None);
    assert!(matches!(refused, Err(PrintError::NoCode { station, .. }) if station == "no station"));
}

#[test]
fn what_stands_wrong_in_a_layout_is_named() {
    let text = layout_text();
    let wrong = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Layout::parse(&text.replacen(from, to, 1)).expect_err("it is wrong").to_string()
    };
    let qr = |at: &str| wrong("at = [448, 120]", at);
    assert!(qr("at = [590, 120]").starts_with("page 0, qr: is off the sheet"));
    assert!(qr("at = [500, 120]").contains("qr: stands on the tag"));
    // 494 - 32 - 4 mm is as near as it may come.
    assert!(qr("at = [458.1, 120]").contains("qr: stands on the tag"));
    assert!(Layout::parse(&text.replacen("at = [448, 120]", "at = [458, 120]", 1)).is_ok());
    assert!(wrong("side = 32\n\n# How", "side = 9\n\n# How").contains("qr: is off the sheet, or smaller"));
    assert!(wrong("\"invalid\" = [[9", "\"invalids\" = [[9").contains("usual, invalids: no number"));
    assert!(wrong("[[9, 928]", "[[9, 929]").contains("a thousand in all"));
    assert!(wrong("at = [505, 87]", "at = [605, 87]").contains("printed: a text is off the sheet"));
    assert!(wrong("from = [73, 358.8]", "from = [73, 958.8]").contains("page 1, printed: a line is off"));
    assert!(wrong("line = 0.8", "line = 8").contains("thicker than 5 mm"));
    assert!(wrong("size = 4.7", "sise = 4.7").contains("sise"));
}

#[test]
fn a_layout_of_an_hour_prints_with_labels_and_is_found_too() {
    let mut layout = Layout::parse(&layout_text()).unwrap();
    layout.printed = reader::layout::Printed::default();
    for page in &mut layout.pages {
        page.printed = reader::layout::Printed::default();
    }
    let words = |name: &str| name.strip_prefix("number ").map(|field| format!("label of {field}"));
    let pdf = Forms { layout: &layout, words: &words, practice: None }.pdf(&[sheet(STATION)]).unwrap();
    let text = String::from_utf8_lossy(&pdf);
    for words in ["(label of votes.2)", "(C-HASIL-PPWP  2 / 3)", "(TPS 008, MALUKU UTARA)"] {
        assert!(text.contains(words), "{words}");
    }
    let Some(pages) = pages(&pdf) else {
        println!("skipped: there is no pdftoppm (package poppler-utils)");
        return;
    };
    for picture in &pages {
        let read =
            read_page(picture, std::slice::from_ref(&layout), Net::shipped()).expect("the page is found");
        assert_eq!(read.station.code().map(|code| code.station.as_str()), Some(STATION));
    }
}
