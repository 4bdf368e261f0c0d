//! A trained net in whole numbers.

use reader::boxes::weights::{LAYERS, Weights};

use crate::model::{INPUTS, Room, TOGETHER, place};
use crate::samples::Source;
use crate::whole::{Trained, high};

/// Samples that show how high each layer's values go.
const LOOKED_AT: u64 = 1600;

/// The weights as the reader takes them, scores divided by a temperature.
pub fn quantise(net: &[f32], source: &Source, temperature: f32) -> Weights {
    let units = ranges(net, source).map(|highest| highest / 255.0);
    let unit_in = |layer: usize| if layer == 0 { 1.0 / 255.0 } else { units[layer - 1] };
    let trained = |layer: usize| {
        let (start, inputs, outputs) = place(layer);
        Trained::first(&net[start..], inputs, outputs)
    };
    Weights {
        convolutions: std::array::from_fn(|at| trained(at).layer(INPUTS[at], unit_in(at), units[at])),
        last: trained(LAYERS).last(unit_in(LAYERS), temperature),
    }
}

/// How high each layer's values go.
fn ranges(net: &[f32], source: &Source) -> [f32; LAYERS] {
    let mut room = Room::default();
    let mut all: [Vec<f32>; LAYERS] = Default::default();
    for first in (0..LOOKED_AT).step_by(TOGETHER) {
        let samples = (first..first + TOGETHER as u64).map(|seed| source.sample(seed + (1 << 60), 0.75));
        let input: Vec<f32> =
            samples.flat_map(|sample| sample.input.map(|value| f32::from(value) / 255.0)).collect();
        room.forward(net, &input, TOGETHER);
        all.iter_mut().enumerate().for_each(|(layer, all)| all.extend(room.map(layer)));
    }
    all.map(high)
}
