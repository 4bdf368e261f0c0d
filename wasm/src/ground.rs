//! What photos are read by: the forms built in and, where the caller hands over a station's part of the election, its lists.

use std::io::Read;

use election::{Election, Form, Profile, ProfileBundle, StationIx, StationTables};
use reader::layout::{Layout, LayoutFiles};
use reader::read::together::form_in;

use crate::{Failure, PROFILE, profiles};

/// Most bytes that a station's tables take as JSON: quotes and line breaks take two.
const MOST_BYTES: u64 = 500_000;

/// See above.
pub struct Ground {
    pub bundle: ProfileBundle,
    pub profile: Profile,
    files: LayoutFiles,
    here: Option<Here>,
}

/// The station whose forms these are.
struct Here {
    election: Election,
    station: StationIx,
}

impl Ground {
    /// Of the forms built in alone: those that need no list of candidates.
    pub fn plain() -> Result<Ground, Failure> {
        let bundle = bundle();
        let profile = Profile::from_bundle(&bundle).map_err(|error| Failure::Profile(error.to_string()))?;
        let files = layouts(&bundle)?;
        Ok(Ground { bundle, profile, files, here: None })
    }

    /// With a station's tables, so many bytes of JSON at the beginning of the input. They are outside data.
    pub fn of_station(length: &str, input: &mut dyn Read) -> Result<Ground, Failure> {
        let length: u64 = length.parse().map_err(|_| Failure::Usage)?;
        if length > MOST_BYTES {
            return Err(Failure::Tables(format!("{length} bytes, more than {MOST_BYTES}")));
        }
        let mut bytes = Vec::new();
        input.take(length).read_to_end(&mut bytes)?;
        let tables: StationTables =
            serde_json::from_slice(&bytes).map_err(|error| Failure::Tables(error.to_string()))?;
        let mut ground = Ground::plain()?;
        let made = tables.election(ground.profile.clone());
        let (election, station) = made.map_err(|error| Failure::Tables(error.to_string()))?;
        ground.here = Some(Here { election, station });
        Ok(ground)
    }

    /// The station's code, where its tables are at hand.
    pub fn station(&self) -> Option<&str> {
        self.here.as_ref().map(|here| here.election.places.station(here.station).code.as_str())
    }

    /// By what a page is found. Pages of forms that follow a list are found where there is a list to read them by.
    pub fn findable(&self) -> Vec<Layout> {
        if self.here.is_some() { self.files.outlines() } else { self.files.fixed() }
    }

    /// The form that a found layout is of, and the layout with what stands on it where that follows the station's list.
    pub fn form(&self, found: &Layout) -> Result<(Form, Option<Layout>), Failure> {
        if let Some(form) = self.listed().find(|form| found.is_of(form)) {
            let own = self.files.of(form).map_err(|error| Failure::Profile(error.to_string()))?;
            let own = own.into_iter().find(|layout| layout.name() == found.name());
            return Ok((form.clone(), own));
        }
        let form = form_in(&self.profile, &found.form)?;
        if self.files.follows_a_list(&form) {
            Err(Failure::NoList(found.form.clone()))
        } else {
            Ok((form, None))
        }
    }

    /// Ids of the forms that can be read.
    pub fn readable(&self) -> Vec<String> {
        // A form and a copy of it of another size stand beside each other.
        let fixed = self.files.fixed().into_iter().map(|layout| layout.form);
        let listed = self.listed().filter(|form| self.files.of(form).is_ok_and(|own| !own.is_empty()));
        let mut all: Vec<String> = fixed.chain(listed.map(|form| form.id.to_string())).collect();
        all.dedup();
        all
    }

    /// The station's forms that follow a list, with it on them.
    fn listed(&self) -> impl Iterator<Item = &Form> {
        self.here
            .iter()
            .flat_map(|here| {
                let form =
                    |ix| here.election.form(ix, here.station).map(|form| here.election.form_by_ix(form));
                here.election.profile.contests().filter_map(move |(ix, _)| form(ix))
            })
            .filter(|form| form.constituency.is_some() && self.files.follows_a_list(form))
    }
}

/// The forms built in.
pub fn bundle() -> ProfileBundle {
    let files = profiles::PROFILES.iter().find(|(id, _)| *id == PROFILE).map_or(&[][..], |(_, files)| files);
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    ProfileBundle { files }
}

/// Where everything stands on them.
pub fn layouts(bundle: &ProfileBundle) -> Result<LayoutFiles, Failure> {
    let files = LayoutFiles::of_profile(&bundle.files);
    files.map_err(|(name, error)| Failure::Profile(format!("{name}: {error}")))
}
