//! A few invented stations under the profile of 2024, and a ledger of invented statements about them.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use election::{CandidateTable, Code, ContestIx, Election, Places, Profile, ProfileBundle, RegionIx};
use ledger::{KeyKind, KeyName, SigningKey};
use record::{Cut, KeysByPlace, View};
use statement::{KeyAct, KeyRecord, Moment, Signer, Statement};
use tally::Tally;

/// Regions with names as the list has them, and one with what could be taken for markup.
const REGIONS: &str = "code,name,level,parent,source_id
ID,INDONESIA,0,,1
11,ACEH,1,ID,2
12,SUMATERA UTARA,1,ID,3
1101,ACEH SELATAN,2,11,4
1201,TAPANULI TENGAH,2,12,5
110101,BAKONGAN,3,1101,6
120101,BARUS,3,1201,7
1101012001,KEUDE BAKONGAN,4,110101,8
1101012002,\"UJONG <b>\"\"MANGKI\"\"</b> & CO\",4,110101,9
1201012001,PASAR TERANDAM,4,120101,10
";

pub struct Fixture {
    pub tally: Tally,
    pub keys: Vec<KeyRecord>,
    keys_by_place: KeysByPlace,
    pub cut: Cut,
    signers: Vec<SigningKey>,
    /// Between two entries.
    pub step_ms: u64,
}

/// What is written on one form of the presidential contest; the rest follows from it.
#[derive(Clone, Copy)]
pub struct Paper {
    pub roll: [u32; 2],
    pub used: [u32; 2],
    pub votes: [u32; 3],
    pub invalid: u32,
}

impl Paper {
    pub fn number(number: u32) -> Paper {
        let male = 100 + number * 7 % 31;
        let female = 104 + number * 11 % 29;
        let used = [male - 9 - number % 5, female - 12 - number % 7];
        let invalid = number % 6;
        let all = used[0] + used[1] - invalid;
        let first = all / 4 + number % 13;
        let third = all / 6;
        Paper { roll: [male, female], used, votes: [first, all - first - third, third], invalid }
    }

    pub fn valid(&self) -> u32 {
        self.votes.iter().sum()
    }

    /// `"values":{...}` with some members replaced.
    pub fn values(&self, changed: &[(&str, u32)]) -> String {
        let used: u32 = self.used.iter().sum();
        let roll: u32 = self.roll.iter().sum();
        let mut pairs: Vec<(String, u32)> = Vec::new();
        let mut line = |name: &str, parts: [u32; 2]| {
            pairs.push((format!("voters.{name}.male"), parts[0]));
            pairs.push((format!("voters.{name}.female"), parts[1]));
            pairs.push((format!("voters.{name}.total"), parts[0] + parts[1]));
        };
        line("roll", self.roll);
        line("used-roll", self.used);
        line("used-moved", [0, 0]);
        line("used-unlisted", [0, 0]);
        line("used", self.used);
        line("disabled", [1, 0]);
        let received = roll + roll.div_ceil(50);
        pairs.push(("ballots.received".into(), received));
        pairs.push(("ballots.used".into(), used));
        pairs.push(("ballots.spoiled".into(), 0));
        pairs.push(("ballots.unused".into(), received - used));
        for (number, votes) in (1..).zip(self.votes) {
            pairs.push((format!("votes.{number}"), votes));
        }
        pairs.push(("valid".into(), self.valid()));
        pairs.push(("invalid".into(), self.invalid));
        pairs.push(("cast".into(), self.valid() + self.invalid));
        for (name, value) in changed {
            pairs.iter_mut().find(|(known, _)| known == name).unwrap().1 = *value;
        }
        let members: Vec<String> = pairs.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("\"values\":{{{}}}", members.join(","))
    }
}

