//! Whose sheet was photographed: by the codes on its pages, or by who sent them.

use std::path::Path;

use reader::layout::Layout;
use reader::station::StationRead;

use super::read::Photo;
use crate::error::Failure;

/// The station of a sheet, and who says so.
pub struct Whose {
    /// Its code.
    pub station: Option<String>,
    /// `qr` where a page's code says it, `typed` where only the command line does.
    pub source: Option<&'static str>,
}

/// Pages of two stations, or of another than was said, are never taken together: that is an error, not a reading.
pub fn whose(layouts: &[Layout], pages: &[Photo], typed: Option<&str>) -> Result<Whose, Failure> {
    let mut first: Option<(&Path, &str)> = None;
    for photo in pages {
        let Some(code) = photo.read.station.code() else { continue };
        let found = &photo.read.found;
        let form = layouts.get(found.layout).map_or("", Layout::name);
        if (code.form.as_str(), code.page) != (form, found.page) {
            return Err(Failure::OtherPage {
                path: photo.path.clone(),
                code: (code.form.clone(), code.page),
                tag: (form.to_owned(), found.page),
            });
        }
        if let Some(typed) = typed.filter(|typed| *typed != code.station) {
            return Err(Failure::OtherStation {
                path: photo.path.clone(),
                station: code.station.clone(),
                given: typed.to_owned(),
            });
        }
        match first {
            Some((path, station)) if station != code.station => {
                return Err(Failure::MixedStations {
                    one: (path.to_owned(), station.to_owned()),
                    other: (photo.path.clone(), code.station.clone()),
                });
            }
            Some(_) => {}
            None => first = Some((&photo.path, &code.station)),
        }
    }
    Ok(match (first, typed) {
        (Some((_, station)), _) => Whose { station: Some(station.to_owned()), source: Some("qr") },
        (None, Some(typed)) => Whose { station: Some(typed.to_owned()), source: Some("typed") },
        (None, None) => Whose { station: None, source: None },
    })
}

/// What was seen of a page's code, in one word.
pub fn name(read: &StationRead) -> &'static str {
    match read {
        StationRead::Missing => "none",
        StationRead::Damaged => "damaged",
        StationRead::Read(_) => "read",
    }
}
