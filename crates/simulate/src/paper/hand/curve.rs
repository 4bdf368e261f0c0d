//! Paths of a pen.

/// A place in a unit square, or in millimetres.
pub(super) type At = (f32, f32);

/// How a stroke runs through its places.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path {
    /// In one swing.
    Round(&'static [At]),
    /// From corner to corner.
    Sharp(&'static [At]),
}

/// A smooth curve through all places (Catmull and Rom, 1974), eight steps between two.
pub(super) fn smooth(through: &[At]) -> Vec<At> {
    let (Some(first), Some(last)) = (through.first(), through.last()) else { return Vec::new() };
    let mut padded = vec![*first];
    padded.extend_from_slice(through);
    padded.push(*last);
    let mut curve = vec![*first];
    for four in padded.windows(4) {
        let [a, b, c, d] = four else { continue };
        for step in 1..=8_u8 {
            let t = f32::from(step) / 8.0;
            let mix = |a: f32, b: f32, c: f32, d: f32| {
                0.5 * (2.0 * b
                    + (c - a) * t
                    + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
                    + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            curve.push((mix(a.0, b.0, c.0, d.0), mix(a.1, b.1, c.1, d.1)));
        }
    }
    curve
}

/// The same way with corners cut off by `share` of each side's length.
pub(super) fn softened(corners: &[At], share: f32) -> Vec<At> {
    let (Some(first), Some(last)) = (corners.first(), corners.last()) else { return Vec::new() };
    let toward = |from: At, to: At| (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
    let mut path = vec![*first];
    for three in corners.windows(3) {
        let [before, corner, after] = three else { continue };
        let (from, to) = (toward(*corner, *before), toward(*corner, *after));
        path.push(from);
        // The middle of a parabola that touches both sides.
        path.push(((from.0 + to.0 + 2.0 * corner.0) / 4.0, (from.1 + to.1 + 2.0 * corner.1) / 4.0));
        path.push(to);
    }
    path.push(*last);
    path
}

/// The way in steps of at most `step`.
pub(super) fn stepped(path: &[At], step: f32) -> Vec<At> {
    let mut places: Vec<At> = path.first().copied().into_iter().collect();
    for pair in path.windows(2) {
        let [from, to] = pair else { continue };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let count = ((dx * dx + dy * dy).sqrt() / step).ceil().max(1.0) as u16;
        for part in 1..=count {
            let share = f32::from(part) / f32::from(count);
            places.push((from.0 + dx * share, from.1 + dy * share));
        }
    }
    places
}
