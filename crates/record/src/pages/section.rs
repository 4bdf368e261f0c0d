//! One contest of a region: legal status, progress, the figure to quote, all standing figures, and what lies below.

use askama::Template;
use election::{ContestIx, Election, RegionIx};
use tally::{ContestTally, Quality, Standing, Totals};

use super::apart::Apart;
use super::cell::Entry;
use super::changes::{Change, LATEST, latest};
use super::details::Named;
use super::figures::{Choice, Line, PlenaryFigures, Summary, other_fields, valid_column};
use super::frame::root_of;
use super::head::{Head, head};
use super::labels::{Labels, Texts};
use super::map::{Map, map};
use super::markup::{Arg, Filled, Html};
use super::moment::date;
use super::number::{Number, Share};
use super::parts;
use super::seats::{SeatsPart, seats};
use super::stations::{Rows, StationLine};
use super::timeline::{Timeline, timeline};
use super::whole::{Explained, StatedList, explained, stated};
use crate::overview::totals_path;
use crate::sheets::sheets_path;
use crate::view::View;

/// A contest on a region's page.
pub(super) struct Section<'a> {
    pub(super) head: Head<'a>,
    pub(super) decrees: Vec<Html>,
    pub(super) counted: u64,
    pub(super) quote_fields: Vec<Line<'a>>,
    pub(super) all_explain: Filled<'a, 1>,
    /// No sheet is counted beyond those to quote, and no plenary stands beside them.
    pub(super) all_same: bool,
    pub(super) all: Vec<Line<'a>>,
    pub(super) all_fields: Vec<Line<'a>>,
    pub(super) others: Vec<Line<'a>>,
    pub(super) plenary: Option<PlenaryHead<'a>>,
    /// What was stated about the region as a whole.
    pub(super) stated: Option<Apart<StatedList<'a>>>,
    /// Where the open list of sheets in doubt is.
    pub(super) doubtful: String,
    pub(super) states: Vec<(&'a Html, Number)>,
    pub(super) checks: Vec<CheckLine<'a>>,
    pub(super) choices: Vec<Choice<'a>>,
    pub(super) key_fields: &'a [(election::ColumnIx, Html)],
    /// The latest changes, and where all of them are; none on the lowest level, whose page tells each station's history.
    pub(super) changes: Option<(Vec<Change<'a>>, String)>,
    /// How it came in over time; none on the lowest level.
    pub(super) time: Option<Apart<Timeline<'a>>>,
    /// Of the constituencies that its voters vote in; none on the lowest level.
    pub(super) seats: Option<Apart<SeatsPart<'a>>>,
    /// Of the regions below.
    pub(super) map: Option<Apart<Map<'a>>>,
    pub(super) below: Below<'a>,
    pub(super) record: String,
    pub(super) record_text: Filled<'a, 1>,
    pub(super) data: String,
    /// Columns of figures in a station's row.
    pub(super) width: usize,
}

/// What stands over the plenary's figures.
pub(super) struct PlenaryHead<'a> {
    pub(super) title: Html,
    pub(super) closed: &'a Html,
    pub(super) explained: Explained<'a>,
}

/// How often a check came out how.
pub(super) struct CheckLine<'a> {
    pub(super) text: &'a Html,
    pub(super) option: Option<Filled<'a, 1>>,
    pub(super) kind: &'a Html,
    pub(super) fails: Number,
    pub(super) holds: Number,
    pub(super) undecided: Number,
}

/// What lies below the region.
pub(super) enum Below<'a> {
    Regions(Apart<BelowRegions<'a>>),
    Stations { lines: Vec<StationLine<'a>>, checked: Vec<Named<'a>> },
}

/// The regions below, as a table.
#[derive(Template)]
#[template(path = "below.html", whitespace = "minimize")]
pub(super) struct BelowRegions<'a> {
    t: &'a Texts,
    title: Filled<'a, 1>,
    /// The contest's name.
    name: &'a Html,
    /// Options are added up on this level.
    explain: bool,
    folder: &'a str,
    choices: Vec<Choice<'a>>,
    rows: Vec<ChildRow<'a>>,
}

/// A region below, in one contest.
pub(super) struct ChildRow<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    pub(super) expected: Number,
    pub(super) counted: Number,
    pub(super) done: Share,
    pub(super) sound: Number,
    pub(super) conflict: Number,
    pub(super) votes: Vec<Entry<'a>>,
}

