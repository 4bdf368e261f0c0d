//! What one digit box shows.
