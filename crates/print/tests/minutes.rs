//! Minutes of a plenary as a file that is kept for good.

use print::minutes::{Column, Grid, GridFigure, Item, List, Minutes, Set, Table, Words};
use reader::Gray;
use reader::minutes::compared::{Agreement, compare};
use reader::page::{PART, Point};
use reader::sample::between;

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

/// Pages drawn by another program, at so many dots an inch; none where it isn't here.
fn drawn(file: &[u8], dots: u32) -> Option<Vec<Gray>> {
    let folder = tempfile::tempdir().ok()?;
    let path = folder.path().join("minutes.pdf");
    std::fs::write(&path, file).ok()?;
    let drawn = std::process::Command::new("pdftoppm")
        .args(["-gray", "-png", "-r", &dots.to_string()])
        .arg(&path)
        .arg(folder.path().join("page"))
        .status();
    if !drawn.is_ok_and(|status| status.success()) {
        println!("skipped: no pdftoppm here");
        return None;
    }
    let files = std::fs::read_dir(folder.path()).ok()?.filter_map(|file| Some(file.ok()?.path()));
    let mut pages: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "png")).collect();
    pages.sort();
    pages.into_iter().map(|path| reader::decode::decode(&std::fs::read(path).ok()?).ok()).collect()
}

/// Pages as a telephone sees them: rendered by others' program, not quite straight, small, a little blurred.
#[test]
fn a_photo_of_a_printed_page_says_which_page_it_is() {
    let set = minutes(40).set();
    let Some(pages) = drawn(&set.file, 200) else { return };
    assert_eq!(pages.len(), set.codes.len());
    for (picture, code) in pages.iter().zip(&set.codes) {
        let turned = photographed(&on_its_head(picture).unwrap()).unwrap();
        for photo in [picture.clone(), photographed(picture).unwrap(), turned] {
            let read = reader::minutes::read(&photo).map(|page| page.code);
            assert_eq!(read.as_ref(), Ok(code));
        }
    }
}

/// What a photo of a page shows in each cell, as a string: `=` what was printed, `x` something else, `?` unclear.
fn told(photo: &Gray, grid: &Grid) -> Option<String> {
    let page = reader::minutes::read(photo).ok()?;
    let cells: Vec<_> = grid.figures().into_iter().map(|figure| figure.printed).collect();
    let each = compare(photo, &page.perspective, &cells);
    let told = each.iter().map(|cell| match cell {
        Agreement::Same => '=',
        Agreement::Differs => 'x',
        Agreement::Unclear => '?',
    });
    Some(told.collect())
}

/// Minutes whose figures have every digit, and none; and their first page of figures.
fn varied() -> Option<(Vec<u8>, Grid)> {
    let mut minutes = minutes(40);
    let mut figure = 7_u64;
    let columns =
        minutes.tables.iter_mut().flat_map(|table| table.columns.iter_mut().chain([&mut table.total]));
    for one in columns.flat_map(|column| &mut column.figures) {
        figure = figure * 1_103_515_245 % 2_147_483_647;
        let most = 10_u64.pow(u32::try_from(figure % 6).ok()? + 1);
        *one = (!figure.is_multiple_of(11)).then_some(figure % most);
    }
    let Set { file, grids, .. } = minutes.set();
    Some((file, grids.into_iter().flatten().next()?))
}

#[test]
fn every_figure_that_nobody_touched_is_what_was_printed_in_whatever_light() {
    let Set { file, grids, .. } = minutes(40).set();
    for (dots, pages) in [200, 300].map(|dots| (dots, drawn(&file, dots))) {
        let Some(pages) = pages else { return };
        let figures = pages.iter().zip(&grids).filter_map(|(page, grid)| Some((page, grid.as_ref()?)));
        for (page, grid) in figures.take(3) {
            let photo = photographed(page).unwrap();
            for photo in [page.clone(), photo.clone(), faint(&photo).unwrap(), noisy(&photo).unwrap()] {
                let told = told(&photo, grid).unwrap();
                assert_eq!(told, "=".repeat(told.len()), "at {dots}");
            }
        }
    }
}

