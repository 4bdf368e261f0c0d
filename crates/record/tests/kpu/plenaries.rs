//! `hr`: what plenaries stated, by region or by constituency.

use serde_json::{Value, json};

use crate::fixture::Fixture;

fn counted() -> Fixture {
    let mut fixture = Fixture::new(&["ppwp", "pdpr", "pdpd", "pdprdp", "pdprdk"]);
    for station in ["1101012001001", "1101012001002", "1101022001001", "1102012001001"] {
        for contest in ["ppwp", "pdpr", "pdpd", "pdprdp", "pdprdk"] {
            fixture.sheet(contest, station, 3);
        }
    }
    fixture
}

/// The percentage as it is written.
fn done(all: u64, published: u64, percent: &str) -> Value {
    let percent: Value = serde_json::from_str(percent).unwrap();
    json!({"persen": percent, "jml_wilayah": all, "jml_wilayah_publikasi": published})
}

#[test]
fn children_say_how_many_certificates_of_each_level_are_published() {
    let mut fixture = counted();
    fixture.plenary("ppwp", "110101", None);
    fixture.plenary("ppwp", "110201", None);
    fixture.plenary("ppwp", "1102", None);
    let nation = fixture.json("pemilu/hr/ppwp.json");
    assert_eq!(
        nation["progress_d_child"]["11"],
        json!({"da": done(3, 2, "66.67"), "db": done(2, 1, "50.00"), "dc": done(1, 0, "0.00")})
    );
    assert_eq!(
        nation["progress_d_child"]["12"],
        json!({"da": done(1, 0, "0.00"), "db": done(1, 0, "0.00"), "dc": done(1, 0, "0.00")})
    );
    assert!(nation["progress_d_child"].get("13").is_none(), "nobody votes there");
    let province = fixture.json("pemilu/hr/ppwp/11.json");
    assert_eq!(
        province["progress_d_child"]["1101"],
        json!({"da": done(2, 1, "50.00"), "db": done(1, 0, "0.00")})
    );
    assert_eq!(province["progress_d"]["db"], done(2, 1, "50.00"));
    assert_eq!(province["table"].as_object().unwrap().keys().collect::<Vec<_>>(), ["1102"]);
    assert_eq!(province["progres"], json!({"total": 2, "progres": 1}));
}

#[test]
fn the_house_goes_by_constituency_with_the_nations_and_the_provinces_sheet_of_each() {
    let mut fixture = counted();
    fixture.plenary("pdpr", "1101", None);
    fixture.plenary("pdpr", "11", Some("1101"));
    fixture.plenary("pdpr", "ID", Some("1101"));
    for certificate in ["dc", "dd"] {
        let file = fixture.json(&format!("pemilu/hr/pdpr/1101{certificate}.json"));
        assert_eq!(file["mode"], "hr");
        let party = &file["chart"]["1"];
        assert_eq!((&party["jml_suara_total"], &party["jml_suara_partai"]), (&json!(9), &json!(9)));
        let row = file["table"]["1101"].as_object().unwrap();
        assert_eq!(row.len(), 36 / 9, "flat by candidate: {row:?}");
        assert!(row.values().all(|votes| *votes == 9));
        assert_eq!(file["url_formd"], json!(["https://photos.example/D.HASIL.pdf"]));
    }
    let nation = fixture.json("pemilu/hr/pdpr.json");
    assert_eq!(nation["table"].as_object().unwrap().keys().collect::<Vec<_>>(), ["1101"]);
    assert_eq!((&nation["table"]["1101"]["1"], &nation["chart"]), (&json!(9), &Value::Null));
    let regency = fixture.json("pemilu/hr/pdpr/1101/1101.json");
    assert_eq!(regency["chart"]["24"]["jml_suara_total"], 9);
    assert!(!fixture.files().keys().any(|path| path.contains("hr/pdpr/11.json")));
}

#[test]
fn councils_go_by_constituency_below_their_province_or_regency() {
    let mut fixture = counted();
    fixture.plenary("pdprdp", "110102", None);
    fixture.plenary("pdprdp", "11", Some("110001"));
    fixture.plenary("pdprdk", "110102", None);
    fixture.plenary("pdprdk", "1101", Some("110102"));
    fixture.plenary("pdprdk", "1102", None);
    let total = |path: &str| {
        fixture.json(&format!("pemilu/hr/{path}.json"))["chart"]["18"]["jml_suara_total"].as_u64()
    };
    assert_eq!(total("pdprdp/11/110001dc"), Some(9));
    assert_eq!(total("pdprdp/11/110001/1101/110102"), Some(3));
    assert_eq!(total("pdprdk/11/1101/110102db"), Some(3));
    assert_eq!(total("pdprdk/11/1101/110102/110102"), Some(3));
    assert_eq!(total("pdprdk/11/1102/110201db"), Some(3), "one constituency: its sheet is the regency's own");
    let regency = fixture.json("pemilu/hr/pdprdk/11/1101.json");
    assert_eq!(regency["table"].as_object().unwrap().keys().collect::<Vec<_>>(), ["110102"]);
    assert_eq!(regency["progres"], json!({"total": 2, "progres": 1}));
    let senate = fixture.json("pemilu/hr/pdprdp/11.json");
    assert_eq!(senate["table"]["110001"]["18"], 9);
}

#[test]
fn a_scan_is_linked_where_its_bytes_lie() {
    let mut fixture = counted();
    let hash = "ab".repeat(32);
    for (media, folder) in [("application/pdf", "blob"), ("image/png", "photo")] {
        let scan = format!("\"evidence\":[{{\"sha256\":\"{hash}\",\"media\":\"{media}\",\"bytes\":9}}],");
        fixture.plenary_with("ppwp", "12", None, &scan);
        let file = fixture.json("pemilu/hr/ppwp/12.json");
        assert_eq!(file["url_formd"], json!([format!("/{folder}/{hash}")]));
        fixture = counted();
    }
}

#[test]
fn senators_are_stated_by_name_number_and_province() {
    let mut fixture = counted();
    fixture.plenary("pdpd", "11", None);
    let file = fixture.json("pemilu/hr/pdpd/11.json");
    assert_eq!(file["chart"].as_object().unwrap().values().collect::<Vec<_>>(), [&json!(12), &json!(12)]);
    let ids: Vec<String> =
        fixture.json("pemilu/caleg/dpd/11.json").as_object().unwrap().keys().cloned().collect();
    assert_eq!(file["chart"].as_object().unwrap().keys().cloned().collect::<Vec<_>>(), ids);
    assert!(!fixture.files().contains_key("pemilu/hr/pdpd.json"));
}
