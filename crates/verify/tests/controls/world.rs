//! A small publication, made as an operator makes one: entries, a ledger, cuts. The operator may be dishonest: it holds
//! the log's key and logs and signs whatever a test wants.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use election::{Code, Places, Profile, ProfileBundle, RegionRow, StationRow, Text};
use ledger::{
    Checkpoint, Edge, Entry, Hash, KeyKind, KeyName, Policy, SignedCheckpoint, SigningKey, bundles_for_size,
    cosignature, encode_bundle, leaf_hash, sha256,
};
use publish::Publisher;
use record::{Cut, KeysByPlace, Renderer, View};
use tally::{Replay, Trust};
use verify::{Finding, Found, Listed, ListedKind, Options, Report, Source, SourceError, Unreadable, verify};

pub const ORIGIN: &str = "count.example/2024";
/// Time of the first batch, unix milliseconds.
pub const START: u64 = 1_707_900_000_000;
pub const STATIONS: [&str; 6] =
    ["1101012001001", "1101012001002", "1101012002001", "1271012001001", "1271012001002", "1271012001901"];
/// Statements that make the ledger longer than one bundle.
pub const PADDING: usize = 256;

pub const PHOTO: &[u8] = b"a photo of page one";
pub const REDACTED: &[u8] = b"a photo with a face on it";
pub const REGISTER: &[u8] = b"topology: three machines\n";
pub const UNSEEN: &[u8] = b"a photo nobody has brought";

/// A publication: its files by path.
#[derive(Clone)]
pub struct Files(pub BTreeMap<String, Vec<u8>>);

impl Source for Files {
    fn read(&self, path: &str, at_most: u64, bytes: &mut Vec<u8>) -> Result<Found, SourceError> {
        bytes.clear();
        let Some(file) = self.0.get(path) else { return Ok(Found::Absent) };
        bytes.extend(file.iter().take(usize::try_from(at_most).unwrap().saturating_add(1)));
        Ok(if file.len() as u64 > at_most { Found::Longer } else { Found::Whole })
    }
    fn list(&self, folder: &str) -> Result<Option<Vec<Listed>>, SourceError> {
        let mut listed = BTreeMap::new();
        for path in self.0.keys() {
            let below = if folder.is_empty() {
                Some(path.as_str())
            } else {
                path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'))
            };
            let Some(below) = below else { continue };
            match below.split_once('/') {
                Some((name, _)) => listed.insert(name.to_owned(), ListedKind::Folder),
                None => listed.insert(below.to_owned(), ListedKind::File),
            };
        }
        Ok(Some(listed.into_iter().map(|(name, kind)| Listed { name, kind }).collect()))
    }
    fn name(&self) -> String {
        "a test".to_owned()
    }
}

impl Files {
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.0.get(path).unwrap_or_else(|| panic!("{path} is not there")).clone()).unwrap()
    }

    /// Replaces a text inside a file, which must be there.
    pub fn replace(&mut self, path: &str, from: &str, to: &str) {
        let text = self.text(path);
        assert!(text.contains(from), "{path} holds no {from}: {text}");
        self.0.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
    }

    /// Changes one byte of a file.
    pub fn flip(&mut self, path: &str, at: usize) {
        let bytes = self.0.get_mut(path).unwrap_or_else(|| panic!("{path} is not there"));
        bytes[at] ^= 1;
    }

    pub fn remove(&mut self, path: &str) {
        assert!(self.0.remove(path).is_some(), "{path} is not there");
    }

    /// Writes them into a folder.
    pub fn write(&self, root: &Path) {
        for (path, bytes) in &self.0 {
            put(&root.join(path), bytes);
        }
    }

    /// The one path that holds all of these.
    pub fn path(&self, parts: &[&str]) -> String {
        let mut found = self.0.keys().filter(|path| parts.iter().all(|part| path.contains(part)));
        found.next().unwrap_or_else(|| panic!("no path with {parts:?}: {:#?}", self.0.keys())).clone()
    }

    pub fn verify(&self) -> Report {
        self.try_verify(Some(&policy()), None).unwrap()
    }

    /// The same, with the photos read again.
    pub fn reread(&self) -> Report {
        let options = Options {
            policy: Some(&policy()),
            progress: &|_, _, _| {},
            known: None,
            reread: true,
            programs: &[],
        };
        verify(self, &options).unwrap()
    }

    pub fn try_verify(
        &self,
        policy: Option<&Policy>,
        known: Option<SignedCheckpoint>,
    ) -> Result<Report, Unreadable> {
        verify(self, &Options { policy, progress: &|_, _, _| {}, known, reread: false, programs: &[] })
    }
}

