//! `docs/api.md`: every route of the desk, and every type.
//!
//!     cargo run --release -p desk --example api_reference

fn main() -> Result<(), serde_json::Error> {
    print!("{}", desk::http::reference::page()?);
    Ok(())
}
