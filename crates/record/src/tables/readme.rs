//! `README.md` of a package: what it is, how to read it, its licence and how to cite it, in each language of the profile.

use std::fmt::Write as _;

use super::package::{Subject, Written, utc_text};
use super::words::Words;
use crate::view::{RenderError, View};

const RULES: [&str; 5] = ["unread", "rows", "quote", "codes", "book"];

/// The text.
pub(super) fn readme(view: &View<'_>, subject: &Subject, tables: &[Written]) -> Result<String, RenderError> {
    let mut out = format!("# {}\n", subject.title);
    for words in Words::of(&view.tally.election().profile)? {
        let time = utc_text(view.cut.time_ms);
        let places = Places { cut: view.cut.size.to_string(), root: view.cut.root.to_string(), time };
        section(&mut out, view, subject, tables, &words, &places)?;
    }
    Ok(out)
}

/// How to cite a package, in the profile's first language.
pub(super) fn citation(view: &View<'_>, subject: &Subject) -> Result<String, RenderError> {
    let time = utc_text(view.cut.time_ms);
    let places = Places { cut: view.cut.size.to_string(), root: view.cut.root.to_string(), time };
    match Words::of(&view.tally.election().profile)?.first() {
        Some(words) => words.text("cite", &places.of(view, subject)),
        None => Ok(String::new()),
    }
}

struct Places {
    cut: String,
    root: String,
    time: String,
}

impl Places {
    fn of<'p>(&'p self, view: &'p View<'_>, subject: &'p Subject) -> [(&'static str, &'p str); 5] {
        [
            ("title", &subject.title),
            ("cut", &self.cut),
            ("origin", &view.cut.origin),
            ("time", &self.time),
            ("root", &self.root),
        ]
    }
}

fn section(
    out: &mut String,
    view: &View<'_>,
    subject: &Subject,
    tables: &[Written],
    words: &Words,
    places: &Places,
) -> Result<(), RenderError> {
    let places = places.of(view, subject);
    let text = |key: &str| words.text(key, &places);
    let mut add = |line: String| {
        // Writing to a string can't fail.
        let _ = writeln!(out, "{line}");
    };
    add(format!("\n## {}\n", text("readme-language")?));
    if view.practice {
        add(format!("{}\n", text("readme-practice")?));
    }
    add(text("readme-what")?);
    add(format!("\n### {}\n", text("readme-files-title")?));
    let mut last = "";
    for table in tables.iter().filter(|table| std::mem::replace(&mut last, table.kind) != table.kind) {
        let path = if table.path == table.kind { table.path.clone() } else { format!("{}/...", table.kind) };
        add(format!("- `{path}`: {}", text(&format!("table-{}", table.kind))?));
    }
    add(format!("\n### {}\n", text("readme-rules-title")?));
    for rule in RULES {
        add(format!("- {}", text(&format!("readme-rule-{rule}"))?));
    }
    add(format!("\n{}", text("readme-verify")?));
    add(format!("\n### {}\n\n{}", text("readme-licence-title")?, text("readme-licence")?));
    add(format!("\n### {}\n\n{}", text("readme-cite-title")?, text("cite")?));
    Ok(())
}
