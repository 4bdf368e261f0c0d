//! The explorer: ready questions that the published tables can answer.

use record::pages::{Guide, Labels, guide_page};
use record::tables::regions_table;

use super::fixture::Fixture;

fn explorer(fixture: &Fixture, language: &str) -> String {
    let labels = Labels::load(&fixture.election().profile, language).unwrap();
    String::from_utf8(guide_page(&fixture.view(), &labels, Guide::Explorer).unwrap()).unwrap()
}

/// The questions of a contest: id and SQL.
fn questions(page: &str, contest: &str) -> Vec<(String, String)> {
    let (_, of) = page.split_once(&format!("class=\"of\" data-contest=\"{contest}\"")).unwrap();
    let of = of.split("</div>").next().unwrap();
    let plain = |html: &str| {
        html.replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&#34;", "\"")
            .replace("&gt;", ">")
            .replace("&#62;", ">")
            .replace("&#60;", "<")
    };
    of.split("data-id=\"")
        .skip(1)
        .map(|part| {
            let (id, rest) = part.split_once('"').unwrap();
            let sql = rest.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
            (id.to_owned(), plain(sql))
        })
        .collect()
}

/// Words outside of names in quotes and texts.
fn words(sql: &str) -> Vec<&str> {
    let bare = sql.split('"').step_by(2);
    bare.flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')).collect()
}

#[test]
fn every_ready_question_names_tables_and_columns_that_packages_have() {
    let fixture = Fixture::told(&["ppwp", "pdpr"]);
    let places = &fixture.election().places;
    for language in ["id", "en"] {
        let page = explorer(&fixture, language);
        for contest in ["ppwp", "pdpr"] {
            let counted = fixture.tally.contest(fixture.contest(contest)).unwrap();
            let table = regions_table(&fixture.view(), counted, places.region_ixs(1));
            let ids: Vec<String> = questions(&page, contest).into_iter().map(|(id, _)| id).collect();
            let all =
                ["votes", "leads", "turnout", "invalid", "missing", "checks", "kinds", "corrected", "doubt"];
            assert_eq!(ids, all, "{contest}");
            for (id, sql) in questions(&page, contest) {
                for word in words(&sql) {
                    if word.starts_with("sound_") || word.starts_with("all_") || word.starts_with("standing_")
                    {
                        assert!(table.columns.iter().any(|column| column.name == word), "{id}: {word}");
                    }
                    if let Some(name) = word.strip_prefix(&format!("{contest}.")) {
                        assert!(["regions", "anomalies"].contains(&name), "{id}: {word}");
                    }
                }
            }
        }
    }
}

#[test]
fn ready_questions_name_their_columns_in_the_language_of_the_page_and_ask_the_same() {
    let fixture = Fixture::told(&["ppwp"]);
    let (indonesian, english) = (explorer(&fixture, "id"), explorer(&fixture, "en"));
    let pairs = questions(&indonesian, "ppwp").into_iter().zip(questions(&english, "ppwp"));
    for ((id, one), (_, other)) in pairs {
        assert_ne!(one, other, "{id}");
        assert_eq!(words(&one), words(&other), "{id}");
    }
}

#[test]
fn names_of_options_stand_in_a_question_as_names_and_never_as_sql() {
    let fixture = Fixture::told(&["ppwp"]);
    for (_, sql) in questions(&explorer(&fixture, "en"), "ppwp") {
        assert_eq!(sql.matches('"').count() % 2, 0, "{sql}");
        assert!(!sql.contains(';') && !sql.contains("--"), "{sql}");
    }
}
