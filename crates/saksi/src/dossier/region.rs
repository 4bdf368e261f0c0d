//! A region: a paper with its sums and plenaries and the stations in doubt, and a part of its own for each of these.

use std::collections::BTreeMap;

use election::{Cell, ContestIx, RegionIx, StationIx};
use print::dossier::{Block, Row, Table};
use tally::{ContestTally, LegalStatus, PlenaryDifference, PlenaryVersion, Quality, RegionRecord, Standing};

use super::bundle::Bundle;
use super::case::{column, digits, label, numbers};
use super::proofs::{Gathered, signer};
use super::publication::Opened;
use super::{guide, paper, station};
use crate::error::Failure;
use crate::progress::Bar;
use crate::texts::{Said as _, say, word};

/// Adds it; how many stations have a part, and how many photos are absent.
pub fn add(
    bundle: &mut Bundle,
    opened: &Opened,
    contests: &[ContestIx],
    region: RegionIx,
    gathered: &mut Gathered,
) -> Result<(usize, u64), Failure> {
    let places = &opened.replay.election().places;
    let place = places.region(region);
    let mut own = Gathered::default();
    let mut blocks = guide::cover(opened);
    blocks.push(super::prose(&say!("dossier-contents-region")));
    let mut doubtful: BTreeMap<StationIx, Vec<String>> = BTreeMap::new();
    let mut record = serde_json::Map::new();
    for contest in contests {
        let Some(counted) = opened.replay.tally.contest(*contest) else { continue };
        let id = &opened.replay.election().profile.contest_at(*contest).id;
        blocks.extend(of_contest(opened, counted, region, &mut own));
        for (station, why) in doubts(opened, counted, region) {
            doubtful.entry(station).or_default().push(format!("{id}: {why}"));
        }
        record
            .insert(id.clone(), serde_json::from_slice(&record::totals(&opened.view(), *contest, region)?)?);
    }
    let count = doubtful.len();
    blocks.push(Block::Part(say!("dossier-doubtful")));
    blocks.push(super::prose(&say!("dossier-doubtful-text", count = count)));
    if !doubtful.is_empty() {
        let rows = doubtful.iter().map(|(ix, why)| {
            let station = places.station(*ix);
            let village = &places.region(station.region).name;
            let code = station.code.as_str();
            let name = format!("{}, {village}", station.name);
            Row::of(vec![code.to_owned(), name, why.join("; "), format!("stations/{code}/dossier.pdf")])
        });
        let columns = vec![
            column(say!("dossier-code"), 18),
            column(say!("dossier-station"), 24),
            column(say!("dossier-why"), 32),
            column(say!("dossier-part"), 26),
        ];
        blocks.push(Block::Table(Table { columns, rows: rows.collect() }));
    }
    blocks.extend(guide::keys(opened, &own));
    blocks.extend(guide::how(opened));
    blocks.extend(guide::glossary());
    let about = vec![
        format!("{} ({})", place.name, place.code.as_str()),
        guide::named(opened, places.ancestry(region).filter(|above| *above != region)),
        say!("dossier-election", name = opened.replay.definition.name),
    ];
    bundle.add("dossier.pdf", &paper(opened, say!("dossier-title-region"), about, blocks))?;
    let mut json = serde_json::to_vec_pretty(&serde_json::Value::Object(record))?;
    json.push(b'\n');
    bundle.add("record.json", &json)?;
    gathered.entries.append(&mut own.entries);
    gathered.keys.append(&mut own.keys);
    let bar = Bar::new(say!("bar-dossier"), count as u64);
    let mut absent = 0_u64;
    for station in doubtful.into_keys() {
        let below = format!("stations/{}/", places.station(station).code.as_str());
        absent = absent.saturating_add(station::add(bundle, opened, contests, (station, &below), gathered)?);
        bar.advance(1);
    }
    Ok((count, absent))
}

