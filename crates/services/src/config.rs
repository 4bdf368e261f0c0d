//! `services.toml`: what whoever runs the services says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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
    /// At which hour here the day's deliveries are made: `06:00`. None: only when somebody has them sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_at: Option<String>,
    /// What is taken in at most, and how long it is kept.
    #[serde(default)]
    pub limits: Limits,
    /// The mail server. None: nobody subscribes by mail here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<Mail>,
    /// What webhooks may reach.
    #[serde(default)]
    pub webhooks: Webhooks,
    /// Receivers' buckets, by the names that they have here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub buckets: BTreeMap<String, Bucket>,
}

/// A receiver's bucket.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    /// `s3://BUCKET` or `s3://BUCKET/PREFIX`.
    pub address: String,
    /// Id of the key that may put objects there.
    pub key_id: String,
    /// File that its secret stands in; a relative one lies in the services' folder.
    pub secret_file: PathBuf,
    /// AWS's region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// `https://HOST` of another server than AWS's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
}

/// The mail server that takes letters from here.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Its name.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the line to it is encrypted.
    pub security: Security,
    /// Whom letters are from: `Data pemilu <data@example.org>`.
    pub from: String,
    /// Name to log in with. None: the server asks for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// File that the password stands in; a relative one lies in the services' folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// Megabytes (10^6 bytes) of tables that a letter carries at most; what is beyond is linked.
    #[serde(default = "ten")]
    pub attach_mb: u32,
}

fn ten() -> u32 {
    10
}

/// How the line to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// From the first byte on: port 465.
    Tls,
    /// By STARTTLS, and not at all where the server has none: port 587.
    Starttls,
    /// Not: only for a server on this machine.
    None,
}

/// What webhooks may reach.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Webhooks {
    /// Also addresses of this machine and of private networks, and plain HTTP.
    pub allow_private: bool,
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
    /// Days that is kept what need not be kept for ever: a report's contact and photo after its answer, the address of a
    /// subscription after its end, copies of tables after their day.
    pub keep_days: u32,
    /// Letters a day that ask for confirmation, to everybody.
    pub letters_a_day: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            at_once: 20,
            every_seconds: 30,
            reports_a_day: 50_000,
            photos_mib: 20_000,
            keep_days: 90,
            letters_a_day: 5_000,
        }
    }
}

impl Config {
    /// A new folder's, with what must be filled in.
    pub fn example() -> Config {
        Config {
            base_url: "http://127.0.0.1:8092".to_owned(),
            public_url: "http://127.0.0.1:8080".to_owned(),
            utc_offset_minutes: 420,
            send_at: None,
            limits: Limits::default(),
            mail: None,
            webhooks: Webhooks::default(),
            buckets: BTreeMap::new(),
        }
    }

    /// Minutes after midnight at which the day's deliveries are made.
    pub fn send_minute(&self) -> Option<i64> {
        self.send_at.as_deref().and_then(minute)
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
        if self.send_at.as_deref().is_some_and(|text| minute(text).is_none()) {
            return Err("send_at is an hour and minute: \"06:00\"".to_owned());
        }
        self.mail.as_ref().map_or(Ok(()), Mail::checked)?;
        Ok(self)
    }
}

/// Minutes after midnight of `06:00`.
fn minute(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str, most: i64| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| digits && *number < most)
    };
    Some(number(hour, 24)?.saturating_mul(60).saturating_add(number(minute, 60)?))
}

impl Mail {
    fn checked(&self) -> Result<(), String> {
        if self.from.parse::<lettre::message::Mailbox>().is_err() {
            return Err(format!("mail: from is {:?}: expected NAME <ADDRESS>", self.from));
        }
        let here = matches!(self.server.as_str(), "localhost" | "127.0.0.1" | "::1");
        if self.security == Security::None && !here {
            return Err("mail: security \"none\" is for a server on this machine alone".to_owned());
        }
        if self.user.is_some() != self.password_file.is_some() {
            return Err("mail: user and password_file go together".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        toml::from_str::<Config>(text).map_err(|error| error.to_string())?.checked()
    }

    const MAIL: &str =
        "[mail]\nserver = \"127.0.0.1\"\nport = 25\nsecurity = \"none\"\nfrom = \"Data <a@b.org>\"\n";

    #[test]
    fn an_hour_is_minutes_after_midnight() {
        assert_eq!(["00:00", "06:30", "23:59"].map(minute), [Some(0), Some(390), Some(1_439)]);
        assert_eq!(["", "6:00", "06", "+6:00", "24:00", "06:60", "06:00:00"].map(minute), [None; 7]);
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
        assert!(read(&format!("{head}send_at = \"06:00\"\n{MAIL}")).is_ok());
        for wrong in [
            format!("{head}limit = 3"),
            format!("{head}[limits]\nat_onec = 3"),
            format!("{head}[limits]\nat_once = 0"),
            head.replace("420", "1440"),
            format!("{head}send_at = \"6\""),
            format!("{head}send_at = \"24:00\""),
            format!("{head}{MAIL}").replace("127.0.0.1", "mail.example"),
            format!("{head}{MAIL}").replace("a@b.org", "a@b.org\\r\\nBcc: c@d.org"),
            format!("{head}{MAIL}user = \"x\""),
            head.replace("s.example", "s.example/"),
            head.replace("https://r", "ftp://r"),
            head.replace("s.example", "s.example\\\">"),
        ] {
            assert!(read(&wrong).is_err(), "{wrong}");
        }
    }
}
