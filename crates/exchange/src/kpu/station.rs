//! A station's object (`.../hhcw/<contest>/.../<station>.json`) into what the source said of its sheet.
//!
//! The first thing that can't be understood refuses the object whole: half a sheet would be another sheet.

use election::{Cell, Election, FieldIx, Figure, Form, FormIx, StationIx};

use crate::figure;
use crate::json::{Document, Raw};
use crate::kpu::columns;
use crate::kpu::lists::{Ids, option_of};
use crate::report::{Report, What};
use crate::restate::{Claimed, Saying};

/// Why an object is refused: at which value, and what for.
pub(super) struct Refusal<'a> {
    pub at: Raw<'a>,
    pub what: What,
    pub why: String,
}

type Taken<'a, T> = Result<T, Refusal<'a>>;

/// The members of a station's object; those of `tungsura` (local elections) count as its own.
pub(super) struct StationObject<'a> {
    root: Raw<'a>,
    members: Vec<(String, Raw<'a>)>,
}

const MEMBERS: [&str; 12] = [
    "mode",
    "chart",
    "images",
    "administrasi",
    "psu",
    "ts",
    "status_suara",
    "status_adm",
    "status",
    "kode_dapil",
    "caleg",
    "tungsura",
];

impl<'a> StationObject<'a> {
    pub fn new(root: Raw<'a>) -> Self {
        let mut members = root.members().unwrap_or_default();
        let inner = members.iter().find(|(name, _)| name == "tungsura").and_then(|(_, raw)| raw.members());
        members.extend(inner.unwrap_or_default());
        StationObject { root, members }
    }

