//! A desk that runs, and people who use it.

#![expect(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a test says what is wrong by failing"
)]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use blobs::{Blobs, Folder, S3, SetUp};
use desk::access::Access;
use desk::http::problem_codes::CODES;
use desk::http::{self, About, Declared, Desk};
use desk::photos::Photos;
use desk::photos::uploads::{Room, Uploads};
use desk::rates::Rate;
use desk::second_factor::Seal;
use desk::sheets;
use desk::store::{Sql, Sqlite};
use desk::trail;
use election::{Election, Places, Profile};
use reader::layout::LayoutFiles;
use serde_json::{Value, json};

#[path = "../../../election/tests/it/bundle.rs"]
pub mod bundle;
pub mod ledger;
pub mod meeting;

/// The station of the sheet there is.
pub const STATION: &str = "9801012001001";

/// Room for what the tests send.
pub const ROOM: Room = Room { all: 1 << 30, each: 1 << 30 };
/// As often as they ask.
pub const RATE: Rate = Rate { per_second: 1_000, at_once: 10_000 };

/// Everybody's.
pub const PASSWORD: &str = "kotak suara nomor 7";

/// The places of a village of two stations and one without.
pub const REGIONS: &str = "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,SIMULASI RAYA,2,98,2\n\
                           980101,MELATI,3,9801,3\n9801012001,MAWAR,4,980101,4\n9801012002,KENANGA,4,980101,5\n";
pub const STATIONS: &str =
    "code,name,region,source_id\n9801012001001,TPS 001,9801012001,6\n9801012001002,TPS 002,9801012001,7\n";

/// The same and a mission abroad with one station: regions, and stations.
pub const ABROAD: [&str; 2] = [
    "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n99,LUAR NEGERI,1,,7\n9801,SIMULASI RAYA,2,98,2\n\
     9901,KUALA LUMPUR,2,99,8\n980101,MELATI,3,9801,3\n990101,KUALA LUMPUR,3,9901,9\n9801012001,MAWAR,4,980101,4\n\
     9801012002,KENANGA,4,980101,5\n9901010001,KUALA LUMPUR,4,990101,10\n",
    "code,name,region,source_id\n9801012001001,TPS 001,9801012001,6\n9801012001002,TPS 002,9801012001,7\n\
     9901010001001,TPSLN 001,9901010001,11\n",
];

/// Where the election is held: tables of regions and of stations.
pub fn places() -> [&'static str; 2] {
    [REGIONS, STATIONS]
}

pub fn election() -> Election {
    election_of(places())
}

/// The election in these places.
pub fn election_of([regions, stations]: [&str; 2]) -> Election {
    let profile = Profile::from_bundle(&bundle::bundle("profiles/id-2024")).unwrap();
    let places = Places::parse(&profile, regions.as_bytes(), stations.as_bytes()).unwrap();
    Election::new(profile, places, None, None).unwrap()
}

/// Where on the forms everything stands.
pub fn layouts() -> LayoutFiles {
    LayoutFiles::of_profile(&bundle::bundle("profiles/id-2024").files).unwrap()
}

fn access() -> Access {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024").join(Access::FILE),
    );
    Access::parse(&text.unwrap(), |_| true).unwrap()
}

/// Where a desk's photos stay.
#[derive(Clone, Debug)]
pub enum Kept {
    Folder,
    /// Below a prefix of one test's own in a bucket that all tests share.
    S3 {
        server: String,
        prefix: String,
    },
}

/// The bucket that all tests share.
const BUCKET: &str = "saksi-desk";

impl Kept {
    /// The server that the test command starts; where there is none, a test says that it was skipped.
    pub fn s3(test: &str) -> Option<Kept> {
        let Ok(server) = std::env::var("SAKSI_S3") else {
            println!("skipped: photos in a bucket (SAKSI_S3 names no server; `cargo xtask test` starts one)");
            return None;
        };
        // It may be there already.
        let _ = ureq::put(format!("{server}/{BUCKET}")).send_empty();
        let prefix = format!("{test}/{}-{}", std::process::id(), seconds());
        Some(Kept::S3 { server, prefix })
    }

    pub fn blobs(&self, folder: &Path) -> Box<dyn Blobs> {
        match self {
            Kept::Folder => Box::new(Folder::open(&folder.join("blobs")).unwrap()),
            Kept::S3 { server, prefix } => Box::new(S3::new(
                SetUp::new(&format!("s3://{BUCKET}/{prefix}"), &|name| match name {
                    "AWS_ENDPOINT_URL" => Some(server.clone()),
                    "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("saksi".to_owned()),
                    _ => None,
                })
                .unwrap(),
                seconds,
            )),
        }
    }

