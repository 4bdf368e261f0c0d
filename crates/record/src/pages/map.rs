//! The map of the regions below a region: as tiles of one size (`map.toml` of the profile, the nation's page), and by their outlines
//! where the election has them; each region with the number of the option that leads in the figure to quote, or where options differ
//! between the regions with how far each is. The table below says all of it in words; colour alone says nothing.

use askama::Template;
use election::{Election, RegionIx, Tile};
use tally::ContestTally;

use super::cell::Name;
use super::figures::{Choice, Summary};
use super::labels::{Labels, Texts};
use super::markup::{Arg, Html};
use super::number::Number;
use super::outline::{Drawing, drawing};

/// Side of a tile's place, in the picture's own units; the tile itself is two smaller.
const SIDE: u32 = 40;

/// The map, ready to be drawn.
#[derive(Template)]
#[template(path = "map.html", whitespace = "minimize")]
pub(super) struct Map<'a> {
    t: &'a Texts,
    /// Whether the regions show who leads; else they show how far each is.
    pub(super) leads: bool,
    /// The options that lead anywhere, in the order of the ballot.
    pub(super) legend: Vec<Leader<'a>>,
    pub(super) tiles: Option<Tiles<'a>>,
    pub(super) outlines: Option<Outlined<'a>>,
}

/// Regions as tiles.
pub(super) struct Tiles<'a> {
    /// The picture's edges, as SVG has them.
    pub(super) bounds: String,
    pub(super) tiles: Vec<TileDrawn<'a>>,
}

/// Regions by their outlines.
pub(super) struct Outlined<'a> {
    /// The picture's edges, as SVG has them.
    pub(super) bounds: String,
    pub(super) regions: Vec<RegionDrawn<'a>>,
    /// Regions without an outline, as a list of their names.
    pub(super) others: Option<super::markup::Filled<'a, 1>>,
}

/// A tile as it is drawn.
pub(super) struct TileDrawn<'a> {
    /// Where it is put, as SVG has it.
    pub(super) place: String,
    pub(super) label: &'a str,
    pub(super) shown: Shown<'a>,
}

/// An outline as it is drawn.
pub(super) struct RegionDrawn<'a> {
    /// As SVG's `d` has it.
    pub(super) path: String,
    /// Where a number fits.
    pub(super) middle: Option<(i64, i64)>,
    pub(super) shown: Shown<'a>,
}

/// What a map shows of a region.
#[derive(Clone)]
pub(super) struct Shown<'a> {
    region: RegionIx,
    pub(super) code: &'a str,
    /// The region's page, seen from this one.
    pub(super) href: String,
    /// Class of its colour.
    pub(super) colour: Colour,
    /// Number of the option that leads, or how far it is.
    pub(super) below: String,
    /// Not every station is counted.
    pub(super) incomplete: bool,
    /// All of it in words.
    pub(super) says: Html,
}

/// An option that leads somewhere, and in how many regions.
pub(super) struct Leader<'a> {
    pub(super) colour: Colour,
    pub(super) name: Name<'a>,
    pub(super) regions: Number,
}

/// A tile's colour: of eight by the option's place on the ballot, stronger with its share; or of how far the region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    /// There is nothing to show.
    Nothing,
    /// Two or more options have equally many votes.
    Equal,
    /// Which of the eight, from 1, and how strong, from 1 to 3.
    Option(usize, u8),
    /// How far, from 1 to 3.
    Done(u8),
}

/// Colours of options.
const COLOURS: usize = 8;

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Colour::Nothing => f.write_str("nothing"),
            Colour::Equal => f.write_str("equal"),
            Colour::Option(of, strong) => write!(f, "o{of} s{strong}"),
            Colour::Done(strong) => write!(f, "done s{strong}"),
        }
    }
}

// Safe: fixed words and digits.
impl askama::filters::HtmlSafe for Colour {}

