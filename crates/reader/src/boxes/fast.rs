//! The net run many sums at a time. Equal to [`plain`](super::plain) bit by bit: whole-number sums have no order, no sum
//! overflows (the weights file is refused otherwise), and both scale them by the same functions.
//!
//! Maps lie row by row, pixel by pixel, channel by channel, with a border of zeros, so that the inputs of one output lie
//! in three straight runs, one a row. Eight outputs are summed side by side, two inputs at a time (the multiply-and-add that
//! AVX2 has for 16-bit numbers), for four neighbouring pixels and sixteen outputs at once, which fills the registers.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into the call for AVX2 is not compiled for AVX2"
)]

use super::class::CLASSES;
use super::lanes::{self, Lanes};
use super::patch::SIDE;
use super::weights::{LAYERS, POOLED, SIDES, STRIDES, Weights};
use crate::layers::{self, rescale, score_of};

/// Outputs summed together: two registers of eight.
const GROUP: usize = 16;
/// Neighbouring pixels summed together.
const ACROSS: usize = 4;

/// Two inputs' weights to sixteen outputs: (out 0, in a), (out 0, in b), (out 1, in a), ...
type Pair = [[i16; 16]; 2];

/// Weights in the order they are used.
#[derive(Clone)]
pub struct Layout {
    layers: [Layer; LAYERS],
    /// Of each class, by sixteen inputs.
    last: Vec<Vec<[i16; 16]>>,
    bias: Vec<i32>,
    scale: u32,
    shift: u8,
    processor: Processor,
}

#[derive(Clone)]
struct Layer {
    inputs: usize,
    outputs: usize,
    shift: u8,
    groups: Vec<Group>,
}

/// Sixteen outputs of a convolution.
#[derive(Clone)]
struct Group {
    /// Of each row of the window, by two inputs.
    rows: [Vec<Pair>; 3],
    bias: [[i32; 8]; 2],
    scale: [i16; GROUP],
}

/// What the machine can do.
#[derive(Clone, Copy)]
enum Processor {
    #[cfg(target_arch = "x86_64")]
    Avx2(pulp::x86::V3),
    /// Known when the module is built: an engine that lacks it refuses the module.
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    Simd128,
    #[cfg_attr(
        all(target_arch = "wasm32", target_feature = "simd128"),
        expect(dead_code, reason = "there the vectors are always at hand")
    )]
    Any,
}

impl Layout {
    /// The weights laid out for the processor at hand.
    pub fn new(weights: &Weights) -> Layout {
        Layout {
            layers: weights.convolutions.each_ref().map(Layer::new),
            last: weights
                .last
                .taps
                .chunks_exact(weights.last.taps.len() / CLASSES)
                .map(|taps| taps.as_chunks().0.iter().map(|taps: &[i8; 16]| taps.map(i16::from)).collect())
                .collect(),
            bias: weights.last.bias.clone(),
            scale: weights.last.scale,
            shift: weights.last.shift,
            processor: Processor::here(),
        }
    }

    /// Each class's score in thousandths of a nat, before they are brought to sum to one.
    pub fn scores(&self, levelled: &[u8; SIDE * SIDE]) -> [i64; CLASSES] {
        match self.processor {
            #[cfg(target_arch = "x86_64")]
            Processor::Avx2(simd) => simd.vectorize(
                #[inline(always)]
                || self.run(simd, levelled),
            ),
            #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
            Processor::Simd128 => self.run(lanes::Simd128, levelled),
            Processor::Any => self.run(lanes::Portable, levelled),
        }
    }

    /// As [`Layout::scores`], with nothing the processor may lack: what other machines run.
    #[cfg(test)]
    pub fn scores_portable(&self, levelled: &[u8; SIDE * SIDE]) -> [i64; CLASSES] {
        self.run(lanes::Portable, levelled)
    }

