//! A region's object: sums that KPU made. Not stated, since adding up is the tally's; but what it says twice is compared.

use std::collections::BTreeMap;

use election::{ContestIx, Election};

use crate::figure;
use crate::json::{Document, Raw};
use crate::kpu::object::Where;
use crate::report::{Report, What};

type Members<'a> = Vec<(String, Raw<'a>)>;

/// Compares `chart` with the sum of `table`, the rows' codes with the region's children, and `progres.total` with the
/// stations. Counts `regions`, and `regions that add up`; of plenaries' files only `recapitulations`.
pub(super) fn check(election: &Election, place: Where, document: &Document<'_>, report: &mut Report) {
    let mut members = document.root().members().unwrap_or_default();
    if find(&members, "mode").and_then(Raw::string).as_deref() == Some("hr") {
        // What plenaries stated: its progress is of regions, its rows need not be all in.
        return report.count("recapitulations");
    }
    report.count("regions");
    let inner = find(&members, "tungsura").and_then(Raw::members);
    members.extend(inner.unwrap_or_default());
    let chart = find(&members, "chart").and_then(Raw::members).unwrap_or_default();
    let progress = find(&members, "progres").or_else(|| find(&chart, "progres"));
    if let Some(contest) = place.contest.filter(|_| !place.by_constituency) {
        check_progress(election, contest, place, progress, document, report);
    }
    let Some(table) = find(&members, "table").and_then(Raw::members) else { return };
    if place.by_constituency {
        for (party, row) in &table {
            check_party(party, *row, document, report);
        }
        return;
    }
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for (code, row) in &table {
        if code == "null" {
            document.note(*row, What::Oddity, "a stray \"null\" row in table", report);
            continue;
        }
        check_child(election, place, code, *row, document, report);
        for (option, number) in figures(&row.members().unwrap_or_default(), document, report) {
            let sum = sums.entry(option).or_default();
            *sum = sum.saturating_add(number);
        }
    }
    let stated = figures(&chart, document, report);
    let mut equal = true;
    for (option, number) in &stated {
        let sum = sums.get(option).copied().unwrap_or(0);
        if sum != *number {
            equal = false;
            let why = format!("chart.{option} is {number}, the rows of table add up to {sum}");
            document.note(find(&members, "chart").unwrap_or(document.root()), What::Difference, why, report);
        }
    }
    if equal && !stated.is_empty() {
        report.count("regions that add up");
    }
}

fn find<'a>(members: &[(String, Raw<'a>)], name: &str) -> Option<Raw<'a>> {
    members.iter().find(|(key, _)| key == name).map(|(_, raw)| *raw).filter(|raw| !raw.is_null())
}

/// Members that are figures: the keys are ids, so what begins with another character is something else.
fn figures(members: &Members<'_>, document: &Document<'_>, report: &mut Report) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    for (key, raw) in members.iter().filter(|(key, _)| key.starts_with(|c: char| c.is_ascii_digit())) {
        let total = raw.members().and_then(|parts| find(&parts, "jml_suara_total"));
        let raw = total.unwrap_or(*raw);
        if raw.is_null() || !raw.is_number() {
            continue;
        }
        match figure::parse(raw.text()) {
            Ok(Some(number)) => found.push((key.clone(), u64::from(number))),
            Ok(None) => {}
            Err(error) => document.note(raw, What::Number, format!("{key}: {error}"), report),
        }
    }
    found
}

fn check_child(
    election: &Election,
    place: Where,
    code: &str,
    row: Raw<'_>,
    document: &Document<'_>,
    report: &mut Report,
) {
    let places = &election.places;
    let above = places.find_station(code).map(|ix| Some(places.station(ix).region));
    let above = above.or_else(|| places.find_region(code).map(|ix| places.region(ix).parent));
    match above {
        None => document.note(
            row,
            What::UnknownPlace,
            format!("table: the election has no place `{code}`"),
            report,
        ),
        Some(above) if place.region.is_some() && above != place.region => {
            document.note(
                row,
                What::Difference,
                format!("table: `{code}` does not lie in this region"),
                report,
            );
        }
        Some(_) => {}
    }
}

fn check_progress(
    election: &Election,
    contest: ContestIx,
    place: Where,
    progress: Option<Raw<'_>>,
    document: &Document<'_>,
    report: &mut Report,
) {
    let (Some(progress), Some(region)) = (progress, place.region) else { return };
    let total = progress.members().and_then(|members| find(&members, "total"));
    let Some(total) = total.and_then(|raw| raw.text().parse::<u64>().ok()) else { return };
    let stations = election.stations_holding(contest, region).count() as u64;
    if total != stations && stations > 0 {
        let why = format!("progres.total is {total}, the election has {stations} stations there");
        document.note(progress, What::Difference, why, report);
    }
}

// In objects by constituency a row is a party: its total, what went to the list alone, and each candidate.
fn check_party(party: &str, row: Raw<'_>, document: &Document<'_>, report: &mut Report) {
    let members = row.members().unwrap_or_default();
    let number = |name: &str| find(&members, name).and_then(|raw| raw.text().parse::<u64>().ok());
    let (Some(total), Some(list)) = (number("jml_suara_total"), number("jml_suara_partai")) else { return };
    let candidates: u64 = figures(&members, document, report).iter().map(|(_, number)| number).sum();
    let sum = list.saturating_add(candidates);
    if total != sum {
        let why = format!("party {party}: the total is {total}, list and candidates add up to {sum}");
        document.note(row, What::Difference, why, report);
    }
}
