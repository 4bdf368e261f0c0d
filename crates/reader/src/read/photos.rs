//! What a reading states: from the bytes of photos to every field of a sheet.
//!
//! Total and pinned: the same photos, layout and weights give the same words and numbers, also where a photo can't be read.
//! Who states a reading and who makes it again call the same function.

use election::{Form, Unread};

use super::number::{NumberEvidence, Slips};
use super::page::{NumberRead, PageRead, read_page};
use super::sheet::{Accept, FieldRead, Policy, read_sheet};
use crate::boxes::Net;
use crate::decode::decode;
use crate::joint::{Evidence, Priors};
use crate::layout::Layout;
use crate::station::StationRead;

/// A sheet as a reading states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Every field of the form, in its order.
    pub fields: Vec<FieldTold>,
    /// How probable it is that the sums on the paper don't hold, parts per million.
    pub wrong: u32,
}

/// A field as a reading states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldTold {
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub says: Says,
}

/// What a reading says of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// A number.
    Number {
        /// What is written.
        value: u16,
        /// The ways of writing that show it by themselves, joined by `+`; `sums` where none does.
        method: String,
        /// How probable it is, parts per million.
        confidence: u32,
        /// What to do with it.
        accept: Accept,
    },
    /// None: `empty` where nothing is written, `illegible` where no photo shows its place.
    Nothing(Unread),
}

/// Photos that are not one sheet of this station.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OtherSheet {
    /// The layout is another form's.
    #[error("the layout is of the form `{0}`")]
    Form(String),
    /// The code on a page says another station, page or form.
    #[error("photo {photo} shows page {page} of the form `{form}` of the station `{station}`")]
    Station {
        /// Position of the photo, from 1.
        photo: usize,
        /// Station in the code.
        station: String,
        /// Form in the code.
        form: String,
        /// Page in the code.
        page: u8,
    },
}

/// Reads photos of a station's sheet of `form`. A photo that can't be read, or of which a clearer one of the same page is
/// there, says nothing.
///
/// # Errors
/// When a page's code says that it belongs to something else: what is of two stations is never read together.
pub fn read_photos(
    form: &Form,
    layout: &Layout,
    station: &str,
    net: &Net,
    photos: &[&[u8]],
) -> Result<Told, OtherSheet> {
    if layout.form != form.id.as_str() {
        return Err(OtherSheet::Form(layout.form.clone()));
    }
    let mut pages: Vec<PageRead> = Vec::new();
    for (number, bytes) in (1..).zip(photos) {
        let Ok(picture) = decode(bytes) else { continue };
        let Ok(page) = read_page(&picture, std::slice::from_ref(layout), net) else { continue };
        if let StationRead::Read(code) = &page.station
            && (code.station.as_str(), code.form.as_str(), code.page)
                != (station, layout.form.as_str(), page.found.page)
        {
            return Err(OtherSheet::Station {
                photo: number,
                station: code.station.clone(),
                form: code.form.clone(),
                page: code.page,
            });
        }
        pages.push(page);
    }
    let numbers: Vec<&NumberRead> =
        clearest(&pages, |page| page).into_iter().flat_map(|page| &page.numbers).collect();
    let sheet = read_sheet(form, &numbers, &Slips::default(), &Priors::default(), &Policy::default());
    Ok(Told { wrong: sheet.wrong, fields: sheet.fields.into_iter().map(told).collect() })
}

/// Of several photos of one page the clearest, in the order in which their pages came first; of equals the first.
pub fn clearest<'a, T>(photos: &'a [T], read: impl Fn(&T) -> &PageRead) -> Vec<&'a T> {
    let page = |photo: &T| read(photo).found.page;
    let clearness = |photo: &T| (read(photo).quality.seen, read(photo).quality.scale);
    let mut taken: Vec<&T> = Vec::new();
    for photo in photos {
        match taken.iter_mut().find(|other| page(other) == page(photo)) {
            None => taken.push(photo),
            Some(other) if clearness(photo) > clearness(other) => *other = photo,
            Some(_) => {}
        }
    }
    taken
}

fn told(field: FieldRead) -> FieldTold {
    let FieldRead { name, value, confidence, accept, evidence, suspect: _ } = field;
    let says = match (value, &evidence) {
        (Some(value), Some(seen)) => Says::Number { value, method: method(seen, value), confidence, accept },
        (None, Some(_)) => Says::Nothing(Unread::Empty),
        (_, None) => Says::Nothing(Unread::Illegible),
    };
    FieldTold { name, says }
}

fn method(seen: &NumberEvidence, value: u16) -> String {
    let ways: [(&str, Option<&Evidence>); 4] = [
        ("boxes", Some(&seen.boxes)),
        ("bubbles", seen.bubbles.as_ref()),
        ("strokes", seen.strokes.as_ref()),
        ("row-sums", seen.row_sums.as_ref()),
    ];
    let shown: Vec<&str> = ways
        .into_iter()
        .filter(|(_, way)| way.is_some_and(|way| way.best() == value))
        .map(|(name, _)| name)
        .collect();
    if shown.is_empty() { "sums".to_owned() } else { shown.join("+") }
}
