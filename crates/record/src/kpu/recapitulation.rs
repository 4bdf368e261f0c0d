//! `hr`: what the plenaries stated (D.Hasil), a row for each region or constituency below.
//!
//! Contests of parties go by constituency (dapil): `<dapil>dd`, `<dapil>dc` and `<dapil>db` are the sheets of the nation's,
//! the province's and the regency's plenary, lower ones lie in a folder of the constituency. No file of theirs is archived;
//! their shape is that of programs that read them in 2024: `chart` by party as in `hhcd`, `table` flat by candidate.

use std::collections::BTreeMap;

use election::{
    Cell, ConstituencyIx, ContestIx, ContestKind, Election, FieldIx, Form, OptionDef, RegionIx, Within,
};
use tally::{ContestTally, Evidence, PlenaryVersion};

use super::{has_level, link, local_time};
use crate::json::Json;
use crate::view::{RenderError, View};

/// KPU's words for the certificates of provinces, regencies and districts, by level.
const CERTIFICATES: [(&str, u8); 3] = [("da", 3), ("db", 2), ("dc", 1)];

/// Whether there is a file of the region as a whole: of a contest of parties, only where its constituencies are listed.
pub(crate) fn has_recapitulation(election: &Election, contest: ContestIx, region: RegionIx) -> bool {
    let (rules, level) = (election.profile.contest_at(contest), election.places.region(region).level);
    // The lowest regions hold no plenary.
    if level == election.places.last_level() {
        return false;
    }
    match rules.kind {
        ContestKind::Parties => level == rules.options_from_level,
        ContestKind::Candidates | ContestKind::PerConstituency => has_level(rules, level),
    }
}

/// Whether there is a file of a constituency's sheet in a region: from where its contest is listed by constituency.
pub(crate) fn has_constituency_recapitulation(
    election: &Election,
    contest: ContestIx,
    region: RegionIx,
) -> bool {
    let (rules, level) = (election.profile.contest_at(contest), election.places.region(region).level);
    rules.kind == ContestKind::Parties
        && (rules.options_from_level..election.places.last_level()).contains(&level)
}

/// The file of a region about which, or about a part of which, a plenary has stated figures.
pub(crate) fn recapitulation(
    view: &View<'_>,
    contest: ContestIx,
    region: RegionIx,
) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let counted = counted(view, contest, region)?;
    let sheets = Sheets { view, election, counted };
    let parts: Vec<Part> = if election.profile.contest_at(contest).kind == ContestKind::Parties {
        let constituencies = election.constituencies_in(contest, region);
        constituencies
            .into_iter()
            .map(|constituency| Part { region, constituency: Some(constituency) })
            .collect()
    } else {
        let children = election.places.children(region).filter(|child| counted.holds(*child));
        children.map(|region| Part { region, constituency: None }).collect()
    };
    let rows = parts.into_iter().map(|part| (sheets.name(part, region), part)).collect();
    Ok(sheets.file(Part { region, constituency: None }, &rows, &Style { chart: plain, row: plain }))
}

/// The file of a constituency's sheet in a region.
pub(crate) fn constituency_recapitulation(
    view: &View<'_>,
    contest: ContestIx,
    constituency: ConstituencyIx,
    region: RegionIx,
) -> Result<Vec<u8>, RenderError> {
    let election = view.tally.election();
    let sheets = Sheets { view, election, counted: counted(view, contest, region)? };
    let own = Part { region, constituency: Some(constituency) };
    let places = &election.places;
    // The nation's sheet goes by regency too: a constituency lies in one province.
    let mut below: Vec<RegionIx> = places.children(region).collect();
    if places.region(region).level == 0 {
        below = below.into_iter().flat_map(|province| places.children(province)).collect();
    }
    let parts = below.into_iter().map(|region| Part { region, ..own });
    let rows =
        parts.filter(|part| sheets.votes(*part)).map(|part| (sheets.name(part, region), part)).collect();
    Ok(sheets.file(own, &rows, &Style { chart: lists, row: candidates }))
}

fn counted<'v>(
    view: &View<'v>,
    contest: ContestIx,
    region: RegionIx,
) -> Result<&'v ContestTally, RenderError> {
    let missing =
        || RenderError::Missing(format!("contest of {}", view.tally.election().places.region(region).code));
    view.tally.contest(contest).ok_or_else(missing)
}

/// A region, or what of it votes in a constituency.
#[derive(Clone, Copy)]
struct Part {
    region: RegionIx,
    constituency: Option<ConstituencyIx>,
}

type Write = fn(&mut Json, &Form, &PlenaryVersion);

/// How figures are written in `chart` and in a row of `table`.
struct Style {
    chart: Write,
    row: Write,
}

struct Sheets<'a, 'v> {
    view: &'a View<'v>,
    election: &'a Election,
    counted: &'a ContestTally,
}

