//! Photos with something wrong, and what the reader says of them: it reads what can be read, at a lower footing, and refuses
//! the rest in words a person can act on.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by failing, and measures pictures"
)]

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use reader::Gray;
use reader::boxes::Net;
use reader::layout::{Layout, Spot};
use reader::page::{Footing, Named, NotFound, PART, find};
use reader::read::look::look;
use reader::read::page::{NotRead, PageRead, read_page};
use reader::read::screen::{Surface, Waves, waves};
use simulate::paper::{
    Blanks, Conditions, Habits, Photo, Placed, Screen, Span, jpeg, photograph, plan, ppwp_figures, ppwp_sums,
};

fn blanks() -> &'static Blanks {
    static BLANKS: OnceLock<Blanks> = OnceLock::new();
    BLANKS.get_or_init(|| {
        let path = "../../profiles/id-2024/layouts/c-hasil-ppwp.toml";
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        Blanks::print(Layout::parse(&text).unwrap(), 4.0)
    })
}

fn layout() -> &'static Layout {
    blanks().layout()
}

/// A filled page, photographed.
fn photo(page: u8, conditions: &Conditions, seed: u64) -> Photo {
    let truth = plan(layout(), &ppwp_figures(seed), &ppwp_sums(), &Habits::default(), seed);
    let raster = blanks().filled(&truth, page, None).unwrap();
    let photo = photograph(&raster, layout(), page, conditions, seed * 10 + u64::from(page)).unwrap();
    if let Some(folder) = std::env::var_os("SAKSI_KEEP") {
        fs::write(Path::new(&folder).join(format!("gate-{seed}-{page}.jpg")), &photo.jpeg).unwrap();
    }
    photo
}

fn read(jpeg: &[u8]) -> Result<PageRead, NotRead> {
    let picture = reader::decode::decode(jpeg).unwrap();
    read_page(&picture, std::slice::from_ref(layout()), Net::shipped())
}

/// How far the worst box is off, millimetres; the photo was cut to begin at `from`.
fn worst_off(photo: &Photo, read: &PageRead, from: [f32; 2]) -> f32 {
    if read.found.page != photo.truth.page {
        return f32::MAX;
    }
    let off = |at: &Spot, side: i32| {
        let middle = at.moved(side / 2, side / 2);
        let Some(found) = read.field.at(middle) else { return f32::MAX };
        let [x, y] = photo.place(middle.x.0 as f32 / 100.0, middle.y.0 as f32 / 100.0);
        let (dx, dy) =
            (found.x as f32 / PART as f32 + from[0] - x, found.y as f32 / PART as f32 + from[1] - y);
        (dx * dx + dy * dy).sqrt() / photo.truth.per_mm
    };
    let page = layout().page(read.found.page).unwrap();
    let each =
        page.numbers.iter().flat_map(|number| number.boxes.at.iter().map(|at| off(at, number.boxes.side.0)));
    each.fold(0.0, f32::max)
}

/// What became of photos.
#[derive(Default, Debug)]
struct Score {
    placed: usize,
    misplaced: Vec<String>,
    refused: Vec<String>,
}

impl Score {
    fn of(all: impl ParallelIterator<Item = (String, Photo, Result<PageRead, NotRead>, [f32; 2])>) -> Score {
        let all: Vec<_> = all.collect();
        let mut score = Score::default();
        for (name, photo, read, from) in all {
            match read {
                Err(why) => score.refused.push(format!("{name}: {why}")),
                Ok(read) => {
                    let off = worst_off(&photo, &read, from);
                    if off <= 1.5 && read.found.footing() == Footing::Loose {
                        score.placed += 1;
                    } else {
                        score.misplaced.push(format!(
                            "{name}: {off:.2} mm, {:?} {:?}",
                            read.found.frame, read.found.named
                        ));
                    }
                }
            }
        }
        println!("{score:#?}");
        score
    }
}

/// Every page and corner, some seeds each.
fn pages_and_corners(seeds: std::ops::Range<u64>) -> Vec<(u8, u8, u64)> {
    (1..=3)
        .flat_map(|page| (0..4).map(move |corner| (page, corner)))
        .flat_map(|(page, corner)| seeds.clone().map(move |seed| (page, corner, seed)))
        .collect()
}

