//! The chain of manifests, from the first cut to the one at the head: the hash of every file that may be shown.

use ledger::{Checkpoint, Hash, sha256};
use record::{ManifestError, Tree};

/// Folders inside each other; more of them would be a manifest made to exhaust a stack.
const DEEPEST: usize = 64;

/// Longest name of a file or folder, bytes: what file systems take.
const LONGEST: usize = 200;

/// Names at the top that are not the tree's: a manifest that lists one would replace what it must not.
const TAKEN: [&str; 10] = [
    "ledger",
    "blob",
    "photo",
    "program",
    "cuts",
    record::LATEST_PATH,
    record::MIRROR_PATH,
    record::MIRRORS_PATH,
    record::SERVICES_PATH,
    "policy",
];

/// Why manifests are not those of a publication at a head.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestsError {
    /// A path that leads out of the publication, or to what is not a file of the tree.
    #[error("the manifest of cut {cut} names {path:?}, which is no path of a published file")]
    Path {
        /// The cut.
        cut: u64,
        /// The path.
        path: String,
    },
    /// It can't be read, or its listings don't give its tree.
    #[error("the manifest of cut {cut}: {source}")]
    Manifest {
        /// The cut.
        cut: u64,
        /// What is wrong.
        source: ManifestError,
    },
    /// It does not follow the one before.
    #[error("the manifest of cut {cut} does not follow the one before it")]
    Chain {
        /// The cut.
        cut: u64,
    },
    /// It is of another cut, ledger or root than it stands for.
    #[error("the manifest of cut {cut} is of another cut, ledger or root")]
    Head {
        /// The cut.
        cut: u64,
    },
}

/// The files of the cuts so far.
#[derive(Debug, Default)]
pub struct Manifests {
    /// Every file, with its length and hash.
    pub tree: Tree,
    /// Hash of the newest manifest.
    pub newest: Option<Hash>,
}

impl Manifests {
    /// Takes in the manifest of the next cut, of this size. `head` is the ledger's head where it is the newest cut's.
    ///
    /// # Errors
    /// When it does not follow, or may not stand there.
    pub fn take(&mut self, cut: u64, text: &str, head: Option<&Checkpoint>) -> Result<(), ManifestsError> {
        if let Some(path) = not_plain(text) {
            return Err(ManifestsError::Path { cut, path });
        }
        let read = self.tree.replay(text).map_err(|source| ManifestsError::Manifest { cut, source })?;
        if read.previous != self.newest {
            return Err(ManifestsError::Chain { cut });
        }
        let fits = head.is_none_or(|head| {
            head.size == cut && head.root == read.cut.root && head.origin == read.cut.origin
        });
        if read.cut.size != cut || !fits {
            return Err(ManifestsError::Head { cut });
        }
        self.newest = Some(sha256(text.as_bytes()));
        Ok(())
    }
}

/// The first path that a manifest names and that is no path of a published file. Looked for before the manifest is taken in.
fn not_plain(text: &str) -> Option<String> {
    let mut folder = String::new();
    for line in text.split('\n') {
        if let Some(path) = line.strip_prefix('/') {
            if !path.is_empty() && !path.strip_suffix('/').is_some_and(is_plain) {
                return Some(path.to_owned());
            }
            path.clone_into(&mut folder);
        } else if let Some(("f" | "F", rest)) = line.split_once(' ') {
            let name = rest.split(' ').next().unwrap_or_default();
            let path = format!("{folder}{name}");
            if name.contains('/') || !is_plain(&path) {
                return Some(path);
            }
        }
    }
    None
}

/// Whether a path is one that a file of the tree can have: it leads nowhere else, is hidden nowhere, and is none of the ledger's,
/// the cuts' or the pointers'.
pub fn is_plain(path: &str) -> bool {
    let plain = |name: &str| {
        !name.is_empty()
            && name.len() <= LONGEST
            && !name.starts_with('.')
            && name.bytes().all(|byte| byte.is_ascii_graphic() && !br#"\:*?"<>|"#.contains(&byte))
    };
    let top = path.split('/').next().unwrap_or_default();
    path.split('/').count() <= DEEPEST && path.split('/').all(plain) && !TAKEN.contains(&top)
}

#[cfg(test)]
mod tests {
    use record::Cut;

    use super::*;

    fn cut(size: u64) -> Cut {
        Cut { size, root: sha256(&size.to_be_bytes()), time_ms: 7, origin: "count.example".to_owned() }
    }

    fn head(size: u64) -> Checkpoint {
        Checkpoint { origin: "count.example".to_owned(), size, root: sha256(&size.to_be_bytes()) }
    }

    /// The manifest of a first cut with one file.
    fn with(path: &str) -> String {
        let mut tree = Tree::new();
        tree.set(path, 1, sha256(b"1"));
        tree.seal(&cut(5), None, true)
    }

    #[test]
    fn a_manifest_that_names_a_path_out_of_the_publication_is_refused() {
        Manifests::default().take(5, &with("id/index.html"), Some(&head(5))).unwrap();
        for path in [
            "../out",
            "a/../../out",
            "a/..",
            "./a",
            "a//b",
            ".hidden",
            "a/.b.tmp",
            "a\\b",
            "c:x",
            "ledger/checkpoint",
            "latest.json",
            "cuts/5/manifest",
            "policy",
            "blob/x",
            "mirror.json",
            "a\u{0}b",
            "a\u{202e}b",
        ] {
            let refused = Manifests::default().take(5, &with(path), Some(&head(5)));
            assert!(matches!(refused, Err(ManifestsError::Path { .. })), "{path}: {refused:?}");
        }
        let deep = with(&"a/".repeat(5000));
        assert!(matches!(Manifests::default().take(5, &deep, None), Err(ManifestsError::Path { .. })));
    }

    #[test]
    fn manifests_follow_each_other_up_to_the_head() {
        let mut tree = Tree::new();
        tree.set("a.json", 1, sha256(b"1"));
        let first = tree.seal(&cut(5), None, true);
        tree.set("a.json", 1, sha256(b"2"));
        let second = tree.seal(&cut(9), Some(sha256(first.as_bytes())), false);
        let mut manifests = Manifests::default();
        assert_eq!(manifests.take(9, &second, None), Err(ManifestsError::Chain { cut: 9 }));
        let mut manifests_of = |size| {
            manifests = Manifests::default();
            manifests.take(5, &first, None).and_then(|()| manifests.take(size, &second, Some(&head(size))))
        };
        assert_eq!(manifests_of(9), Ok(()));
        assert_eq!(manifests_of(8), Err(ManifestsError::Head { cut: 8 }));
        let other = Checkpoint { root: sha256(b"other"), ..head(9) };
        let mut manifests = Manifests::default();
        manifests.take(5, &first, None).unwrap();
        assert_eq!(manifests.take(9, &second, Some(&other)), Err(ManifestsError::Head { cut: 9 }));
    }
}
