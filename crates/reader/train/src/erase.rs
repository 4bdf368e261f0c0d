//! Real boxes with the writing taken off: real frames, paper, blur and guide to write other things into, and the real ink by
//! itself.

use reader::Gray;

/// A real crop taken apart.
pub struct Taken {
    pub width: usize,
    pub height: usize,
    /// As photographed.
    pub luma: Vec<f32>,
    /// With the writing painted over in the colour of the paper around it.
    pub erased: Vec<f32>,
    /// The writing: 0 none, 1 full.
    pub ink: Vec<f32>,
    /// How far below paper the writing lies.
    pub depth: f32,
}

/// The part of a side that counts as inside the frame.
const INSIDE: (f32, f32) = (0.16, 0.84);
/// Places along a side where the paper's luma is estimated.
const GRID: usize = 5;

/// Takes a crop apart.
pub fn take(crop: &Gray) -> Taken {
    let (width, height) = (crop.width(), crop.height());
    let luma: Vec<f32> = crop.pixels().iter().map(|&value| f32::from(value)).collect();
    let inside = |at: usize, length: usize| {
        let part = (at as f32 + 0.5) / length as f32;
        part > INSIDE.0 && part < INSIDE.1
    };
    // the paper: the upper quarter of each neighbourhood inside the frame
    let mut grid = [[0.0; GRID]; GRID];
    for (gy, row) in grid.iter_mut().enumerate() {
        for (gx, cell) in row.iter_mut().enumerate() {
            let (cx, cy) = (middle(gx, width), middle(gy, height));
            let mut near: Vec<f32> = (0..width * height)
                .filter(|at| {
                    let (x, y) = (at % width, at / width);
                    inside(x, width)
                        && inside(y, height)
                        && (x as f32 - cx).abs() < width as f32 * 0.25
                        && (y as f32 - cy).abs() < height as f32 * 0.25
                })
                .map(|at| luma[at])
                .collect();
            near.sort_by(f32::total_cmp);
            *cell = near.get(near.len() * 3 / 4).copied().unwrap_or(200.0);
        }
    }
    let paper = |x: usize, y: usize| {
        let along = |at: usize, length: usize| {
            let place = ((at as f32 / length as f32 - INSIDE.0) / (INSIDE.1 - INSIDE.0) * (GRID - 1) as f32)
                .clamp(0.0, (GRID - 1) as f32 - 0.001);
            (place as usize, place.fract())
        };
        let ((gx, fx), (gy, fy)) = (along(x, width), along(y, height));
        let upper = grid[gy][gx] * (1.0 - fx) + grid[gy][gx + 1] * fx;
        let lower = grid[gy + 1][gx] * (1.0 - fx) + grid[gy + 1][gx + 1] * fx;
        upper * (1.0 - fy) + lower * fy
    };
    let mut below: Vec<f32> = (0..width * height)
        .filter(|at| inside(at % width, width) && inside(at / width, height))
        .map(|at| paper(at % width, at / width) - luma[at])
        .collect();
    below.sort_by(f32::total_cmp);
    let depth = below.get(below.len() * 97 / 100).copied().unwrap_or(50.0).max(8.0);
    let (mut erased, mut ink) = (luma.clone(), vec![0.0; luma.len()]);
    for y in 0..height {
        for x in 0..width {
            if !inside(x, width) || !inside(y, height) {
                continue;
            }
            let around = (-2..=2).flat_map(|dy: isize| (-2..=2).map(move |dx: isize| (dx, dy)));
            let darkest = around
                .filter_map(|(dx, dy)| {
                    let (x, y) = (x.checked_add_signed(dx)?, y.checked_add_signed(dy)?);
                    (x < width && y < height && inside(x, width) && inside(y, height))
                        .then(|| paper(x, y) - luma[y * width + x])
                })
                .fold(0.0, f32::max);
            let here = paper(x, y) - luma[y * width + x];
            if darkest > 0.4 * depth {
                // what is left of the paper's grain stays
                erased[y * width + x] = paper(x, y) - here.clamp(-0.06 * depth, 0.06 * depth);
            }
            ink[y * width + x] = ((here / depth - 0.25) / 0.6).clamp(0.0, 1.0);
        }
    }
    Taken { width, height, luma, erased, ink, depth }
}

fn middle(at: usize, length: usize) -> f32 {
    (INSIDE.0 + (INSIDE.1 - INSIDE.0) * at as f32 / (GRID - 1) as f32) * length as f32
}
