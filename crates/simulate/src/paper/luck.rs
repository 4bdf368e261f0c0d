//! Throws for pictures: the crate's dice, in fractions.

use crate::dice::Dice;

/// A stream of throws of its own, named by a label, so that one more throw for one box changes no other box.
#[derive(Clone, Debug)]
pub(crate) struct Luck {
    seed: u64,
    dice: Dice,
}

impl Luck {
    /// The stream of this seed and label.
    pub(crate) fn new(seed: u64, label: &str) -> Luck {
        Luck { seed, dice: Dice::new(seed, label) }
    }

    /// Another stream of the same seed.
    pub(crate) fn stream(&self, label: &str) -> Luck {
        Luck::new(self.seed, label)
    }

    /// 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.dice.next()
    }

    /// From 0, included, to 1.
    pub(crate) fn unit(&mut self) -> f32 {
        // 24 bits are as many as a fraction of this type holds.
        (self.bits() >> 40) as f32 / 16_777_216.0
    }

    /// Between two numbers.
    pub(crate) fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.unit()
    }

    /// Around 0 with spread 1, never beyond 3.5: the sum of four.
    pub(crate) fn bell(&mut self) -> f32 {
        (self.unit() + self.unit() + self.unit() + self.unit() - 2.0) * 1.732
    }

    /// True with this probability.
    pub(crate) fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// A whole number below `bound`; 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.dice.below(u32::try_from(bound).unwrap_or(u32::MAX)) as usize
    }

    /// One of them.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        self.dice.pick(from)
    }

    /// One of them, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, from: &[(f32, T)]) -> Option<T> {
        let sum: f32 = from.iter().map(|(weight, _)| weight).sum();
        let mut left = self.unit() * sum;
        for (weight, one) in from {
            left -= weight;
            if left < 0.0 {
                return Some(*one);
            }
        }
        from.last().map(|(_, one)| *one)
    }
}
