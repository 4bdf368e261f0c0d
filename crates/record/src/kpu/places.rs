//! `wilayah`: the children of a region, as KPU listed them.

use election::{ConstituencyIx, ContestIx, RegionIx};

use crate::json::Json;
use crate::view::View;

/// The list of a region's children: regions, or at the lowest level stations.
pub(crate) fn places(view: &View<'_>, region: RegionIx) -> Vec<u8> {
    let places = &view.tally.election().places;
    let mut json = Json::with_capacity(2048);
    json.array(|json| {
        let mut regions = false;
        for child in places.children(region) {
            regions = true;
            let child = places.region(child);
            item(json, &child.name, child.source_id, child.code.as_str(), child.level);
        }
        if !regions {
            let level = places.region(region).level + 1;
            for station in places.stations_in(region) {
                let station = places.station(station);
                item(json, &station.name, station.source_id, station.code.as_str(), level);
            }
        }
    });
    json.into_bytes()
}

/// The list of a region's children in which anybody votes in a contest; with a constituency, in it.
pub(crate) fn voting_places(
    view: &View<'_>,
    contest: ContestIx,
    constituency: Option<ConstituencyIx>,
    region: RegionIx,
) -> Vec<u8> {
    let election = view.tally.election();
    let counted = view.tally.contest(contest);
    let mut json = Json::with_capacity(2048);
    json.array(|json| {
        for ix in election.places.children(region) {
            let votes = match constituency {
                Some(constituency) => election.votes_in(contest, ix, constituency),
                None => counted.is_some_and(|counted| counted.holds(ix)),
            };
            if votes {
                let child = election.places.region(ix);
                item(json, &child.name, child.source_id, child.code.as_str(), child.level);
            }
        }
    });
    json.into_bytes()
}

/// The list of the constituencies that a region's voters vote in. Constituencies have no number of KPU's in this election's
/// lists. The house's list (DPR) names its members otherwise than those of the councils.
pub(crate) fn constituencies(view: &View<'_>, contest: ContestIx, region: RegionIx) -> Vec<u8> {
    let election = view.tally.election();
    let names = match election.profile.contest_at(contest).id.as_str() {
        "pdpr" => ["nama", "id", "kode"],
        _ => ["nama_dapil", "id_dapil", "kode_dapil"],
    };
    let [name, id, code] = names;
    let mut json = Json::with_capacity(2048);
    json.array(|json| {
        for ix in election.constituencies_in(contest, region) {
            let constituency = election.constituency(ix);
            json.object(|json| {
                json.key(name).string(&constituency.name);
                json.key(id).null();
                json.key(code).string(constituency.code.as_str());
            });
        }
    });
    json.into_bytes()
}

fn item(json: &mut Json, name: &str, id: Option<u64>, code: &str, level: u8) {
    json.object(|json| {
        json.key("nama").string(name);
        json.key("id");
        match id {
            Some(id) => json.number(id),
            None => json.null(),
        };
        json.key("kode").string(code);
        json.key("tingkat").number(level);
    });
}