/// The section of a contest; none where no station of the region holds it.
pub(super) fn section<'a>(
    view: &'a View<'a>,
    labels: &'a Labels,
    counted: &'a ContestTally,
    (region, part): (RegionIx, u16),
) -> Option<Section<'a>> {
    let election: &'a Election = view.tally.election();
    let contest = counted.contest;
    let rules = election.profile.contest_at(contest);
    let place = election.places.region(region);
    let texts = &labels.texts;
    let own = labels.contests.get(usize::from(contest.0))?;
    let totals = counted.totals(region)?;
    let (head, choices) = head(view, labels, counted, region)?;

    let record = counted.record(region);
    let standing = record.and_then(|record| record.standing_plenary());
    let plenary_cells = standing
        .map(|plenary| PlenaryFigures::new(election.form_by_ix(plenary.form), plenary, rules.columns.len()));
    let plenary = standing.map(|plenary| PlenaryHead {
        title: texts
            .plenary_title
            .fill([
                labels.stages.get(usize::from(plenary.stage)).map_or(Arg::Html(&texts.plenary), Arg::Html),
                Arg::Made(date(labels, plenary.at)),
            ])
            .html(),
        closed: if plenary.closes { &texts.plenary_closed } else { &texts.plenary_open },
        explained: explained(view, labels, counted, region),
    });
    let decrees = record.map_or_else(Vec::new, |record| {
        let decree = |note: &tally::DeterminationNote| {
            texts.decree.fill([Arg::Text(&note.decree), Arg::Made(date(labels, note.at))]).html()
        };
        record.determinations.iter().map(decree).collect()
    });

    let valid = valid_column(election, contest);
    let sound = Summary { labels, totals, sums: &totals.sound, plenary: None, valid };
    let all = Summary { labels, totals, sums: &totals.all, plenary: plenary_cells.as_ref(), valid };

    let last = place.level == election.places.last_level();
    let map = (!last).then(|| map(labels, election, counted, region, (choices.as_slice(), valid))).flatten();
    let below = if last {
        let rows = Rows { view, labels, texts: own, counted, choices: &choices };
        let lines =
            rows.of(parts::stations(election, contest, region, part, parts::on_a_page(election, contest)));
        let form = election.stations_holding(contest, region).find_map(|ix| election.form(contest, ix));
        let checked = form.map_or_else(Vec::new, |form| rows.checked(election.form_by_ix(form)));
        Below::Stations { lines, checked }
    } else {
        Below::Regions(Apart(below(labels, election, (counted, region), &head, choices.clone())))
    };
    let file = if last { sheets_path(election, contest, region) } else { totals_path(view, contest, region) };
    let root = root_of(&super::path(election, labels.language, contest, region)).unwrap_or_default();
    let told = stated(view, labels, counted, std::iter::once(region));
    Some(Section {
        head,
        decrees,
        counted: totals.counted(),
        quote_fields: sound.fields(&own.key_fields).collect(),
        all_explain: texts.all_explain.fill([Arg::Number(labels.number(totals.counted()))]),
        all_same: totals.sound.sheets == totals.counted() && plenary.is_none(),
        all: all.options(&choices),
        all_fields: all.fields(&own.key_fields).collect(),
        others: other_fields(own).flat_map(|line| all.fields(std::slice::from_ref(line))).collect(),
        plenary,
        stated: (!told.is_empty()).then_some(Apart(StatedList { t: texts, root, stated: told })),
        doubtful: doubtful(election, labels, contest, region),
        states: states(labels, totals),
        checks: if last { Vec::new() } else { checks(labels, counted, totals) },
        width: choices.len() + own.key_fields.len(),
        key_fields: &own.key_fields,
        choices,
        changes: super::has_changes(election, region).then(|| {
            let all = super::changes_path(election, labels.language, contest, region);
            (latest(view, labels, counted, region, LATEST), all)
        }),
        time: timeline(labels, counted, region, totals.expected).map(Apart),
        seats: (!last).then(|| seats(labels, election, counted, region)).flatten().map(Apart),
        map: map.map(Apart),
        below,
        record: file,
        record_text: texts.record.fill([Arg::Html(&own.name)]),
        data: data_path(election, contest, region),
    })
}

