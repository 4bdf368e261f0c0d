//! Maps of the regions below a region: tiles on the nation's page, and outlines where the election has them.

use super::fixture::Fixture;
use super::{page, page_of, text};

/// The words of a region's tile.
fn tile<'p>(page: &'p str, code: &str) -> &'p str {
    let figure = page.split("<figure class=\"map\">").nth(1).unwrap().split("</figure>").next().unwrap();
    let from = figure.find(&format!("href=\"{code}.html\"")).unwrap();
    figure[from..].split("</a>").next().unwrap()
}

#[test]
fn a_tile_has_the_number_of_who_leads_in_the_figure_to_quote_and_says_so_in_words() {
    let fixture = Fixture::told(&["ppwp"]);
    let page = page(&fixture, "en", "ID");
    let barus = tile(&page, "12");
    let words = text(&format!("<{barus}"));
    // As the table below has it.
    let row = text(page.split("href=\"12.html\">").nth(1).unwrap().split("</tr>").next().unwrap());
    let votes: Vec<u64> =
        row.split(' ').rev().take(3).map(|figure| figure.replace(',', "").parse().unwrap()).collect();
    let most = votes.iter().max().unwrap();
    let leads = 3 - votes.iter().position(|votes| votes == most).unwrap();
    assert!(words.contains(&format!("{leads}. ")) && words.contains("leads with"), "{words}");
    assert!(words.ends_with(&format!("SU {leads}")), "{words}");
}

#[test]
fn a_tile_is_hatched_where_not_every_station_is_counted() {
    let fixture = Fixture::told(&["ppwp"]);
    let page = page(&fixture, "id", "ID");
    assert!(tile(&page, "11").contains("class=\"hatched\""));
    assert!(!tile(&page, "12").contains("class=\"hatched\""), "it is complete");
}

#[test]
fn where_nothing_can_be_quoted_nobody_leads() {
    let page = page(&Fixture::empty(&["ppwp"]), "en", "ID");
    let words = text(&format!("<{}", tile(&page, "11")));
    assert!(words.contains("Nothing to quote yet.") && !words.contains("leads with"), "{words}");
    assert!(tile(&page, "11").contains("class=\"nothing\""));
}

#[test]
fn where_options_differ_the_tiles_say_how_far_each_region_is() {
    let fixture = Fixture::empty(&["pdprdp"]);
    let page = page_of(&fixture, "en", "pdprdp", "ID");
    assert!(page.contains("How far each region is") && !page.contains("Who leads where"));
    assert!(text(&format!("<{}", tile(&page, "11"))).ends_with("AC 0%"));
}

#[test]
fn only_the_nations_page_has_the_map() {
    let fixture = Fixture::told(&["ppwp"]);
    assert!(page(&fixture, "id", "ID").contains("<figure class=\"map\">"));
    assert!(!page(&fixture, "id", "11").contains("<figure class=\"map\">"));
}

const OUTLINES: &str = "region,polygon,points\n\
    11,0,950000 20000 980000 20000 980000 60000 950000 60000\n\
    12,0,980000 0 1000000 0 1000000 40000 980000 40000\n\
    1101,0,950000 20000 960000 20000 960000 30000\n";

#[test]
fn regions_with_outlines_are_drawn_by_them_and_the_others_are_named() {
    let fixture = Fixture::outlined(&["ppwp"], OUTLINES);
    let nation = page(&fixture, "en", "ID");
    let outlines = nation.split("<svg class=\"outlines\"").nth(1).unwrap().split("</svg>").next().unwrap();
    for code in ["11", "12"] {
        assert!(outlines.contains(&format!("<path id=\"o{code}\" d=\"m")), "{code}");
        assert!(outlines.contains(&format!("<a href=\"{code}.html\" tabindex=\"-1\">")), "{code}");
    }
    assert!(outlines.contains("Nothing to quote yet."));
    // A region of its children alone has no second one to draw.
    assert!(!page(&fixture, "en", "11").contains("class=\"outlines\""));
}

#[test]
fn an_election_without_outlines_has_its_tiles_and_tables() {
    let nation = page(&Fixture::told(&["ppwp"]), "en", "ID");
    assert!(!nation.contains("class=\"outlines\"") && nation.contains("role=\"group\""));
}
