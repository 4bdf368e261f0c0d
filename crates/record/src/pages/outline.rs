//! Outlines of regions as paths of a picture: whole numbers on a grid, the same from every machine.
//!
//! The projection is equirectangular, narrowed by the middle's latitude. Points become points of the grid, so that neighbours share
//! their border's points, and what falls together or lies on a straight line is left out. Islands too small to be seen are left out,
//! never a region: its largest area is drawn, and as a small lozenge where it is less than a point.

use std::fmt::Write as _;

use election::outlines::{Point, TO_A_DEGREE};
use election::{Outlines, RegionIx};

/// The picture's greatest width and height, in its own units.
const FRAME: (i64, i64) = (640, 480);

/// Around the outlines, in the same units.
const EDGE: i64 = 4;

/// Twice the area below which an island is left out, in square units.
const SPECK: i64 = 8;

/// A picture's outlines.
pub(super) struct Drawing {
    /// Width and height.
    pub(super) size: (i64, i64),
    /// By region, in the order given.
    pub(super) shapes: Vec<Shape>,
}

/// One region's outline.
pub(super) struct Shape {
    pub(super) region: RegionIx,
    /// As SVG's `d` has it; holes by the even-odd rule.
    pub(super) path: String,
    /// Where a number may stand within it; none where it would not fit.
    pub(super) middle: Option<(i64, i64)>,
}

/// Width and height that a number needs.
const ROOM: (i64, i64) = (16, 13);

/// Draws the outlines of those regions that have one; none where fewer than two have.
pub(super) fn drawing<'a>(
    outlines: &Outlines,
    regions: impl Iterator<Item = (RegionIx, &'a election::Region)>,
) -> Option<Drawing> {
    let drawn: Vec<_> = regions
        .map(|(region, place)| (region, outlines.of(place.code)))
        .filter(|(_, polygons)| !polygons.is_empty())
        .collect();
    if drawn.len() < 2 {
        return None;
    }
    let rings = || drawn.iter().flat_map(|(_, polygons)| polygons.iter()).flat_map(|polygon| &polygon.rings);
    let grid = Grid::around(rings().flat_map(|ring| ring.points.iter().copied()))?;
    let shapes = drawn.iter().map(|(region, polygons)| {
        let rings = polygons.iter().flat_map(|polygon| &polygon.rings).map(|ring| grid.ring(&ring.points));
        shape(*region, &rings.collect::<Vec<_>>())
    });
    Some(Drawing { size: grid.size, shapes: shapes.collect() })
}

/// How points of the earth become points of the picture.
struct Grid {
    west: i64,
    north: i64,
    /// What a step east is worth, in thousandths of a step north.
    narrow: i64,
    /// Thousandths of a unit of the earth in one of the picture.
    scale: i64,
    size: (i64, i64),
}

impl Grid {
    fn around(points: impl Iterator<Item = Point>) -> Option<Grid> {
        let bounds = points.fold(None, |bounds: Option<[i32; 4]>, (east, north)| {
            let [west, south, most_east, most_north] = bounds.unwrap_or([east, north, east, north]);
            Some([west.min(east), south.min(north), most_east.max(east), most_north.max(north)])
        });
        let [west, south, east, north] = bounds?.map(i64::from);
        let narrow = cosine(i64::midpoint(south, north) / i64::from(TO_A_DEGREE));
        // In thousandths of a unit of the earth.
        let (wide, high) = ((east - west) * narrow, (north - south) * 1000);
        let scale = (wide / (FRAME.0 - 2 * EDGE)).max(high / (FRAME.1 - 2 * EDGE)).max(1);
        let size = (wide / scale + 2 * EDGE, high / scale + 2 * EDGE);
        Some(Grid { west, north, narrow, scale, size })
    }

    fn point(&self, (east, north): Point) -> (i64, i64) {
        let x = (i64::from(east) - self.west) * self.narrow / self.scale + EDGE;
        let y = (self.north - i64::from(north)) * 1000 / self.scale + EDGE;
        (x, y)
    }

