//! Lines and areas with soft edges, in millimetres.

use super::raster::{Colour, Raster, stain};

/// A place a pen passes, with the width of its line in millimetres and how dense its ink is there, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dot {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub ink: f32,
}

/// A rectangle filled, its edges covering pixels by their share.
pub(crate) fn rectangle(raster: &mut Raster, [x, y, wide, high]: [f32; 4], colour: Colour) {
    let scale = raster.per_mm();
    let (left, right) = (x * scale, (x + wide) * scale);
    let (top, bottom) = (y * scale, (y + high) * scale);
    let share = |at: usize, from: f32, to: f32| {
        let at = at as f32;
        (to.min(at + 1.0) - from.max(at)).clamp(0.0, 1.0)
    };
    let columns = left.max(0.0) as usize..right.max(0.0).ceil() as usize;
    for row in top.max(0.0) as usize..bottom.max(0.0).ceil() as usize {
        let across = share(row, top, bottom);
        let first = columns.start;
        for (column, pixel) in (first..).zip(raster.span(row, first, columns.end).chunks_exact_mut(3)) {
            stain(pixel, colour, (255.0 * across * share(column, left, right)) as u32);
        }
    }
}

/// A square of `count` by `count` cells, some filled; without seams between neighbours.
pub(crate) fn mosaic(
    raster: &mut Raster,
    [x, y, side]: [f32; 3],
    count: usize,
    colour: Colour,
    filled: impl Fn(usize, usize) -> bool,
) {
    let scale = raster.per_mm();
    let cell = side * scale / count as f32;
    // Where cells begin and end, and how much of a pixel each covers.
    let shares = |start: f32, pixel: usize| {
        (0..count).filter_map(move |at| {
            let from = start * scale + at as f32 * cell;
            let share = (from + cell).min(pixel as f32 + 1.0) - from.max(pixel as f32);
            (share > 0.0).then_some((at, share))
        })
    };
    let first = (x * scale).max(0.0) as usize;
    for row in (y * scale).max(0.0) as usize..((y + side) * scale).max(0.0).ceil() as usize {
        let down: Vec<(usize, f32)> = shares(y, row).collect();
        let span = raster.span(row, first, ((x + side) * scale).max(0.0).ceil() as usize);
        for (column, pixel) in (first..).zip(span.chunks_exact_mut(3)) {
            let cover: f32 = shares(x, column)
                .flat_map(|(across, wide)| down.iter().map(move |(down, high)| (across, *down, wide * high)))
                .filter(|(across, down, _)| filled(*down, *across))
                .map(|(_, _, share)| share)
                .sum();
            stain(pixel, colour, (255.0 * cover.min(1.0)) as u32);
        }
    }
}

/// Correction fluid over a rectangle: nearly white, whatever stood there.
pub(crate) fn whiten(raster: &mut Raster, [x, y, wide, high]: [f32; 4]) {
    let scale = raster.per_mm();
    let (first, last) = ((x * scale).max(0.0) as usize, ((x + wide) * scale).max(0.0) as usize);
    for row in (y * scale).max(0.0) as usize..((y + high) * scale).max(0.0) as usize {
        for channel in raster.span(row, first, last) {
            // What shines through: an eighth.
            *channel = 255 - (255 - *channel) / 8;
        }
    }
}

/// A straight line, level or upright or neither.
pub(crate) fn line(raster: &mut Raster, from: (f32, f32), to: (f32, f32), width: f32, colour: Colour) {
    let dot = |(x, y)| Dot { x, y, width, ink: 1.0 };
    if (from.0 - to.0).abs() < 0.001 {
        let (top, high) = (from.1.min(to.1), (from.1 - to.1).abs());
        rectangle(raster, [from.0 - width / 2.0, top, width, high], colour);
    } else if (from.1 - to.1).abs() < 0.001 {
        let (left, wide) = (from.0.min(to.0), (from.0 - to.0).abs());
        rectangle(raster, [left, from.1 - width / 2.0, wide, width], colour);
    } else {
        trace(raster, &[dot(from), dot(to)], colour);
    }
}

/// A rectangle's outline; coordinates are the line's middles.
pub(crate) fn outline(raster: &mut Raster, [x, y, wide, high]: [f32; 4], width: f32, colour: Colour) {
    let half = width / 2.0;
    rectangle(raster, [x - half, y - half, wide + width, width], colour);
    rectangle(raster, [x - half, y + high - half, wide + width, width], colour);
    rectangle(raster, [x - half, y + half, width, high - width], colour);
    rectangle(raster, [x + wide - half, y + half, width, high - width], colour);
}

