//! Identifiers of places in the manner of Open Civic Data: `ocd-division/country:xx/<level>:<code>/...`.
//!
//! They follow from the profile's levels and codes. Which of them Open Civic Data has registered is not for a count to say, so the
//! list of ours is published beside what uses them.

use std::fmt::Write as _;

use election::{ConstituencyIx, ConstituencyRule, ContestIx, Election, RegionIx};

use super::super::figures::version_regions;
use crate::view::{File, View};

/// Where the list lies.
const PATH: &str = "data/ocd-ids.csv";

/// The identifier of a region.
pub(super) fn of_region(election: &Election, region: RegionIx) -> String {
    let places = &election.places;
    let mut chain: Vec<RegionIx> = places.ancestry(region).collect();
    chain.reverse();
    let mut id = String::from("ocd-division");
    for region in chain {
        let place = places.region(region);
        let level = election.profile.levels.get(usize::from(place.level));
        let kind = level.filter(|_| place.level > 0).map_or("country", |level| &level.id);
        // Writing to a string can't fail.
        let _ = write!(id, "/{}:{}", kind.replace('-', "_"), place.code.as_str().to_lowercase());
    }
    id
}

/// The identifier of a constituency that is no region.
pub(super) fn of_constituency(election: &Election, ix: ConstituencyIx) -> String {
    let constituency = election.constituency(ix);
    let contest = &election.profile.contest_at(constituency.contest).id;
    let nation = of_region(election, election.places.nation());
    format!("{nation}/ed:{contest}_{}", constituency.code.as_str().to_lowercase())
}

/// The identifiers of all places that reports of these contests name: columns `id`, `name`.
pub(in super::super) fn ocd_ids(view: &View<'_>, contests: &[ContestIx]) -> Result<File, csv::Error> {
    let election = view.tally.election();
    let places = &election.places;
    let mut regions = vec![places.nation()];
    for province in places.region_ixs(1) {
        regions.push(province);
        for contest in contests {
            regions.extend(version_regions(view, *contest, province));
        }
    }
    regions.sort_unstable();
    regions.dedup();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["id", "name"])?;
    for region in regions {
        out.write_record([&of_region(election, region), &places.region(region).name])?;
    }
    for contest in contests {
        // Others are regions.
        let table = election.profile.contest_at(*contest).constituencies == ConstituencyRule::Table;
        for (ix, constituency) in election.constituencies(*contest).filter(|_| table) {
            out.write_record([&of_constituency(election, ix), &constituency.name])?;
        }
    }
    let bytes = out.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(File { path: PATH.to_owned(), bytes })
}
