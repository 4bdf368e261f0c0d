//! `saksi status`: where the count stands.

use election::{ContestIx, RegionIx};
use serde_json::{Map, Value, json};
use tally::{ContestTally, PlenaryDifference, Quality, Standing, Sums, Totals};

use crate::cli::Status;
use crate::error::Failure;
use crate::folder::Folder;
use crate::session::{Session, store};

/// Runs the command.
pub fn run(arguments: &Status) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let session = Session::open_at(&folder, &store(&folder), arguments.at)?;
    let status = status(&folder, &session);
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&status)?);
    } else {
        print(&status);
    }
    Ok(())
}

fn status(folder: &Folder, session: &Session) -> Value {
    let tally = &session.replay.tally;
    let checkpoint = &session.head.checkpoint;
    let cut =
        publish::CutList::open(folder.cuts()).ok().and_then(|cuts| cuts.rows().last().map(|row| row.size));
    let contests: Map<String, Value> = tally
        .contests()
        .iter()
        .filter(|counted| counted.rostered)
        .map(|counted| {
            let id = tally.election().profile.contest_at(counted.contest).id.clone();
            (id, contest_status(session, counted))
        })
        .collect();
    json!({
        "election": session.replay.definition.name,
        "practice": session.replay.definition.practice,
        "ledger": { "origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.to_string() },
        "cut": cut,
        "at": session.size(),
        "unpublished": checkpoint.size.saturating_sub(cut.unwrap_or(0)),
        "contests": contests,
    })
}

fn contest_status(session: &Session, counted: &ContestTally) -> Value {
    let tally = &session.replay.tally;
    let election = tally.election();
    let nation = election.places.nation();
    let Some(totals) = counted.totals(nation) else { return Value::Null };
    let qualities: Map<String, Value> = Quality::ALL
        .into_iter()
        .map(|quality| (quality.text().to_owned(), totals.with_quality(quality).into()))
        .collect();
    let standings: Map<String, Value> = Standing::ALL
        .into_iter()
        .map(|standing| (standing.text().to_owned(), totals.with_standing(standing).into()))
        .collect();
    let checks: Map<String, Value> = counted
        .checks
        .iter()
        .zip(&totals.checks)
        .map(|(check, counts)| {
            let row = json!({
                "hard": check.hard, "fail": counts.fails, "hold": counts.holds, "undecided": counts.undecided,
            });
            (check.id.clone(), row)
        })
        .collect();
    let plenaries: Vec<Value> = tally::plenary_differences(tally, counted.contest)
        .into_iter()
        .map(|difference| difference_json(session, &difference))
        .collect();
    let status = counted.record(nation).map_or(tally::LegalStatus::Running, tally::RegionRecord::status);
    json!({
        "expected": totals.expected,
        "stated": totals.stated,
        "counted": totals.counted(),
        "partly_read": totals.partly_read,
        "complete": totals.complete(),
        "legal_status": status.text(),
        "quality": qualities,
        "standing": standings,
        "votes_corrected": totals.votes_corrected,
        "confirmed": totals.confirmed,
        "disputed": totals.disputed,
        "evidence_pending": totals.evidence_pending,
        "consistent_or_better": sums_json(session, counted.contest, nation, &totals.sound),
        "all_standing": sums_json(session, counted.contest, nation, &totals.all),
        "turnout_of_consistent_percent": turnout(session, counted.contest, totals),
        "checks": checks,
        "plenaries": counted.records().values().filter(|record| !record.plenaries.is_empty()).count(),
        "plenary_differences": plenaries,
    })
}

fn sums_json(session: &Session, contest: ContestIx, region: RegionIx, sums: &Sums) -> Value {
    let election = session.replay.election();
    let rules = election.profile.contest_at(contest);
    let level = election.places.region(region).level;
    let columns: Map<String, Value> = rules
        .columns
        .iter()
        .zip(sums.sums.iter().zip(&sums.read))
        .filter(|(column, (_, read))| {
            **read > 0 && (column.option.is_none() || level >= rules.options_from_level)
        })
        .map(|(column, (sum, _))| (column.name.clone(), sum.get().into()))
        .collect();
    json!({ "stations": sums.sheets, "sums": columns })
}

/// Users of the vote per voter on the roll, over the sheets of which both are read; a text, whole-number arithmetic.
fn turnout(session: &Session, contest: ContestIx, totals: &Totals) -> Value {
    let rules = session.replay.election().profile.contest_at(contest);
    let sum = |name: &str| rules.column(name).map(|column| totals.sound.sum(column).get());
    match (sum("voters.used.total"), sum("voters.roll.total")) {
        (Some(used), Some(roll)) if roll > 0 => {
            let hundredths = u128::from(used) * 10_000 / u128::from(roll);
            format!("{}.{:02}", hundredths / 100, hundredths % 100).into()
        }
        _ => Value::Null,
    }
}

fn difference_json(session: &Session, difference: &PlenaryDifference) -> Value {
    let election = session.replay.election();
    let places = &election.places;
    let sheet = |ix: &Option<_>| ix.map(|ix| election.constituency(ix).code.to_string());
    match difference {
        PlenaryDifference::Check { region, constituency, check, left, right } => json!({
            "region": places.region(*region).code.as_str(), "name": places.region(*region).name,
            "constituency": sheet(constituency), "check": check,
            "left": left.to_string(), "right": right.to_string(),
        }),
        PlenaryDifference::Below { region, constituency, field, stated, summed } => json!({
            "region": places.region(*region).code.as_str(), "name": places.region(*region).name,
            "constituency": sheet(constituency), "field": field, "stated": stated, "sum_of_parts": summed.get(),
        }),
    }
}

fn print(status: &Value) {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    let at = |value: &Value, key: &str| text(value.get(key).unwrap_or(&Value::Null));
    let none = Value::Null;
    let ledger = status.get("ledger").unwrap_or(&none);
    println!(
        "election   {}{}",
        at(status, "election"),
        if status.get("practice") == Some(&Value::Bool(true)) { " (PRACTICE)" } else { "" }
    );
    println!(
        "ledger     {} · {} entries · root {}",
        at(ledger, "origin"),
        at(ledger, "size"),
        at(ledger, "root")
    );
    println!("cut        {} · {} entries not published yet", at(status, "cut"), at(status, "unpublished"));
    let contests = status.get("contests").and_then(Value::as_object).cloned().unwrap_or_default();
    for (id, contest) in &contests {
        println!(
            "\n{id} · {} of {} sheets counted · {} partly read · {}",
            at(contest, "counted"),
            at(contest, "expected"),
            at(contest, "partly_read"),
            at(contest, "legal_status")
        );
        for key in ["quality", "standing"] {
            let row: Vec<String> = contest
                .get(key)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(name, count)| format!("{name} {}", text(count)))
                .collect();
            println!("  {key:<10} {}", row.join(" · "));
        }
        println!(
            "  {:<10} votes corrected {} · confirmed {} · disputed {} · evidence pending {}",
            "flags",
            at(contest, "votes_corrected"),
            at(contest, "confirmed"),
            at(contest, "disputed"),
            at(contest, "evidence_pending")
        );
        for (key, title) in [
            ("consistent_or_better", "consistent or better (the figures to quote; no sample)"),
            ("all_standing", "all standing figures"),
        ] {
            let sums = contest.get(key).unwrap_or(&none);
            println!("  {title}: {} stations", at(sums, "stations"));
            for (name, sum) in sums.get("sums").and_then(Value::as_object).into_iter().flatten() {
                if name.starts_with("votes.") || ["valid", "invalid", "cast"].contains(&name.as_str()) {
                    println!("    {name:<12} {:>14}", text(sum));
                }
            }
        }
        println!("  {:<44} {:>9} {:>9} {:>9}", "check", "fails", "holds", "undecided");
        for (name, check) in contest.get("checks").and_then(Value::as_object).into_iter().flatten() {
            let kind = if check.get("hard") == Some(&Value::Bool(true)) { "" } else { " (soft)" };
            println!(
                "  {:<44} {:>9} {:>9} {:>9}",
                format!("{name}{kind}"),
                at(check, "fail"),
                at(check, "hold"),
                at(check, "undecided")
            );
        }
        for difference in contest.get("plenary_differences").and_then(Value::as_array).into_iter().flatten() {
            println!("  plenary differs: {difference}");
        }
    }
}
