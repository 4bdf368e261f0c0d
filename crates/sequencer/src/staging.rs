//! One batch's files in one object, written before the head moves: what a restart replays.
//!
//! ```text
//! saksi-staging/v1 <hex SHA-256 of the table>
//! <path> <length> <hex SHA-256>          one line a file: the table
//!                                        an empty line
//! the files' bytes, one after the other
//! ```
//! The object's name says what it leads to: `staging/<size>-<root hex>-<unix ms>`. Since the time and the batch
//! number are inside every leaf, two different batches never lead to the same name.

use ledger::{Hash, sha256};
use thiserror::Error;

const MAGIC: &str = "saksi-staging/v1 ";

/// Where staged batches are.
pub(crate) const PREFIX: &str = "staging/";

/// Path of the batch that leads to this tree.
pub(crate) fn path(size: u64, root: &Hash, time_ms: u64) -> String {
    format!("{PREFIX}{size}-{}-{time_ms}", root.to_hex())
}

/// Size and root that a staged batch leads to; `None` when the path is no such path.
pub(crate) fn parse_path(path: &str) -> Option<(u64, Hash)> {
    let (size, rest) = path.strip_prefix(PREFIX)?.split_once('-')?;
    let (root, _time) = rest.split_once('-')?;
    Some((size.parse().ok()?, Hash::from_hex(root).ok()?))
}

/// Why a staged batch can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StagingError {
    /// The table doesn't match its hash, or isn't there.
    #[error("the table of files is damaged")]
    Table,
    /// A file's bytes don't match the table.
    #[error("file {0} of the batch is damaged")]
    File(usize),
    /// Bytes follow the last file.
    #[error("there are bytes after the last file")]
    Trailing,
}

/// Joins a batch's files.
pub(crate) fn encode(objects: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut table = String::new();
    let mut total = 0;
    for (path, bytes) in objects {
        table.extend([path, " ", &bytes.len().to_string(), " ", &sha256(bytes).to_hex(), "\n"]);
        total += bytes.len();
    }
    let mut out = Vec::with_capacity(MAGIC.len() + 66 + table.len() + total);
    out.extend_from_slice(format!("{MAGIC}{}\n{table}\n", sha256(table.as_bytes()).to_hex()).as_bytes());
    for (_, bytes) in objects {
        out.extend_from_slice(bytes);
    }
    out
}

/// Splits a batch into its files, every one checked against its hash.
pub(crate) fn decode(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, StagingError> {
    let (head, mut rest) = split_table(bytes).ok_or(StagingError::Table)?;
    let (hash, table) =
        head.strip_prefix(MAGIC).and_then(|head| head.split_once('\n')).ok_or(StagingError::Table)?;
    if sha256(table.as_bytes()).to_hex() != hash {
        return Err(StagingError::Table);
    }
    let mut objects = Vec::new();
    for (number, line) in table.lines().enumerate() {
        let mut parts = line.split(' ');
        let (Some(path), Some(length), Some(hash)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(StagingError::Table);
        };
        let length = length.parse().map_err(|_| StagingError::Table)?;
        let (file, after) = rest.split_at_checked(length).ok_or(StagingError::File(number))?;
        if sha256(file).to_hex() != hash {
            return Err(StagingError::File(number));
        }
        objects.push((path.to_owned(), file.to_vec()));
        rest = after;
    }
    if rest.is_empty() { Ok(objects) } else { Err(StagingError::Trailing) }
}

/// The text up to the empty line (with the table's last line end), and what follows it.
fn split_table(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n")?;
    let (head, rest) = bytes.split_at_checked(end + 1)?;
    Some((std::str::from_utf8(head).ok()?, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_batch_reads_back_as_it_was_written(
            files in prop::collection::vec(("[a-z]{1,9}/[0-9]{3}", prop::collection::vec(any::<u8>(), 0..300)), 0..9),
        ) {
            prop_assert_eq!(decode(&encode(&files)), Ok(files));
        }

        #[test]
        fn any_changed_or_missing_byte_is_noticed(
            files in prop::collection::vec(("[a-z]{1,9}", prop::collection::vec(any::<u8>(), 1..50)), 1..4),
            at: prop::sample::Index,
            flip in 1u8..,
        ) {
            let good = encode(&files);
            let mut bad = good.clone();
            bad[at.index(good.len())] ^= flip;
            prop_assert!(decode(&bad).is_err());
            prop_assert!(decode(&good[..at.index(good.len())]).is_err());
        }
    }

    #[test]
    fn the_name_says_what_the_batch_leads_to() {
        let root = sha256(b"x");
        assert_eq!(parse_path(&path(7, &root, 9)), Some((7, root)));
        assert_eq!(parse_path("staging/7"), None);
        assert_eq!(parse_path("tile/0/000"), None);
    }
}
