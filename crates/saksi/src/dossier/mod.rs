//! Papers for a court about one station, or about a region: which files, and what stands in them.
//!
//! Everything follows from the ledger of a publication's newest cut, whose every signature is checked here; published figures are not read.
//! Setting type is [`print::dossier`]'s. The same cut makes the same bytes.
//!
//! Memory: the tally, and one station's photos.

mod bundle;
mod case;
mod guide;
mod history;
mod numerals;
mod photos;
mod proofs;
mod publication;
mod region;
mod station;
mod zip;

use std::path::{Path, PathBuf};

use election::{ContestIx, RegionIx, StationIx};
use ledger::Hash;
use print::dossier::{Block, Dossier};
use statement::Moment;
use tally::{ContestTally, ObjectionNote, RulingNote};

use crate::error::Failure;
use crate::programs::PROGRAMS;
use crate::texts::{Language, language, say, speaking, word};
use bundle::Bundle;
use proofs::{Gathered, signer};
use publication::{Opened, Publication};

/// Places that are named where the one asked for isn't known.
const CLOSE: usize = 8;

/// Why there is no dossier.
#[derive(Debug)]
pub enum DossierFailure {
    /// Nothing is published there.
    NoCut {
        /// Where it was looked for.
        from: String,
    },
    /// A file that must be there isn't.
    HalfCopied {
        /// Path in the publication.
        path: String,
    },
    /// A file isn't what it must be.
    Damaged {
        /// Path in the publication.
        path: String,
        /// Why.
        what: String,
    },
    /// No such place.
    NoPlace {
        /// What was asked for.
        place: String,
        /// What is like it, code and name.
        close: Vec<String>,
    },
    /// The contests asked for aren't held there.
    NotHeld {
        /// What was asked for.
        place: String,
    },
    /// Something stands where it is to go.
    Exists {
        /// Where.
        path: PathBuf,
    },
}

impl From<DossierFailure> for Failure {
    fn from(failure: DossierFailure) -> Failure {
        Failure::Dossier(failure)
    }
}

/// What is asked for.
pub struct Asked<'a> {
    /// Code of a station or region.
    pub place: &'a str,
    /// Where the publication is.
    pub from: &'a str,
    /// Where the dossier goes.
    pub into: &'a Path,
    /// Contests; none: all that are expected.
    pub contests: &'a [String],
}

/// What was made.
pub struct Made {
    /// How many files.
    pub files: usize,
    /// Stations that have a part of their own.
    pub stations: usize,
    /// Photos that are named and not in it.
    pub absent: u64,
    /// Whether the offline verifier is in it.
    pub verifier: bool,
}

/// What it is about.
#[derive(Clone, Copy)]
enum Place {
    Station(StationIx),
    Region(RegionIx),
}

/// Makes a dossier, in the language spoken.
pub fn make(asked: &Asked<'_>) -> Result<Made, Failure> {
    let mut bundle = Bundle::create(asked.into)?;
    let opened = Opened::begin(Publication::at(asked.from))?;
    let places = &opened.replay.election().places;
    let place = match (places.find_station(asked.place), places.find_region(asked.place)) {
        (Some(station), _) => Place::Station(station),
        (None, Some(region)) => Place::Region(region),
        (None, None) => {
            let close = close(&opened, asked.place);
            return Err(DossierFailure::NoPlace { place: asked.place.to_owned(), close }.into());
        }
    };
    let stations = match place {
        Place::Station(station) => vec![station],
        Place::Region(region) => places.stations_in(region).collect(),
    };
    let mut codes: Vec<String> =
        stations.into_iter().map(|station| places.station(station).code.as_str().to_owned()).collect();
    codes.sort_unstable();
    let opened = opened.read(&|code| codes.binary_search_by(|own| own.as_str().cmp(code)).is_ok())?;
    let contests = contests(&opened, asked, place)?;
    let mut gathered = Gathered::default();
    let mut made = Made { files: 0, stations: 1, absent: 0, verifier: false };
    match place {
        Place::Station(station) => {
            made.absent = station::add(&mut bundle, &opened, &contests, (station, ""), &mut gathered)?;
        }
        Place::Region(region) => {
            (made.stations, made.absent) =
                region::add(&mut bundle, &opened, &contests, region, &mut gathered)?;
        }
    }
    proofs::add(&mut bundle, &opened, &mut gathered)?;
    proofs::add_ground(&mut bundle, &opened, &gathered)?;
    if let Some((_, program)) = PROGRAMS.iter().find(|(path, _)| *path == "program/verify.html") {
        bundle.add("verify.html", program)?;
        made.verifier = true;
    }
    let readme = Language::ALL.map(|language| speaking(language, || guide::readme(made.verifier)));
    bundle.add("README.txt", readme.join("\n\n").as_bytes())?;
    made.files = bundle.finish()?;
    Ok(made)
}

