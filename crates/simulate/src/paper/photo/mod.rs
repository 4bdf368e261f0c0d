//! Photographing a sheet.

mod bend;
mod camera;
mod conditions;
mod cover;
mod ground;
mod jpeg;
mod lens;
mod light;
mod noise;
mod screen;
mod truth;

pub use conditions::{Conditions, Placed, Span};
pub use jpeg::jpeg;
pub use screen::{Dots, Screen};
pub use truth::{Defect, PhotoTruth};

use reader::layout::Layout;

use self::bend::{Bend, bend};
use self::camera::{View, view};
use self::cover::{Covers, Finger};
use self::ground::Ground;
use self::lens::Planes;
use self::light::{Light, light};
use super::luck::Luck;
use super::raster::Raster;
use super::sheet::mm;

/// A photo, its truth, and where anything on the paper stands in it.
#[derive(Clone, Debug)]
pub struct Photo {
    /// The JPEG.
    pub jpeg: Vec<u8>,
    /// What is known about it.
    pub truth: PhotoTruth,
    /// The picture before it became a JPEG: red, green and blue of each pixel.
    pub pixels: Vec<u8>,
    view: View,
    bend: Bend,
}

impl Photo {
    /// Where a place on the paper, in millimetres from its upper left corner, stands in the photo: pixels, `(0, 0)` the
    /// middle of the first.
    pub fn place(&self, x: f32, y: f32) -> [f32; 2] {
        place(&self.view, &self.bend, x, y)
    }
}

/// Photographs a page as `raster` shows it, or a screen that shows a photo of it. The same page, conditions and seed make the same bytes.
///
/// `None` only where a photo would be larger than a JPEG can be.
pub fn photograph(
    raster: &Raster,
    layout: &Layout,
    page: u8,
    conditions: &Conditions,
    seed: u64,
) -> Option<Photo> {
    if let Some(screen) = &conditions.screen {
        let paper = Conditions { screen: None, ..conditions.clone() };
        return screen::photograph_screen(raster, layout, page, &paper, screen, seed);
    }
    let luck = |part: &str| Luck::new(seed, &format!("photo/{page}/{part}"));
    let mut defects = Vec::new();
    let [left, top, right, bottom] = layout.marks.crossings.map(mm);
    let (wide, high) = (mm(layout.sheet.x), mm(layout.sheet.y));
    let view = view([left, top, right, bottom].map(f64::from), conditions, &mut luck("camera"));
    let bend = bend(wide, high, conditions, &mut luck("bend"), &mut defects);
    let mut light = light(view.width, view.height, conditions, &mut luck("light"), &mut defects);
    let ground = Ground::new(&mut luck("ground"));
    let corners =
        [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| place(&view, &bend, x, y));
    let mut covers = covers(corners, &view, conditions, &mut luck("finger"), &mut defects);
    for (at, placed) in conditions.placed.iter().enumerate() {
        match *placed {
            Placed::Finger(corner) => {
                let mut luck = luck(&format!("placed/{at}"));
                covers.fingers.extend(finger(corner, corners, &view, &mut luck, &mut defects));
            }
            Placed::Card(place, grey) => covers.card(&view, place, grey),
            Placed::Light([x, y], radius, strength) => {
                let (middle, radius) = (place(&view, &bend, x, y), radius * view.per_mm);
                light.mirror(middle, radius, strength);
                let [x, y] = middle;
                defects.push(Defect::Glare { x, y, radius });
            }
        }
    }
    let mut planes = exposed(raster, (wide, high), &view, &bend, &light, &ground, &covers);
    develop(&mut planes, conditions, &mut luck("lens"), &mut defects);
    let pixels = planes.pixels();
    let quality = luck("quality").between(conditions.quality.0, conditions.quality.1);
    let jpeg = jpeg(view.width, view.height, &pixels, quality)?;
    Some(taken(view, bend, (page, corners), defects, pixels, jpeg))
}

/// A photo, with its truth beside.
fn taken(
    view: View,
    bend: Bend,
    (page, corners): (u8, [[f32; 2]; 4]),
    defects: Vec<Defect>,
    pixels: Vec<u8>,
    jpeg: Vec<u8>,
) -> Photo {
    let truth = PhotoTruth {
        width: view.width,
        height: view.height,
        page,
        corners,
        turned: view.turned,
        tilt: view.tilt,
        per_mm: view.per_mm,
        defects,
    };
    Photo { jpeg, truth, pixels, view, bend }
}

fn place(view: &View, bend: &Bend, x: f32, y: f32) -> [f32; 2] {
    let (right, down) = bend.shift(x, y);
    let (x, y) = view.forward.at(f64::from(x + right), f64::from(y + down));
    // The perspective counts from the first pixel's corner.
    [x as f32 - 0.5, y as f32 - 0.5]
}

