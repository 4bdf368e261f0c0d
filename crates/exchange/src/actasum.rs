//! A tally as the files that `actasum verify` reads (statements v0.1, official totals v0.1 of that public tool), so that a
//! program by others adds the stations up and compares the sums with ours.
//!
//! One contest, one area level. `statements.jsonl` holds one statement for each station about which anything was stated,
//! with what stands; `official.json` holds our published totals of every region of the level. What we say of a sum and
//! what the stations say must then agree figure by figure: totals come from the fold's own running sums, statements from
//! the sheets, so a wrong addition anywhere is a difference there. Where figures are unread, both sides say how many, and
//! the tool reports the sum as a lower bound.
//!
//! Ballots that are neither valid nor invalid do not exist on these forms, so `blank` is `no-field`; `null` is `invalid`.

use std::io::{self, Write};

use election::{Cell, Column, ContestIx, Form, RegionIx, StageKind, StationIx, Unread};
use serde_json::{Map, Value, json};
use tally::{ContestTally, State, Tally};

const VALID: &str = "valid";
const INVALID: &str = "invalid";
const REGISTERED: &str = "voters.roll.total";

/// Writes `statements.jsonl`: one line of canonical JSON (sorted keys, no white space) a station. Returns how many.
///
/// # Errors
/// Those of the writer.
pub fn write_statements(tally: &Tally, contest: ContestIx, out: &mut dyn Write) -> io::Result<u64> {
    let mut written = 0;
    for (station, state) in stated(tally, contest) {
        if let Some(statement) = statement(tally, contest, station, state) {
            writeln!(out, "{statement}")?;
            written += 1;
        }
    }
    Ok(written)
}

/// Writes `official.json`: our totals of every region of a level (1: right below the nation) that expects sheets.
///
/// # Errors
/// Those of the writer.
pub fn write_official(tally: &Tally, contest: ContestIx, level: u8, out: &mut dyn Write) -> io::Result<()> {
    let election = tally.election();
    let mut areas = Map::new();
    let counted = tally.contest(contest).filter(|counted| counted.rostered);
    for region in election.places.region_ixs(level) {
        let totals = counted.and_then(|counted| Some((counted, counted.totals(region)?)));
        if let Some((counted, _)) = totals.filter(|(_, totals)| totals.expected > 0) {
            areas.insert(region_path(tally, region), area(tally, counted, region));
        }
    }
    let level_id = election.profile.levels.get(usize::from(level)).map_or("", |level| level.id.as_str());
    let document = json!({
        "spec": "actasum/official-totals/v0.1",
        "profile": election.profile.id,
        "election": election_id(tally, contest),
        "level": level_id,
        "grouping": format!("station-prefix/{level}"),
        "areas": areas,
        "source": { "kind": "published-totals", "entries": tally.size() },
    });
    writeln!(out, "{document}")
}

fn election_id(tally: &Tally, contest: ContestIx) -> String {
    let profile = &tally.election().profile;
    format!("{}/{}", profile.id, profile.contest_at(contest).id)
}

fn stated(tally: &Tally, contest: ContestIx) -> impl Iterator<Item = (StationIx, &State)> {
    let stations = u32::try_from(tally.election().places.stations().len()).unwrap_or(u32::MAX);
    let counted = tally.contest(contest).filter(|counted| counted.rostered);
    (0..stations).map(StationIx).filter_map(move |station| {
        let state = counted?.state(station)?;
        state.cells.is_some().then_some((station, state))
    })
}

// A region's code may be no beginning of its station's codes, so the path is written out: `11/1101/...`.
fn region_path(tally: &Tally, region: RegionIx) -> String {
    let places = &tally.election().places;
    let mut codes: Vec<String> = places
        .ancestry(region)
        .map(|ix| places.region(ix))
        .filter(|r| r.level > 0)
        .map(|region| region.code.to_string())
        .collect();
    codes.reverse();
    codes.join("/")
}

