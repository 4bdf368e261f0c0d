//! Manifests: what a cut changed, and one hash over everything published.
//!
//! The published tree (all rendered files; not the ledger's own files, blobs, or `cuts/` and `latest.json`, which name
//! it) is a Merkle tree of folders. A folder's listing is a line for each file, `f <name> <bytes> <sha256>`, and for each
//! folder, `d <name> <hash>`, in byte order of the names; a folder's hash is the SHA-256 of its listing. A cut's manifest
//! gives the head, the hash of the top folder, the previous manifest's hash, and the full listing of every folder that
//! changed; files that changed are marked `F`. So whoever holds the manifests up to a cut holds the hash of every file
//! at that cut, and a single file can be proven with the listings on its path.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ledger::{Hash, sha256};

use crate::view::Cut;

/// First line of a manifest.
pub const MANIFEST_FORMAT: &str = "saksi-manifest/v1";

/// Size and hash of a published file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: Hash,
    /// Changed since the tree was last sealed.
    changed: bool,
}

/// What a tree held where a file was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Was {
    /// Nothing.
    Absent,
    /// Other content.
    Other,
    /// The same content.
    Same,
}

/// A folder of the published tree.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeMap<Box<str>, FileEntry>,
    folders: BTreeMap<Box<str>, Tree>,
    hash: Option<Hash>,
}

/// Why bytes are not a manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("manifest, line {line}: {what}")]
pub struct ManifestError {
    /// Line number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: &'static str,
}

/// The lines of a manifest above its listings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestHead {
    /// The cut.
    pub cut: Cut,
    /// SHA-256 of the previous manifest; none: this is the first.
    pub previous: Option<Hash>,
    /// Whether the tables were remade.
    pub tables: bool,
    /// Hash of the top folder.
    pub tree: Hash,
}

impl FileEntry {
    /// Whether the file changed since the tree was last sealed.
    pub fn is_changed(&self) -> bool {
        self.changed
    }
}

impl Tree {
    /// An empty tree.
    pub fn new() -> Tree {
        Tree::default()
    }

    /// The entry of a file.
    pub fn get(&self, path: &str) -> Option<&FileEntry> {
        match path.split_once('/') {
            None => self.files.get(path),
            Some((folder, rest)) => self.folders.get(folder)?.get(rest),
        }
    }

    /// A folder directly in this one.
    pub fn folder(&self, name: &str) -> Option<&Tree> {
        self.folders.get(name)
    }

    /// Sets a file.
    pub fn set(&mut self, path: &str, bytes: u64, sha256: Hash) -> Was {
        let was = match path.split_once('/') {
            None => match self.files.get_mut(path) {
                Some(entry) if entry.bytes == bytes && entry.sha256 == sha256 => Was::Same,
                Some(entry) => {
                    *entry = FileEntry { bytes, sha256, changed: true };
                    Was::Other
                }
                None => {
                    self.files.insert(path.into(), FileEntry { bytes, sha256, changed: true });
                    Was::Absent
                }
            },
            Some((name, rest)) => match self.folders.get_mut(name) {
                Some(folder) => folder.set(rest, bytes, sha256),
                None => self.folders.entry(name.into()).or_default().set(rest, bytes, sha256),
            },
        };
        if was != Was::Same {
            self.hash = None;
        }
        was
    }

    /// How many files there are, and how many bytes.
    pub fn count(&self) -> (u64, u64) {
        let own = (self.files.len() as u64, self.files.values().map(|entry| entry.bytes).sum());
        self.folders.values().map(Tree::count).fold(own, |sum, (files, bytes)| (sum.0 + files, sum.1 + bytes))
    }

    /// Calls `visit` with every file's path and entry, in order.
    pub fn visit(&self, visit: &mut dyn FnMut(&str, &FileEntry)) {
        self.visit_below(&mut String::new(), visit);
    }

    fn visit_below(&self, path: &mut String, visit: &mut dyn FnMut(&str, &FileEntry)) {
        let length = path.len();
        for (name, entry) in &self.files {
            path.push_str(name);
            visit(path, entry);
            path.truncate(length);
        }
        for (name, folder) in &self.folders {
            path.push_str(name);
            path.push('/');
            folder.visit_below(path, visit);
            path.truncate(length);
        }
    }

