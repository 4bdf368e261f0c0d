//! Sheets on paper: real photos in a practice's night, and what the real reader says of them.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../../election/tests/it/bundle.rs"]
mod bundle;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};

use bundle::bundle;
use election::{CandidateTable, ConstituencyTable, Election, Places, Profile};
use ledger::{Hash, Signature, encode_note};
use reader::boxes::Net;
use reader::layout::Layout;
use reader::read::Judgement;
use reader::read::photos::{Photos, Says};
use simulate::{Night, Studio};
use statement::{Body, Moment, ReadBy, Statement};

/// Stations at most: whole villages of ten.
const STATIONS: usize = 11;

struct Made {
    election: Arc<Election>,
    night: Night,
    photos: HashMap<Hash, Vec<u8>>,
}

fn layout() -> String {
    bundle("profiles/id-2024").files.remove("layouts/c-hasil-ppwp.toml").unwrap()
}

fn make() -> Made {
    let bundle = bundle("profiles/id-2024");
    let demo = simulate::places(7, simulate::least_stations());
    let profile = Profile::from_bundle(&bundle).unwrap();
    let places = Places::parse(&profile, demo.regions_csv.as_bytes(), demo.stations_csv.as_bytes()).unwrap();
    let constituencies = ConstituencyTable::parse(demo.constituencies_csv.as_bytes()).unwrap();
    let candidates = CandidateTable::parse(demo.candidates_csv.as_bytes()).unwrap();
    let election = Arc::new(Election::new(profile, places, Some(constituencies), Some(candidates)).unwrap());
    let studio = Studio::new(&layout(), Judgement::default(), STATIONS).unwrap();
    let start = Moment::parse("2024-02-14T13:00:00+07:00").unwrap();
    let night = simulate::night(&election, 7, start, 3, Some(&studio)).unwrap();
    let photos = night.attachments.iter().map(|one| (one.sha256, one.bytes.clone())).collect();
    Made { election, night, photos }
}

static MADE: LazyLock<Made> = LazyLock::new(make);

/// Calls `each` with every statement of the night.
fn statements(made: &Made, mut each: impl FnMut(&Statement<'_>)) {
    for draft in made.night.steps.iter().flatten() {
        let unsigned = Signature { name: "nobody".to_owned(), key_id: [0; 4], bytes: vec![0; 64] };
        let note = encode_note(&draft.text, &[unsigned]).unwrap();
        each(&Statement::parse("id-2024/v1", &note).unwrap());
    }
}

#[test]
fn machine_readings_are_what_the_reader_says_of_the_photos_they_name() {
    let made = &*MADE;
    let text = layout();
    let parsed = Layout::parse(&text).unwrap();
    let judgement = Judgement::default();
    let (mut readings, mut same, mut unsure, mut all) = (0, 0, 0, 0);
    let mut stated: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    statements(made, |statement| {
        let Body::Reading(reading) = &statement.body else { return };
        let ReadBy::Machine(machine) = &reading.reader else { return };
        readings += 1;
        assert_eq!(machine.version, reader::VERSION);
        assert_eq!(machine.weights.0.0, reader::weights(Net::shipped()));
        assert_eq!(machine.layout.0, ledger::sha256(text.as_bytes()));
        let station = made.election.places.find_station(reading.station).unwrap();
        let contest = made.election.profile.contest(reading.contest).unwrap();
        let form = made.election.form_by_ix(made.election.form(contest, station).unwrap());
        let mut photos = Photos::new(form, &parsed, reading.station, Net::shipped(), &judgement).unwrap();
        for capture in &reading.captures {
            let photo = &made.photos[&capture.0];
            assert!(photo.starts_with(b"\xff\xd8") && photo.len() < 500_000, "{}", photo.len());
            photos.add(photo).unwrap();
        }
        let told = photos.told();
        assert_eq!(reading.wrong, Some(told.wrong));
        let values: HashMap<&str, u32> = reading.values.iter().map(|(name, value)| (name, *value)).collect();
        let shares: HashMap<&str, u32> =
            reading.confidence.iter().map(|(name, share)| (name, *share)).collect();
        for field in &told.fields {
            let name = field.name.as_str();
            match &field.says {
                Says::Number { value, confidence, .. } => {
                    assert_eq!(values.get(name), Some(&u32::from(*value)), "{name}");
                    assert_eq!(shares.get(name), Some(confidence), "{name}");
                    unsure += u32::from(*confidence < 900_000);
                }
                Says::Nothing(_) => assert_eq!(values.get(name), None, "{name}"),
            }
        }
        let read = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        stated.insert(reading.station.to_owned(), read);
    });
    statements(made, |statement| {
        let Body::Sheet(sheet) = &statement.body else { return };
        let Some(read) = stated.get(sheet.station).filter(|_| sheet.contest == "ppwp") else { return };
        for (name, value) in sheet.values.iter() {
            all += 1;
            same += u32::from(read.get(name) == Some(value));
        }
    });
    assert!(readings >= 8, "{readings}");
    println!("{readings} readings: {same} of {all} figures as stated, {unsure} unsure");
    assert!(same * 10 >= all * 7, "{same} of {all}: the paper shows other figures than are stated");
}

#[test]
fn equal_seeds_make_equal_photos() {
    assert_eq!(MADE.night, make().night);
}
