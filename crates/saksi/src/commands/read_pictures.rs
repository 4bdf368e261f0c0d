//! Pictures of a reading, for eyes: the page laid flat with what was read outlined, and one picture after each step.

use std::fs;
use std::path::Path;

use reader::Gray;
use reader::layout::{Layout, Number, Spot};
use reader::page::{PART, Point};
use reader::read::page::PageRead;
use reader::read::sheet::{Accept, SheetRead};
use reader::sample::cut;

use super::canvas::Canvas;
use crate::error::Failure;

/// Hundredths of a millimetre that a pixel of the flat page stands for.
const PIXEL: i32 = 40;

/// Hundredths of a millimetre of a piece that is laid flat at a time: within one, paper is flat enough.
const PIECE: i32 = 2_000;

const ACCEPTED: [u8; 3] = [0, 130, 60];
const ASK_ONE: [u8; 3] = [215, 120, 0];
const ASK_TWO: [u8; 3] = [200, 0, 40];
const FOUND: [u8; 3] = [0, 90, 220];

/// The page laid flat, each number outlined: green is accepted, orange wants one person, red two.
pub fn flat_page(
    picture: &Gray,
    layout: &Layout,
    read: &PageRead,
    sheet: &SheetRead,
    path: &Path,
) -> Result<(), Failure> {
    flat(picture, layout, read, sheet).write(path)
}

fn flat(picture: &Gray, layout: &Layout, read: &PageRead, sheet: &SheetRead) -> Canvas {
    let pixels = |length: i32| usize::try_from(length / PIXEL).unwrap_or(0);
    let mut canvas = Canvas::blank(pixels(layout.sheet.x.0), pixels(layout.sheet.y.0));
    let mut top = 0;
    while top + PIECE <= layout.sheet.y.0 {
        let mut left = 0;
        while left + PIECE <= layout.sheet.x.0 {
            let at = Spot::from([reader::layout::Mm(left), reader::layout::Mm(top)]);
            let piece = read.field.rectangle(at, PIECE, PIECE);
            if let Some(piece) = piece.and_then(|corners| cut(picture, corners, pixels(PIECE), pixels(PIECE)))
            {
                canvas.paste(&piece, pixels(left), pixels(top));
            }
            left += PIECE;
        }
        top += PIECE;
    }
    for number in numbers(layout, read) {
        let accept = sheet.fields.iter().find(|field| field.name == number.field).map(|field| field.accept);
        let colour = match accept {
            Some(Accept::Yes) => ACCEPTED,
            Some(Accept::AskOne) => ASK_ONE,
            Some(Accept::AskTwo) | None => ASK_TWO,
        };
        for at in &number.boxes.at {
            let side = number.boxes.side.0;
            // Around the box, not on its lines.
            let corner = |dx: i32, dy: i32| {
                let of = |length: i32| i64::from(length) * PART / i64::from(PIXEL);
                Point::new(of(at.x.0 + dx), of(at.y.0 + dy))
            };
            canvas.outline(
                [
                    corner(-120, -120),
                    corner(side + 120, -120),
                    corner(side + 120, side + 120),
                    corner(-120, side + 120),
                ],
                colour,
            );
        }
    }
    canvas
}

fn numbers<'a>(layout: &'a Layout, read: &PageRead) -> &'a [Number] {
    layout.page(read.found.page).map_or(&[], |page| page.numbers.as_slice())
}

/// One numbered picture after each step, in a folder.
pub fn steps(
    picture: &Gray,
    layout: &Layout,
    read: &PageRead,
    sheet: &SheetRead,
    folder: &Path,
) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::file("creating the folder", folder, error))?;
    let page = read.found.page;
    let name = |step: &str| folder.join(format!("page{page}-{step}.png"));
    Canvas::of(picture).write(&name("1-luma"))?;
    if let Some(ink) = reader::page::ink_of(picture) {
        Canvas::of(&ink).write(&name("2-ink"))?;
    }
    let mut frame = Canvas::of(picture);
    frame.outline(read.found.corners, FOUND);
    let tag = &layout.tag;
    if let Some(corners) = read.field.rectangle(tag.at, tag.side.0, tag.side.0) {
        frame.outline(corners, ACCEPTED);
    }
    frame.write(&name("3-frame"))?;
    let mut placed = Canvas::of(picture);
    for number in numbers(layout, read) {
        let side = number.boxes.side.0;
        for corners in number.boxes.at.iter().filter_map(|at| read.field.rectangle(*at, side, side)) {
            placed.outline(corners, ASK_TWO);
        }
        if let Some(grid) = &number.strokes {
            for row in 0..i32::from(grid.down) {
                for column in 0..i32::from(grid.across) {
                    let at = grid.at.moved(grid.cell.x.0 * column, grid.cell.y.0 * row);
                    if let Some(corners) = read.field.rectangle(at, grid.cell.x.0, grid.cell.y.0) {
                        placed.outline(corners, FOUND);
                    }
                }
            }
        }
        if let Some(bubbles) = &number.bubbles {
            let radius = bubbles.radius.0;
            for column in 0..i32::try_from(number.boxes.at.len()).unwrap_or(0) {
                for row in 0..10 {
                    let at = bubbles
                        .first
                        .moved(bubbles.across.0 * column - radius, bubbles.down.0 * row - radius);
                    if let Some(corners) = read.field.rectangle(at, 2 * radius, 2 * radius) {
                        placed.outline(corners, ACCEPTED);
                    }
                }
            }
        }
    }
    placed.write(&name("4-placed"))?;
    flat(picture, layout, read, sheet).write(&name("5-flat"))
}
