//! How badly a line's scores explain a text (Graves et al., "Connectionist temporal classification", 2006), and its slope.

use reader::words::alphabet::{BLANK, SIGNS};

/// The loss of a text's signs, nats; `scores` ([column][sign]) become its gradient. `None` where the text has more signs
/// than there are columns.
pub fn loss(scores: &mut [f32], text: &[usize]) -> Option<f32> {
    let columns = scores.len() / SIGNS;
    let states: Vec<usize> =
        std::iter::once(BLANK).chain(text.iter().flat_map(|sign| [*sign, BLANK])).collect();
    let count = states.len();
    if columns < text.len() {
        return None;
    }
    let mut logs = vec![0.0_f32; scores.len()];
    for (logs, scores) in logs.chunks_exact_mut(SIGNS).zip(scores.chunks_exact(SIGNS)) {
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = scores.iter().map(|score| (score - top).exp()).sum();
        logs.iter_mut().zip(scores).for_each(|(log, score)| *log = score - top - total.ln());
    }
    let log = |column: usize, state: usize| logs[column * SIGNS + states[state]];
    let skips = |state: usize| state >= 2 && states[state] != BLANK && states[state] != states[state - 2];
    let never = -1e30_f32;
    let mut ahead = vec![never; columns * count];
    ahead[0] = log(0, 0);
    if count > 1 {
        ahead[1] = log(0, 1);
    }
    for column in 1..columns {
        for state in 0..count {
            let before = &ahead[(column - 1) * count..][..count];
            let mut sum = before[state];
            if state >= 1 {
                sum = add(sum, before[state - 1]);
            }
            if skips(state) {
                sum = add(sum, before[state - 2]);
            }
            ahead[column * count + state] = sum + log(column, state);
        }
    }
    let mut back = vec![never; columns * count];
    let last = (columns - 1) * count;
    back[last + count - 1] = 0.0;
    if count > 1 {
        back[last + count - 2] = 0.0;
    }
    for column in (0..columns - 1).rev() {
        for state in 0..count {
            let after = |state: usize| back[(column + 1) * count + state] + log(column + 1, state);
            let mut sum = after(state);
            if state + 1 < count {
                sum = add(sum, after(state + 1));
            }
            if state + 2 < count && skips(state + 2) {
                sum = add(sum, after(state + 2));
            }
            back[column * count + state] = sum;
        }
    }
    let whole = add(ahead[last + count - 1], if count > 1 { ahead[last + count - 2] } else { never });
    if whole < -1e20 {
        return None;
    }
    for column in 0..columns {
        let row = &mut scores[column * SIGNS..][..SIGNS];
        row.iter_mut().zip(&logs[column * SIGNS..]).for_each(|(score, log)| *score = log.exp());
        for (state, sign) in states.iter().enumerate() {
            row[*sign] -= (ahead[column * count + state] + back[column * count + state] - whole).exp();
        }
    }
    Some(-whole)
}

fn add(a: f32, b: f32) -> f32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low < -1e20 { high } else { high + (low - high).exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    #[test]
    fn the_gradient_is_the_slope() {
        let mut rng = Rng::new(5);
        let scores: Vec<f32> = (0..9 * SIGNS).map(|_| rng.bell(1.0)).collect();
        let text = [3, 5, 5, 2];
        let mut gradient = scores.clone();
        loss(&mut gradient, &text).unwrap();
        for at in [0, 3, 25, 45, 62, 85, 8 * SIGNS + 2, 9 * SIGNS - 1] {
            let value = |by: f32| {
                let mut moved = scores.clone();
                moved[at] += by;
                loss(&mut moved, &text).unwrap()
            };
            let slope = (value(0.01) - value(-0.01)) / 0.02;
            assert!((slope - gradient[at]).abs() < 0.003, "{at}: {slope} {}", gradient[at]);
        }
        assert!(loss(&mut scores[..3 * SIGNS].to_vec(), &text).is_none());
    }
}
