//! `saksi read`: photos of forms into figures.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use election::{Form, Outcome, Profile};
use ledger::Hash;
use reader::Gray;
use reader::boxes::{BoxReading, Net};
use reader::evidence::bubbles::Column;
use reader::layout::Layout;
use reader::read::number::Slips;
use reader::read::page::{NumberRead, PageRead, read_page};
use reader::read::sheet::{Accept, FieldRead, Policy, SheetRead, read_sheet};
use reader::station::StationRead;
use reader::words::{WordsNet, WordsRead};
use serde_json::{Map, Value, json};

use super::init::find_profile;
use super::read_pictures;
use super::read_station::{self, Whose};
use crate::cli::{Read, ReadPhotos};
use crate::error::Failure;
use crate::layout::Table;
use crate::out;
use crate::texts::{say, word};

/// Runs the command. 0: everything is accepted; 1: there is something to look at.
pub fn run(command: &Read) -> Result<ExitCode, Failure> {
    match command {
        Read::Page(arguments) | Read::Form(arguments) => photos(arguments),
        Read::Boxes(arguments) => super::read_boxes::run(arguments),
    }
}

/// A photo and what was read on it.
pub(super) struct Photo {
    pub path: PathBuf,
    picture: Gray,
    pub read: PageRead,
}

fn photos(arguments: &ReadPhotos) -> Result<ExitCode, Failure> {
    let bundle = find_profile(&arguments.profile)?;
    let profile = Profile::from_bundle(&bundle)?;
    let layouts = layouts(&bundle)?;
    let net = Net::shipped();
    let mut pages: Vec<Photo> = Vec::new();
    for path in &arguments.photos {
        let picture = picture(path)?;
        let read = read_page(&picture, &layouts, net)
            .map_err(|error| Failure::Photo { path: path.clone(), what: error.to_string() })?;
        pages.push(Photo { path: path.clone(), picture, read });
    }
    let form = form_of(&profile, &layouts, &pages, arguments)?;
    let whose = read_station::whose(&layouts, &pages, arguments.station.as_deref())?;
    let taken = taken(&pages);
    let numbers: Vec<&NumberRead> = taken.iter().flat_map(|photo| &photo.read.numbers).collect();
    let mut sheet =
        read_sheet(&form, &numbers, &Slips::default(), &reader::joint::Priors::default(), &Policy::default());
    // A single page is read for what is on it.
    sheet
        .fields
        .retain(|field| arguments.photos.len() > 1 || numbers.iter().any(|number| number.name == field.name));
    pictures(arguments, &layouts, &taken, &sheet)?;
    if arguments.json {
        out::line(&serde_json::to_string(&as_json(&whose, &form, net, &pages, &taken, &sheet))?);
    } else {
        print(arguments, &whose, &pages, &taken, &sheet);
    }
    Ok(if sheet.accepted() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Draws what was asked for.
fn pictures(
    arguments: &ReadPhotos,
    layouts: &[Layout],
    taken: &[&Photo],
    sheet: &SheetRead,
) -> Result<(), Failure> {
    for photo in taken {
        let Some(layout) = layouts.get(photo.read.found.layout) else { continue };
        if let Some(path) = &arguments.picture {
            let path = if taken.len() == 1 { path.clone() } else { numbered(path, photo.read.found.page) };
            read_pictures::flat_page(&photo.picture, layout, &photo.read, sheet, &path)?;
        }
        if let Some(folder) = &arguments.debug {
            read_pictures::steps(&photo.picture, layout, &photo.read, sheet, folder)?;
        }
    }
    Ok(())
}

/// `page.png` as `page-2.png`.
pub(super) fn numbered(path: &Path, page: u8) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}-{page}{end}"))
}

pub(super) fn picture(path: &Path) -> Result<Gray, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::file("reading", path, error))?;
    reader::decode::decode(&bytes)
        .map_err(|error| Failure::Photo { path: path.to_owned(), what: error.to_string() })
}

pub(super) fn layouts(bundle: &election::ProfileBundle) -> Result<Vec<Layout>, Failure> {
    let files = bundle.files.iter().filter(|(name, _)| name.starts_with("layouts/"));
    files
        .map(|(name, text)| {
            Layout::parse(text)
                .map_err(|error| Failure::Config { path: name.into(), what: error.to_string() })
        })
        .collect()
}

