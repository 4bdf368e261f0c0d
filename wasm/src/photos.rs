//! Photos of a sheet's pages.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{Read, Write};
use std::process::ExitCode;

use election::Form;
use reader::decode::{decode, decode_plain};
use reader::layout::Layout;
use reader::read::Judgement;
use reader::read::page::{PageRead, read_page};
use reader::read::together::{Apart, Together, layout_of, together};

use crate::ground::Ground;
use crate::{Failure, Way};

/// Reads the photos named, each as many bytes long as is said, as one sheet. A station's tables come before them, where
/// there are any.
pub fn run(
    way: &Way,
    arguments: &[String],
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let (ground, arguments) = match arguments {
        [flag, length, rest @ ..] if flag == "--tables" => (Ground::of_station(length, input)?, rest),
        rest => (Ground::plain()?, rest),
    };
    let (said, photos) = match arguments {
        [flag, code, photos @ ..] if flag == "--station" => (Some(code.as_str()), photos),
        photos => (None, photos),
    };
    let station = match (said, ground.station()) {
        (Some(said), Some(own)) if said != own => {
            return Err(Failure::Tables(format!("they are of {own}, not of {said}")));
        }
        (said, own) => said.or(own),
    };
    let judgement = Judgement::of_profile(&ground.bundle.files);
    let judgement = judgement.map_err(|error| Failure::Profile(format!("{}: {error}", Judgement::FILE)))?;
    let mut desk = Desk { way, ground: &ground, layouts: ground.findable(), forms: BTreeMap::new() };
    let (mut names, mut pages) = (Vec::new(), Vec::new());
    for photo in photos {
        let (name, length) = photo.rsplit_once('=').ok_or(Failure::Usage)?;
        let length: u64 = length.parse().map_err(|_| Failure::Usage)?;
        // The file and the picture are let go before the next is fetched.
        pages.push(desk.page(name, length, input)?);
        names.push(name.to_owned());
    }
    let pages: Vec<&PageRead> = pages.iter().collect();
    let read = desk.sheet(&pages, station, &judgement)?;
    let contest = &ground.profile.contest_at(read.form.contest).id;
    writeln!(output, "{}", reader::json::sheet(&way.net, contest, &names, &pages, &read))?;
    Ok(if read.sheet.accepted() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The forms that can be read here: those whose layout needs no list of candidates, and those whose list is at hand.
pub fn forms(
    arguments: &[String],
    input: &mut dyn Read,
    output: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let ground = match arguments {
        [] => Ground::plain()?,
        [flag, length] if flag == "--tables" => Ground::of_station(length, input)?,
        _ => return Err(Failure::Usage),
    };
    for form in ground.readable() {
        writeln!(output, "{form}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Where pages are read one after the other.
struct Desk<'a> {
    way: &'a Way,
    ground: &'a Ground,
    /// By what pages are found.
    layouts: Vec<Layout>,
    /// By the positions of the layouts that pages were found by: the form, and the layout of the station's own list.
    forms: BTreeMap<usize, (Form, Option<Layout>)>,
}

impl Desk<'_> {
    /// Reads a photo. A page of a form that follows a list is found by its outline, as it is where nobody knows yet whose it
    /// is, and then read with what stands on it: so that everywhere the same photo is refused or read.
    fn page(&mut self, name: &str, length: u64, input: &mut dyn Read) -> Result<PageRead, Failure> {
        let mut bytes = Vec::new();
        input.take(length).read_to_end(&mut bytes)?;
        let refused = |what: String, code| Failure::Photo { name: name.to_owned(), what, code };
        let picture = if self.way.plain { decode_plain(&bytes) } else { decode(&bytes) };
        let picture = picture.map_err(|error| refused(error.to_string(), error.code()))?;
        drop(bytes);
        let net = &self.way.net;
        let read = |layouts: &[Layout]| {
            read_page(&picture, layouts, net).map_err(|why| refused(why.to_string(), why.code()))
        };
        let found = read(&self.layouts)?;
        let at = found.found.layout;
        let (_, Some(own)) = self.form(at)? else { return Ok(found) };
        let mut page = read(std::slice::from_ref(own))?;
        page.found.layout = at;
        Ok(page)
    }

    /// The form of the layout at this position. It is made once.
    fn form(&mut self, at: usize) -> Result<&(Form, Option<Layout>), Failure> {
        Ok(match self.forms.entry(at) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let layout = self.layouts.get(at).ok_or(Apart::None)?;
                place.insert(self.ground.form(layout)?)
            }
        })
    }

    /// Reads the pages together, as one sheet.
    fn sheet(
        mut self,
        pages: &[&PageRead],
        station: Option<&str>,
        judgement: &Judgement,
    ) -> Result<Together, Failure> {
        let at = layout_of(&self.layouts, pages)?;
        let (form, own) = self.form(at)?.clone();
        if let (Some(own), Some(place)) = (own, self.layouts.get_mut(at)) {
            *place = own;
        }
        Ok(together(form, &self.layouts, pages, station, judgement)?)
    }
}
