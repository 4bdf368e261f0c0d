//! `hhcw` of a station: the figures of its form, the photos, the voters.

use election::{Cell, ContestIx, Form, StationIx};
use tally::{Evidence, Sheet};

use super::{link, local, local_time};
use crate::json::Json;
use crate::view::{RenderError, View};

/// KPU's `administrasi` members and the fields they show.
pub(crate) const ADMINISTRATION: [(&str, &str); 18] = [
    ("suara_sah", "valid"),
    ("suara_total", "cast"),
    ("pemilih_dpt_j", "voters.roll.total"),
    ("pemilih_dpt_l", "voters.roll.male"),
    ("pemilih_dpt_p", "voters.roll.female"),
    ("pengguna_dpt_j", "voters.used-roll.total"),
    ("pengguna_dpt_l", "voters.used-roll.male"),
    ("pengguna_dpt_p", "voters.used-roll.female"),
    ("pengguna_dptb_j", "voters.used-moved.total"),
    ("pengguna_dptb_l", "voters.used-moved.male"),
    ("pengguna_dptb_p", "voters.used-moved.female"),
    ("suara_tidak_sah", "invalid"),
    ("pengguna_total_j", "voters.used.total"),
    ("pengguna_total_l", "voters.used.male"),
    ("pengguna_total_p", "voters.used.female"),
    ("pengguna_non_dpt_j", "voters.used-unlisted.total"),
    ("pengguna_non_dpt_l", "voters.used-unlisted.male"),
    ("pengguna_non_dpt_p", "voters.used-unlisted.female"),
];

/// The file of a station, also of one nothing has come in from.
pub(crate) fn station(
    view: &View<'_>,
    contest: ContestIx,
    station: StationIx,
) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let place = election.places.station(station);
    let form = election
        .form(contest, station)
        .map(|ix| election.form_by_ix(ix))
        .ok_or_else(|| RenderError::Missing(format!("station {}", place.code)))?;
    let counted = view.tally.contest(contest);
    let sheet = counted.and_then(|counted| counted.sheet(station));
    let cells = sheet.and_then(|sheet| sheet.state.cells.as_deref()).unwrap_or(&[]);
    let version = sheet.and_then(Sheet::standing_version);
    let votes_read = form.options.iter().any(|option| read(cells, option.field.0));
    let administration_read =
        ADMINISTRATION.iter().any(|(_, name)| form.field(name).is_some_and(|field| read(cells, field.0)));
    let run = version.and_then(|version| version.run);
    let run = run.and_then(|run| election.profile.runs.get(usize::from(run)));
    let time = version.map_or_else(
        || local_time(view, counted.map_or(0, |counted| counted.rostered_ms)),
        |version| version.at.local_text(),
    );
    let is_local = local(election.profile.contest_at(contest));

    let figures = |json: &mut Json| {
        json.key("chart");
        if votes_read {
            chart(json, form, cells);
        } else {
            nothing(json);
        }
        json.key("administrasi");
        if administration_read { administration(json, form, cells) } else { nothing(json) }
    };
    let mut json = Json::with_capacity(1024);
    json.object(|json| {
        json.key("mode").string("hhcw");
        if is_local {
            json.key("tungsura").object(figures);
        } else {
            figures(json);
        }
        if let Some(constituency) = form.constituency.filter(|_| has_lists(form)) {
            json.key("kode_dapil").string(election.constituency(constituency).code.as_str());
            json.key("caleg");
            if votes_read { candidates(json, form, cells) } else { nothing(json) }
        }
        json.key("images").array(|json| images(json, form, sheet));
        json.key("psu");
        match run {
            Some(run) => json.string(&run.source_text),
            None => json.null(),
        };
        json.key("ts").string(&time);
        json.key("status_suara").boolean(votes_read);
        json.key("status_adm").boolean(administration_read);
    });
    Ok(json.into_bytes())
}

fn nothing(json: &mut Json) {
    json.null();
}

fn read(cells: &[Cell], field: u16) -> bool {
    matches!(cells.get(usize::from(field)), Some(Cell::Read(_)))
}

fn has_lists(form: &Form) -> bool {
    form.options.iter().any(|option| option.list_field.is_some())
}

fn cell(json: &mut Json, cells: &[Cell], field: u16) {
    match cells.get(usize::from(field)) {
        Some(Cell::Read(figure)) => json.number(figure.0),
        Some(Cell::Unread(_)) | None => json.null(),
    };
}

fn chart(json: &mut Json, form: &Form, cells: &[Cell]) {
    json.object(|json| {
        for option in &form.options {
            json.key(&super::lists::option_id(option));
            match option.list_field {
                Some(list) => {
                    json.object(|json| {
                        json.key("jml_suara_total");
                        cell(json, cells, option.field.0);
                        json.key("jml_suara_partai");
                        cell(json, cells, list.0);
                    });
                }
                None => cell(json, cells, option.field.0),
            }
        }
    });
}

fn candidates(json: &mut Json, form: &Form, cells: &[Cell]) {
    json.object(|json| {
        for option in &form.options {
            json.key(&super::lists::option_id(option)).object(|json| {
                for candidate in &option.candidates {
                    json.key(&super::lists::candidate_id(candidate));
                    cell(json, cells, candidate.field.0);
                }
            });
        }
    });
}

fn administration(json: &mut Json, form: &Form, cells: &[Cell]) {
    json.object(|json| {
        for (key, name) in ADMINISTRATION {
            json.key(key);
            match form.field(name) {
                Some(field) => cell(json, cells, field.0),
                None => nothing(json),
            }
        }
    });
}

// One place a page; evidence without a page number stands in the order it was stated.
fn images(json: &mut Json, form: &Form, sheet: Option<&Sheet>) {
    let version = sheet.and_then(|sheet| {
        let position = usize::try_from(sheet.state.evidence?).ok()?;
        sheet.versions.get(position)
    });
    let evidence: &[Evidence] = version.map_or(&[], |version| &version.evidence);
    let uri_of = |evidence: &Evidence| match evidence {
        Evidence::Claimed { uri, .. } => uri.as_deref().map(str::to_owned),
        Evidence::Named(named) => Some(link(named)),
    };
    let page_of = |evidence: &Evidence| match evidence {
        Evidence::Claimed { page, .. } => *page,
        Evidence::Named(named) => named.page,
    };
    let numbered = evidence.iter().filter_map(page_of).max().map_or(0, usize::from);
    let pages = usize::from(form.pages).max(numbered).max(evidence.len());
    let mut slots: Vec<Option<String>> = vec![None; pages];
    for (position, one) in evidence.iter().enumerate() {
        let at = page_of(one).map_or(position, |page| usize::from(page).saturating_sub(1));
        if let Some(slot) = slots.get_mut(at) {
            *slot = uri_of(one);
        }
    }
    for slot in slots {
        match slot {
            Some(uri) => json.string(&uri),
            None => json.null(),
        };
    }
}