    fn get(&self, name: &str) -> Option<Raw<'a>> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, raw)| *raw).filter(|raw| !raw.is_null())
    }

    /// The station that the photos' names say: `<station>-<date>-<time>--<uuid>.jpg`.
    pub fn station_of_photos(&self, election: &Election) -> Option<StationIx> {
        let images = self.get("images")?.array()?;
        images.into_iter().filter_map(Raw::string).find_map(|uri| {
            let name = uri.rsplit('/').next()?;
            election.places.find_station(name.split('-').next()?)
        })
    }

    /// What the source said. Oddities are reported as they are met; `blank` is a sheet of which nothing is known.
    pub fn saying(
        &self,
        reader: &Reading<'_, 'a>,
        mut cells: Vec<Cell>,
        report: &mut Report,
    ) -> Taken<'a, Saying> {
        self.check_members(reader, report)?;
        let text = self.get("ts").and_then(Raw::string).unwrap_or_default();
        let at = figure::local_moment(&text, &reader.election.profile.utc_offset).ok_or_else(|| Refusal {
            at: self.get("ts").unwrap_or(self.root),
            what: What::Moment,
            why: format!("ts: `{text}` is not like 2024-02-20 13:00:00"),
        })?;
        let run = self.run(reader)?;
        let voted = self.votes(reader, &mut cells, report)?;
        let counted = self.administration(reader, &mut cells, report)?;
        for (name, shown) in [("status_suara", voted), ("status_adm", counted)] {
            let Some(raw) = self.get(name) else {
                reader.oddity(self.root, &format!("no {name}"), report);
                continue;
            };
            match raw.boolean() {
                Some(status) if status == shown => {}
                Some(status) => {
                    let has = if shown { "has" } else { "has no" };
                    let why = format!("{name} is {status}, and the object {has} such figures");
                    reader.document.note(raw, What::Difference, why, report);
                }
                None => reader.oddity(raw, &format!("{name} is neither true nor false"), report),
            }
        }
        Ok(Saying { at, own_time: true, run, cells, photos: self.photos(reader, report)? })
    }

    fn check_members(&self, reader: &Reading<'_, 'a>, report: &mut Report) -> Taken<'a, ()> {
        for (position, (name, raw)) in self.members.iter().enumerate() {
            if self.members.iter().take(position).any(|(other, _)| other == name) {
                return Err(Refusal { at: *raw, what: What::Duplicate, why: format!("{name} stands twice") });
            }
            if !MEMBERS.contains(&name.as_str()) {
                reader.document.note(*raw, What::UnknownName, format!("{name} is not read"), report);
            }
        }
        match self.get("mode").and_then(Raw::string).as_deref() {
            Some("hhcw") => Ok(()),
            None => {
                reader.oddity(self.root, "no mode", report);
                Ok(())
            }
            Some(mode) => Err(Refusal {
                at: self.root,
                what: What::Shape,
                why: format!("the mode of a station's object is hhcw, this one's is {mode}"),
            }),
        }
    }

    fn run(&self, reader: &Reading<'_, 'a>) -> Taken<'a, Option<String>> {
        let Some(raw) = self.get("psu") else { return Ok(None) };
        let text = raw.string().unwrap_or_default();
        let runs = &reader.election.profile.runs;
        let run = runs.iter().find(|run| run.source_text.eq_ignore_ascii_case(text.trim()));
        run.map(|run| Some(run.id.clone())).ok_or_else(|| Refusal {
            at: raw,
            what: What::UnknownName,
            why: format!("psu: the profile has no run that is called `{text}`"),
        })
    }

    // Returns whether any vote is read.
    fn votes(&self, reader: &Reading<'_, 'a>, cells: &mut [Cell], report: &mut Report) -> Taken<'a, bool> {
        let form = reader.form();
        let mut any = false;
        if let Some(chart) = self.get("chart") {
            let members = chart.members().ok_or_else(|| shape(chart, "chart is no object"))?;
            let mut met = 0;
            for (key, raw) in &members {
                if key == "null" || key == "persen" {
                    if key == "null" {
                        reader.oddity(*raw, "a stray \"null\" key in chart", report);
                    }
                    continue;
                }
                let option = option_of(reader.ids, form, key).ok_or_else(|| Refusal {
                    at: *raw,
                    what: What::UnknownName,
                    why: format!("chart: the station's form has no option with the id {key}"),
                })?;
                met += 1;
                match raw.members() {
                    Some(parts) => {
                        for (part, raw) in parts {
                            let field = match part.as_str() {
                                "jml_suara_total" => Some(option.field),
                                "jml_suara_partai" => option.list_field,
                                "null" => continue,
                                other => {
                                    return Err(shape(raw, &format!("chart.{key}: unknown member {other}")));
                                }
                            };
                            any |= reader.put(cells, field, raw, &format!("chart.{key}.{part}"), report)?;
                        }
                    }
                    None => {
                        any |=
                            reader.put(cells, Some(option.field), *raw, &format!("chart.{key}"), report)?;
                    }
                }
            }
            if met < form.options.len() {
                let why = format!("{met} of {} options are in chart", form.options.len());
                reader.document.note(chart, What::Oddity, why, report);
            }
        }
        self.candidates(reader, cells, report)?;
        Ok(any)
    }

    fn candidates(&self, reader: &Reading<'_, 'a>, cells: &mut [Cell], report: &mut Report) -> Taken<'a, ()> {
        let Some(lists) = self.get("caleg") else { return Ok(()) };
        let parties = lists.members().ok_or_else(|| shape(lists, "caleg is no object"))?;
        if reader.form().options.iter().all(|option| option.candidates.is_empty()) {
            let why =
                "the election has no candidate lists for this contest: candidates' votes are not stated";
            reader.document.note(lists, What::NotHeld, why, report);
            return Ok(());
        }
        for (party, list) in parties.iter().filter(|(key, list)| key != "null" && !list.is_null()) {
            let option = option_of(reader.ids, reader.form(), party).ok_or_else(|| {
                shape(*list, &format!("caleg: the station's form has no party with the id {party}"))
            })?;
            let list = list.members().ok_or_else(|| shape(*list, "a party's list is no object"))?;
            for (id, raw) in list.iter().filter(|(key, _)| key != "null" && !key.starts_with("jml_suara")) {
                let number: Option<u64> = id.parse().ok();
                let by_list = number.and_then(|id| reader.ids.candidate(id)).map(|number| number.to_string());
                let candidate = option.candidates.iter().find(|candidate| {
                    number.is_some() && candidate.source_id == number
                        || candidate.source_id.is_none() && by_list.as_deref() == Some(candidate.key.as_str())
                });
                let field = candidate.map(|candidate| candidate.field).ok_or_else(|| Refusal {
                    at: *raw,
                    what: What::UnknownName,
                    why: format!("caleg.{party}: no candidate of the form is known by the id {id}"),
                })?;
                reader.put(cells, Some(field), *raw, &format!("caleg.{party}.{id}"), report)?;
            }
        }
        Ok(())
    }

    // Returns whether any of its figures is read.
    fn administration(
        &self,
        reader: &Reading<'_, 'a>,
        cells: &mut [Cell],
        report: &mut Report,
    ) -> Taken<'a, bool> {
        let Some(object) = self.get("administrasi") else { return Ok(false) };
        let members = object.members().ok_or_else(|| shape(object, "administrasi is no object"))?;
        let known = columns::json_members();
        let mut any = false;
        for (name, raw) in members.iter().filter(|(name, _)| name != "null") {
            match known.iter().find(|(known, _)| known == name) {
                Some((_, field)) => {
                    let field = reader.form().field(field);
                    any |= reader.put(cells, field, *raw, name, report)?;
                }
                None => reader.document.note(
                    *raw,
                    What::UnknownName,
                    format!("administrasi.{name} is not read"),
                    report,
                ),
            }
        }
        Ok(any)
    }

    // A page without a photo claims none, and the pages after it keep their numbers.
    fn photos(&self, reader: &Reading<'_, 'a>, report: &mut Report) -> Taken<'a, Vec<Claimed>> {
        let Some(images) = self.get("images") else {
            reader.oddity(self.root, "no images", report);
            return Ok(Vec::new());
        };
        let images = images.array().ok_or_else(|| shape(images, "images is no array"))?;
        let mut photos = Vec::new();
        for (page, raw) in (1u8..=u8::MAX).zip(&images).filter(|(_, raw)| !raw.is_null()) {
            let uri = raw.string().ok_or_else(|| shape(*raw, "an image is neither text nor null"))?;
            photos.push(Claimed { page: Some(page), uri: Some(uri) });
        }
        if images.len() > usize::from(u8::MAX) {
            return Err(shape(self.root, "more than 255 images"));
        }
        Ok(photos)
    }
}

