//! A profile as one blob: its files by path, in one JSON object with sorted keys, so that the law can lie in a
//! ledger and equal profiles have equal bytes.

use std::collections::BTreeMap;

use super::ProfileError;

/// The files of a profile, text by path (`profile.toml`, `checks.toml`, `forms/....toml`, ...).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileBundle {
    /// Text by path; paths use `/` and are relative to the profile's folder.
    pub files: BTreeMap<String, String>,
}

impl ProfileBundle {
    /// Reads the JSON object of [`ProfileBundle::to_json`].
    pub fn from_json(bytes: &[u8]) -> Result<Self, ProfileError> {
        let files = serde_json::from_slice(bytes)
            .map_err(|error| ProfileError::Bundle { reason: error.to_string() })?;
        Ok(Self { files })
    }

    /// One JSON object, path to text, keys in byte order, no white space.
    pub fn to_json(&self) -> String {
        let object: serde_json::Map<String, serde_json::Value> = self
            .files
            .iter()
            .map(|(path, text)| (path.clone(), serde_json::Value::String(text.clone())))
            .collect();
        serde_json::Value::Object(object).to_string()
    }

    /// The text of one file; its absence is an error that names it.
    pub fn file(&self, path: &str) -> Result<&str, ProfileError> {
        self.files
            .get(path)
            .map(String::as_str)
            .ok_or_else(|| ProfileError::MissingFile { path: path.to_owned() })
    }
}