pub fn profile() -> Profile {
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

/// Thirteen stations in the first village (the last one special), three in each of the others.
pub fn stations() -> String {
    let mut csv = "code,name,region,source_id\n".to_owned();
    let mut id = 100;
    for (village, count) in [("1101012001", 12), ("1101012002", 3), ("1201012001", 3)] {
        for number in 1..=count {
            id += 1;
            writeln!(csv, "{village}{number:03},TPS {number:03},{village},{id}").unwrap();
        }
        if count == 12 {
            writeln!(csv, "{village}901,TPS 901,{village},{}", id + 500).unwrap();
        }
    }
    csv
}

impl Fixture {
    /// Rosters for these contests, nothing stated yet.
    pub fn empty(contests: &[&str]) -> Fixture {
        Fixture::of(contests, REGIONS, &stations())
    }

    /// The same of other places.
    pub fn of(contests: &[&str], regions: &str, stations: &str) -> Fixture {
        Fixture::with_lists(contests, [regions, stations], None)
    }

    /// The same with lists of candidates.
    pub fn with_lists(
        contests: &[&str],
        [regions, stations]: [&str; 2],
        candidates: Option<&str>,
    ) -> Fixture {
        let profile = profile();
        let places = Places::parse(&profile, regions.as_bytes(), stations.as_bytes()).unwrap();
        let candidates = candidates.map(|table| CandidateTable::parse(table.as_bytes()).unwrap());
        Fixture::of_election(contests, Election::new(profile, places, None, candidates).unwrap())
    }

    /// The same of places with outlines of regions.
    pub fn outlined(contests: &[&str], outlines: &str) -> Fixture {
        let profile = profile();
        let places = Places::parse(&profile, REGIONS.as_bytes(), stations().as_bytes()).unwrap();
        let mut election = Election::new(profile, places, None, None).unwrap();
        election.outlines = election::Outlines::parse(outlines.as_bytes()).unwrap();
        Fixture::of_election(contests, election)
    }

    fn of_election(contests: &[&str], election: Election) -> Fixture {
        let election = Arc::new(election);
        let roles = ["kpps", "saksi", "ppk", "kpu"];
        let mut signers = Vec::new();
        let mut keys = Vec::new();
        for (seed, role) in (1u8..).zip(roles) {
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
            origin: "hasil.example/2024/ledger".to_owned(),
        };
        let keys_by_place = KeysByPlace::of(&keys);
        let mut fixture = Fixture {
            tally: Tally::new(Arc::clone(&election)),
            keys,
            keys_by_place,
            cut,
            signers,
            step_ms: 1_000,
        };
        let expected: Vec<String> = contests
            .iter()
            .map(|id| {
                let contest = election.profile.contest(id).unwrap();
                let count = election.stations_holding(contest, election.places.nation()).count();
                format!("\"{id}\":{count}")
            })
            .collect();
        let quoted: Vec<String> = contests.iter().map(|id| format!("\"{id}\"")).collect();
        fixture.state(
            "kpu",
            "roster",
            &format!(
                "{{\"contests\":[{}],\"expected\":{{{}}},\"at\":\"2024-02-01T00:00:00+07:00\"}}",
                quoted.join(","),
                expected.join(",")
            ),
        );
        fixture
    }

    /// A ledger in which every quality, standing and flag occurs.
    pub fn told(contests: &[&str]) -> Fixture {
        Fixture::empty(contests).tell()
    }

    /// The same on top of what there is.
    pub fn tell(self) -> Fixture {
        let mut fixture = self;
        for number in 1..=7 {
            fixture.sheet(&format!("1101012001{number:03}"), Paper::number(number), &[], "");
        }
        for number in 1..=3 {
            fixture.sheet(&format!("1201012001{number:03}"), Paper::number(20 + number), &[], "");
        }
        // The sum of the options is a hundred short of the valid votes.
        let eight = Paper::number(8);
        fixture.sheet("1101012001008", eight, &[("valid", eight.valid() + 100)], "");
        fixture.unread("1101012001009");
        fixture.partly("1101012001010");
        fixture.pictured("1101012001011");
        fixture.correct("1101012001001");
        fixture.withdraw("1101012001002");
        let three = Paper { votes: [1, 2, 3], ..Paper::number(3) };
        let sheet = fixture.sheet_body("1101012001003", three, &[], "");
        fixture.state("saksi", "sheet", &sheet);
        fixture
    }

    /// Registers another key, and may end it again; nothing of it is folded.
    pub fn key(
        &mut self,
        name: &str,
        role: &str,
        scope: &str,
        registered: u64,
        revoked: Option<u64>,
    ) -> String {
        let key = SigningKey::from_seed(KeyName::new(name.to_owned()).unwrap(), KeyKind::Ed25519, [9; 32]);
        let act = |by: &str, at: &str, reason: Option<&str>| {
            let (at, by) = (Moment::parse(at).unwrap(), vec![by.to_owned()]);
            Some(Arc::new(KeyAct { at, by, reason: reason.map(str::to_owned) }))
        };
        let ended = act("kpu-regency/1101", "2024-02-14T16:00:00+07:00", Some("key-lost"));
        self.keys.push(KeyRecord {
            key: key.verifying_key().clone(),
            role: role.to_owned(),
            scope: Code::new(scope).unwrap(),
            source: None,
            registered,
            revoked,
            registration: act("administrator/desk", "2024-02-10T09:00:00+07:00", None),
            revocation: revoked.and(ended),
        });
        self.keys_by_place = KeysByPlace::of(&self.keys);
        statement::fingerprint(&key.verifying_key().to_string())
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

    pub fn station(&self, code: &str) -> election::StationIx {
        self.election().places.find_station(code).unwrap()
    }

    pub fn region(&self, code: &str) -> RegionIx {
        self.election().places.find_region(code).unwrap()
    }

    pub fn contest(&self, id: &str) -> ContestIx {
        self.election().profile.contest(id).unwrap()
    }

    /// Signs and folds one statement.
    pub fn state(&mut self, role: &str, kind: &str, body: &str) {
        let at = self.keys.iter().position(|key| key.role == role).unwrap();
        let header = self.election().profile.header.clone();
        let note = statement::sign(&format!("{header} {kind}\n{body}\n"), &[&self.signers[at]]).unwrap();
        let parsed = Statement::parse(&header, &note).unwrap();
        let entry = self.tally.size();
        let signers = [Signer { position: at, record: &self.keys[at] }];
        self.tally.fold(entry, 1_707_900_000_000 + entry * self.step_ms, &parsed, &signers).unwrap();
        self.cut.size = self.tally.size();
    }

    pub fn sheet_body(&self, station: &str, paper: Paper, changed: &[(&str, u32)], more: &str) -> String {
        format!(
            "{{\"contest\":\"ppwp\",\"station\":\"{station}\",\"stage\":\"count\",{},{more}\"at\":\"2024-02-14T18:{:02}:00+07:00\"}}",
            paper.values(changed),
            self.tally.size() % 60
        )
    }

    pub fn sheet(&mut self, station: &str, paper: Paper, changed: &[(&str, u32)], more: &str) {
        let photo = ledger::sha256(station.as_bytes()).to_hex();
        let evidence = format!("\"evidence\":[{{\"page\":2,\"sha256\":\"{photo}\"}},{{\"page\":3}}],");
        let body = self.sheet_body(station, paper, changed, &format!("{evidence}{more}"));
        self.state("kpps", "sheet", &body);
        if station.ends_with('4') {
            self.capture(station, &photo);
        }
    }

    /// A form of a contest of parties: votes per party in ballot order.
    pub fn parties(&mut self, contest: &str, station: &str, first: u32) {
        let election = Arc::clone(self.tally.election());
        let form =
            election.form(self.contest(contest), election.places.find_station(station).unwrap()).unwrap();
        let form = election.form_by_ix(form);
        let votes: Vec<(String, u32)> = form
            .options
            .iter()
            .zip(0u32..)
            .map(|(option, at)| (format!("votes.{}", option.key.as_str()), (first + at * 3) % 17))
            .collect();
        let valid: u32 = votes.iter().map(|(_, votes)| votes).sum();
        let members: Vec<String> = votes.iter().map(|(name, votes)| format!("\"{name}\":{votes}")).collect();
        self.state("kpps", "sheet", &format!(
            "{{\"contest\":\"{contest}\",\"station\":\"{station}\",\"stage\":\"count\",\"values\":{{{},\"valid\":{valid},\"invalid\":3,\"cast\":{}}},\"unread\":{{\"voters\":\"not-published\",\"ballots\":\"no-field\"}},\"at\":\"2024-02-14T20:00:00+07:00\"}}",
            members.join(","), valid + 3
        ));
    }

    fn capture(&mut self, station: &str, photo: &str) {
        self.state("kpps", "capture", &format!(
            "{{\"contest\":\"ppwp\",\"station\":\"{station}\",\"page\":2,\"photo\":{{\"sha256\":\"{photo}\",\"bytes\":9,\"media\":\"image/jpeg\"}},\"at\":\"2024-02-14T18:00:00+07:00\"}}"
        ));
    }

    fn unread(&mut self, station: &str) {
        let paper = Paper::number(9);
        self.state("kpps", "sheet", &format!(
            "{{\"contest\":\"ppwp\",\"station\":\"{station}\",\"stage\":\"count\",\"values\":{{\"votes.1\":{},\"votes.2\":{},\"votes.3\":{},\"valid\":{}}},\"unread\":{{\"invalid\":\"illegible\",\"cast\":\"empty\",\"voters\":\"not-published\",\"ballots\":\"no-field\"}},\"run\":\"revote\",\"at\":\"2024-02-14T19:00:00+07:00\"}}",
            paper.votes[0], paper.votes[1], paper.votes[2], paper.valid()
        ));
    }

    fn partly(&mut self, station: &str) {
        self.state("kpps", "sheet", &format!(
            "{{\"contest\":\"ppwp\",\"station\":\"{station}\",\"stage\":\"count\",\"values\":{{\"votes.1\":40}},\"unread\":{{\"votes\":\"illegible\",\"valid\":\"illegible\",\"invalid\":\"illegible\",\"cast\":\"empty\",\"voters\":\"not-published\",\"ballots\":\"no-field\"}},\"at\":\"2024-02-14T19:01:00+07:00\"}}"
        ));
    }

    fn pictured(&mut self, station: &str) {
        let photo = ledger::sha256(station.as_bytes()).to_hex();
        self.state("kpps", "sheet", &format!(
            "{{\"contest\":\"ppwp\",\"station\":\"{station}\",\"stage\":\"count\",\"values\":{{}},\"unread\":{{\"votes\":\"not-published\",\"valid\":\"not-published\",\"invalid\":\"not-published\",\"cast\":\"not-published\",\"voters\":\"not-published\",\"ballots\":\"no-field\"}},\"evidence\":[{{\"page\":2,\"sha256\":\"{photo}\"}}],\"at\":\"2024-02-14T19:02:00+07:00\"}}"
        ));
        self.capture(station, &photo);
    }

    fn latest(&self, station: &str) -> String {
        let at = self.election().places.find_station(station).unwrap();
        let counted = self.tally.contest(self.contest("ppwp")).unwrap();
        counted.sheet(at).unwrap().versions.last().unwrap().id.to_hex()
    }

    fn correct(&mut self, station: &str) {
        let more = format!("\"supersedes\":\"{}\",\"reason\":\"typing-error\",", self.latest(station));
        let mut paper = Paper::number(1);
        paper.votes = [paper.votes[0] + 2, paper.votes[1] - 2, paper.votes[2]];
        let body = self.sheet_body(station, paper, &[], &more);
        self.state("kpps", "sheet", &body);
    }

    pub fn withdraw(&mut self, station: &str) {
        self.state("kpps", "withdrawal", &format!(
            "{{\"contest\":\"ppwp\",\"station\":\"{station}\",\"stage\":\"count\",\"supersedes\":\"{}\",\"reason\":\"source-withdrew\",\"at\":\"2024-02-15T08:00:00+07:00\"}}",
            self.latest(station)
        ));
    }

    /// A district's plenary: what stands below plus a difference in the first option.
    pub fn plenary(&mut self, region: &str, more_for_the_first: u32, closes: bool) {
        let contest = self.contest("ppwp");
        let election = Arc::clone(self.tally.election());
        let form = tally::plenary_form(&election, contest, self.region(region)).unwrap();
        let totals = self.tally.contest(contest).unwrap().totals(self.region(region)).unwrap().clone();
        let members: Vec<String> = form
            .fields
            .iter()
            .map(|field| {
                let sum = totals.all.sum(field.column.unwrap()).get();
                let more = if field.name.as_str() == "votes.1" { u64::from(more_for_the_first) } else { 0 };
                format!("\"{}\":{}", field.name.as_str(), sum + more)
            })
            .collect();
        self.state("ppk", "plenary", &format!(
            "{{\"contest\":\"ppwp\",\"region\":\"{region}\",\"stage\":\"plenary-district\",\"values\":{{{}}},{}\"at\":\"2024-02-20T16:00:00+07:00\"}}",
            members.join(","),
            if closes { "\"closes\":true," } else { "" }
        ));
    }

    pub fn notice(&mut self, kind: &str, reason: &str) {
        self.state("kpu", "notice", &format!(
            "{{\"kind\":\"{kind}\",\"reason\":\"{reason}\",\"until\":\"2024-02-18T12:00:00+07:00\",\"at\":\"2024-02-17T21:00:00+07:00\"}}"
        ));
    }
}
