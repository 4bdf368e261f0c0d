//! Indonesian numerals below a thousand, and how else people spell them.

use std::sync::LazyLock;

use super::alphabet::sign;

/// One way to spell a word: the net's signs, and how much rarer it is than the usual one, as a log in thousandths.
#[derive(Clone, Debug)]
pub struct Spelling {
    pub signs: Vec<usize>,
    pub log: i32,
}

/// A word in all its spellings.
pub type Word = Vec<Spelling>;

/// The words of numerals.
#[derive(Clone, Debug)]
pub struct Numerals {
    /// Nothing at all.
    pub zero: Word,
    /// One to nine.
    pub ones: Vec<Word>,
    /// Ten, eleven, a hundred.
    pub ten: Word,
    pub eleven: Word,
    pub hundred: Word,
    /// What makes teens, tens and hundreds of one to nine.
    pub teen: Word,
    pub tens: Word,
    pub hundreds: Word,
    /// What may follow a number.
    pub after: Word,
}

/// A spelling that somebody knows to be wrong, or that few use.
const RARE: i32 = -3_000;

/// Spellings with the usual ones first; a bar parts them from rare ones.
fn word(spellings: &str) -> Word {
    let (usual, rare) = spellings.split_once('|').unwrap_or((spellings, ""));
    let spelled = |text: &str, log: i32| Spelling { signs: text.chars().map(sign).collect(), log };
    let usual = usual.split_whitespace().map(|text| spelled(text, 0));
    usual.chain(rare.split_whitespace().map(|text| spelled(text, RARE))).collect()
}

/// All of them.
pub static NUMERALS: LazyLock<Numerals> = LazyLock::new(|| Numerals {
    zero: word("NOL NIHIL KOSONG"),
    ones: [
        "SATU",
        "DUA",
        "TIGA | TIGAH",
        "EMPAT | AMPAT",
        "LIMA | LIMAH",
        "ENAM | ANAM",
        "TUJUH | TUJU",
        "DELAPAN | DLAPAN DELAPN",
        "SEMBILAN | SEMBLAN SEBILAN",
    ]
    .map(word)
    .to_vec(),
    ten: word("SEPULUH | SEPULU"),
    eleven: word("SEBELAS | SEBLAS"),
    hundred: word("SERATUS"),
    teen: word("BELAS | BLAS"),
    tens: word("PULUH | PULU PULH"),
    hundreds: word("RATUS"),
    after: word("SUARA"),
});
