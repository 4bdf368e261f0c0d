//! Restating a source's history of a sheet as statements that succeed each other.
//!
//! The tally orders the statements of a restating key by (the source's time, entry). So one walk over time, merging what
//! the ledger holds with what the source is now known to have said, tells what is missing:
//! - figures that were read and are no longer there -> a `withdrawal` that names exactly those fields and supersedes the
//!   statement that holds them;
//! - other figures, photos or a new time -> a `sheet` that supersedes the statement before it by the source's time; what
//!   was withdrawn stays `withdrawn` in it until it is read again;
//! - what the ledger holds already -> nothing, so that importing twice, or two files in either order, ends alike.
//!
//! The walk is a pure function of the history and the sayings, and each statement it makes may be folded right after the
//! ones before it: it supersedes only what the ledger holds or what it has just made.

use std::collections::HashMap;

use election::{Cell, ContestIx, Election, FieldIx, Form, FormIx, StageKind, StationIx, Unread};
use ledger::Hash;
use statement::{
    Body, Evidence, HexHash, Moment, Pairs, Sheet, UnreadText, Withdrawal, encode_text, statement_id,
};
use tally::{Claim, Version, unread_of};

use crate::draft::{Draft, Emit, ImportError, Place};
use crate::report::Report;

/// Reason of a sheet that takes the place of what the source said before.
pub const CHANGED: &str = "source-changed";
/// Reason of a withdrawal of figures that the source no longer shows.
pub const WITHDREW: &str = "source-withdrew";

/// A photo the source says it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claimed {
    /// Page, from 1, where the source says it.
    pub page: Option<u8>,
    /// Where it says the photo is.
    pub uri: Option<String>,
}

/// What a source said of one sheet at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The source's time.
    pub at: Moment,
    /// Whether the source itself gives that time; else it is when somebody saw it, and a saying that repeats what stands
    /// at that time says nothing new.
    pub own_time: bool,
    /// Run id of the profile, where the source says it.
    pub run: Option<String>,
    /// One cell a field of the station's form.
    pub cells: Vec<Cell>,
    /// Its photos, in page order.
    pub photos: Vec<Claimed>,
}

/// Makes the statements of one source about the sheets of one contest.
pub struct Restater<'e> {
    election: &'e Election,
    contest: ContestIx,
    contest_id: &'e str,
    stage: &'e str,
    stage_position: u16,
    source: &'e str,
    source_position: Option<u16>,
    never: &'e [String],
    blanks: HashMap<FormIx, Vec<Cell>>,
    groups: HashMap<(FormIx, Vec<Option<Unread>>), Unreads<'e>>,
}

/// The shortest `unread` of some cells.
type Unreads<'e> = Vec<(&'e str, UnreadText)>;

/// More patterns of unread fields than this are not remembered: real files have a few dozen.
const MOST_PATTERNS: usize = 4096;

/// What the source's word comes to at some time in the walk.
#[derive(Clone)]
struct Point {
    at: Moment,
    id: Hash,
    run: Option<u16>,
    cells: Vec<Cell>,
    photos: Vec<Claimed>,
}

impl<'e> Restater<'e> {
    /// A restater for a contest and a source of the profile, at its counting stage.
    pub fn new(election: &'e Election, contest: &str, source: &str) -> Result<Self, ImportError> {
        let profile = &election.profile;
        let lacks = |what: &'static str, name: &str| ImportError::Profile { what, name: name.to_owned() };
        let contest = profile.contest(contest).ok_or_else(|| lacks("contest", contest))?;
        let source = profile.source(source).ok_or_else(|| lacks("source", source))?;
        for reason in [CHANGED, WITHDREW] {
            profile.reason(reason).ok_or_else(|| lacks("reason", reason))?;
        }
        let (stage_position, stage) = (0u16..)
            .zip(&profile.stages)
            .find(|(_, stage)| stage.kind == StageKind::Count)
            .ok_or_else(|| lacks("stage of the kind", "count"))?;
        Ok(Self {
            election,
            contest,
            contest_id: &profile.contest_at(contest).id,
            stage: &stage.id,
            stage_position,
            source: &source.id,
            source_position: (0u16..)
                .zip(&profile.sources)
                .find_map(|(at, known)| (known.id == source.id).then_some(at)),
            never: &source.never,
            blanks: HashMap::new(),
            groups: HashMap::new(),
        })
    }

    /// The contest.
    pub fn contest(&self) -> ContestIx {
        self.contest
    }

