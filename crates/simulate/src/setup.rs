//! Before the polls open: the definition, the sheets expected, the keys, the roll.

use election::Election;
use ledger::VerifyingKey;
use statement::{Blob, Body, Definition, Key, Moment, Pairs, Roll, Roster, encode_text};

use crate::book::Book;
use crate::cast;
use crate::chain::Script;
use crate::error::SimulateError;
use crate::keys::{DemoKey, SignerId, signers};
use crate::night::Draft;
use crate::places::Demo;
use crate::scene::Scene;

const DAY: i64 = 86_400;

/// The first entry: a practice named `simulasi`, signed by the first of [`crate::keys`].
///
/// `profile_json` is the profile's bundle as the blob will hold it; `log` the ledger's key. The blobs are that text
/// and the four tables.
///
/// # Errors
/// When a text can't be part of a statement.
pub fn definition(
    election: &Election,
    demo: &Demo,
    profile_json: &str,
    log: &VerifyingKey,
    seed: u64,
    at: Moment,
) -> Result<Draft, SimulateError> {
    let first = SignerId::new(cast::NATION, election.profile.nation.code.as_str());
    let key = DemoKey::new(seed, first.clone()).signing_key()?.verifying_key().to_string();
    let log = log.to_string();
    let csv = |text: &str| Blob::of(text.as_bytes(), "text/csv");
    let body = Body::Definition(Definition {
        election: cast::ELECTION,
        practice: true,
        profile: Blob::of(profile_json.as_bytes(), "application/json"),
        regions: csv(&demo.regions_csv),
        stations: csv(&demo.stations_csv),
        constituencies: Some(csv(&demo.constituencies_csv)),
        candidates: Some(csv(&demo.candidates_csv)),
        outlines: None,
        log: &log,
        key: &key,
        role: first.role,
        at,
    });
    Ok(Draft { text: encode_text(&election.profile.header, &body)?, signers: vec![first.clone()], at })
}

/// Roster, roll and every key that is there from the start, on the days before.
pub(crate) fn setup(scene: &Scene<'_>, book: &Book, script: &mut Script) -> Result<(), SimulateError> {
    let nation = SignerId::new(cast::NATION, scene.nation());
    let root = scene.election.places.nation();
    let mut expected = Vec::new();
    for id in cast::CONTESTS {
        let count = scene.election.stations_holding(scene.contest(id)?, root).count();
        expected.push((id, count as u64));
    }
    let roster = Body::Roster(Roster {
        contests: cast::CONTESTS.to_vec(),
        expected: Pairs::new(expected).unwrap_or_default(),
        at: scene.moment(-7 * DAY)?,
    });
    script.put(scene, -7 * DAY, vec![nation.clone()], &roster)?;
    let mut second = -5 * DAY;
    for signer in signers(scene).into_iter().filter(|signer| *signer != nation && !later(signer)) {
        second += 60;
        register(scene, book, script, second, &signer)?;
    }
    let counts = format!("region,stations\n{},{}\n", scene.code(scene.regency), stations(scene));
    let content = script.attach(counts.into_bytes(), "text/csv");
    let roll = Body::Roll(Roll { list: "dpt-simulasi", content, at: scene.moment(-2 * DAY)? });
    script.put(scene, -DAY, vec![nation], &roll)?;
    Ok(())
}

/// Registers a key: the first key registers the administrator, who registers all others.
pub(crate) fn register(
    scene: &Scene<'_>,
    book: &Book,
    script: &mut Script,
    second: i64,
    signer: &SignerId,
) -> Result<(), SimulateError> {
    let registrar = if signer.role == cast::ADMINISTRATOR { cast::NATION } else { cast::ADMINISTRATOR };
    let key = book.vkey(signer);
    let body = Body::Key(Key {
        key: &key,
        role: signer.role,
        scope: &signer.scope,
        source: (signer.role == cast::IMPORTER).then_some(cast::SOURCE),
        at: scene.moment(second)?,
    });
    let both = vec![SignerId::new(registrar, scene.nation()), signer.clone()];
    script.put(scene, second, both, &body)?;
    Ok(())
}

fn later(signer: &SignerId) -> bool {
    signer.role == cast::STATION && signer.number > 1
}

fn stations(scene: &Scene<'_>) -> usize {
    scene.election.places.stations_in(scene.regency).count()
}
