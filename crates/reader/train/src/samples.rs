//! The training mix: real boxes moved and lit anew, and what real boxes are short of.

use reader::boxes::{CLASSES, Class, Patch, SIDE, level};

use crate::data::{Digit, Real};
use crate::erase::{Taken, take};
use crate::plane::Plane;
use crate::printed::printed;
use crate::rng::Rng;
use crate::sheets::{Shot, shots};
use crate::strokes::{Lines, cross, curve, draw, figure, other};
use crate::warp::{Reach, Warp};

/// What samples are made from: boxes of the training stations alone, and other people's digits.
pub struct Source<'a> {
    by_class: Vec<Vec<Taken>>,
    digits: Vec<Vec<&'a Digit>>,
    /// Boxes of photographed sheets, by class.
    shots: Vec<Vec<Shot>>,
}

/// A box, its input as the net takes it, its class, and the figure that a correction leaves standing in it.
pub struct Sample {
    pub patch: Patch,
    pub input: [u8; SIDE * SIDE],
    pub class: usize,
    pub stands: Option<usize>,
}

/// Movements of a real box: the cutter's errors, the hand's, the paper's.
const REAL: Reach = Reach { turn: 0.05, scale: 0.05, shear: 0.04, shift: 0.025, wave: 0.006 };
/// Movements of a frame that is written into anew.
const FRAME: Reach = Reach { turn: 0.03, scale: 0.03, shear: 0.02, shift: 0.02, wave: 0.003 };
/// Movements of ink within its frame.
const INK: Reach = Reach { turn: 0.08, scale: 0.1, shear: 0.08, shift: 0.05, wave: 0.012 };

/// Writing to be laid on paper.
struct Ink(Plane);

