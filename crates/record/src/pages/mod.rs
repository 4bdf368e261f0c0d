//! The pages: plain HTML with the numbers in it, one page a contest, region and language, readable without scripts; and one a
//! language that leads to the contests.
//!
//! Guaranteed:
//! - every station of a lowest-level region has its row from the roster on, whether anything is known of it or not;
//! - what isn't known is said in words, never as a zero or a blank: a cell is an [`Entry`](cell::Entry), which has no
//!   empty variant;
//! - *consistent or better* stands above *all standing figures*, each with its number of stations; having figures is never
//!   called complete;
//! - text from outside is escaped: only types that escape what they write are exempt from the templates' own escaping;
//! - links are relative, so that a mirror or a folder on a disk works as the site does;
//! - the bytes follow from the view and the language alone.
//!
//! What writes a number, a word or a sentence is a call and never inlined: a template is one function, and with all of them in it the
//! compiler took many minutes over it.

mod apart;
mod card;
mod cell;
mod changes;
mod details;
mod doubtful;
mod embed;
mod events;
mod explorer;
mod figures;
mod fluent;
mod frame;
mod guide;
mod head;
mod home;
mod keys;
mod labels;
mod map;
mod markup;
mod moment;
mod number;
mod outline;
mod page;
mod parts;
mod progress;
mod questions;
mod search;
mod seats;
mod section;
mod stations;
#[cfg(test)]
mod tests;
mod timeline;
mod whole;

use std::cmp::Ordering;

use askama::Template;
use election::{ContestIx, Election, RegionIx, StationIx};

pub use card::card;
pub(crate) use keys::regions_of_changed_keys;
pub use labels::Labels;
pub use progress::{progress_page, progress_page_path};

use crate::view::{File, RenderError, View};

/// Path of the page that leads to the contests.
pub fn home_path(language: &str) -> String {
    format!("{language}/index.html")
}

/// Path of a region's page: `<language>/<contest>/index.html` for the nation, `<language>/<contest>/<code>/.../<code>.html` with
/// the codes from level 1 down for the others.
pub fn path(election: &Election, language: &str, contest: ContestIx, region: RegionIx) -> String {
    let places = &election.places;
    let mut codes: Vec<&str> = places
        .ancestry(region)
        .map(|ix| places.region(ix))
        .filter(|place| place.level > 0)
        .map(|place| place.code.as_str())
        .collect();
    codes.reverse();
    let mut path = String::with_capacity(48);
    path.push_str(language);
    path.push('/');
    path.push_str(&election.profile.contest_at(contest).id);
    for code in &codes {
        path.push('/');
        path.push_str(code);
    }
    path.push_str(if codes.is_empty() { "/index.html" } else { ".html" });
    path
}

/// Path of the open list of sheets in doubt.
pub fn doubtful_path(election: &Election, language: &str, contest: ContestIx, region: RegionIx) -> String {
    beside(election, language, contest, region, "doubtful.html")
}

/// Path of the page of changes.
pub fn changes_path(election: &Election, language: &str, contest: ContestIx, region: RegionIx) -> String {
    beside(election, language, contest, region, "changes.html")
}

/// Path of the feed of changes.
pub fn feed_path(election: &Election, language: &str, contest: ContestIx, region: RegionIx) -> String {
    beside(election, language, contest, region, "changes.atom")
}

// In the folder of what lies below a region. No region's code is a word in small letters.
fn beside(election: &Election, language: &str, contest: ContestIx, region: RegionIx, name: &str) -> String {
    let own = path(election, language, contest, region);
    let folder = own.strip_suffix("/index.html").or_else(|| own.strip_suffix(".html")).unwrap_or(&own);
    format!("{folder}/{name}")
}

/// Path of a region's page for other sites' frames; see [`is_shared`].
pub fn embed_path(election: &Election, language: &str, contest: ContestIx, region: RegionIx) -> String {
    beside(election, language, contest, region, "embed.html")
}

/// Path of the picture that is shown where a region's page is shared; see [`is_shared`].
pub fn card_path(election: &Election, language: &str, contest: ContestIx, region: RegionIx) -> String {
    beside(election, language, contest, region, "card.png")
}

/// Whether a region has such a picture, and a page for frames: the nation and the two levels below it.
pub fn is_shared(election: &Election, region: RegionIx) -> bool {
    let level = election.places.region(region).level;
    level <= 2 && (level == 0 || level < election.places.last_level())
}

