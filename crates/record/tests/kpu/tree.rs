//! Paths that lead by constituency, and the tree of local elections.

use serde_json::{Value, json};

use crate::fixture::Fixture;

fn members<'v>(list: &'v Value, name: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|item| item[name].as_str().unwrap()).collect()
}

#[test]
fn lists_lead_from_the_nation_to_the_places_of_every_constituency() {
    let fixture = Fixture::new(&["ppwp", "pdpr", "pdprdp", "pdprdk"]);
    let list = |path: &str| fixture.json(&format!("wilayah/pemilu/{path}.json"));
    // Provinces, where the bundle's readers went on with the presidential tree.
    for contest in ["pdpr", "pdprdp", "pdprdk"] {
        assert_eq!(members(&list(&format!("{contest}/0")), "kode"), ["11", "12"]);
    }
    assert_eq!(members(&list("ppwp/0"), "kode"), ["11", "12", "13"], "the tree of regions has all of them");
    assert_eq!(
        list("pdpr/dapil_dpr")[0],
        json!({"nama": "ACEH I", "id": null, "kode": "1101"}),
        "the house's constituencies"
    );
    assert_eq!(members(&list("pdpr/dapil_dpr"), "kode"), ["1101", "1102", "1201"]);
    assert_eq!(members(&list("pdprdp/11"), "kode_dapil"), ["110001", "110002"]);
    assert_eq!(list("pdprdp/11")[0]["nama_dapil"], "ACEH 1");
    assert_eq!(members(&list("pdprdp/11/110001"), "kode"), ["1101"]);
    assert_eq!(members(&list("pdprdp/11/110001/1101"), "kode"), ["110101", "110102"]);
    assert_eq!(members(&list("pdprdp/11/110001/1101/110102"), "kode"), ["1101022001"]);
    assert_eq!(members(&list("pdprdk/11"), "kode"), ["1101", "1102"]);
    assert_eq!(members(&list("pdprdk/11/1101"), "kode_dapil"), ["110101", "110102"]);
    assert_eq!(members(&list("pdprdk/11/1101/110102"), "kode"), ["110102"]);
    assert_eq!(members(&list("pdprdk/11/1101/110102/110102"), "kode"), ["1101022001"]);
}

#[test]
fn regions_stand_under_the_presidential_contest_whichever_is_held() {
    let fixture = Fixture::new(&["pdpd"]);
    assert_eq!(members(&fixture.json("wilayah/pemilu/ppwp/11.json"), "kode"), ["1101", "1102"]);
}

#[test]
fn sums_by_constituency_are_listed_for_nation_province_and_regency() {
    let mut fixture = Fixture::new(&["pdpr", "pdprdp", "pdprdk"]);
    for (contest, station) in
        [("pdpr", "1101012001001"), ("pdprdp", "1101012001001"), ("pdprdk", "1101022001001")]
    {
        fixture.sheet(contest, station, 3);
    }
    for (path, local_party) in [("pdpr/0", false), ("pdprdp/11", true), ("pdprdk/11/1101", true)] {
        let sums = fixture.json(&format!("pemilu/hhcd/{path}.json"));
        assert_eq!((sums["mode"].as_str(), sums["chart"]["24"].as_u64()), (Some("hhcw"), Some(3)), "{path}");
        assert_eq!(sums["chart"].get("18").is_some(), local_party, "{path}");
        assert_eq!(sums["progres"]["progres"], 1);
    }
    let one = fixture.json("pemilu/hhcd/pdprdk/11/1101/110102.json");
    assert_eq!((&one["chart"]["1"], &one["chart"]["persen"]), (&json!(3), &json!(100.0)));
    let party = &one["table"]["1"];
    assert_eq!((&party["jml_suara_total"], &party["jml_suara_partai"]), (&json!(3), &json!(3)));
    assert_eq!(party.as_object().unwrap().len(), 4, "two candidates beside the sums: {party}");
}

#[test]
fn pairs_of_local_elections_stand_in_one_list_by_region() {
    let fixture = Fixture::new(&["pkwkp", "pkwkk"]);
    let pairs = fixture.json("pilkada/paslon/pkwkk.json");
    let regions: Vec<&String> = pairs.as_object().unwrap().keys().collect();
    assert_eq!(regions, ["1101", "1102"]);
    let numbers: Vec<u64> = pairs["1102"]
        .as_object()
        .unwrap()
        .values()
        .map(|pair| pair["nomor_urut"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(fixture.json("pilkada/paslon/pkwkp.json").as_object().unwrap().len(), 1);
    assert!(!fixture.files().contains_key("pilkada/paslon/pkwkk/1101.json"));
}

#[test]
fn a_province_lists_its_regencies_each_with_its_own_pairs() {
    let mut fixture = Fixture::new(&["pkwkk"]);
    fixture.sheet("pkwkk", "1101012001001", 4);
    fixture.sheet("pkwkk", "1102012001001", 5);
    let province = fixture.json("pilkada/hhcw/pkwkk/11.json");
    let count = &province["tungsura"];
    assert_eq!(count["chart"].as_object().unwrap().keys().collect::<Vec<_>>(), ["progres"]);
    let votes = |region: &str| -> Vec<u64> {
        let row = count["table"][region].as_object().unwrap();
        row.iter()
            .filter(|(key, _)| key.parse::<u64>().is_ok())
            .map(|(_, votes)| votes.as_u64().unwrap())
            .collect()
    };
    assert_eq!((votes("1101"), votes("1102")), (vec![4, 4], vec![5, 5, 5]));
    assert_eq!(province["progres"], json!({"total": 4, "progres": 2}));
    let regency = fixture.json("pilkada/hhcw/pkwkk/11/1101.json");
    assert_eq!(regency["tungsura"]["chart"].as_object().unwrap().len(), 3);
}

#[test]
fn candidates_have_sex_and_home_town() {
    let fixture = Fixture::new(&["pdpr", "pdpd"]);
    for path in ["partai/1101", "dpd/11"] {
        let list = fixture.json(&format!("pemilu/caleg/{path}.json"));
        let first = if path.starts_with("dpd") { &list } else { &list["1"] };
        for candidate in first.as_object().unwrap().values() {
            assert!(["L", "P"].contains(&candidate["jenis_kelamin"].as_str().unwrap()));
            assert_eq!(candidate["tempat_tinggal"], "KOTA SABANG");
        }
    }
    let plain = "contest,constituency,party,number,name,source_id\npdpd,11,,1,CALON,7\n";
    let fixture = Fixture::with_lists(&["pdpd"], Some(plain.as_bytes()));
    let expected =
        json!({"7": {"nama": "CALON", "nomor_urut": 1, "jenis_kelamin": null, "tempat_tinggal": null}});
    assert_eq!(fixture.json("pemilu/caleg/dpd/11.json"), expected);
}
