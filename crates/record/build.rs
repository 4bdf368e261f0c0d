//! Draws the letters of shared pictures once, at build time, so that what makes a picture copies points and knows no font, no
//! floating point and no machine. The glyphs come from the font that papers are printed in.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use ab_glyph::{Font as _, FontRef, ScaleFont as _};

/// Name in the program, file, height in points of the picture.
const FACES: [(&str, &str, f32); 3] = [
    ("SMALL", "dejavu-sans-condensed.ttf", 30.0),
    ("MIDDLE", "dejavu-sans-condensed-bold.ttf", 40.0),
    ("LARGE", "dejavu-sans-condensed-bold.ttf", 72.0),
];

/// Latin letters with their marks, and the signs that our texts use, as far as a font has them.
fn letters() -> impl Iterator<Item = char> {
    (' '..='~').chain('\u{a0}'..='\u{17f}').chain("–—‘’“”…·→".chars())
}

fn main() {
    let fonts = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../print/fonts");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed=build.rs");
    let mut code = String::new();
    for (name, file, size) in FACES {
        let path = fonts.join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        if let Err(error) = face(&mut code, &out, name, &path, size) {
            println!("cargo::error={}: {error}", path.display());
        }
    }
    if let Err(error) = fs::write(out.join("faces.rs"), code) {
        println!("cargo::error=writing faces.rs: {error}");
    }
}

/// Writes a face's table of letters and, beside it, their points: two bits each, four a byte, the first in the highest bits.
#[expect(
    clippy::float_arithmetic,
    reason = "outlines are not of whole numbers; nothing here runs in the program"
)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a letter is some dozens of points wide, a level is 0 to 3"
)]
fn face(code: &mut String, out: &Path, name: &str, path: &Path, size: f32) -> Result<(), String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let font = FontRef::try_from_slice(&bytes).map_err(|error| error.to_string())?;
    let scaled = font.as_scaled(size);
    let (mut table, mut levels) = (String::new(), Vec::<u8>::new());
    let mut sorted: Vec<char> = letters().collect();
    sorted.sort_unstable();
    for letter in sorted {
        // The fonts are cut down to the letters that papers need.
        if font.glyph_id(letter).0 == 0 {
            continue;
        }
        let glyph = scaled.scaled_glyph(letter);
        let advance = scaled.h_advance(glyph.id).round() as i32;
        let at = levels.len();
        let (mut left, mut top, mut width, mut height) = (0, 0, 0, 0);
        if let Some(outline) = font.outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
            (width, height) = (bounds.width() as i32, bounds.height() as i32);
            let mut points = Vec::new();
            outline.draw(|_, _, covered| points.push((covered * 3.0).round() as i32));
            levels.extend(points.into_iter().map(|level| u8::try_from(level.clamp(0, 3)).unwrap_or(3)));
        }
        let _ = writeln!(
            table,
            "Glyph {{ letter: {letter:?}, left: {left}, top: {top}, width: {width}, height: {height}, advance: {advance}, at: {at} }},"
        );
    }
    let packed: Vec<u8> = levels
        .chunks(4)
        .map(|four| four.iter().zip([6, 4, 2, 0]).fold(0, |byte, (level, by)| byte | level << by))
        .collect();
    let points = out.join(format!("{name}.bin"));
    fs::write(&points, packed).map_err(|error| error.to_string())?;
    let _ = writeln!(
        code,
        "/// Drawn from `{}` at build time.\npub(crate) static {name}: Face = Face {{ glyphs: &[\n{table}], points: include_bytes!({:?}) }};",
        path.file_name().unwrap_or_default().display(),
        points.display().to_string()
    );
    Ok(())
}
