//! Every check row of both profiles: a sheet that holds, one that fails, undecided, not applicable. And the real
//! count: the twelve checks that its published fields allow give exactly the numbers counted independently.

use std::collections::BTreeMap;
use std::time::Duration;

use election::expression::Relation;
use election::{Cell, Check, Election, Figure, Form, Outcome, Unread};

use crate::support::{id_election, id_profile, mini_election, processor_time, reference_data};

fn forms_of_both() -> Vec<Form> {
    let forms = |election: Election| election.forms().to_vec();
    forms(id_election()).into_iter().chain(forms(mini_election())).collect()
}

fn zeros(form: &Form) -> Vec<Cell> {
    vec![Cell::from(0); form.fields.len()]
}

fn each_check(test: impl Fn(&Form, &Check)) {
    for form in forms_of_both() {
        for check in &form.checks {
            test(&form, check);
        }
    }
}

#[test]
fn every_check_holds_on_an_all_zero_sheet() {
    each_check(|form, check| {
        assert_eq!(check.evaluate(&zeros(form)), Outcome::Holds, "{} {}", form.id, check.id);
        assert_eq!(
            check.sides(&zeros(form)).map(|(left, right)| check.relation().holds(left, right)),
            Some(true)
        );
    });
}

#[test]
fn every_check_fails_when_one_of_its_fields_is_far_off() {
    each_check(|form, check| {
        let outcomes: Vec<Outcome> = check
            .fields()
            .iter()
            .map(|field| {
                let mut cells = zeros(form);
                cells[usize::from(field.0)] = Cell::from(100_000);
                check.evaluate(&cells)
            })
            .collect();
        let fails = outcomes.iter().filter(|outcome| **outcome == Outcome::Fails).count();
        match check.relation() {
            // An identity fails whichever field is off; a bound when its lesser side is.
            Relation::Equal => assert_eq!(fails, outcomes.len(), "{} {}", form.id, check.id),
            Relation::AtMost | Relation::AtLeast => assert!(fails > 0, "{} {}", form.id, check.id),
        }
    });
}

#[test]
fn every_check_is_undecided_over_an_unread_field() {
    each_check(|form, check| {
        for unread in [Unread::Illegible, Unread::Empty, Unread::NotPublished, Unread::Withdrawn] {
            for field in check.fields() {
                let mut cells = zeros(form);
                cells[usize::from(field.0)] = Cell::Unread(unread);
                assert_eq!(check.evaluate(&cells), Outcome::Undecided, "{} {}", form.id, check.id);
                assert_eq!(check.sides(&cells), None);
            }
        }
        assert_eq!(check.evaluate(&[]), Outcome::Undecided, "cells that are not there are unread");
    });
}

#[test]
fn every_check_is_not_applicable_over_a_field_the_source_never_has() {
    each_check(|form, check| {
        for field in check.fields() {
            let mut cells = form.blank(Unread::Empty);
            cells[usize::from(field.0)] = Cell::Unread(Unread::NoField);
            assert_eq!(check.evaluate(&cells), Outcome::NotApplicable, "{} {}", form.id, check.id);
        }
    });
}

#[test]
fn every_check_depends_on_no_other_field() {
    each_check(|form, check| {
        let mut cells = form.blank(Unread::NoField);
        for field in check.fields() {
            cells[usize::from(field.0)] = Cell::from(0);
        }
        assert_eq!(check.evaluate(&cells), Outcome::Holds, "{} {}", form.id, check.id);
    });
}

#[test]
fn the_hard_checks_are_the_identities_of_the_form_and_nothing_else() {
    let profile = id_profile();
    let hard: Vec<&str> =
        profile.checks.iter().filter(|check| check.hard).map(|check| check.id.as_str()).collect();
    let twelve = [
        "roll-by-sex",
        "used-roll-by-sex",
        "used-moved-by-sex",
        "used-unlisted-by-sex",
        "used-by-sex",
        "used-total-by-list",
        "used-male-by-list",
        "used-female-by-list",
        "used-roll-within-roll",
        "votes-are-valid",
        "valid-and-invalid",
        "cast-by-voters",
    ];
    // Over fields that no published row has.
    let more =
        ["disabled-by-sex", "ballots-accounted", "ballots-by-voters", "ballots-in-box", "party-by-list"];
    let mut expected: Vec<&str> = twelve.into_iter().chain(more).collect();
    let mut found = hard.clone();
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
}

