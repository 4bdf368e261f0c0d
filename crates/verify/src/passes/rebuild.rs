//! Every file of a cut rendered again, in the order the publication wrote them, into a tree of hashes.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::{Hash, sha256};
use rayon::prelude::*;
use record::{RenderError, Renderer, Tree, Unit, View, Was};
use tally::Changes;

use crate::differ::{Difference, locate};
use crate::observed::Class;
use crate::passes::mismatch::Mismatch;
use crate::reader::Reader;
use crate::source::Found;

/// Units rendered between two steps in order.
const CHUNK: usize = 20_000;

/// The tree so far.
#[derive(Debug)]
pub(crate) struct Rebuild {
    pub renderer: Renderer,
    pub tree: Tree,
    /// Files by class.
    pub classes: BTreeMap<Class, u64>,
    /// Files that the newest cut changed and that are not as it gives them. Its files are compared while their bytes are
    /// at hand; those that no newer cut changed, afterwards by their hash.
    pub mismatches: Vec<Mismatch>,
    /// Tables of the newest tables, compared while their bytes were at hand.
    pub equal_tables: HashSet<String>,
    pub differing_tables: HashMap<String, Difference>,
}

/// A file as the ledger gives it.
struct Rendered {
    path: String,
    bytes: u64,
    sha256: Hash,
    class: Class,
    beside: Beside,
}

/// What is published where a file must be.
enum Beside {
    /// Nobody has looked yet.
    Unseen,
    /// The same.
    Same,
    /// Nothing.
    Absent,
    /// Something else: its length and hash.
    Other(u64, Hash),
}

impl Rebuild {
    pub(crate) fn new(renderer: Renderer) -> Rebuild {
        Rebuild {
            renderer,
            tree: Tree::new(),
            classes: BTreeMap::new(),
            mismatches: Vec::new(),
            equal_tables: HashSet::new(),
            differing_tables: HashMap::new(),
        }
    }

    /// Renders what these changes call for. While one chunk is rendered, the one before is put into the tree. With a
    /// reader: the cut is the newest, and its files are compared at once.
    pub(crate) fn units(
        &mut self,
        view: &View<'_>,
        changes: &Changes,
        newest: Option<&Reader<'_>>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<(), RenderError> {
        let units = self.renderer.units(view, changes);
        let of = units.len() as u64;
        let mut done = 0;
        let mut before: Vec<Option<Rendered>> = Vec::new();
        let Rebuild { renderer, tree, classes, mismatches, .. } = self;
        for chunk in units.chunks(CHUNK) {
            let (rendered, ()) = rayon::join(
                || render_all(renderer, view, chunk, newest),
                || put(tree, classes, mismatches, before),
            );
            before = rendered?;
            done += chunk.len() as u64;
            progress(done, of);
        }
        put(tree, classes, mismatches, before);
        Ok(())
    }

    /// Makes the tables. With a reader: they are the newest, and compared at once, because their bytes are at hand only
    /// now.
    pub(crate) fn tables(&mut self, view: &View<'_>, newest: Option<&Reader<'_>>) -> Result<(), RenderError> {
        let Rebuild { tree, classes, mismatches, equal_tables, differing_tables, .. } = self;
        record::packages::<RenderError>(view, &mut |file| {
            let mut beside = Beside::Unseen;
            if let Some(reader) = newest {
                let found = reader.beside(&file.path, &file.bytes);
                beside = match found.as_deref().map(|found| (found, locate(&file.path, &file.bytes, found))) {
                    None => Beside::Absent,
                    Some((_, None)) => {
                        equal_tables.insert(file.path.clone());
                        Beside::Same
                    }
                    Some((found, Some(difference))) => {
                        differing_tables.insert(file.path.clone(), difference);
                        Beside::Other(found.len() as u64, sha256(found))
                    }
                };
            }
            let (bytes, sha256) = (file.bytes.len() as u64, sha256(&file.bytes));
            let rendered = Rendered { path: file.path, bytes, sha256, class: Class::Table, beside };
            put(tree, classes, mismatches, vec![Some(rendered)]);
            Ok(())
        })
    }
}

fn render_all(
    renderer: &Renderer,
    view: &View<'_>,
    units: &[Unit],
    newest: Option<&Reader<'_>>,
) -> Result<Vec<Option<Rendered>>, RenderError> {
    let render = |found: &mut Vec<u8>, unit: &Unit| {
        let Some(path) = renderer.path(view, *unit) else { return Ok(None) };
        let bytes = renderer.render(view, *unit)?;
        let beside = newest.map_or(Beside::Unseen, |reader| look(reader, &path, &bytes, found));
        let (length, sha256) = (bytes.len() as u64, sha256(&bytes));
        Ok(Some(Rendered { path, bytes: length, sha256, class: class(*unit), beside }))
    };
    units.par_iter().with_min_len(32).map_init(Vec::new, render).collect()
}

fn look(reader: &Reader<'_>, path: &str, bytes: &[u8], found: &mut Vec<u8>) -> Beside {
    match reader.read(path, bytes.len() as u64, found) {
        Found::Absent => Beside::Absent,
        Found::Whole if found == bytes => Beside::Same,
        Found::Whole | Found::Longer => Beside::Other(found.len() as u64, sha256(found)),
    }
}

fn put(
    tree: &mut Tree,
    classes: &mut BTreeMap<Class, u64>,
    mismatches: &mut Vec<Mismatch>,
    rendered: Vec<Option<Rendered>>,
) {
    for Rendered { path, bytes, sha256, class, beside } in rendered.into_iter().flatten() {
        let was = tree.set(&path, bytes, sha256);
        if was == Was::Absent {
            *classes.entry(class).or_default() += 1;
        }
        let found = match beside {
            Beside::Unseen | Beside::Same => continue,
            Beside::Absent => None,
            Beside::Other(length, hash) => Some((length, hash)),
        };
        // What the cut didn't change is looked at later, with everything else that stands since an earlier one.
        if was != Was::Same {
            mismatches.push(Mismatch {
                path,
                expected: (bytes, sha256),
                declared: Some((bytes, sha256)),
                found,
                undeclared: found.is_some(),
            });
        }
    }
}

/// What a unit's file is.
pub(crate) fn class(unit: Unit) -> Class {
    match unit {
        Unit::Home(_)
        | Unit::Guide(..)
        | Unit::Search(_)
        | Unit::SearchFile(_)
        | Unit::SearchContests
        | Unit::Page(..)
        | Unit::Doubtful(..)
        | Unit::Changes(..)
        | Unit::Feed(..)
        | Unit::Card(..)
        | Unit::Embed(..)
        | Unit::ProgressPage(..)
        | Unit::Fixed(_) => Class::Page,
        Unit::Sheets(..) | Unit::Keys | Unit::Notices => Class::Record,
        Unit::Totals(..)
        | Unit::Progress(_)
        | Unit::Region(..)
        | Unit::Recapitulation(..)
        | Unit::ConstituencyRecapitulation(..)
        | Unit::ConstituencySums(..)
        | Unit::Constituency(..) => Class::Totals,
        Unit::Station(..) => Class::Station,
        Unit::Places(..)
        | Unit::Options(_)
        | Unit::Candidates(..)
        | Unit::ConstituencyList(..)
        | Unit::ConstituencyRegions(..)
        | Unit::ConstituencyPlaces(..) => Class::List,
    }
}