/// Stations whose sheet is in conflict or disputed, each with why.
fn doubts(opened: &Opened, counted: &ContestTally, region: RegionIx) -> Vec<(StationIx, String)> {
    let stations = opened.replay.election().stations_holding(counted.contest, region);
    let mut found = Vec::new();
    for station in stations {
        let Some(state) = counted.state(station) else { continue };
        let mut why = Vec::new();
        if state.quality == Quality::Conflict {
            why.push(word("quality", state.quality.text()));
        }
        if state.rivals {
            why.push(word("flag", "rivals"));
        }
        if state.disputed {
            why.push(word("flag", "disputed"));
        }
        let fails = |position: usize| {
            let bits = state.outcomes.fails.checked_shr(u32::try_from(position).unwrap_or(64));
            bits.is_some_and(|bits| bits & 1 == 1)
        };
        let checks = counted.checks.iter().enumerate();
        let failing: Vec<&str> =
            checks.filter(|(at, check)| fails(*at) && check.hard).map(|(_, check)| &*check.id).collect();
        if why.is_empty() {
            continue;
        }
        if !failing.is_empty() {
            why.push(failing.join(", "));
        }
        found.push((station, why.join(", ")));
    }
    found
}

fn of_contest(
    opened: &Opened,
    counted: &ContestTally,
    region: RegionIx,
    gathered: &mut Gathered,
) -> Vec<Block> {
    let contest = opened.replay.election().profile.contest_at(counted.contest);
    let name = super::message(opened, &contest.name_key).unwrap_or(&contest.id);
    let mut blocks = vec![Block::Part(format!("{name} ({})", contest.id))];
    let Some(totals) = counted.totals(region) else { return blocks };
    let record = counted.record(region);
    let status = record.map_or(LegalStatus::Running, RegionRecord::status);
    let counts = |all: Vec<(String, u64)>| {
        let told = all.into_iter().filter(|(_, count)| *count > 0);
        told.map(|(name, count)| format!("{name}: {}", count.said())).collect::<Vec<_>>().join(", ")
    };
    let qualities = Quality::ALL.map(|one| (word("quality", one.text()), totals.with_quality(one))).to_vec();
    let standings =
        Standing::ALL.map(|one| (word("standing", one.text()), totals.with_standing(one))).to_vec();
    blocks.push(Block::Facts(vec![
        (say!("dossier-status"), word("status", status.text())),
        (say!("figures-expected"), totals.expected.said()),
        (say!("figures-counted"), totals.counted().said()),
        (say!("figures-quality"), counts(qualities)),
        (say!("figures-standing"), counts(standings)),
        (say!("flag-disputed"), totals.disputed.said()),
        (say!("flag-votes-corrected"), totals.votes_corrected.said()),
    ]));
    blocks.push(Block::Head(say!("dossier-sums")));
    blocks.push(super::prose(&say!("dossier-sums-text")));
    blocks.push(sums(opened, counted, region));
    blocks.push(Block::Head(say!("dossier-plenaries")));
    let Some(record) = record.filter(|record| !record.plenaries.is_empty()) else {
        blocks.push(super::prose(&say!("dossier-no-plenaries")));
        return blocks;
    };
    plenaries(opened, record, &mut blocks, gathered);
    differences(opened, counted, region, &mut blocks);
    super::disputes(opened, &record.objections, &record.rulings, &mut blocks, gathered);
    gathered.entries.extend(record.determinations.iter().map(|note| note.entry));
    blocks
}

fn sums(opened: &Opened, counted: &ContestTally, region: RegionIx) -> Block {
    let election = opened.replay.election();
    let contest = election.profile.contest_at(counted.contest);
    let options_add_up = election.places.region(region).level >= contest.options_from_level;
    let forms = election.forms_in(counted.contest, region);
    let form = forms.first().map(|form| election.form_by_ix(*form));
    let mut rows = Vec::new();
    if let Some(totals) = counted.totals(region) {
        rows.push(Row {
            cells: vec![say!("figures-stations"), totals.sound.sheets.said(), totals.all.sheets.said()],
            strong: true,
        });
        for (ix, column) in (0..).map(election::ColumnIx).zip(&contest.columns) {
            if column.option.is_some() && !options_add_up || totals.all.read(ix) == 0 {
                continue;
            }
            let at = form.and_then(|form| form.fields.iter().position(|field| field.column == Some(ix)));
            let name = form.zip(at).map(|(form, at)| label(opened, form, at));
            let [sound, all] = [&totals.sound, &totals.all].map(|sums| sums.sum(ix).get().said());
            rows.push(Row::of(vec![name.unwrap_or_else(|| column.name.clone()), sound, all]));
        }
    }
    let columns = vec![
        column(say!("show-field"), 56),
        numbers(say!("figures-sound"), 22),
        numbers(say!("figures-all"), 22),
    ];
    Block::Table(Table { columns, rows })
}