#[test]
fn a_page_with_a_finger_over_a_corner_is_read_by_the_other_three() {
    let score = Score::of(pages_and_corners(1..4).into_par_iter().map(|(page, corner, seed)| {
        let conditions = Conditions { placed: vec![Placed::Finger(corner)], ..Conditions::phone() };
        let photo = photo(page, &conditions, 100 * u64::from(corner) + seed);
        let read = read(&photo.jpeg);
        (format!("page {page} corner {corner} seed {seed}"), photo, read, [0.0; 2])
    }));
    assert!(score.misplaced.is_empty() && score.placed >= 33, "{score:#?}");
}

#[test]
fn a_page_without_its_tag_is_known_by_its_boxes() {
    let all: Vec<(u8, u64)> = (1..=3).flat_map(|page| (1..7).map(move |seed| (page, seed))).collect();
    let score = Score::of(all.into_par_iter().map(|(page, seed)| {
        let card = Placed::Card([488.0, 102.0, 44.0, 44.0], 0.8);
        let conditions = Conditions { placed: vec![card], quarter: 0.5, ..Conditions::phone() };
        let photo = photo(page, &conditions, 500 + seed);
        let read = read(&photo.jpeg);
        (format!("page {page} seed {seed}"), photo, read, [0.0; 2])
    }));
    assert!(score.misplaced.is_empty() && score.placed >= 17, "{score:#?}");
}

/// A part of a photo as a JPEG of its own: left, top, width, height in pixels.
fn part(photo: &Photo, [left, top, wide, high]: [usize; 4]) -> Vec<u8> {
    let rows = photo.pixels.chunks_exact(photo.truth.width * 3).skip(top).take(high);
    let pixels: Vec<u8> = rows.flat_map(|row| row[left * 3..(left + wide) * 3].to_vec()).collect();
    jpeg(wide, high, &pixels, 88.0).unwrap()
}

#[test]
fn a_page_with_a_corner_cut_off_by_the_photo_s_edge_is_read_or_says_what_is_cut() {
    let all: Vec<(u8, u8)> = (1..=3).flat_map(|page| (0..4).map(move |corner| (page, corner))).collect();
    let score = Score::of(all.into_par_iter().map(|(page, corner)| {
        let turn = Conditions { turn: Span(6.0, 9.0), quarter: 0.0, ..Conditions::phone() };
        let photo = photo(page, &turn, 700 + u64::from(corner));
        // What is turned has one corner nearest to each edge: the edge is moved in past its mark.
        let [x, y] = photo.truth.corners[usize::from(corner)];
        let (wide, high) = (photo.truth.width as f32, photo.truth.height as f32);
        let off = 3.0 * photo.truth.per_mm;
        let sides = [
            [x + off, 0.0, wide, high],
            [0.0, 0.0, x - off, high],
            [0.0, y + off, wide, high],
            [0.0, 0.0, wide, y - off],
        ];
        // Of the four edges the one that takes least of the picture.
        let left = |side: &[f32; 4]| (side[2] - side[0]) * (side[3] - side[1]);
        let [x0, y0, x1, y1] =
            sides.into_iter().max_by(|a, b| left(a).total_cmp(&left(b))).unwrap().map(|at| at as usize);
        let read = read(&part(&photo, [x0, y0, x1 - x0, y1 - y0]));
        (format!("page {page} corner {corner}"), photo, read, [x0 as f32, y0 as f32])
    }));
    let said = |why: &String| ["outside the photo"].iter().any(|word| why.contains(word));
    assert!(score.misplaced.is_empty() && score.refused.iter().all(said), "{score:#?}");
    assert!(score.placed >= 8, "{score:#?}");
}

#[test]
fn a_page_without_its_tag_and_a_corner_is_not_guessed() {
    let all: Vec<(u8, u8)> = (1..=3).flat_map(|page| [0, 2, 3].map(move |corner| (page, corner))).collect();
    let score = Score::of(all.into_par_iter().map(|(page, corner)| {
        let card = Placed::Card([488.0, 102.0, 44.0, 44.0], 0.8);
        let conditions = Conditions { placed: vec![card, Placed::Finger(corner)], ..Conditions::phone() };
        let photo = photo(page, &conditions, 800 + u64::from(corner));
        let read = read(&photo.jpeg);
        (format!("page {page} corner {corner}"), photo, read, [0.0; 2])
    }));
    assert!(score.misplaced.is_empty() && score.placed >= 4, "{score:#?}");
}

