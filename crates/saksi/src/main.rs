//! Saksi: from the paper form at the polling station to a published result that anyone can add up again.

mod cli;
mod commands;
mod error;
mod fetch;
mod folder;
mod fork;
mod keys;
mod progress;
mod session;

use std::process::ExitCode;

use clap::Parser as _;

/// A million files are rendered, each with its own buffers, by all cores at once: the system's allocator costs a tenth of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match commands::run(cli::Cli::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("saksi: {failure}");
            ExitCode::from(2)
        }
    }
}