    /// A sheet of which the source shows nothing: what it never has is `no-field`, all else `not-published`.
    pub fn blank(&mut self, form: FormIx) -> Vec<Cell> {
        let (election, never) = (self.election, self.never);
        self.blanks.entry(form).or_insert_with(|| blank(election.form_by_ix(form), never)).clone()
    }

    /// Writes what is missing of a sheet's history, given what the ledger holds of it.
    ///
    /// `sayings` come in the source's own order; a stable sort by time is applied. Counts `sheets`, `withdrawals` and
    /// `held` (sayings that the ledger, or the saying before, has already).
    pub fn restate(
        &mut self,
        station: StationIx,
        mut sayings: Vec<Saying>,
        known: Option<&tally::Sheet>,
        report: &mut Report,
        emit: &mut Emit<'_>,
    ) -> Result<(), ImportError> {
        let Some(form_ix) = self.election.form(self.contest, station) else { return Ok(()) };
        sayings.sort_by_key(|saying| saying.at);
        let held = known.map(|sheet| self.own_versions(sheet)).unwrap_or_default();
        let form = self.election.form_by_ix(form_ix);
        Walk { restater: self, station, form_ix, form, current: None, report, emit }.run(&held, &sayings)
    }

    // What this source's importers stated of the sheet, by the source's time. What officers state, or another source is
    // restated to say, is no part of the source's history.
    fn own_versions<'v>(&self, sheet: &'v tally::Sheet) -> Vec<&'v Version> {
        let restated = |version: &&Version| {
            version.stage == self.stage_position
                && version.source.is_some()
                && version.source == self.source_position
        };
        let mut versions: Vec<&Version> = sheet.versions.iter().filter(restated).collect();
        versions.sort_by_key(|version| (version.at, version.entry));
        versions
    }
}

fn blank(form: &Form, never: &[String]) -> Vec<Cell> {
    let mut cells = form.blank(Unread::NotPublished).into_vec();
    for field in never.iter().flat_map(|name| form.fields_under(name)) {
        if let Some(cell) = cells.get_mut(usize::from(field.0)) {
            *cell = Cell::Unread(Unread::NoField);
        }
    }
    cells
}

struct Walk<'w, 'e, 'k> {
    restater: &'w mut Restater<'e>,
    station: StationIx,
    form_ix: FormIx,
    form: &'e Form,
    current: Option<Point>,
    report: &'w mut Report,
    emit: &'w mut Emit<'k>,
}

impl<'e> Walk<'_, 'e, '_> {
    fn run(&mut self, held: &[&Version], sayings: &[Saying]) -> Result<(), ImportError> {
        let (mut held, mut sayings) = (held.iter().peekable(), sayings.iter().peekable());
        loop {
            let next = [held.peek().map(|version| version.at), sayings.peek().map(|saying| saying.at)];
            let Some(at) = next.into_iter().flatten().min() else { return Ok(()) };
            // The ledger's own order within one time: what it holds comes before what is stated now.
            let before = self.current.clone();
            let mut spoken: Vec<Point> = Vec::new();
            while let Some(version) = held.next_if(|version| version.at == at) {
                self.apply(version);
                spoken.extend(self.current.clone());
            }
            if let (Some(before), false) = (before, spoken.is_empty()) {
                self.take_back(&before)?;
            }
            let mut stated = false;
            while let Some(saying) = sayings.next_if(|saying| saying.at == at) {
                if !stated && spoken.iter().any(|point| point.says(saying, self)) {
                    self.report.count("held");
                    continue;
                }
                stated |= self.state(saying)?;
            }
        }
    }

    /// Takes in what the ledger holds, as the tally does.
    fn apply(&mut self, version: &Version) {
        let before = self.current.take();
        let (cells, photos) = match &version.claim {
            Claim::Figures(cells) => (cells.to_vec(), version.evidence.iter().map(claimed).collect()),
            Claim::Withdrawn(fields) => {
                let Some(before) = before else { return };
                let mut cells = before.cells;
                match fields {
                    Some(fields) => withdraw(&mut cells, fields),
                    None => withdraw(&mut cells, &all_fields(self.form)),
                }
                (cells, before.photos)
            }
        };
        self.current = Some(Point { at: version.at, id: version.id, run: version.run, cells, photos });
    }

