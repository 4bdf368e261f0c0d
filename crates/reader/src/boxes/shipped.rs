//! The weights that come with the crate. Written by `train/`.

/// The weights files, each named by the first half of its SHA-256.
pub const WEIGHTS: [&[u8]; 3] = [
    include_bytes!("../../weights/293b4d62324d133ec0573fa962772657.boxes"),
    include_bytes!("../../weights/6fe1c05a7d612494f00665e3aa0596af.boxes"),
    include_bytes!("../../weights/0a7d4ccc1008e75b07b0b8463f969513.boxes"),
];
