//! An entry of the ledger: one line the sequencer adds, then the submitted note unchanged.
//!
//! The line is `t <unix milliseconds> <batch>`. It makes two batches with equal content different bytes, so that
//! two ways of cutting the same submissions into batches can never meet in one file name with other content; and
//! it dates the entry inside the hash, where the witnesses' own clocks bound it.

use std::str;

use crate::text::decimal;

/// A parsed entry. `note` is exactly what was submitted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// When the sequencer took the batch: milliseconds since 1970-01-01 00:00:00 UTC. Equal within a batch,
    /// strictly increasing from batch to batch.
    pub time_ms: u64,
    /// Number of the batch.
    pub batch: u64,
    /// The signed note, byte for byte.
    pub note: &'a [u8],
}

/// Why bytes are no entry.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum EntryError {
    /// The first line is missing or is not `t <unix ms> <batch>` in strict decimals.
    #[error("an entry starts with a line \"t <unix milliseconds> <batch>\"")]
    Line,
    /// Nothing follows the first line.
    #[error("an entry holds a note after its first line, this one is empty")]
    NoNote,
}

impl<'a> Entry<'a> {
    /// Splits an entry. The note is not looked into.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, EntryError> {
        let end = bytes.iter().take(LONGEST_LINE).position(|&b| b == b'\n').ok_or(EntryError::Line)?;
        let (line, rest) = bytes.split_at_checked(end).ok_or(EntryError::Line)?;
        let (_newline, note) = rest.split_first().ok_or(EntryError::Line)?;
        let line = str::from_utf8(line).map_err(|_| EntryError::Line)?;
        let (time, batch) =
            line.strip_prefix("t ").and_then(|l| l.split_once(' ')).ok_or(EntryError::Line)?;
        let time_ms = decimal(time).ok_or(EntryError::Line)?;
        let batch = decimal(batch).ok_or(EntryError::Line)?;
        if note.is_empty() {
            return Err(EntryError::NoNote);
        }
        Ok(Self { time_ms, batch, note })
    }

    /// The entry's bytes, which are what [`crate::leaf_hash`] hashes. [`crate::encode_bundle`] refuses it when it is
    /// longer than [`crate::MAX_ENTRY`].
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = format!("t {} {}\n", self.time_ms, self.batch).into_bytes();
        bytes.extend_from_slice(self.note);
        bytes
    }
}

/// `t `, two u64 of at most 20 digits, a space and the newline.
const LONGEST_LINE: usize = 2 + 20 + 1 + 20 + 1;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_entry_reads_back(time_ms: u64, batch: u64, note in prop::collection::vec(any::<u8>(), 1..80)) {
            let entry = Entry { time_ms, batch, note: &note };
            let bytes = entry.encode();
            prop_assert_eq!(Entry::parse(&bytes), Ok(entry));
        }

        #[test]
        fn what_parses_encodes_to_the_same_bytes(line in "t [0-9 +]{1,8}\n[a-z\n]{0,3}") {
            if let Ok(entry) = Entry::parse(line.as_bytes()) {
                prop_assert_eq!(entry.encode(), line.into_bytes());
            }
        }
    }

    #[test]
    fn another_first_line_is_refused() {
        for bad in [
            "",
            "t 1 2",
            "t 01 2\nx",
            "t 1  2\nx",
            "t 1 2 3\nx",
            "t 1 2 \nx",
            "T 1 2\nx",
            " t 1 2\nx",
            "t 1 2\r\nx",
            "t -1 2\nx",
            "\nx",
        ] {
            assert_eq!(Entry::parse(bad.as_bytes()), Err(EntryError::Line), "{bad:?}");
        }
        assert_eq!(Entry::parse(b"t 1 2\n"), Err(EntryError::NoNote));
    }
}
