//! What a key can be registered as.

use statement::{KeyringError, Misfit};
use tally::RefusalReason;

use crate::world::World;

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
