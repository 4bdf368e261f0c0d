//! The letters that the net tells apart: those of Indonesian numerals, capital or small, and any other.

/// Letters of numerals, in the net's order.
pub const LETTERS: [u8; 18] = *b"ABDEGHIJKLMNOPRSTU";
/// What the net tells apart in a column: [`BLANK`], the letters, and [`OTHER`].
pub const SIGNS: usize = LETTERS.len() + 2;
/// Nothing, or more of the letter before.
pub const BLANK: usize = 0;
/// A sign that is none of these letters.
pub const OTHER: usize = SIGNS - 1;

/// Where the net's scores have a letter; [`OTHER`] for any that numerals don't have.
pub fn sign(letter: char) -> usize {
    let upper = letter.to_ascii_uppercase();
    LETTERS.iter().position(|one| char::from(*one) == upper).map_or(OTHER, |at| at + 1)
}