/// How strong a share's colour is: below 40 %, below 60 %, from there on.
fn strength(hundredths: u64) -> u8 {
    match hundredths {
        0..4_000 => 1,
        4_000..6_000 => 2,
        6_000.. => 3,
    }
}

/// The map of a contest on a region's page; none where there is one region only, or nothing to draw it by.
pub(super) fn map<'a>(
    labels: &'a Labels,
    election: &'a Election,
    counted: &'a ContestTally,
    within: RegionIx,
    (choices, valid): (&[Choice<'a>], Option<election::ColumnIx>),
) -> Option<Map<'a>> {
    let place = election.places.region(within);
    let has_tiles = place.level == 0 && !election.profile.tiles.is_empty();
    if !has_tiles && election.outlines.is_empty() {
        return None;
    }
    let folder = if place.level == 0 { String::new() } else { format!("{}/", place.code) };
    // In how many regions each option leads.
    let mut leading: Vec<u64> = choices.iter().map(|_| 0).collect();
    let mut regions = Vec::new();
    for region in election.places.children(within).filter(|region| counted.holds(*region)) {
        let Some((shown, leads)) = shown(labels, election, counted, region, (choices, valid)) else {
            continue;
        };
        if let Some(many) = leads.and_then(|at| leading.get_mut(at)) {
            *many += 1;
        }
        regions.push(Shown { href: format!("{folder}{}.html", shown.code), ..shown });
    }
    if regions.len() < 2 {
        return None;
    }
    let tiles = has_tiles.then(|| tiles(election, &regions));
    let drawn = regions.iter().map(|shown| (shown.region, election.places.region(shown.region)));
    let outlines =
        drawing(&election.outlines, drawn).map(|drawing| outlined(labels, election, drawing, &regions));
    if tiles.is_none() && outlines.is_none() {
        return None;
    }
    let legend = choices.iter().zip(leading).enumerate().filter(|(_, (_, many))| *many > 0);
    let legend = legend.map(|(at, (choice, many))| Leader {
        colour: Colour::Option(at % COLOURS + 1, 3),
        name: Name::Option { number: choice.number, name: choice.name },
        regions: labels.number(many),
    });
    Some(Map { t: &labels.texts, leads: !choices.is_empty(), legend: legend.collect(), tiles, outlines })
}

