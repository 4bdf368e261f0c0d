//! The weights that come with the crate. Written by `train/`.

/// The weights file, named by the first half of its SHA-256.
pub const WEIGHTS: &[u8] = include_bytes!("../../weights/ba08b9e8f228970f9321183885ef62a1.boxes");
