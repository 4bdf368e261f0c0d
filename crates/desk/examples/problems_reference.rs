//! `docs/problems.md`: every code of a problem.
//!
//!     cargo run --release -p desk --example problems_reference

fn main() {
    print!("{}", desk::http::problem_codes::reference());
}