    #[inline(always)]
    fn run<L: Lanes>(&self, lanes: L, levelled: &[u8; SIDE * SIDE]) -> [i64; CLASSES] {
        let mut map = Map::new(SIDE, 1);
        for (row, from) in map.rows_mut().zip(levelled.chunks_exact(SIDE)) {
            for (to, &value) in row.iter_mut().zip(from) {
                *to = i16::from(value);
            }
        }
        for ((layer, side), stride) in self.layers.iter().zip(SIDES).zip(STRIDES) {
            map = layer.convolve(lanes, &map, side, stride);
        }
        let pooled = map.pool();
        let mut scores = [0; CLASSES];
        for ((score, taps), &bias) in scores.iter_mut().zip(&self.last).zip(&self.bias) {
            let mut sums = lanes.start([bias, 0, 0, 0, 0, 0, 0, 0]);
            for (taps, values) in taps.iter().zip(pooled.as_chunks().0) {
                sums = lanes.add(sums, values, taps);
            }
            let sum = lanes.finish(sums).iter().fold(0, |sum: i32, &part| sum.wrapping_add(part));
            *score = score_of(sum, self.scale, self.shift);
        }
        scores
    }
}

impl Processor {
    fn here() -> Processor {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            return Processor::Avx2(simd);
        }
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        return Processor::Simd128;
        #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
        Processor::Any
    }
}

impl Layer {
    fn new(layer: &layers::Layer) -> Layer {
        let groups =
            layer.bias.as_chunks::<GROUP>().0.iter().zip(layer.scale.as_chunks::<GROUP>().0).enumerate();
        Layer {
            inputs: layer.inputs,
            outputs: layer.bias.len(),
            shift: layer.shift,
            groups: groups
                .map(|(group, (bias, &scale))| Group {
                    rows: [0, 1, 2].map(|row| pairs(layer, group * GROUP, row)),
                    bias: [0, 8]
                        .map(|half| std::array::from_fn(|at| bias.get(half + at).copied().unwrap_or(0))),
                    scale,
                })
                .collect(),
        }
    }

    #[inline(always)]
    fn convolve<L: Lanes>(&self, lanes: L, map: &Map, side: usize, stride: usize) -> Map {
        let mut out = Map::new(side, self.outputs);
        for (at, group) in self.groups.iter().enumerate() {
            for (y, row) in out.rows_mut().enumerate() {
                let runs = [map.row(y * stride), map.row(y * stride + 1), map.row(y * stride + 2)];
                for (block, pixels) in row.chunks_exact_mut(ACROSS * self.outputs).enumerate() {
                    let first = block * ACROSS * stride * self.inputs;
                    let sums = group.sums(lanes, runs, first, stride * self.inputs);
                    for (pixel, sums) in pixels.chunks_exact_mut(self.outputs).zip(sums) {
                        let outputs = pixel.get_mut(at * GROUP..).unwrap_or_default();
                        let outputs = outputs.iter_mut().zip(sums.as_flattened()).zip(&group.scale);
                        for ((output, &sum), &scale) in outputs {
                            *output = i16::from(rescale(sum, scale, self.shift));
                        }
                    }
                }
            }
        }
        out
    }
}

impl Group {
    /// The sums at four neighbouring pixels whose windows begin at `first`, `first + step`, ... in the three rows.
    #[inline(always)]
    fn sums<L: Lanes>(
        &self,
        lanes: L,
        runs: [&[i16]; 3],
        first: usize,
        step: usize,
    ) -> [[[i32; 8]; 2]; ACROSS] {
        if !L::WIDE {
            let [a, b] = self.two_sums(lanes, runs, first, step);
            let [c, d] = self.two_sums(lanes, runs, first + 2 * step, step);
            return [a, b, c, d];
        }
        let [low, high] = self.bias;
        let start = [lanes.start(low), lanes.start(high)];
        let [mut first_sums, mut second, mut third, mut fourth] = [start; ACROSS];
        for (run, pairs) in runs.into_iter().zip(&self.rows) {
            let a = inputs(run, first);
            let b = inputs(run, first + step);
            let c = inputs(run, first + 2 * step);
            let d = inputs(run, first + 3 * step);
            for ((((pair, a), b), c), d) in pairs.iter().zip(a).zip(b).zip(c).zip(d) {
                first_sums = add(lanes, first_sums, *a, pair);
                second = add(lanes, second, *b, pair);
                third = add(lanes, third, *c, pair);
                fourth = add(lanes, fourth, *d, pair);
            }
        }
        [finish(lanes, first_sums), finish(lanes, second), finish(lanes, third), finish(lanes, fourth)]
    }

