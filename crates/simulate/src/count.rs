//! The night of the count: each sheet's story as statements.

use election::{ContestIx, StationIx, Unread};
use ledger::Hash;
use rayon::prelude::*;
use statement::{Body, HexHash, ObjectionKind, ObjectionOutcome, Redaction};

use crate::cast;
use crate::chain::{Chain, Says, Script};
use crate::dice::Dice;
use crate::error::SimulateError;
use crate::faults::{HARD, break_list};
use crate::figures::{Figures, truth};
use crate::keys::SignerId;
use crate::plan::{Story, stories};
use crate::scene::Scene;

/// Everything stated about the sheets of a contest during the count. Not in order of time: sheets go by code.
pub(crate) fn count(scene: &Scene<'_>, contest: ContestIx, script: &mut Script) -> Result<(), SimulateError> {
    // The president's votes are counted first; seconds after the polls close.
    let (from, spread) =
        if scene.contest_id(contest) == cast::PRESIDENT { (7_200, 14_400) } else { (18_000, 36_000) };
    let tell_one = |(station, story): (StationIx, Story)| {
        let label = format!("count/{}/{}", scene.contest_id(contest), scene.station_code(station));
        let mut dice = Dice::new(scene.seed, &label);
        let second = from + i64::from(dice.around(spread));
        let mut script = Script::default();
        let mut chain = Chain { scene, script: &mut script, contest, station, second, dice };
        tell(&mut chain, &story, &truth(scene, contest, station)?)?;
        Ok(script)
    };
    // Photos take long; each sheet's story needs no other's.
    let told: Vec<Script> =
        stories(scene, contest)?.into_par_iter().map(tell_one).collect::<Result<_, SimulateError>>()?;
    for one in told {
        script.extend(one);
    }
    Ok(())
}

fn tell(chain: &mut Chain<'_, '_>, story: &Story, truth: &Figures<'_>) -> Result<(), SimulateError> {
    match story {
        Story::Silent => {}
        Story::Plain => {
            first(chain, truth)?;
        }
        Story::Photographed => {
            first(chain, &Figures::blank(truth.form, Unread::Illegible))?;
        }
        Story::VotersIllegible => {
            first(chain, &truth.clone().unread("voters", Unread::Illegible))?;
        }
        Story::LineEmpty => {
            first(chain, &truth.clone().unread("voters.disabled", Unread::Empty))?;
        }
        Story::PartlyRead => {
            first(chain, &truth.clone().unread("votes.2", Unread::Illegible))?;
        }
        Story::Broken(fault) | Story::Soft(fault) => {
            let mut written = truth.clone();
            fault.apply(&mut written, &mut chain.dice);
            first(chain, &written)?;
        }
        Story::BrokenList(party) => {
            let mut written = truth.clone();
            break_list(&mut written, party, &mut chain.dice);
            first(chain, &written)?;
        }
        Story::CorrectedVoters
        | Story::CorrectedVotes
        | Story::CorrectedByDistrict
        | Story::NewKey
        | Story::Revote => corrected(chain, story, truth)?,
        Story::Withdrawn | Story::VotesWithdrawn | Story::WithdrawnByDistrict => {
            withdrawn(chain, story, truth)?;
        }
        Story::Rivals | Story::EqualRivals | Story::RivalsRuled => rivals(chain, story, truth)?,
        Story::PhotosLate => {
            let by = chain.committee();
            let shots: Vec<_> = chain.expose(truth).into_iter().map(|(shot, _)| shot).collect();
            chain.sheet(&by, truth, Says { shots: &shots, ..Says::PLAIN })?;
        }
        Story::WitnessDiffers | Story::WitnessAgrees | Story::Observed => beside(chain, story, truth)?,
        Story::Objected | Story::Found | Story::Reported | Story::ObjectionRuled => {
            disputed(chain, story, truth)?;
        }
        Story::ReadByEye => {
            let by = chain.committee();
            let taken = chain.photograph(&by, truth)?;
            chain.wait(60, 300);
            chain.read_by_eye(&by, truth, &taken)?;
            chain.wait(60, 300);
            let method = &[("voters", "person"), ("ballots", "person"), ("votes", "person")];
            chain.sheet(&by, truth, Says { shots: &taken.shots, method, ..Says::PLAIN })?;
        }
        Story::Restated | Story::RestatedLater | Story::RestatedWithdrawn => restated(chain, story, truth)?,
        Story::Redacted => redacted(chain, truth)?,
    }
    Ok(())
}

