//! Scores into log-probabilities.

use super::class::CLASSES;
use crate::logs::{ONE, log, weight};

/// Log-probabilities in thousandths of a nat, each within one, of scores in thousandths of a nat.
pub fn log_probabilities(scores: &[i64; CLASSES]) -> [i32; CLASSES] {
    let best = scores.iter().copied().max().unwrap_or(0);
    let sum: u128 = scores.iter().map(|&score| u128::from(weight(score.saturating_sub(best)))).sum();
    let log = log(sum).unwrap_or(0);
    scores.map(|score| {
        let below = best.saturating_sub(score).saturating_add(log);
        i32::try_from(below).map_or(i32::MIN, |below| -below)
    })
}

/// A log-probability (at most 0, in thousandths of a nat) as parts per million.
pub fn parts_per_million(log: i32) -> u32 {
    crate::logs::parts_per_million(weight(log.into()).into(), ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(logs.iter().all(|&log| (log + 2833).abs() <= 1), "{logs:?}");
        assert_eq!(parts_per_million(0), 1_000_000);
        assert_eq!(parts_per_million(-693), 500_074);
        assert_eq!(parts_per_million(-100_000), 0);
    }
}