/// The regions below one that is not of the lowest level.
pub(super) fn below<'a>(
    labels: &'a Labels,
    election: &'a Election,
    (counted, region): (&'a ContestTally, RegionIx),
    head: &Head<'a>,
    choices: Vec<Choice<'a>>,
) -> BelowRegions<'a> {
    let texts = &labels.texts;
    let place = election.places.region(region);
    BelowRegions {
        t: texts,
        name: head.name,
        explain: !head.options_below,
        title: texts
            .children_title
            .fill([labels.levels.get(usize::from(place.level) + 1).map_or(Arg::Text(""), Arg::Html)]),
        folder: if place.level == 0 { "" } else { place.code.as_str() },
        rows: children(labels, election, counted, region, &choices),
        choices,
    }
}

fn children<'a>(
    labels: &'a Labels,
    election: &'a Election,
    counted: &'a ContestTally,
    region: RegionIx,
    choices: &[Choice<'a>],
) -> Vec<ChildRow<'a>> {
    election
        .places
        .children(region)
        .filter_map(|child| {
            let place = election.places.region(child);
            let totals = counted.totals(child).filter(|totals| totals.expected > 0)?;
            let all = Summary { labels, totals, sums: &totals.all, plenary: None, valid: None };
            Some(ChildRow {
                code: place.code.as_str(),
                name: &place.name,
                expected: labels.number(totals.expected),
                counted: labels.number(totals.counted()),
                done: labels.progress(totals.counted(), totals.expected),
                sound: labels.number(totals.sound.sheets),
                conflict: labels.number(totals.with_quality(Quality::Conflict)),
                votes: choices.iter().map(|choice| all.sum(choice.column)).collect(),
            })
        })
        .collect()
}

fn states<'a>(labels: &'a Labels, totals: &Totals) -> Vec<(&'a Html, Number)> {
    let texts = &labels.texts;
    let qualities = Quality::ALL.map(|quality| (labels.quality(quality), totals.with_quality(quality)));
    let marks = [
        (&texts.flag_partly_read, totals.partly_read),
        (&texts.standing_corrected, totals.with_standing(Standing::Corrected)),
        (&texts.standing_withdrawn, totals.with_standing(Standing::Withdrawn)),
        (&texts.flag_confirmed, totals.confirmed),
        (&texts.flag_disputed, totals.disputed),
        (&texts.flag_evidence_pending, totals.evidence_pending),
    ];
    qualities.into_iter().chain(marks).map(|(text, count)| (text, labels.number(count))).collect()
}

// The region's own list, or that of the region it lies in which has one.
fn doubtful(election: &Election, labels: &Labels, contest: ContestIx, region: RegionIx) -> String {
    let lowest = super::doubtful::lowest_level(election);
    let mut up = election.places.ancestry(region);
    let near = up.find(|ix| election.places.region(*ix).level <= lowest).unwrap_or(region);
    super::doubtful_path(election, labels.language, contest, near)
}

// Checks made per option are many: those are shown where they fail.
pub(super) fn checks<'a>(
    labels: &'a Labels,
    counted: &'a ContestTally,
    totals: &Totals,
) -> Vec<CheckLine<'a>> {
    let texts = &labels.texts;
    let line = |(info, counts): (&'a tally::CheckInfo, &tally::CheckCounts)| {
        let (text, option) = labels.check(&info.id)?;
        if option.is_some() && counts.fails == 0 {
            return None;
        }
        let number = |count: u32| labels.number(u64::from(count));
        Some(CheckLine {
            text,
            option: option.map(|key| texts.failed_for.fill([Arg::Text(key)])),
            kind: if info.hard { &texts.hard } else { &texts.soft },
            fails: number(counts.fails),
            holds: number(counts.holds),
            undecided: number(counts.undecided),
        })
    };
    counted.checks.iter().zip(&totals.checks).filter_map(line).collect()
}

// The smallest data package the region lies in.
fn data_path(election: &Election, contest: ContestIx, region: RegionIx) -> String {
    let places = &election.places;
    let id = &election.profile.contest_at(contest).id;
    let part = places.ancestry(region).map(|ix| places.region(ix)).find(|place| place.level == 1);
    match part {
        Some(part) => format!("data/{id}/{}/datapackage.json", part.code),
        None => format!("data/{id}/datapackage.json"),
    }
}
