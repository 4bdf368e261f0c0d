//! A profile or a list that does not mean what it says is refused, and the error names the place.

use std::fmt::Write as _;

use election::{
    CandidateTable, ConstituencyTable, Election, ElectionError, Places, PlacesError, Profile, ProfileBundle,
    ProfileError, TableError,
};

use crate::support::{id_bundle, mini_bundle, mini_election, mini_profile};

fn with(path: &str, from: &str, to: &str) -> Result<Profile, ProfileError> {
    let mut bundle = mini_bundle();
    let text = &bundle.files[path];
    assert!(text.contains(from), "{path} has {from}");
    bundle.files.insert(path.to_owned(), text.replacen(from, to, 1));
    Profile::from_bundle(&bundle)
}

#[test]
fn an_exception_to_a_hard_check_is_refused() {
    let mut bundle = id_bundle();
    let text =
        bundle.files["checks.toml"].replace("checks = [\"roll-limit\",", "checks = [\"votes-are-valid\",");
    bundle.files.insert("checks.toml".to_owned(), text);
    let error = Profile::from_bundle(&bundle).unwrap_err();
    assert!(matches!(error, ProfileError::HardException { check, .. } if check == "votes-are-valid"));
}

#[test]
fn a_check_over_a_field_the_form_lacks_is_refused() {
    let error = with("checks.toml", "counted <= turnout", "counted <= crowd").unwrap_err();
    assert!(matches!(error, ProfileError::Check { check, .. } if check == "not-more-than-came"));
    let error = with("checks.toml", "sum(votes.*)", "sum(ballots.*)").unwrap_err();
    assert!(matches!(error, ProfileError::Check { .. }));
}

#[test]
fn references_to_nothing_are_refused() {
    for (path, from, to) in [
        ("profile.toml", "roles = [\"board\", \"clerk\"]", "roles = [\"board\", \"mayor\"]"),
        ("profile.toml", "deciding_for = [\"municipal-plenary\"]", "deciding_for = [\"plenary\"]"),
        ("profile.toml", "contest = \"chair\"", "contest = \"chairs\""),
        ("forms/return.toml", "groups = [\"papers\", \"lists\"]", "groups = [\"paper\"]"),
        ("forms/return.toml", "\"nation\"]", "\"county\"]"),
        ("forms/tally-council.toml", "extends = \"tally-chair\"", "extends = \"tally\""),
        ("checks.toml", "checks = [\"turnout-within-register\"]", "checks = [\"turnout\"]"),
    ] {
        let result = with(path, from, to);
        assert!(matches!(result, Err(ProfileError::Unknown { .. })), "{path}: {to}");
    }
}

#[test]
fn misspelt_keys_and_missing_files_are_refused() {
    assert!(matches!(with("profile.toml", "utc_offset", "utc_ofset"), Err(ProfileError::File { .. })));
    assert!(matches!(with("checks.toml", "hard = true", "hart = true"), Err(ProfileError::File { .. })));
    let mut bundle = mini_bundle();
    bundle.files.remove("checks.toml");
    let error = Profile::from_bundle(&bundle).unwrap_err();
    assert_eq!(error, ProfileError::MissingFile { path: "checks.toml".to_owned() });
    assert!(matches!(ProfileBundle::from_json(b"{\"a\":1}"), Err(ProfileError::Bundle { .. })));
}

#[test]
fn two_rows_of_one_id_are_refused() {
    let error = with("profile.toml", "id = \"council\"", "id = \"chair\"").unwrap_err();
    assert_eq!(error, ProfileError::Twice { what: "contest", id: "chair".to_owned() });
}

#[test]
fn a_contest_without_a_form_is_refused() {
    let error =
        with("forms/tally-council.toml", "levels = [\"station\"]", "levels = [\"nation\"]").unwrap_err();
    assert_eq!(error, ProfileError::NoForm { contest: "council".to_owned(), overseas: false });
}

