//! Profiles read from their folders, for the tests.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::bundle::bundle;
use election::{CandidateTable, Code, Election, Places, Profile, ProfileBundle, RegionRow, StationRow, Text};

pub fn mini_bundle() -> ProfileBundle {
    bundle("crates/election/tests/profiles/mini")
}

pub fn id_bundle() -> ProfileBundle {
    bundle("profiles/id-2024")
}

pub fn mini_profile() -> Profile {
    Profile::from_bundle(&mini_bundle()).unwrap_or_else(|error| panic!("{error}"))
}

pub fn id_profile() -> Profile {
    Profile::from_bundle(&id_bundle()).unwrap_or_else(|error| panic!("{error}"))
}

/// The small election, with its candidates.
pub fn mini_election() -> Election {
    let (bundle, profile) = (mini_bundle(), mini_profile());
    let file = |name: &str| bundle.files[name].as_bytes();
    let places = Places::parse(&profile, file("regions.csv"), file("stations.csv")).unwrap();
    let candidates = election::CandidateTable::parse(file("candidates.csv")).unwrap();
    Election::new(profile, places, None, Some(candidates)).unwrap()
}

/// The profile in the repository over a handful of places: one station in Aceh, Jakarta and North Sumatra each,
/// a special one, and one abroad; with candidates where a contest needs them.
pub fn id_election() -> Election {
    let profile = id_profile();
    let stations = [
        "1101012001001",
        "1101012001901",
        "1271012001001",
        "3171011001001",
        "3471011001001",
        "9901010001001",
    ];
    let mut regions: Vec<RegionRow> = Vec::new();
    for station in stations {
        for (level, length) in [(1, 2), (2, 4), (3, 6), (4, 10)] {
            let code = Code::new(&station[..length]).unwrap();
            if regions.iter().all(|row| row.code != code) {
                let parent = (level > 1).then(|| Code::new(&station[..[0, 0, 2, 4, 6][level]]).unwrap());
                let level = u8::try_from(level).unwrap();
                regions.push(RegionRow { code, name: format!("R {code}"), level, parent, source_id: None });
            }
        }
    }
    let stations = stations
        .iter()
        .map(|text| StationRow {
            code: Code::new(text).unwrap(),
            name: Text::from("S"),
            region: Code::new(&text[..10]).unwrap(),
            source_id: None,
        })
        .collect();
    let places = Places::from_rows(&profile, regions, stations).unwrap();
    let candidates = CandidateTable::parse(
        b"contest,constituency,party,number,name,source_id\n\
          pdpr,1101,1,1,A,100121\npdpr,1101,1,2,B,\npdpr,1101,24,1,C,\n\
          pdpr,3102,1,1,D,\n\
          pdpd,11,,1,E,695854\npdpd,11,,2,F,695855\npdpd,12,,1,G,\n\
          pkwkp,11,,1,H,\npkwkp,11,,2,I,\npkwkk,1101,,1,J,1000105\n",
    )
    .unwrap();
    Election::new(profile, places, None, Some(candidates)).unwrap()
}

/// The reference data beside the repository; says so and gives nothing where it is absent.
pub fn reference_data(name: &str) -> Option<Vec<u8>> {
    let path = format!("{}/../../../shared/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let Ok(bytes) = fs::read(&path) else {
        eprintln!("skipped: reference data {name} absent");
        return None;
    };
    if Path::new(name).extension().is_none_or(|extension| extension != "gz") {
        return Some(bytes);
    }
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut text).unwrap();
    Some(text)
}

/// Processor time this thread has used, where the system tells; so that a budget holds on a busy machine too.
/// Elsewhere the wall clock.
pub fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok())
        .map_or_else(|| START.elapsed(), Duration::from_nanos)
}
