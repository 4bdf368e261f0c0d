//! Outlines of regions, for maps: closed rings of points in ten-thousandths of a degree (WGS 84), so that a map is drawn by whole
//! numbers, the same on every machine. They say nothing of any figure, and an election without them has every table it had.

use std::collections::BTreeMap;

use crate::code::Code;
use crate::tables::{TableError, header, push_row, read};

/// Units to a degree: about 11 metres at the equator.
pub const TO_A_DEGREE: i32 = 10_000;

/// Points of all rings together; a country's regencies in fair detail have 70,000.
const MOST_POINTS: usize = 2_000_000;

const COLUMNS: &[&str] = &["region", "polygon", "points"];

/// East and north, each in ten-thousandths of a degree.
pub type Point = (i32, i32);

/// A closed line; its last point is joined to its first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ring {
    /// At least three.
    pub points: Box<[Point]>,
}

/// An area: its edge, and the edges of the holes in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polygon {
    /// The edge first; the others are holes.
    pub rings: Vec<Ring>,
}

/// Outlines of regions by their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlines {
    regions: BTreeMap<Code, Vec<Polygon>>,
}

/// Why a ring is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RingError {
    /// An area has three corners at least.
    #[error("a ring needs at least three points")]
    TooShort,
    /// Outside ±180 east and ±90 north.
    #[error("a point lies beyond 180 degrees east or west, or 90 north or south")]
    Beyond,
}

impl Ring {
    /// A ring; a last point that repeats the first is left out, as is a point that repeats the one before it.
    pub fn new(mut points: Vec<Point>) -> Result<Ring, RingError> {
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        if points.len() < 3 {
            return Err(RingError::TooShort);
        }
        let held = |(east, north): &Point| {
            east.unsigned_abs() <= 180 * TO_A_DEGREE.unsigned_abs()
                && north.unsigned_abs() <= 90 * TO_A_DEGREE.unsigned_abs()
        };
        if !points.iter().all(held) {
            return Err(RingError::Beyond);
        }
        Ok(Ring { points: points.into() })
    }
}

impl Outlines {
    /// Reads the canonical table: `region,polygon,points`, one row a ring; rows of the same region and polygon follow each other, the
    /// edge first, then holes; `points` is east and north in turn, with spaces between.
    pub fn parse(bytes: &[u8]) -> Result<Outlines, TableError> {
        let mut outlines = Outlines::default();
        let mut points_left = MOST_POINTS;
        read(bytes, COLUMNS, "region,polygon,points", |line| {
            let region: Code = line.parsed(0)?;
            let polygon: usize = line.parsed(1)?;
            let mut numbers = Vec::new();
            for number in line.text(2)?.split(' ') {
                numbers
                    .push(number.parse::<i32>().map_err(|_| line.wrong(2, "a point is two whole numbers"))?);
            }
            let (pairs, rest) = numbers.as_chunks::<2>();
            if !rest.is_empty() {
                return Err(line.wrong(2, "the last point has one number only"));
            }
            points_left = points_left
                .checked_sub(pairs.len())
                .ok_or_else(|| line.wrong(0, "more than 2,000,000 points in all"))?;
            let ring = Ring::new(pairs.iter().map(|[east, north]| (*east, *north)).collect())
                .map_err(|error| line.wrong(2, &error.to_string()))?;
            let polygons = outlines.regions.entry(region).or_default();
            let many = polygons.len();
            match polygons.last_mut() {
                Some(last) if polygon.checked_add(1) == Some(many) => last.rings.push(ring),
                Some(_) | None if polygon == many => polygons.push(Polygon { rings: vec![ring] }),
                Some(_) | None => {
                    return Err(line.wrong(1, "a region's polygons are numbered from 0, in order"));
                }
            }
            Ok(())
        })?;
        Ok(outlines)
    }

    /// The canonical table.
    pub fn to_csv(&self) -> String {
        let mut out = header(COLUMNS);
        for (region, polygons) in &self.regions {
            for (at, polygon) in polygons.iter().enumerate() {
                for ring in &polygon.rings {
                    let points: Vec<String> =
                        ring.points.iter().map(|(east, north)| format!("{east} {north}")).collect();
                    push_row(&mut out, &[region.as_str(), &at.to_string(), &points.join(" ")]);
                }
            }
        }
        out
    }

    /// Adds areas to a region's.
    pub fn add(&mut self, region: Code, polygons: Vec<Polygon>) {
        self.regions.entry(region).or_default().extend(polygons);
    }

    /// The areas of a region; none where it has no outline.
    pub fn of(&self, region: Code) -> &[Polygon] {
        self.regions.get(&region).map_or(&[], Vec::as_slice)
    }

    /// The regions with an outline, in order of their codes.
    pub fn codes(&self) -> impl Iterator<Item = Code> {
        self.regions.keys().copied()
    }

    /// Whether no region has an outline.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = "region,polygon,points\n11,0,0 0 10 0 10 10 0 10\n";

    fn of(rows: &str) -> Result<Outlines, String> {
        Outlines::parse(format!("region,polygon,points\n{rows}").as_bytes())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn an_outline_comes_back_as_it_was_written() {
        let rows = "11,0,0 0 10 0 10 10 0 10\n11,0,2 2 4 2 4 4\n11,1,20 0 30 0 30 -5\n12,0,-7 0 -8 0 -8 5\n";
        let outlines = of(rows).expect("outlines");
        assert_eq!(outlines.to_csv(), format!("region,polygon,points\n{rows}"));
        let aceh = outlines.of(Code::new("11").expect("a code"));
        assert_eq!(aceh.iter().map(|polygon| polygon.rings.len()).collect::<Vec<_>>(), [2, 1]);
        assert!(outlines.of(Code::new("13").expect("a code")).is_empty());
        assert!(Outlines::parse(SQUARE.as_bytes()).is_ok());
    }

    #[test]
    fn a_closing_point_is_the_first_and_stands_once() {
        let ring = Ring::new(vec![(0, 0), (1, 0), (1, 0), (1, 1), (0, 0)]).expect("a ring");
        assert_eq!(*ring.points, [(0, 0), (1, 0), (1, 1)]);
    }

    #[test]
    fn what_is_wrong_with_an_outline_is_named() {
        for (rows, says) in [
            ("11,0,0 0 1 1", "line 2, column points: a ring needs at least three points"),
            ("11,0,0 0 1 1 2", "line 2, column points: the last point has one number only"),
            ("11,0,0 0 1 1 x 2", "line 2, column points: a point is two whole numbers"),
            ("11,0,0 0 1 1 1800001 0", "line 2, column points: a point lies beyond 180 degrees"),
            ("11,0,0 0 1 1 1 -900001", "line 2, column points: a point lies beyond 180 degrees"),
            ("11,1,0 0 1 1 1 0", "line 2, column polygon: a region's polygons are numbered from 0"),
            ("1<,0,0 0 1 1 1 0", "line 2, column region"),
        ] {
            let error = of(rows).expect_err(says);
            assert!(error.contains(says), "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _read = Outlines::parse(&bytes);
            let _row = of(&String::from_utf8_lossy(&bytes));
        }
    }
}