/// The form whose pages these are; they must all be of one.
fn form_of(
    profile: &Profile,
    layouts: &[Layout],
    pages: &[Photo],
    arguments: &ReadPhotos,
) -> Result<Form, Failure> {
    let mut name: Option<(&str, &Path)> = None;
    for photo in pages {
        let Some(layout) = layouts.get(photo.read.found.layout) else { continue };
        if let Some((first, path)) = name.filter(|(first, _)| *first != layout.form) {
            return Err(Failure::MixedForms {
                one: (path.to_owned(), first.to_owned()),
                other: (photo.path.clone(), layout.form.clone()),
            });
        }
        name = Some((&layout.form, &photo.path));
    }
    let unknown = || Failure::NoProfile { name: arguments.profile.clone(), known: String::new() };
    let (name, _) = name.ok_or_else(unknown)?;
    for (contest, _) in profile.contests() {
        for overseas in [false, true] {
            if let Some(form) = profile.station_form(contest, overseas)?
                && form.id.as_str() == name
            {
                return Ok(form);
            }
        }
    }
    Err(unknown())
}

/// Of several photos of one page the clearest.
fn taken(pages: &[Photo]) -> Vec<&Photo> {
    let mut taken: Vec<&Photo> = Vec::new();
    for photo in pages {
        match taken.iter_mut().find(|other| other.read.found.page == photo.read.found.page) {
            None => taken.push(photo),
            Some(other) if clearness(photo) > clearness(other) => *other = photo,
            Some(_) => {}
        }
    }
    taken
}

fn clearness(photo: &Photo) -> (usize, i64) {
    (photo.read.quality.seen, photo.read.quality.scale)
}

fn as_json(
    whose: &Whose,
    form: &Form,
    net: &Net,
    pages: &[Photo],
    taken: &[&Photo],
    sheet: &SheetRead,
) -> Value {
    let hash = Hash(net.hash()).to_hex();
    let words = Hash(WordsNet::shipped().hash()).to_hex();
    let fields: Map<String, Value> = sheet
        .fields
        .iter()
        .map(|field| (field.name.clone(), field_json(field, number(taken, &field.name))))
        .collect();
    let checks: Map<String, Value> =
        sheet.checks.iter().map(|(id, outcome)| (id.clone(), outcome_name(*outcome).into())).collect();
    let pages: Vec<Value> = pages
        .iter()
        .map(|photo| {
            let (found, quality) = (&photo.read.found, &photo.read.quality);
            json!({
                "photo": photo.path.display().to_string(),
                "page": found.page,
                "tag": found.tag.id,
                "station": photo.read.station.code().map(|code| &code.station),
                "station_code": read_station::name(&photo.read.station),
                "corners": found.corners.map(|corner| [corner.x, corner.y]),
                "scale": quality.scale,
                "printed": quality.printed,
                "seen": quality.seen,
                "taken": taken.iter().any(|other| std::ptr::eq(*other, photo)),
            })
        })
        .collect();
    json!({
        "reader": format!("saksi {} {hash} {words}", env!("CARGO_PKG_VERSION")),
        "form": form.id.as_str(),
        "station": whose.station,
        "station_source": whose.source,
        "accepted": sheet.accepted(),
        "wrong": sheet.wrong,
        "fields": fields,
        "checks": checks,
        "pages": pages,
    })
}

fn number<'a>(taken: &[&'a Photo], name: &str) -> Option<&'a NumberRead> {
    taken.iter().flat_map(|photo| &photo.read.numbers).find(|number| number.name == name)
}

