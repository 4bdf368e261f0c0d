//! Ink of a line of words, dot by dot: what a photo of a print is held against.

use ab_glyph::{Font as _, FontRef, Glyph, PxScale, point};
use reader::Gray;
use reader::minutes::compared::PER_MM;

use crate::embedded::Face;

/// Dots a hundredth of a millimetre has.
const DOTS: f32 = PER_MM as f32 / 100.0;

/// An area of `wide` × `high` with a line of words that ends at `ends`, all in hundredths of a millimetre from the area's upper
/// left corner. `None` where the area has no dot, or the font can't be read.
pub(crate) fn line(
    text: &str,
    (face, size): (Face, i32),
    ends: (i32, i32),
    (wide, high): (i32, i32),
) -> Option<Gray> {
    let dots = |length: i32| usize::try_from(length * PER_MM / 100).ok();
    let (across, down) = (dots(wide)?, dots(high)?);
    let mut ink = vec![0_u8; across * down];
    let font = FontRef::try_from_slice(face.file()).ok()?;
    // Type's height is that of its em.
    let scale = PxScale::from(size as f32 * DOTS * font.height_unscaled() / font.units_per_em()?);
    let starts = ends.0 - face.length(text, size);
    for (at, letter) in text.char_indices() {
        let before = text.get(..at).map_or(0, |before| face.length(before, size));
        let position = point((starts + before) as f32 * DOTS, ends.1 as f32 * DOTS);
        let glyph: Glyph = font.glyph_id(letter).with_scale_and_position(scale, position);
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let corner = outline.px_bounds().min;
        outline.draw(|x, y, coverage| {
            let place = dot(corner.x, x).zip(dot(corner.y, y)).filter(|(x, _)| *x < across);
            if let Some(dot) = place.and_then(|(x, y)| ink.get_mut(y * across + x)) {
                *dot = dot.saturating_add(share(coverage));
            }
        });
    }
    Gray::new(across, down, ink)
}

/// A dot of a letter whose first one has a whole number; `None` where it is before the area.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers of dots, few thousand at most")]
fn dot(first: f32, at: u32) -> Option<usize> {
    usize::try_from(first as i64 + i64::from(at)).ok()
}

/// How much of a dot is covered, of 255.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float's cast stays within its bounds"
)]
fn share(coverage: f32) -> u8 {
    (coverage * 255.0) as u8
}