/// The contests asked for that are held at the place.
fn contests(opened: &Opened, asked: &Asked<'_>, place: Place) -> Result<Vec<ContestIx>, Failure> {
    let election = opened.replay.election();
    let rostered: Vec<&ContestTally> =
        opened.replay.tally.contests().iter().filter(|counted| counted.rostered).collect();
    let id = |counted: &ContestTally| election.profile.contest_at(counted.contest).id.as_str();
    for name in asked.contests {
        if !rostered.iter().any(|counted| id(counted) == name) {
            let known = rostered.iter().map(|counted| id(counted)).collect::<Vec<_>>().join(", ");
            return Err(Failure::NoContest { name: name.clone(), known });
        }
    }
    let held = |counted: &&ContestTally| match place {
        Place::Station(station) => election.form(counted.contest, station).is_some(),
        Place::Region(region) => counted.holds(region),
    };
    let wanted = |counted: &&ContestTally| {
        asked.contests.is_empty() || asked.contests.iter().any(|name| name == id(counted))
    };
    let found: Vec<ContestIx> =
        rostered.into_iter().filter(wanted).filter(held).map(|counted| counted.contest).collect();
    if found.is_empty() {
        return Err(DossierFailure::NotHeld { place: asked.place.to_owned() }.into());
    }
    Ok(found)
}

/// Places that who asked may have meant: by name, else those below the longest code that the one asked for begins with.
fn close(opened: &Opened, asked: &str) -> Vec<String> {
    let places = &opened.replay.election().places;
    let said = |code: &str, name: &str| format!("{code} ({name})");
    let wanted = asked.to_uppercase();
    let named = places.regions().iter().filter(|region| region.name.to_uppercase().contains(&wanted));
    let named: Vec<String> =
        named.map(|region| said(region.code.as_str(), &region.name)).take(CLOSE).collect();
    if !named.is_empty() {
        return named;
    }
    let longest = (1..asked.len()).rev().find_map(|end| places.find_region(asked.get(..end)?));
    let Some(region) = longest else { return Vec::new() };
    let own = places.region(region);
    let children = places.children(region).map(|child| places.region(child));
    let children = children.map(|child| said(child.code.as_str(), &child.name));
    let stations = places.stations_in(region).map(|station| places.station(station));
    let stations = stations.map(|station| said(station.code.as_str(), &station.name));
    let below: Vec<String> = if own.level == places.last_level() {
        stations.take(CLOSE).collect()
    } else {
        children.take(CLOSE).collect()
    };
    std::iter::once(said(own.code.as_str(), &own.name)).chain(below).collect()
}

/// A text of the profile in the language spoken.
fn message<'o>(opened: &'o Opened, key: &str) -> Option<&'o str> {
    opened.replay.election().profile.message(language().tag(), key)
}

/// A time of the ledger, in UTC.
fn moment(unix_ms: u64) -> String {
    let seconds = i64::try_from(unix_ms / 1_000).ok();
    let moment = seconds.and_then(|seconds| Moment::new(seconds, 0).ok());
    moment.map_or_else(|| unix_ms.to_string(), clock)
}

