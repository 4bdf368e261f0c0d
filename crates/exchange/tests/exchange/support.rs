//! An election of the Indonesian profile, with a few made-up places or the real ones, and a tally to fold drafts into.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use election::{Code, ContestIx, Election, Places, Profile, ProfileBundle, RegionRow, StationIx, StationRow};
use exchange::kpu::places::PlaceList;
use exchange::{Draft, EmitError, Report};
use ledger::{KeyKind, KeyName, SigningKey};
use statement::{Body, KeyRecord, Moment, Pairs, Roster, Signer, Statement, encode_text};
use tally::{FoldError, Sheet, Tally};

pub fn data() -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: the reference data are absent");
    None
}

pub fn profile() -> Profile {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../profiles/id-2024"));
    let mut bundle = ProfileBundle { files: BTreeMap::new() };
    collect(&root, &root, &mut bundle);
    Profile::from_bundle(&bundle).unwrap()
}

fn collect(root: &Path, folder: &Path, bundle: &mut ProfileBundle) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, bundle);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            bundle.files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Two stations in a village, one abroad.
pub fn small() -> Arc<Election> {
    let profile = profile();
    let code = |text: &str| Code::new(text).unwrap();
    let region = |text: &str, name: &str, level: u8, parent: Option<&str>| RegionRow {
        code: code(text),
        name: name.to_owned(),
        level,
        parent: parent.map(code),
        source_id: None,
    };
    let station = |text: &str, name: &str, region: &str, id: u64| StationRow {
        code: code(text),
        name: name.into(),
        region: code(region),
        source_id: Some(id),
    };
    let regions = vec![
        region("11", "ACEH", 1, None),
        region("1101", "ACEH SELATAN", 2, Some("11")),
        region("110101", "BAKONGAN", 3, Some("1101")),
        region("1101012001", "KEUDE BAKONGAN", 4, Some("110101")),
        region("99", "Luar Negeri", 1, None),
        region("9901", "Abu Dhabi", 2, Some("99")),
        region("990101", "Abu Dhabi", 3, Some("9901")),
        region("9901010001", "Abu Dhabi", 4, Some("990101")),
    ];
    let stations = vec![
        station("1101012001001", "TPS 001", "1101012001", 7_830_001),
        station("1101012001002", "TPS 002", "1101012001", 7_830_002),
        station("9901010001001", "POS 001", "9901010001", 91_904_399),
    ];
    let places = Places::from_rows(&profile, regions, stations).unwrap();
    Arc::new(Election::new(profile, places, None, None).unwrap())
}

/// The real places.
pub fn real(data: &Path) -> Arc<Election> {
    let profile = profile();
    let mut report = Report::default();
    let mut list = PlaceList::new(&profile);
    let open = |name: &str| std::fs::File::open(data.join("id-2024").join(name)).unwrap();
    list.regions("regions.csv.gz", &mut open("regions.csv.gz"), &mut report);
    list.stations("stations.csv.gz", &mut open("stations.csv.gz"), &mut report);
    let places = list.finish(&mut report).unwrap();
    assert_eq!(
        report.refused(),
        0,
        "{:?}",
        report.problems.iter().find(|p| p.severity == exchange::Severity::Refused)
    );
    Arc::new(Election::new(profile, places, None, None).unwrap())
}

/// A ledger without signatures: each draft is parsed, authorised for an importer of its source, and folded.
pub struct Ledger {
    pub tally: Tally,
    pub texts: Vec<String>,
    records: BTreeMap<&'static str, KeyRecord>,
    entry: u64,
}

impl Ledger {
    pub fn new(election: &Arc<Election>, contests: &[&str]) -> Ledger {
        let mut records = BTreeMap::new();
        let nation = election.profile.nation.code;
        for (role, source) in [("administrator", ""), ("importer", "kpu-sirekap"), ("importer", "kpu-decree")]
        {
            let name = KeyName::new(format!("{role}/{nation}")).unwrap();
            let key = SigningKey::from_seed(name, KeyKind::Ed25519, [7; 32]);
            let record = KeyRecord {
                key: key.verifying_key().clone(),
                role: role.to_owned(),
                scope: nation,
                source: Some(source.to_owned()).filter(|source| !source.is_empty()),
                registered: 0,
                revoked: None,
                registration: None,
                revocation: None,
            };
            records.insert(source, record);
        }
        let mut ledger =
            Ledger { tally: Tally::new(Arc::clone(election)), texts: Vec::new(), records, entry: 0 };
        let expected: Vec<(&str, u64)> = contests
            .iter()
            .map(|id| {
                let contest = election.profile.contest(id).unwrap();
                (*id, election.stations_holding(contest, election.places.nation()).count() as u64)
            })
            .collect();
        let roster = Body::Roster(Roster {
            contests: contests.to_vec(),
            expected: Pairs::new(expected).unwrap(),
            at: Moment::parse("2024-02-13T00:00:00+07:00").unwrap(),
        });
        let text = encode_text(&election.profile.header, &roster).unwrap();
        ledger.fold(&text).unwrap();
        ledger
    }

    pub fn fold(&mut self, text: &str) -> Result<(), FoldError> {
        let election = Arc::clone(self.tally.election());
        let note = format!("{text}\n\u{2014} test AAAAAAAA{}=\n", "A".repeat(83));
        let statement = Statement::parse(&election.profile.header, note.as_bytes()).unwrap();
        let record = &self.records[statement.body.source().unwrap_or("")];
        statement.body.authorise(&election.profile, election.profile.nation.code, record).unwrap();
        let signer = Signer { position: 0, record };
        self.entry += 1;
        self.tally.fold(self.entry, self.entry * 1000, &statement, &[signer])
    }

    pub fn take(&mut self, texts: &[String]) {
        for text in texts {
            self.fold(text).unwrap_or_else(|error| panic!("{error}: {text}"));
            self.texts.push(text.clone());
        }
    }

    pub fn contest(&self, id: &str) -> ContestIx {
        self.tally.election().profile.contest(id).unwrap()
    }

    pub fn sheet(&self, contest: &str, station: &str) -> Option<&Sheet> {
        let station = self.tally.election().places.find_station(station).unwrap();
        self.tally.contest(self.contest(contest)).unwrap().sheet(station)
    }
}

/// Runs an import against what a tally holds; the drafts' texts.
pub fn import(
    election: &Election,
    held: Option<&Tally>,
    run: impl FnOnce(&exchange::Importer<'_>, &mut Report, &mut exchange::Emit<'_>),
) -> (Vec<String>, Report) {
    let mut texts = Vec::new();
    let mut report = Report::default();
    let known = |contest: ContestIx, station: StationIx| -> Option<&Sheet> {
        held.and_then(|tally| tally.contest(contest)?.sheet(station))
    };
    let importer = exchange::Importer::new(election, &known);
    let mut emit = |draft: Draft<'_>| -> Result<(), EmitError> {
        texts.push(draft.text.to_owned());
        Ok(())
    };
    run(&importer, &mut report, &mut emit);
    (texts, report)
}
