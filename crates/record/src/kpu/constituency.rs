//! `hhcd`: counts by constituency, candidates too.

use election::{ConstituencyIx, ContestIx, RegionIx};

use super::region::option_columns;
use super::{constituency_form, local_time};
use crate::json::Json;
use crate::view::{RenderError, View};

/// `hhcd/<contest>/.../<region>.json`: the parties' sums in the region whose constituencies are listed together.
pub(crate) fn constituency_sums(
    view: &View<'_>,
    contest: ContestIx,
    region: RegionIx,
) -> Result<Vec<u8>, RenderError> {
    let missing =
        || RenderError::Missing(format!("region {}", view.tally.election().places.region(region).code));
    let counted = view.tally.contest(contest).ok_or_else(missing)?;
    let totals = counted.totals(region).ok_or_else(missing)?;
    let mut json = Json::with_capacity(1024);
    json.object(|json| {
        json.key("ts").string(&local_time(view, counted.touched_ms(region)));
        json.key("mode").string("hhcw");
        json.key("chart").object(|json| {
            if totals.counted() > 0 {
                for (id, column) in option_columns(view, contest, region) {
                    json.key(&id).number(totals.all.sum(column).get());
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
    let (counted, expected) = (sums.totals.counted(), sums.totals.expected);
    let mut json = Json::with_capacity(8192);
    json.object(|json| {
        json.key("ts").string(&local_time(view, sums.touched_ms));
        json.key("mode").string("hhcw");
        json.key("chart").object(|json| {
            for option in form.options.iter().filter(|_| counted > 0) {
                json.key(&super::lists::option_id(option)).number(sum(option.field.0));
            }
            json.key("persen").percent(counted, expected);
        });
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
            json.key("total").number(expected);
            json.key("progres").number(counted);
        });
    });
    Ok(json.into_bytes())
}