/// The findings of one control, as text.
pub fn of<'r>(report: &'r Report, control: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.control == control).collect()
}

/// Asserts that a control has a finding at this place, as told to people.
#[track_caller]
pub fn assert_found(report: &Report, control: &str, place: &str) {
    let places: Vec<String> = of(report, control).iter().map(|finding| finding.place.to_string()).collect();
    assert!(
        places.iter().any(|found| found == place),
        "{control} at {place}, but found {:#?}",
        report.findings
    );
}

/// Asserts that no other controls than these have findings.
#[track_caller]
pub fn assert_only(report: &Report, controls: &[&str]) {
    let mut found: Vec<&str> = report.findings.iter().map(|finding| finding.control).collect();
    found.dedup();
    assert_eq!(found, controls, "{:#?}", report.findings);
}

pub fn key(name: &str, kind: KeyKind) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).unwrap(), kind, sha256(name.as_bytes()).0)
}

pub fn log() -> SigningKey {
    key(ORIGIN, KeyKind::Ed25519)
}

pub fn witness() -> SigningKey {
    key("witness.example", KeyKind::Cosignature)
}

/// The national commission's key, which the definition names.
pub fn commission() -> SigningKey {
    key("kpu/ID", KeyKind::Ed25519)
}

/// The key of the committee at the first station.
pub fn committee() -> SigningKey {
    key("kpps/1101012001001", KeyKind::Ed25519)
}

pub fn policy() -> Policy {
    policy_of(&log())
}

pub fn policy_of(log: &SigningKey) -> Policy {
    let witness = witness();
    let text = format!("log {}\nwitness w {}\nquorum w\n", log.verifying_key(), witness.verifying_key());
    Policy::parse(&text).unwrap()
}

/// Signs a head, and cosigns it at this second.
pub fn sign(size: u64, root: Hash, time_s: u64) -> SignedCheckpoint {
    let head = Checkpoint { origin: ORIGIN.to_owned(), size, root };
    let line = cosignature::sign(&witness(), time_s, &head.text()).unwrap();
    SignedCheckpoint::sign(&head, &log()).unwrap().with_cosignature(witness().verifying_key(), line).unwrap()
}

