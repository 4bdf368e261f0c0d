//! A weights file for words that parses encodes to the same bytes, and reads whatever is found in a field.

use reader::Gray;
use reader::words::WordsNet;
use reader::words::lines::lines;
use reader::words::weights::Weights;
use sha2::{Digest, Sha256};

/// Runs it on these bytes.
pub fn run(body: &[u8]) {
    // Sealed here: a mutated file would otherwise never get past its checksum.
    let bytes = [body, &Sha256::digest(body)].concat();
    if let Ok(weights) = Weights::parse(&bytes) {
        assert_eq!(weights.encode(), bytes);
        let net = WordsNet::parse(&bytes).expect("its weights parse");
        let pixels: Vec<u8> = (0..160 * 60).map(|at| body.get(at).copied().unwrap_or(200)).collect();
        let field = Gray::new(160, 60, pixels).expect("a picture");
        let _ = net.read(&lines(&field, &[[0, 0, 40, 10]]));
    }
}
