//! Lists of options and candidates: KPU's keys, the ballot's numbers.

use crate::fixture::Fixture;

#[test]
fn parties_and_candidates_have_the_numbers_of_the_ballot() {
    let fixture = Fixture::new(&["pdpr", "pdprdp", "pdpd"]);
    let parties = fixture.json("pemilu/partai.json");
    for (key, party) in parties.as_object().unwrap() {
        assert_eq!(party["nomor_urut"].to_string(), *key);
        assert_eq!(party["id_pilihan"], party["nomor_urut"]);
        let number = party["nomor_urut"].as_u64().unwrap();
        assert_eq!(party["id_partai"].as_u64(), Some(100_000 + number));
        assert_eq!(party["is_aceh"].as_bool(), Some((18..=23).contains(&number)), "{party}");
    }
    let list = fixture.json("pemilu/caleg/partai/1101.json");
    let keys: Vec<&String> = list.as_object().unwrap().keys().collect();
    assert!(!keys.contains(&&"18".to_owned()) && keys.contains(&&"24".to_owned()), "{keys:?}");
    let first: Vec<u64> = numbers(&list["1"]);
    assert_eq!(first, [1, 3], "number 2 was struck off, and nobody moves up");
    let local = fixture.json("pemilu/caleg/partai/110001.json");
    assert_eq!(numbers(&local["18"]), [1]);
    assert_eq!(numbers(&fixture.json("pemilu/caleg/dpd/11.json")), [1, 5]);
}

fn numbers(list: &serde_json::Value) -> Vec<u64> {
    let mut numbers: Vec<u64> =
        list.as_object().unwrap().values().map(|one| one["nomor_urut"].as_u64().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}
