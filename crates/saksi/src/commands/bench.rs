//! `saksi bench-cut`: from the durable commit of one new statement to its cut, in a running publisher. For measuring only:
//! it adds statements that change figures, so it belongs on a copy.

use std::time::Instant;

use election::{Cell, StationIx};
use publish::Publisher;
use record::Renderer;
use statement::{Body, Evidence, HexHash, Moment, Pairs, Sheet, encode_text, sign};
use tally::{ContestTally, Version};

use super::init::LOG_KEY;
use super::publish::cut;
use crate::cli::BenchCut;
use crate::error::Failure;
use crate::folder::Folder;
use crate::keys::{self, Passphrase};
use crate::session::{Session, now_ms, store, writer};

/// Runs the command: prints one line of JSON a round.
pub fn run(arguments: &BenchCut) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let passphrase = Passphrase::for_existing_keys();
    let mut sequencer = writer(&folder, keys::open(&folder, LOG_KEY, &passphrase)?)?;
    let files = store(&folder);
    let mut session = Session::open(&folder, &files)?;
    session.replay.tally.take_changes();
    let renderer = Renderer::new(session.replay.election())?;
    let mut publisher =
        Publisher::open(&folder.public(), &folder.ledger(), folder.all_blobs()?, &folder.cuts())?;
    for round in 0..arguments.rounds {
        let note = changed_sheet(&folder, &session, &passphrase, round)?;
        let begun = Instant::now();
        sequencer.append(&[note], now_ms())?;
        let commit = begun.elapsed();
        session.head = sequencer.head().clone();
        session.read_to(&files, sequencer.size())?;
        let made = cut(&mut publisher, &mut session, &renderer, false)?;
        let whole = begun.elapsed();
        println!(
            "{{\"commit_us\":{},\"cut_us\":{},\"written\":{}}}",
            commit.as_micros(),
            whole.saturating_sub(commit).as_micros(),
            made.written
        );
    }
    Ok(())
}

/// A sheet that stands, restated with one vote more.
fn changed_sheet(
    folder: &Folder,
    session: &Session,
    passphrase: &Passphrase,
    round: u32,
) -> Result<Vec<u8>, Failure> {
    let election = session.replay.election();
    let profile = &election.profile;
    let found =
        session.replay.tally.contests().iter().filter(|counted| counted.rostered).find_map(|counted| {
            let stations = u32::try_from(election.places.stations().len()).unwrap_or(u32::MAX);
            // Rounds fall on different places.
            let from = round.wrapping_mul(7919) % stations.max(1);
            (from..stations)
                .chain(0..from)
                .map(StationIx)
                .find_map(|station| standing(counted, station).map(|version| (counted, station, version)))
        });
    let (counted, station, version) =
        found.ok_or_else(|| Failure::Simulation("no sheet stands in this election".to_owned()))?;
    let form = election
        .form(counted.contest, station)
        .map(|ix| election.form_by_ix(ix))
        .ok_or_else(|| Failure::Simulation("no form".to_owned()))?;
    let mut cells: Vec<Cell> =
        counted.state(station).and_then(|state| state.cells.as_deref()).unwrap_or(&[]).to_vec();
    if let Some(Cell::Read(figure)) =
        form.options.first().and_then(|option| cells.get_mut(usize::from(option.field.0)))
    {
        figure.0 = figure.0.saturating_add(1);
    }
    let values = form
        .fields
        .iter()
        .zip(&cells)
        .filter_map(|(field, cell)| Some((field.name.as_str(), cell.figure()?.0)))
        .collect();
    let unread = tally::unread_of(form, &cells)
        .into_iter()
        .map(|(name, why)| (name, statement::UnreadText(why)))
        .collect();
    let twice = |name: &str| Failure::Simulation(format!("field {name} twice"));
    let source = &profile.sources.first().ok_or_else(|| Failure::Simulation("no source".to_owned()))?.id;
    let role = profile.roles.iter().find(|role| role.restates).map_or("importer", |role| role.id.as_str());
    let reason = profile.reasons.first().map(|reason| reason.id.as_str());
    let stage = profile.stages.get(usize::from(version.stage)).map_or("", |stage| stage.id.as_str());
    let body = Body::Sheet(Sheet {
        text: None,
        contest: &profile.contest_at(counted.contest).id,
        station: election.places.station(station).code.as_str(),
        stage,
        run: None,
        values: Pairs::new(values).map_err(twice)?,
        unread: Pairs::new(unread).map_err(twice)?,
        evidence: version
            .evidence
            .iter()
            .map(|_| Evidence { page: None, sha256: None, media: None, bytes: None, uri: None })
            .collect(),
        method: Pairs::default(),
        confidence: Pairs::default(),
        source: Some(source),
        supersedes: Some(HexHash(version.id)),
        reason,
        at: Moment::new(version.at.unix_seconds() + 1 + i64::from(round), 0)
            .map_err(|error| Failure::Simulation(error.to_string()))?,
    });
    let key = keys::open(folder, &format!("{role}-{source}"), passphrase)?;
    Ok(sign(&encode_text(&profile.header, &body)?, &[&key])?)
}

fn standing(counted: &ContestTally, station: StationIx) -> Option<&Version> {
    let sheet = counted.sheet(station)?;
    if sheet.state.counted { sheet.standing_version() } else { None }
}
