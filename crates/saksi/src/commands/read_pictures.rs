//! Pictures of a reading, for eyes: the page laid flat with what was read outlined, and one picture after each step.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use reader::Gray;
use reader::layout::{Layout, Number, Spot};
use reader::page::{PART, Point};
use reader::read::page::PageRead;
use reader::read::sheet::{Accept, SheetRead};
use reader::sample::cut;

use crate::error::Failure;

/// Hundredths of a millimetre that a pixel of the flat page stands for.
const PIXEL: i32 = 40;

/// Hundredths of a millimetre of a piece that is laid flat at a time: within one, paper is flat enough.
const PIECE: i32 = 2_000;

const ACCEPTED: [u8; 3] = [0, 130, 60];
const ASK_ONE: [u8; 3] = [215, 120, 0];
const ASK_TWO: [u8; 3] = [200, 0, 40];
const FOUND: [u8; 3] = [0, 90, 220];

/// A picture in colours.
struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

impl Canvas {
    fn of(picture: &Gray) -> Canvas {
        Canvas {
            width: picture.width(),
            height: picture.height(),
            pixels: picture.pixels().iter().map(|luma| [*luma; 3]).collect(),
        }
    }

    fn blank(width: usize, height: usize) -> Canvas {
        Canvas { width, height, pixels: vec![[255; 3]; width * height] }
    }

    fn set(&mut self, x: i64, y: i64, colour: [u8; 3]) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x < self.width
            && let Some(pixel) = self.pixels.get_mut(y * self.width + x)
        {
            *pixel = colour;
        }
    }

    fn paste(&mut self, picture: &Gray, left: usize, top: usize) {
        for y in 0..picture.height() {
            let start = (top + y) * self.width + left;
            let row = self.pixels.get_mut(start..(start + picture.width()).min((top + y + 1) * self.width));
            for (pixel, luma) in row.into_iter().flatten().zip(picture.row(y)) {
                *pixel = [*luma; 3];
            }
        }
    }

    fn line(&mut self, from: Point, to: Point, colour: [u8; 3]) {
        let step = from.to(to);
        let count = (step.x.abs().max(step.y.abs()) / PART).clamp(1, 20_000);
        for at in 0..=count {
            let place = Point::new(from.x + step.x * at / count, from.y + step.y * at / count);
            let (x, y) = place.pixel();
            for (dx, dy) in [(0, 0), (1, 0), (0, 1)] {
                self.set(x + dx, y + dy, colour);
            }
        }
    }

    fn outline(&mut self, corners: [Point; 4], colour: [u8; 3]) {
        let [a, b, c, d] = corners;
        for (from, to) in [(a, b), (b, c), (c, d), (d, a)] {
            self.line(from, to, colour);
        }
    }

    fn write(&self, path: &Path) -> Result<(), Failure> {
        let failed = |error: String| Failure::file("writing", path, std::io::Error::other(error));
        let file = File::create(path).map_err(|error| Failure::file("writing", path, error))?;
        let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let mut encoder = png::Encoder::new(BufWriter::new(file), size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Rgb);
        let bytes: Vec<u8> = self.pixels.iter().flatten().copied().collect();
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&bytes));
        written.map_err(|error| failed(error.to_string()))
    }
}

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
    fs::create_dir_all(folder).map_err(|error| Failure::file("making", folder, error))?;
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
