//! Every file of a cut rendered again, in the order the publication wrote them, into a tree of hashes.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::{Hash, sha256};
use rayon::prelude::*;
use record::{RenderError, Renderer, Tree, Unit, View};
use tally::Changes;

use crate::differ::{Difference, locate};
use crate::observed::Class;
use crate::source::{Source, SourceError};

/// Units rendered between two steps in order.
const CHUNK: usize = 20_000;

/// Why a cut can't be rebuilt.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RebuildError {
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error(transparent)]
    Source(#[from] SourceError),
}

/// The tree so far.
#[derive(Debug)]
pub(crate) struct Rebuild {
    pub renderer: Renderer,
    pub tree: Tree,
    /// Files by class.
    pub classes: BTreeMap<Class, u64>,
    /// Tables of the newest tables, compared where their bytes were at hand.
    pub equal_tables: HashSet<String>,
    pub differing_tables: HashMap<String, Difference>,
}

type Rendered = (String, u64, Hash, Class);

impl Rebuild {
    pub(crate) fn new(renderer: Renderer) -> Rebuild {
        Rebuild {
            renderer,
            tree: Tree::new(),
            classes: BTreeMap::new(),
            equal_tables: HashSet::new(),
            differing_tables: HashMap::new(),
        }
    }

    /// Renders what these changes call for. While one chunk is rendered, the one before is put into the tree.
    pub(crate) fn units(
        &mut self,
        view: &View<'_>,
        changes: &Changes,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<(), RenderError> {
        let units = self.renderer.units(view, changes);
        let of = units.len() as u64;
        let mut done = 0;
        let mut before: Vec<Option<Rendered>> = Vec::new();
        for chunk in units.chunks(CHUNK) {
            let Rebuild { renderer, tree, classes, .. } = self;
            let (rendered, ()) =
                rayon::join(|| render_all(renderer, view, chunk), || put(tree, classes, before));
            before = rendered?;
            done += chunk.len() as u64;
            progress(done, of);
        }
        put(&mut self.tree, &mut self.classes, before);
        Ok(())
    }

    /// Makes the tables. With a source: they are the newest, and compared at once, because their bytes are at hand only
    /// now.
    pub(crate) fn tables(
        &mut self,
        view: &View<'_>,
        newest: Option<&dyn Source>,
    ) -> Result<(), RebuildError> {
        let Rebuild { tree, classes, equal_tables, differing_tables, .. } = self;
        record::packages::<RebuildError>(view, &mut |file| {
            let found = match newest {
                Some(source) => source.get(&file.path)?,
                None => None,
            };
            if let Some(found) = found {
                match locate(&file.path, &file.bytes, &found) {
                    None => {
                        equal_tables.insert(file.path.clone());
                    }
                    Some(difference) => {
                        differing_tables.insert(file.path.clone(), difference);
                    }
                }
            }
            let rendered = (file.path, file.bytes.len() as u64, sha256(&file.bytes), Class::Table);
            put(tree, classes, vec![Some(rendered)]);
            Ok(())
        })
    }
}

fn render_all(
    renderer: &Renderer,
    view: &View<'_>,
    units: &[Unit],
) -> Result<Vec<Option<Rendered>>, RenderError> {
    let render = |unit: &Unit| {
        let Some(path) = renderer.path(view, *unit) else { return Ok(None) };
        let bytes = renderer.render(view, *unit)?;
        Ok(Some((path, bytes.len() as u64, sha256(&bytes), class(*unit))))
    };
    units.par_iter().with_min_len(32).map(render).collect()
}

fn put(tree: &mut Tree, classes: &mut BTreeMap<Class, u64>, rendered: Vec<Option<Rendered>>) {
    for (path, bytes, hash, class) in rendered.into_iter().flatten() {
        if tree.get(&path).is_none() {
            *classes.entry(class).or_default() += 1;
        }
        tree.set(&path, bytes, hash);
    }
}

/// What a unit's file is.
pub(crate) fn class(unit: Unit) -> Class {
    match unit {
        Unit::Page(..) | Unit::Fixed(_) => Class::Page,
        Unit::Sheets(..) | Unit::Keys | Unit::Notices => Class::Record,
        Unit::Totals(..)
        | Unit::Region(..)
        | Unit::Recapitulation(..)
        | Unit::Constituencies(_)
        | Unit::Constituency(..) => Class::Totals,
        Unit::Station(..) => Class::Station,
        Unit::Places(..) | Unit::Options(_) | Unit::Candidates(..) => Class::List,
    }
}
