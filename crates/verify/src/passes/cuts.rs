//! The list of cuts, and what lies in a cut's folder.

use ledger::{Hash, Policy, SignedCheckpoint, VerifyingKey};

use crate::differ::locate;
use crate::observed::{ChainSeen, Compared, CutCheckpoint, CutRow, CutSeen, CutsSeen};
use crate::passes::head;
use crate::reader::{Reader, limit};

/// Where the list lies.
pub(crate) const INDEX: &str = "cuts/index";

/// The files of a cut's folder.
pub(crate) const FILES: [&str; 3] = ["manifest", "changes.csv", "checkpoint"];

/// Reads the list: a line a cut, its size and whether its tables were remade. Behind the first cut beyond the
/// checkpoint's size the rest is only counted: a hostile list must not make a finding and a row of memory a line.
pub(crate) fn index(reader: &Reader<'_>, checkpoint: u64) -> CutsSeen {
    let Some(bytes) = reader.get(INDEX, limit::LIST) else { return CutsSeen::default() };
    let mut seen = CutsSeen { listed: true, ..CutsSeen::default() };
    let text = String::from_utf8_lossy(&bytes);
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let row = row(line).filter(|row| seen.newest().is_none_or(|newest| newest < row.size));
        let Some(row) = row else {
            seen.bad_line = Some((number, line.trim_end().to_owned()));
            break;
        };
        if seen.rows.last().is_some_and(|last| last.size > checkpoint) {
            seen.pass_over(row.size);
        } else {
            seen.rows.push(row);
        }
    }
    seen
}

fn row(line: &str) -> Option<CutRow> {
    let (size, tables) = line.strip_suffix('\n')?.split_once(' ')?;
    let row = CutRow { size: size.parse().ok()?, tables: tables == "yes" };
    let spelt = format!("{} {}\n", row.size, if row.tables { "yes" } else { "no" });
    (spelt == line && row.size > 0).then_some(row)
}

/// Path of a file of a cut.
pub(crate) fn path(size: u64, file: &str) -> String {
    format!("cuts/{size}/{file}")
}

/// What the ledger gives for a cut.
pub(crate) struct Given<'g> {
    /// Root of the ledger at its size.
    pub root: Hash,
    pub manifest: &'g [u8],
    pub changes: &'g [u8],
}

/// Looks into a cut's folder. `before` is the hash of the served manifest before; `given` is none where the ledger ends
/// before this cut. With what was seen: the hash of its manifest as served, and its checkpoint.
pub(crate) fn look(
    reader: &Reader<'_>,
    size: u64,
    before: Option<Hash>,
    given: Option<&Given<'_>>,
    policy: Option<&Policy>,
    definition: &VerifyingKey,
) -> (CutSeen, Option<Hash>, Option<SignedCheckpoint>) {
    let mut missing = Vec::new();
    let mut read = |file: &'static str, expected: Option<&[u8]>, at_most: u64| -> Option<Vec<u8>> {
        let path = path(size, file);
        let bytes = match expected {
            Some(expected) => reader.beside(&path, expected),
            None => reader.get(&path, at_most),
        };
        if bytes.is_none() {
            missing.push(file);
        }
        bytes
    };
    let [manifest, changes, checkpoint] = FILES;
    let (manifest, changes, checkpoint) = (
        read(manifest, given.map(|given| given.manifest), limit::MANIFEST),
        read(changes, given.map(|given| given.changes), limit::MANIFEST),
        read(checkpoint, None, limit::HEAD),
    );
    let (checkpoint, signed) = match checkpoint.map(|bytes| SignedCheckpoint::parse(&bytes)) {
        None => (None, None),
        Some(Err(error)) => (Some(CutCheckpoint::Malformed(error.to_string())), None),
        Some(Ok(signed)) => {
            let mut signature = head::signature(&signed, policy, definition);
            let voided = policy.and_then(|policy| head::quorum(&signed, policy).wrong);
            signature.wrong = signature.wrong.or(voided);
            let says = (signed.checkpoint.size, signed.checkpoint.root);
            let root = given.map(|given| given.root);
            (Some(CutCheckpoint::Read { signature, says, root }), Some(signed))
        }
    };
    let served = manifest.as_deref().map(ledger::sha256);
    let seen = CutSeen {
        size,
        missing,
        checkpoint,
        chain: manifest.as_deref().map(|bytes| (before, chain(bytes))),
        manifest: compare(&path(size, "manifest"), given.map(|given| given.manifest), manifest.as_deref()),
        changes: compare(&path(size, "changes.csv"), given.map(|given| given.changes), changes.as_deref()),
    };
    (seen, served, signed)
}

fn chain(manifest: &[u8]) -> ChainSeen {
    match record::parse_head(&String::from_utf8_lossy(manifest)) {
        Ok((head, _)) => ChainSeen::Says(head.previous),
        Err(error) => {
            ChainSeen::Malformed { line: u64::try_from(error.line).unwrap_or(u64::MAX), what: error.what }
        }
    }
}

/// Holds a file against what the ledger gives.
pub(crate) fn compare(path: &str, expected: Option<&[u8]>, found: Option<&[u8]>) -> Compared {
    match (expected, found) {
        (Some(expected), Some(found)) => locate(path, expected, found)
            .map_or(Compared::Equal, |difference| Compared::Differs(Box::new(difference))),
        (Some(_), None) | (None, _) => Compared::Not,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_list_has_one_spelling() {
        assert_eq!(row("5 yes\n"), Some(CutRow { size: 5, tables: true }));
        assert_eq!(row("12 no\n"), Some(CutRow { size: 12, tables: false }));
        for wrong in ["5 yes", "05 yes\n", "0 yes\n", "5 maybe\n", "5  yes\n", "five yes\n", "\n"] {
            assert_eq!(row(wrong), None, "{wrong:?}");
        }
    }
}
