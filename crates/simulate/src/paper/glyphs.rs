//! Letters as strokes, for printed texts and for capitals by hand.

/// A character's strokes: pairs of digits, right and down, on a grid of 4 by 6 (descenders reach 8); strokes are parted
/// by spaces. Unknown characters are empty.
pub(crate) fn glyph(character: char) -> &'static str {
    match character {
        'A' => "062046 1434",
        'B' => "0006 003041423303 3344453606",
        'C' => "4130100105163645",
        'D' => "0006 00204142442606",
        'E' => "40000646 0333",
        'F' => "400006 0333",
        'G' => "413010010516364543 4323",
        'H' => "0006 4046 0343",
        'I' | 'l' => "1016",
        'J' => "4045361605",
        'K' => "0006 4003 0346",
        'L' => "000646",
        'M' => "0600234046",
        'N' => "06004640",
        'O' | '0' => "100105163645413010",
        'P' => "0006 003041423303",
        'Q' => "100105163645413010 3447",
        'R' => "0006 003041423303 2346",
        'S' => "413010010213334445361605",
        'T' => "0040 2026",
        'U' => "000516364540",
        'V' => "002640",
        'W' => "0016223640",
        'X' => "0046 4006",
        'Y' => "002340 2326",
        'Z' => "00400646",
        'a' => "4332120305163645 4246",
        'b' => "0006 0312324345361605",
        'c' => "4332120305163645",
        'd' => "4046 4332120305163645",
        'e' => "04444332120305163645",
        'f' => "40301116 0232",
        'g' => "4332120305163645 4247381807",
        'h' => "0006 0312324346",
        'i' => "1216 1010",
        'j' => "12170807 1010",
        'k' => "0006 4204 1446",
        'm' => "0206 03122326 23324346",
        'n' => "0206 0312324346",
        'o' => "120305163645433212",
        'p' => "0208 0312324345361605",
        'q' => "4248 4332120305163645",
        'r' => "0206 04123243",
        's' => "43321203143445361605",
        't' => "202536 0242",
        'u' => "0205163645 4246",
        'v' => "022642",
        'w' => "0216233642",
        'x' => "0246 4206",
        'y' => "0226 4208",
        'z' => "02420646",
        '1' => "112026",
        '2' => "01103041420646",
        '3' => "0110304142334445361605",
        '4' => "36300444",
        '5' => "400003324345361605",
        '6' => "413010010516364544331304",
        '7' => "004016",
        '8' => "13020110304142331304051636454433",
        '9' => "051636454130100102133342",
        '.' => "1616",
        ',' => "1607",
        ':' => "1313 1616",
        '-' => "1333",
        '/' => "4006",
        '(' => "20020426",
        ')' => "00222406",
        '+' => "2125 0343",
        '*' => "1032 3012 2013",
        '%' => "4006 1010 3636",
        _ => "",
    }
}

/// The strokes as places in heights of a capital, from the upper left corner.
pub(crate) fn strokes(character: char) -> impl Iterator<Item = Vec<(f32, f32)>> {
    glyph(character).split(' ').filter(|stroke| !stroke.is_empty()).map(|stroke| {
        let digit = |byte: &u8| f32::from(byte.saturating_sub(b'0')) / 6.0;
        stroke
            .as_bytes()
            .chunks_exact(2)
            .filter_map(|pair| pair.first().zip(pair.last()))
            .map(|(x, y)| (digit(x), digit(y)))
            .collect()
    })
}

/// From one character to the next, in heights of a capital.
pub(crate) fn advance(character: char) -> f32 {
    match character {
        'i' | 'l' | 'I' | '.' | ',' | ':' | '(' | ')' | 'j' | ' ' => 0.5,
        _ => 0.9,
    }
}

/// A text's width in heights of a capital.
pub(crate) fn width(text: &str) -> f32 {
    text.chars().map(advance).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glyph_is_of_pairs_on_the_grid() {
        for character in (' '..='~').filter(|character| !glyph(*character).is_empty()) {
            for stroke in glyph(character).split(' ') {
                assert!(stroke.len() >= 4 && stroke.len() % 2 == 0, "{character}");
                for pair in stroke.as_bytes().chunks(2) {
                    assert!(
                        (b'0'..=b'4').contains(&pair[0]) && (b'0'..=b'8').contains(&pair[1]),
                        "{character}"
                    );
                }
            }
        }
        assert!(
            ('A'..='Z').chain('a'..='z').chain('0'..='9').all(|character| strokes(character).count() > 0)
        );
    }
}
