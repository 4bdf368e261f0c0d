//! Paper and ink brought to the same two grey values, whatever the light.

use super::patch::{Patch, SIDE};

/// What paper becomes.
const PAPER: i32 = 51;
/// How far ink lies above paper: the darkest hundredth becomes 221.
const REACH: i32 = 170;
/// Less contrast than this is not stretched further: it would be the sensor's noise.
const FAINTEST: i32 = 12;

/// A patch as the net takes it: dark is high, paper 51, the darkest hundredth (mostly the printed frame) 221.
///
/// With `p` the luma below which 85 % of the values lie, `i` that of the darkest 1 %, and `d = max(p - i, 12)`, a value
/// `v` becomes `(51 d + 170 (p - v) + d / 2) div d`, kept within 0 to 255.
pub fn level(patch: &Patch) -> [u8; SIDE * SIDE] {
    let mut counts = [0_u32; 256];
    for &luma in patch.pixels() {
        if let Some(count) = counts.get_mut(usize::from(luma)) {
            *count += 1;
        }
    }
    let paper = percentile(&counts, 85);
    let depth = (paper - percentile(&counts, 1)).max(FAINTEST);
    let mut table = [0_u8; 256];
    for (luma, value) in (0_i32..).zip(&mut table) {
        let raised = PAPER * depth + REACH * (paper - luma) + depth / 2;
        *value = u8::try_from(raised.div_euclid(depth).clamp(0, 255)).unwrap_or(0);
    }
    patch.pixels().map(|luma| table.get(usize::from(luma)).copied().unwrap_or(0))
}

/// The least luma at or below which `percent` of the values lie.
fn percentile(counts: &[u32; 256], percent: u32) -> i32 {
    let total: u32 = counts.iter().sum();
    let mut below = 0;
    for (luma, &count) in (0_i32..).zip(counts) {
        below += count;
        if below * 100 >= total * percent {
            return luma;
        }
    }
    255
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_and_contrast_make_no_difference() {
        let base: [u8; SIDE * SIDE] = std::array::from_fn(|at| if at % 5 == 0 { 20 } else { 100 });
        let brighter = base.map(|luma| luma / 2 + 130);
        assert_eq!(level(&Patch::new(base)), level(&Patch::new(brighter)));
        assert_eq!(level(&Patch::new(base))[0], 221);
        assert_eq!(level(&Patch::new(base))[1], 51);
    }

    #[test]
    fn an_even_patch_is_paper() {
        assert!(level(&Patch::new([77; SIDE * SIDE])).iter().all(|&value| value == 51));
    }
}
