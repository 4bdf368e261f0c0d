//! Whose sheet a page says it is, by its station code: one rule for whatever reads pages together.

use super::page::PageRead;
use crate::station::StationCode;

/// A page whose code belongs on another.
pub(super) enum Elsewhere<'p> {
    /// On another page, or another form's.
    Page(&'p StationCode),
    /// On this page of another station's sheet.
    Station(&'p StationCode),
}

/// A page's code, if it has a legible one. It must name the page and the layout that the page was found to be, and `station`
/// where one is said: pages of two sheets are never taken together.
pub(super) fn own_code<'p>(
    page: &'p PageRead,
    layout: &str,
    station: Option<&str>,
) -> Result<Option<&'p StationCode>, Elsewhere<'p>> {
    let Some(code) = page.station.code() else { return Ok(None) };
    if (code.form.as_str(), code.page) != (layout, page.found.page) {
        return Err(Elsewhere::Page(code));
    }
    if station.is_some_and(|station| station != code.station) {
        return Err(Elsewhere::Station(code));
    }
    Ok(Some(code))
}