/// A sheet as one real station wrote it, which publication first showed with other votes.
#[test]
fn a_true_sheet_holds_and_its_published_misreading_fails_one_check() {
    let election = id_election();
    let contest = election.profile.contest("ppwp").unwrap();
    let station = election.places.find_station("1101012001001").unwrap();
    let form = election.form_by_ix(election.form(contest, station).unwrap());
    let written = [
        134, 155, 289, 95, 103, 198, 6, 3, 9, 2, 1, 3, 103, 107, 210, 295, 210, 1, 84, 0, 0, 0, 90, 110, 10,
        210, 0, 210,
    ];
    let mut cells: Vec<Cell> = written.into_iter().map(Cell::from).collect();
    assert_eq!(cells.len(), form.fields.len());
    for check in &form.checks {
        assert_eq!(check.evaluate(&cells), Outcome::Holds, "{}", check.id);
    }
    for (name, misread) in [("votes.2", 160), ("votes.3", 60)] {
        cells[usize::from(form.field(name).unwrap().0)] = Cell::Read(Figure(misread));
    }
    let failed: Vec<&str> = form
        .checks
        .iter()
        .filter(|check| check.evaluate(&cells) == Outcome::Fails)
        .map(|check| check.id.as_str())
        .collect();
    assert_eq!(failed, ["votes-are-valid"]);
}

#[test]
fn the_real_count_gives_exactly_the_expected_numbers() {
    let (Some(rows), Some(expected)) = (
        reference_data("id-2024/sirekap-ppwp-stations.csv.gz"),
        reference_data("id-2024/expected-counts.json"),
    ) else {
        return;
    };
    let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
    let election = id_election();
    let contest = election.profile.contest("ppwp").unwrap();
    let station = election.places.find_station("1101012001001").unwrap();
    let form = election.form_by_ix(election.form(contest, station).unwrap());
    let columns: Vec<(String, usize)> = published_columns(form);

    let mut reader = csv::Reader::from_reader(&rows[..]);
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let places: Vec<(usize, usize)> = columns.iter().map(|(column, field)| (at(column), *field)).collect();
    let photos_at = at("n_foto");
    let never = &election.profile.source("kpu-sirekap").unwrap().never;
    let mut template = form.blank(Unread::NotPublished);
    for field in never.iter().flat_map(|prefix| form.fields_under(prefix)) {
        template[usize::from(field.0)] = Cell::Unread(Unread::NoField);
    }
    let mut sheets = Vec::new();
    let mut photos = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).unwrap() {
        let mut cells = template.clone();
        for (column, field) in &places {
            if !record[*column].is_empty() {
                cells[*field] = Cell::Read(Figure(record[*column].parse().unwrap()));
            }
        }
        sheets.push(cells);
        photos.push(record[photos_at].parse::<u32>().unwrap_or(0));
    }
    assert_eq!(sheets.len(), 443_968);

    let hard: Vec<&Check> =
        form.checks.iter().map(AsRef::as_ref).filter(|check: &&Check| check.hard).collect();
    let mut counts = vec![[0_u64; 4]; hard.len()];
    let mut states: BTreeMap<&str, u64> = BTreeMap::new();
    let start = processor_time();
    for (cells, photos) in sheets.iter().zip(&photos) {
        let (mut fails, mut undecided) = (false, false);
        for (check, count) in hard.iter().zip(&mut counts) {
            let outcome = check.evaluate(cells);
            count[outcome as usize] += 1;
            fails |= outcome == Outcome::Fails;
            undecided |= outcome == Outcome::Undecided;
        }
        let any = cells.iter().any(|cell| matches!(cell, Cell::Read(_)));
        let state = match (any, *photos > 0, fails, undecided) {
            (false, false, _, _) => "expected",
            (false, true, _, _) => "pictured",
            (true, _, true, _) => "conflict",
            (true, _, false, true) => "incomplete",
            (true, _, false, false) => "consistent",
        };
        *states.entry(state).or_default() += 1;
    }
    let took = processor_time().saturating_sub(start);
    eprintln!("{} sheets x {} hard checks: {took:?}", sheets.len(), hard.len());
    assert!(took < Duration::from_secs(1), "{took:?}");

    let published: BTreeMap<&str, &str> =
        columns.iter().map(|(column, field)| (form.fields[*field].name.as_str(), column.as_str())).collect();
    let mut compared = 0;
    for (check, [holds, fails, undecided, not_applicable]) in hard.iter().zip(counts) {
        let Some(row) = published_check(&expected["checks"], check, form, &published) else {
            assert_eq!(not_applicable, 443_968, "{} is over fields the source never has", check.id);
            continue;
        };
        assert_eq!(
            (holds, fails, undecided, not_applicable),
            (
                row["hold"].as_u64().unwrap(),
                row["fail"].as_u64().unwrap(),
                row["undecided"].as_u64().unwrap(),
                0
            ),
            "{}",
            check.id
        );
        compared += 1;
    }
    assert_eq!(compared, 12);
    let expected_states: BTreeMap<&str, u64> = expected["states"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(state, count)| (state.as_str(), count.as_u64().unwrap()))
        .collect();
    assert_eq!(states, expected_states);
    let all_votes = sheets.iter().filter(|cells| form.all_options_read(cells)).count();
    assert_eq!(all_votes as u64, expected["stations_with_all_three_votes"].as_u64().unwrap());
}

