//! What the nets of weights files say, for others to be held against (`cargo xtask outsiders`).
//!
//! ```text
//! nets boxes [WEIGHTS ...] < PATCHES     patches of 1,024 bytes; a line each, every class's log-probability
//! nets words [WEIGHTS] < LINES           a u16 of columns, then 24 rows of them; a line each, every column's signs
//! nets changed LAYER WEIGHTS COPY        a sound weights file in which one weight of a layer, from 1, is another
//! ```
//!
//! Without files it is the nets that ship.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::{env, fs, io};

use reader::boxes::{self, Net, Patch, SIDE};
use reader::words::lines::{HEIGHT, Line};
use reader::words::{self, WordsNet};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["boxes"] => boxes(Net::shipped()),
        ["boxes", files @ ..] => {
            let files = files.iter().map(fs::read).collect::<Result<Vec<_>, _>>()?;
            boxes(&Net::together(&files.iter().map(Vec::as_slice).collect::<Vec<_>>())?)
        }
        ["words"] => words(WordsNet::shipped()),
        ["words", file] => words(&WordsNet::parse(&fs::read(file)?)?),
        ["changed", layer, file, copy] => Ok(fs::write(copy, changed(layer.parse()?, file)?)?),
        _ => Err("usage: nets boxes | words | changed (see its source)".into()),
    }
}

fn boxes(net: &Net) -> Result<(), Box<dyn Error>> {
    let given = given()?;
    let (patches, rest) = given.as_chunks::<{ SIDE * SIDE }>();
    if !rest.is_empty() {
        return Err("a patch is cut short".into());
    }
    patches.iter().try_for_each(|patch| line(net.read(&Patch::new(*patch)).log))
}

fn words(net: &WordsNet) -> Result<(), Box<dyn Error>> {
    let given = given()?;
    let mut left = given.as_slice();
    while let Some((width, rest)) = left.split_first_chunk() {
        let width = usize::from(u16::from_le_bytes(*width));
        let (pixels, rest) = rest.split_at_checked(width * HEIGHT).ok_or("a line is cut short")?;
        line(net.letters(&Line { width, pixels: pixels.to_vec() }).into_iter().flatten())?;
        left = rest;
    }
    Ok(())
}

/// The larger weights of the layer are negated, of every channel: one channel alone may be one that nothing hangs on.
fn changed(layer: usize, file: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let bytes = fs::read(file)?;
    let at = layer.checked_sub(1).ok_or("layers count from 1")?;
    if let Ok(mut weights) = boxes::weights::Weights::parse(&bytes) {
        negate(weights.convolutions.get_mut(at).map_or(&mut weights.last.taps, |layer| &mut layer.taps));
        return Ok(weights.encode());
    }
    let mut weights = words::weights::Weights::parse(&bytes)?;
    negate(weights.layers.get_mut(at).map_or(&mut weights.last.taps, |layer| &mut layer.taps));
    Ok(weights.encode())
}

fn negate(taps: &mut [i8]) {
    let most = taps.iter().map(|tap| tap.unsigned_abs()).max().unwrap_or(0);
    for tap in taps.iter_mut().filter(|tap| tap.unsigned_abs() >= most / 2) {
        *tap = tap.saturating_neg();
    }
}

fn given() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn line(numbers: impl IntoIterator<Item = i32>) -> Result<(), Box<dyn Error>> {
    let numbers: Vec<String> = numbers.into_iter().map(|number| number.to_string()).collect();
    Ok(writeln!(io::stdout().lock(), "{}", numbers.join(" "))?)
}
