//! Saksi: from the paper form at the polling station to a published result that anyone can add up again.

mod checking;
mod cli;
mod client;
mod commands;
mod dossier;
mod elsewhere;
mod error;
mod fetch;
mod folder;
mod fork;
mod help;
mod keys;
mod layout;
mod mirroring;
mod out;
mod pades;
mod programs;
mod progress;
mod record_json;
mod session;
mod texts;

use std::process::ExitCode;

use error::Failure;

/// A million files are rendered, each with its own buffers, by all cores at once: the system's allocator costs a tenth of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    texts::speak(texts::Language::of_run(&arguments, &|name| std::env::var(name).ok()));
    let cli = match help::parse(arguments) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let result = commands::run(cli);
    match (result, out::failure()) {
        (Ok(code), None) => code,
        (Ok(_), Some(error)) => refused(&Failure::Output(error)),
        (Err(failure), _) => refused(&failure),
    }
}

fn refused(failure: &Failure) -> ExitCode {
    eprintln!("saksi: {failure}");
    ExitCode::from(2)
}
