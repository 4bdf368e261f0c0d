//! KPU's public JSON tree, as its site served it in 2024: the same paths, names and shapes, so that clients written for it
//! run unchanged. An adapter that the profile selects (`adapter = "kpu"`); everything Indonesian about files is here.
//!
//! Region files show *all standing figures*, as KPU's did; quality and history stand in the complete record beside it.

mod constituency;
mod lists;
mod places;
mod recapitulation;
mod region;
mod station;

pub(crate) use constituency::{constituency, constituency_sums};
pub(crate) use lists::candidates_of;
pub(crate) use places::{constituencies, places, voting_places};
pub(crate) use recapitulation::{
    constituency_recapitulation, has_constituency_recapitulation, has_recapitulation, recapitulation,
};
pub(crate) use region::region;
pub(crate) use station::station;

use election::{
    ConstituencyIx, ConstituencyRule, Contest, ContestIx, ContestKind, Election, Form, Profile, RegionIx,
    StationIx,
};
use statement::Moment;
use tally::NamedEvidence;

use crate::evidence::evidence_path;
use crate::view::View;

/// Whether a contest belongs to the local elections, whose files have their own tree and shape.
pub(crate) fn local(contest: &Contest) -> bool {
    matches!(contest.id.as_str(), "pkwkp" | "pkwkk")
}

fn family(contest: &Contest) -> &'static str {
    if local(contest) { "pilkada" } else { "pemilu" }
}

/// Codes from the province down, joined by slashes; the nation is empty.
fn codes(election: &Election, region: RegionIx) -> String {
    codes_of(election, region, 1, u8::MAX)
}

/// Codes of a region's ancestry from one level to another.
fn codes_of(election: &Election, region: RegionIx, from: u8, to: u8) -> String {
    let mut codes: Vec<&str> = election
        .places
        .ancestry(region)
        .map(|ix| election.places.region(ix))
        .filter(|region| region.level >= from && region.level <= to)
        .map(|region| region.code.as_str())
        .collect();
    codes.reverse();
    codes.join("/")
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/")
}

fn tree_path(election: &Election, contest: ContestIx, tree: &str, region: RegionIx) -> String {
    let contest = election.profile.contest_at(contest);
    let codes = codes(election, region);
    let (family, id) = (family(contest), &contest.id);
    if codes.is_empty() {
        format!("{family}/{tree}/{id}.json")
    } else {
        format!("{family}/{tree}/{id}/{codes}.json")
    }
}

/// Path of a region's count.
pub(crate) fn region_path(election: &Election, contest: ContestIx, region: RegionIx) -> String {
    tree_path(election, contest, "hhcw", region)
}

/// Path of a region's recapitulation.
pub(crate) fn recapitulation_path(election: &Election, contest: ContestIx, region: RegionIx) -> String {
    tree_path(election, contest, "hr", region)
}

/// Path of a station's count.
pub(crate) fn station_path(election: &Election, contest: ContestIx, station: StationIx) -> String {
    let station = election.places.station(station);
    let codes = codes(election, station.region);
    let contest = election.profile.contest_at(contest);
    format!("{}/hhcw/{}/{codes}/{}.json", family(contest), contest.id, station.code)
}

/// Path of the sheet of a constituency in a region's plenary; `None`: KPU's tree has no such file.
pub(crate) fn constituency_recapitulation_path(
    election: &Election,
    contest: ContestIx,
    constituency: ConstituencyIx,
    region: RegionIx,
) -> Option<String> {
    let rules = election.profile.contest_at(contest);
    let (level, listed) = (election.places.region(region).level, rules.options_from_level);
    let code = election.constituency(constituency).code;
    let top = codes_of(election, region, 1, listed);
    let folder = format!("pemilu/hr/{}", rules.id);
    let certificate = match (level, listed) {
        (0, 0) => Some("dd"),
        (1, 0 | 1) => Some("dc"),
        (2, 2) => Some("db"),
        _ => None,
    };
    let Some(certificate) = certificate else {
        let below = codes_of(election, region, listed.max(1) + 1, u8::MAX);
        return Some(format!("{}.json", joined(&[&folder, &top, code.as_str(), &below])));
    };
    // Votes from abroad count in a constituency of another province, whose certificate this file is.
    let own = election.places.region(region).code;
    if level == 1 && !code.as_str().starts_with(own.as_str()) {
        return None;
    }
    Some(format!("{}{certificate}.json", joined(&[&folder, &top, code.as_str()])))
}

/// Path of the list of a region's children: KPU had one tree of regions for all contests of a day.
pub(crate) fn places_path(election: &Election, contest: ContestIx, region: RegionIx) -> String {
    let contest = election.profile.contest_at(contest);
    let tree = if local(contest) { &contest.id } else { "ppwp" };
    format!("wilayah/{}/{tree}/{}.json", family(contest), codes_or_zero(election, region))
}

fn codes_or_zero(election: &Election, region: RegionIx) -> String {
    let codes = codes(election, region);
    if codes.is_empty() { "0".to_owned() } else { codes }
}

/// Path of the list of a region's children above the level at which a contest's constituencies are listed.
pub(crate) fn constituency_regions_path(election: &Election, contest: ContestIx, region: RegionIx) -> String {
    let id = &election.profile.contest_at(contest).id;
    format!("wilayah/pemilu/{id}/{}.json", codes_or_zero(election, region))
}

/// Path of the list of the constituencies of a region.
pub(crate) fn constituency_list_path(election: &Election, contest: ContestIx, region: RegionIx) -> String {
    match election.profile.contest_at(contest).id.as_str() {
        "pdpr" => "wilayah/pemilu/pdpr/dapil_dpr.json".to_owned(),
        _ => constituency_regions_path(election, contest, region),
    }
}

