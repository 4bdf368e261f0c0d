use proptest::prelude::*;

use super::super::alphabet::sign;
use super::*;

/// A number's words: those of its hundreds, and those of its rest.
fn words(number: usize) -> (Vec<Vec<Word>>, Vec<Word>) {
    let all = &*NUMERALS;
    let one = |digit: usize| all.ones[digit - 1].clone();
    let hundreds = match number / 100 {
        0 => vec![vec![]],
        1 => vec![vec![all.hundred.clone()], vec![one(1), all.hundreds.clone()]],
        digit => vec![vec![one(digit), all.hundreds.clone()]],
    };
    let rest = match number % 100 {
        0 if number == 0 => vec![all.zero.clone()],
        0 => vec![],
        digit @ 1..10 => vec![one(digit)],
        10 => vec![all.ten.clone()],
        11 => vec![all.eleven.clone()],
        teen @ 12..20 => vec![one(teen - 10), all.teen.clone()],
        tens if tens % 10 == 0 => vec![one(tens / 10), all.tens.clone()],
        tens => vec![one(tens / 10), all.tens.clone(), one(tens % 10)],
    };
    (hundreds, rest)
}

/// Every way to spell words one after another: signs, with `true` where a blank column must stand before, and its cost.
fn spelled(words: &[(bool, Word)]) -> Vec<(Vec<(usize, bool)>, i64)> {
    let mut all = vec![(Vec::new(), 0)];
    for (parted, word) in words {
        let longer = |(signs, log): &(Vec<(usize, bool)>, i64)| {
            let with = |spelling: &Spelling| {
                let new = spelling.signs.iter().enumerate().map(|(at, sign)| (*sign, at == 0 && *parted));
                (signs.iter().copied().chain(new).collect(), log + i64::from(spelling.log))
            };
            word.iter().map(with).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// The definition: one spelling, every alignment, nothing shared.
fn aligned(letters: &Letters, signs: &[(usize, bool)]) -> i64 {
    // The states of one text: a blank before each letter and at the end.
    let mut states = vec![NEVER; 2 * signs.len() + 1];
    states[0] = 0;
    for (place, column) in letters.iter().enumerate() {
        let before = states.clone();
        for (state, score) in states.iter_mut().enumerate() {
            let mut best = before[state];
            if state % 2 == 0 {
                if state > 0 {
                    best = best.max(before[state - 1]);
                }
                *score = best + i64::from(column[BLANK]);
            } else {
                let (sign, parted) = signs[state / 2];
                // The very first blank costs nothing, so that a letter that must have one before it needs a real one.
                if !(parted && state == 1 && place == 0) {
                    best = best.max(before[state - 1]);
                }
                if state >= 3 && !parted && signs[state / 2 - 1].0 != sign {
                    best = best.max(before[state - 2]);
                }
                *score = best + i64::from(column[sign]);
            }
        }
        // What is not yet reached stays so.
        for score in &mut states {
            *score = (*score).max(NEVER);
        }
    }
    let end = states.len() - 1;
    states[end].max(if end > 0 { states[end - 1] } else { NEVER })
}

fn plain(letters: &Letters, number: usize) -> i64 {
    let (hundreds, rest) = words(number);
    let mut best = NEVER;
    for hundreds in hundreds {
        for after in [None, Some(NUMERALS.after.clone())] {
            let all: Vec<(bool, Word)> = hundreds
                .iter()
                .map(|word| (false, word.clone()))
                .chain(rest.iter().chain(after.as_ref()).map(|word| (true, word.clone())))
                .collect();
            best =
                spelled(&all).iter().map(|(signs, log)| aligned(letters, signs) + log).fold(best, i64::max);
        }
    }
    best
}

/// Columns that show a text well: each letter over two, a blank after it.
fn shown(text: &str) -> Letters {
    let column = |seen: usize| {
        let mut column = [-6_000; SIGNS];
        column[seen] = -50;
        column
    };
    let letters = text.chars().flat_map(|one| {
        let seen = if one == ' ' { BLANK } else { sign(one) };
        [column(seen), column(seen), column(BLANK)]
    });
    std::iter::once(column(BLANK)).chain(letters).collect()
}

fn read(text: &str) -> Option<u16> {
    match judged(&shown(text), 1_000, 512) {
        WordsRead::Number(evidence) => Some(evidence.best()),
        WordsRead::Empty | WordsRead::Illegible => None,
    }
}

#[test]
fn numerals_are_read_with_and_without_spaces_and_as_people_misspell_them() {
    for (text, number) in [
        ("NOL", 0),
        ("nihil", 0),
        ("SATU", 1),
        ("SEPULUH", 10),
        ("SE BELAS", 11),
        ("TUJUH BELAS SUARA", 17),
        ("SEMBILAN PULUH", 90),
        ("SERATUS SEPULUH", 110),
        ("SATU RATUS", 100),
        ("DUARATUS SEPULUH", 210),
        ("DUA RATUSSEPULUH", 210),
        ("SERATUSSEMBILAN", 109),
        ("TIGA RATUS EMPAT PULU LIMA", 345),
        ("DLAPAN RATUS DLAPAN PULUH DLAPAN", 888),
        ("sembilan ratus sembilan puluh sembilan", 999),
    ] {
        assert_eq!(read(text), Some(number), "{text}");
    }
}

#[test]
fn other_words_and_numerals_that_make_no_number_say_nothing() {
    for text in
        ["", "KENANGA", "SAKSI", "RIBU", "PULUH", "SATU SATU NOL", "DUA DUA", "XX", "SEMBILAN SEMBILAN"]
    {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn numbers_spelled_alike_share_what_a_bad_letter_leaves_open() {
    // LIMA or ENAM, half seen.
    let mut letters = shown("DUA PULUH");
    letters.extend(shown("LIMA").into_iter().zip(shown("ENAM")).map(|(a, b)| {
        let mut mean = a;
        mean.iter_mut().zip(b).for_each(|(a, b)| *a = (*a).max(b));
        mean
    }));
    let WordsRead::Number(evidence) = judged(&letters, 1_000, 512) else { panic!("not read") };
    let likely: Vec<u16> = evidence.likeliest(-500, 9).into_iter().map(|(figure, _)| figure).collect();
    assert_eq!(likely, [25, 26]);
}

proptest! {
    #[test]
    fn all_numbers_at_once_score_as_each_by_itself(
        seen in proptest::collection::vec(proptest::array::uniform20(-9_000..0_i32), 0..30),
        number in 0_usize..1_000,
        text in "[SEDUAIRTLMPH ]{0,12}",
        spoilt in 0_i32..2,
    ) {
        let mut letters = shown(&text);
        for (column, seen) in letters.iter_mut().zip(&seen) {
            column.iter_mut().zip(seen).for_each(|(one, seen)| *one = (*one + seen * spoilt).max(-9_000));
        }
        letters.extend(seen.iter().skip(letters.len()));
        let all = scores(&letters);
        let own = plain(&letters, number);
        if own > NEVER / 2 || all[number] > NEVER / 2 {
            prop_assert_eq!(all[number], own);
        }
    }
}
