//! `saksi import scans`: a stack of scanned pages, stations and contests mixed, into captures and readings. Which sheet a page is
//! of, its printed code says; what the reader is unsure of, the officers' desk gives to people.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use blobs::Blobs;
use election::Form;
use exchange::report::Spot;
use exchange::{Report, What};
use ledger::{Hash, SigningKey, sha256};
use rayon::prelude::*;
use reader::boxes::Net;
use reader::layout::{Layout, LayoutFile, LayoutFiles};
use reader::read::Judgement;
use reader::read::page::read_page;
use reader::read::photos::{Photos, Says, Told};
use reader::station::StationCode;
use sequencer::{FolderLock, FolderStore, LedgerReader, Sequencer};
use statement::{
    Blob, Body, Capture, HexHash, Machine, Pairs, ReadBy, Reading, UnreadText, encode_text, sign,
    statement_id,
};

use super::ground::Ground;
use super::import::{Imported, keep_report};
use super::init::{LOG_KEY, moment};
use super::read::{judgement, layouts, no_layout};
use super::read_refusals;
use crate::cli::ImportScans;
use crate::client::{Client, DeskError, Took};
use crate::error::Failure;
use crate::folder::Folder;
use crate::keys::{self, Passphrase};
use crate::progress::Bar;
use crate::session::{Session, definition_id, held_by_another, now_ms, store, writer};
use crate::texts::say;

/// A page that says which sheet it is of. Its bytes stay in its file until its sheet is read: a stack may be larger than any memory.
struct Scan {
    path: PathBuf,
    hash: Hash,
    media: &'static str,
    code: StationCode,
}

/// A sheet's pages that came in.
struct Sheet<'a> {
    form: Form,
    station: String,
    pages: Vec<&'a Scan>,
}

/// Signed notes with their ids, or the file they can't be made of and why.
type Notes = Result<Vec<(Vec<u8>, Hash)>, (PathBuf, String)>;

/// Everything that photos are read by.
struct Law {
    ground: Ground,
    files: LayoutFiles,
    /// Names of each layout file's layouts, and the file's hash.
    hashes: Vec<(Vec<String>, Hash)>,
    judgement: Judgement,
    net: &'static Net,
}

/// Takes in all pages below a folder.
pub fn import(folder: &Folder, arguments: &ImportScans) -> Result<Imported, Failure> {
    let passphrase = Passphrase::for_existing_keys();
    let key = keys::open(folder, &arguments.key, &passphrase)?;
    let mut ledger = Ledger::open(folder, arguments.to.as_deref(), &passphrase)?;
    let mut session = Session::open(folder, &store(folder))?;
    ledger.is_that_of(folder, &session)?;
    let law = Law::new(Ground::open(Some(folder.root()), "")?)?;
    let blobs = folder.all_blobs()?;
    let mut report = Report::default();
    let scans = scans(&arguments.source, &law, &mut report)?;
    let sheets = sheets(&law, &scans, &mut report);
    let mut imported = Imported::default();
    let bar = Bar::new(say!("bar-reading-scans"), sheets.len() as u64);
    let notes: Vec<Notes> = sheets
        .par_iter()
        .map(|sheet| {
            let notes = notes(&law, blobs.as_ref(), &key, sheet);
            bar.advance(1);
            notes
        })
        .collect();
    let own = session.replay.keyring.position_of(key.verifying_key());
    for notes in notes {
        let notes = match notes {
            Ok(notes) => notes,
            Err((path, why)) => {
                refuse(&mut report, &path, &why);
                continue;
            }
        };
        // What is in already is known by its id, whenever it is said again.
        let said = |id: Hash| own.is_some_and(|own| session.replay.tally.has_said(own, id));
        let (known, new): (Vec<_>, Vec<_>) = notes.into_iter().partition(|(_, id)| said(*id));
        imported.known += known.len() as u64;
        if new.is_empty() {
            continue;
        }
        let new = new.into_iter().map(|(note, _)| note).collect();
        for took in ledger.take(&mut session, new)? {
            match took {
                Took::New => imported.added += 1,
                Took::Known => imported.known += 1,
                Took::Refused { code: _, detail } => {
                    imported.refused += 1;
                    refuse(&mut report, &arguments.source, &detail);
                }
            }
        }
    }
    imported.unusable = report.refused() as u64;
    imported.size = LedgerReader::new(&store(folder)).checkpoint()?.map_or(0, |head| head.checkpoint.size);
    imported.counts.insert("pages".to_owned(), scans.len() as u64);
    imported.counts.insert("sheets".to_owned(), sheets.len() as u64);
    imported.report = keep_report(folder, &arguments.source, &report)?;
    Ok(imported)
}

