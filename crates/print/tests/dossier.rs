//! Papers for a court as files that are kept for good.

#![expect(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use print::dossier::{Block, Column, Dossier, Photo, Row, Table};

fn column(head: &str, wide: i32, right: bool) -> Column {
    Column { head: head.to_owned(), wide, right }
}

fn table(rows: usize) -> Block {
    Block::Table(Table {
        columns: vec![column("Uraian", 5, false), column("Jumlah", 2, true)],
        rows: (0..rows).map(|row| Row::of(vec![format!("Baris {row}"), row.to_string()])).collect(),
    })
}

fn jpeg(colour: jpeg_encoder::ColorType, channels: usize, [wide, high]: [u16; 2]) -> Vec<u8> {
    let pixels: Vec<u8> = (0..usize::from(wide) * usize::from(high) * channels)
        .map(|at| u8::try_from(at % 251).unwrap())
        .collect();
    let mut file = Vec::new();
    jpeg_encoder::Encoder::new(&mut file, 80).encode(&pixels, wide, high, colour).unwrap();
    file
}

fn colours() -> Vec<u8> {
    jpeg(jpeg_encoder::ColorType::Rgb, 3, [120, 160])
}

fn dossier(blocks: Vec<Block>) -> Dossier {
    Dossier {
        title: "BERKAS BUKTI".to_owned(),
        about: vec!["TPS 001".to_owned()],
        blocks,
        made_from: vec!["Akar buku besar 47DEQpj8HBSa".to_owned()],
        practice: Some("SIMULASI".to_owned()),
        language: "id".to_owned(),
        page: "Halaman".to_owned(),
        of: "dari".to_owned(),
    }
}

fn everything() -> Vec<Block> {
    let photo = Photo::of(&colours()).unwrap();
    vec![
        Block::Notice("Ini simulasi.".to_owned()),
        Block::Facts(vec![
            ("Pemilu".to_owned(), "simulasi".to_owned()),
            ("Kosong".to_owned(), String::new()),
        ]),
        Block::Part("Angka".to_owned()),
        Block::Head("Pemeriksaan".to_owned()),
        table(200),
        Block::Minor("Foto".to_owned()),
        Block::Photo(Box::new(photo), vec!["SHA-256 0123456789abcdef".to_owned()]),
        Block::Text("Satu paragraf.\nDan satu lagi.".to_owned()),
    ]
}

fn holds(file: &[u8], what: &[u8]) -> usize {
    file.windows(what.len()).filter(|window| *window == what).count()
}

/// What another program reads in a file, page by page; none where it isn't here.
fn read(file: &[u8]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().ok()?;
    let path = folder.path().join("dossier.pdf");
    std::fs::write(&path, file).ok()?;
    let Ok(output) = std::process::Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output()
    else {
        println!("skipped: no pdftotext here");
        return None;
    };
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect())
}

#[test]
fn the_file_says_that_it_is_kept_for_good_and_brings_fonts_greys_and_colours() {
    let file = dossier(everything()).pdf();
    for what in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>B</pdfaid:conformance>",
        "/GTS_PDFA1",
        "/DestOutputProfile",
        "/ID [",
        "/ICCBased",
    ] {
        assert_eq!(holds(&file, what.as_bytes()), 1, "{what}");
    }
    assert_eq!((holds(&file, b"/Subtype /TrueType"), holds(&file, b"/FontFile2")), (2, 2));
    for never in [
        "/Encrypt",
        "/Type1",
        "/SMask",
        "/ExtGState",
        "/JavaScript",
        "/Author",
        "/CreationDate",
        "/DeviceRGB",
        "/DeviceCMYK",
        "/Interpolate",
        "/EmbeddedFile",
    ] {
        assert_eq!(holds(&file, never.as_bytes()), 0, "{never}");
    }
}

#[test]
fn the_same_words_and_photos_make_the_same_bytes_and_others_others() {
    let file = dossier(everything()).pdf();
    assert_eq!(file, dossier(everything()).pdf());
    let mut other = everything();
    other.push(Block::Text("Lain".to_owned()));
    assert_ne!(file, dossier(other).pdf());
}