impl<'a> Source<'a> {
    /// `sheets` are filled with the ink of `real`, and photographed.
    pub fn new(real: &[&Real], digits: &'a [Digit], sheets: u64, seed: u64) -> Source<'a> {
        let mut by: Vec<Vec<Shot>> = (0..CLASSES).map(|_| Vec::new()).collect();
        for shot in shots(real, digits, sheets, seed) {
            by[shot.class].push(shot);
        }
        let mut by_class: Vec<Vec<Taken>> = (0..CLASSES).map(|_| Vec::new()).collect();
        for real in real {
            if let Some(class) = real.seen {
                by_class[class].push(take(&real.crop));
            }
        }
        let of = |label| digits.iter().filter(|digit| digit.label == label).collect();
        Source { by_class, digits: (0..10).map(of).collect(), shots: by }
    }

    /// The sample of a seed. `real` is how often it is a real box.
    pub fn sample(&self, seed: u64, real: f32) -> Sample {
        let rng = &mut Rng::new(seed);
        let mut stands = None;
        let (plane, class) = if rng.chance(real) {
            self.moved(rng)
        } else if let Some(shot) = rng.chance(0.6).then(|| self.shot(rng)).flatten() {
            stands = shot.2;
            (shot.0, shot.1)
        } else {
            let (plane, class, left) = self.made(rng);
            stands = left;
            (plane, class)
        };
        let patch = Patch::new(plane.bytes());
        Sample { input: level(&patch), patch, class, stands }
    }

    /// How many boxes of photographed sheets there are.
    pub fn shots(&self) -> usize {
        self.shots.iter().map(Vec::len).sum()
    }

    /// A box of a photographed sheet, cut a little aside; rare classes somewhat more often than they come.
    fn shot(&self, rng: &mut Rng) -> Option<(Plane, usize, Option<usize>)> {
        let weight = |class: &Vec<Shot>| (class.len() as f32).sqrt();
        let mut left = rng.unit() * self.shots.iter().map(weight).sum::<f32>();
        let class = self.shots.iter().find(|class| {
            left -= weight(class);
            left < 0.0
        })?;
        let shot = rng.pick(class);
        let luma: Vec<f32> = shot.crop.pixels().iter().map(|&luma| f32::from(luma)).collect();
        let mut plane = Warp::new(rng, &FRAME).sample(&luma, shot.crop.width(), shot.crop.height());
        if rng.chance(0.3) {
            plane.photograph(rng, 0.3);
        }
        Some((plane, shot.class, shot.stands))
    }

    /// A real box, moved and lit anew.
    fn moved(&self, rng: &mut Rng) -> (Plane, usize) {
        let class = self.any_class(rng);
        let taken = rng.pick(&self.by_class[class]);
        let mut plane = Warp::new(rng, &REAL).sample(&taken.luma, taken.width, taken.height);
        if rng.chance(0.06) {
            stray(rng, &mut plane, taken.depth);
        }
        let strength = if rng.chance(0.3) { 0.0 } else { rng.range(0.4, 1.0) };
        plane.photograph(rng, strength);
        (plane, class)
    }

    /// One of the eleven real classes; rare ones somewhat more often than they come.
    fn any_class(&self, rng: &mut Rng) -> usize {
        // a 0 is written in more ways than its share of boxes shows
        let weight =
            |class: usize| (self.by_class[class].len() as f32 * if class == 0 { 2.5 } else { 1.0 }).sqrt();
        let mut left = rng.unit() * (0..11).map(weight).sum::<f32>();
        (0..11)
            .find(|&class| {
                left -= weight(class);
                left < 0.0
            })
            .unwrap_or(0)
    }

    /// A frame, real or drawn, with something written into it.
    fn made(&self, rng: &mut Rng) -> (Plane, usize, Option<usize>) {
        let (mut plane, depth) = self.frame(rng);
        let digit = rng.below(10);
        let mut stands = None;
        let (ink, class) = match rng.below(100) {
            0..=44 => (Some(self.digit(rng, digit)), digit),
            45..=51 => (Some(Ink(self.crossed(rng))), Class::Crossed.index()),
            52..=58 => (None, Class::Empty.index()),
            59..=63 => (Some(Ink(dash(rng))), Class::Dash.index()),
            64..=68 => (Some(Ink(slash(rng))), Class::Slash.index()),
            69..=77 => (Some(self.struck(rng, digit)), Class::Struck.index()),
            78..=83 => {
                let (ink, over) = self.overwritten(rng, digit);
                stands = over;
                (Some(ink), Class::Overwritten.index())
            }
            84..=96 => (Some(Ink(strange(rng))), Class::Illegible.index()),
            _ => {
                plane = self.elsewhere(rng);
                (None, Class::Illegible.index())
            }
        };
        if let Some(Ink(ink)) = ink {
            let dark = depth * rng.range(0.55, 1.05);
            plane.0.iter_mut().zip(&ink.0).for_each(|(luma, ink)| *luma -= dark * ink);
        } else if rng.chance(0.3) {
            speck(rng, &mut plane, depth);
        }
        if rng.chance(0.12) {
            stray(rng, &mut plane, depth);
        }
        plane.photograph(rng, 1.0);
        (plane, class, stands)
    }

    /// An empty box, and how dark ink is on it.
    fn frame(&self, rng: &mut Rng) -> (Plane, f32) {
        if rng.chance(0.5) {
            // a cross reaches beyond what is erased
            let class = self.any_class(rng) % Class::Crossed.index();
            let taken = rng.pick(&self.by_class[class]);
            let plane = Warp::new(rng, &FRAME).sample(&taken.erased, taken.width, taken.height);
            (plane, taken.depth)
        } else {
            let printed = printed(rng);
            (printed.luma, printed.depth)
        }
    }

    /// A digit's ink: from another real box, from other people's digits, or from strokes.
    fn digit(&self, rng: &mut Rng, digit: usize) -> Ink {
        match rng.below(10) {
            0..=2 if !self.by_class[digit].is_empty() => {
                let taken = rng.pick(&self.by_class[digit]);
                let mut warp = Warp::new(rng, &INK);
                if rng.chance(0.3) {
                    warp.shrink(rng.range(1.1, 1.9));
                } else if rng.chance(0.2) {
                    warp.shrink(rng.range(0.65, 0.9));
                }
                Ink(warp.sample(&taken.ink, taken.width, taken.height))
            }
            3..=5 => Ink(self.others(rng, digit)),
            _ => Ink(drawn(rng, |rng| figure(rng, digit))),
        }
    }

    /// A digit of MNIST or optdigits, somewhere in the box.
    fn others(&self, rng: &mut Rng, digit: usize) -> Plane {
        let digit = *rng.pick(&self.digits[digit]);
        let ink: Vec<f32> = digit.ink.iter().map(|&ink| f32::from(ink) / 255.0).collect();
        let warp = Warp::new(rng, &INK);
        // MNIST's 20 pixels of ink in 28, optdigits' 32 in 32
        let full = if digit.side == 28 { 1.4 } else { 1.0 };
        let (tall, wide) = (rng.range(8.0, 24.0), rng.range(0.8, 1.15));
        let (cx, cy) = (16.0 + rng.bell(2.0), 16.0 + rng.bell(1.8));
        let mut plane = Plane::of(0.0);
        plane.each(|x, y, _| {
            let (u, v) = warp.of((x - cx) / (tall * wide * full) + 0.5, (y - cy) / (tall * full) + 0.5);
            if !(0.0..1.0).contains(&u) || !(0.0..1.0).contains(&v) {
                return 0.0;
            }
            let side = digit.side as f32;
            crate::plane::bilinear(&ink, digit.side, digit.side, u * side, v * side)
        });
        if rng.chance(0.5) {
            let thinner = rng.range(0.2, 1.0);
            plane.spread(-thinner);
        }
        plane
    }

    /// A cross; now and then over a 0, which is how some cross out a box they had already filled: labelled X.
    fn crossed(&self, rng: &mut Rng) -> Plane {
        let mut plane = drawn(rng, cross);
        if rng.chance(0.4) {
            let Ink(zero) = self.digit(rng, 0);
            plane.0.iter_mut().zip(&zero.0).for_each(|(ink, zero)| *ink = ink.max(*zero));
        }
        plane
    }

    /// A figure struck out. Strokes that make another figure of it are left out: one bar makes a crossed 7, one slanted line
    /// a slashed 0 or turns a 1 into a cross; and a 0 under a cross is labelled X.
    fn struck(&self, rng: &mut Rng, digit: usize) -> Ink {
        let Ink(mut plane) = self.digit(rng, digit);
        let (left, right) = (rng.range(-0.15, 0.1), rng.range(0.9, 1.15));
        let mut lines: Lines = Vec::new();
        let kind = rng.below(5);
        match kind {
            0 if ![0, 1, 7].contains(&digit) => {
                lines.push(vec![(left, right), (right, left)]);
                if rng.chance(0.6) {
                    lines.push(vec![(left, left), (right, right)]);
                }
            }
            1 if ![0, 1, 7, 8, 3].contains(&digit) => {
                let height = rng.range(0.3, 0.7);
                lines.push(vec![(left - 0.1, height), (right + 0.1, height + rng.bell(0.1))]);
            }
            2 => {
                let count = 5 + rng.below(8);
                let zigzag = (0..count).map(|at| {
                    let along = at as f32 / (count - 1) as f32;
                    (if at % 2 == 0 { left } else { right }, 0.1 + 0.8 * along + rng.bell(0.03))
                });
                lines.push(zigzag.collect());
            }
            _ => {
                let (count, slope) = (2 + rng.below(3), rng.bell(0.3));
                let (top, step) = (rng.range(0.2, 0.4), rng.range(0.1, 0.22));
                for at in 0..count {
                    let height = top + step * at as f32;
                    lines.push(vec![
                        (left, height - slope / 2.0),
                        (right, height + slope / 2.0 + rng.bell(0.03)),
                    ]);
                }
            }
        }
        let strike = drawn(rng, |_| lines);
        plane.0.iter_mut().zip(&strike.0).for_each(|(ink, strike)| *ink = ink.max(*strike));
        Ink(plane)
    }

    /// Another figure over a figure, and which one it leaves standing, where that can be seen: the one written last, gone over
    /// twice. As strong as each other, nothing stands; and then nothing over or under a 1 or 8, half of which would still read as
    /// one figure.
    fn overwritten(&self, rng: &mut Rng, digit: usize) -> (Ink, Option<usize>) {
        let told = rng.chance(0.6);
        let figures: &[usize] =
            if told { &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9] } else { &[0, 2, 3, 4, 5, 6, 7, 9] };
        let under = figures[digit % figures.len()];
        let mut over = *rng.pick(figures);
        if over == under {
            over = figures[(digit + 1 + rng.below(figures.len() - 1)) % figures.len()];
        }
        let Ink(mut plane) = self.digit(rng, under);
        let mut second = if rng.chance(0.5) { self.others(rng, over) } else { self.digit(rng, over).0 };
        let first = if told { rng.range(0.35, 0.8) } else { rng.range(0.8, 1.0) };
        if told {
            let wider = rng.range(0.3, 1.2);
            second.spread(wider);
        }
        plane.0.iter_mut().zip(&second.0).for_each(|(ink, second)| *ink = (*ink * first).max(*second));
        (Ink(plane), told.then_some(over))
    }

