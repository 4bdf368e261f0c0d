//! A policy that parses asks for a quorum that all its witnesses together meet.

use ledger::Policy;

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(policy) = Policy::parse(text) {
        let all = policy.witnesses().iter().map(|witness| witness.name.as_str()).collect();
        assert!(policy.is_quorum(&all), "every group's threshold is within reach");
    }
}
