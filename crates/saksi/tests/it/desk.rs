//! `saksi desk` as whoever runs it meets it: the console's code, keys by codes, statements, kill -9, backup and restore.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use desk::store::{Sql as _, Sqlite};
use desk::totp::Secret;
use ledger::{KeyKind, KeyName, SigningKey, sha256};
use serde_json::{Value, json};
use statement::{Body, Evidence, HexHash, Key, Moment, Pairs, Sheet, UnreadText, encode_text, sign};

use crate::common::{Village, command, failure, ok, saksi, size, status, text, verify};

pub const HEADER: &str = "id-2024/v1";
const STATIONS: u32 = 60;

/// A desk that runs; ended when it is dropped, as by a power cut.
pub struct Running {
    process: Child,
    pub address: String,
    code: Option<String>,
}

impl Running {
    /// For the first time: the console shows the code.
    pub fn first(folder: &str) -> Running {
        Running::started(folder, true)
    }

    pub fn again(folder: &str) -> Running {
        Running::started(folder, false)
    }

    fn started(folder: &str, first: bool) -> Running {
        Running::with(command(&["desk", folder, "--listen", "127.0.0.1:0"]), first)
    }

    fn with(mut command: Command, first: bool) -> Running {
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the binary runs");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let at = |line: &str| Some(line.split_once("http://")?.1.split_once('/')?.0.to_owned());
        let address = lines.find_map(|line| at(&line)).expect("it says where it is");
        let mut code = || lines.find(|line| line.trim().len() == 32).map(|line| line.trim().to_owned());
        let code = if first { code() } else { None };
        Running { process, address, code }
    }

    pub fn get(&self, path: &str) -> Option<Value> {
        let mut answer = agent().get(format!("http://{}{path}", self.address)).call().ok()?;
        serde_json::from_str(&answer.body_mut().read_to_string().ok()?).ok()
    }

    /// Status and answer.
    pub fn post(&self, path: &str, cookie: &str, body: &Value) -> (u16, Value, String) {
        self.sent(path, cookie, "application/json", &body.to_string())
    }

