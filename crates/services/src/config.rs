//! `services.toml`: what whoever runs the services says.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::ServicesError;
use crate::files::write_whole;

/// File name.
pub const FILE: &str = "services.toml";

/// What it says. Unknown names are refused: a misspelled limit would be none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where people reach these services: `https://services.example`, without a slash at the end.
    pub base_url: String,
    /// Where people reach the publication: `https://results.example`.
    pub public_url: String,
    /// Minutes east of Greenwich of the times on pages: 420.
    pub utc_offset_minutes: i16,
    /// What is taken in at most, and how long it is kept.
    #[serde(default)]
    pub limits: Limits,
}

/// What is taken in at most, and how long it is kept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Reports and subscriptions an address may send at once.
    pub at_once: u32,
    /// Seconds until it may send one more.
    pub every_seconds: u32,
    /// Reports a day from everybody.
    pub reports_a_day: u32,
    /// Photos that wait for an answer take this many MiB at most.
    pub photos_mib: u32,
    /// Days after its answer that a report's contact and photo are kept.
    pub keep_days: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { at_once: 20, every_seconds: 30, reports_a_day: 50_000, photos_mib: 20_000, keep_days: 90 }
    }
}

impl Config {
    /// A new folder's, with what must be filled in.
    pub fn example() -> Config {
        Config {
            base_url: "http://127.0.0.1:8092".to_owned(),
            public_url: "http://127.0.0.1:8080".to_owned(),
            utc_offset_minutes: 420,
            limits: Limits::default(),
        }
    }

    /// Reads a folder's.
    pub fn open(folder: &Path) -> Result<Config, ServicesError> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).map_err(ServicesError::file("reading", &path))?;
        let wrong = |what: String| ServicesError::Config { path: path.clone(), what };
        let config: Config = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        config.checked().map_err(wrong)
    }

    /// Writes a folder's.
    pub fn write(&self, folder: &Path) -> Result<(), ServicesError> {
        let path = folder.join(FILE);
        let text = toml::to_string(self)
            .map_err(|error| ServicesError::Config { path: path.clone(), what: error.to_string() })?;
        write_whole(&path, text.as_bytes(), 0o600)
    }

    fn checked(self) -> Result<Config, String> {
        for (name, url) in [("base_url", &self.base_url), ("public_url", &self.public_url)] {
            let plain =
                url.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"'));
            let scheme = url.starts_with("https://") || url.starts_with("http://");
            if !scheme || !plain || url.ends_with('/') {
                return Err(format!("{name} is {url:?}: expected https://HOST, without a slash at the end"));
            }
        }
        if !(-1_439..=1_439).contains(&self.utc_offset_minutes) {
            return Err("utc_offset_minutes is -1439 to 1439".to_owned());
        }
        if self.limits.at_once == 0 {
            return Err("limits: at_once 0 would let nobody in".to_owned());
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        toml::from_str::<Config>(text).map_err(|error| error.to_string())?.checked()
    }

    #[test]
    fn what_init_writes_can_be_read_again() {
        let text = toml::to_string(&Config::example()).unwrap();
        assert_eq!(read(&text).unwrap().limits.reports_a_day, 50_000);
    }

    #[test]
    fn a_word_that_means_nothing_and_a_limit_that_lets_nobody_in_are_refused() {
        let head = "base_url = \"https://s.example\"\npublic_url = \"https://r.example\"\nutc_offset_minutes = 420\n";
        assert!(read(head).is_ok());
        for wrong in [
            format!("{head}limit = 3"),
            format!("{head}[limits]\nat_onec = 3"),
            format!("{head}[limits]\nat_once = 0"),
            head.replace("420", "1440"),
            head.replace("s.example", "s.example/"),
            head.replace("https://r", "ftp://r"),
            head.replace("s.example", "s.example\\\">"),
        ] {
            assert!(read(&wrong).is_err(), "{wrong}");
        }
    }
}
