//! KPU's lists: options and candidates by id, regions and stations. They are compared with the election, never stated.

use std::collections::HashMap;

use election::{ContestIx, Election, Form};

use crate::json::{Document, Raw};
use crate::kpu::object::Where;
use crate::report::{Report, What};

/// Numbers on the ballot by KPU's ids, as its own lists give them; for options whose ids the election doesn't know.
#[derive(Default)]
pub(super) struct Ids {
    options: HashMap<(ContestIx, u64), u16>,
    candidates: HashMap<u64, u16>,
}

impl Ids {
    /// Number of an option of a contest.
    pub fn option(&self, contest: ContestIx, id: u64) -> Option<u16> {
        self.options.get(&(contest, id)).copied()
    }

    /// Number of a candidate on its party's list.
    pub fn candidate(&self, id: u64) -> Option<u16> {
        self.candidates.get(&id).copied()
    }

    /// Takes in a list: `{id: {"nama","nomor_urut"}}`, or in groups (party, region) of these. A path with `caleg` is
    /// about candidates: with `dpd` of the contest of single candidates, else of parties' lists.
    pub fn learn(&mut self, election: &Election, path: &str, root: Raw<'_>) {
        let place = Where::of(election, path);
        let single = path.contains("caleg") && path.contains("dpd");
        let contest = if single { election.profile.contest("pdpd") } else { place.contest };
        for (id, raw) in root.members().unwrap_or_default() {
            if let Some(number) = number_of(raw) {
                self.put(contest, &id, number);
                continue;
            }
            for (id, raw) in raw.members().unwrap_or_default() {
                if let Some(number) = number_of(raw) {
                    self.put(contest, &id, number);
                }
            }
        }
    }

    fn put(&mut self, contest: Option<ContestIx>, id: &str, number: u16) {
        let Ok(id) = id.parse() else { return };
        match contest {
            Some(contest) => self.options.insert((contest, id), number),
            None => self.candidates.insert(id, number),
        };
    }
}

fn number_of(raw: Raw<'_>) -> Option<u16> {
    let members = raw.members()?;
    members.iter().find(|(name, _)| name == "nomor_urut")?.1.text().parse().ok()
}

/// Compares a list of options with a form of the contest, where the path names one with options for all.
pub(super) fn check_options(election: &Election, path: &str, document: &Document<'_>, report: &mut Report) {
    report.count("option lists");
    let Some(contest) = Where::of(election, path).contest else { return };
    let known = &election.profile.contest_at(contest).options;
    if known.is_empty() {
        return;
    }
    for (id, raw) in document.root().members().unwrap_or_default() {
        let number = number_of(raw);
        let option = known.iter().find(|option| Some(option.number) == number);
        let members = raw.members().unwrap_or_default();
        let name = members.iter().find(|(name, _)| name == "nama").and_then(|(_, raw)| raw.string());
        match option {
            None => {
                document.note(
                    raw,
                    What::UnknownName,
                    format!("the profile has no such option: {id}"),
                    report,
                );
            }
            Some(option) if option.source_id.map(|id| id.to_string()).as_deref() != Some(id.as_str()) => {
                let why = format!(
                    "option {} has the id {id}, the profile says {:?}",
                    option.number, option.source_id
                );
                document.note(raw, What::Difference, why, report);
            }
            Some(option) if name.as_deref().map(str::trim) != Some(option.name.as_str()) => {
                let why = format!("the profile calls option {} `{}`", option.number, option.name);
                document.note(raw, What::Difference, why, report);
            }
            Some(_) => report.count("options checked"),
        }
    }
}

/// Compares a list of regions or stations with the election's places. Counts `places checked`.
pub(super) fn check_places(election: &Election, document: &Document<'_>, report: &mut Report) {
    report.count("place lists");
    let stations = election.profile.station_level();
    for item in document.root().array().unwrap_or_default() {
        let members = item.members().unwrap_or_default();
        let get = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
        let code = get("kode").and_then(Raw::string).unwrap_or_default();
        let stated = get("nama").and_then(Raw::string).unwrap_or_default();
        let level: u8 = get("tingkat").and_then(|raw| raw.text().parse().ok()).unwrap_or(u8::MAX);
        let known = if level == stations {
            election.places.find_station(&code).map(|ix| {
                let station = election.places.station(ix);
                (station.name.as_str(), station.source_id)
            })
        } else {
            election.places.find_region(&code).map(|ix| election.places.region(ix)).and_then(|region| {
                (region.level == level).then_some((region.name.as_str(), region.source_id))
            })
        };
        let Some((name, id)) = known else {
            let why = format!("the election has no place `{code}` of level {level}");
            document.note(item, What::UnknownPlace, why, report);
            continue;
        };
        if stated.trim() != stated {
            document.note(item, What::Oddity, "there is white space around the name", report);
        }
        if stated.trim() != name {
            document.note(item, What::Difference, format!("the election calls `{code}` `{name}`"), report);
        }
        let stated_id = get("id").and_then(|raw| raw.text().parse::<u64>().ok());
        if id.is_some() && stated_id != id {
            document.note(
                item,
                What::Difference,
                format!("the election has another id for `{code}`: {id:?}"),
                report,
            );
        }
        report.count("places checked");
    }
}

/// Compares a list of constituencies (`kode`/`kode_dapil`, `nama`/`nama_dapil`) with the election's.
pub(super) fn check_constituencies(election: &Election, document: &Document<'_>, report: &mut Report) {
    report.count("constituency lists");
    let contest = Where::of(election, document.file()).contest.or_else(|| election.profile.contest("pdpr"));
    let Some(contest) = contest else { return };
    for item in document.root().array().unwrap_or_default() {
        let members = item.members().unwrap_or_default();
        let string = |names: [&str; 2]| {
            let found = members.iter().find(|(key, _)| names.contains(&key.as_str()));
            found.and_then(|(_, raw)| raw.string()).unwrap_or_default()
        };
        let (code, name) = (string(["kode", "kode_dapil"]), string(["nama", "nama_dapil"]));
        match election.find_constituency(contest, &code).map(|ix| election.constituency(ix)) {
            None => {
                let why = format!("the election has no constituency `{code}` in this contest");
                document.note(item, What::UnknownPlace, why, report);
            }
            Some(known) if known.name != name.trim() => {
                let why = format!("the election calls `{code}` `{}`", known.name);
                document.note(item, What::Difference, why, report);
            }
            Some(_) => report.count("constituencies checked"),
        }
    }
}

/// The option of a form that a key of `chart` names: by KPU's id, or by the number its own list gives that id.
pub(super) fn option_of<'f>(ids: &Ids, form: &'f Form, key: &str) -> Option<&'f election::OptionDef> {
    let id: u64 = key.parse().ok()?;
    form.options.iter().find(|option| option.source_id == Some(id)).or_else(|| {
        let number = ids.option(form.contest, id)?;
        form.options.iter().find(|option| option.source_id.is_none() && option.number == number)
    })
}
