//! Boxes as printers print them, with nothing written: those of the pages without a guide, those with, and the cells of row
//! sums.

use reader::boxes::SIDE;

use crate::plane::Plane;
use crate::rng::Rng;
use crate::strokes::draw;

/// An empty printed box, and how far below paper full ink lies on it.
pub struct Printed {
    pub luma: Plane,
    pub depth: f32,
}

/// A box of some form on some paper.
pub fn printed(rng: &mut Rng) -> Printed {
    let paper = rng.range(120.0, 245.0);
    let depth = paper * rng.range(0.35, 0.9);
    let mut frame = Plane::of(0.0);
    let mut guide = Plane::of(0.0);
    // size and centre up to 6 % of the side off
    let side = SIDE as f32 / 1.2 * rng.range(0.94, 1.06);
    let squeeze = rng.range(0.95, 1.05);
    let (cx, cy) = (16.0 + rng.bell(0.8), 16.0 + rng.bell(0.8));
    let turn = rng.bell(0.03);
    let place = |u: f32, v: f32| {
        let (u, v) = ((u - 0.5) * side * squeeze, (v - 0.5) * side / squeeze);
        (cx + u - turn * v, cy + v + turn * u)
    };
    let soft = rng.range(0.7, 1.5);
    let strength = match rng.below(10) {
        0..=6 => {
            // 20 mm and 18 mm boxes with a line of 1.06 mm: 1.4 and 1.6 pixels
            let around = vec![vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]];
            draw(&mut frame, &around, place, rng.range(0.7, 2.2), soft);
            if rng.chance(0.4) {
                dots(rng, &mut guide, place);
            }
            rng.range(0.6, 1.1)
        }
        7..=8 => {
            // a cell of a row sum: thin grey lines, one or two of which may lie elsewhere
            for line in [
                [(0.0, -0.2), (0.0, 1.2)],
                [(1.0, -0.2), (1.0, 1.2)],
                [(-0.2, 0.0), (1.2, 0.0)],
                [(-0.2, 1.0), (1.2, 1.0)],
            ] {
                if rng.chance(0.8) {
                    draw(&mut frame, &vec![line.to_vec()], place, rng.range(0.4, 1.1), soft);
                }
            }
            rng.range(0.15, 0.8)
        }
        _ => 0.0,
    };
    let light = rng.range(0.05, 0.35);
    let mut luma = Plane::of(paper);
    for ((luma, frame), guide) in luma.0.iter_mut().zip(&frame.0).zip(&guide.0) {
        *luma -= depth * (frame * strength).max(guide * light);
    }
    Printed { luma, depth }
}

/// The dotted seven-segment guide: 9 × 14 mm in a box of 20.
fn dots(rng: &mut Rng, guide: &mut Plane, place: impl Fn(f32, f32) -> (f32, f32)) {
    let (broad, tall) = (rng.range(0.2, 0.25), rng.range(0.3, 0.38));
    let columns = [0.5 - broad, 0.5, 0.5 + broad];
    let rows = [0.5 - tall, 0.5, 0.5 + tall];
    let step = rng.range(0.035, 0.06);
    let across = rng.chance(0.6);
    guide.each(|x, y, _| {
        let mut ink = 0.0_f32;
        let mut dot = |u: f32, v: f32| {
            let (px, py) = place(u, v);
            ink = ink.max((1.2 - ((px - x).powi(2) + (py - y).powi(2)).sqrt()).clamp(0.0, 1.0));
        };
        // only dots that can reach this pixel
        let (ox, oy) = place(0.0, 0.0);
        let (ex, ey) = place(1.0, 1.0);
        let (u, v) = ((x - ox) / (ex - ox), (y - oy) / (ey - oy));
        for column in columns {
            if (column - u).abs() < 0.1 && (v - 0.5).abs() < tall + 0.05 {
                dot(column, 0.5 - tall + ((v - 0.5 + tall) / step).round() * step);
            }
        }
        for row in rows.iter().filter(|_| across) {
            if (row - v).abs() < 0.1 && (u - 0.5).abs() < broad + 0.05 {
                dot(0.5 - broad + ((u - 0.5 + broad) / step).round() * step, *row);
            }
        }
        ink
    });
}
