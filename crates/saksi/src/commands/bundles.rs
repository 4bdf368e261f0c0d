//! When bundles are due: of each cut that has none, and once a day.

use publish::{Publisher, Source};

use super::init::moment;
use crate::error::Failure;
use crate::folder::Folder;
use crate::session::{Session, now_ms};
use crate::texts::say;

/// The day whose bundle is to be made now; none: it isn't time yet, it is there, or no day is to have one.
pub fn due(folder: &Folder, session: &Session, publisher: &Publisher) -> Result<Option<String>, Failure> {
    let Some(at) = &folder.config.bundle_at else { return Ok(None) };
    if !is_time_of_day(at) {
        let what = say!("config-bundle-at", time = at);
        return Err(Failure::Config { path: folder.config_path(), what });
    }
    let now = moment(now_ms(), &session.replay.election().profile)?;
    let local = now.local_text();
    let (date, time) = (local.get(..10).unwrap_or_default(), local.get(11..16).unwrap_or_default());
    // Both are `HH:MM`, whose order is that of time.
    if time < at.as_str() || publisher.has_bundle_of(date)? {
        return Ok(None);
    }
    Ok(Some(date.to_owned()))
}

/// Makes what is due; the paths of what was made.
pub fn make(session: &Session, publisher: &Publisher, day: Option<&str>) -> Result<Vec<String>, Failure> {
    let definition = &session.replay.definition;
    let profile = &session.replay.election().profile;
    let time = |ms| moment(ms, profile).map_or_else(|_| String::new(), |moment| moment.to_string());
    let source = Source { origin: &session.head.checkpoint.origin, election: &definition.name, time: &time };
    Ok(publisher.bundle(source, day)?)
}

/// Whether a text is `HH:MM`.
fn is_time_of_day(text: &str) -> bool {
    let number = |text: &str, below: u8| {
        let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        plain && text.parse::<u8>().is_ok_and(|number| number < below)
    };
    text.split_once(':').is_some_and(|(hours, minutes)| number(hours, 24) && number(minutes, 60))
}

#[cfg(test)]
mod tests {
    use super::is_time_of_day;

    #[test]
    fn a_time_of_day_has_one_spelling() {
        assert!(is_time_of_day("18:00") && is_time_of_day("00:00") && is_time_of_day("23:59"));
        for wrong in ["24:00", "18", "18:60", "6:00", "+6:00", "18:00:00", " 18:00", ""] {
            assert!(!is_time_of_day(wrong), "{wrong}");
        }
    }
}
