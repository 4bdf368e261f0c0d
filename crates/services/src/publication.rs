//! The published folder, read and never written: which contests and stations there are.
//!
//! The law and the lists are those that the ledger's first entry names by hash, as every verifier takes them. Nothing here is believed
//! of who asks: a contest and a station of a report are looked up.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use election::{ContestIx, Election, StationIx};
use ledger::{BundleId, Hash, SignedCheckpoint, decode_bundle};
use tally::Replay;

use crate::{Refusal, ServicesError};

/// Bytes of a list at most, as everywhere in the house.
pub(crate) const MOST: u64 = 512 * 1024 * 1024;

/// The published folder.
pub struct Publication {
    root: PathBuf,
    election: Arc<Election>,
    practice: bool,
    name: String,
}

impl Publication {
    /// Opens a published folder.
    pub fn open(root: &Path) -> Result<Publication, ServicesError> {
        let wrong = |path: &Path, what: String| ServicesError::Publication { path: path.to_owned(), what };
        let head = root.join("ledger/checkpoint");
        let head_bytes = read(&head, 1 << 20)?;
        let signed = SignedCheckpoint::parse(&head_bytes).map_err(|error| wrong(&head, error.to_string()))?;
        let first = BundleId::at_size(0, signed.checkpoint.size)
            .ok_or_else(|| wrong(&head, "the ledger is empty".to_owned()))?;
        let path = root.join("ledger").join(first.path());
        let bundle = read(&path, 64 << 20)?;
        let entries = decode_bundle(&bundle).map_err(|error| wrong(&path, error.to_string()))?;
        let entry = entries.first().ok_or_else(|| wrong(&path, "it is empty".to_owned()))?;
        let blob = |hash: &Hash| read(&root.join("blob").join(hash.to_hex()), MOST).ok();
        let replay = Replay::begin(entry, &blob).map_err(|error| wrong(&path, error.to_string()))?;
        Ok(Publication {
            root: root.to_owned(),
            election: Arc::clone(replay.election()),
            practice: replay.definition.practice,
            name: replay.definition.name.clone(),
        })
    }

    /// The election.
    pub fn election(&self) -> &Election {
        &self.election
    }

    /// Whether it is a practice: then every page and mail says so.
    pub fn practice(&self) -> bool {
        self.practice
    }

    /// The election's id.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A contest of the law.
    pub fn contest(&self, id: &str) -> Result<ContestIx, Refusal> {
        self.election.profile.contest(id).ok_or_else(|| Refusal::Contest(id.to_owned()))
    }

    /// A contest and a station that holds it.
    pub fn sheet(&self, contest: &str, station: &str) -> Result<(ContestIx, StationIx), Refusal> {
        let of = self.contest(contest)?;
        let at =
            self.election.places.find_station(station).ok_or_else(|| Refusal::Station(station.to_owned()))?;
        if self.election.form(of, at).is_none() {
            return Err(Refusal::NotHeld { contest: contest.to_owned(), station: station.to_owned() });
        }
        Ok((of, at))
    }

    /// Contests of which tables are published, in the law's order.
    pub fn contests(&self) -> Vec<&str> {
        let all = self.election.profile.contests().map(|(_, contest)| contest.id.as_str());
        all.filter(|id| self.root.join("data").join(id).is_dir()).collect()
    }

    /// The nation's code.
    pub fn nation(&self) -> String {
        let places = &self.election.places;
        places.region(places.nation()).code.to_string()
    }

    /// Codes of the regions whose tables of a contest are sent: the nation, and the regions of level 1 that have any.
    pub fn delivered(&self, contest: &str) -> Vec<String> {
        let places = &self.election.places;
        let folder = self.root.join("data").join(contest);
        if self.contest(contest).is_err() || !folder.is_dir() {
            return Vec::new();
        }
        let below = places.children(places.nation()).map(|ix| places.region(ix).code.to_string());
        std::iter::once(self.nation()).chain(below.filter(|code| folder.join(code).is_dir())).collect()
    }

    /// Of which of the regions that are sent this one is a part, or is: a page of any region leads to the form.
    pub fn above(&self, code: &str) -> Option<String> {
        let places = &self.election.places;
        let found = places.find_region(code)?;
        let level = |ix: &election::RegionIx| places.region(*ix).level <= 1;
        places.ancestry(found).find(level).map(|ix| places.region(ix).code.to_string())
    }

    /// A region's name; its code where it is not in the list.
    pub fn region_name(&self, code: &str) -> String {
        let places = &self.election.places;
        places.find_region(code).map_or_else(|| code.to_owned(), |ix| places.region(ix).name.clone())
    }

    /// A contest's name for people.
    pub fn contest_name(&self, contest: ContestIx, language: &str) -> String {
        let row = self.election.profile.contest_at(contest);
        self.election.profile.message(language, &row.name_key).unwrap_or(&row.id).to_owned()
    }

    /// A station and where it lies, for people, from below.
    pub fn station_name(&self, station: StationIx) -> String {
        let places = &self.election.places;
        let station = places.station(station);
        let above = places.ancestry(station.region).filter(|ix| places.region(*ix).level > 0);
        let names = above.map(|ix| places.region(ix).name.as_str());
        std::iter::once(station.name.as_str()).chain(names).collect::<Vec<_>>().join(", ")
    }
}

/// Reads a file that is no longer than this.
pub(crate) fn read(path: &Path, most: u64) -> Result<Vec<u8>, ServicesError> {
    let wrong = || ServicesError::file("reading", path);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(wrong())?;
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(wrong())?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(ServicesError::Publication {
            path: path.to_owned(),
            what: format!("it is longer than {most} bytes"),
        });
    }
    Ok(bytes)
}
