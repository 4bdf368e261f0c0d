//! Rulings: which of several statements stands, by one whose role decides it.

use std::sync::Arc;

use election::{ConstituencyIx, Role};
use ledger::Hash;
use statement::{Ruling, Signer};

use super::{Place, Tally};
use crate::error::FoldError;
use crate::precedence::{Stated, Turn, may_stand, role_at};
use crate::sheet::RulingNote;

impl Place {
    fn ruling(self, id: Hash, body: &Ruling<'_>, constituency: Option<ConstituencyIx>) -> RulingNote {
        RulingNote {
            entry: self.entry,
            id,
            stands: body.stands.0,
            constituency,
            key: self.key,
            rank: self.rank,
            text: body.text.map(|hash| hash.0),
            at: body.at,
        }
    }
}

impl Tally {
    pub(super) fn ruling(
        &mut self,
        id: Hash,
        body: &Ruling<'_>,
        place: Place,
        signers: &[Signer<'_>],
    ) -> Result<(), FoldError> {
        let stands = body.stands.0;
        if self.election.places.find_station(body.place).is_some() {
            let (contest, station) = self.find_sheet(body.contest, body.place)?;
            let sheet = self.contest(contest).and_then(|tally| tally.sheet(station));
            let sheet = sheet.ok_or(FoldError::UnknownReference(stands))?;
            let standing = sheet.standing_version();
            let decider =
                self.decider(place, signers, stands, &sheet.versions, standing, sheet.rulings.last())?;
            let note = decider.ruling(id, body, None);
            return self.update_sheet(contest, station, (place.entry, place.logged_ms), |sheet| {
                sheet.rulings.push(note);
            });
        }
        let (contest, region) = self.find_region(body.contest, body.place)?;
        let record = self.contest(contest).and_then(|tally| tally.record(region));
        let record = record.ok_or(FoldError::UnknownReference(stands))?;
        let named = record.plenaries.iter().find(|plenary| plenary.id == stands);
        let sheet = named.ok_or(FoldError::UnknownReference(stands))?.constituency;
        let (standing, ruled) = (record.standing_sheet(sheet), record.last_ruling(sheet));
        let decider = self.decider(place, signers, stands, &record.plenaries, standing, ruled)?;
        let note = decider.ruling(id, body, sheet);
        let election = Arc::clone(&self.election);
        self.update_region(contest, region, place, |record| {
            record.rulings.push(note);
            record.settle(&election.profile);
        });
        Ok(())
    }

    /// The signer who may rule that `named` stands: one whose role decides for its stage and for that of what stands now,
    /// and that no stronger role has stated or ruled otherwise.
    pub(super) fn decider<S: Stated>(
        &self,
        place: Place,
        signers: &[Signer<'_>],
        named: Hash,
        history: &[S],
        standing: Option<&S>,
        ruled: Option<&RulingNote>,
    ) -> Result<Place, FoldError> {
        let profile = &self.election.profile;
        // Several may have said the same; it stands as the word of one whose statements can.
        let mut said = history.iter().map(Stated::turn).filter(|turn| turn.id == named).peekable();
        if said.peek().is_none() {
            return Err(FoldError::UnknownReference(named));
        }
        let named = said.find(|turn| may_stand(profile, turn.role)).ok_or(FoldError::NeverStands(named))?;
        let standing = standing.map(Stated::turn).filter(|turn| turn.id != named.id);
        let stage_of =
            |turn: &Turn| profile.stages.get(usize::from(turn.stage)).map_or("", |stage| stage.id.as_str());
        let over_named = |role: &Role| role.decides_for(stage_of(&named));
        let over_standing = |role: &Role| standing.is_none_or(|now| role.decides_for(stage_of(&now)));
        let not_deciding = |stage: &str| FoldError::NotDeciding { stage: stage.to_owned() };
        if self.place(place.entry, place.logged_ms, signers, &over_named)?.is_none() {
            return Err(not_deciding(stage_of(&named)));
        }
        let decider = self
            .place(place.entry, place.logged_ms, signers, &|role| over_named(role) && over_standing(role))?
            .ok_or_else(|| not_deciding(standing.as_ref().map_or("", stage_of)))?;
        let now = standing.and_then(|now| role_at(profile, now.role)).map(|role| role.rank);
        let above = now.into_iter().chain(ruled.map(|note| note.rank)).max().unwrap_or(0);
        if above > decider.rank {
            return Err(FoldError::Outranked { rank: decider.rank, above });
        }
        Ok(decider)
    }
}
