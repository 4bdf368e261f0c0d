//! Numbers in words, as papers for a court write them beside the digits.

use crate::texts::Language;

/// A number in words.
pub fn words(number: u64, language: Language) -> String {
    match language {
        Language::Indonesian => indonesian(number),
        Language::English => english(number),
    }
}

const UNITS: [&str; 12] = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas",
];
/// Thousands and above, each with what one of it is called.
const LARGE: [(u64, &str, &str); 3] =
    [(1_000_000_000, "miliar", "satu miliar"), (1_000_000, "juta", "satu juta"), (1_000, "ribu", "seribu")];

fn indonesian(number: u64) -> String {
    let with = |rest: u64| if rest == 0 { String::new() } else { format!(" {}", indonesian(rest)) };
    for (size, name, one) in LARGE {
        if let (many @ 1.., Some(rest)) = (number / size, number.checked_rem(size)) {
            let head = if many == 1 { one.to_owned() } else { format!("{} {name}", indonesian(many)) };
            return format!("{head}{}", with(rest));
        }
    }
    match number {
        200.. => format!("{} ratus{}", indonesian(number / 100), with(number % 100)),
        100.. => format!("seratus{}", with(number % 100)),
        20.. => format!("{} puluh{}", indonesian(number / 10), with(number % 10)),
        12.. => format!("{} belas", indonesian(number - 10)),
        _ => named(&UNITS, number),
    }
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn english(number: u64) -> String {
    let with = |rest: u64| if rest == 0 { String::new() } else { format!(" {}", english(rest)) };
    for (size, name) in
        [(1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred")]
    {
        if let (many @ 1.., Some(rest)) = (number / size, number.checked_rem(size)) {
            return format!("{} {name}{}", english(many), with(rest));
        }
    }
    match (number, number % 10) {
        (20.., 0) => named(&TENS, number / 10),
        (20.., rest) => format!("{}-{}", named(&TENS, number / 10), named(&ONES, rest)),
        _ => named(&ONES, number),
    }
}

fn named(names: &[&str], number: u64) -> String {
    usize::try_from(number)
        .ok()
        .and_then(|at| names.get(at))
        .map_or_else(String::new, |name| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_on_paper() {
        for (number, id, en) in [
            (0, "nol", "zero"),
            (11, "sebelas", "eleven"),
            (19, "sembilan belas", "nineteen"),
            (20, "dua puluh", "twenty"),
            (45, "empat puluh lima", "forty-five"),
            (100, "seratus", "one hundred"),
            (118, "seratus delapan belas", "one hundred eighteen"),
            (233, "dua ratus tiga puluh tiga", "two hundred thirty-three"),
            (1_000, "seribu", "one thousand"),
            (1_001, "seribu satu", "one thousand one"),
            (21_110, "dua puluh satu ribu seratus sepuluh", "twenty-one thousand one hundred ten"),
            (1_200_000, "satu juta dua ratus ribu", "one million two hundred thousand"),
        ] {
            assert_eq!(
                (words(number, Language::Indonesian).as_str(), words(number, Language::English).as_str()),
                (id, en)
            );
        }
        assert!(words(u64::MAX, Language::Indonesian).ends_with("lima belas"));
    }
}
