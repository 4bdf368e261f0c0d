//! `saksi carry in`: a file's notes in their order, then its photos and texts. Each is answered; what is refused is told by name with
//! why, and keeps nothing else out. Done again it adds nothing.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;

use desk::carry::file::{FileError, Head, Piece, read};
use ledger::Hash;

use super::into_desk::ToDesk;
use super::into_folder::ToFolder;
use crate::cli::CarryIn;
use crate::client::{Client, Conflict, Took};
use crate::error::{CarryFailure, Failure};
use crate::folder::Folder;
use crate::layout::Table;
use crate::out;
use crate::texts::{Said as _, say};

/// Environment variables for machines without a terminal.
const PASSWORD: &str = "SAKSI_DESK_PASSWORD";
const CODE: &str = "SAKSI_DESK_CODE";

/// Where everything goes.
pub trait Target {
    /// Makes sure that the file is of this ledger.
    fn begins(&mut self, head: &Head) -> Result<(), Failure>;

    /// A note, in its order. What became of it may be told later; nothing that comes after it is taken before.
    fn note(&mut self, entry: u64, note: Vec<u8>, told: &mut Told) -> Result<(), Failure>;

    /// A photo. What became of it may be told later, too.
    fn photo(&mut self, sha256: Hash, bytes: Vec<u8>, told: &mut Told) -> Result<(), Failure>;

    /// The text of a statement.
    fn text(&mut self, statement: &Hash, bytes: &[u8], told: &mut Told) -> Result<Took, Failure>;

    /// Everything was given: what became of the last notes, and what does not agree.
    fn ends(&mut self, file: &Path, told: &mut Told) -> Result<Vec<Conflict>, Failure>;
}

/// What became of everything so far. What is new or refused is said at once.
#[derive(Default)]
pub struct Told {
    counts: BTreeMap<(Kind, Became), u64>,
}

/// What is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Note,
    Photo,
    Text,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Became {
    New,
    Known,
    Refused,
}

impl Told {
    /// Says what became of a note.
    pub fn note(&mut self, entry: u64, note: &[u8], took: &Took) {
        self.tell(Kind::Note, took, || say!("carry-note", entry = entry.to_string(), what = about(note)));
    }

    /// Says what became of a photo.
    pub fn photo(&mut self, sha256: &Hash, took: &Took) {
        self.tell(Kind::Photo, took, || say!("carry-photo", sha256 = sha256.to_hex()));
    }

    fn tell(&mut self, kind: Kind, took: &Took, name: impl FnOnce() -> String) {
        let became = match took {
            Took::New => {
                out::line(&say!("carry-new", what = name()));
                Became::New
            }
            Took::Known => Became::Known,
            Took::Refused { code, detail } => {
                let (code, why) = (short(code, CODE_LENGTH), short(detail, DETAIL_LENGTH));
                out::line(&say!("carry-refused", what = name(), code = code, why = why));
                Became::Refused
            }
        };
        *self.counts.entry((kind, became)).or_default() += 1;
    }

    fn count(&self, kind: Kind, became: Became) -> u64 {
        self.counts.get(&(kind, became)).copied().unwrap_or(0)
    }

    pub(super) fn refused(&self) -> u64 {
        self.counts.iter().filter(|((_, became), _)| *became == Became::Refused).map(|(_, count)| count).sum()
    }
}

/// Characters shown at most of what a note says it is, and of a refusal's code and detail.
const ABOUT_LENGTH: usize = 160;
const CODE_LENGTH: usize = 60;
const DETAIL_LENGTH: usize = 400;

