//! The small second profile: everything works without a word of any one country.
use crate::support::{mini_bundle, mini_election, mini_profile};
use election::{Cell, ColumnIx, Outcome, StationKind, Unread, Within};

#[test]
fn the_second_profile_makes_an_election() {
    let election = mini_election();
    let (chair, council) =
        (election.profile.contest("chair").unwrap(), election.profile.contest("council").unwrap());
    let mill = election.places.find_station("02001").unwrap();
    let school = election.places.find_station("01001").unwrap();
    let form = election.form_by_ix(election.form(chair, mill).unwrap());
    let names: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["register", "turnout", "votes.1", "votes.2", "blank", "spoilt", "counted"]);
    let valley = election.form_by_ix(election.form(council, mill).unwrap());
    let town = election.form_by_ix(election.form(council, school).unwrap());
    assert_eq!((valley.options.len(), town.options.len()), (3, 2));
    assert_eq!((valley.pages, town.pages), (4, 3));
    assert_eq!(valley.id, "tally-council/02");
    let third = valley.option("3").unwrap();
    assert_eq!(third.candidates.len(), 2);
    assert_eq!(third.candidates[1].name, "Ida Gorse");
    let under: Vec<&str> =
        valley.fields_under("votes.3").map(|ix| valley.fields[usize::from(ix.0)].name.as_str()).collect();
    assert_eq!(under, ["votes.3", "votes.3.list", "votes.3.1", "votes.3.2"]);
}

#[test]
fn special_stations_hold_only_the_contests_that_admit_them() {
    let election = mini_election();
    let hospital = election.places.find_station("01901").unwrap();
    assert_eq!(election.places.station(hospital).kind, StationKind::Special);
    assert!(election.form(election.profile.contest("chair").unwrap(), hospital).is_some());
    assert!(election.form(election.profile.contest("council").unwrap(), hospital).is_none());
    assert!(election.exception("turnout-within-register", hospital).is_some());
    assert!(
        election
            .exception("turnout-within-register", election.places.find_station("01001").unwrap())
            .is_none()
    );
}

#[test]
fn checks_of_a_party_need_its_list_and_candidates() {
    let election = mini_election();
    let council = election.profile.contest("council").unwrap();
    let form =
        election.form_by_ix(election.form(council, election.places.find_station("01001").unwrap()).unwrap());
    let check = form.check("party-sum.1").unwrap();
    assert_eq!(check.text, "votes.1 = votes.1.list + votes.1.1 + votes.1.2");
    let mut cells = form.blank(Unread::Empty);
    assert_eq!(check.evaluate(&cells), Outcome::Undecided);
    for (name, figure) in [("votes.1", 10), ("votes.1.list", 3), ("votes.1.1", 5), ("votes.1.2", 2)] {
        cells[usize::from(form.field(name).unwrap().0)] = Cell::from(figure);
    }
    assert_eq!(check.evaluate(&cells), Outcome::Holds);
    assert_eq!(check.sides(&cells), Some((10, 10)));
    cells[usize::from(form.field("votes.1.2").unwrap().0)] = Cell::from(3);
    assert_eq!(check.evaluate(&cells), Outcome::Fails);
}

#[test]
fn columns_are_the_union_of_the_contests_options() {
    let election = mini_election();
    let council = election.profile.contest_at(election.profile.contest("council").unwrap());
    let names: Vec<&str> = council.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["register", "turnout", "votes.1", "votes.2", "votes.3", "blank", "spoilt", "counted"]);
    assert_eq!(council.column("votes.3"), Some(ColumnIx(4)));
}

#[test]
fn a_bundle_survives_its_json_byte_for_byte() {
    let bundle = mini_bundle();
    let json = bundle.to_json();
    let again = election::ProfileBundle::from_json(json.as_bytes()).unwrap();
    assert_eq!(again, bundle);
    assert_eq!(again.to_json(), json);
    assert_eq!(election::Profile::from_bundle(&again).unwrap(), mini_profile());
}

#[test]
fn plenary_forms_hold_the_columns() {
    let election = mini_election();
    let council = election.profile.contest("council").unwrap();
    let form = election.form_by_ix(election.plenary_form(council, 1).unwrap());
    let columns: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
    assert!(
        columns.iter().copied().eq(election
            .profile
            .contest_at(council)
            .columns
            .iter()
            .map(|column| column.name.as_str()))
    );
    assert!(election.plenary_form(council, 2).is_none());
}

