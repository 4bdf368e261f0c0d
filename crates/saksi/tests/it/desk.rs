//! `saksi desk` as whoever runs it meets it: the console's code, keys by codes, statements, kill -9, backup and restore.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use desk::totp::Secret;
use ledger::{KeyKind, KeyName, SigningKey, sha256};
use serde_json::{Value, json};
use statement::{Body, Key, Moment, Pairs, Sheet, UnreadText, encode_text, sign};

use crate::common::{Village, command, failure, ok, saksi, size, status, text, verify};

const HEADER: &str = "id-2024/v1";
const STATIONS: u32 = 60;

/// A desk that runs; ended when it is dropped, as by a power cut.
struct Running {
    process: Child,
    address: String,
    code: Option<String>,
}

impl Running {
    /// For the first time: the console shows the code.
    fn first(folder: &str) -> Running {
        Running::started(folder, true)
    }

    fn again(folder: &str) -> Running {
        Running::started(folder, false)
    }

    fn started(folder: &str, first: bool) -> Running {
        let mut process = command(&["desk", folder, "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let at = |line: &str| Some(line.split_once("http://")?.1.split_once('/')?.0.to_owned());
        let address = lines.find_map(|line| at(&line)).expect("it says where it is");
        let mut code = || lines.find(|line| line.trim().len() == 32).map(|line| line.trim().to_owned());
        let code = if first { code() } else { None };
        Running { process, address, code }
    }

    fn get(&self, path: &str) -> Option<Value> {
        let mut answer = agent().get(format!("http://{}{path}", self.address)).call().ok()?;
        serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()
    }

    /// Status and answer.
    fn post(&self, path: &str, cookie: &str, body: &Value) -> (u16, Value, String) {
        self.sent(path, cookie, "application/json", &body.to_string())
    }

    fn sent(&self, path: &str, cookie: &str, media: &str, body: &str) -> (u16, Value, String) {
        let request = agent().post(format!("http://{}{path}", self.address));
        let request = request.header("content-type", media).header("x-saksi", "1").header("cookie", cookie);
        match request.send(body) {
            Ok(mut answer) => {
                let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
                let cookie =
                    cookie.and_then(|cookie| cookie.split(';').next()).unwrap_or_default().to_owned();
                let text = answer.body_mut().read_to_string().unwrap_or_default();
                (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null), cookie)
            }
            // The desk was killed meanwhile.
            Err(_) => (0, Value::Null, String::new()),
        }
    }

    /// The first administrator's session, and the secret of the second factor.
    fn administrator(&self) -> (String, Secret) {
        let password = "kotak suara nomor 7";
        let code = self.code.as_deref().expect("the first start prints a code");
        let setup = json!({ "code": code, "name": "pengurus", "password": password });
        assert_eq!(self.post("/api/setup", "", &setup).0, 201);
        let (status, _, cookie) =
            self.post("/api/session", "", &json!({ "name": "pengurus", "password": password }));
        assert_eq!(status, 200);
        // It is no practice: without a second factor an administrator does nothing.
        let refused = self.post("/api/codes", &cookie, &json!({ "role": "kpps", "places": [] })).1;
        assert_eq!(refused["code"], "needs-second-factor");
        let begun = self.post("/api/session/second-factor", &cookie, &json!({ "password": password })).1;
        let secret = Secret::from_text(begun["secret"].as_str().unwrap()).unwrap();
        let asked = json!({ "code": app_code(&secret, 0) });
        let (status, told, _) = self.post("/api/session/second-factor/confirm", &cookie, &asked);
        assert_eq!(status, 200, "{told}");
        (cookie, secret)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // SIGKILL: nothing is tidied up.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

/// What an app shows so many milliseconds from now.
fn app_code(secret: &Secret, from_now_ms: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    format!("{:06}", secret.code(i64::try_from(now).unwrap() + from_now_ms).unwrap())
}

fn at() -> Moment {
    Moment::new(1_707_900_000, 420).unwrap()
}

fn station(number: u32) -> String {
    format!("1701012001{number:03}")
}

fn key(station: &str) -> SigningKey {
    let name = format!("kpps/{station}/hp1");
    SigningKey::from_seed(KeyName::new(&name).unwrap(), KeyKind::Ed25519, sha256(name.as_bytes()).0)
}

/// A sheet on which every figure is one.
fn sheet(desk: &Running, station: &str, figure: u32) -> String {
    let about = desk.get(&format!("/api/station/{station}")).unwrap();
    let fields = about["contests"][0]["fields"].as_array().unwrap().clone();
    let values = fields.iter().map(|field| (field["name"].as_str().unwrap(), figure)).collect();
    let body = Body::Sheet(Sheet {
        contest: "ppwp",
        station,
        stage: "count",
        run: None,
        values: Pairs::new(values).unwrap(),
        unread: Pairs::<UnreadText>::default(),
        evidence: Vec::new(),
        method: Pairs::default(),
        confidence: Pairs::default(),
        source: None,
        supersedes: None,
        reason: None,
        at: at(),
    });
    let note = sign(&encode_text(HEADER, &body).unwrap(), &[&key(station)]).unwrap();
    String::from_utf8(note).unwrap()
}

/// Enrols a key for every station.
fn enrol(desk: &Running, cookie: &str) {
    let (status, made, _) =
        desk.post("/api/codes", cookie, &json!({ "role": "kpps", "places": ["1701012001"] }));
    assert_eq!(status, 201, "{made}");
    for code in made["codes"].as_array().unwrap() {
        let scope = code["scope"].as_str().unwrap();
        let key = key(scope);
        let vkey = key.verifying_key().to_string();
        let body = Body::Key(Key { key: &vkey, role: "kpps", scope, source: None, at: at() });
        let note = sign(&encode_text(HEADER, &body).unwrap(), &[&key]).unwrap();
        let asked = json!({ "code": code["code"], "note": String::from_utf8(note).unwrap() });
        let (status, told, _) = desk.post("/api/enrol", "", &asked);
        assert_eq!(status, 201, "{told}");
    }
}

#[test]
fn what_was_acknowledged_outlives_kill_9_and_a_backup_made_meanwhile_becomes_a_folder_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), STATIONS);
    village.init(&folder);
    let mut desk = Running::first(&folder);
    let (cookie, secret) = desk.administrator();
    enrol(&desk, &cookie);
    let out = text(&place.path().join("backup"));
    ok(&["backup", "make", &folder, "--out", &out]);

