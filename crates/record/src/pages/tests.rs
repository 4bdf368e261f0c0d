//! Promises about the texts themselves; pages as a whole are tried in the crate's `tests/pages`.

use std::collections::BTreeMap;
use std::path::Path;

use election::{Profile, ProfileBundle, Unread};
use tally::{LegalStatus, Quality, Standing};

use super::labels::LANGUAGES;
use super::*;

// A small second profile, with its messages in both languages of the pages.
fn bundle() -> ProfileBundle {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../election/tests/profiles/mini"));
    let mut files = BTreeMap::new();
    for part in [folder.to_path_buf(), folder.join("forms")] {
        for entry in std::fs::read_dir(&part).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let messages = files["messages.en.ftl"].clone();
    let profile = files["profile.toml"].replace("languages = [\"en\"]", "languages = [\"en\", \"id\"]");
    files.insert("messages.id.ftl".to_owned(), messages);
    files.insert("profile.toml".to_owned(), profile);
    ProfileBundle { files }
}

fn profile() -> Profile {
    Profile::from_bundle(&bundle()).unwrap()
}

fn keys(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| !line.starts_with(['#', ' ']))
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
        .collect()
}

fn places_of(text: &str) -> BTreeMap<&str, Vec<&str>> {
    text.lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, value)| {
            let mut places: Vec<&str> = value
                .split("{$")
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name)
                .collect();
            places.sort_unstable();
            (key, places)
        })
        .collect()
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_places() {
    let [(_, _, id), (_, _, en)] = LANGUAGES;
    assert_eq!(keys(id), keys(en));
    assert_eq!(places_of(id), places_of(en));
}

#[test]
fn every_language_loads_for_a_profile_that_has_it() {
    for (language, _, _) in LANGUAGES {
        let labels = Labels::load(&profile(), language).unwrap();
        assert_eq!(labels.others.len(), LANGUAGES.len() - 1);
    }
}

#[test]
fn a_missing_message_is_named_with_its_language() {
    let mut bundle = bundle();
    let messages = bundle.files["messages.id.ftl"].replace("contest-chair = Chair\n", "");
    bundle.files.insert("messages.id.ftl".to_owned(), messages);
    let profile = Profile::from_bundle(&bundle).unwrap();
    let error = Labels::load(&profile, "id").unwrap_err().to_string();
    assert!(error.contains("contest-chair") && error.contains("`id`"), "{error}");
    assert!(Labels::load(&profile, "en").is_ok());
    assert!(Labels::load(&profile, "fr").is_err());
}

#[test]
fn every_quality_standing_status_and_unread_reason_has_words_of_its_own() {
    for (language, _, _) in LANGUAGES {
        let labels = Labels::load(&profile(), language).unwrap();
        let distinct = |mut words: Vec<&str>| {
            let count = words.len();
            assert!(words.iter().all(|word| word.len() > 2 && word.parse::<u64>().is_err()));
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), count, "{words:?}");
        };
        distinct(Quality::ALL.map(|quality| labels.quality(quality).as_str()).to_vec());
        distinct(Standing::ALL.map(|standing| labels.standing(standing).as_str()).to_vec());
        distinct(Unread::ALL.map(|unread| labels.unread(unread).as_str()).to_vec());
        let statuses = [
            LegalStatus::Running,
            LegalStatus::PlenaryClosed,
            LegalStatus::Determined,
            LegalStatus::UnderDispute,
            LegalStatus::Ruled,
        ];
        distinct(statuses.map(|status| labels.status(status).as_str()).to_vec());
    }
}

#[test]
fn a_check_made_for_an_option_is_found_by_its_row() {
    let labels = Labels::load(&profile(), "en").unwrap();
    let (text, option) = labels.check("party-sum.2").unwrap();
    assert_eq!(
        (text.as_str(), option),
        ("A party&#39;s votes are those of its list and candidates together", Some("2"))
    );
    assert!(matches!(labels.check("all-papers"), Some((_, None))));
    assert!(labels.check("nothing").is_none());
}
