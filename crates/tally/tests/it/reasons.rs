//! A reason is given for what the profile says, and for nothing else.

use statement::{AuthoriseError, KeyringError};
use tally::RefusalReason;

use crate::world::World;

const STATION: &str = "01001";
const CLERK: &str = "clerk/01001";

#[track_caller]
fn refused(world: &mut World, by: &str, kind: &str, body: &str, reason: &str, given: &'static str) {
    let expected = AuthoriseError::ReasonUse { reason: reason.to_owned(), given };
    let found = world.try_say(&[by], kind, body).unwrap_err();
    assert_eq!(found, RefusalReason::Keyring(KeyringError::Authorise(expected)));
}

#[test]
fn a_reason_is_given_for_its_use_alone() {
    let mut world = World::new();
    let first = world.sheet(CLERK, STATION, [90, 10], "");
    let hex = first.to_hex();
    let more = format!(r#""supersedes":"{hex}","reason":"personal-data","#);
    let body = world.sheet_body(STATION, [91, 10], &more);
    refused(&mut world, CLERK, "sheet", &body, "personal-data", "supersede");
    let body = world.withdrawal_body(STATION, first, "").replace("source-withdrew", "typing-error");
    refused(&mut world, CLERK, "withdrawal", &body, "typing-error", "withdrawal");
    let body = world.ruling_body(STATION, first).replace("decided", "typing-error");
    refused(&mut world, "board/01", "ruling", &body, "typing-error", "ruling");
    let body = format!(r#"{{"blob":"{hex}","reason":"typing-error","at":"2026-05-04T00:00:00Z"}}"#);
    refused(&mut world, "commission/N", "redaction", &body, "typing-error", "redaction");
    let body = r#"{"kind":"other","reason":"typing-error","at":"2026-05-04T00:00:00Z"}"#;
    refused(&mut world, "commission/N", "notice", body, "typing-error", "notice");
    let vkey = crate::world::key(CLERK).verifying_key().to_string();
    let body = format!(r#"{{"key":"{vkey}","reason":"typing-error","at":"2026-05-04T00:00:00Z"}}"#);
    refused(&mut world, "commission/N", "revoke", &body, "typing-error", "revoke");
    let more = format!(r#""supersedes":"{hex}","reason":"decided","#);
    let body =
        world.plenary_body("01", "municipal-plenary", [91, 10], &more).replace("decided", "source-withdrew");
    refused(&mut world, "board/01", "plenary", &body, "source-withdrew", "supersede");
}
