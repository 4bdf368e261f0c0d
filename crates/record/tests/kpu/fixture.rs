//! Three invented provinces under the profile of 2024, one of which has no station, and every contest with its lists.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use election::{
    CandidateTable, Code, ConstituencyTable, ContestIx, Election, Places, Profile, ProfileBundle, RegionIx,
};
use ledger::{KeyKind, KeyName, SigningKey};
use record::{Cut, KeysByPlace, Renderer, View};
use serde_json::Value;
use statement::{KeyRecord, Signer, Statement};
use tally::{Changes, Tally};

const REGIONS: &str = "code,name,level,parent,source_id
ID,INDONESIA,0,,1
11,ACEH,1,ID,2
12,SUMATERA UTARA,1,ID,3
13,SUMATERA BARAT,1,ID,4
1101,ACEH SELATAN,2,11,5
1102,ACEH TENGGARA,2,11,6
1201,TAPANULI TENGAH,2,12,7
1301,PESISIR SELATAN,2,13,8
110101,BAKONGAN,3,1101,9
110102,KLUET UTARA,3,1101,10
110201,LAWE ALAS,3,1102,11
120101,BARUS,3,1201,12
1101012001,KEUDE BAKONGAN,4,110101,13
1101022001,KOTA FAJAR,4,110102,14
1102012001,NGKERAN,4,110201,15
1201012001,PASAR TERANDAM,4,120101,16
";

const STATIONS: &str = "code,name,region,source_id
1101012001001,TPS 001,1101012001,101
1101012001002,TPS 002,1101012001,102
1101022001001,TPS 001,1101022001,103
1102012001001,TPS 001,1102012001,104
1201012001001,TPS 001,1201012001,105
";

/// The regency 1101 is cut by two constituencies of the regency's council, the province 11 by two of all others.
const CONSTITUENCIES: &str = "contest,code,name,seats,region
pdpr,1101,ACEH I,7,1101
pdpr,1102,ACEH II,6,1102
pdpr,1201,SUMATERA UTARA I,10,12
pdpr,1301,SUMATERA BARAT I,8,13
pdprdp,110001,ACEH 1,9,1101
pdprdp,110002,ACEH 2,9,1102
pdprdp,120001,SUMATERA UTARA 1,9,12
pdprdp,130001,SUMATERA BARAT 1,9,13
pdprdk,110101,ACEH SELATAN 1,9,110101
pdprdk,110102,ACEH SELATAN 2,9,110102
pdprdk,110201,ACEH TENGGARA 1,9,1102
pdprdk,120101,TAPANULI TENGAH 1,9,1201
pdprdk,130101,PESISIR SELATAN 1,9,1301
";

/// Number 2 of the first party's lists was struck off.
fn candidates() -> String {
    let mut csv = "contest,constituency,party,number,name,source_id,sex,home\n".to_owned();
    let mut id = 100_120;
    let mut line = |contest: &str, constituency: &str, party: &str, number: u16| {
        id += 1;
        let sex = if id % 2 == 0 { "male" } else { "female" };
        writeln!(csv, "{contest},{constituency},{party},{number},CALON {id},{id},{sex},KOTA SABANG").unwrap();
    };
    for row in CONSTITUENCIES.lines().skip(1) {
        let (contest, rest) = row.split_once(',').unwrap();
        let (code, _) = rest.split_once(',').unwrap();
        for (party, number) in [("1", 1), ("1", 3), ("24", 1), ("24", 2)] {
            line(contest, code, party, number);
        }
        if contest != "pdpr" && code.starts_with("11") {
            line(contest, code, "18", 1);
        }
    }
    for (contest, code, numbers) in [
        ("pdpd", "11", &[1, 5][..]),
        ("pdpd", "12", &[2, 3]),
        ("pdpd", "13", &[1]),
        ("pkwkk", "1101", &[1, 2]),
        ("pkwkk", "1102", &[1, 2, 3]),
        ("pkwkk", "1301", &[1, 2]),
        ("pkwkp", "11", &[1, 2]),
        ("pkwkp", "13", &[1, 2]),
    ] {
        for number in numbers {
            line(contest, code, "", *number);
        }
    }
    csv
}

pub struct Fixture {
    pub tally: Tally,
    keys: Vec<KeyRecord>,
    keys_by_place: KeysByPlace,
    cut: Cut,
    signers: Vec<SigningKey>,
    renderer: Renderer,
    changes: Changes,
}