    /// Puts bytes under a name behind the desk's back, whatever the name says.
    pub fn put(&self, folder: &Path, name: &str, bytes: &[u8]) {
        match self {
            Kept::Folder => std::fs::write(folder.join("blobs").join(name), bytes).unwrap(),
            Kept::S3 { server, prefix } => {
                // Who says who they are may put anything in the place of what is there.
                let request = ureq::put(format!("{server}/{BUCKET}/{prefix}/{name}"));
                request.header("authorization", "AWS saksi:x").send(bytes).unwrap();
            }
        }
    }
}

fn seconds() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
}

/// A desk that answers on a port of its own.
pub struct Running {
    folder: PathBuf,
    photos: Kept,
    /// Deleted when the last desk in it is gone.
    kept: Option<Arc<tempfile::TempDir>>,
    address: SocketAddr,
    /// The desk itself.
    pub desk: Arc<Desk>,
    /// What the console shows when it is first started.
    pub code: Option<String>,
    declared: Vec<Declared>,
    practice: bool,
    places: [&'static str; 2],
}

/// A desk's folder, and what deletes it when the last desk in it is gone.
type Place = (PathBuf, Option<Arc<tempfile::TempDir>>);

impl Running {
    /// A new one, with one sheet to type.
    pub fn new() -> Running {
        Running::of(true, &Kept::Folder)
    }

    /// One that is no practice: what the profile asks of accounts is asked.
    pub fn real() -> Running {
        Running::of(false, &Kept::Folder)
    }

    /// A practice whose photos stay there.
    pub fn keeping(photos: &Kept) -> Running {
        Running::of(true, photos)
    }

    /// One of an election that is held abroad, too.
    pub fn abroad() -> Running {
        Running::at(true, &Kept::Folder, ABROAD)
    }

    fn of(practice: bool, photos: &Kept) -> Running {
        Running::at(practice, photos, places())
    }

    fn at(practice: bool, photos: &Kept, places: [&'static str; 2]) -> Running {
        let kept = Arc::new(tempfile::tempdir().unwrap());
        let folder = kept.path().to_owned();
        let mut sql = Sqlite::open(&folder.join("desk.sqlite")).unwrap();
        sql.schema().unwrap();
        let names = sheets::Names::after(&mut sql).unwrap();
        sheets::add(&mut sql, &names, "ppwp", STATION, 0).unwrap();
        Running::on((folder, Some(kept)), photos.clone(), ROOM, RATE, practice, places)
    }

    /// One in a folder that another has made.
    pub fn in_folder(folder: &Path, photos: &Kept) -> Running {
        Running::on((folder.to_owned(), None), photos.clone(), ROOM, RATE, true, places())
    }

    fn on(
        place: Place,
        photos: Kept,
        room: Room,
        rate: Rate,
        practice: bool,
        places: [&'static str; 2],
    ) -> Running {
        let blobs = photos.blobs(&place.0);
        Running::with(place, photos, blobs, (room, rate), practice, places)
    }

    fn with(
        (folder, kept): Place,
        where_photos: Kept,
        blobs: Box<dyn Blobs>,
        (room, rate): (Room, Rate),
        practice: bool,
        places: [&'static str; 2],
    ) -> Running {
        let path = folder.join("desk.sqlite");
        let open = move || Sqlite::open(&path).map(|sql| Box::new(sql) as Box<dyn Sql>);
        let uploads = Uploads::open(&folder.join("uploads"), blobs, room).unwrap();
        let photos = Photos { uploads, rate, layouts: layouts() };
        let about = About { practice, ..About::practice("Latihan") };
        let (desk, _, code) =
            Desk::new(about, Arc::new(election_of(places)), access(), Arc::new(open), photos).unwrap();
        desk.seal_with(Seal::new([7; 32]));
        let (_, declared) = http::router(Arc::clone(&desk));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let served = Arc::clone(&desk);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                http::serve(served, listener, std::future::pending()).await.unwrap();
            });
        });
        Running { folder, photos: where_photos, kept, address, desk, code, declared, practice, places }
    }

    /// Another on the same folder, as after a crash.
    pub fn restarted(&self) -> Running {
        self.restarted_with(ROOM, RATE)
    }

    /// The same, with other limits of uploads.
    pub fn restarted_with(&self, room: Room, rate: Rate) -> Running {
        let place = (self.folder.clone(), self.kept.clone());
        Running::on(place, self.photos.clone(), room, rate, self.practice, self.places)
    }

