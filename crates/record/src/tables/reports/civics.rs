//! The Civics Common Data Format: Google's dialect of NIST SP 1500-100 in XML (`civics_cdf_spec.xsd`), as its validator
//! `civics-cdf-validator` wants it.
//!
//! Elements stand in the order of its schema, without a namespace. A station is a `polling-place`, the one type besides parts of
//! stations that needs no registered identifier. Invalid votes are the `NullBallotSelection`. Text that holds elements has a line
//! break before the first: the validator takes an element without any for an empty one.

use super::xml::Xml;
use super::{Choice, District, Part, Report, Row, ocd};

/// The report.
pub(super) fn xml(report: &Report<'_>) -> String {
    let view = &report.view;
    let mut xml = Xml { text: String::with_capacity(1 << 20) };
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ElectionReport xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
    election(&mut xml, report);
    xml.plain("Format", "precinct-level");
    xml.plain("GeneratedDate", &report.made);
    xml.within("GpUnitCollection", |xml| units(xml, report));
    xml.plain("Issuer", &view.cut.origin);
    xml.plain("IssuerAbbreviation", &view.cut.origin);
    xml.plain("IsTest", if view.practice { "true" } else { "false" });
    if report.by_party() {
        xml.within("PartyCollection", |xml| parties(xml, report));
    } else {
        xml.within("PersonCollection", |xml| persons(xml, report));
    }
    xml.number("SequenceStart", 1);
    xml.number("SequenceEnd", 1);
    xml.plain("Status", report.status());
    xml.plain("VendorApplicationId", crate::FORMAT);
    xml.raw("</ElectionReport>\n");
    xml.text
}

fn election(xml: &mut Xml, report: &Report<'_>) {
    let (view, rules) = (&report.view, report.rules());
    let places = &view.tally.election().places;
    let id = view.tally.election().profile.id.as_str();
    xml.object(("Election", None), &["e"], |xml| {
        if !report.by_party() {
            xml.within("CandidateCollection", |xml| {
                for (part, option) in choices(report) {
                    xml.object(("Candidate", None), &["k", part.id, option.key], |xml| {
                        xml.texts("BallotName", report.everywhere(option.name));
                        xml.identifiers(None, &[id, &rules.id, "candidate", part.id, option.key]);
                        xml.refers("PersonId", &["p", part.id, option.key]);
                        xml.plain("PreElectionStatus", "qualified");
                    });
                }
            });
        }
        xml.within("ContestCollection", |xml| {
            for part in &report.parts {
                contest(xml, report, part);
            }
        });
        xml.plain("ElectionDateStatus", "confirmed");
        xml.refers("ElectionScopeId", &["r", places.region(places.nation()).code.as_str()]);
        xml.identifiers(None, &[id, "election"]);
        xml.texts("Name", report.everywhere(view.name));
        xml.plain("StartDate", &rules.date);
        xml.plain("EndDate", &rules.date);
        xml.plain("Type", "general");
    });
}

fn choices<'a>(report: &'a Report<'a>) -> impl Iterator<Item = (&'a Part<'a>, &'a Choice<'a>)> {
    report.parts.iter().flat_map(|part| part.options.iter().map(move |option| (part, option)))
}

fn contest(xml: &mut Xml, report: &Report<'_>, part: &Part<'_>) {
    let election = report.view.tally.election();
    let (rules, by_party) = (report.rules(), report.by_party());
    let kind = if by_party { "PartyContest" } else { "CandidateContest" };
    xml.object(("Contest", Some(kind)), &["c", part.id], |xml| {
        for (at, option) in part.options.iter().enumerate() {
            selection(xml, report, part, (at, option));
        }
        xml.texts("BallotTitle", report.names(&rules.name_key));
        xml.raw("<CountStatus>\n");
        let whole = part.counted == part.stations.len() as u64;
        xml.plain("Status", if whole { "completed" } else { "in-process" });
        xml.raw("<Type>total</Type>\n</CountStatus>\n");
        xml.plain("CurrentResultsReportingStage", if report.certified { "official" } else { "preliminary" });
        match report.district(part) {
            District::Region(region) => {
                xml.refers("ElectoralDistrictId", &["r", election.places.region(region).code.as_str()]);
            }
            District::Own(ix) => {
                xml.refers("ElectoralDistrictId", &["d", election.constituency(ix).code.as_str()]);
            }
        }
        xml.plain("EndDate", &rules.date);
        xml.identifiers(None, &[&election.profile.id, &rules.id, "contest", part.id]);
        xml.refers("Name", &[&rules.id, part.id]);
        if let Some(invalid) = part.invalid {
            xml.object(("NullBallotSelection", None), &["n", part.id], |xml| {
                xml.within("VoteCountsCollection", |xml| {
                    total(xml, report, invalid);
                    for row in &part.stations {
                        if let Some(invalid) = row.invalid {
                            of_station(xml, report, row, invalid);
                        }
                    }
                });
                xml.plain("CountedInTotal", "false");
                xml.identifiers(None, &[&election.profile.id, &rules.id, "invalid", part.id]);
                let label = rules.column("invalid").and_then(|ix| rules.columns.get(usize::from(ix.0)));
                xml.texts("Selection", report.names(label.map_or("invalid", |column| &column.label_key)));
            });
        }
        xml.plain("StartDate", &rules.date);
        xml.number("SubUnitsReported", part.counted);
        xml.number("TotalSubUnits", part.stations.len() as u64);
        if by_party {
            xml.plain("VoteVariation", "proportional");
            xml.plain("Type", "general");
        } else {
            xml.plain("Type", "general");
            xml.number("VotesAllowed", 1);
        }
    });
}

