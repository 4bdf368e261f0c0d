//! The weights that come with the crate. Written by `train/`.

/// The weights files, each named by the first half of its SHA-256.
pub const WEIGHTS: [&[u8]; 3] = [
    include_bytes!("../../weights/faa58939f26ca70441303fc3dc081923.boxes"),
    include_bytes!("../../weights/830bc0028b66016ed06f82aa54941b38.boxes"),
    include_bytes!("../../weights/ccda4860df492fa8f712df32839da8d0.boxes"),
];
