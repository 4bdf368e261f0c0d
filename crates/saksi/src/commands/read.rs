//! `saksi read`: photos of forms into figures.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use election::{ContestIx, Form, Outcome, Profile};
use ledger::Hash;
use reader::Gray;
use reader::boxes::{BoxReading, Net};
use reader::evidence::bubbles::Column;
use reader::layout::{Layout, LayoutError, LayoutFile, LayoutFiles};
use reader::read::number::Slips;
use reader::read::page::{NumberRead, PageRead, read_page};
use reader::read::sheet::{Accept, FieldRead, Policy, SheetRead, read_sheet};
use reader::station::StationRead;
use serde_json::{Map, Value, json};

use super::ground::Ground;
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
    let ground = Ground::open(arguments.folder.as_deref(), &arguments.profile)?;
    let files = layouts(&ground.bundle)?;
    let mut layouts = files.outlines();
    if let Some(name) = &arguments.contest {
        let contest = ground.contest(Some(name))?;
        layouts.retain(|layout| contest_of(&ground, &layout.form).is_ok_and(|of| of == contest));
    }
    let net = Net::shipped();
    let mut pages: Vec<Photo> = Vec::new();
    for path in &arguments.photos {
        let picture = picture(path)?;
        let read = read_page(&picture, &layouts, net)
            .map_err(|error| Failure::Photo { path: path.clone(), what: error.to_string() })?;
        pages.push(Photo { path: path.clone(), picture, read });
    }
    let (form, at) = form_of(&ground, &files, &layouts, &pages, arguments)?;
    let whose = read_station::whose(&layouts, &pages, arguments.station.as_deref())?;
    if files.follows_a_list(&form) {
        completed(&form, &files, (&mut layouts, at), &mut pages, net)?;
    }
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
        out::line(&serde_json::to_string(&as_json(&ground, &whose, &form, net, &pages, &taken, &sheet))?);
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

/// The profile's layouts.
pub(super) fn layouts(bundle: &election::ProfileBundle) -> Result<LayoutFiles, Failure> {
    let files = bundle.files.iter().filter(|(name, _)| name.starts_with("layouts/"));
    let parsed = files
        .map(|(name, text)| {
            LayoutFile::parse(text)
                .map_err(|error| Failure::Config { path: name.into(), what: error.to_string() })
        })
        .collect::<Result<_, Failure>>()?;
    LayoutFiles::new(parsed).map_err(|error| no_layout(&error))
}

pub(super) fn no_layout(error: &LayoutError) -> Failure {
    Failure::Config { path: "layouts".into(), what: error.to_string() }
}

/// The form whose pages these are, and its layout's position; they must all be of one.
fn form_of(
    ground: &Ground,
    files: &LayoutFiles,
    layouts: &[Layout],
    pages: &[Photo],
    arguments: &ReadPhotos,
) -> Result<(Form, usize), Failure> {
    let mut first: Option<(usize, &Photo)> = None;
    for photo in pages {
        let at = photo.read.found.layout;
        let name = |at: usize| layouts.get(at).map_or("", Layout::name).to_owned();
        match first {
            Some((one, other)) if one != at => {
                return Err(Failure::MixedForms {
                    one: (other.path.clone(), name(one)),
                    other: (photo.path.clone(), name(at)),
                });
            }
            Some(_) => {}
            None => first = Some((at, photo)),
        }
    }
    let unknown = || Failure::NoProfile { name: arguments.profile.clone(), known: String::new() };
    let (at, photo) = first.ok_or_else(unknown)?;
    let layout = layouts.get(at).ok_or_else(unknown)?;
    let contest = contest_of(ground, &layout.form)?;
    let plain = plain_form(&ground.profile, contest, &layout.form)?.ok_or_else(unknown)?;
    if !files.follows_a_list(&plain) {
        return Ok((plain, at));
    }
    let read = pages.iter().filter_map(|photo| photo.read.station.code()).map(|code| code.station.as_str());
    let station = arguments.station.as_deref().or_else(|| read.into_iter().next());
    let none = || Failure::NoStation { path: photo.path.clone(), form: layout.form.clone() };
    Ok((ground.form(contest, station.ok_or_else(none)?, files)?, at))
}

/// The contest that a form is of.
fn contest_of(ground: &Ground, form: &str) -> Result<ContestIx, Failure> {
    for (contest, _) in ground.profile.contests() {
        if plain_form(&ground.profile, contest, form)?.is_some() {
            return Ok(contest);
        }
    }
    Err(Failure::NoLayout { form: form.to_owned(), known: String::new() })
}

/// A contest's form of this id, without candidates.
fn plain_form(profile: &Profile, contest: ContestIx, id: &str) -> Result<Option<Form>, Failure> {
    for overseas in [false, true] {
        if let Some(form) = profile.station_form(contest, overseas)?
            && form.id.as_str() == id
        {
            return Ok(Some(form));
        }
    }
    Ok(None)
}

/// Pages that were found by their outline alone are read with what stands on them.
fn completed(
    form: &Form,
    files: &LayoutFiles,
    (layouts, at): (&mut [Layout], usize),
    pages: &mut [Photo],
    net: &Net,
) -> Result<(), Failure> {
    let own = files.of(form).map_err(|error| no_layout(&error))?;
    let Some(outline) = layouts.get_mut(at) else { return Ok(()) };
    if let Some(layout) = own.into_iter().find(|layout| layout.name() == outline.name()) {
        *outline = layout;
    }
    for photo in pages {
        photo.read = read_page(&photo.picture, std::slice::from_ref(&*outline), net)
            .map_err(|error| Failure::Photo { path: photo.path.clone(), what: error.to_string() })?;
        photo.read.found.layout = at;
    }
    Ok(())
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
    ground: &Ground,
    whose: &Whose,
    form: &Form,
    net: &Net,
    pages: &[Photo],
    taken: &[&Photo],
    sheet: &SheetRead,
) -> Value {
    let hash = Hash(net.hash()).to_hex();
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
        "reader": format!("saksi {} {hash}", env!("CARGO_PKG_VERSION")),
        "contest": ground.profile.contest_at(form.contest).id,
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
