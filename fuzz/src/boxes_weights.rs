//! A weights file that parses encodes to the same bytes, and reads a box by every way alike.

use reader::boxes::weights::Weights;
use reader::boxes::{Net, Patch};
use sha2::{Digest, Sha256};

/// Runs it on these bytes.
pub fn run(body: &[u8]) {
    // sealed here: a mutated file would otherwise never get past its checksum
    let bytes = [body, &Sha256::digest(body)].concat();
    if let Ok(weights) = Weights::parse(&bytes) {
        assert_eq!(weights.encode(), bytes);
        let net = Net::parse(&bytes).expect("its weights parse");
        let patch = Patch::new(std::array::from_fn(|at| body.get(at).copied().unwrap_or(200)));
        assert_eq!(net.read(&patch), net.read_plain(&patch));
    }
}
