//! `saksi forms`: blank forms for the printer, and a picture to check a layout by.

use std::collections::BTreeMap;
use std::fs;

use election::Form;
use print::Sheet;
use reader::layout::{Layout, LayoutFiles};

use super::ground::Ground;
use super::{overlay, read};
use crate::cli::{Forms, FormsPrint};
use crate::error::Failure;
use crate::out;
use crate::texts::say;

/// Runs the command.
pub fn run(command: &Forms) -> Result<(), Failure> {
    match command {
        Forms::Print(arguments) => print(arguments),
        Forms::Overlay(arguments) => overlay::run(arguments),
    }
}

fn print(arguments: &FormsPrint) -> Result<(), Failure> {
    let ground = Ground::open(arguments.folder.as_deref(), &arguments.profile)?;
    let layouts = read::layouts(&ground.bundle)?;
    let contest = ground.contest(arguments.contest.as_deref())?;
    let mut first: Option<(Form, Layout)> = None;
    let mut sheets = Vec::new();
    for station in &arguments.stations {
        let form = ground.form(contest, station, &layouts)?;
        match &first {
            Some((one, _)) if one.id != form.id => {
                return Err(Failure::OtherForm {
                    station: station.clone(),
                    form: form.id.to_string(),
                    first: one.id.to_string(),
                });
            }
            Some(_) => {}
            None => {
                let layout = layout_of(&layouts, &form, arguments.layout.as_deref())?;
                first = Some((form, layout));
            }
        }
        sheets.push(ground.sheet(station)?);
    }
    let Some((form, layout)) = first else { return Ok(()) };
    let practice = say!("forms-practice");
    let words = |name: &str| ground.words(&form, name);
    let forms = print::Forms {
        layout: &layout,
        words: &words,
        practice: (arguments.practice || ground.practice).then_some(practice.as_str()),
    };
    let pdf = forms.pdf(&sheets).map_err(Failure::Print)?;
    fs::write(&arguments.out, &pdf).map_err(|error| Failure::file("writing", &arguments.out, error))?;
    out::line(&say!(
        "forms-printed",
        path = arguments.out.display().to_string(),
        sheets = sheets.len(),
        pages = layout.pages.len(),
        wide = i128::from(layout.sheet.x.0 / 100),
        high = i128::from(layout.sheet.y.0 / 100),
    ));
    Ok(())
}

/// The layout of a form: its own, or another by its name.
fn layout_of(layouts: &LayoutFiles, form: &Form, name: Option<&str>) -> Result<Layout, Failure> {
    let found = layouts.of(form).map_err(|error| read::no_layout(&error))?;
    let wanted = |layout: &Layout| name.is_none_or(|name| layout.name() == name);
    found
        .into_iter()
        .find(wanted)
        .ok_or_else(|| Failure::NoLayout { form: form.id.to_string(), known: layouts.names().join(", ") })
}

impl Ground {
    /// A station's sheet, with the names of its places where they are known.
    fn sheet(&self, station: &str) -> Result<Sheet, Failure> {
        let mut words = BTreeMap::new();
        if let Some(election) = &self.election {
            let places = &election.places;
            let ix = places.find_station(station).ok_or_else(|| Failure::NoPlace(station.to_owned()))?;
            words.insert("station-name".to_owned(), places.station(ix).name.to_string());
            for region in places.chain(ix) {
                let region = places.region(region);
                words.insert(format!("region-{}", region.level), region.name.clone());
            }
        }
        Ok(Sheet { station: Some(station.to_owned()), words })
    }

    /// Words for a layout's names, in the profile's leading language: the forms' own.
    fn words(&self, form: &Form, name: &str) -> Option<String> {
        let language = self.profile.languages.first()?;
        if let Some(key) = name.strip_prefix("option-") {
            // Pairs are named on two lines.
            return form.option(key).map(|option| option.name.replace(" - ", "\n"));
        }
        if let Some((option, key)) = name.strip_prefix("candidate-").and_then(|name| name.split_once('-')) {
            let mut candidates = form.option(option)?.candidates.iter();
            return candidates.find(|one| one.key == key).map(|one| one.name.to_string());
        }
        if name == "constituency" {
            let election = self.election.as_ref()?;
            return form.constituency.map(|ix| election.constituency(ix).name.clone());
        }
        if let Some(field) = name.strip_prefix("number ") {
            let field_of = |ix: election::FieldIx| form.fields.get(usize::from(ix.0));
            let label = form.field(field).and_then(field_of).map(|field| field.label_key.as_str())?;
            let label = self.profile.message(language, label)?;
            let option = form
                .options
                .iter()
                .find(|option| field_of(option.field).is_some_and(|of| &*of.name == field));
            return Some(match option {
                Some(option) => format!("{label}, {}", option.key),
                None => label.to_owned(),
            });
        }
        self.profile.message(language, name).map(str::to_owned)
    }
}
