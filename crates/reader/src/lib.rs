//! Photos of forms into figures: what each box, bubble, stroke and row sum shows, and what was most likely written.
//!
//! From JPEG to figure everything is whole-number arithmetic with pinned rules, so that anyone gets the same reading from
//! the same photo, on any machine and in the browser. Nothing here opens a file, asks a clock or draws a random number.

pub mod boxes;
pub mod decode;
pub mod evidence;
pub mod file;
mod gray;
pub mod joint;
pub mod json;
pub mod layers;
pub mod layout;
mod logs;
pub mod minutes;
pub mod page;
pub mod read;
pub mod sample;
pub mod station;
pub mod tags;
pub mod words;

pub use gray::Gray;

use sha2::{Digest, Sha256};

/// Name and version of the rules by which photos are read. The number goes up with every change after which some photo may
/// be read otherwise: readings in a ledger name it, and only the same rules can make them again.
pub const VERSION: &str = "saksi-reader/1";

/// One name for all weights that a reading hangs on: SHA-256 of the hash of the boxes' net and, after it, that of the words'.
pub fn weights(net: &boxes::Net) -> [u8; 32] {
    let mut both = Sha256::new();
    both.update(net.hash());
    both.update(words::WordsNet::shipped().hash());
    both.finalize().into()
}

/// A hash in hexadecimal.
fn hex(hash: &[u8; 32]) -> String {
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
}