#[test]
fn a_tag_of_twenty_five_pixels_is_read_at_any_turn() {
    let all: Vec<u64> = (0..16).collect();
    let found: Vec<(u64, String)> = all
        .into_par_iter()
        .map(|seed| {
            // A tag is 32 mm.
            let small = Conditions {
                per_mm: Span::only(25.0 / 32.0),
                turn: Span(0.0, 45.0),
                quarter: 0.75,
                tilt: Span(0.0, 3.0),
                focus: Span(0.3, 0.5),
                motion: Span::only(0.0),
                ..Conditions::phone()
            };
            let page = u8::try_from(seed % 3).unwrap() + 1;
            let photo = photo(page, &small, 900 + seed);
            let picture = reader::decode::decode(&photo.jpeg).unwrap();
            let said = match find(&picture, std::slice::from_ref(layout())) {
                Ok(found) if found.page == page && matches!(found.named, Named::Tag(_)) => String::new(),
                Ok(found) => format!("{found:?}"),
                Err(why) => why.to_string(),
            };
            if seed < 3 {
                assert_eq!(read(&photo.jpeg).unwrap_err(), NotRead::TooSmall);
            }
            (seed, said)
        })
        .collect();
    let missed: Vec<_> = found.iter().filter(|(_, said)| !said.is_empty()).collect();
    println!("{missed:#?}");
    assert!(missed.len() <= 1, "{missed:#?}");
}

fn refusal(page: u8, conditions: &Conditions, seed: u64) -> Option<NotRead> {
    read(&photo(page, conditions, seed).jpeg).err()
}

/// Whether a refusal is the right one.
type Said = fn(&Option<NotRead>) -> bool;

