//! What was carried in and does not agree with what came in meanwhile: nothing of it is mended here, a person decides.

use election::Election;
use ledger::Hash;
use statement::{Body, Plenary as Stated, Statement};
use tally::Replay;

use crate::plenary::{Plenary, Whose};

/// What does not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Contest id.
    pub contest: String,
    /// Station's or region's code.
    pub place: String,
    /// How.
    pub what: &'static str,
}

/// Sheets that were carried and now have rivals; plenaries that were, and whose figures are not those that stand here. Each is told once.
pub fn conflicts<'n>(replay: &Replay, notes: impl IntoIterator<Item = &'n [u8]>) -> Vec<Conflict> {
    let mut found = Vec::new();
    for note in notes {
        add(replay, note, &mut found);
    }
    found
}

fn add(replay: &Replay, note: &[u8], found: &mut Vec<Conflict>) {
    let election = replay.election();
    let Ok(statement) = Statement::parse(&election.profile.header, note) else { return };
    let id = statement::statement_id(statement.text);
    let told = if let Body::Sheet(body) = &statement.body {
        rivals(replay, election, body.contest, body.station).then_some((body.contest, body.station, "rivals"))
    } else if let Body::Plenary(body) = &statement.body {
        differs(replay, body, id).map(|what| (body.contest, body.region, what))
    } else {
        None
    };
    let Some((contest, place, what)) = told else { return };
    let conflict = Conflict { contest: contest.to_owned(), place: place.to_owned(), what };
    if !found.contains(&conflict) {
        found.push(conflict);
    }
}

fn rivals(replay: &Replay, election: &Election, contest: &str, station: &str) -> bool {
    let contest = election.profile.contest(contest).and_then(|contest| replay.tally.contest(contest));
    let station = election.places.find_station(station);
    let state = contest.zip(station).and_then(|(contest, station)| contest.state(station));
    state.is_some_and(|state| state.rivals)
}

/// What is not as the plenary states it: another stands, or the figures below it are not those it added up.
fn differs(replay: &Replay, body: &Stated<'_>, id: Hash) -> Option<&'static str> {
    let whose = Whose {
        contest: body.contest.to_owned(),
        region: body.region.to_owned(),
        constituency: body.constituency.map(str::to_owned),
    };
    let plenary = Plenary::find(replay, &whose).ok()?;
    if plenary.record().is_some_and(|record| record.rivals) {
        return Some("rivals");
    }
    let standing = plenary.standing().filter(|standing| standing.id == id)?;
    let now = plenary.cells().ok()?;
    (*standing.cells != *now).then_some("changed")
}
