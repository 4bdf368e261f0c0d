//! Logarithms and probabilities in whole numbers, by tables computed when the program is built.
//!
//! A log is a natural one in thousandths; a weight is a probability, or a sum of some, in 2^-56ths.

/// The weight 1.
pub const ONE: u128 = 1 << 56;
/// e^-0.001 in 2^-64ths, rounded (e^-0.001 = 0.999000499833374991...).
const THOUSANDTH: u128 = 18_428_306_549_934_190_034;
/// Beyond this many thousandths below 0, a weight is nothing: e^-30 is below 10^-13.
const FAR: usize = 30_000;
/// More than 1000 ln 2.
const DOUBLE: usize = 694;
/// ln 2 in millionths.
const LN_2: i64 = 693_147;

/// Entry `k` is e^(-k / 1000) in 2^-56ths.
static FALLING: [u64; FAR] = falling();
/// Entry `k` is e^((k + 1/2) / 1000) in 2^-56ths.
static RISING: [u64; DOUBLE] = rising();

/// The weight of a log that is at most 0.
pub fn weight(log: i64) -> u64 {
    usize::try_from(-log).ok().and_then(|below| FALLING.get(below)).copied().unwrap_or(0)
}

/// The log of a weight; `None` for 0.
pub fn log(weight: u128) -> Option<i64> {
    let bits = i64::from(weight.checked_ilog2()?);
    // As something between 1 and 2, times a power of 2.
    let shift = bits - 56;
    let mantissa = if shift >= 0 { weight >> shift } else { weight << -shift };
    let above = RISING.partition_point(|&bound| u128::from(bound) <= mantissa);
    Some((shift * LN_2 + 500).div_euclid(1_000) + i64::try_from(above).ok()?)
}

/// Log-probabilities in thousandths of a nat, each within one, of scores in thousandths of a nat.
pub fn log_probabilities<const N: usize>(scores: &[i64; N]) -> [i32; N] {
    let best = scores.iter().copied().max().unwrap_or(0);
    let sum: u128 = scores.iter().map(|&score| u128::from(weight(score.saturating_sub(best)))).sum();
    let log = log(sum).unwrap_or(0);
    scores.map(|score| {
        let below = best.saturating_sub(score).saturating_add(log);
        i32::try_from(below).map_or(i32::MIN, |below| -below)
    })
}

/// A part of a whole as parts per million.
pub fn parts_per_million(part: u128, whole: u128) -> u32 {
    // Sums of weights are below 2^100, so that a million of them fit.
    let parts = (part.saturating_mul(1_000_000).saturating_add(whole / 2)).checked_div(whole).unwrap_or(0);
    u32::try_from(parts).unwrap_or(1_000_000).min(1_000_000)
}

// The tables keep 64 fractional bits while they are made, so that 30,000 roundings stay below the 56 that are kept.

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::large_stack_arrays,
    reason = "run by the compiler, never on data"
)]
const fn falling() -> [u64; FAR] {
    let mut table = [0; FAR];
    let mut value: u128 = 1 << 64;
    let mut at = 0;
    while at < FAR {
        table[at] = ((value + 128) >> 8) as u64;
        value = (value * (THOUSANDTH >> 1) + (1 << 62)) >> 63;
        at += 1;
    }
    table
}

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "run by the compiler, never on data"
)]
const fn rising() -> [u64; DOUBLE] {
    let mut table = [0; DOUBLE];
    // e^0.0005 and e^0.001 in 2^-56ths, by their series
    let mut value = ONE + ONE / 2_000 + ONE / 8_000_000 + ONE / 48_000_000_000;
    let step = ONE + ONE / 1_000 + ONE / 2_000_000 + ONE / 6_000_000_000 + ONE / 24_000_000_000_000;
    let mut at = 0;
    while at < DOUBLE {
        table[at] = value as u64;
        value = (value * step + ONE / 2) / ONE;
        at += 1;
    }
    table
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "the tables are held against the machine's exp")]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_the_exponential_function() {
        for (at, &value) in FALLING.iter().enumerate() {
            let exact = (-(at as f64) / 1000.0).exp();
            assert!((value as f64 / ONE as f64 - exact).abs() <= exact * 1e-9 + 1e-15, "{at}");
        }
        for (at, &value) in RISING.iter().enumerate() {
            let exact = ((at as f64 + 0.5) / 1000.0).exp();
            assert!((value as f64 / ONE as f64 / exact - 1.0).abs() < 1e-11, "{at}");
        }
    }

    #[test]
    fn log_probabilities_sum_to_one_within_their_rounding() {
        let mut scores = [-4_000; 17];
        scores[3] = 2_500;
        scores[8] = 2_400;
        let logs = log_probabilities(&scores);
        let total: f64 = logs.iter().map(|&log| (f64::from(log) / 1000.0).exp()).sum();
        assert!((total - 1.0).abs() < 0.001, "{total}");
        assert_eq!(logs[3] - logs[8], 100);
    }

    #[test]
    fn even_scores_give_each_its_part() {
        let logs = log_probabilities(&[123; 17]);
        assert!(logs.iter().all(|&log| (log + 2833).abs() <= 1), "{logs:?}");
    }

    #[test]
    fn logs_undo_weights_and_go_beyond_one() {
        for below in [0, 1, 692, 693, 694, 5_000, 20_000] {
            assert!((log(u128::from(weight(-below))).unwrap() + below).abs() <= 1, "{below}");
        }
        for times in [1_u128, 2, 3, 1_000, 123_456_789] {
            let exact = (times as f64).ln() * 1000.0;
            assert!((log(ONE * times).unwrap() as f64 - exact).abs() < 1.1, "{times}");
        }
        assert_eq!(log(0), None);
        assert_eq!(weight(1), 0);
    }
}