/// Path of the list of a region's children in a constituency; `None`: KPU's tree has no such file.
pub(crate) fn constituency_places_path(
    election: &Election,
    contest: ContestIx,
    constituency: ConstituencyIx,
    region: RegionIx,
) -> Option<String> {
    let rules = election.profile.contest_at(contest);
    let listed = rules.options_from_level;
    if listed == 0 {
        return None;
    }
    let (top, below) =
        (codes_of(election, region, 1, listed), codes_of(election, region, listed + 1, u8::MAX));
    let code = election.constituency(constituency).code;
    Some(format!("{}.json", joined(&["wilayah/pemilu", &rules.id, &top, code.as_str(), &below])))
}

/// Path of the sums over the constituencies of a region.
pub(crate) fn constituency_sums_path(election: &Election, contest: ContestIx, region: RegionIx) -> String {
    let id = &election.profile.contest_at(contest).id;
    format!("pemilu/hhcd/{id}/{}.json", codes_or_zero(election, region))
}

/// Path of a constituency's count.
pub(crate) fn constituency_path(
    election: &Election,
    contest: ContestIx,
    constituency: ConstituencyIx,
) -> Option<String> {
    let id = &election.profile.contest_at(contest).id;
    let code = election.constituency(constituency).code;
    let code = code.as_str();
    Some(match (id.as_str(), code.get(..2), code.get(..4)) {
        ("pdpr", ..) => format!("pemilu/hhcd/pdpr/{code}.json"),
        ("pdprdp", Some(province), _) => format!("pemilu/hhcd/pdprdp/{province}/{code}.json"),
        ("pdprdk", Some(province), Some(regency)) => {
            format!("pemilu/hhcd/pdprdk/{province}/{regency}/{code}.json")
        }
        _ => return None,
    })
}

/// Path of the list of a contest's options.
pub(crate) fn options_path(profile: &Profile, contest: ContestIx) -> Option<String> {
    let contest = profile.contest_at(contest);
    match contest.kind {
        ContestKind::Candidates => Some(format!("{}/{}.json", family(contest), contest.id)),
        ContestKind::Parties => Some("pemilu/partai.json".to_owned()),
        ContestKind::PerConstituency => local(contest).then(|| format!("pilkada/paslon/{}.json", contest.id)),
    }
}

/// The list of a contest's options.
pub(crate) fn options_list(view: &View<'_>, contest: ContestIx) -> Vec<u8> {
    match view.tally.election().profile.contest_at(contest).kind {
        ContestKind::Parties => lists::parties(view, contest),
        ContestKind::Candidates => lists::options(view, contest),
        ContestKind::PerConstituency => lists::pairs(view, contest),
    }
}

/// Path of the list of a constituency's candidates.
pub(crate) fn candidates_path(
    election: &Election,
    contest: ContestIx,
    constituency: ConstituencyIx,
) -> Option<String> {
    let code = election.constituency(constituency).code;
    let contest = election.profile.contest_at(contest);
    match contest.id.as_str() {
        "pdpd" => Some(format!("pemilu/caleg/dpd/{code}.json")),
        "pdpr" | "pdprdp" | "pdprdk" => Some(format!("pemilu/caleg/partai/{code}.json")),
        _ => None,
    }
}

/// The contest under whose name the region lists stand: KPU had one tree of regions for all contests of a day.
pub(crate) fn carries_places(election: &Election, held: &[ContestIx], contest: ContestIx) -> bool {
    let is_local = |ix: &ContestIx| local(election.profile.contest_at(*ix));
    is_local(&contest) || held.iter().find(|ix| !is_local(ix)) == Some(&contest)
}

/// The contest that the list of options is written for: all contests of parties share one list.
pub(crate) fn carries_options(election: &Election, held: &[ContestIx], contest: ContestIx) -> bool {
    let of_parties = |ix: &ContestIx| election.profile.contest_at(*ix).kind == ContestKind::Parties;
    !of_parties(&contest) || held.iter().find(|ix| of_parties(ix)) == Some(&contest)
}

/// Whether files of this contest exist for regions of this level: above it, options of different places would be added.
/// Local contests have files of the provinces, whose rows have each its own options.
pub(crate) fn has_level(contest: &Contest, level: u8) -> bool {
    level >= if local(contest) { 1 } else { contest.options_from_level }
}

/// Whether a contest's constituencies have files of their own: those of parties' lists.
pub(crate) fn goes_by_constituency(contest: &Contest) -> bool {
    contest.kind == ContestKind::Parties && contest.constituencies != ConstituencyRule::Nation
}

/// `YYYY-MM-DD HH:MM:SS` in the profile's time.
fn local_time(view: &View<'_>, unix_ms: u64) -> String {
    let offset = i16::try_from(view.tally.election().profile.utc_offset_minutes).unwrap_or(0);
    let seconds = i64::try_from(unix_ms / 1000).unwrap_or(0);
    Moment::new(seconds, offset).map(Moment::local_text).unwrap_or_default()
}

/// Link to the bytes of evidence.
fn link(evidence: &NamedEvidence) -> String {
    format!("/{}", evidence_path(evidence))
}

/// Whether the parties' candidates are known in a constituency.
pub(crate) fn lists_candidates(election: &Election, constituency: ConstituencyIx) -> bool {
    let form = constituency_form(election, constituency);
    form.is_some_and(|form| form.options.iter().any(|option| option.list_field.is_some()))
}

/// The form of a constituency's stations.
fn constituency_form(election: &Election, constituency: ConstituencyIx) -> Option<&Form> {
    election.form_of_constituency(constituency).map(|ix| election.form_by_ix(ix))
}
