//! Letters in the shapes that people give them, for numbers in words.
//!
//! A shape is a pen's movements, parted by spaces; a place is two hexadecimal digits, right and down, twelve down to the
//! line that is written on. `~` begins a movement in one swing; others run from corner to corner. The last shape of each
//! list is held out: nets that read words never see it while they are trained, so that tests on it are of hands that are
//! new to them.

/// The shapes of one letter, as a capital and small.
pub(super) struct Letter {
    pub capital: &'static [&'static str],
    pub small: &'static [&'static str],
}

/// The letters that Indonesian numerals are made of.
#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn letter(letter: char) -> Option<Letter> {
    let (capital, small): (&[&str], &[&str]) = match letter.to_ascii_uppercase() {
        'A' => (
            &["400c 408c 1878", "0c408c 1777", "~0c05214061858c 0777", "0c408c1878", "~0c1640 ~40628c 1969"],
            &["~755425081b3c6b88 848c", "~746434150819 3b6a84 ~848a9c", "~7464250a3c6a84 ~74798c"],
        ),
        'B' => (
            &[
                "000c ~005072745606 ~0666888a6c0c",
                "000c ~005072744626 ~4646788a6c0c",
                "000c 006071756606 0676898b7c0c",
                "000c ~2050727446 ~46788a5c1c",
                "~1c091050727446 ~2666888a6c0c",
            ],
            &["000c ~072554878a5c2c0a", "~000a2c6c8a87542507", "~00091c5c8a876415"],
        ),
        'D' => (
            &[
                "000c ~00407285877a4c0c",
                "101c ~005073867a4c0c",
                "000c ~0c4c7a8785724000",
                "202c ~00407285877a5c1c",
                "303c ~004072868a5c1c0a",
            ],
            &["808c ~855425081b3c6b8a", "~754425082c5b88 808c", "~8544160a2c6b8a 818c"],
        ),
        'E' => (
            &[
                "80000c8c 0666",
                "000c 0080 0666 0c8c",
                "~814012255626092c5c8b",
                "~814012061a4c8b 0666",
                "70101656161c8c",
            ],
            &["~0888754415081b4c8b", "~1979644416092c5c8a", "~098765341608 1b4c8b"],
        ),
        'G' => (
            &[
                "~824012061a4c7b87 4787",
                "~8140051a4c8a8747",
                "~824012061a4c8a 47878c",
                "8020020a2c8c8646",
                "~713004092c6b8a 3787 878d",
            ],
            &["~855425081b3c6b8a 848e6f2f", "~8544160a3c8a ~848d4f1e", "~7544160a3b79 ~848c6f0f"],
        ),
        'H' => (
            &["000c 808c 0686", "000c 808c 0888", "000c0686808c", "100c 907c 0676", "000c ~0737 7686 808c"],
            &["000c ~073464878c", "~000c ~083474868c", "100c ~083475878c"],
        ),
        'I' => (
            &["202c", "101c", "202c 0040 0c4c", "~21272c", "0040202c0c4c"],
            &["242c 2121", "~24292b4c 2122", "~242b3c 3131"],
        ),
        'J' => (
            &["~606a4c1c0a", "~60694b2c0b 3080", "~505a3c1c0a 2080", "~808a6c3c0a", "~41494b2c0a 1071"],
            &["~444d2f0e 4141", "~545d3f0e 5152", "~545c3e1e 5050"],
        ),
        'K' => (
            &["000c 80068c", "000c 8007 258c", "000c 7006 068c", "000c ~702717578c"],
            &["000c 7408 288c", "000c 74188c", "~000c 7518 187c"],
        ),
        'L' => (
            &["000c8c", "~00091b4c8c", "000c7b", "100c8c", "~524022180b1c3b6c8a"],
            &["202c", "~20292b4c", "~412219 2c4b"],
        ),
        'M' => (
            &[
                "0c0047808c",
                "0c004c808c",
                "0c2048608c",
                "000c ~0320434c ~4360838c",
                "000c 0049 8049 808c",
                "~0c131048 ~4870838c",
            ],
            &["040c ~0624464c ~4664868c", "~0c06244c ~4675868c", "040c ~07355c ~57758c"],
        ),
        'N' => (
            &[
                "0c008c80",
                "000c 008c 808c",
                "~000c ~043060848c",
                "1c007c80",
                "000c808c",
                "~0c0310 107c ~7b7180",
            ],
            &["040c ~063464868c", "~040c ~0734757b9c", "~0c05 ~072576878c"],
        ),
        'O' => (
            &[
                "~4012061a4c7a867240",
                "~5021050a2c6c8a855250",
                "~30051a3c6a755020",
                "~6120040a3c7a865140",
                "10010b1c7c8b817010",
                "~613004093c7b8662",
            ],
            &["~4415082b4c6b886544", "~54250a3c7b8754", "~6435083c7a876495"],
        ),
        'P' => (
            &[
                "000c ~005082845707",
                "202c ~005073855727",
                "000c ~006073755606",
                "000c 0070735606",
                "~1c124082754716",
            ],
            &["040f ~072554878a5c2c0a", "040e ~06246587 6b0b", "~050f ~0744768a4c0a"],
        ),
        'R' => (
            &[
                "000c ~005082845606 368c",
                "000c ~005072745606 068c",
                "~0c00 ~006072744616 268c",
                "101c ~0050827446168c",
                "~1c125082745626 ~26679b8c",
            ],
            &["040c ~06254474", "040c ~07254575", "~1425252c ~265475"],
        ),
        'S' => (
            &[
                "~815011033667896c2c0b",
                "800006868c0c",
                "~71401246795c0b",
                "~8040010466888a5c0c",
                "~826130012146688a5c1c0a",
            ],
            &["~75441527697b4c0b", "~74342557787b4c1c", "~7454151777 8a6c1b"],
        ),
        'T' => (
            &["0080 404c", "0181 505c", "0080 303c", "0180 404c", "~02305180 ~414a5c"],
            &["~30393b5c7b 0464", "404c 0484", "~413a4c6b 1575"],
        ),
        'U' => (
            &["~00082c6c8880", "~00082c6c8880 808c", "000c8c80", "~003a4c5a80", "~00092c5c8880 ~807a9c"],
            &["~040a2c5c8a84 848c", "~04092c6b84 ~848a9c", "~050b3c6a85 ~848b"],
        ),
        _ => return None,
    };
    Some(Letter { capital, small })
}

/// A shape's movements: whether in one swing, and through which places, in heights of a capital.
pub(super) fn movements(shape: &str) -> Vec<(bool, Vec<(f32, f32)>)> {
    let place = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or(0) as f32 / 12.0;
    let movement = |text: &str| {
        let swing = text.starts_with('~');
        let pairs = text.trim_start_matches('~').as_bytes().as_chunks::<2>().0;
        (swing, pairs.iter().map(|[x, y]| (place(x), place(y))).collect())
    };
    shape.split(' ').map(movement).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_of_pairs_of_places_and_every_list_has_one_to_hold_out() {
        for one in "ABDEGHIJKLMNOPRSTU".chars() {
            let forms = letter(one).unwrap();
            for shapes in [forms.capital, forms.small] {
                assert!(shapes.len() >= 3, "{one}");
                for shape in shapes {
                    for movement in shape.split(' ') {
                        let places = movement.trim_start_matches('~');
                        assert!(places.len() >= 4 && places.len() % 2 == 0, "{one}: {shape}");
                        assert!(places.bytes().all(|byte| byte.is_ascii_hexdigit()), "{one}: {shape}");
                    }
                }
            }
        }
        assert!(letter('7').is_none());
    }
}