    /// The same at two, which fill the registers where eight sums take two of them.
    #[inline(always)]
    fn two_sums<L: Lanes>(
        &self,
        lanes: L,
        runs: [&[i16]; 3],
        first: usize,
        step: usize,
    ) -> [[[i32; 8]; 2]; 2] {
        let [low, high] = self.bias;
        let start = [lanes.start(low), lanes.start(high)];
        let [mut first_sums, mut second] = [start; 2];
        for (run, pairs) in runs.into_iter().zip(&self.rows) {
            let (a, b) = (inputs(run, first), inputs(run, first + step));
            for ((pair, a), b) in pairs.iter().zip(a).zip(b) {
                first_sums = add(lanes, first_sums, *a, pair);
                second = add(lanes, second, *b, pair);
            }
        }
        [finish(lanes, first_sums), finish(lanes, second)]
    }
}

// Plain functions and not closures: a closure handed to `map` would be compiled without AVX2.

/// What one pixel's window takes in from a row.
#[inline(always)]
fn inputs(run: &[i16], first: usize) -> &[[i16; 2]] {
    run.get(first..).unwrap_or_default().as_chunks().0
}

/// One pair of inputs into sixteen sums.
#[inline(always)]
fn add<L: Lanes>(lanes: L, [low, high]: [L::Sums; 2], values: [i16; 2], pair: &Pair) -> [L::Sums; 2] {
    let values = lanes.spread(values);
    let [taps_low, taps_high] = pair;
    [lanes.add_spread(low, values, taps_low), lanes.add_spread(high, values, taps_high)]
}

#[inline(always)]
fn finish<L: Lanes>(lanes: L, [low, high]: [L::Sums; 2]) -> [[i32; 8]; 2] {
    [lanes.finish(low), lanes.finish(high)]
}

/// The weights of one row of the window to the outputs from `first`, by two inputs; a last odd one goes with a zero.
fn pairs(layer: &layers::Layer, first: usize, row: usize) -> Vec<Pair> {
    let run = 3 * layer.inputs;
    let tap = |output: usize, at: usize| {
        let place = (first + output) * 3 * run + row * run + at;
        layer.taps.get(place).copied().filter(|_| at < run).map_or(0, i16::from)
    };
    (0..run.div_ceil(2))
        .map(|pair| [0, 8].map(|half| std::array::from_fn(|at| tap(half + at / 2, 2 * pair + at % 2))))
        .collect()
}

/// Values of 0 to 255 by row, column, channel, with a border of zeros.
struct Map {
    side: usize,
    channels: usize,
    values: Vec<i16>,
}

impl Map {
    fn new(side: usize, channels: usize) -> Map {
        // one value more, for the zero that goes with a last odd input
        Map { side, channels, values: vec![0; (side + 2) * (side + 2) * channels + 1] }
    }

    /// From the start of a row with its border to the end of the map.
    #[inline(always)]
    fn row(&self, y: usize) -> &[i16] {
        self.values.get(y * (self.side + 2) * self.channels..).unwrap_or_default()
    }

    /// The rows without the border.
    #[inline(always)]
    fn rows_mut(&mut self) -> impl Iterator<Item = &mut [i16]> {
        let (border, inner) = (self.channels, self.side * self.channels);
        let rows = self.values.chunks_exact_mut((self.side + 2) * self.channels).skip(1).take(self.side);
        rows.map(move |row| row.get_mut(border..border + inner).unwrap_or_default())
    }

