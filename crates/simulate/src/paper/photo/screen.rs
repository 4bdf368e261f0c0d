//! Photographing a screen that shows a photo of a sheet.
//!
//! A display is a grid of dots of three colours. What a lens, a sensor's own grid and the mixing of its colours leave of that grid
//! is computed exactly: the dots' light is a sum of waves, each wave is weakened by lens, hand and pixel as its length says,
//! and is then looked at where the sensor's pixels stand. Waves shorter than two of them come out as others: moiré.

use reader::layout::Layout;

use super::camera::{Matrix, View, view};
use super::lens::Planes;
use super::light::{Light, light};
use super::{Conditions, Defect, Photo, Span};
use crate::paper::luck::Luck;
use crate::paper::raster::Raster;

/// A display, how the sheet's photo stands on it, and the camera that looks at it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// How its dots stand.
    pub dots: Dots,
    /// From one of its pixels to the next, millimetres on its own surface.
    pub pitch: Span,
    /// How high the sheet stands on it, millimetres.
    pub high: Span,
    /// Pixels of the sensor that make one of the photo, each way: telephones make their pictures smaller.
    pub sensor: usize,
    /// Blur of the lens, instead of [`Conditions::focus`]: standard deviation in the sensor's pixels.
    pub lens: Span,
}

/// How a display's dots stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dots {
    /// Red, green and blue stripes side by side in each pixel, as in liquid crystals.
    Stripes,
    /// A green dot in each pixel, red and blue ones in turns between them, as telephones' diodes have it.
    Diamonds,
}

impl Screen {
    /// A monitor on a desk: 0.16 to 0.27 mm.
    pub const MONITOR: Screen = Screen {
        dots: Dots::Stripes,
        pitch: Span(0.16, 0.27),
        high: Span(200.0, 320.0),
        sensor: 1,
        lens: Span(0.3, 0.8),
    };

    /// A portable computer or tablet.
    pub const PORTABLE: Screen =
        Screen { pitch: Span(0.09, 0.17), high: Span(140.0, 190.0), ..Screen::MONITOR };

    /// A telephone.
    pub const TELEPHONE: Screen =
        Screen { dots: Dots::Diamonds, pitch: Span(0.05, 0.08), high: Span(100.0, 145.0), ..Screen::MONITOR };
}

/// Photographs a screen that shows a photo of the page.
pub(super) fn photograph_screen(
    raster: &Raster,
    layout: &Layout,
    page: u8,
    conditions: &Conditions,
    screen: &Screen,
    seed: u64,
) -> Option<Photo> {
    let luck = |part: &str| Luck::new(seed, &format!("screen/{page}/{part}"));
    let first = Conditions { glare: 0.0, quarter: 0.0, per_mm: Span(1.8, 2.6), ..Conditions::phone() };
    let first = super::photograph(raster, layout, page, &first, seed)?;
    let mut throw = luck("display");
    let pitch = throw.between(screen.pitch.0, screen.pitch.1);
    let high = throw.between(screen.high.0, screen.high.1);
    let [left, top, right, bottom] = bounds(&first.truth.corners);
    // The display's pixels for one of the picture it shows.
    let shown_at = high / pitch / (bottom - top);
    let shown = shown_on_display(&first, shown_at);

    // The camera's millimetres are the sheet's, so that its conditions mean what they do for paper.
    let mm = f64::from(first.truth.per_mm);
    let sensor = screen.sensor.max(1);
    let finer = Conditions {
        per_mm: Span(conditions.per_mm.0 * sensor as f32, conditions.per_mm.1 * sensor as f32),
        ..conditions.clone()
    };
    let frame = [left, top, right, bottom].map(|at| f64::from(at) / mm);
    let camera = view(frame, &finer, &mut luck("camera"));
    let back = camera.forward.back();
    // From the sensor's pixels to the display's.
    let onto = |x: f64, y: f64| {
        let (x, y) = back.at(x, y);
        let scale = mm * f64::from(shown_at);
        (x * scale, y * scale)
    };

    let lens = throw.between(screen.lens.0, screen.lens.1);
    let motion = throw.between(conditions.motion.0, conditions.motion.1) * sensor as f32;
    let (sin, cos) = throw.between(0.0, std::f32::consts::TAU).sin_cos();
    let optics = Optics { lens, motion: (motion * cos, motion * sin) };
    let gamma = throw.between(2.0, 2.4);
    let mut planes = shown.seen((camera.width, camera.height), &onto, gamma);
    planes.blur(lens);
    planes.smear(optics.motion.0, optics.motion.1);
    under_dots(&mut planes, camera.height, screen.dots, &optics, &onto);
    let planes = smaller(&mosaic(&planes, camera.height), camera.height, sensor);
    let (width, height) = (camera.width / sensor, camera.height / sensor);

    let mut defects =
        vec![Defect::Screen { pitch, pixels: shown_at * first.truth.per_mm / camera.per_mm * sensor as f32 }];
    let light = light(width, height, conditions, &mut luck("light"), &mut defects);
    let mut planes = developed(planes, height, &light);
    let taken = Conditions { focus: Span::only(0.0), motion: Span::only(0.0), ..conditions.clone() };
    super::develop(&mut planes, &taken, &mut luck("lens"), &mut defects);
    let pixels = planes.pixels();
    let quality = luck("quality").between(conditions.quality.0, conditions.quality.1);
    let jpeg = super::jpeg(width, height, &pixels, quality)?;
    let scaled = |by: f64| Matrix([[by, 0.0, 0.0], [0.0, by, 0.0], [0.0, 0.0, 1.0]]);
    let forward = scaled(1.0 / sensor as f64)
        .after(&camera.forward)
        .after(&scaled(1.0 / mm))
        .after(&first.view.forward);
    let view = View {
        forward,
        width,
        height,
        turned: (camera.turned + first.view.turned).rem_euclid(360.0),
        tilt: camera.tilt,
        per_mm: camera.per_mm / sensor as f32,
    };
    let [left, top, right, bottom] = layout.marks.crossings.map(crate::paper::sheet::mm);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        .map(|(x, y)| super::place(&view, &first.bend, x, y));
    Some(super::taken(view, first.bend, (page, corners), defects, pixels, jpeg))
}

