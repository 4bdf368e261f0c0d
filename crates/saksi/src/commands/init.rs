//! `saksi init`: an election's first entries.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use blobs::Blobs as _;
use election::{
    CandidateTable, ConstituencyTable, ContestIx, Election, Outlines, Places, Profile, ProfileBundle, Role,
};
use exchange::{Report, Source};
use ledger::{Entry, SigningKey};
use sequencer::{FolderLock, FolderStore, Sequencer};
use statement::{Blob, Body, Definition, Key, Moment, Pairs, Roster, encode_text, sign};
use tally::Replay;

use super::import::keep_report;
use super::{next, quoted};
use crate::cli::Init;
use crate::error::Failure;
use crate::folder::{Config, Folder};
use crate::keys::{self, Passphrase};
use crate::layout::Table;
use crate::out;
use crate::session::{now_ms, store};
use crate::texts::{Said as _, say};

mod profiles {
    include!(concat!(env!("OUT_DIR"), "/profiles.rs"));
}

/// Rows that don't fit, printed before the rest is only counted.
const SHOWN: usize = 10;

/// File name of the ledger's key.
pub const LOG_KEY: &str = "log";
/// File name of the first key.
pub const FIRST_KEY: &str = "commission";

/// What an election is made of.
struct Material {
    /// The profile's files.
    bundle: ProfileBundle,
    /// Canonical CSV.
    regions: Vec<u8>,
    /// Canonical CSV.
    stations: Vec<u8>,
    /// Canonical CSV.
    constituencies: Option<Vec<u8>>,
    /// Canonical CSV.
    candidates: Option<Vec<u8>>,
    /// Canonical CSV.
    outlines: Option<Vec<u8>>,
    /// Contests to expect.
    contests: Vec<String>,
    /// Name of the election.
    name: String,
    /// The ledger's origin.
    origin: String,
    /// Whether it is a practice.
    practice: bool,
}

/// Runs the command.
pub fn run(arguments: &Init) -> Result<(), Failure> {
    let bundle = find_profile(&arguments.profile)?;
    let profile = Profile::from_bundle(&bundle)?;
    let mut report = Report::default();
    let places = read_places(&profile, arguments, &mut report)?;
    let mut table = |path: &Option<std::path::PathBuf>| match path {
        Some(path) => read_table(&profile, path, &mut report).map(Some),
        None => Ok(None),
    };
    let (constituencies, candidates) = (table(&arguments.constituencies)?, table(&arguments.candidates)?);
    let outlines = read_outlines(&places, &arguments.outlines, &mut report)?;
    let contests = match arguments.contests.as_slice() {
        [] => profile.contests().next().map(|(_, contest)| contest.id.clone()).into_iter().collect(),
        named => named.to_vec(),
    };
    let origin = arguments.origin.clone().unwrap_or_else(|| format!("localhost/{}/ledger", profile.id));
    let material = Material {
        bundle,
        regions: places.regions_csv().into_bytes(),
        stations: places.stations_csv().into_bytes(),
        constituencies,
        candidates,
        outlines,
        contests,
        name: profile.id.clone(),
        origin,
        practice: arguments.practice,
    };
    let passphrase = Passphrase::for_new_keys()?;
    let config = Config {
        election: profile.id.clone(),
        origin: material.origin.clone(),
        listen: "127.0.0.1:8080".to_owned(),
        tables: true,
        store: None,
        services: None,
        mirrors: Vec::new(),
        bundle_at: Some("18:00".to_owned()),
    };
    let folder = Folder::create(&arguments.folder, config)?;
    let size = begin(&folder, &material, &passphrase)?;
    tell(&folder, &material, &places, size, passphrase.seals());
    tell_problems(&folder, &report)?;
    if places.stations().is_empty() {
        out::line(&say!("init-no-stations"));
    }
    if !passphrase.seals() {
        out::line(&say!("init-not-sealed", folder = folder.keys(), variable = keys::PASSPHRASE));
        out::gap();
    }
    next(&[
        format!("saksi import kpu {} --into {}", say!("word-file"), quoted(&arguments.folder)),
        format!("saksi publish {}", quoted(&arguments.folder)),
    ]);
    Ok(())
}