fn field_json(field: &FieldRead, number: Option<&NumberRead>) -> Value {
    let boxes = |boxes: &[BoxReading]| -> Vec<Value> {
        boxes
            .iter()
            .map(|one| json!({"shows": one.best().name(), "confidence": one.confidence_ppm()}))
            .collect()
    };
    let mut ways = Map::new();
    if let (Some(number), Some(seen)) = (number, &field.evidence) {
        ways.insert("boxes".to_owned(), json!({"value": seen.boxes.best(), "boxes": boxes(&number.boxes)}));
        if let Some(bubbles) = &seen.bubbles {
            let columns: Vec<String> =
                number.columns.iter().map(|column| column_name(column.shows)).collect();
            ways.insert("bubbles".to_owned(), json!({"value": bubbles.best(), "columns": columns}));
        }
        if let Some(strokes) = &seen.strokes {
            let rows: Vec<u16> = number.rows.iter().map(|row| row.strokes).collect();
            ways.insert("strokes".to_owned(), json!({"value": strokes.best(), "rows": rows}));
        }
        if let Some(sums) = &seen.row_sums {
            let rows: Vec<Vec<Value>> = number.row_sums.iter().map(|row| boxes(row)).collect();
            ways.insert("row_sums".to_owned(), json!({"value": sums.best(), "rows": rows}));
        }
        match &number.words {
            Some(WordsRead::Number(words)) => {
                ways.insert("words".to_owned(), json!({"value": words.best()}));
            }
            Some(WordsRead::Illegible) => {
                ways.insert("words".to_owned(), json!({"value": null, "shows": "illegible"}));
            }
            Some(WordsRead::Empty) | None => {}
        }
    }
    json!({
        "value": field.value,
        "confidence": field.confidence,
        "evidence": ways,
        "accept": accept_name(field.accept),
        "suspect": field.suspect,
    })
}

fn column_name(shows: Column) -> String {
    match shows {
        Column::Filled(digit) => digit.to_string(),
        Column::Ticked(digit) => format!("{digit} ticked"),
        Column::Several => "several".to_owned(),
        Column::Unmarked => "none".to_owned(),
    }
}

fn accept_name(accept: Accept) -> &'static str {
    match accept {
        Accept::Yes => "yes",
        Accept::AskOne => "ask-one",
        Accept::AskTwo => "ask-two",
    }
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => "holds",
        Outcome::Fails => "fails",
        Outcome::Undecided => "undecided",
        Outcome::NotApplicable => "not-applicable",
    }
}

fn print(arguments: &ReadPhotos, whose: &Whose, pages: &[Photo], taken: &[&Photo], sheet: &SheetRead) {
    for photo in pages {
        let found = &photo.read.found;
        out::line(&say!("read-page", photo = photo.path.display().to_string(), page = u32::from(found.page)));
        if !taken.iter().any(|other| std::ptr::eq(*other, photo)) {
            out::line(&say!("read-page-again"));
        }
        if photo.read.station == StationRead::Damaged {
            out::line(&say!("read-station-damaged"));
        }
    }
    match (&whose.station, whose.source) {
        (Some(station), Some("qr")) => out::line(&say!("read-station-qr", station = station)),
        (Some(station), _) => out::line(&say!("read-station-typed", station = station)),
        (None, _) => out::line(&say!("read-station-unknown")),
    }
    out::gap();
    let mut table = Table::of_numbers();
    table.row([
        say!("read-field"),
        say!("read-value"),
        say!("read-confidence"),
        say!("read-boxes"),
        say!("read-bubbles"),
        say!("read-strokes"),
        say!("read-words"),
        say!("read-do"),
    ]);
    for field in &sheet.fields {
        let seen = field.evidence.as_ref();
        let one = |value: Option<u16>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        table.cells(vec![
            field.name.clone(),
            one(field.value),
            percent(field.confidence),
            one(seen.map(|seen| seen.boxes.best())),
            one(seen.and_then(|seen| seen.bubbles.as_ref()).map(reader::joint::Evidence::best)),
            one(seen.and_then(|seen| seen.strokes.as_ref()).map(reader::joint::Evidence::best)),
            one(seen.and_then(|seen| seen.words.as_ref()).map(reader::joint::Evidence::best)),
            word("read-accept", accept_name(field.accept)),
        ]);
    }
    table.print();
    out::gap();
    for (check, outcome) in &sheet.checks {
        match outcome {
            Outcome::Fails => out::line(&say!("read-check-fails", check = check)),
            Outcome::Undecided if arguments.photos.len() > 1 => {
                out::line(&say!("read-check-undecided", check = check));
            }
            Outcome::Holds | Outcome::Undecided | Outcome::NotApplicable => {}
        }
    }
    out::line(&if sheet.accepted() { say!("read-accepted") } else { say!("read-ask") });
}

/// Parts per million as a percentage with three decimals.
fn percent(parts: u32) -> String {
    format!("{}.{:03} %", parts / 10_000, parts % 10_000 / 10)
}
