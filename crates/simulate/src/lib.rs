//! Practice elections from a seed: one invented regency and its whole count, as statements.
//!
//! What comes out is for practising, demonstrating and testing, and says so: the province is called *Simulasi*, every
//! photo carries the word, and [`definition`] declares a practice.
//!
//! Guaranteed here:
//! - pure: the same seed, places and start make the same bytes; no file, clock, network or other randomness;
//! - whole: the drafts, signed by [`keys`] and appended in order after [`definition`], are a ledger of which nothing
//!   is refused (a test folds it with real signatures);
//! - complete: what stands at the end has every quality, every standing confirmed and not, every flag, every legal status and
//!   every reason for an unread field; every hard check of every station form fails on some sheet, alone wherever
//!   the checks allow that ([`faults`] says which cannot fail alone, and why).
//!
//! **The keys are made from the seed: whoever knows the seed can sign as anybody. Never use them for a real election.**
//!
//! [`paper`] prints, fills and photographs forms, for this and for tests of the reader.
//!
//! ```text
//! places(seed, stations)                 -> the four tables, from which the election is made
//! definition(.., first key, ..)          -> entry 0
//! Studio::new(layout, stations)          -> paper, a camera and the reader, for some of the stations
//! night(.., steps, studio)               -> groups of drafts (a cut after each) and the blobs they name
//! keys(&election, seed)                  -> what signs them
//! ```

mod book;
mod cast;
mod chain;
mod count;
mod dice;
mod error;
pub mod faults;
mod figures;
mod keys;
mod meeting;
mod names;
mod night;
pub mod paper;
mod photo;
mod places;
mod plan;
mod scene;
mod setup;
mod side;
mod studio;

pub use error::SimulateError;
pub use keys::{DemoKey, SignerId, keys};
pub use night::{Attachment, Draft, Night, night};
pub use places::{CONSTITUENCY, Demo, PROVINCE, REGENCY, places};
pub use plan::least_stations;
pub use setup::definition;
pub use studio::Studio;
