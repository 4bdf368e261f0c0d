//! Our files beside KPU's own: the same paths, the same members, the same types. Reads the reference data in place.

use std::path::Path;

use serde_json::Value;

use crate::fixture::Fixture;

/// A real file, ours of the same kind, and whether the real one is whole: of an excerpt or a schema no more is known than
/// what it holds.
const SAMPLES: &[(&str, &str, bool)] = &[
    ("pemilu_partai.json", "pemilu/partai.json", true),
    ("pemilu_ppwp.json", "pemilu/ppwp.json", true),
    ("caleg_dpd_32_partial.json", "pemilu/caleg/dpd/11.json", true),
    ("caleg_partai_1101_partial.json", "pemilu/caleg/partai/1101.json", true),
    ("hhcd_pdpr_0.json", "pemilu/hhcd/pdpr/0.json", false),
    ("hhcd_pdpr_1101_partial.json", "pemilu/hhcd/pdpr/1101.json", false),
    (
        "hhcw_pdpd_tps_3204442007006_partial.json",
        "pemilu/hhcw/pdpd/11/1101/110101/1101012001/1101012001001.json",
        true,
    ),
    ("hhcw_pdpr_tps_SCHEMA.json", "pemilu/hhcw/pdpr/11/1101/110101/1101012001/1101012001001.json", false),
    (
        "hhcw_ppwp_tps_1701082001002.json",
        "pemilu/hhcw/ppwp/11/1101/110101/1101012001/1101012001001.json",
        true,
    ),
    ("hhcw_ppwp_tps_empty_shape.json", "pemilu/hhcw/ppwp/11/1101/110101/1101012001/1101012001002.json", true),
    ("hr_ppwp_SCHEMA.json", "pemilu/hr/ppwp.json", false),
    ("pilkada_hhcw_pkwkk_11.json", "pilkada/hhcw/pkwkk/11.json", true),
    ("pilkada_hhcw_pkwkk_11_1101.json", "pilkada/hhcw/pkwkk/11/1101.json", true),
    ("pilkada_paslon_pkwkk_trim.json", "pilkada/paslon/pkwkk.json", true),
    ("pilkada_paslon_pkwkp_trim.json", "pilkada/paslon/pkwkp.json", true),
    ("wilayah_dapil_dpr_partial.json", "wilayah/pemilu/pdpr/dapil_dpr.json", true),
    ("wilayah_pdprdk_dapil_SCHEMA.json", "wilayah/pemilu/pdprdk/11/1101.json", true),
    ("verbatim/wilayah/pemilu/ppwp/0.json", "wilayah/pemilu/ppwp/0.json", true),
    ("verbatim/pemilu/hhcw/ppwp/11/1101.json", "pemilu/hhcw/ppwp/11/1101.json", false),
    (
        "verbatim/pemilu/hhcw/ppwp/11/1101/110101/1101012001.json",
        "pemilu/hhcw/ppwp/11/1101/110101/1101012001.json",
        false,
    ),
];

#[test]
fn our_files_have_the_shape_of_kpus_own() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/kpu-api");
    if !data.is_dir() {
        eprintln!("skipped: shapes of KPU's files (no reference data at ../shared/data)");
        return;
    }
    let contests = ["ppwp", "pdpr", "pdpd", "pdprdp", "pdprdk", "pkwkp", "pkwkk"];
    let mut fixture = Fixture::new(&contests);
    for contest in contests {
        fixture.sheet(contest, "1101012001001", 3);
    }
    fixture.plenary("ppwp", "11", None);
    fixture.plenary("ppwp", "ID", None);
    let files = fixture.files();
    for (sample, path, whole) in SAMPLES {
        let theirs: Value = serde_json::from_slice(&std::fs::read(data.join(sample)).unwrap()).unwrap();
        let ours = files.get(*path).unwrap_or_else(|| panic!("no {path}"));
        let ours: Value = serde_json::from_slice(ours).unwrap();
        compare(&ours, &theirs, *whole, path);
    }
}

#[test]
fn the_parties_are_kpus_own_list() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/kpu-api/pemilu_partai.json");
    let Ok(theirs) = std::fs::read(data) else {
        eprintln!("skipped: KPU's list of parties (no reference data at ../shared/data)");
        return;
    };
    let untimed = |mut list: Value| {
        for party in list.as_object_mut().unwrap().values_mut() {
            party.as_object_mut().unwrap().remove("ts");
        }
        list
    };
    let theirs: Value = serde_json::from_slice(&theirs).unwrap();
    let ours = Fixture::new(&["pdprdp"]).json("pemilu/partai.json");
    assert_eq!(untimed(ours), untimed(theirs));
}

/// Ids and codes are keys too: there any one member tells the shape of all.
fn keyed_by_code(value: &Value) -> bool {
    let code = |key: &String| key.bytes().all(|byte| byte.is_ascii_digit());
    value.as_object().is_some_and(|members| {
        members.keys().any(code) && members.keys().all(|key| code(key) || key == "null")
    })
}

fn compare(ours: &Value, theirs: &Value, whole: bool, at: &str) {
    match (ours, theirs) {
        // `null` is what stands where something is not known.
        (Value::Null, _) | (_, Value::Null) => {}
        // A schema says in words what it doesn't write out again.
        (_, Value::String(words)) if words.starts_with("same ") => {}
        (Value::Object(own), Value::Object(other)) => {
            if keyed_by_code(ours) && keyed_by_code(theirs) {
                for theirs in other.values().filter(|value| !value.is_null()).take(1) {
                    for (key, ours) in own {
                        compare(ours, theirs, whole, &format!("{at} /{key}"));
                    }
                }
                return;
            }
            let code = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
            for (key, theirs) in
                other.iter().filter(|(key, _)| !code(key) && *key != "null" && *key != "_note")
            {
                let ours = own.get(key).unwrap_or_else(|| panic!("{at}: no {key}"));
                compare(ours, theirs, whole, &format!("{at} /{key}"));
            }
            for key in own.keys().filter(|key| whole && !code(key)) {
                assert!(other.contains_key(key), "{at}: KPU's has no {key}");
            }
            let numbered = |members: &serde_json::Map<String, Value>| members.keys().any(|key| code(key));
            assert!(!numbered(own) || numbered(other), "{at}: KPU's has no numbered members");
        }
        (Value::Array(own), Value::Array(other)) => {
            if let Some(theirs) = other.iter().find(|value| !value.is_null()) {
                for ours in own {
                    compare(ours, theirs, whole, at);
                }
            }
        }
        _ => assert_eq!(kind(ours), kind(theirs), "{at}: {ours} and {theirs}"),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
