//! The lists of options: pairs, parties, candidates.

use election::{CandidateDef, ConstituencyIx, ContestIx, OptionDef, Sex, Text};

use super::{constituency_form, local_time};
use crate::json::Json;
use crate::view::{RenderError, View};

/// The name KPU's files give an option: its id in their system, else its number.
pub(crate) fn option_id(option: &OptionDef) -> String {
    option.source_id.map_or_else(|| option.key.to_string(), |id| id.to_string())
}

/// The name KPU's files give a candidate.
pub(crate) fn candidate_id(candidate: &CandidateDef) -> String {
    candidate.source_id.map_or_else(|| candidate.key.to_string(), |id| id.to_string())
}

/// The name of the option behind a vote column of the nation.
pub(crate) fn column_id(view: &View<'_>, contest: ContestIx, key: &str) -> String {
    let profile = &view.tally.election().profile;
    let rules = profile.contest_at(contest);
    let from_options = rules
        .options
        .iter()
        .find(|option| option.number.to_string() == key)
        .and_then(|option| option.source_id);
    let from_parties = || {
        let party = profile.parties.iter().find(|party| party.number.to_string() == key)?;
        party.source_id
    };
    from_options.or_else(from_parties).map_or_else(|| key.to_owned(), |id| id.to_string())
}

/// `ppwp.json` and the like: the options of a contest with one list for all.
pub(crate) fn options(view: &View<'_>, contest: ContestIx) -> Vec<u8> {
    let rules = view.tally.election().profile.contest_at(contest);
    let time = list_time(view, contest);
    let mut json = Json::with_capacity(1024);
    json.object(|json| {
        for option in &rules.options {
            let id = option.source_id.unwrap_or_else(|| u64::from(option.number));
            json.key(&id.to_string()).object(|json| {
                json.key("ts").string(&time);
                json.key("nama").string(&option.name);
                json.key("warna").string(option.colour.as_deref().unwrap_or(""));
                json.key("nomor_urut").number(option.number);
            });
        }
    });
    json.into_bytes()
}

/// `partai.json`.
pub(crate) fn parties(view: &View<'_>, contest: ContestIx) -> Vec<u8> {
    let time = list_time(view, contest);
    let mut json = Json::with_capacity(8192);
    json.object(|json| {
        for party in &view.tally.election().profile.parties {
            json.key(&party.source_id.unwrap_or_else(|| u64::from(party.number)).to_string()).object(
                |json| {
                    json.key("ts").string(&time);
                    json.key("id_partai").number(party.source_party_id.unwrap_or_default());
                    json.key("id_pilihan").number(party.source_id.unwrap_or_default());
                    json.key("is_aceh").boolean(!party.only_in.is_empty());
                    json.key("nama").string(&party.name);
                    json.key("nama_lengkap").string(&party.name);
                    json.key("nomor_urut").number(party.number);
                    json.key("warna").string(party.colour.as_deref().unwrap_or(""));
                },
            );
        }
    });
    json.into_bytes()
}

/// What KPU's lists say of a candidate; a list that came in without sex and home town says `null`.
fn particulars(json: &mut Json, (name, number): (&Text, u16), sex: Option<Sex>, home: &str) {
    json.key("nama").string(name);
    json.key("nomor_urut").number(number);
    json.key("jenis_kelamin");
    match sex {
        Some(Sex::Male) => json.string("L"),
        Some(Sex::Female) => json.string("P"),
        None => json.null(),
    };
    json.key("tempat_tinggal");
    if home.is_empty() {
        json.null()
    } else {
        json.string(home)
    };
}

/// `paslon/<contest>.json`: the pairs of every constituency in one list.
pub(crate) fn pairs(view: &View<'_>, contest: ContestIx) -> Vec<u8> {
    let election = view.tally.election();
    let time = list_time(view, contest);
    let constituencies =
        view.tally.contest(contest).into_iter().flat_map(|counted| counted.constituencies().keys());
    let mut json = Json::with_capacity(16_384);
    json.object(|json| {
        for constituency in constituencies {
            let Some(form) = constituency_form(election, *constituency) else { continue };
            json.key(election.constituency(*constituency).code.as_str()).object(|json| {
                for option in &form.options {
                    json.key(&option_id(option)).object(|json| {
                        json.key("ts").string(&time);
                        json.key("nama").string(&option.name);
                        json.key("warna").string(option.colour.as_deref().unwrap_or(""));
                        json.key("nomor_urut").number(option.number);
                    });
                }
            });
        }
    });
    json.into_bytes()
}

/// `caleg/partai/<constituency>.json`, `caleg/dpd/<province>.json`: the candidates of a constituency.
pub(crate) fn candidates_of(view: &View<'_>, constituency: ConstituencyIx) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let code = election.constituency(constituency).code;
    let form = constituency_form(election, constituency)
        .ok_or_else(|| RenderError::Missing(format!("constituency {code}")))?;
    let mut json = Json::with_capacity(4096);
    json.object(|json| {
        for option in &form.options {
            json.key(&option_id(option)).object(|json| {
                if option.list_field.is_none() {
                    particulars(json, (&option.name, option.number), option.sex, &option.home);
                    return;
                }
                for candidate in &option.candidates {
                    json.key(&candidate_id(candidate)).object(|json| {
                        particulars(
                            json,
                            (&candidate.name, candidate.number),
                            candidate.sex,
                            &candidate.home,
                        );
                    });
                }
            });
        }
    });
    Ok(json.into_bytes())
}

fn list_time(view: &View<'_>, contest: ContestIx) -> String {
    local_time(view, view.tally.contest(contest).map_or(0, |counted| counted.rostered_ms))
}
