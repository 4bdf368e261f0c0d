//! What is stated about one sheet: figures, withdrawals, captures.

use std::collections::HashSet;
use std::sync::Arc;

use election::{ConstituencyIx, ContestIx, RegionIx, StationIx};
use ledger::Hash;
use statement::{Capture, ReadBy, Reading, Sheet as SheetBody, Withdrawal};

use super::{Place, Tally, evidence_of, position, touch};
use crate::changes::SheetChange;
use crate::error::FoldError;
use crate::figures::cells_of;
use crate::history::{self, Said};
use crate::precedence::{may_stand, precedence, restates};
use crate::sheet::{ReadingNote, Sheet, State};
use crate::succession::{Rules, derive, left_by};
use crate::version::{Claim, Version};

/// Most photos that one reading names: each page of the longest form, and some again.
pub const MOST_CAPTURES: usize = 32;

const MS_IN_AN_HOUR: u64 = 3_600_000;

impl Tally {
    pub(super) fn sheet(&mut self, id: Hash, body: &SheetBody<'_>, place: Place) -> Result<(), FoldError> {
        let (contest, station) = self.find_sheet(body.contest, body.station)?;
        let election = Arc::clone(&self.election);
        let Some(form) = election.form(contest, station).map(|form| election.form_by_ix(form)) else {
            return Err(FoldError::UnknownPlace(body.station.to_owned()));
        };
        let profile = &election.profile;
        let mut version = Version {
            entry: place.entry,
            logged_ms: place.logged_ms,
            id,
            key: place.key,
            role: place.role,
            stage: self.sheet_stage(body.stage, body.station)?,
            source: self.source(body.source)?,
            run: match body.run {
                Some(run) => Some(position(&profile.runs, |known| known.id == run, "run", run)?),
                None => None,
            },
            at: body.at,
            claim: Claim::Figures(cells_of(form, &body.values, &body.unread)?),
            how: None,
            evidence: evidence_of(&body.evidence)?,
            supersedes: body.supersedes.map(|hash| hash.0),
            reason: match body.reason {
                Some(reason) => {
                    Some(position(&profile.reasons, |known| known.id == reason, "reason", reason)?)
                }
                None => None,
            },
            text: body.text.map(|hash| Box::new(hash.0)),
            left: None,
        };
        version.how = self.ways.of(form, &body.method, &body.confidence)?;
        self.add_version(contest, station, version)
    }

    pub(super) fn withdrawal(
        &mut self,
        id: Hash,
        body: &Withdrawal<'_>,
        place: Place,
    ) -> Result<(), FoldError> {
        let (contest, station) = self.find_sheet(body.contest, body.station)?;
        let Some(form) = self.form(contest, station) else {
            return Err(FoldError::UnknownPlace(body.station.to_owned()));
        };
        let fields = match &body.fields {
            None => None,
            Some(names) => {
                let mut fields = Vec::new();
                for name in names {
                    let before = fields.len();
                    fields.extend(form.fields_under(name));
                    if fields.len() == before {
                        return Err(FoldError::UnknownField((*name).to_owned()));
                    }
                }
                Some(fields.into_boxed_slice())
            }
        };
        let profile = &self.election.profile;
        let mut version = Version {
            entry: place.entry,
            logged_ms: place.logged_ms,
            id,
            key: place.key,
            role: place.role,
            stage: self.sheet_stage(body.stage, body.station)?,
            source: self.source(body.source)?,
            run: None,
            at: body.at,
            claim: Claim::Withdrawn(fields),
            how: None,
            evidence: Box::default(),
            supersedes: Some(body.supersedes.0),
            reason: Some(position(&profile.reasons, |known| known.id == body.reason, "reason", body.reason)?),
            text: body.text.map(|hash| Box::new(hash.0)),
            left: None,
        };
        let sheet = self.contest(contest).and_then(|tally| tally.sheet(station));
        let sheet = sheet.ok_or(FoldError::UnknownReference(body.supersedes.0))?;
        let named = self.withdrawable(sheet, &version, body.supersedes.0)?;
        version.left = left_by(&self.election.profile, sheet, &version, named)?;
        self.add_version(contest, station, version)
    }

