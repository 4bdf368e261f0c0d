//! Minutes of a plenary as a file that is kept for good.

use print::minutes::{Column, Item, List, Minutes, Table, Words};
use reader::Gray;

/// Minutes of so many stations, in villages of twenty.
fn minutes(stations: usize) -> Minutes {
    let items = (0..31).map(|row| Item {
        number: format!("I.{row}"),
        label: format!("Uraian ke-{row}, laki-laki dan perempuan"),
    });
    let column =
        |name: String, figure: u64| Column { name, note: String::new(), figures: vec![Some(figure); 31] };
    let villages = stations.div_ceil(20);
    let whole = Table {
        title: "MELATI".to_owned(),
        columns: (1..=villages).map(|one| column(format!("KELURAHAN SUKAMAJU {one}"), 4_812)).collect(),
        total: column("JUMLAH".to_owned(), 73_211),
    };
    let annexes = (1..=villages).map(|one| Table {
        title: format!("Lampiran: KELURAHAN SUKAMAJU {one}"),
        columns: (1..=20).map(|tps| column(format!("TPS {tps:03}"), 241)).collect(),
        total: column("JUMLAH".to_owned(), 4_812),
    });
    Minutes {
        title: "D.HASIL KECAMATAN".to_owned(),
        about: vec!["Presiden dan Wakil Presiden".to_owned(), "Kecamatan MELATI".to_owned()],
        items: items.collect(),
        tables: std::iter::once(whole).chain(annexes).collect(),
        lists: vec![List {
            title: "Tanda tangan".to_owned(),
            columns: vec![("Nama".to_owned(), 3), ("Tanda tangan".to_owned(), 2)],
            rows: vec![vec!["1.".to_owned(), String::new()]; 5],
            high: 1_200,
            none: "-".to_owned(),
        }],
        made_from: vec!["SHA-256 0123456789abcdef".to_owned()],
        statement: [0xab; 32],
        practice: Some("SIMULASI".to_owned()),
        language: "id".to_owned(),
        words: Words {
            number: "No.".to_owned(),
            item: "Uraian".to_owned(),
            page: "Halaman".to_owned(),
            of: "dari".to_owned(),
        },
    }
}

fn holds(file: &[u8], what: &str) -> usize {
    file.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
}

#[test]
fn the_file_says_that_it_is_kept_for_good_and_brings_its_fonts_and_the_meaning_of_its_greys() {
    let file = minutes(20).pdf();
    for what in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>B</pdfaid:conformance>",
        "/GTS_PDFA1",
        "/DestOutputProfile",
        "/ID [",
    ] {
        assert_eq!(holds(&file, what), 1, "{what}");
    }
    // Two fonts, each with its file; none that a reader is to have by itself.
    assert_eq!((holds(&file, "/Subtype /TrueType"), holds(&file, "/FontFile2")), (2, 2));
    for never in ["/Encrypt", "/Type1", "/SMask", "/ExtGState", "/JavaScript", "/Author", "/CreationDate"] {
        assert_eq!(holds(&file, never), 0, "{never}");
    }
}

#[test]
fn the_same_minutes_make_the_same_bytes_and_other_figures_others() {
    let (one, mut other) = (minutes(20), minutes(20));
    assert_eq!(one.pdf(), minutes(20).pdf());
    if let Some(figure) = other.tables.first_mut().and_then(|table| table.total.figures.first_mut()) {
        *figure = Some(1);
    }
    assert_ne!(one.pdf(), other.pdf());
}

#[test]
fn a_pages_code_names_its_statement_and_place_and_changes_with_any_figure_on_it_alone() {
    let (one, mut other) = (minutes(40), minutes(40));
    if let Some(figure) = other.tables.first_mut().and_then(|table| table.total.figures.first_mut()) {
        *figure = Some(1);
    }
    let (one, other) = (one.set().codes, other.set().codes);
    let pages = u16::try_from(one.len()).unwrap();
    assert!(pages > 3);
    for (code, page) in one.iter().zip(1..) {
        assert_eq!((code.statement, code.page, code.pages), ([0xab; 32], page, pages));
    }
    let changed = one.iter().zip(&other).filter(|(one, other)| one.says != other.says);
    assert_eq!(changed.map(|(one, _)| one.page).collect::<Vec<_>>(), [1], "the page with the total");
}

/// A page as a telephone sees it: rendered by others' program, not quite straight, small, a little blurred.
#[test]
fn a_photo_of_a_printed_page_says_which_page_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let set = minutes(40).set();
    let path = folder.path().join("minutes.pdf");
    std::fs::write(&path, &set.file).unwrap();
    let out = folder.path().join("page");
    let drawn = std::process::Command::new("pdftoppm")
        .args(["-gray", "-png", "-r", "200"])
        .arg(&path)
        .arg(&out)
        .status();
    if !drawn.is_ok_and(|status| status.success()) {
        println!("skipped: no pdftoppm here");
        return;
    }
    let mut pages: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "png"))
        .collect();
    pages.sort();
    assert_eq!(pages.len(), set.codes.len());
    for (path, code) in pages.iter().zip(&set.codes) {
        let picture = reader::decode::decode(&std::fs::read(path).unwrap()).unwrap();
        let turned = photographed(&on_its_head(&picture).unwrap()).unwrap();
        for photo in [picture.clone(), photographed(&picture).unwrap(), turned] {
            assert_eq!(reader::minutes::read(&photo).as_ref(), Ok(code), "{}", path.display());
        }
    }
}

fn on_its_head(picture: &Gray) -> Option<Gray> {
    Gray::new(picture.width(), picture.height(), picture.pixels().iter().rev().copied().collect())
}

/// On a table of middle grey, turned by two degrees, seen from a little below, each pixel the mean of four, darker on the right.
fn photographed(picture: &Gray) -> Option<Gray> {
    let (wide, high) = (i64::try_from(picture.width()).ok()?, i64::try_from(picture.height()).ok()?);
    let (out_wide, out_high) = (wide * 11 / 10, high * 11 / 10);
    let shade = |at: i64| {
        let (x, y) = (at % out_wide - out_wide / 2, at / out_wide - out_high / 2);
        // The further down, the nearer: up to six in a hundred wider.
        let near = 1_000 + 60 * y / out_high;
        let (across, down) = (x * 1_000 / near, y * 1_000 / near);
        let (from_x, from_y) = (across + down * 35 / 1_000 + wide / 2, down - across * 35 / 1_000 + high / 2);
        if !(0..wide - 1).contains(&from_x) || !(0..high - 1).contains(&from_y) {
            return Some(120);
        }
        let around = [(0, 0), (1, 0), (0, 1), (1, 1)];
        let sum: i64 = around.iter().map(|(dx, dy)| i64::from(picture.at(from_x + dx, from_y + dy))).sum();
        let light = 1_000 - 300 * (x + out_wide / 2) / out_wide;
        u8::try_from(sum / 4 * light / 1_000).ok()
    };
    let pixels = (0..out_wide * out_high).map(shade).collect::<Option<Vec<u8>>>()?;
    Gray::new(usize::try_from(out_wide).ok()?, usize::try_from(out_high).ok()?, pixels)
}
