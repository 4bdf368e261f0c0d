//! The three photos of station 8271021022008, which Sirekap published as 90 / 160 / 60 and whose paper says 90 / 110 / 10.

use std::fs;
use std::path::{Path, PathBuf};

use super::bundle::bundle;
use election::{Form, Outcome, Profile};
use reader::boxes::{Class, Net};
use reader::evidence::bubbles::Column;
use reader::joint::Priors;
use reader::layout::Layout;
use reader::read::number::Slips;
use reader::read::page::{NumberRead, PageRead, read_page};
use reader::read::sheet::{Accept, Policy, SheetRead, read_sheet};
use reader::words::WordsRead;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn photos() -> Option<PathBuf> {
    let folder = repository().join("../shared/data/forms/photos");
    if !folder.is_dir() {
        println!("skipped: the three real photos (no reference data at ../shared/data)");
        return None;
    }
    Some(folder)
}

fn form() -> Form {
    let profile = Profile::from_bundle(&bundle("profiles/id-2024")).unwrap();
    profile.station_form(profile.contest("ppwp").unwrap(), false).unwrap().unwrap()
}

fn pages(folder: &Path) -> Vec<PageRead> {
    let layout = Layout::parse(&bundle("profiles/id-2024").files["layouts/c-hasil-ppwp.toml"]).unwrap();
    (1..=3)
        .map(|page| {
            let bytes = fs::read(folder.join(format!("real_8271021022008_p{page}.jpg"))).unwrap();
            let picture = reader::decode::decode(&bytes).unwrap();
            read_page(&picture, std::slice::from_ref(&layout), Net::shipped()).unwrap()
        })
        .collect()
}

fn sheet(form: &Form, numbers: &[NumberRead]) -> SheetRead {
    let numbers: Vec<&NumberRead> = numbers.iter().collect();
    read_sheet(form, &numbers, &Slips::default(), &Priors::default(), &Policy::default())
}

/// What the paper says, field by field (forms/form_truth_8271021022008.json).
const WRITTEN: [(&str, u16); 28] = [
    ("voters.roll.male", 134),
    ("voters.roll.female", 155),
    ("voters.roll.total", 289),
    ("voters.used-roll.male", 95),
    ("voters.used-roll.female", 103),
    ("voters.used-roll.total", 198),
    ("voters.used-moved.male", 6),
    ("voters.used-moved.female", 3),
    ("voters.used-moved.total", 9),
    ("voters.used-unlisted.male", 2),
    ("voters.used-unlisted.female", 1),
    ("voters.used-unlisted.total", 3),
    ("voters.used.male", 103),
    ("voters.used.female", 107),
    ("voters.used.total", 210),
    ("ballots.received", 295),
    ("ballots.used", 210),
    ("ballots.spoiled", 1),
    ("ballots.unused", 84),
    ("voters.disabled.male", 0),
    ("voters.disabled.female", 0),
    ("voters.disabled.total", 0),
    ("votes.1", 90),
    ("votes.2", 110),
    ("votes.3", 10),
    ("valid", 210),
    ("invalid", 0),
    ("cast", 210),
];

#[test]
fn all_28_numbers_of_the_real_sheet_are_read_right_and_every_check_holds() {
    let Some(folder) = photos() else { return };
    let numbers: Vec<NumberRead> = pages(&folder).into_iter().flat_map(|page| page.numbers).collect();
    let sheet = sheet(&form(), &numbers);
    for (name, written) in WRITTEN {
        let field = sheet.fields.iter().find(|field| field.name == name).unwrap();
        assert_eq!(field.value, Some(written), "{name}");
    }
    assert!(sheet.checks.iter().all(|(_, outcome)| *outcome == Outcome::Holds), "{:?}", sheet.checks);
    // Where a box by itself shows something else, sums find the right figure and a person is still asked: a wrong paper would
    // look the same. Two of these numbers today, 134 and 155, whose last boxes are unsure; the aim is none.
    let asked: Vec<_> = sheet.fields.iter().filter(|field| field.accept != Accept::Yes).collect();
    assert!(asked.len() <= 2, "{:?}", asked.iter().map(|field| &field.name).collect::<Vec<_>>());
    for field in asked {
        assert_eq!(field.accept, Accept::AskOne, "{}", field.name);
    }
    assert_eq!(sheet.disagreements().count(), 0);
}