/// Who writes the ledger: this run, or the desk that runs beside it. Photos lie in the folder's blobs before what names them is stated, either
/// way: the desk looks for them there.
enum Ledger {
    Own(Box<Sequencer<FolderStore, FolderLock>>),
    Desk {
        client: Client,
        /// Where nobody named the desk: why this run can't write, which is told if there is no desk of this ledger.
        locked: Option<Box<Failure>>,
    },
}

/// Bytes of the file with a desk's address at most.
const ADDRESS: u64 = 128;

impl Ledger {
    /// The desk that is named; else this run, or, where another process has the ledger, the desk that says so in the folder.
    fn open(folder: &Folder, to: Option<&str>, passphrase: &Passphrase) -> Result<Ledger, Failure> {
        if let Some(url) = to {
            return Ok(Ledger::Desk { client: Client::new(url)?, locked: None });
        }
        match writer(folder, keys::open(folder, LOG_KEY, passphrase)?) {
            Ok(sequencer) => Ok(Ledger::Own(Box::new(sequencer))),
            Err(failure) if held_by_another(&failure).is_some() => {
                let mut address = String::new();
                let file = fs::File::open(folder.desk_address());
                let read = file.and_then(|file| file.take(ADDRESS).read_to_string(&mut address));
                match read.ok().and_then(|_| Client::listening(&address).ok()) {
                    Some(client) => Ok(Ledger::Desk { client, locked: Some(Box::new(failure)) }),
                    // It is no desk that has the ledger, or one that has only just begun.
                    None => Err(failure),
                }
            }
            Err(failure) => Err(failure),
        }
    }

    /// Makes sure that a desk is that of the folder: at an address that another left behind there may be any.
    fn is_that_of(&mut self, folder: &Folder, session: &Session) -> Result<(), Failure> {
        let Ledger::Desk { client, locked } = self else { return Ok(()) };
        let station = session.replay.election().places.stations().first().ok_or(Failure::EmptyLedger)?;
        let asked = client.has_ledger(&definition_id(&store(folder))?, &station.code.to_string());
        asked.map_err(|error| {
            // The address was left behind: what has the ledger is something else.
            let stale = match error {
                DeskError::NoAnswer { .. } | DeskError::Strange { .. } | DeskError::OtherLedger { .. } => {
                    true
                }
                DeskError::Address(_) | DeskError::OpenLine(_) | DeskError::Refused(_) => false,
            };
            match locked.take_if(|_| stale) {
                Some(failure) => *failure,
                None => error.into(),
            }
        })
    }

    /// Has notes taken in, in their order; what became of each.
    fn take(&mut self, session: &mut Session, notes: Vec<Vec<u8>>) -> Result<Vec<Took>, Failure> {
        match self {
            Ledger::Desk { client, .. } => notes.iter().map(|note| Ok(client.state(note)?)).collect(),
            Ledger::Own(sequencer) => {
                let time_ms = now_ms().max(session.replay.tally.last_ms() + 1);
                let admission = session.replay.admit(notes, time_ms);
                session.replay.tally.take_changes();
                if !admission.accepted.is_empty() {
                    sequencer.append(&admission.accepted, time_ms)?;
                }
                let refused = admission
                    .refused
                    .iter()
                    .map(|(_, reason)| Took::Refused { code: String::new(), detail: reason.to_string() });
                Ok(admission.accepted.iter().map(|_| Took::New).chain(refused).collect())
            }
        }
    }
}

fn refuse(report: &mut Report, path: &Path, why: &str) {
    let spot = Spot { file: &path.display().to_string(), line: 0, content: "" };
    report.refuse(spot, What::Unreadable, why.to_owned());
}