    /// Another on the same folder, whose photos stay in a store of the test's own.
    pub fn restarted_on(&self, blobs: Box<dyn Blobs>) -> Running {
        let place = (self.folder.clone(), self.kept.clone());
        Running::with(place, self.photos.clone(), blobs, (ROOM, RATE), self.practice, self.places)
    }

    /// Where its photos stay.
    pub fn photos(&self) -> &Kept {
        &self.photos
    }

    /// The bytes of a photo, as they stay.
    pub fn blob(&self, hash: &::ledger::Hash) -> Option<Vec<u8>> {
        self.photos.blobs(&self.folder).get(hash).unwrap()
    }

    /// Where everything is kept.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn code(&self) -> &str {
        self.code.as_deref().unwrap()
    }

    pub fn declared(&self) -> Vec<Declared> {
        self.declared.clone()
    }

    #[expect(clippy::unused_self, reason = "reads as what it is: this desk's")]
    pub fn access(&self) -> Access {
        access()
    }

    pub fn sql(&self) -> Sqlite {
        Sqlite::open(&self.folder.join("desk.sqlite")).unwrap()
    }

    /// Whether a text stands in any of the tables' files.
    pub fn holds(&self, text: &str) -> bool {
        let files = std::fs::read_dir(&self.folder).unwrap().map(|file| file.unwrap().path());
        let tables =
            files.filter(|file| file.file_name().unwrap().to_str().unwrap().starts_with("desk.sqlite"));
        tables
            .map(|file| std::fs::read(file).unwrap())
            .any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
    }

    pub fn broken_trail(&self) -> Option<i64> {
        trail::broken(&mut self.sql()).unwrap()
    }

    pub fn tamper(&self, sql: &'static str) {
        self.sql().run(sql, &[]).unwrap();
    }

    /// Somebody without a session.
    pub fn nobody(&self) -> Person {
        Person { address: self.address, cookie: None }
    }

    /// The first administrator.
    pub fn admin(&self) -> Person {
        self.first_account();
        self.logged_in("pengurus", PASSWORD)
    }

    /// Makes the first account, and no more.
    pub fn first_account(&self) {
        let setup = json!({ "code": self.code(), "name": "pengurus", "password": PASSWORD });
        assert_eq!(self.nobody().post("/api/setup", setup).status, 201);
    }

    /// People with these roles in the whole nation.
    pub fn people<const N: usize>(&self, people: [(&str, &str); N]) -> [Person; N] {
        self.people_in(people.map(|(name, role)| (name, role, "")))
    }

    /// People with these roles in these regions.
    pub fn people_in<const N: usize>(&self, people: [(&str, &str, &str); N]) -> [Person; N] {
        self.accounts(&self.admin(), people)
    }

    /// More of them.
    pub fn more_people_in<const N: usize>(&self, people: [(&str, &str, &str); N]) -> [Person; N] {
        self.accounts(&self.logged_in("pengurus", PASSWORD), people)
    }

    fn accounts<const N: usize>(&self, admin: &Person, people: [(&str, &str, &str); N]) -> [Person; N] {
        let rows = people.map(|(name, role, region)| format!("{name},{role},{region}\n")).concat();
        let made = admin.post_text("/api/accounts", &format!("name,role,region\n{rows}"));
        assert_eq!(made.status, 201, "{}", made.text);
        people.map(|(name, _, _)| {
            let start = format!("{name},");
            let password = made.text.lines().find_map(|line| line.strip_prefix(&start)).unwrap();
            self.logged_in(name, password)
        })
    }

    /// Logs in, and no more.
    pub fn logged_in_only(&self, name: &str, password: &str) -> Person {
        let answer = self.nobody().post("/api/session", json!({ "name": name, "password": password }));
        assert_eq!(answer.status, 200, "{}", answer.text);
        Person { address: self.address, cookie: answer.cookie }
    }

    /// Logs in; who has a password that somebody else gave them takes [`PASSWORD`].
    pub fn logged_in(&self, name: &str, password: &str) -> Person {
        let answer = self.nobody().post("/api/session", json!({ "name": name, "password": password }));
        assert_eq!(answer.status, 200, "{}", answer.text);
        let must_change = answer.ok()["must_change"] == true;
        let person = Person { address: self.address, cookie: answer.cookie };
        if must_change {
            let change = json!({ "old": password, "new": PASSWORD });
            assert_eq!(person.post("/api/session/password", change).status, 204);
        }
        person
    }
}