    /// Seals what changed since the last time and returns the manifest of the cut that made it.
    pub fn seal(&mut self, cut: &Cut, previous: Option<Hash>, tables: bool) -> String {
        let previous = previous.map_or("-".to_owned(), |hash| hash.to_hex());
        let Cut { size, root, time_ms, origin } = cut;
        let tables = if tables { "yes" } else { "no" };
        let mut manifest = String::new();
        line(
            &mut manifest,
            format_args!(
                "{MANIFEST_FORMAT}\ncut {size}\nledger {origin}\nroot {root}\ntime {time_ms}\nprevious {previous}\ntables {tables}\ntree ",
            ),
        );
        // The tree's hash is known last and stands first: its place is kept, so that a hundred megabytes of listings needn't
        // be moved.
        let place = manifest.len();
        line(&mut manifest, format_args!("{}\n\n", Hash([0; 32]).to_hex()));
        let tree = self.seal_below("/", &mut manifest).to_hex();
        manifest.replace_range(place..place + tree.len(), &tree);
        manifest
    }

    fn seal_below(&mut self, path: &str, listings: &mut String) -> Hash {
        if let Some(hash) = self.hash {
            return hash;
        }
        for (name, folder) in &mut self.folders {
            folder.seal_below(&format!("{path}{name}/"), listings);
        }
        let mut listing = String::with_capacity(self.files.len() * 96 + self.folders.len() * 80);
        let start = listings.len();
        line(listings, format_args!("{path}\n"));
        for (name, entry) in &mut self.files {
            let FileEntry { bytes, sha256, changed } = *entry;
            let hash = sha256.to_hex();
            line(&mut listing, format_args!("f {name} {bytes} {hash}\n"));
            line(listings, format_args!("{} {name} {bytes} {hash}\n", if changed { 'F' } else { 'f' }));
            entry.changed = false;
        }
        for (name, folder) in &self.folders {
            let hash = folder.hash.unwrap_or(Hash([0; 32])).to_hex();
            line(&mut listing, format_args!("d {name} {hash}\n"));
            line(listings, format_args!("d {name} {hash}\n"));
        }
        debug_assert!(listings.len() > start);
        let hash = sha256(listing.as_bytes());
        self.hash = Some(hash);
        hash
    }

    /// Takes in a manifest that follows the ones taken in so far: afterwards the tree is that of its cut, sealed.
    ///
    /// # Errors
    /// When a line is malformed, or when the listings don't give the hash of the top folder that the head names.
    pub fn replay(&mut self, manifest: &str) -> Result<ManifestHead, ManifestError> {
        let (head, mut at) = parse_head(manifest)?;
        let mut folder: Option<String> = None;
        let body = manifest.split_inclusive('\n').skip(at);
        for text in body {
            at += 1;
            let wrong = |what| ManifestError { line: at, what };
            let text = text.strip_suffix('\n').ok_or_else(|| wrong("no line feed at its end"))?;
            if let Some(path) = text.strip_prefix('/') {
                folder = Some(path.to_owned());
                continue;
            }
            let folder = folder.as_deref().ok_or_else(|| wrong("an entry before any folder"))?;
            let mut words = text.split(' ');
            match (words.next(), words.next(), words.next(), words.next(), words.next()) {
                (Some("f" | "F"), Some(name), Some(bytes), Some(hash), None) => {
                    let bytes = bytes.parse().map_err(|_| wrong("its size is no number"))?;
                    let hash = Hash::from_hex(hash).map_err(|_| wrong("its hash is not hexadecimal"))?;
                    self.set(&format!("{folder}{name}"), bytes, hash);
                }
                (Some("d"), Some(_), Some(_), None, None) => {}
                _ => return Err(wrong("neither a folder, nor `f name bytes sha256`, nor `d name hash`")),
            }
        }
        let mut ignored = String::new();
        if self.seal_below("/", &mut ignored) != head.tree {
            return Err(ManifestError { line: 8, what: "the listings don't give this hash of the tree" });
        }
        Ok(head)
    }
}