    /// Not a box: the corner between boxes, or a smear of light.
    fn elsewhere(&self, rng: &mut Rng) -> Plane {
        if rng.chance(0.5) {
            let mut plane = Plane::of(rng.range(60.0, 220.0));
            for _ in 0..2 + rng.below(6) {
                let (fx, fy, phase, height) =
                    (rng.bell(0.5), rng.bell(0.5), rng.range(0.0, 6.3), rng.range(5.0, 50.0));
                plane.each(|x, y, value| value + height * (fx * x + fy * y + phase).sin());
            }
            return plane;
        }
        let class = self.any_class(rng);
        let taken = rng.pick(&self.by_class[class]);
        let (right, down) = (rng.range(0.3, 0.5), rng.range(0.3, 0.5));
        let mut plane = Plane::of(0.0);
        let reach = |at: f32, by: f32, length: usize| (at / 32.0 + by).rem_euclid(1.0) * length as f32;
        plane.each(|x, y, _| {
            let (x, y) = (reach(x, right, taken.width), reach(y, down, taken.height));
            crate::plane::bilinear(&taken.luma, taken.width, taken.height, x, y)
        });
        plane
    }
}

/// Lines as ink, over the guide (9 × 14 mm of a box of 20) or anywhere in the box at any size.
fn drawn(rng: &mut Rng, lines: impl FnOnce(&mut Rng) -> Lines) -> Plane {
    let lines = lines(rng);
    let guided = rng.chance(0.5);
    let (wide, tall) = if guided {
        (rng.range(10.5, 13.5), rng.range(16.5, 20.5))
    } else if rng.chance(0.15) {
        (rng.range(18.0, 26.0), rng.range(20.0, 26.0))
    } else {
        (rng.range(4.0, 16.0), rng.range(6.5, 23.0))
    };
    let off = if guided { 0.7 } else { 2.4 };
    let (cx, cy) = (16.0 + rng.bell(off * 1.2), 16.0 + rng.bell(off));
    let (lean, turn) = (rng.bell(0.12), rng.bell(0.05));
    let place = |u: f32, v: f32| {
        let (u, v) = ((u - 0.5) * wide, (v - 0.5) * tall);
        (cx + u - (lean + turn) * v, cy + v + turn * u)
    };
    let mut plane = Plane::of(0.0);
    let (width, soft) = (rng.range(0.8, 3.0), rng.range(0.8, 1.6));
    if rng.chance(0.15) {
        // A pen that presses here and hardly touches there: each piece in its own strength.
        for piece in lines.iter().flat_map(pieces) {
            let mut ink = Plane::of(0.0);
            draw(&mut ink, &vec![piece], place, width, soft);
            let pressed = rng.range(0.25, 1.0);
            plane.0.iter_mut().zip(&ink.0).for_each(|(to, ink)| *to = to.max(*ink * pressed));
        }
    } else {
        draw(&mut plane, &lines, place, width, soft);
    }
    plane
}

