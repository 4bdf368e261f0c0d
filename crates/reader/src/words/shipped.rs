//! The weights that come with the crate. Written by `train/`.

/// The weights file, named by the first half of its SHA-256.
pub const WEIGHTS: &[u8] = include_bytes!("../../weights/e8fa0fb9678957ced506714fb7d7be9b.words");
