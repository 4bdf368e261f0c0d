//! `saksi services` as whoever runs it meets it: beside a real publication, killed, started again, answered from the command line.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Village, command, failure, ok, saksi, text};

const STATION: &str = "1701012001002";

/// Services that run; killed when they are dropped.
struct Running {
    process: Child,
    address: String,
}

impl Running {
    fn start(own: &str, public: &str) -> Running {
        let mut command =
            command(&["services", "run", "--folder", own, "--public", public, "--listen", "127.0.0.1:0"]);
        let mut process = command.stdout(Stdio::piped()).spawn().expect("the binary runs");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let at = |line: &str| Some(line.split_once("http://")?.1.split_once('/')?.0.to_owned());
        let address = lines.find_map(|line| at(&line)).expect("they say where they are");
        Running { process, address }
    }

    fn ask(&self, path: &str, body: Option<&str>) -> (u16, String) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let url = format!("http://{}{path}", self.address);
        let mut answer = match body {
            None => agent.get(url).call().unwrap(),
            Some(body) => agent.post(url).header("content-type", "application/json").send(body).unwrap(),
        };
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_report_outlives_a_kill_is_answered_by_command_and_seen_in_the_public_files() {
    let place = tempfile::tempdir().unwrap();
    let (folder, own) = (text(&place.path().join("count")), text(&place.path().join("services")));
    let village = Village::write(place.path(), 3);
    village.init(&folder);
    village.import(&folder);
    ok(&["publish", &folder]);
    let public = format!("{folder}/public");
    let unready = failure(&saksi(&["services", "run", "--folder", &own, "--public", &public]));
    assert!(unready.contains("services.toml"), "{unready}");
    ok(&["services", "init", "--folder", &own]);
    failure(&saksi(&["services", "init", "--folder", &own]));
    let elsewhere = failure(&saksi(&["services", "run", "--folder", &own, "--public", &own]));
    assert!(elsewhere.contains("ledger/checkpoint"), "{elsewhere}");

    let running = Running::start(&own, &public);
    let (status, page) = running.ask(&format!("/report?contest=ppwp&station={STATION}&lang=id"), None);
    assert!(status == 200 && page.contains("TPS 002, DESA, KOTA, SELATAN, BENGKULU"), "{page}");
    let body = format!(
        r#"{{"contest":"ppwp","station":"{STATION}","kind":"figure","words":"144, bukan 141","contact":"budi@example.org","once":"a"}}"#
    );
    let (status, first) = running.ask("/report", Some(&body));
    assert_eq!(status, 201, "{first}");
    // Dropping kills: what was answered with a receipt is there.
    drop(running);
    let running = Running::start(&own, &public);
    assert_eq!(running.ask("/report", Some(&body)), (201, first.clone()));
    let receipt = first.split('"').nth(3).unwrap();

    let list = ok(&["services", "reports", "list", "--folder", &own]);
    assert!(list.contains(receipt) && list.contains(STATION), "{list}");
    let shown = ok(&["services", "reports", "show", receipt, "--folder", &own]);
    assert!(shown.contains("144, bukan 141") && shown.contains("budi@example.org"), "{shown}");
    let mistyped = failure(&saksi(&["services", "reports", "show", "7K3M", "--folder", &own]));
    assert!(mistyped.contains("is no receipt number"), "{mistyped}");
    ok(&["services", "reports", "answer", receipt, "--folder", &own, "--text", "Sudah dibetulkan"]);
    assert!(ok(&["services", "reports", "list", "--folder", &own]).contains("No report waits"));
    let (_, page) = running.ask(&format!("/report/{receipt}?lang=id"), None);
    assert!(page.contains("Sudah dibetulkan"), "{page}");

    let begun = Instant::now();
    let file = format!("/files/reports/{STATION}.json");
    let public_file = loop {
        let (status, file) = running.ask(&file, None);
        if status == 200 && file.contains("answered_at") {
            break file;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "the public files follow: {file}");
        std::thread::sleep(Duration::from_millis(200));
    };
    assert!(
        !public_file.contains("bukan") && !public_file.contains("budi") && !public_file.contains(receipt)
    );
    ok(&["services", "reports", "release", receipt, "--folder", &own]);
    ok(&["services", "reports", "release", receipt, "--folder", &own, "--take-back"]);
    // Nothing of it has touched the publication.
    ok(&["verify", &public, "--policy", &format!("{public}/policy")]);
}

#[test]
fn the_day_s_tables_are_sent_by_command_with_a_receipt_and_what_fails_waits_in_the_outbox() {
    let place = tempfile::tempdir().unwrap();
    let (folder, own) = (text(&place.path().join("count")), text(&place.path().join("services")));
    let village = Village::write(place.path(), 3);
    village.init(&folder);
    village.import(&folder);
    ok(&["publish", &folder]);
    let public = format!("{folder}/public");
    ok(&["services", "init", "--folder", &own]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let hook = [
        "services",
        "receivers",
        "webhook",
        &url,
        "--contest",
        "ppwp",
        "--region",
        "17",
        "--folder",
        &own,
        "--public",
        &public,
    ];
    let refused = failure(&saksi(&hook));
    assert!(refused.contains("is no address"), "plain HTTP into this machine is not let in: {refused}");
    let config = format!("{own}/services.toml");
    let said =
        std::fs::read_to_string(&config).unwrap().replace("allow_private = false", "allow_private = true");
    std::fs::write(&config, said).unwrap();
    let made = ok(&hook);
    assert!(made.contains("whsec_"), "{made}");
    assert!(ok(&["services", "receivers", "list", "--folder", &own]).contains(&url));
    let answering = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        let (mut part, mut request) = ([0; 4_096], Vec::new());
        while !request.ends_with(b"}") {
            let read = line.read(&mut part).unwrap();
            request.extend_from_slice(&part[..read]);
        }
        write!(line, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    });
    // Running services send: the command makes the day ready and leaves it to them.
    let running = Running::start(&own, &public);
    let send_now = ["services", "send", "--now", "--folder", &own, "--public", &public];
    let made = ok(&send_now);
    assert!(made.contains("made ready: 1") && !made.contains("Delivered"), "{made}");
    let begun = Instant::now();
    let receipt = loop {
        let receipts = ok(&["services", "receipts", "--folder", &own, "--json"]);
        if !receipts.trim().is_empty() {
            break receipts;
        }
        assert!(begun.elapsed() < Duration::from_secs(90), "it is sent within seconds: {receipts}");
        std::thread::sleep(Duration::from_millis(200));
    };
    let receipt: serde_json::Value = serde_json::from_str(receipt.trim()).unwrap();
    assert_eq!((receipt["answer"].as_str(), receipt["attempt"].as_i64()), (Some("200 OK"), Some(1)));
    let file = &receipt["files"][0];
    let published = std::fs::read(format!("{public}/{}", file["path"].as_str().unwrap())).unwrap();
    assert_eq!(file["sha256"], ledger::sha256(&published).to_hex());
    let copy = format!("/files/sent/{}/{}", file["sha256"].as_str().unwrap(), file["name"].as_str().unwrap());
    let (status, body) = running.ask(&copy, None);
    assert_eq!((status, body.as_bytes()), (200, published.as_slice()));
    answering.join().unwrap();
    drop(running);
    // Nobody listens there any more: a second receiver's delivery waits, and the first one's is not sent twice.
    ok(&hook);
    let sent = ok(&send_now);
    assert!(
        sent.contains("made ready: 1") && sent.contains("Delivered: 0. Failed, and tried again later: 1."),
        "{sent}"
    );
    let waiting = ok(&["services", "outbox", "--folder", &own]);
    assert!(waiting.contains(&url), "{waiting}");
    assert!(ok(&["services", "dead", "list", "--folder", &own]).contains("Nothing has failed"));
    let none = failure(&saksi(&["services", "dead", "resend", "1", "--folder", &own]));
    assert!(none.contains("no failed delivery 1"), "{none}");
    assert!(ok(&["services", "receivers", "end", "2", "--folder", &own]).contains("nothing more"));
    assert!(ok(&["services", "outbox", "--folder", &own]).contains("Nothing waits"));
}
