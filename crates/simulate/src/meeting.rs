//! The days of the plenaries (rapat pleno rekapitulasi): district by district, then the regency.
//!
//! A district's plenary settles every sheet whose figures can't be added up, from the paper, then adds up what stands.
//! One district adds the figures up as they stand: its own sums then fail their checks, and are published so.

use election::{Cell, ContestIx, Figure, Outcome, RegionIx, StationIx, Unread};
use ledger::Hash;
use statement::{
    Answer, Body, Determination, Evidence, HexHash, Objection, ObjectionKind, ObjectionOutcome, Plenary,
    Ruling,
};
use tally::{Quality, State};

use crate::book::Book;
use crate::cast;
use crate::chain::{Chain, Says, Script, unread, values, written};
use crate::dice::Dice;
use crate::error::SimulateError;
use crate::figures::{Figures, truth};
use crate::keys::SignerId;
use crate::photo;
use crate::plan::AS_IT_STANDS;
use crate::scene::Scene;
use crate::side;

/// The plenaries open on the second day, at nine.
const OPENING: i64 = 2 * 86_400;
/// From one district's meeting to the next one's.
const PAUSE: i64 = 7_200;

/// The meetings, on one clock.
pub(crate) struct Meetings<'s, 'e> {
    scene: &'s Scene<'e>,
    script: &'s mut Script,
    book: &'s mut Book,
    second: i64,
    /// How many drafts of the script the book has seen.
    entered: usize,
    dice: Dice,
}

/// A plenary before it is written.
struct Minutes {
    contest: ContestIx,
    region: RegionIx,
    stage: &'static str,
    by: SignerId,
    closes: bool,
    supersedes: Option<(Hash, &'static str)>,
}

/// Holds all meetings.
pub(crate) fn meetings(scene: &Scene<'_>, book: &mut Book, script: &mut Script) -> Result<(), SimulateError> {
    let entered = script.drafts.len();
    let dice = Dice::new(scene.seed, "meetings");
    let mut meetings = Meetings { scene, script, book, second: OPENING, entered, dice };
    let (president, parliament) = (scene.contest(cast::PRESIDENT)?, scene.contest(cast::PARLIAMENT)?);
    for (at, district) in scene.districts.iter().enumerate() {
        if scene.closing().contains(district) {
            meetings.district(president, *district, at)?;
        }
        meetings.district(parliament, *district, at)?;
        meetings.second += PAUSE;
    }
    meetings.regency(parliament)?;
    let second = meetings.second + PAUSE;
    side::audit(scene, second, meetings.script)?;
    meetings.catch_up()
}

impl<'e> Meetings<'_, 'e> {
    fn district(&mut self, contest: ContestIx, district: RegionIx, at: usize) -> Result<(), SimulateError> {
        for station in self.scene.election.places.stations_in(district) {
            let state = self.book.tally.state_of(contest, station);
            if self.needs_settling(contest, station, &state, at == AS_IT_STANDS)? {
                self.settle(contest, station, &state)?;
            }
        }
        let code = self.scene.code(district);
        let minutes = Minutes {
            contest,
            region: district,
            stage: cast::DISTRICT_PLENARY,
            by: SignerId::new(cast::DISTRICT, code),
            closes: true,
            supersedes: None,
        };
        let figures = self.sums(contest, district)?;
        if at == 0 {
            // A slip in the minutes, corrected by the committee itself.
            let mut slip = figures.clone();
            slip.add("valid", 9);
            let id = self.plenary(&minutes, &slip)?;
            self.plenary(&Minutes { supersedes: Some((id, "typing-error")), ..minutes }, &figures)?;
            return Ok(());
        }
        let id = self.plenary(&minutes, &figures)?;
        if contest == self.scene.contest(cast::PRESIDENT)? && (1..=2).contains(&at) {
            let witness = SignerId::numbered(cast::PARTY_WITNESS, code, 1);
            let objection = self.object(contest, district, &witness, ObjectionKind::Objection, id)?;
            if at == 2 {
                self.answer(contest, district, &minutes.by, objection, ObjectionOutcome::Rejected)?;
                self.rule(contest, district, id)?;
            }
        }
        Ok(())
    }

