//! A desk that runs, and people who use it.

#![expect(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a test says what is wrong by failing"
)]

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use desk::access::Access;
use desk::http::{self, Declared, Desk};
use desk::sheets;
use desk::store::{Sql, Sqlite};
use desk::trail;
use election::{Election, Places, Profile};
use serde_json::{Value, json};

#[path = "../../../election/tests/it/bundle.rs"]
pub mod bundle;
pub mod ledger;

/// The station of the sheet there is.
pub const STATION: &str = "9801012001001";

const PASSWORD: &str = "kotak suara nomor 7";

/// The places of a village of two stations and one without.
pub const REGIONS: &str = "code,name,level,parent,source_id\n98,SIMULASI,1,,1\n9801,SIMULASI RAYA,2,98,2\n\
                           980101,MELATI,3,9801,3\n9801012001,MAWAR,4,980101,4\n9801012002,KENANGA,4,980101,5\n";
pub const STATIONS: &str =
    "code,name,region,source_id\n9801012001001,TPS 001,9801012001,6\n9801012001002,TPS 002,9801012001,7\n";

pub fn election() -> Election {
    let profile = Profile::from_bundle(&bundle::bundle("profiles/id-2024")).unwrap();
    let places = Places::parse(&profile, REGIONS.as_bytes(), STATIONS.as_bytes()).unwrap();
    Election::new(profile, places, None, None).unwrap()
}

fn access() -> Access {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/id-2024").join(Access::FILE),
    );
    Access::parse(&text.unwrap(), |_| true).unwrap()
}

/// A desk that answers on a port of its own.
pub struct Running {
    folder: Arc<tempfile::TempDir>,
    address: SocketAddr,
    /// The desk itself.
    pub desk: Arc<Desk>,
    /// What the console shows when it is first started.
    pub code: Option<String>,
    declared: Vec<Declared>,
}

impl Running {
    /// A new one, with one sheet to type.
    pub fn new() -> Running {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let mut sql = Sqlite::open(&folder.path().join("desk.sqlite")).unwrap();
        sql.schema().unwrap();
        let names = sheets::Names::after(&mut sql).unwrap();
        sheets::add(&mut sql, &names, "ppwp", STATION, 0).unwrap();
        Running::on(folder)
    }

    fn on(folder: Arc<tempfile::TempDir>) -> Running {
        let path = folder.path().join("desk.sqlite");
        let open = move || Sqlite::open(&path).map(|sql| Box::new(sql) as Box<dyn Sql>);
        let (desk, _, code) = Desk::new(Arc::new(election()), access(), Box::new(open)).unwrap();
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
        Running { folder, address, desk, code, declared }
    }

    /// Another on the same folder, as after a crash.
    pub fn restarted(&self) -> Running {
        Running::on(Arc::clone(&self.folder))
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

    fn sql(&self) -> Sqlite {
        Sqlite::open(&self.folder.path().join("desk.sqlite")).unwrap()
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
        let setup = json!({ "code": self.code(), "name": "pengurus", "password": PASSWORD });
        assert_eq!(self.nobody().post("/api/setup", setup).status, 201);
        self.logged_in("pengurus", PASSWORD)
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

    fn logged_in(&self, name: &str, password: &str) -> Person {
        let answer = self.nobody().post("/api/session", json!({ "name": name, "password": password }));
        assert_eq!(answer.status, 200, "{}", answer.text);
        Person { address: self.address, cookie: answer.cookie }
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

    pub fn detail(&self) -> String {
        self.json()["detail"].as_str().unwrap_or_default().to_owned()
    }
}

impl Person {
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

    /// As another site's page could send it.
    pub fn without_header(&self, path: &str) -> Answer {
        self.sent(path, "application/json", "{}", false)
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

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let cookie = response.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
    Answer { status: response.status().as_u16(), cookie, text: response.body_mut().read_to_string().unwrap() }
}
