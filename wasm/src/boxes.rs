//! Single boxes, one line each.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use reader::boxes::{CLASSES, Patch, SIDE};
use serde::Serialize;

use crate::{Failure, Way};

#[derive(Serialize)]
struct Line {
    shows: &'static str,
    log: [i32; CLASSES],
}

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
        let line = Line { shows: read.best().name(), log: read.log };
        serde_json::to_writer(&mut *output, &line).map_err(io::Error::from)?;
        output.write_all(b"\n")?;
    }
    Ok(ExitCode::SUCCESS)
}
