//! Election reports: the count of one region in one contest, down to the station, in formats that election offices exchange.
//!
//! | file | format |
//! |---|---|
//! | `data/<contest>/<province>/civics/<region>.xml.gz` | Google's Civics dialect of NIST SP 1500-100, XML |
//! | `data/<contest>/<province>/nist/<region>.json.gz` | NIST SP 1500-100 version 2, JSON |
//! | `data/ocd-ids.csv` | the identifiers that the first one gives its places, for its validator |
//!
//! Both are written from one [`Report`], so they can't disagree. It holds *all standing figures*: a station whose options are not
//! all read has no votes (never zeros), and the region's are the sum of its stations'. Where a contest elects in several
//! constituencies, each that the region votes in is a contest of its own.

mod civics;
mod nist;
mod ocd;
mod xml;

use std::collections::BTreeMap;

use election::{
    Cell, ConstituencyIx, ConstituencyRule, ContestKind, FieldIx, Form, FormIx, RegionIx, StationIx,
};
use tally::{ContestTally, LegalStatus, RegionRecord};

use super::deflate::gzip;
use super::package::utc_text;
use super::stations::expected_stations;
use crate::view::{File, RenderError, View};

pub(super) use ocd::ocd_ids;

/// The reports of a region; none where nobody votes.
pub(super) fn reports(
    view: &View<'_>,
    counted: &ContestTally,
    folder: &str,
    region: RegionIx,
) -> Result<Vec<File>, RenderError> {
    let report = Report::new(view, counted, region)?;
    if report.parts.is_empty() {
        return Ok(Vec::new());
    }
    let code = &view.tally.election().places.region(region).code;
    Ok(vec![
        File { path: format!("{folder}/civics/{code}.xml.gz"), bytes: gzip(civics::xml(&report).as_bytes()) },
        File { path: format!("{folder}/nist/{code}.json.gz"), bytes: gzip(&nist::json(&report)) },
    ])
}

/// What a region's reports say.
struct Report<'v> {
    view: View<'v>,
    counted: &'v ContestTally,
    /// From the nation down to the region itself.
    chain: Vec<RegionIx>,
    parts: Vec<Part<'v>>,
    /// The ledger's time of the last entry about the region, RFC 3339.
    made: String,
    certified: bool,
}

/// One contest of it: the voters of the region who choose between the same options.
struct Part<'v> {
    constituency: Option<ConstituencyIx>,
    /// What makes its objects' ids unique: empty, or the constituency's code.
    id: &'v str,
    options: Vec<Choice<'v>>,
    stations: Vec<Row>,
    /// Of each option, over the stations that are in.
    sums: Vec<u64>,
    /// Of invalid votes, where the contest counts them.
    invalid: Option<u64>,
    /// Stations that are in.
    counted: u64,
}

struct Choice<'v> {
    key: &'v str,
    name: &'v str,
    colour: Option<&'v str>,
}

/// A station of it.
struct Row {
    station: StationIx,
    state: Count,
    /// Of each option; none: not every option is read.
    votes: Option<Vec<u32>>,
    invalid: Option<u32>,
    /// Voters on its roll.
    registered: Option<u32>,
}

/// How far a station's count is, in the words of both formats.
#[derive(Clone, Copy)]
enum Count {
    Nothing,
    Begun,
    In,
}

impl Count {
    fn word(self) -> &'static str {
        match self {
            Count::Nothing => "not-processed",
            Count::Begun => "in-process",
            Count::In => "completed",
        }
    }
}