/// What reading one object needs.
pub(super) struct Reading<'r, 'a> {
    pub election: &'r Election,
    pub document: &'r Document<'a>,
    pub ids: &'r Ids,
    pub form: FormIx,
}

impl<'a> Reading<'_, 'a> {
    fn form(&self) -> &Form {
        self.election.form_by_ix(self.form)
    }

    /// What is odd in nearly every object is counted, and noted the first time.
    fn oddity(&self, at: Raw<'_>, what: &str, report: &mut Report) {
        let name = format!("oddity: {what}");
        if report.counted(&name) == 0 {
            self.document.note(at, What::Oddity, what, report);
        }
        report.count(&name);
    }

    fn put(
        &self,
        cells: &mut [Cell],
        field: Option<FieldIx>,
        raw: Raw<'a>,
        name: &str,
        report: &mut Report,
    ) -> Taken<'a, bool> {
        if raw.is_null() {
            return Ok(false);
        }
        let fault = |what, why: String| Refusal { at: raw, what, why };
        if !raw.is_number() {
            return Err(fault(What::Number, format!("{name}: {} is not a whole number", raw.text())));
        }
        let number =
            figure::parse(raw.text()).map_err(|error| fault(What::Number, format!("{name}: {error}")))?;
        let Some(number) = number else { return Ok(false) };
        let Some(cell) = field.and_then(|field| cells.get_mut(usize::from(field.0))) else {
            self.document.note(
                raw,
                What::NotHeld,
                format!("{name}: the station's form has no such field"),
                report,
            );
            return Ok(false);
        };
        *cell = Cell::Read(Figure(number));
        Ok(true)
    }
}

fn shape<'a>(at: Raw<'a>, why: &str) -> Refusal<'a> {
    Refusal { at, what: What::Shape, why: why.to_owned() }
}