    /// A ring on the grid, without points that fall on the one before or lie on a straight line between two others.
    fn ring(&self, points: &[Point]) -> Vec<(i64, i64)> {
        let mut kept: Vec<(i64, i64)> = Vec::new();
        for point in points.iter().map(|point| self.point(*point)) {
            while let [.., before, last] = kept.as_slice()
                && straight(*before, *last, point)
            {
                kept.pop();
            }
            if kept.last() != Some(&point) {
                kept.push(point);
            }
        }
        while kept.len() > 1 && kept.first() == kept.last() {
            kept.pop();
        }
        kept
    }
}

/// Thousandths of a cosine of whole degrees, by Bhaskara's formula, which is never off by more than two of them; a tenth at least, so
/// that nothing at a pole becomes a line.
fn cosine(degrees: i64) -> i64 {
    let square = degrees * degrees;
    (1000 * (32_400 - 4 * square) / (32_400 + square)).max(100)
}

fn straight(a: (i64, i64), b: (i64, i64), c: (i64, i64)) -> bool {
    (b.0 - a.0) * (c.1 - a.1) == (b.1 - a.1) * (c.0 - a.0)
}

/// Twice the area of a ring.
fn area(ring: &[(i64, i64)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<i64>().abs()
}

fn shape(region: RegionIx, rings: &[Vec<(i64, i64)>]) -> Shape {
    let largest = rings.iter().max_by_key(|ring| area(ring)).cloned().unwrap_or_default();
    let mut path = String::new();
    let mut at = (0, 0);
    for ring in rings.iter().filter(|ring| ring.len() > 2 && area(ring) >= SPECK) {
        draw(&mut path, &mut at, ring);
    }
    if path.is_empty() {
        // Too small to be seen otherwise.
        let (x, y) = largest.first().copied().unwrap_or_default();
        draw(&mut path, &mut at, &[(x - 2, y), (x, y - 2), (x + 2, y), (x, y + 2)]);
    }
    Shape { region, path, middle: middle(&largest) }
}

/// A closed line, each point by its steps from the one before; numbers are parted by their sign where they can be.
fn draw(path: &mut String, at: &mut (i64, i64), ring: &[(i64, i64)]) {
    for (number, point) in ring.iter().enumerate() {
        let (x, y) = (point.0 - at.0, point.1 - at.1);
        let before = match number {
            0 => "m",
            1 => "l",
            _ if x < 0 => "",
            _ => " ",
        };
        let between = if y < 0 { "" } else { " " };
        // Writing to a text can't fail.
        let _ = write!(path, "{before}{x}{between}{y}");
        *at = *point;
    }
    path.push('z');
    // A closed line's end is its beginning.
    *at = ring.first().copied().unwrap_or(*at);
}

/// The middle of the longest level stretch within a ring, of those where a number fits.
fn middle(ring: &[(i64, i64)]) -> Option<(i64, i64)> {
    let top = ring.iter().map(|point| point.1).min()?;
    let bottom = ring.iter().map(|point| point.1).max()?;
    let heights = (top..bottom).step_by(3);
    let stretches = heights.filter_map(|y| {
        let (from, to) = [y, y + ROOM.1 / 2, y - ROOM.1 / 2].into_iter().map(|y| longest(ring, y)).try_fold(
            (i64::MIN, i64::MAX),
            |(from, to), one| {
                let one = one?;
                Some((from.max(one.0), to.min(one.1)))
            },
        )?;
        (to - from >= ROOM.0).then_some((to - from, (i64::midpoint(from, to), y)))
    });
    stretches.max_by_key(|(long, (_, y))| (*long, -*y)).map(|(_, at)| at)
}

/// The longest stretch at a height that lies within the ring.
fn longest(ring: &[(i64, i64)], y: i64) -> Option<(i64, i64)> {
    let next = ring.iter().cycle().skip(1);
    let mut crossings: Vec<i64> = ring
        .iter()
        .zip(next)
        .filter(|(a, b)| (a.1 <= y) != (b.1 <= y))
        .filter_map(|(a, b)| Some(a.0 + ((b.0 - a.0) * (y - a.1)).checked_div(b.1 - a.1)?))
        .collect();
    crossings.sort_unstable();
    let (pairs, _) = crossings.as_chunks::<2>();
    pairs.iter().map(|[from, to]| (*from, *to)).max_by_key(|(from, to)| to - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlines(rows: &str) -> Outlines {
        Outlines::parse(format!("region,polygon,points\n{rows}").as_bytes()).expect("outlines")
    }

    fn draw_all(rows: &str) -> Option<Drawing> {
        let outlines = outlines(rows);
        let regions: Vec<election::Region> = outlines
            .codes()
            .map(|code| election::Region {
                code,
                name: code.to_string(),
                level: 1,
                parent: None,
                children: 0..0,
                stations: 0..0,
                source_id: None,
            })
            .collect();
        drawing(&outlines, (0..).map(RegionIx).zip(&regions))
    }

    #[test]
    fn neighbours_share_their_border() {
        let drawn =
            draw_all("11,0,0 0 100 0 100 100 0 100\n12,0,100 0 200 0 200 100 100 100\n").expect("a map");
        let paths: Vec<&str> = drawn.shapes.iter().map(|shape| shape.path.as_str()).collect();
        assert_eq!(drawn.size, (640, 324));
        assert_eq!(paths, ["m4 320l316 0 0-316-316 0z", "m320 320l316 0 0-316-316 0z"]);
        let middles: Vec<_> = drawn.shapes.iter().map(|shape| shape.middle.expect("room")).collect();
        assert!(middles.iter().all(|(x, y)| (*x == 162 || *x == 478) && (4..320).contains(y)), "{middles:?}");
    }

    #[test]
    fn a_region_too_small_to_be_seen_is_drawn_as_a_lozenge_and_a_speck_of_another_is_left_out() {
        let drawn = draw_all(
            "11,0,0 0 100000 0 100000 100000 0 100000\n11,1,-50000 0 -49999 0 -49999 1\n12,0,200000 0 200001 0 200001 1\n",
        )
        .expect("a map");
        let paths: Vec<&str> = drawn.shapes.iter().map(|shape| shape.path.as_str()).collect();
        assert_eq!(paths[0].matches('m').count(), 1);
        assert!(paths[1].ends_with("l2-2 2 2-2 2z"), "{}", paths[1]);
        assert_eq!(drawn.shapes[1].middle, None);
    }

    #[test]
    fn holes_stay_holes_and_straight_lines_are_two_points() {
        let drawn = draw_all(
            "11,0,0 0 50 0 100 0 100 100 0 100\n11,0,20 20 80 20 80 80 20 80\n12,0,100 0 200 0 200 100 100 100\n",
        )
        .expect("a map");
        assert_eq!(drawn.shapes[0].path, "m4 320l316 0 0-316-316 0zm63-63l190 0 0-190-190 0z");
    }

    #[test]
    fn one_region_is_no_map() {
        assert!(draw_all("11,0,0 0 1 0 1 1\n").is_none());
        assert!(draw_all("").is_none());
    }

    #[test]
    fn a_degree_east_is_narrower_away_from_the_equator() {
        for (degrees, thousandths) in [(0, 1000), (30, 866), (45, 707), (60, 500), (-60, 500), (90, 100)] {
            assert!((cosine(degrees) - thousandths).abs() <= 2, "{degrees}: {}", cosine(degrees));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_outlines_are_drawn_within_the_frame(
            corners in proptest::collection::vec(
                proptest::collection::vec((-1_800_000..1_800_000_i32, -900_000..900_000_i32), 3..12), 2..5)
        ) {
            use std::fmt::Write as _;
            let mut rows = String::new();
            for (region, ring) in (10..).zip(&corners) {
                let mut ring = ring.clone();
                ring.dedup();
                if ring.len() < 4 || ring.first() == ring.last() {
                    continue;
                }
                let points: Vec<String> = ring.iter().map(|(east, north)| format!("{east} {north}")).collect();
                writeln!(rows, "{region},0,{}", points.join(" ")).expect("a text");
            }
            if let Some(drawn) = draw_all(&rows) {
                proptest::prop_assert!(drawn.size.0 <= FRAME.0 + 2 && drawn.size.1 <= FRAME.1 + 2, "{:?}", drawn.size);
                for shape in &drawn.shapes {
                    proptest::prop_assert!(shape.path.starts_with('m') && shape.path.ends_with('z'));
                }
            }
        }
    }
}
