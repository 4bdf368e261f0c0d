//! `saksi demo`: a small election from a seed, with every quality, standing, flag and broken sum in it.

use std::collections::HashMap;
use std::sync::Arc;

use blobs::Blobs as _;
use election::{CandidateTable, ConstituencyTable, Election, Places, Profile};
use ledger::{Entry, KeyKind, KeyName, SigningKey};
use publish::Publisher;
use record::Renderer;
use sequencer::{FolderLock, FolderStore, Sequencer};
use simulate::{Draft, SignerId};
use statement::{Kind, Moment, sign};
use tally::Replay;

use super::bundles;
use super::init::{LOG_KEY, find_profile};
use super::publish::{cut, write_policy};
use super::read::judgement;
use super::serve::serve;
use super::{next, quoted};

use crate::cli::Demo;
use crate::error::Failure;
use crate::folder::{Config, Folder};
use crate::keys::{self, Passphrase};
use crate::layout::Table;
use crate::out;
use crate::session::{Session, store};
use crate::texts::say;

/// The close of the polls of the invented election day.
const POLLS_CLOSE: &str = "2029-02-14T13:00:00+07:00";
/// Groups of statements, a cut after each.
const STEPS: usize = 6;
/// The layout of the sheets that are filled and photographed.
const ON_PAPER: &str = "layouts/c-hasil-ppwp.toml";

/// Runs the command.
pub fn run(arguments: &Demo) -> Result<(), Failure> {
    let Demo { seed, stations, .. } = *arguments;
    let stations = stations.max(simulate::least_stations());
    let bundle = find_profile("id-2024")?;
    let made = simulate::places(seed, stations);
    let profile = Profile::from_bundle(&bundle)?;
    let places = Places::parse(&profile, made.regions_csv.as_bytes(), made.stations_csv.as_bytes())?;
    let constituencies = ConstituencyTable::parse(made.constituencies_csv.as_bytes())?;
    let candidates = CandidateTable::parse(made.candidates_csv.as_bytes())?;
    let election = Arc::new(Election::new(profile, places, Some(constituencies), Some(candidates))?);
    let start = Moment::parse(POLLS_CLOSE).map_err(|error| Failure::Simulation(error.to_string()))?;

    let origin = "localhost/demo/ledger".to_owned();
    let config = Config {
        election: "simulasi".to_owned(),
        origin: origin.clone(),
        listen: arguments.listen.clone(),
        tables: true,
        store: None,
        services: None,
        mirrors: Vec::new(),
        bundle_at: Some("00:00".to_owned()),
    };
    let folder = Folder::create(&arguments.folder, config)?;
    let profile_json = bundle.to_json();
    for blob in
        [&profile_json, &made.regions_csv, &made.stations_csv, &made.constituencies_csv, &made.candidates_csv]
    {
        folder.own_blobs()?.keep_bytes(blob.as_bytes())?;
    }
    let layout = bundle.file(ON_PAPER)?;
    let studio =
        simulate::Studio::new(layout, judgement(&bundle)?, arguments.on_paper).map_err(simulation)?;
    let night = simulate::night(&election, seed, start, STEPS, Some(&studio)).map_err(simulation)?;
    drop(studio);
    for attachment in &night.attachments {
        folder.own_blobs()?.keep_bytes(&attachment.bytes)?;
    }
    if stations > arguments.stations {
        out::line(&say!("demo-raised", stations = stations));
    }
    let statements = night.steps.iter().map(Vec::len).sum::<usize>();
    out::line(&say!("demo-making", stations = stations, statements = statements, folder = folder.root()));
    out::gap();

    let signers: HashMap<SignerId, SigningKey> = simulate::keys(&election, seed)
        .map_err(simulation)?
        .into_iter()
        .map(|key| {
            let signing = key.signing_key().map_err(|error| Failure::Simulation(error.to_string()))?;
            Ok((key.signer, signing))
        })
        .collect::<Result<_, Failure>>()?;
    // The ledger's key follows from the seed too: equal seeds make equal elections, and nobody may trust either.
    let log_seed = ledger::sha256(format!("saksi demonstration {seed}").as_bytes()).0;
    keys::keep(&folder, LOG_KEY, &origin, log_seed, &Passphrase::none())?;
    let name = KeyName::new(origin).map_err(|error| Failure::Simulation(error.to_string()))?;
    let log = SigningKey::from_seed(name, KeyKind::Ed25519, log_seed);
    let log_key = log.verifying_key().to_string();
    let defined = night.steps.iter().flatten().map(|draft| draft.at).min().unwrap_or(start);
    let definition =
        simulate::definition(&election, &made, &profile_json, log.verifying_key(), seed, defined)
            .map_err(simulation)?;

    let mut clock = milliseconds(defined);
    let mut sequencer = Sequencer::create(store(&folder), FolderLock::open(folder.head())?, log, clock)?;
    let note = signed(&signers, &definition)?;
    clock = sequencer.append(std::slice::from_ref(&note), clock + 1)?.time_ms;
    let entry = Entry { time_ms: clock, batch: 1, note: &note }.encode();
    let replay = Replay::begin(&entry, &|hash| folder.blob(hash))?;
    write_policy(&folder, &log_key)?;
    crate::programs::write(&folder)?;
    crate::elsewhere::write(&folder)?;
    folder.seal()?;

    publish_steps(&folder, &night.steps, &signers, (sequencer, replay), clock)?;
    tell(arguments, &folder);
    if arguments.no_serve {
        return Ok(());
    }
    serve(&folder.public(), Some(folder.packed()), &arguments.listen, &|address| {
        out::line(&say!("demo-serving", address = address.to_string()));
    })
}

