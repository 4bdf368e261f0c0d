//! The profile in the repository: forms, contests, roles, facts and messages.

use std::collections::BTreeSet;

use election::{ConstituencyTable, Election, Form, ReasonUse, StageKind, StationIx, StationKind};

use crate::support::{id_bundle, id_election, id_profile, mini_profile};

fn form_at<'a>(election: &'a Election, contest: &str, station: &str) -> Option<&'a Form> {
    let contest = election.profile.contest(contest).unwrap();
    let station: StationIx = election.places.find_station(station).unwrap();
    election.form(contest, station).map(|ix| election.form_by_ix(ix))
}

#[test]
fn the_presidential_form_has_28_numbers_in_84_boxes_on_3_pages() {
    let election = id_election();
    let form = form_at(&election, "ppwp", "1101012001001").unwrap();
    let names: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
    let mut expected: Vec<String> = Vec::new();
    for line in ["roll", "used-roll", "used-moved", "used-unlisted", "used"] {
        expected.extend(["male", "female", "total"].map(|part| format!("voters.{line}.{part}")));
    }
    expected.extend(["received", "used", "spoiled", "unused"].map(|part| format!("ballots.{part}")));
    expected.extend(["male", "female", "total"].map(|part| format!("voters.disabled.{part}")));
    expected.extend(["votes.1", "votes.2", "votes.3", "valid", "invalid", "cast"].map(str::to_owned));
    assert_eq!(names, expected);
    assert_eq!((form.fields.len(), form.boxes(), form.pages), (28, 84, 3));
    let boxes = |page: u8| -> u32 {
        form.fields.iter().filter(|field| field.page == page).map(|field| u32::from(field.digits)).sum()
    };
    assert_eq!((boxes(1), boxes(2), boxes(3)), (66, 9, 9));
    assert_eq!(form.page_tags.iter().map(|page| page.tag).collect::<Vec<_>>(), [101, 102, 103]);
    assert_eq!(form.fields[usize::from(form.field("cast").unwrap().0)].item, "V.C");
    let ids: Vec<Option<u64>> = form.options.iter().map(|option| option.source_id).collect();
    assert_eq!(ids, [Some(100_025), Some(100_026), Some(100_027)]);
}

#[test]
fn forms_of_parties_have_a_page_a_party() {
    let election = id_election();
    let form = form_at(&election, "pdpr", "1271012001001").unwrap();
    assert_eq!((form.id.as_str(), form.pages, form.options.len()), ("c-hasil-dpr", 20, 18));
    assert!(
        form.options.iter().all(|option| option.list_field.is_none()),
        "no candidates given, party totals only"
    );
    let aceh = form_at(&election, "pdprdp", "1101012001001").unwrap();
    assert_eq!((aceh.pages, aceh.options.len()), (26, 24), "six parties stand in Aceh's councils alone");
    let elsewhere = form_at(&election, "pdprdp", "1271012001001").unwrap();
    assert_eq!((elsewhere.pages, elsewhere.options.len()), (20, 18));
}

#[test]
fn lists_of_candidates_become_fields_of_their_constituency() {
    let election = id_election();
    let form = form_at(&election, "pdpr", "1101012001001").unwrap();
    assert_eq!(form.id, "c-hasil-dpr/1101");
    let party = form.option("1").unwrap();
    assert_eq!(party.candidates.len(), 2);
    assert_eq!(party.candidates[0].source_id, Some(100_121));
    let names: Vec<&str> =
        form.fields_under("votes.24").map(|ix| form.fields[usize::from(ix.0)].name.as_str()).collect();
    assert_eq!(names, ["votes.24", "votes.24.list", "votes.24.1"]);
    assert!(form.fields[usize::from(party.candidates[0].field.0)].column.is_none());
    let column = form.fields[usize::from(party.field.0)].column.unwrap();
    let contest = election.profile.contest_at(form.contest);
    assert_eq!(contest.columns[usize::from(column.0)].name, "votes.1");
    let province = form_at(&election, "pdpd", "1101012001001").unwrap();
    let keys: Vec<&str> = province.options.iter().map(|option| option.key.as_str()).collect();
    assert_eq!((province.id.as_str(), keys), ("c-hasil-dpd/11", vec!["1", "2"]));
}

