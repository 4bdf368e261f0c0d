//! Page tags: AprilTag family 36h10 (Olson, "AprilTag: A robust and flexible visual fiducial system", ICRA 2011; the codes
//! are the AprilTag project's, 2-clause BSD).
//!
//! Eight by eight cells: a black border around six by six bits, white is 1. Any two codes in any rotation differ in at least
//! ten bits, so that four wrong ones are still told apart.

/// 2,320 codes of 36 bits, five bytes each, the first row's first cell highest.
const CODES: &[u8] = include_bytes!("36h10.bin");

/// Cells along a side, with the border.
pub const CELLS: usize = 8;

/// Most wrong bits at which a code is still named.
pub const MOST_WRONG: u32 = 4;

/// The code of tag `id`; `None` beyond the family.
pub fn code(id: u16) -> Option<u64> {
    let at = usize::from(id) * 5;
    let bytes = CODES.get(at..at + 5)?;
    Some(bytes.iter().fold(0, |code, byte| code << 8 | u64::from(*byte)))
}

/// A code as it looks after a quarter turn clockwise.
pub fn turned(code: u64) -> u64 {
    let mut after = 0;
    for row in 0..6 {
        for column in 0..6 {
            let (from_row, from_column) = (5 - column, row);
            after = after << 1 | (code >> (35 - (from_row * 6 + from_column)) & 1);
        }
    }
    after
}

/// The family's tag nearest to what was seen, its quarter turns clockwise, and how many bits are wrong.
pub fn nearest(seen: u64) -> Option<(u16, u8, u32)> {
    let mut views = [seen; 4];
    // Seen turned by `turns`: turn it on to upright.
    for turns in 1..4_u8 {
        let upright = (turns..4).fold(seen, |code, _| turned(code));
        if let Some(view) = views.get_mut(usize::from(turns)) {
            *view = upright;
        }
    }
    let mut best: Option<(u16, u8, u32)> = None;
    for id in 0..u16::MAX {
        let Some(code) = code(id) else { break };
        for (turns, view) in (0..4_u8).zip(views) {
            let wrong = (view ^ code).count_ones();
            if best.is_none_or(|(_, _, least)| wrong < least) {
                best = Some((id, turns, wrong));
            }
        }
    }
    best.filter(|(_, _, wrong)| *wrong <= MOST_WRONG)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_named_in_any_turn_with_up_to_four_wrong_bits() {
        for id in [0, 101, 102, 103, 2_319] {
            let mut seen = code(id).unwrap();
            for turns in 0..4 {
                assert_eq!(nearest(seen), Some((id, turns, 0)));
                assert_eq!(nearest(seen ^ 0b1001_0010_0001), Some((id, turns, 4)));
                seen = turned(seen);
            }
        }
        assert_eq!(code(2_320), None);
        assert_eq!(nearest(0), None);
    }
}