/// What it is, where in a cell, hundredths of a millimetre, how bright; and the figures on which it changes anything.
type Mark = (&'static str, [i32; 4], u8, fn(&str) -> bool);

#[test]
fn a_stroke_of_a_pen_a_blade_and_another_figure_are_seen_in_their_cells_and_nowhere_else() {
    let (file, grid) = varied().unwrap();
    let Some(pages) = drawn(&file, 200) else { return };
    let page = pages.first().unwrap();
    let figures = grid.figures();
    let whole = figures.len();
    assert_eq!(told(&photographed(page).unwrap(), &grid).unwrap(), "=".repeat(whole));
    // Places within a cell, whose last digit ends here and is 150 wide; and figures on which such a mark changes anything.
    let last = grid.cell.0 - 110;
    let marks: [Mark; 6] = [
        ("a 1 before the figure", [last - 1_150, 110, 40, 200], 70, |_| true),
        ("a line through it", [last - 250, 210, 240, 45], 70, |_| true),
        ("a short stroke that makes a 3 an 8", [last - 148, 130, 40, 85], 70, |text| {
            text.ends_with(['1', '2', '3', '7'])
        }),
        ("its last digit scraped off", [last - 155, 110, 150, 220], 252, |text| text != "\u{2013}"),
        ("a digit after it", [last - 2, 125, 42, 195], 70, |_| true),
        ("a dot of a pen", [last - 600, 200, 60, 60], 70, |text| text.len() <= 3),
    ];
    for (what, [x, y, wide, high], luma, changes) in marks {
        // Every fifth figure of a photo, so that each has neighbours that nobody touched.
        for first in 0..5 {
            let is = |(at, figure): (usize, &GridFigure<'_>)| at % 5 == first && changes(&figure.text);
            let mut page = page.clone();
            for figure in figures.iter().enumerate().filter(|figure| is(*figure)).map(|(_, figure)| figure) {
                // What is compared begins half a millimetre within the cell.
                let corner = (figure.printed.at.x.0 - 50 + x, figure.printed.at.y.0 - 50 + y);
                page = marked(&page, corner, (wide, high), luma).unwrap();
            }
            let expected: String =
                figures.iter().enumerate().map(|figure| if is(figure) { 'x' } else { '=' }).collect();
            assert_eq!(told(&photographed(&page).unwrap(), &grid).unwrap(), expected, "{what}");
        }
    }
}

#[test]
fn a_photo_that_shows_too_little_is_unclear_and_never_the_same() {
    let (file, grid) = varied().unwrap();
    let Some(pages) = drawn(&file, 200) else { return };
    let page = pages.first().unwrap();
    let read = reader::minutes::read(page).unwrap();
    let cells: Vec<_> = grid.figures().into_iter().map(|figure| figure.printed).collect();
    let (wide, high) = (page.width(), page.height());
    for luma in [0, 127, 255] {
        let blank = Gray::new(wide, high, vec![luma; wide * high]).unwrap();
        let each = compare(&blank, &read.perspective, &cells);
        assert!(each.iter().all(|cell| *cell == Agreement::Unclear));
    }
    let upper = Gray::new(wide, high / 3, page.pixels()[..wide * (high / 3)].to_vec()).unwrap();
    let each = compare(&upper, &read.perspective, &cells);
    assert!(each.contains(&Agreement::Unclear));
    assert!(each.iter().all(|cell| *cell != Agreement::Differs));
}

/// A page on which an area, hundredths of a millimetre, has another brightness.
fn marked(page: &Gray, (x, y): (i32, i32), (wide, high): (i32, i32), luma: u8) -> Option<Gray> {
    let dots = |length: i32| Some(usize::try_from(length).ok()? * page.width() / 29_700);
    let mut pixels = page.pixels().to_vec();
    for row in dots(y)?..=dots(y + high)? {
        let start = row * page.width();
        pixels.get_mut(start + dots(x)?..=start + dots(x + wide)?)?.fill(luma);
    }
    Gray::new(page.width(), page.height(), pixels)
}

/// In poor light: a third of the contrast.
fn faint(photo: &Gray) -> Option<Gray> {
    let pixels = photo.pixels().iter().map(|luma| 60 + luma / 3).collect();
    Gray::new(photo.width(), photo.height(), pixels)
}

/// With a sensor's noise, a twentieth of the whole either way.
fn noisy(photo: &Gray) -> Option<Gray> {
    let mut state = 1_u64;
    let pixels = photo.pixels().iter().map(|luma| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Some(luma.saturating_add(u8::try_from((state >> 40) % 26).ok()?).saturating_sub(13))
    });
    Gray::new(photo.width(), photo.height(), pixels.collect::<Option<_>>()?)
}

fn on_its_head(picture: &Gray) -> Option<Gray> {
    Gray::new(picture.width(), picture.height(), picture.pixels().iter().rev().copied().collect())
}

/// On a table of middle grey, turned by two degrees, seen from a little below, each pixel the mean of four places, darker on the
/// right.
fn photographed(picture: &Gray) -> Option<Gray> {
    let (wide, high) = (i64::try_from(picture.width()).ok()?, i64::try_from(picture.height()).ok()?);
    let (out_wide, out_high) = (wide * 11 / 10, high * 11 / 10);
    let shade = |at: i64| {
        let (x, y) = (at % out_wide - out_wide / 2, at / out_wide - out_high / 2);
        // The further down, the nearer: up to six in a hundred wider.
        let near = 100_000 + 6_000 * y / out_high;
        let (across, down) = (x * PART * 100_000 / near, y * PART * 100_000 / near);
        let middle = Point::new(wide * PART / 2, high * PART / 2);
        let from = middle.moved(Point::new(across + down * 35 / 1_000, down - across * 35 / 1_000));
        if !picture.holds(from) {
            return Some(120);
        }
        let around = [(-64, -64), (64, -64), (-64, 64), (64, 64)];
        let sum: i64 = around.iter().map(|(x, y)| between(picture, from.moved(Point::new(*x, *y)))).sum();
        let light = 1_000 - 300 * (x + out_wide / 2) / out_wide;
        u8::try_from(sum / 4 * light / 1_000).ok()
    };
    let pixels = (0..out_wide * out_high).map(shade).collect::<Option<Vec<u8>>>()?;
    Gray::new(usize::try_from(out_wide).ok()?, usize::try_from(out_high).ok()?, pixels)
}
