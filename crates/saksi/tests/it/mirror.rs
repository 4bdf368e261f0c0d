//! `saksi mirror` as whoever keeps a copy meets it: an origin over HTTP that grows, lies, forks and goes away.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::time::Duration;

use ledger::{Policy, SignedCheckpoint, sha256};
use record::Tree;
use serde_json::Value;

use crate::common::{Village, command, failure, ok, saksi, text};
use crate::disk::Disk;

/// A server of public files; ended when it is dropped.
struct Serving {
    process: Child,
    address: String,
}

impl Serving {
    fn new(folder: &str) -> Serving {
        let mut command = command(&["serve", folder, "--listen", "127.0.0.1:0"]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let at = |line: &str| Some(format!("http://{}", line.split_once("http://")?.1.split_once('/')?.0));
        let address = lines.find_map(|line| at(&line)).unwrap();
        Serving { process, address }
    }

    fn get(&self, path: &str) -> Vec<u8> {
        ureq::get(format!("{}/{path}", self.address)).call().unwrap().body_mut().read_to_vec().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A place with a mirror of whatever a test has there.
struct Scene {
    place: tempfile::TempDir,
}

impl Scene {
    fn new() -> Scene {
        Scene { place: tempfile::tempdir().unwrap() }
    }

    fn at(&self, name: &str) -> String {
        text(&self.place.path().join(name))
    }

    /// An election with one cut, before its figures came in.
    fn village(&self) -> Village {
        let village = Village::write(self.place.path(), 3);
        village.init(&self.at("count"));
        ok(&["publish", &self.at("count")]);
        village
    }

    fn grow(&self, village: &Village) {
        assert!(village.import(&self.at("count")).status.success());
        ok(&["publish", &self.at("count")]);
    }

    /// A practice with photos, everything that can go wrong, and six cuts.
    fn demo(&self) -> String {
        let folder = self.at("demo");
        ok(&["demo", "--folder", &folder, "--stations", "40", "--on-paper", "0", "--no-serve"]);
        format!("{folder}/public")
    }

    fn mirror(&self, from: &str, more: &[&str]) -> Output {
        saksi(&[&["mirror", from, &self.at("mirror")], more].concat())
    }

    fn shown(&self) -> BTreeMap<String, Vec<u8>> {
        files(Path::new(&self.at("mirror")))
    }

    /// Verifies the mirror by the policy that it trusts.
    fn verified(&self) -> Value {
        let policy = format!("{}/policy", self.at("mirror.mirror"));
        let output = saksi(&["verify", &self.at("mirror"), "--policy", &policy, "--json"]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{:#}", report["findings"]);
        report
    }
}

fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut all, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(text(path.strip_prefix(root).unwrap()), fs::read(&path).unwrap());
            }
        }
    }
    all
}

fn copy(from: &str, to: &str) {
    let copied = std::process::Command::new("cp").args(["-a", from, to]).status().unwrap();
    assert!(copied.success());
}

/// What a run said, which ended with this exit code.
fn said(output: &Output, code: i32) -> String {
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

/// Files fetched, and files that were there.
fn counted(said: &str) -> (u64, u64) {
    let line = said.lines().find(|line| line.starts_with("Files fetched")).unwrap();
    let number = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    };
    (number(line.split_once('(').unwrap().0), number(line.rsplit_once(':').unwrap().1))
}

/// Replaces a file of the newest cut, and its hash in manifest and summary, as a forger would.
fn forge(public: &str, path: &str, bytes: &[u8]) {
    let sizes: Vec<u64> = fs::read_to_string(format!("{public}/cuts/index"))
        .unwrap()
        .lines()
        .map(|line| line.split_once(' ').unwrap().0.parse().unwrap())
        .collect();
    let (mut tree, mut heads) = (Tree::new(), Vec::new());
    let at = |size: &u64| format!("{public}/cuts/{size}/manifest");
    for size in &sizes {
        heads.push(tree.replay(&fs::read_to_string(at(size)).unwrap()).unwrap());
    }
    // The newest cut alone is sealed anew.
    let mut before = Tree::new();
    let (last, earlier) = sizes.split_last().unwrap();
    for size in earlier {
        before.replay(&fs::read_to_string(at(size)).unwrap()).unwrap();
    }
    let mut changed = Vec::new();
    tree.visit(&mut |path, entry| changed.push((path.to_owned(), *entry)));
    for (path, entry) in changed {
        before.set(&path, entry.bytes, entry.sha256);
    }
    before.set(path, bytes.len() as u64, sha256(bytes));
    let head = heads.last().unwrap();
    let manifest = before.seal(&head.cut, head.previous, head.tables);
    let old = sha256(&fs::read(at(last)).unwrap()).to_hex();
    fs::write(at(last), &manifest).unwrap();
    let latest = fs::read_to_string(format!("{public}/latest.json")).unwrap();
    let new = sha256(manifest.as_bytes()).to_hex();
    replace(&format!("{public}/latest.json"), latest.replace(&old, &new).as_bytes());
    replace(&format!("{public}/{path}"), bytes);
}

/// Writes a file anew: what another folder links to stays as it is.
fn replace(path: &str, bytes: &[u8]) {
    let _ = fs::remove_file(path);
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_mirror_is_the_publication_byte_for_byte_holds_and_can_be_served() {
    let scene = Scene::new();
    let public = scene.demo();
    let origin = Serving::new(&public);
    let first = said(&scene.mirror(&origin.address, &[]), 0);
    assert!(first.contains("No policy was given") && first.contains("mirror.mirror/policy"), "{first}");
    let (mut own, mut theirs) = (scene.shown(), files(Path::new(&public)));
    let note: Value = serde_json::from_slice(&own.remove("mirror.json").unwrap()).unwrap();
    assert_eq!((note["from"].as_str(), &note["photos"]), (Some(origin.address.as_str()), &Value::Bool(true)));
    // What nobody signs is the mirror's own.
    let mirrors = String::from_utf8(own.remove("mirrors.json").unwrap()).unwrap();
    assert!(mirrors.contains(&origin.address), "{mirrors}");
    theirs.remove("mirrors.json");
    // So are bundles, which hold nothing that isn't here.
    theirs.retain(|path, _| !path.starts_with("bundles/"));
    // Partial tiles of earlier cuts are not needed: the newest hold them.
    theirs.retain(|path, _| {
        !path.starts_with("ledger/tile") || own.contains_key(path) || !path.contains(".p/")
    });
    let differing: Vec<_> =
        theirs.iter().filter(|(path, bytes)| own.get(*path) != Some(*bytes)).map(|(path, _)| path).collect();
    assert!(differing.is_empty(), "{differing:?}");
    let more: Vec<_> = own.keys().filter(|path| !theirs.contains_key(*path)).collect();
    assert!(more.is_empty(), "{more:?}");
    assert!(own.keys().any(|path| path.starts_with("photo/")));
    assert!(scene.verified()["left_out"].is_null());
    assert!(said(&scene.mirror(&origin.address, &[]), 0).contains("Nothing is new"));
    let serving = Serving::new(&scene.at("mirror"));
    for path in ["latest.json", "id/index.html", "mirror.json"] {
        assert_eq!(serving.get(path), fs::read(format!("{}/{path}", scene.at("mirror"))).unwrap(), "{path}");
    }
    ok(&["verify", &serving.address]);
}

#[test]
fn only_what_changed_is_fetched_and_the_copy_stays_when_the_origin_is_gone() {
    let scene = Scene::new();
    let village = scene.village();
    let origin = Serving::new(&scene.at("count"));
    let policy = format!("{}/public/policy", scene.at("count"));
    let first = said(&scene.mirror(&origin.address, &["--policy", &policy]), 0);
    assert!(!first.contains("No policy was given"), "{first}");
    scene.grow(&village);
    let (fetched, kept) = counted(&said(&scene.mirror(&origin.address, &[]), 0));
    assert!(fetched > 10 && kept > 10, "{fetched} {kept}");
    assert_eq!(scene.verified()["cuts"].as_array().unwrap().len(), 2);
    let (shown, address) = (scene.shown(), origin.address.clone());
    drop(origin);
    let gone = said(&scene.mirror(&address, &[]), 2);
    assert!(gone.contains(&address) && gone.contains("What the mirror shows stays"), "{gone}");
    assert_eq!(scene.shown(), shown);
    scene.verified();
}

#[test]
fn a_policy_once_trusted_is_not_exchanged() {
    let scene = Scene::new();
    let village = scene.village();
    let public = format!("{}/public", scene.at("count"));
    said(&scene.mirror(&public, &[]), 0);
    // Another election of the same places under the same name: only its key is another.
    let other = scene.at("other");
    village.init(&other);
    ok(&["publish", &other]);
    let policy = format!("{other}/public/policy");
    let shown = scene.shown();
    assert!(said(&scene.mirror(&public, &["--policy", &policy]), 2).contains("mirror.mirror/policy"));
    assert!(said(&scene.mirror(&format!("{other}/public"), &[]), 1).contains("lets pass"));
    assert_eq!(scene.shown(), shown);
}

/// Two elections that are one up to their first cut, and then have logged different things under one key.
fn forked(scene: &Scene) -> (String, String) {
    let village = scene.village();
    copy(&scene.at("count"), &scene.at("fork"));
    scene.grow(&village);
    let rows = fs::read_to_string(&village.rows).unwrap().replace(",20,144,20,", ",144,20,20,");
    fs::write(&village.rows, rows).unwrap();
    assert!(village.import(&scene.at("fork")).status.success());
    ok(&["publish", &scene.at("fork")]);
    (format!("{}/public", scene.at("count")), format!("{}/public", scene.at("fork")))
}

/// The one piece of evidence: both heads in it are signed by the ledger.
fn evidence(scene: &Scene, public: &str) -> Value {
    let kept = files(&Path::new(&scene.at("mirror.mirror")).join("evidence"));
    assert_eq!(kept.len(), 1, "{:?}", kept.keys());
    let evidence: Value = serde_json::from_slice(kept.values().next().unwrap()).unwrap();
    let policy = Policy::parse(&fs::read_to_string(format!("{public}/policy")).unwrap()).unwrap();
    for head in ["held", "offered"] {
        let note = evidence[head]["note"].as_str().unwrap();
        assert!(policy.check(&SignedCheckpoint::parse(note.as_bytes()).unwrap()).unwrap().quorum_met);
    }
    evidence
}

#[test]
fn a_forked_origin_replaces_nothing_and_leaves_evidence() {
    let scene = Scene::new();
    let (one, two) = forked(&scene);
    said(&scene.mirror(&one, &[]), 0);
    let shown = scene.shown();
    for _ in 0..2 {
        let forked = said(&scene.mirror(&two, &[]), 3);
        assert!(forked.contains("CONTRADICTS ITSELF") && forked.contains("evidence/forked-"), "{forked}");
    }
    assert_eq!(scene.shown(), shown);
    let evidence = evidence(&scene, &one);
    assert_eq!(evidence["kind"], "forked");
    assert_eq!(evidence["offered"]["from"], two.as_str());
    assert_ne!(evidence["held"]["root"], evidence["offered"]["root"]);
}

#[test]
fn two_origins_that_disagree_are_said_and_neither_is_taken() {
    let scene = Scene::new();
    let (one, two) = forked(&scene);
    let dead = "http://127.0.0.1:9";
    let output = said(&scene.mirror(&one, &["--also", dead, "--also", &two]), 3);
    assert!(output.contains(dead) && output.contains("evidence/forked-"), "{output}");
    assert!(scene.shown().is_empty());
    evidence(&scene, &one);
    // One that is only behind is no contradiction.
    let behind = Scene::new();
    let village = behind.village();
    let public = format!("{}/public", behind.at("count"));
    copy(&public, &behind.at("old"));
    behind.grow(&village);
    said(&behind.mirror(&public, &["--also", &behind.at("old")]), 0);
    said(&behind.mirror(&public, &["--also", &behind.at("old")]), 0);
}

#[test]
fn an_origin_that_shrank_replaces_nothing_even_in_an_emptied_folder() {
    let scene = Scene::new();
    let village = scene.village();
    let public = format!("{}/public", scene.at("count"));
    copy(&public, &scene.at("old"));
    scene.grow(&village);
    said(&scene.mirror(&public, &[]), 0);
    let shown = scene.shown();
    assert!(said(&scene.mirror(&scene.at("old"), &[]), 3).contains("is older"));
    assert_eq!(scene.shown(), shown);
    assert_eq!(evidence(&scene, &public)["kind"], "shrunk");
    fs::remove_dir_all(scene.at("mirror")).unwrap();
    said(&scene.mirror(&scene.at("old"), &[]), 3);
    assert!(scene.shown().is_empty());
    said(&scene.mirror(&public, &[]), 0);
    assert_eq!(scene.shown().keys().collect::<Vec<_>>(), shown.keys().collect::<Vec<_>>());
}

/// What is done to a file's bytes.
type Ruin = dyn Fn(&mut Vec<u8>);

#[test]
fn whatever_is_wrong_at_the_origin_is_refused_and_what_is_shown_stays() {
    let scene = Scene::new();
    let village = scene.village();
    let public = format!("{}/public", scene.at("count"));
    said(&scene.mirror(&public, &[]), 0);
    let shown = scene.shown();
    scene.grow(&village);
    let bad = scene.at("bad");
    let record = "record/ppwp/17/1701/170101/1701012001.json";
    let newest = {
        let index = fs::read_to_string(format!("{public}/cuts/index")).unwrap();
        index.lines().last().unwrap().split_once(' ').unwrap().0.to_owned()
    };
    let entries = text(Path::new("ledger/tile/entries").join(format!("000.p/{newest}")).as_path());
    let manifest = format!("cuts/{newest}/manifest");
    let ruin: [(&str, &str, &Ruin); 7] = [
        (record, record, &|bytes| bytes[40] ^= 1),
        (record, record, &|bytes| bytes.truncate(100)),
        (record, record, &|bytes| bytes.extend_from_slice(b" ")),
        (&entries, "ledger/tile/entries", &|bytes| *bytes.last_mut().unwrap() ^= 1),
        (&entries, "ledger/tile/entries", &|bytes| bytes.truncate(70)),
        (&manifest, "../", &|bytes| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            *bytes = text.replacen(" index.html ", " ../../index.html ", 1).into_bytes();
        }),
        ("latest.json", "latest.json", &|bytes| bytes.clear()),
    ];
    for (path, named, how) in ruin {
        let _ = fs::remove_dir_all(&bad);
        let _ = fs::remove_dir_all(format!("{}/staging", scene.at("mirror.mirror")));
        copy(&public, &bad);
        let mut bytes = fs::read(format!("{bad}/{path}")).unwrap();
        how(&mut bytes);
        replace(&format!("{bad}/{path}"), &bytes);
        let refused = said(&scene.mirror(&bad, &[]), 1);
        assert!(refused.contains(named), "{path}: {refused}");
        assert_eq!(scene.shown(), shown, "{path}");
        fs::remove_file(format!("{bad}/{path}")).unwrap();
        assert!(said(&scene.mirror(&bad, &[]), 1).contains("Nothing"), "{path}");
    }
    // What was fetched of it is used, and nothing of what was wrong.
    let (_, kept) = counted(&said(&scene.mirror(&public, &[]), 0));
    assert!(kept > 50, "{kept}");
    scene.verified();
}

#[test]
fn a_forged_page_whose_manifest_agrees_is_found_by_the_count_made_again() {
    let scene = Scene::new();
    let village = scene.village();
    scene.grow(&village);
    let public = format!("{}/public", scene.at("count"));
    let bad = scene.at("bad");
    copy(&public, &bad);
    let page = fs::read_to_string(format!("{bad}/id/ppwp/index.html")).unwrap();
    forge(&bad, "id/ppwp/index.html", page.replace("432", "999").as_bytes());
    let refused = said(&scene.mirror(&bad, &[]), 1);
    assert!(refused.contains("Made again from the ledger"), "{refused}");
    assert!(scene.shown().is_empty());
    let believed = said(&scene.mirror(&bad, &["--without-recount"]), 0);
    assert!(believed.contains("The count was not made again"), "{believed}");
}

#[test]
fn an_answer_that_breaks_off_is_asked_for_again_and_then_refused() {
    let scene = Scene::new();
    scene.village();
    let public = format!("{}/public", scene.at("count"));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let served = public.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let served = served.clone();
            std::thread::spawn(move || {
                let mut stream = stream;
                let mut asked = [0; 4096];
                let read = stream.read(&mut asked).unwrap_or(0);
                let asked = String::from_utf8_lossy(&asked[..read]).into_owned();
                let path = asked.split(' ').nth(1).unwrap_or("/").trim_start_matches('/').to_owned();
                let answer = match fs::read(format!("{served}/{path}")) {
                    Err(_) => {
                        b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec()
                    }
                    Ok(bytes) => {
                        let head = format!(
                            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                            bytes.len()
                        );
                        // Half of one file, every time.
                        let half = if path.ends_with("totals.json") { bytes.len() / 2 } else { bytes.len() };
                        [head.as_bytes(), &bytes[..half]].concat()
                    }
                };
                let _ = stream.write_all(&answer);
            });
        }
    });
    let broken = said(&scene.mirror(&address, &[]), 2);
    assert!(broken.contains("totals.json"), "{broken}");
    assert!(scene.shown().is_empty());
    said(&scene.mirror(&public, &[]), 0);
    scene.verified();
}

