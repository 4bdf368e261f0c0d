//! `saksi forms`: blank forms for the printer, and a picture to check a layout by.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use election::{Election, Form, Profile, ProfileBundle};
use print::Sheet;
use reader::layout::Layout;

use super::init::find_profile;
use super::{overlay, read};
use crate::cli::{Forms, FormsPrint};
use crate::error::Failure;
use crate::folder::Folder;
use crate::out;
use crate::session::{Session, store};
use crate::texts::say;

/// Runs the command.
pub fn run(command: &Forms) -> Result<(), Failure> {
    match command {
        Forms::Print(arguments) => print(arguments),
        Forms::Overlay(arguments) => overlay::run(arguments),
    }
}

/// What forms are printed from.
struct Ground {
    bundle: ProfileBundle,
    profile: Profile,
    /// Places and lists, where there is an election.
    election: Option<Arc<Election>>,
    practice: bool,
}

fn print(arguments: &FormsPrint) -> Result<(), Failure> {
    let ground = ground(arguments)?;
    let layouts = read::layouts(&ground.bundle)?;
    let mut first: Option<(Form, &Layout)> = None;
    let mut sheets = Vec::new();
    for station in &arguments.stations {
        let form = ground.form(arguments.contest.as_deref(), station)?;
        let layout = layout_of(&layouts, &form)?;
        match &first {
            Some((one, of)) if of.form != layout.form || one.constituency != form.constituency => {
                return Err(Failure::OtherForm {
                    station: station.clone(),
                    form: form.id.to_string(),
                    first: one.id.to_string(),
                });
            }
            Some(_) => {}
            None => first = Some((form, layout)),
        }
        sheets.push(ground.sheet(station)?);
    }
    let Some((form, layout)) = first else { return Ok(()) };
    let practice = say!("forms-practice");
    let words = |name: &str| ground.words(&form, name);
    let forms = print::Forms {
        layout,
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

fn ground(arguments: &FormsPrint) -> Result<Ground, Failure> {
    let Some(folder) = &arguments.folder else {
        let bundle = find_profile(&arguments.profile)?;
        return Ok(Ground {
            profile: Profile::from_bundle(&bundle)?,
            bundle,
            election: None,
            practice: false,
        });
    };
    let folder = Folder::open(folder)?;
    let session = Session::begin(&folder, &store(&folder))?;
    let definition = &session.replay.definition;
    // The law as the ledger has it, not as this program would.
    let bundle = definition
        .blobs
        .iter()
        .filter_map(|(hash, ..)| folder.blob(hash))
        .find_map(|bytes| ProfileBundle::from_json(&bytes).ok())
        .ok_or(Failure::DamagedLedger)?;
    Ok(Ground {
        profile: Profile::from_bundle(&bundle)?,
        bundle,
        election: Some(Arc::clone(session.replay.election())),
        practice: definition.practice,
    })
}

/// The layout of a form; a constituency's form has its template's.
fn layout_of<'a>(layouts: &'a [Layout], form: &Form) -> Result<&'a Layout, Failure> {
    let template = form.id.split(['/', '@']).next().unwrap_or_default();
    let named = |name: &str| layouts.iter().find(|layout| layout.form == name);
    named(&form.id).or_else(|| named(template)).ok_or_else(|| {
        let known: Vec<&str> = layouts.iter().map(|layout| layout.form.as_str()).collect();
        Failure::NoLayout { form: form.id.to_string(), known: known.join(", ") }
    })
}

impl Ground {
    /// The form a station fills.
    fn form(&self, contest: Option<&str>, station: &str) -> Result<Form, Failure> {
        let known = || self.profile.contests().map(|(_, row)| row.id.as_str()).collect::<Vec<_>>().join(", ");
        let none = |name: &str| Failure::NoContest { name: name.to_owned(), known: known() };
        let ix = match contest {
            Some(name) => self.profile.contest(name).ok_or_else(|| none(name))?,
            None => self.profile.contests().next().map(|(ix, _)| ix).ok_or_else(|| none(""))?,
        };
        let form = match &self.election {
            Some(election) => {
                let place = election.places.find_station(station);
                let place = place.ok_or_else(|| Failure::NoPlace(station.to_owned()))?;
                election.form(ix, place).map(|form| election.form_by_ix(form).clone())
            }
            None => self.profile.station_form(ix, self.profile.is_overseas(station))?,
        };
        form.ok_or_else(|| none(contest.unwrap_or_default()))
    }

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