    /// Position of the version that a withdrawal takes back, if it may.
    ///
    /// One's own word takes back what stands or a rival of it: nothing else has figures to take. A source is restated to
    /// take back what it said itself, at the same stage, whenever that came in. Who states beside takes back only what
    /// nobody counts anyway.
    pub(super) fn withdrawable(
        &self,
        sheet: &Sheet,
        version: &Version,
        id: Hash,
    ) -> Result<usize, FoldError> {
        let profile = &self.election.profile;
        let mut named = sheet.versions.iter().enumerate().filter(|(_, known)| known.id == id).peekable();
        let Some((first, _)) = named.peek() else { return Err(FoldError::UnknownReference(id)) };
        if !may_stand(profile, version.role) {
            return Ok(*first);
        }
        let mut named = named.filter(|(_, known)| may_stand(profile, known.role)).peekable();
        if named.peek().is_none() {
            return Err(FoldError::NeverStands(id));
        }
        let order = precedence(profile, &sheet.versions, sheet.rulings.last());
        let own = !restates(profile, version.role);
        let takes = |(position, known): &(usize, &Version)| match (own, restates(profile, known.role)) {
            (true, false) => order.heads(*position),
            (false, true) => (known.source, known.stage) == (version.source, version.stage),
            (true, true) | (false, false) => false,
        };
        named.find(takes).map(|(position, _)| position).ok_or(FoldError::NotWithdrawable(id))
    }

    pub(super) fn sheet_stage(&self, id: &str, station: &str) -> Result<u16, FoldError> {
        let profile = &self.election.profile;
        let stage = position(&profile.stages, |stage| stage.id == id, "stage", id)?;
        let fits =
            profile.stages.get(usize::from(stage)).is_some_and(|row| profile.takes_sheet(row, station));
        if fits {
            return Ok(stage);
        }
        Err(FoldError::StageMisfit { stage: id.to_owned(), place: station.to_owned() })
    }

    pub(super) fn add_version(
        &mut self,
        contest: ContestIx,
        station: StationIx,
        version: Version,
    ) -> Result<(), FoldError> {
        if let Some(reference) = version.supersedes {
            let known = self
                .contest(contest)
                .and_then(|tally| tally.sheet(station))
                .is_some_and(|sheet| sheet.versions.iter().any(|earlier| earlier.id == reference));
            if !known {
                return Err(FoldError::UnknownReference(reference));
            }
        }
        let at = (version.entry, version.logged_ms);
        self.update_sheet(contest, station, at, |sheet| sheet.versions.push(version))
    }

    pub(super) fn capture(&mut self, body: &Capture<'_>, place: Place) -> Result<(), FoldError> {
        let (contest, station) = self.find_sheet(body.contest, body.station)?;
        self.blobs.bring(contest, station, &body.photo);
        self.update_sheet(contest, station, (place.entry, place.logged_ms), |_| {})
    }

    /// A reading counts nowhere: it is kept beside the figures if it can be understood, and made again with bounded work.
    pub(super) fn reading(&mut self, id: Hash, body: &Reading<'_>, place: Place) -> Result<(), FoldError> {
        let (contest, station) = self.find_sheet(body.contest, body.station)?;
        let election = Arc::clone(&self.election);
        let Some(form) = election.form(contest, station).map(|form| election.form_by_ix(form)) else {
            return Err(FoldError::UnknownPlace(body.station.to_owned()));
        };
        let different: HashSet<Hash> = body.captures.iter().map(|photo| photo.0).collect();
        let count = body.captures.len();
        if !(1..=MOST_CAPTURES).contains(&count) || different.len() != count {
            return Err(FoldError::BadCaptures(count));
        }
        let cells = cells_of(form, &body.values, &body.unread)?;
        let names = body.method.iter().map(|(name, _)| name);
        for name in names.chain(body.confidence.iter().map(|(name, _)| name)) {
            form.field(name).ok_or_else(|| FoldError::UnknownField(name.to_owned()))?;
        }
        let shares = body.confidence.iter().map(|(_, share)| *share).chain(body.wrong);
        if let Some(more) = shares.max().filter(|most| *most > 1_000_000) {
            return Err(FoldError::BadShare(more));
        }
        let note = ReadingNote {
            entry: place.entry,
            id,
            key: place.key,
            machine: match body.reader {
                ReadBy::Person => None,
                ReadBy::Machine(machine) => Some(self.ways.keep(machine.version)?),
            },
            captures: body.captures.iter().map(|photo| photo.0).collect(),
            cells,
            how: self.ways.of(form, &body.method, &body.confidence)?,
            wrong: body.wrong,
            at: body.at,
        };
        self.update_sheet(contest, station, (place.entry, place.logged_ms), |sheet| sheet.readings.push(note))
    }

