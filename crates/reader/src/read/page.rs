//! One photo: which page it is, and what everything on it shows.

use super::crops::Crops;
use super::gate;
use super::screen::{Surface, Waves, waves};
use crate::boxes::{BoxReading, Net, Patch, SIDE};
use crate::evidence::bubbles::{ColumnRead, read_column, ring_shifts, without_print};
use crate::evidence::strokes::{CellRead, Full, RowRead, judged, measured};
use crate::gray::Gray;
use crate::layout::{Layout, Number, Page, RowSums, Sizes, Spot};
use crate::page::lines::{rectangles, settled};
use crate::page::{Field, Footing, Found, NotFound, find};
use crate::sample::cut;
use crate::station::{StationRead, read_station};
use crate::words::{WordsNet, WordsRead, read_words};

/// A page as it was read.
#[derive(Clone, Debug)]
pub struct PageRead {
    /// Where it is in the photo.
    pub found: Found,
    /// How the paper lies.
    pub field: Field,
    /// How well it can be seen.
    pub quality: Quality,
    /// What was seen of waves that paper doesn't have.
    pub waves: Waves,
    /// What it says about its station.
    pub station: StationRead,
    /// Every number on it, in the layout's order.
    pub numbers: Vec<NumberRead>,
}

impl PageRead {
    /// How surely its numbers stand where they are read, and on paper.
    pub fn footing(&self) -> Footing {
        footing(&self.found, self.waves)
    }
}

/// A photo of a screen is a copy of a photo: what it shows may be read, but a person looks at the paper.
fn footing(found: &Found, waves: Waves) -> Footing {
    match waves.surface() {
        Surface::Paper => found.footing(),
        Surface::Screen => Footing::Loose,
    }
}

/// How well a page can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quality {
    /// Hundredths of a pixel a millimetre of paper takes, where it takes fewest.
    pub scale: i64,
    /// Printed boxes that were looked for.
    pub printed: usize,
    /// Of them, those whose lines stand where paper can have them.
    pub seen: usize,
}

/// Everything seen of one number.
#[derive(Clone, Debug)]
pub struct NumberRead {
    /// Its field.
    pub name: String,
    /// How surely its page was found, and on paper.
    pub footing: Footing,
    /// Its boxes, from the left.
    pub boxes: Vec<BoxReading>,
    /// The bubbles under each box; empty where the form has none.
    pub columns: Vec<ColumnRead>,
    /// Its rows of strokes; empty where the form has none.
    pub rows: Vec<RowRead>,
    /// Each row's sum as it is written, digit by digit; empty where the form has none.
    pub row_sums: Vec<Vec<BoxReading>>,
    /// What its words show; `None` where the form has no place for them.
    pub words: Option<WordsRead>,
    /// Where each of these stands in the photo.
    pub crops: Crops,
    /// How large it usually is; `None` where the layout does not say.
    pub usual: Option<Sizes>,
}

/// Why a photo is not read, in words a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    /// No page of a known form.
    #[error(transparent)]
    NotFound(#[from] NotFound),
    /// A millimetre of paper takes too few pixels.
    #[error("the form is too small in the photo: go nearer, or send the original, not a preview")]
    TooSmall,
    /// The paper is nearly black.
    #[error("the photo is too dark: more light, or the flash from the side")]
    Dark,
    /// Edges are wider than lines.
    #[error("the photo is blurred: hold the telephone still and touch the form to focus on it")]
    Blurred,
    /// A light mirrors in a number's boxes.
    #[error("a light mirrors over {0}: move the lamp or the form, or photograph from another side")]
    Glare(String),
    /// Printed lines don't stand out, and none of the above says why.
    #[error(
        "too little of the form can be made out ({seen} of {printed} printed boxes): lay the paper flat, uncover it, and \
         take the photo from above"
    )]
    Unclear {
        /// Rectangles made out.
        seen: usize,
        /// Rectangles looked for.
        printed: usize,
    },
    /// A part of the form is outside the photo.
    #[error("{0} is outside the photo: take it again with the whole page in it")]
    CutOff(String),
}

impl NotRead {
    /// The reason in one word, by which an interface finds its own text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(why) => why.code(),
            Self::TooSmall => "too-small",
            Self::Dark => "dark",
            Self::Blurred => "blurred",
            Self::Glare(_) => "glare",
            Self::Unclear { .. } => "unclear",
            Self::CutOff(_) => "cut-off",
        }
    }
}