/// Photos, then figures.
fn first(chain: &mut Chain<'_, '_>, figures: &Figures<'_>) -> Result<Hash, SimulateError> {
    let by = chain.committee();
    stated(chain, &by, figures, Says::PLAIN)
}

/// Photos, then figures that say this.
fn stated(
    chain: &mut Chain<'_, '_>,
    by: &SignerId,
    figures: &Figures<'_>,
    says: Says<'_>,
) -> Result<Hash, SimulateError> {
    let taken = chain.photograph(by, figures)?;
    chain.wait(60, 600);
    chain.sheet(by, figures, Says { shots: &taken.shots, method: &taken.method(figures), ..says })
}

/// Figures with a slip in this check.
fn slipped<'f>(chain: &mut Chain<'_, '_>, truth: &Figures<'f>, check: &str) -> Figures<'f> {
    let mut figures = truth.clone();
    if let Some(fault) = HARD.iter().find(|fault| fault.check == check) {
        fault.apply(&mut figures, &mut chain.dice);
    }
    figures
}

fn corrected(chain: &mut Chain<'_, '_>, story: &Story, truth: &Figures<'_>) -> Result<(), SimulateError> {
    let voters = matches!(story, Story::CorrectedVoters);
    let wrong = slipped(chain, truth, if voters { "used-moved-by-sex" } else { "votes-are-valid" });
    let id = first(chain, &wrong)?;
    chain.wait(1_200, 10_800);
    let mut says = Says { supersedes: Some((id, "typing-error")), ..Says::PLAIN };
    if *story == Story::NewKey {
        let changed = chain.scene.changed_keys.iter().find(|change| change.station == chain.station);
        chain.second = chain.second.max(changed.map_or(0, |change| change.renewed() + 600));
    } else if *story == Story::CorrectedVotes {
        says.supersedes = Some((id, "reading-error"));
    } else if *story == Story::Revote {
        says = Says { stage: cast::RERUN, run: Some("revote"), supersedes: Some((id, "revote")), ..says };
    }
    let by = if *story == Story::CorrectedByDistrict {
        chain.of_district(cast::DISTRICT, 1)
    } else {
        chain.committee()
    };
    stated(chain, &by, truth, says)?;
    Ok(())
}

fn withdrawn(chain: &mut Chain<'_, '_>, story: &Story, truth: &Figures<'_>) -> Result<(), SimulateError> {
    let id = first(chain, truth)?;
    chain.wait(1_200, 10_800);
    let mut by = chain.committee();
    if *story == Story::WithdrawnByDistrict {
        by = chain.of_district(cast::DISTRICT, 1);
    }
    let votes = ["votes"];
    let fields = (*story == Story::VotesWithdrawn).then_some(votes.as_slice());
    chain.withdraw(&by, fields, (id, "wrong-station"), None)?;
    Ok(())
}

fn rivals(chain: &mut Chain<'_, '_>, story: &Story, truth: &Figures<'_>) -> Result<(), SimulateError> {
    first(chain, truth)?;
    chain.wait(300, 3_600);
    let mut other = truth.clone();
    if *story != Story::EqualRivals {
        // One vote of the first option goes to the second: every sum still fits.
        let (from, to) =
            if other.get("votes.1") > 0 { ("votes.1", "votes.2") } else { ("votes.2", "votes.1") };
        other.add(from, -1);
        other.add(to, 1);
    }
    let by = chain.committee();
    let id = stated(chain, &by, &other, Says::PLAIN)?;
    if *story == Story::RivalsRuled {
        chain.wait(3_600, 7_200);
        chain.rule(id, "better-evidence")?;
    }
    Ok(())
}

