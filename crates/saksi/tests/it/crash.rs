//! The desk of a whole regency's evening, killed in the middle of it, again and again: what it acknowledged is there afterwards.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ledger::{Hash, sha256};
use serde_json::{Value, json};
use statement::{Body, Evidence, HexHash, Pairs, Sheet, UnreadText, encode_text, sign};

use crate::common::{Village, ok, text, verify};
use crate::desk::{HEADER, Running, agent, at, enrol_all, key, station};

/// Telephones that state a station's sheet and send its photo, and people who type others.
const PHONES: usize = 40;
const TYPISTS: usize = 60;
/// Of the typists' accounts each is at so many sheets at once, as many as one may be.
const AT_ONCE: usize = 4;
const ACCOUNTS: usize = TYPISTS / AT_ONCE;
/// Sheets that are typed: the first stations; the phones have the others.
const TYPED: usize = 90;
const STATED: usize = 90;
/// Saves of a sheet before it is finalised: so many that no machine is through with them before photos have come.
const SAVES: u32 = 40;
/// How much more of everything, and of photos, which take longest, is acknowledged before it is killed again.
const BETWEEN: usize = 220;
const PHOTOS_BETWEEN: usize = 4;
const KILLS: usize = 3;

/// What was answered as done, and so has to be there.
#[derive(Default)]
struct Acknowledged {
    statements: HashSet<usize>,
    photos: HashSet<usize>,
    /// The last figure that was saved, by sheet.
    saves: HashMap<usize, u32>,
    saved: usize,
    finalised: HashSet<usize>,
}

impl Acknowledged {
    /// Whether so much is done that the desk is to be killed for this time.
    fn is_enough(&self, kill: usize) -> bool {
        let all = self.statements.len() + self.photos.len() + self.saved + self.finalised.len();
        all >= kill * BETWEEN && self.photos.len() >= kill * PHOTOS_BETWEEN
    }
}

/// The evening: whom there is, what they send, and what was acknowledged.
struct Evening {
    notes: Vec<String>,
    photos: Vec<Vec<u8>>,
    fields: Vec<String>,
    sessions: Vec<String>,
    acknowledged: Mutex<Acknowledged>,
}

/// A JPEG of 20 kB, different by its number, whose pixels nobody looks at.
pub fn photo(number: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 3, 232, 3, 232, 1, 1, 0x11, 0];
    bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    let mut state = number as u64 + 1;
    while bytes.len() < 20_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        bytes.push(u8::try_from(state >> 57).unwrap());
    }
    bytes.extend([0xff, 0xd9]);
    bytes
}

/// A sheet on which every figure is this one, with a photo or without.
fn sheet(fields: &[String], station: &str, figure: u32, photo: Option<&[u8]>) -> String {
    let evidence = photo.map(|bytes| Evidence {
        page: Some(1),
        sha256: Some(HexHash(sha256(bytes))),
        media: Some("image/jpeg"),
        bytes: Some(bytes.len() as u64),
        uri: None,
    });
    let body = Body::Sheet(Sheet {
        contest: "ppwp",
        station,
        stage: "count",
        run: None,
        values: Pairs::new(fields.iter().map(|field| (field.as_str(), figure)).collect()).unwrap(),
        unread: Pairs::<UnreadText>::default(),
        evidence: evidence.into_iter().collect(),
        method: Pairs::default(),
        confidence: Pairs::default(),
        source: None,
        supersedes: None,
        reason: None,
        text: None,
        at: at(),
    });
    String::from_utf8(sign(&encode_text(HEADER, &body).unwrap(), &[&key(station)]).unwrap()).unwrap()
}

/// Asks until it is neither put off nor refused for the moment; `None` once the desk is gone.
fn insist(ask: impl Fn() -> (u16, Value)) -> Option<(u16, Value)> {
    loop {
        match ask() {
            (0, _) => return None,
            (429 | 503, _) => std::thread::sleep(Duration::from_millis(200)),
            answered => return Some(answered),
        }
    }
}

