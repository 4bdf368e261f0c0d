//! Lines, areas and words on a page, in hundredths of a millimetre from its upper left corner.

use pdf_writer::{Content, Name, Str};
use reader::layout::{Align, Spot};

use crate::embedded::Face;
use crate::picture::{Inks, Picture, Turned};
use crate::type_widths::{latin, width};

/// A shade: 0 black, 100 white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shade(pub i32);

pub(crate) const BLACK: Shade = Shade(0);
/// Lines inside grids, and light lines at the edges.
pub(crate) const GREY: Shade = Shade(78);

/// How words are set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    /// Height of the type.
    pub size: i32,
    pub bold: bool,
    pub slanted: bool,
    pub shade: Shade,
}

impl Type {
    pub fn plain(size: i32) -> Type {
        Type { size, bold: false, slanted: false, shade: BLACK }
    }

    pub fn bold(size: i32) -> Type {
        Type { bold: true, ..Type::plain(size) }
    }
}

/// Which way a line of words runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Right,
    Down,
    /// On its head.
    Left,
    Up,
}

impl Way {
    /// After quarter turns clockwise.
    pub fn turned(quarters: u8) -> Way {
        match quarters % 4 {
            0 => Way::Right,
            1 => Way::Down,
            2 => Way::Left,
            _ => Way::Up,
        }
    }

    /// A place, moved `along` the line and `below` it.
    pub fn moved(self, at: Spot, along: i32, below: i32) -> Spot {
        match self {
            Way::Right => at.moved(along, below),
            Way::Down => at.moved(-below, along),
            Way::Left => at.moved(-along, -below),
            Way::Up => at.moved(below, -along),
        }
    }
}

/// Points a hundredth of a millimetre has.
const POINTS: f32 = 72.0 / 2_540.0;

/// A length in points.
pub(crate) fn points(hundredths: i32) -> f32 {
    hundredths as f32 * POINTS
}

/// What is drawn on a page.
pub(crate) struct Canvas {
    content: Content,
    /// Words set in a font that is in the file, in their order, a line feed after each.
    said: String,
    /// Pictures on it, by their place in the list.
    pictures: Vec<Picture>,
}

fn number(length: i32) -> f32 {
    length as f32
}

impl Canvas {
    /// An empty page that lies on another of this height, whose upper left corner is the origin.
    pub fn new(high: i32) -> Canvas {
        let mut content = Content::new();
        content.transform([POINTS, 0.0, 0.0, -POINTS, 0.0, points(high)]);
        Canvas { content, said: String::new(), pictures: Vec::new() }
    }

    /// What was set on it: see [`Canvas::set`].
    pub fn said(&self) -> &str {
        &self.said
    }

    /// The operators that draw it.
    pub fn finish(self) -> Vec<u8> {
        self.content.finish().to_vec()
    }

    /// The pictures that its operators name ([`picture_name`]) by their place in the list.
    pub fn take_pictures(&mut self) -> Vec<Picture> {
        std::mem::take(&mut self.pictures)
    }

    /// Whether a picture on it has colours.
    pub fn is_coloured(&self) -> bool {
        self.pictures.iter().any(|picture| picture.inks == Inks::Colours)
    }

    /// A picture, upright as its camera says, in a frame of this size.
    pub fn picture(&mut self, picture: Picture, at: Spot, [wide, high]: [i32; 2]) {
        let (x, y, w, h) = (number(at.x.0), number(at.y.0), number(wide), number(high));
        // A picture is a square whose origin is its lower left corner; the page's second axis runs down.
        let matrix = match picture.turned() {
            Turned::Upright => [w, 0.0, 0.0, -h, x, y + h],
            Turned::Half => [-w, 0.0, 0.0, h, x + w, y],
            Turned::Right => [0.0, h, w, 0.0, x, y],
            Turned::Left => [0.0, -h, -w, 0.0, x + w, y + h],
        };
        self.content.save_state();
        self.content.transform(matrix);
        self.content.x_object(Name(picture_name(self.pictures.len()).as_bytes()));
        self.content.restore_state();
        self.pictures.push(picture);
    }

    /// Areas: left upper corner, width, height; neighbours without seams.
    pub fn fill_all(&mut self, areas: impl IntoIterator<Item = (Spot, i32, i32)>, shade: Shade) {
        self.content.set_fill_gray(number(shade.0) / 100.0);
        for (at, wide, high) in areas {
            self.content.rect(number(at.x.0), number(at.y.0), number(wide), number(high));
        }
        self.content.fill_nonzero();
    }

    /// A line; it ends at its ends.
    pub fn line(&mut self, from: Spot, to: Spot, thick: i32, shade: Shade) {
        self.pen(thick, shade);
        self.content.move_to(number(from.x.0), number(from.y.0));
        self.content.line_to(number(to.x.0), number(to.y.0));
        self.content.stroke();
    }

    /// A rectangle's outline; places are the middles of its lines.
    pub fn outline(&mut self, at: Spot, wide: i32, high: i32, thick: i32, shade: Shade) {
        self.pen(thick, shade);
        self.content.rect(number(at.x.0), number(at.y.0), number(wide), number(high));
        self.content.stroke();
    }