/// A line in pieces: from corner to corner, of a curve about a third at a time.
fn pieces(line: &Vec<(f32, f32)>) -> Vec<Vec<(f32, f32)>> {
    let long = if line.len() > 12 { line.len() / 3 } else { 1 };
    (0..line.len() - 1).step_by(long).map(|at| line[at..line.len().min(at + long + 1)].to_vec()).collect()
}

fn dash(rng: &mut Rng) -> Plane {
    let (cx, cy, half) = (16.0 + rng.bell(1.5), 16.0 + rng.bell(2.5), rng.range(3.0, 11.0));
    let slope = rng.bell(0.15);
    let points = [(-1.0, 0.0), (-0.3, rng.bell(0.06)), (0.4, rng.bell(0.06)), (1.0, 0.0)];
    let mut plane = Plane::of(0.0);
    let place = |u: f32, v: f32| (cx + u * half, cy + (v + u * slope) * half);
    draw(&mut plane, &vec![curve(&points)], place, rng.range(0.8, 3.0), rng.range(0.8, 1.6));
    plane
}

/// A line through the whole box, far from upright: a 1 leans less.
fn slash(rng: &mut Rng) -> Plane {
    let (wide, tall) = (rng.range(8.0, 13.0), rng.range(8.0, 13.0));
    let (cx, cy) = (16.0 + rng.bell(1.2), 16.0 + rng.bell(1.2));
    let back = if rng.chance(0.2) { -1.0 } else { 1.0 };
    let points = [(-1.0, 1.0), (rng.bell(0.06), rng.bell(0.06)), (1.0, -1.0)];
    let mut plane = Plane::of(0.0);
    let place = |u: f32, v: f32| (cx + u * wide * back, cy + v * tall);
    draw(&mut plane, &vec![curve(&points)], place, rng.range(0.8, 2.6), rng.range(0.8, 1.6));
    plane
}