impl<'v> Report<'v> {
    fn new(view: &View<'v>, counted: &'v ContestTally, region: RegionIx) -> Result<Report<'v>, RenderError> {
        let election = view.tally.election();
        let places = &election.places;
        let mut chain: Vec<RegionIx> = places.ancestry(region).collect();
        chain.reverse();
        let mut by_constituency: BTreeMap<Option<ConstituencyIx>, Vec<StationIx>> = BTreeMap::new();
        for station in expected_stations(view, counted, region) {
            let constituency = election.constituency_of(counted.contest, station);
            by_constituency.entry(constituency).or_default().push(station);
        }
        let parts: Result<Vec<Part<'v>>, RenderError> = by_constituency
            .into_iter()
            .map(|(constituency, stations)| Part::new(view, counted, constituency, &stations))
            .collect();
        let status = counted.record(places.nation()).map_or(LegalStatus::Running, RegionRecord::status);
        Ok(Report {
            view: *view,
            counted,
            chain,
            parts: parts?,
            // Not the cut's: who has no news is not to get a new file.
            made: utc_text(counted.touched_ms(region).max(counted.rostered_ms)),
            certified: match status {
                LegalStatus::Determined | LegalStatus::Ruled => true,
                LegalStatus::Running | LegalStatus::PlenaryClosed | LegalStatus::UnderDispute => false,
            },
        })
    }

    /// How far it is, in the words of both formats.
    fn status(&self) -> &'static str {
        let complete = self.parts.iter().all(|part| part.counted == part.stations.len() as u64);
        match (self.certified, complete) {
            (true, _) => "certified",
            (false, true) => "unofficial-complete",
            (false, false) => "unofficial-partial",
        }
    }

    fn rules(&self) -> &'v election::Contest {
        self.view.tally.election().profile.contest_at(self.counted.contest)
    }

    /// Whether the options are parties; else they are candidates.
    fn by_party(&self) -> bool {
        match self.rules().kind {
            ContestKind::Parties => true,
            ContestKind::Candidates | ContestKind::PerConstituency => false,
        }
    }

    /// What the profile calls something, in each of its languages.
    fn names<'a>(&'a self, key: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let profile = &self.view.tally.election().profile;
        profile
            .languages
            .iter()
            .map(move |language| (language.as_str(), profile.message(language, key).unwrap_or(key)))
    }

    /// A name that is the same in each language.
    fn everywhere<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.view.tally.election().profile.languages.iter().map(move |language| (language.as_str(), name))
    }

    /// Where a part's voters elect: a region, if the law makes regions constituencies; codes of two lists may be the same by chance.
    fn district(&self, part: &Part<'_>) -> District {
        let places = &self.view.tally.election().places;
        let of_level =
            |level: u8| self.chain.iter().find(|region| places.region(**region).level == level).copied();
        let region = match self.rules().constituencies {
            ConstituencyRule::Nation => Some(places.nation()),
            ConstituencyRule::Level(level) => of_level(level),
            ConstituencyRule::Table => None,
        };
        match (region, part.constituency) {
            (None, Some(constituency)) => District::Own(constituency),
            (region, _) => District::Region(region.unwrap_or_else(|| places.nation())),
        }
    }

    /// Constituencies that are no region of the chain.
    fn own_districts(&self) -> impl Iterator<Item = ConstituencyIx> {
        self.parts.iter().filter_map(|part| match self.district(part) {
            District::Own(constituency) => Some(constituency),
            District::Region(_) => None,
        })
    }

    /// The stations of all parts, by code.
    fn stations(&self) -> Vec<&Row> {
        let mut all: Vec<&Row> = self.parts.iter().flat_map(|part| &part.stations).collect();
        all.sort_unstable_by_key(|row| row.station);
        all
    }

    /// A region's type, in the words of both formats; none: they have no word for its level.
    fn unit_type(&self, region: RegionIx) -> Option<&'static str> {
        match self.view.tally.election().places.region(region).level {
            0 => Some("country"),
            1 => Some("state"),
            2 => Some("county"),
            _ => None,
        }
    }

    /// What the profile calls a region's level.
    fn level(&self, region: RegionIx) -> &'v str {
        let election = self.view.tally.election();
        let level = election.places.region(region).level;
        election.profile.levels.get(usize::from(level)).map_or("", |level| &level.id)
    }
}

/// Where a part's voters elect.
enum District {
    Region(RegionIx),
    Own(ConstituencyIx),
}

