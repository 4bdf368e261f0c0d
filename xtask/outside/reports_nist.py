"""Election reports in NIST SP 1500-100 version 2 against what that specification says of each class our reports use.

    python reports_nist.py PUBLIC [--broken]

`jsonschema` judges by the schema below: of each class which members it may have, which it must, and of what type, written down from the
specification, since no package carries its schema. It is narrower: no other class or member may be there. Then the references, which a
schema can't follow: every `...Id` names an object of the class it must; and the stations' votes of every option add up to their region's.
--broken: each of several copies, in which one thing is wrong, must be refused; the answer's code is then 1."""

import copy
import glob
import gzip
import json
import sys

from jsonschema import Draft202012Validator, FormatChecker

TEXT, WHOLE, FLAG = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 0}, {"type": "boolean"}
DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}


def words(*those):
    return {"enum": list(those)}


def of(*names):
    """One object of one of these classes, told apart by its `@type`."""
    refs = [{"$ref": f"#/$defs/{name}"} for name in names]
    return refs[0] if len(refs) == 1 else {"oneOf": refs}


def many(items, least=0):
    return {"type": "array", "items": items, "minItems": least}


COUNTED = {"SequenceOrder": WHOLE, "VoteCounts": many(of("VoteCounts"))}
CONTEST = {
    "ElectionDistrictId!": TEXT, "Name!": TEXT, "BallotTitle": of("InternationalizedText"), "SubUnitsReported": WHOLE,
    "TotalSubUnits": WHOLE, "VoteVariation": words("plurality", "majority", "proportional", "n-of-m", "other"),
    "ContestSelection": many(of("CandidateSelection", "PartySelection")),
}
# Members of each class; `!`: it must be there. Those in IDENTIFIED have an `@id` besides, all have an `@type`.
CLASSES = {
    "ElectionReport": {
        "Format!": words("precinct-level", "summary-contest"), "GeneratedDate!": MOMENT, "Issuer!": TEXT, "IssuerAbbreviation!": TEXT,
        "SequenceStart!": WHOLE, "SequenceEnd!": WHOLE, "VendorApplicationId!": TEXT, "IsTest": FLAG,
        "Status!": words("certified", "correction", "pre-election", "recount", "unofficial-complete", "unofficial-partial"),
        "GpUnit": many(of("ReportingUnit")), "Party": many(of("Party")), "Election": many(of("Election")),
    },
    "ReportingUnit": {
        "Type!": words("country", "state", "county", "polling-place", "precinct", "other"), "OtherType": TEXT, "Number": TEXT,
        "Name": of("InternationalizedText"), "ExternalIdentifier": many(of("ExternalIdentifier")), "ComposingGpUnitIds": many(TEXT),
        "CountStatus": many(of("CountStatus")), "VotersRegistered": WHOLE, "VotersParticipated": WHOLE,
    },
    "ExternalIdentifier": {"Type!": words("ocd-id", "other", "national-level", "local-level"), "OtherType": TEXT, "Value!": TEXT},
    "InternationalizedText": {"Text!": many(of("LanguageString"), 1)},
    "LanguageString": {"Content!": TEXT, "Language!": TEXT},
    "CountStatus": {"Status!": words("completed", "in-process", "not-processed", "unknown"), "Type!": words("total")},
    "Party": {"Name!": of("InternationalizedText"), "Color": {"type": "string", "pattern": "^[0-9a-f]{6}$"}},
    "Election": {
        "ElectionScopeId!": TEXT, "StartDate!": DATE, "EndDate!": DATE, "Name!": of("InternationalizedText"),
        "Type!": words("general", "primary", "runoff", "special", "other"), "Candidate": many(of("Candidate")),
        "Contest": many(of("CandidateContest", "PartyContest")), "BallotCounts": many(of("BallotCounts")),
    },
    "Candidate": {"BallotName!": of("InternationalizedText")},
    "CandidateContest": {**CONTEST, "VotesAllowed!": WHOLE},
    "PartyContest": CONTEST,
    "CandidateSelection": {**COUNTED, "CandidateIds": many(TEXT)},
    "PartySelection": {**COUNTED, "PartyIds!": many(TEXT, 1)},
    "VoteCounts": {"GpUnitId!": TEXT, "Type!": words("total"), "Count!": WHOLE},
    "BallotCounts": {"GpUnitId!": TEXT, "Type!": words("total"), "BallotsRejected": WHOLE, "BallotsCast": WHOLE},
}
IDENTIFIED = {"ReportingUnit", "Party", "Candidate", "CandidateContest", "PartyContest", "CandidateSelection", "PartySelection"}
REFERENCES = {
    "ElectionScopeId": {"ReportingUnit"}, "ElectionDistrictId": {"ReportingUnit"}, "GpUnitId": {"ReportingUnit"},
    "ComposingGpUnitIds": {"ReportingUnit"}, "PartyIds": {"Party"}, "CandidateIds": {"Candidate"},
}


