//! A net ready to read.

use std::fmt;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::class::{CLASSES, Class};
use super::level::level;
use super::logs::{log_probabilities, parts_per_million};
use super::patch::Patch;
use super::weights::{Weights, WeightsError};
use super::{fast, plain, shipped};
use crate::logs::{log, weight};

/// The log of what several looks all find next to impossible.
const LEAST: i32 = -30_000;

/// A net: weights by which boxes are read, and the name that tells them from all others.
#[derive(Clone)]
pub struct Net {
    weights: Weights,
    laid_out: fast::Layout,
    hash: [u8; 32],
    way: Way,
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
    Net::parse(shipped::WEIGHTS).expect("the weights shipped are sound")
});

impl Net {
    /// The net that comes with this crate: `weights/MODEL-CARD.md` says what it was trained on and how well it reads.
    pub fn shipped() -> &'static Net {
        &SHIPPED
    }

    /// The net of a weights file ([`super::weights`] documents it).
    pub fn parse(bytes: &[u8]) -> Result<Net, WeightsError> {
        let weights = Weights::parse(bytes)?;
        let laid_out = fast::Layout::new(&weights);
        Ok(Net { laid_out, weights, hash: Sha256::digest(bytes).into(), way: Way::Fast })
    }

    /// SHA-256 of the weights file: what a reading in the ledger names.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// [`Net::hash`] in hexadecimal.
    pub fn name(&self) -> String {
        let nibbles = self.hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
    }

    /// The same net, every box by the definition: what a whole reading is held against.
    #[must_use]
    pub fn by_definition(&self) -> Net {
        Net { way: Way::Plain, ..self.clone() }
    }

    /// Reads a box, with whatever the processor offers. The same bits as [`Net::read_plain`].
    pub fn read(&self, patch: &Patch) -> BoxReading {
        match self.way {
            Way::Fast => BoxReading { log: log_probabilities(&self.laid_out.scores(&level(patch))) },
            Way::Plain => self.read_plain(patch),
        }
    }

    /// Reads a box by the definition, about ten times slower: what [`Net::read`] is held against.
    pub fn read_plain(&self, patch: &Patch) -> BoxReading {
        BoxReading { log: log_probabilities(&plain::scores(&self.weights, &level(patch))) }
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
