//! 5.03

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex};

use election::{Form, Profile};
use ledger::{Hash, sha256};
use reader::boxes::Net;
use reader::layout::{Layout, LayoutFiles, Page};
use reader::read::Judgement;
use reader::read::photos::{Photos, Says, Told};
use simulate::paper::{Blanks, Conditions, Habits, figures, photograph, plan, ppwp_figures};
use statement::{Body, HexHash, Machine, Moment, Pairs, ReadBy, Reading, UnreadText, encode_text};
use verify::{
    ControlResult, Found, Listed, Options, ReadingCount, Report, Source, SourceError, Stage, verify,
};

use crate::world::{
    Files, STATIONS, Story, assert_found, assert_only, committee, hex, of, policy, profile_bundle,
};

/// Page 2, with the votes, of the first station; what the reader says of it.
struct Sheet {
    layout: String,
    photo: Vec<u8>,
    /// The same page of another station.
    other: Vec<u8>,
    told: Told,
}

static SHEET: LazyLock<Sheet> = LazyLock::new(|| {
    let text = profile_bundle().file("layouts/c-hasil-ppwp.toml").unwrap().to_owned();
    let layout = Layout::parse(&text).unwrap();
    let blanks = Blanks::print(layout.clone(), 3.0);
    let truth = plan(&layout, &ppwp_figures(5), &[], &Habits::careful(), 5);
    let photo = |station: &str| {
        let page = blanks.filled_of(station, &truth, 2, None).unwrap();
        photograph(&page, &layout, 2, &Conditions::studio(), 5).unwrap().jpeg
    };
    let (photo, other) = (photo(STATIONS[0]), photo(STATIONS[1]));
    let form = form();
    let judgement = Judgement::default();
    let mut photos = Photos::new(&form, &layout, STATIONS[0], Net::shipped(), &judgement).unwrap();
    photos.add(&photo).unwrap();
    Sheet { layout: text, photo, other, told: photos.told() }
});

fn form() -> Form {
    let profile = Profile::from_bundle(&profile_bundle()).unwrap();
    profile.station_form(profile.contest("ppwp").unwrap(), false).unwrap().unwrap()
}

/// The true reading's body as JSON.
fn body(photo: &[u8]) -> String {
    body_of("ppwp", &SHEET.told, &SHEET.layout, photo)
}

fn body_of(contest: &str, told: &Told, layout: &str, photo: &[u8]) -> String {
    let (mut values, mut unread, mut method, mut confidence) = (vec![], vec![], vec![], vec![]);
    for field in &told.fields {
        let name = field.name.as_str();
        match &field.says {
            Says::Number { value, method: way, confidence: share, .. } => {
                values.push((name, u32::from(*value)));
                method.push((name, way.as_str()));
                confidence.push((name, *share));
            }
            Says::Nothing(why) => unread.push((name, UnreadText(*why))),
        }
    }
    assert!(!values.is_empty(), "the reader reads this page");
    let body = Body::Reading(Reading {
        contest,
        station: STATIONS[0],
        captures: vec![HexHash(sha256(photo))],
        reader: ReadBy::Machine(Machine {
            version: reader::VERSION,
            weights: HexHash(Hash(reader::weights(Net::shipped()))),
            layout: HexHash(sha256(layout.as_bytes())),
        }),
        values: Pairs::new(values).unwrap(),
        unread: Pairs::new(unread).unwrap(),
        method: Pairs::new(method).unwrap(),
        confidence: Pairs::new(confidence).unwrap(),
        wrong: Some(told.wrong),
        at: Moment::parse("2024-02-14T14:00:00+07:00").unwrap(),
    });
    encode_text("id-2024/v1", &body).unwrap().lines().nth(1).unwrap().to_owned()
}

/// A publication with these readings of the photos, the first being entry 5.
fn published(bodies: &[String]) -> Files {
    let mut story = Story::begin();
    story.capture(&SHEET.photo, 2);
    story.blobs.push(SHEET.photo.clone());
    story.capture(&SHEET.other, 2);
    story.blobs.push(SHEET.other.clone());
    assert_eq!(story.next(), 5);
    for body in bodies {
        story.log(crate::world::note("reading", body, &[&committee()]));
    }
    story.cut(true);
    story.publish()
}

fn control(report: &Report) -> ControlResult {
    *report.controls.iter().find(|control| control.id == "5.03").unwrap()
}

