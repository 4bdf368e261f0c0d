//! A camera's frame: where a form's page is in it, so that its outline can be drawn while somebody aims.

use std::io::{Read, Write};
use std::process::ExitCode;

use reader::Gray;
use reader::read::look::look;
use serde::Serialize;

use crate::{Failure, ground};

#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Page {
        form: &'a str,
        page: u8,
        /// In 1/256 pixels, from the page's upper left corner clockwise.
        corners: [[i64; 2]; 4],
        /// Whether every number is within the frame; of a form that follows a list, all four corners.
        whole: bool,
    },
    Refused {
        refused: &'static str,
    },
}

/// Looks at one frame of `width` × `height` luma values. That there is no page in it is an answer, not a failure.
pub fn run(
    width: &str,
    height: &str,
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let width: usize = width.parse().map_err(|_| Failure::Usage)?;
    let height: usize = height.parse().map_err(|_| Failure::Usage)?;
    let mut luma = Vec::new();
    input.read_to_end(&mut luma)?;
    let frame = Gray::new(width, height, luma).ok_or(Failure::Usage)?;
    // Outlines say which page it is without anybody's list: while somebody aims that is all there is to know.
    let layouts = ground::layouts(&ground::bundle())?.outlines();
    let seen = look(&frame, &layouts);
    let line = match &seen {
        Ok(seen) => Line::Page {
            form: layouts.get(seen.found.layout).map_or("", |layout| layout.form.as_str()),
            page: seen.found.page,
            corners: seen.found.corners.map(|corner| [corner.x, corner.y]),
            whole: seen.whole,
        },
        Err(why) => Line::Refused { refused: why.code() },
    };
    serde_json::to_writer(&mut *output, &line).map_err(std::io::Error::from)?;
    output.write_all(b"\n")?;
    Ok(ExitCode::SUCCESS)
}