impl Sheets<'_, '_> {
    fn file(&self, own: Part, rows: &BTreeMap<String, Part>, style: &Style) -> Vec<u8> {
        let sheet = self.sheet(own);
        let stated: Vec<(&String, Part, Option<&PlenaryVersion>)> =
            rows.iter().map(|(name, part)| (name, *part, self.sheet(*part))).collect();
        let latest =
            stated.iter().filter_map(|(_, _, sheet)| *sheet).chain(sheet).map(|sheet| sheet.at).max();
        let time = latest
            .map_or_else(|| local_time(self.view, self.counted.rostered_ms), statement::Moment::local_text);
        let form = |sheet: &PlenaryVersion| self.election.form_by_ix(sheet.form);
        let mut json = Json::with_capacity(4096);
        json.object(|json| {
            json.key("ts").string(&time);
            json.key("mode").string("hr");
            json.key("chart");
            match sheet {
                Some(sheet) => json.object(|json| (style.chart)(json, form(sheet), sheet)),
                None => json.null(),
            };
            json.key("table").object(|json| {
                for (name, _, sheet) in &stated {
                    let Some(sheet) = sheet else { continue };
                    json.key(name).object(|json| (style.row)(json, form(sheet), sheet));
                }
            });
            json.key("progres").object(|json| {
                json.key("total").number(stated.len() as u64);
                json.key("progres")
                    .number(stated.iter().filter(|(_, _, sheet)| sheet.is_some()).count() as u64);
            });
            json.key("progress_d").object(|json| self.progress(json, own));
            json.key("progress_d_child").object(|json| {
                for (name, part, _) in &stated {
                    json.key(name).object(|json| self.progress(json, *part));
                }
            });
            json.key("url_formd");
            match sheet.filter(|sheet| !sheet.evidence.is_empty()) {
                Some(sheet) => json.array(|json| evidence(json, sheet)),
                None => json.null(),
            };
        });
        json.into_bytes()
    }

    /// What a row is called: by its region, or where rows are the constituencies of one region by its constituency.
    fn name(&self, part: Part, above: RegionIx) -> String {
        match part.constituency {
            Some(constituency) if part.region == above => {
                self.election.constituency(constituency).code.to_string()
            }
            Some(_) | None => self.election.places.region(part.region).code.to_string(),
        }
    }

    fn sheet(&self, part: Part) -> Option<&PlenaryVersion> {
        let sheet = match (part.constituency, self.election.within(self.counted.contest, part.region)) {
            (Some(wanted), Within::One(own)) => {
                if wanted != own {
                    return None;
                }
                None
            }
            (sheet, Within::Nobody | Within::NoConstituency | Within::One(_) | Within::Several) => sheet,
        };
        self.counted.record(part.region)?.standing_sheet(sheet)
    }

    fn votes(&self, part: Part) -> bool {
        match part.constituency {
            Some(constituency) => self.election.votes_in(self.counted.contest, part.region, constituency),
            None => self.counted.holds(part.region),
        }
    }

    /// How many regions of each level have a plenary to hold, and how many have published it.
    fn progress(&self, json: &mut Json, part: Part) {
        let mut counts = [[0u64; 2]; CERTIFICATES.len()];
        let mut parts = vec![part];
        while let Some(part) = parts.pop() {
            let level = self.election.places.region(part.region).level;
            for ((_, of_level), [all, published]) in CERTIFICATES.iter().zip(&mut counts) {
                if *of_level == level {
                    *all += 1;
                    *published += u64::from(self.published(part));
                }
            }
            if CERTIFICATES.iter().any(|(_, lower)| *lower > level) {
                let children =
                    self.election.places.children(part.region).map(|region| Part { region, ..part });
                parts.extend(children.filter(|part| self.votes(*part)));
            }
        }
        let own = self.election.places.region(part.region).level;
        for ((name, _), [all, published]) in
            CERTIFICATES.iter().zip(counts).filter(|((_, level), _)| *level >= own)
        {
            json.key(name).object(|json| {
                json.key("persen").percent(published, all);
                json.key("jml_wilayah").number(all);
                json.key("jml_wilayah_publikasi").number(published);
            });
        }
    }

    fn published(&self, part: Part) -> bool {
        if part.constituency.is_some() {
            return self.sheet(part).is_some();
        }
        let record = self.counted.record(part.region);
        record.is_some_and(|record| record.standing_sheets().next().is_some())
    }
}

fn cell(json: &mut Json, plenary: &PlenaryVersion, field: FieldIx) {
    match plenary.cells.get(usize::from(field.0)) {
        Some(Cell::Read(figure)) => json.number(figure.0),
        Some(Cell::Unread(_)) | None => json.null(),
    };
}

/// A number an option.
fn plain(json: &mut Json, form: &Form, plenary: &PlenaryVersion) {
    for option in &form.options {
        json.key(&super::lists::option_id(option));
        cell(json, plenary, option.field);
    }
}

/// An object a party.
fn lists(json: &mut Json, form: &Form, plenary: &PlenaryVersion) {
    for option in &form.options {
        json.key(&super::lists::option_id(option)).object(|json| {
            for candidate in &option.candidates {
                json.key(&super::lists::candidate_id(candidate));
                cell(json, plenary, candidate.field);
            }
            json.key("jml_suara_total");
            cell(json, plenary, option.field);
            if let Some(list) = option.list_field {
                json.key("jml_suara_partai");
                cell(json, plenary, list);
            }
        });
    }
}

/// A number a candidate; without lists, a number a party.
fn candidates(json: &mut Json, form: &Form, plenary: &PlenaryVersion) {
    if form.options.iter().all(|option| option.list_field.is_none()) {
        return plain(json, form, plenary);
    }
    for option in &form.options {
        for candidate in &option.candidates {
            json.key(&flat_id(option, candidate));
            cell(json, plenary, candidate.field);
        }
    }
}

/// Numbers on lists repeat from party to party; KPU's own ids don't.
fn flat_id(option: &OptionDef, candidate: &election::CandidateDef) -> String {
    candidate.source_id.map_or_else(|| format!("{}.{}", option.key, candidate.key), |id| id.to_string())
}

fn evidence(json: &mut Json, plenary: &PlenaryVersion) {
    for one in &plenary.evidence {
        match one {
            Evidence::Named(named) => json.string(&link(named)),
            Evidence::Claimed { uri: Some(uri), .. } => json.string(uri),
            Evidence::Claimed { uri: None, .. } => json.null(),
        };
    }
}
