//! What each way of writing a number shows, each read on its own.

pub mod bubbles;
pub mod strokes;
