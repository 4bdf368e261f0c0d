//! The map of the regions below the nation: tiles of one size (`map.toml` of the profile), each with the number of the option that
//! leads in the figure to quote; where options differ between the regions, with how far each is. The table below says all of it in
//! words; colour alone says nothing.

use election::{Election, RegionIx, Tile};
use tally::ContestTally;

use super::cell::Name;
use super::figures::{Choice, Summary};
use super::labels::Labels;
use super::markup::{Arg, Html};
use super::number::Number;

/// Side of a tile's place, in the picture's own units; the tile itself is two smaller.
const SIDE: u32 = 40;

/// The map, ready to be drawn.
pub(super) struct TileMap<'a> {
    /// The picture's edges, as SVG has them.
    pub(super) bounds: String,
    pub(super) tiles: Vec<TileDrawn<'a>>,
    /// Whether the tiles show who leads; else they show how far each is.
    pub(super) leads: bool,
    /// The options that lead anywhere, in the order of the ballot.
    pub(super) legend: Vec<Leader<'a>>,
}

/// A tile as it is drawn.
pub(super) struct TileDrawn<'a> {
    /// Where it is put, as SVG has it.
    pub(super) place: String,
    /// The region's page, beside this one.
    pub(super) href: &'a str,
    pub(super) label: &'a str,
    /// Class of its colour.
    pub(super) colour: Colour,
    /// What stands under the label.
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

/// The map of a contest on the nation's page; none where the profile has no tiles, or there is one region only.
pub(super) fn tile_map<'a>(
    labels: &'a Labels,
    election: &'a Election,
    counted: &'a ContestTally,
    choices: &[Choice<'a>],
    valid: Option<election::ColumnIx>,
) -> Option<TileMap<'a>> {
    let nation = election.places.nation();
    let regions: Vec<RegionIx> =
        election.places.children(nation).filter(|region| counted.holds(*region)).collect();
    let tiles = &election.profile.tiles;
    if tiles.is_empty() || regions.len() < 2 {
        return None;
    }
    let mut drawn = Vec::new();
    // In how many regions each option leads.
    let mut leading: Vec<u64> = choices.iter().map(|_| 0).collect();
    // Regions without a tile of their own stand in rows of 40 below all others, none is left out.
    let last = tiles.iter().map(|tile| tile.at.1).max().unwrap_or(0);
    let mut spare = 0_u32;
    let mut furthest = (0, 0);
    for region in regions {
        let place = election.places.region(region);
        let tile: Option<&Tile> = tiles.iter().find(|tile| tile.code == place.code.as_str());
        let (label, at) = tile
            .map_or((place.code.as_str(), (spare % 40, u32::from(last) + 1 + spare / 40)), |tile| {
                (&tile.label, (u32::from(tile.at.0), u32::from(tile.at.1)))
            });
        spare = spare.saturating_add(u32::from(tile.is_none()));
        furthest = (furthest.0.max(at.0), furthest.1.max(at.1));
        let Some(totals) = counted.totals(region) else { continue };
        let done = labels.progress(totals.counted(), totals.expected);
        let sums = Summary { labels, totals, sums: &totals.sound, plenary: None, valid };
        let lead = lead(&sums, choices);
        let (colour, below, words) = match lead {
            Lead::None => (Colour::Nothing, "\u{2013}".to_owned(), labels.texts.map_nothing.clone()),
            Lead::Equal => (Colour::Equal, "=".to_owned(), labels.texts.map_equal.clone()),
            Lead::One { at, choice, share: part } => {
                if let Some(many) = leading.get_mut(at) {
                    *many += 1;
                }
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
        drawn.push(TileDrawn {
            place: format!("translate({} {})", at.0 * SIDE, at.1 * SIDE),
            href: place.code.as_str(),
            label,
            colour,
            below,
            incomplete: !totals.complete(),
            says: far.html().followed_by(&words),
        });
    }
    let legend = choices.iter().zip(leading).enumerate().filter(|(_, (_, many))| *many > 0);
    let legend = legend.map(|(at, (choice, many))| Leader {
        colour: Colour::Option(at % COLOURS + 1, 3),
        name: Name::Option { number: choice.number, name: choice.name },
        regions: labels.number(many),
    });
    Some(TileMap {
        bounds: format!("0 0 {} {}", (furthest.0 + 1) * SIDE, (furthest.1 + 1) * SIDE),
        leads: !choices.is_empty(),
        legend: legend.collect(),
        tiles: drawn,
    })
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
