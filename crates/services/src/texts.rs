//! What the public reads here, in Indonesian and English. Every sentence lies in `texts/<language>.ftl`; code and pages name it by its key.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

/// Languages, the first where nobody asks for another.
pub const LANGUAGES: [&str; 2] = ["id", "en"];

/// The texts of one language.
pub struct Texts {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    fn new(language: &'static str, text: &str) -> Texts {
        let mut bundle = FluentBundle::new_concurrent(vec![language.parse().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        // What can't be parsed is left out; the tests allow nothing of that.
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _ = bundle.add_resource(resource);
        Texts { language, bundle }
    }

    /// Its tag.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// A text without places to fill.
    pub fn say(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A text whose place `about` is filled.
    pub fn about(&self, key: &str, about: &str) -> String {
        self.fill(key, &[("about", about)])
    }

    /// A text with its places filled; its key where it lacks, which the tests would see.
    pub fn fill(&self, key: &str, places: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, value) in places {
            args.set(*name, *value);
        }
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

/// All languages.
pub struct AllTexts([Texts; 2]);

impl AllTexts {
    /// Reads them.
    pub fn new() -> AllTexts {
        AllTexts([
            Texts::new("id", include_str!("../texts/id.ftl")),
            Texts::new("en", include_str!("../texts/en.ftl")),
        ])
    }

    /// Those of a language; of the first where there are none.
    pub fn of(&self, language: &str) -> &Texts {
        let [first, second] = &self.0;
        if language == second.language { second } else { first }
    }

    /// Those a browser asks for: by name, or else by its list of languages.
    pub fn asked(&self, named: Option<&str>, accepted: &str) -> &Texts {
        let named = named.filter(|name| LANGUAGES.contains(name));
        let listed = accepted.split(',').filter_map(|one| one.trim().get(..2));
        let found = named.or_else(|| listed.into_iter().find(|tag| LANGUAGES.contains(tag)));
        self.of(found.unwrap_or("id"))
    }
}

impl Default for AllTexts {
    fn default() -> AllTexts {
        AllTexts::new()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn keys(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        FluentResource::try_new(text.to_owned()).expect("the file can be read");
        let mut found = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (key, words) = line.split_once(" = ").unwrap_or_else(|| panic!("one message a line: {line}"));
            let places = words.split("{$").skip(1).filter_map(|rest| rest.split('}').next());
            let places = places.map(str::to_owned).collect();
            assert!(found.insert(key.to_owned(), places).is_none(), "{key} is there twice");
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_places() {
        assert_eq!(keys(include_str!("../texts/id.ftl")), keys(include_str!("../texts/en.ftl")));
    }

    #[test]
    fn no_text_is_missing_and_none_is_there_for_nothing() {
        let mut sources = String::new();
        let mut folders = vec!["src".into(), "templates".into()];
        while let Some(folder) = folders.pop() {
            let folder: std::path::PathBuf = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    sources.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let there = keys(include_str!("../texts/en.ftl"));
        for key in there.keys() {
            let by_family = key.starts_with("kind-") || key.starts_with("what-");
            assert!(by_family || sources.contains(&format!("\"{key}\"")), "nothing says {key}");
        }
        for call in ["say(\"", "about(\"", "fill(\""] {
            for key in sources.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(there.contains_key(key) || key.contains('{') || key.is_empty(), "{key} is missing");
            }
        }
        for kind in crate::reports::Kind::ALL {
            assert!(there.contains_key(&format!("kind-{}", kind.text())));
        }
        for what in crate::receivers::What::ALL {
            assert!(there.contains_key(&format!("what-{}", what.text())));
        }
    }

    #[test]
    fn a_browser_is_answered_in_its_language() {
        let texts = AllTexts::new();
        for (named, accepted, language) in [
            (None, "", "id"),
            (None, "en-GB,en;q=0.9", "en"),
            (None, "de, en;q=0.5", "en"),
            (Some("id"), "en", "id"),
            (Some("xx"), "en", "en"),
            (None, "é", "id"),
        ] {
            assert_eq!(texts.asked(named, accepted).language(), language);
        }
    }
}
