//! `hhcd`: counts by constituency, candidates too.

use election::{ConstituencyIx, ContestIx};

use super::{constituency_form, local_time};
use crate::json::Json;
use crate::view::{RenderError, View};

/// `hhcd/<contest>/0.json`: the nation's sums of a contest of constituencies.
pub(crate) fn constituency_list(view: &View<'_>, contest: ContestIx) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let nation = election.places.nation();
    let counted = view.tally.contest(contest);
    let totals = counted
        .and_then(|counted| counted.totals(nation))
        .ok_or_else(|| RenderError::Missing("the nation".to_owned()))?;
    let mut json = Json::with_capacity(1024);
    json.object(|json| {
        json.key("ts").string(&local_time(view, counted.map_or(0, |counted| counted.touched_ms(nation))));
        json.key("mode").string("hhcw");
        json.key("chart").object(|json| {
            for (ix, column) in election.profile.contest_at(contest).vote_columns() {
                if let Some(key) = column.option.as_deref().filter(|_| totals.counted() > 0) {
                    json.key(&super::lists::column_id(view, contest, key)).number(totals.all.sum(ix).get());
                }
            }
        });
        json.key("progres").object(|json| {
            json.key("total").number(totals.expected);
            json.key("progres").number(totals.counted());
        });
    });
    Ok(json.into_bytes())
}

/// `hhcd/<contest>/.../<constituency>.json`: parties and their candidates.
pub(crate) fn constituency(
    view: &View<'_>,
    contest: ContestIx,
    constituency: ConstituencyIx,
) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let missing =
        || RenderError::Missing(format!("constituency {}", election.constituency(constituency).code));
    let form = constituency_form(election, constituency);
    let form = form.ok_or_else(missing)?;
    let sums = view
        .tally
        .contest(contest)
        .and_then(|counted| counted.constituencies().get(&constituency))
        .ok_or_else(missing)?;
    let sum = |field: u16| sums.fields.get(usize::from(field)).copied().unwrap_or_default().get();
    let mut json = Json::with_capacity(8192);
    json.object(|json| {
        json.key("mode").string("hhcw");
        json.key("table").object(|json| {
            for option in &form.options {
                json.key(&super::lists::option_id(option)).object(|json| {
                    for candidate in &option.candidates {
                        json.key(&super::lists::candidate_id(candidate)).number(sum(candidate.field.0));
                    }
                    json.key("jml_suara_total").number(sum(option.field.0));
                    if let Some(list) = option.list_field {
                        json.key("jml_suara_partai").number(sum(list.0));
                    }
                });
            }
        });
        json.key("progres").object(|json| {
            json.key("total").number(sums.totals.expected);
            json.key("progres").number(sums.totals.counted());
        });
    });
    Ok(json.into_bytes())
}
