//! Numbers in words, in the letters of somebody's hand.

use super::Writer;
use super::alphabet::{letter, movements};
use super::curve::{At, smooth, softened};
use crate::paper::glyphs;
use crate::paper::luck::Luck;
use crate::paper::raster::Raster;

/// Which shapes of letters a hand may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shapes {
    /// Those that nets are trained on.
    Common,
    /// Those held out, and no others: hands that no net has seen.
    HeldOut,
    /// Any.
    Any,
}

/// How letters are put on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    /// Capitals, as the form asks.
    Capitals,
    /// Capitals, the first of a word taller.
    TallFirst,
    /// Capitals and small letters as they come, all of one height.
    Mixed,
    /// Small letters.
    Small,
    /// Small letters after a capital.
    Titled,
}

/// A writer's letters.
#[derive(Clone, Debug)]
pub(super) struct Lettering {
    shapes: Shapes,
    case: Case,
    /// A throw a letter that prefers one shape.
    taste: [u8; 26],
    steady: f32,
    /// Height of a capital, millimetres.
    height: f32,
    /// Width, as a share of what the shapes have.
    aspect: f32,
    /// Between letters and between words, in heights.
    gap: f32,
    space: f32,
    slant: f32,
    jitter: f32,
    rounding: f32,
    /// How often a letter is joined to the next.
    joined: f32,
    /// How much taller a word's first letter is, where it is.
    tall: f32,
    /// How unequal letters are.
    uneven: f32,
    /// How a line climbs, and how far it swings.
    climb: f32,
    swing: f32,
}

impl Lettering {
    /// The letters of a seed's hand.
    pub(super) fn new(seed: u64, shapes: Shapes) -> Lettering {
        let mut luck = Luck::new(seed, "letters");
        let case = luck
            .weighted(&[
                (0.5, Case::Capitals),
                (0.22, Case::TallFirst),
                (0.14, Case::Mixed),
                (0.05, Case::Small),
                (0.09, Case::Titled),
            ])
            .unwrap_or(Case::Capitals);
        let mut taste = [0; 26];
        for one in &mut taste {
            *one = luck.below(240) as u8;
        }
        let written_small = matches!(case, Case::Small | Case::Titled);
        let joined =
            if luck.chance(if written_small { 0.5 } else { 0.2 }) { luck.between(0.3, 0.9) } else { 0.0 };
        let sloppy = luck.unit() * luck.unit();
        Lettering {
            shapes,
            case,
            taste,
            steady: luck.between(0.8, 1.0),
            height: luck.between(5.0, 14.5),
            aspect: luck.between(0.5, 1.15),
            gap: luck.between(0.03, 0.4),
            space: if luck.chance(0.15) { luck.between(0.0, 0.3) } else { luck.between(0.45, 1.5) },
            slant: luck.bell() * 0.13 + 0.05,
            jitter: 0.012 + 0.055 * sloppy,
            rounding: luck.between(0.0, 0.28),
            joined,
            tall: luck.between(1.15, 1.9),
            uneven: 0.03 + 0.12 * sloppy,
            climb: luck.bell() * 0.022,
            swing: luck.unit() * luck.unit() * 0.12,
        }
    }

    /// The shape a letter is given.
    fn shape(&self, one: char, first: bool, luck: &mut Luck) -> Option<&'static str> {
        let forms = letter(one)?;
        let small = match self.case {
            Case::Capitals | Case::TallFirst => false,
            Case::Mixed => {
                let taste = self.taste.get(25 - usize::from(one as u8 & 0x0f)).copied().unwrap_or(0);
                taste % 3 == 0
            }
            Case::Small => true,
            Case::Titled => !first,
        };
        let shapes = if small { forms.small } else { forms.capital };
        let (last, common) = shapes.split_last()?;
        let from = match self.shapes {
            Shapes::HeldOut => std::slice::from_ref(last),
            Shapes::Common => common,
            Shapes::Any => shapes,
        };
        let place = usize::from(one.to_ascii_uppercase() as u8).saturating_sub(usize::from(b'A'));
        let taste = self.taste.get(place).copied().unwrap_or(0);
        if luck.chance(self.steady) {
            from.get(usize::from(taste) % from.len().max(1)).copied()
        } else {
            luck.pick(from).copied()
        }
    }

    /// A letter's movements and its width, both in heights of a capital.
    fn drawn(&self, one: char, first: bool, luck: &mut Luck) -> Drawn {
        let movements = match self.shape(one, first, luck) {
            Some(shape) => movements(shape),
            None => glyphs::strokes(one).map(|places| (places.len() > 3, places)).collect(),
        };
        let places = || movements.iter().flat_map(|(_, places)| places);
        let left = places().map(|(x, _)| *x).fold(f32::MAX, f32::min).min(8.0);
        let right = places().map(|(x, _)| *x).fold(left, f32::max);
        let tall = match self.case {
            Case::TallFirst if first => self.tall,
            // All of one height: small letters are drawn as tall as capitals, but for their risers.
            Case::Mixed if places().all(|(_, y)| *y > 0.3) => 1.35,
            Case::Capitals | Case::TallFirst | Case::Mixed | Case::Small | Case::Titled => 1.0,
        };
        Drawn { movements, left, wide: right - left, tall }
    }
}