/// Left, top, right and bottom of some places.
fn bounds(places: &[[f32; 2]; 4]) -> [f32; 4] {
    places.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[left, top, right, bottom], [x, y]| {
        [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
    })
}

/// What a display's pixels show, 0 to 1 as they are told.
struct Shown {
    width: usize,
    height: usize,
    pixels: Vec<[f32; 3]>,
}

/// A photo on a display of so many pixels for each of its own.
fn shown_on_display(photo: &Photo, scale: f32) -> Shown {
    let (wide, high) = (photo.truth.width, photo.truth.height);
    let size = |length: usize| ((length as f32 * scale) as usize).max(1);
    let (width, height) = (size(wide), size(high));
    // Means over what a display's pixel covers.
    let over = (1.0 / scale).ceil().clamp(1.0, 6.0) as usize;
    let at = |x: f32, y: f32| -> [f32; 3] {
        let (x, y) = ((x as usize).min(wide - 1), (y as usize).min(high - 1));
        let from = (y * wide + x) * 3;
        match photo.pixels.get(from..from + 3) {
            Some([red, green, blue]) => [*red, *green, *blue].map(f32::from),
            _ => [0.0; 3],
        }
    };
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let mut sum = [0.0_f32; 3];
            for v in 0..over {
                for u in 0..over {
                    let part =
                        |at: usize, step: usize| (at as f32 + (step as f32 + 0.5) / over as f32) / scale;
                    let colour = at(part(x, u), part(y, v));
                    sum.iter_mut().zip(colour).for_each(|(sum, colour)| *sum += colour);
                }
            }
            pixels.push(sum.map(|sum| sum / (255.0 * (over * over) as f32)));
        }
    }
    Shown { width, height, pixels }
}

/// Light that a display gives where it shows black, and that its frame throws back: parts of its white.
const BLACK: f32 = 0.003;

