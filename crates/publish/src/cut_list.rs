//! The list of cuts: the one thing about a publication that the ledger doesn't know.
//!
//! A text file, a line a cut: the size of the tree it was made from, and whether the tables were remade. It is appended to,
//! durably, before a cut is made.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::PublishError;

/// One cut in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutRow {
    /// Its number: the size of the tree.
    pub size: u64,
    /// Whether its tables were remade.
    pub tables: bool,
}

/// The list of cuts of an election.
#[derive(Debug)]
pub struct CutList {
    path: PathBuf,
    rows: Vec<CutRow>,
}

impl CutList {
    /// Opens the list; a file that isn't there is an empty list.
    pub fn open(path: impl Into<PathBuf>) -> Result<CutList, PublishError> {
        let path = path.into();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(PublishError::file("reading", &path)(error)),
        };
        // A line that a crash cut short was never acted on: the cut is made after the line is durable.
        let whole = text.rfind('\n').map_or("", |end| text.get(..=end).unwrap_or(""));
        let rows = parse(whole).map_err(|line| PublishError::CutList { path: path.clone(), line })?;
        if whole.len() < text.len() {
            let file = OpenOptions::new().write(true).open(&path);
            file.and_then(|file| file.set_len(whole.len() as u64).and_then(|()| file.sync_all()))
                .map_err(PublishError::file("mending", &path))?;
        }
        Ok(CutList { path, rows })
    }

    /// The cuts, oldest first.
    pub fn rows(&self) -> &[CutRow] {
        &self.rows
    }

    /// The list as published with the cut of this size: later cuts are not in it yet.
    pub fn text_to(&self, size: u64) -> String {
        self.rows.iter().take_while(|row| row.size <= size).copied().map(format_row).collect()
    }

    /// Adds a cut; durable when it returns.
    pub fn push(&mut self, row: CutRow) -> Result<(), PublishError> {
        if let Some(last) = self.rows.last().filter(|last| last.size >= row.size) {
            return Err(PublishError::Older { size: row.size, last: last.size });
        }
        let write = || -> std::io::Result<()> {
            let mut file = OpenOptions::new().create(true).append(true).open(&self.path)?;
            file.write_all(format_row(row).as_bytes())?;
            file.sync_all()?;
            sync_parent(&self.path)
        };
        write().map_err(PublishError::file("appending to", &self.path))?;
        self.rows.push(row);
        Ok(())
    }
}

fn sync_parent(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
        Some(_) | None => Ok(()),
    }
}

fn format_row(row: CutRow) -> String {
    format!("{} {}\n", row.size, if row.tables { "yes" } else { "no" })
}

/// Parses a published list; the number of the first wrong line otherwise.
pub fn parse(text: &str) -> Result<Vec<CutRow>, usize> {
    let mut rows: Vec<CutRow> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let row = line.split_once(' ').and_then(|(size, tables)| {
            let size: u64 = size.parse().ok()?;
            let tables = match tables {
                "yes" => true,
                "no" => false,
                _ => return None,
            };
            Some(CutRow { size, tables })
        });
        match row {
            Some(row)
                if rows.last().is_none_or(|last| last.size < row.size)
                    && format_row(row).trim_end() == line =>
            {
                rows.push(row);
            }
            Some(_) | None => return Err(number),
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cut_short_by_a_crash_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cuts");
        let mut list = CutList::open(&path).unwrap();
        list.push(CutRow { size: 5, tables: true }).unwrap();
        std::fs::write(&path, format!("{}9 n", list.text_to(5))).unwrap();
        let mut list = CutList::open(&path).unwrap();
        assert_eq!(list.rows(), &[CutRow { size: 5, tables: true }]);
        list.push(CutRow { size: 9, tables: false }).unwrap();
        assert_eq!(CutList::open(&path).unwrap().rows().len(), 2);
    }

    #[test]
    fn cuts_only_grow() {
        let folder = tempfile::tempdir().unwrap();
        let mut list = CutList::open(folder.path().join("cuts")).unwrap();
        list.push(CutRow { size: 5, tables: true }).unwrap();
        assert!(list.push(CutRow { size: 5, tables: true }).is_err());
        assert_eq!(parse("5 yes\n4 no\n"), Err(2));
        assert_eq!(parse("05 yes\n"), Err(1));
    }
}