fn tell(folder: &Folder, material: &Material, places: &Places, size: u64, sealed: bool) {
    out::line(&say!("init-done", folder = folder.root()));
    out::gap();
    let mut table = Table::of_words();
    table.row([say!("init-law"), material.name.clone()]);
    table.row([say!("init-regions"), places.regions().len().said()]);
    table.row([say!("init-stations"), places.stations().len().said()]);
    table.row([say!("init-contests"), material.contests.join(", ")]);
    table.row([say!("init-ledger"), say!("init-ledger-begins", origin = material.origin, size = size)]);
    let seal = if sealed { say!("init-keys-sealed") } else { say!("init-keys-plain") };
    table.row([say!("init-keys"), format!("{} ({seal})", folder.keys().display())]);
    table.print();
    out::gap();
}

/// Rows of the lists that were left out: the first few here, all of them in a report.
fn tell_problems(folder: &Folder, report: &Report) -> Result<(), Failure> {
    let Some(path) = keep_report(folder, Path::new("init"), report)? else { return Ok(()) };
    out::line(&say!("init-left-out", count = report.problems.len(), report = path));
    for problem in report.problems.iter().take(SHOWN) {
        out::line(&say!(
            "init-problem",
            file = problem.file,
            line = problem.line.to_string(),
            why = problem.why
        ));
    }
    if report.problems.len() > SHOWN {
        out::line(&say!("init-more", count = report.problems.len() - SHOWN));
    }
    out::gap();
    Ok(())
}

/// Writes an election's first entries: definition, the importers' keys, roster. Returns the ledger's size.
fn begin(folder: &Folder, material: &Material, passphrase: &Passphrase) -> Result<u64, Failure> {
    let profile = Profile::from_bundle(&material.bundle)?;
    let places = Places::parse(&profile, &material.regions, &material.stations)?;
    let constituencies = material.constituencies.as_deref().map(ConstituencyTable::parse).transpose()?;
    let candidates = material.candidates.as_deref().map(CandidateTable::parse).transpose()?;
    let election = Election::new(profile, places, constituencies, candidates)?;
    let contests = contest_ixs(&election.profile, &material.contests)?;

    let make = |file: &str, name: &str| keys::create(folder, file, name, passphrase);
    let log = make(LOG_KEY, &material.origin)?;
    let definer = role(&election.profile, |role| role.may_sign("definition"), "definition")?;
    let nation = election.profile.nation.code;
    let first = make(FIRST_KEY, &format!("{}/{nation}", definer.id))?;

    let now = now_ms();
    let at = moment(now, &election.profile)?;
    let header = election.profile.header.clone();
    let definition = definition(folder, material, &log, &first, &definer.id, at)?;
    let definition = sign(&encode_text(&header, &definition.body())?, &[&first])?;

    let mut notes = Vec::new();
    let importer = role(&election.profile, |role| role.restates, "importer")?;
    for source in &election.profile.sources {
        let name = format!("{}/{}", importer.id, source.id);
        let key = make(&format!("{}-{}", importer.id, source.id), &name)?;
        let vkey = key.verifying_key().to_string();
        let body = Body::Key(Key {
            key: &vkey,
            role: &importer.id,
            scope: nation.as_str(),
            source: Some(&source.id),
            at,
        });
        notes.push(sign(&encode_text(&header, &body)?, &[&first, &key])?);
    }
    notes.push(roster(&election, &material.contests, &contests, &header, &first, at)?);

    let lock = FolderLock::open(folder.head())?;
    let mut sequencer = Sequencer::create(store(folder), lock, log, now)?;
    let committed = append(&mut sequencer, std::slice::from_ref(&definition), now + 1)?;
    let entry = Entry { time_ms: committed, batch: 1, note: &definition }.encode();
    let mut replay = Replay::begin(&entry, &|hash| folder.blob(hash))?;
    let admission = replay.admit(notes, committed + 1);
    if let Some((position, reason)) = admission.refused.first() {
        return Err(Failure::Beginning { position: *position, what: reason.to_string() });
    }
    append(&mut sequencer, &admission.accepted, committed + 1)?;
    folder.seal()?;
    Ok(sequencer.size())
}

/// The policy (C2SP `tlog-policy`) that trusts a ledger's own key and asks for no cosignatures.
pub fn policy(log_key: &str) -> String {
    format!("log {log_key}\nquorum none\n")
}

fn append(
    sequencer: &mut Sequencer<FolderStore, FolderLock>,
    notes: &[Vec<u8>],
    time_ms: u64,
) -> Result<u64, Failure> {
    Ok(sequencer.append(notes, time_ms)?.time_ms)
}

