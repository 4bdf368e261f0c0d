//! No bundle of files panics the profile's parser.
#![no_main]

use election::{Profile, ProfileBundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(bundle) = ProfileBundle::from_json(bytes) {
        let _profile = Profile::from_bundle(&bundle);
    }
});