    pub fn sent(&self, path: &str, cookie: &str, media: &str, body: &str) -> (u16, Value, String) {
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

    /// Status and answer, to somebody with a session.
    pub fn get_as(&self, path: &str, cookie: &str) -> (u16, Value) {
        let request = agent().get(format!("http://{}{path}", self.address)).header("cookie", cookie);
        let mut answer = request.call().unwrap();
        let text = answer.body_mut().read_to_string().unwrap_or_default();
        (answer.status().as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// SIGKILL, now.
    pub fn kill(&self) {
        let pid = self.process.id().to_string();
        assert!(std::process::Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    }

    /// Accounts of a table's rows; their first passwords, by name.
    pub fn people(&self, administrator: &str, rows: &str) -> HashMap<String, String> {
        let request = agent().post(format!("http://{}/api/accounts", self.address));
        let request =
            request.header("content-type", "text/csv").header("x-saksi", "1").header("cookie", administrator);
        let mut answer = request.send(format!("name,role,region\n{rows}")).unwrap();
        let made = answer.body_mut().read_to_string().unwrap();
        assert_eq!(answer.status(), 201, "{made}");
        let each = made.lines().skip(1).filter_map(|line| line.split_once(','));
        each.map(|(name, password)| (name.to_owned(), password.to_owned())).collect()
    }

    /// The session of somebody who chooses their own password.
    pub fn logged_in(&self, name: &str, first: &str) -> String {
        let (status, told, cookie) =
            self.post("/api/session", "", &json!({ "name": name, "password": first }));
        assert_eq!(status, 200, "{told}");
        let change = json!({ "old": first, "new": "kotak suara nomor 8" });
        assert_eq!(self.post("/api/session/password", &cookie, &change).0, 204);
        cookie
    }

    /// The first administrator's session.
    pub fn administrator(&self) -> String {
        self.first_administrator().0
    }

    /// The same, and the secret of the second factor.
    fn first_administrator(&self) -> (String, Secret) {
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

pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

/// What an app shows so many milliseconds from now.
fn app_code(secret: &Secret, from_now_ms: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    format!("{:06}", secret.code(i64::try_from(now).unwrap() + from_now_ms).unwrap())
}

pub fn at() -> Moment {
    Moment::new(1_707_900_000, 420).unwrap()
}

pub fn station(number: u32) -> String {
    format!("1701012001{number:03}")
}

pub fn key(station: &str) -> SigningKey {
    let name = format!("kpps/{station}/hp1");
    SigningKey::from_seed(KeyName::new(&name).unwrap(), KeyKind::Ed25519, sha256(name.as_bytes()).0)
}

/// A sheet on which every figure is one.
pub fn sheet(desk: &Running, station: &str, figure: u32) -> String {
    sheet_with(desk, station, figure, Vec::new())
}

/// The same, with photos.
fn sheet_with(desk: &Running, station: &str, figure: u32, evidence: Vec<Evidence<'_>>) -> String {
    let about = desk.get(&format!("/api/station/{station}")).unwrap();
    let fields = about["contests"][0]["fields"].as_array().unwrap().clone();
    let values = fields.iter().map(|field| (field["name"].as_str().unwrap(), figure)).collect();
    let body = Body::Sheet(Sheet {
        text: None,
        contest: "ppwp",
        station,
        stage: "count",
        run: None,
        values: Pairs::new(values).unwrap(),
        unread: Pairs::<UnreadText>::default(),
        evidence,
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
    enrol_all(desk, cookie, &["1701012001".to_owned()]);
}

/// The same for these places.
pub fn enrol_all(desk: &Running, cookie: &str, places: &[String]) {
    let (status, made, _) = desk.post("/api/codes", cookie, &json!({ "role": "kpps", "places": places }));
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
fn the_public_s_server_answers_nothing_of_the_desk_s() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    Village::write(place.path(), 2).init(&folder);
    ok(&["publish", &folder]);
    let mut process = command(&["serve", &folder, "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    let at = |line: String| Some(line.split_once("http://")?.1.split_once('/')?.0.to_owned());
    let address = lines.find_map(at).expect("it says where it is");
    let public = Running { process, address, code: None };
    let status = |path: &str| {
        let answer = agent().get(format!("http://{}{path}", public.address)).call().unwrap();
        answer.status().as_u16()
    };
    assert_eq!(status("/latest.json"), 200);
    let document = ::desk::http::openapi();
    let document: Value = serde_json::from_str(&document).unwrap();
    for path in document["paths"].as_object().unwrap().keys() {
        assert_eq!(status(&path.replace(['{', '}'], "")), 404, "{path}");
        let (posted, _, _) = public.post(&path.replace(['{', '}'], ""), "", &json!({}));
        assert!(matches!(posted, 404 | 405), "{path}: {posted}");
    }
    for path in
        ["/api", "/api/", "/desk.js", "/capture/", "/desk/desk.sqlite", "/keys/desk.key", "/../keys/desk.key"]
    {
        assert_eq!(status(path), 404, "{path}");
    }
}

#[test]
fn what_was_acknowledged_outlives_kill_9_and_a_backup_made_meanwhile_becomes_a_folder_again() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), STATIONS);
    village.init(&folder);
    let mut desk = Running::first(&folder);
    let (cookie, secret) = desk.first_administrator();
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

/// Fingerprints and states of a place's keys, as the desk lists them.
fn keys(desk: &Running, cookie: &str, place: &str) -> Vec<Value> {
    let request =
        agent().get(format!("http://{}/api/keys?place={place}", desk.address)).header("cookie", cookie);
    let told = request.call().unwrap().body_mut().read_to_string().unwrap();
    serde_json::from_str::<Value>(&told).unwrap()["keys"].as_array().unwrap().clone()
}

#[test]
fn a_lost_key_is_revoked_in_the_folder_and_while_a_desk_runs_it_is_told_where() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 3);
    village.init(&folder);
    let desk = Running::first(&folder);
    let cookie = desk.administrator();
    enrol(&desk, &cookie);
    let name = format!("kpps/{}/hp1", station(1));
    let revoke =
        |key: &str, reason: &str| saksi(&["key", "revoke", &folder, "--key", key, "--reason", reason]);
    let busy = failure(&revoke(&name, "lost"));
    assert!(busy.contains("#/place-keys") && busy.contains("Nothing was written"), "{busy}");
    let print = keys(&desk, &cookie, &station(2))[0]["fingerprint"].as_str().unwrap().to_owned();
    drop(desk);

    assert!(failure(&revoke("kpps/x", "lost")).contains("no key of this name"));
    let unknown = failure(&revoke(&name, "tired"));
    assert!(unknown.contains("key-lost") && unknown.contains("key-exposed"), "{unknown}");
    let said = ok(&["key", "revoke", &folder, "--key", &name, "--reason", "lost"]);
    assert!(said.contains(&name) && said.contains("key-lost"), "{said}");
    assert!(failure(&revoke(&name, "lost")).contains("revoked before"));
    // By its fingerprint, as somebody reads it aloud.
    ok(&[
        "key",
        "revoke",
        &folder,
        "--key",
        &print.to_lowercase().replace('-', " "),
        "--reason",
        "key-exposed",
    ]);

    let desk = Running::again(&folder);
    let note = sheet(&desk, &station(1), 1);
    let (status, told, _) = desk.sent("/api/statements", "", "text/plain", &note);
    assert_eq!((status, &told["code"]), (403, &json!("revoked-key")));
    assert_eq!(desk.sent("/api/statements", "", "text/plain", &sheet(&desk, &station(3), 1)).0, 201);
    drop(desk);
    ok(&["publish", &folder]);
    verify(&folder);
    // What the public reads of it: who ended it, and why.
    let public = std::fs::read_to_string(format!("{folder}/public/record/keys.json")).unwrap();
    let public: Value = serde_json::from_str(&public).unwrap();
    let ended: Vec<&Value> =
        public.as_array().unwrap().iter().filter(|key| key["revoked"].is_number()).collect();
    assert_eq!(ended.len(), 2);
    assert_eq!(
        (&ended[0]["reason"], ended[0]["revoked_by"].as_array().unwrap().len()),
        (&json!("key-lost"), 1)
    );
    assert!(ended[0]["registered_by"][0].as_str().unwrap().contains("desk"), "{}", ended[0]);
}

#[test]
fn on_and_after_polling_day_another_key_of_a_place_needs_a_second_signature_in_the_folder_too() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 1);
    village.init(&folder);
    let make = ["key", "make", &folder, "--role", "ppk", "--place", "170101"];
    let said = ok(&make);
    assert!(said.contains("KOTA") && said.contains("ppk-170101.key"), "it says for whom: {said}");
    ok(&["key", "make", &folder, "--role", "kpu-regency", "--place", "1701"]);
    ok(&[
        "key",
        "revoke",
        &folder,
        "--key",
        &key_name(&folder, "ppk-170101"),
        "--reason",
        "lost",
        "--by",
        "kpu-regency-1701",
    ]);
    let alone = failure(&saksi(&make));
    assert!(alone.contains("two levels") && alone.contains("--second"), "{alone}");
    assert!(!Path::new(&format!("{folder}/keys/ppk-170101-2.key")).exists(), "nothing was made");
    let same = failure(&saksi(&[&make[..], &["--second", "commission"]].concat()));
    assert!(same.contains("two levels"), "one level twice is no second one: {same}");
    let said = ok(&[&make[..], &["--second", "kpu-regency-1701"]].concat());
    assert!(said.contains("ppk-170101-2.key"), "{said}");
    ok(&["publish", &folder]);
    verify(&folder);
}

/// Name of the key in a file.
fn key_name(folder: &str, file: &str) -> String {
    let text = std::fs::read_to_string(format!("{folder}/keys/{file}.key")).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("name = \"")).unwrap();
    line.trim_end_matches('"').to_owned()
}

#[test]
fn an_auditor_holds_the_trail_of_a_copy_against_the_ledger_without_the_desk() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 3);
    village.init(&folder);
    let said = failure(&saksi(&["trail", "check", &folder]));
    assert!(said.contains("desk.sqlite"), "no desk has been here: {said}");
    let desk = Running::first(&folder);
    let cookie = desk.administrator();
    enrol(&desk, &cookie);
    assert_eq!(desk.post("/api/trail/anchor", &cookie, &json!({})).0, 201);
    let out = text(&place.path().join("backup"));
    ok(&["backup", "make", &folder, "--out", &out]);
    drop(desk);
    for copy in [&folder, &out] {
        let said = ok(&["trail", "check", copy]);
        assert!(said.contains("Holds") && said.contains("1 anchor"), "{said}");
    }
    let tamper = |sql: &'static str| {
        let mut tables = Sqlite::open(&Path::new(&folder).join("desk/desk.sqlite")).unwrap();
        tables.run(sql, &[]).unwrap();
    };
    let differs = || {
        let output = saksi(&["trail", "check", &folder]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    tamper("DELETE FROM anchored");
    assert!(differs().contains("own table of anchors"));
    tamper("UPDATE act SET detail = 'nothing' WHERE id = 1");
    let said = differs();
    assert!(
        said.contains("Row 1") && said.contains("otherwise than this trail") && said.contains("DIFFERS"),
        "{said}"
    );
}

/// A JPEG whose pixels nobody looks at.
fn photo() -> Vec<u8> {
    let head = [
        0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 3, 232, 3, 232, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0,
    ];
    [&head[..], &vec![7; 20_000], &[0xff, 0xd9]].concat()
}

/// Brings a photo that a statement names, as a phone does; where it is held then.
fn bring(desk: &Running, bytes: &[u8]) -> u16 {
    let encode = |text: String| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
    let begun = agent()
        .post(format!("http://{}/api/photos", desk.address))
        .header("x-saksi", "1")
        .header("tus-resumable", "1.0.0")
        .header("upload-length", bytes.len().to_string())
        .header("upload-metadata", format!("sha256 {}", encode(sha256(bytes).to_hex())))
        .send_empty()
        .unwrap();
    let place = begun.headers().get("location").unwrap().to_str().unwrap().to_owned();
    let sent = agent()
        .patch(format!("http://{}{place}", desk.address))
        .header("x-saksi", "1")
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", "0")
        .header("content-type", "application/offset+octet-stream")
        .send(bytes);
    sent.unwrap().status().as_u16()
}

#[test]
fn photos_in_a_bucket_are_published_verified_and_looked_for_by_backups_without_anybody_naming_it_again() {
    let Ok(server) = std::env::var("SAKSI_S3") else {
        println!("skipped: photos in a bucket (SAKSI_S3 names no server; `cargo xtask test` starts one)");
        return;
    };
    // It may be there already.
    let _ = ureq::put(format!("{server}/saksi-count")).send_empty();
    let place = tempfile::tempdir().unwrap();
    let store = format!("s3://saksi-count/{}", place.path().file_name().unwrap().display());
    let store = store.replace("/.", "/");
    let with = |arguments: &[&str]| {
        let mut command = command(arguments);
        command.env("AWS_ENDPOINT_URL", &server).env("AWS_ACCESS_KEY_ID", "saksi");
        command.env("AWS_SECRET_ACCESS_KEY", "saksi");
        command
    };
    let done = |arguments: &[&str]| {
        let output = with(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let folder = text(&place.path().join("count"));
    let village = Village::write(place.path(), 3);
    village.init(&folder);
    let before = sha256(&std::fs::read(format!("{folder}/saksi.toml")).unwrap());
    // What lacks is named, and nothing is written down.
    let lacks = failure(&saksi(&["desk", &folder, "--store", &store, "--listen", "127.0.0.1:0"]));
    assert!(lacks.contains("AWS_ACCESS_KEY_ID is not set"), "{lacks}");
    let nowhere = ["desk", &folder, "--store", "s3://nobody-made-this", "--listen", "127.0.0.1:0"];
    let nowhere = failure(&with(&nowhere).output().unwrap());
    assert!(nowhere.contains("NoSuchBucket"), "{nowhere}");
    assert_eq!(sha256(&std::fs::read(format!("{folder}/saksi.toml")).unwrap()), before);

    let desk = Running::with(with(&["desk", &folder, "--store", &store, "--listen", "127.0.0.1:0"]), true);
    let cookie = desk.administrator();
    enrol(&desk, &cookie);
    let bytes = photo();
    let hash = sha256(&bytes);
    let named = Evidence {
        page: Some(1),
        sha256: Some(HexHash(hash)),
        media: Some("image/jpeg"),
        bytes: Some(bytes.len() as u64),
        uri: None,
    };
    let note = sheet_with(&desk, &station(1), 1, vec![named]);
    assert_eq!(desk.sent("/api/statements", "", "text/plain", &note).0, 201);
    assert_eq!(bring(&desk, &bytes), 204);
    // The day's trail goes the same way.
    assert_eq!(desk.post("/api/trail/anchor", &cookie, &json!({})).0, 201);
    drop(desk);
    assert!(!Path::new(&format!("{folder}/blobs/{}", hash.to_hex())).exists());
    // From here on nobody names the store: the folder does.
    done(&["publish", &folder]);
    verify(&folder);
    assert!(std::fs::read(format!("{folder}/public/photo/{}", hash.to_hex())).unwrap() == bytes);
    let out = text(&place.path().join("backup"));
    let told = done(&["backup", "make", &folder, "--out", &out]);
    assert!(told.contains(&store) && told.contains("versioning"), "{told}");
    assert!(done(&["backup", "check", &out]).contains(&store));
    let other = with(&["desk", &folder, "--store", "s3://saksi-count/other", "--listen", "127.0.0.1:0"]);
    let refused = failure(&{ other }.output().unwrap());
    assert!(refused.contains(&store), "{refused}");
    let desk = Running::with(with(&["desk", &folder, "--listen", "127.0.0.1:0"]), false);
    assert_eq!(bring(&desk, &bytes), 409, "it is held");
    drop(desk);
    // One that is gone from the bucket is named.
    let object = format!("{server}/{}/{}", store.trim_start_matches("s3://"), hash.to_hex());
    ureq::delete(object).header("authorization", "AWS saksi:x").call().unwrap();
    for gone in [["backup", "make", &folder, "--out", &out].as_slice(), &["backup", "check", &out]] {
        let gone = failure(&with(gone).output().unwrap());
        assert!(gone.contains(&hash.to_hex()) && gone.contains(&store), "{gone}");
    }
}
