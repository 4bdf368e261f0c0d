//! A net ready to read.

use std::fmt;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::class::{CLASSES, Class};
use super::level::level;
use super::patch::Patch;
use super::weights::{Weights, WeightsError};
use super::{fast, plain, shipped};
use crate::logs::{self, log, log_probabilities, weight};

/// The log of what several looks all find next to impossible.
const LEAST: i32 = -30_000;

/// A net: weights by which boxes are read, and the name that tells them from all others. Several nets that were trained each by
/// itself may read together: what one takes for something else is seldom what another does.
#[derive(Clone)]
pub struct Net {
    members: Vec<Member>,
    hash: [u8; 32],
    way: Way,
}

#[derive(Clone)]
struct Member {
    weights: Weights,
    laid_out: fast::Layout,
}

/// How sums are made. Either way gives the same bits.
#[derive(Clone, Copy)]
enum Way {
    /// With whatever the processor offers.
    Fast,
    /// One by one, by the definition.
    Plain,
}

/// What a net reads in a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoxReading {
    /// For every class of [`Class::ALL`] the natural logarithm of its probability, in thousandths; calibrated on real boxes.
    pub log: [i32; CLASSES],
}

static SHIPPED: LazyLock<Net> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "compiled in; a test reads them")]
    Net::together(&shipped::WEIGHTS).expect("the weights shipped are sound")
});

impl Net {
    /// The net that comes with this crate: `weights/MODEL-CARD.md` says what it was trained on and how well it reads.
    pub fn shipped() -> &'static Net {
        &SHIPPED
    }

    /// The net of a weights file ([`super::weights`] documents it).
    pub fn parse(bytes: &[u8]) -> Result<Net, WeightsError> {
        Net::together(&[bytes])
    }

    /// The nets of several weights files, reading together: probabilities are the means of theirs.
    pub fn together(files: &[&[u8]]) -> Result<Net, WeightsError> {
        if files.is_empty() {
            return Err(WeightsError::Length);
        }
        let member = |bytes: &&[u8]| {
            let weights = Weights::parse(bytes)?;
            Ok(Member { laid_out: fast::Layout::new(&weights), weights })
        };
        let members = files.iter().map(member).collect::<Result<_, WeightsError>>()?;
        let mut hash = Sha256::new();
        for bytes in files {
            hash.update(bytes);
        }
        Ok(Net { members, hash: hash.finalize().into(), way: Way::Fast })
    }

    /// How many nets read together.
    pub fn members(&self) -> usize {
        self.members.len()
    }

    /// SHA-256 of its weights files, one after the other.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// [`Net::hash`] in hexadecimal.
    pub fn name(&self) -> String {
        crate::hex(&self.hash)
    }

    /// The same net, every box by the definition: what a whole reading is held against.
    #[must_use]
    pub fn by_definition(&self) -> Net {
        Net { way: Way::Plain, ..self.clone() }
    }

    /// Reads a box, with whatever the processor offers. The same bits as [`Net::read_plain`].
    pub fn read(&self, patch: &Patch) -> BoxReading {
        self.read_by(patch, self.way)
    }

    /// Reads a box by the definition, about ten times slower: what [`Net::read`] is held against.
    pub fn read_plain(&self, patch: &Patch) -> BoxReading {
        self.read_by(patch, Way::Plain)
    }

    fn read_by(&self, patch: &Patch, way: Way) -> BoxReading {
        let input = level(patch);
        let read = |member: &Member| {
            let scores = match way {
                Way::Fast => member.laid_out.scores(&input),
                Way::Plain => plain::scores(&member.weights, &input),
            };
            BoxReading { log: log_probabilities(&scores) }
        };
        match self.members.as_slice() {
            [one] => read(one),
            several => BoxReading::mean(&several.iter().map(read).collect::<Vec<_>>()),
        }
    }
}

impl fmt::Debug for Net {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Net {}", self.name())
    }
}

impl BoxReading {
    /// Several looks at one box as one: the mean of their probabilities.
    pub fn mean(looks: &[BoxReading]) -> BoxReading {
        let count = u128::try_from(looks.len()).unwrap_or(1).max(1);
        BoxReading {
            log: std::array::from_fn(|class| {
                let each = looks.iter().filter_map(|look| look.log.get(class));
                let sum: u128 = each.map(|log| u128::from(weight(i64::from(*log).min(0)))).sum();
                log(sum / count).and_then(|log| i32::try_from(log).ok()).unwrap_or(LEAST)
            }),
        }
    }

    /// The most probable class; of equals the first.
    pub fn best(&self) -> Class {
        let mut best = (i32::MIN, Class::Illegible);
        for (class, log) in Class::ALL.into_iter().zip(self.log) {
            if log > best.0 {
                best = (log, class);
            }
        }
        best.1
    }

    /// How probable [`BoxReading::best`] is, in parts per million.
    pub fn confidence_ppm(&self) -> u32 {
        parts_per_million(self.log.iter().copied().max().unwrap_or(i32::MIN))
    }
}

/// A log-probability (at most 0, in thousandths of a nat) as parts per million.
pub fn parts_per_million(log: i32) -> u32 {
    logs::parts_per_million(weight(log.into()).into(), logs::ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_are_told_in_parts_per_million() {
        assert_eq!(parts_per_million(0), 1_000_000);
        assert_eq!(parts_per_million(-693), 500_074);
        assert_eq!(parts_per_million(-100_000), 0);
    }
}
