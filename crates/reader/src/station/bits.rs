//! Modules into text: ISO/IEC 18004:2015 for versions 2 to 6, whose one alignment pattern is at the lower right.

use super::code::Modules;
use super::solomon::mended;

/// Letters of the alphanumeric mode, in their order.
const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Versions read.
pub(super) const VERSIONS: std::ops::RangeInclusive<usize> = 2..=6;

/// A version's modules along a side.
pub(super) fn side(version: usize) -> usize {
    17 + 4 * version
}

/// The text of a code. `None` where it is spoilt beyond mending.
pub(super) fn text(modules: &Modules) -> Option<String> {
    let version = (modules.side().checked_sub(17)?) / 4;
    let (level, mask) = format(modules)?;
    let (corrections, blocks) = correction(version, level)?;
    let bytes = codewords(modules, mask);
    let data = data(&bytes, corrections, blocks)?;
    words(&data)
}

/// Which module every code has in this place: finder patterns with their quiet line, timing, alignment. `None` where it
/// depends on what the code says.
pub(super) fn fixed(side: usize, column: usize, row: usize) -> Option<bool> {
    let ring = |across: usize, down: usize| {
        // Distance from a pattern's middle, the larger of both ways.
        move |x: usize, y: usize| across.abs_diff(x).max(down.abs_diff(y))
    };
    for (x, y) in [(3, 3), (side - 4, 3), (3, side - 4)] {
        match ring(column, row)(x, y) {
            2 | 4 => return Some(false),
            0 | 1 | 3 => return Some(true),
            _ => {}
        }
    }
    if row == 6 {
        return Some(column.is_multiple_of(2));
    }
    if column == 6 {
        return Some(row.is_multiple_of(2));
    }
    match ring(column, row)(side - 7, side - 7) {
        1 => Some(false),
        0 | 2 => Some(true),
        _ => None,
    }
}

/// Whether a module holds data: neither fixed nor part of the format's two copies.
fn holds_data(side: usize, column: usize, row: usize) -> bool {
    let near = |at: usize| at < 9;
    let far = |at: usize| at + 8 >= side;
    let formats = (column == 8 && (near(row) || far(row))) || (row == 8 && (near(column) || far(column)));
    !formats && fixed(side, column, row).is_none()
}

/// The level of correction (0 L, 1 M, 2 Q, 3 H) and the mask, from both copies of the format: whichever of the 32 differs
/// in fewest bits, at most three a copy.
fn format(modules: &Modules) -> Option<(usize, u8)> {
    let last = modules.side() - 1;
    let bit = |column, row| u32::from(modules.dark(column, row));
    let mut copies = [0_u32; 2];
    for at in 0..15_usize {
        let first = match at {
            0..=5 => bit(8, at),
            6 | 7 => bit(8, at + 1),
            8 => bit(7, 8),
            _ => bit(14 - at, 8),
        };
        let second = if at < 8 { bit(last - at, 8) } else { bit(8, last - 14 + at) };
        for (copy, bit) in copies.iter_mut().zip([first, second]) {
            *copy |= bit << at;
        }
    }
    let nearest = (0..32_u32).map(|word| {
        let code = format_code(word);
        (copies.iter().map(|copy| (copy ^ code).count_ones()).min().unwrap_or(u32::MAX), word)
    });
    let (wrong, word) = nearest.min()?;
    let level = match word >> 3 {
        1 => 0,
        0 => 1,
        3 => 2,
        _ => 3,
    };
    (wrong <= 3).then_some((level, u8::try_from(word & 7).ok()?))
}

/// A format's fifteen bits as they are printed.
fn format_code(word: u32) -> u32 {
    let rest = (0..10).fold(word, |rest, _| rest << 1 ^ ((rest >> 9) * 0x537));
    (word << 10 | rest) ^ 0x5412
}

/// Correcting bytes a block, and blocks, by version and level (table 9).
fn correction(version: usize, level: usize) -> Option<(usize, usize)> {
    const TABLE: [[(usize, usize); 4]; 5] = [
        [(10, 1), (16, 1), (22, 1), (28, 1)],
        [(15, 1), (26, 1), (18, 2), (22, 2)],
        [(20, 1), (18, 2), (26, 2), (16, 4)],
        [(26, 1), (24, 2), (18, 4), (22, 4)],
        [(18, 2), (16, 4), (24, 4), (28, 4)],
    ];
    TABLE.get(version.checked_sub(2)?)?.get(level).copied()
}

