//! Integrity: nothing was changed after it was written.

mod blobs_equal_names;
mod bundles_hash_to_tiles;
mod checkpoint_not_older;
mod cuts_are_prefixes;
mod files_equal_manifests;
mod manifests_chained;
mod manifests_equal_ledger;
mod tiles_hash_to_root;

use super::Control;

/// The controls of this family, in the order of their ids.
pub(super) const CONTROLS: &[Control] = &[
    bundles_hash_to_tiles::CONTROL,
    tiles_hash_to_root::CONTROL,
    cuts_are_prefixes::CONTROL,
    manifests_chained::CONTROL,
    manifests_equal_ledger::CONTROL,
    files_equal_manifests::CONTROL,
    blobs_equal_names::CONTROL,
    checkpoint_not_older::CONTROL,
];