    /// A held statement came after `before` without saying that figures of it are gone, or still gone: say it.
    fn take_back(&mut self, before: &Point) -> Result<(), ImportError> {
        let Some(current) = self.current.clone() else { return Ok(()) };
        let silent: Vec<FieldIx> = fields_where(&before.cells, &current.cells, |was, is| {
            let had = matches!(was, Cell::Read(_) | Cell::Unread(Unread::Withdrawn));
            had && matches!(is, Cell::Unread(Unread::NotPublished | Unread::Empty))
        });
        if silent.is_empty() {
            return Ok(());
        }
        self.withdrawal(current.at, before.id, &silent)?;
        let Some(after) = &mut self.current else { return Ok(()) };
        withdraw(&mut after.cells, &silent);
        // A withdrawal leaves the photos of what it withdraws; where others came, the sheet is stated with them again.
        if before.photos == current.photos {
            return Ok(());
        }
        let cells = after.cells.clone();
        self.sheet(current.at, cells, current.run, current.photos)
    }

    /// States what a saying adds. Returns whether anything was stated.
    fn state(&mut self, saying: &Saying) -> Result<bool, ImportError> {
        let run = self.run_of(saying);
        let Some(before) = self.current.clone() else {
            self.sheet(saying.at, saying.cells.clone(), run, saying.photos.clone())?;
            return Ok(true);
        };
        let repeats =
            before.says_figures(saying) && before.says_photos(saying) && before.says_run(saying, self);
        if repeats && (before.at == saying.at || !saying.own_time) {
            self.report.count("held");
            return Ok(false);
        }
        let gone: Vec<FieldIx> = fields_where(&before.cells, &saying.cells, |was, is| {
            matches!((was, is), (Cell::Read(_), Cell::Unread(_)))
        });
        let mut left = before.cells.clone();
        withdraw(&mut left, &gone);
        if !gone.is_empty() {
            self.withdrawal(saying.at, before.id, &gone)?;
        }
        let cells = carry_withdrawn(&left, &saying.cells);
        let same_photos = before.says_photos(saying);
        if cells != left || !same_photos || !before.says_run(saying, self) || gone.is_empty() {
            let photos = if same_photos { before.photos } else { saying.photos.clone() };
            self.sheet(saying.at, cells, run.or(before.run), photos)?;
        }
        Ok(true)
    }

    fn run_of(&self, saying: &Saying) -> Option<u16> {
        let runs = &self.restater.election.profile.runs;
        let at = runs.iter().position(|run| Some(&run.id) == saying.run.as_ref())?;
        u16::try_from(at).ok()
    }

    fn sheet(
        &mut self,
        at: Moment,
        cells: Vec<Cell>,
        run: Option<u16>,
        photos: Vec<Claimed>,
    ) -> Result<(), ImportError> {
        let unread = self.unread(&cells);
        let restater = &*self.restater;
        let profile = &restater.election.profile;
        let code = restater.election.places.station(self.station).code;
        let supersedes = self.current.as_ref().map(|point| HexHash(point.id));
        let values = self.form.fields.iter().zip(&cells).filter_map(|(field, cell)| match cell {
            Cell::Read(figure) => Some((field.name.as_str(), figure.0)),
            Cell::Unread(_) => None,
        });
        let evidence = photos.iter().map(|photo| Evidence {
            page: photo.page,
            sha256: None,
            media: None,
            bytes: None,
            uri: photo.uri.as_deref(),
        });
        let body = Body::Sheet(Sheet {
            text: None,
            contest: restater.contest_id,
            station: code.as_str(),
            stage: restater.stage,
            run: run.and_then(|run| profile.runs.get(usize::from(run))).map(|run| run.id.as_str()),
            values: pairs(values.collect())?,
            unread: pairs(unread)?,
            evidence: evidence.collect(),
            method: Pairs::default(),
            confidence: Pairs::default(),
            source: Some(restater.source),
            supersedes,
            reason: supersedes.map(|_| CHANGED),
            at,
        });
        let id = self.hand_out(&body, "sheets")?;
        self.current = Some(Point { at, id, run, cells, photos });
        Ok(())
    }

    fn withdrawal(&mut self, at: Moment, supersedes: Hash, gone: &[FieldIx]) -> Result<(), ImportError> {
        let restater = &*self.restater;
        let code = restater.election.places.station(self.station).code;
        let names = gone.iter().filter_map(|field| self.form.fields.get(usize::from(field.0)));
        let body = Body::Withdrawal(Withdrawal {
            text: None,
            contest: restater.contest_id,
            station: code.as_str(),
            stage: restater.stage,
            fields: Some(names.map(|field| field.name.as_str()).collect()),
            source: Some(restater.source),
            supersedes: HexHash(supersedes),
            reason: WITHDREW,
            at,
        });
        let id = self.hand_out(&body, "withdrawals")?;
        if let Some(point) = &mut self.current {
            (point.at, point.id) = (at, id);
            withdraw(&mut point.cells, gone);
        }
        Ok(())
    }

