//! After every cut the files that many ask for are compressed before anybody does, where copies are kept.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::accept::Packing;
use crate::entry::Stamp;
use crate::kind;
use crate::site::Site;

/// How often it is looked whether there is another cut.
const EVERY: Duration = Duration::from_secs(5);

/// Folders of files that many ask for lie no deeper.
const DEEPEST: usize = 3;

/// Folders at the top that hold no pages and no programs, and many files.
const NOT_INTO: [&str; 9] =
    ["blob", "bundles", "cuts", "data", "ledger", "photo", "record", "search", "theme"];

/// Begins to compress ahead, in a thread that ends with the site.
pub(crate) fn begin(site: &Arc<Site>) -> io::Result<()> {
    if !site.packer().keeps() {
        return Ok(());
    }
    let site = Arc::downgrade(site);
    std::thread::Builder::new().name("compress".to_owned()).spawn(move || keep_on(&site)).map(|_| ())
}

fn keep_on(site: &Weak<Site>) {
    let mut last = None;
    while let Some(site) = site.upgrade() {
        let latest = fs::metadata(site.root().join("latest.json")).ok();
        let latest = latest.as_ref().map(Stamp::of);
        if latest.is_some() && latest != last {
            last = latest;
            below(&site, site.root(), "", 0);
        }
        drop(site);
        std::thread::sleep(EVERY);
    }
}

fn below(site: &Site, folder: &Path, path: &str, depth: usize) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let (Ok(kind), Ok(name)) = (entry.file_type(), entry.file_name().into_string()) else { continue };
        let inner = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        if kind.is_dir() && depth < DEEPEST && (depth > 0 || !NOT_INTO.contains(&name.as_str())) {
            below(site, &entry.path(), &inner, depth.saturating_add(1));
        } else if kind.is_file() && kind::is_busy(&inner) && !name.starts_with('.') {
            let Ok(entry) = site.load(&inner) else { continue };
            for packing in Packing::ALL.into_iter().filter(|packing| site.packer().packs(&entry, *packing)) {
                // Made for the folder; nobody asked for it yet.
                drop(site.packer().packed(&entry, packing));
            }
        }
    }
}
