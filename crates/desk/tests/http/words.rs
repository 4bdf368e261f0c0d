//! Words beside statements: in the desk's table until somebody signs, files of the store from then on.

use desk::said;
use desk::store::{Sql as _, Value as Sent};
use ledger::Hash;
use serde_json::{Value, json};

use crate::support::ledger::{commission, key, key_note, registrar};
use crate::support::meeting::{DISTRICT, Meeting, OTHER};
use crate::support::{Answer, Kept, STATION};

const WORDS: &str = "Suara paslon 2 dicatat 50, saksi kami punya 60";

/// A meeting at which a witness has a key.
fn meeting() -> Meeting {
    let meeting = Meeting::new();
    let witness = key("saksi/980101/1");
    meeting.intake.take(key_note(&witness, "saksi", DISTRICT, &[&registrar()])).unwrap();
    meeting
}

/// An objection's text to sign, and the hash that it says.
fn objection(meeting: &Meeting, place: &str) -> (Answer, Hash) {
    let asked = json!({ "contest": "ppwp", "place": place, "text": WORDS });
    let composed = meeting.saksi.post("/api/compose/objection", asked);
    let said: Value =
        serde_json::from_str(composed.ok()["text"].as_str().unwrap().lines().nth(1).unwrap()).unwrap();
    (composed, Hash::from_hex(said["text"].as_str().unwrap()).unwrap())
}

fn waits(meeting: &Meeting, hash: &Hash) -> bool {
    said::all_waiting(&mut meeting.desk.sql()).unwrap().iter().any(|(one, _)| one == hash)
}

/// As if these words had been written at that time, milliseconds since 1970.
fn written_at(meeting: &Meeting, hash: &Hash, at_ms: i64) {
    let values = [Sent::Int(at_ms), Sent::Bytes(&hash.0)];
    let sql = "UPDATE said_waiting SET since = $1 WHERE hash = $2";
    assert_eq!(meeting.desk.sql().run(sql, &values).unwrap(), 1);
}

#[test]
fn words_that_nobody_signed_leave_no_file_and_have_one_when_their_statement_is_acknowledged() {
    let meeting = meeting();
    let (composed, hash) = objection(&meeting, STATION);
    assert_eq!((meeting.desk.blob(&hash), waits(&meeting, &hash)), (None, true));
    // Nor have they where a signature comes that the ledger doesn't take: of a stranger, or of a key that may not say this.
    assert_eq!(meeting.signs_as(&key("siapa/1"), &composed).code(), "unknown-key");
    assert!(meeting.signs(&composed).status >= 400);
    assert_eq!((meeting.desk.blob(&hash), waits(&meeting, &hash)), (None, true));
    assert_eq!(meeting.signs_as(&key("saksi/980101/1"), &composed).status, 201);
    let file = meeting.desk.blob(&hash).unwrap();
    assert_eq!((statement::text_of(&file), waits(&meeting, &hash)), (Some(WORDS), false));
}

#[test]
fn words_become_objects_of_a_bucket_as_they_become_files_of_a_folder() {
    let Some(kept) = Kept::s3("words") else { return };
    let meeting = Meeting::keeping(&kept);
    let witness = key("saksi/980101/1");
    meeting.intake.take(key_note(&witness, "saksi", DISTRICT, &[&registrar()])).unwrap();
    let (composed, hash) = objection(&meeting, STATION);
    assert_eq!(meeting.desk.blob(&hash), None);
    assert_eq!(meeting.signs_as(&witness, &composed).status, 201);
    assert_eq!(statement::text_of(&meeting.desk.blob(&hash).unwrap()), Some(WORDS));
}

#[test]
fn a_store_that_takes_no_words_keeps_their_statement_out_until_it_does() {
    let meeting = meeting();
    let (composed, hash) = objection(&meeting, STATION);
    // No file can be made where a file stands in the folder's place.
    let (blobs, away) = (meeting.desk.folder().join("blobs"), meeting.desk.folder().join("away"));
    std::fs::rename(&blobs, &away).unwrap();
    std::fs::write(&blobs, b"").unwrap();
    let size = meeting.intake.head().unwrap().size;
    let refused = meeting.signs_as(&key("saksi/980101/1"), &composed);
    assert_eq!((refused.status, refused.code()), (503, "busy".to_owned()));
    assert_eq!((meeting.intake.head().unwrap().size, waits(&meeting, &hash)), (size, true));
    std::fs::remove_file(&blobs).unwrap();
    std::fs::rename(&away, &blobs).unwrap();
    assert_eq!(meeting.signs_as(&key("saksi/980101/1"), &composed).status, 201);
    assert!(meeting.desk.blob(&hash).is_some());
}

