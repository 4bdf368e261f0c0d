//! `hr`: what the plenaries stated (D.Hasil), a row a child.

use election::{Cell, ContestIx, Form, RegionIx};
use tally::{ContestTally, Evidence, PlenaryVersion, plenary_form};

use super::local_time;
use crate::json::Json;
use crate::view::{RenderError, View};

/// The file of a region about which, or about a child of which, a plenary has stated figures.
pub(crate) fn recapitulation(
    view: &View<'_>,
    contest: ContestIx,
    region: RegionIx,
) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let places = &election.places;
    let counted = view
        .tally
        .contest(contest)
        .ok_or_else(|| RenderError::Missing(format!("contest of {}", places.region(region).code)))?;
    let form = plenary_form(election, contest, region);
    let own = plenary(counted, region);
    let children: Vec<RegionIx> = places.children(region).collect();
    let closed = children.iter().filter(|child| plenary(counted, **child).is_some()).count();
    let mut json = Json::with_capacity(2048);
    json.object(|json| {
        json.key("ts").string(&local_time(view, counted.touched_ms(region)));
        json.key("mode").string("hr");
        json.key("chart");
        match (form, own) {
            (Some(form), Some(plenary)) => {
                json.object(|json| figures(json, form, plenary));
            }
            (Some(_) | None, _) => {
                json.null();
            }
        }
        json.key("table").object(|json| {
            for child in &children {
                let (Some(form), Some(plenary)) =
                    (plenary_form(election, contest, *child), plenary(counted, *child))
                else {
                    continue;
                };
                json.key(places.region(*child).code.as_str()).object(|json| figures(json, form, plenary));
            }
        });
        json.key("progres").object(|json| {
            json.key("total").number(children.len() as u64);
            json.key("progres").number(closed as u64);
        });
        json.key("url_formd");
        match own.filter(|plenary| !plenary.evidence.is_empty()) {
            Some(plenary) => {
                json.array(|json| evidence(json, plenary));
            }
            None => {
                json.null();
            }
        }
    });
    Ok(json.into_bytes())
}

fn plenary(counted: &ContestTally, region: RegionIx) -> Option<&PlenaryVersion> {
    counted.record(region).and_then(tally::RegionRecord::standing_plenary)
}

fn figures(json: &mut Json, form: &Form, plenary: &PlenaryVersion) {
    for option in &form.options {
        json.key(&super::lists::option_id(option));
        match plenary.cells.get(usize::from(option.field.0)) {
            Some(Cell::Read(figure)) => json.number(figure.0),
            Some(Cell::Unread(_)) | None => json.null(),
        };
    }
}

fn evidence(json: &mut Json, plenary: &PlenaryVersion) {
    for one in &plenary.evidence {
        match one {
            Evidence::Named(named) => json.string(&format!("/photo/{}", named.sha256.to_hex())),
            Evidence::Claimed { uri: Some(uri), .. } => json.string(uri),
            Evidence::Claimed { uri: None, .. } => json.null(),
        };
    }
}
