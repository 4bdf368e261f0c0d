//! How well each number explains what a net saw, column by column.
//!
//! A text's columns are explained by a number's letters one after another, each over one column or more, with blank columns
//! anywhere between, and at least one before every word but those of the hundreds; of all ways to do so the likeliest counts. A number is its hundreds and
//! the rest, so that its score is the best sum, over all places between two columns, of what the hundreds explain before it
//! and the rest after it: ten passes forwards and a hundred backwards serve all thousand numbers.
//!
//! Against them stands what any letters explain, each at a cost. Where that is as good as any number, nothing is said.

use super::WordsRead;
use super::alphabet::{BLANK, SIGNS};
use super::net::Letters;
use super::numerals::{NUMERALS, Numerals, Spelling, Word};
use crate::joint::Evidence;

/// Numbers that are weighed.
const FIGURES: usize = 1_000;
/// A way that does not exist. Far enough from overflowing, however many columns are added.
const NEVER: i64 = i64::MIN / 4;
/// By how much the likeliest number must be better than any letters, thousandths of a nat.
const CLEAR: i64 = 1_500;

/// What columns say of the numbers: `free` is what each letter of no number costs, `share` how much of it all is believed,
/// in 1024ths.
pub fn judged(letters: &Letters, free: i64, share: i64) -> WordsRead {
    let any = any_letters(letters, free);
    let scores = scores(letters);
    let best = scores.iter().copied().max().unwrap_or(NEVER);
    if (best - any).saturating_mul(share) < CLEAR * 1024 {
        return WordsRead::Illegible;
    }
    // Where any letters are likelier than a number, they say as much of it as of all others.
    let logs = scores.into_iter().map(|score| ((score.max(any) - best) * share) / 1024);
    WordsRead::Number(Evidence::of(logs.map(|log| i32::try_from(log).unwrap_or(i32::MIN / 2))))
}

/// The log-likelihood of what any letters explain best, each of them at a cost.
pub fn any_letters(letters: &Letters, cost: i64) -> i64 {
    let mut blank = 0_i64;
    let mut signs = [NEVER; SIGNS];
    for column in letters {
        let best = signs.iter().copied().max().unwrap_or(NEVER);
        let before = blank;
        blank = best.max(blank) + of(column, BLANK);
        for (sign, score) in signs.iter_mut().enumerate().skip(1) {
            // From another letter, or from nothing; from the same letter it is the same one going on.
            *score = (*score).max(best.max(before) - cost) + of(column, sign);
        }
    }
    signs.iter().copied().max().unwrap_or(NEVER).max(blank)
}

/// The log-likelihood of every number.
pub fn scores(letters: &Letters) -> Vec<i64> {
    let words = &*NUMERALS;
    let nothing = Way::from_start(letters);
    let end = Way::to_end(letters);
    // What is counted may stand after the number.
    let end = end.or(&end.before(&words.after, letters));
    let hundreds = hundreds(words, &nothing, letters);
    let rests = rests(words, &end, letters);
    let zero = nothing.meets(&end.before(&words.zero, letters));
    let mut scores = Vec::with_capacity(FIGURES);
    for before in &hundreds {
        scores.extend(rests.iter().map(|after| before.meets(after)));
    }
    if let Some(first) = scores.first_mut() {
        *first = zero;
    }
    scores
}

/// Ways through no hundreds, one hundred, and so on.
fn hundreds(words: &Numerals, nothing: &Way, letters: &Letters) -> Vec<Way> {
    let counted = words.ones.iter().map(|one| nothing.after(one, letters).after(&words.hundreds, letters));
    let mut all: Vec<Way> = std::iter::once(nothing.clone()).chain(counted).collect();
    if let Some(one) = all.get_mut(1) {
        *one = one.or(&nothing.after(&words.hundred, letters));
    }
    all
}

/// Ways from each rest, 0 to 99, to the end.
fn rests(words: &Numerals, end: &Way, letters: &Letters) -> Vec<Way> {
    let ones: Vec<Way> = words.ones.iter().map(|one| end.before(one, letters)).collect();
    let teen = end.before(&words.teen, letters);
    let mut all = vec![end.clone()];
    all.extend(ones.iter().cloned());
    all.push(end.before(&words.ten, letters));
    all.push(end.before(&words.eleven, letters));
    all.extend(words.ones.iter().skip(1).map(|one| teen.before(one, letters)));
    let tens: Vec<Way> =
        std::iter::once(end).chain(&ones).map(|after| after.before(&words.tens, letters)).collect();
    for one in words.ones.iter().skip(1) {
        all.extend(tens.iter().map(|tens| tens.before(one, letters)));
    }
    all
}

