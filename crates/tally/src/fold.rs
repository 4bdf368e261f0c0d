//! The fold itself: one statement at a time.

use std::collections::HashSet;
use std::sync::Arc;

use election::{ConstituencyIx, ContestIx, Election, Form, RegionIx, Role, StationIx, Within};
use ledger::Hash;
use statement::{
    Body, Capture, Determination, Moment, Notice, NoticeKind, Objection, Plenary, Redaction, Roster, Ruling,
    Sheet as SheetBody, Signer, Statement, Withdrawal,
};

use crate::blobs::Blobs;
use crate::changes::{Changes, SheetChange};
use crate::contest::ContestTally;
use crate::error::FoldError;
use crate::figures::cells_of;
use crate::precedence::{Stated, Turn, may_stand, precedence, restates, role_at};
use crate::region::{DeterminationNote, PlenaryVersion};
use crate::sheet::{ObjectionNote, RulingNote, Sheet, State};
use crate::succession::{Rules, derive, left_by};
use crate::version::{Claim, Evidence, NamedEvidence, Version};

/// A notice to the public.
#[derive(Clone, Debug)]
pub struct NoticeNote {
    /// Index of its entry.
    pub entry: u64,
    /// What kind.
    pub kind: NoticeKind,
    /// Reason id in the profile.
    pub reason: Box<str>,
    /// When it is expected to end.
    pub until: Option<Moment>,
    /// When.
    pub at: Moment,
}

/// The state of an election after some number of ledger entries.
#[derive(Clone, Debug)]
pub struct Tally {
    election: Arc<Election>,
    contests: Vec<ContestTally>,
    /// Who said what: a statement's id and each of its signers, so that nobody says it again for one of them by leaving
    /// the other lines out.
    said: HashSet<(Hash, u32)>,
    blobs: Blobs,
    notices: Vec<NoticeNote>,
    closed: bool,
    size: u64,
    last_ms: u64,
    changes: Changes,
}

/// Where a statement stands: its entry, the sequencer's time, its signer.
#[derive(Clone, Copy)]
struct Place {
    entry: u64,
    logged_ms: u64,
    key: u32,
    role: u16,
    rank: u8,
}

impl Place {
    fn ruling(self, id: Hash, body: &Ruling<'_>, constituency: Option<ConstituencyIx>) -> RulingNote {
        RulingNote {
            entry: self.entry,
            id,
            stands: body.stands.0,
            constituency,
            key: self.key,
            rank: self.rank,
            at: body.at,
        }
    }
}

impl Tally {
    /// The state before the first entry.
    pub fn new(election: Arc<Election>) -> Tally {
        let contests = election.profile.contests().map(|(ix, _)| ContestTally::new(ix)).collect();
        Tally {
            election,
            contests,
            said: HashSet::new(),
            blobs: Blobs::default(),
            notices: Vec::new(),
            closed: false,
            size: 0,
            last_ms: 0,
            changes: Changes::default(),
        }
    }

    /// The election being counted.
    pub fn election(&self) -> &Arc<Election> {
        &self.election
    }

    /// How many entries have been folded: the number of a cut made now.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The sequencer's time of the last entry, unix milliseconds.
    pub fn last_ms(&self) -> u64 {
        self.last_ms
    }

    /// Every contest of the profile, rostered or not.
    pub fn contests(&self) -> &[ContestTally] {
        &self.contests
    }

    /// One contest.
    pub fn contest(&self, contest: ContestIx) -> Option<&ContestTally> {
        self.contests.get(usize::from(contest.0))
    }

    /// Whether a statement with this id, by the key at this position of the keyring, has been folded.
    pub fn has_said(&self, key: usize, id: Hash) -> bool {
        u32::try_from(key).is_ok_and(|key| self.said.contains(&(id, key)))
    }

    /// Notices, in ledger order.
    pub fn notices(&self) -> &[NoticeNote] {
        &self.notices
    }

    /// Blobs whose bytes have been redacted.
    pub fn redacted(&self) -> &[Hash] {
        self.blobs.redacted()
    }

    /// Whether a blob's bytes are to be published: an accepted statement names it and none redacts it. Whatever else lies
    /// beside the ledger is nobody's business, and may be personal.
    pub fn publishes(&self, blob: &Hash) -> bool {
        self.blobs.publishable(blob)
    }

    /// Whether the ledger takes no further statement.
    pub fn closed(&self) -> bool {
        self.closed
    }

    /// What changed since this was last asked.
    pub fn take_changes(&mut self) -> Changes {
        std::mem::take(&mut self.changes)
    }

