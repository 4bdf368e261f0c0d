//! Names that would be markup: they are text in every file of a publication.

use record::{RenderError, Renderer};

use super::fixture::Fixture;

const NAME: &str = "<script>alert(\"x\")</script>' onload='y & Co";

/// Pieces of it that would work as markup.
const MARKUP: [&str; 3] = ["<script>alert", "(\"x\")", "' onload='"];

fn fixture() -> Fixture {
    let quoted = format!("\"{}\"", NAME.replace('"', "\"\""));
    let mut regions = "code,name,level,parent,source_id\n".to_owned();
    for (code, level, parent) in [
        ("ID", 0, ""),
        ("11", 1, "ID"),
        ("12", 1, "ID"),
        ("1101", 2, "11"),
        ("1201", 2, "12"),
        ("110101", 3, "1101"),
        ("120101", 3, "1201"),
        ("1101012001", 4, "110101"),
        ("1101012002", 4, "110101"),
        ("1201012001", 4, "120101"),
    ] {
        regions.push_str(&[code, &quoted, &level.to_string(), parent, ""].join(","));
        regions.push('\n');
    }
    let stations = super::fixture::stations().replace(",TPS ", ",<script>alert(1)</script> ");
    let mut fixture = Fixture::of(&["ppwp", "pdpr"], &regions, &stations).tell();
    fixture.parties("pdpr", "1101012001001", 4);
    fixture.plenary("120101", 7, true);
    let decree = serde_json::json!({
        "contest": "ppwp", "region": "ID", "decree": NAME.replace('"', ""), "at": "2024-03-20T22:00:00+07:00"
    });
    fixture.state("kpu", "determination", &decree.to_string());
    fixture.notice("paused", "publication-paused");
    fixture
}

#[test]
fn names_with_markup_in_them_are_text_in_every_page_and_every_file() {
    let mut fixture = fixture();
    let changes = fixture.tally.take_changes();
    let view = fixture.view();
    let renderer = Renderer::new(fixture.election()).unwrap();
    let mut kinds = std::collections::BTreeMap::new();
    let mut seen = 0;
    for unit in renderer.units(&view, &changes) {
        let Some(path) = renderer.path(&view, unit) else { continue };
        let bytes = renderer.render(&view, unit).unwrap();
        let kind = path.rsplit('.').next().unwrap().to_owned();
        match kind.as_str() {
            "html" | "atom" => {
                let text = String::from_utf8(bytes).unwrap();
                seen += usize::from(text.contains("&lt;script&gt;alert"));
                for piece in MARKUP {
                    assert!(!text.contains(piece), "{path}: {piece}");
                }
            }
            "json" => {
                serde_json::from_slice::<serde_json::Value>(&bytes)
                    .unwrap_or_else(|error| panic!("{path}: {error}"));
            }
            _ => {}
        }
        *kinds.entry(kind).or_insert(0) += 1;
    }
    assert!(seen > 40, "{seen} pages show the names");
    for kind in ["html", "atom", "json", "png"] {
        assert!(kinds.contains_key(kind), "{kinds:?}");
    }
    record::packages::<RenderError>(&view, &mut |file| {
        if file.path.rsplit('.').next() == Some("json") {
            serde_json::from_slice::<serde_json::Value>(&file.bytes)
                .unwrap_or_else(|error| panic!("{}: {error}", file.path));
        }
        Ok(())
    })
    .unwrap();
}
