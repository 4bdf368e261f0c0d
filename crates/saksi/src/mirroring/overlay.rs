//! The folder as it will be: what is staged over what is shown, without what is to go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use verify::{FolderSource, Found, Listed, Source, SourceError};

/// A publication that is about to be shown.
pub struct Overlay {
    staged: FolderSource,
    shown: FolderSource,
    gone: BTreeSet<String>,
    name: String,
}

impl Overlay {
    pub fn new(staged: &Path, shown: &Path, gone: impl IntoIterator<Item = String>) -> Overlay {
        Overlay {
            staged: FolderSource::new(staged),
            shown: FolderSource::new(shown),
            gone: gone.into_iter().collect(),
            name: shown.display().to_string(),
        }
    }
}

impl Source for Overlay {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        if self.gone.contains(path) {
            bytes.clear();
            return Ok(Found::Absent);
        }
        match self.staged.read(path, at_most, bytes)? {
            Found::Absent => self.shown.read(path, at_most, bytes),
            found @ (Found::Whole | Found::Longer) => Ok(found),
        }
    }

    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        let mut all = BTreeMap::new();
        for source in [&self.shown, &self.staged] {
            for one in source.list(folder)?.unwrap_or_default() {
                all.insert(one.name.clone(), one);
            }
        }
        let path = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        Ok(Some(all.into_values().filter(|one| !self.gone.contains(&path(&one.name))).collect()))
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}
