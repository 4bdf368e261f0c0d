//! A region's table of totals on a map: the rows of those regions below it that have an outline, as GeoJSON (RFC 7946) and as TopoJSON,
//! with the table's own columns as properties.

use election::outlines::Point;
use election::{Code, Election, Polygon, RegionIx, Ring};

use super::frame::{Kind, Table};
use crate::json::Json;
use crate::view::File;

/// A region's outline and its row of the table.
struct Feature<'a> {
    code: Code,
    polygons: &'a [Polygon],
    row: usize,
}

/// `map.geojson` and `map.topojson` of the regions directly below a region; none where fewer than two have an outline.
pub(super) fn map_files(election: &Election, folder: &str, totals: &Table, region: RegionIx) -> Vec<File> {
    let Some(codes) = totals.column("region") else { return Vec::new() };
    let features: Vec<Feature<'_>> = election
        .places
        .children(region)
        .filter_map(|child| {
            let code = election.places.region(child).code;
            let polygons = election.outlines.of(code);
            let row = (0..totals.rows()).find(|row| codes.text(*row) == code.as_str())?;
            (!polygons.is_empty()).then_some(Feature { code, polygons, row })
        })
        .collect();
    if features.len() < 2 {
        return Vec::new();
    }
    vec![
        File { path: format!("{folder}/map.geojson"), bytes: geojson(&features, totals) },
        File { path: format!("{folder}/map.topojson"), bytes: topojson(&features, totals) },
    ]
}

fn geojson(features: &[Feature<'_>], totals: &Table) -> Vec<u8> {
    let mut json = Json::with_capacity(256 * 1024);
    json.object(|json| {
        json.key("type").string("FeatureCollection");
        json.key("features").array(|json| {
            for feature in features {
                json.object(|json| {
                    json.key("type").string("Feature");
                    json.key("id").string(feature.code.as_str());
                    properties(json, totals, feature.row);
                    json.key("geometry").object(|json| {
                        json.key("type").string("MultiPolygon");
                        json.key("coordinates").array(|json| {
                            for polygon in feature.polygons {
                                json.array(|json| rings(json, polygon));
                            }
                        });
                    });
                });
            }
        });
    });
    json.into_bytes()
}

fn rings(json: &mut Json, polygon: &Polygon) {
    for (at, ring) in polygon.rings.iter().enumerate() {
        json.array(|json| closed(ring, at == 0).for_each(|point| position(json, point)));
    }
}

/// Every ring is an arc of its own: what two regions share is told by both, since outlines need not meet exactly.
fn topojson(features: &[Feature<'_>], totals: &Table) -> Vec<u8> {
    let mut json = Json::with_capacity(256 * 1024);
    json.object(|json| {
        json.key("type").string("Topology");
        json.key("transform").object(|json| {
            json.key("scale").array(|json| {
                json.ten_thousandths(1).ten_thousandths(1);
            });
            json.key("translate").array(|json| {
                json.number(0_u64).number(0_u64);
            });
        });
        json.key("objects").object(|json| {
            json.key("regions").object(|json| {
                json.key("type").string("GeometryCollection");
                let mut arc = 0_u64;
                json.key("geometries").array(|json| {
                    for feature in features {
                        geometry(json, feature, totals, &mut arc);
                    }
                });
            });
        });
        json.key("arcs").array(|json| {
            let polygons = features.iter().flat_map(|feature| feature.polygons);
            for (at, ring) in polygons.flat_map(|polygon| polygon.rings.iter().enumerate()) {
                json.array(|json| {
                    let mut before = (0, 0);
                    for (east, north) in closed(ring, at == 0) {
                        json.array(|json| {
                            json.signed(east - before.0).signed(north - before.1);
                        });
                        before = (east, north);
                    }
                });
            }
        });
    });
    json.into_bytes()
}

/// A feature whose rings are the next arcs.
fn geometry(json: &mut Json, feature: &Feature<'_>, totals: &Table, arc: &mut u64) {
    json.object(|json| {
        json.key("type").string("MultiPolygon");
        json.key("id").string(feature.code.as_str());
        properties(json, totals, feature.row);
        json.key("arcs").array(|json| {
            for polygon in feature.polygons {
                json.array(|json| {
                    for _ in &polygon.rings {
                        json.array(|json| {
                            json.number(*arc);
                        });
                        *arc += 1;
                    }
                });
            }
        });
    });
}

/// The table's cells; one without a value is null.
fn properties(json: &mut Json, totals: &Table, row: usize) {
    json.key("properties").object(|json| {
        for column in &totals.columns {
            let json = json.key(&column.name);
            match column.values.kind() {
                Kind::Text => json.string(column.text(row)),
                Kind::Figure | Kind::Integer => match column.number(row) {
                    Some(number) => json.signed(number),
                    None => json.null(),
                },
                Kind::Flag => match column.flag(row) {
                    Some(flag) => json.boolean(flag),
                    None => json.null(),
                },
            };
        }
    });
}

/// The ring's points with the first again at the end; edges go round against the clock, holes with it (RFC 7946, 3.1.6).
fn closed(ring: &Ring, edge: bool) -> impl Iterator<Item = Point> {
    let next = ring.points.iter().cycle().skip(1);
    let wide = |(east, north): &Point| (i64::from(*east), i64::from(*north));
    let twice: i128 = ring
        .points
        .iter()
        .map(wide)
        .zip(next.map(wide))
        .map(|(a, b)| i128::from(a.0) * i128::from(b.1) - i128::from(a.1) * i128::from(b.0))
        .sum();
    let mut points: Vec<Point> = ring.points.to_vec();
    if (twice > 0) != edge {
        points.reverse();
    }
    points.extend(points.first().copied());
    points.into_iter()
}

fn position(json: &mut Json, (east, north): Point) {
    json.array(|json| {
        json.ten_thousandths(east).ten_thousandths(north);
    });
}
