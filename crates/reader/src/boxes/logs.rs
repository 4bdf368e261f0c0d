//! Scores into log-probabilities by tables of whole numbers, computed when the program is built.

use super::class::CLASSES;

/// One in the tables' numbers.
const ONE: u128 = 1 << 56;
/// e^-0.001 in 2^-64ths, rounded (e^-0.001 = 0.999000499833374991...).
const THOUSANDTH: u128 = 18_428_306_549_934_190_034;
/// Beyond this many thousandths of a nat below the best, a class weighs nothing: e^-30 is below 10^-13.
const FAR: usize = 30_000;
/// More than 1000 ln 17: the highest that the log of the classes' sum can be.
const HIGHEST: usize = 2_900;

/// Entry `k` is e^(-k / 1000) in 2^-56ths.
static FALLING: [u64; FAR] = falling();
/// Entry `k` is e^((k + 1/2) / 1000) in 2^-56ths: the log of a number in thousandths, rounded, is how many of these lie at
/// or below it.
static RISING: [u64; HIGHEST] = rising();

/// Log-probabilities in thousandths of a nat, each rounded to the nearest, of scores in thousandths of a nat.
pub fn log_probabilities(scores: &[i64; CLASSES]) -> [i32; CLASSES] {
    let best = scores.iter().copied().max().unwrap_or(0);
    let sum: u64 = scores.iter().map(|&score| weight(best.saturating_sub(score))).sum();
    let log = RISING.partition_point(|&bound| bound <= sum);
    scores.map(|score| {
        let below = best.saturating_sub(score).saturating_add(i64::try_from(log).unwrap_or(0));
        i32::try_from(below).map_or(i32::MIN, |below| -below)
    })
}

/// A log-probability (at most 0, in thousandths of a nat) as parts per million.
pub fn parts_per_million(log: i32) -> u32 {
    let weight = u128::from(weight(-i64::from(log)));
    u32::try_from((weight * 1_000_000 + ONE / 2) / ONE).unwrap_or(1_000_000)
}

fn weight(below: i64) -> u64 {
    usize::try_from(below).ok().and_then(|below| FALLING.get(below)).copied().unwrap_or(0)
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
    clippy::large_stack_arrays,
    reason = "run by the compiler, never on data"
)]
const fn rising() -> [u64; HIGHEST] {
    let mut table = [0; HIGHEST];
    // e^0.0005 and e^0.001 in 2^-56ths, by their series
    let mut value = ONE + ONE / 2_000 + ONE / 8_000_000 + ONE / 48_000_000_000;
    let step = ONE + ONE / 1_000 + ONE / 2_000_000 + ONE / 6_000_000_000 + ONE / 24_000_000_000_000;
    let mut at = 0;
    while at < HIGHEST {
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
    fn the_tables_are_those_of_the_exponential_function() {
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
        let mut scores = [-4_000; CLASSES];
        scores[3] = 2_500;
        scores[8] = 2_400;
        let logs = log_probabilities(&scores);
        let total: f64 = logs.iter().map(|&log| (f64::from(log) / 1000.0).exp()).sum();
        assert!((total - 1.0).abs() < 0.001, "{total}");
        assert_eq!(logs[3] - logs[8], 100);
    }

    #[test]
    fn even_scores_give_each_class_its_part() {
        let logs = log_probabilities(&[123; CLASSES]);
        assert!(logs.iter().all(|&log| log == -2833), "{logs:?}");
        assert_eq!(parts_per_million(0), 1_000_000);
        assert_eq!(parts_per_million(-693), 500_074);
        assert_eq!(parts_per_million(-100_000), 0);
    }
}
