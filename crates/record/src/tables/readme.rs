//! `README.md` of a package: what it is, how to read it, its licence and how to cite it, in each language of the profile.

use std::fmt::Write as _;

use super::package::{Subject, Written, utc_text};
use super::words::Words;
use crate::view::{RenderError, View};

/// Folders of election reports.
const REPORTS: [&str; 2] = ["civics", "nist"];

const RULES: [&str; 5] = ["unread", "rows", "quote", "codes", "book"];

/// The text.
/// `reports`: the package has election reports.
pub(super) fn readme(
    view: &View<'_>,
    subject: &Subject,
    tables: &[Written],
    reports: bool,
) -> Result<String, RenderError> {
    let mut out = format!("# {}\n", plain(&subject.title));
    for words in Words::of(&view.tally.election().profile)? {
        let time = utc_text(view.cut.time_ms);
        let places = Places { cut: view.cut.size.to_string(), root: view.cut.root.to_string(), time };
        section(&mut out, view, (subject, tables, reports), &words, &places)?;
    }
    Ok(out)
}

/// How to cite a package, in the profile's first language.
pub(super) fn citation(view: &View<'_>, subject: &Subject) -> Result<String, RenderError> {
    let time = utc_text(view.cut.time_ms);
    let places = Places { cut: view.cut.size.to_string(), root: view.cut.root.to_string(), time };
    match Words::of(&view.tally.election().profile)?.first() {
        Some(words) => words.text("cite", &places.of(view, &subject.title)),
        None => Ok(String::new()),
    }
}

/// A name as text in Markdown: what could be markup is escaped.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.chars() {
        let harmless = matches!(c, ',' | '.' | ':' | '-' | '(' | ')' | '\'') || (c == '/' && before != '/');
        if c.is_ascii_punctuation() && !harmless {
            out.push('\\');
        }
        before = c;
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

struct Places {
    cut: String,
    root: String,
    time: String,
}

impl Places {
    fn of<'p>(&'p self, view: &'p View<'_>, title: &'p str) -> [(&'static str, &'p str); 5] {
        [
            ("title", title),
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
    (subject, tables, reports): (&Subject, &[Written], bool),
    words: &Words,
    places: &Places,
) -> Result<(), RenderError> {
    let title = plain(&subject.title);
    let places = places.of(view, &title);
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
    for kind in REPORTS.iter().filter(|_| reports) {
        add(format!("- `{kind}/...`: {}", text(&format!("report-{kind}"))?));
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

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_is_no_markup() {
        assert_eq!(plain("ACEH, Kec. 1/2: (A) - B's"), "ACEH, Kec. 1/2: (A) - B's");
        assert_eq!(
            plain("[x](https://a.example) <img> *b*\n# c"),
            "\\[x\\](https:/\\/a.example) \\<img\\> \\*b\\* \\# c"
        );
    }
}
