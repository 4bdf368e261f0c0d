//! What the API says of itself, as every desk hands it out at `/api/openapi.json`.
//!
//!     cargo run --release -p desk --example openapi

fn main() {
    println!("{}", desk::http::openapi());
}
