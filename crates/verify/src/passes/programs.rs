//! The programs that a publication has for browsers, for checking one statement and for asking the tables: no figures, in no manifest, and yet what people look at.

use record::PROGRAM_PATHS;

use crate::reader::Reader;
use crate::report::ProgramSeen;

/// Most bytes that are read of a program that is not known here.
const MOST: u64 = 16_000_000;

/// Each that is there, against the one of `own` with its path. A publication need have none.
pub(crate) fn look(reader: &Reader<'_>, own: &[(&str, &[u8])]) -> Vec<ProgramSeen> {
    let seen = |path: &&str| {
        let own = own.iter().find(|(name, _)| name == path).map(|(_, bytes)| *bytes);
        let found = match own {
            Some(own) => reader.beside(path, own)?,
            None => reader.get(path, MOST)?,
        };
        Some(ProgramSeen {
            path: (*path).to_owned(),
            sha256: ledger::sha256(&found).to_hex(),
            own: own == Some(found.as_slice()),
        })
    };
    PROGRAM_PATHS.iter().filter_map(seen).collect()
}
