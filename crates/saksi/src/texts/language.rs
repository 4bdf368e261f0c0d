//! Which language a person is spoken to in.

use std::ffi::{OsStr, OsString};

/// A language of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Bahasa Indonesia.
    Indonesian,
    /// English.
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::Indonesian, Language::English];

    /// Its tag, as `--language` takes it.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Indonesian => "id",
            Language::English => "en",
        }
    }

    /// The language of a tag.
    pub fn of_tag(tag: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Its texts.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Language::Indonesian => &[
                include_str!("../../texts/id/commands.ftl"),
                include_str!("../../texts/id/dossier.ftl"),
                include_str!("../../texts/id/errors.ftl"),
                include_str!("../../texts/id/help.ftl"),
                include_str!("../../texts/id/status.ftl"),
            ],
            Language::English => &[
                include_str!("../../texts/en/commands.ftl"),
                include_str!("../../texts/en/dossier.ftl"),
                include_str!("../../texts/en/errors.ftl"),
                include_str!("../../texts/en/help.ftl"),
                include_str!("../../texts/en/status.ftl"),
            ],
        }
    }

    /// The language of a run: `--language`, else `SAKSI_LANGUAGE`, else the locale, else English. The arguments are looked
    /// through before they are understood, because their own errors and helps are said in it too.
    pub fn of_run(arguments: &[OsString], variable: &dyn Fn(&str) -> Option<String>) -> Language {
        asked(arguments)
            .or_else(|| variable("SAKSI_LANGUAGE").as_deref().and_then(Language::of_tag))
            .unwrap_or_else(|| of_locale(variable))
    }
}

fn asked(arguments: &[OsString]) -> Option<Language> {
    let mut words = arguments.iter().map(OsString::as_os_str).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let tag = if word == "--language" {
            words.next().and_then(OsStr::to_str)
        } else {
            word.to_str().and_then(|word| word.strip_prefix("--language="))
        };
        if let Some(tag) = tag {
            return Language::of_tag(tag);
        }
    }
    None
}

/// POSIX: the first that is set and not empty decides.
fn of_locale(variable: &dyn Fn(&str) -> Option<String>) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()))
        .unwrap_or_default();
    let tag = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
    if tag == "id" { Language::Indonesian } else { Language::English }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(arguments: &[&str], variables: &[(&str, &str)]) -> Language {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        Language::of_run(&arguments, &|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_option_goes_before_the_variable_and_that_before_the_locale() {
        use Language::{English, Indonesian};
        assert_eq!(chosen(&[], &[]), English);
        assert_eq!(chosen(&[], &[("LANG", "id_ID.UTF-8")]), Indonesian);
        assert_eq!(chosen(&[], &[("LANG", "id_ID.UTF-8"), ("LC_ALL", "C")]), English);
        assert_eq!(chosen(&[], &[("LANG", "id_ID.UTF-8"), ("LC_ALL", "")]), Indonesian);
        assert_eq!(chosen(&[], &[("LANG", "idx")]), English);
        assert_eq!(chosen(&[], &[("LANG", "id_ID"), ("SAKSI_LANGUAGE", "en")]), English);
        assert_eq!(chosen(&["status", "--language", "id"], &[("SAKSI_LANGUAGE", "en")]), Indonesian);
        assert_eq!(chosen(&["--language=id", "status"], &[]), Indonesian);
        assert_eq!(chosen(&["show", "--", "--language", "id"], &[]), English);
    }
}