/// The columns of the published table with the fields they hold.
fn published_columns(form: &Form) -> Vec<(String, usize)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (column, field) in [
        ("dpt", "roll"),
        ("pdpt", "used-roll"),
        ("pdptb", "used-moved"),
        ("pdpk", "used-unlisted"),
        ("ptot", "used"),
    ] {
        for (suffix, part) in [("l", "male"), ("p", "female"), ("j", "total")] {
            pairs.push((format!("{column}_{suffix}"), format!("voters.{field}.{part}")));
        }
    }
    for (column, field) in [
        ("p1", "votes.1"),
        ("p2", "votes.2"),
        ("p3", "votes.3"),
        ("sah", "valid"),
        ("tidak_sah", "invalid"),
        ("total", "cast"),
    ] {
        pairs.push((column.to_owned(), field.to_owned()));
    }
    pairs.into_iter().map(|(column, field)| (column, usize::from(form.field(&field).unwrap().0))).collect()
}

/// The row counted independently for a check: the one over the same columns with the same relation.
fn published_check<'a>(
    rows: &'a serde_json::Value,
    check: &Check,
    form: &Form,
    published: &BTreeMap<&str, &str>,
) -> Option<&'a serde_json::Value> {
    let mut mine: Vec<&str> = Vec::new();
    for field in check.fields() {
        mine.push(published.get(form.fields[usize::from(field.0)].name.as_str())?);
    }
    mine.sort_unstable();
    rows.as_object().unwrap().iter().find_map(|(text, row)| {
        let mut theirs: Vec<&str> = text.split(' ').filter(|word| !["+", "=", "<="].contains(word)).collect();
        theirs.sort_unstable();
        let same_relation = text.contains("<=") == (check.relation() == Relation::AtMost);
        (theirs == mine && same_relation).then_some(row)
    })
}

#[test]
fn an_identity_is_zero_exactly_where_its_check_holds() {
    each_check(|form, check| {
        let Some((terms, constant)) = check.identity() else {
            assert!(check.relation() != Relation::Equal || check.text.contains("ceil"), "{}", check.id);
            return;
        };
        // Every field in turn at 1, the others at 0.
        for (field, _) in form.fields.iter().enumerate() {
            let mut cells = zeros(form);
            cells[field] = Cell::Read(Figure(1));
            let sum: i64 =
                terms.iter().filter(|(_, ix)| usize::from(ix.0) == field).map(|(times, _)| times).sum();
            assert_eq!(sum + constant == 0, check.evaluate(&cells) == Outcome::Holds, "{}", check.id);
        }
    });
}
