//! `saksi forms overlay`: everything a layout names, outlined, to be compared by eye with the form.

use std::fs;
use std::path::Path;

use reader::layout::{Layout, LayoutError, LayoutFile, LayoutFiles, Mm, Number, Page, Spot};
use reader::page::{Homography, PART, Point, find};

use super::canvas::Canvas;
use super::ground::Ground;
use super::read;
use crate::cli::FormsOverlay;
use crate::error::Failure;
use crate::out;
use crate::texts::say;

/// Hundredths of a millimetre that a pixel of white paper stands for.
const PIXEL: i64 = 40;

const MARKS: [u8; 3] = [0, 0, 0];
const PRINTED: [u8; 3] = [170, 170, 170];
const BOXES: [u8; 3] = [220, 0, 40];
const BUBBLES: [u8; 3] = [0, 140, 60];
const STROKES: [u8; 3] = [0, 90, 220];
const ROW_SUMS: [u8; 3] = [230, 130, 0];
const WORDS: [u8; 3] = [150, 40, 200];

/// Runs the command.
pub fn run(arguments: &FormsOverlay) -> Result<(), Failure> {
    let layout = layout(arguments)?;
    match &arguments.photo {
        Some(photo) => over_photo(&layout, photo, &arguments.out)?,
        None => {
            for page in &layout.pages {
                let path = read::numbered(&arguments.out, page.page);
                let pixels = |length: Mm| usize::try_from(i64::from(length.0) / PIXEL).unwrap_or(0);
                let mut canvas = Canvas::blank(pixels(layout.sheet.x), pixels(layout.sheet.y));
                let of = |length: Mm| i64::from(length.0) * PART / PIXEL;
                draw(&mut canvas, &layout, page, &|at| Some(Point::new(of(at.x), of(at.y))));
                canvas.write(&path)?;
                drawn(&path, page);
            }
        }
    }
    out::line(&say!("forms-colours"));
    Ok(())
}

/// The layout in a file; of a template, that of the station's form.
fn layout(arguments: &FormsOverlay) -> Result<Layout, Failure> {
    let text = fs::read_to_string(&arguments.layout)
        .map_err(|error| Failure::file("reading", &arguments.layout, error))?;
    let wrong =
        |error: LayoutError| Failure::Config { path: arguments.layout.clone(), what: error.to_string() };
    let files = match LayoutFile::parse(&text).map_err(wrong)? {
        LayoutFile::Fixed(layout) => return Ok(layout),
        template @ LayoutFile::Template(_) => LayoutFiles::new(vec![template]).map_err(wrong)?,
    };
    let unknown = |form: String| Failure::NoLayout { form, known: files.names().join(", ") };
    let Some(station) = &arguments.station else {
        return Err(Failure::NoLists { form: files.names().join(", ") });
    };
    let ground = Ground::open(arguments.folder.as_deref(), "")?;
    let form = ground.form(ground.contest(arguments.contest.as_deref())?, station, &files)?;
    let found = files.of(&form).map_err(wrong)?;
    found.into_iter().next().ok_or_else(|| unknown(form.id.to_string()))
}

/// Where a flat sheet would have everything: what waves and folds move shows as it is.
fn over_photo(layout: &Layout, photo: &Path, path: &Path) -> Result<(), Failure> {
    let picture = read::picture(photo)?;
    let found = find(&picture, std::slice::from_ref(layout))
        .map_err(|error| Failure::Photo { path: photo.to_owned(), what: error.to_string() })?;
    let mut canvas = Canvas::of(&picture);
    if let Some(page) = layout.page(found.page) {
        let flat: Homography = found.perspective;
        draw(&mut canvas, layout, page, &|at| flat.at(at));
        canvas.write(path)?;
        drawn(path, page);
    }
    Ok(())
}

fn drawn(path: &Path, page: &Page) {
    out::line(&say!("forms-drawn", path = path.display().to_string(), page = u32::from(page.page)));
}

