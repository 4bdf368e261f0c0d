//! 5.03

use std::sync::LazyLock;

use election::{Form, Profile};
use ledger::{Hash, sha256};
use reader::boxes::Net;
use reader::layout::Layout;
use reader::read::photos::{Photos, Says, Told};
use simulate::paper::{Blanks, Conditions, Habits, photograph, plan, ppwp_figures};
use statement::{Body, HexHash, Machine, Moment, Pairs, ReadBy, Reading, UnreadText, encode_text};
use verify::{ControlResult, ReadingCount, Report};

use crate::world::{Files, STATIONS, Story, assert_found, assert_only, committee, hex, of, profile_bundle};

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
    let mut photos = Photos::new(&form, &layout, STATIONS[0], Net::shipped()).unwrap();
    photos.add(&photo).unwrap();
    Sheet { layout: text, photo, other, told: photos.told() }
});

fn form() -> Form {
    let profile = Profile::from_bundle(&profile_bundle()).unwrap();
    profile.station_form(profile.contest("ppwp").unwrap(), false).unwrap().unwrap()
}

/// The true reading's body as JSON.
fn body(photo: &[u8]) -> String {
    let sheet = &*SHEET;
    let (mut values, mut unread, mut method, mut confidence) = (vec![], vec![], vec![], vec![]);
    for field in &sheet.told.fields {
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
    assert!(values.iter().any(|(name, _)| *name == "votes.1"), "the reader reads this page: {values:?}");
    let body = Body::Reading(Reading {
        contest: "ppwp",
        station: STATIONS[0],
        captures: vec![HexHash(sha256(photo))],
        reader: ReadBy::Machine(Machine {
            version: reader::VERSION,
            weights: HexHash(Hash(reader::weights(Net::shipped()))),
            layout: HexHash(sha256(sheet.layout.as_bytes())),
        }),
        values: Pairs::new(values).unwrap(),
        unread: Pairs::new(unread).unwrap(),
        method: Pairs::new(method).unwrap(),
        confidence: Pairs::new(confidence).unwrap(),
        wrong: Some(sheet.told.wrong),
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
        (with(&way, r#""votes.1":"seen by a friend","#), "votes.1"),
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
