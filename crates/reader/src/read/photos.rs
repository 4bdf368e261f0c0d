//! What a reading states: from the bytes of photos to every field of a sheet.
//!
//! Total and pinned: the same photos, layout and weights give the same words and numbers, also where a photo can't be read.
//! Who states a reading and who makes it again call the same function.

use election::{Form, Unread};

use super::judgement::Judgement;
use super::number::NumberEvidence;
use super::page::{NumberRead, PageRead, read_page};
use super::sheet::{Accept, FieldRead, read_sheet};
use super::together::clearer;
use super::whose::{Elsewhere, own_code};
use crate::boxes::Net;
use crate::decode::decode;
use crate::joint::Evidence;
use crate::layout::Layout;

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

/// Photos of one station's sheet, as they are read one by one.
#[derive(Clone, Debug)]
pub struct Photos<'a> {
    form: &'a Form,
    layout: &'a Layout,
    station: &'a str,
    net: &'a Net,
    judgement: &'a Judgement,
    /// Of each page the clearest so far, of equally clear ones the first.
    pages: Vec<PageRead>,
    /// Photos so far.
    count: usize,
}

impl<'a> Photos<'a> {
    /// None so far, of a station's sheet of `form`, judged as the election's profile says.
    ///
    /// # Errors
    /// When the layout is of another form.
    pub fn new(
        form: &'a Form,
        layout: &'a Layout,
        station: &'a str,
        net: &'a Net,
        judgement: &'a Judgement,
    ) -> Result<Photos<'a>, OtherSheet> {
        if !layout.is_of(form) {
            return Err(OtherSheet::Form(layout.form.clone()));
        }
        Ok(Photos { form, layout, station, net, judgement, pages: Vec::new(), count: 0 })
    }

    /// Reads one more. One that can't be read says nothing.
    ///
    /// # Errors
    /// When the page's code says that it belongs to something else: what is of two stations is never read together.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), OtherSheet> {
        self.count += 1;
        let Ok(picture) = decode(bytes) else { return Ok(()) };
        let Ok(page) = read_page(&picture, std::slice::from_ref(self.layout), self.net) else {
            return Ok(());
        };
        match own_code(&page, self.layout.name(), Some(self.station)) {
            Ok(_) => {}
            Err(Elsewhere::Page(code) | Elsewhere::Station(code)) => {
                return Err(OtherSheet::Station {
                    photo: self.count,
                    station: code.station.clone(),
                    form: code.form.clone(),
                    page: code.page,
                });
            }
        }
        match self.pages.iter_mut().find(|other| other.found.page == page.found.page) {
            None => self.pages.push(page),
            Some(other) if clearer(&page, other) => *other = page,
            Some(_) => {}
        }
        Ok(())
    }

    /// What all of them say; of several of one page the clearest.
    pub fn told(&self) -> Told {
        let numbers: Vec<&NumberRead> = self.pages.iter().flat_map(|page| &page.numbers).collect();
        let Judgement { slips, priors, policy } = self.judgement;
        let sheet = read_sheet(self.form, &numbers, slips, priors, policy);
        Told { wrong: sheet.wrong, fields: sheet.fields.into_iter().map(told).collect() }
    }
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
    let ways: [(&str, Option<&Evidence>); 5] = [
        ("boxes", Some(&seen.boxes)),
        ("bubbles", seen.bubbles.as_ref()),
        ("strokes", seen.strokes.as_ref()),
        ("row-sums", seen.row_sums.as_ref()),
        ("words", seen.words.as_ref()),
    ];
    let shown: Vec<&str> = ways
        .into_iter()
        .filter(|(_, way)| way.is_some_and(|way| way.best() == value))
        .map(|(name, _)| name)
        .collect();
    if shown.is_empty() { "sums".to_owned() } else { shown.join("+") }
}