/// The bytes in the order they are laid out: in pairs of columns from the right, up and down by turns.
fn codewords(modules: &Modules, mask: u8) -> Vec<u8> {
    let side = modules.side();
    let pairs =
        (0..side).rev().filter(|right| *right != 6 && (*right > 6) == right.is_multiple_of(2) && *right > 0);
    let mut bits = Vec::with_capacity(side * side);
    for (turn, right) in pairs.enumerate() {
        for step in 0..side {
            let row = if turn.is_multiple_of(2) { side - 1 - step } else { step };
            for column in [right, right - 1] {
                if holds_data(side, column, row) {
                    bits.push(modules.dark(column, row) ^ masked(mask, column, row));
                }
            }
        }
    }
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | u8::from(*bit))).collect()
}

/// Whether the mask turns a module over (table 10).
fn masked(mask: u8, x: usize, y: usize) -> bool {
    match mask {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (x / 3 + y / 2).is_multiple_of(2),
        5 => (x * y % 2 + x * y % 3) == 0,
        6 => (x * y % 2 + x * y % 3).is_multiple_of(2),
        _ => ((x + y) % 2 + x * y % 3).is_multiple_of(2),
    }
}

/// The blocks, taken apart and mended, one after the other without their correcting bytes.
fn data(bytes: &[u8], corrections: usize, blocks: usize) -> Option<Vec<u8>> {
    let (short, longer) = (bytes.len() / blocks, bytes.len() % blocks);
    let data_length = short.checked_sub(corrections)?;
    let mut data = Vec::with_capacity(bytes.len());
    for block in 0..blocks {
        // The later blocks have one byte more; it stands after all others' data.
        let late = block.checked_sub(blocks - longer);
        let mut whole: Vec<u8> = (0..data_length)
            .map(|at| bytes.get(at * blocks + block).copied())
            .chain(late.map(|late| bytes.get(data_length * blocks + late).copied()))
            .collect::<Option<_>>()?;
        let first = data_length * blocks + longer;
        for at in 0..corrections {
            whole.push(bytes.get(first + at * blocks + block).copied()?);
        }
        let mut mended = mended(&whole, corrections)?;
        mended.truncate(whole.len() - corrections);
        data.extend(mended);
    }
    Some(data)
}

/// Bits from the front.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<usize> {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | usize::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }
}

/// What the segments say; alphanumeric ones and bytes.
fn words(data: &[u8]) -> Option<String> {
    let mut bits = Bits { bytes: data, at: 0 };
    let mut text = String::new();
    loop {
        match bits.take(4) {
            None | Some(0) => return Some(text),
            Some(2) => {
                let count = bits.take(9)?;
                for _ in 0..count / 2 {
                    let pair = bits.take(11)?;
                    text.push(char::from(*LETTERS.get(pair / 45)?));
                    text.push(char::from(*LETTERS.get(pair % 45)?));
                }
                if count % 2 == 1 {
                    text.push(char::from(*LETTERS.get(bits.take(6)?)?));
                }
            }
            Some(4) => {
                for _ in 0..bits.take(8)? {
                    let byte = u8::try_from(bits.take(8)?).ok().filter(u8::is_ascii)?;
                    text.push(char::from(byte));
                }
            }
            Some(_) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

    fn encoded(said: &str, version: u8, level: QrCodeEcc, mask: u8) -> Option<Modules> {
        let version = Version::new(version);
        let segments = QrSegment::make_segments(said);
        let mask = Some(Mask::new(mask));
        let code = QrCode::encode_segments_advanced(&segments, level, version, version, mask, false).ok()?;
        let size = code.size();
        let dark = (0..size * size).map(|at| code.get_module(at % size, at / size)).collect();
        Modules::new(usize::try_from(size).unwrap(), dark)
    }

    #[test]
    fn every_version_level_and_mask_is_read_as_it_was_written() {
        let mut seen = 0;
        for version in 2..=6 {
            for level in [QrCodeEcc::Low, QrCodeEcc::Medium, QrCodeEcc::Quartile, QrCodeEcc::High] {
                for mask in 0..8 {
                    for said in [
                        "SAKSI1:A:1:2:3",
                        "bytes, not letters",
                        "SAKSI1:C-HASIL-PPWP:2:8271021022008:A903FE69",
                    ] {
                        let Some(modules) = encoded(said, version, level, mask) else { continue };
                        assert_eq!(text(&modules).as_deref(), Some(said), "{version} {level:?} {mask}");
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 400, "{seen}");
    }

    #[test]
    fn fixed_modules_are_where_an_encoder_puts_them() {
        for version in VERSIONS {
            let modules = encoded("A", u8::try_from(version).unwrap(), QrCodeEcc::Low, 3).unwrap();
            assert_eq!(modules.side(), side(version));
            for row in 0..modules.side() {
                for column in 0..modules.side() {
                    if let Some(dark) = fixed(modules.side(), column, row) {
                        assert_eq!(modules.dark(column, row), dark, "{version}: {column}, {row}");
                    }
                }
            }
        }
    }
}
