//! The same words twice: by the same key they are nothing new, by another they are that one's word.

use ledger::{Hash, sha256};
use tally::FoldError;

use crate::world::{World, over};

const STATION: &str = "01001";
const CLERK: &str = "clerk/01001";
const AGENT: &str = "agent/01001";

#[test]
fn nobody_says_the_same_twice() {
    let mut world = World::new();
    let body = world.sheet_body(STATION, [90, 10], "");
    world.say(&[CLERK], "sheet", &body);
    assert_eq!(world.fold_error(&[CLERK], "sheet", &body), FoldError::Twice);
    assert_eq!(world.fold_error(&[AGENT, CLERK], "sheet", &body), FoldError::Twice, "the clerk's word is in");
    assert_eq!(world.of(STATION).versions.len(), 1);
}

#[test]
fn who_copies_an_officers_words_first_does_not_keep_the_officer_from_saying_them() {
    let mut world = World::new();
    let body = world.sheet_body(STATION, [90, 10], "");
    let id = world.say(&[AGENT], "sheet", &body);
    assert_eq!(world.state(STATION).version, None, "an agent's figures never stand");
    assert_eq!(world.say(&[CLERK], "sheet", &body), id);
    assert_eq!(world.state(STATION).version, Some(1));
    assert!(!world.state(STATION).disputed, "they say the same");
    world.rule("board/01", STATION, id);
    assert!(world.state(STATION).confirmed, "it stands as the clerk's word");
}

#[test]
fn who_supersedes_words_that_two_have_said_supersedes_both() {
    let mut world = World::new();
    world.register_as("clerk/01001/2", "clerk", STATION, None).unwrap();
    let body = world.sheet_body(STATION, [90, 10], "");
    let id = world.say(&[CLERK], "sheet", &body);
    assert_eq!(world.say(&["clerk/01001/2"], "sheet", &body), id);
    let now = world.sheet(CLERK, STATION, [91, 10], &over(id));
    assert_eq!(world.standing(STATION), now);
    assert!(!world.state(STATION).rivals);
}

#[test]
fn what_several_signed_each_of_them_has_said() {
    for alone in ["clerk/01001/2", CLERK] {
        let mut world = World::new();
        world.register_as("clerk/01001/2", "clerk", STATION, None).unwrap();
        let body = world.sheet_body(STATION, [90, 10], "");
        let id = world.say(&[CLERK, "clerk/01001/2"], "sheet", &body);
        world.sheet(CLERK, STATION, [91, 10], &over(id));
        let error = world.fold_error(&[alone], "sheet", &body);
        assert_eq!(error, FoldError::Twice, "a line was left out, nothing was said");
        assert!(!world.state(STATION).rivals);
    }
}

#[test]
fn words_that_are_superseded_do_not_come_back_as_a_rival() {
    let mut world = World::new();
    world.register_as("clerk/01001/2", "clerk", STATION, None).unwrap();
    let body = world.sheet_body(STATION, [90, 10], "");
    let id = world.say(&[CLERK], "sheet", &body);
    let now = world.sheet(CLERK, STATION, [91, 10], &over(id));
    assert_eq!(world.say(&["clerk/01001/2"], "sheet", &body), id, "it is that one's word too");
    assert_eq!((world.standing(STATION), world.state(STATION).rivals), (now, false));
}

fn redaction(blob: Hash) -> String {
    format!(r#"{{"blob":"{}","reason":"personal-data","at":"2026-05-04T00:00:00Z"}}"#, blob.to_hex())
}

fn photo(bytes: &[u8]) -> String {
    let hash = sha256(bytes).to_hex();
    format!(
        r#"{{"contest":"chair","station":"{STATION}","page":1,"photo":{{"sha256":"{hash}","bytes":{},"media":"image/jpeg"}},"at":"2026-05-03T20:00:00Z"}}"#,
        bytes.len()
    )
}

#[test]
fn only_a_blob_that_is_named_and_not_of_the_definition_is_redacted() {
    let mut world = World::new();
    let unknown = sha256(b"a face");
    let error = world.fold_error(&["commission/N"], "redaction", &redaction(unknown));
    assert_eq!(error, FoldError::UnknownBlob(unknown));
    for (profile, ..) in world.replay.definition.blobs.clone() {
        let error = world.fold_error(&["commission/N"], "redaction", &redaction(profile));
        assert_eq!(error, FoldError::DefiningBlob(profile));
        assert!(world.replay.tally.publishes(&profile));
    }
    world.say(&[CLERK], "capture", &photo(b"a face"));
    world.say(&["commission/N"], "redaction", &redaction(unknown));
    assert_eq!(world.replay.tally.redacted(), [unknown]);
}

#[test]
fn a_blob_is_published_while_a_statement_names_it_and_none_redacts_it() {
    let mut world = World::new();
    let (brought, evidence) = (sha256(b"brought"), sha256(b"evidence"));
    for blob in [brought, evidence] {
        assert!(!world.replay.tally.publishes(&blob), "nobody has named it");
    }
    world.say(&[CLERK], "capture", &photo(b"brought"));
    let named = format!(r#""evidence":[{{"page":1,"sha256":"{}"}}],"#, evidence.to_hex());
    world.sheet(CLERK, STATION, [90, 10], &named);
    for blob in [brought, evidence] {
        assert!(world.replay.tally.publishes(&blob));
        world.say(&["commission/N"], "redaction", &redaction(blob));
        assert!(!world.replay.tally.publishes(&blob));
    }
}
