//! A region's count in one contest, for people: how far it is, what it adds up to, what doesn't fit.

use election::{ConstituencyIx, Contest, RegionIx};
use tally::{ContestTally, LegalStatus, PlenaryDifference, Quality, RegionRecord, Standing, Totals};

use crate::layout::Table;
use crate::out;
use crate::session::Session;
use crate::texts::{Said as _, language, say, word};

/// Fields shown beside the votes.
const FIELDS: [&str; 5] = ["valid", "invalid", "cast", "voters.used.total", "voters.roll.total"];

/// Prints what is counted of a region, and how the plenaries of `regions` fit.
pub fn print(session: &Session, counted: &ContestTally, region: RegionIx) {
    let contest = session.replay.election().profile.contest_at(counted.contest);
    let Some(totals) = counted.totals(region) else { return };
    let status = counted.record(region).map_or(LegalStatus::Running, RegionRecord::status);
    let name = message(session, &contest.name_key).unwrap_or_default();
    out::line(&say!("figures-contest", id = contest.id, name = name, status = word("status", status.text())));
    out::gap();
    print_sheets(totals);
    print_sums(session, counted, contest, region, totals);
    print_checks(counted, totals);
}

/// A text of the profile in the language spoken.
pub fn message<'s>(session: &'s Session, key: &str) -> Option<&'s str> {
    session.replay.election().profile.message(language().tag(), key)
}

fn print_sheets(totals: &Totals) {
    let mut table = Table::of_numbers();
    table.row([say!("figures-expected"), totals.expected.said()]);
    table.row([say!("figures-stated"), totals.stated.said()]);
    table.row([say!("figures-counted"), totals.counted().said()]);
    table.row([say!("figures-partly-read"), totals.partly_read.said()]);
    table.print();
    let flags = [
        (say!("flag-confirmed"), totals.confirmed),
        (say!("flag-votes-corrected"), totals.votes_corrected),
        (say!("flag-disputed"), totals.disputed),
        (say!("flag-evidence-pending"), totals.evidence_pending),
    ];
    let qualities =
        Quality::ALL.map(|quality| (word("quality", quality.text()), totals.with_quality(quality)));
    let standings =
        Standing::ALL.map(|standing| (word("standing", standing.text()), totals.with_standing(standing)));
    let mut table = Table::of_words();
    for (title, counts) in [
        (say!("figures-quality"), qualities.as_slice()),
        (say!("figures-standing"), &standings),
        (say!("figures-flags"), &flags),
    ] {
        let counts: Vec<String> =
            counts.iter().map(|(name, count)| format!("{name} {}", count.said())).collect();
        table.row([title, counts.join(" · ")]);
    }
    table.print();
    out::gap();
}

fn print_sums(
    session: &Session,
    counted: &ContestTally,
    contest: &Contest,
    region: RegionIx,
    totals: &Totals,
) {
    let election = session.replay.election();
    if totals.all.sheets == 0 {
        out::line(&say!("figures-none"));
        out::gap();
        return;
    }
    let options_add_up = election.places.region(region).level >= contest.options_from_level;
    let forms = election.forms_in(counted.contest, region);
    let form = forms.first().map(|form| election.form_by_ix(*form));
    let mut table = Table::of_numbers();
    table.row([String::new(), say!("figures-sound"), say!("figures-all")]);
    table.row([say!("figures-stations"), totals.sound.sheets.said(), totals.all.sheets.said()]);
    let mut line = |name: String, column| {
        let sums = [&totals.sound, &totals.all].map(|sums| sums.sum(column).get().said());
        let [sound, all] = sums;
        table.row([name, sound, all]);
    };
    if options_add_up {
        for (ix, column) in contest.vote_columns() {
            let option = form.and_then(|form| form.options.iter().find(|option| option.column == Some(ix)));
            let name = option.map_or("", |option| &*option.name);
            line(format!("{} {name}", column.name).trim_end().to_owned(), ix);
        }
    }
    for name in FIELDS {
        if let Some(column) = contest.column(name) {
            line(name.to_owned(), column);
        }
    }
    table.print();
    out::line(&say!("figures-quote"));
    out::gap();
}

/// Only checks that don't hold everywhere: the others are one number.
fn print_checks(counted: &ContestTally, totals: &Totals) {
    let mut table = Table::of_numbers();
    table.row([
        say!("figures-check"),
        say!("figures-fails"),
        say!("figures-holds"),
        say!("figures-undecided"),
    ]);
    let mut hold = 0usize;
    for (check, counts) in counted.checks.iter().zip(&totals.checks) {
        if counts.fails == 0 && counts.undecided == 0 {
            hold += 1;
            continue;
        }
        let kind = if check.hard { String::new() } else { format!(" {}", say!("figures-soft")) };
        let counts = [counts.fails, counts.holds, counts.undecided].map(|count| count.said());
        let [fails, holds, undecided] = counts;
        table.row([format!("{}{kind}", check.id), fails, holds, undecided]);
    }
    if hold < counted.checks.len() {
        table.print();
    }
    if hold > 0 {
        out::line(&say!("figures-others-hold", count = hold));
    }
    out::gap();
}

/// Prints the plenaries that don't fit, and the places more than one plenary claims.
pub fn print_plenaries(session: &Session, counted: &ContestTally) {
    let tally = &session.replay.tally;
    let plenaries = counted.records().values().filter(|record| !record.plenaries.is_empty()).count();
    out::line(&say!("plenary-count", count = plenaries));
    let differences = tally::plenary_differences(tally, counted.contest);
    if !differences.is_empty() {
        out::line(&say!("plenary-differences", count = differences.len()));
        let mut table = Table::of_words();
        table.row([say!("plenary-region"), say!("plenary-what"), say!("plenary-difference")]);
        for difference in &differences {
            table.row(difference_row(session, difference));
        }
        table.print();
    }
    let rivals = rivals(counted);
    if !rivals.is_empty() {
        out::line(&say!("plenary-rivals", count = rivals.len()));
        let mut table = Table::of_words();
        for region in rivals {
            let count = counted.record(region).map_or(0, |record| record.plenaries.len());
            table.row([place(session, region), say!("plenary-stated", count = count)]);
        }
        table.print();
        out::line(&say!("plenary-rivals-advice"));
    }
    out::gap();
}

/// Regions whose plenary is stated with other figures by equals of the one that stands.
pub fn rivals(counted: &ContestTally) -> Vec<RegionIx> {
    counted.records().iter().filter(|(_, record)| record.rivals).map(|(region, _)| *region).collect()
}

fn place(session: &Session, region: RegionIx) -> String {
    let region = session.replay.election().places.region(region);
    format!("{} {}", region.code, region.name)
}

fn difference_row(session: &Session, difference: &PlenaryDifference) -> [String; 3] {
    let sheet = |region: RegionIx, constituency: Option<ConstituencyIx>| match constituency {
        None => place(session, region),
        Some(ix) => {
            format!("{} · {}", place(session, region), session.replay.election().constituency(ix).name)
        }
    };
    match difference {
        PlenaryDifference::Check { region, constituency, check, left, right } => [
            sheet(*region, *constituency),
            check.clone(),
            say!("plenary-check", left = *left, right = *right),
        ],
        PlenaryDifference::Below { region, constituency, field, stated, summed } => [
            sheet(*region, *constituency),
            field.clone(),
            say!("plenary-below", stated = *stated, summed = summed.get()),
        ],
    }
}
