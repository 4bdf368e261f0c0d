//! What libFuzzer runs: the promise that `SAKSI_FUZZ` names.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use saksi_fuzz::{TARGETS, Target};

static ASKED: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("SAKSI_FUZZ").unwrap_or_default();
    let found = TARGETS.iter().find(|target| target.name == name);
    *found.unwrap_or_else(|| panic!("SAKSI_FUZZ={name}: no file of fuzz/src has that name"))
});

fuzz_target!(|bytes: &[u8]| (ASKED.run)(bytes));
