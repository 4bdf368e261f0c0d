//! A first look: which page is in a picture and where, and nothing of what is written on it.

use super::gate;
use super::page::NotRead;
use crate::gray::Gray;
use crate::layout::Layout;
use crate::page::{Found, NotFound, find};

/// What a first look shows.
#[derive(Clone, Debug)]
pub struct Look {
    /// Where the page is.
    pub found: Found,
    /// Whether every number on it is within the picture; where nobody knows what stands on it, all four corners.
    pub whole: bool,
}

/// Looks for a page of one of `layouts`. That one is found says nothing of whether it can be read: a camera's frame
/// is smaller than its photo, and the photo is judged when it is read.
pub fn look(picture: &Gray, layouts: &[Layout]) -> Result<Look, NotRead> {
    let found = find(picture, layouts)?;
    let layout = layouts.get(found.layout).ok_or(NotFound::NoFrame)?;
    let page = layout.page(found.page).ok_or(NotFound::NoFrame)?;
    // Of an outline only the corners are known, and every number lies between them.
    let whole = if page.numbers.is_empty() {
        found.corners.iter().all(|corner| picture.holds(*corner))
    } else {
        gate::whole(picture, &found.perspective, page).is_ok()
    };
    Ok(Look { found, whole })
}
