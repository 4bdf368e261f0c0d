//! A mirror of a part: which published files it keeps, and the file in which it says so.
//!
//! A mirror may leave out photos, or everything about places other than one region, those it lies in and those in it. The ledger, the
//! manifests and the cuts it keeps whole: so what it shows can be made again and compared, and what it lacks can be named.

use std::collections::HashMap;

use election::{Code, Election, RegionIx};
use serde::{Deserialize, Serialize};

/// Where a mirror says whose copy it is and what it leaves out: no figure, and in no manifest.
pub const MIRROR_PATH: &str = "mirror.json";

/// Version of that file.
pub const MIRROR_FORMAT: &str = "saksi-mirror/1";

/// What a mirror says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MirrorNote {
    format: String,
    /// Whose copy it is: the address it was told.
    pub from: String,
    region: Option<String>,
    photos: bool,
}

/// What a mirror keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Code of the region it is about; none: all.
    pub region: Option<String>,
    /// Whether it has the photos.
    pub photos: bool,
}

impl MirrorNote {
    /// The note of a copy of what is published at `from`.
    pub fn new(from: &str, part: &Part) -> MirrorNote {
        let Part { region, photos } = part.clone();
        MirrorNote { format: MIRROR_FORMAT.to_owned(), from: from.to_owned(), region, photos }
    }

    /// What it keeps.
    pub fn part(&self) -> Part {
        Part { region: self.region.clone(), photos: self.photos }
    }

    /// Its bytes.
    pub fn to_json(&self) -> String {
        // Texts, a bool and nothing that could fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads one; none: it is of another version, or says what no mirror says.
    pub fn parse(bytes: &[u8]) -> Option<MirrorNote> {
        let note: MirrorNote = serde_json::from_slice(bytes).ok()?;
        let plain = note.region.as_deref().is_none_or(|region| Code::new(region).is_ok());
        (note.format == MIRROR_FORMAT && plain).then_some(note)
    }
}

impl Part {
    /// Everything.
    pub fn whole() -> Part {
        Part { region: None, photos: true }
    }

    /// Whether nothing is left out.
    pub fn is_whole(&self) -> bool {
        self.region.is_none() && self.photos
    }
}

/// What a part keeps of one election.
#[derive(Debug)]
pub struct Kept<'e> {
    election: &'e Election,
    region: Option<RegionIx>,
    /// Whether a region's or constituency's code is kept; empty where all are.
    codes: HashMap<Code, bool>,
}

impl<'e> Kept<'e> {
    /// What `part` keeps of `election`; none: the election has no such region.
    pub fn new(part: &Part, election: &'e Election) -> Option<Kept<'e>> {
        let places = &election.places;
        let region = match &part.region {
            None => None,
            Some(code) => Some(places.find_region(code)?).filter(|region| *region != places.nation()),
        };
        let mut kept = Kept { election, region, codes: HashMap::new() };
        let Some(region) = region else { return Some(kept) };
        for (ix, one) in (0..).map(RegionIx).zip(places.regions()) {
            kept.codes.insert(one.code, related(election, region, ix));
        }
        for (contest, _) in election.profile.contests() {
            for (ix, one) in election.constituencies(contest) {
                // A constituency may be called as a region is: then its file is kept for either.
                *kept.codes.entry(one.code).or_default() |= election.votes_in(contest, region, ix);
            }
        }
        Some(kept)
    }

    /// Whether a place, named by its code, is of the part.
    pub fn place(&self, code: &str) -> bool {
        let Some(region) = self.region else { return true };
        let Ok(code) = Code::new(code) else { return true };
        if let Some(kept) = self.codes.get(&code) {
            return *kept;
        }
        let places = &self.election.places;
        places
            .find_station(code.as_str())
            .is_none_or(|station| places.chain(station).any(|above| above == region))
    }

    /// Whether a file of the tree is of the part: no name in its path is the code of a place that is not.
    pub fn file(&self, path: &str) -> bool {
        self.region.is_none()
            || path.split('/').all(|name| {
                let stem = name.split('.').next().unwrap_or(name);
                // `1101-2.html` is the second page of 1101.
                self.place(stem.split('-').next().unwrap_or(stem))
            })
    }
}

/// Whether two regions are one, or one lies in the other.
fn related(election: &Election, one: RegionIx, other: RegionIx) -> bool {
    let places = &election.places;
    places.ancestry(one).any(|above| above == other) || places.ancestry(other).any(|above| above == one)
}
