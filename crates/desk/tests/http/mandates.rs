//! What one's own people stated, looked up in one pass: it is what the plain way says, and how much sooner.

use std::fmt::Write as _;
use std::time::Instant;

use desk::enrol::{Mandate, Place};
use desk::mandates::{self, Own};
use election::{Election, Places, Profile};
use ledger::{Entry, sha256};
use statement::{Blob, Body, Definition, Pairs, Roster, encode_text, sign};
use tally::{Claim, Replay};

use crate::support::bundle;
use crate::support::ledger::{at, commission, figures, key, key_note, sheet_note};

/// Villages of a hundred stations, so many in all, at each of which a witness has a key and the committee another; every third witness states other
/// figures than stand, every fifth nothing.
fn village(count: usize) -> (Replay, Vec<Mandate>) {
    let mut regions = String::from(
        "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,SIMULASI RAYA,2,98,2\n980101,MELATI,3,9801,3\n",
    );
    let mut stations = String::from("code,name,region,source_id\n");
    for number in 0..count {
        let village = 2_001 + number / 100;
        if number % 100 == 0 {
            writeln!(regions, "980101{village},DESA {village},4,980101,{village}").unwrap();
        }
        writeln!(stations, "980101{village}{:03},TPS,980101{village},{}", number % 100 + 1, 10_000 + number)
            .unwrap();
    }
    let bundle = bundle::bundle("profiles/id-2024");
    let profile = Profile::from_bundle(&bundle).unwrap();
    let places = Places::parse(&profile, regions.as_bytes(), stations.as_bytes()).unwrap();
    let codes: Vec<String> = places.stations().iter().map(|station| station.code.to_string()).collect();
    let election = Election::new(profile, places, None, None).unwrap();
    let blobs = [bundle.to_json(), regions, stations];
    let (vkey, log) =
        (commission().verifying_key().to_string(), key("example.org/ledger").verifying_key().to_string());
    let definition = Body::Definition(Definition {
        election: "latihan",
        practice: true,
        profile: Blob::of(blobs[0].as_bytes(), "application/json"),
        regions: Blob::of(blobs[1].as_bytes(), "text/csv"),
        stations: Blob::of(blobs[2].as_bytes(), "text/csv"),
        constituencies: None,
        candidates: None,
        outlines: None,
        log: &log,
        key: &vkey,
        role: "kpu",
        at: at(),
    });
    let note = sign(&encode_text("id-2024/v1", &definition).unwrap(), &[&commission()]).unwrap();
    let held = |hash: &ledger::Hash| {
        blobs.iter().find(|blob| sha256(blob.as_bytes()) == *hash).map(|blob| blob.clone().into_bytes())
    };
    let entry = Entry { time_ms: 1, batch: 0, note: &note }.encode();
    let mut replay = Replay::begin(&entry, &held).unwrap();
    let expected = Pairs::new(vec![("ppwp", u64::try_from(count).unwrap())]).unwrap();
    let roster = Body::Roster(Roster { contests: vec!["ppwp"], expected, at: at() });
    let mut notes = vec![sign(&encode_text("id-2024/v1", &roster).unwrap(), &[&commission()]).unwrap()];
    let mut given = Vec::new();
    for (number, code) in codes.iter().enumerate() {
        let own = key(&format!("saksi/{code}/hp1"));
        notes.push(key_note(&own, "saksi", code, &[&commission()]));
        notes.push(sheet_note(&commission(), code, &figures(&election, code, &[])));
        let other = if number % 3 == 0 {
            [("votes.1", 99), ("votes.2", 51)]
        } else {
            [("votes.1", 100), ("votes.2", 50)]
        };
        if number % 5 != 0 {
            notes.push(sheet_note(&own, code, &figures(&election, code, &other)));
        }
        let place = Place { role: "saksi".to_owned(), scope: code.clone() };
        // One in seven has not used the code.
        let vkey = (number % 7 != 0).then(|| own.verifying_key().to_string());
        given.push(Mandate { place, vkey });
    }
    let admission = replay.admit(notes, 2);
    assert_eq!(admission.refused, []);
    (replay, given)
}

/// The plain way: for each of them all stations.
fn plainly(replay: &Replay, given: &[Mandate]) -> Vec<Own> {
    let election = replay.election();
    let each = given.iter().map(|mandate| {
        let key = mandate.vkey.as_deref().and_then(|vkey| ledger::VerifyingKey::parse(vkey).ok());
        let key = key.and_then(|key| replay.keyring.position_of(&key));
        let mut own = Own { has_key: key.is_some(), ..Own::default() };
        for station in election.places.stations() {
            let code = station.code.as_str();
            let (Some(key), true) = (key, code.starts_with(&mandate.place.scope)) else { continue };
            let place = election.places.find_station(code).unwrap();
            for counted in replay.tally.contests() {
                let Some(sheet) = counted.sheet(place) else { continue };
                let said = sheet.versions.iter().rev().find(|one| usize::try_from(one.key) == Ok(key));
                let Some(Claim::Figures(said)) = said.map(|one| &one.claim) else { continue };
                own.stated += 1;
                if sheet.state.cells.as_deref().is_some_and(|stands| *stands != **said) {
                    own.differs
                        .push([election.profile.contest_at(counted.contest).id.clone(), code.to_owned()]);
                }
            }
        }
        own
    });
    each.collect()
}

#[test]
fn one_pass_over_the_sheets_says_what_a_look_at_each_says() {
    let (replay, mut given) = village(60);
    // Somebody whose code is of the whole village, and whose key states nothing there.
    given.push(Mandate {
        place: Place { role: "saksi".to_owned(), scope: "9801012001".to_owned() },
        vkey: None,
    });
    let own = mandates::stated(&replay, &given);
    assert_eq!(own, plainly(&replay, &given));
    assert!(own.iter().any(|one| !one.differs.is_empty()) && own.iter().any(|one| one.stated == 0));
    let with_key = u64::try_from(own.iter().filter(|one| one.has_key).count()).unwrap();
    assert_eq!(mandates::covered(replay.election(), "9801", &given, &own), (60, with_key));
    assert_eq!(mandates::covered(replay.election(), "9801012002", &given, &own), (0, 0));
}

/// `cargo test --release -p desk --test http mandates -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn one_pass_against_a_look_at_each() {
    let (replay, given) = village(3_000);
    let begun = Instant::now();
    let plain = plainly(&replay, &given);
    let slow = begun.elapsed();
    let begun = Instant::now();
    let own = mandates::stated(&replay, &given);
    let fast = begun.elapsed();
    assert_eq!(own, plain);
    println!(
        "3,000 people and stations: {slow:?} by a look at each, {fast:?} in one pass: {:.0} times as fast",
        slow.as_secs_f64() / fast.as_secs_f64()
    );
}