/// The body with one text in the place of another, which must be there.
fn with(from: &str, to: &str) -> String {
    let body = body(&SHEET.photo);
    assert!(body.contains(from), "{from}: {body}");
    body.replacen(from, to, 1)
}

#[test]
fn c5_03_a_reading_that_repeats_is_no_finding_and_what_is_not_read_again_is_counted() {
    let sheet = &*SHEET;
    let weights = Hash(reader::weights(Net::shipped())).to_hex();
    let machine = body(&sheet.photo);
    let from = machine.find(r#"{"machine""#).unwrap();
    let to = machine.find(r#"},"values""#).unwrap() + 1;
    let by_person = format!("{}\"person\"{}", &machine[..from], &machine[to..]);
    let files = published(&[
        machine.clone(),
        by_person,
        with(reader::VERSION, "saksi-reader/0"),
        with(&weights, &hex(b"other weights")),
        with(&hex(sheet.layout.as_bytes()), &hex(b"another layout")),
        with(&hex(&sheet.photo), &hex(b"never brought")),
    ]);
    let report = files.reread();
    assert_only(&report, &[]);
    let counted = ReadingCount { again: 1, other_reader: 3, by_person: 1, not_held: 1 };
    assert_eq!(report.readings, Some(counted));
    let found = control(&report);
    assert_eq!((found.checked, found.findings, found.asked), (1, 0, true));
}

#[test]
fn c5_03_says_that_it_was_not_asked_for() {
    let report = published(&[body(&SHEET.photo)]).verify();
    let found = control(&report);
    assert_eq!((found.checked, found.asked, report.readings), (0, false, None));
}

#[test]
fn c5_03_one_other_value_confidence_or_way_is_found_where_it_stands() {
    let first = |members: &str| {
        let body = body(&SHEET.photo);
        let from = body.find(members).unwrap();
        let at = from + body[from..].find(r#""votes.1":"#).unwrap();
        body[at..].split_inclusive(',').next().unwrap().to_owned()
    };
    let (value, share) = (first(r#""values":"#), first(r#""confidence":"#));
    let number = |text: &str| text.trim_end_matches(',')[10..].parse::<u32>().unwrap();
    let more = |text: &str| format!(r#""votes.1":{},"#, number(text) + 1);
    let less = |text: &str| format!(r#""votes.1":{},"#, number(text) - 1);
    let way = first(r#""method":"#);
    let lost = r#""voters.roll.male":"illegible""#;
    for (body, field) in [
        (with(&value, &more(&value)), "votes.1"),
        (with(&share, &less(&share)), "votes.1"),
        (with(&way, r#""votes.1":"seen-by-a-friend","#), "votes.1"),
        (with(lost, r#""voters.roll.male":"empty""#), "voters.roll.male"),
    ] {
        let report = published(&[self::body(&SHEET.photo), body]).reread();
        assert_found(&report, "5.03", &format!("ledger/tile/entries, entry 6, {field}"));
        assert_only(&report, &["5.03"]);
        assert_eq!(of(&report, "5.03").len(), 1);
    }
    let wrong = format!(r#""wrong":{}"#, SHEET.told.wrong);
    let report = published(&[with(&wrong, r#""wrong":1000000"#)]).reread();
    assert_found(&report, "5.03", "ledger/tile/entries, entry 5");
}

#[test]
fn c5_03_photos_of_another_station_are_found() {
    let report = published(&[body(&SHEET.other)]).reread();
    assert_found(&report, "5.03", "ledger/tile/entries, entry 5");
    assert!(of(&report, "5.03")[0].found.contains(STATIONS[1]), "{:?}", report.findings);
    assert_only(&report, &["5.03"]);
}

#[test]
fn c5_03_a_photo_with_one_other_byte_is_found_and_its_reading_not_passed() {
    let mut files = published(&[body(&SHEET.photo)]);
    let path = files.path(&["photo/", &hex(&SHEET.photo)]);
    let middle = SHEET.photo.len() / 2;
    files.flip(&path, middle);
    let report = files.reread();
    assert_found(&report, "4.07", &path);
    assert_eq!(report.readings, Some(ReadingCount { not_held: 1, ..ReadingCount::default() }));
    assert_eq!(control(&report).checked, 0);
}

#[test]
fn c5_03_what_is_no_photo_says_nothing_and_a_reading_that_says_more_is_found() {
    let mut story = Story::begin();
    let bomb =
        [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\xff\xff\xff\xff\xff\xff\xff\xff".as_slice(), &[0; 40]].concat();
    story.capture(&bomb, 2);
    story.blobs.push(bomb.clone());
    story.log(crate::world::note("reading", &body(&bomb), &[&committee()]));
    story.cut(true);
    let report = story.publish().reread();
    assert_found(&report, "5.03", "ledger/tile/entries, entry 4, votes.1");
    assert!(
        of(&report, "5.03")
            .iter()
            .all(|one| one.expected.contains("illegible") || one.expected.contains("wrong"))
    );
}

/// One constituency's lists: two parties, of two candidates and of three.
const LISTS: [&str; 2] = [
    "contest,code,name,seats,region\npdpr,1101,S,7,1101\n",
    "contest,constituency,party,number,name,source_id\npdpr,1101,1,1,A,\npdpr,1101,1,3,B,\npdpr,1101,2,1,C,\n\
     pdpr,1101,2,2,D,\npdpr,1101,2,4,E,\n",
];

#[test]
fn c5_03_a_council_s_sheet_is_read_again_by_the_layout_that_its_list_of_candidates_makes() {
    let bundle = profile_bundle();
    let text = bundle.file("layouts/c-hasil-councils.toml").unwrap();
    let mut story = Story::of(&bundle, Some(LISTS), r#""ppwp":6,"pdpr":6"#);
    let replay = story.replay();
    let election = replay.election();
    let station = election.places.find_station(STATIONS[0]).unwrap();
    let form =
        election.form_by_ix(election.form(election.profile.contest("pdpr").unwrap(), station).unwrap());
    let layout = LayoutFiles::of_profile(&bundle.files).unwrap().of(form).unwrap().remove(0);
    let holds = |page: &&Page| page.numbers.iter().any(|number| number.field == "votes.2.4");
    let page = layout.pages.iter().find(holds).expect("the list stands on it").page;
    let truth = plan(&layout, &figures(form, 5), &[], &Habits::careful(), 5);
    let paper = Blanks::print(layout.clone(), 3.0).filled_of(STATIONS[0], &truth, page, None).unwrap();
    let photo = photograph(&paper, &layout, page, &Conditions::studio(), 5).unwrap().jpeg;
    let judgement = Judgement::default();
    let mut photos = Photos::new(form, &layout, STATIONS[0], Net::shipped(), &judgement).unwrap();
    photos.add(&photo).unwrap();
    let told = photos.told();
    let read = told.fields.iter().find(|field| field.name == "votes.2.4").unwrap();
    let Says::Number { value, .. } = &read.says else { panic!("{read:?}") };
    let body = body_of("pdpr", &told, text, &photo);

    story.capture_of("pdpr", &photo, page);
    story.blobs.push(photo.clone());
    let first = story.next();
    story.log(crate::world::note("reading", &body, &[&committee()]));
    let stated = format!(r#""votes.2.4":{value}"#);
    let other = body.replacen(&stated, &format!(r#""votes.2.4":{}"#, value + 1), 1);
    assert_ne!(other, body);
    story.log(crate::world::note("reading", &other, &[&committee()]));
    // A fixed form's layout lays out no council's.
    let fixed = body.replacen(&hex(text.as_bytes()), &hex(SHEET.layout.as_bytes()), 1);
    assert_ne!(fixed, body);
    story.log(crate::world::note("reading", &fixed, &[&committee()]));
    story.cut(true);
    let report = story.publish().reread();
    assert_only(&report, &["5.03"]);
    assert_eq!(report.readings, Some(ReadingCount { again: 3, ..ReadingCount::default() }));
    assert_found(&report, "5.03", &format!("ledger/tile/entries, entry {}, votes.2.4", first + 1));
    assert_found(&report, "5.03", &format!("ledger/tile/entries, entry {}", first + 2));
    assert_eq!(of(&report, "5.03").len(), 2);
}

/// The files, of which the profile has another byte from the second time on that it is asked for.
struct Turning {
    files: Files,
    profile: String,
    asked: AtomicU64,
}

impl Source for Turning {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        let found = self.files.read(path, at_most, bytes)?;
        if path == self.profile && self.asked.fetch_add(1, Ordering::Relaxed) > 0 {
            // It parses, and would be read by.
            let text = String::from_utf8(std::mem::take(bytes)).unwrap();
            let other = text.replacen("accept = 999000", "accept = 999001", 1);
            assert_ne!(other, text);
            *bytes = other.into_bytes();
        }
        Ok(found)
    }

    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        self.files.list(folder)
    }

    fn name(&self) -> String {
        self.files.name()
    }
}

#[test]
fn c5_03_nothing_is_read_by_a_profile_with_other_bytes_than_the_definition_names() {
    let files = published(&[body(&SHEET.photo)]);
    let profile = format!("blob/{}", hex(profile_bundle().to_json().as_bytes()));
    let source = Turning { files, profile: profile.clone(), asked: AtomicU64::new(0) };
    let options = Options {
        policy: Some(&policy()),
        progress: &|_, _, _| {},
        known: None,
        reread: true,
        programs: &[],
    };
    let report = verify(&source, &options).unwrap();
    assert_eq!(report.readings, Some(ReadingCount { not_held: 1, ..ReadingCount::default() }));
    assert_eq!(control(&report).checked, 0);
    let told = report.findings.iter().find(|one| one.place.to_string() == profile).expect("it is said");
    assert!(told.found.contains("other bytes than its name says"), "{told:?}");
}

/// A publication by this `reader.toml` with the reading that the usual one gives.
fn judged(text: &str) -> Report {
    let mut bundle = profile_bundle();
    bundle.files.insert(Judgement::FILE.to_owned(), text.to_owned());
    let mut story = Story::of(&bundle, None, r#""ppwp":6"#);
    story.capture(&SHEET.photo, 2);
    story.blobs.push(SHEET.photo.clone());
    story.log(crate::world::note("reading", &body(&SHEET.photo), &[&committee()]));
    story.cut(true);
    story.publish().reread()
}

#[test]
fn c5_03_photos_are_judged_as_the_definition_s_profile_says() {
    assert_only(&judged("[policy]\naccept = 1_000_000\n"), &[]);
    let doubting = judged("[priors]\none-wrong = -1_000\n[slips]\nbox-floor = -2_000\nbubble = -1_000\n");
    assert_found(&doubting, "5.03", "ledger/tile/entries, entry 4, votes.1");
    let nonsense = judged("[policy]\naccept = 1\n");
    assert_found(&nonsense, "5.03", "ledger/tile/entries, entry 4");
    assert!(of(&nonsense, "5.03")[0].found.contains("`policy.accept` is 1"), "{:?}", nonsense.findings);
}

/// The files, and the most readings whose photos were asked for before they were done with.
struct Watched {
    files: Files,
    photo: String,
    asked: AtomicU64,
    done: AtomicU64,
    most: AtomicU64,
}

impl Source for Watched {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        // Elsewhere it is read to be held against its hash, up to the length that its capture says.
        if path == self.photo && at_most == 1 << 26 {
            let asked = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(asked.saturating_sub(self.done.load(Ordering::SeqCst)), Ordering::SeqCst);
        }
        self.files.read(path, at_most, bytes)
    }

    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        self.files.list(folder)
    }

    fn name(&self) -> String {
        self.files.name()
    }
}

#[test]
fn c5_03_a_worker_has_one_reading_s_photos_at_a_time_and_each_reading_is_told() {
    const READINGS: u64 = 24;
    let cores = std::thread::available_parallelism().unwrap().get() as u64;
    // No two alike: the same statement twice is refused.
    let at = |second: u64| with("14:00:00+07:00", &format!("14:00:{second:02}+07:00"));
    let files = published(&(0..READINGS).map(at).collect::<Vec<_>>());
    let photo = files.path(&["photo/", &hex(&SHEET.photo)]);
    let [asked, done, most] = [0; 3].map(AtomicU64::new);
    let source = Watched { files, photo, asked, done, most };
    let told = Mutex::new(Vec::new());
    let progress = |stage: Stage, done: u64, of: u64| {
        if stage == Stage::Readings {
            source.done.fetch_add(1, Ordering::SeqCst);
            told.lock().unwrap().push((done, of));
        }
    };
    let options =
        Options { policy: Some(&policy()), progress: &progress, known: None, reread: true, programs: &[] };
    let report = verify(&source, &options).unwrap();
    assert_eq!(report.readings, Some(ReadingCount { again: READINGS, ..ReadingCount::default() }));
    assert_eq!(
        source.asked.load(Ordering::SeqCst),
        READINGS,
        "each photo is read with the bound that a photo has"
    );
    let most = source.most.load(Ordering::SeqCst);
    assert!(most <= cores && most < READINGS, "{most} readings at a time on {cores} cores");
    let mut told = told.into_inner().unwrap();
    told.sort_unstable();
    assert_eq!(told, (1..=READINGS).map(|done| (done, READINGS)).collect::<Vec<_>>());
}
