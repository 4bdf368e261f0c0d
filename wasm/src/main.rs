//! The reader for the browser: a program of the WebAssembly System Interface (`wasm32-wasip1`), which asks its host for
//! arguments, standard input and standard output, and for nothing else. `web/reader/` runs it.
//!
//! ```text
//! saksi-reader [--plain] photos [--tables BYTES] [--station CODE] NAME=BYTES ...   < the tables, the photos, one behind the other
//! saksi-reader [--plain] boxes                                    < patches of 1,024 bytes
//! saksi-reader look WIDTH HEIGHT                                  < a frame's luma
//! saksi-reader forms [--tables BYTES]                             < the tables; a line a form that it can read
//! saksi-reader strip                                              < a photo
//! ```
//!
//! `photos` prints the JSON that `saksi read page --json` and `saksi read form --json` print, and exits as they do: 0 where
//! everything is accepted, 1 where a person must look, 2 where a photo can't be read, with the reason on standard error
//! and, for interfaces with texts of their own, in one word on standard output: `{"refused":"blurred"}`.
//! The tables are a station's part of its election (`election::StationTables`) as JSON. With them the forms that follow a list of
//! candidates are read by that station's lists, and the photos are that station's; without them only forms that are the same
//! everywhere. `look` finds the pages of all.
//! `boxes` prints a line of JSON a patch: `shows`, the likeliest class, and `log`, the logarithm of every class's
//! probability in thousandths, in the order of `reader::boxes::Class::ALL`. `strip` prints the photo without what says more than the picture (`reader::file`).
//!
//! A program is a process: it begins with nothing and leaves nothing behind, so no page can grow the memory of the next, and
//! the code needs no bindings, which would be unsafe. On the machine it is the same program, which the tests hold the
//! other against. `--plain` reads by the definitions, with nothing that a processor may lack.

mod boxes;
mod ground;
mod look;
mod photos;
mod strip;

use std::io::{self, Write as _};
use std::process::ExitCode;

use reader::boxes::Net;

mod profiles {
    include!(concat!(env!("OUT_DIR"), "/profiles.rs"));
}

/// Whose law and whose forms.
const PROFILE: &str = "id-2024";

/// Why nothing was read, in words a person can act on.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(
        "usage: saksi-reader [--plain] photos [--tables BYTES] [--station CODE] NAME=BYTES ... | boxes | look WIDTH HEIGHT | \
         forms [--tables BYTES] | strip"
    )]
    Usage,
    #[error("{name}: {what}")]
    Photo { name: String, what: String, code: &'static str },
    #[error(transparent)]
    Apart(#[from] reader::read::together::Apart),
    #[error("the station's tables can't be used: {0}")]
    Tables(String),
    #[error("the form {0} follows a list of candidates, which is not at hand for this station")]
    NoList(String),
    #[error("the forms built in can't be used: {0}")]
    Profile(String),
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Failure {
    /// Why photos are refused, in one word; none where it is neither their fault nor that of the tables they are read by.
    fn code(&self) -> Option<&'static str> {
        match self {
            Failure::Photo { code, .. } => Some(code),
            Failure::Apart(apart) => Some(apart.code()),
            Failure::Tables(_) => Some("bad-tables"),
            Failure::NoList(_) => Some("no-form"),
            Failure::Usage | Failure::Profile(_) | Failure::Io(_) => None,
        }
    }
}

/// How everything is computed; either way gives the same bits.
struct Way {
    net: Net,
    plain: bool,
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let plain = arguments.first().is_some_and(|first| first == "--plain");
    if plain {
        arguments.remove(0);
    }
    let net = Net::shipped();
    let way = Way { net: if plain { net.by_definition() } else { net.clone() }, plain };
    let (mut input, mut output) = (io::stdin().lock(), io::BufWriter::new(io::stdout().lock()));
    let done = match arguments.split_first() {
        Some((command, rest)) if command == "photos" => photos::run(&way, rest, &mut input, &mut output),
        Some((command, [width, height])) if command == "look" => {
            look::run(width, height, &mut input, &mut output)
        }
        Some((command, rest)) if command == "forms" => photos::forms(rest, &mut input, &mut output),
        Some((command, [])) if command == "boxes" => boxes::run(&way, &mut input, &mut output),
        Some((command, [])) if command == "strip" => strip::run(&mut input, &mut output),
        _ => Err(Failure::Usage),
    };
    let done = done.and_then(|code| output.flush().map(|()| code).map_err(Failure::from));
    done.unwrap_or_else(|failure| {
        if let Some(code) = failure.code() {
            // Without it the reason on standard error still says everything.
            let _ = writeln!(output, "{{\"refused\":\"{code}\"}}").and_then(|()| output.flush());
        }
        eprintln!("{failure}");
        ExitCode::from(2)
    })
}
