//! A plenary's minutes (D.Hasil) for the printer: the figures of the statement that stands, beside the columns that they were added up
//! from, with every difference, its explanation, every objection, and places to sign.

use election::{Cell, Figure, Form, RegionIx, StationIx};
use ledger::Hash;
use print::minutes::{Column, Item, List, Minutes, Table, Words};

use super::closing::on_one_line;
use super::kept::{Explained, Typed};
use super::{Difference, Plenary, PlenaryError};

/// What is printed beside the count itself.
pub struct Facts<'a> {
    /// What each field of the form is called.
    pub labels: Vec<String>,
    /// The form as somebody typed it independently.
    pub typed: Option<&'a Typed>,
    /// Every difference, with its explanation.
    pub differences: &'a [(Difference, Option<&'a Explained>)],
    /// Every objection: about what, by whom, its text, the answer.
    pub objections: Vec<[String; 4]>,
    /// The ledger's size and root when it is printed.
    pub head: (u64, Hash),
}

/// Rows to sign for members.
const MEMBERS: usize = 7;

/// Room to sign in, hundredths of a millimetre.
const ROOM: i32 = 1_150;

/// The minutes of the plenary that stands.
///
/// # Errors
/// [`PlenaryError::NothingStands`]; [`PlenaryError::TooLarge`].
pub fn minutes(plenary: &Plenary<'_>, facts: &Facts<'_>) -> Result<Minutes, PlenaryError> {
    let (election, form) = (plenary.election(), plenary.form());
    let standing = plenary.standing().ok_or(PlenaryError::NothingStands)?;
    let says = Says::of(plenary);
    let place = election.places.region(plenary.region);
    let contest = election.profile.contest_at(plenary.contest);
    let level = election.profile.levels.get(usize::from(place.level));
    let level = level.and_then(|level| says.key(&level.name_key)).unwrap_or_default();
    let mut about = vec![says.key(&contest.name_key).unwrap_or(&contest.id).to_owned()];
    about.push(format!("{level} {} ({})", place.name, place.code));
    if let Some(constituency) = plenary.constituency {
        about.push(election.constituency(constituency).name.clone());
    }
    let closes = says.say(if standing.closes { "closes" } else { "open" });
    let stated = format!("{}: {}. {closes}.", says.say("stated"), standing.at.local_text());
    let total = Column { name: says.say("total"), note: String::new(), figures: figures(&standing.cells) };
    let mut tables = vec![Table { title: stated, columns: children(plenary, &says)?, total }];
    for child in plenary.children() {
        if !holds(plenary, child) {
            tables.push(annex(plenary, child, &says)?);
        }
    }
    let (size, root) = facts.head;
    Ok(Minutes {
        title: says.key(&form.name_key).unwrap_or(&form.id).to_owned(),
        about,
        items: items(plenary, facts),
        tables,
        lists: vec![
            changed(plenary, &standing.cells, facts, &says)?,
            differences(plenary, facts, &says),
            objections(facts, &says),
            members(&says),
            witnesses(form, &says),
        ],
        made_from: vec![
            format!("{}: {}", says.say("statement"), standing.id.to_hex()),
            format!("{}: {size}, {}", says.say("checkpoint"), root.to_hex()),
        ],
        statement: standing.id.0,
        practice: plenary.replay.definition.practice.then(|| says.say("practice")),
        language: says.language.to_owned(),
        words: Words {
            number: says.say("number"),
            item: says.say("item"),
            page: says.say("page"),
            of: says.say("of"),
        },
    })
}

/// The profile's words, in its first language: that of its paper.
pub(super) struct Says<'a> {
    profile: &'a election::Profile,
    language: &'a str,
}

impl<'a> Says<'a> {
    pub(super) fn of(plenary: &Plenary<'a>) -> Says<'a> {
        let profile = &plenary.election().profile;
        Says { profile, language: profile.languages.first().map_or("", String::as_str) }
    }

    fn key(&self, key: &str) -> Option<&'a str> {
        self.profile.message(self.language, key)
    }

