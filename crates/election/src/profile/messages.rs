//! The profile's texts for people. They lie in Fluent files; here only whole one-line messages are looked up,
//! which is what the rows of a profile have.

use std::collections::BTreeSet;

use super::{ContestKind, Profile, field_names, label_key};

impl Profile {
    /// The text of a message in a language, if the profile has it.
    pub fn message(&self, language: &str, key: &str) -> Option<&str> {
        self.messages.get(language)?.lines().find_map(|line| {
            let text = line.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim();
            (!text.is_empty()).then_some(text)
        })
    }

    /// The keys of every message that rows of the profile name.
    pub fn message_keys(&self) -> BTreeSet<String> {
        let mut keys: BTreeSet<String> = BTreeSet::new();
        keys.extend(self.levels.iter().map(|row| row.name_key.clone()));
        keys.extend(self.contests.iter().map(|row| row.name_key.clone()));
        keys.extend(self.roles.iter().map(|row| row.name_key.clone()));
        keys.extend(self.stages.iter().map(|row| row.name_key.clone()));
        keys.extend(self.runs.iter().map(|row| row.name_key.clone()));
        keys.extend(self.sources.iter().map(|row| row.name_key.clone()));
        keys.extend(self.reasons.iter().map(|row| row.explain_key.clone()));
        keys.extend(self.station_list_versions.iter().map(|row| row.explain_key.clone()));
        keys.extend(self.exceptions.iter().map(|row| row.explain_key.clone()));
        keys.extend(self.checks.iter().map(|row| row.message_key.clone()));
        keys.extend(self.templates.iter().map(|row| row.name_key.clone()));
        let rows = self.templates.iter().flat_map(|template| &template.rows);
        keys.extend(rows.flat_map(field_names).map(|name| label_key(&name)));
        keys.insert("field-votes".to_owned());
        if self.contests.iter().any(|contest| contest.kind == ContestKind::Parties) {
            keys.extend(["field-votes-list", "field-votes-candidate"].map(str::to_owned));
        }
        keys
    }
}
