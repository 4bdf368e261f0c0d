//! Texts of the data packages in one language, and names of the profile beside them.

use election::{Column as FormColumn, Contest, ContestIx, ContestKind, Election, Profile};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::view::RenderError;

/// The languages that packages can be described in.
const LANGUAGES: [(&str, &str); 2] = [
    ("id", include_str!("../../texts/packages.id.ftl")),
    ("en", include_str!("../../texts/packages.en.ftl")),
];

/// Texts of one language.
pub(super) struct Words {
    pub language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The texts in each language of the profile, in its order.
    pub(super) fn of(profile: &Profile) -> Result<Vec<Words>, RenderError> {
        let known =
            profile.languages.iter().filter_map(|tag| LANGUAGES.iter().find(|(known, _)| known == tag));
        known.map(|(language, text)| Words::load(language, text)).collect()
    }

    fn load(language: &'static str, text: &str) -> Result<Words, RenderError> {
        let id: LanguageIdentifier =
            language.parse().map_err(|_| problem(language, "", "is no language tag"))?;
        let mut bundle = FluentBundle::new(vec![id]);
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(text.to_owned())
            .map_err(|(_, errors)| problem(language, "", &format!("cannot be read: {errors:?}")))?;
        bundle.add_resource(resource).map_err(|errors| problem(language, "", &format!("{errors:?}")))?;
        Ok(Words { language, bundle })
    }

    /// Whether there is a message of this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A message, its places filled.
    pub(super) fn text(&self, key: &str, places: &[(&'static str, &str)]) -> Result<String, RenderError> {
        let message = self.bundle.get_message(key).and_then(|message| message.value());
        let pattern = message.ok_or_else(|| problem(self.language, key, "is missing"))?;
        let mut args = FluentArgs::new();
        for (place, text) in places {
            args.set(*place, *text);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        match errors.first() {
            Some(error) => Err(problem(self.language, key, &error.to_string())),
            None => Ok(text.into_owned()),
        }
    }

    /// What the profile calls something; its key where it has no name.
    pub(super) fn name(&self, profile: &Profile, key: &str) -> String {
        profile.message(self.language, key).unwrap_or(key).to_owned()
    }

    /// What the profile calls a column of a contest: a field, or the votes of an option.
    pub(super) fn field(&self, election: &Election, contest: ContestIx, column: &FormColumn) -> String {
        let rules = election.profile.contest_at(contest);
        let label = self.name(&election.profile, &column.label_key);
        match column.option.as_deref().map(|option| (option, option_name(election, contest, rules, option))) {
            None => label,
            Some((option, None)) => format!("{label}: {option}"),
            Some((option, Some(name))) => format!("{label}: {option} {name}"),
        }
    }
}

/// The name of an option that is the same everywhere.
fn option_name<'e>(
    election: &'e Election,
    contest: ContestIx,
    rules: &Contest,
    key: &str,
) -> Option<&'e str> {
    match rules.kind {
        ContestKind::PerConstituency => None,
        ContestKind::Candidates | ContestKind::Parties => {
            let forms = election.forms_in(contest, election.places.nation());
            let mut options = forms.into_iter().flat_map(|form| &election.form_by_ix(form).options);
            options.find(|option| option.key.as_str() == key).map(|option| option.name.as_str())
        }
    }
}

fn problem(language: &str, key: &str, what: &str) -> RenderError {
    RenderError::Text { language: language.to_owned(), key: key.to_owned(), what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_the_same_texts() {
        let [first, others @ ..] = LANGUAGES.map(|(_, text)| {
            let keys =
                text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" ="));
            keys.map(|(key, _)| key).collect::<BTreeSet<_>>()
        });
        for other in others {
            assert_eq!(first, other);
        }
    }
}
