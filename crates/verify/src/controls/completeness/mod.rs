//! Completeness: everything that must be there is there, and nothing else.

mod blobs_present;
mod cuts_whole;
mod everything_readable;
mod files_present;
mod nothing_foreign;
mod rosters_fit;
mod sheets_have_files;
mod tiles_present;

use super::Control;

/// The controls of this family, in the order of their ids.
pub(super) const CONTROLS: &[Control] = &[
    tiles_present::CONTROL,
    rosters_fit::CONTROL,
    sheets_have_files::CONTROL,
    files_present::CONTROL,
    nothing_foreign::CONTROL,
    cuts_whole::CONTROL,
    blobs_present::CONTROL,
    everything_readable::CONTROL,
];