/// Which corners can't be seen, and the finger that may lie over one of them.
fn covers(
    corners: [[f32; 2]; 4],
    view: &View,
    conditions: &Conditions,
    luck: &mut Luck,
    defects: &mut Vec<Defect>,
) -> Covers {
    let (wide, high) = (view.width as f32, view.height as f32);
    for (corner, [x, y]) in (0..).zip(corners) {
        if x < 0.0 || y < 0.0 || x >= wide || y >= high {
            defects.push(Defect::Cut(corner));
        }
    }
    let mut covers = Covers::default();
    if luck.chance(conditions.finger)
        && let Some(which) = luck.pick(&[0, 1, 2, 3]).copied()
    {
        covers.fingers.extend(finger(which, corners, view, luck, defects));
    }
    covers
}

/// The finger over a corner; `None` for one that there isn't.
fn finger(
    which: u8,
    corners: [[f32; 2]; 4],
    view: &View,
    luck: &mut Luck,
    defects: &mut Vec<Defect>,
) -> Option<Finger> {
    let [x, y] = *corners.get(usize::from(which))?;
    defects.push(Defect::Covered(which));
    let inwards = (view.width as f32 / 2.0 - x, view.height as f32 / 2.0 - y);
    Some(Finger::over([x, y], inwards, view.per_mm, luck))
}

/// Blur, noise and sharpening, as one thing does after the other.
fn develop(planes: &mut Planes, conditions: &Conditions, luck: &mut Luck, defects: &mut Vec<Defect>) {
    let focus = luck.between(conditions.focus.0, conditions.focus.1);
    let motion = luck.between(conditions.motion.0, conditions.motion.1);
    let noise = luck.between(conditions.noise.0, conditions.noise.1);
    let sharpen = luck.between(conditions.sharpen.0, conditions.sharpen.1);
    let (sin, cos) = luck.between(0.0, std::f32::consts::TAU).sin_cos();
    planes.blur(focus);
    planes.smear(motion * cos, motion * sin);
    // What sharpening makes stronger is less before it.
    planes.noise(noise / (1.0 + 0.9 * sharpen), luck);
    planes.sharpen(sharpen);
    let all =
        [(focus, Defect::Focus(focus)), (motion, Defect::Motion(motion)), (noise, Defect::Noise(noise))];
    defects.extend(all.into_iter().filter(|(strength, _)| *strength > 0.0).map(|(_, defect)| defect));
}

/// Pixels between the places at which perspective, bends and light are computed; linear in between.
const MESH: usize = 8;

/// What is known at a place of the mesh.
#[derive(Clone, Copy)]
struct Node {
    /// Printed place, millimetres.
    x: f32,
    y: f32,
    light: [f32; 3],
}

impl Node {
    fn towards(&self, other: &Node, share: f32) -> Node {
        let mix = |from: f32, to: f32| from + (to - from) * share;
        let ([r, g, b], [s, h, c]) = (self.light, other.light);
        Node { x: mix(self.x, other.x), y: mix(self.y, other.y), light: [mix(r, s), mix(g, h), mix(b, c)] }
    }
}

