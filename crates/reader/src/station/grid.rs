//! A photo's patch into modules.

use super::bits::{VERSIONS, fixed, side};
use super::code::Modules;
use crate::gray::Gray;
use crate::layout::QrPlace;
use crate::page::Field;
use crate::sample::cut;

/// Pixels of the patch a millimetre of paper.
const FINE: i32 = 8;

/// Millimetres that paper may have moved.
const REACH: i32 = 2;

/// Smallest difference between dark and light, grey levels.
const LEAST_CONTRAST: u8 = 25;

/// Places tried for each version.
const TRIED: usize = 3;

/// What is seen where the code stands, likeliest first. `None` where nothing like a code is.
pub(super) fn seen(picture: &Gray, field: &Field, place: &QrPlace) -> Option<Vec<Modules>> {
    let patch = patch(picture, field, place)?;
    let wide = place.side.0 * FINE / 100;
    let mut tries: Vec<(usize, Modules)> = Vec::new();
    for version in VERSIONS {
        let side = side(version);
        let mut of_version: Vec<(usize, Modules)> = Vec::new();
        // A millimetre is eight pixels: every second one is tried in both directions.
        for down in (0..=2 * REACH * FINE).step_by(2) {
            for right in (0..=2 * REACH * FINE).step_by(2) {
                let Some(wrong) = misfit(&patch, wide, (right, down), side) else { continue };
                // At most one in five of what every code has alike may be wrong.
                if wrong * 5 <= known(side) {
                    of_version.push((wrong, sampled(&patch, wide, (right, down), side)?));
                }
            }
        }
        of_version.sort_by_key(|(wrong, _)| *wrong);
        tries.extend(
            of_version.into_iter().take(TRIED).map(|(wrong, modules)| (wrong * 1_000 / known(side), modules)),
        );
    }
    tries.sort_by_key(|(wrong, _)| *wrong);
    (!tries.is_empty()).then(|| tries.into_iter().map(|(_, modules)| modules).collect())
}

/// The code's square with paper around it, at [`FINE`], evened in light. `None` where it is one shade.
fn patch(picture: &Gray, field: &Field, place: &QrPlace) -> Option<Gray> {
    let around = REACH * 100;
    let length = place.side.0 + 2 * around;
    let corners = field.rectangle(place.at.moved(-around, -around), length, length)?;
    let pixels = usize::try_from(length * FINE / 100).ok()?;
    let patch = cut(picture, corners, pixels, pixels)?;
    // Shades by their share: hands and specks don't make contrast.
    let mut shades = patch.pixels().to_vec();
    shades.sort_unstable();
    let share = |of: usize| shades.get(shades.len() * of / 20).copied();
    (share(18)?.checked_sub(share(2)?)? >= LEAST_CONTRAST).then_some(patch)
}

/// How many modules that every code has alike are known.
fn known(side: usize) -> usize {
    (0..side * side).filter(|at| fixed(side, at % side, at / side).is_some()).count()
}

/// Of the modules that every code has alike, how many look otherwise; told in the shade of those nearby.
fn misfit(patch: &Gray, wide: i32, from: (i32, i32), side: usize) -> Option<usize> {
    let modules = (0..side * side).map(|at| (at % side, at / side));
    let known: Vec<(bool, i64)> = modules
        .filter_map(|(column, row)| {
            Some((fixed(side, column, row)?, shade(patch, wide, from, side, (column, row))))
        })
        .collect();
    let mean = |which: bool| {
        let shades = known.iter().filter(|(dark, _)| *dark == which).map(|(_, shade)| shade);
        let (count, sum) = shades.fold((0_i64, 0_i64), |(count, sum), shade| (count + 1, sum + shade));
        sum.checked_div(count)
    };
    let middle = i64::midpoint(mean(true)?, mean(false)?);
    Some(known.iter().filter(|(dark, shade)| *dark != (*shade < middle)).count())
}

/// A module's shade: the mean of nine pixels around its middle.
fn shade(
    patch: &Gray,
    wide: i32,
    (right, down): (i32, i32),
    side: usize,
    (column, row): (usize, usize),
) -> i64 {
    let middle = |at: usize, from: i32| {
        let (at, side) = (i64::try_from(at).unwrap_or(0), i64::try_from(side).unwrap_or(1));
        i64::from(from) + (2 * at + 1) * i64::from(wide) / (2 * side)
    };
    let (x, y) = (middle(column, right), middle(row, down));
    let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (x + dx, y + dy)));
    around.map(|(x, y)| i64::from(patch.at(x, y))).sum()
}

/// All modules, each dark or light beside the darkest and the lightest within four modules.
fn sampled(patch: &Gray, wide: i32, from: (i32, i32), side: usize) -> Option<Modules> {
    let shades: Vec<i64> =
        (0..side * side).map(|at| shade(patch, wide, from, side, (at % side, at / side))).collect();
    let dark = (0..side * side).map(|at| {
        let (column, row) = (at % side, at / side);
        let span = |at: usize| at.saturating_sub(4)..(at + 5).min(side);
        let near = || {
            span(row).flat_map(|row| {
                shades.get(row * side..(row + 1) * side).and_then(|row| row.get(span(column))).unwrap_or(&[])
            })
        };
        let (darkest, lightest) = (near().min().copied().unwrap_or(0), near().max().copied().unwrap_or(0));
        shades.get(at).is_some_and(|shade| *shade < i64::midpoint(darkest, lightest))
    });
    Modules::new(side, dark.collect())
}