#[test]
fn abroad_only_two_contests_are_held_with_wider_boxes() {
    let election = id_election();
    for (contest, held) in [
        ("ppwp", true),
        ("pdpr", true),
        ("pdpd", false),
        ("pdprdp", false),
        ("pdprdk", false),
        ("pkwkp", false),
    ] {
        assert_eq!(form_at(&election, contest, "9901010001001").is_some(), held, "{contest}");
    }
    let form = form_at(&election, "ppwp", "9901010001001").unwrap();
    assert_eq!((form.fields.len(), form.boxes()), (28, 140));
    let form = form_at(&election, "pdpr", "9901010001001").unwrap();
    assert_eq!(form.id, "c-hasil-dpr-ln/3102", "votes from abroad count in DKI Jakarta II");
    let contest = election.profile.contest("pdpr").unwrap();
    let station = election.places.find_station("9901010001001").unwrap();
    let constituency = election.constituency(election.constituency_of(contest, station).unwrap());
    assert_eq!(constituency.name, "DKI JAKARTA II");
}

#[test]
fn a_region_at_home_that_no_row_tells_of_has_no_constituency() {
    let profile = id_profile();
    let places = id_election().places;
    let table =
        ConstituencyTable::parse(b"contest,code,name,seats,region\npdpr,3102,DKI JAKARTA II,7,3171\n")
            .unwrap();
    let election = Election::new(profile, places, Some(table), None).unwrap();
    let contest = election.profile.contest("pdpr").unwrap();
    let of = |station: &str| {
        election.constituency_of(contest, election.places.find_station(station).unwrap()).is_some()
    };
    assert!(of("3171011001001") && of("9901010001001"));
    assert!(!of("1271012001001"), "and it is not counted with those abroad");
    assert!(form_at(&election, "pdpr", "1271012001001").is_some(), "though it holds the contest");
}

#[test]
fn contests_are_not_held_where_the_law_excludes_them() {
    let election = id_election();
    assert!(
        form_at(&election, "pdprdk", "3171011001001").is_none(),
        "Jakarta has no councils below the province"
    );
    assert!(form_at(&election, "pdprdp", "3171011001001").is_some());
    assert!(form_at(&election, "pkwkk", "1101012001001").is_some());
    assert!(form_at(&election, "pkwkk", "1271012001001").is_none(), "no candidates given there");
    assert!(form_at(&election, "pkwkp", "3471011001001").is_none(), "Yogyakarta elects no governor");
    let special = election.places.find_station("1101012001901").unwrap();
    assert_eq!(election.places.station(special).kind, StationKind::Special);
    assert!(election.exception("roll-limit", special).is_some());
    assert!(election.exception("votes-are-valid", special).is_none());
}

#[test]
fn plenaries_have_a_form_at_each_of_their_levels() {
    let election = id_election();
    for (contest, levels) in [
        ("ppwp", vec![0, 1, 2, 3]),
        ("pdpd", vec![0, 1, 2, 3]),
        ("pdprdk", vec![2, 3]),
        ("pkwkp", vec![1, 2, 3]),
    ] {
        let contest = election.profile.contest(contest).unwrap();
        let found: Vec<u8> =
            (0..=5).filter(|level| election.plenary_form(contest, *level).is_some()).collect();
        assert_eq!(found, levels);
        let form = election.form_by_ix(election.plenary_form(contest, 2).unwrap());
        assert_eq!(form.fields.len(), election.profile.contest_at(contest).columns.len());
        assert!(form.fields.iter().all(|field| field.digits == 9 && field.column.is_some()));
    }
    let abroad = election.places.find_region("9901").unwrap();
    let contest = election.profile.contest("ppwp").unwrap();
    let form = election.form_by_ix(election.plenary_form_of(contest, abroad).unwrap());
    assert_eq!(form.id, "d-hasil-ppln/ppwp");
}

