//! `wilayah`: the children of a region, as KPU listed them.

use election::RegionIx;

use crate::json::Json;
use crate::view::View;

/// The list of a region's children: regions, or at the lowest level stations.
pub(crate) fn places(view: &View<'_>, region: RegionIx) -> Vec<u8> {
    let places = &view.tally.election().places;
    let mut json = Json::with_capacity(2048);
    let item = |json: &mut Json, name: &str, id: Option<u64>, code: &str, level: u8| {
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
    };
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
