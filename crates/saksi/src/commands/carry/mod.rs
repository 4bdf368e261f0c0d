//! `saksi carry`: what was stated on a desk without a network, carried in one file to where the others are ([`desk::carry`]).

mod bring;
mod into_desk;
mod into_folder;
mod make;

use std::process::ExitCode;

use crate::cli::Carry as Arguments;
use crate::error::Failure;
use crate::folder::Folder;

/// Runs the command. Exit code 0: everything is in, 1: something is refused.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match arguments {
        Arguments::Make { folder, out, from } => {
            make::run(&Folder::open(folder)?, out, *from)?;
            Ok(ExitCode::SUCCESS)
        }
        Arguments::In(arguments) => bring::run(arguments),
    }
}