#[test]
fn an_offset_is_signed_hours_and_minutes() {
    for offset in ["7", "+7:00", "07:00", "+15:00", "+07:60", ""] {
        let to = format!("utc_offset = \"{offset}\"");
        assert!(matches!(
            with("profile.toml", "utc_offset = \"+01:00\"", &to),
            Err(ProfileError::Value { .. })
        ));
    }
    let west = with("profile.toml", "utc_offset = \"+01:00\"", "utc_offset = \"-03:30\"").unwrap();
    assert_eq!(west.utc_offset_minutes, -210);
}

#[test]
fn lists_out_of_order_or_with_strangers_are_refused() {
    let profile = mini_profile();
    let regions = "code,name,level,parent,source_id\n01,A,1,N,\n02,B,1,N,\n";
    let parse = |regions: &str, stations: &str| {
        Places::parse(
            &profile,
            regions.as_bytes(),
            format!("code,name,region,source_id\n{stations}").as_bytes(),
        )
    };
    assert!(parse(regions, "01001,a,01,\n02001,b,02,7\n").is_ok());
    assert!(matches!(
        parse(regions, "02001,b,02,\n01001,a,01,\n"),
        Err(PlacesError::Order { file: "stations", line: 3, .. })
    ));
    assert!(matches!(parse(regions, "01001,a,01,\n01001,a,01,\n"), Err(PlacesError::Order { .. })));
    assert!(matches!(parse(regions, "01001,a,03,\n"), Err(PlacesError::Parent { .. })));
    assert!(matches!(parse(regions, "01001,a,01,x\n"), Err(PlacesError::Table { file: "stations", .. })));
    // A region whose stations lie apart in code order could not be one range.
    assert!(matches!(
        parse(regions, "01001,a,01,\n01002,a,02,\n01003,a,01,\n"),
        Err(PlacesError::Scattered(_))
    ));
    let below = "code,name,level,parent,source_id\n01,A,1,N,\n01,A,2,01,\n";
    assert!(matches!(parse(below, ""), Err(PlacesError::Level { level: 2, last: 1, .. })));
    let other = "code,name,level,parent,source_id\nM,M,0,,\n";
    assert!(matches!(parse(other, ""), Err(PlacesError::Nation { .. })));
    let header = "code,name,level,parent\n";
    assert!(matches!(
        parse(header, ""),
        Err(PlacesError::Table { file: "regions", source: TableError::Header { .. } })
    ));
}

#[test]
fn places_survive_their_csv_byte_for_byte() {
    let (profile, places) = (mini_profile(), mini_election().places);
    let (regions, stations) = (places.regions_csv(), places.stations_csv());
    let again = Places::parse(&profile, regions.as_bytes(), stations.as_bytes()).unwrap();
    assert_eq!(again, places);
    assert_eq!(mini_bundle().files["regions.csv"], regions);
    assert_eq!(mini_bundle().files["stations.csv"], stations);
}

#[test]
fn candidates_of_nobody_are_refused() {
    let election = mini_election();
    let make = |rows: &str| {
        let table = format!("contest,constituency,party,number,name,source_id\n{rows}");
        let table = CandidateTable::parse(table.as_bytes()).unwrap();
        Election::new(mini_profile(), election.places.clone(), None, Some(table)).map(|_| ())
    };
    assert_eq!(make("council,01,1,1,A,\n"), Ok(()));
    for rows in [
        "council,01,9,1,A,\n",
        "council,01,,1,A,\n",
        "chair,01,,1,A,\n",
        "council,01,1,1,A,\ncouncil,01,1,1,B,\n",
    ] {
        assert!(matches!(make(rows), Err(ElectionError::Candidate { .. })), "{rows}");
    }
    assert!(matches!(make("mayor,01,,1,A,\n"), Err(ElectionError::Contest { .. })));
}