/// The best log-likelihoods of a part of a text: of what stands before each place between columns, or of what stands after
/// it, with nothing being written there.
#[derive(Clone, Debug)]
struct Way(Vec<i64>);

impl Way {
    /// Nothing written so far.
    fn from_start(letters: &Letters) -> Way {
        let mut sum = 0;
        let blanks = letters.iter().map(|column| {
            sum += of(column, BLANK);
            sum
        });
        Way(std::iter::once(0).chain(blanks).collect())
    }

    /// Nothing written from here on.
    fn to_end(letters: &Letters) -> Way {
        let mut sum = 0;
        let blanks = letters.iter().rev().map(|column| {
            sum += of(column, BLANK);
            sum
        });
        let mut way: Vec<i64> = std::iter::once(0).chain(blanks).collect();
        way.reverse();
        Way(way)
    }

    /// The better of two at each place.
    fn or(&self, other: &Way) -> Way {
        Way(self.0.iter().zip(&other.0).map(|(a, b)| *a.max(b)).collect())
    }

    /// This and then a word.
    fn after(&self, word: &Word, letters: &Letters) -> Way {
        let columns: Vec<&[i32; SIGNS]> = letters.iter().collect();
        best(word.iter().map(|spelling| {
            let ends = through(&self.0, &spelling.signs, spelling.log, &columns);
            ends.into_iter().map(|(letter, blank)| letter.max(blank)).collect()
        }))
    }

    /// A blank column, a word, and then this. The same backwards, where what must follow the word is what stands before it.
    fn before(&self, word: &Word, letters: &Letters) -> Way {
        let columns: Vec<&[i32; SIGNS]> = letters.iter().rev().collect();
        let mut from = self.0.clone();
        from.reverse();
        let turned = word.iter().map(|Spelling { signs, log }| {
            let signs: Vec<usize> = signs.iter().rev().copied().collect();
            through(&from, &signs, *log, &columns).into_iter().map(|(_, blank)| blank).collect()
        });
        let mut way = best(turned);
        way.0.reverse();
        way
    }

    /// The best of this before and the other after some place.
    fn meets(&self, other: &Way) -> i64 {
        self.0
            .iter()
            .zip(&other.0)
            .map(|(before, after)| before.saturating_add(*after))
            .max()
            .unwrap_or(NEVER)
    }
}

fn best(ways: impl Iterator<Item = Vec<i64>>) -> Way {
    let better = |a: Vec<i64>, b: Vec<i64>| a.iter().zip(&b).map(|(a, b)| *a.max(b)).collect();
    Way(ways.reduce(better).unwrap_or_default())
}

/// From a way through letters: to the last of them, and to a blank column after it.
fn through(from: &[i64], signs: &[usize], log: i32, columns: &[&[i32; SIGNS]]) -> Vec<(i64, i64)> {
    // Each letter's best score, and that of the blank after it.
    let mut states = vec![(NEVER, NEVER); signs.len()];
    let mut to = Vec::with_capacity(from.len());
    to.push((NEVER, NEVER));
    for (column, start) in columns.iter().zip(from) {
        let nothing = of(column, BLANK);
        let (mut letter_before, mut blank_before) = (NEVER, *start + i64::from(log));
        let mut last = BLANK;
        for (sign, (letter, blank)) in signs.iter().zip(&mut states) {
            let (was, rest) = (*letter, *blank);
            let straight = if *sign == last { NEVER } else { letter_before };
            *letter = was.max(blank_before).max(straight) + of(column, *sign);
            *blank = rest.max(was) + nothing;
            (letter_before, blank_before, last) = (was, rest, *sign);
        }
        to.push(states.last().copied().unwrap_or((NEVER, NEVER)));
    }
    to
}

fn of(column: &[i32; SIGNS], sign: usize) -> i64 {
    column.get(sign).copied().map_or(NEVER, i64::from)
}

#[cfg(test)]
mod tests;