fn selection(xml: &mut Xml, report: &Report<'_>, part: &Part<'_>, (at, option): (usize, &Choice<'_>)) {
    let by_party = report.by_party();
    let kind = if by_party { "PartySelection" } else { "CandidateSelection" };
    xml.object(("BallotSelection", Some(kind)), &["b", part.id, option.key], |xml| {
        xml.number("SequenceOrder", at as u64 + 1);
        xml.within("VoteCountsCollection", |xml| {
            total(xml, report, part.sums.get(at).copied().unwrap_or_default());
            for row in &part.stations {
                if let Some(votes) = row.votes.as_ref().and_then(|votes| votes.get(at)) {
                    of_station(xml, report, row, *votes);
                }
            }
        });
        if by_party {
            xml.refers("PartyIds", &["y", option.key]);
        } else {
            xml.refers("CandidateIds", &["k", part.id, option.key]);
        }
    });
}

/// The votes of the region as a whole.
fn total(xml: &mut Xml, report: &Report<'_>, votes: u64) {
    let places = &report.view.tally.election().places;
    if let Some(region) = report.chain.last() {
        count(xml, ["r-", places.region(*region).code.as_str()], votes);
    }
}

fn of_station(xml: &mut Xml, report: &Report<'_>, row: &Row, votes: u32) {
    let code = report.view.tally.election().places.station(row.station).code;
    count(xml, ["s-", code.as_str()], u64::from(votes));
}

fn count(xml: &mut Xml, unit: [&str; 2], votes: u64) {
    xml.raw("<VoteCounts><GpUnitId>");
    for part in unit {
        xml.raw(part);
    }
    xml.raw("</GpUnitId><Type>total</Type><Count>");
    xml.raw(&votes.to_string());
    xml.raw("</Count></VoteCounts>\n");
}

fn units(xml: &mut Xml, report: &Report<'_>) {
    let election = report.view.tally.election();
    let (places, id) = (&election.places, election.profile.id.as_str());
    let stations = report.stations();
    for (at, region) in report.chain.iter().enumerate() {
        let place = places.region(*region);
        let code = place.code.as_str();
        xml.object(("GpUnit", Some("ReportingUnit")), &["r", code], |xml| {
            xml.raw("<ComposingGpUnitIds>");
            match report.chain.get(at + 1) {
                Some(below) => xml.id(&["r", places.region(*below).code.as_str()]),
                None => {
                    for (at, row) in stations.iter().enumerate() {
                        xml.raw(if at == 0 { "" } else { " " });
                        xml.id(&["s", places.station(row.station).code.as_str()]);
                    }
                }
            }
            if at == 0 {
                for ix in report.own_districts() {
                    xml.raw(" ");
                    xml.id(&["d", election.constituency(ix).code.as_str()]);
                }
            }
            xml.close("ComposingGpUnitIds");
            xml.identifiers(Some(&ocd::of_region(election, *region)), &[id, "region", code]);
            xml.texts("InternationalizedName", report.everywhere(&place.name));
            xml.plain("Type", report.unit_type(*region).unwrap_or("other"));
            if report.unit_type(*region).is_none() {
                xml.plain("OtherType", report.level(*region));
            }
        });
    }
    for ix in report.own_districts() {
        let district = election.constituency(ix);
        let code = district.code.as_str();
        xml.object(("GpUnit", Some("ReportingUnit")), &["d", code], |xml| {
            let contest = &report.rules().id;
            let ocd = ocd::of_constituency(election, ix);
            xml.identifiers(Some(&ocd), &[id, contest, "constituency", code]);
            xml.texts("InternationalizedName", report.everywhere(&district.name));
            xml.raw("<Type>other</Type>\n<OtherType>constituency</OtherType>\n");
        });
    }
    let mut name = String::new();
    for row in stations {
        let station = places.station(row.station);
        let code = station.code.as_str();
        name.clear();
        for part in [&places.region(station.region).name, ", ", &station.name] {
            name.push_str(part);
        }
        xml.object(("GpUnit", Some("ReportingUnit")), &["s", code], |xml| {
            xml.identifiers(None, &[id, "station", code]);
            xml.texts("InternationalizedName", report.everywhere(&name));
            xml.raw("<CountStatus>\n<Status>");
            xml.raw(row.state.word());
            xml.raw("</Status>\n<Type>total</Type>\n</CountStatus>\n<Type>polling-place</Type>\n");
            if let Some(registered) = row.registered {
                xml.number("VotersRegistered", u64::from(registered));
            }
        });
    }
}

fn parties(xml: &mut Xml, report: &Report<'_>) {
    let election = report.view.tally.election();
    let nation = election.places.region(election.places.nation()).code;
    let mut known: Vec<&str> = Vec::new();
    for (_, option) in choices(report) {
        if known.contains(&option.key) {
            continue;
        }
        known.push(option.key);
        xml.object(("Party", None), &["y", option.key], |xml| {
            xml.texts("InternationalizedAbbreviation", report.everywhere(option.name));
            if let Some(colour) = option.colour {
                xml.plain("Color", colour);
            }
            xml.identifiers(None, &[&election.profile.id, "party", option.key]);
            xml.texts("Name", report.everywhere(option.name));
            xml.refers("PartyScopeGpUnitIds", &["r", nation.as_str()]);
        });
    }
}

fn persons(xml: &mut Xml, report: &Report<'_>) {
    let id = report.view.tally.election().profile.id.as_str();
    for (part, option) in choices(report) {
        xml.object(("Person", None), &["p", part.id, option.key], |xml| {
            xml.identifiers(None, &[id, &report.rules().id, "person", part.id, option.key]);
            xml.texts("FullName", report.everywhere(option.name));
        });
    }
}
