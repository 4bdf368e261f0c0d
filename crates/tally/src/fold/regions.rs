//! What is stated about a region: plenaries and determinations.

use std::sync::Arc;

use election::{ContestIx, RegionIx, Within};
use ledger::Hash;
use statement::{Determination, Plenary};

use super::{Place, Tally, evidence_of, position, touch};
use crate::error::FoldError;
use crate::figures::cells_of;
use crate::precedence::role_at;
use crate::region::{DeterminationNote, PlenaryVersion};

impl Tally {
    pub(super) fn plenary(&mut self, id: Hash, body: &Plenary<'_>, place: Place) -> Result<(), FoldError> {
        let (contest, region) = self.find_region(body.contest, body.region)?;
        let election = Arc::clone(&self.election);
        let profile = &election.profile;
        let constituency = body
            .constituency
            .map(|code| {
                let found = election.find_constituency(contest, code);
                found.ok_or_else(|| FoldError::UnknownName { what: "constituency", name: code.to_owned() })
            })
            .transpose()?;
        if let Some(reference) = body.supersedes.map(|hash| hash.0) {
            let on_sheet =
                |plenary: &PlenaryVersion| plenary.id == reference && plenary.constituency == constituency;
            let record = self.contest(contest).and_then(|tally| tally.record(region));
            if !record.is_some_and(|record| record.plenaries.iter().any(on_sheet)) {
                return Err(FoldError::UnknownReference(reference));
            }
        }
        let stage = position(&profile.stages, |stage| stage.id == body.stage, "stage", body.stage)?;
        let level = election.places.region(region).level;
        let fits = profile
            .stages
            .get(usize::from(stage))
            .is_some_and(|row| profile.holds_plenary(row, body.region, level));
        if !fits {
            return Err(FoldError::StageMisfit {
                stage: body.stage.to_owned(),
                place: body.region.to_owned(),
            });
        }
        let form = match constituency {
            None => election.plenary_form_of(contest, region),
            Some(constituency) => election.constituency_plenary_form(contest, region, constituency),
        };
        let form = form.ok_or_else(|| FoldError::UnknownName {
            what: "plenary form for",
            name: [Some(body.region), body.constituency].into_iter().flatten().collect::<Vec<_>>().join("/"),
        })?;
        let plenary = PlenaryVersion {
            entry: place.entry,
            id,
            key: place.key,
            role: place.role,
            stage,
            constituency,
            form,
            cells: cells_of(election.form_by_ix(form), &body.values, &body.unread)?,
            evidence: evidence_of(&body.evidence)?,
            closes: body.closes,
            source: self.source(body.source)?,
            supersedes: body.supersedes.map(|hash| hash.0),
            text: body.text.map(|hash| hash.0),
            reason: body.reason.and_then(|reason| {
                let known = profile.reasons.iter().position(|known| known.id == reason);
                known.and_then(|at| u16::try_from(at).ok())
            }),
            at: body.at,
        };
        let parts = match election.within(contest, region) {
            Within::Several => election.constituencies_in(contest, region).len(),
            Within::Nobody | Within::NoConstituency | Within::One(_) => 0,
        };
        let mut closed = false;
        self.update_region(contest, region, place, |record| closed = record.hold(profile, plenary, parts));
        if closed && role_at(profile, place.role).is_some_and(|role| role.confirms) {
            self.confirm_below(contest, region, constituency, place)?;
        }
        Ok(())
    }

    pub(super) fn determination(
        &mut self,
        id: Hash,
        body: &Determination<'_>,
        place: Place,
    ) -> Result<(), FoldError> {
        let (contest, region) = self.find_region(body.contest, body.region)?;
        let note = DeterminationNote { entry: place.entry, id, decree: body.decree.into(), at: body.at };
        self.update_region(contest, region, place, |record| record.determinations.push(note));
        Ok(())
    }

    pub(super) fn update_region(
        &mut self,
        contest: ContestIx,
        region: RegionIx,
        place: Place,
        apply: impl FnOnce(&mut crate::region::RegionRecord),
    ) {
        if let Some(tally) = self.contests.get_mut(usize::from(contest.0)) {
            apply(tally.records.entry(region).or_default());
            touch(&self.election, &mut tally.touched_ms, region, place.logged_ms);
        }
        self.changes.regions.insert((contest, region));
    }
}
