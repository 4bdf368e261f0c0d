//! Pages for other sites' frames, and the pictures that are shown where a page is shared.

use record::pages::{Labels, card, card_path, embed_page};

use super::fixture::Fixture;
use super::{page, text};

fn embed(fixture: &Fixture, language: &str, contest: &str, region: &str) -> String {
    let labels = Labels::load(&fixture.election().profile, language).unwrap();
    let (contest, region) = (fixture.contest(contest), fixture.region(region));
    String::from_utf8(embed_page(&fixture.view(), &labels, contest, region).unwrap()).unwrap()
}

#[test]
fn a_frame_has_the_figure_to_quote_with_its_stations_and_the_way_to_the_whole_page() {
    let fixture = Fixture::told(&["ppwp"]);
    let frame = embed(&fixture, "en", "ppwp", "11");
    let words = text(&frame);
    assert!(
        words.contains("This is no sample") && words.contains("polling stations counted")
            || words.contains("Counted:")
    );
    for part in ["quote", "table"] {
        assert!(frame.contains(&format!("<section id=\"{part}\">")), "{part}");
    }
    assert!(frame.contains("<base href=\"../\" target=\"_top\">"));
    assert!(frame.contains("href=\"../../en/ppwp/11.html\""));
    assert!(embed(&fixture, "en", "ppwp", "ID").contains("<section id=\"map\">"));
}

#[test]
fn a_page_says_what_it_is_where_it_is_shared() {
    let fixture = Fixture::told(&["ppwp"]);
    let nation = page(&fixture, "en", "ID");
    let head = nation.split("</head>").next().unwrap();
    assert!(
        head.contains("property=\"og:image\" content=\"https://hasil.example/2024/en/ppwp/card.png\""),
        "{head}"
    );
    assert!(head.contains("polling stations counted"));
    let village = page(&fixture, "en", "1101012001");
    assert!(village.contains("og:description") && !village.contains("og:image"));
}

#[test]
fn where_the_publications_address_is_not_known_no_picture_is_promised() {
    let mut fixture = Fixture::told(&["ppwp"]);
    fixture.cut.origin = "hasil.example/elsewhere".to_owned();
    assert!(!page(&fixture, "en", "ID").contains("og:image"));
}

#[test]
fn a_card_is_a_picture_of_1200_by_630_and_changes_with_what_it_shows() {
    let draw = |fixture: &Fixture, language: &str| {
        let labels = Labels::load(&fixture.election().profile, language).unwrap();
        card(&fixture.view(), &labels, fixture.contest("ppwp"), fixture.region("11")).unwrap()
    };
    let (empty, told) = (Fixture::empty(&["ppwp"]), Fixture::told(&["ppwp"]));
    let pictures = [draw(&empty, "id"), draw(&told, "id"), draw(&told, "en")];
    for picture in &pictures {
        assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xb0\0\0\x02\x76"));
        assert!(picture.len() < 40_000, "{}", picture.len());
    }
    assert!(pictures[0] != pictures[1] && pictures[1] != pictures[2]);
    let path = card_path(told.election(), "id", told.contest("ppwp"), told.region("1101"));
    assert_eq!(path, "id/ppwp/11/1101/card.png");
}