    pub(super) fn say(&self, word: &str) -> String {
        let key = format!("print-{word}");
        self.key(&key).map_or(key.clone(), str::to_owned)
    }
}

/// Whether a region below holds a plenary of its own, whose minutes have its columns.
fn holds(plenary: &Plenary<'_>, child: RegionIx) -> bool {
    let (profile, place) = (&plenary.election().profile, plenary.election().places.region(child));
    profile.stages.iter().any(|stage| profile.holds_plenary(stage, place.code.as_str(), place.level))
}

fn items(plenary: &Plenary<'_>, facts: &Facts<'_>) -> Vec<Item> {
    let each = plenary.numbers().into_iter().zip(&facts.labels);
    each.map(|(number, label)| Item { number: number.to_owned(), label: label.clone() }).collect()
}

fn figures(cells: &[Cell]) -> Vec<Option<u64>> {
    let each = cells.iter().map(|cell| match cell {
        Cell::Read(Figure(figure)) => Some(u64::from(*figure)),
        Cell::Unread(_) => None,
    });
    each.collect()
}

fn summed(column: &tally::Column) -> Vec<Option<u64>> {
    column.fields.iter().map(|field| (field.read > 0).then(|| field.sum.get())).collect()
}

/// A column for each region directly below.
fn children(plenary: &Plenary<'_>, says: &Says<'_>) -> Result<Vec<Column>, PlenaryError> {
    let places = &plenary.election().places;
    let columns = plenary.columns()?;
    let each = columns.into_iter().map(|child| {
        let missing = child.sheets.expected.saturating_sub(child.sheets.counted);
        let note = if missing > 0 { format!("{missing} {}", says.say("missing")) } else { String::new() };
        Column { name: places.region(child.region).name.clone(), note, figures: summed(&child.column) }
    });
    Ok(each.collect())
}

/// A region below with a column for each of its stations.
fn annex(plenary: &Plenary<'_>, region: RegionIx, says: &Says<'_>) -> Result<Table, PlenaryError> {
    let places = &plenary.election().places;
    let columns = plenary.stations(region).map(|(station, state)| {
        let cells = state.filter(|state| state.counted).and_then(|state| state.cells.as_deref());
        let quality = state.map_or(tally::Quality::Expected, |state| state.quality);
        let note = match cells {
            Some(_) => String::new(),
            None => says.key(&format!("quality-{}", quality.text())).unwrap_or_default().to_owned(),
        };
        let figures = cells.map_or_else(Vec::new, |cells| on_form(plenary, station, cells));
        Column { name: places.station(station).name.to_string(), note, figures }
    });
    let total =
        Column { name: says.say("total"), note: String::new(), figures: summed(&plenary.column(region)?) };
    let title = format!("{}: {}", says.say("annex"), places.region(region).name);
    Ok(Table { title, columns: columns.collect(), total })
}

/// A station's figures in the order of the plenary's form.
fn on_form(plenary: &Plenary<'_>, station: StationIx, cells: &[Cell]) -> Vec<Option<u64>> {
    let election = plenary.election();
    let Some(own) = election.form(plenary.contest, station).map(|form| election.form_by_ix(form)) else {
        return Vec::new();
    };
    let each = plenary.form().fields.iter().map(|field| {
        match cells.get(usize::from(own.field(&field.name)?.0))? {
            Cell::Read(Figure(figure)) => Some(u64::from(*figure)),
            Cell::Unread(_) => None,
        }
    });
    each.collect()
}

pub(super) fn or_dash(figure: Option<u64>) -> String {
    figure.map_or_else(|| "\u{2013}".to_owned(), |figure| figure.to_string())
}