/// A step of an upload: status, where it is, and how far.
pub fn tus(
    desk: &Running,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Option<(u16, String, usize)> {
    loop {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", desk.address))
            .header("x-saksi", "1")
            .header("tus-resumable", "1.0.0");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = agent().run(request.body(body).unwrap()).ok()?;
        let status = answer.status().as_u16();
        if matches!(status, 429 | 503) {
            std::thread::sleep(Duration::from_millis(200));
            continue;
        }
        let header = |name: &str| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        return Some((status, header("location"), header("upload-offset").parse().unwrap_or(0)));
    }
}

/// Begins the upload of a photo; where it goes on, and how many bytes are there.
fn begun(desk: &Running, bytes: &[u8]) -> Option<(String, usize)> {
    let (length, metadata) =
        (bytes.len().to_string(), format!("sha256 {}", STANDARD.encode(sha256(bytes).to_hex())));
    let headers = [("upload-length", length.as_str()), ("upload-metadata", metadata.as_str())];
    let (status, place, offset) = tus(desk, "POST", "/api/photos", &headers, b"")?;
    assert_eq!(status, 201);
    Some((place, offset))
}

impl Evening {
    fn acknowledged(&self) -> MutexGuard<'_, Acknowledged> {
        self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A telephone: each of its stations' sheets, and then the photo, in two pieces.
    fn phone(&self, desk: &Running, phone: usize) -> Option<()> {
        for at in (phone..STATED).step_by(PHONES) {
            if !self.acknowledged().statements.contains(&at) {
                let (status, told) = insist(|| {
                    let (status, told, _) = desk.sent("/api/statements", "", "text/plain", &self.notes[at]);
                    (status, told)
                })?;
                assert!(matches!(status, 200 | 201), "{told}");
                self.acknowledged().statements.insert(at);
            }
            if !self.acknowledged().photos.contains(&at) {
                let bytes = &self.photos[at];
                let (place, offset) = begun(desk, bytes)?;
                if offset < bytes.len() {
                    let half = bytes.len() / 2;
                    for (from, part) in [(0, &bytes[..half]), (half, &bytes[half..])] {
                        let from = from.to_string();
                        let media = ("content-type", "application/offset+octet-stream");
                        let headers = [("upload-offset", from.as_str()), media];
                        let (status, _, _) = tus(desk, "PATCH", &place, &headers, part)?;
                        assert_eq!(status, 204);
                    }
                }
                self.acknowledged().photos.insert(at);
            }
        }
        Some(())
    }

    /// Somebody who types: each of their sheets, saved again and again, and finalised. What they go on from is what was
    /// acknowledged, or later.
    fn typist(&self, desk: &Running, typist: usize) -> Option<()> {
        let session = &self.sessions[typist % ACCOUNTS];
        let ask = |path: String, body: Value| {
            insist(|| {
                let (status, told, _) = desk.post(&path, session, &body);
                (status, told)
            })
        };
        for sheet in (typist..TYPED).step_by(TYPISTS) {
            let done = self.acknowledged().finalised.contains(&sheet);
            let (status, told) = ask(format!("/api/sheets/{}/claim", sheet + 1), json!({}))?;
            if told["code"] == "same-person" {
                // Finalised, and the answer may have been on its way.
                self.acknowledged().finalised.insert(sheet);
                continue;
            }
            assert!(!done, "the sheet {sheet} was finalised, and is not any more: {told}");
            assert_eq!(status, 200, "{told}");
            let saved = told["saved"]["valid"].as_u64().unwrap_or(0);
            let before = self.acknowledged().saves.get(&sheet).copied().unwrap_or(0);
            assert!(saved >= u64::from(before), "the sheet {sheet} was saved with {before}, and has {saved}");
            for figure in u32::try_from(saved).unwrap() + 1..=SAVES {
                let cells: serde_json::Map<String, Value> =
                    self.fields.iter().map(|field| (field.clone(), json!(figure))).collect();
                let (status, told) =
                    ask(format!("/api/sheets/{}/save", sheet + 1), json!({ "cells": cells }))?;
                assert_eq!(status, 200, "{told}");
                let mut acknowledged = self.acknowledged();
                acknowledged.saves.insert(sheet, figure);
                acknowledged.saved += 1;
            }
            let (status, told) = ask(format!("/api/sheets/{}/finalise", sheet + 1), json!({}))?;
            assert_eq!(status, 200, "{told}");
            self.acknowledged().finalised.insert(sheet);
        }
        Some(())
    }

    /// Everybody at once, until they are done or the desk is gone; it is killed for this time once enough is acknowledged.
    fn everybody(&self, desk: &Running, kill: Option<usize>) {
        std::thread::scope(|scope| {
            let phones = (0..PHONES).map(|phone| scope.spawn(move || self.phone(desk, phone)));
            let phones: Vec<_> = phones.collect();
            let typists = (0..TYPISTS).map(|typist| scope.spawn(move || self.typist(desk, typist)));
            let everybody: Vec<_> = phones.into_iter().chain(typists).collect();
            if let Some(kill) = kill {
                let goes_on = || everybody.iter().any(|one| !one.is_finished());
                while !self.acknowledged().is_enough(kill) && goes_on() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                desk.kill();
            }
        });
    }

    /// Everything acknowledged is there, however long ago.
    fn is_there(&self, desk: &Running, folder: &str) {
        let acknowledged = self.acknowledged();
        for at in &acknowledged.statements {
            let (status, told) = insist(|| {
                let note = ledger::Note::parse(self.notes[*at].as_bytes()).unwrap();
                let id = statement::statement_id(note.text).to_hex();
                let found = desk.get(&format!("/api/statements/{id}"));
                (if found.is_some() { 200 } else { 404 }, found.unwrap_or_default())
            })
            .unwrap();
            assert!(status == 200 && told["entry"].is_u64(), "the statement {at} was acknowledged: {told}");
        }
        for at in &acknowledged.photos {
            let (bytes, hash): (&[u8], Hash) = (&self.photos[*at], sha256(&self.photos[*at]));
            let kept = std::fs::read(format!("{folder}/blobs/{}", hash.to_hex()));
            assert!(kept.is_ok_and(|kept| kept == bytes), "the photo {at} was acknowledged");
            // And the desk knows that it has it.
            assert_eq!(begun(desk, bytes).unwrap().1, bytes.len(), "the photo {at} was acknowledged");
        }
        for sheet in 0..TYPED {
            let session = &self.sessions[sheet % TYPISTS % ACCOUNTS];
            let (_, told, _) = desk.post(&format!("/api/sheets/{}/claim", sheet + 1), session, &json!({}));
            if acknowledged.finalised.contains(&sheet) {
                assert_eq!(told["code"], "same-person", "the sheet {sheet} was finalised: {told}");
            } else if let Some(figure) = acknowledged.saves.get(&sheet) {
                let saved = told["saved"]["valid"].as_u64().unwrap_or(0);
                let gone_on = told["code"] == "same-person";
                assert!(gone_on || saved >= u64::from(*figure), "the sheet {sheet} was saved: {told}");
            }
        }
    }
}

#[test]
fn a_hundred_clients_lose_nothing_that_was_acknowledged_however_often_the_desk_is_killed() {
    let place = tempfile::tempdir().unwrap();
    let folder = text(&place.path().join("count"));
    let all = u32::try_from(TYPED + STATED).unwrap();
    let village = Village::write(place.path(), all);
    village.init(&folder);
    let mut desk = Running::first(&folder);
    let administrator = desk.administrator();
    let stations: Vec<String> = (1..=all).map(station).collect();
    let about = desk.get(&format!("/api/station/{}", stations[0])).unwrap();
    let fields: Vec<String> = about["contests"][0]["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["name"].as_str().unwrap().to_owned())
        .collect();
    enrol_all(&desk, &administrator, &stations[..TYPED]);
    // What doesn't add up comes to people, in the order of the ledger.
    for (at, station) in stations[..TYPED].iter().enumerate() {
        let note = sheet(&fields, station, 1, None);
        let (status, told) = insist(|| {
            let (status, told, _) = desk.sent("/api/statements", "", "text/plain", &note);
            (status, told)
        })
        .unwrap();
        assert_eq!(status, 201, "{at}: {told}");
    }
    let typists = (0..ACCOUNTS).map(|at| format!("ketik-{at},pps,1701012001\n"));
    let rows: String = typists.chain(["periksa,auditor,\n".to_owned()]).collect();
    let passwords = desk.people(&administrator, &rows);
    // Whoever comes from one address has turns; after a start all of them.
    drop(desk);
    desk = Running::again(&folder);
    let session = |name: &str| desk.logged_in(name, &passwords[name]);
    let auditor = session("periksa");
    let sessions: Vec<String> = (0..ACCOUNTS).map(|at| session(&format!("ketik-{at}"))).collect();
    enrol_all(&desk, &administrator, &stations[TYPED..]);
    let photos: Vec<Vec<u8>> = (0..STATED).map(photo).collect();
    let notes =
        stations[TYPED..].iter().zip(&photos).map(|(station, photo)| sheet(&fields, station, 2, Some(photo)));
    let evening =
        Evening { notes: notes.collect(), photos, fields, sessions, acknowledged: Mutex::default() };

    for kill in 1..=KILLS {
        drop(desk);
        desk = Running::again(&folder);
        evening.everybody(&desk, Some(kill));
        // Until it is gone another one is refused.
        drop(desk);
        desk = Running::again(&folder);
        evening.is_there(&desk, &folder);
    }
    {
        let acknowledged = evening.acknowledged();
        assert!(
            !acknowledged.statements.is_empty() && !acknowledged.photos.is_empty() && acknowledged.saved > 0,
            "something of each kind was under way"
        );
        assert!(acknowledged.finalised.len() < TYPED, "it was killed in the middle");
    }
    // And it goes on to the end.
    evening.everybody(&desk, None);
    evening.is_there(&desk, &folder);
    {
        let acknowledged = evening.acknowledged();
        let done = (acknowledged.statements.len(), acknowledged.photos.len(), acknowledged.finalised.len());
        assert_eq!(done, (STATED, STATED, TYPED));
    }
    let (status, checked) = desk.get_as("/api/trail/check", &auditor);
    assert!(status == 200 && checked["broken"].is_null(), "{checked}");
    drop(desk);
    ok(&["publish", &folder]);
    verify(&folder);
}
