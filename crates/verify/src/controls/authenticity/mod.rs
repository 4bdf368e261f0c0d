//! Authenticity: who says so may say so.

mod checkpoint_signed;
mod cut_checkpoints_signed;
mod keys_registered;
mod log_key_trusted;
mod quorum_met;
mod signers_authorised;
mod statements_signed;

use super::Control;

/// The controls of this family, in the order of their ids.
pub(super) const CONTROLS: &[Control] = &[
    checkpoint_signed::CONTROL,
    quorum_met::CONTROL,
    statements_signed::CONTROL,
    signers_authorised::CONTROL,
    keys_registered::CONTROL,
    log_key_trusted::CONTROL,
    cut_checkpoints_signed::CONTROL,
];