    // Many phones at once; the desk dies among them.
    let (next, acknowledged) = (AtomicU64::new(1), AtomicU64::new(0));
    let notes: Vec<String> = (1..=STATIONS).map(|number| sheet(&desk, &station(number), 1)).collect();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let at = usize::try_from(next.fetch_add(1, Ordering::SeqCst)).unwrap() - 1;
                    let Some(note) = notes.get(at) else { break };
                    let (status, _, _) = desk.sent("/api/statements", "", "text/plain", note);
                    if status == 0 {
                        break;
                    }
                    assert_eq!(status, 201);
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        scope.spawn(|| {
            while acknowledged.load(Ordering::SeqCst) < 20 {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            let pid = desk.process.id().to_string();
            assert!(std::process::Command::new("kill").args(["-9", &pid]).status().unwrap().success());
        });
    });
    let kept = acknowledged.load(Ordering::SeqCst);
    assert!((20..u64::from(STATIONS)).contains(&kept), "it was killed among them: {kept}");
    let _ = desk.process.wait();

    desk = Running::again(&folder);
    let mut known = 0;
    for note in &notes {
        let (status, told, _) = desk.sent("/api/statements", "", "text/plain", note);
        assert!(status == 200 || status == 201, "{told}");
        known += u64::from(status == 200);
    }
    assert!(known >= kept, "{kept} were acknowledged, {known} are known");
    ok(&["backup", "make", &folder, "--out", &out]);
    ok(&["backup", "check", &out]);
    ok(&["publish", &folder]);
    verify(&folder);
    let (before, entries) = (status(&folder), size(&folder));
    drop(desk);

    let restored = text(&place.path().join("restored"));
    let checkpoint = place.path().join("checkpoint");
    std::fs::write(&checkpoint, ok(&["log", "checkpoint", "--folder", &folder])).unwrap();
    ok(&["backup", "restore", &out, "--folder", &restored, "--known", &text(&checkpoint)]);
    assert_eq!(size(&restored), entries);
    assert!(!Path::new(&restored).join("keys/log.key").exists(), "keys are in no backup");
    for file in std::fs::read_dir(format!("{folder}/keys")).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), format!("{restored}/keys/{}", file.file_name().display())).unwrap();
    }
    let desk = Running::again(&restored);
    let mut login = json!({ "name": "pengurus", "password": "kotak suara nomor 7" });
    assert_eq!(desk.post("/api/session", "", &login).1["code"], "second-factor");
    // The desk's key came along: it opens what it has sealed. The next step's code, as the last was used.
    login["code"] = json!(app_code(&secret, 30_000));
    let (status_of, told, _) = desk.post("/api/session", "", &login);
    assert_eq!(status_of, 200, "accounts come back with it: {told}");
    let (status_of, _, _) = desk.sent("/api/statements", "", "text/plain", &notes[0]);
    assert_eq!(status_of, 200);
    drop(desk);
    ok(&["publish", &restored]);
    verify(&restored);
    assert_eq!(status(&restored)["contests"], before["contests"]);
}

#[test]
fn a_damaged_or_older_backup_is_refused_by_name() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 3);
    village.init(&folder);
    let out = text(&place.path().join("backup"));
    let inside = failure(&saksi(&["backup", "make", &folder, "--out", &format!("{folder}/backup")]));
    assert!(inside.contains("does not lie in the folder"), "{inside}");
    ok(&["backup", "make", &folder, "--out", &out]);
    assert!(village.import(&folder).status.success());
    let checkpoint = place.path().join("checkpoint");
    std::fs::write(&checkpoint, ok(&["log", "checkpoint", "--folder", &folder])).unwrap();
    let restored = text(&place.path().join("restored"));
    let known = text(&checkpoint);
    let older = failure(&saksi(&["backup", "restore", &out, "--folder", &restored, "--known", &known]));
    assert!(older.contains("published"), "{older}");
    assert!(!Path::new(&restored).exists(), "nothing was made");
    let blob = std::fs::read_dir(format!("{out}/blobs")).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(&blob).unwrap();
    std::fs::write(&blob, "other").unwrap();
    let damaged = failure(&saksi(&["backup", "check", &out]));
    assert!(damaged.contains(&text(&blob)), "{damaged}");
}
