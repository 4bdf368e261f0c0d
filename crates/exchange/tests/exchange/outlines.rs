//! GeoJSON becomes outlines of the election's regions.

use election::{Code, Outlines};
use exchange::{Report, What, geojson};

use crate::support::{data, real, small};

fn square(id: &str) -> String {
    format!(
        r#"{{"type":"Feature",{id}"geometry":{{"type":"Polygon","coordinates":[[[95.1,5.5],[95.2,5.5],[95.2,5.6],[95.1,5.5]]]}}}}"#
    )
}

fn taken(features: &[String]) -> (Outlines, Report) {
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let (mut outlines, mut report) = (Outlines::default(), Report::default());
    geojson::outlines("o.json", text.as_bytes(), &small().places, &mut outlines, &mut report);
    (outlines, report)
}

#[test]
fn a_feature_is_the_outline_of_the_region_its_id_names() {
    let (outlines, report) = taken(&[square(r#""id":"11","#), square(r#""properties":{"code":1101},"#)]);
    assert_eq!(report.refused(), 0, "{}", report.to_csv());
    assert_eq!(report.counted("outlines"), 2);
    let points = |code| outlines.of(Code::new(code).unwrap())[0].rings[0].points.to_vec();
    assert_eq!(points("11"), [(951_000, 55_000), (952_000, 55_000), (952_000, 56_000)]);
    assert_eq!(points("1101"), points("11"));
}

#[test]
fn a_feature_that_cannot_be_used_is_named_and_the_others_are_taken() {
    let line =
        r#"{"type":"Feature","id":"1101","geometry":{"type":"LineString","coordinates":[[1,2],[2,3]]}}"#;
    let short =
        r#"{"type":"Feature","id":"1101","geometry":{"type":"Polygon","coordinates":[[[1,2],[2,3]]]}}"#;
    let far = r#"{"type":"Feature","id":"1101","geometry":{"type":"Polygon","coordinates":[[[181,2],[2,3],[3,3]]]}}"#;
    let words = r#"{"type":"Feature","id":"1101","geometry":{"type":"Polygon","coordinates":[[["a",2],[2,3],[3,3]]]}}"#;
    let bad = [square(""), square(r#""id":"9998","#), line.into(), short.into(), far.into(), words.into()];
    for feature in bad {
        let (outlines, report) = taken(&[feature.clone(), square(r#""id":"11","#)]);
        assert_eq!((report.refused(), report.counted("outlines")), (1, 1), "{feature}");
        assert_eq!(outlines.codes().count(), 1);
    }
    let (_, report) = taken(&[square(r#""id":"11","#), square(r#""id":"11","#)]);
    assert_eq!(report.of(What::Duplicate), 1);
    let mut report = Report::default();
    for file in ["", "[]", "{}", "{\"type\":\"Topology\"}", "\u{fffd}", "{\"type\":\"FeatureCollection\"}"] {
        geojson::outlines("o", file.as_bytes(), &small().places, &mut Outlines::default(), &mut report);
    }
    assert_eq!(report.problems.len(), 6);
}

#[test]
fn the_real_outlines_cover_every_province_and_regency_of_the_country() {
    let Some(data) = data() else { return };
    let (mut outlines, mut report) = (Outlines::default(), Report::default());
    for name in ["provinces-2024.geojson", "regencies-2024.geojson"] {
        let bytes = std::fs::read(data.join("boundaries").join(name)).unwrap();
        geojson::outlines(name, &bytes, &real(&data).places, &mut outlines, &mut report);
    }
    assert_eq!(report.problems.len(), 0, "{}", report.to_csv());
    assert_eq!(outlines.codes().count(), 38 + 514);
    assert_eq!(Outlines::parse(outlines.to_csv().as_bytes()).unwrap(), outlines);
}
