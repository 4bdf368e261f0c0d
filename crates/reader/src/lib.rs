//! Photos of forms into figures: what each box, bubble, stroke and row sum shows, and what was most likely written.
//!
//! From JPEG to figure everything is whole-number arithmetic with pinned rules, so that anyone gets the same reading from
//! the same photo, on any machine and in the browser. Nothing here opens a file, asks a clock or draws a random number.

pub mod boxes;
pub mod decode;
pub mod evidence;
mod gray;
pub mod joint;
pub mod layout;
mod logs;
pub mod page;
pub mod read;
pub mod sample;
pub mod station;
pub mod tags;
pub mod words;

pub use gray::Gray;
