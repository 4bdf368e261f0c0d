//! One page, from the back to the front.

use reader::layout::{Align, Fit, Mm, Number, Page, Spot, Text};
use reader::station::Modules;

use crate::canvas::{BLACK, Canvas, GREY, Shade, Type, Way, length};
use crate::words::{filled, lines, of_station};
use crate::{Forms, Sheet, marks, numbers};

/// What all stations' sheets have alike on a page.
pub(crate) fn shared(canvas: &mut Canvas, forms: &Forms<'_>, page: &Page) {
    let layout = forms.layout;
    marks::frame(canvas, layout);
    for number in &page.numbers {
        if let Some(strokes) = &number.strokes {
            numbers::grid(canvas, strokes, number.row_sums.as_ref());
        }
        if let Some(bubbles) = &number.bubbles {
            numbers::bubbles(canvas, bubbles, number.boxes.at.len());
        }
    }
    for printed in [&layout.printed, &page.printed] {
        for frame in &printed.frames {
            canvas.outline(frame.at, frame.size.x.0, frame.size.y.0, frame.line.0, BLACK);
        }
        for line in &printed.lines {
            canvas.line(line.from, line.to, line.line.0, BLACK);
        }
        for dotted in &printed.dotted {
            canvas.dotted(dotted.at, dotted.wide.0, dotted.step.0);
        }
        for at in &printed.examples {
            numbers::example(canvas, *at);
        }
    }
    let words = |name: &str| words(forms, page, name);
    for text in texts(forms, page).filter(|text| !of_station(&text.text)) {
        print(canvas, text, &words);
    }
    for number in &page.numbers {
        numbers::boxes(canvas, &number.boxes);
        if page.printed.is_empty() {
            label(canvas, number, &words);
        }
    }
    if page.printed.is_empty() {
        let name = format!("{}  {} / {}", layout.form.to_uppercase(), page.page, layout.pages.len());
        canvas.words(&name, heading(forms, 0), Align::Left, Way::Right, Type::bold(600));
    }
    if let Some(practice) = forms.practice {
        mark(canvas, forms, practice);
    }
    marks::corners(canvas, layout);
    marks::tag(canvas, layout, page.tag);
}

/// What a station's sheet adds.
pub(crate) fn own(
    canvas: &mut Canvas,
    forms: &Forms<'_>,
    page: &Page,
    sheet: &Sheet,
    code: Option<&Modules>,
) {
    let own = |name: &str| match name {
        "station" => sheet.station.clone(),
        _ => sheet.words.get(name).cloned().or_else(|| words(forms, page, name)),
    };
    for text in texts(forms, page).filter(|text| of_station(&text.text)) {
        print(canvas, text, &own);
    }
    if page.printed.is_empty() {
        let above = sheet.words.iter().rev().filter(|(name, _)| name.starts_with("region-"));
        let names = sheet.words.get("station-name").into_iter().chain(above.map(|(_, name)| name));
        let places = names.map(String::as_str).collect::<Vec<_>>().join(", ");
        canvas.words(&places, heading(forms, 1), Align::Left, Way::Right, Type::plain(500));
    }
    if let (Some(place), Some(modules)) = (&forms.layout.qr, code) {
        marks::qr(canvas, place, modules);
        // For people: the station's code beside the modules, outside their quiet paper.
        if let Some(station) = &sheet.station {
            let quiet = place.side.0 * 4 / i32::try_from(modules.side()).unwrap_or(29);
            let at = place.at.moved(-quiet - 60, place.side.0 / 2);
            canvas.words(station, at, Align::Middle, Way::Up, Type::bold(place.side.0 / 9));
        }
    }
}

fn texts<'a>(forms: &'a Forms<'_>, page: &'a Page) -> impl Iterator<Item = &'a Text> {
    forms.layout.printed.texts.iter().chain(&page.printed.texts)
}

fn words(forms: &Forms<'_>, page: &Page, name: &str) -> Option<String> {
    match name {
        "page" => Some(page.page.to_string()),
        "pages" => Some(forms.layout.pages.len().to_string()),
        "form" => Some(forms.layout.form.to_uppercase()),
        _ => (forms.words)(name),
    }
}

fn print(canvas: &mut Canvas, text: &Text, words: &dyn Fn(&str) -> Option<String>) {
    let face = Type {
        size: text.size.0,
        bold: text.bold,
        slanted: text.slanted,
        shade: if text.grey { Shade(55) } else { BLACK },
    };
    let said = filled(&text.text, words);
    let way = Way::turned(text.turned);
    let wide = text.wide.map(|wide| wide.0);
    let (face, wide) = match text.fit {
        Fit::Wrap => (face, wide),
        Fit::Shrink => (shrunk(face, &said, wide), None),
    };
    for (row, line) in (0..).zip(lines(&said, face, wide)) {
        if !line.is_empty() {
            canvas.words(&line, way.moved(text.at, 0, face.size * 5 / 4 * row), text.align, way, face);
        }
    }
}

/// Type in which a line is no longer than it may be.
fn shrunk(face: Type, text: &str, wide: Option<i32>) -> Type {
    let long = length(text, face);
    match wide {
        Some(wide) if long > wide => Type { size: (face.size * wide / long).max(1), ..face },
        Some(_) | None => face,
    }
}

/// Where the lines of a heading stand on a page without words of its own: right of the upper left mark.
fn heading(forms: &Forms<'_>, line: i32) -> Spot {
    let [left, top, ..] = forms.layout.marks.crossings;
    Spot::from([left, top]).moved(forms.layout.marks.side.0 * 3, 1_200 + 800 * line)
}

/// A number's label over its boxes, as small as it must be to fit; a light frame where its words belong.
fn label(canvas: &mut Canvas, number: &Number, words: &dyn Fn(&str) -> Option<String>) {
    let name = words(&format!("number {}", number.field)).unwrap_or_else(|| number.field.clone());
    let (Some(first), Some(last)) = (number.boxes.at.first(), number.boxes.at.last()) else { return };
    let room = last.x.0 - first.x.0 + number.boxes.side.0;
    let face = shrunk(Type::plain(280), &name, Some(room.max(1)));
    canvas.words(&name, first.moved(0, -110), Align::Left, Way::Right, face);
    if let Some([x, y, wide, high]) = number.words {
        canvas.outline(Spot { x, y }, wide.0, high.0, 50, GREY);
    }
}

/// The word that no real form has, at head and foot, clear of everything that is read.
fn mark(canvas: &mut Canvas, forms: &Forms<'_>, practice: &str) {
    let [left, top, right, bottom] = forms.layout.marks.crossings.map(|length| length.0);
    let face = Type::bold(forms.layout.marks.side.0 * 5 / 4);
    let half = length(practice, face) / 2 + face.size / 2;
    for y in [top + face.size / 3, bottom + face.size / 3] {
        let at = Spot::from([Mm(i32::midpoint(left, right)), Mm(y)]);
        canvas.words(practice, at, Align::Middle, Way::Right, face);
        canvas.outline(at.moved(-half, -face.size), 2 * half, face.size * 13 / 10, 100, BLACK);
    }
}
