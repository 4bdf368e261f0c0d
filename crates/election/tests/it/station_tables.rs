//! A station's part of an election: the same forms as in the whole, and nothing that is none.

use election::{Election, Form, StationIx, StationTables, StationTablesError};

use crate::support::{id_election, id_profile, mini_election, mini_profile};

/// What of a form decides how its pages look, are read and add up.
fn decides(form: &Form) -> String {
    let fields: Vec<_> =
        form.fields.iter().map(|field| (&field.name, &field.label_key, field.digits, field.page)).collect();
    let options: Vec<_> = form
        .options
        .iter()
        .map(|option| {
            let list: Vec<_> =
                option.candidates.iter().map(|one| (&one.key, one.number, one.field)).collect();
            (&option.key, option.number, option.field, option.list_field, list)
        })
        .collect();
    let checks: Vec<_> =
        form.checks.iter().map(|check| (&check.id, &check.text, check.hard, check.fields())).collect();
    let (id, pages, listed) = (&form.id, form.pages, form.constituency.is_some());
    format!("{id} {pages} {listed} {:?} {fields:?} {options:?} {checks:?}", form.page_tags)
}

fn forms(election: &Election, station: StationIx) -> Vec<Option<String>> {
    let form = |ix| election.form(ix, station).map(|form| decides(election.form_by_ix(form)));
    election.profile.contests().map(|(ix, _)| form(ix)).collect()
}

fn stations(election: &Election) -> impl Iterator<Item = StationIx> {
    (0..).zip(election.places.stations()).map(|(at, _)| StationIx(at))
}

#[test]
fn a_stations_tables_make_the_same_forms_as_the_whole_election() {
    for (whole, profile) in [(id_election(), id_profile()), (mini_election(), mini_profile())] {
        let mut listed = 0;
        for station in stations(&whole) {
            let tables = StationTables::of(&whole, station);
            let (alone, at) = tables.election(profile.clone()).unwrap();
            assert_eq!(alone.places.station(at).code, whole.places.station(station).code);
            let made = forms(&alone, at);
            assert_eq!(made, forms(&whole, station), "{}", whole.places.station(station).code);
            listed += made.iter().flatten().filter(|form| form.contains("true")).count();
            // Of the part the part is the same.
            assert_eq!(StationTables::of(&alone, at), tables);
        }
        assert!(listed > 0, "no form followed a list: nothing was tried");
    }
}

#[test]
fn a_stations_tables_name_no_candidate() {
    let whole = id_election();
    let named =
        |text: &str| text.lines().skip(1).any(|line| line.contains(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']));
    for station in stations(&whole) {
        let candidates = StationTables::of(&whole, station).candidates;
        assert!(!named(&candidates), "{candidates}");
    }
}

#[test]
fn tables_of_no_station_or_of_several_are_refused() {
    let whole = id_election();
    let good = StationTables::of(&whole, StationIx(2));
    let refused = |tables: &StationTables| tables.election(id_profile()).unwrap_err();
    let header = good.stations.lines().next().unwrap_or_default();
    let none = StationTables { stations: format!("{header}\n"), ..good.clone() };
    assert_eq!(refused(&none), StationTablesError::Stations(0));
    let row = good.stations.lines().nth(1).unwrap_or_default();
    let two = StationTables {
        stations: format!("{header}\n{row}\n{}\n", row.replacen("001,", "002,", 1)),
        ..good.clone()
    };
    assert_eq!(refused(&two), StationTablesError::Stations(2));
}

#[test]
fn tables_that_are_too_large_or_broken_are_refused_with_the_reason() {
    let whole = id_election();
    let good = StationTables::of(&whole, StationIx(2));
    let refused = |tables: StationTables| tables.election(id_profile()).unwrap_err();
    let large = StationTables { candidates: good.candidates.repeat(100_000), ..good.clone() };
    assert!(matches!(refused(large), StationTablesError::TooLarge { .. }));
    let elsewhere = StationTables { regions: good.regions.lines().take(2).collect(), ..good.clone() };
    assert!(matches!(refused(elsewhere), StationTablesError::Places(_)));
    let cut = StationTables { candidates: "contest,constituency\n".to_owned(), ..good.clone() };
    assert!(matches!(refused(cut), StationTablesError::Table(_)));
    let unknown = StationTables {
        candidates: "contest,constituency,party,number,name,source_id\nnone,11,,1,1,\n".to_owned(),
        ..good
    };
    assert!(matches!(refused(unknown), StationTablesError::Election(_)));
}

#[test]
fn a_station_that_votes_in_no_constituency_falls_into_none_of_the_profiles_own() {
    let profile = id_profile();
    assert!(!profile.constituencies.rows.is_empty(), "the profile has some, or nothing is tried");
    let whole = id_election();
    let station = stations(&whole).next().unwrap();
    let mut tables = StationTables::of(&whole, station);
    tables.constituencies = "contest,code,name,seats,region\n".to_owned();
    tables.candidates = "contest,constituency,party,number,name,source_id\n".to_owned();
    let (alone, at) = tables.election(profile).unwrap();
    let table = alone
        .profile
        .contests()
        .filter(|(_, contest)| matches!(contest.constituencies, election::ConstituencyRule::Table));
    let voting: Vec<_> = table.map(|(ix, _)| alone.constituency_of(ix, at)).collect();
    assert!(!voting.is_empty() && voting.iter().all(Option::is_none));
    assert_eq!(StationTables::of(&alone, at), tables);
}
