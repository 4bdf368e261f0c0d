//! Copying a publication so that the copy never shows what was not checked: what to ask for, what to refuse, in which order to show it.
//!
//! Guaranteed, of whatever an origin answers:
//! - **The ledger only grows.** Before anything is replaced, the offered head is related to the held one by a proof from the origin's own
//!   tiles ([`relate`]). A head that contradicts the held one gives [`Evidence`], which proves it to anybody.
//! - **Entries are those of the signed root.** Tiles are not fetched: they are made of the entries, and must come to the root ([`Growth`]).
//! - **No path leads out, or onto a file that is not the tree's** ([`is_plain`]), and manifests are chained from the first to the one at the
//!   head ([`Manifests`]).
//! - **Pointers move last** ([`step_of`]): whoever looks while files are moved sees `latest.json` of the cut before.
//!
//! Manifests are signed by nobody: that they are those of the ledger takes the count to be made again, which is `verify`'s work, on the files
//! set aside and before any is shown. [`stops`] says which of its findings forbid to show them.
//!
//! No files, no network, no clock: whoever calls reads and writes.

mod evidence;
mod growth;
mod head;
mod manifests;
mod names;
mod order;

pub use evidence::{EVIDENCE_FORMAT, Evidence, Seen};
pub use growth::{Growth, GrowthError};
pub use head::{RelateError, Relation, Tiles, relate};
pub use manifests::{Manifests, ManifestsError, is_plain};
pub use names::Names;
pub use order::{Step, step_of, stops};
