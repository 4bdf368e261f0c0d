//! The reference documentation of the checks, written from the very rows that are evaluated, so that page and
//! program cannot differ.

use std::fmt::Write;

use crate::profile::{CheckRule, Each, Profile};

/// The checks of a profile as Markdown: one section a group, one entry a row, with the forms it holds on, its
/// explanation in `language`, its law and its exceptions. Ends with a line feed; equal profiles give equal text.
pub fn checks_markdown(profile: &Profile, language: &str) -> String {
    let mut out = format!("# Checks of the profile {}\n\n", profile.id);
    out.push_str(
        "This page is written from the rows of the profile that the program evaluates. A *hard* check that fails\n\
         makes a sheet a `conflict`; a *soft* one raises a flag. A check over an unread field is *undecided*, over a\n\
         field its source never has *not applicable*. `sum(votes.*)` adds all options; `{option}` stands for each\n\
         option in turn.\n",
    );
    let mut groups: Vec<&str> = Vec::new();
    for check in &profile.checks {
        if !groups.contains(&check.group.as_str()) {
            groups.push(&check.group);
        }
    }
    for group in groups {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n## {group}\n\nOn {}.\n", forms_of(profile, group));
        for check in profile.checks.iter().filter(|check| check.group == group) {
            entry(&mut out, profile, language, check);
        }
    }
    out
}

fn entry(out: &mut String, profile: &Profile, language: &str, check: &CheckRule) {
    let kind = if check.hard { "hard" } else { "soft" };
    let each = match check.each {
        Each::Form => "",
        Each::Option => ", for each option",
        Each::List => ", for each party whose candidates are on the form",
    };
    let _ = write!(out, "\n### {}\n\n", check.id);
    if let Some(text) = profile.message(language, &check.message_key) {
        let _ = write!(out, "{text}.\n\n");
    }
    let _ = write!(out, "    {}\n\n- {kind}{each}\n- law: {}\n", check.expression, check.legal);
    for exception in profile.exceptions.iter().filter(|exception| exception.checks.contains(&check.id)) {
        let text = profile.message(language, &exception.explain_key).unwrap_or(&exception.id);
        let _ = writeln!(out, "- exception `{}`: {text} ({})", exception.id, exception.legal);
    }
}

fn forms_of(profile: &Profile, group: &str) -> String {
    let forms: Vec<String> = profile
        .templates
        .iter()
        .filter(|template| template.groups.iter().any(|id| id == group))
        .map(|template| format!("`{}`", template.id))
        .collect();
    if forms.is_empty() { "no form".to_owned() } else { forms.join(", ") }
}