fn statement(tally: &Tally, contest: ContestIx, station: StationIx, state: &State) -> Option<Value> {
    let election = tally.election();
    let form = election.form_by_ix(election.form(contest, station)?);
    let cells = state.cells.as_deref()?;
    let place = election.places.station(station);
    let cell = |name: &str| form.field(name).and_then(|field| cells.get(usize::from(field.0)).copied());
    let mut counts = Counts::default();
    for option in &form.options {
        let cell = cells.get(usize::from(option.field.0)).copied()?;
        match cell {
            Cell::Read(figure) => {
                counts.candidatures.insert(option.key.to_string(), figure.0.into());
            }
            Cell::Unread(why) => counts.lacks(&format!("candidature:{}", option.key), why),
        }
    }
    counts.lacks("blank", Unread::NoField);
    let mut document = Map::new();
    let mut figures = Map::new();
    match cell(INVALID) {
        Some(Cell::Read(figure)) => {
            figures.insert("null".to_owned(), figure.0.into());
        }
        Some(Cell::Unread(why)) => counts.lacks("null", why),
        None => counts.lacks("null", Unread::NoField),
    }
    for (name, field) in [("registered", REGISTERED), ("candidature_total", VALID)] {
        if let Some(Cell::Read(figure)) = cell(field) {
            figures.insert(name.to_owned(), figure.0.into());
        }
    }
    figures.insert("candidatures".to_owned(), counts.candidatures.into());
    for (name, items) in [("unread", counts.unread), ("not_on_sheet", counts.not_on_sheet)] {
        if !items.is_empty() {
            figures.insert(name.to_owned(), items.into());
        }
    }
    let constituency = election.constituency_of(contest, station).map(|ix| election.constituency(ix).code);
    let constituency = constituency.unwrap_or(election.profile.nation.code);
    document.insert("spec".to_owned(), "actasum/statement/v0.1".into());
    document.insert("profile".to_owned(), election.profile.id.clone().into());
    document.insert("election".to_owned(), election_id(tally, contest).into());
    document
        .insert("station".to_owned(), format!("{}/{}", region_path(tally, place.region), place.code).into());
    document.insert("constituency".to_owned(), constituency.as_str().into());
    document.insert("counts".to_owned(), figures.into());
    if let Some(stage) = stage(tally, contest, station, state) {
        document.insert("stage".to_owned(), stage.into());
    }
    let version = tally.contest(contest)?.sheet(station)?.standing_version()?;
    document.insert("evidence".to_owned(), json!({ "kind": "statement", "sha256": version.id.to_hex() }));
    if !counts.reasons.is_empty() {
        document.insert("extra".to_owned(), json!({ "unread": counts.reasons }));
    }
    Some(document.into())
}

// Absent for the count at the station, which is the format's default.
fn stage(tally: &Tally, contest: ContestIx, station: StationIx, state: &State) -> Option<&'static str> {
    let sheet = tally.contest(contest)?.sheet(station)?;
    let version = sheet.versions.get(usize::try_from(state.version?).ok()?)?;
    match tally.election().profile.stages.get(usize::from(version.stage))?.kind {
        StageKind::Count => None,
        StageKind::Plenary | StageKind::Determination => Some("canvass"),
        StageKind::Ruling => Some("ruling"),
        StageKind::Rerun => Some("rerun"),
    }
}

#[derive(Default)]
struct Counts {
    candidatures: Map<String, Value>,
    unread: Map<String, Value>,
    not_on_sheet: Map<String, Value>,
    reasons: Map<String, Value>,
}

impl Counts {
    // The format knows two reasons; ours stand beside them, so that none is lost.
    fn lacks(&mut self, item: &str, why: Unread) {
        let word = match why {
            Unread::NoField => {
                self.not_on_sheet.insert(item.to_owned(), "no-field".into());
                return;
            }
            Unread::Illegible => "illegible",
            Unread::Empty | Unread::NotPublished | Unread::Withdrawn => "empty",
        };
        self.unread.insert(item.to_owned(), word.into());
        self.reasons.insert(item.to_owned(), why.text().into());
    }
}

