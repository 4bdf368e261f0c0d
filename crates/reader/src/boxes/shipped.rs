//! The weights that come with the crate. Written by `train/`.

/// The weights file, named by the first half of its SHA-256.
pub const WEIGHTS: &[u8] = include_bytes!("../../weights/123bffabe4d771126c8e73d863a46971.boxes");