/// Reads the codes of all pages. What is no page, or says nothing of whose it is, is reported by its name.
fn scans(source: &Path, law: &Law, report: &mut Report) -> Result<Vec<Scan>, Failure> {
    let mut paths = Vec::new();
    files(source, &mut paths)?;
    paths.sort();
    let outlines = law.files.outlines();
    let bar = Bar::new(say!("bar-finding-pages"), paths.len() as u64);
    let found: Vec<Result<Scan, (PathBuf, String)>> = paths
        .into_par_iter()
        .map(|path| {
            let scan = scan(&path, &outlines, law.net);
            bar.advance(1);
            scan.map_err(|why| (path, why))
        })
        .collect();
    let mut known = HashSet::new();
    let mut scans = Vec::new();
    for one in found {
        match one {
            Ok(scan) if known.insert(scan.hash) => scans.push(scan),
            Ok(scan) => refuse(report, &scan.path, &say!("scan-twice")),
            Err((path, why)) => refuse(report, &path, &why),
        }
    }
    Ok(scans)
}

fn files(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::file("listing", folder, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Failure::file("listing", folder, error))?;
        let kind = entry.file_type().map_err(|error| Failure::file("listing", folder, error))?;
        if kind.is_dir() {
            files(&entry.path(), paths)?;
        } else if kind.is_file() {
            paths.push(entry.path());
        }
    }
    Ok(())
}

fn scan(path: &Path, outlines: &[Layout], net: &Net) -> Result<Scan, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let picture = reader::decode::decode(&bytes).map_err(|error| error.to_string())?;
    let page = read_page(&picture, outlines, net).map_err(|why| read_refusals::words(&why))?;
    let code = page.station.code().cloned().ok_or_else(|| say!("scan-no-code"))?;
    let media = if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" };
    Ok(Scan { path: path.to_owned(), hash: sha256(&bytes), media, code })
}

impl Scan {
    /// The page's bytes once more; other bytes than those whose code was read are another page.
    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let bytes = fs::read(&self.path).map_err(|error| Failure::file("reading", &self.path, error))?;
        if sha256(&bytes) == self.hash {
            return Ok(bytes);
        }
        Err(Failure::Photo { path: self.path.clone(), what: say!("scan-changed") })
    }
}

/// Pages by the sheet they are of.
fn sheets<'a>(law: &Law, scans: &'a [Scan], report: &mut Report) -> Vec<Sheet<'a>> {
    let mut by_sheet: BTreeMap<(&str, &str), Vec<&Scan>> = BTreeMap::new();
    for scan in scans {
        by_sheet.entry((&scan.code.station, &scan.code.form)).or_default().push(scan);
    }
    let mut sheets = Vec::new();
    for ((station, form), mut pages) in by_sheet {
        pages.sort_by_key(|scan| scan.code.page);
        let contest = law.ground.profile.contests().map(|(ix, _)| ix);
        let mut forms = contest.filter_map(|ix| law.ground.form(ix, station, &law.files).ok());
        match forms.find(|one| named(law, one, form)) {
            Some(form) => sheets.push(Sheet { form, station: station.to_owned(), pages }),
            None => {
                for scan in pages {
                    refuse(report, &scan.path, &say!("scan-no-sheet", form = form, station = station));
                }
            }
        }
    }
    sheets
}

/// Whether a code of this name is on the form's pages.
fn named(law: &Law, form: &Form, name: &str) -> bool {
    law.files.of(form).is_ok_and(|layouts| layouts.iter().any(|layout| layout.name() == name))
}

/// A sheet's captures and its reading, signed; its photos are kept first.
fn notes(law: &Law, blobs: &dyn Blobs, key: &SigningKey, sheet: &Sheet<'_>) -> Notes {
    let path = sheet.pages.first().map(|scan| scan.path.clone()).unwrap_or_default();
    made(law, blobs, key, sheet).map_err(|failure| (path, failure.to_string()))
}

