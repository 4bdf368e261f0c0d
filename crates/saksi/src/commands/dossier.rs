//! `saksi dossier`: papers for a court.

use crate::cli::Dossier;
use crate::dossier::{Asked, Made, make};
use crate::error::Failure;
use crate::out;
use crate::texts::{Language, say, speaking};

/// Runs the command. `language` is what the run was asked to speak; the papers are Indonesian unless that says otherwise.
pub fn run(arguments: &Dossier, language: Option<&str>) -> Result<(), Failure> {
    let Dossier { place, from, into, contest } = arguments;
    let language = language.and_then(Language::of_tag).unwrap_or(Language::Indonesian);
    let asked = Asked { place, from, into, contests: contest };
    let Made { files, stations, absent, verifier } = speaking(language, || make(&asked))?;
    out::line(&say!("dossier-done", place = place, into = into, files = files, stations = stations));
    if absent > 0 {
        out::line(&say!("dossier-absent", count = absent));
    }
    if !verifier {
        out::line(&say!("dossier-no-verifier"));
    }
    Ok(())
}
