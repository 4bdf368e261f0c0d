//! An outsider's tool on the bundles: the Library of Congress's own program must accept each as a bag, and must refuse a copy in which one
//! byte is wrong.

use std::fs;
use std::path::Path;

use crate::demo::fresh;
use crate::install;
use crate::step::{entries, output, root};

/// The tool, at the version it was tried with.
const PACKAGE: &str = "bagit==1.9.0";

/// Runs it on the bundles of an election's public tree.
pub fn run(public: &str) -> Result<(), String> {
    let Some(python) = install::python(10) else {
        println!("skipped: bundles by bagit (it needs Python 3.10 or newer)");
        return Ok(());
    };
    let Some(bin) = install::venv("bagit", &python, &[PACKAGE]) else { return Ok(()) };
    let place = fresh(&root().join("target/bundles"))?;
    fs::create_dir_all(&place).map_err(|error| format!("creating {place}: {error}"))?;
    let judge = |bag: &Path| {
        output(&format!("{bin}/bagit.py"), &["--validate", "--quiet", &bag.display().to_string()])
    };
    let mut bags = Vec::new();
    for bundle in entries(&Path::new(public).join("bundles"))? {
        let name = bundle.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(name) = name.strip_suffix(".tar.gz").filter(|name| *name != "latest") else { continue };
        let (code, text) = output("tar", &["-xzf", &bundle.display().to_string(), "-C", &place])?;
        if code != 0 {
            return Err(format!("unpacking {}: {text}", bundle.display()));
        }
        let bag = Path::new(&place).join(name);
        let (code, text) = judge(&bag)?;
        if code != 0 {
            return Err(format!("bagit refuses {} (exit {code}): {text}", bundle.display()));
        }
        bags.push(bag);
    }
    let Some(bag) = bags.first() else { return Err(format!("{public} has no bundle")) };
    println!("   bagit: {} bundles are valid", bags.len());
    let broken = bag.join("data/datapackage.json");
    let text =
        fs::read_to_string(&broken).map_err(|error| format!("reading {}: {error}", broken.display()))?;
    // As long as it was: only the hash can tell.
    fs::write(&broken, text.replacen('1', "2", 1))
        .map_err(|error| format!("writing {}: {error}", broken.display()))?;
    match judge(bag)? {
        (1, text) if text.contains("datapackage.json") => {
            println!("   bagit: refuses a broken copy (exit 1)");
        }
        (code, text) => {
            return Err(format!("bagit finds something else in a broken bag (exit {code}): {text}"));
        }
    }
    fs::remove_dir_all(&place).map_err(|error| format!("removing {place}: {error}"))
}
