//! One statement, looked at by itself: what its proof shows, and what it does not.
//!
//! `saksi verify` reads a whole publication. Who doubts one sheet has less in hand: the entry and its proof, a policy, the entries
//! by which the signer's key came to be, perhaps a photo. [`examine`] says of these, step by step, what holds. The answer is a
//! list of sentences in waiting ([`Says`]), each of which knows whether it is shown, fails, or is not shown.
//!
//! Guaranteed:
//! - **Nothing is claimed that was not checked.** What is missing makes a step that says *not shown*, never one that is left out;
//!   that a statement still stands, and that it is true, is among them always.
//! - **The rules are those of the count.** Proofs are checked by `ledger`, keys and roles by `statement`'s ring, figures and sums by
//!   `tally` and `election`; there is no second spelling of any of them here.
//! - **No input can panic it**, and it asks for nothing: no files, network, clock or randomness. It builds for the browser.
//!
//! Where the pieces come from: [`public`] says which files of a publication are needed and makes proofs of them; [`dropped`]
//! sorts files that a person has.

mod chain;
pub mod dropped;
mod examine;
mod given;
pub mod public;
mod report;
mod sheet;

pub use examine::examine;
pub use given::{Asked, Given, Law, Source};
pub use report::{CheckLine, FigureLine, KeyLine, Outcome, Report, Says, Step};
