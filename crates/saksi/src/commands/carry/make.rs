//! `saksi carry make`: a folder's notes with the photos and texts that they name, as one file. It only reads; a desk may run.

use std::fs;
use std::io::BufWriter;
use std::path::Path;

use desk::carry::{self, Bytes, Made, MakeError, Source};

use crate::commands::{next, quoted};
use crate::error::Failure;
use crate::folder::Folder;
use crate::layout::Table;
use crate::out;
use crate::session::{Session, store};
use crate::texts::{Said as _, say};

/// Writes the file. One that is there stays: it may not have been brought in yet.
pub fn run(folder: &Folder, out: &Path, from: u64) -> Result<(), Failure> {
    let files = store(folder);
    let session = Session::open(folder, &files)?;
    let file = fs::File::create_new(out).map_err(|source| Failure::file("writing", out, source))?;
    match write(folder, &session, file, from).map_err(|why| told(out, why)) {
        Ok(made) => {
            tell(out, &made);
            Ok(())
        }
        Err(failure) => {
            // What is not whole is nothing to carry; that it could not be made is said, whatever becomes of it.
            let _ = fs::remove_file(out);
            Err(failure)
        }
    }
}

fn write(folder: &Folder, session: &Session, file: fs::File, from: u64) -> Result<Made, MakeFailure> {
    let blobs = folder.all_blobs().map_err(MakeFailure::Folder)?;
    let of = Source {
        store: &store(folder),
        size: session.size(),
        blobs: blobs.as_ref(),
        header: &session.replay.election().profile.header,
        bytes: &|hash| Bytes::of(&session.replay.tally, hash),
        region: "",
        from,
    };
    let (written, made) = carry::make(BufWriter::new(file), &of).map_err(MakeFailure::Make)?;
    let file =
        written.into_inner().map_err(|error| MakeFailure::Make(MakeError::Write(error.into_error())))?;
    // It goes onto a stick that is pulled out.
    file.sync_all().map_err(|error| MakeFailure::Make(MakeError::Write(error)))?;
    Ok(made)
}

/// What a file can't be made for: the folder's store, or what stands in it.
enum MakeFailure {
    Folder(Failure),
    Make(MakeError),
}

fn told(out: &Path, why: MakeFailure) -> Failure {
    match why {
        MakeFailure::Folder(failure) => failure,
        MakeFailure::Make(MakeError::Ledger(error)) => error.into(),
        MakeFailure::Make(MakeError::Blob(error)) => error.into(),
        MakeFailure::Make(MakeError::Write(source)) => Failure::file("writing", out, source),
        MakeFailure::Make(MakeError::Nothing { from, size }) => {
            Failure::NotInLedger { asked: say!("asked-entry", entry = from.to_string()), size }
        }
        MakeFailure::Make(MakeError::Entry(_)) => Failure::DamagedLedger,
    }
}

fn tell(out: &Path, made: &Made) {
    out::line(&say!("carry-made", path = out));
    out::gap();
    let mut table = Table::of_numbers();
    table.row([say!("carry-notes"), made.notes.said()]);
    table.row([say!("carry-photos"), made.photos.said()]);
    table.row([say!("carry-texts"), made.texts.said()]);
    table.print();
    out::gap();
    if made.missing > 0 {
        out::line(&say!("carry-missing", missing = made.missing));
        out::gap();
    }
    if made.taken_out > 0 {
        out::line(&say!("carry-taken-out", captures = made.taken_out));
        out::gap();
    }
    next(&[format!("saksi carry in {} --to https://... --as ...", quoted(out))]);
}