#[test]
fn a_photo_in_the_file_is_byte_for_byte_the_photo() {
    let file = dossier(everything()).pdf();
    assert_eq!(holds(&file, &colours()), 1);
    let grey = jpeg(jpeg_encoder::ColorType::Luma, 1, [64, 48]);
    let photo = Photo::of(&grey).unwrap();
    assert!(photo.is_verbatim());
    let file = dossier(vec![Block::Photo(Box::new(photo), Vec::new())]).pdf();
    assert_eq!((holds(&file, &grey), holds(&file, b"/ICCBased")), (1, 0));
}

#[test]
fn printing_colours_and_png_are_shown_as_their_grey() {
    let four = Photo::of(&jpeg(jpeg_encoder::ColorType::Cmyk, 4, [32, 32])).unwrap();
    let png = Photo::of(&reader::Gray::new(8, 8, vec![7; 64]).unwrap().to_png().unwrap()).unwrap();
    for photo in [four, png] {
        assert!(!photo.is_verbatim());
        let file = dossier(vec![Block::Photo(Box::new(photo), Vec::new())]).pdf();
        assert_eq!((holds(&file, b"/DCTDecode"), holds(&file, b"/DeviceGray")), (0, 1));
    }
}

#[test]
fn what_is_no_whole_picture_gets_into_no_file() {
    let whole = colours();
    for bytes in [b"".as_slice(), b"GIF89a", whole.split_at(whole.len() / 2).0] {
        assert!(Photo::of(bytes).is_err());
    }
}

#[test]
fn every_page_has_its_number_what_it_is_made_from_and_says_that_it_is_a_practice() {
    let Some(pages) = read(&dossier(everything()).pdf()) else { return };
    assert!(pages.len() > 4);
    for (page, number) in pages.iter().zip(1..) {
        assert!(page.contains(&format!("Halaman {number} dari {}", pages.len())), "{page}");
        assert!(page.contains("47DEQpj8HBSa") && page.contains("SIMULASI"), "{page}");
    }
}

#[test]
fn a_table_has_its_head_on_each_page_and_no_row_is_lost() {
    let Some(pages) = read(&dossier(vec![table(200)]).pdf()) else { return };
    assert!(pages.iter().all(|page| page.contains("Uraian")));
    let all = pages.concat();
    assert!((0..200).all(|row| all.contains(&format!("Baris {row}"))));
}

#[test]
fn what_is_longer_than_a_page_goes_on_on_the_next() {
    let words: Vec<String> = (0..4_000).map(|word| format!("kata{word}")).collect();
    let long = words.join(" ");
    let rows = vec![Row::of(vec![long.clone(), "1".to_owned()])];
    let columns = vec![column("Uraian", 5, false), column("Jumlah", 2, true)];
    for block in [
        Block::Text(long.clone()),
        Block::Notice(long.clone()),
        Block::Head(long.clone()),
        Block::Facts(vec![("Nama".to_owned(), long.clone())]),
        Block::Table(Table { columns, rows }),
    ] {
        let Some(pages) = read(&dossier(vec![block]).pdf()) else { return };
        let all = pages.concat();
        assert!(pages.len() > 1 && words.iter().all(|word| all.contains(word.as_str())));
    }
}

#[test]
fn a_heading_stands_on_the_page_of_what_it_heads() {
    for rows in 20..60 {
        let blocks = vec![table(rows), Block::Head("Judul".to_owned()), Block::Text("Isinya".to_owned())];
        let Some(pages) = read(&dossier(blocks).pdf()) else { return };
        let page = pages.iter().find(|page| page.contains("Judul")).unwrap();
        assert!(page.contains("Isinya"), "{rows}");
    }
}

#[test]
fn hostile_words_harm_nothing() {
    let hostile =
        ["(\\)))(", "\u{202e}\u{0}\u{1b}[2J", &"W".repeat(9_000), "<<>> endstream endobj", "漢字 कि"];
    for text in hostile {
        let blocks = vec![
            Block::Part(text.to_owned()),
            Block::Facts(vec![(text.to_owned(), text.to_owned())]),
            Block::Table(Table {
                columns: vec![column(text, 1, true)],
                rows: vec![Row::of(vec![text.to_owned()])],
            }),
        ];
        let mut one = dossier(blocks);
        (one.title, one.about, one.practice) =
            (text.to_owned(), vec![text.to_owned()], Some(text.to_owned()));
        if let Some(pages) = read(&one.pdf()) {
            assert!(!pages.is_empty());
        }
    }
}