struct DefinitionText {
    name: String,
    profile: Vec<u8>,
    regions: Vec<u8>,
    stations: Vec<u8>,
    constituencies: Option<Vec<u8>>,
    candidates: Option<Vec<u8>>,
    outlines: Option<Vec<u8>>,
    log: String,
    key: String,
    role: String,
    practice: bool,
    at: Moment,
}

impl DefinitionText {
    fn body(&self) -> Body<'_> {
        let csv = |bytes: &Vec<u8>| Blob::of(bytes, "text/csv");
        Body::Definition(Definition {
            election: &self.name,
            practice: self.practice,
            profile: Blob::of(&self.profile, "application/json"),
            regions: csv(&self.regions),
            stations: csv(&self.stations),
            constituencies: self.constituencies.as_ref().map(csv),
            candidates: self.candidates.as_ref().map(csv),
            outlines: self.outlines.as_ref().map(csv),
            log: &self.log,
            key: &self.key,
            role: &self.role,
            at: self.at,
        })
    }
}

fn definition(
    folder: &Folder,
    material: &Material,
    log: &SigningKey,
    first: &SigningKey,
    role: &str,
    at: Moment,
) -> Result<DefinitionText, Failure> {
    let text = DefinitionText {
        name: material.name.clone(),
        profile: material.bundle.to_json().into_bytes(),
        regions: material.regions.clone(),
        stations: material.stations.clone(),
        constituencies: material.constituencies.clone(),
        candidates: material.candidates.clone(),
        outlines: material.outlines.clone(),
        log: log.verifying_key().to_string(),
        key: first.verifying_key().to_string(),
        role: role.to_owned(),
        practice: material.practice,
        at,
    };
    // A blob is durable before the statement that names it is accepted.
    let optional = [text.constituencies.as_ref(), text.candidates.as_ref(), text.outlines.as_ref()];
    for bytes in
        [&text.profile, &text.regions, &text.stations].into_iter().chain(optional.into_iter().flatten())
    {
        folder.own_blobs()?.keep_bytes(bytes)?;
    }
    Ok(text)
}

fn roster(
    election: &Election,
    ids: &[String],
    contests: &[ContestIx],
    header: &str,
    key: &SigningKey,
    at: Moment,
) -> Result<Vec<u8>, Failure> {
    let nation = election.places.nation();
    let expected = ids
        .iter()
        .zip(contests)
        .map(|(id, ix)| (id.as_str(), election.stations_holding(*ix, nation).count() as u64))
        .collect();
    let body = Body::Roster(Roster {
        contests: ids.iter().map(String::as_str).collect(),
        expected: Pairs::new(expected).map_err(|name| Failure::NoContest {
            name: say!("word-twice", name = name),
            known: ids.join(", "),
        })?,
        at,
    });
    Ok(sign(&encode_text(header, &body)?, &[key])?)
}

fn contest_ixs(profile: &Profile, ids: &[String]) -> Result<Vec<ContestIx>, Failure> {
    let known = || profile.contests().map(|(_, contest)| contest.id.as_str()).collect::<Vec<_>>().join(", ");
    ids.iter()
        .map(|id| profile.contest(id).ok_or_else(|| Failure::NoContest { name: id.clone(), known: known() }))
        .collect()
}

pub fn role<'p>(profile: &'p Profile, is: impl Fn(&Role) -> bool, what: &str) -> Result<&'p Role, Failure> {
    profile.roles.iter().find(|role| is(role)).ok_or_else(|| Failure::Config {
        path: "profile.toml".into(),
        what: say!("config-no-role", may = what),
    })
}

/// A moment in the profile's time.
pub fn moment(unix_ms: u64, profile: &Profile) -> Result<Moment, Failure> {
    let seconds = i64::try_from(unix_ms / 1000).unwrap_or(0);
    let offset = i16::try_from(profile.utc_offset_minutes).unwrap_or(0);
    Moment::new(seconds, offset)
        .map_err(|error| Failure::Config { path: "profile.toml".into(), what: error.to_string() })
}

