//! Codes as a camera sees them.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

use super::*;
use crate::layout::{Mm, Spot};
use crate::page::{Homography, PART, Point};

const SIDE: i32 = 3_200;

fn code() -> StationCode {
    StationCode::new("c-hasil-ppwp", 2, "8271021022008").unwrap()
}

/// A picture of a sheet of 60 × 60 mm with dark places, at hundredths of a pixel per millimetre.
fn picture(scale: i32, dark: impl Fn(i32, i32) -> u8) -> Gray {
    let side = 60 * scale / 100;
    // Each pixel is the mean of 8 × 8 places in it.
    let places = |at: i32| (0..8).map(move |part| (at * 8 + part) * 10_000 / (8 * scale));
    let pixels = (0..side).flat_map(|y| (0..side).map(move |x| (x, y))).map(|(x, y)| {
        let sum: u32 =
            places(y).flat_map(|v| places(x).map(move |u| (u, v))).map(|(u, v)| u32::from(dark(u, v))).sum();
        u8::try_from(sum / 64).unwrap()
    });
    let side_pixels = usize::try_from(side).unwrap();
    Gray::new(side_pixels, side_pixels, pixels.collect()).unwrap()
}

/// Shades of a code whose first corner stands at 14 mm, and `off` hundredths of a millimetre to the right and down.
fn shades(modules: &Modules, off: (i32, i32)) -> impl Fn(i32, i32) -> u8 + '_ {
    move |x, y| {
        let side = i32::try_from(modules.side()).unwrap();
        let (column, row) = ((x - 1_400 - off.0) * side / SIDE, (y - 1_400 - off.1) * side / SIDE);
        let inside = x >= 1_400 + off.0 && y >= 1_400 + off.1;
        match (usize::try_from(column), usize::try_from(row)) {
            (Ok(column), Ok(row)) if inside && modules.dark(column, row) => 60,
            _ => 190,
        }
    }
}

fn read(picture: &Gray, scale: i32) -> StationRead {
    // Middles of pixels, in 256ths.
    let at = |mm: i64| mm * i64::from(scale) * PART / 100 - PART / 2;
    let corners = [(0, 0), (60, 0), (60, 60), (0, 60)].map(|(x, y)| Point::new(at(x), at(y)));
    let paper = Homography::of_frame([Mm(0), Mm(0), Mm(6_000), Mm(6_000)], corners).unwrap();
    let place = QrPlace { at: Spot { x: Mm(1_400), y: Mm(1_400) }, side: Mm(SIDE) };
    read_station(picture, &Field::flat(paper), &place)
}

fn modules(text: &str) -> Modules {
    let version = Version::new(3);
    let segments = QrSegment::make_segments(text);
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Quartile, version, version, None, true)
        .unwrap();
    let size = code.size();
    let dark = (0..size * size).map(|at| code.get_module(at % size, at / size)).collect();
    Modules::new(usize::try_from(size).unwrap(), dark).unwrap()
}

#[test]
fn a_code_is_read_at_every_scale_and_where_paper_has_moved_it() {
    let modules = code().modules().unwrap();
    for scale in [150, 180, 210, 300, 550, 800] {
        for off in [(0, 0), (60, -40), (-150, 130)] {
            let picture = picture(scale, shades(&modules, off));
            assert_eq!(read(&picture, scale), StationRead::Read(code()), "{scale} {off:?}");
        }
    }
}

#[test]
fn a_code_with_a_character_altered_is_damaged_never_another_station() {
    let text = code().text();
    for (from, to) in
        [("8271021022008", "8271021022009"), (":2:", ":3:"), ("SAKSI1", "SAKSI2"), ("PPWP", "PPWD")]
    {
        let altered = modules(&text.replace(from, to));
        assert_eq!(read(&picture(300, shades(&altered, (0, 0))), 300), StationRead::Damaged, "{to}");
    }
    assert_eq!(read(&picture(300, shades(&modules(&text), (0, 0))), 300), StationRead::Read(code()));
}

#[test]
fn a_blot_is_mended_and_a_large_one_is_damage() {
    let modules = code().modules().unwrap();
    let shades = shades(&modules, (0, 0));
    let blotted = |wide: i32| {
        let within = move |at: i32| (2_800..2_800 + wide).contains(&at);
        picture(300, |x, y| if within(x) && within(y) { 60 } else { shades(x, y) })
    };
    assert_eq!(read(&blotted(600), 300), StationRead::Read(code()));
    assert_eq!(read(&blotted(1_800), 300), StationRead::Damaged);
}

#[test]
fn empty_paper_and_other_ink_are_no_code() {
    assert_eq!(read(&picture(300, |_, _| 190), 300), StationRead::Missing);
    assert_eq!(
        read(&picture(300, |x, _| if x / 300 % 2 == 0 { 60 } else { 190 }), 300),
        StationRead::Missing
    );
    assert_eq!(
        read(&picture(300, |x, y| if (x - y).abs() < 200 { 60 } else { 190 }), 300),
        StationRead::Missing
    );
    let noise = |x: i32, y: i32| u8::try_from((x / 110 * 7_919 + y / 110 * 104_729) * 31 % 97 * 2).unwrap();
    assert_eq!(read(&picture(300, noise), 300), StationRead::Missing);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]

    #[test]
    fn modules_turned_over_never_make_another_station(
        turned in proptest::collection::vec(0..29 * 29_usize, 0..120),
    ) {
        let whole = code().modules().unwrap();
        let dark = (0..29 * 29).map(|at| whole.dark(at % 29, at / 29) ^ turned.contains(&at)).collect();
        let seen = read(&picture(300, shades(&Modules::new(29, dark).unwrap(), (0, 0))), 300);
        match seen {
            StationRead::Read(read) => proptest::prop_assert_eq!(read, code()),
            StationRead::Damaged | StationRead::Missing => proptest::prop_assert!(turned.len() > 5, "{:?}", turned),
        }
    }
}
