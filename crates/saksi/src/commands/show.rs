//! `saksi show`: one station or region, as the record has it.

use election::{Cell, FieldIx, RegionIx, StationIx};
use serde_json::Value;
use tally::{Claim, ContestTally, Sheet};

use super::figures;
use crate::cli::Show;
use crate::error::Failure;
use crate::folder::Folder;
use crate::layout::Table;
use crate::out;
use crate::record_json::station_in;
use crate::session::{Session, store};
use crate::texts::{Said as _, say, word};

/// Runs the command.
pub fn run(arguments: &Show) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let session = Session::open_at(&folder, &store(&folder), arguments.at)?;
    let places = &session.replay.election().places;
    let place = match (places.find_station(&arguments.place), places.find_region(&arguments.place)) {
        (Some(station), _) => Place::Station(station),
        (None, Some(region)) => Place::Region(region),
        (None, None) => return Err(Failure::NoPlace(arguments.place.clone())),
    };
    if arguments.json {
        return json(&session, place);
    }
    print(&session, place);
    Ok(())
}

#[derive(Clone, Copy)]
enum Place {
    Station(StationIx),
    Region(RegionIx),
}

fn contests(session: &Session) -> impl Iterator<Item = &ContestTally> {
    session.replay.tally.contests().iter().filter(|counted| counted.rostered)
}

fn json(session: &Session, place: Place) -> Result<(), Failure> {
    let cut = session.cut();
    let keys = session.keys_by_place();
    let view = session.view(&cut, &keys);
    let election = session.replay.election();
    let mut found = serde_json::Map::new();
    for counted in contests(session) {
        let value = match place {
            Place::Station(station) => {
                let station = election.places.station(station);
                let bytes = record::sheets(&view, counted.contest, station.region)?;
                station_in(&serde_json::from_slice(&bytes)?, station.code.as_str())
            }
            Place::Region(region) => {
                serde_json::from_slice(&record::totals(&view, counted.contest, region)?)?
            }
        };
        found.insert(election.profile.contest_at(counted.contest).id.clone(), value);
    }
    out::line(&serde_json::to_string(&Value::Object(found))?);
    Ok(())
}

fn print(session: &Session, place: Place) {
    let places = &session.replay.election().places;
    let (name, code, above): (&str, _, Vec<RegionIx>) = match place {
        Place::Station(ix) => {
            let station = places.station(ix);
            (&station.name, station.code, places.chain(ix).collect())
        }
        Place::Region(ix) => {
            let region = places.region(ix);
            (&region.name, region.code, places.ancestry(ix).filter(|above| *above != ix).collect())
        }
    };
    let mut above: Vec<(u8, &str)> =
        above.into_iter().map(|ix| (places.region(ix).level, &*places.region(ix).name)).collect();
    above.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    let above: Vec<&str> = above.into_iter().map(|(_, name)| name).collect();
    out::line(&say!("show-place", name = name, code = code.as_str(), above = above.join(", ")));
    if session.replay.definition.practice {
        out::line(&say!("practice"));
    }
    out::gap();
    for counted in contests(session) {
        match place {
            Place::Station(station) => print_station(session, counted, station),
            Place::Region(region) => {
                figures::print(session, counted, region);
                print_plenaries(session, counted, region);
            }
        }
    }
}

fn print_station(session: &Session, counted: &ContestTally, station: StationIx) {
    let election = session.replay.election();
    let contest = election.profile.contest_at(counted.contest);
    let Some(form) = election.form(counted.contest, station).map(|ix| election.form_by_ix(ix)) else {
        return;
    };
    let name = figures::message(session, &contest.name_key).unwrap_or_default();
    out::line(&say!("show-contest", id = contest.id, name = name));
    let nothing = Sheet::expected();
    let sheet = counted.sheet(station).unwrap_or(&nothing);
    print_state(session, counted, sheet);
    if sheet.versions.is_empty() {
        out::gap();
        return;
    }
    let stands = sheet.standing_version().map(|version| version.entry);
    out::line(&say!("show-versions", count = sheet.versions.len()));
    print_versions(session, sheet, stands);
    out::gap();
    let mut table = Table::of_numbers();
    let mut head = vec![say!("show-field")];
    head.extend(sheet.versions.iter().map(|version| entry(version.entry, stands)));
    table.cells(head);
    for (ix, field) in (0..).map(FieldIx).zip(&form.fields) {
        let mut row = vec![field.name.to_string()];
        row.extend(sheet.versions.iter().map(|version| claimed(&version.claim, ix)));
        table.cells(row);
    }
    table.print();
    out::gap();
}