    // A closed plenary confirms the sheets that stand below it at that moment; what supersedes them later is not confirmed.
    pub(super) fn confirm_below(
        &mut self,
        contest: ContestIx,
        region: RegionIx,
        constituency: Option<ConstituencyIx>,
        place: Place,
    ) -> Result<(), FoldError> {
        let stations = self.election.places.region(region).stations.clone();
        for position in stations {
            let station = StationIx(position);
            if constituency.is_some() && self.election.constituency_of(contest, station) != constituency {
                continue;
            }
            let stated = self
                .contest(contest)
                .and_then(|tally| tally.state(station))
                .is_some_and(|state| state.version.is_some());
            if stated {
                self.update_sheet(contest, station, (place.entry, place.logged_ms), |sheet| {
                    sheet.plenary = Some(place.entry);
                })?;
            }
        }
        Ok(())
    }

    pub(super) fn update_sheet(
        &mut self,
        contest: ContestIx,
        station: StationIx,
        (entry, logged_ms): (u64, u64),
        apply: impl FnOnce(&mut Sheet),
    ) -> Result<(), FoldError> {
        let election = Arc::clone(&self.election);
        let Some(form_ix) = election.form(contest, station) else { return Ok(()) };
        let Some(tally) = self.contests.get_mut(usize::from(contest.0)) else { return Ok(()) };
        let positions: &[u8] = tally.form_checks.get(&form_ix).map_or(&[], Vec::as_slice);
        let rules = Rules {
            profile: &election.profile,
            form: election.form_by_ix(form_ix),
            check_positions: positions,
        };
        let Some(slot) = tally.sheets.get_mut(station.0 as usize) else { return Ok(()) };
        let sheet = slot.get_or_insert_with(|| Box::new(Sheet::expected()));
        let said = Said::of(sheet);
        apply(sheet);
        sheet.touched_ms = logged_ms;
        let blobs = &self.blobs;
        let after = derive(&rules, sheet, &|hash| blobs.brought(contest, station, hash));
        let before = std::mem::replace(&mut sheet.state, after.clone());
        if let Some(stood) = before.version
            && after.version != Some(stood)
            && !sheet.stood.contains(&stood)
        {
            sheet.stood.push(stood);
        }
        let said = [said, Said::of(sheet)];
        if let Some(note) = history::note((station, entry, logged_ms), [&before, &after], said) {
            tally.changed.insert((station, entry), note);
        }
        tally.replace_state(&election, station, &before, &after)?;
        let village = election.places.station(station).region;
        touch(&election, &mut tally.touched_ms, village, logged_ms);
        let came = i64::from(after.is_in()) - i64::from(before.is_in());
        if came > 0 {
            touch(&election, &mut tally.in_ms, village, logged_ms);
        }
        if came != 0 {
            for region in election.places.ancestry(village).skip(1) {
                *tally.arrivals.entry(region).or_default().entry(logged_ms / MS_IN_AN_HOUR).or_default() +=
                    came;
            }
        }
        let constituency = election.constituency_of(contest, station);
        if let Some(sums) = constituency.and_then(|ix| tally.constituencies.get_mut(&ix)) {
            sums.touched_ms = logged_ms;
        }
        self.changes.sheets.entry((contest, station)).or_insert_with(|| SheetChange { before });
        Ok(())
    }

    /// A sheet's state, also of a sheet nothing has been stated about.
    pub fn state_of(&self, contest: ContestIx, station: StationIx) -> State {
        self.contest(contest).and_then(|tally| tally.state(station)).cloned().unwrap_or_else(State::expected)
    }
}
