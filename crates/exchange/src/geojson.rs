//! Outlines of regions from GeoJSON (RFC 7946): a collection of features, each a polygon or several, whose `id` (or property `code`)
//! is the region's code. Coordinates become ten-thousandths of a degree by their decimals; nothing is simplified.

use election::{Code, Outlines, Places, Polygon, Ring};

use crate::json::{Document, Raw};
use crate::report::{Report, What};

/// Adds a file's outlines to those there are. What can't be used is reported and left out, feature by feature.
///
/// Counts `outlines`.
pub fn outlines(file: &str, bytes: &[u8], places: &Places, into: &mut Outlines, report: &mut Report) {
    let Some(document) = Document::open(file, bytes, report) else { return };
    let root = document.root();
    let features = member(root, "features").and_then(Raw::array);
    let Some(features) = features.filter(|_| is(root, "type", "FeatureCollection")) else {
        document.note(
            first(root),
            What::Shape,
            "no GeoJSON collection of features; nothing was taken from it",
            report,
        );
        return;
    };
    for feature in features {
        let Some((code, named)) = code(feature) else {
            let why = "a feature names its region by its id, or a property called code";
            document.refuse(first(feature), What::Shape, why, report);
            continue;
        };
        if places.find_region(code.as_str()).is_none() {
            document.refuse(named, What::UnknownPlace, "no region of this election has this code", report);
            continue;
        }
        if !into.of(code).is_empty() {
            document.refuse(named, What::Duplicate, "the region has an outline already", report);
            continue;
        }
        match geometry(feature) {
            Ok(polygons) => {
                into.add(code, polygons);
                report.count("outlines");
            }
            Err(why) => document.refuse(named, What::Shape, why, report),
        }
    }
}

/// The value that a problem of a large one is shown by.
fn first(value: Raw<'_>) -> Raw<'_> {
    value.members().and_then(|members| members.into_iter().next()).map_or(value, |(_, first)| first)
}

fn member<'a>(of: Raw<'a>, name: &str) -> Option<Raw<'a>> {
    of.members()?.into_iter().find(|(member, _)| member == name).map(|(_, value)| value)
}

fn is(of: Raw<'_>, name: &str, value: &str) -> bool {
    member(of, name).and_then(Raw::string).as_deref() == Some(value)
}

/// The region's code and where it stands; ids may be numbers.
fn code(feature: Raw<'_>) -> Option<(Code, Raw<'_>)> {
    let by_id = member(feature, "id");
    let named = by_id.or_else(|| member(member(feature, "properties")?, "code"))?;
    let text = named.string().or_else(|| named.is_number().then(|| named.text().to_owned()))?;
    Some((Code::new(&text).ok()?, named))
}

fn geometry(feature: Raw<'_>) -> Result<Vec<Polygon>, String> {
    let geometry = member(feature, "geometry").ok_or("it has no geometry")?;
    let coordinates = member(geometry, "coordinates").ok_or("its geometry has no coordinates")?;
    if is(geometry, "type", "Polygon") {
        return Ok(vec![polygon(coordinates)?]);
    }
    if !is(geometry, "type", "MultiPolygon") {
        return Err("its geometry is neither a polygon nor several".to_owned());
    }
    let polygons = coordinates.array().ok_or("its coordinates are no list of polygons")?;
    if polygons.is_empty() {
        return Err("its geometry has no polygon".to_owned());
    }
    polygons.into_iter().map(polygon).collect()
}

fn polygon(rings: Raw<'_>) -> Result<Polygon, String> {
    let rings = rings.array().filter(|rings| !rings.is_empty()).ok_or("a polygon is a list of rings")?;
    let rings: Result<Vec<Ring>, String> = rings.into_iter().map(ring).collect();
    Ok(Polygon { rings: rings? })
}

fn ring(points: Raw<'_>) -> Result<Ring, String> {
    let mut taken = Vec::new();
    for point in points.array().ok_or("a ring is a list of points")? {
        let point = point.array().unwrap_or_default();
        let (Some(east), Some(north)) = (point.first().copied(), point.get(1).copied()) else {
            return Err("a point is two numbers, east and north".to_owned());
        };
        taken.push((degrees(east)?, degrees(north)?));
    }
    Ring::new(taken).map_err(|error| error.to_string())
}

/// Ten-thousandths of a degree, from the number as it is written; halves away from zero.
fn degrees(number: Raw<'_>) -> Result<i32, String> {
    let text = number.text();
    let wrong =
        || format!("{} is no number of degrees with decimals", text.chars().take(40).collect::<String>());
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
        return Err(wrong());
    }
    let mut digits = decimals.bytes().map(|byte| i32::from(byte - b'0')).chain(std::iter::repeat(0));
    let mut value: i32 = whole.parse().map_err(|_| wrong())?;
    for digit in digits.by_ref().take(4) {
        value = value.checked_mul(10).and_then(|value| value.checked_add(digit)).ok_or_else(wrong)?;
    }
    let up = digits.next().is_some_and(|digit| digit >= 5);
    let value = value.checked_add(i32::from(up)).ok_or_else(wrong)?;
    Ok(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_taken_by_their_decimals() {
        for (text, value) in [
            ("0", Some(0)),
            ("97.1132", Some(971_132)),
            ("-11.00995", Some(-110_100)),
            ("-0.00004", Some(0)),
            ("179.99995", Some(1_800_000)),
            ("1e2", None),
            ("\"5\"", None),
            ("99999999999", None),
            ("3000000", None),
        ] {
            let document = format!("[{text}]");
            let mut report = Report::default();
            let taken = Document::open("one", document.as_bytes(), &mut report)
                .and_then(|document| document.root().array())
                .and_then(|numbers| degrees(*numbers.first()?).ok());
            assert_eq!(taken, value, "{text}");
        }
    }
}
