//! What forms are printed and read by: a profile, and an election's places and lists where there is one.

use std::path::Path;
use std::sync::Arc;

use election::{ContestIx, Election, Form, Profile, ProfileBundle};
use reader::layout::LayoutFiles;

use super::init::find_profile;
use crate::error::Failure;
use crate::folder::Folder;
use crate::session::{Session, store};

/// See above.
pub struct Ground {
    pub bundle: ProfileBundle,
    pub profile: Profile,
    /// Places and lists, where there is an election.
    pub election: Option<Arc<Election>>,
    pub practice: bool,
}

impl Ground {
    /// Of an election's folder, or of a profile alone.
    pub fn open(folder: Option<&Path>, profile: &str) -> Result<Ground, Failure> {
        let Some(folder) = folder else {
            let bundle = find_profile(profile)?;
            let profile = Profile::from_bundle(&bundle)?;
            return Ok(Ground { profile, bundle, election: None, practice: false });
        };
        let folder = Folder::open(folder)?;
        let session = Session::begin(&folder, &store(&folder))?;
        let definition = &session.replay.definition;
        // The law as the ledger has it, not as this program would.
        let bundle = definition
            .blobs
            .iter()
            .filter_map(|(hash, ..)| folder.blob(hash))
            .find_map(|bytes| ProfileBundle::from_json(&bytes).ok())
            .ok_or(Failure::DamagedLedger)?;
        Ok(Ground {
            profile: Profile::from_bundle(&bundle)?,
            bundle,
            election: Some(Arc::clone(session.replay.election())),
            practice: definition.practice,
        })
    }

    /// A contest by its id; the profile's first where none is named.
    pub fn contest(&self, name: Option<&str>) -> Result<ContestIx, Failure> {
        let found = match name {
            Some(name) => self.profile.contest(name),
            None => self.profile.contests().next().map(|(ix, _)| ix),
        };
        found.ok_or_else(|| self.no_contest(name.unwrap_or_default()))
    }

    /// The form a station fills. Where its layout follows a list of candidates, the list is on it.
    pub fn form(&self, contest: ContestIx, station: &str, layouts: &LayoutFiles) -> Result<Form, Failure> {
        let form = match &self.election {
            Some(election) => {
                let place = election.places.find_station(station);
                let place = place.ok_or_else(|| Failure::NoPlace(station.to_owned()))?;
                election.form(contest, place).map(|form| election.form_by_ix(form).clone())
            }
            None => self.profile.station_form(contest, self.profile.is_overseas(station))?,
        };
        let form = form.ok_or_else(|| self.not_held(contest, station))?;
        if layouts.follows_a_list(&form) && form.constituency.is_none() {
            return Err(Failure::NoLists { form: form.id.to_string() });
        }
        Ok(form)
    }

    /// A contest of the profile that a station has no form for.
    fn not_held(&self, contest: ContestIx, station: &str) -> Failure {
        let form = |ix: ContestIx| {
            let election = self.election.as_ref()?;
            election.form(ix, election.places.find_station(station)?)
        };
        let held = self.profile.contests().filter(|(ix, _)| form(*ix).is_some());
        let held: Vec<&str> = held.map(|(_, row)| row.id.as_str()).collect();
        Failure::NotHeld {
            name: self.profile.contest_at(contest).id.clone(),
            station: station.to_owned(),
            held: held.join(", "),
        }
    }

    fn no_contest(&self, name: &str) -> Failure {
        let known: Vec<&str> = self.profile.contests().map(|(_, row)| row.id.as_str()).collect();
        Failure::NoContest { name: name.to_owned(), known: known.join(", ") }
    }
}