    /// Counts an entry that was refused: it is in the ledger, and changes nothing.
    pub(crate) fn skip(&mut self, entry: u64) {
        self.size = entry + 1;
    }

    /// Forgets the numbers, and the time, of notes that were tried as entries and refused.
    pub(crate) fn rewind_to(&mut self, size: u64, last_ms: u64) {
        self.size = size;
        self.last_ms = last_ms;
    }

    /// Folds the statement at entry `entry`, logged at `logged_ms`, whose signatures the keyring has checked.
    ///
    /// # Errors
    /// When the statement makes no sense; nothing but the entry count and the last entry's time has then changed, so that
    /// a verifier can go on.
    pub fn fold(
        &mut self,
        entry: u64,
        logged_ms: u64,
        statement: &Statement<'_>,
        signers: &[Signer<'_>],
    ) -> Result<(), FoldError> {
        self.size = entry + 1;
        self.last_ms = logged_ms;
        if self.closed {
            return Err(FoldError::Closed);
        }
        let place = self.place(entry, logged_ms, signers, &|_| true)?.ok_or(FoldError::NoSigner)?;
        let id = statement.id;
        if self.said.contains(&(id, place.key)) {
            return Err(FoldError::Twice);
        }
        match &statement.body {
            Body::Definition(_) if entry > 0 => return Err(FoldError::SecondDefinition),
            Body::Roster(body) => self.roster(body, place)?,
            Body::Key(_) | Body::Revoke(_) => self.changes.keys = true,
            Body::Capture(body) => self.capture(body, place)?,
            Body::Reading(body) => {
                self.find_sheet(body.contest, body.station)?;
            }
            Body::Sheet(body) => self.sheet(id, body, place)?,
            Body::Withdrawal(body) => self.withdrawal(id, body, place)?,
            Body::Objection(body) => self.objection(id, body, place)?,
            Body::Plenary(body) => self.plenary(id, body, place)?,
            Body::Ruling(body) => self.ruling(id, body, place, signers)?,
            Body::Determination(body) => self.determination(id, body, place)?,
            Body::Redaction(body) => self.redaction(body)?,
            Body::Notice(body) => self.notice(body, place),
            Body::Definition(_) | Body::Disclosure(_) | Body::Roll(_) | Body::Audit(_) => {
                self.changes.general = true;
            }
            Body::Close(_) => {
                self.closed = true;
                self.changes.general = true;
            }
        }
        self.blobs.take(&statement.body);
        let keys = signers.iter().filter_map(|signer| u32::try_from(signer.position).ok());
        self.said.extend(keys.map(|key| (id, key)));
        Ok(())
    }

    /// Whose statement it is: that of the strongest of its signers who `may`. The order of signature lines, which nobody
    /// signs, says nothing.
    fn place(
        &self,
        entry: u64,
        logged_ms: u64,
        signers: &[Signer<'_>],
        may: &dyn Fn(&Role) -> bool,
    ) -> Result<Option<Place>, FoldError> {
        let mut strongest: Option<((bool, u8), Place)> = None;
        for signer in signers {
            let id = signer.record.role.as_str();
            let profile = &self.election.profile;
            let role = position(&profile.roles, |role| role.id == id, "role", id)?;
            let Some(row) = role_at(profile, role).filter(|row| may(row)) else { continue };
            let key = u32::try_from(signer.position).map_err(|_| FoldError::TooMany("keys"))?;
            let place = Place { entry, logged_ms, key, role, rank: row.rank };
            let strength = (row.may_stand(), row.rank);
            let stronger = strongest
                .as_ref()
                .is_none_or(|(known, first)| strength > *known || (strength == *known && key < first.key));
            if stronger {
                strongest = Some((strength, place));
            }
        }
        Ok(strongest.map(|(_, place)| place))
    }

    fn contest_ix(&self, id: &str) -> Result<ContestIx, FoldError> {
        self.election.profile.contest(id).ok_or_else(|| FoldError::UnknownContest(id.to_owned()))
    }

    fn find_sheet(&self, contest: &str, station: &str) -> Result<(ContestIx, StationIx), FoldError> {
        let contest_ix = self.contest_ix(contest)?;
        let station_ix = self
            .election
            .places
            .find_station(station)
            .ok_or_else(|| FoldError::UnknownPlace(station.to_owned()))?;
        let rostered = self.contest(contest_ix).is_some_and(|tally| tally.rostered);
        if !rostered || self.election.form(contest_ix, station_ix).is_none() {
            return Err(FoldError::NotExpected { contest: contest.to_owned(), station: station.to_owned() });
        }
        Ok((contest_ix, station_ix))
    }

    fn find_region(&self, contest: &str, region: &str) -> Result<(ContestIx, RegionIx), FoldError> {
        let contest_ix = self.contest_ix(contest)?;
        let region_ix = self
            .election
            .places
            .find_region(region)
            .ok_or_else(|| FoldError::UnknownPlace(region.to_owned()))?;
        Ok((contest_ix, region_ix))
    }

    fn form(&self, contest: ContestIx, station: StationIx) -> Option<&Form> {
        self.election.form(contest, station).map(|ix| self.election.form_by_ix(ix))
    }

    fn roster(&mut self, body: &Roster<'_>, place: Place) -> Result<(), FoldError> {
        let mut contests = Vec::new();
        for id in &body.contests {
            let ix = self.contest_ix(id)?;
            if self.contest(ix).is_some_and(|tally| tally.rostered) || contests.contains(&ix) {
                return Err(FoldError::RosterTwice((*id).to_owned()));
            }
            contests.push(ix);
        }
        let election = Arc::clone(&self.election);
        let mut made = Vec::new();
        for (id, ix) in body.contests.iter().zip(&contests) {
            let mut tally = ContestTally::new(*ix);
            let counted = tally.expect_all(&election, place.logged_ms)?;
            let stated = body.expected.iter().find(|(name, _)| name == id).map(|(_, count)| *count);
            if stated != Some(counted) {
                return Err(FoldError::RosterCount {
                    contest: (*id).to_owned(),
                    stated: stated.map_or("nothing".to_owned(), |count| count.to_string()),
                    counted,
                });
            }
            made.push(tally);
        }
        for mut tally in made {
            let ix = tally.contest;
            if let Some(slot) = self.contests.get_mut(usize::from(ix.0)) {
                // What was stated about regions before the roster stays.
                tally.records = std::mem::take(&mut slot.records);
                *slot = tally;
            }
            self.changes.rosters.insert(ix);
        }
        Ok(())
    }

    fn sheet(&mut self, id: Hash, body: &SheetBody<'_>, place: Place) -> Result<(), FoldError> {
        let (contest, station) = self.find_sheet(body.contest, body.station)?;
        let Some(form) = self.form(contest, station) else {
            return Err(FoldError::UnknownPlace(body.station.to_owned()));
        };
        let profile = &self.election.profile;
        let version = Version {
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
            evidence: evidence_of(&body.evidence)?,
            supersedes: body.supersedes.map(|hash| hash.0),
            reason: match body.reason {
                Some(reason) => {
                    Some(position(&profile.reasons, |known| known.id == reason, "reason", reason)?)
                }
                None => None,
            },
            left: None,
        };
        self.add_version(contest, station, version)
    }

    fn withdrawal(&mut self, id: Hash, body: &Withdrawal<'_>, place: Place) -> Result<(), FoldError> {
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
            evidence: Box::default(),
            supersedes: Some(body.supersedes.0),
            reason: Some(position(&profile.reasons, |known| known.id == body.reason, "reason", body.reason)?),
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
    fn withdrawable(&self, sheet: &Sheet, version: &Version, id: Hash) -> Result<usize, FoldError> {
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

    fn source(&self, id: Option<&str>) -> Result<Option<u16>, FoldError> {
        let sources = &self.election.profile.sources;
        id.map(|id| position(sources, |source| source.id == id, "source", id)).transpose()
    }

    fn sheet_stage(&self, id: &str, station: &str) -> Result<u16, FoldError> {
        let profile = &self.election.profile;
        let stage = position(&profile.stages, |stage| stage.id == id, "stage", id)?;
        let fits =
            profile.stages.get(usize::from(stage)).is_some_and(|row| profile.takes_sheet(row, station));
        if fits {
            return Ok(stage);
        }
        Err(FoldError::StageMisfit { stage: id.to_owned(), place: station.to_owned() })
    }

    fn add_version(
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
        let logged_ms = version.logged_ms;
        self.update_sheet(contest, station, logged_ms, |sheet| sheet.versions.push(version))
    }

    fn capture(&mut self, body: &Capture<'_>, place: Place) -> Result<(), FoldError> {
        let (contest, station) = self.find_sheet(body.contest, body.station)?;
        self.blobs.bring(contest, station, &body.photo);
        self.update_sheet(contest, station, place.logged_ms, |_| {})
    }

    fn objection(&mut self, id: Hash, body: &Objection<'_>, place: Place) -> Result<(), FoldError> {
        let note = ObjectionNote { entry: place.entry, id, kind: body.kind, key: place.key, at: body.at };
        if self.election.places.find_station(body.place).is_some() {
            let (contest, station) = self.find_sheet(body.contest, body.place)?;
            return self.update_sheet(contest, station, place.logged_ms, |sheet| sheet.objections.push(note));
        }
        let (contest, region) = self.find_region(body.contest, body.place)?;
        self.update_region(contest, region, place, |record| record.objections.push(note));
        Ok(())
    }

    fn ruling(
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
            return self.update_sheet(contest, station, place.logged_ms, |sheet| sheet.rulings.push(note));
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
    fn decider<S: Stated>(
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

    fn determination(&mut self, id: Hash, body: &Determination<'_>, place: Place) -> Result<(), FoldError> {
        let (contest, region) = self.find_region(body.contest, body.region)?;
        let note = DeterminationNote { entry: place.entry, id, decree: body.decree.into(), at: body.at };
        self.update_region(contest, region, place, |record| record.determinations.push(note));
        Ok(())
    }

    fn plenary(&mut self, id: Hash, body: &Plenary<'_>, place: Place) -> Result<(), FoldError> {
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

    fn redaction(&mut self, body: &Redaction<'_>) -> Result<(), FoldError> {
        self.blobs.redact(body.blob.0)?;
        self.changes.general = true;
        Ok(())
    }

    fn notice(&mut self, body: &Notice<'_>, place: Place) {
        self.notices.push(NoticeNote {
            entry: place.entry,
            kind: body.kind,
            reason: body.reason.into(),
            until: body.until,
            at: body.at,
        });
        self.changes.general = true;
    }

    // A closed plenary confirms the sheets that stand below it at that moment; what supersedes them later is not confirmed.
    fn confirm_below(
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
                self.update_sheet(contest, station, place.logged_ms, |sheet| {
                    sheet.plenary = Some(place.entry);
                })?;
            }
        }
        Ok(())
    }

    fn update_region(
        &mut self,
        contest: ContestIx,
        region: RegionIx,
        place: Place,
        apply: impl FnOnce(&mut crate::region::RegionRecord),
    ) {
        if let Some(tally) = self.contests.get_mut(usize::from(contest.0)) {
            apply(tally.records.entry(region).or_default());
            touch(&self.election, tally, region, place.logged_ms);
        }
        self.changes.regions.insert((contest, region));
    }

    fn update_sheet(
        &mut self,
        contest: ContestIx,
        station: StationIx,
        logged_ms: u64,
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
        tally.replace_state(&election, station, &before, &after)?;
        let village = election.places.station(station).region;
        touch(&election, tally, village, logged_ms);
        let constituency = election.constituency_of(contest, station);
        if let Some(sums) = constituency.and_then(|ix| tally.constituencies.get_mut(&ix)) {
            sums.touched_ms = logged_ms;
        }
        self.changes.sheets.entry((contest, station)).or_insert_with(|| SheetChange { before });
        Ok(())
    }
}

fn touch(election: &Election, tally: &mut ContestTally, region: RegionIx, logged_ms: u64) {
    let mut next = Some(region);
    while let Some(ix) = next {
        if let Some(slot) = tally.touched_ms.get_mut(ix.0 as usize) {
            *slot = logged_ms;
        }
        next = election.places.region(ix).parent;
    }
}

fn position<T>(
    rows: &[T],
    is: impl Fn(&T) -> bool,
    what: &'static str,
    name: &str,
) -> Result<u16, FoldError> {
    let position =
        rows.iter().position(is).ok_or_else(|| FoldError::UnknownName { what, name: name.to_owned() })?;
    u16::try_from(position).map_err(|_| FoldError::TooMany(what))
}

fn evidence_of(evidence: &[statement::Evidence<'_>]) -> Result<Box<[Evidence]>, FoldError> {
    evidence
        .iter()
        .enumerate()
        .map(|(position, one)| match one.sha256 {
            Some(sha256) => Ok(Evidence::Named(Box::new(NamedEvidence {
                page: one.page,
                sha256: sha256.0,
                bytes: one.bytes,
                media: one.media.map(Into::into),
                uri: one.uri.map(Into::into),
            }))),
            None if one.bytes.is_some() || one.media.is_some() => Err(FoldError::BadEvidence(position)),
            None => Ok(Evidence::Claimed { page: one.page, uri: one.uri.map(Into::into) }),
        })
        .collect()
}

impl Tally {
    /// A sheet's state, also of a sheet nothing has been stated about.
    pub fn state_of(&self, contest: ContestIx, station: StationIx) -> State {
        self.contest(contest).and_then(|tally| tally.state(station)).cloned().unwrap_or_else(State::expected)
    }
}
