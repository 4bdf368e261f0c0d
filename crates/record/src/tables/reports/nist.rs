//! NIST SP 1500-100 version 2, as JSON (`NIST_V2_election_results_reporting.json`, 2.0.3's names: `ElectionDistrictId`,
//! `ContestSelection`, `BallotCounts`).

use std::fmt::Write as _;

use super::{District, Part, Report, Row, ocd};
use crate::json::Json;

/// The report.
pub(super) fn json(report: &Report<'_>) -> Vec<u8> {
    let view = &report.view;
    let mut json = Json::with_capacity(1 << 20);
    json.object(|json| {
        kind(json, "ElectionReport");
        json.key("Format").string("precinct-level");
        json.key("GeneratedDate").string(&report.made);
        json.key("Issuer").string(&view.cut.origin);
        json.key("IssuerAbbreviation").string(&view.cut.origin);
        json.key("IsTest").boolean(view.practice);
        json.key("SequenceStart").number(1u8);
        json.key("SequenceEnd").number(1u8);
        json.key("Status").string(report.status());
        json.key("VendorApplicationId").string(crate::FORMAT);
        json.key("GpUnit").array(|json| units(json, report));
        if report.by_party() {
            json.key("Party").array(|json| parties(json, report));
        }
        json.key("Election").array(|json| {
            json.object(|json| election(json, report));
        });
    });
    json.into_bytes()
}

fn kind(json: &mut Json, name: &str) {
    json.key("@type").string(&format!("ElectionResults.{name}"));
}

fn texts<'a>(json: &mut Json, key: &str, texts: impl Iterator<Item = (&'a str, &'a str)>) {
    json.key(key).object(|json| {
        kind(json, "InternationalizedText");
        json.key("Text").array(|json| {
            for (language, text) in texts {
                json.object(|json| {
                    kind(json, "LanguageString");
                    json.key("Language").string(language);
                    json.key("Content").string(text);
                });
            }
        });
    });
}

fn units(json: &mut Json, report: &Report<'_>) {
    let election = report.view.tally.election();
    let stations = report.stations();
    for (at, region) in report.chain.iter().enumerate() {
        let place = election.places.region(*region);
        json.object(|json| {
            kind(json, "ReportingUnit");
            json.key("@id").string(&format!("r-{}", place.code));
            json.key("Type").string(report.unit_type(*region).unwrap_or("other"));
            if report.unit_type(*region).is_none() {
                json.key("OtherType").string(report.level(*region));
            }
            texts(json, "Name", report.everywhere(&place.name));
            json.key("ExternalIdentifier").array(|json| {
                for (kind_of, value) in
                    [("ocd-id", ocd::of_region(election, *region)), ("other", place.code.to_string())]
                {
                    json.object(|json| {
                        kind(json, "ExternalIdentifier");
                        json.key("Type").string(kind_of);
                        if kind_of == "other" {
                            json.key("OtherType").string("code");
                        }
                        json.key("Value").string(&value);
                    });
                }
            });
            json.key("ComposingGpUnitIds").array(|json| match report.chain.get(at + 1) {
                Some(below) => {
                    json.string(&format!("r-{}", election.places.region(*below).code));
                }
                None => {
                    for row in &stations {
                        json.string(&format!("s-{}", election.places.station(row.station).code));
                    }
                }
            });
        });
    }
    for constituency in report.own_districts() {
        let district = election.constituency(constituency);
        json.object(|json| {
            kind(json, "ReportingUnit");
            json.key("@id").string(&format!("d-{}", district.code));
            json.key("Type").string("other");
            json.key("OtherType").string("constituency");
            texts(json, "Name", report.everywhere(&district.name));
        });
    }
    for row in stations {
        station(json, report, row);
    }
}

fn station(json: &mut Json, report: &Report<'_>, row: &Row) {
    let places = &report.view.tally.election().places;
    let place = places.station(row.station);
    json.object(|json| {
        kind(json, "ReportingUnit");
        json.key("@id").string(&format!("s-{}", place.code));
        json.key("Type").string("polling-place");
        json.key("Number").string(place.code.as_str());
        let name = format!("{}, {}", places.region(place.region).name, place.name);
        texts(json, "Name", report.everywhere(&name).take(1));
        json.key("CountStatus").array(|json| count_status(json, row.state.word()));
        if let Some(registered) = row.registered {
            json.key("VotersRegistered").number(registered);
        }
    });
}

fn count_status(json: &mut Json, word: &str) {
    json.object(|json| {
        kind(json, "CountStatus");
        json.key("Status").string(word);
        json.key("Type").string("total");
    });
}

