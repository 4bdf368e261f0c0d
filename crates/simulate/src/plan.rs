//! What happens to which sheet.

use std::collections::BTreeMap;

use election::{ContestIx, Form, StationIx, StationKind};

use crate::cast;
use crate::dice::Dice;
use crate::error::SimulateError;
use crate::faults::{Fault, HARD, SOFT};
use crate::scene::Scene;

/// What happens to a sheet between the count and the plenary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Story {
    /// Photographed and stated, and that's all.
    Plain,
    /// Nothing comes in.
    Silent,
    /// Photos, of which nothing can be read.
    Photographed,
    /// The page with the voters can't be read.
    VotersIllegible,
    /// A line was left empty.
    LineEmpty,
    /// One option can't be read.
    PartlyRead,
    /// A hard check fails: so stands it on the paper.
    Broken(&'static Fault),
    /// A party's votes are not those of its list and candidates.
    BrokenList(String),
    /// A soft check fails.
    Soft(&'static Fault),
    /// The committee corrects a line of voters.
    CorrectedVoters,
    /// The committee corrects votes.
    CorrectedVotes,
    /// The district committee corrects votes.
    CorrectedByDistrict,
    /// The committee takes the whole sheet back: of another station.
    Withdrawn,
    /// The committee takes the votes back.
    VotesWithdrawn,
    /// The district committee takes the sheet back.
    WithdrawnByDistrict,
    /// Two statements, neither superseding the other, that differ.
    Rivals,
    /// Two such that say the same.
    EqualRivals,
    /// Two that differ, until the regency rules.
    RivalsRuled,
    /// The figures are in, the photos aren't.
    PhotosLate,
    /// A party witness states other votes.
    WitnessDiffers,
    /// A party witness states the same.
    WitnessAgrees,
    /// An observer states the same.
    Observed,
    /// A party witness objects.
    Objected,
    /// A supervisor finds something.
    Found,
    /// Somebody reports an error.
    Reported,
    /// An objection, decided by the regency.
    ObjectionRuled,
    /// A person reads the photos before the figures are stated.
    ReadByEye,
    /// Known only from the restated source.
    Restated,
    /// The source publishes voters later than votes.
    RestatedLater,
    /// The source publishes figures and removes them.
    RestatedWithdrawn,
    /// The vote is held again.
    Revote,
    /// The committee's key ends; the next one corrects.
    NewKey,
    /// A photo shows personal data and is removed.
    Redacted,
}

/// The stories told once in every contest, besides one for each fault.
const ONCE: &[Story] = &[
    Story::Silent,
    Story::Photographed,
    Story::VotersIllegible,
    Story::LineEmpty,
    Story::PartlyRead,
    Story::CorrectedVoters,
    Story::CorrectedVotes,
    Story::CorrectedByDistrict,
    Story::Withdrawn,
    Story::VotesWithdrawn,
    Story::WithdrawnByDistrict,
    Story::Rivals,
    Story::EqualRivals,
    Story::RivalsRuled,
    Story::PhotosLate,
    Story::WitnessDiffers,
    Story::WitnessAgrees,
    Story::Observed,
    Story::Objected,
    Story::Found,
    Story::Reported,
    Story::ObjectionRuled,
    Story::ReadByEye,
    Story::Restated,
    Story::RestatedLater,
    Story::RestatedWithdrawn,
    Story::Revote,
    Story::Redacted,
];

/// What else happens, and on how many of a million sheets.
const NOW_AND_THEN: &[(u32, Story)] = &[
    (8_000, Story::Silent),
    (4_000, Story::Photographed),
    (6_000, Story::VotersIllegible),
    (3_000, Story::PartlyRead),
    (8_000, Story::CorrectedVoters),
    (12_000, Story::CorrectedVotes),
    (6_000, Story::PhotosLate),
    (3_000, Story::WitnessDiffers),
    (20_000, Story::WitnessAgrees),
    (2_000, Story::Objected),
    (10_000, Story::ReadByEye),
];
/// Of a million sheets, those on which a sum is broken.
const BROKEN: u32 = 25_000;

/// The position, among the districts that close, of the one whose plenary adds the figures up as they stand.
pub(crate) const AS_IT_STANDS: usize = 3;

/// How many stations [`crate::places`] must be asked for, so that every story finds a sheet.
pub fn least_stations() -> usize {
    // All stories of the president are told in the third of the districts that stays open; special stations and key
    // changes tell others.
    3 * (HARD.len() + SOFT.len() + ONCE.len() + 6)
}

/// The story of every sheet of a contest.
pub(crate) fn stories(
    scene: &Scene<'_>,
    contest: ContestIx,
) -> Result<BTreeMap<StationIx, Story>, SimulateError> {
    let id = scene.contest_id(contest);
    let places = &scene.election.places;
    let mut told: BTreeMap<StationIx, Story> = BTreeMap::new();
    let president = id == cast::PRESIDENT;
    for change in &scene.changed_keys {
        told.insert(change.station, if president { Story::NewKey } else { Story::Plain });
    }
    let as_it_stands = scene.closing().get(AS_IT_STANDS);
    let wrong_papers = as_it_stands.into_iter().flat_map(|district| places.stations_in(*district));
    for (station, fault) in wrong_papers.zip(HARD.iter().filter(|fault| fault.also.is_none())).take(2) {
        told.insert(station, Story::Broken(fault));
    }
    let regions = if president { scene.running() } else { scene.districts.as_slice() };
    let mut free: Vec<StationIx> = regions
        .iter()
        .flat_map(|district| places.stations_in(*district))
        .filter(|station| {
            !told.contains_key(station) && places.station(*station).kind == StationKind::Ordinary
        })
        .collect();
    Dice::new(scene.seed, &format!("exhibits/{id}")).shuffle(&mut free);
    let first = free.first().copied().unwrap_or(StationIx(0));
    let exhibits = exhibits(scene.form(contest, first)?);
    if free.len() < exhibits.len() {
        let what = "free stations for the stories of a contest";
        return Err(SimulateError::TooFew { what, have: free.len(), need: exhibits.len() });
    }
    told.extend(free.into_iter().zip(exhibits));
    for station in places.stations_in(scene.regency) {
        told.entry(station).or_insert_with(|| {
            any_story(&mut Dice::new(scene.seed, &format!("story/{id}/{}", scene.station_code(station))))
        });
    }
    Ok(told)
}

fn exhibits(form: &Form) -> Vec<Story> {
    let lists = form.options.iter().filter(|option| option.list_field.is_some());
    ONCE.iter()
        .cloned()
        .chain(HARD.iter().map(Story::Broken))
        .chain(SOFT.iter().map(Story::Soft))
        .chain(lists.map(|option| Story::BrokenList(option.key.to_string())))
        .collect()
}

fn any_story(dice: &mut Dice) -> Story {
    if dice.chance(BROKEN) {
        return dice.pick(HARD).map_or(Story::Plain, Story::Broken);
    }
    let mut throw = dice.below(1_000_000);
    for (share, story) in NOW_AND_THEN {
        if throw < *share {
            return story.clone();
        }
        throw -= share;
    }
    Story::Plain
}