#[test]
fn a_plenary_within_one_constituency_carries_its_lists_and_checks() {
    let election = mini_election();
    let council = election.profile.contest("council").unwrap();
    let valley = election.places.find_region("02").unwrap();
    let constituency = election.find_constituency(council, "02").unwrap();
    assert_eq!(election.within(council, valley), Within::One(constituency));
    let form = election.form_by_ix(election.plenary_form_of(council, valley).unwrap());
    let mill = election.places.find_station("02001").unwrap();
    let station = election.form_by_ix(election.form(council, mill).unwrap());
    assert_eq!(form.id, "return/council/02");
    let names = |form: &election::Form| -> Vec<String> {
        form.fields.iter().map(|field| field.name.to_string()).collect()
    };
    assert_eq!(names(form), names(station));
    assert!(form.fields.iter().all(|field| field.digits == 8));
    let check = form.check("party-sum.3").unwrap();
    assert_eq!(check.text, "votes.3 = votes.3.list + votes.3.1 + votes.3.2");
    let sheet = election.constituency_plenary_form(council, valley, constituency);
    assert!(sheet.is_none(), "the region's own sheet is the constituency's");
}

#[test]
fn a_region_that_constituencies_cut_has_its_columns_and_a_form_for_each() {
    let election = mini_election();
    let council = election.profile.contest("council").unwrap();
    let nation = election.places.nation();
    assert_eq!(election.within(council, nation), Within::Several);
    let whole = election.form_by_ix(election.plenary_form_of(council, nation).unwrap());
    assert!(whole.fields.iter().all(|field| field.column.is_some()));
    for (code, parties) in [("01", 2), ("02", 3)] {
        let constituency = election.find_constituency(council, code).unwrap();
        let form =
            election.form_by_ix(election.constituency_plenary_form(council, nation, constituency).unwrap());
        assert_eq!((form.options.len(), form.constituency), (parties, Some(constituency)));
        assert!(form.options.iter().all(|option| option.list_field.is_some()));
    }
    let chair = election.profile.contest("chair").unwrap();
    assert_eq!(election.within(chair, nation), Within::NoConstituency);
    assert_eq!(election.constituencies_in(council, nation).len(), 2);
}

mod places {
    use std::collections::BTreeSet;

    use election::{Code, Places, RegionRow, StationRow, Text};
    use proptest::prelude::*;

    use crate::support::mini_profile;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_station_is_found_and_lies_in_exactly_its_regions(
            codes in prop::collection::btree_set("0[1-4][0-9]{3}", 0..60),
        ) {
            let profile = mini_profile();
            let row = |code: &str| RegionRow {
                code: Code::new(code).unwrap(), name: code.to_owned(), level: 1, parent: None, source_id: None,
            };
            let regions = ["03", "01", "04", "02"].map(row).to_vec();
            // Given in reverse: the rows' order does not matter.
            let stations = codes.iter().rev().map(|code| StationRow {
                code: Code::new(code).unwrap(),
                name: Text::from("s"),
                region: Code::new(&code[..2]).unwrap(),
                source_id: None,
            }).collect();
            let places = Places::from_rows(&profile, regions, stations).unwrap();
            for code in &codes {
                let ix = places.find_station(code).unwrap();
                let chain: Vec<&str> = places.chain(ix).map(|ix| places.region(ix).code.as_str()).collect();
                prop_assert_eq!(chain, vec![&code[..2], "N"]);
            }
            prop_assert_eq!(places.find_station("09999"), None);
            let mut seen = BTreeSet::new();
            for region in places.children(places.nation()) {
                for station in places.stations_in(region) {
                    let station = places.station(station);
                    prop_assert_eq!(station.region, region);
                    prop_assert!(seen.insert(station.code.to_string()), "in one region only");
                }
            }
            prop_assert_eq!(seen, codes);
            let again = Places::parse(
                &profile, places.regions_csv().as_bytes(), places.stations_csv().as_bytes(),
            ).unwrap();
            prop_assert_eq!(again, places);
        }
    }
}
