//! Reed-Solomon over the field of 256 elements, as QR codes have it (polynomial x⁸ + x⁴ + x³ + x² + 1, first root 1).
//!
//! Peterson's algorithm in Berlekamp and Massey's form, with Chien's search and Forney's formula: what it returns has all
//! syndromes zero, or nothing is returned.

/// Product in the field.
fn times(one: u8, other: u8) -> u8 {
    let (mut product, mut shifted) = (0_u16, u16::from(one));
    for bit in 0..8 {
        if other >> bit & 1 == 1 {
            product ^= shifted;
        }
        shifted <<= 1;
        if shifted & 0x100 != 0 {
            shifted ^= 0x11d;
        }
    }
    u8::try_from(product & 0xff).unwrap_or(0)
}

fn power(base: u8, exponent: usize) -> u8 {
    (0..exponent % 255).fold(1, |product, _| times(product, base))
}

/// The element whose product with this is 1; 0 for 0.
fn inverse(of: u8) -> u8 {
    power(of, 254)
}

/// Value of a polynomial, lowest coefficient first.
fn value(polynomial: &[u8], at: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, coefficient| times(sum, at) ^ coefficient)
}

fn syndromes(block: &[u8], corrections: usize) -> Vec<u8> {
    (0..corrections)
        .map(|root| {
            let at = power(2, root);
            block.iter().fold(0, |sum, byte| times(sum, at) ^ byte)
        })
        .collect()
}

/// Mends a block whose last `corrections` bytes correct it. `None` where more than half as many bytes are wrong.
pub(super) fn mended(block: &[u8], corrections: usize) -> Option<Vec<u8>> {
    let syndromes = syndromes(block, corrections);
    if syndromes.iter().all(|one| *one == 0) {
        return Some(block.to_vec());
    }
    let locator = locator(&syndromes);
    let wrong = locator.len().checked_sub(1)?;
    if wrong == 0 || wrong > corrections / 2 {
        return None;
    }
    // Errors' values come from the product of syndromes and locator.
    let evaluator: Vec<u8> = (0..corrections)
        .map(|at| {
            (0..=at).fold(0, |sum, left| {
                let factor = locator.get(left).copied().unwrap_or(0);
                sum ^ times(factor, syndromes.get(at - left).copied().unwrap_or(0))
            })
        })
        .collect();
    let mut mended = block.to_vec();
    let mut found = 0;
    for (position, byte) in mended.iter_mut().rev().enumerate() {
        let root = inverse(power(2, position));
        if value(&locator, root) != 0 {
            continue;
        }
        found += 1;
        // The formal derivative keeps the odd terms.
        let slope = locator
            .iter()
            .enumerate()
            .skip(1)
            .step_by(2)
            .fold(0, |sum, (at, coefficient)| sum ^ times(*coefficient, power(root, at - 1)));
        let amount = times(value(&evaluator, root), inverse(slope));
        *byte ^= times(amount, power(2, position));
    }
    let whole = found == wrong && self::syndromes(&mended, corrections).iter().all(|one| *one == 0);
    whole.then_some(mended)
}

/// The shortest polynomial, lowest coefficient first, that generates the syndromes (Massey 1969).
fn locator(syndromes: &[u8]) -> Vec<u8> {
    let (mut current, mut before) = (vec![1_u8], vec![1_u8]);
    let (mut length, mut gap, mut last) = (0_usize, 1_usize, 1_u8);
    for at in 0..syndromes.len() {
        let discrepancy = (0..=length.min(at)).fold(0, |sum, back| {
            let factor = current.get(back).copied().unwrap_or(0);
            sum ^ times(factor, syndromes.get(at - back).copied().unwrap_or(0))
        });
        if discrepancy == 0 {
            gap += 1;
            continue;
        }
        let factor = times(discrepancy, inverse(last));
        let mut next = current.clone();
        next.resize(current.len().max(before.len() + gap), 0);
        for (slot, coefficient) in next.iter_mut().skip(gap).zip(&before) {
            *slot ^= times(factor, *coefficient);
        }
        if 2 * length <= at {
            length = at + 1 - length;
            before = current;
            last = discrepancy;
            gap = 1;
        } else {
            gap += 1;
        }
        current = next;
    }
    current.truncate(length + 1);
    current
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block's correcting bytes, by long division.
    fn corrected(data: &[u8], corrections: usize) -> Vec<u8> {
        let mut divisor = vec![1_u8];
        for root in 0..corrections {
            let root = power(2, root);
            let mut next = divisor.clone();
            next.push(0);
            for (at, coefficient) in divisor.iter().enumerate() {
                next[at + 1] ^= times(*coefficient, root);
            }
            divisor = next;
        }
        let mut rest: Vec<u8> = data.iter().copied().chain(std::iter::repeat_n(0, corrections)).collect();
        for at in 0..data.len() {
            let factor = rest[at];
            for (slot, coefficient) in rest[at..].iter_mut().zip(&divisor) {
                *slot ^= times(factor, *coefficient);
            }
        }
        data.iter().chain(&rest[data.len()..]).copied().collect()
    }

    proptest::proptest! {
        #[test]
        fn half_as_many_wrong_bytes_as_correcting_ones_are_mended(
            data in proptest::collection::vec(proptest::num::u8::ANY, 1..40),
            spoilt in proptest::collection::vec((0..60_usize, 1..=255_u8), 0..=9),
        ) {
            let whole = corrected(&data, 18);
            let mut block = whole.clone();
            for (at, by) in spoilt {
                let at = at % block.len();
                block[at] ^= by;
            }
            proptest::prop_assert_eq!(mended(&block, 18), Some(whole));
        }

        #[test]
        fn what_is_returned_is_always_a_whole_block(block in proptest::collection::vec(proptest::num::u8::ANY, 20..60)) {
            if let Some(block) = mended(&block, 18) {
                proptest::prop_assert!(syndromes(&block, 18).iter().all(|one| *one == 0));
            }
        }
    }
}
