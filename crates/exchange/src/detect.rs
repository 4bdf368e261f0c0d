//! Which kind of file it is, by its content.

use crate::input;
use crate::kpu;

/// A kind of file that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// One row a station: the figures a source last published.
    StationRows,
    /// Several rows a station: what it published over time.
    Versions,
    /// One row a region: the official totals.
    OfficialTotals,
    /// The source's own JSON objects.
    Json,
    /// The region tree.
    Regions,
    /// The list of stations.
    Stations,
    /// Which regions make up which constituency.
    Constituencies,
    /// Candidate lists.
    Candidates,
}

/// The kind of a file, by its first bytes (a few thousand are enough; gzip or not). `None`: none of the known ones.
pub fn detect(head: &[u8]) -> Option<Source> {
    let head = input::head(head);
    let head = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&head);
    match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{' | b'[') => return Some(Source::Json),
        Some(_) => {}
        None => return None,
    }
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = std::str::from_utf8(line).ok()?.trim_end_matches('\r');
    let delimiter = if line.contains('\t') { '\t' } else { ',' };
    let columns: Vec<&str> = line.split(delimiter).collect();
    kpu::source_of_columns(&columns)
}
