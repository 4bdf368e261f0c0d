//! Numbers in words, as officers write them: Indonesian, in capitals.

use crate::paper::luck::Luck;

const ONES: [&str; 12] = [
    "NOL", "SATU", "DUA", "TIGA", "EMPAT", "LIMA", "ENAM", "TUJUH", "DELAPAN", "SEMBILAN", "SEPULUH",
    "SEBELAS",
];

/// A number below a thousand in words.
pub(super) fn in_words(number: u32) -> String {
    let one = |digit: u32| ONES.get(digit as usize).copied().unwrap_or("");
    let followed =
        |head: String, rest: u32| if rest == 0 { head } else { format!("{head} {}", in_words(rest)) };
    match number {
        0..=11 => one(number).to_owned(),
        12..=19 => format!("{} BELAS", one(number - 10)),
        20..=99 => followed(format!("{} PULUH", one(number / 10)), number % 10),
        100..=199 => followed("SERATUS".to_owned(), number - 100),
        _ => followed(format!("{} RATUS", one(number / 100 % 10)), number % 100),
    }
}

/// As some write it: the words of a numeral, and how else they are spelled, parts in a hundred.
const SPELLED: [(&str, &[(usize, &str)]); 13] = [
    ("NOL", &[(35, "NIHIL"), (8, "KOSONG")]),
    ("TUJUH", &[(5, "TUJU")]),
    ("DELAPAN", &[(3, "DLAPAN"), (2, "DELAPN")]),
    ("SEMBILAN", &[(3, "SEMBLAN"), (1, "SEBILAN")]),
    ("SEPULUH", &[(3, "SEPULU"), (2, "SE PULUH")]),
    ("SEBELAS", &[(2, "SEBLAS"), (2, "SE BELAS")]),
    ("BELAS", &[(4, "BLAS")]),
    ("PULUH", &[(4, "PULU"), (2, "PULH")]),
    ("SERATUS", &[(2, "SE RATUS"), (2, "SATU RATUS")]),
    ("EMPAT", &[(2, "AMPAT")]),
    ("ENAM", &[(1, "ANAM")]),
    ("TIGA", &[(1, "TIGAH")]),
    ("LIMA", &[(1, "LIMAH")]),
];

/// A number below a thousand as somebody writes it: mostly [`in_words`], sometimes spelled otherwise, run together, or
/// followed by what was counted.
pub fn spelled(number: u32, seed: u64) -> String {
    let mut luck = Luck::new(seed, "spelled");
    let mut text = String::new();
    for word in in_words(number).split(' ') {
        let others = SPELLED.iter().find(|(usual, _)| *usual == word).map_or(&[][..], |(_, others)| others);
        let mut throw = luck.below(100);
        let mut written = word;
        for (share, other) in others {
            if throw < *share {
                written = other;
                break;
            }
            throw -= share;
        }
        if !text.is_empty() && !luck.chance(0.07) {
            text.push(' ');
        }
        text.push_str(written);
    }
    if luck.chance(0.07) {
        text.push_str(" SUARA");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_are_said() {
        for (number, words) in [
            (0, "NOL"),
            (10, "SEPULUH"),
            (11, "SEBELAS"),
            (17, "TUJUH BELAS"),
            (90, "SEMBILAN PULUH"),
            (110, "SERATUS SEPULUH"),
            (210, "DUA RATUS SEPULUH"),
            (345, "TIGA RATUS EMPAT PULUH LIMA"),
        ] {
            assert_eq!(in_words(number), words);
        }
    }
}