fn parties(json: &mut Json, report: &Report<'_>) {
    let mut known: Vec<&str> = Vec::new();
    for option in report.parts.iter().flat_map(|part| &part.options) {
        if known.contains(&option.key) {
            continue;
        }
        known.push(option.key);
        json.object(|json| {
            kind(json, "Party");
            json.key("@id").string(&format!("y-{}", option.key));
            texts(json, "Name", report.everywhere(option.name));
            if let Some(colour) = option.colour {
                json.key("Color").string(&colour.to_lowercase());
            }
        });
    }
}

fn election(json: &mut Json, report: &Report<'_>) {
    let (view, rules) = (&report.view, report.rules());
    let nation = view.tally.election().places.region(view.tally.election().places.nation());
    kind(json, "Election");
    json.key("ElectionScopeId").string(&format!("r-{}", nation.code));
    json.key("StartDate").string(&rules.date);
    json.key("EndDate").string(&rules.date);
    texts(json, "Name", report.everywhere(view.name));
    json.key("Type").string("general");
    if !report.by_party() {
        json.key("Candidate").array(|json| {
            for (part, option) in
                report.parts.iter().flat_map(|part| part.options.iter().map(move |option| (part, option)))
            {
                json.object(|json| {
                    kind(json, "Candidate");
                    json.key("@id").string(&named("k", part, option.key));
                    texts(json, "BallotName", report.everywhere(option.name));
                });
            }
        });
    }
    json.key("Contest").array(|json| {
        for part in &report.parts {
            json.object(|json| contest(json, report, part));
        }
    });
    json.key("BallotCounts").array(|json| {
        for part in &report.parts {
            for row in &part.stations {
                let Some(invalid) = row.invalid else { continue };
                let code = &view.tally.election().places.station(row.station).code;
                json.object(|json| {
                    kind(json, "BallotCounts");
                    json.key("GpUnitId").string(&format!("s-{code}"));
                    json.key("Type").string("total");
                    json.key("BallotsRejected").number(invalid);
                });
            }
        }
    });
}

/// An object's id: what it is, its part, its option.
fn named(what: &str, part: &Part<'_>, key: &str) -> String {
    let mut id = String::from(what);
    for word in [part.id, key] {
        if !word.is_empty() {
            // Writing to a string can't fail.
            let _ = write!(id, "-{word}");
        }
    }
    id
}

fn contest(json: &mut Json, report: &Report<'_>, part: &Part<'_>) {
    let election = report.view.tally.election();
    let rules = report.rules();
    let (name, by_party) = (report.names(&rules.name_key), report.by_party());
    kind(json, if by_party { "PartyContest" } else { "CandidateContest" });
    json.key("@id").string(&named("c", part, ""));
    let district = match report.district(part) {
        District::Region(region) => format!("r-{}", election.places.region(region).code),
        District::Own(constituency) => format!("d-{}", election.constituency(constituency).code),
    };
    json.key("ElectionDistrictId").string(&district);
    json.key("Name").string(&named(&rules.id, part, ""));
    texts(json, "BallotTitle", name);
    json.key("SubUnitsReported").number(part.counted);
    json.key("TotalSubUnits").number(part.stations.len() as u64);
    if by_party {
        json.key("VoteVariation").string("proportional");
    } else {
        json.key("VotesAllowed").number(1u8);
    }
    json.key("ContestSelection").array(|json| {
        for (at, option) in part.options.iter().enumerate() {
            json.object(|json| {
                kind(json, if by_party { "PartySelection" } else { "CandidateSelection" });
                json.key("@id").string(&named("b", part, option.key));
                let (ids, id) = if by_party {
                    ("PartyIds", format!("y-{}", option.key))
                } else {
                    ("CandidateIds", named("k", part, option.key))
                };
                json.key(ids).array(|json| {
                    json.string(&id);
                });
                json.key("VoteCounts").array(|json| votes(json, report, part, at));
            });
        }
    });
}

fn votes(json: &mut Json, report: &Report<'_>, part: &Part<'_>, at: usize) {
    let places = &report.view.tally.election().places;
    let mut count = |unit: &str, votes: u64| {
        json.object(|json| {
            json.key("@type").string("ElectionResults.VoteCounts");
            json.key("GpUnitId").string(unit);
            json.key("Type").string("total");
            json.key("Count").number(votes);
        });
    };
    if let (Some(region), Some(sum)) = (report.chain.last(), part.sums.get(at)) {
        count(&format!("r-{}", places.region(*region).code), *sum);
    }
    let mut unit = String::new();
    for row in &part.stations {
        let Some(votes) = row.votes.as_ref().and_then(|votes| votes.get(at)) else { continue };
        unit.clear();
        unit.push_str("s-");
        unit.push_str(places.station(row.station).code.as_str());
        count(&unit, u64::from(*votes));
    }
}
