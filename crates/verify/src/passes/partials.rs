//! Partial tiles and bundles of earlier sizes: each must be the beginning of what replaced it.

use ledger::{BundleId, Resource, TileId, WIDTH};
use rayon::prelude::*;

use crate::observed::{Compared, LedgerSeen};
use crate::passes::cuts;
use crate::passes::scan::FOLDER;
use crate::reader::{Reader, limit};

/// Looks at every partial file that is listed, or that a cut of one of these sizes may have left.
pub(crate) fn check(
    reader: &Reader<'_>,
    size: u64,
    cuts: &[u64],
    listed: Option<&[String]>,
    seen: &mut LedgerSeen,
) {
    let mut resources: Vec<Resource> = match listed {
        Some(paths) => {
            paths.iter().filter_map(|path| Resource::parse(path.strip_prefix(FOLDER)?).ok()).collect()
        }
        None => cuts.iter().filter(|cut| **cut < size).flat_map(|cut| partial_of(*cut)).collect(),
    };
    resources.retain(|resource| is_older(resource, size));
    let read: Vec<Compared> = resources.par_iter().map(|resource| compare(reader, resource, size)).collect();
    for (resource, compared) in resources.iter().zip(read) {
        let bundle = matches!(resource, Resource::Bundle(_));
        let count = if bundle { &mut seen.partials.0 } else { &mut seen.partials.1 };
        match compared {
            Compared::Not => continue,
            Compared::Equal => {}
            Compared::Differs(difference) => seen.partial.push((bundle, *difference)),
        }
        *count += 1;
    }
}

/// The partial files of a ledger of this size: at most one a level, and one bundle.
fn partial_of(size: u64) -> impl Iterator<Item = Resource> {
    let tiles = (0u8..8).filter_map(move |level| {
        let hashes = size.checked_shr(8 * u32::from(level))?;
        TileId::at_size(level, hashes / WIDTH, size).map(Resource::Tile)
    });
    tiles.chain(BundleId::at_size(size / WIDTH, size).map(Resource::Bundle))
}

/// Whether it is partial and of an earlier size than the checkpoint's.
fn is_older(resource: &Resource, size: u64) -> bool {
    match resource {
        Resource::Checkpoint => false,
        Resource::Tile(id) => {
            TileId::at_size(id.level, id.index, size).is_some_and(|now| id.width < now.width)
        }
        Resource::Bundle(id) => BundleId::at_size(id.index, size).is_some_and(|now| id.width < now.width),
    }
}

/// Nothing is compared where it is not there, or what replaced it isn't.
fn compare(reader: &Reader<'_>, resource: &Resource, size: u64) -> Compared {
    let path = format!("{FOLDER}{}", resource.path());
    let (now, width) = match resource {
        Resource::Checkpoint => return Compared::Not,
        Resource::Tile(id) => (TileId::at_size(id.level, id.index, size).map(|id| id.path()), id.width),
        Resource::Bundle(id) => (BundleId::at_size(id.index, size).map(|id| id.path()), id.width),
    };
    let Some(now) = now else { return Compared::Not };
    let get = |path: &str| reader.get(path, limit::BUNDLE);
    let (Some(old), Some(new)) = (get(&path), get(&format!("{FOLDER}{now}"))) else {
        return Compared::Not;
    };
    let length = match resource {
        Resource::Bundle(_) => length_of(&new, width),
        Resource::Tile(_) | Resource::Checkpoint => usize::from(width) * 32,
    };
    let beginning = new.get(..length).unwrap_or(&new);
    cuts::compare(&path, Some(beginning), Some(&old))
}

/// Bytes of the first `width` entries of a bundle.
fn length_of(bundle: &[u8], width: u16) -> usize {
    let mut length = 0;
    for _ in 0..width {
        let Some([high, low]) = bundle.get(length..length + 2).and_then(|two| <[u8; 2]>::try_from(two).ok())
        else {
            return bundle.len();
        };
        length += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    length
}
