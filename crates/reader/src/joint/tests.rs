use super::*;

/// a + b = c, c + d = e.
fn identities() -> Vec<Identity> {
    let identity = |terms: &[(i64, usize)]| Identity { terms: terms.to_vec(), constant: 0 };
    vec![identity(&[(1, 0), (1, 1), (-1, 2)]), identity(&[(1, 2), (1, 3), (-1, 4)])]
}

/// Sure of `figure`, with other figures at these logs.
fn seen(figure: u16, others: &[(u16, i32)]) -> Evidence {
    Evidence::of((0..1_000).map(|at| {
        if at == figure {
            0
        } else {
            others.iter().find(|(other, _)| *other == at).map_or(-9_000, |(_, log)| *log)
        }
    }))
}

fn values(decoded: &Decoded) -> Vec<u16> {
    decoded.numbers.iter().map(|(value, _)| *value).collect()
}

#[test]
fn what_adds_up_is_read_as_it_stands() {
    let evidence = [seen(90, &[]), seen(110, &[]), seen(200, &[]), seen(10, &[]), seen(210, &[])];
    let decoded = decode(&evidence, &identities(), &Priors::default(), &|_| 0);
    assert_eq!(values(&decoded), [90, 110, 200, 10, 210]);
    assert!(decoded.numbers.iter().all(|(_, ppm)| *ppm > 999_900), "{decoded:?}");
    assert!(decoded.wrong < 100, "{decoded:?}");
}

#[test]
fn sums_decide_what_a_doubtful_box_shows() {
    let evidence =
        [seen(90, &[]), seen(160, &[(110, -1_000)]), seen(200, &[]), seen(10, &[]), seen(210, &[])];
    let decoded = decode(&evidence, &identities(), &Priors::default(), &|_| 0);
    assert_eq!(values(&decoded), [90, 110, 200, 10, 210]);
    // One number in five of six papers in a hundred is written otherwise: that much doubt stays.
    assert!(decoded.numbers[1].1 > 998_000, "{decoded:?}");
}

#[test]
fn a_wrong_paper_is_reported_and_not_mended() {
    // Clearly written, and clearly not the sum.
    let evidence = [seen(44, &[]), seen(61, &[]), seen(150, &[]), seen(0, &[]), seen(150, &[])];
    let mut sure: Vec<Evidence> = Vec::new();
    for one in &evidence {
        sure.push(one.and(one).and(one));
    }
    let decoded = decode(&sure, &identities(), &Priors::default(), &|_| 0);
    assert_eq!(values(&decoded), [44, 61, 150, 0, 150]);
    assert!(decoded.wrong > 999_000, "{decoded:?}");
    // Either addend or the sum and what is made of it: the sum alone would break the second identity too.
    assert!(decoded.suspects[0] > 100_000 && decoded.suspects[1] > 100_000, "{decoded:?}");
}

#[test]
fn between_a_misread_box_and_a_wrong_paper_nobody_is_sure() {
    let evidence = [seen(44, &[]), seen(61, &[]), seen(150, &[(105, -7_000)]), seen(0, &[]), seen(105, &[])];
    let decoded = decode(&evidence, &identities(), &Priors::default(), &|_| 0);
    assert!(decoded.numbers[2].1 < 999_000, "{decoded:?}");
}

#[test]
fn numbers_that_fit_nowhere_are_read_by_themselves() {
    let evidence = [seen(1, &[]), seen(2, &[]), seen(900, &[]), seen(5, &[]), seen(7, &[])]
        .map(|one| one.and(&one).and(&one).and(&one));
    let decoded = decode(&evidence, &identities(), &Priors::default(), &|_| 0);
    assert_eq!(values(&decoded), [1, 2, 900, 5, 7]);
    assert!(decoded.wrong > 999_000, "{decoded:?}");
}

#[test]
fn a_number_in_no_sum_is_read_by_itself() {
    let decoded = decode(&[seen(3, &[(8, -500)])], &[], &Priors::default(), &|_| 0);
    assert_eq!(decoded.numbers[0].0, 3);
    assert!((600_000..640_000).contains(&decoded.numbers[0].1), "{decoded:?}");
    assert_eq!(decoded.wrong, 0);
}

