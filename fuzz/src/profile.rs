//! No bundle of files panics the profile's parser.

use election::{Profile, ProfileBundle};

/// Runs it on these bytes.
pub fn run(bytes: &[u8]) {
    if let Ok(bundle) = ProfileBundle::from_json(bytes) {
        let _profile = Profile::from_bundle(&bundle);
    }
}