impl<'v> Part<'v> {
    fn new(
        view: &View<'v>,
        counted: &'v ContestTally,
        constituency: Option<ConstituencyIx>,
        stations: &[StationIx],
    ) -> Result<Part<'v>, RenderError> {
        let election = view.tally.election();
        let mut options: Vec<Choice<'v>> = Vec::new();
        let mut forms: Vec<(FormIx, Fields)> = Vec::new();
        for station in stations {
            let Some(ix) = election.form(counted.contest, *station) else { continue };
            if forms.iter().any(|(known, _)| *known == ix) {
                continue;
            }
            let form = election.form_by_ix(ix);
            for option in &form.options {
                if !options.iter().any(|known| known.key == option.key.as_str()) {
                    let colour = option.colour.as_deref().and_then(|colour| colour.strip_prefix('#'));
                    options.push(Choice { key: &option.key, name: &option.name, colour });
                }
            }
            forms.push((ix, Fields::default()));
        }
        for (ix, fields) in &mut forms {
            *fields = Fields::of(election.form_by_ix(*ix), &options);
        }
        let mut part = Part {
            constituency,
            id: constituency.map_or("", |ix| election.constituency(ix).code.as_str()),
            sums: vec![0; options.len()],
            invalid: None,
            options,
            stations: Vec::with_capacity(stations.len()),
            counted: 0,
        };
        for station in stations {
            let Some(ix) = election.form(counted.contest, *station) else { continue };
            if let Some((_, fields)) = forms.iter().find(|(known, _)| *known == ix) {
                part.push(counted, *station, fields)?;
            }
        }
        Ok(part)
    }

    fn push(
        &mut self,
        counted: &ContestTally,
        station: StationIx,
        fields: &Fields,
    ) -> Result<(), RenderError> {
        let state = counted.state(station);
        let cells = state.and_then(|state| state.cells.as_deref()).unwrap_or_default();
        let figure = |field: Option<FieldIx>| {
            let cell = cells.get(usize::from(field?.0)).copied();
            cell.and_then(Cell::figure).map(|figure| figure.0)
        };
        let mut row = Row {
            station,
            state: match state {
                Some(state) if state.counted => Count::In,
                Some(state) if state.version.is_some() => Count::Begun,
                Some(_) | None => Count::Nothing,
            },
            votes: None,
            invalid: None,
            registered: figure(fields.registered),
        };
        if let Count::In = row.state {
            // An option that this station's form lacks got none there.
            let votes: Vec<u32> = fields.votes.iter().map(|field| figure(*field).unwrap_or(0)).collect();
            for (sum, votes) in self.sums.iter_mut().zip(&votes) {
                *sum = add(*sum, *votes)?;
            }
            self.counted = add(self.counted, 1)?;
            row.votes = Some(votes);
            row.invalid = figure(fields.invalid);
            if let Some(invalid) = row.invalid {
                self.invalid = Some(add(self.invalid.unwrap_or(0), invalid)?);
            }
        }
        self.stations.push(row);
        Ok(())
    }
}

fn add(sum: u64, figure: u32) -> Result<u64, RenderError> {
    sum.checked_add(u64::from(figure)).ok_or_else(|| RenderError::TooLarge("a sum of votes".to_owned()))
}

/// Where a form has what a report says.
#[derive(Default)]
struct Fields {
    /// Of each of the part's options.
    votes: Vec<Option<FieldIx>>,
    invalid: Option<FieldIx>,
    registered: Option<FieldIx>,
}

impl Fields {
    fn of(form: &Form, options: &[Choice<'_>]) -> Fields {
        let field = |choice: &Choice<'_>| {
            form.options.iter().find(|option| option.key.as_str() == choice.key).map(|option| option.field)
        };
        Fields {
            votes: options.iter().map(field).collect(),
            invalid: form.field("invalid"),
            registered: form.field("voters.roll.total"),
        }
    }
}