#[test]
fn a_sheet_of_which_nothing_was_seen_is_not_read() {
    let evidence = vec![Evidence::none(1_000); 5];
    let decoded = decode(&evidence, &identities(), &Priors::default(), &|_| 0);
    assert!(decoded.numbers.iter().all(|(_, ppm)| *ppm < 10_000), "{decoded:?}");
}

/// A council's sheet: 18 parties of nine numbers each that come to a party's total, and the totals to that of all, which stands
/// first as in the profile. One number of each party may as well be one more.
fn council() -> (Vec<Evidence>, Vec<Identity>) {
    let (parties, parts) = (18, 9);
    let mut evidence = Vec::new();
    let mut identities = Vec::new();
    let mut all = Vec::new();
    for party in 0..parties {
        let first = evidence.len();
        let figures = (0..parts).map(|part| u16::try_from((party + part) % 5).unwrap_or(0));
        let total: u16 = figures.clone().sum();
        let doubtful =
            |part: usize, figure: u16| if part == 3 { vec![(figure + 1, -2_500)] } else { Vec::new() };
        evidence.extend(figures.enumerate().map(|(part, figure)| seen(figure, &doubtful(part, figure))));
        all.push((1, evidence.len()));
        let terms = (first..first + parts).map(|at| (-1, at)).chain([(1, evidence.len())]).collect();
        identities.push(Identity { terms, constant: 0 });
        evidence.push(seen(total, &[]));
    }
    let valid = all.iter().map(|(_, at)| evidence[*at].best()).sum();
    all.push((-1, evidence.len()));
    identities.insert(0, Identity { terms: all, constant: 0 });
    evidence.push(seen(valid, &[]));
    (evidence, identities)
}

#[test]
fn totals_of_totals_are_read_as_surely_as_short_sums() {
    let (evidence, identities) = council();
    let decoded = decode(&evidence, &identities, &Priors::default(), &|_| 0);
    assert_eq!(values(&decoded), evidence.iter().map(Evidence::best).collect::<Vec<_>>());
    assert!(decoded.numbers.iter().all(|(_, ppm)| *ppm > 999_000), "{decoded:?}");
}

#[test]
fn a_party_s_wrong_total_is_flagged_or_asked_about_and_not_mended() {
    let (mut evidence, identities) = council();
    let (total, written) = (9, evidence[9].best() + 20);
    let sure = seen(written, &[]);
    evidence[total] = sure.and(&sure).and(&sure);
    let decoded = decode(&evidence, &identities, &Priors::default(), &|_| 0);
    let (value, confidence) = decoded.numbers[total];
    assert_eq!(value, written);
    assert!(decoded.wrong > 990_000 || confidence < 900_000, "{decoded:?}");
}

#[test]
fn three_broken_sums_are_not_mended() {
    // Three lines that each should add up by themselves and in their totals, as on the sheet for president; each total written
    // wrong, and clearly.
    let mut evidence = Vec::new();
    let mut identities = Vec::new();
    for (line, (one, other, written)) in [(40, 50, 91), (7, 12, 29), (60, 31, 19)].into_iter().enumerate() {
        for figure in [one, other, written] {
            let sure = seen(figure, &[]);
            evidence.push(sure.and(&sure).and(&sure));
        }
        let at = line * 3;
        identities.push(Identity { terms: vec![(1, at), (1, at + 1), (-1, at + 2)], constant: 0 });
    }
    let decoded = decode(&evidence, &identities, &Priors::default(), &|_| 0);
    assert_eq!(values(&decoded), [40, 50, 91, 7, 12, 29, 60, 31, 19]);
    assert!(decoded.wrong > 990_000, "{decoded:?}");
}

#[test]
fn a_form_of_as_many_numbers_as_there_can_be_ends() {
    let evidence = vec![seen(7, &[]); 65_535];
    let alone = decode(&evidence, &[], &Priors::default(), &|_| 0);
    assert_eq!(alone.numbers[65_534].0, 7);
    let terms = (0..65_535).map(|at| (if at % 2 == 0 { 1 } else { -1 }, at)).collect();
    let all = [Identity { terms, constant: -7 }];
    let decoded = decode(&evidence, &all, &Priors::default(), &|_| 0);
    assert!(decoded.numbers.iter().all(|(value, ppm)| (*value, *ppm) == (7, 0)));
    assert_eq!(decoded.wrong, 1_000_000);
}
