//! One file a command.

mod backup;
mod bench;
mod bundles;
mod canvas;
mod carry;
mod demo;
mod desk;
mod dossier;
mod export;
mod figures;
mod forms;
mod ground;
mod import;
mod init;
mod key;
mod log;
mod minutes;
mod mirror;
mod overlay;
mod publish;
mod read;
mod read_boxes;
mod read_pictures;
mod read_refusals;
mod scans;
mod serve;
mod services;
mod show;
mod status;
mod trail;
mod verify;

use std::path::Path;
use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::error::Failure;
use crate::out;
use crate::texts::say;

/// Runs a command.
pub fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let done = |result: Result<(), Failure>| result.map(|()| ExitCode::SUCCESS);
    match cli.command {
        Command::Init(arguments) => done(init::run(&arguments)),
        Command::Import(arguments) => done(import::run(&arguments)),
        Command::Publish(arguments) => done(publish::run(&arguments)),
        Command::Serve(arguments) => done(serve::run(&arguments)),
        Command::Desk(arguments) => done(desk::run(&arguments)),
        Command::Services(arguments) => done(services::run(&arguments)),
        Command::Mirror(arguments) => mirror::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Export(arguments) => done(export::run(&arguments)),
        Command::Status(arguments) => done(status::run(&arguments)),
        Command::Show(arguments) => done(show::run(&arguments)),
        Command::Dossier(arguments) => done(dossier::run(&arguments, cli.language.as_deref())),
        Command::Read(command) => read::run(&command),
        Command::Forms(command) => done(forms::run(&command)),
        Command::Log(arguments) => done(log::run(&arguments)),
        Command::Key(arguments) => done(key::run(&arguments)),
        Command::Minutes(arguments) => done(minutes::run(&arguments)),
        Command::Trail(arguments) => trail::run(&arguments),
        Command::Backup(arguments) => done(backup::run(&arguments)),
        Command::Demo(arguments) => done(demo::run(&arguments)),
        Command::Carry(arguments) => carry::run(&arguments),
        Command::BenchCut(arguments) => done(bench::run(&arguments)),
    }
}

/// What to do next: commands, ready to be copied.
fn next(commands: &[String]) {
    out::line(&say!("next"));
    for command in commands {
        out::line(&format!("  {command}"));
    }
}

/// A path as a shell takes it for one word.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | ',' | '+');
    if !path.is_empty() && path.chars().all(plain) {
        return path;
    }
    format!("'{}'", path.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_to_copy_is_safe_to_copy() {
        assert_eq!(quoted(Path::new("count/public")), "count/public");
        assert_eq!(quoted(Path::new("my count; rm it's")), r"'my count; rm it'\''s'");
    }
}