fn made(
    law: &Law,
    blobs: &dyn Blobs,
    key: &SigningKey,
    sheet: &Sheet<'_>,
) -> Result<Vec<(Vec<u8>, Hash)>, Failure> {
    let profile = &law.ground.profile;
    let (form, station) = (&sheet.form, sheet.station.as_str());
    let contest = profile.contest_at(form.contest).id.as_str();
    let layouts = law.files.of(form).map_err(|error| no_layout(&error))?;
    let own = sheet.pages.first().map_or("", |scan| scan.code.form.as_str());
    let layout = layouts.iter().find(|layout| layout.name() == own);
    let layout = layout.ok_or_else(|| Failure::NoStation { path: PathBuf::new(), form: own.to_owned() })?;
    let apart = |error: reader::read::photos::OtherSheet| Failure::Photo {
        path: sheet.pages.first().map(|scan| scan.path.clone()).unwrap_or_default(),
        what: error.to_string(),
    };
    let mut photos = Photos::new(form, layout, station, law.net, &law.judgement).map_err(apart)?;
    let mut bodies = Vec::new();
    let mut named = Vec::new();
    for scan in &sheet.pages {
        let bytes = scan.bytes()?;
        photos.add(&bytes).map_err(apart)?;
        blobs.keep_bytes(&bytes)?;
        let blob = Blob { sha256: HexHash(scan.hash), bytes: bytes.len() as u64, media: scan.media };
        // The page's own time, so that the same page says the same again.
        let at = moment(written_ms(&scan.path), profile)?;
        bodies.push(Body::Capture(Capture { contest, station, page: scan.code.page, photo: blob, at }));
        named.push(HexHash(scan.hash));
    }
    let told = photos.told();
    let newest = sheet.pages.iter().map(|scan| written_ms(&scan.path)).max().unwrap_or(0);
    let at = moment(newest, profile)?;
    bodies.push(reading(law, contest, station, layout, named, &told, at)?);
    let mut notes = Vec::new();
    for body in &bodies {
        let text = encode_text(&profile.header, body)?;
        notes.push((sign(&text, &[key])?, statement_id(&text)));
    }
    Ok(notes)
}

fn reading<'a>(
    law: &Law,
    contest: &'a str,
    station: &'a str,
    layout: &Layout,
    captures: Vec<HexHash>,
    told: &'a Told,
    at: statement::Moment,
) -> Result<Body<'a>, Failure> {
    let (mut values, mut unread) = (Vec::new(), Vec::new());
    let (mut method, mut confidence) = (Vec::new(), Vec::new());
    for field in &told.fields {
        match &field.says {
            Says::Number { value, method: way, confidence: share, accept: _ } => {
                values.push((field.name.as_str(), u32::from(*value)));
                method.push((field.name.as_str(), way.as_str()));
                confidence.push((field.name.as_str(), *share));
            }
            Says::Nothing(why) => unread.push((field.name.as_str(), UnreadText(*why))),
        }
    }
    let no_file = || Failure::Config { path: "layouts".into(), what: layout.name().to_owned() };
    let file = law.file_of(layout).ok_or_else(no_file)?;
    let twice = |name: &str| Failure::Config { path: "layouts".into(), what: name.to_owned() };
    Ok(Body::Reading(Reading {
        contest,
        station,
        captures,
        reader: ReadBy::Machine(Machine {
            version: reader::VERSION,
            weights: HexHash(Hash(reader::weights(law.net))),
            layout: HexHash(file),
        }),
        values: Pairs::new(values).map_err(twice)?,
        unread: Pairs::new(unread).map_err(twice)?,
        method: Pairs::new(method).map_err(twice)?,
        confidence: Pairs::new(confidence).map_err(twice)?,
        wrong: Some(told.wrong),
        at,
    }))
}

impl Law {
    fn new(ground: Ground) -> Result<Law, Failure> {
        let (files, judgement) = (layouts(&ground.bundle)?, judgement(&ground.bundle)?);
        let mut hashes = Vec::new();
        for (_, text) in ground.bundle.files.iter().filter(|(name, _)| name.starts_with("layouts/")) {
            let one = LayoutFile::parse(text).and_then(|file| LayoutFiles::new(vec![file]));
            hashes.push((one.map_err(|error| no_layout(&error))?.names(), sha256(text.as_bytes())));
        }
        Ok(Law { ground, files, hashes, judgement, net: Net::shipped() })
    }

    /// The hash of the file that a layout stands in.
    fn file_of(&self, layout: &Layout) -> Option<Hash> {
        let own = self.hashes.iter().find(|(names, _)| names.iter().any(|name| name == layout.name()));
        own.map(|(_, hash)| *hash)
    }
}

/// When a file was last written, milliseconds since 1970: what stands for the time of the scan.
fn written_ms(path: &Path) -> u64 {
    let written = fs::metadata(path).and_then(|file| file.modified()).ok();
    let since = written.and_then(|written| written.duration_since(std::time::UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_millis()).ok()).unwrap_or(0)
}