/// Every plenary's statement; the figures of those that stand.
fn plenaries(opened: &Opened, record: &RegionRecord, blocks: &mut Vec<Block>, gathered: &mut Gathered) {
    let standing: Vec<u64> = record.standing_sheets().map(|plenary| plenary.entry).collect();
    if record.rivals {
        blocks.push(Block::Notice(say!("show-rivals").trim().to_owned()));
    }
    for (number, plenary) in (1_usize..).zip(&record.plenaries) {
        gathered.take(plenary.entry, plenary.key);
        let (entry, stands) = (plenary.entry.to_string(), standing.contains(&plenary.entry));
        blocks.push(Block::Minor(if stands {
            say!("dossier-version-stands", number = number, entry = entry)
        } else {
            say!("dossier-version", number = number, entry = entry)
        }));
        blocks.push(Block::Facts(facts(opened, plenary)));
        if stands {
            let form = opened.replay.election().form_by_ix(plenary.form);
            let read = plenary.cells.iter().enumerate().filter(|(_, cell)| matches!(cell, Cell::Read(_)));
            let rows = read.map(|(at, cell)| Row::of(vec![label(opened, form, at), digits(Some(cell))]));
            let columns = vec![column(say!("show-field"), 78), numbers(say!("dossier-digits"), 22)];
            blocks.push(Block::Table(Table { columns, rows: rows.collect() }));
        }
    }
}

fn facts(opened: &Opened, plenary: &PlenaryVersion) -> Vec<(String, String)> {
    let election = opened.replay.election();
    let stage = election.profile.stages.get(usize::from(plenary.stage));
    let stage = stage.map(|stage| super::message(opened, &stage.name_key).unwrap_or(&stage.id).to_owned());
    let reason = plenary.reason.and_then(|one| election.profile.reasons.get(usize::from(one)));
    let reason = reason.and_then(|reason| super::message(opened, &reason.explain_key)).map(str::to_owned);
    let mut facts = vec![
        (say!("dossier-by"), signer(opened, plenary.key)),
        (say!("dossier-stated-at"), super::clock(plenary.at)),
        (say!("dossier-id"), plenary.id.to_hex()),
    ];
    let more = [
        (say!("show-stage"), stage),
        (say!("dossier-constituency"), plenary.constituency.map(|ix| election.constituency(ix).name.clone())),
        (say!("dossier-supersedes"), plenary.supersedes.map(|id| id.to_hex())),
        (say!("show-reason"), reason),
        (say!("dossier-text"), plenary.text.as_ref().map(|hash| super::said_text(opened, hash))),
    ];
    facts.extend(more.into_iter().filter_map(|(name, what)| Some((name, what?))));
    facts
}

/// Where the plenary's figures differ from what is below it.
fn differences(opened: &Opened, counted: &ContestTally, region: RegionIx, blocks: &mut Vec<Block>) {
    let mut rows = Vec::new();
    for difference in tally::plenary_differences(&opened.replay.tally, counted.contest) {
        match difference {
            PlenaryDifference::Check { region: own, check, left, right, .. } if own == region => {
                rows.push(Row::of(vec![check, say!("plenary-check", left = left, right = right)]));
            }
            PlenaryDifference::Below { region: own, field, stated, summed, .. } if own == region => {
                let said = say!("plenary-below", stated = stated, summed = summed.get());
                rows.push(Row::of(vec![field, said]));
            }
            PlenaryDifference::Check { .. } | PlenaryDifference::Below { .. } => {}
        }
    }
    if rows.is_empty() {
        blocks.push(super::prose(&say!("dossier-no-differences")));
        return;
    }
    let columns = vec![column(say!("plenary-what"), 40), column(say!("plenary-difference"), 60)];
    blocks.push(Block::Table(Table { columns, rows }));
}