    // Finding the groups costs more than all else about a row, and few patterns of unread fields occur.
    fn unread(&mut self, cells: &[Cell]) -> Unreads<'e> {
        let form = self.form;
        let groups = &mut self.restater.groups;
        let pattern: Vec<Option<Unread>> = cells.iter().map(|cell| cell.unread()).collect();
        if groups.len() > MOST_PATTERNS {
            groups.clear();
        }
        let find = || unread_of(form, cells).into_iter().map(|(name, why)| (name, UnreadText(why))).collect();
        groups.entry((self.form_ix, pattern)).or_insert_with(find).clone()
    }

    fn hand_out(&mut self, body: &Body<'_>, count: &str) -> Result<Hash, ImportError> {
        let text = encode_text(&self.restater.election.profile.header, body)?;
        let place = Place::Station(self.station);
        let draft = Draft { text: &text, kind: body.kind(), contest: self.restater.contest, place };
        (self.emit)(draft).map_err(ImportError::Emit)?;
        self.report.count(count);
        Ok(statement_id(&text))
    }
}

impl Point {
    /// Whether a saying of the same time adds nothing to this.
    fn says(&self, saying: &Saying, walk: &Walk<'_, '_, '_>) -> bool {
        self.says_figures(saying) && self.says_photos(saying) && self.says_run(saying, walk)
    }

    fn says_figures(&self, saying: &Saying) -> bool {
        self.cells.len() == saying.cells.len()
            && self.cells.iter().zip(&saying.cells).all(|(a, b)| a.figure() == b.figure())
    }

    // A source that says only how many photos there are adds nothing to one that says where they are.
    fn says_photos(&self, saying: &Saying) -> bool {
        self.photos.len() == saying.photos.len()
            && self.photos.iter().zip(&saying.photos).all(|(a, b)| *b == Claimed::default() || a == b)
    }

    fn says_run(&self, saying: &Saying, walk: &Walk<'_, '_, '_>) -> bool {
        saying.run.is_none() || walk.run_of(saying) == self.run
    }
}

fn claimed(evidence: &tally::Evidence) -> Claimed {
    match evidence {
        tally::Evidence::Claimed { page, uri } => {
            Claimed { page: *page, uri: uri.as_deref().map(str::to_owned) }
        }
        tally::Evidence::Named(named) => {
            Claimed { page: named.page, uri: named.uri.as_deref().map(str::to_owned) }
        }
    }
}

fn all_fields(form: &Form) -> Vec<FieldIx> {
    (0..).map(FieldIx).zip(&form.fields).map(|(field, _)| field).collect()
}

fn fields_where(was: &[Cell], is: &[Cell], test: impl Fn(Cell, Cell) -> bool) -> Vec<FieldIx> {
    let both = (0..).map(FieldIx).zip(was.iter().zip(is));
    both.filter(|(_, (was, is))| test(**was, **is)).map(|(field, _)| field).collect()
}

fn withdraw(cells: &mut [Cell], fields: &[FieldIx]) {
    for field in fields {
        if let Some(cell) = cells.get_mut(usize::from(field.0))
            && *cell != Cell::Unread(Unread::NoField)
        {
            *cell = Cell::Unread(Unread::Withdrawn);
        }
    }
}

fn carry_withdrawn(before: &[Cell], saying: &[Cell]) -> Vec<Cell> {
    let both = before.iter().zip(saying);
    both.map(|(before, cell)| match (before, cell) {
        (Cell::Unread(Unread::Withdrawn), Cell::Unread(_)) => *before,
        (Cell::Read(_) | Cell::Unread(_), Cell::Read(_) | Cell::Unread(_)) => *cell,
    })
    .collect()
}

// A form has each name once, so this fails only on a broken profile; and then aloud, never by leaving figures out.
fn pairs<V>(list: Vec<(&str, V)>) -> Result<Pairs<'_, V>, ImportError> {
    Pairs::new(list).map_err(|name| ImportError::Profile {
        what: "form with the field only once:",
        name: name.to_owned(),
    })
}
