//! What the layout has printed besides what is read: rules, frames and words.

use reader::layout::{Align, Fit, Layout, Page, Printed, Spot, Text};

use super::text::lettered;
use super::{BLACK, mm, spot};
use crate::paper::glyphs;
use crate::paper::raster::{Colour, Raster};
use crate::paper::shape::{line, outline, rectangle, ring};

/// Printed large on every page, so that nobody takes it for a real one; also in every name's place.
const PRACTICE: &str = "SIMULASI";

/// Thickness of a letter's strokes, as shares of its height.
const PLAIN: f32 = 0.16;
const BOLD: f32 = 0.24;

/// Everything the layout prints on a page, and the word that no real form has.
pub(super) fn printed(raster: &mut Raster, layout: &Layout, page: &Page) {
    for one in [&layout.printed, &page.printed] {
        draw(raster, one, &|name| match name {
            "page" => page.page.to_string(),
            "pages" => layout.pages.len().to_string(),
            "form" => layout.form.to_uppercase(),
            // Nobody's name; places are written by hand.
            _ if name.starts_with("option-") || name.starts_with("candidate-") => "NAMA CALON".to_owned(),
            _ => String::new(),
        });
    }
    let [left, top, right, bottom] = layout.marks.crossings.map(mm);
    let high = mm(layout.marks.side) * 0.8;
    let x = f32::midpoint(left, right) - glyphs::width(PRACTICE) * high / 2.0;
    for y in [top - high * 0.2, bottom - high * 0.2] {
        lettered(raster, (x, y), high, high * BOLD, PRACTICE, BLACK);
    }
}

fn draw(raster: &mut Raster, printed: &Printed, words: &dyn Fn(&str) -> String) {
    for frame in &printed.frames {
        let ((x, y), (wide, high)) = (spot(frame.at), spot(frame.size));
        outline(raster, [x, y, wide, high], mm(frame.line), BLACK);
    }
    for one in &printed.lines {
        line(raster, spot(one.from), spot(one.to), mm(one.line), BLACK);
    }
    for one in &printed.dotted {
        let ((x, y), step) = (spot(one.at), mm(one.step));
        let dots = (mm(one.wide) / step) as u16;
        for place in 0..dots {
            let dot = step * 0.28;
            rectangle(raster, [x + f32::from(place) * step, y - dot / 2.0, dot, dot], BLACK);
        }
    }
    for at in &printed.examples {
        example(raster, spot(*at));
    }
    for text in printed.texts.iter().filter(|text| text.turned == 0) {
        said(raster, text, &filled(&text.text, words));
    }
}

/// How a bubble is filled: an empty one and a black one.
fn example(raster: &mut Raster, (x, y): (f32, f32)) {
    ring(raster, (x, y), 4.0, 0.45, BLACK);
    for step in 1..=8_u8 {
        ring(raster, (x + 18.0, y), f32::from(step) * 0.5, 0.6, [52, 52, 54]);
    }
}

/// A text on its line, or on several where it has a width to keep to. Letters here are wider than the printer's: what is too
/// long is set closer.
fn said(raster: &mut Raster, text: &Text, words: &str) {
    let colour: Colour = if text.grey { [150, 150, 150] } else { BLACK };
    let capital = mm(text.size) * 0.7;
    let width = |line: &str, high: f32| glyphs::width(line) * high;
    let wide = text.wide.map(mm);
    let lines: Vec<String> = match (text.fit, wide) {
        (Fit::Wrap, Some(wide)) => wrapped(words, &|line| width(line, capital * 0.8) <= wide),
        (Fit::Wrap | Fit::Shrink, _) => words.split('\n').map(str::to_owned).collect(),
    };
    for (row, one) in (0_u8..).zip(&lines) {
        let high = wide.map_or(capital, |wide| capital.min(capital * wide / width(one, capital).max(0.1)));
        // As long as in the printer's type, about.
        let high = high * 0.85;
        let at = |Spot { x, y }: Spot| (mm(x), mm(y));
        let (x, y) = at(text.at);
        let back = match text.align {
            Align::Left => 0.0,
            Align::Middle => width(one, high) / 2.0,
            Align::Right => width(one, high),
        };
        let down = mm(text.size) * 1.25 * f32::from(row) - high;
        let thick = high * if text.bold { BOLD } else { PLAIN };
        lettered(raster, (x - back, y + down), high, thick, one, colour);
    }
}

/// Words with those in braces put in.
fn filled(text: &str, words: &dyn Fn(&str) -> String) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((name, rest)) => filled.extend([words(name).as_str(), rest]),
            None => filled.extend(["{", part]),
        }
    }
    filled
}

fn wrapped(text: &str, fits: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(last) = lines.last_mut() else { break };
        let longer = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
        if last.is_empty() || fits(&longer) {
            *last = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}