/// A letter, sign, drawing, scribble or blot.
fn strange(rng: &mut Rng) -> Plane {
    if rng.chance(0.1) {
        let (cx, cy, wide, tall) =
            (16.0 + rng.bell(2.0), 16.0 + rng.bell(2.0), rng.range(3.0, 11.0), rng.range(3.0, 11.0));
        let mut plane = Plane::of(0.0);
        plane.each(|x, y, _| {
            let far = (((x - cx) / wide).powi(2) + ((y - cy) / tall).powi(2)).sqrt();
            ((1.0 - far) * 4.0).clamp(0.0, 1.0)
        });
        return plane;
    }
    let mut plane = drawn(rng, other);
    if rng.chance(0.12) {
        let second = drawn(rng, other);
        plane.0.iter_mut().zip(&second.0).for_each(|(ink, second)| *ink = ink.max(*second));
    }
    plane
}

/// A speck or faint trace that makes no writing.
fn speck(rng: &mut Rng, plane: &mut Plane, depth: f32) {
    let (cx, cy) = (rng.range(5.0, 27.0), rng.range(5.0, 27.0));
    let length = rng.range(0.1, 1.5);
    let mut ink = Plane::of(0.0);
    let line = vec![vec![(0.0, 0.0), (rng.bell(1.0), rng.bell(1.0))]];
    draw(&mut ink, &line, |u, v| (cx + u * length, cy + v * length), rng.range(0.5, 1.2), 1.0);
    let dark = depth * rng.range(0.2, 0.7);
    plane.0.iter_mut().zip(&ink.0).for_each(|(luma, ink)| *luma -= dark * ink);
}

/// A neighbour's ink, in from one side.
fn stray(rng: &mut Rng, plane: &mut Plane, depth: f32) {
    let deep = rng.range(0.0, 5.0);
    let points: Vec<_> =
        (0..3).map(|at| (rng.range(-4.0, deep), 4.0 + 10.0 * at as f32 + rng.bell(4.0))).collect();
    let side = rng.below(4);
    let turn = |u: f32, v: f32| match side {
        0 => (u, v),
        1 => (32.0 - u, v),
        2 => (v, u),
        _ => (v, 32.0 - u),
    };
    let mut ink = Plane::of(0.0);
    draw(&mut ink, &vec![curve(&points)], turn, rng.range(0.8, 2.2), 1.2);
    let dark = depth * rng.range(0.4, 1.0);
    plane.0.iter_mut().zip(&ink.0).for_each(|(luma, ink)| *luma -= dark * ink);
}
