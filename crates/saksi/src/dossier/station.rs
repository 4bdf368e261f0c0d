//! One station's part: its paper, its photos, its record.

use election::{ContestIx, StationIx};
use print::dossier::{Block, Row, Table};
use serde_json::Value;
use tally::Sheet;

use super::bundle::Bundle;
use super::case::{Case, column};
use super::proofs::Gathered;
use super::publication::Opened;
use super::{guide, paper, photos};
use crate::error::Failure;
use crate::record_json::station_in;
use crate::texts::say;

/// Adds it under `below`, a folder's path with its slash or nothing; how many of its photos are absent.
pub fn add(
    bundle: &mut Bundle,
    opened: &Opened,
    contests: &[ContestIx],
    (station, below): (StationIx, &str),
    gathered: &mut Gathered,
) -> Result<u64, Failure> {
    let election = opened.replay.election();
    let nothing = Sheet::expected();
    let mut own = Gathered::default();
    let (mut cases, mut record) = (Vec::new(), serde_json::Map::new());
    for contest in contests {
        let counted = opened.replay.tally.contest(*contest);
        let form = election.form(*contest, station).map(|form| election.form_by_ix(form));
        let (Some(counted), Some(form)) = (counted, form) else { continue };
        let sheet = counted.sheet(station).unwrap_or(&nothing);
        cases.push(Case { opened, counted, station, form, sheet });
        let place = election.places.station(station);
        let bytes = record::sheets(&opened.view(), *contest, place.region)?;
        let value = station_in(&serde_json::from_slice::<Value>(&bytes)?, place.code.as_str());
        record.insert(election.profile.contest_at(*contest).id.clone(), value);
    }
    let mut blocks = guide::cover(opened);
    blocks.push(summary(opened, &cases));
    blocks.push(super::prose(&say!("dossier-contents")));
    let mut room = photos::Room::default();
    for case in &cases {
        blocks.extend(case.blocks(&mut own));
        photos::add(bundle, case, &mut blocks, &mut own, &mut room)?;
    }
    blocks.extend(guide::keys(opened, &own));
    blocks.extend(guide::how(opened));
    blocks.extend(guide::glossary());
    let place = election.places.station(station);
    let about = vec![
        format!("{} ({})", place.name, place.code.as_str()),
        guide::named(opened, election.places.chain(station)),
        say!("dossier-election", name = opened.replay.definition.name),
    ];
    bundle
        .add(&format!("{below}dossier.pdf"), &paper(opened, say!("dossier-title-station"), about, blocks))?;
    let mut json = serde_json::to_vec_pretty(&Value::Object(record))?;
    json.push(b'\n');
    bundle.add(&format!("{below}record.json"), &json)?;
    gathered.entries.append(&mut own.entries);
    gathered.keys.append(&mut own.keys);
    Ok(room.absent)
}

/// Each contest in a line.
fn summary(opened: &Opened, cases: &[Case<'_>]) -> Block {
    let rows = cases.iter().map(|case| {
        let contest = opened.replay.election().profile.contest_at(case.counted.contest);
        let name = super::message(opened, &contest.name_key).unwrap_or(&contest.id).to_owned();
        let stands =
            case.sheet.standing_version().map_or_else(|| "-".to_owned(), |one| one.entry.to_string());
        Row::of(vec![name, case.state(), stands, case.sheet.versions.len().to_string()])
    });
    let columns = vec![
        column(say!("dossier-contest"), 32),
        column(say!("dossier-state"), 38),
        column(say!("dossier-stands"), 16),
        column(say!("dossier-versions"), 14),
    ];
    Block::Table(Table { columns, rows: rows.collect() })
}
