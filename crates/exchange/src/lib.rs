//! Others' files into unsigned statements, and a tally into others' files.
//!
//! Guaranteed here, and why it holds:
//! - a statement's text is a pure function of what the source says (and, where it takes the place of an earlier one, of
//!   that earlier statement): no clock, no file name, no order of import is in it, so importing twice gives equal ids;
//! - what cannot be understood never gets in and never stops the run: it goes to the [`Report`] with its file, its line
//!   and its content, so nothing is lost either;
//! - a figure that the source does not give is unread with a reason, never a zero;
//! - versions of one sheet succeed each other by the source's own time, whichever file comes first ([`restate`]).
//!
//! Nothing here opens a file or a connection: bytes come in as readers with the name to report them by.

pub mod actasum;
pub mod detect;
pub mod draft;
pub mod geojson;
pub mod input;
pub mod kpu;
pub mod report;
pub mod restate;

mod figure;
mod json;
mod table;

pub use detect::{Source, detect};
pub use draft::{Draft, Emit, EmitError, ImportError, Known, Place};
pub use kpu::Importer;
pub use report::{Problem, Report, Severity, What};
pub use restate::{Claimed, Restater, Saying};
