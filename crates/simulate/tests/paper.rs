//! Sheets on paper: what is printed, written and photographed, against the truth beside it and the reader's own eyes.
#![expect(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a test may stop at the first surprise, and measures pictures"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use reader::layout::Layout;
use simulate::paper::{
    Blanks, Conditions, Correction, Crop, Defect, ErrorKind, Filling, Habits, Ink, Mark, Part, Photo, Raster,
    Rest, SheetTruth, Span, Sum, blank, photograph, plan, ppwp_figures, ppwp_figures_unlike_others,
    ppwp_sums, write,
};

fn profile(file: &str) -> String {
    fs::read_to_string(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../profiles/id-2024")).join(file))
        .unwrap()
}

fn layout() -> Layout {
    Layout::parse(&profile("layouts/c-hasil-ppwp.toml")).unwrap()
}

fn sheet(layout: &Layout, habits: &Habits, seed: u64) -> SheetTruth {
    plan(layout, &ppwp_figures(seed), &ppwp_sums(), habits, seed)
}

/// A written page, two and a half pixels a millimetre.
fn page(layout: &Layout, seed: u64, page: u8) -> Raster {
    static BLANKS: OnceLock<Blanks> = OnceLock::new();
    let blanks = BLANKS.get_or_init(|| Blanks::print(self::layout(), 2.5));
    blanks.filled(&sheet(layout, &Habits::default(), seed), page, None).unwrap()
}

// --- what adds up

#[test]
fn the_sums_are_the_equations_of_the_profile() {
    let checks: toml::Table = profile("checks.toml").parse().unwrap();
    let equations = checks["checks"].as_array().unwrap().iter().filter(|check| {
        let group = check["group"].as_str().unwrap();
        check["hard"].as_bool().unwrap() && ["voters", "votes", "ballots"].contains(&group)
    });
    let listed: Vec<Sum> = equations
        .filter_map(|check| {
            let (left, right) = check["expression"].as_str().unwrap().split_once(" = ")?;
            // The total stands on either side: it is the side that is alone, the right one if both are.
            let left = left.replace("sum(votes.*)", "votes.1 + votes.2 + votes.3");
            let (parts, total) =
                if right.contains('+') { (right, left.as_str()) } else { (left.as_str(), right) };
            let parts: Vec<&str> = parts.split(" + ").collect();
            Some(Sum::new(&parts, total))
        })
        .collect();
    let both_ways = |sum: &Sum| match sum.parts.as_slice() {
        [one] => BTreeSet::from([one.clone(), sum.total.clone()]),
        _ => sum.parts.iter().cloned().chain([format!("= {}", sum.total)]).collect(),
    };
    let own: BTreeSet<BTreeSet<String>> = ppwp_sums().iter().map(both_ways).collect();
    assert_eq!(own, listed.iter().map(both_ways).collect());
}

#[test]
fn figures_add_up_and_keep_the_bounds() {
    let layout = layout();
    let fields: BTreeSet<&str> =
        layout.pages.iter().flat_map(|page| &page.numbers).map(|number| number.field.as_str()).collect();
    let mut usual = 0;
    let unlike = (0..500).map(ppwp_figures_unlike_others);
    for (seed, figures) in (0..2_000).map(ppwp_figures).chain(unlike).enumerate() {
        assert_eq!(figures.keys().map(String::as_str).collect::<BTreeSet<_>>(), fields);
        for sum in ppwp_sums() {
            assert!(sum.holds(|field| figures[field]), "seed {seed}: {sum:?} {figures:?}");
        }
        let roll = figures["voters.roll.total"];
        assert!((12..=560).contains(&roll));
        usual += u32::from((180..300).contains(&roll));
        assert_eq!(figures["ballots.received"], roll + (roll * 2).div_ceil(100));
        assert!(figures["voters.used.total"] <= figures["ballots.received"]);
        for sex in ["male", "female", "total"] {
            let line = |name: &str| figures[&format!("voters.{name}.{sex}")];
            assert!(line("used-roll") <= line("roll") && line("disabled") <= line("used"), "seed {seed}");
        }
    }
    // Of 2,000 that are like 2024's stations about 88 in a hundred.
    assert!((1_680..1_840).contains(&usual), "{usual}");
}

// --- what is written

#[test]
fn without_errors_everything_says_what_was_meant() {
    let layout = layout();
    for seed in 0..200 {
        let figures = ppwp_figures(seed);
        for (careful, habits) in [(true, Habits::careful()), (false, Habits::default())] {
            let sheet = sheet(&layout, &habits, seed);
            assert!(sheet.errors.is_empty());
            for number in sheet.numbers() {
                assert_eq!((number.meant, number.written), (figures[&number.field], figures[&number.field]));
                assert!(number.strokes().is_none_or(|strokes| strokes == number.written));
                for row in &number.rows {
                    assert!(row.sum_value().is_none_or(|sum| sum == u32::from(row.strokes)), "{number:?}");
                    assert!(row.sum_value().is_some() || row.strokes == 0);
                }
                if careful {
                    assert!(number.boxes.iter().all(|one| one.correction.is_none()));
                    assert_eq!(number.bubbled(), (!number.bubbles.is_empty()).then_some(number.written));
                }
            }
        }
    }
}

#[test]
fn habits_come_as_often_as_they_should() {
    let layout = layout();
    let mut marks: BTreeMap<String, u32> = BTreeMap::new();
    let mut corrections: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..400 {
        for number in sheet(&layout, &Habits::default(), seed).numbers() {
            for one in &number.boxes {
                let name = match one.mark {
                    Mark::Digit(0) => "zero".to_owned(),
                    Mark::Digit(_) => "digit".to_owned(),
                    other @ (Mark::Cross | Mark::Empty | Mark::Dash | Mark::Slash | Mark::CrossedZero) => {
                        format!("{other:?}")
                    }
                };
                *marks.entry(name).or_default() += 1;
                if let Some(correction) = one.correction {
                    let name = match correction {
                        Correction::Over(_) => "over",
                        Correction::Beside(_) => "beside",
                        Correction::Whitened => "white",
                    };
                    *corrections.entry(name.to_owned()).or_default() += 1;
                }
            }
        }
    }
    // About three of four places without a digit hold an X, on real forms 748 of 1,010.
    let nothing = marks["Cross"] + marks["zero"];
    assert!((600..=800).contains(&(marks["Cross"] * 1_000 / nothing)), "{marks:?}");
    for rare in ["Empty", "Dash", "Slash", "CrossedZero"] {
        assert!(marks.contains_key(rare), "{rare} {marks:?}");
    }
    assert_eq!(corrections.len(), 3, "{corrections:?}");
}

#[test]
fn errors_break_exactly_the_sums_they_should() {
    let layout = layout();
    let sums = ppwp_sums();
    for kind in ErrorKind::ALL {
        let habits = Habits { errors: 1.0, kinds: vec![kind], ..Habits::careful() };
        let mut made = 0;
        for seed in 0..60 {
            let sheet = sheet(&layout, &habits, seed);
            let [error] = sheet.errors.as_slice() else { continue };
            made += 1;
            assert_eq!(error.kind, kind);
            let written = |field: &str| sheet.number(field).unwrap().written;
            let broken: Vec<&Sum> = sums.iter().filter(|sum| !sum.holds(written)).collect();
            let boxes: Vec<_> = error
                .changes
                .iter()
                .filter(|change| matches!(change.part, Part::Boxes | Part::All))
                .collect();
            for number in sheet.numbers() {
                let change = boxes.iter().find(|change| change.field == number.field);
                assert_eq!(number.written, change.map_or(number.meant, |change| change.written));
            }
            if kind == ErrorKind::Cancelling {
                assert!(broken.is_empty() && boxes.len() == 2, "{error:?}");
                continue;
            }
            // One number off breaks every sum it stands in and no other.
            let named: Vec<&Sum> =
                sums.iter().filter(|sum| boxes.iter().any(|change| sum.names(&change.field))).collect();
            assert_eq!(broken, named, "{error:?}");
            let [change] = error.changes.as_slice() else { panic!("{error:?}") };
            let number = sheet.number(&change.field).unwrap();
            match change.part {
                Part::Boxes => assert!(number.strokes().is_none_or(|strokes| strokes == change.meant)),
                Part::Bubbles => {
                    assert_eq!((number.bubbled(), number.written), (Some(change.written), change.meant));
                }
                Part::Strokes => {
                    assert_eq!((number.strokes(), number.written), (Some(change.written), change.meant));
                }
                Part::RowSum(row) => {
                    let row = &number.rows[usize::from(row)];
                    assert_eq!(
                        (row.sum_value(), u32::from(row.strokes)),
                        (Some(change.written), change.meant)
                    );
                }
                Part::All => panic!("{error:?}"),
            }
        }
        assert!(made >= 50, "{kind:?}: {made} of 60");
    }
}

#[test]
fn the_truth_goes_into_a_file_and_back() {
    let layout = layout();
    let habits = Habits { errors: 1.0, overwritten: 0.2, ..Habits::default() };
    let truth = sheet(&layout, &habits, 5);
    let text = serde_json::to_string(&truth).unwrap();
    assert_eq!(serde_json::from_str::<SheetTruth>(&text).unwrap(), truth);
}

#[test]
fn what_is_drawn_is_what_the_truth_says() {
    let layout = layout();
    for seed in 0..12 {
        let truth = sheet(&layout, &Habits::default(), seed);
        let mut raster = blank(&layout, 2, 2.0).unwrap();
        write(&mut raster, &layout, &truth, 2, None);
        let luma = raster.luma().unwrap();
        let at = |x: i32, y: i32| u32::from(luma.at(i64::from(x) / 50, i64::from(y) / 50));
        for (number, written) in layout.page(2).unwrap().numbers.iter().zip(&truth.pages[1].numbers) {
            let bubbles = number.bubbles.as_ref().unwrap();
            for (column, filled) in written.bubbles.iter().enumerate() {
                for digit in 0..10 {
                    let x = bubbles.first.x.0 + bubbles.across.0 * i32::try_from(column).unwrap();
                    let y = bubbles.first.y.0 + bubbles.down.0 * i32::from(digit);
                    // Beside the printed digit, well inside the ring.
                    let level = [-220, 220].map(|off| at(x + off, y)).iter().sum::<u32>() / 2;
                    match filled.iter().find(|one| one.digit == digit).map(|one| one.filling) {
                        None => assert!(level > 200, "seed {seed} {column} {digit}: {level}"),
                        Some(Filling::Well | Filling::Over) => {
                            assert!(level < 170, "seed {seed} {column} {digit}: {level}");
                        }
                        Some(Filling::Small | Filling::Light | Filling::Tick) => {}
                    }
                }
            }
            // A cell's middle is crossed by the four strokes, or is paper.
            let strokes = number.strokes.as_ref().unwrap();
            for (row, line) in (0..).zip(&written.rows) {
                for column in 0..i32::from(strokes.across) {
                    let before = u16::try_from(column).unwrap() * 5;
                    let left = strokes.at.x.0 + strokes.cell.x.0 * column;
                    let middle = strokes.at.y.0 + strokes.cell.y.0 * row + strokes.cell.y.0 / 2;
                    let inked = (150..1_800).step_by(50).any(|off| at(left + off, middle) < 190);
                    if line.strokes > before {
                        assert!(inked, "seed {seed}: row {row}, column {column}");
                    } else if written.rest == Some(Rest::Open) {
                        assert!(!inked, "seed {seed}: row {row}, column {column}");
                    }
                }
            }
        }
    }
}

/// Ink that is one full square, for every 7.
struct Squares;

impl Ink for Squares {
    fn crop(&self, mark: Mark, _: u64) -> Option<Crop> {
        (mark == Mark::Digit(7)).then(|| Crop::new(8, 8, vec![255; 64]).unwrap())
    }
}

#[test]
fn real_ink_stands_in_the_boxes_that_the_source_has_ink_for() {
    let layout = layout();
    let (mut seen, mut other) = (0, 0);
    for seed in 0..6 {
        let truth = sheet(&layout, &Habits::careful(), seed);
        let mut raster = blank(&layout, 3, 2.0).unwrap();
        write(&mut raster, &layout, &truth, 3, Some(&Squares));
        let luma = raster.luma().unwrap();
        for (number, written) in layout.page(3).unwrap().numbers.iter().zip(&truth.pages[2].numbers) {
            for (at, one) in number.boxes.at.iter().zip(&written.boxes) {
                let (left, top) = (i64::from(at.x.0) / 50 + 5, i64::from(at.y.0) / 50 + 5);
                let dark = (0..30 * 30).filter(|at| luma.at(left + at % 30, top + at / 30) < 200).count();
                if one.mark == Mark::Digit(7) {
                    assert!(dark > 850, "{dark}");
                    seen += 1;
                } else {
                    assert!(dark < 450, "{dark}");
                    other += 1;
                }
            }
        }
    }
    assert!(seen > 0 && other > 0);
}

/// A form of another size, with two boxes, bubbles and ten strokes a cell.
const SMALL: &str = r#"
form = "small"
sheet = [210, 297]
[marks]
crossings = [15, 20, 195, 280]
side = 5
[tag]
at = [150, 30]
side = 24
[[pages]]
page = 1
tag = 7
[[pages.numbers]]
field = "yes"
boxes = { at = [[140, 100], [155, 100]], side = 12 }
bubbles = { first = [146, 120], across = 15, down = 6, radius = 2.2 }
strokes = { at = [40, 100], cell = [15, 12], across = 5, down = 4, each = 10 }
row_sums = { at = [117, 100], cell = [9, 12], digits = 2 }
words = [40, 155, 70, 25]
[[pages.numbers]]
field = "no"
boxes = { at = [[140, 210], [155, 210]], side = 12 }
"#;

#[test]
fn another_form_is_drawn_from_its_layout_alone() {
    let layout = Layout::parse(SMALL).unwrap();
    let figures = BTreeMap::from([("yes".to_owned(), 47), ("no".to_owned(), 3)]);
    let phone = Conditions { per_mm: Span(4.0, 5.0), margin: Span(10.0, 15.0), ..Conditions::phone() };
    for seed in 0..4 {
        let truth = plan(&layout, &figures, &[], &Habits { words: 1.0, ..Habits::careful() }, seed);
        let yes = truth.number("yes").unwrap();
        assert_eq!((yes.written, yes.bubbled(), yes.strokes()), (47, Some(47), Some(47)));
        assert_eq!(yes.words.as_deref(), Some("EMPAT PULUH TUJUH"));
        let mut raster = blank(&layout, 1, 5.0).unwrap();
        write(&mut raster, &layout, &truth, 1, None);
        let photo = photograph(&raster, &layout, 1, &phone, seed).unwrap();
        assert!(found(&photo, &layout).is_some_and(|off| off < 2.0), "seed {seed}");
    }
    assert!(blank(&layout, 2, 1.0).is_none());
}

// --- what is photographed

#[test]
fn the_same_seed_makes_the_same_bytes() {
    let layout = layout();
    let poor = Conditions { per_mm: Span::only(1.0), ..Conditions::poor() };
    let photo = |seed| photograph(&page(&layout, seed, 2), &layout, 2, &poor, seed).unwrap();
    let (one, again, other) = (photo(4), photo(4), photo(5));
    assert_eq!((one.jpeg == again.jpeg, &one.truth), (true, &again.truth));
    assert_ne!(one.jpeg, other.jpeg);
}

#[test]
fn the_truth_s_corners_are_where_the_squares_touch() {
    let layout = layout();
    for (seed, conditions) in [(1, Conditions::studio()), (2, Conditions::phone()), (3, Conditions::poor())] {
        // Sharp, so that every square shows its colour.
        let sharp = Conditions { focus: Span::only(0.2), motion: Span::only(0.0), glare: 0.0, ..conditions };
        let photo = photograph(&page(&layout, seed, 1), &layout, 1, &sharp, seed).unwrap();
        let [left, top, right, bottom] = layout.marks.crossings.map(|at| at.0 as f32 / 100.0);
        for ((x, y), corner) in
            [(left, top), (right, top), (right, bottom), (left, bottom)].iter().zip(photo.truth.corners)
        {
            let [u, v] = photo.place(*x, *y);
            assert!((u - corner[0]).abs() + (v - corner[1]).abs() < 0.001);
            let level = |dx: f32, dy: f32| {
                let [u, v] = photo.place(x + dx, y + dy);
                let at = (v.round() as usize * photo.truth.width + u.round() as usize) * 3;
                u32::from(photo.pixels[at + 1])
            };
            let dark = level(-2.5, -2.5).max(level(2.5, 2.5));
            let light = level(-2.5, 2.5).min(level(2.5, -2.5));
            assert!(dark + 25 < light, "seed {seed}: {dark} {light}");
        }
    }
}

#[test]
fn corners_cut_off_or_covered_are_named() {
    let layout = layout();
    let page = page(&layout, 1, 3);
    let small = Conditions { per_mm: Span::only(1.0), turn: Span::only(0.0), ..Conditions::studio() };
    let photo = |conditions: &Conditions| photograph(&page, &layout, 3, conditions, 1).unwrap();
    assert!(
        photo(&small)
            .truth
            .defects
            .iter()
            .all(|defect| !matches!(defect, Defect::Cut(_) | Defect::Covered(_)))
    );
    let cut = photo(&Conditions { margin: Span::only(-12.0), ..small.clone() });
    assert_eq!(cut.truth.defects.iter().filter(|defect| matches!(defect, Defect::Cut(_))).count(), 4);
    let covered = photo(&Conditions { finger: 1.0, ..small });
    let is_covered = |corner: &u8| covered.truth.defects.contains(&Defect::Covered(*corner));
    let corner = usize::from((0..4).find(is_covered).unwrap());
    let [x, y] = covered.truth.corners[corner];
    let at = (y.round() as usize * covered.truth.width + x.round() as usize) * 3;
    let [red, blue] = [0, 2].map(|channel| covered.pixels[at + channel]);
    assert!(red > blue + 15, "skin is reddish: {red} {blue}");
}

/// Whether the reader finds the page; how far its corners are off, root mean square in pixels.
fn found(photo: &Photo, layout: &Layout) -> Option<f32> {
    let picture = reader::decode::decode(&photo.jpeg).unwrap();
    let found = reader::page::find(&picture, std::slice::from_ref(layout)).ok()?;
    let squares = found.corners.iter().zip(photo.truth.corners).map(|(seen, [x, y])| {
        let (dx, dy) = (seen.x as f32 / 256.0 - x, seen.y as f32 / 256.0 - y);
        dx * dx + dy * dy
    });
    let off = (squares.sum::<f32>() / 4.0).sqrt();
    (found.page == photo.truth.page).then_some(off)
}

/// How many of the seeds' photos of a page the reader finds, and how far their worst corners are off.
fn finds(conditions: &Conditions, number: u8, seeds: std::ops::Range<u64>) -> (usize, f32) {
    let layout = layout();
    let offs: Vec<f32> = seeds
        .filter_map(|seed| {
            let photo = photograph(&page(&layout, seed, number), &layout, number, conditions, seed).unwrap();
            let off = found(&photo, &layout);
            if off.is_none() {
                println!("seed {seed}: page {number} is not found; {:?}", photo.truth);
            }
            off
        })
        .collect();
    let worst = offs.iter().copied().fold(0.0, f32::max);
    println!("page {number}: {} found, corners at most {worst} pixels off", offs.len());
    (offs.len(), worst)
}

#[test]
fn the_reader_finds_every_page_photographed_on_a_stand() {
    for page in [2, 3] {
        let (count, worst) =
            finds(&Conditions { per_mm: Span(2.0, 2.4), ..Conditions::studio() }, page, 0..4);
        assert!(count == 4 && worst < 0.5, "page {page}: {count} of 4, {worst} pixels off");
    }
}

#[test]
fn the_reader_finds_pages_photographed_by_hand() {
    let phone = Conditions { per_mm: Span(1.8, 2.2), ..Conditions::phone() };
    for page in [2, 3] {
        let (count, worst) = finds(&phone, page, 0..8);
        assert!(count == 8 && worst < 2.0, "page {page}: {count} of 8, {worst} pixels off");
    }
}

#[test]
fn the_reader_finds_most_first_pages() {
    // Their text makes many frames that look as likely as the real one.
    let phone = Conditions { per_mm: Span(1.8, 2.2), ..Conditions::phone() };
    let (count, worst) = finds(&phone, 1, 0..8);
    assert!(count >= 5 && worst < 2.0, "{count} of 8, {worst} pixels off");
}