/// What a map shows of a region, and the place on the ballot of who leads there alone. The page it leads to is still to be named.
fn shown<'a>(
    labels: &'a Labels,
    election: &'a Election,
    counted: &'a ContestTally,
    region: RegionIx,
    (choices, valid): (&[Choice<'a>], Option<election::ColumnIx>),
) -> Option<(Shown<'a>, Option<usize>)> {
    let place = election.places.region(region);
    let totals = counted.totals(region)?;
    let done = labels.progress(totals.counted(), totals.expected);
    let sums = Summary { labels, totals, sums: &totals.sound, plenary: None, valid };
    let mut leads = None;
    let (colour, below, words) = match lead(&sums, choices) {
        Lead::None => (Colour::Nothing, "\u{2013}".to_owned(), labels.texts.map_nothing.clone()),
        Lead::Equal => (Colour::Equal, "=".to_owned(), labels.texts.map_equal.clone()),
        Lead::One { at, choice, share: part } => {
            leads = Some(at);
            let strong = strength(part.map_or(0, |part| part.hundredths));
            let part = part.map_or(Arg::Html(&labels.texts.no_share), Arg::Share);
            let number = Arg::Number(labels.number(choice.number.into()));
            let words = labels.texts.map_leads.fill([number, Arg::Text(choice.name), part]).html();
            (Colour::Option(at % COLOURS + 1, strong), choice.number.to_string(), words)
        }
        Lead::Elsewhere => {
            let whole = done.hundredths / 100;
            (Colour::Done(strength(done.hundredths)), format!("{whole}%"), Html::escaped(""))
        }
    };
    let far = labels.texts.map_far.fill([
        Arg::Text(&place.name),
        Arg::Number(labels.number(totals.counted())),
        Arg::Number(labels.number(totals.expected)),
    ]);
    let shown = Shown {
        region,
        code: place.code.as_str(),
        href: String::new(),
        colour,
        below,
        incomplete: !totals.complete(),
        says: far.html().followed_by(&words),
    };
    Some((shown, leads))
}

fn tiles<'a>(election: &'a Election, regions: &[Shown<'a>]) -> Tiles<'a> {
    let tiles = &election.profile.tiles;
    // Regions without a tile of their own stand in rows of 40 below all others, none is left out.
    let last = tiles.iter().map(|tile| tile.at.1).max().unwrap_or(0);
    let mut spare = 0_u32;
    let mut furthest = (0, 0);
    let mut drawn = Vec::new();
    for shown in regions {
        let tile: Option<&Tile> = tiles.iter().find(|tile| tile.code == shown.code);
        let (label, at) = tile.map_or((shown.code, (spare % 40, u32::from(last) + 1 + spare / 40)), |tile| {
            (&tile.label, (u32::from(tile.at.0), u32::from(tile.at.1)))
        });
        spare = spare.saturating_add(u32::from(tile.is_none()));
        furthest = (furthest.0.max(at.0), furthest.1.max(at.1));
        let place = format!("translate({} {})", at.0 * SIDE, at.1 * SIDE);
        drawn.push(TileDrawn { place, label, shown: shown.clone() });
    }
    let bounds = format!("0 0 {} {}", (furthest.0 + 1) * SIDE, (furthest.1 + 1) * SIDE);
    Tiles { bounds, tiles: drawn }
}

fn outlined<'a>(
    labels: &'a Labels,
    election: &'a Election,
    drawing: Drawing,
    regions: &[Shown<'a>],
) -> Outlined<'a> {
    let has = |shown: &&Shown<'_>| drawing.shapes.iter().any(|shape| shape.region == shown.region);
    let names: Vec<&str> = regions
        .iter()
        .filter(|shown| !has(shown))
        .map(|shown| election.places.region(shown.region).name.as_str())
        .collect();
    let others = (!names.is_empty()).then(|| {
        let list = Html::escaped(&names.join(", "));
        labels.texts.map_others.fill([Arg::Made(list)])
    });
    let bounds = format!("0 0 {} {}", drawing.size.0, drawing.size.1);
    let find = |region: RegionIx| regions.iter().find(|shown| shown.region == region).cloned();
    let shapes = drawing.shapes.into_iter();
    let drawn = shapes.filter_map(|shape| {
        Some(RegionDrawn { shown: find(shape.region)?, path: shape.path, middle: shape.middle })
    });
    Outlined { bounds, regions: drawn.collect(), others }
}

/// Who leads in a region.
enum Lead<'a, 'c> {
    /// Nobody yet: no sheet is good enough to quote.
    None,
    /// Options differ between the regions.
    Elsewhere,
    /// Two or more have equally many.
    Equal,
    /// One, at its place on the ballot.
    One { at: usize, choice: &'c Choice<'a>, share: Option<super::number::Share> },
}

fn lead<'a, 'c>(sums: &Summary<'a, '_>, choices: &'c [Choice<'a>]) -> Lead<'a, 'c> {
    if choices.is_empty() {
        return Lead::Elsewhere;
    }
    if sums.sums.sheets == 0 {
        return Lead::None;
    }
    let votes = |choice: &Choice<'_>| sums.sums.sum(choice.column).get();
    let most = choices.iter().map(votes).max().unwrap_or(0);
    let mut leading = choices.iter().enumerate().filter(|(_, choice)| votes(choice) == most);
    match (leading.next(), leading.next()) {
        (Some((at, choice)), None) => Lead::One {
            at,
            choice,
            share: sums.whole(choices).and_then(|whole| sums.labels.share(most, whole)),
        },
        (Some(_), Some(_)) => Lead::Equal,
        (None, _) => Lead::None,
    }
}
