//! The fold itself: one statement at a time.

mod regions;
mod rulings;
mod sheets;

pub use sheets::MOST_CAPTURES;

use std::collections::HashSet;
use std::sync::Arc;

use election::{ContestIx, Election, Form, RegionIx, Role, StationIx};
use ledger::Hash;
use statement::{
    Answer, Body, Disclosure, Moment, Notice, NoticeKind, Objection, Redaction, Roster, Signer, Statement,
};

use crate::blobs::Blobs;
use crate::changes::{Changes, SheetChange};
use crate::contest::ContestTally;
use crate::error::FoldError;
use crate::how::{How, Ways};
use crate::precedence::role_at;
use crate::sheet::{AnswerNote, ObjectionNote};
use crate::version::{Evidence, NamedEvidence};

/// A register that was made public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosureNote {
    /// Index of its entry.
    pub entry: u64,
    /// When it was logged, unix milliseconds.
    pub logged_ms: u64,
    /// Which register.
    pub register: Box<str>,
    /// SHA-256 of its bytes.
    pub content: Hash,
}

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
    ways: Ways,
    notices: Vec<NoticeNote>,
    disclosures: Vec<DisclosureNote>,
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

impl Tally {
    /// The state before the first entry.
    pub fn new(election: Arc<Election>) -> Tally {
        let contests = election.profile.contests().map(|(ix, _)| ContestTally::new(ix)).collect();
        Tally {
            election,
            contests,
            said: HashSet::new(),
            blobs: Blobs::default(),
            ways: Ways::default(),
            notices: Vec::new(),
            disclosures: Vec::new(),
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

    /// By which way a figure came about, in the words of its statement; none: it doesn't say.
    pub fn way(&self, how: How) -> Option<&str> {
        self.ways.word(how)
    }

    /// Notices, in ledger order.
    pub fn notices(&self) -> &[NoticeNote] {
        &self.notices
    }

    /// Disclosures, in ledger order.
    pub fn disclosures(&self) -> &[DisclosureNote] {
        &self.disclosures
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

    /// Whether a capture of this very sheet brought the bytes of a photo.
    pub fn brought(&self, contest: ContestIx, station: StationIx, photo: &Hash) -> bool {
        self.blobs.brought(contest, station, photo)
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
            Body::Key(_) | Body::Revoke(_) => drop(self.changes.keys.get_or_insert(entry)),
            Body::Capture(body) => self.capture(body, place)?,
            Body::Reading(body) => self.reading(id, body, place)?,
            Body::Sheet(body) => self.sheet(id, body, place)?,
            Body::Withdrawal(body) => self.withdrawal(id, body, place)?,
            Body::Objection(body) => self.objection(id, body, place)?,
            Body::Answer(body) => self.answer(id, body, place)?,
            Body::Plenary(body) => self.plenary(id, body, place)?,
            Body::Ruling(body) => self.ruling(id, body, place, signers)?,
            Body::Determination(body) => self.determination(id, body, place)?,
            Body::Redaction(body) => self.redaction(body)?,
            Body::Notice(body) => self.notice(body, place),
            Body::Disclosure(body) => self.disclosure(body, place),
            Body::Definition(_) | Body::Roll(_) | Body::Audit(_) => {
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

    fn source(&self, id: Option<&str>) -> Result<Option<u16>, FoldError> {
        let sources = &self.election.profile.sources;
        id.map(|id| position(sources, |source| source.id == id, "source", id)).transpose()
    }

    fn objection(&mut self, id: Hash, body: &Objection<'_>, place: Place) -> Result<(), FoldError> {
        let note = ObjectionNote {
            entry: place.entry,
            id,
            kind: body.kind,
            key: place.key,
            text: body.text.0,
            evidence: evidence_of(&body.evidence)?,
            answers: Vec::new(),
            at: body.at,
        };
        if self.election.places.find_station(body.place).is_some() {
            let (contest, station) = self.find_sheet(body.contest, body.place)?;
            return self.update_sheet(contest, station, (place.entry, place.logged_ms), |sheet| {
                sheet.objections.push(note);
            });
        }
        let (contest, region) = self.find_region(body.contest, body.place)?;
        self.update_region(contest, region, place, |record| record.objections.push(note));
        Ok(())
    }

    fn answer(&mut self, id: Hash, body: &Answer<'_>, place: Place) -> Result<(), FoldError> {
        let objection = body.objection.0;
        let note = AnswerNote {
            entry: place.entry,
            id,
            outcome: body.outcome,
            key: place.key,
            text: body.text.0,
            evidence: evidence_of(&body.evidence)?,
            at: body.at,
        };
        let is_there = |all: &[ObjectionNote]| {
            let there = all.iter().any(|known| known.id == objection);
            there.then_some(()).ok_or(FoldError::UnknownReference(objection))
        };
        let hold = |all: &mut [ObjectionNote]| {
            if let Some(answered) = all.iter_mut().find(|known| known.id == objection) {
                answered.answers.push(note);
            }
        };
        if self.election.places.find_station(body.place).is_some() {
            let (contest, station) = self.find_sheet(body.contest, body.place)?;
            let sheet = self.contest(contest).and_then(|tally| tally.sheet(station));
            is_there(sheet.map_or(&[], |sheet| &sheet.objections))?;
            return self.update_sheet(contest, station, (place.entry, place.logged_ms), |sheet| {
                hold(&mut sheet.objections);
            });
        }
        let (contest, region) = self.find_region(body.contest, body.place)?;
        let record = self.contest(contest).and_then(|tally| tally.record(region));
        is_there(record.map_or(&[], |record| &record.objections))?;
        self.update_region(contest, region, place, |record| hold(&mut record.objections));
        Ok(())
    }

    fn redaction(&mut self, body: &Redaction<'_>) -> Result<(), FoldError> {
        let hash = body.blob.0;
        self.blobs.redact(hash)?;
        self.changes.general = true;
        // Redactions are few: a look at every sheet costs less than to keep, for each blob, who names it.
        for tally in &self.contests {
            for (station, sheet) in (0..).map(StationIx).zip(&tally.sheets) {
                if let Some(sheet) = sheet.as_deref().filter(|sheet| sheet.names(&hash)) {
                    let before = sheet.state.clone();
                    let key = (tally.contest, station);
                    self.changes.sheets.entry(key).or_insert(SheetChange { before });
                }
            }
        }
        Ok(())
    }

    fn disclosure(&mut self, body: &Disclosure<'_>, place: Place) {
        self.disclosures.push(DisclosureNote {
            entry: place.entry,
            logged_ms: place.logged_ms,
            register: body.register.into(),
            content: body.content.sha256.0,
        });
        self.changes.general = true;
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
}

/// Notes a time at a region and all that it lies in.
fn touch(election: &Election, times: &mut [u64], region: RegionIx, logged_ms: u64) {
    let mut next = Some(region);
    while let Some(ix) = next {
        if let Some(slot) = times.get_mut(ix.0 as usize) {
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

/// Most pieces of evidence that one statement names: each page of the longest form, some again, and a few besides.
pub const MOST_EVIDENCE: usize = 64;

fn evidence_of(evidence: &[statement::Evidence<'_>]) -> Result<Box<[Evidence]>, FoldError> {
    if evidence.len() > MOST_EVIDENCE {
        return Err(FoldError::TooMuchEvidence(evidence.len()));
    }
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