#[test]
fn killed_at_any_moment_it_goes_on_where_it_was() {
    let scene = Scene::new();
    let public = scene.demo();
    let origin = Serving::new(&public);
    let mut killed = 0;
    for wait in [5, 20, 40, 80, 160, 320, 640] {
        let mut child = command(&["mirror", &origin.address, &scene.at("mirror")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        killed += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        if Path::new(&scene.at("mirror")).join("latest.json").exists() {
            scene.verified();
        }
    }
    assert!(killed > 0);
    said(&scene.mirror(&origin.address, &[]), 0);
    scene.verified();
}

#[test]
fn a_round_interrupted_while_it_showed_is_ended_first_also_without_the_origin() {
    let scene = Scene::new();
    let village = scene.village();
    let public = format!("{}/public", scene.at("count"));
    said(&scene.mirror(&public, &[]), 0);
    scene.grow(&village);
    let whole = scene.at("whole");
    ok(&["mirror", &public, &whole]);
    // Everything is staged and checked; then only every other file was moved.
    let (state, shown) = (scene.at("mirror.mirror"), scene.at("mirror"));
    for (number, (path, bytes)) in files(Path::new(&whole)).iter().enumerate() {
        let pointer = ["latest.json", "cuts/index", "ledger/checkpoint"].contains(&path.as_str());
        let to = if number % 2 == 0 && !pointer { &shown } else { &format!("{state}/staging") };
        let to = Path::new(to).join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
    fs::write(format!("{state}/ready"), "").unwrap();
    let gone = said(&scene.mirror("http://127.0.0.1:9", &[]), 2);
    assert!(gone.contains("brought to its end"), "{gone}");
    // Partial tiles of the cut before are there besides.
    let shown = scene.shown();
    let differing: Vec<_> = files(Path::new(&whole))
        .into_iter()
        .filter(|(path, bytes)| path != "mirror.json" && shown.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert!(!Path::new(&state).join("staging").exists() && !Path::new(&state).join("ready").exists());
    scene.verified();
}

#[test]
fn a_mirror_without_photos_says_so_and_holds_and_a_missing_file_of_it_is_still_a_finding() {
    let scene = Scene::new();
    let public = scene.demo();
    said(&scene.mirror(&public, &["--without-photos"]), 0);
    assert!(!scene.shown().keys().any(|path| path.starts_with("photo/")));
    let report = scene.verified();
    assert_eq!(report["left_out"]["photos"], false);
    assert_eq!(report["left_out"]["files"], 0);
    assert!(report["left_out"]["photos_missing"].as_u64().unwrap() > 10, "{}", report["left_out"]);
    let told = ok(&["verify", &scene.at("mirror")]);
    assert!(told.contains("mirror of a part") && told.contains("without photos"), "{told}");
    assert!(said(&scene.mirror(&public, &[]), 2).contains("another part"));
    fs::remove_file(format!("{}/id/index.html", scene.at("mirror"))).unwrap();
    assert_eq!(saksi(&["verify", &scene.at("mirror")]).status.code(), Some(1));
}

#[test]
fn a_mirror_of_a_region_has_what_is_about_it_and_holds() {
    let scene = Scene::new();
    let public = scene.demo();
    let below = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(format!("{public}/{folder}")).unwrap().map(|entry| entry.unwrap());
        let folders = entries.filter(|entry| entry.path().is_dir());
        folders.map(|entry| entry.file_name().into_string().unwrap()).collect()
    };
    let down = |folder: &str| below(folder).into_iter().find(|code| code != "ID").unwrap();
    let province = down("record/ppwp");
    let regency = format!("{province}/{}", down(&format!("record/ppwp/{province}")));
    let districts = below(&format!("record/ppwp/{regency}"));
    let (region, other) = (&districts[0], &districts[1]);
    said(&scene.mirror(&public, &["--region", region]), 0);
    let shown = scene.shown();
    assert!(shown.keys().any(|path| path.starts_with(&format!("record/ppwp/{regency}/{region}/"))));
    assert!(!shown.keys().any(|path| path.starts_with(&format!("record/ppwp/{regency}/{other}/"))));
    assert!(!shown.contains_key(&format!("id/ppwp/{regency}/{other}.html")));
    for path in [
        &format!("id/ppwp/{regency}/{region}.html"),
        &format!("id/ppwp/{province}.html"),
        "id/ppwp/index.html",
        "search/contests.json",
    ] {
        assert!(shown.contains_key(path), "{path}");
    }
    assert!(shown.keys().any(|path| path.starts_with("photo/")));
    let report = scene.verified();
    assert_eq!(report["left_out"]["region"], region.as_str());
    assert!(report["left_out"]["files"].as_u64().unwrap() > 20, "{}", report["left_out"]);
    let page = format!("{}/id/ppwp/{regency}/{region}.html", scene.at("mirror"));
    fs::write(&page, "forged").unwrap();
    assert_eq!(saksi(&["verify", &scene.at("mirror")]).status.code(), Some(1));
    let nowhere = Scene::new();
    assert!(said(&nowhere.mirror(&public, &["--region", "0000"]), 2).contains("0000"));
    assert!(nowhere.shown().is_empty());
}

#[test]
fn redacted_bytes_go_and_a_file_that_was_damaged_here_is_fetched_again() {
    let scene = Scene::new();
    let public = scene.demo();
    said(&scene.mirror(&public, &[]), 0);
    let notices: Value =
        serde_json::from_slice(&fs::read(format!("{public}/record/notices.json")).unwrap()).unwrap();
    let redacted = notices["redacted"][0].as_str().unwrap();
    let photo = format!("{}/photo/{redacted}", scene.at("mirror"));
    fs::write(&photo, "a face").unwrap();
    let page = format!("{}/id/ppwp/index.html", scene.at("mirror"));
    let good = fs::read(&page).unwrap();
    let mut bad = good.clone();
    bad[100] ^= 1;
    fs::write(&page, bad).unwrap();
    // A round looks at everything where the newest cut's summary lacks.
    fs::remove_file(format!("{}/latest.json", scene.at("mirror"))).unwrap();
    assert!(said(&scene.mirror(&public, &[]), 0).contains("redacted: 1"));
    assert!(!Path::new(&photo).exists());
    assert_eq!(fs::read(&page).unwrap(), good);
    scene.verified();
}

#[test]
fn a_folder_that_is_no_mirror_is_left_alone() {
    let scene = Scene::new();
    scene.village();
    let public = format!("{}/public", scene.at("count"));
    let folder = scene.at("mirror");
    fs::create_dir(&folder).unwrap();
    fs::write(format!("{folder}/thesis.txt"), "mine").unwrap();
    assert!(said(&scene.mirror(&public, &[]), 2).contains("no mirror"));
    assert_eq!(scene.shown().len(), 1);
    let nothing = scene.at("nothing");
    let unknown = failure(&saksi(&["serve", &nothing]));
    assert!(unknown.contains("saksi.toml"), "{unknown}");
    fs::remove_dir_all(&folder).unwrap();
    assert!(said(&scene.mirror(&nothing, &[]), 1).contains("policy"));
}

#[test]
fn on_a_full_disk_nothing_is_shown_and_it_goes_on_when_there_is_space() {
    let scene = Scene::new();
    let Some(disk) = Disk::mount(scene.place.path(), "a mirror on a full disk") else { return };
    scene.village();
    let public = format!("{}/public", scene.at("count"));
    let folder = text(&disk.0.join("mirror"));
    let run = || saksi(&["mirror", &public, &folder]);
    let mut failed = 0;
    for free in (64..).step_by(256) {
        disk.leave(free);
        let output = run();
        if output.status.success() {
            break;
        }
        let full = said(&output, 2);
        assert!(full.contains("the disk is full"), "{free}: {full}");
        assert!(files(Path::new(&folder)).is_empty());
        failed += 1;
    }
    assert!(failed > 1, "{failed}");
    ok(&["verify", &folder]);
}

#[test]
fn it_goes_on_by_itself_once_in_so_many_seconds() {
    let scene = Scene::new();
    let village = scene.village();
    let origin = Serving::new(&scene.at("count"));
    let mut running = Serving {
        process: command(&["mirror", &origin.address, &scene.at("mirror"), "--every", "1"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
        address: String::new(),
    };
    let cut = || {
        let latest = fs::read(format!("{}/latest.json", scene.at("mirror"))).ok()?;
        serde_json::from_slice::<Value>(&latest).ok()?["cut"].as_u64()
    };
    let wait = |than: Option<u64>| {
        for _ in 0..600 {
            if cut() > than {
                return cut();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("no newer cut than {than:?}");
    };
    let first = wait(None);
    scene.grow(&village);
    wait(first);
    drop(origin);
    std::thread::sleep(Duration::from_millis(1500));
    assert!(running.process.try_wait().unwrap().is_none(), "it waits for the origin to come back");
    drop(running);
    scene.verified();
}
