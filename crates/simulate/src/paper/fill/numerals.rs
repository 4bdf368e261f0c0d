//! Numbers in words, as officers write them: Indonesian, in capitals.

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