#[test]
fn stations_state_and_witnesses_stand_beside() {
    let profile = id_profile();
    let stands: Vec<&str> =
        profile.roles.iter().filter(|role| role.stands).map(|role| role.id.as_str()).collect();
    assert_eq!(stands, ["kpps", "ppk", "ppln", "kpu-regency", "kpu-province", "kpu", "importer"]);
    for id in ["saksi", "bawaslu", "observer", "pps"] {
        let role = profile.role(id).unwrap();
        assert!(role.parallel && !role.stands && role.deciding_for.is_empty(), "{id}");
        assert!(!role.may_sign("ruling"), "{id}");
    }
    let importer = profile.role("importer").unwrap();
    assert!(importer.restates && !importer.confirms && importer.deciding_for.is_empty());
    assert!(!importer.may_sign("ruling") && importer.may_sign("sheet"));
    let ranks: Vec<u8> = ["importer", "kpps", "ppk", "kpu-regency", "kpu-province", "kpu"]
        .map(|id| profile.role(id).unwrap().rank)
        .to_vec();
    assert!(ranks.is_sorted());
}

#[test]
fn every_stage_is_decided_by_a_role_above_and_ranks_its_roles() {
    let profile = id_profile();
    for stage in &profile.stages {
        let ranks: Vec<u8> = stage.roles.iter().map(|id| profile.role(id).unwrap().rank).collect();
        assert!(ranks.iter().rev().is_sorted(), "{}: strongest first", stage.id);
        assert!(
            stage.kind == StageKind::Determination
                || profile.roles.iter().any(|role| role.deciding_for.contains(&stage.id)),
            "{} has a deciding role",
            stage.id
        );
    }
    let plenaries: Vec<Option<u8>> = profile
        .stages
        .iter()
        .filter(|stage| stage.kind == StageKind::Plenary && !stage.overseas)
        .map(|stage| stage.level)
        .collect();
    assert_eq!(plenaries, [Some(3), Some(2), Some(1), Some(0)]);
}

#[test]
fn reasons_cover_what_changes_a_published_figure() {
    let profile = id_profile();
    for (reason, what) in [
        ("source-changed", ReasonUse::Supersede),
        ("source-withdrew", ReasonUse::Withdrawal),
        ("typing-error", ReasonUse::Supersede),
        ("reading-error", ReasonUse::Supersede),
        ("plenary-correction", ReasonUse::Supersede),
        ("ruling", ReasonUse::Supersede),
        ("ruling", ReasonUse::Ruling),
        ("personal-data", ReasonUse::Redaction),
        ("publication-paused", ReasonUse::Notice),
        ("key-lost", ReasonUse::Revoke),
    ] {
        assert!(profile.reason(reason).unwrap().given_for.contains(&what), "{reason}");
    }
}

#[test]
fn official_totals_add_up() {
    let profile = id_profile();
    let total = |contest: Option<&str>, region: &str, field: &str| {
        profile
            .official_totals
            .iter()
            .find(|row| {
                row.contest.as_deref() == contest && row.region.as_str() == region && row.field == field
            })
            .unwrap()
            .value
    };
    for contest in ["ppwp", "pdpr"] {
        let votes: u64 = profile
            .official_totals
            .iter()
            .filter(|row| row.contest.as_deref() == Some(contest) && row.field.starts_with("votes."))
            .map(|row| row.value)
            .sum();
        assert_eq!(votes, total(Some(contest), "ID", "valid"));
    }
    for region in ["ID", "99"] {
        let [men, women, all] =
            ["male", "female", "total"].map(|part| total(None, region, &format!("voters.roll.{part}")));
        assert_eq!(men + women, all);
    }
    assert_eq!(total(None, "ID", "voters.roll.total"), 204_807_222);
    let lists: Vec<u64> = profile.station_list_versions.iter().map(|list| list.stations).collect();
    assert_eq!(lists, [823_220, 823_236, 823_378]);
    assert_eq!(lists[2] - lists[1], 142, "the stations of the poll held again in Kuala Lumpur");
}

