//! A trained layer in whole numbers: what both nets have in common.

use reader::layers::{Last, Layer};

/// A layer in floating point.
#[derive(Clone, Copy)]
pub struct Trained<'a> {
    /// Weights by input, then output; an input is a place of the window and a channel.
    weights: &'a [f32],
    bias: &'a [f32],
}

impl Trained<'_> {
    /// The layer of so many outputs that stands first here, biases after the weights.
    pub fn first(net: &[f32], inputs: usize, outputs: usize) -> Trained<'_> {
        let (weights, rest) = net.split_at(inputs * outputs);
        Trained { weights, bias: &rest[..outputs] }
    }

    /// The layer as the reader takes it: `channels` go in, 1 in its whole numbers is `unit_in`, and is to be `unit_out` after it.
    pub fn layer(&self, channels: usize, unit_in: f32, unit_out: f32) -> Layer {
        let outputs = self.bias.len();
        let highest = |output: usize| self.of(output).fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let mut units: Vec<f32> = (0..outputs).map(|output| highest(output) / 127.0).collect();
        // One shift serves all outputs: none may need a scale less than a sixteenth of another's.
        let most = units.iter().copied().fold(0.0, f32::max);
        units.iter_mut().for_each(|unit| *unit = unit.max(most / 16.0));
        // Scales of about 12 bits leave 12 bits and more to the shifted sums: more than the 8 that are kept.
        let factor = most * unit_in / unit_out;
        let shift = (4096.0 / (factor * 32768.0)).log2().floor().clamp(0.0, 15.0) as i32;
        let half = if shift > 0 { 1 << (shift - 1) } else { 0 };
        let scale = |unit: &f32| (unit * unit_in / unit_out * 2_f32.powi(15 + shift)).round() as i16;
        let bias = |(bias, unit): (&f32, &f32)| (bias / (unit_in * unit)).round() as i32 + half;
        Layer {
            inputs: channels,
            taps: (0..outputs).flat_map(|output| self.taps(output, units[output])).collect(),
            bias: self.bias.iter().zip(&units).map(bias).collect(),
            scale: units.iter().map(scale).collect(),
            shift: shift as u8,
        }
    }

    /// The last layer as the reader takes it, scores divided by a temperature.
    pub fn last(&self, unit_in: f32, temperature: f32) -> Last {
        let unit = self.weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs())) / 127.0;
        let thousandths = f64::from(unit_in * unit * 1000.0 / temperature);
        let shift = 31 - thousandths.log2().ceil().max(-9.0) as i32;
        Last {
            taps: (0..self.bias.len()).flat_map(|output| self.taps(output, unit)).collect(),
            bias: self.bias.iter().map(|bias| (bias / (unit_in * unit)).round() as i32).collect(),
            scale: (thousandths * 2_f64.powi(shift)).round() as u32,
            shift: shift as u8,
        }
    }

    /// An output's weights.
    fn of(&self, output: usize) -> impl Iterator<Item = f32> {
        self.weights.iter().skip(output).step_by(self.bias.len()).copied()
    }

    fn taps(&self, output: usize, unit: f32) -> impl Iterator<Item = i8> {
        self.of(output).map(move |weight| (weight / unit).round().clamp(-127.0, 127.0) as i8)
    }
}

/// What all but one in 20,000 of a layer's values lie below.
pub fn high(mut values: Vec<f32>) -> f32 {
    let at = values.len() - 1 - values.len() / 20_000;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}