/// A time as people read it, with the zone it is told in: `2029-02-14 17:33:03 UTC+07:00`.
fn clock(moment: Moment) -> String {
    let text = moment.to_string();
    let Some((time, zone)) = text.split_at_checked(19) else { return text };
    format!("{} UTC{}", time.replacen('T', " ", 1), zone.trim_start_matches('Z'))
}

/// Words of a paper, whose texts are broken into lines for who writes them, as one paragraph.
fn prose(text: &str) -> Block {
    Block::Text(one_line(text))
}

/// Words without their line feeds.
fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// What a text beside a statement says, or that its bytes aren't there; and its hash.
fn said_text(opened: &Opened, hash: &Hash) -> String {
    let file = opened.publication.text(hash);
    let text = file.as_deref().and_then(statement::text_of);
    let said = match text {
        Some(text) => text.to_owned(),
        None if opened.replay.tally.redacted().contains(hash) => say!("dossier-redacted"),
        None => say!("dossier-not-held"),
    };
    format!("{said}\nSHA-256 {}", hash.to_hex())
}

/// Objections with their answers, and rulings.
fn disputes(
    opened: &Opened,
    objections: &[ObjectionNote],
    rulings: &[RulingNote],
    blocks: &mut Vec<Block>,
    gathered: &mut Gathered,
) {
    for note in objections {
        gathered.take(note.entry, note.key);
        let kind = word("dossier-kind", note.kind.text());
        blocks.push(Block::Minor(say!("dossier-entry-of", what = kind, entry = note.entry.to_string())));
        blocks.push(Block::Facts(vec![
            (say!("dossier-by"), signer(opened, note.key)),
            (say!("dossier-stated-at"), clock(note.at)),
            (say!("dossier-text"), said_text(opened, &note.text)),
        ]));
        for answer in &note.answers {
            gathered.take(answer.entry, answer.key);
            let what = say!("dossier-answer");
            blocks.push(Block::Minor(say!(
                "dossier-entry-of",
                what = what,
                entry = answer.entry.to_string()
            )));
            blocks.push(Block::Facts(vec![
                (say!("dossier-outcome"), word("dossier-answer", answer.outcome.text())),
                (say!("dossier-by"), signer(opened, answer.key)),
                (say!("dossier-stated-at"), clock(answer.at)),
                (say!("dossier-text"), said_text(opened, &answer.text)),
            ]));
        }
    }
    for note in rulings {
        gathered.take(note.entry, note.key);
        let what = say!("dossier-ruling");
        blocks.push(Block::Minor(say!("dossier-entry-of", what = what, entry = note.entry.to_string())));
        let mut facts = vec![
            (say!("dossier-rules"), note.stands.to_hex()),
            (say!("dossier-by"), signer(opened, note.key)),
            (say!("dossier-stated-at"), clock(note.at)),
        ];
        facts.extend(note.text.as_ref().map(|text| (say!("dossier-text"), said_text(opened, text))));
        blocks.push(Block::Facts(facts));
    }
}

/// A paper about a place: what every one has at its head and foot.
fn paper(opened: &Opened, title: String, about: Vec<String>, blocks: Vec<Block>) -> Vec<u8> {
    let cut = &opened.cut;
    let practice = opened.replay.definition.practice;
    let dossier = Dossier {
        title,
        about,
        blocks,
        made_from: vec![
            say!(
                "dossier-foot-cut",
                cut = cut.size.to_string(),
                time = moment(cut.time_ms),
                origin = cut.origin
            ),
            say!("dossier-foot-root", root = cut.root.to_string()),
        ],
        practice: practice.then(|| say!("dossier-practice")),
        language: language().tag().to_owned(),
        page: say!("dossier-page"),
        of: say!("dossier-of"),
    };
    dossier.pdf()
}