#[test]
fn words_whose_statement_came_in_before_a_crash_kept_their_file_have_one_after_the_next_start() {
    let meeting = meeting();
    let (composed, hash) = objection(&meeting, STATION);
    assert_eq!(meeting.signs_as(&key("saksi/980101/1"), &composed).status, 201);
    // As it is when the desk was ended between the ledger and all that follows it.
    let values = [Sent::Bytes(&hash.0), Sent::Int(0)];
    meeting.desk.sql().run("INSERT INTO said_waiting (hash, since) VALUES ($1, $2)", &values).unwrap();
    std::fs::remove_file(meeting.desk.folder().join("blobs").join(hash.to_hex())).unwrap();
    assert_eq!(meeting.desk.blob(&hash), None);
    let meeting = meeting.started_again();
    assert_eq!(statement::text_of(&meeting.desk.blob(&hash).unwrap()), Some(WORDS));
    assert!(!waits(&meeting, &hash));
    // Once more it finds nothing to do.
    let meeting = meeting.started_again();
    let listed = meeting.ketua.get("/api/objections/ppwp/980101").ok();
    assert_eq!(listed["objections"][0]["text"]["text"], WORDS);
}

#[test]
fn words_that_no_statement_named_for_a_week_go_and_younger_ones_stay() {
    let meeting = meeting();
    let now_ms = i64::try_from(crate::support::ledger::clock()).unwrap();
    let ((late, old), (composed, young)) = (objection(&meeting, STATION), objection(&meeting, OTHER));
    written_at(&meeting, &old, now_ms - said::UNSIGNED_MS - 1);
    written_at(&meeting, &young, now_ms - said::UNSIGNED_MS + 1);
    let meeting = meeting.started_again();
    let find = |hash: &Hash| said::find(&mut meeting.desk.sql(), hash).unwrap();
    assert_eq!((find(&old), waits(&meeting, &old)), (None, false));
    assert!(find(&young).is_some() && waits(&meeting, &young));
    assert_eq!(meeting.signs_as(&key("saksi/980101/1"), &composed).status, 201);
    assert!(meeting.desk.blob(&young).is_some());
    // Whoever signs the old ones now writes them again: no statement comes in whose words nobody can ever read.
    crate::support::ledger::GONE.lock().unwrap().push(old);
    assert_eq!(meeting.signs_as(&key("saksi/980101/1"), &late).code(), "blob-not-held");
}

#[test]
fn words_that_were_taken_out_are_in_the_desk_s_table_no_more_and_are_written_to_no_file_again() {
    let meeting = meeting();
    let (composed, hash) = objection(&meeting, DISTRICT);
    assert_eq!(meeting.signs_as(&key("saksi/980101/1"), &composed).status, 201);
    let [kpu] = meeting.desk.more_people_in([("kpu", "kpu", "")]);
    let asked = json!({
        "contest": "ppwp", "place": DISTRICT, "sha256": hash.to_hex(), "reason": "personal-data",
    });
    let composed = kpu.post("/api/compose/redaction", asked);
    assert_eq!(meeting.signs_as(&commission(), &composed).status, 201);
    assert_eq!(said::find(&mut meeting.desk.sql(), &hash).unwrap(), None);
    // Whoever runs the desk deletes the file; nothing of the desk's brings it back.
    std::fs::remove_file(meeting.desk.folder().join("blobs").join(hash.to_hex())).unwrap();
    let meeting = meeting.started_again();
    assert_eq!(meeting.desk.blob(&hash), None);
    let listed = meeting.ketua.get("/api/objections/ppwp/980101").ok();
    assert_eq!(listed["objections"][0]["text"], Value::Null);
}