    /// The sums of 2 × 2 neighbours.
    #[inline(always)]
    fn pool(&self) -> Vec<i16> {
        let mut sums = vec![0_i16; POOLED * POOLED * self.channels];
        for (y, out) in sums.chunks_exact_mut(POOLED * self.channels).enumerate() {
            for down in 1..3 {
                let row = self.row(2 * y + down).get(self.channels..).unwrap_or_default();
                for (out, two) in out.chunks_exact_mut(self.channels).zip(row.chunks_exact(2 * self.channels))
                {
                    let (left, right) = two.split_at(self.channels);
                    for ((sum, &left), &right) in out.iter_mut().zip(left).zip(right) {
                        *sum = sum.wrapping_add(left).wrapping_add(right);
                    }
                }
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boxes::shipped;
    use crate::boxes::{level, plain};

    const WEIGHTS: &[u8] = shipped::WEIGHTS[0];

    /// A small stream of numbers, so that ten thousand patches cost nothing to make.
    struct Numbers(u64);

    impl Numbers {
        fn next(&mut self) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            self.0 >> 33
        }

        /// Strokes, gradients or noise: every kind of patch, from blank to all extremes.
        fn patch(&mut self) -> crate::boxes::Patch {
            let (kind, paper, tilt) = (self.next() % 4, self.next() % 256, self.next() % 5);
            let (x, y, width) = (self.next() % 32, self.next() % 32, 1 + self.next() % 6);
            let pixels = std::array::from_fn(|at| {
                let (px, py) = (at as u64 % 32, at as u64 / 32);
                let value = match kind {
                    0 => self.next() % 256,
                    1 if px.abs_diff(x) < width || py.abs_diff(y) < width => self.next() % 40,
                    2 if (px + tilt * py / 2) % 16 < width => 20,
                    _ => paper + (px * tilt) / 2 + self.next() % 9,
                };
                u8::try_from(value.min(255)).unwrap()
            });
            crate::boxes::Patch::new(pixels)
        }
    }

    /// Weights of every shape the format allows, drawn at random.
    fn weights(numbers: &mut Numbers, channels: [usize; LAYERS]) -> Weights {
        let mut inputs = 1;
        let mut signed = |count: usize| -> Vec<i8> {
            (0..count).map(|_| i8::try_from(numbers.next() % 255).unwrap_or(-9)).collect()
        };
        let convolutions = channels.map(|outputs| {
            let taps = signed(outputs * 9 * inputs);
            let bias = signed(outputs).into_iter().map(|bias| i32::from(bias) * 500).collect();
            let scale = signed(outputs).into_iter().map(|scale| 1500 + i16::from(scale) * 10).collect();
            let layer = layers::Layer { inputs, taps, bias, scale, shift: 4 };
            inputs = outputs;
            layer
        });
        let last = layers::Last {
            taps: signed(CLASSES * 16 * channels[3]),
            bias: signed(CLASSES).into_iter().map(i32::from).collect(),
            scale: 123_456_789,
            shift: 29,
        };
        Weights { convolutions, last }
    }

    #[test]
    fn the_fast_ways_give_the_plain_ways_bits_on_ten_thousand_patches() {
        let weights = Weights::parse(WEIGHTS).unwrap();
        let layout = Layout::new(&weights);
        let mut numbers = Numbers(7);
        for at in 0..10_000 {
            let patch = level(&numbers.patch());
            let expected = plain::scores(&weights, &patch);
            assert_eq!(layout.scores(&patch), expected, "patch {at}");
            assert_eq!(layout.scores_portable(&patch), expected, "patch {at}");
        }
    }

    #[test]
    fn they_agree_for_weights_of_other_shapes() {
        let mut numbers = Numbers(11);
        for channels in [[16, 16, 16, 16], [32, 16, 64, 48], [16, 48, 32, 80]] {
            let weights = weights(&mut numbers, channels);
            assert_eq!(Weights::parse(&weights.encode()).as_ref(), Ok(&weights));
            let layout = Layout::new(&weights);
            for _ in 0..50 {
                let patch = level(&numbers.patch());
                let expected = plain::scores(&weights, &patch);
                assert_eq!(layout.scores(&patch), expected);
                assert_eq!(layout.scores_portable(&patch), expected);
            }
        }
    }
}
