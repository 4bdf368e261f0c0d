//! What a key can be registered as.

use ledger::Entry;
use statement::{AuthoriseError, KeyringError, Misfit};
use tally::{FoldError, RefusalReason, Replay, Trust};

use crate::world::{START, World, key, sign};

#[track_caller]
fn misfit(world: &mut World, role: &str, scope: &str, source: Option<&str>) -> Misfit {
    let name = format!("{role}/{scope}/{}", source.unwrap_or("none"));
    match world.register_as(&name, role, scope, source) {
        Err(RefusalReason::Keyring(KeyringError::Misfit { misfit, .. })) => misfit,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn a_scope_is_of_the_level_its_role_acts_at() {
    let mut world = World::bare(&[]);
    for (role, scope, level) in [
        ("clerk", "N", 2),
        ("clerk", "01", 2),
        ("board", "01001", 1),
        ("board", "N", 1),
        ("commission", "01", 0),
    ] {
        let wanted = Misfit::Level { scope: scope.to_owned(), level };
        assert_eq!(misfit(&mut world, role, scope, None), wanted);
    }
    assert!(matches!(misfit(&mut world, "clerk", "0100", None), Misfit::Level { .. }), "a code of no level");
    world.register("clerk/01001").unwrap();
    world.register("board/01").unwrap();
}

#[test]
fn a_role_abroad_acts_for_a_place_abroad() {
    let prefix = ("special_suffix_from = 900", "special_suffix_from = 900\noverseas_prefix = \"02\"");
    let mut world = World::bare(&[prefix, ("id = \"board\"", "id = \"board\"\noverseas = true")]);
    assert_eq!(misfit(&mut world, "board", "01", None), Misfit::NotAbroad("01".to_owned()));
    world.register("board/02").unwrap();
}

#[test]
fn who_restates_names_a_source_of_the_profile_and_nobody_else_does() {
    let mut world = World::bare(&[]);
    assert_eq!(misfit(&mut world, "importer", "N", None), Misfit::NoSource);
    let unknown = Misfit::UnknownSource("rumour".to_owned());
    assert_eq!(misfit(&mut world, "importer", "N", Some("rumour")), unknown);
    let own = Misfit::SourceOfItsOwn("gazette".to_owned());
    assert_eq!(misfit(&mut world, "board", "01", Some("gazette")), own);
    world.register("importer/gazette").unwrap();
}

#[test]
fn a_key_that_restates_states_nothing_without_its_source() {
    let mut world = World::new();
    let body = world.sheet_body("01001", [90, 10], "");
    assert!(world.try_say(&["importer/gazette"], "sheet", &body).is_err());
    let body = world.plenary_body("01", "municipal-plenary", [90, 10], "");
    assert!(world.try_say(&["importer/gazette"], "plenary", &body).is_err());
    let body = r#"{"contest":"chair","region":"N","decree":"7/2026","at":"2026-05-09T00:00:00Z"}"#;
    assert!(world.try_say(&["importer/gazette"], "determination", body).is_err());
}

fn registration() -> Vec<u8> {
    let body = format!(
        r#"{{"key":"{}","role":"clerk","scope":"01001","at":"2026-04-02T00:00:00Z"}}"#,
        key("clerk/01001").verifying_key()
    );
    sign("key", &body, &["commission/N", "clerk/01001"])
}

fn revocation(name: &str) -> Vec<u8> {
    let body = format!(
        r#"{{"key":"{}","reason":"decided","at":"2026-04-02T00:00:00Z"}}"#,
        key(name).verifying_key()
    );
    sign("revoke", &body, &["commission/N"])
}

/// Under a law that gives a reason to revoke; what is refused of these entries, each with its time and batch.
fn refusals(trust: Trust, entries: &[(u64, u64, Vec<u8>)], apart: bool) -> (Replay, Vec<RefusalReason>) {
    let world = World::bare(&[("[\"supersede\", \"ruling\"]", "[\"supersede\", \"ruling\", \"revoke\"]")]);
    let mut replay = world.begin_again();
    let entries: Vec<Vec<u8>> = entries
        .iter()
        .map(|(time, batch, note)| Entry { time_ms: START + time, batch: *batch, note }.encode())
        .collect();
    let mut reasons = Vec::new();
    let size = if apart { 1 } else { entries.len() };
    let mut first = 1;
    for entries in entries.chunks(size) {
        replay.apply(first, entries, trust, &mut |refusal| reasons.push(refusal.reason));
        first += entries.len() as u64;
    }
    (replay, reasons)
}

#[test]
fn an_entry_refused_for_its_order_changes_no_key() {
    for (trust, apart) in [(Trust::Nobody, false), (Trust::Nobody, true), (Trust::Admission, false)] {
        let entries = [(1, 3, registration()), (2, 5, registration()), (3, 6, registration())];
        let (replay, reasons) = refusals(trust, &entries, apart);
        assert!(
            matches!(reasons[..], [RefusalReason::Order { .. }, RefusalReason::Order { .. }]),
            "{reasons:?}"
        );
        assert_eq!(
            replay.keyring.records().len(),
            2,
            "the third comes in order, and is the first that counts"
        );
        let entries = [(1, 1, registration()), (2, 9, revocation("clerk/01001"))];
        let (replay, reasons) = refusals(trust, &entries, apart);
        assert!(matches!(reasons[..], [RefusalReason::Order { .. }]), "{reasons:?}");
        assert_eq!(replay.keyring.records()[1].revoked, None);
    }
}

#[test]
fn after_the_close_no_key_changes() {
    let close = sign("close", r#"{"at":"2026-06-01T00:00:00Z"}"#, &["commission/N"]);
    for (trust, apart) in [(Trust::Nobody, false), (Trust::Nobody, true), (Trust::Admission, false)] {
        let entries = [(1, 1, close.clone()), (1, 1, registration())];
        let (replay, reasons) = refusals(trust, &entries, apart);
        assert_eq!(reasons, [RefusalReason::Fold(FoldError::Closed)]);
        assert_eq!(replay.keyring.records().len(), 1);
        let entries = [(1, 1, registration()), (1, 1, close.clone()), (1, 1, revocation("clerk/01001"))];
        let (replay, reasons) = refusals(trust, &entries, apart);
        assert_eq!(reasons, [RefusalReason::Fold(FoldError::Closed)]);
        assert_eq!(replay.keyring.records()[1].revoked, None);
    }
}

#[test]
fn a_close_that_is_refused_closes_nothing() {
    let close = sign("close", r#"{"at":"2026-06-01T00:00:00Z"}"#, &["commission/N"]);
    let (replay, _) = refusals(Trust::Nobody, &[(9, 9, close), (10, 10, registration())], false);
    assert_eq!(replay.keyring.records().len(), 2);
    assert!(!replay.tally.closed());
}

/// Under a law by which boards revoke, too.
#[test]
fn below_the_nation_a_key_revokes_those_of_its_place_and_of_a_lower_level_alone() {
    let mut world = World::bare(&[
        ("[\"supersede\", \"ruling\"]", "[\"supersede\", \"ruling\", \"revoke\"]"),
        ("\"ruling\", \"redaction\", \"notice\"]", "\"ruling\", \"redaction\", \"notice\", \"revoke\"]"),
    ]);
    for name in ["board/01", "board/02", "board/01/other", "clerk/01001", "clerk/02001", "importer/gazette"] {
        world.register(name).unwrap();
    }
    let body = |name: &str| {
        let vkey = key(name).verifying_key().to_string();
        format!(r#"{{"key":"{vkey}","reason":"decided","at":"2026-04-02T00:00:00Z"}}"#)
    };
    let mut refused = |name: &str| world.try_say(&["board/01"], "revoke", &body(name)).unwrap_err();
    for name in ["clerk/02001", "board/02", "commission/N", "importer/gazette"] {
        let why = refused(name);
        assert!(
            matches!(why, RefusalReason::Keyring(KeyringError::Authorise(AuthoriseError::Scope { .. }))),
            "{name}: {why:?}"
        );
    }
    for name in ["board/01", "board/01/other"] {
        let why = refused(name);
        assert!(
            matches!(why, RefusalReason::Keyring(KeyringError::Authorise(AuthoriseError::NotBelow { .. }))),
            "{name}: {why:?}"
        );
    }
    world.say(&["board/01"], "revoke", &body("clerk/01001"));
    let record =
        world.replay.keyring.records().iter().find(|record| record.scope.as_str() == "01001").unwrap();
    let act = record.revocation.as_deref().unwrap();
    assert_eq!((act.by.as_slice(), act.reason.as_deref()), (&["board/01".to_owned()][..], Some("decided")));
    let registration = record.registration.as_deref().unwrap();
    assert_eq!(registration.by, ["commission/N"]);
    let sheet = world.sheet_body("01001", [90, 10], "");
    let why = world.try_say(&["clerk/01001"], "sheet", &sheet).unwrap_err();
    assert!(matches!(why, RefusalReason::Keyring(KeyringError::Revoked { .. })), "{why:?}");
}
