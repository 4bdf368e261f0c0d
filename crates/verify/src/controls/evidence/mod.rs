//! Evidence: photos and other bytes named by their hash.

mod evidence_held;
mod readings_repeat;
mod redactions_done;

use super::Control;

/// The controls of this family, in the order of their ids.
pub(super) const CONTROLS: &[Control] =
    &[evidence_held::CONTROL, redactions_done::CONTROL, readings_repeat::CONTROL];