/// Whether a region has a page and a feed of changes: all above those of the stations, whose pages tell each station's history.
pub fn has_changes(election: &Election, region: RegionIx) -> bool {
    let level = election.places.region(region).level;
    level == 0 || level < election.places.last_level()
}

/// A region's page for other sites' frames; see [`is_shared`].
///
/// # Errors
/// As [`region_page`].
pub fn embed_page(
    view: &View<'_>,
    labels: &Labels,
    contest: ContestIx,
    region: RegionIx,
) -> Result<Vec<u8>, RenderError> {
    Ok(embed::Embed::new(view, labels, contest, region)?.render()?.into_bytes())
}

/// The page of a region's changes; see [`has_changes`].
///
/// # Errors
/// As [`region_page`].
pub fn changes_page(
    view: &View<'_>,
    labels: &Labels,
    contest: ContestIx,
    region: RegionIx,
) -> Result<Vec<u8>, RenderError> {
    Ok(changes::ChangesPage::new(view, labels, contest, region)?.render()?.into_bytes())
}

/// The Atom feed of a region's changes; see [`has_changes`].
///
/// # Errors
/// As [`region_page`].
pub fn changes_feed(
    view: &View<'_>,
    labels: &Labels,
    contest: ContestIx,
    region: RegionIx,
) -> Result<Vec<u8>, RenderError> {
    Ok(changes::Feed::new(view, labels, contest, region)?.render()?.into_bytes())
}

/// How many pages the stations of a lowest-level region make; 1 for every other region.
pub fn region_parts(election: &Election, contest: ContestIx, region: RegionIx) -> u16 {
    if election.places.region(region).level < election.places.last_level() {
        return 1;
    }
    parts::parts(election, contest, region, parts::on_a_page(election, contest))
}

/// How many pages the open list of a region's sheets in doubt makes; none where it has none of its own.
pub fn doubtful_parts(election: &Election, contest: ContestIx, region: RegionIx) -> u16 {
    match election.places.region(region).level.cmp(&doubtful::lowest_level(election)) {
        Ordering::Less => 1,
        Ordering::Equal => parts::parts(election, contest, region, parts::ON_A_LIST),
        Ordering::Greater => 0,
    }
}

/// The path of a page of several, counted from 0, given that of the first.
pub fn part_path(first: String, part: u16) -> String {
    parts::part_path(first, part)
}

/// Where a station's figures stand: its region's page, and there what is named by its code.
pub fn station_path(election: &Election, language: &str, contest: ContestIx, station: StationIx) -> String {
    let page = station_page(election, language, contest, station);
    format!("{page}#{}", election.places.station(station).code)
}

fn station_page(election: &Election, language: &str, contest: ContestIx, station: StationIx) -> String {
    let first = path(election, language, contest, election.places.station(station).region);
    parts::part_path(first, parts::part_of(election, contest, station))
}

/// A page of the open list of a region's sheets in doubt; see [`doubtful_parts`].
///
/// # Errors
/// As [`region_page`].
pub fn doubtful_page(
    view: &View<'_>,
    labels: &Labels,
    contest: ContestIx,
    region: RegionIx,
    part: u16,
) -> Result<Vec<u8>, RenderError> {
    Ok(doubtful::Doubtful::new(view, labels, contest, (region, part))?.render()?.into_bytes())
}

/// Path of the page that says where the data is.
pub fn data_path(language: &str) -> String {
    format!("{language}/data.html")
}

/// Path of the page that says how the count is made.
pub fn about_path(language: &str) -> String {
    format!("{language}/about.html")
}

/// Path of the page that says how to check it.
pub fn check_path(language: &str) -> String {
    format!("{language}/check.html")
}

/// A page that explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guide {
    /// The data and its packages.
    Data,
    /// How the count is made.
    About,
    /// How to check it.
    Check,
    /// How to show parts of the pages elsewhere.
    Embeds,
    /// Who else has the publication.
    Mirrors,
    /// The tables asked in SQL.
    Explorer,
}

impl Guide {
    /// Every one.
    pub const ALL: [Guide; 6] =
        [Guide::Data, Guide::About, Guide::Check, Guide::Embeds, Guide::Mirrors, Guide::Explorer];

    /// Its path.
    pub fn path(self, language: &str) -> String {
        match self {
            Guide::Data => data_path(language),
            Guide::About => about_path(language),
            Guide::Check => check_path(language),
            Guide::Embeds => format!("{language}/embeds.html"),
            Guide::Mirrors => format!("{language}/mirrors.html"),
            Guide::Explorer => format!("{language}/explorer.html"),
        }
    }
}

