//! What one statement's proof shows, for the browser: a program of the WebAssembly System Interface (`wasm32-wasip1`) that asks its
//! host for arguments, standard input and standard output, and for nothing else. `web/verify/` runs it.
//!
//! ```text
//! saksi-verify entry LANGUAGE INDEX CONTEST STATION PATH=BYTES ... PATH=- ...    < the files, one behind the other
//! saksi-verify files LANGUAGE NAME=BYTES ...                                     < the files, one behind the other
//! ```
//!
//! `entry` looks at an entry of a publication, of which it is given what was fetched so far (`-`: was asked for and is not there).
//! It prints one line of JSON: `{"needs":[{"path","most"}]}` where it needs more, and then it is to be run again with all of it;
//! `{"refused":"too-new"}` where nothing can be said; or `{"report":{...},"proofs":[{"index","text"}]}`, the proofs being what a
//! person may keep. `files` looks at files that a person has, and never needs more. It exits with 0, or with 2 where its arguments
//! are wrong.
//!
//! What is said is [`proof`]'s; here only the law is built in and bytes are handed over.

use std::io::{self, Read, Write as _};
use std::process::ExitCode;

use election::ProfileBundle;
use ledger::{Hash, TlogProof};
use proof::public::{Files, Need, Next};
use proof::{Asked, Given, Law, Report, dropped, examine, public};
use serde::Serialize;

mod laws {
    include!(concat!(env!("OUT_DIR"), "/laws.rs"));
}

/// What is printed.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    Needs(Vec<Need>),
    #[serde(untagged)]
    Refused {
        refused: String,
    },
    #[serde(untagged)]
    Report {
        report: Box<Report>,
        proofs: Vec<Kept>,
    },
}

/// A proof to keep.
#[derive(Serialize)]
struct Kept {
    index: u64,
    text: String,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let answer = answer(&arguments, &mut io::stdin().lock());
    let Some(text) = answer.and_then(|answer| serde_json::to_string(&answer).ok()) else {
        eprintln!(
            "usage: saksi-verify entry LANGUAGE INDEX CONTEST STATION PATH=BYTES ... | files LANGUAGE NAME=BYTES ..."
        );
        return ExitCode::from(2);
    };
    match writeln!(io::stdout().lock(), "{text}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

/// None: the arguments are wrong.
fn answer(arguments: &[String], input: &mut dyn Read) -> Option<Answer> {
    let built_in = built_in();
    match arguments {
        [command, language, index, contest, station, files @ ..] if command == "entry" => {
            let asked =
                Asked { entry: index.parse().ok()?, contest: contest.clone(), station: station.clone() };
            let files: Files = handed(files, input)?.into_iter().collect();
            Some(match public::next(&asked, &files, &built_in, language) {
                Next::Needs(needs) => Answer::Needs(needs),
                Next::Refused(why) => refused(why),
                Next::Ready(given) => reported(&given),
            })
        }
        [command, language, files @ ..] if command == "files" => {
            let files = handed(files, input)?;
            let files: Vec<(String, Vec<u8>)> =
                files.into_iter().filter_map(|(name, bytes)| Some((name, bytes?))).collect();
            Some(match dropped::sort(&files, &built_in, language) {
                Err(why) => refused(why),
                Ok(given) => reported(&given),
            })
        }
        [..] => None,
    }
}

fn refused(why: impl Serialize) -> Answer {
    let word = serde_json::to_value(why).ok().and_then(|word| word.as_str().map(str::to_owned));
    Answer::Refused { refused: word.unwrap_or_default() }
}

fn reported(given: &Given<'_>) -> Answer {
    let proofs = std::iter::once(&given.statement).chain(&given.rests_on);
    let kept = |proof: &TlogProof| {
        // Its lines are base64 and decimals, and the checkpoint is a note: all text.
        Kept { index: proof.index, text: String::from_utf8_lossy(&proof.encode()).into_owned() }
    };
    Answer::Report { report: Box::new(examine(given)), proofs: proofs.map(kept).collect() }
}

/// Files by name, out of the input. A name may hold anything, `=` too.
fn handed(arguments: &[String], input: &mut dyn Read) -> Option<Vec<(String, Option<Vec<u8>>)>> {
    let mut files = Vec::new();
    for argument in arguments {
        let (name, length) = argument.rsplit_once('=')?;
        if length == "-" {
            files.push((name.to_owned(), None));
            continue;
        }
        let length: u64 = length.parse().ok()?;
        let mut bytes = Vec::new();
        input.take(length).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 != length {
            return None;
        }
        files.push((name.to_owned(), Some(bytes)));
    }
    Some(files)
}

/// The laws built into this program.
fn built_in() -> Vec<Law> {
    let law = |(hash, files): &(&str, &[(&str, &str)])| {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Some(Law { sha256: Hash::from_hex(hash).ok()?, bundle: ProfileBundle { files } })
    };
    laws::LAWS.iter().filter_map(law).collect()
}
