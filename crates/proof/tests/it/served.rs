//! By the files of a publication.

use ledger::sha256;
use proof::public::Refused;
use proof::{Asked, Outcome};

use crate::world::*;
use crate::{failed, words};

#[test]
fn of_a_sheet_in_a_sound_publication_all_is_shown_that_can_be_and_the_rest_is_said() {
    let report = World::new().served(&asked(SHEET)).unwrap();
    assert_eq!(
        words(&report, Outcome::Shown),
        [
            "checkpoint-signed",
            "inclusion-shown",
            "definition-shown",
            "law-built-in",
            "subject-sheet",
            "signature-fits",
            "authority-shown",
            "figures-hold"
        ]
    );
    assert_eq!(
        words(&report, Outcome::NotShown),
        [
            "policy-served",
            "witnesses-none-asked",
            "photos-not-given",
            "standing-not-shown",
            "truth-not-shown"
        ]
    );
    assert_eq!(report.practice, Some(true));
    let way: Vec<(&str, u64)> = report.keys.iter().map(|key| (key.key.as_str(), key.entry)).collect();
    assert_eq!(way, [("kpu/ID", 0), ("administrator/ID", 1), ("kpps/1101012001001", 2)]);
    let sums = report.checks.iter().find(|check| check.id == "roll-by-sex").unwrap();
    assert_eq!(sums.sides, Some(["258".to_owned(), "258".to_owned()]));
    assert_eq!(report.figures.len(), 28);
}

#[test]
fn a_law_that_is_not_built_in_is_fetched_by_the_hash_that_the_first_entry_names() {
    let report = served(&World::new().files(), &asked(SHEET), &[]).unwrap();
    assert!(words(&report, Outcome::Shown).contains(&"law-given"));
    assert!(words(&report, Outcome::Shown).contains(&"figures-hold"));
    let mut files = World::new().files();
    files.insert(format!("blob/{}", law().sha256.to_hex()), b"{}".to_vec());
    let report = served(&files, &asked(SHEET), &[]).unwrap();
    let open = words(&report, Outcome::NotShown);
    assert!(
        ["law-missing", "authority-no-law", "figures-no-law"].iter().all(|word| open.contains(word)),
        "{open:?}"
    );
}

