//! The passes: each reads one part of a publication and tells what it saw.

pub(crate) mod blobs;
pub(crate) mod cuts;
pub(crate) mod files;
pub(crate) mod foreign;
pub(crate) mod head;
pub(crate) mod mismatch;
pub(crate) mod notes;
pub(crate) mod partials;
pub(crate) mod programs;
pub(crate) mod readings;
pub(crate) mod rebuild;
pub(crate) mod scan;
pub(crate) mod tiles;
pub(crate) mod walk;