/// Our totals of a region: the fold's sums over sheets on which every option is read, and beside them what is read of the
/// other stated sheets, as the statements have both.
fn area(tally: &Tally, counted: &ContestTally, region: RegionIx) -> Value {
    let election = tally.election();
    let contest = election.profile.contest_at(counted.contest);
    let beside = Beside::of(tally, counted, region, contest.columns.len());
    let totals = counted.totals(region);
    let mut candidatures = Map::new();
    let mut unread = Map::new();
    let mut whole = Map::new();
    let mut sum_of_votes = 0u64;
    for (position, column) in contest.columns.iter().enumerate() {
        let Some(item) = item_of(column) else { continue };
        let all = totals.and_then(|totals| totals.all.sums.get(position)).map_or(0, |sum| sum.get());
        let sum = all.saturating_add(beside.sums.get(position).copied().unwrap_or(0));
        let missing = beside.unread.get(position).copied().unwrap_or(0);
        if missing > 0 {
            unread.insert(item.clone(), missing.into());
        }
        match &column.option {
            Some(option) => {
                sum_of_votes = sum_of_votes.saturating_add(sum);
                if beside.on_form.get(position).copied().unwrap_or(false) {
                    candidatures.insert(option.clone(), sum.into());
                }
            }
            None => {
                whole.insert(item, sum.into());
            }
        }
    }
    whole.insert("candidatures".to_owned(), candidatures.into());
    whole.insert("candidature_total".to_owned(), sum_of_votes.into());
    whole.insert("stations".to_owned(), beside.stations.into());
    if !unread.is_empty() {
        whole.insert("unread".to_owned(), unread.into());
    }
    whole.into()
}

fn item_of(column: &Column) -> Option<String> {
    match &column.option {
        Some(option) => Some(format!("candidature:{option}")),
        None if column.name == INVALID => Some("null".to_owned()),
        None => None,
    }
}

/// What stands beside the totals of a region.
struct Beside {
    stations: u64,
    /// For each column: the sum over stated sheets that do not count.
    sums: Vec<u64>,
    /// For each column: expected sheets that have the field and on which it is unread.
    unread: Vec<u64>,
    /// For each column: whether a form in the region has it.
    on_form: Vec<bool>,
}

impl Beside {
    fn of(tally: &Tally, counted: &ContestTally, region: RegionIx, columns: usize) -> Beside {
        let election = tally.election();
        let mut beside = Beside {
            stations: 0,
            sums: vec![0; columns],
            unread: vec![0; columns],
            on_form: vec![false; columns],
        };
        for station in election.places.stations_in(region) {
            let Some(form) = election.form(counted.contest, station) else { continue };
            let state = counted.state(station);
            let cells = state.and_then(|state| state.cells.as_deref());
            beside.stations += u64::from(cells.is_some());
            beside.add(election.form_by_ix(form), cells, state.is_some_and(|state| state.counted));
        }
        beside
    }

    fn add(&mut self, form: &Form, cells: Option<&[Cell]>, counted: bool) {
        for (position, field) in form.fields.iter().enumerate() {
            let Some(column) = field.column.map(|column| usize::from(column.0)) else { continue };
            if let Some(on_form) = self.on_form.get_mut(column) {
                *on_form = true;
            }
            match cells.and_then(|cells| cells.get(position)) {
                Some(Cell::Read(figure)) => {
                    if let Some(sum) = self.sums.get_mut(column).filter(|_| !counted) {
                        *sum = sum.saturating_add(u64::from(figure.0));
                    }
                }
                Some(Cell::Unread(Unread::NoField)) => {}
                Some(Cell::Unread(
                    Unread::Illegible | Unread::Empty | Unread::NotPublished | Unread::Withdrawn,
                ))
                | None => {
                    if let Some(unread) = self.unread.get_mut(column) {
                        *unread += 1;
                    }
                }
            }
        }
    }
}