/// A page that explains.
///
/// # Errors
/// [`RenderError::Page`] when the template can't be written.
pub fn guide_page(view: &View<'_>, labels: &Labels, which: Guide) -> Result<Vec<u8>, RenderError> {
    let page = match which {
        Guide::Data => guide::Data::new(view, labels)?.render()?,
        Guide::About => guide::About::new(view, labels)?.render()?,
        Guide::Check => guide::Check::new(view, labels)?.render()?,
        Guide::Embeds => guide::Embeds::new(view, labels)?.render()?,
        Guide::Mirrors => guide::Mirrors::new(view, labels)?.render()?,
        Guide::Explorer => explorer::Explorer::new(view, labels)?.render()?,
    };
    Ok(page.into_bytes())
}

/// Path of the page on which a place is searched.
pub fn search_path(language: &str) -> String {
    format!("{language}/search.html")
}

/// The page on which a place or a station is searched.
///
/// # Errors
/// [`RenderError::Page`] when the template can't be written.
pub fn search_page(view: &View<'_>, labels: &Labels) -> Result<Vec<u8>, RenderError> {
    Ok(search::Search::new(view, labels)?.render()?.into_bytes())
}

pub(crate) use parts::on_a_page;

/// The stations at which a page of the region can begin, beyond the first one.
pub(crate) fn page_starts(election: &Election, region: RegionIx) -> Vec<StationIx> {
    if election.places.region(region).level < election.places.last_level() {
        return Vec::new();
    }
    election.places.stations_in(region).step_by(parts::STEP).skip(1).collect()
}

/// The page that leads to the contests: how far each is, and its figure to quote.
///
/// # Errors
/// [`RenderError::Page`] when the template can't be written.
pub fn home_page(view: &View<'_>, labels: &Labels) -> Result<Vec<u8>, RenderError> {
    Ok(home::Home::new(view, labels)?.render()?.into_bytes())
}

/// A page of a contest in a region, counted from 0; see [`region_parts`].
///
/// # Errors
/// [`RenderError::Missing`] when no station of the region holds the contest, or it has no roster yet; [`RenderError::Page`] when
/// the template can't be written.
pub fn region_page(
    view: &View<'_>,
    labels: &Labels,
    contest: ContestIx,
    region: RegionIx,
    part: u16,
) -> Result<Vec<u8>, RenderError> {
    let page = page::Page::new(view, labels, contest, (region, part))?;
    let mut html = String::with_capacity(48 * 1024);
    page.render_into(&mut html)?;
    Ok(html.into_bytes())
}

/// Files that are the same for every election: the style sheet, the page at the top that leads to the languages, and what the
/// pages of progress need beside it.
pub fn fixed_files() -> Vec<File> {
    vec![
        File {
            path: "assets/style.css".to_owned(),
            bytes: include_bytes!("../../templates/style.css").to_vec(),
        },
        File { path: "index.html".to_owned(), bytes: include_bytes!("../../templates/index.html").to_vec() },
        File {
            path: "assets/progress.css".to_owned(),
            bytes: include_bytes!("../../templates/progress.css").to_vec(),
        },
        File {
            path: "assets/progress.js".to_owned(),
            bytes: include_bytes!("../../templates/progress.js").to_vec(),
        },
        File {
            path: "assets/station.js".to_owned(),
            bytes: include_bytes!("../../templates/station.js").to_vec(),
        },
        File {
            path: "assets/table.js".to_owned(),
            bytes: include_bytes!("../../templates/table.js").to_vec(),
        },
        File {
            path: "assets/search.js".to_owned(),
            bytes: include_bytes!("../../templates/search.js").to_vec(),
        },
        File {
            path: "assets/embed.js".to_owned(),
            bytes: include_bytes!("../../templates/embed.js").to_vec(),
        },
        File {
            path: "assets/services.js".to_owned(),
            bytes: include_bytes!("../../templates/services.js").to_vec(),
        },
        File {
            path: "assets/mirrors.js".to_owned(),
            bytes: include_bytes!("../../templates/mirrors.js").to_vec(),
        },
        File {
            path: "assets/explorer.css".to_owned(),
            bytes: include_bytes!("../../templates/explorer.css").to_vec(),
        },
    ]
}