/// The beginning of what others wrote. Signs that move the cursor or turn the line around [`say`] writes out.
fn short(text: &str, most: usize) -> String {
    let mut chars = text.chars();
    let mut line: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// What a note says it is, for people: its kind, the contest, the place. It is only named by it; nothing is believed.
fn about(note: &[u8]) -> String {
    let text = String::from_utf8_lossy(note);
    let mut lines = text.lines();
    let kind = lines.next().and_then(|line| line.rsplit(' ').next()).unwrap_or_default().to_owned();
    let body: serde_json::Value =
        lines.next().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
    let members = ["contest", "station", "region", "place", "role", "scope"];
    let said = members.into_iter().filter_map(|name| body.get(name)?.as_str().map(str::to_owned));
    short(&[kind].into_iter().chain(said).collect::<Vec<_>>().join(" "), ABOUT_LENGTH)
}

/// Runs the command. Exit code 0: everything is in, 1: something is refused.
pub fn run(arguments: &CarryIn) -> Result<ExitCode, Failure> {
    // What can't be opened is said before anybody is asked for a password.
    drop(open(&arguments.file)?);
    let mut target: Box<dyn Target> = match (&arguments.to, &arguments.into) {
        (Some(url), _) => {
            Box::new(ToDesk::new(logged_in(url, arguments.account.as_deref().unwrap_or_default())?))
        }
        (None, Some(folder)) => Box::new(ToFolder::open(Folder::open(folder)?)?),
        (None, None) => return Err(CarryFailure::Where.into()),
    };
    let mut told = Told::default();
    let taken = take(&arguments.file, target.as_mut(), &mut told);
    // What came before a file breaks off is in, and was told.
    let conflicts = taken.and_then(|()| target.ends(&arguments.file, &mut told));
    if conflicts.is_err() {
        summary(&told);
    }
    let conflicts = conflicts?;
    summary(&told);
    for Conflict { contest, place, what } in &conflicts {
        out::line(&if what == "rivals" {
            say!("carry-rivals", contest = contest, place = place)
        } else {
            say!("carry-changed", contest = contest, place = place)
        });
    }
    if told.refused() == 0 {
        out::line(&say!("carry-all-in"));
        return Ok(ExitCode::SUCCESS);
    }
    out::line(&say!("carry-some-refused", refused = told.refused()));
    Ok(ExitCode::from(1))
}

/// A session of who carries.
fn logged_in(url: &str, name: &str) -> Result<Client, Failure> {
    let mut client = Client::new(url)?;
    let password = secret(PASSWORD, &say!("prompt-desk-password", name = name))?;
    client.log_in(name, &password, || secret(CODE, &say!("prompt-desk-code")))?;
    Ok(client)
}

fn secret(variable: &'static str, prompt: &str) -> Result<String, Failure> {
    match std::env::var(variable) {
        Ok(secret) => Ok(secret),
        Err(_) if std::io::stdin().is_terminal() => {
            rpassword::prompt_password(prompt).map_err(Failure::Prompt)
        }
        Err(_) => Err(CarryFailure::NoSecret(variable).into()),
    }
}

fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    File::open(path).map(BufReader::new).map_err(|source| Failure::file("reading", path, source))
}

/// What ends the reading of a file.
enum Ended {
    File(FileError),
    Target(Failure),
}

impl From<FileError> for Ended {
    fn from(error: FileError) -> Ended {
        Ended::File(error)
    }
}

/// Reads a carried file; what is wrong with it names it.
pub fn pieces(path: &Path, mut take: impl FnMut(Piece) -> Result<(), Failure>) -> Result<(), Failure> {
    read(open(path)?, |piece| take(piece).map_err(Ended::Target)).map_err(|ended| match ended {
        Ended::File(error) => {
            let what = short(&error.to_string(), DETAIL_LENGTH);
            CarryFailure::File { path: path.to_owned(), what }.into()
        }
        Ended::Target(failure) => failure,
    })
}

fn take(path: &Path, target: &mut dyn Target, told: &mut Told) -> Result<(), Failure> {
    pieces(path, |piece| {
        match piece {
            Piece::Head(head) => target.begins(&head)?,
            Piece::Note { entry, bytes } => target.note(entry, bytes, told)?,
            Piece::Photo { sha256, bytes } => target.photo(sha256, bytes, told)?,
            Piece::Text { statement, bytes } => {
                let took = target.text(&statement, &bytes, told)?;
                told.tell(Kind::Text, &took, || say!("carry-text", statement = statement.to_hex()));
            }
        }
        Ok(())
    })
}

fn summary(told: &Told) {
    out::gap();
    let mut table = Table::of_numbers();
    table.row([
        String::new(),
        say!("carry-column-new"),
        say!("carry-column-known"),
        say!("carry-column-refused"),
    ]);
    for (kind, name) in [
        (Kind::Note, say!("carry-notes")),
        (Kind::Photo, say!("carry-photos")),
        (Kind::Text, say!("carry-texts")),
    ] {
        let of = |became| told.count(kind, became).said();
        table.row([name, of(Became::New), of(Became::Known), of(Became::Refused)]);
    }
    table.print();
    out::gap();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_of_itself_forges_no_output_and_ends() {
        let note = "id-2024/v1 sheet\x1b[2K\n{\"contest\":\"ppwp\\u001b[1A\",\"station\":\"\\u202e17\\nnew: x\"}\n\n";
        let said = say!("carry-note", entry = "7", what = about(note.as_bytes()));
        let signs = |c: char| c.is_control() || c == '\u{202e}';
        assert!(!said.contains(signs) && said.contains("ppwp"), "{said}");
        assert_eq!(about("x".repeat(60_000).as_bytes()), format!("{}…", "x".repeat(ABOUT_LENGTH)));
    }
}