pub fn profile_bundle() -> ProfileBundle {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../profiles/id-2024"));
    let mut bundle = ProfileBundle::default();
    for below in [folder.to_path_buf(), folder.join("forms"), folder.join("layouts")] {
        for entry in std::fs::read_dir(&below).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                bundle.files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    bundle
}

fn places(profile: &Profile) -> Places {
    let mut regions: Vec<RegionRow> = Vec::new();
    for station in STATIONS {
        for (level, length, above) in [(1, 2, 0), (2, 4, 2), (3, 6, 4), (4, 10, 6)] {
            let code = Code::new(&station[..length]).unwrap();
            if regions.iter().all(|row| row.code != code) {
                let parent = (above > 0).then(|| Code::new(&station[..above]).unwrap());
                regions.push(RegionRow { code, name: format!("R {code}"), level, parent, source_id: None });
            }
        }
    }
    let station = |text: &str| StationRow {
        code: Code::new(text).unwrap(),
        name: Text::from("S"),
        region: Code::new(&text[..10]).unwrap(),
        source_id: None,
    };
    Places::from_rows(profile, regions, STATIONS.map(station).to_vec()).unwrap()
}

/// Entries to be logged, and where cuts are made.
#[derive(Clone)]
pub struct Story {
    pub entries: Vec<(u64, u64, Vec<u8>)>,
    pub cuts: Vec<(u64, bool)>,
    pub blobs: Vec<Vec<u8>>,
    /// Seconds by which witnesses' clocks are behind the last entry.
    pub behind_s: u64,
    batch: u64,
}

/// One statement's note.
pub fn note(kind: &str, body: &str, keys: &[&SigningKey]) -> Vec<u8> {
    statement::sign(&format!("id-2024/v1 {kind}\n{body}\n"), keys).unwrap()
}

pub fn hex(bytes: &[u8]) -> String {
    sha256(bytes).to_hex()
}

fn blob(bytes: &[u8], media: &str) -> String {
    format!(r#"{{"sha256":"{}","bytes":{},"media":"{media}"}}"#, hex(bytes), bytes.len())
}

/// The figures of a sheet on which every sum holds; `wrong` is added to the valid votes.
pub fn figures(votes: [u32; 3], wrong: u32) -> String {
    let valid: u32 = votes.iter().sum();
    let cast = valid + 2;
    let (male, female) = (cast / 2, cast - cast / 2);
    let mut text = String::new();
    for (name, male, female) in [
        ("voters.roll", male + 5, female + 5),
        ("voters.used-roll", male, female),
        ("voters.used-moved", 0, 0),
        ("voters.used-unlisted", 0, 0),
        ("voters.used", male, female),
        ("voters.disabled", 0, 0),
    ] {
        let total = male + female;
        write!(text, r#""{name}.male":{male},"{name}.female":{female},"{name}.total":{total},"#).unwrap();
    }
    let received = cast + 10;
    write!(
        text,
        r#""ballots.received":{received},"ballots.used":{cast},"ballots.spoiled":0,"ballots.unused":10,"#
    )
    .unwrap();
    for (number, votes) in (1..).zip(votes) {
        write!(text, r#""votes.{number}":{votes},"#).unwrap();
    }
    write!(text, r#""valid":{},"invalid":2,"cast":{cast}"#, valid + wrong).unwrap();
    text
}

/// The body of a sheet statement.
pub fn sheet(station: &str, figures: &str, more: &str) -> String {
    format!(
        r#"{{"contest":"ppwp","station":"{station}","stage":"count","values":{{{figures}}},{more}"at":"2024-02-14T15:00:00+07:00"}}"#
    )
}

/// Registers a key.
pub fn registration(vkey: &str, role: &str, scope: &str) -> String {
    format!(r#"{{"key":"{vkey}","role":"{role}","scope":"{scope}","at":"2024-02-01T00:00:00Z"}}"#)
}

impl Story {
    /// Definition, roster, a committee's key; a cut.
    pub fn begin() -> Story {
        Story::begin_with_roster(STATIONS.len())
    }

    pub fn begin_with_roster(expected: usize) -> Story {
        Story::of(&profile_bundle(), None, &format!(r#""ppwp":{expected}"#))
    }

    /// The same with another profile or lists of candidates (constituencies, candidates), and the sheets that each contest
    /// expects.
    pub fn of(bundle: &ProfileBundle, lists: Option<[&str; 2]>, expected: &str) -> Story {
        let profile = Profile::from_bundle(bundle).unwrap();
        let places = places(&profile);
        let mut blobs = vec![
            bundle.to_json().into_bytes(),
            places.regions_csv().into_bytes(),
            places.stations_csv().into_bytes(),
        ];
        let mut more = String::new();
        for (name, list) in
            lists.into_iter().flat_map(|lists| ["constituencies", "candidates"].into_iter().zip(lists))
        {
            write!(more, r#""{name}":{},"#, blob(list.as_bytes(), "text/csv")).unwrap();
            blobs.push(list.as_bytes().to_vec());
        }
        let mut story =
            Story { entries: Vec::new(), cuts: Vec::new(), blobs: blobs.clone(), behind_s: 0, batch: 0 };
        let commission = commission();
        let definition = format!(
            r#"{{"election":"A test","profile":{},"regions":{},"stations":{},{more}"log":"{}","key":"{}","role":"kpu","at":"2024-01-01T00:00:00Z"}}"#,
            blob(&blobs[0], "application/json"),
            blob(&blobs[1], "text/csv"),
            blob(&blobs[2], "text/csv"),
            log().verifying_key(),
            commission.verifying_key(),
        );
        story.log(note("definition", &definition, &[&commission]));
        let contests: Vec<&str> =
            expected.split(',').filter_map(|one| Some(one.split_once(':')?.0)).collect();
        let contests = contests.join(",");
        let roster =
            format!(r#"{{"contests":[{contests}],"expected":{{{expected}}},"at":"2024-02-01T00:00:00Z"}}"#);
        story.log(note("roster", &roster, &[&commission]));
        let committee = committee();
        let body = registration(&committee.verifying_key().to_string(), "kpps", STATIONS[0]);
        story.log(note("key", &body, &[&commission, &committee]));
        story.cut(true);
        story
    }

    /// The whole story: sheets, one of them in conflict, photos, a redaction, a register, a correction; three cuts.
    pub fn whole() -> Story {
        let mut story = Story::begin();
        let (commission, committee) = (commission(), committee());
        let evidence = format!(r#""evidence":[{{"page":1,"sha256":"{}"}}],"#, hex(PHOTO));
        let first = note("sheet", &sheet(STATIONS[0], &figures([50, 60, 7], 0), &evidence), &[&committee]);
        let first_id = statement_id(&first);
        story.log(first);
        let pending = format!(r#""evidence":[{{"page":1,"sha256":"{}"}},{{"page":2}}],"#, hex(UNSEEN));
        story.log(note("sheet", &sheet(STATIONS[1], &figures([10, 20, 30], 0), &pending), &[&commission]));
        story.log(note("sheet", &sheet(STATIONS[3], &figures([1, 2, 3], 4), ""), &[&commission]));
        story.capture(PHOTO, 1);
        story.blobs.push(PHOTO.to_vec());
        story.cut(false);
        story.disclose(0);
        story.blobs.push(REGISTER.to_vec());
        for number in 1..=PADDING {
            story.disclose(number);
        }
        story.capture(REDACTED, 2);
        let redaction =
            format!(r#"{{"blob":"{}","reason":"personal-data","at":"2024-02-15T00:00:00Z"}}"#, hex(REDACTED));
        story.log(note("redaction", &redaction, &[&commission]));
        let corrects = format!(r#""supersedes":"{first_id}","reason":"typing-error","#);
        story.log(note("sheet", &sheet(STATIONS[0], &figures([51, 60, 7], 0), &corrects), &[&committee]));
        story.cut(true);
        story
    }

    /// Logs a note in a batch of its own.
    pub fn log(&mut self, note: Vec<u8>) {
        self.batch += 1;
        self.entries.push((START + 1000 * self.batch, self.batch, note));
    }

    /// Makes a cut here.
    pub fn cut(&mut self, tables: bool) {
        self.cuts.push((self.entries.len() as u64, tables));
    }

    pub fn capture(&mut self, photo: &[u8], page: u8) {
        self.capture_of("ppwp", photo, page);
    }

    pub fn capture_of(&mut self, contest: &str, photo: &[u8], page: u8) {
        let photo = blob(photo, "image/jpeg");
        let body = format!(
            r#"{{"contest":"{contest}","station":"{}","page":{page},"photo":{photo},"at":"2024-02-14T14:00:00+07:00"}}"#,
            STATIONS[0]
        );
        self.log(note("capture", &body, &[&committee()]));
    }

    fn disclose(&mut self, number: usize) {
        let content = blob(REGISTER, "text/plain");
        let body =
            format!(r#"{{"register":"002-{number}","content":{content},"at":"2024-02-15T00:00:00Z"}}"#);
        self.log(note("disclosure", &body, &[&commission()]));
    }

    /// Index of the next entry.
    pub fn next(&self) -> u64 {
        self.entries.len() as u64
    }

    /// What its definition says.
    pub fn replay(&self) -> Replay {
        let (time_ms, batch, note) = &self.entries[0];
        let first = Entry { time_ms: *time_ms, batch: *batch, note }.encode();
        let blob = |hash: &Hash| self.blobs.iter().find(|blob| sha256(blob) == *hash).cloned();
        Replay::begin(&first, &blob).unwrap()
    }

    /// Publishes it. The operator believes its own ledger, as one that admitted every statement would.
    pub fn publish(&self) -> Files {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("blobs")).unwrap();
        for blob in &self.blobs {
            std::fs::write(at("blobs").join(hex(blob)), blob).unwrap();
        }
        let entries: Vec<Vec<u8>> = self
            .entries
            .iter()
            .map(|(time_ms, batch, note)| Entry { time_ms: *time_ms, batch: *batch, note }.encode())
            .collect();
        let blob = |hash: &Hash| std::fs::read(at("blobs").join(hash.to_hex())).ok();
        let mut replay = Replay::begin(&entries[0], &blob).unwrap();
        let renderer = Renderer::new(replay.election()).unwrap();
        let blobs = Box::new(blobs::Folder::open(&at("blobs")).unwrap());
        let mut publisher = Publisher::open(&at("public"), &at("ledger"), blobs, &at("cuts")).unwrap();
        let (mut edge, mut from) = (Edge::new(), 0);
        for (size, tables) in &self.cuts {
            let to = usize::try_from(*size).unwrap();
            let leaves: Vec<Hash> = entries[from..to].iter().map(|entry| leaf_hash(entry)).collect();
            for (tile, hashes) in edge.extend(&leaves) {
                let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
                put(&at("ledger").join(tile.path()), &bytes);
            }
            for id in bundles_for_size(*size) {
                let first = usize::try_from(id.index * 256).unwrap();
                let bundle = entries[first..first + usize::from(id.width)].iter().map(Vec::as_slice);
                put(&at("ledger").join(id.path()), &encode_bundle(bundle).unwrap());
            }
            let skip = from.max(1);
            replay.apply(skip as u64, &entries[skip..to], Trust::Admission, &mut |_| {});
            let changes = replay.tally.take_changes();
            let (time_ms, root) = (replay.tally.last_ms(), edge.root());
            let cut = Cut { size: *size, root, time_ms, origin: ORIGIN.to_owned() };
            let keys_by_place = KeysByPlace::of(replay.keyring.records());
            let view = View {
                tally: &replay.tally,
                keys: replay.keyring.records(),
                keys_by_place: &keys_by_place,
                cut: &cut,
                name: &replay.definition.name,
                practice: replay.definition.practice,
            };
            let signed = sign(*size, root, time_ms / 1000 + 5 - self.behind_s.min(100_000));
            publisher.publish(&renderer, &view, &changes, *tables, Some(&signed.note), &|_| {}).unwrap();
            from = to;
        }
        let mut files = BTreeMap::new();
        read_below(&at("public"), "", &mut files);
        Files(files)
    }
}

pub fn statement_id(note: &[u8]) -> String {
    statement::Statement::parse("id-2024/v1", note).unwrap().id.to_hex()
}

fn put(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn read_below(root: &Path, folder: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if entry.path().is_dir() {
            read_below(root, &path, files);
        } else {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}
