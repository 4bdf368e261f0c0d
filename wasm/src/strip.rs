//! A photo without what says more than the picture.

use std::io::{Read, Write};
use std::process::ExitCode;

use crate::Failure;

/// Reads a photo and writes the picture alone.
pub fn run(input: &mut dyn Read, output: &mut dyn Write) -> Result<ExitCode, Failure> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let stripped = reader::file::strip(&bytes);
    let stripped = stripped.map_err(|error| Failure::Photo {
        name: "photo".to_owned(),
        what: error.to_string(),
        code: "damaged",
    })?;
    output.write_all(&stripped)?;
    Ok(ExitCode::SUCCESS)
}