impl Shown {
    /// The display's light at every pixel of a sensor, its dots left out.
    fn seen(
        &self,
        (width, height): (usize, usize),
        onto: &impl Fn(f64, f64) -> (f64, f64),
        gamma: f32,
    ) -> Planes {
        let lit: Vec<[f32; 3]> =
            self.pixels.iter().map(|colour| colour.map(|level| BLACK + level.powf(gamma))).collect();
        let mut planes: [Vec<f32>; 3] = [(); 3].map(|()| Vec::with_capacity(width * height));
        for y in 0..height {
            for x in 0..width {
                let (u, v) = onto(x as f64 + 0.5, y as f64 + 0.5);
                let (u, v) = (u as f32 - 0.5, v as f32 - 0.5);
                let (column, row) = (u.floor(), v.floor());
                let at = |dx: f32, dy: f32| {
                    let (x, y) = (column + dx, row + dy);
                    let within = x >= 0.0 && y >= 0.0 && x < self.width as f32 && y < self.height as f32;
                    let at = if within { y as usize * self.width + x as usize } else { usize::MAX };
                    lit.get(at).copied().unwrap_or([BLACK; 3])
                };
                let (right, down) = (u - column, v - row);
                let four = [at(0.0, 0.0), at(1.0, 0.0), at(0.0, 1.0), at(1.0, 1.0)];
                let shares =
                    [(1.0 - right) * (1.0 - down), right * (1.0 - down), (1.0 - right) * down, right * down];
                let mut sum = [0.0_f32; 3];
                for (colour, share) in four.into_iter().zip(shares) {
                    sum.iter_mut().zip(colour).for_each(|(sum, level)| *sum += level * share);
                }
                planes.iter_mut().zip(sum).for_each(|(plane, level)| plane.push(level));
            }
        }
        Planes { width, colours: planes }
    }
}

/// What weakens waves on their way to a pixel.
struct Optics {
    lens: f32,
    motion: (f32, f32),
}

impl Optics {
    /// What is left of a wave of so many periods a pixel right and down: of lens, moved hand, and a square pixel.
    fn left(&self, right: f32, down: f32) -> f32 {
        let pi = std::f32::consts::PI;
        let lens = (-2.0 * pi * pi * self.lens * self.lens * (right * right + down * down)).exp();
        lens * sinc(right * self.motion.0 + down * self.motion.1) * sinc(right) * sinc(down)
    }
}

/// What is left of a wave of so many periods over the length that is looked at.
fn sinc(periods: f32) -> f32 {
    let turn = periods * std::f32::consts::PI;
    if turn.abs() < 0.001 { 1.0 } else { turn.sin() / turn }
}

/// One wave of a display's light: periods a pixel right and down, and for each colour how strong it is against the mean and
/// where it begins, in turns.
struct Wave {
    across: f32,
    down: f32,
    colours: [(f32, f32); 3],
}

/// Waves of the dots, up to as short as any lens shows.
fn waves(dots: Dots) -> Vec<Wave> {
    // Each colour: its dot's middle, its width and height, in pixels.
    let (colours, grid): ([[f32; 4]; 3], &[(f32, f32)]) = match dots {
        Dots::Stripes => (
            [[1.0 / 6.0, 0.5, 0.27, 0.85], [0.5, 0.5, 0.27, 0.85], [5.0 / 6.0, 0.5, 0.27, 0.85]],
            &[(1.0, 0.0), (2.0, 0.0), (0.0, 1.0), (0.0, 2.0), (1.0, 1.0), (1.0, -1.0)],
        ),
        Dots::Diamonds => (
            [[0.5, 0.5, 0.5, 0.5], [0.0, 0.0, 0.4, 0.4], [1.5, 0.5, 0.55, 0.55]],
            &[(0.5, 0.5), (0.5, -0.5), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, -1.0)],
        ),
    };
    let wave = |(across, down): (f32, f32)| {
        let strength = |green: bool, [x, y, wide, high]: [f32; 4]| {
            // Green dots stand twice as close as the others of diamonds: half periods cancel.
            let cancels = green && across.fract() != 0.0;
            let strong = if cancels { 0.0 } else { 2.0 * sinc(across * wide) * sinc(down * high) };
            (strong, -(across * x + down * y))
        };
        let [red, green, blue] = colours;
        Wave { across, down, colours: [strength(false, red), strength(true, green), strength(false, blue)] }
    };
    grid.iter().copied().map(wave).collect()
}

/// Pixels between the places at which the grid's direction is computed.
const MESH: usize = 16;

/// Least share of the light at which a wave is drawn.
const FAINT: f32 = 0.001;

