//! What a mirror of a part keeps.

use record::{Kept, MirrorNote, Part};

use crate::Fixture;

fn part(region: &str) -> Part {
    Part { region: Some(region.to_owned()), photos: true }
}

#[test]
fn a_part_is_a_region_those_above_and_those_below_it_and_what_is_about_no_place() {
    let fixture = Fixture::empty(&["ppwp"]);
    let kept = Kept::new(&part("1101"), fixture.election()).unwrap();
    for path in [
        "index.html",
        "id/ppwp/index.html",
        "id/ppwp/11.html",
        "id/ppwp/11/1101/110101/1101012001-2.html",
        "record/ppwp/11/1101/110101/1101012001.json",
        "data/ppwp/11/figures/1101.csv",
        "search/c-1201.json",
        "record/keys.json",
    ] {
        assert!(kept.file(path), "{path}");
    }
    for path in [
        "id/ppwp/12.html",
        "id/ppwp/12/1201.html",
        "id/ppwp/12/1201/doubtful-2.html",
        "record/ppwp/12/1201/120101/1201012001.json",
        "data/ppwp/12/stations.csv",
        "x/1201012001001.json",
    ] {
        assert!(!kept.file(path), "{path}");
    }
    assert!(kept.place("1101012001001") && !kept.place("1201012001001"));
}

#[test]
fn the_nation_is_all_and_an_unknown_region_is_none() {
    let fixture = Fixture::empty(&["ppwp"]);
    let nation = Kept::new(&part("ID"), fixture.election()).unwrap();
    assert!(nation.file("id/ppwp/12/1201.html") && nation.place("1201012001001"));
    assert!(Kept::new(&part("99"), fixture.election()).is_none());
}

#[test]
fn a_note_is_read_as_it_was_written_and_nothing_else_is_one() {
    for part in [Part::whole(), part("1101"), Part { region: None, photos: false }] {
        let note = MirrorNote::new("https://a.example", &part);
        assert_eq!(MirrorNote::parse(note.to_json().as_bytes()), Some(note.clone()));
        assert_eq!(note.part(), part);
    }
    for wrong in [
        "",
        "{}",
        r#"{"format":"saksi-mirror/2","from":"x","region":null,"photos":true}"#,
        r#"{"format":"saksi-mirror/1","from":"x","region":"../x","photos":true}"#,
        r#"{"format":"saksi-mirror/1","from":"x","region":null,"photos":true,"more":1}"#,
    ] {
        assert_eq!(MirrorNote::parse(wrong.as_bytes()), None, "{wrong}");
    }
}