def definition(name, members):
    properties = {member.rstrip("!"): rule for member, rule in members.items()}
    required = [member.rstrip("!") for member in members if member.endswith("!")] + ["@type"]
    properties["@type"] = {"const": f"ElectionResults.{name}"}
    if name in IDENTIFIED:
        properties["@id"] = TEXT
        required.append("@id")
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


SCHEMA = {"$ref": "#/$defs/ElectionReport", "$defs": {name: definition(name, members) for name, members in CLASSES.items()}}
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def objects(value):
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from objects(part)


def faults(report):
    """What is wrong with a report, the first few."""
    found = [f"{error.json_path}: {error.message[:120]}" for error, _ in zip(VALIDATOR.iter_errors(report), range(3))]
    if found:
        return found
    named = [one for one in objects(report) if "@id" in one]
    classes = {one["@id"]: one["@type"].split(".")[1] for one in named}
    if len(named) != len(classes):
        found.append("an @id stands twice")
    for one in objects(report):
        for member, wanted in REFERENCES.items():
            names = one.get(member, [])
            for name in [names] if isinstance(names, str) else names:
                if classes.get(name) not in wanted:
                    found.append(f"{member} {name} names no {wanted}")
    regions = {one["@id"] for one in report["GpUnit"] if one["Type"] != "polling-place"}
    for election in report["Election"]:
        for contest in election["Contest"]:
            for selection in contest["ContestSelection"]:
                counts = selection["VoteCounts"]
                whole = sum(count["Count"] for count in counts if count["GpUnitId"] in regions)
                if whole != sum(count["Count"] for count in counts if count["GpUnitId"] not in regions):
                    found.append(f"{selection['@id']}: the stations' votes do not add up to the region's")
    return found


def breakers():
    def missing(report):
        del report["IssuerAbbreviation"]

    def reference(report):
        report["Election"][0]["Contest"][0]["ContestSelection"][0]["VoteCounts"][-1]["GpUnitId"] = "s-nowhere"

    def number(report):
        report["Election"][0]["Contest"][0]["ContestSelection"][0]["VoteCounts"][0]["Count"] = -1

    def sum_of(report):
        report["Election"][0]["Contest"][0]["ContestSelection"][0]["VoteCounts"][0]["Count"] += 1

    def older(report):
        contest = report["Election"][0]["Contest"][0]
        contest["ElectoralDistrictId"] = contest.pop("ElectionDistrictId")

    return [missing, reference, number, sum_of, older]


def main():
    paths = sorted(glob.glob(f"{sys.argv[1]}/data/*/*/nist/*.json.gz"))
    reports = [json.load(gzip.open(path)) for path in paths]
    if not reports:
        return "no report"
    if "--broken" in sys.argv:
        full = next(one for one in reports if one["Election"][0]["Contest"][0]["ContestSelection"][0]["VoteCounts"][1:])
        for change in breakers():
            broken = copy.deepcopy(full)
            change(broken)
            if not faults(broken):
                print(f"{change.__name__}: taken although it is broken")
                return 2
        print(f"refuses {len(breakers())} broken copies")
        return 1
    for path, report in zip(paths, reports):
        if found := faults(report):
            return f"{path}: {found[:3]}"
    print(f"{len(reports)} reports are what NIST SP 1500-100 v2 says")
    return 0


sys.exit(main())
