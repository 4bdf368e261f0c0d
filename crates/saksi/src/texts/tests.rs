//! The promises about the texts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Command;
use election::Unread;
use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
use tally::{LegalStatus, Quality, Standing};

use super::{Language, Texts, grouped};

/// Ids with their variables.
type Ids = BTreeMap<String, BTreeSet<String>>;

fn ids(language: Language) -> Ids {
    let mut ids = Ids::new();
    let mut last = String::new();
    for line in language.files().iter().flat_map(|file| file.lines()) {
        if let Some((id, _)) =
            line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            assert!(ids.insert(id.to_owned(), BTreeSet::new()).is_none(), "{id} is there twice");
            id.clone_into(&mut last);
        }
        for variable in line.split("{$").skip(1).filter_map(|rest| rest.split('}').next()) {
            if !line.starts_with('#') {
                ids.get_mut(&last).unwrap().insert(variable.to_owned());
            }
        }
    }
    ids
}

#[test]
fn every_language_has_the_same_texts_with_the_same_variables() {
    let english = ids(Language::English);
    for language in Language::ALL {
        let mut bundle: FluentBundle<FluentResource> = FluentBundle::new_concurrent(Vec::new());
        for file in language.files() {
            let resource = FluentResource::try_new((*file).to_owned()).expect("the file can be read");
            bundle.add_resource(resource).expect("no id is there twice");
        }
        let found = ids(language);
        let differing: Vec<_> = found
            .iter()
            .filter(|(id, variables)| english.get(*id) != Some(variables))
            .map(|(id, _)| id)
            .chain(english.keys().filter(|id| !found.contains_key(*id)))
            .collect();
        assert!(differing.is_empty(), "{}: {differing:?}", language.tag());
    }
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("src/texts") {
                // This file speaks of saying.
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// What stands between the bracket that was opened before `text` and its end, in parts between commas.
fn parts(text: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quoted, mut escaped) = (vec![String::new()], 0, false, false);
    for c in text.chars() {
        if quoted {
            quoted = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
        } else {
            match c {
                '"' => quoted = true,
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 => {
                    parts.push(String::new());
                    continue;
                }
                _ => {}
            }
        }
        parts.last_mut().unwrap().push(c);
    }
    parts
}

/// The strings given first to a function, wherever it is called by this name.
fn given_to(call: &str, folder: &str) -> BTreeSet<String> {
    let texts = sources(folder);
    let calls = texts.iter().flat_map(|(_, text)| text.split(call).skip(1));
    calls
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_the_code_says_is_there_with_just_its_variables() {
    let ids = ids(Language::English);
    for (path, text) in sources("src") {
        for call in text.split("say!(").skip(1) {
            let parts = parts(call);
            let id = parts.first().unwrap().trim().trim_matches('"');
            let variables: BTreeSet<String> = parts
                .iter()
                .skip(1)
                .filter_map(|part| Some(part.split_once('=')?.0.trim().to_owned()))
                .collect();
            assert_eq!(ids.get(id), Some(&variables), "{id} in {}", path.display());
        }
    }
}

/// The words of families, by the names that can come.
fn families() -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut family = |family: &str, names: &BTreeSet<String>| {
        assert!(!names.is_empty(), "{family}");
        for name in names {
            used.insert(format!("{family}-{}", name.replace(['_', ' ', '.'], "-")));
        }
    };
    let actions = [
        given_to("Failure::file(", "src"),
        given_to("PublishError::file(", "../publish/src"),
        given_to("DiskError::new(", "../sequencer/src"),
        given_to("ServicesError::file(", "../services/src"),
    ];
    let actions: BTreeSet<String> = actions.into_iter().flatten().collect();
    family("action", &actions);
    family("store", &given_to("ask_again(", "../blobs/src"));
    let told = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let counts = [given_to("report.count(", "../exchange/src"), given_to("report.count(", "src")];
    family("count", &counts.into_iter().flatten().collect());
    family("count", &told(&["sheets", "withdrawals"]));
    family("quality", &told(&Quality::ALL.map(Quality::text)));
    family("standing", &told(&Standing::ALL.map(Standing::text)));
    family("status", &told(&LegalStatus::ALL.map(LegalStatus::text)));
    family("unread", &told(&Unread::ALL.map(Unread::text)));
    family("flag", &told(&["rivals", "partly-read"]));
    family("dossier-kind", &told(&["objection", "finding", "error-report"]));
    family("dossier-answer", &told(&["upheld", "rejected", "noted", "withdrawn"]));
    family("read-accept", &told(&["yes", "ask-one", "ask-two"]));
    family("read-corner", &told(&["upper-left", "upper-right", "lower-right", "lower-left"]));
    used
}

fn help_ids(command: &Command, id: &str, used: &mut BTreeSet<String>) {
    used.insert(id.to_owned());
    used.insert(format!("{id}-example"));
    for argument in command.get_arguments() {
        let name = argument.get_id().as_str();
        if !matches!(name, "help" | "version") {
            used.insert(format!("{id}-{}", name.replace('_', "-")));
        }
    }
    for sub in command.get_subcommands() {
        let parent = if id == "help-saksi" { "help" } else { id };
        help_ids(sub, &format!("{parent}-{}", sub.get_name()), used);
    }
}

#[test]
fn no_text_is_missing_and_none_is_there_for_nothing() {
    let mut used = families();
    used.extend(given_to("say!(", "src"));
    used.insert("number-group".to_owned());
    help_ids(&crate::help::command(), "help-saksi", &mut used);
    let there: BTreeSet<String> = ids(Language::English).into_keys().collect();
    let missing: Vec<_> = used.difference(&there).collect();
    let unused: Vec<_> = there.difference(&used).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing {missing:?}, unused {unused:?}");
}

#[test]
fn a_text_is_filled_in() {
    let texts = Texts::of(Language::Indonesian);
    assert_eq!(texts.group, '.');
    let said = texts.find("error-no-place", &[("place", "17".to_owned())]).unwrap();
    assert_eq!(said, "tidak ada TPS atau wilayah 17 di pemilu ini");
    assert_eq!(texts.find("prompt-again", &[]).unwrap(), "Frasa sandi yang sama sekali lagi: ");
}

#[test]
fn what_others_wrote_cant_write_over_what_is_said_of_it() {
    let texts = Texts::of(Language::English);
    let name = "x\u{1b}[2J\r\nIT HOLDS\u{202e}".to_owned();
    let said = texts.find("verify-election", &[("name", name), ("source", "é".to_owned())]).unwrap();
    assert_eq!(said, "Election x\\u{1b}[2J\\u{d}\\u{a}IT HOLDS\\u{202e}, published at é");
}

#[test]
fn whole_numbers_stand_in_groups_of_three() {
    for (number, text) in
        [("0", "0"), ("999", "999"), ("1000", "1.000"), ("823236", "823.236"), ("-1234567", "-1.234.567")]
    {
        assert_eq!(grouped(number, '.'), text);
    }
}

#[test]
fn the_command_line_holds_together() {
    crate::help::command().debug_assert();
}
