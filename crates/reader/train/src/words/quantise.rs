//! A trained net in whole numbers.

use reader::words::weights::{LAYERS, Weights};

use crate::model::{Room, inputs, outputs, start, window};
use crate::samples::{Sample, input};
use crate::whole::{Trained, high};

/// The weights as the reader takes them.
pub fn quantise(net: &[f32], looked_at: &[Sample], free: u16, share: u16) -> Weights {
    let units = ranges(net, looked_at).map(|highest| highest / 255.0);
    let unit_in = |layer: usize| if layer == 0 { 1.0 / 255.0 } else { units[layer - 1] };
    let trained = |layer: usize| Trained::first(&net[start(layer)..], window(layer), outputs(layer));
    Weights {
        layers: std::array::from_fn(|at| trained(at).layer(inputs(at), unit_in(at), units[at])),
        last: trained(LAYERS).last(unit_in(LAYERS), 1.0),
        free,
        share,
    }
}

/// How high each layer's values go.
fn ranges(net: &[f32], looked_at: &[Sample]) -> [f32; LAYERS] {
    let mut room = Room::default();
    let mut all: [Vec<f32>; LAYERS] = Default::default();
    for line in looked_at.iter().flat_map(|sample| &sample.lines).take(200) {
        room.forward(net, &input(line, None));
        all.iter_mut().enumerate().for_each(|(layer, all)| all.extend(room.map(layer)));
    }
    all.map(high)
}