/// Parses the head of a manifest; with it, how many lines it takes.
pub fn parse_head(manifest: &str) -> Result<(ManifestHead, usize), ManifestError> {
    let mut lines = manifest.split('\n');
    let mut number = 0;
    let mut member = |name: &'static str| -> Result<&str, ManifestError> {
        number += 1;
        let wrong = ManifestError { line: number, what: name };
        let line = lines.next().ok_or(wrong.clone())?;
        if name.is_empty() || name == MANIFEST_FORMAT {
            return if line == name { Ok(line) } else { Err(wrong) };
        }
        line.strip_prefix(name).and_then(|rest| rest.strip_prefix(' ')).ok_or(wrong)
    };
    let wrong = |line, what| ManifestError { line, what };
    member(MANIFEST_FORMAT)?;
    let size = member("cut")?.parse().map_err(|_| wrong(2, "the cut is no number"))?;
    let origin = member("ledger")?.to_owned();
    let root = Hash::from_base64(member("root")?).map_err(|_| wrong(4, "the root is no hash"))?;
    let time_ms = member("time")?.parse().map_err(|_| wrong(5, "the time is no number"))?;
    let previous = match member("previous")? {
        "-" => None,
        hash => Some(Hash::from_hex(hash).map_err(|_| wrong(6, "the previous manifest is no hash"))?),
    };
    let tables = match member("tables")? {
        "yes" => true,
        "no" => false,
        _ => return Err(wrong(7, "tables are `yes` or `no`")),
    };
    let tree = Hash::from_hex(member("tree")?).map_err(|_| wrong(8, "the tree is no hash"))?;
    member("")?;
    Ok((ManifestHead { cut: Cut { size, root, time_ms, origin }, previous, tables, tree }, number))
}

// Writing into a String cannot fail.
fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(size: u64) -> Cut {
        Cut { size, root: sha256(b"root"), time_ms: 7, origin: "example.org/log".to_owned() }
    }

    proptest! {
        #[test]
        fn replaying_the_manifests_gives_the_tree(
            rounds in prop::collection::vec(prop::collection::vec(("[a-c]{1,2}(/[a-c]{1,2}){0,3}\\.x", 0u64..9), 1..8), 1..6),
        ) {
            let (mut made, mut replayed) = (Tree::new(), Tree::new());
            let mut previous = None;
            for (size, round) in (1u64..).zip(rounds) {
                for (path, bytes) in round {
                    made.set(&path, bytes, sha256(&bytes.to_be_bytes()));
                }
                let manifest = made.seal(&cut(size), previous, false);
                let head = replayed.replay(&manifest).unwrap();
                prop_assert_eq!(head.previous, previous);
                prop_assert_eq!(&head.cut, &cut(size));
                previous = Some(sha256(manifest.as_bytes()));
                let mut files = Vec::new();
                made.visit(&mut |path, entry| files.push((path.to_owned(), *entry)));
                for (path, entry) in files {
                    prop_assert_eq!(replayed.get(&path), Some(&entry));
                }
                prop_assert_eq!(made.count(), replayed.count());
            }
        }
    }

    #[test]
    fn only_what_changed_is_listed() {
        let mut tree = Tree::new();
        tree.set("a/one.json", 1, sha256(b"1"));
        tree.set("b/two.json", 1, sha256(b"2"));
        tree.seal(&cut(1), None, true);
        assert_eq!(tree.set("a/one.json", 1, sha256(b"1")), Was::Same, "the same content changes nothing");
        tree.set("b/two.json", 1, sha256(b"3"));
        let manifest = tree.seal(&cut(2), None, false);
        assert!(manifest.contains("F two.json") && !manifest.contains("one.json"), "{manifest}");
    }

    #[test]
    fn a_listing_that_does_not_give_the_tree_hash_is_refused() {
        let mut tree = Tree::new();
        tree.set("a/one.json", 1, sha256(b"1"));
        let manifest = tree.seal(&cut(1), None, true).replace("one.json 1 ", "one.json 2 ");
        assert_eq!(Tree::new().replay(&manifest).unwrap_err().line, 8);
    }
}