#[test]
fn a_figure_changed_in_the_bundle_is_not_in_the_ledger_and_not_signed() {
    let mut world = World::new();
    let (tree, mut files) = (world.files(), world.files());
    let signed = String::from_utf8(world.notes[4].clone()).unwrap();
    world = world.with(SHEET, signed.replace(r#""votes.2":82"#, r#""votes.2":28"#).into_bytes());
    // The forger changes the bundle and leaves the tiles.
    let bundle = "ledger/tile/entries/000";
    files.insert(bundle.to_owned(), world.files()[bundle].clone());
    let report = served(&files, &asked(SHEET), &[law()]).unwrap();
    assert_eq!(failed(&report), ["inclusion-false", "signature-false", "authority-refused"]);
    assert!(words(&report, Outcome::Shown).contains(&"figures-fail"));
    assert_ne!(tree, files);
}

#[test]
fn a_figure_changed_with_the_whole_ledger_is_caught_by_the_signatures() {
    // The forger has the ledger's key, and makes the tree anew.
    let world = World::new();
    let signed = String::from_utf8(world.notes[4].clone()).unwrap();
    let world = world.with(SHEET, signed.replace(r#""votes.2":82"#, r#""votes.2":28"#).into_bytes());
    assert_eq!(failed(&world.served(&asked(SHEET)).unwrap()), ["signature-false", "authority-refused"]);
}

#[test]
fn a_ledger_under_another_key_is_not_the_policys() {
    let mut world = World::new();
    world.log = key("results.example/ledger", 77);
    let report = world.served(&asked(SHEET)).unwrap();
    assert_eq!(failed(&report), ["checkpoint-false"]);
    let open = words(&report, Outcome::NotShown);
    assert!(
        ["inclusion-no-head", "definition-no-head", "authority-no-definition"]
            .iter()
            .all(|word| open.contains(word))
    );
    world.log = key("other.example/ledger", 1);
    assert_eq!(failed(&world.served(&asked(SHEET)).unwrap()), ["checkpoint-unknown"]);
}

#[test]
fn a_definition_of_another_ledger_does_not_count() {
    let other = definition_json().replace(
        &log().verifying_key().to_string(),
        &key("results.example/ledger", 50).verifying_key().to_string(),
    );
    let world = World::new().with(0, note("definition", &other, &[&first()]));
    assert_eq!(failed(&world.served(&asked(SHEET)).unwrap()), ["definition-false"]);
}

#[test]
fn a_definition_that_its_own_key_did_not_sign_does_not_count() {
    let world = World::new().with(0, note("definition", &definition_json(), &[&registrar()]));
    assert_eq!(failed(&world.served(&asked(SHEET)).unwrap()), ["definition-false"]);
}

#[test]
fn a_quorum_is_met_or_the_check_fails() {
    let mut world = World::new();
    world.policy = policy("campus");
    assert_eq!(failed(&world.served(&asked(SHEET)).unwrap()), ["witnesses-too-few"]);
    world.cosigned = true;
    assert!(words(&world.served(&asked(SHEET)).unwrap(), Outcome::Shown).contains(&"witnesses-enough"));
}

#[test]
fn a_false_line_of_a_known_witness_spoils_the_head() {
    let mut world = World::new();
    world.cosigned = true;
    world.policy = policy("campus");
    let mut files = world.files();
    let note = String::from_utf8(files["ledger/checkpoint"].clone()).unwrap();
    let line = note.lines().last().unwrap();
    let text = line.rsplit_once(' ').unwrap().1;
    let forged = format!("{}AAAA{}", &text[..40], &text[44..]);
    files.insert("ledger/checkpoint".to_owned(), note.replace(text, &forged).into_bytes());
    assert_eq!(failed(&served(&files, &asked(SHEET), &[law()]).unwrap()), ["checkpoint-spoiled"]);
}

#[test]
fn an_entry_about_another_sheet_is_not_the_one_that_was_asked_for() {
    let other = Asked { station: "1101012001002".to_owned(), ..asked(SHEET) };
    assert_eq!(failed(&World::new().served(&other).unwrap()), ["subject-other"]);
    let notice = World::new().served(&asked(3)).unwrap();
    assert_eq!(failed(&notice), ["subject-other"]);
}

#[test]
fn a_key_that_nobody_registered_is_no_officers() {
    let stranger = key(&format!("kpps/{STATION}"), 66);
    let world = World::new().with(SHEET, note("sheet", &sheet_json(VALUES), &[&stranger]));
    let report = world.served(&asked(SHEET)).unwrap();
    assert!(failed(&report).is_empty());
    let open = words(&report, Outcome::NotShown);
    assert!(open.contains(&"signature-no-key") && open.contains(&"authority-no-key"), "{open:?}");
}

#[test]
fn a_registration_by_whoever_may_not_register_counts_for_nothing() {
    // The officer's key registers itself, and a list of keys says all is well.
    let own = note("key", &register_json(&officer(), "kpps", STATION), &[&officer()]);
    let report = World::new().with(2, own).served(&asked(SHEET)).unwrap();
    assert!(words(&report, Outcome::Shown).contains(&"signature-fits"));
    assert!(words(&report, Outcome::NotShown).contains(&"authority-no-key"));
}

#[test]
fn a_key_of_another_station_may_not_state_this_sheet() {
    let elsewhere = register_json(&officer(), "kpps", "1101012001002");
    let world = World::new().with(2, note("key", &elsewhere, &[&registrar(), &officer()]));
    assert_eq!(failed(&world.served(&asked(SHEET)).unwrap()), ["authority-refused"]);
}

#[test]
fn a_key_that_was_revoked_before_counts_no_longer() {
    let revoke = format!(
        r#"{{"key":"{}","reason":"key-lost","at":"2024-02-14T20:00:00+07:00"}}"#,
        officer().verifying_key()
    );
    let world = World::new().with(3, note("revoke", &revoke, &[&first()]));
    let mut files = world.files();
    let keys = String::from_utf8(files["record/keys.json"].clone()).unwrap();
    files.insert(
        "record/keys.json".to_owned(),
        keys.replace(r#""registered":2"#, r#""registered":2,"revoked":3"#).into_bytes(),
    );
    assert_eq!(failed(&served(&files, &asked(SHEET), &[law()]).unwrap()), ["authority-revoked"]);
}

#[test]
fn a_list_of_keys_that_is_missing_false_or_hostile_shows_nothing_and_breaks_nothing() {
    let world = World::new();
    let hostile = format!(
        r#"[{{"key":"{}","registered":18446744073709551615,"revoked":4}}]"#,
        officer().verifying_key()
    );
    for bytes in [None, Some("[]".to_owned()), Some("{".to_owned()), Some(hostile)] {
        let mut files = world.files();
        match bytes {
            Some(text) => files.insert("record/keys.json".to_owned(), text.into_bytes()),
            None => files.remove("record/keys.json"),
        };
        let report = served(&files, &asked(SHEET), &[law()]).unwrap();
        assert!(failed(&report).is_empty());
        assert!(words(&report, Outcome::NotShown).contains(&"authority-no-key"));
    }
}

#[test]
fn sums_that_do_not_hold_are_said_and_are_no_failure_of_the_proof() {
    let wrong = VALUES.replace(r#""votes.2":82"#, r#""votes.2":182"#);
    let world = World::new().with(SHEET, note("sheet", &sheet_json(&wrong), &[&officer()]));
    let report = world.served(&asked(SHEET)).unwrap();
    assert!(failed(&report).is_empty());
    assert!(words(&report, Outcome::Shown).contains(&"figures-fail"));
    let fails: Vec<_> = report.checks.iter().filter(|check| check.outcome == "fails").collect();
    assert!(fails.iter().any(|check| check.sides == Some(["303".to_owned(), "203".to_owned()])), "{fails:?}");
}

#[test]
fn a_statement_that_leaves_a_field_out_does_not_fill_in_its_form() {
    let short = VALUES.replace(r#""votes.2":82,"#, "");
    let world = World::new().with(SHEET, note("sheet", &sheet_json(&short), &[&officer()]));
    assert_eq!(failed(&world.served(&asked(SHEET)).unwrap()), ["figures-wrong"]);
}

#[test]
fn a_form_that_follows_a_list_is_not_shown_without_it() {
    let council = sheet_json(VALUES).replace(r#""contest":"ppwp""#, r#""contest":"pdpr""#);
    let world = World::new().with(SHEET, note("sheet", &council, &[&officer()]));
    let about = Asked { contest: "pdpr".to_owned(), ..asked(SHEET) };
    let mut files = world.files();
    files.remove(&format!("blob/{}", sha256(candidates().as_bytes()).to_hex()));
    let report = served(&files, &about, &[law()]).unwrap();
    assert!(words(&report, Outcome::NotShown).contains(&"figures-no-list"));
    // With the list the form is known, and these are not its fields.
    assert_eq!(failed(&world.served(&about).unwrap()), ["figures-wrong"]);
}

#[test]
fn partial_files_that_have_grown_full_since_serve_as_well() {
    let world = World::new();
    let mut files = world.files();
    let grown: Vec<(String, Vec<u8>)> = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.split_once(".p/")?.0.to_owned(), bytes.clone())))
        .collect();
    files.retain(|path, _| !path.contains(".p/"));
    files.extend(grown);
    assert!(failed(&served(&files, &asked(SHEET), &[law()]).unwrap()).is_empty());
}

#[test]
fn what_is_missing_is_refused_in_a_word() {
    let world = World::new();
    assert_eq!(world.served(&asked(600)), Err(Refused::TooNew));
    let without = |path: &str| {
        let mut files = world.files();
        files.remove(path);
        served(&files, &asked(SHEET), &[law()])
    };
    assert_eq!(without("ledger/checkpoint"), Err(Refused::NoCheckpoint));
    assert_eq!(without("ledger/tile/entries/000"), Err(Refused::NoEntry));
    assert_eq!(without("ledger/tile/0/000"), Err(Refused::NoEntry));
    let report = without("policy").unwrap();
    assert!(words(&report, Outcome::NotShown).contains(&"policy-missing"));
}

#[test]
fn a_tile_of_a_wrong_length_is_no_tile() {
    let mut files = World::new().files();
    files.get_mut("ledger/tile/0/000").unwrap().pop();
    assert_eq!(served(&files, &asked(SHEET), &[law()]), Err(Refused::NoEntry));
}