/// Puts the display's dots over what it shows.
fn under_dots(
    planes: &mut Planes,
    height: usize,
    dots: Dots,
    optics: &Optics,
    onto: &impl Fn(f64, f64) -> (f64, f64),
) {
    let waves = waves(dots);
    let width = planes.width;
    let tau = std::f32::consts::TAU;
    for top in (0..height).step_by(MESH) {
        for left in (0..width).step_by(MESH) {
            let (x, y) = (left as f64, top as f64);
            let half = MESH as f64 / 2.0;
            let ((ax, ay), (bx, by)) = (onto(x, y + half), onto(x + MESH as f64, y + half));
            let ((cx, cy), (dx, dy)) = (onto(x + half, y), onto(x + half, y + MESH as f64));
            let part = |from: f64, to: f64| ((to - from) / MESH as f64) as f32;
            let (right, below) = ((part(ax, bx), part(ay, by)), (part(cx, dx), part(cy, dy)));
            let strong: Vec<(&Wave, f32)> = waves
                .iter()
                .map(|wave| {
                    let along = |step: (f32, f32)| wave.across * step.0 + wave.down * step.1;
                    (wave, optics.left(along(right), along(below)))
                })
                .filter(|(_, left)| left.abs() > FAINT)
                .collect();
            if strong.is_empty() {
                continue;
            }
            for row in top..(top + MESH).min(height) {
                for column in left..(left + MESH).min(width) {
                    let (u, v) = onto(column as f64 + 0.5, row as f64 + 0.5);
                    let mut levels = [1.0_f32; 3];
                    for (wave, left) in &strong {
                        let turns = (u * f64::from(wave.across) + v * f64::from(wave.down)).fract() as f32;
                        for (level, (strength, begin)) in levels.iter_mut().zip(wave.colours) {
                            *level += left * strength * ((turns + begin) * tau).cos();
                        }
                    }
                    for (plane, level) in planes.colours.iter_mut().zip(levels) {
                        if let Some(pixel) = plane.get_mut(row * width + column) {
                            *pixel *= level.max(0.0);
                        }
                    }
                }
            }
        }
    }
}

/// Which colour a sensor's pixel sees, after Bayer: green on one diagonal, red and blue on the other.
fn colour_of(x: usize, y: usize) -> usize {
    match (x % 2, y % 2) {
        (0, 0) => 0,
        (1, 1) => 2,
        _ => 1,
    }
}

/// Each pixel sees one colour; the others are the means of the nearest that saw them.
fn mosaic(planes: &Planes, height: usize) -> Planes {
    let width = planes.width;
    let colours = [0, 1, 2].map(|colour: usize| {
        let Some(plane) = planes.colours.get(colour) else { return Vec::new() };
        let mut mixed = Vec::with_capacity(plane.len());
        for y in 0..height {
            for x in 0..width {
                let (mut sum, mut count) = (0.0_f32, 0.0_f32);
                if colour_of(x, y) == colour {
                    (sum, count) = (plane.get(y * width + x).copied().unwrap_or(0.0), 1.0);
                } else {
                    for v in y.saturating_sub(1)..(y + 2).min(height) {
                        for u in x.saturating_sub(1)..(x + 2).min(width) {
                            if colour_of(u, v) == colour {
                                sum += plane.get(v * width + u).copied().unwrap_or(0.0);
                                count += 1.0;
                            }
                        }
                    }
                }
                mixed.push(sum / count.max(1.0));
            }
        }
        mixed
    });
    Planes { width, colours }
}

/// Each pixel the mean of `by` × `by`.
fn smaller(planes: &Planes, height: usize, by: usize) -> Planes {
    let width = planes.width / by;
    let colours = planes.colours.each_ref().map(|plane| {
        let mut means = Vec::with_capacity(width * (height / by));
        for y in 0..height / by {
            for x in 0..width {
                let rows = (y * by..(y + 1) * by).map(|row| row * planes.width + x * by);
                let sum: f32 = rows.filter_map(|from| plane.get(from..from + by)).flatten().sum();
                means.push(sum / (by * by) as f32);
            }
        }
        means
    });
    Planes { width, colours }
}

/// From light to the levels a camera tells, with what mirrors in the glass.
fn developed(mut planes: Planes, height: usize, light: &Light) -> Planes {
    let width = planes.width;
    let [red, green, blue] = &mut planes.colours;
    let mut pixels = red.iter_mut().zip(green).zip(blue);
    for y in 0..height {
        for x in 0..width {
            let Some(((red, green), blue)) = pixels.next() else { continue };
            let level = light.at(x as f32 / width as f32 - 0.5, y as f32 / height as f32 - 0.5);
            let glare = light.glare(x as f32, y as f32);
            for (pixel, level) in [red, green, blue].into_iter().zip(level) {
                let told = pixel.powf(1.0 / 2.2) * level;
                *pixel = 255.0 * (told * (1.0 - light.haze) + light.haze * 0.6 + glare);
            }
        }
    }
    planes
}
