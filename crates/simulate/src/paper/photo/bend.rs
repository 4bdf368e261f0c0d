//! How a sheet lies: folds and waves.

use super::conditions::Conditions;
use super::noise::Noise;
use super::truth::Defect;
use crate::paper::luck::Luck;

/// A crease: places on it have `x * across + y * down == at`, in millimetres.
#[derive(Clone, Copy, Debug)]
struct Fold {
    across: f32,
    down: f32,
    at: f32,
    /// How far it moves what is printed there.
    lift: (f32, f32),
    /// Over how many millimetres that ebbs away.
    reach: f32,
    /// How much lighter one side is, and darker the other.
    shade: f32,
    /// How dark its line is.
    line: f32,
}

/// A wave: length in millimetres, direction, height as it moves what is printed.
#[derive(Clone, Copy, Debug)]
struct Wave {
    across: f32,
    down: f32,
    phase: f32,
    x: f32,
    y: f32,
    shade: f32,
}

/// A sheet's shape.
#[derive(Clone, Debug)]
pub(super) struct Bend {
    folds: Vec<Fold>,
    waves: Vec<Wave>,
    /// Small dents, which change the light and nothing else.
    dents: Noise,
    dented: f32,
}

/// A shape for a sheet of this size, and what it is called.
pub(super) fn bend(
    wide: f32,
    high: f32,
    conditions: &Conditions,
    luck: &mut Luck,
    defects: &mut Vec<Defect>,
) -> Bend {
    let (least, most) = conditions.folds;
    // Folded in half, then in half again: middle lines first, quarters after.
    let lines = [(false, 0.5), (true, 0.5), (false, 0.25), (false, 0.75)];
    let count = (least + luck.below(most.saturating_sub(least) + 1)).min(lines.len());
    let lift = luck.between(conditions.fold_lift.0, conditions.fold_lift.1);
    let folds: Vec<Fold> = lines
        .iter()
        .take(count)
        .map(|(upright, share)| {
            let lean = luck.bell() * 0.008;
            let (across, down) = if *upright { (1.0, lean) } else { (lean, 1.0) };
            let side = if luck.chance(0.5) { 1.0 } else { -1.0 };
            let strength = lift * luck.between(0.4, 1.0) * side;
            let along = luck.bell() * 0.3;
            Fold {
                across,
                down,
                at: share * if *upright { wide } else { high } + luck.bell() * 4.0,
                lift: if *upright { (strength, strength * along) } else { (strength * along, strength) },
                reach: luck.between(60.0, 160.0),
                shade: side * luck.between(0.01, 0.05) * (0.5 + lift),
                line: luck.between(0.03, 0.14),
            }
        })
        .collect();
    if count > 0 {
        defects.push(Defect::Folds(count, lift));
    }
    let height = luck.between(conditions.wave.0, conditions.wave.1);
    let shares = [0.5, 0.3, 0.2];
    let waves = shares
        .iter()
        .zip([500.0, 320.0, 190.0])
        .map(|(share, length): (&f32, f32)| {
            let (sin, cos) = luck.between(0.0, std::f32::consts::TAU).sin_cos();
            let length = length * luck.between(0.7, 1.3);
            let turn = std::f32::consts::TAU / length;
            let (fall_sin, fall_cos) = luck.between(0.0, std::f32::consts::TAU).sin_cos();
            let height = height * share;
            Wave {
                across: cos * turn,
                down: sin * turn,
                phase: luck.between(0.0, std::f32::consts::TAU),
                x: height * fall_cos,
                y: height * fall_sin,
                shade: height * 0.03 * luck.between(0.2, 1.0),
            }
        })
        .collect();
    if height > 0.0 {
        defects.push(Defect::Waves(height));
    }
    let dented = luck.between(0.0, 0.05) * height.min(1.0);
    Bend { folds, waves, dents: Noise::new(luck), dented }
}

impl Bend {
    /// How far what is printed at a place has moved, millimetres.
    pub(super) fn shift(&self, x: f32, y: f32) -> (f32, f32) {
        let (mut right, mut down) = (0.0, 0.0);
        for fold in &self.folds {
            // A tent whose feet ebb away.
            let far = fold.off(x, y).abs() / fold.reach;
            let left = (1.0 - far).max(0.0);
            right += fold.lift.0 * left * left;
            down += fold.lift.1 * left * left;
        }
        for wave in &self.waves {
            let swing = (x * wave.across + y * wave.down + wave.phase).sin();
            right += wave.x * swing;
            down += wave.y * swing;
        }
        (right, down)
    }

    /// The place printed where flat paper would have `(x, y)`.
    pub(super) fn printed_at(&self, x: f32, y: f32) -> (f32, f32) {
        let (mut u, mut v) = (x, y);
        // Shifts change slowly: three steps come within a thousandth of a millimetre.
        for _ in 0..3 {
            let (right, down) = self.shift(u, v);
            (u, v) = (x - right, y - down);
        }
        (u, v)
    }

    /// How the slope of waves and dents changes the light, about 1.
    pub(super) fn wave_light(&self, x: f32, y: f32) -> f32 {
        let dents =
            self.dented * (self.dents.at(x / 45.0, y / 38.0) + 0.6 * self.dents.at(y / 13.0, x / 16.0));
        let slope = |wave: &Wave| wave.shade * (x * wave.across + y * wave.down + wave.phase).cos();
        1.0 + dents + self.waves.iter().map(slope).sum::<f32>()
    }

    /// How folds change the light, about 1: a step at the crease, and the crease itself.
    pub(super) fn fold_light(&self, x: f32, y: f32) -> f32 {
        let mut light = 1.0;
        for fold in &self.folds {
            let off = fold.off(x, y);
            let far = off / (fold.reach * 0.6);
            let step = if off < 0.0 { -fold.shade } else { fold.shade };
            let thin = off / 1.1;
            let bright = (off - 1.8) / 1.3;
            light += step / (1.0 + far * far * 2.0) - fold.line / (1.0 + thin * thin * thin * thin)
                + 0.5 * fold.line / (1.0 + bright * bright * bright * bright);
        }
        light
    }

    /// Whether there is any fold.
    pub(super) fn folded(&self) -> bool {
        !self.folds.is_empty()
    }
}

impl Fold {
    /// Millimetres from the crease.
    fn off(&self, x: f32, y: f32) -> f32 {
        x * self.across + y * self.down - self.at
    }
}