/// Fields whose columns don't add up to the statement any more.
fn changed(
    plenary: &Plenary<'_>,
    stated: &[Cell],
    facts: &Facts<'_>,
    says: &Says<'_>,
) -> Result<List, PlenaryError> {
    let now = figures(&plenary.cells()?);
    let rows = facts.labels.iter().zip(figures(stated).into_iter().zip(now));
    let rows = rows.filter(|(_, (stated, now))| stated != now);
    let rows = rows.map(|(label, (stated, now))| vec![label.clone(), or_dash(stated), or_dash(now)]);
    Ok(List {
        title: says.say("changed"),
        columns: vec![(says.say("item"), 5), (says.say("stands"), 2), (says.say("now"), 2)],
        rows: rows.collect(),
        high: 0,
        none: says.say("no-change"),
    })
}

/// What a field of a difference is called, and the region in whose column it is.
pub(super) fn place_of(plenary: &Plenary<'_>, labels: &[String], difference: &Difference) -> String {
    let (form, places) = (plenary.form(), &plenary.election().places);
    let label = form.field(&difference.field).and_then(|at| labels.get(usize::from(at.0)));
    let label = label.unwrap_or(&difference.field);
    let region = difference.column.as_ref().and_then(|code| places.find_region(code));
    region.map_or_else(|| label.clone(), |region| format!("{label}, {}", places.region(region).name))
}

/// A figure as it was typed; where the columns don't come to it, what they do come to.
pub(super) fn typed_of(difference: &Difference, says: &Says<'_>) -> String {
    let added = difference.added.filter(|added| Some(*added) != difference.typed);
    let added = added.map(|added| format!(" ({}: {added})", says.say("columns")));
    or_dash(difference.typed) + &added.unwrap_or_default()
}

fn differences(plenary: &Plenary<'_>, facts: &Facts<'_>, says: &Says<'_>) -> List {
    let rows = facts.differences.iter().map(|(difference, why)| {
        let (text, by) = why.map(|why| (why.text.clone(), why.name.clone())).unwrap_or_default();
        vec![
            place_of(plenary, &facts.labels, difference),
            or_dash(difference.summed),
            typed_of(difference, says),
            or_dash(difference.below),
            one_line(&text),
            by,
        ]
    });
    List {
        title: says.say("differences"),
        columns: vec![
            (says.say("item"), 6),
            (says.say("summed"), 2),
            (says.say("typed"), 3),
            (says.say("below"), 3),
            (says.say("explained"), 8),
            (says.say("by"), 3),
        ],
        rows: rows.collect(),
        high: 0,
        none: says.say(if facts.typed.is_some() { "no-difference" } else { "not-typed" }),
    }
}

/// Words as one paragraph, cut where they would not fit on a page.
fn one_line(text: &str) -> String {
    const MOST: usize = 1_500;
    let text = on_one_line(text);
    match text.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}...", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

fn objections(facts: &Facts<'_>, says: &Says<'_>) -> List {
    let rows = facts.objections.iter().map(|row| row.iter().map(|text| one_line(text)).collect());
    List {
        title: says.say("objections"),
        columns: vec![
            (says.say("where"), 4),
            (says.say("by"), 3),
            (says.say("objection"), 8),
            (says.say("answer"), 6),
        ],
        rows: rows.collect(),
        high: 0,
        none: says.say("no-objection"),
    }
}

fn members(says: &Says<'_>) -> List {
    List {
        title: says.say("members"),
        columns: vec![(says.say("number"), 1), (says.say("name"), 8), (says.say("signature"), 7)],
        rows: (1..=MEMBERS).map(|row| vec![format!("{row}."), String::new(), String::new()]).collect(),
        high: ROOM,
        none: String::new(),
    }
}

/// A row for each option's witness: they sign, or say why not.
fn witnesses(form: &Form, says: &Says<'_>) -> List {
    let rows = form.options.iter().map(|option| {
        let party = format!("{} {}", option.number, option.name);
        vec![party.trim().to_owned(), String::new(), String::new(), String::new()]
    });
    List {
        title: says.say("witnesses"),
        columns: vec![
            (says.say("participant"), 6),
            (says.say("name"), 5),
            (says.say("signature"), 5),
            (says.say("refused"), 6),
        ],
        rows: rows.collect(),
        high: ROOM,
        none: String::new(),
    }
}