fn profile() -> Profile {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../profiles/id-2024"));
    let mut bundle = ProfileBundle::default();
    for part in [folder.to_path_buf(), folder.join("forms")] {
        for entry in std::fs::read_dir(&part).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                bundle.files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    Profile::from_bundle(&bundle).unwrap()
}

impl Fixture {
    /// Rosters for these contests, nothing stated yet.
    pub fn new(contests: &[&str]) -> Fixture {
        Fixture::with_lists(contests, Some(candidates().as_bytes()))
    }

    /// The same with these candidates, or none known.
    pub fn with_lists(contests: &[&str], candidates: Option<&[u8]>) -> Fixture {
        let mut fixture = Fixture::unrostered(candidates);
        fixture.roster(contests);
        fixture
    }

    pub fn unrostered(candidates: Option<&[u8]>) -> Fixture {
        let profile = profile();
        let places = Places::parse(&profile, REGIONS.as_bytes(), STATIONS.as_bytes()).unwrap();
        let constituencies = ConstituencyTable::parse(CONSTITUENCIES.as_bytes()).unwrap();
        let candidates = candidates.map(|bytes| CandidateTable::parse(bytes).unwrap());
        let election = Arc::new(Election::new(profile, places, Some(constituencies), candidates).unwrap());
        let (mut signers, mut keys) = (Vec::new(), Vec::new());
        for (seed, role) in (1u8..).zip(["kpps", "ppk", "kpu-regency", "kpu-province", "kpu"]) {
            let name = KeyName::new(format!("{role}/test")).unwrap();
            let signer = SigningKey::from_seed(name, KeyKind::Ed25519, [seed; 32]);
            keys.push(KeyRecord {
                key: signer.verifying_key().clone(),
                role: role.to_owned(),
                scope: Code::new("ID").unwrap(),
                source: None,
                registered: 0,
                revoked: None,
                registration: None,
                revocation: None,
            });
            signers.push(signer);
        }
        let cut = Cut {
            size: 0,
            root: ledger::sha256(b"an invented root"),
            time_ms: 1_708_412_400_000,
            origin: "hasil.example/2024".to_owned(),
        };
        let renderer = Renderer::new(&election).unwrap();
        let keys_by_place = KeysByPlace::of(&keys);
        Fixture {
            tally: Tally::new(election),
            keys,
            keys_by_place,
            cut,
            signers,
            renderer,
            changes: Changes::default(),
        }
    }

    pub fn roster(&mut self, contests: &[&str]) {
        let election = Arc::clone(self.tally.election());
        let expected: Vec<String> = contests
            .iter()
            .map(|id| {
                let contest = election.profile.contest(id).unwrap();
                let count = election.stations_holding(contest, election.places.nation()).count();
                format!("\"{id}\":{count}")
            })
            .collect();
        let quoted: Vec<String> = contests.iter().map(|id| format!("\"{id}\"")).collect();
        let body = format!(
            "{{\"contests\":[{}],\"expected\":{{{}}},\"at\":\"2024-02-01T00:00:00+07:00\"}}",
            quoted.join(","),
            expected.join(",")
        );
        self.state("kpu", "roster", &body);
    }

    pub fn view(&self) -> View<'_> {
        View {
            tally: &self.tally,
            keys: &self.keys,
            keys_by_place: &self.keys_by_place,
            cut: &self.cut,
            name: "Pemilu 2024",
            practice: false,
        }
    }

    pub fn election(&self) -> &Election {
        self.tally.election()
    }

    pub fn region(&self, code: &str) -> RegionIx {
        self.election().places.find_region(code).unwrap()
    }

    pub fn contest(&self, id: &str) -> ContestIx {
        self.election().profile.contest(id).unwrap()
    }

    /// Signs and folds one statement; its changes add to those to be published.
    pub fn state(&mut self, role: &str, kind: &str, body: &str) {
        let at = self.keys.iter().position(|key| key.role == role).unwrap();
        let header = self.election().profile.header.clone();
        let note = statement::sign(&format!("{header} {kind}\n{body}\n"), &[&self.signers[at]]).unwrap();
        let parsed = Statement::parse(&header, &note).unwrap();
        let entry = self.tally.size();
        let signers = [Signer { position: at, record: &self.keys[at] }];
        self.tally.fold(entry, 1_707_900_000_000 + entry * 1_000, &parsed, &signers).unwrap();
        self.cut.size = self.tally.size();
        let changes = self.tally.take_changes();
        self.changes.rosters.extend(changes.rosters);
        self.changes.sheets.extend(changes.sheets);
        self.changes.regions.extend(changes.regions);
        self.changes.keys = self.changes.keys.or(changes.keys);
        self.changes.general |= changes.general;
    }

    /// A sheet on which every figure is this one, with one photo.
    pub fn sheet(&mut self, contest: &str, station: &str, figure: u32) {
        let election = Arc::clone(self.tally.election());
        let station_ix = election.places.find_station(station).unwrap();
        let form = election.form_by_ix(election.form(self.contest(contest), station_ix).unwrap());
        let values: Vec<String> =
            form.fields.iter().map(|field| format!("\"{}\":{figure}", field.name)).collect();
        let photo = "https://photos.example/page.jpg";
        self.state("kpps", "sheet", &format!(
            "{{\"contest\":\"{contest}\",\"station\":\"{station}\",\"stage\":\"count\",\"run\":\"regular\",\"values\":{{{}}},\"evidence\":[{{\"page\":1,\"uri\":\"{photo}\"}}],\"at\":\"2024-02-14T20:00:00+07:00\"}}",
            values.join(",")
        ));
    }

    /// A plenary that adds up what stands below it.
    pub fn plenary(&mut self, contest: &str, region: &str, constituency: Option<&str>) {
        let scan = r#""evidence":[{"uri":"https://photos.example/D.HASIL.pdf"}],"#;
        self.plenary_with(contest, region, constituency, scan);
    }

    /// The same with this evidence.
    pub fn plenary_with(&mut self, contest: &str, region: &str, constituency: Option<&str>, evidence: &str) {
        let election = Arc::clone(self.tally.election());
        let contest_ix = self.contest(contest);
        let sheet = constituency.map(|code| election.find_constituency(contest_ix, code).unwrap());
        let (form, sums) =
            tally::plenary_sums(&self.tally, contest_ix, self.region(region), sheet).unwrap().unwrap();
        let fields = election.form_by_ix(form).fields.iter().zip(sums);
        let values: Vec<String> =
            fields.map(|(field, sum)| format!("\"{}\":{}", field.name, sum.get())).collect();
        let (role, stage) = match election.places.region(self.region(region)).level {
            0 => ("kpu", "plenary-nation"),
            1 => ("kpu-province", "plenary-province"),
            2 => ("kpu-regency", "plenary-regency"),
            _ => ("ppk", "plenary-district"),
        };
        let sheet = constituency.map_or(String::new(), |code| format!("\"constituency\":\"{code}\","));
        self.state(role, "plenary", &format!(
            "{{\"contest\":\"{contest}\",\"region\":\"{region}\",{sheet}\"stage\":\"{stage}\",\"values\":{{{}}},{evidence}\"closes\":true,\"at\":\"2024-03-01T16:00:00+07:00\"}}",
            values.join(",")
        ));
    }

    /// Every file of the statements so far, by path.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let view = self.view();
        let units = self.renderer.units(&view, &self.changes);
        let rendered = units.into_iter().filter_map(|unit| {
            let path = self.renderer.path(&view, unit)?;
            let bytes = self.renderer.render(&view, unit).unwrap_or_else(|error| panic!("{path}: {error}"));
            Some((path, bytes))
        });
        let mut files = BTreeMap::new();
        for (path, bytes) in rendered {
            assert!(files.insert(path.clone(), bytes).is_none(), "two units are written to {path}");
        }
        files
    }

    /// The table files, by path.
    pub fn tables(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        record::packages::<record::RenderError>(&self.view(), &mut |file| {
            files.insert(file.path, file.bytes);
            Ok(())
        })
        .unwrap();
        files
    }

    /// A file of the adapter's tree.
    pub fn json(&self, path: &str) -> Value {
        let files = self.files();
        let bytes = files.get(path).unwrap_or_else(|| {
            panic!("no {path} among {:#?}", files.keys().filter(|p| p.contains(".json")).collect::<Vec<_>>())
        });
        serde_json::from_slice(bytes).unwrap()
    }
}