#[test]
fn the_house_has_84_constituencies_and_580_seats() {
    let bundle = id_bundle();
    let table = ConstituencyTable::parse(bundle.files["constituencies.csv"].as_bytes()).unwrap();
    let seats: std::collections::BTreeMap<_, _> =
        table.rows.iter().map(|row| (row.code, u32::from(row.seats.unwrap()))).collect();
    assert_eq!((seats.len(), seats.values().sum::<u32>()), (84, 580));
    assert!(seats.values().all(|seats| (3..=10).contains(seats)), "UU 7/2017 art. 187: 3 to 10 seats each");
    let regions: BTreeSet<_> = table.rows.iter().map(|row| row.region).collect();
    assert_eq!((regions.len(), table.rows.len()), (514, 514), "every regency once");
    assert_eq!(table.to_csv(), bundle.files["constituencies.csv"], "in canonical order");
}

#[test]
fn provinces_and_regencies_are_counted_as_in_the_decree() {
    let bundle = id_bundle();
    let rows = |name: &str| bundle.files[name].lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let (provinces, regencies) = (rows("provinces.csv"), rows("regencies.csv"));
    let home = |rows: &[String]| rows.iter().filter(|row| !row.starts_with("99")).count();
    assert_eq!((home(&provinces), home(&regencies)), (38, 514));
    assert_eq!(
        (provinces.len(), regencies.len()),
        (39, 514 + 128 + 1),
        "abroad: 128 committees, one polled again"
    );
    assert!(provinces.is_sorted() && regencies.is_sorted());
}

#[test]
fn every_named_message_exists_in_every_language() {
    for profile in [id_profile(), mini_profile()] {
        for language in &profile.languages {
            for key in profile.message_keys() {
                assert!(profile.message(language, &key).is_some(), "{} {language}: {key}", profile.id);
            }
        }
    }
    let keys = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
    };
    let profile = id_profile();
    let (indonesian, english) = (keys(&profile.messages["id"]), keys(&profile.messages["en"]));
    assert_eq!(indonesian, english, "the languages have the same keys in the same order");
    assert_eq!(indonesian.iter().collect::<BTreeSet<_>>().len(), indonesian.len(), "and none twice");
}

#[test]
fn every_row_names_its_law() {
    let profile = id_profile();
    let laws = profile
        .levels
        .iter()
        .map(|row| (&row.id, &row.legal))
        .chain(profile.contests.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.parties.iter().map(|row| (&row.name, &row.legal)))
        .chain(profile.contests.iter().flat_map(|row| &row.options).map(|row| (&row.name, &row.legal)))
        .chain(profile.roles.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.stages.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.runs.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.sources.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.reasons.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.station_list_versions.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.official_totals.iter().map(|row| (&row.field, &row.legal)))
        .chain(profile.checks.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.exceptions.iter().map(|row| (&row.id, &row.legal)))
        .chain(profile.templates.iter().map(|row| (&row.id, &row.legal)));
    for (id, legal) in laws {
        assert!(!legal.is_empty(), "{id}");
    }
}

#[test]
fn the_reference_documentation_holds_every_check() {
    let profile = id_profile();
    let text = election::reference::checks_markdown(&profile, "en");
    for check in &profile.checks {
        assert!(text.contains(&format!("### {}\n", check.id)), "{}", check.id);
        assert!(text.contains(&format!("    {}\n", check.expression)), "{}", check.id);
        assert!(text.contains(&format!("- law: {}\n", check.legal)), "{}", check.id);
    }
    assert_eq!(text, election::reference::checks_markdown(&id_profile(), "en"));
}

#[test]
fn a_station_s_form_is_known_without_places() {
    let profile = id_profile();
    let contest = profile.contest("ppwp").unwrap();
    let form = profile.station_form(contest, false).unwrap().unwrap();
    assert_eq!((form.fields.len(), form.boxes()), (28, 84));
    assert!(profile.station_form(contest, true).unwrap().unwrap().overseas);
}