/// Where a place of the paper stands in the picture.
type Place<'a> = &'a dyn Fn(Spot) -> Option<Point>;

fn draw(canvas: &mut Canvas, layout: &Layout, page: &Page, place: Place<'_>) {
    for printed in [&layout.printed, &page.printed] {
        for frame in &printed.frames {
            rectangle(canvas, place, frame.at, frame.size.x.0, frame.size.y.0, PRINTED);
        }
        for line in &printed.lines {
            if let (Some(from), Some(to)) = (place(line.from), place(line.to)) {
                canvas.line(from, to, PRINTED);
            }
        }
    }
    let side = layout.marks.side.0;
    let [left, top, right, bottom] = layout.marks.crossings;
    for corner in [[left, top], [right, top], [right, bottom], [left, bottom]].map(Spot::from) {
        rectangle(canvas, place, corner.moved(-side, -side), side, side, MARKS);
        rectangle(canvas, place, corner, side, side, MARKS);
    }
    rectangle(canvas, place, layout.tag.at, layout.tag.side.0, layout.tag.side.0, MARKS);
    if let Some(qr) = &layout.qr {
        rectangle(canvas, place, qr.at, qr.side.0, qr.side.0, MARKS);
    }
    for one in &page.numbers {
        number(canvas, one, place);
    }
}

fn number(canvas: &mut Canvas, number: &Number, place: Place<'_>) {
    if let Some([x, y, wide, high]) = number.words {
        rectangle(canvas, place, Spot { x, y }, wide.0, high.0, WORDS);
    }
    if let Some(strokes) = &number.strokes {
        let cells = [i32::from(strokes.across), i32::from(strokes.down)];
        grid(canvas, place, strokes.at, strokes.cell, cells, STROKES);
        if let Some(sums) = &number.row_sums {
            let cells = [i32::from(sums.digits), i32::from(strokes.down)];
            grid(canvas, place, sums.at, sums.cell, cells, ROW_SUMS);
        }
    }
    if let Some(bubbles) = &number.bubbles {
        for column in 0..i32::try_from(number.boxes.at.len()).unwrap_or(0) {
            for row in 0..10 {
                let centre = bubbles.first.moved(bubbles.across.0 * column, bubbles.down.0 * row);
                octagon(canvas, place, centre, bubbles.radius.0, BUBBLES);
            }
        }
    }
    for at in &number.boxes.at {
        rectangle(canvas, place, *at, number.boxes.side.0, number.boxes.side.0, BOXES);
    }
}

fn grid(
    canvas: &mut Canvas,
    place: Place<'_>,
    at: Spot,
    cell: Spot,
    [across, down]: [i32; 2],
    colour: [u8; 3],
) {
    for row in 0..down {
        for column in 0..across {
            let at = at.moved(cell.x.0 * column, cell.y.0 * row);
            rectangle(canvas, place, at, cell.x.0, cell.y.0, colour);
        }
    }
}

fn rectangle(canvas: &mut Canvas, place: Place<'_>, at: Spot, wide: i32, high: i32, colour: [u8; 3]) {
    let corners = [(0, 0), (wide, 0), (wide, high), (0, high)].map(|(x, y)| place(at.moved(x, y)));
    if let [Some(a), Some(b), Some(c), Some(d)] = corners {
        canvas.outline([a, b, c, d], colour);
    }
}

/// A bubble: eight sides are round enough.
fn octagon(canvas: &mut Canvas, place: Place<'_>, centre: Spot, radius: i32, colour: [u8; 3]) {
    let near = radius * 38 / 100;
    let far = radius * 92 / 100;
    let corners = [
        (near, far),
        (far, near),
        (far, -near),
        (near, -far),
        (-near, -far),
        (-far, -near),
        (-far, near),
        (-near, far),
    ]
    .map(|(x, y)| place(centre.moved(x, y)));
    for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
        if let (Some(from), Some(to)) = (from, to) {
            canvas.line(*from, *to, colour);
        }
    }
}
