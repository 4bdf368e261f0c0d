//! Minutes of a plenary as a file that is kept for good.

use print::minutes::{Column, Item, List, Minutes, Table, Words};

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
fn three_hundred_stations_are_set_within_a_second() {
    let minutes = minutes(300);
    let start = std::time::Instant::now();
    let file = minutes.pdf();
    let took = start.elapsed();
    println!("300 stations: {} ms, {} kB", took.as_millis(), file.len() / 1_000);
    assert!(took.as_millis() < 1_000, "{took:?}");
    if let Ok(path) = std::env::var("MINUTES") {
        assert!(std::fs::write(path, &file).is_ok());
    }
}
