//! The weights that come with the crate. Written by `train/`.

/// The weights file, named by the first half of its SHA-256.
pub const WEIGHTS: &[u8] = include_bytes!("../../weights/293b4d62324d133ec0573fa962772657.boxes");