    /// A circle's outline; `radius` is to the middle of its line.
    pub fn ring(&mut self, centre: Spot, radius: i32, thick: i32, shade: Shade) {
        self.pen(thick, shade);
        self.circle(centre, radius);
        self.content.stroke();
    }

    /// A filled circle.
    pub fn disc(&mut self, centre: Spot, radius: i32, shade: Shade) {
        self.content.set_fill_gray(number(shade.0) / 100.0);
        self.circle(centre, radius);
        self.content.fill_nonzero();
    }

    /// Dots to write on, `step` apart.
    pub fn dotted(&mut self, at: Spot, wide: i32, step: i32) {
        let dot = step * 28 / 100;
        let dots = (0..wide / step.max(1)).map(|place| (at.moved(place * step, -dot / 2), dot, dot));
        self.fill_all(dots, BLACK);
    }

    /// A line of words; `at` is where it stands on, at its `align` end.
    pub fn words(&mut self, text: &str, at: Spot, align: Align, way: Way, face: Type) {
        let long = length(text, face);
        let back = match align {
            Align::Left => 0,
            Align::Middle => long / 2,
            Align::Right => long,
        };
        let from = way.moved(at, -back, 0);
        // Where a letter's right and its top point to; the page's second axis runs down.
        let matrix = match way {
            Way::Right => [1.0, 0.0, 0.0, -1.0],
            Way::Down => [0.0, 1.0, 1.0, 0.0],
            Way::Left => [-1.0, 0.0, 0.0, 1.0],
            Way::Up => [0.0, -1.0, -1.0, 0.0],
        };
        let [a, b, c, d] = matrix;
        self.content.set_fill_gray(number(face.shade.0) / 100.0);
        self.content.begin_text();
        self.content.set_font(font(face), number(face.size));
        self.content.set_text_matrix([a, b, c, d, number(from.x.0), number(from.y.0)]);
        self.content.show(Str(&latin(text)));
        self.content.end_text();
    }

    /// A line of words in a font that is in the file; `at` is where it stands on, at its `align` end.
    pub fn set(&mut self, text: &str, at: Spot, align: Align, (face, size): (Face, i32), shade: Shade) {
        let long = face.length(text, size);
        let from = match align {
            Align::Left => at,
            Align::Middle => at.moved(-long / 2, 0),
            Align::Right => at.moved(-long, 0),
        };
        self.letters(text, [1.0, 0.0, 0.0, -1.0, number(from.x.0), number(from.y.0)], (face, size), shade);
    }

    /// Words that climb across the page at thirty degrees, their middle at a place.
    pub fn across(&mut self, text: &str, middle: Spot, (face, size): (Face, i32), shade: Shade) {
        const COS: f32 = 0.866_025_4;
        let half = number(face.length(text, size)) / 2.0;
        let (x, y) = (number(middle.x.0) - COS * half, number(middle.y.0) + 0.5 * half);
        self.letters(text, [COS, -0.5, -0.5, -COS, x, y], (face, size), shade);
    }

    fn letters(&mut self, text: &str, matrix: [f32; 6], (face, size): (Face, i32), shade: Shade) {
        self.said.push_str(text);
        self.said.push('\n');
        self.content.set_fill_gray(number(shade.0) / 100.0);
        self.content.begin_text();
        self.content.set_font(face.name(), number(size));
        self.content.set_text_matrix(matrix);
        self.content.show(Str(&latin(text)));
        self.content.end_text();
    }

    fn pen(&mut self, thick: i32, shade: Shade) {
        self.content.set_line_width(number(thick));
        self.content.set_stroke_gray(number(shade.0) / 100.0);
    }

    /// Four arcs of Bézier's; at this ratio none is off by more than 0.03 % of the radius.
    fn circle(&mut self, centre: Spot, radius: i32) {
        let (x, y, r) = (number(centre.x.0), number(centre.y.0), number(radius));
        let k = r * 0.5523;
        self.content.move_to(x + r, y);
        self.content.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
        self.content.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
        self.content.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
        self.content.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
        self.content.close_path();
    }
}

/// A picture's name on its page.
pub(crate) fn picture_name(place: usize) -> String {
    format!("I{place}")
}

/// Length of a line of words.
pub(crate) fn length(text: &str, face: Type) -> i32 {
    let thousandths: i32 = latin(text).iter().map(|byte| width(*byte, face.bold)).sum();
    (thousandths.saturating_mul(face.size) + 500) / 1_000
}

/// The fonts every reader of PDF has, by their names in the file.
pub(crate) const FONTS: [(&[u8], &[u8]); 4] = [
    (b"R", b"Helvetica"),
    (b"B", b"Helvetica-Bold"),
    (b"I", b"Helvetica-Oblique"),
    (b"X", b"Helvetica-BoldOblique"),
];

fn font(face: Type) -> Name<'static> {
    Name(match (face.bold, face.slanted) {
        (false, false) => b"R",
        (true, false) => b"B",
        (false, true) => b"I",
        (true, true) => b"X",
    })
}
