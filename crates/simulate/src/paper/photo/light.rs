//! Light over a picture: slow changes, computed at few places.

use super::conditions::Conditions;
use super::truth::Defect;
use crate::paper::luck::Luck;

/// What falls on the sheet and into the lens.
#[derive(Clone, Debug)]
pub(super) struct Light {
    /// Light on the paper by colour.
    colour: [f32; 3],
    /// Change of light to the right and down, over the picture.
    slope: (f32, f32),
    /// How much the picture's corners lose.
    vignette: f32,
    shadow: Option<Shadow>,
    glare: Vec<Glare>,
    /// Scattered light, 0 to 1.
    pub haze: f32,
}

/// A shadow with one soft, bent edge.
#[derive(Clone, Copy, Debug)]
struct Shadow {
    across: f32,
    down: f32,
    at: f32,
    bow: f32,
    soft: f32,
    depth: f32,
}

#[derive(Clone, Copy, Debug)]
struct Glare {
    x: f32,
    y: f32,
    radius: f32,
    strength: f32,
}

/// Colours that lights and cheap cameras give: bluish shade, lamps, greenish tubes, red and brown awnings.
const CASTS: [[f32; 3]; 6] = [
    [0.72, 0.9, 1.0],
    [0.45, 0.75, 1.0],
    [0.8, 1.0, 0.82],
    [1.0, 0.8, 0.78],
    [1.0, 0.9, 0.72],
    [0.95, 0.8, 1.0],
];

/// Light for a picture of this size.
pub(super) fn light(
    width: usize,
    height: usize,
    conditions: &Conditions,
    luck: &mut Luck,
    defects: &mut Vec<Defect>,
) -> Light {
    let paper = luck.between(conditions.paper.0, conditions.paper.1);
    let cast = luck.between(conditions.cast.0, conditions.cast.1);
    let towards = luck.pick(&CASTS).copied().unwrap_or([1.0; 3]);
    let colour = towards.map(|level| paper * (1.0 + (level - 1.0) * cast));
    if cast > 0.0 {
        let [red, green, blue] = colour;
        defects.push(Defect::Cast(red, green, blue));
    }
    let gradient = luck.between(conditions.gradient.0, conditions.gradient.1);
    let (sin, cos) = luck.between(0.0, std::f32::consts::TAU).sin_cos();
    let shadow = luck.chance(conditions.shadow).then(|| {
        let (sin, cos) = luck.between(0.0, std::f32::consts::TAU).sin_cos();
        let depth = luck.between(conditions.shadow_depth.0, conditions.shadow_depth.1);
        defects.push(Defect::Shadow(depth));
        Shadow {
            across: cos,
            down: sin,
            at: luck.between(-0.25, 0.35),
            bow: luck.bell() * 0.5,
            soft: luck.between(0.015, 0.15),
            depth,
        }
    });
    let glare = luck.chance(conditions.glare).then(|| {
        let (x, y) = (luck.between(0.1, 0.9) * width as f32, luck.between(0.1, 0.9) * height as f32);
        let radius = luck.between(0.04, 0.12) * width.min(height) as f32;
        defects.push(Defect::Glare { x, y, radius });
        Glare { x, y, radius, strength: luck.between(0.4, 1.2) }
    });
    Light {
        colour,
        slope: (cos * gradient, sin * gradient),
        vignette: luck.between(0.0, 0.15) * (gradient * 4.0).min(1.0),
        shadow,
        glare: glare.into_iter().collect(),
        haze: luck.between(conditions.haze.0, conditions.haze.1),
    }
}

impl Light {
    /// Light of each colour at a place of the picture, both ways from -0.5 to 0.5.
    pub(super) fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let squared = x * x + y * y;
        let mut level = 1.0 + self.slope.0 * x + self.slope.1 * y - self.vignette * squared * 2.0;
        if let Some(shadow) = &self.shadow {
            let off = x * shadow.across + y * shadow.down - shadow.at;
            let along = x * shadow.down - y * shadow.across;
            let within = ((off - shadow.bow * along * along) / shadow.soft).clamp(-0.5, 0.5) + 0.5;
            level *= 1.0 - shadow.depth * within * within * (3.0 - 2.0 * within);
        }
        self.colour.map(|colour| (colour * level).max(0.02))
    }

    /// Mirrored light at a pixel, 0 to 1 or more.
    pub(super) fn glare(&self, x: f32, y: f32) -> f32 {
        let each = self.glare.iter().map(|glare| {
            let (dx, dy) = ((x - glare.x) / glare.radius, (y - glare.y) / glare.radius);
            let squared = dx * dx + dy * dy;
            glare.strength / (1.0 + squared * squared)
        });
        each.sum()
    }

    /// One more mirrored light, in pixels.
    pub(super) fn mirror(&mut self, [x, y]: [f32; 2], radius: f32, strength: f32) {
        self.glare.push(Glare { x, y, radius, strength });
    }
}