/// The light that reaches the sensor, before blur and noise.
fn exposed(
    raster: &Raster,
    (wide, high): (f32, f32),
    view: &View,
    bend: &Bend,
    light: &Light,
    ground: &Ground,
    covers: &Covers,
) -> Planes {
    let (width, height) = (view.width, view.height);
    let back = view.forward.back();
    let node_row = |y: usize| -> Vec<Node> {
        (0..=width.div_ceil(MESH))
            .map(|column| {
                let (px, py) = ((column * MESH) as f32 + 0.5, y as f32 + 0.5);
                let (flat_x, flat_y) = back.at(f64::from(px), f64::from(py));
                let (x, y) = bend.printed_at(flat_x as f32, flat_y as f32);
                let wave = bend.wave_light(x, y);
                let light = light.at(px / width as f32 - 0.5, py / height as f32 - 0.5);
                Node { x, y, light: light.map(|level| level * wave) }
            })
            .collect()
    };
    // As many samples of the sheet a pixel as it covers, both ways.
    let samples = (raster.per_mm() / view.per_mm * 0.9).ceil().clamp(1.0, 4.0) as usize;
    let mut planes: [Vec<f32>; 3] = [(); 3].map(|()| Vec::with_capacity(width * height));
    let mut above = node_row(0);
    for band in 0..height.div_ceil(MESH) {
        let below = node_row((band + 1) * MESH);
        for row in band * MESH..((band + 1) * MESH).min(height) {
            let share = (row - band * MESH) as f32 / MESH as f32;
            let nodes: Vec<Node> =
                above.iter().zip(&below).map(|(above, below)| above.towards(below, share)).collect();
            let step_down = above
                .iter()
                .zip(&below)
                .map(|(above, below)| ((below.x - above.x) / MESH as f32, (below.y - above.y) / MESH as f32));
            for ((pair, step), first) in nodes.windows(2).zip(step_down).zip((0..width).step_by(MESH)) {
                let [left, right] = pair else { continue };
                let mut here = *left;
                let part = |from: f32, to: f32| (to - from) / MESH as f32;
                let across = (part(left.x, right.x), part(left.y, right.y));
                let [r, g, b] = [0, 1, 2].map(|at: usize| {
                    let level = |node: &Node| node.light.get(at).copied().unwrap_or(1.0);
                    part(level(left), level(right))
                });
                for column in first..(first + MESH).min(width) {
                    let covered = covers.at(column as f32, row as f32);
                    let colour = match covered {
                        Some(skin) => mixed(skin, here.light),
                        None => seen(raster, (wide, high), &here, across, step, samples, bend, ground),
                    };
                    let glare = light.glare(column as f32, row as f32);
                    for (plane, colour) in planes.iter_mut().zip(colour) {
                        plane.push(255.0 * (colour * (1.0 - light.haze) + light.haze * 0.6 + glare));
                    }
                    here.x += across.0;
                    here.y += across.1;
                    let [red, green, blue] = &mut here.light;
                    *red += r;
                    *green += g;
                    *blue += b;
                }
            }
        }
        above = below;
    }
    Planes { width, colours: planes }
}

/// What one pixel sees, 0 to 1 by colour: the sheet in its light, or the ground.
#[expect(clippy::too_many_arguments, reason = "all that meets in one pixel")]
fn seen(
    raster: &Raster,
    (wide, high): (f32, f32),
    here: &Node,
    across: (f32, f32),
    down: (f32, f32),
    samples: usize,
    bend: &Bend,
    ground: &Ground,
) -> [f32; 3] {
    if here.x < 0.0 || here.y < 0.0 || here.x >= wide || here.y >= high {
        // Near the sheet it is darker: the sheet's own shadow.
        let (dx, dy) = ((-here.x).max(here.x - wide).max(0.0), (-here.y).max(here.y - high).max(0.0));
        let near = 1.0 - 0.5 / (1.0 + (dx * dx + dy * dy) / 60.0);
        return mixed(ground.at(here.x, here.y), here.light.map(|level| level * near));
    }
    let mut sum = [0.0_f32; 3];
    for v in 0..samples {
        for u in 0..samples {
            let (u, v) = ((u as f32 + 0.5) / samples as f32 - 0.5, (v as f32 + 0.5) / samples as f32 - 0.5);
            let (x, y) = (here.x + across.0 * u + down.0 * v, here.y + across.1 * u + down.1 * v);
            let colour = sampled(raster, x, y);
            for (sum, colour) in sum.iter_mut().zip(colour) {
                *sum += colour;
            }
        }
    }
    let fold = if bend.folded() { bend.fold_light(here.x, here.y) } else { 1.0 };
    let scale = fold / (255.0 * (samples * samples) as f32);
    mixed(sum, here.light.map(|level| level * scale))
}

/// A colour in a light.
fn mixed([r, g, b]: [f32; 3], [red, green, blue]: [f32; 3]) -> [f32; 3] {
    [r * red, g * green, b * blue]
}

/// The sheet's colour between pixels.
fn sampled(raster: &Raster, x: f32, y: f32) -> [f32; 3] {
    let (x, y) = (x * raster.per_mm() - 0.5, y * raster.per_mm() - 0.5);
    let (x, y) = (x.max(0.0), y.max(0.0));
    let (column, row) = (
        (x as usize).min(raster.width().saturating_sub(2)),
        (y as usize).min(raster.height().saturating_sub(2)),
    );
    let (right, down) = ((x - column as f32).min(1.0), (y - row as f32).min(1.0));
    match raster.four(column, row) {
        Some([[a0, a1, a2, b0, b1, b2], [c0, c1, c2, d0, d1, d2]]) => {
            let mix = |a: u8, b: u8, c: u8, d: u8| {
                let upper = f32::from(a) + (f32::from(b) - f32::from(a)) * right;
                let lower = f32::from(c) + (f32::from(d) - f32::from(c)) * right;
                upper + (lower - upper) * down
            };
            [mix(*a0, *b0, *c0, *d0), mix(*a1, *b1, *c1, *d1), mix(*a2, *b2, *c2, *d2)]
        }
        _ => [250.0; 3],
    }
}