    /// The regency closes with a figure that the districts don't bear out, is found out, and corrects; a decree follows.
    /// Above it the province's provisional figures hold a slip that nobody has found yet.
    fn regency(&mut self, contest: ContestIx) -> Result<(), SimulateError> {
        let (regency, province) = (self.scene.regency, self.scene.province);
        let by = SignerId::new(cast::REGENCY, self.scene.code(regency));
        let minutes = Minutes {
            contest,
            region: regency,
            stage: cast::REGENCY_PLENARY,
            by: by.clone(),
            closes: true,
            supersedes: None,
        };
        let figures = self.sums(contest, regency)?;
        let mut wrong = figures.clone();
        wrong.add("votes.3", 100);
        wrong.add("votes.4", -100);
        let id = self.plenary(&minutes, &wrong)?;
        let supervisor = SignerId::new(cast::SUPERVISOR, self.scene.code(regency));
        let finding = self.object(contest, regency, &supervisor, ObjectionKind::Finding, id)?;
        self.answer(contest, regency, &by, finding, ObjectionOutcome::Upheld)?;
        let minutes = Minutes { supersedes: Some((id, "objection-upheld")), ..minutes };
        self.plenary(&minutes, &figures)?;
        self.second += 86_400;
        let decree = Body::Determination(Determination {
            contest: self.scene.contest_id(contest),
            region: self.scene.code(regency),
            decree: "SIMULASI 1/2024",
            at: self.scene.moment(self.second)?,
        });
        self.put(vec![by], &decree)?;
        let mut slip = figures;
        slip.add("invalid", 10);
        let minutes = Minutes {
            contest,
            region: province,
            stage: cast::PROVINCE_PLENARY,
            by: SignerId::new(cast::PROVINCE, self.scene.code(province)),
            closes: false,
            supersedes: None,
        };
        self.plenary(&minutes, &slip)?;
        Ok(())
    }

    /// A sheet can be added up when every figure is read, no rival stands and its own sums fit; where the plenary takes the
    /// paper as it stands, its sums needn't fit.
    fn needs_settling(
        &self,
        contest: ContestIx,
        station: StationIx,
        state: &State,
        as_it_stands: bool,
    ) -> Result<bool, SimulateError> {
        let form = self.scene.form(contest, station)?;
        let cells = match (&state.cells, state.quality) {
            (None, _) | (_, Quality::Expected | Quality::Pictured) => return Ok(true),
            (Some(cells), Quality::Incomplete | Quality::Consistent | Quality::Conflict) => cells,
        };
        let gap = cells.iter().any(|cell| matches!(cell, Cell::Unread(_)));
        let broken = form.checks.iter().any(|check| check.hard && check.evaluate(cells) == Outcome::Fails);
        Ok(gap || state.rivals || (broken && !as_it_stands))
    }

    /// The district committee opens the box, photographs the paper and states what stands on it.
    fn settle(&mut self, contest: ContestIx, station: StationIx, state: &State) -> Result<(), SimulateError> {
        let standing = self.book.tally.contest(contest).and_then(|tally| {
            let sheet = tally.sheet(station)?;
            sheet.versions.get(usize::try_from(state.version?).ok()?).map(|version| version.id)
        });
        let dice = self.dice.clone();
        let (scene, second) = (self.scene, self.second + 120);
        let mut chain = Chain { scene, script: &mut *self.script, contest, station, second, dice };
        let by = chain.of_district(cast::DISTRICT, 1);
        let paper = truth(scene, contest, station)?;
        let taken = chain.photograph(&by, &paper)?;
        chain.wait(60, 300);
        let supersedes = standing.map(|id| (id, "plenary-correction"));
        let (shots, method) = (taken.shots.as_slice(), &taken.method(&paper));
        let says = Says { stage: cast::DISTRICT_PLENARY, shots, supersedes, method, ..Says::PLAIN };
        chain.sheet(&by, &paper, says)?;
        (self.second, self.dice) = (chain.second, chain.dice);
        self.catch_up()
    }