/// A number's name, its boxes, its bubbles, its rows of strokes.
type Shown = (&'static str, [Class; 3], [u8; 3], &'static [u16]);

#[test]
fn page_two_is_read_box_by_box_row_by_row_and_bubble_by_bubble() {
    let Some(folder) = photos() else { return };
    let pages = pages(&folder);
    let truth: [Shown; 3] = [
        ("votes.1", [Class::Crossed, Class::Digit(9), Class::Digit(0)], [0, 9, 0], &[60, 30]),
        ("votes.2", [Class::Digit(1), Class::Digit(1), Class::Digit(0)], [1, 1, 0], &[60, 50]),
        ("votes.3", [Class::Crossed, Class::Digit(1), Class::Digit(0)], [0, 1, 0], &[10]),
    ];
    for (name, boxes, bubbles, rows) in truth {
        let number = pages[1].numbers.iter().find(|number| number.name == name).unwrap();
        assert_eq!(
            number.boxes.iter().map(reader::boxes::BoxReading::best).collect::<Vec<_>>(),
            boxes,
            "{name}"
        );
        let columns: Vec<Column> = number.columns.iter().map(|column| column.shows).collect();
        assert_eq!(columns, bubbles.map(Column::Filled), "{name}");
        let strokes: Vec<u16> =
            number.rows.iter().map(|row| row.strokes).filter(|strokes| *strokes > 0).collect();
        assert_eq!(strokes, rows, "{name}");
        for (row, wanted) in number.row_sums.iter().zip(rows) {
            let digits: Vec<Class> = row.iter().map(reader::boxes::BoxReading::best).collect();
            let [tens, ones] =
                [wanted / 10, wanted % 10].map(|digit| Class::Digit(u8::try_from(digit).unwrap()));
            assert_eq!(digits, [tens, ones], "{name}");
        }
    }
}

#[test]
fn a_classifier_that_takes_the_one_for_a_six_is_caught() {
    let Some(folder) = photos() else { return };
    let mut numbers: Vec<NumberRead> = pages(&folder).into_iter().flat_map(|page| page.numbers).collect();
    // As Sirekap did: the seven-segment 1 of the second and third number read as a 6, and sure of it.
    for name in ["votes.2", "votes.3"] {
        let number = numbers.iter_mut().find(|number| number.name == name).unwrap();
        let mut log = [-9_000; reader::boxes::CLASSES];
        log[Class::Digit(6).index()] = 0;
        number.boxes[1].log = log;
    }
    let sheet = sheet(&form(), &numbers);
    for (name, written) in [("votes.2", 110), ("votes.3", 10)] {
        let field = sheet.fields.iter().find(|field| field.name == name).unwrap();
        // Bubbles, strokes, row sums and checks outvote it; never is 160 or 60 accepted.
        assert!(field.value == Some(written) || field.accept != Accept::Yes, "{name}: {:?}", field.value);
        let seen = field.evidence.as_ref().unwrap();
        assert_ne!(seen.boxes.best(), written);
        assert_eq!(seen.bubbles.as_ref().unwrap().best(), written);
        assert_eq!(seen.strokes.as_ref().unwrap().best(), written);
    }
}

#[test]
fn words_are_read_or_illegible_where_they_are_written_and_nowhere_else() {
    let Some(folder) = photos() else { return };
    let pages = pages(&folder);
    // On page 2 nobody wrote any; page 3 has "DUA RATUS SEPULUH" twice.
    let of = |name: &str| {
        let mut numbers = pages.iter().flat_map(|page| &page.numbers);
        numbers.find(|number| number.name == name).unwrap().words.clone()
    };
    for name in ["votes.1", "votes.2", "votes.3"] {
        assert_eq!(of(name), Some(WordsRead::Empty), "{name}");
    }
    let Some(WordsRead::Number(words)) = of("cast") else { panic!("{:?}", of("cast")) };
    assert_eq!(words.best(), 210);
    // The same hand once more, its letters run together: a net may leave it, and never read another number.
    match of("valid") {
        Some(WordsRead::Number(words)) => assert_eq!(words.best(), 210),
        Some(WordsRead::Illegible) => {}
        other @ (Some(WordsRead::Empty) | None) => panic!("{other:?}"),
    }
    assert_eq!(of("invalid"), None, "the form has no place for it");
}
