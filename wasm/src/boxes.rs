//! Single boxes, one line each.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use reader::boxes::{Patch, SIDE};
use serde_json::json;

use crate::{Failure, Way};

/// Reads patches until there are no more; one that is cut short is an error.
pub fn run(way: &Way, input: &mut dyn Read, output: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let (patches, rest) = bytes.as_chunks::<{ SIDE * SIDE }>();
    if !rest.is_empty() {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    for patch in patches {
        let read = way.net.read(&Patch::new(*patch));
        writeln!(output, "{}", json!({"shows": read.best().name(), "log": read.log}))?;
    }
    Ok(ExitCode::SUCCESS)
}