    /// The sums of everything counted below, on the plenary's form.
    fn sums(&self, contest: ContestIx, region: RegionIx) -> Result<Figures<'e>, SimulateError> {
        let missing = || SimulateError::Missing {
            what: "plenary form in the region",
            name: self.scene.code(region).to_owned(),
        };
        let sums = tally::plenary_sums(&self.book.tally, contest, region, None).ok().flatten();
        let (form, sums) = sums.ok_or_else(missing)?;
        let mut figures = Figures::blank(self.scene.election.form_by_ix(form), Unread::Empty);
        for (cell, sum) in figures.cells.iter_mut().zip(sums) {
            *cell = Cell::Read(Figure(u32::try_from(sum.get()).unwrap_or(u32::MAX)));
        }
        Ok(figures)
    }

    fn plenary(&mut self, minutes: &Minutes, figures: &Figures<'_>) -> Result<Hash, SimulateError> {
        self.second += 1_800;
        let code = self.scene.code(minutes.region);
        let id = self.scene.contest_id(minutes.contest);
        let numbers: Vec<Option<u32>> = values(figures).iter().map(|(_, value)| Some(*value)).collect();
        let heading = format!("D HASIL {}", id.to_ascii_uppercase());
        let photo = self.script.attach(photo::page(&["SIMULASI", code, &heading], &numbers), photo::MEDIA);
        let paper = Evidence {
            page: Some(1),
            sha256: Some(photo.sha256),
            media: Some(photo::MEDIA),
            bytes: Some(photo.bytes),
            uri: None,
        };
        let body = Body::Plenary(Plenary {
            text: None,
            contest: id,
            region: code,
            constituency: None,
            stage: minutes.stage,
            values: values(figures),
            unread: unread(figures),
            evidence: vec![paper],
            closes: minutes.closes,
            source: None,
            supersedes: minutes.supersedes.map(|(id, _)| HexHash(id)),
            reason: minutes.supersedes.map(|(_, reason)| reason),
            at: self.scene.moment(self.second)?,
        });
        self.put(vec![minutes.by.clone()], &body)
    }

    fn object(
        &mut self,
        contest: ContestIx,
        region: RegionIx,
        by: &SignerId,
        kind: ObjectionKind,
        against: Hash,
    ) -> Result<Hash, SimulateError> {
        self.second += 3_600;
        let place = self.scene.code(region);
        let body = Body::Objection(Objection {
            contest: self.scene.contest_id(contest),
            place,
            kind,
            against: Some(HexHash(against)),
            text: written(&mut self.dice, self.script, &format!("keberatan atas {place}")),
            evidence: Vec::new(),
            at: self.scene.moment(self.second)?,
        });
        self.put(vec![by.clone()], &body)
    }

    fn answer(
        &mut self,
        contest: ContestIx,
        region: RegionIx,
        by: &SignerId,
        objection: Hash,
        outcome: ObjectionOutcome,
    ) -> Result<(), SimulateError> {
        self.second += 1_800;
        let place = self.scene.code(region);
        let body = Body::Answer(Answer {
            contest: self.scene.contest_id(contest),
            place,
            objection: HexHash(objection),
            outcome,
            text: written(&mut self.dice, self.script, &format!("jawaban atas keberatan {place}")),
            evidence: Vec::new(),
            at: self.scene.moment(self.second)?,
        });
        self.put(vec![by.clone()], &body).map(|_| ())
    }

    fn rule(&mut self, contest: ContestIx, region: RegionIx, stands: Hash) -> Result<(), SimulateError> {
        self.second += 3_600;
        let body = Body::Ruling(Ruling {
            text: None,
            contest: self.scene.contest_id(contest),
            place: self.scene.code(region),
            stands: HexHash(stands),
            reason: "ruling",
            at: self.scene.moment(self.second)?,
        });
        let by = SignerId::new(cast::REGENCY, self.scene.code(self.scene.regency));
        self.put(vec![by], &body)?;
        Ok(())
    }

    fn put(&mut self, signers: Vec<SignerId>, body: &Body<'_>) -> Result<Hash, SimulateError> {
        let id = self.script.put(self.scene, self.second, signers, body)?;
        self.catch_up()?;
        Ok(id)
    }

    fn catch_up(&mut self) -> Result<(), SimulateError> {
        for (_, draft) in self.script.drafts.get(self.entered..).unwrap_or_default() {
            self.book.enter(draft)?;
        }
        self.entered = self.script.drafts.len();
        Ok(())
    }
}
