//! Sheets on real paper: filled with the figures that are stated, photographed, and read by the reader itself.
//!
//! What the reader says goes into the ledger as it is: where it would ask a person, the practice shows that it would.

use std::collections::{BTreeMap, BTreeSet};

use election::{Cell, Form, StationIx, Unread};
use ledger::{Hash, sha256};
use reader::boxes::Net;
use reader::layout::Layout;
use reader::read::Judgement;
use reader::read::photos::{Photos, Told};
use statement::{HexHash, Machine};

use crate::dice::Dice;
use crate::error::SimulateError;
use crate::figures::Figures;
use crate::paper::{Blanks, Conditions, Correction, Habits, Mark, NumberTruth, SheetTruth, photograph, plan};
use crate::scene::Scene;

/// Pixels per millimetre of the printed pages: more than the photos have.
const PRINT: f32 = 3.0;
/// Media type of its photos.
pub(crate) const MEDIA: &str = "image/jpeg";

/// Printed pages of one form, and how many stations get them.
#[derive(Debug)]
pub struct Studio {
    blanks: Blanks,
    layout: Hash,
    judgement: Judgement,
    stations: usize,
}

impl Studio {
    /// For the form of a layout, whose file this is: at most so many stations, every one of some villages. What is read is judged
    /// as the profile says.
    ///
    /// # Errors
    /// When the file is no layout.
    pub fn new(layout: &str, judgement: Judgement, stations: usize) -> Result<Studio, SimulateError> {
        let parsed = Layout::parse(layout).map_err(|error| SimulateError::Layout(error.to_string()))?;
        let layout = sha256(layout.as_bytes());
        Ok(Studio { layout, blanks: Blanks::print(parsed, PRINT), judgement, stations })
    }

    /// Whether it has this form's pages.
    pub(crate) fn prints(&self, form: &Form) -> bool {
        self.blanks.layout().is_of(form)
    }

    /// The program that reads here.
    pub(crate) fn machine(&self) -> Machine<'static> {
        Machine {
            version: reader::VERSION,
            weights: HexHash(Hash(reader::weights(Net::shipped()))),
            layout: HexHash(self.layout),
        }
    }

    /// The stations whose sheets are on paper: all of some villages, drawn by lot.
    pub(crate) fn stations(&self, scene: &Scene<'_>) -> BTreeSet<StationIx> {
        let places = &scene.election.places;
        let mut villages: Vec<_> =
            scene.districts.iter().flat_map(|district| places.children(*district)).collect();
        Dice::new(scene.seed, "studio").shuffle(&mut villages);
        let mut chosen = BTreeSet::new();
        for village in villages {
            let here: Vec<StationIx> = places.stations_in(village).collect();
            if chosen.len() + here.len() <= self.stations {
                chosen.extend(here);
            }
        }
        chosen
    }

    /// Every page of a sheet with these figures as a JPEG, in page order. `take` tells several photos of one sheet apart.
    pub(crate) fn photos(
        &self,
        seed: u64,
        station: &str,
        figures: &Figures<'_>,
        take: i64,
    ) -> Vec<(u8, Vec<u8>)> {
        let layout = self.blanks.layout();
        let paper = Dice::new(seed, &format!("paper/{station}")).next();
        let shot = Dice::new(seed, &format!("photo/{station}/{take}")).next();
        let truth = written(layout, figures, paper);
        let photo = |page: u8| {
            let raster = self.blanks.filled_of(station, &truth, page, None)?;
            let conditions =
                if illegible(figures, page) { Conditions::blurred() } else { Conditions::small() };
            Some((page, photograph(&raster, layout, page, &conditions, shot)?.jpeg))
        };
        layout.pages.iter().filter_map(|page| photo(page.page)).collect()
    }

    /// What the reader says of these photos; none where it takes them for another sheet.
    pub(crate) fn read(&self, form: &Form, station: &str, photos: &[&[u8]]) -> Option<Told> {
        let (layout, net) = (self.blanks.layout(), Net::shipped());
        let mut sheet = Photos::new(form, layout, station, net, &self.judgement).ok()?;
        photos.iter().try_for_each(|photo| sheet.add(photo)).ok()?;
        Some(sheet.told())
    }
}

/// Whether most of a page can't be read: then it is its photo that is bad, not one number.
fn illegible(figures: &Figures<'_>, page: u8) -> bool {
    let here = figures.form.fields.iter().zip(&figures.cells).filter(|(field, _)| field.page == page);
    let (all, lost) = here.fold((0, 0), |(all, lost), (_, cell)| {
        (all + 1, lost + usize::from(*cell == Cell::Unread(Unread::Illegible)))
    });
    lost * 2 > all
}

/// What is written for these figures. A field without one is left empty, or written over until nobody can read it.
fn written(layout: &Layout, figures: &Figures<'_>, seed: u64) -> SheetTruth {
    let all = || figures.form.fields.iter().zip(&figures.cells);
    let known: BTreeMap<String, u32> =
        all().filter_map(|(field, cell)| Some((field.name.to_string(), cell.figure()?.0))).collect();
    let mut truth = plan(layout, &known, &[], &Habits::default(), seed);
    for number in truth.pages.iter_mut().flat_map(|page| &mut page.numbers) {
        let cell = all().find(|(field, _)| field.name == number.field.as_str()).map(|(_, cell)| *cell);
        match cell {
            Some(Cell::Read(_)) => {}
            Some(Cell::Unread(Unread::Illegible)) => {
                unmake(number, Mark::Digit(8), Some(Correction::Over(5)));
            }
            Some(Cell::Unread(_)) | None => unmake(number, Mark::Empty, None),
        }
    }
    truth
}

fn unmake(number: &mut NumberTruth, mark: Mark, correction: Option<Correction>) {
    for one in &mut number.boxes {
        (one.mark, one.correction) = (mark, correction);
    }
    number.bubbles.iter_mut().for_each(Vec::clear);
    for row in &mut number.rows {
        row.strokes = 0;
        row.sum.clear();
    }
    (number.rest, number.words) = (None, None);
}
