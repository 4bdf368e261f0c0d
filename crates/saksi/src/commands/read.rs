//! `saksi read`: photos of forms into figures.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use election::{Form, Outcome};
use reader::Gray;
use reader::boxes::Net;
use reader::joint::Evidence;
use reader::json::accept_name;
use reader::layout::{Layout, LayoutError, LayoutFiles};
use reader::read::Judgement;
use reader::read::number::NumberEvidence;
use reader::read::page::{PageRead, read_page};
use reader::read::sheet::SheetRead;
use reader::read::together::{Apart, Together, contest_in, form_in, layout_of, together};
use reader::station::StationRead;

use super::ground::Ground;
use super::read_pictures;
use super::read_refusals;
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
    let judgement = judgement(&ground.bundle)?;
    let mut layouts = files.outlines();
    if let Some(name) = &arguments.contest {
        let contest = ground.contest(Some(name))?;
        layouts
            .retain(|layout| contest_in(&ground.profile, &layout.form).is_ok_and(|other| other == contest));
    }
    let net = Net::shipped();
    let mut pages: Vec<Photo> = Vec::new();
    for path in &arguments.photos {
        let picture = picture(path)?;
        let read = page(&picture, path, &layouts, net)?;
        pages.push(Photo { path: path.clone(), picture, read });
    }
    let form = form_of(&ground, &files, &mut layouts, &mut pages, arguments)?;
    let reads: Vec<&PageRead> = pages.iter().map(|photo| &photo.read).collect();
    let read = together(form, &layouts, &reads, arguments.station.as_deref(), &judgement)
        .map_err(|error| apart(error, &pages, &law(arguments)))?;
    let taken: Vec<&Photo> = read.taken.iter().filter_map(|at| pages.get(*at)).collect();
    pictures(arguments, &layouts, &taken, &read.sheet)?;
    if arguments.json {
        let names: Vec<String> = pages.iter().map(|photo| photo.path.display().to_string()).collect();
        let contest = &ground.profile.contest_at(read.form.contest).id;
        out::line(&reader::json::sheet(net, contest, &names, &reads, &read).to_string());
    } else {
        print(arguments, &read, &pages, &taken);
    }
    Ok(if read.sheet.accepted() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Whose forms are looked for: the election's folder, else the profile.
fn law(arguments: &ReadPhotos) -> String {
    arguments.folder.as_ref().map_or_else(|| arguments.profile.clone(), |folder| folder.display().to_string())
}

fn page(picture: &Gray, path: &Path, layouts: &[Layout], net: &Net) -> Result<PageRead, Failure> {
    read_page(picture, layouts, net)
        .map_err(|why| Failure::Photo { path: path.to_owned(), what: read_refusals::words(&why) })
}

/// The form whose pages these are. Pages of one that follows a list of candidates, found by their outline alone, are read again
/// with what stands on them.
fn form_of(
    ground: &Ground,
    files: &LayoutFiles,
    layouts: &mut [Layout],
    pages: &mut [Photo],
    arguments: &ReadPhotos,
) -> Result<Form, Failure> {
    let reads: Vec<&PageRead> = pages.iter().map(|photo| &photo.read).collect();
    let of = |error| apart(error, pages, &law(arguments));
    let at = layout_of(layouts, &reads).map_err(of)?;
    let id = layouts.get(at).map_or("", |layout| layout.form.as_str()).to_owned();
    if !files.is_template(&id) {
        return form_in(&ground.profile, &id).map_err(of);
    }
    let contest = contest_in(&ground.profile, &id).map_err(of)?;
    let code = reads.iter().find_map(|read| read.station.code()).map(|code| code.station.as_str());
    let station = arguments.station.as_deref().or(code);
    let path = pages.first().map(|photo| photo.path.clone()).unwrap_or_default();
    let station = station.ok_or(Failure::NoStation { path, form: id })?;
    let form = ground.form(contest, station, files)?;
    let own = files.of(&form).map_err(|error| no_layout(&error))?;
    let Some(outline) = layouts.get_mut(at) else { return Ok(form) };
    if let Some(layout) = own.into_iter().find(|layout| layout.name() == outline.name()) {
        *outline = layout;
    }
    for photo in pages {
        photo.read = page(&photo.picture, &photo.path, std::slice::from_ref(&*outline), Net::shipped())?;
        photo.read.found.layout = at;
    }
    Ok(form)
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
    LayoutFiles::of_profile(&bundle.files)
        .map_err(|(name, error)| Failure::Config { path: name.into(), what: error.to_string() })
}

/// How the profile wants photos judged.
pub(super) fn judgement(bundle: &election::ProfileBundle) -> Result<Judgement, Failure> {
    Judgement::of_profile(&bundle.files)
        .map_err(|error| Failure::Config { path: Judgement::FILE.into(), what: error.to_string() })
}

pub(super) fn no_layout(error: &LayoutError) -> Failure {
    Failure::Config { path: "layouts".into(), what: error.to_string() }
}

/// Why photos are not read together, by their names; `law` is the folder or profile that they are read by.
fn apart(error: Apart, pages: &[Photo], law: &str) -> Failure {
    let path = |at: usize| pages.get(at).map(|photo| photo.path.clone()).unwrap_or_default();
    match error {
        Apart::Forms { one, other } => {
            Failure::MixedForms { one: (path(one.0), one.1), other: (path(other.0), other.1) }
        }
        Apart::Page { photo, code, tag } => Failure::OtherPage { path: path(photo), code, tag },
        Apart::Station { photo, station, given } => {
            Failure::OtherStation { path: path(photo), station, given }
        }
        Apart::Stations { one, other } => {
            Failure::MixedStations { one: (path(one.0), one.1), other: (path(other.0), other.1) }
        }
        Apart::None => Failure::NoPhoto,
        Apart::NoForm { form, known } => Failure::NoForm { form, known, law: law.to_owned() },
        Apart::Profile(error) => error.into(),
    }
}

fn print(arguments: &ReadPhotos, read: &Together, pages: &[Photo], taken: &[&Photo]) {
    let Together { whose, missing, sheet, .. } = read;
    for photo in pages {
        let found = &photo.read.found;
        out::line(&say!("read-page", photo = photo.path.display().to_string(), page = u32::from(found.page)));
        if !taken.iter().any(|other| std::ptr::eq(*other, photo)) {
            out::line(&say!("read-page-again"));
        }
        for said in read_refusals::footing(&photo.read) {
            out::line(&said);
        }
        if photo.read.station == StationRead::Damaged {
            out::line(&say!("read-station-damaged"));
        }
    }
    if arguments.photos.len() > 1 && !missing.is_empty() {
        let pages: Vec<String> = missing.iter().map(u8::to_string).collect();
        out::line(&say!("read-pages-missing", pages = pages.join(", ")));
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
        say!("read-row-sums"),
        say!("read-words"),
        say!("read-do"),
    ]);
    for field in &sheet.fields {
        let seen = field.evidence.as_ref();
        let one = |value: Option<u16>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        let shown =
            |way: fn(&NumberEvidence) -> Option<&Evidence>| one(seen.and_then(way).map(Evidence::best));
        table.cells(vec![
            field.name.clone(),
            one(field.value),
            percent(field.confidence),
            one(seen.map(|seen| seen.boxes.best())),
            shown(|seen| seen.bubbles.as_ref()),
            shown(|seen| seen.strokes.as_ref()),
            shown(|seen| seen.row_sums.as_ref()),
            shown(|seen| seen.words.as_ref()),
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