#[test]
fn what_a_person_can_mend_is_said() {
    let phone = || Conditions { glare: 0.0, ..Conditions::phone() };
    let blurred = Conditions { focus: Span(5.0, 7.0), ..phone() };
    let dark = Conditions { paper: Span(0.06, 0.1), haze: Span::only(0.0), ..phone() };
    // A cloth over most of the boxes.
    let covered = Conditions { placed: vec![Placed::Card([290.0, 150.0, 250.0, 600.0], 0.5)], ..phone() };
    // A light over three boxes.
    let light = |x: f32, y: f32| Conditions { placed: vec![Placed::Light([x, y], 30.0, 3.0)], ..phone() };
    let is_blurred: Said = |why| matches!(why, Some(NotRead::Blurred | NotRead::NotFound(NotFound::Blurred)));
    let is_dark: Said = |why| matches!(why, Some(NotRead::Dark | NotRead::NotFound(NotFound::Dark)));
    let is_unclear: Said = |why| matches!(why, Some(NotRead::Unclear { .. }));
    // The first number on the page that it hides: its neighbours may be hidden too.
    let is_glare: Said = |why| matches!(why, Some(NotRead::Glare(field)) if field.starts_with("vote"));
    let cases = [
        ("blurred", &blurred, 1, is_blurred),
        ("blurred", &blurred, 2, is_blurred),
        ("dark", &dark, 1, is_dark),
        ("dark", &dark, 2, is_dark),
        ("covered", &covered, 1, is_unclear),
        ("covered", &covered, 2, is_unclear),
        ("glare", &light(489.0, 438.0), 1, is_glare),
        ("glare", &light(488.0, 346.0), 2, is_glare),
    ];
    let wrong: Vec<String> = cases
        .into_par_iter()
        .filter_map(|(name, conditions, page, said)| {
            let why = refusal(page, conditions, 41);
            (!said(&why)).then(|| format!("{name}, page {page}: {why:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn two_pages_in_one_photo_are_refused() {
    let studio = Conditions { per_mm: Span::only(1.4), ..Conditions::studio() };
    let (one, two) = (photo(2, &studio, 51), photo(3, &studio, 52));
    let high = one.truth.height.max(two.truth.height);
    let mut pixels = Vec::new();
    for y in 0..high {
        for photo in [&one, &two] {
            let wide = photo.truth.width * 3;
            match photo.pixels.get(y * wide..(y + 1) * wide) {
                Some(row) => pixels.extend(row),
                None => pixels.extend(vec![120; wide]),
            }
        }
    }
    let both = jpeg(one.truth.width + two.truth.width, high, &pixels, 88.0).unwrap();
    assert_eq!(read(&both).unwrap_err(), NotRead::NotFound(NotFound::TwoPages(2, 3)));
}

/// What is seen of waves on the photos of some seeds whose page is found.
fn all_waves(conditions: &Conditions, seeds: std::ops::Range<u64>) -> Vec<(u64, Waves)> {
    let of = |seed: u64| {
        let photo = photo(u8::try_from(seed % 3).unwrap() + 1, conditions, seed);
        let picture = reader::decode::decode(&photo.jpeg).unwrap();
        let found = find(&picture, std::slice::from_ref(layout())).ok()?;
        Some((seed, waves(&picture, &found.perspective, layout())))
    };
    seeds.into_par_iter().filter_map(of).collect()
}

/// How many photos of each kind are looked at: `SAKSI_SCREENS` says more.
fn many(few: u64) -> u64 {
    std::env::var("SAKSI_SCREENS").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

#[test]
fn paper_is_never_taken_for_a_screen() {
    for conditions in [Conditions::phone(), Conditions::poor(), Conditions::small()] {
        let seen = all_waves(&conditions, 70_000..70_000 + many(16));
        let most = seen.iter().map(|(_, waves)| waves.alike).max();
        println!("{} photos of paper, at most {most:?} parts alike", seen.len());
        let screens: Vec<_> = seen.iter().filter(|(_, waves)| waves.surface() == Surface::Screen).collect();
        assert!(screens.is_empty() && seen.len() >= 10, "{screens:?}");
    }
    // Real ones, where they are at hand.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/forms/photos");
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: the real photos are not at {}", folder.display());
        return;
    };
    for file in files {
        let path = file.unwrap().path();
        let read = read(&fs::read(&path).unwrap()).unwrap();
        println!("{}: {:?}", path.display(), read.waves);
        assert_eq!(read.waves.surface(), Surface::Paper, "{}", path.display());
    }
}

#[test]
fn of_photographed_screens_some_are_told() {
    // Parts in a hundred that are told at least: about half are (docs/reader.md).
    let kinds = [
        ("monitor", Screen::MONITOR, 40),
        ("portable", Screen::PORTABLE, 25),
        ("telephone", Screen::TELEPHONE, 15),
    ];
    for (name, screen, least) in kinds {
        let conditions = Conditions { screen: Some(screen), ..Conditions::phone() };
        let seen = all_waves(&conditions, 71_000..71_000 + many(16));
        let told = seen.iter().filter(|(_, waves)| waves.surface() == Surface::Screen).count();
        println!("{name}: {told} of {} told", seen.len());
        assert!(told * 100 >= seen.len() * least, "{name}: {told} of {}: {seen:?}", seen.len());
    }
}

#[test]
fn numbers_from_a_screen_are_loose() {
    // Dots of 0.9 mm on the sheet, seen at 2.6 pixels a millimetre by a sharp lens: plain to see.
    let screen = Screen {
        pitch: Span::only(0.27),
        high: Span::only(240.0),
        lens: Span::only(0.35),
        ..Screen::MONITOR
    };
    let conditions = Conditions {
        screen: Some(screen),
        per_mm: Span::only(2.6),
        motion: Span::only(0.0),
        glare: 0.0,
        quality: Span::only(90.0),
        ..Conditions::phone()
    };
    let read = read(&photo(2, &conditions, 72_000).jpeg).unwrap();
    assert_eq!(read.waves.surface(), Surface::Screen, "{:?}", read.waves);
    assert_eq!(read.found.footing(), Footing::Firm);
    assert_eq!(read.footing(), Footing::Loose);
    assert!(read.numbers.iter().all(|number| number.footing == Footing::Loose));
}

#[test]
fn a_first_look_finds_what_reading_finds_and_a_page_that_is_cut_is_not_whole() {
    let layouts = std::slice::from_ref(layout());
    for page in 1..=3 {
        let photo = photo(page, &Conditions { quarter: 0.0, ..Conditions::phone() }, 40 + u64::from(page));
        let picture = reader::decode::decode(&photo.jpeg).unwrap();
        let seen = look(&picture, layouts).unwrap();
        assert!(seen.whole);
        assert_eq!(seen.found.corners, read(&photo.jpeg).unwrap().found.corners);
        // A third is missing: whatever is found then is said not to be whole, or refused in one word.
        let (width, height) = (picture.width(), picture.height() * 2 / 3);
        let part = Gray::new(width, height, picture.pixels()[..width * height].to_vec()).unwrap();
        match look(&part, layouts) {
            Ok(seen) => assert!(!seen.whole, "page {page}"),
            Err(why) => assert!(["no-frame", "no-corner", "no-tag"].contains(&why.code()), "{why}"),
        }
    }
}