/// What others state beside the committee.
fn beside(chain: &mut Chain<'_, '_>, story: &Story, truth: &Figures<'_>) -> Result<(), SimulateError> {
    first(chain, truth)?;
    chain.wait(300, 7_200);
    let by = if *story == Story::Observed {
        chain.of_regency(cast::OBSERVER)
    } else {
        chain.of_district(cast::PARTY_WITNESS, 1)
    };
    let mut seen = truth.clone();
    if *story == Story::WitnessDiffers {
        let more = i64::from(chain.dice.between(1, 30));
        seen.add("votes.2", more);
        seen.add("valid", more);
    }
    chain.sheet(&by, &seen, Says::PLAIN)?;
    Ok(())
}

fn disputed(chain: &mut Chain<'_, '_>, story: &Story, truth: &Figures<'_>) -> Result<(), SimulateError> {
    let id = first(chain, truth)?;
    chain.wait(600, 7_200);
    let (by, kind) = if *story == Story::Found {
        (chain.of_regency(cast::SUPERVISOR), ObjectionKind::Finding)
    } else if *story == Story::Reported {
        (chain.of_regency(cast::SUPERVISOR), ObjectionKind::ErrorReport)
    } else {
        (chain.of_district(cast::PARTY_WITNESS, 2), ObjectionKind::Objection)
    };
    let objection = chain.object(&by, kind, id)?;
    if *story == Story::ObjectionRuled {
        chain.wait(3_600, 7_200);
        chain.answer(objection, ObjectionOutcome::Rejected)?;
        chain.rule(id, "ruling")?;
    }
    Ok(())
}

/// What the restated source says: it never has ballots nor disabled voters.
fn restated(chain: &mut Chain<'_, '_>, story: &Story, truth: &Figures<'_>) -> Result<(), SimulateError> {
    let never = chain.scene.election.profile.source(cast::SOURCE).map_or(&[][..], |source| &source.never);
    let published = never.iter().fold(truth.clone(), |figures, name| figures.unread(name, Unread::NoField));
    let mut begin = published.clone();
    if *story == Story::RestatedLater {
        begin = begin.unread("voters", Unread::NotPublished);
        begin = never.iter().fold(begin, |figures, name| figures.unread(name, Unread::NoField));
    }
    let id = chain.restate(&begin, Says::PLAIN)?;
    chain.wait(1_800, 3_600);
    if *story == Story::RestatedLater {
        chain.restate(&published, Says { supersedes: Some((id, "source-changed")), ..Says::PLAIN })?;
    } else if *story == Story::RestatedWithdrawn {
        let by = SignerId::new(cast::IMPORTER, chain.scene.code(chain.scene.province));
        let fields = ["votes", "valid", "invalid", "cast"];
        chain.withdraw(&by, Some(&fields), (id, "source-withdrew"), Some(cast::SOURCE))?;
    }
    Ok(())
}

fn redacted(chain: &mut Chain<'_, '_>, truth: &Figures<'_>) -> Result<(), SimulateError> {
    let by = chain.committee();
    let taken = chain.photograph(&by, truth)?;
    chain.wait(60, 600);
    let method = &taken.method(truth);
    chain.sheet(&by, truth, Says { shots: &taken.shots, method, ..Says::PLAIN })?;
    chain.wait(3_600, 7_200);
    let Some(shot) = taken.shots.first() else { return Ok(()) };
    let body = Body::Redaction(Redaction {
        blob: HexHash(shot.hash),
        reason: "personal-data",
        at: chain.scene.moment(chain.second)?,
    });
    let by = SignerId::new(cast::NATION, chain.scene.nation());
    chain.script.put(chain.scene, chain.second, vec![by], &body)?;
    Ok(())
}
