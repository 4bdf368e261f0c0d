//! Eight sums side by side, by the language alone, by AVX2 or by WebAssembly's vectors.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into the call for AVX2 is not compiled for AVX2"
)]

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use std::arch::wasm32::{i16x8, i32x4, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_splat, v128};

/// Eight sums side by side.
pub trait Lanes: Copy {
    /// Eight sums.
    type Sums: Copy;
    /// One pair of inputs, eight times.
    type Spread: Copy;
    /// Whether eight sums take one register.
    const WIDE: bool;

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
    const WIDE: bool = false;

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
    const WIDE: bool = true;

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

/// WebAssembly's vectors of 128 bits, two side by side. The engine checks a module's instructions before it runs, so these
/// calls are safe wherever the module was built with them.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[derive(Clone, Copy)]
pub struct Simd128;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Lanes for Simd128 {
    type Sums = [v128; 2];
    type Spread = v128;
    const WIDE: bool = false;

    #[inline(always)]
    fn start(self, [a, b, c, d, e, f, g, h]: [i32; 8]) -> [v128; 2] {
        [i32x4(a, b, c, d), i32x4(e, f, g, h)]
    }

    #[inline(always)]
    fn finish(self, [low, high]: [v128; 2]) -> [i32; 8] {
        [
            i32x4_extract_lane::<0>(low),
            i32x4_extract_lane::<1>(low),
            i32x4_extract_lane::<2>(low),
            i32x4_extract_lane::<3>(low),
            i32x4_extract_lane::<0>(high),
            i32x4_extract_lane::<1>(high),
            i32x4_extract_lane::<2>(high),
            i32x4_extract_lane::<3>(high),
        ]
    }

    #[inline(always)]
    fn spread(self, [a, b]: [i16; 2]) -> v128 {
        let [a, b] = [a, b].map(|value| i32::from(value.cast_unsigned()));
        i32x4_splat(a | b << 16)
    }

    #[inline(always)]
    fn add_spread(self, [low, high]: [v128; 2], values: v128, taps: &[i16; 16]) -> [v128; 2] {
        let [taps_low, taps_high] = halves(taps);
        [
            i32x4_add(low, i32x4_dot_i16x8(values, taps_low)),
            i32x4_add(high, i32x4_dot_i16x8(values, taps_high)),
        ]
    }

    #[inline(always)]
    fn add(self, [low, high]: [v128; 2], values: &[i16; 16], taps: &[i16; 16]) -> [v128; 2] {
        let ([values_low, values_high], [taps_low, taps_high]) = (halves(values), halves(taps));
        [
            i32x4_add(low, i32x4_dot_i16x8(values_low, taps_low)),
            i32x4_add(high, i32x4_dot_i16x8(values_high, taps_high)),
        ]
    }
}

/// Sixteen numbers in two vectors; one load each, once compiled.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn halves(numbers: &[i16; 16]) -> [v128; 2] {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *numbers;
    [i16x8(a, b, c, d, e, f, g, h), i16x8(i, j, k, l, m, n, o, p)]
}
