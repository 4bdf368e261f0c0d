//! The weights that come with the crate. Written by `train/`.

/// The weights file, named by the first half of its SHA-256.
pub const WEIGHTS: &[u8] = include_bytes!("../../weights/47dbde1fb0170fb5d18909ca9ef974b2.boxes");