struct Drawn {
    movements: Vec<(bool, Vec<At>)>,
    left: f32,
    wide: f32,
    tall: f32,
}

/// Writes a text on a sheet in the hand of a seed, in an area in millimetres: left, top, width, height.
pub fn words(raster: &mut Raster, text: &str, area: [f32; 4], shapes: Shapes, seed: u64) {
    let mut writer = Writer::new(seed);
    writer.lettering = Lettering::new(seed, shapes);
    writer.words(raster, text, area, &mut Luck::new(seed, "words"));
}

impl Writer {
    /// A number in words, in an area (left, top, width, height), in as many lines as it needs.
    pub(in crate::paper) fn words(&self, raster: &mut Raster, text: &str, area: [f32; 4], luck: &mut Luck) {
        let [x, y, wide, high] = area;
        let hand = &self.lettering;
        let mut lines: Vec<&str> = vec![text];
        let size = hand.height.min(high * 0.42);
        let whole = hand.width(text) * size;
        if text.contains(' ') && (whole > wide * luck.between(0.75, 1.0) || luck.chance(0.06)) {
            let middle = text.len() / 2;
            let near = |at: &usize| at.abs_diff(middle);
            let at = text.match_indices(' ').map(|(at, _)| at).min_by_key(near).unwrap_or(middle);
            let (first, second) = text.split_at_checked(at).unwrap_or((text, ""));
            lines = vec![first.trim(), second.trim()];
        }
        let count = lines.len() as f32;
        let apart = luck.between(1.3, 1.75);
        let longest = lines.iter().map(|line| hand.width(line)).fold(0.1, f32::max);
        let size = size.min(wide * 0.94 / longest).min(high * 0.86 / (1.0 + apart * (count - 1.0)));
        let tall = size * (1.0 + apart * (count - 1.0));
        let top = y + (high - tall).max(0.0) * luck.between(0.1, 0.75);
        let free = (wide - longest * size).max(0.0);
        let left =
            x + free * if luck.chance(0.55) { luck.between(0.02, 0.2) } else { luck.between(0.2, 0.7) };
        for (line, at) in lines.iter().zip(0..) {
            self.line(raster, line, (left, top + size * apart * at as f32), size, luck);
        }
    }

    fn line(&self, raster: &mut Raster, text: &str, (x, y): At, size: f32, luck: &mut Luck) {
        let hand = &self.lettering;
        let (climb, phase) = (hand.climb + luck.bell() * 0.006, luck.between(0.0, 6.0));
        let mut left = x;
        let mut first = true;
        let mut before: Option<At> = None;
        for one in text.chars() {
            if one == ' ' {
                left += hand.space * size * luck.between(0.8, 1.25);
                (first, before) = (true, None);
                continue;
            }
            let drawn = hand.drawn(one, first, luck);
            let grown = drawn.tall * (1.0 + luck.bell() * hand.uneven);
            let stretched = hand.aspect * grown * (1.0 + luck.bell() * hand.uneven);
            let lean = hand.slant + luck.bell() * hand.uneven * 0.5;
            // A tall letter hangs below the line as well.
            let raised =
                luck.bell() * hand.uneven * 0.6 + (drawn.tall - 1.0).max(0.0) * luck.between(0.0, 0.45);
            let base = y + size * (1.0 + raised + hand.swing * ((left - x) / size * 0.5 + phase).sin())
                - (left - x) * climb;
            let mut last = None;
            for (swing, places) in &drawn.movements {
                let mut place = |(across, down): &At| -> At {
                    let (across, up) = (
                        across - drawn.left + luck.bell() * hand.jitter,
                        1.0 - down + luck.bell() * hand.jitter,
                    );
                    (left + (across * stretched + up * lean * grown) * size, base - up * grown * size)
                };
                let mut places: Vec<At> = places.iter().map(&mut place).collect();
                if let Some(before) = before.take() {
                    places.insert(0, before);
                }
                let path = if *swing { smooth(&places) } else { softened(&places, hand.rounding) };
                self.pen.draw(raster, &path, luck);
                last = path.last().copied();
            }
            before = last.filter(|_| luck.chance(hand.joined));
            left += (drawn.wide * stretched + hand.gap * luck.between(0.6, 1.4)) * size;
            first = false;
        }
    }
}

impl Lettering {
    /// About how wide a text becomes, in heights of a capital.
    fn width(&self, text: &str) -> f32 {
        let one = |one: char| match one {
            ' ' => self.space,
            'I' | 'i' => 0.15 + self.gap,
            _ => 0.64 * self.aspect + self.gap,
        };
        text.chars().map(one).sum()
    }
}
