//! `hhcw` of a region: sums over the stations with figures, a row a child.

use election::{ColumnIx, ContestIx, RegionIx, StationIx};
use tally::{ContestTally, Sums, Totals};

use super::{local, local_time};
use crate::json::Json;
use crate::view::{RenderError, View};

/// An option as KPU's files name it, with its column.
pub(super) type OptionColumns = Vec<(String, ColumnIx)>;

/// The file of a region.
pub(crate) fn region(view: &View<'_>, contest: ContestIx, region: RegionIx) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let place = election.places.region(region);
    let missing = || RenderError::Missing(format!("region {}", place.code));
    let counted = view.tally.contest(contest).ok_or_else(missing)?;
    let totals = counted.totals(region).ok_or_else(missing)?;
    let rules = election.profile.contest_at(contest);
    // Above the level of its options a region has none of its own: a row has its child's.
    let level = place.level;
    let own = (level >= rules.options_from_level).then(|| option_columns(view, contest, region));
    let options = own.as_ref();
    let mut json = Json::with_capacity(4096);
    json.object(|json| {
        json.key("ts").string(&local_time(view, counted.touched_ms(region)));
        json.key("psu").string("Reguler");
        json.key("mode").string("hhcw");
        if local(rules) {
            json.key("tungsura").object(|json| {
                json.key("chart").object(|json| {
                    figures(json, options, &totals.all);
                    json.key("progres").object(|json| progress(json, totals, true));
                });
                json.key("table").object(|json| table(json, view, counted, region, options, true));
            });
        } else {
            json.key("chart").object(|json| {
                figures(json, options, &totals.all);
                json.key("persen").percent(totals.counted(), totals.expected);
            });
            json.key("table").object(|json| table(json, view, counted, region, options, false));
        }
        json.key("progres").object(|json| progress(json, totals, false));
    });
    Ok(json.into_bytes())
}

/// The options of a region: all its stations' forms share them from the level where options can be added.
pub(super) fn option_columns(view: &View<'_>, contest: ContestIx, region: RegionIx) -> OptionColumns {
    let election = view.tally.election();
    let places = &election.places;
    let form = places.stations_in(region).find_map(|station| election.form(contest, station));
    let from_form: OptionColumns = form
        .map(|ix| election.form_by_ix(ix))
        .into_iter()
        .flat_map(|form| &form.options)
        .filter_map(|option| Some((super::lists::option_id(option), option.column?)))
        .collect();
    if places.region(region).level > 0 && !from_form.is_empty() {
        return from_form;
    }
    // The nation has the union of all options, local parties too.
    let rules = election.profile.contest_at(contest);
    rules
        .vote_columns()
        .filter_map(|(ix, column)| {
            Some((super::lists::column_id(view, contest, column.option.as_deref()?), ix))
        })
        .collect()
}

fn figures(json: &mut Json, options: Option<&OptionColumns>, sums: &Sums) {
    if sums.sheets == 0 {
        return;
    }
    for (id, column) in options.into_iter().flatten() {
        json.key(id).number(sums.sum(*column).get());
    }
}

fn progress(json: &mut Json, totals: &Totals, with_percent: bool) {
    json.key("total").number(totals.expected);
    if with_percent {
        json.key("persen").percent(totals.counted(), totals.expected);
    }
    json.key("progres").number(totals.counted());
}

fn table(
    json: &mut Json,
    view: &View<'_>,
    counted: &ContestTally,
    region: RegionIx,
    options: Option<&OptionColumns>,
    local: bool,
) {
    let places = &view.tally.election().places;
    for child in places.children(region) {
        let Some(totals) = counted.totals(child).filter(|totals| totals.expected > 0) else { continue };
        json.key(places.region(child).code.as_str()).object(|json| {
            json.key("psu").string("Reguler");
            match options {
                Some(_) => figures(json, options, &totals.all),
                None => figures(json, Some(&option_columns(view, counted.contest, child)), &totals.all),
            }
            if local {
                json.key("progres").object(|json| progress(json, totals, true));
            } else {
                json.key("persen").percent(totals.counted(), totals.expected);
            }
            json.key("status_progress").boolean(totals.counted() > 0);
        });
    }
    if places.children(region).next().is_some() {
        return;
    }
    for station in places.stations_in(region) {
        if view.tally.election().form(counted.contest, station).is_some() {
            json.key(places.station(station).code.as_str())
                .object(|json| station_row(json, view, counted, station, local));
        }
    }
}

fn station_row(json: &mut Json, view: &View<'_>, counted: &ContestTally, station: StationIx, local: bool) {
    let election = view.tally.election();
    let sheet = counted.sheet(station);
    let run = sheet.and_then(|sheet| sheet.standing_version()).and_then(|version| version.run);
    let run = run.and_then(|run| election.profile.runs.get(usize::from(run)));
    json.key("psu").string(run.map_or("Reguler", |run| &run.source_text));
    let is_in = sheet.is_some_and(|sheet| sheet.state.counted);
    let cells = sheet.and_then(|sheet| sheet.state.cells.as_deref()).filter(|_| is_in).unwrap_or(&[]);
    let form = election.form(counted.contest, station).map(|ix| election.form_by_ix(ix));
    for option in form.into_iter().flat_map(|form| &form.options) {
        if let Some(figure) = cells.get(usize::from(option.field.0)).and_then(|cell| cell.figure()) {
            json.key(&super::lists::option_id(option)).number(figure.0);
        }
    }
    let part = u64::from(is_in);
    if local {
        json.key("progres").object(|json| {
            json.key("total").number(1u64);
            json.key("persen").percent(part, 1);
            json.key("progres").number(part);
        });
    } else {
        json.key("persen").percent(part, 1);
    }
    json.key("status_progress").boolean(is_in);
}
