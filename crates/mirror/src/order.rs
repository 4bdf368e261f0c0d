//! In which order files are shown, and what forbids it.

/// When a file is moved to where it is seen; the order is that in which a cut is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What the mirror says of itself: first, so that a part is never taken for the whole.
    Itself,
    /// Entries, tiles and blobs, which never change.
    Permanent,
    /// The rendered files.
    File,
    /// Changes and checkpoint of a cut.
    Cut,
    /// Its manifest, which makes it whole.
    Manifest,
    /// The ledger's head.
    Head,
    /// The list of cuts.
    List,
    /// What clients look at.
    Latest,
}

/// The step of a file.
pub fn step_of(path: &str) -> Step {
    let top = path.split('/').next().unwrap_or_default();
    match (top, path) {
        (_, record::LATEST_PATH) => Step::Latest,
        (_, "cuts/index") => Step::List,
        (_, "ledger/checkpoint") => Step::Head,
        (_, record::MIRROR_PATH | record::MIRRORS_PATH | record::SERVICES_PATH | "policy")
        | ("program", _) => Step::Itself,
        ("ledger" | "blob" | "photo", _) => Step::Permanent,
        ("cuts", path) if path.ends_with("/manifest") => Step::Manifest,
        ("cuts", _) => Step::Cut,
        _ => Step::File,
    }
}

/// Controls of `verify` whose findings are about what the signed ledger itself says, or about bytes that the origin doesn't have either:
/// a faithful copy has them too, and is told of them. Any other finding means that a file is not what the ledger gives.
const OF_THE_LEDGER: [&str; 9] = ["1.02", "1.07", "2.03", "2.04", "2.05", "3.01", "3.02", "3.11", "5.01"];

/// Whether a finding of this control forbids to show the files it is about.
pub fn stops(control: &str) -> bool {
    !OF_THE_LEDGER.contains(&control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_move_last_and_the_manifest_of_a_cut_after_its_files() {
        let order = [
            "mirror.json",
            "ledger/tile/entries/000",
            "id/ppwp/11.html",
            "cuts/9/changes.csv",
            "cuts/9/manifest",
            "ledger/checkpoint",
            "cuts/index",
            "latest.json",
        ];
        assert!(order.windows(2).all(|two| step_of(two[0]) < step_of(two[1])));
        assert_eq!(step_of("photo/aa"), step_of("blob/aa"));
    }
}