/// Somebody at a browser.
pub struct Person {
    address: SocketAddr,
    cookie: Option<String>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub text: String,
    /// The bytes as they came.
    pub bytes: Vec<u8>,
    headers: ureq::http::HeaderMap,
    cookie: Option<String>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// What it says, if it was done.
    pub fn ok(&self) -> Value {
        assert!(self.status < 300, "{} {}", self.status, self.text);
        self.json()
    }

    /// The problem's code; empty where there is none.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn detail(&self) -> String {
        self.json()["detail"].as_str().unwrap_or_default().to_owned()
    }
}

impl Person {
    /// Somebody without a session, at a desk at an address.
    pub fn stranger(address: SocketAddr) -> Person {
        Person { address, cookie: None }
    }

    /// The same person at another desk.
    pub fn at(&self, desk: &Running) -> Person {
        Person { address: desk.address, cookie: self.cookie.clone() }
    }

    pub fn get(&self, path: &str) -> Answer {
        let agent = agent();
        let mut request = agent.get(format!("http://{}{path}", self.address));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        answer(request.call().unwrap())
    }

    /// A file: its media type and its bytes.
    pub fn get_bytes(&self, path: &str) -> (String, Vec<u8>) {
        let request = agent().get(format!("http://{}{path}", self.address));
        let mut response =
            request.header("cookie", self.cookie.as_deref().unwrap_or_default()).call().unwrap();
        let media = response.headers().get("content-type").and_then(|media| media.to_str().ok());
        (media.unwrap_or_default().to_owned(), response.body_mut().read_to_vec().unwrap())
    }

    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.sent(path, "application/json", &body.to_string(), true)
    }

    pub fn post_text(&self, path: &str, body: &str) -> Answer {
        self.sent(path, "text/csv", body, true)
    }

    /// Sends nothing: far enough to learn whether one is let in.
    pub fn without_body(&self, path: &str) -> Answer {
        self.sent(path, "application/json", "", true)
    }

    /// Any request; one that changes something carries our header.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_ask(method, path, headers, body).unwrap()
    }

    /// The same, of a desk that may be gone.
    pub fn try_ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        if matches!(method, "POST" | "PATCH") {
            request = request.header("x-saksi", "1");
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = if matches!(method, "POST" | "PATCH") {
            agent().run(request.body(body).unwrap())
        } else {
            agent().run(request.body(()).unwrap())
        };
        try_answer(sent?)
    }

    /// The session's token.
    pub fn token(&self) -> &str {
        self.cookie.as_deref().unwrap().split_once('=').unwrap().1
    }

    /// The desk's address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// As another site's page could send it.
    pub fn without_header(&self, path: &str) -> Answer {
        self.sent(path, "application/json", "{}", false)
    }

    /// With our header saying this.
    pub fn with_header(&self, path: &str, said: &str) -> Answer {
        let request = agent().post(format!("http://{}{path}", self.address)).header("x-saksi", said);
        let cookie = self.cookie.as_deref().unwrap_or_default();
        answer(
            request.header("content-type", "application/json").header("cookie", cookie).send("{}").unwrap(),
        )
    }

    fn sent(&self, path: &str, media: &str, body: &str, ours: bool) -> Answer {
        let agent = agent();
        let mut request = agent.post(format!("http://{}{path}", self.address)).header("content-type", media);
        if ours {
            request = request.header("x-saksi", "1");
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        answer(request.send(body).unwrap())
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn answer(response: ureq::http::Response<ureq::Body>) -> Answer {
    try_answer(response).unwrap()
}

fn try_answer(mut response: ureq::http::Response<ureq::Body>) -> Result<Answer, ureq::Error> {
    let cookie = response.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
    let bytes = response.body_mut().read_to_vec()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    as_told(&response, &text);
    Ok(Answer {
        status: response.status().as_u16(),
        text,
        bytes,
        headers: response.headers().clone(),
        cookie,
    })
}

/// What is not done is a problem document with a code of the list, whatever a test asks.
fn as_told(response: &ureq::http::Response<ureq::Body>, text: &str) {
    let status = response.status().as_u16();
    if status < 400 {
        return;
    }
    let media = response.headers().get("content-type").and_then(|media| media.to_str().ok());
    assert_eq!(media, Some("application/problem+json"), "{status} {text}");
    // An answer to HEAD has no body.
    if !text.is_empty() {
        let told: Value = serde_json::from_str(text).unwrap();
        let known = |code: &str| CODES.iter().any(|(known, _)| *known == code);
        assert!(told["code"].as_str().is_some_and(known), "{text}");
        assert_eq!(told["status"], status, "{text}");
    }
}
