//! A proof that parses encodes to the same bytes, and checking it against a policy never panics.

use ledger::{Policy, TlogProof};

const POLICY: &str = include_str!("../seeds/policy/two-witnesses");

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    if let Ok(proof) = TlogProof::parse(bytes) {
        assert_eq!(proof.encode(), bytes);
        let policy = Policy::parse(POLICY).expect("the seed policy");
        let _verdict = proof.verify_entry(&policy);
    }
}