#[test]
fn a_constituency_table_is_refused_where_the_law_says_otherwise() {
    let table = ConstituencyTable::parse(b"contest,code,name,seats,region\ncouncil,X,X,3,01\n").unwrap();
    let error = Election::new(mini_profile(), mini_election().places, Some(table), None).unwrap_err();
    assert!(matches!(error, ElectionError::NoTable { .. }));
}

#[test]
fn tables_survive_their_csv() {
    let text = "contest,constituency,party,number,name,source_id\na,01,,1,\"X, \"\"Y\"\"\",7\na,02,3,2,Z,\n";
    assert_eq!(CandidateTable::parse(text.as_bytes()).unwrap().to_csv(), text);
    let text = "contest,code,name,seats,region\na,01,One,3,0101\na,01,One,3,0102\na,02,Two,,02\n";
    assert_eq!(ConstituencyTable::parse(text.as_bytes()).unwrap().to_csv(), text);
    assert!(matches!(
        ConstituencyTable::parse(b"contest,code,name,seats,region\na,01,One,many,0101\n"),
        Err(TableError::Value { line: 2, column: "seats", .. })
    ));
}

#[test]
fn more_than_64_checks_of_a_contest_are_refused() {
    let with_checks = |more: usize| {
        let mut bundle = mini_bundle();
        let checks = bundle.files.get_mut("checks.toml").unwrap();
        for number in 0..more {
            writeln!(checks, "\n[[checks]]\nid = \"extra-{number}\"\ngroup = \"papers\"\nexpression = \"counted <= turnout + {number}\"\nhard = false\nlegal = \"none\"\n"
            ).unwrap();
        }
        Profile::from_bundle(&bundle)
    };
    // The forms of both contests take four rows of their own; the chair's return shares its form with the council's.
    assert!(with_checks(60).is_ok());
    let error = with_checks(61).unwrap_err();
    assert!(matches!(error, ProfileError::Value { place, .. } if place == "contest chair"));
}

#[test]
fn more_rows_than_positions_are_refused() {
    let mut bundle = mini_bundle();
    let text = bundle.files.get_mut("profile.toml").unwrap();
    for number in 0..1_024 {
        writeln!(text, "\n[[reasons]]\nid = \"r{number}\"\nfor = [\"notice\"]").unwrap();
    }
    let error = Profile::from_bundle(&bundle).unwrap_err();
    assert!(matches!(error, ProfileError::Value { place, .. } if place == "reasons"));
}

#[test]
fn an_authority_that_contradicts_itself_is_refused() {
    for (from, to) in [
        // Rules without deciding for anything; decides without being able to rule.
        ("deciding_for = [\"municipal-plenary\"]", "deciding_for = []"),
        ("\"plenary\", \"ruling\", \"determination\"", "\"plenary\", \"determination\""),
        // Stands beside, and yet confirms.
        ("parallel = true", "parallel = true\nconfirms = true"),
        // Restates, and yet decrees, confirms or outranks.
        ("may = [\"sheet\", \"withdrawal\", \"plenary\"]", "may = [\"sheet\", \"determination\"]"),
        ("restates = true", "restates = true\nconfirms = true"),
        ("restates = true", "restates = true\nrank = 1"),
        // A stage whose statements never stand, and a plenary nowhere or at a station.
        ("roles = [\"board\", \"clerk\"]", "roles = [\"board\", \"agent\"]"),
        ("kind = \"plenary\"\nlevel = 1", "kind = \"plenary\""),
        ("kind = \"plenary\"\nlevel = 1", "kind = \"plenary\"\nlevel = 2"),
    ] {
        let result = with("profile.toml", from, to);
        assert!(matches!(result, Err(ProfileError::Value { .. })), "{to}");
    }
}

#[test]
fn a_reason_for_nothing_known_is_refused() {
    let result = with("profile.toml", "for = [\"withdrawal\"]", "for = [\"whim\"]");
    assert!(matches!(result, Err(ProfileError::File { .. })));
}
