//! Photos of one sheet, read together: whose it is, which form, which photo of each page, and every number.

use election::{ContestIx, Form, Profile, ProfileError};

use super::judgement::Judgement;
use super::page::{NumberRead, PageRead};
use super::sheet::{SheetRead, read_sheet};
use super::whose::{Elsewhere, own_code};
use crate::layout::Layout;
use crate::page::Footing;

/// A sheet read from photos of its pages.
#[derive(Clone, Debug)]
pub struct Together {
    /// The form whose pages these are.
    pub form: Form,
    /// Its station.
    pub whose: Whose,
    /// Which photos were taken: of each page the clearest, by their places in the list.
    pub taken: Vec<usize>,
    /// The form's pages of which there is no photo.
    pub missing: Vec<u8>,
    /// Its numbers. Of a single photo only those that stand on it.
    pub sheet: SheetRead,
}

/// The station of a sheet, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Its code.
    pub station: Option<String>,
    /// `qr` where a page's code says it, `typed` where only the caller does.
    pub source: Option<&'static str>,
}

/// Why photos are not read together. They are named by their places in the list.
#[derive(Debug, thiserror::Error)]
pub enum Apart {
    /// There is none.
    #[error("no photo was given")]
    None,
    /// Photos of two forms.
    #[error("photo {} shows form {}, photo {} form {}: send one sheet at a time", .one.0 + 1, .one.1, .other.0 + 1, .other.1)]
    Forms {
        /// A photo and its form.
        one: (usize, String),
        /// Another and its form.
        other: (usize, String),
    },
    /// A page whose code belongs on another.
    #[error("photo {} is page {} of {} by its tag, page {} of {} by its station code", .photo + 1, .tag.1, .tag.0, .code.1, .code.0)]
    Page {
        /// The photo.
        photo: usize,
        /// Form and page by its code.
        code: (String, u8),
        /// Form and page by its tag.
        tag: (String, u8),
    },
    /// A page of another station than was said.
    #[error("photo {} is of station {station}, not of {given}", .photo + 1)]
    Station {
        /// The photo.
        photo: usize,
        /// The station its code names.
        station: String,
        /// The station that was said.
        given: String,
    },
    /// Pages of two stations.
    #[error("photo {} is of station {}, photo {} of {}: send one sheet at a time", .one.0 + 1, .one.1, .other.0 + 1, .other.1)]
    Stations {
        /// A photo and the station its code names.
        one: (usize, String),
        /// Another and its station.
        other: (usize, String),
    },
    /// No contest of the profile has this form.
    #[error(
        "there is a layout of the form {form}, but no contest of this election has that form; there are: {known}"
    )]
    NoForm {
        /// The form.
        form: String,
        /// Those that contests have.
        known: String,
    },
    /// The profile's own fault.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

impl Apart {
    /// The reason in one word, by which an interface finds its own text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::None => "no-photo",
            Self::Forms { .. } => "two-forms",
            Self::Page { .. } => "tag-and-code",
            Self::Station { .. } => "other-station",
            Self::Stations { .. } => "two-stations",
            Self::NoForm { .. } | Self::Profile(_) => "no-form",
        }
    }
}

/// Reads photos of pages of `form` as one sheet. `typed` is the station that the sender says.
pub fn together(
    form: Form,
    layouts: &[Layout],
    pages: &[&PageRead],
    typed: Option<&str>,
    judgement: &Judgement,
) -> Result<Together, Apart> {
    layout_of(layouts, pages)?;
    let whose = whose(layouts, pages, typed)?;
    let taken = clearest(pages);
    let numbers: Vec<&NumberRead> =
        taken.iter().filter_map(|at| pages.get(*at)).flat_map(|page| &page.numbers).collect();
    let mut sheet = read_sheet(&form, &numbers, &judgement.slips, &judgement.priors, &judgement.policy);
    // A single page is read for what is on it.
    sheet.fields.retain(|field| pages.len() > 1 || numbers.iter().any(|number| number.name == field.name));
    let missing = missing(layouts, pages, &taken);
    Ok(Together { form, whose, taken, missing, sheet })
}

/// The position of the layout that all these pages are of.
pub fn layout_of(layouts: &[Layout], pages: &[&PageRead]) -> Result<usize, Apart> {
    let name = |at: usize| layouts.get(at).map_or("", Layout::name).to_owned();
    let mut first: Option<(usize, usize)> = None;
    for (photo, page) in pages.iter().enumerate() {
        let at = page.found.layout;
        match first {
            Some((one, other)) if other != at => {
                return Err(Apart::Forms { one: (one, name(other)), other: (photo, name(at)) });
            }
            Some(_) => {}
            None => first = Some((photo, at)),
        }
    }
    first.map(|(_, at)| at).ok_or(Apart::None)
}

