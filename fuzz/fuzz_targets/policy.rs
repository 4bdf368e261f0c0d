//! A policy that parses asks for a quorum that all its witnesses together meet.
#![no_main]

use ledger::Policy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(policy) = Policy::parse(text) {
        let all = policy.witnesses().iter().map(|witness| witness.name.as_str()).collect();
        assert!(policy.is_quorum(&all), "every group's threshold is within reach");
    }
});
