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
use reader::page::{Corner, Footing, Frame, Named, PART};
use reader::read::page::{NotRead, PageRead, read_page};
use simulate::paper::{
    Blanks, Conditions, Habits, Photo, Placed, Span, jpeg, photograph, plan, ppwp_figures, ppwp_sums,
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
    (1..=3).flat_map(|page| (0..4).map(move |corner| (page, corner)))
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
