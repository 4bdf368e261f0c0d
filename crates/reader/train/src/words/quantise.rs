//! A trained net in whole numbers.

use reader::words::alphabet::SIGNS;
use reader::words::weights::{LAYERS, Last, Layer, Weights};

use crate::model::{CHANNELS, Room, outputs, start, window};
use crate::samples::{Sample, input};

/// The weights as the reader takes them.
pub fn quantise(net: &[f32], looked_at: &[Sample], free: u16, share: u16) -> Weights {
    let highest = ranges(net, looked_at);
    let mut unit_in = 1.0 / 255.0;
    let mut layer = 0;
    let layers = [(); LAYERS].map(|()| {
        let unit_out = highest[layer] / 255.0;
        let one = whole(net, layer, unit_in, unit_out);
        unit_in = unit_out;
        layer += 1;
        one
    });
    let (inputs, outputs) = (window(LAYERS), outputs(LAYERS));
    let weights = &net[start(LAYERS)..][..inputs * outputs];
    let unit = weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs())) / 127.0;
    let bias = &net[start(LAYERS) + inputs * outputs..][..outputs];
    let thousandths = f64::from(unit_in * unit * 1000.0);
    let shift = 31 - thousandths.log2().ceil().max(-9.0) as i32;
    let last = Last {
        taps: (0..SIGNS * inputs)
            .map(|at| rounded(weights[at % inputs * outputs + at / inputs] / unit))
            .collect(),
        bias: bias.iter().map(|bias| (bias / (unit_in * unit)).round() as i32).collect(),
        scale: (thousandths * 2_f64.powi(shift)).round() as u32,
        shift: shift as u8,
    };
    Weights { layers, last, free, share }
}

fn whole(net: &[f32], layer: usize, unit_in: f32, unit_out: f32) -> Layer {
    let (inputs, outputs) = (window(layer), outputs(layer));
    let weights = &net[start(layer)..][..inputs * outputs];
    let bias = &net[start(layer) + inputs * outputs..][..outputs];
    let mut units: Vec<f32> = (0..outputs)
        .map(|output| {
            (0..inputs).fold(0.0_f32, |most, at| most.max(weights[at * outputs + output].abs())) / 127.0
        })
        .collect();
    // One shift serves all outputs: none may need a scale less than a sixteenth of another's.
    let most = units.iter().copied().fold(0.0, f32::max);
    units.iter_mut().for_each(|unit| *unit = unit.max(most / 16.0));
    let factor = most * unit_in / unit_out;
    let shift = (4096.0 / (factor * 32768.0)).log2().floor().clamp(0.0, 15.0) as i32;
    let half = if shift > 0 { 1 << (shift - 1) } else { 0 };
    Layer {
        taps: (0..CHANNELS[layer] * inputs)
            .map(|at| rounded(weights[at % inputs * outputs + at / inputs] / units[at / inputs]))
            .collect(),
        bias: bias
            .iter()
            .zip(&units)
            .map(|(bias, unit)| (bias / (unit_in * unit)).round() as i32 + half)
            .collect(),
        scale: units
            .iter()
            .map(|unit| (unit * unit_in / unit_out * 2_f32.powi(15 + shift)).round() as i16)
            .collect(),
        shift: shift as u8,
    }
}

fn rounded(value: f32) -> i8 {
    value.round().clamp(-127.0, 127.0) as i8
}

/// What all but one in 20,000 of each layer's values lie below.
fn ranges(net: &[f32], looked_at: &[Sample]) -> [f32; LAYERS] {
    let mut room = Room::default();
    let mut all: [Vec<f32>; LAYERS] = Default::default();
    for line in looked_at.iter().flat_map(|sample| &sample.lines).take(200) {
        room.forward(net, &input(line, None));
        all.iter_mut().enumerate().for_each(|(layer, all)| all.extend(room.map(layer)));
    }
    all.map(|mut values| {
        let at = values.len() - 1 - values.len() / 20_000;
        *values.select_nth_unstable_by(at, f32::total_cmp).1
    })
}