/// Enters each step and makes a cut of it, and the bundles in the end.
fn publish_steps(
    folder: &Folder,
    steps: &[Vec<Draft>],
    signers: &HashMap<SignerId, SigningKey>,
    (mut sequencer, mut replay): (Sequencer<FolderStore, FolderLock>, Replay),
    mut clock: u64,
) -> Result<(), Failure> {
    let files = store(folder);
    let mut publisher =
        Publisher::open(&folder.public(), &folder.ledger(), folder.all_blobs()?, &folder.cuts())?;
    let mut session: Option<Session> = None;
    let renderer = Renderer::new(replay.election())?;
    let last = steps.len();
    for (number, step) in (1usize..).zip(steps) {
        log_step(&mut sequencer, &mut replay, signers, step, &mut clock)?;
        let mut reading = match session.take() {
            Some(mut reading) => {
                reading.head = sequencer.head().clone();
                reading
            }
            None => Session::begin(folder, &files)?,
        };
        reading.read_to(&files, sequencer.size())?;
        let made = cut(&mut publisher, &mut reading, &renderer, number == last)?;
        let row =
            say!("demo-cut", number = number, of = last, cut = made.size.to_string(), files = made.written);
        out::line(&row);
        session = Some(reading);
    }
    if let Some(session) = &session {
        let day = bundles::due(folder, session, &publisher)?;
        bundles::make(session, &publisher, day.as_deref())?;
    }
    Ok(())
}

fn log_step(
    sequencer: &mut Sequencer<FolderStore, FolderLock>,
    replay: &mut Replay,
    signers: &HashMap<SignerId, SigningKey>,
    step: &[Draft],
    clock: &mut u64,
) -> Result<(), Failure> {
    let notes = step.iter().map(|draft| signed(signers, draft)).collect::<Result<Vec<_>, _>>()?;
    let latest = step.iter().map(|draft| milliseconds(draft.at)).max().unwrap_or(0);
    *clock = latest.max(*clock + 1);
    let admission = replay.admit(notes, *clock);
    if let Some((position, reason)) = admission.refused.first() {
        let text = step.get(*position).map(|draft| draft.text.as_str()).unwrap_or_default();
        return Err(Failure::Simulation(say!("demo-refused", why = reason.to_string(), statement = text)));
    }
    replay.tally.take_changes();
    if !admission.accepted.is_empty() {
        sequencer.append(&admission.accepted, *clock)?;
    }
    Ok(())
}

fn signed(signers: &HashMap<SignerId, SigningKey>, draft: &Draft) -> Result<Vec<u8>, Failure> {
    let keys = draft
        .signers
        .iter()
        .map(|signer| {
            signers
                .get(signer)
                .ok_or_else(|| Failure::Simulation(say!("demo-no-key", signer = format!("{signer:?}"))))
        })
        .collect::<Result<Vec<_>, _>>()?;
    debug_assert!(Kind::ALL.iter().any(|kind| draft.text.contains(kind.text())));
    Ok(sign(&draft.text, &keys)?)
}

fn milliseconds(moment: Moment) -> u64 {
    u64::try_from(moment.unix_seconds()).unwrap_or(0) * 1000
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` wants")]
fn simulation(error: simulate::SimulateError) -> Failure {
    Failure::Simulation(error.to_string())
}

fn tell(arguments: &Demo, folder: &Folder) {
    let (at, public) = (quoted(folder.root()), quoted(&folder.public()));
    let policy = quoted(&folder.public().join("policy"));
    out::gap();
    out::line(&say!("demo-practice"));
    out::gap();
    if !arguments.no_serve {
        let listen = &arguments.listen;
        let mut table = Table::of_words();
        out::line(&say!("demo-look"));
        table.row([format!("http://{listen}/"), say!("demo-pages")]);
        table.row([format!("http://{listen}/latest.json"), say!("demo-latest")]);
        table.row([format!("http://{listen}/data/ppwp/98/"), say!("demo-data")]);
        table.row([format!("http://{listen}/pemilu/hhcw/ppwp.json"), say!("demo-kpu")]);
        table.print();
        out::gap();
    }
    let mut commands =
        vec![format!("saksi status {at}"), format!("saksi verify {public} --policy {policy} --reread")];
    if arguments.no_serve {
        commands.push(format!("saksi serve {at}"));
    } else {
        commands.push(format!("saksi verify http://{} --policy {policy}", arguments.listen));
    }
    next(&commands);
    out::gap();
}