/// A profile by its id, or by the folder it lies in.
pub fn find_profile(name: &str) -> Result<ProfileBundle, Failure> {
    if let Some((_, files)) = profiles::PROFILES.iter().find(|(id, _)| *id == name) {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        return Ok(ProfileBundle { files });
    }
    let folder = Path::new(name);
    if folder.join("profile.toml").is_file() {
        let mut files = BTreeMap::new();
        collect(folder, folder, &mut files)?;
        return Ok(ProfileBundle { files });
    }
    let known: Vec<&str> = profiles::PROFILES.iter().map(|(id, _)| *id).collect();
    Err(Failure::NoProfile { name: name.to_owned(), known: known.join(", ") })
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::file("listing", folder, error))?;
    for entry in entries {
        let path = entry.map_err(|error| Failure::file("listing", folder, error))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| Failure::file("reading", &path, error))?;
        let relative = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.insert(relative, text);
    }
    Ok(())
}

fn read_places(profile: &Profile, arguments: &Init, report: &mut Report) -> Result<Places, Failure> {
    if let Some(places) = canonical_places(profile, arguments)? {
        return Ok(places);
    }
    let mut list = exchange::kpu::places::PlaceList::new(profile);
    for path in [&arguments.places, &arguments.stations].into_iter().flatten() {
        let name = path.display().to_string();
        let mut file = fs::File::open(path).map_err(|error| Failure::file("opening", path, error))?;
        match exchange::detect(&head_of(path)?) {
            Some(Source::Regions) => list.regions(&name, &mut file, report),
            Some(Source::Stations) => list.stations(&name, &mut file, report),
            Some(
                Source::StationRows
                | Source::Versions
                | Source::OfficialTotals
                | Source::Json
                | Source::Constituencies
                | Source::Candidates,
            )
            | None => return Err(Failure::UnknownFile(path.clone())),
        }
    }
    Ok(list.finish(report)?)
}

/// Saksi's own tables, as they are: `code,name,level,parent,source_id` and `code,name,region,source_id`.
fn canonical_places(profile: &Profile, arguments: &Init) -> Result<Option<Places>, Failure> {
    let (Some(regions), Some(stations)) = (&arguments.places, &arguments.stations) else { return Ok(None) };
    if !head_of(regions)?.starts_with(b"code,name,level,") {
        return Ok(None);
    }
    let read = |path: &Path| fs::read(path).map_err(|error| Failure::file("reading", path, error));
    Ok(Some(Places::parse(profile, &read(regions)?, &read(stations)?)?))
}

/// The first bytes of a file, enough to tell what it is.
pub fn head_of(path: &Path) -> Result<Vec<u8>, Failure> {
    use std::io::Read as _;
    let mut head = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(8192).read_to_end(&mut head))
        .map_err(|error| Failure::file("reading", path, error))?;
    Ok(head)
}

/// The outlines of all files, as their canonical table; none where no file is given.
fn read_outlines(
    places: &Places,
    files: &[std::path::PathBuf],
    report: &mut Report,
) -> Result<Option<Vec<u8>>, Failure> {
    let mut outlines = Outlines::default();
    for path in files {
        let bytes = fs::read(path).map_err(|error| Failure::file("reading", path, error))?;
        exchange::geojson::outlines(&path.display().to_string(), &bytes, places, &mut outlines, report);
    }
    if outlines.is_empty() && !files.is_empty() {
        out::line(&say!("init-no-outlines"));
    }
    Ok((!outlines.is_empty()).then(|| outlines.to_csv().into_bytes()))
}

fn read_table(profile: &Profile, path: &Path, report: &mut Report) -> Result<Vec<u8>, Failure> {
    // The profile's own constituencies come with their seats; an imported table doesn't know those.
    let in_profile = |contest: &str| profile.constituencies.rows.iter().any(|row| row.contest == contest);
    let name = path.display().to_string();
    let head = head_of(path)?;
    if head.starts_with(b"contest,") {
        return fs::read(path).map_err(|error| Failure::file("reading", path, error));
    }
    let mut file = fs::File::open(path).map_err(|error| Failure::file("opening", path, error))?;
    match exchange::detect(&head) {
        Some(Source::Constituencies) => {
            Ok(exchange::kpu::tables::constituencies(&name, &mut file, &in_profile, report)
                .to_csv()
                .into_bytes())
        }
        Some(Source::Candidates) => {
            Ok(exchange::kpu::tables::candidates(&name, &mut file, report).to_csv().into_bytes())
        }
        Some(
            Source::StationRows
            | Source::Versions
            | Source::OfficialTotals
            | Source::Json
            | Source::Regions
            | Source::Stations,
        )
        | None => Err(Failure::UnknownFile(path.to_owned())),
    }
}
