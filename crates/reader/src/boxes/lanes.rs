//! Eight sums side by side, by the language alone or by AVX2.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into the call for AVX2 is not compiled for AVX2"
)]

/// Eight sums side by side.
pub trait Lanes: Copy {
    /// Eight sums.
    type Sums: Copy;
    /// One pair of inputs, eight times.
    type Spread: Copy;

    /// To where they are summed.
    fn start(self, sums: [i32; 8]) -> Self::Sums;
    /// And back.
    fn finish(self, sums: Self::Sums) -> [i32; 8];
    /// One pair, eight times.
    fn spread(self, pair: [i16; 2]) -> Self::Spread;
    /// To each sum, the products of its own two weights with the pair.
    fn add_spread(self, sums: Self::Sums, values: Self::Spread, taps: &[i16; 16]) -> Self::Sums;
    /// To each sum, the products of its own two weights with its own two values.
    fn add(self, sums: Self::Sums, values: &[i16; 16], taps: &[i16; 16]) -> Self::Sums;
}

/// Nothing but the language: what compiles everywhere.
#[derive(Clone, Copy)]
pub struct Portable;

impl Lanes for Portable {
    type Sums = [i32; 8];
    type Spread = [i16; 2];

    #[inline(always)]
    fn start(self, sums: [i32; 8]) -> [i32; 8] {
        sums
    }

    #[inline(always)]
    fn finish(self, sums: [i32; 8]) -> [i32; 8] {
        sums
    }

    #[inline(always)]
    fn spread(self, pair: [i16; 2]) -> [i16; 2] {
        pair
    }

    #[inline(always)]
    fn add_spread(self, mut sums: [i32; 8], [a, b]: [i16; 2], taps: &[i16; 16]) -> [i32; 8] {
        for (sum, [left, right]) in sums.iter_mut().zip(taps.as_chunks::<2>().0) {
            let products = i32::from(a) * i32::from(*left) + i32::from(b) * i32::from(*right);
            *sum = sum.wrapping_add(products);
        }
        sums
    }

    #[inline(always)]
    fn add(self, mut sums: [i32; 8], values: &[i16; 16], taps: &[i16; 16]) -> [i32; 8] {
        let pairs = values.as_chunks::<2>().0.iter().zip(taps.as_chunks::<2>().0);
        for (sum, ([a, b], [left, right])) in sums.iter_mut().zip(pairs) {
            let products = i32::from(*a) * i32::from(*left) + i32::from(*b) * i32::from(*right);
            *sum = sum.wrapping_add(products);
        }
        sums
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V3 {
    type Sums = pulp::i32x8;
    type Spread = pulp::i16x16;

    #[inline(always)]
    fn start(self, sums: [i32; 8]) -> pulp::i32x8 {
        pulp::cast(sums)
    }

    #[inline(always)]
    fn finish(self, sums: pulp::i32x8) -> [i32; 8] {
        pulp::cast(sums)
    }

    #[inline(always)]
    fn spread(self, pair: [i16; 2]) -> pulp::i16x16 {
        pulp::cast(self.splat_i32x8(pulp::cast(pair)))
    }

    #[inline(always)]
    fn add_spread(self, sums: pulp::i32x8, values: pulp::i16x16, taps: &[i16; 16]) -> pulp::i32x8 {
        let products = self.multiply_wrapping_add_adjacent_i16x16(values, pulp::cast(*taps));
        self.wrapping_add_i32x8(sums, products)
    }

    #[inline(always)]
    fn add(self, sums: pulp::i32x8, values: &[i16; 16], taps: &[i16; 16]) -> pulp::i32x8 {
        let products = self.multiply_wrapping_add_adjacent_i16x16(pulp::cast(*values), pulp::cast(*taps));
        self.wrapping_add_i32x8(sums, products)
    }
}