/// Reads a photo of a page of one of `layouts`.
pub fn read_page(picture: &Gray, layouts: &[Layout], net: &Net) -> Result<PageRead, NotRead> {
    let found = find(picture, layouts).map_err(|why| {
        let nothing = matches!(why, NotFound::NoFrame | NotFound::NoTag | NotFound::Blurred);
        if nothing && gate::too_few(picture, layouts) { NotRead::TooSmall } else { why.into() }
    })?;
    let layout = layouts.get(found.layout).ok_or(NotFound::NoFrame)?;
    let page = layout.page(found.page).ok_or(NotFound::NoFrame)?;
    let scale = gate::scale(&found, layout).ok_or(NotFound::NoFrame)?;
    if scale < gate::least_scale(page) {
        return Err(NotRead::TooSmall);
    }
    gate::whole(picture, &found.perspective, page)?;
    let printed = rectangles(page);
    let (field, seen) = settled(picture, Field::flat(found.perspective), &printed);
    let plain = printed.iter().filter(|printed| printed.plain).count();
    let quality = Quality { scale, printed: plain, seen };
    gate::clear(picture, &found, layout, page, &field, &quality)?;
    let waves = waves(picture, &found.perspective, layout);
    let field = with_rings(picture, &field, page);
    let cut_off = |number: &Number| NotRead::CutOff(number.field.clone());
    let grid = |number: &Number| match &number.strokes {
        Some(grid) => measured(picture, &field, grid).ok_or_else(|| cut_off(number)),
        None => Ok(Vec::new()),
    };
    let grids: Vec<Vec<Vec<CellRead>>> = page.numbers.iter().map(grid).collect::<Result<_, NotRead>>()?;
    let full = Full::of(grids.iter().flatten());
    let numbers = page.numbers.iter().zip(grids).map(|(number, cells)| {
        let each = number.strokes.as_ref().map_or(0, |grid| grid.each);
        let rows = judged(&cells, &full, each);
        let read = read_number(picture, &field, page, number, (rows, footing(&found, waves)), net);
        let usual = layout.usual.of(&number.field).cloned();
        read.map(|read| NumberRead { usual, ..read }).ok_or_else(|| cut_off(number))
    });
    let mut numbers = numbers.collect::<Result<Vec<NumberRead>, NotRead>>()?;
    without_print(&mut numbers.iter_mut().flat_map(|number| &mut number.columns).collect::<Vec<_>>());
    let station = match &layout.qr {
        Some(place) => read_station(picture, &field, place),
        None => StationRead::Missing,
    };
    Ok(PageRead { found, field, quality, waves, station, numbers })
}

/// The field, with the rows of bubbles added.
fn with_rings(picture: &Gray, field: &Field, page: &Page) -> Field {
    let mut shifts = field.shifts().to_vec();
    for number in &page.numbers {
        if let Some(bubbles) = &number.bubbles {
            shifts.extend(ring_shifts(picture, field, bubbles, number.boxes.at.len()));
        }
    }
    Field::of(*field.perspective(), shifts)
}

fn read_number(
    picture: &Gray,
    field: &Field,
    page: &Page,
    number: &Number,
    (rows, footing): (Vec<RowRead>, Footing),
    net: &Net,
) -> Option<NumberRead> {
    let side = number.boxes.side.0;
    let boxes = number
        .boxes
        .at
        .iter()
        .map(|at| read_box(picture, field, *at, side, side, net))
        .collect::<Option<_>>()?;
    let columns = match &number.bubbles {
        Some(bubbles) => (0..number.boxes.at.len())
            .map(|column| read_column(picture, field, bubbles, column))
            .collect::<Option<_>>()?,
        None => Vec::new(),
    };
    let row_sums = match &number.row_sums {
        Some(sums) => {
            (0..rows.len()).map(|row| read_row_sum(picture, field, sums, row, net)).collect::<Option<_>>()?
        }
        None => Vec::new(),
    };
    let words = read_words(picture, field, page, number, WordsNet::shipped());
    Some(NumberRead {
        name: number.field.clone(),
        footing,
        boxes,
        columns,
        rows,
        row_sums,
        words,
        crops: Crops::of(field, number),
        usual: None,
    })
}

/// Reads a digit's box with a tenth of its side around it. Where the first look leaves doubt, four more are taken, each a
/// twentieth of the side off: what a box shows doesn't hang on where it is cut.
fn read_box(picture: &Gray, field: &Field, at: Spot, wide: i32, high: i32, net: &Net) -> Option<BoxReading> {
    let first = look(picture, field, at, wide, high, net)?;
    if first.confidence_ppm() >= SURE {
        return Some(first);
    }
    let mut looks = vec![first];
    for (x, y) in [(-1, -1), (1, -1), (-1, 1), (1, 1)] {
        looks.extend(look(picture, field, at.moved(x * wide / 20, y * high / 20), wide, high, net));
    }
    Some(BoxReading::mean(&looks))
}

/// Parts per million from which one look is enough.
const SURE: u32 = 999_900;

fn look(picture: &Gray, field: &Field, at: Spot, wide: i32, high: i32, net: &Net) -> Option<BoxReading> {
    let (margin_x, margin_y) = (wide / 10, high / 10);
    let corners =
        field.rectangle(at.moved(-margin_x, -margin_y), wide + 2 * margin_x, high + 2 * margin_y)?;
    if !corners.iter().all(|corner| picture.holds(*corner)) {
        return None;
    }
    let patch = cut(picture, corners, SIDE, SIDE)?;
    Some(net.read(&Patch::from_gray(&patch)))
}

fn read_row_sum(
    picture: &Gray,
    field: &Field,
    sums: &RowSums,
    row: usize,
    net: &Net,
) -> Option<Vec<BoxReading>> {
    let row = i32::try_from(row).ok()?;
    (0..i32::from(sums.digits))
        .map(|digit| {
            let at = sums.at.moved(sums.cell.x.0 * digit, sums.cell.y.0 * row);
            read_box(picture, field, at, sums.cell.x.0, sums.cell.y.0, net)
        })
        .collect()
}
