//! The list of controls as data: for reports, documentation and translation.

use std::fmt::Write as _;

use serde::Deserialize;

/// A control, described.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlInfo {
    /// Family and number, for example `4.01`.
    pub id: String,
    /// Its family: `completeness`, `authenticity`, `consistency`, `integrity` or `evidence`.
    pub family: String,
    /// Its module below `src/controls/<family>/`.
    pub module: String,
    /// Its title.
    pub title: Title,
    /// What is checked.
    pub checks: String,
    /// Where that is specified.
    pub specified: String,
}

/// A title in two languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// English.
    pub en: String,
    /// Indonesian.
    pub id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    control: Vec<ControlInfo>,
}

/// Every control, in the order of the report.
pub fn controls() -> Vec<ControlInfo> {
    // The file is part of the program, and a test reads it.
    toml::from_str::<File>(include_str!("../controls.toml")).map_or_else(|_| Vec::new(), |file| file.control)
}

/// The English title of a control; empty for an id that is none.
pub fn title(id: &str) -> String {
    controls()
        .into_iter()
        .find(|control| control.id == id)
        .map_or_else(String::new, |control| control.title.en)
}

/// The reference page of the controls, Markdown.
pub fn reference() -> String {
    let mut page =
        "# Controls\n\nWhat `saksi verify` looks at. Each is proven by a test that tampers with one thing.\n"
            .to_owned();
    let mut family = String::new();
    for control in controls() {
        if control.family != family {
            family.clone_from(&control.family);
            let mut title = family.clone();
            title.get_mut(..1).map(str::make_ascii_uppercase);
            line(
                &mut page,
                format_args!("\n## {title}\n\n| id | control | checks | specified in |\n|---|---|---|---|\n"),
            );
        }
        let ControlInfo { id, title, checks, specified, .. } = control;
        line(&mut page, format_args!("| {id} | {} (*{}*) | {checks} | {specified} |\n", title.en, title.id));
    }
    page
}

// Writing into a String cannot fail.
fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::ALL;

    #[test]
    fn the_data_file_and_the_modules_list_the_same_controls() {
        let described: Vec<String> = controls().into_iter().map(|control| control.id).collect();
        let made: Vec<&str> = ALL.into_iter().flatten().map(|control| control.id).collect();
        assert_eq!(described, made);
        assert!(made.is_sorted(), "in the order of their ids");
    }

    #[test]
    fn every_described_control_is_a_module_of_its_family() {
        for control in controls() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/controls");
            let path = format!("{folder}/{}/{}.rs", control.family, control.module);
            let source = std::fs::read_to_string(&path).expect(&path);
            assert!(source.starts_with(&format!("//! {}: ", control.id)), "{path}");
        }
    }

    #[test]
    fn the_reference_page_has_a_row_for_every_control() {
        let page = reference();
        for control in controls() {
            assert!(page.contains(&format!("| {} | {} ", control.id, control.title.en)), "{}", control.id);
        }
    }
}