fn print_state(session: &Session, counted: &ContestTally, sheet: &Sheet) {
    let state = &sheet.state;
    let mut table = Table::of_words();
    table.row([say!("figures-quality"), word("quality", state.quality.text())]);
    table.row([say!("figures-standing"), word("standing", state.standing.text())]);
    let flags: Vec<String> = [
        (state.confirmed, "confirmed"),
        (state.votes_corrected, "votes-corrected"),
        (state.disputed, "disputed"),
        (state.evidence_pending, "evidence-pending"),
        (state.rivals, "rivals"),
        (state.partly_read, "partly-read"),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, name)| word("flag", name))
    .collect();
    if !flags.is_empty() {
        table.row([say!("figures-flags"), flags.join(" · ")]);
    }
    let mut checks = |title: String, bits: u64| {
        let failing = counted.checks.iter().enumerate().filter(|(position, _)| bits >> position & 1 == 1);
        for (_, check) in failing {
            let key = format!("check-{}", check.id);
            let text = figures::message(session, &key).unwrap_or_default();
            table.row([title.clone(), format!("{}  {text}", check.id).trim_end().to_owned()]);
        }
    };
    checks(say!("figures-fails"), state.outcomes.fails);
    checks(say!("figures-undecided"), state.outcomes.undecided);
    for (title, count) in
        [(say!("show-objections"), sheet.objections.len()), (say!("show-rulings"), sheet.rulings.len())]
    {
        if count > 0 {
            table.row([title, count.said()]);
        }
    }
    if let Some(plenary) = sheet.plenary {
        table.row([say!("show-plenary"), say!("asked-entry", entry = plenary.to_string())]);
    }
    table.print();
    out::gap();
}

fn print_versions(session: &Session, sheet: &Sheet, stands: Option<u64>) {
    let profile = &session.replay.election().profile;
    let mut table = Table::of_words();
    table.row([
        say!("show-entry"),
        say!("show-at"),
        say!("show-by"),
        say!("show-stage"),
        say!("show-evidence"),
        say!("show-reason"),
    ]);
    for version in &sheet.versions {
        let key = session.replay.keyring.records().get(version.key as usize);
        let stage = profile.stages.get(usize::from(version.stage));
        let reason = version.reason.and_then(|reason| profile.reasons.get(usize::from(reason)));
        let text = |key: Option<&String>| key.and_then(|key| figures::message(session, key)).unwrap_or("-");
        table.row([
            entry(version.entry, stands),
            version.at.to_string(),
            key.map_or_else(|| "-".to_owned(), |record| record.key.name().as_str().to_owned()),
            text(stage.map(|stage| &stage.name_key)).to_owned(),
            version.evidence.len().said(),
            text(reason.map(|reason| &reason.explain_key)).to_owned(),
        ]);
    }
    table.print();
}

/// The entry's index, marked where it stands.
fn entry(index: u64, stands: Option<u64>) -> String {
    if stands == Some(index) { format!("{index}*") } else { index.to_string() }
}

fn claimed(claim: &Claim, field: FieldIx) -> String {
    match claim {
        Claim::Figures(cells) => match cells.get(usize::from(field.0)) {
            Some(Cell::Read(figure)) => figure.0.said(),
            Some(Cell::Unread(why)) => word("unread", why.text()),
            None => "-".to_owned(),
        },
        Claim::Withdrawn(Some(fields)) if !fields.contains(&field) => "-".to_owned(),
        Claim::Withdrawn(_) => word("unread", "withdrawn"),
    }
}

fn print_plenaries(session: &Session, counted: &ContestTally, region: RegionIx) {
    let Some(record) = counted.record(region).filter(|record| !record.plenaries.is_empty()) else { return };
    // A region that several constituencies cut has a sheet for each.
    let standing: Vec<u64> = record.standing_sheets().map(|plenary| plenary.entry).collect();
    out::line(&say!("show-plenaries", count = record.plenaries.len()));
    let mut table = Table::of_words();
    table.row([say!("show-entry"), say!("show-at"), say!("show-by"), say!("show-stage")]);
    for plenary in &record.plenaries {
        let key = session.replay.keyring.records().get(plenary.key as usize);
        let stage = session.replay.election().profile.stages.get(usize::from(plenary.stage));
        let stands = standing.contains(&plenary.entry).then_some(plenary.entry);
        table.row([
            entry(plenary.entry, stands),
            plenary.at.to_string(),
            key.map_or_else(|| "-".to_owned(), |record| record.key.name().as_str().to_owned()),
            stage.and_then(|stage| figures::message(session, &stage.name_key)).unwrap_or("-").to_owned(),
        ]);
    }
    table.print();
    if record.rivals {
        out::line(&say!("show-rivals"));
    }
    out::gap();
}