/// A ring; a disc where the line is twice the radius.
pub(crate) fn ring(raster: &mut Raster, (x, y): (f32, f32), radius: f32, width: f32, colour: Colour) {
    let scale = raster.per_mm();
    let (x, y, outer) = (x * scale, y * scale, (radius + width / 2.0) * scale);
    let inner = (radius - width / 2.0) * scale;
    let first = (x - outer - 1.0).max(0.0) as usize;
    for row in (y - outer - 1.0).max(0.0) as usize..(y + outer + 2.0).max(0.0) as usize {
        let dy = row as f32 + 0.5 - y;
        let end = (x + outer + 2.0).max(0.0) as usize;
        for (column, pixel) in (first..).zip(raster.span(row, first, end).chunks_exact_mut(3)) {
            let dx = column as f32 + 0.5 - x;
            let far = (dx * dx + dy * dy).sqrt();
            let cover = (outer - far + 0.5).clamp(0.0, 1.0) * (far - inner + 0.5).clamp(0.0, 1.0);
            if cover > 0.0 {
                stain(pixel, colour, (255.0 * cover) as u32);
            }
        }
    }
}

/// One unbroken movement of a pen. Where it crosses itself nothing gets darker; two movements do darken each other.
pub(crate) fn trace(raster: &mut Raster, dots: &[Dot], colour: Colour) {
    let scale = raster.per_mm();
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for dot in dots {
        let reach = dot.width / 2.0 + 1.5 / scale;
        left = left.min(dot.x - reach);
        right = right.max(dot.x + reach);
        top = top.min(dot.y - reach);
        bottom = bottom.max(dot.y + reach);
    }
    let whole = |at: f32, limit: usize| ((at * scale).max(0.0) as usize).min(limit);
    let (left, right) = (whole(left, raster.width()), whole(right, raster.width() - 1) + 1);
    let (top, bottom) = (whole(top, raster.height()), whole(bottom, raster.height() - 1) + 1);
    if right <= left || bottom <= top {
        return;
    }
    let mut mask = Mask { left, top, width: right - left, cover: vec![0; (right - left) * (bottom - top)] };
    match dots {
        [one] => mask.segment(*one, *one, scale),
        _ => dots.windows(2).for_each(|pair| {
            if let [from, to] = pair {
                mask.segment(*from, *to, scale);
            }
        }),
    }
    for (row, cover) in (top..).zip(mask.cover.chunks_exact(mask.width)) {
        for (pixel, cover) in raster.span(row, left, right).chunks_exact_mut(3).zip(cover) {
            if *cover > 0 {
                stain(pixel, colour, u32::from(*cover));
            }
        }
    }
}

/// How far a movement covers the pixels around it.
struct Mask {
    left: usize,
    top: usize,
    width: usize,
    cover: Vec<u8>,
}

impl Mask {
    fn segment(&mut self, from: Dot, to: Dot, scale: f32) {
        let (ax, ay) = (from.x * scale - self.left as f32, from.y * scale - self.top as f32);
        let (bx, by) = (to.x * scale - self.left as f32, to.y * scale - self.top as f32);
        let (dx, dy) = (bx - ax, by - ay);
        let squared = (dx * dx + dy * dy).max(1e-6);
        let reach = from.width.max(to.width) * scale / 2.0 + 1.0;
        let first = (ax.min(bx) - reach).max(0.0) as usize;
        let last = ((ax.max(bx) + reach).max(0.0) as usize + 1).min(self.width);
        let rows = (ay.min(by) - reach).max(0.0) as usize..(ay.max(by) + reach).max(0.0) as usize + 1;
        for row in rows {
            let py = row as f32 + 0.5 - ay;
            let Some(cells) = self.cover.get_mut(row * self.width + first..row * self.width + last) else {
                continue;
            };
            for (column, cell) in (first..).zip(cells) {
                let px = column as f32 + 0.5 - ax;
                let along = ((px * dx + py * dy) / squared).clamp(0.0, 1.0);
                let (ex, ey) = (px - dx * along, py - dy * along);
                let half = (from.width + (to.width - from.width) * along) * scale / 2.0;
                let ink = from.ink + (to.ink - from.ink) * along;
                let far = (ex * ex + ey * ey).sqrt();
                // A line thinner than a pixel covers no more than its share.
                let cover = (half + 0.5 - far).clamp(0.0, (2.0 * half).min(1.0)) * ink;
                *cell = (*cell).max((cover * 255.0) as u8);
            }
        }
    }
}