/// The contest whose stations fill in the form of this id, that of its template in the profile. It is known of forms, too, that
/// are nothing without their list of candidates.
pub fn contest_in(profile: &Profile, id: &str) -> Result<ContestIx, Apart> {
    let level = profile.station_level();
    let templates = profile.contests().flat_map(|(ix, contest)| {
        let template = move |overseas| profile.template(&contest.id, level, overseas);
        [false, true].into_iter().filter_map(template).map(move |template| (ix, template.id.as_str()))
    });
    let mut known: Vec<&str> = Vec::new();
    for (ix, template) in templates {
        if template == id {
            return Ok(ix);
        }
        if !known.contains(&template) {
            known.push(template);
        }
    }
    Err(Apart::NoForm { form: id.to_owned(), known: known.join(", ") })
}

/// The form of this id in a profile, without candidates.
pub fn form_in(profile: &Profile, id: &str) -> Result<Form, Apart> {
    let mut known: Vec<String> = Vec::new();
    for (contest, _) in profile.contests() {
        for overseas in [false, true] {
            let form = match profile.station_form(contest, overseas) {
                Ok(Some(form)) => form,
                // A form that is nothing without its list of candidates; it matters if it is the one.
                Err(fault) if fault.to_string().contains(id) => return Err(fault.into()),
                Ok(None) | Err(_) => continue,
            };
            if form.id.as_str() == id {
                return Ok(form);
            }
            if !known.iter().any(|other| *other == *form.id) {
                known.push(form.id.to_string());
            }
        }
    }
    Err(Apart::NoForm { form: id.to_owned(), known: known.join(", ") })
}

/// Pages of two stations, or of another than was said, are never taken together: that is an error, not a reading.
fn whose(layouts: &[Layout], pages: &[&PageRead], typed: Option<&str>) -> Result<Whose, Apart> {
    let mut first: Option<(usize, &str)> = None;
    for (photo, page) in pages.iter().enumerate() {
        let form = layouts.get(page.found.layout).map_or("", Layout::name);
        let code = own_code(page, form, typed).map_err(|elsewhere| match elsewhere {
            Elsewhere::Page(code) => Apart::Page {
                photo,
                code: (code.form.clone(), code.page),
                tag: (form.to_owned(), page.found.page),
            },
            Elsewhere::Station(code) => Apart::Station {
                photo,
                station: code.station.clone(),
                given: typed.unwrap_or_default().to_owned(),
            },
        })?;
        let Some(code) = code else { continue };
        match first {
            Some((one, station)) if station != code.station => {
                return Err(Apart::Stations {
                    one: (one, station.to_owned()),
                    other: (photo, code.station.clone()),
                });
            }
            Some(_) => {}
            None => first = Some((photo, &code.station)),
        }
    }
    Ok(match (first, typed) {
        (Some((_, station)), _) => Whose { station: Some(station.to_owned()), source: Some("qr") },
        (None, Some(typed)) => Whose { station: Some(typed.to_owned()), source: Some("typed") },
        (None, None) => Whose { station: None, source: None },
    })
}

/// The form's pages of which there is no photo.
fn missing(layouts: &[Layout], pages: &[&PageRead], taken: &[usize]) -> Vec<u8> {
    let seen: Vec<&PageRead> = taken.iter().filter_map(|at| pages.get(*at).copied()).collect();
    let layout = seen.first().and_then(|page| layouts.get(page.found.layout));
    let pages = layout.into_iter().flat_map(|layout| &layout.pages).map(|page| page.page);
    pages.filter(|page| !seen.iter().any(|seen| seen.found.page == *page)).collect()
}

/// Whether a photo of a page is taken rather than another of the same page: one that was found surely before one that wasn't,
/// of those the clearer.
pub(super) fn clearer(page: &PageRead, than: &PageRead) -> bool {
    let clearness =
        |page: &PageRead| (page.footing() == Footing::Firm, page.quality.seen, page.quality.scale);
    clearness(page) > clearness(than)
}

/// Of several photos of one page the clearest, of equally clear ones the first.
pub fn clearest(pages: &[&PageRead]) -> Vec<usize> {
    let mut taken: Vec<(usize, &PageRead)> = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        match taken.iter_mut().find(|(_, other)| other.found.page == page.found.page) {
            None => taken.push((at, page)),
            Some(other) if clearer(page, other.1) => *other = (at, page),
            Some(_) => {}
        }
    }
    taken.into_iter().map(|(at, _)| at).collect()
}
