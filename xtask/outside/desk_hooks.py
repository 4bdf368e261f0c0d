"""What others' tool can't invent: codes, passwords and signatures, put into about half of the requests that need one.

The other half stays as it was made. `SAKSI_SECRETS` names the file with what is known, which `desk_api.py` wrote.
"""

import base64
import hashlib
import json
import os
import random

import schemathesis
from nacl.signing import SigningKey

SECRETS = json.load(open(os.environ["SAKSI_SECRETS"], encoding="utf8"))
CHANCE = random.Random(7)


def key(name):
    """A key as the ledger writes it: the signer, and its vkey."""
    signer = SigningKey(hashlib.sha256(name.encode()).digest())
    public = b"\x01" + bytes(signer.verify_key)
    number = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    return signer, number, f"{name}+{number.hex()}+{base64.b64encode(public).decode()}"


def signed(name, kind, body):
    """A statement, signed by the key of this name."""
    return signed_text(name, f"{SECRETS['header']} {kind}\n{json.dumps(body, separators=(',', ':'))}\n")


def signed_text(name, text):
    """A text that the desk wrote, signed by the key of this name."""
    signer, number, _ = key(name)
    signature = base64.b64encode(number + signer.sign(text.encode()).signature).decode()
    return f"{text}\n\u2014 {name} {signature}\n"


def enrolment(code):
    name = f"{code['role']}/{code['scope']}/{CHANCE.randrange(10**9)}"
    body = {"key": key(name)[2], "role": code["role"], "scope": code["scope"], "at": SECRETS["at"]}
    return {"code": code["code"], "note": signed(name, "key", body)}


def sheet(station=None, evidence=()):
    """A sheet by a key that came in before."""
    station = station or CHANCE.choice(SECRETS["stations"])
    values = {name: CHANCE.randrange(5) for name in SECRETS["fields"]}
    body = {"contest": SECRETS["contest"], "station": station, "stage": "count", "values": values, "unread": {},
            **({"evidence": list(evidence)} if evidence else {}), "method": {}, "at": SECRETS["at"]}
    return signed(SECRETS["keys"][station], "sheet", body)


def whose(**more):
    return {"contest": SECRETS["contest"], "station": SECRETS["stations"][0], **more}


def cells(*words):
    return {name: CHANCE.choice([0, 1, 2, *words]) for name in SECRETS["fields"]}


def metadata(sha256):
    return f"sha256 {base64.b64encode(sha256.encode()).decode()}"


def secret(operation):
    """A body that may well be taken; none: what was made is as good."""
    if operation == "post_enrol_begin":
        return {"code": CHANCE.choice(SECRETS["codes"])["code"]}
    if operation == "post_enrol":
        return enrolment(CHANCE.choice(SECRETS["codes"]))
    if operation == "post_statements":
        return sheet()
    if operation == "post_session":
        return {"name": SECRETS["name"], "password": SECRETS["password"]}
    if operation == "post_setup":
        return {"code": SECRETS["setup"], "name": "lain", "password": SECRETS["password"]}
    if operation == "post_accounts_renew":
        return {"name": "baru"}
    if operation == "post_accounts":
        return f"name,role,region\norang{CHANCE.randrange(10**9)},pps,{SECRETS['region']}\n"
    if operation == "post_sheets_sheet_save":
        return {"cells": {name: CHANCE.choice([0, 1, "empty", "illegible"]) for name in SECRETS["fields"]}}
    if operation == "post_compose_sheet":
        return {"contest": SECRETS["contest"], "station": CHANCE.choice(SECRETS["stations"]), "reason": SECRETS["reason"],
                "cells": {name: CHANCE.randrange(5) for name in SECRETS["fields"]}}
    if operation == "post_plenary_contest_region_typed":
        return {"cells": {name: CHANCE.randrange(5) for name in SECRETS["fields"]}}
    if operation == "post_compose_plenary":
        return {"contest": SECRETS["contest"], "region": SECRETS["district"]}
    if operation == "post_plenary_contest_region_explain":
        return {"field": CHANCE.choice(SECRETS["fields"]), "text": "salah ketik"}
    if operation == "post_plenary_contest_region_photographed":
        return {"photos": []}
    if operation == "post_mandate":
        return {"role": CHANCE.choice(["bawaslu", "saksi", "observer"]), "places": SECRETS["stations"][:1]}
    if operation == "post_compose_withdrawal":
        return whose(reason="recount")
    if operation == "post_compose_ruling":
        return whose(reason="recount", stands=SECRETS["path"]["id"][0])
    if operation == "post_compose_redaction":
        return {"contest": SECRETS["contest"], "place": SECRETS["stations"][0], "reason": "personal-data",
                "sha256": SECRETS["path"]["photo"][0]}
    if operation == "post_compose_plenary":
        return {"contest": SECRETS["contest"], "region": SECRETS["path"]["region"][0], "reason": "plenary-correction"}
    if operation == "post_compose_objection":
        return {"contest": SECRETS["contest"], "place": SECRETS["stations"][0], "text": "Angka pada salinan kami lain."}
    if operation == "post_plenary_contest_region_typed":
        return SECRETS["plenary_form"]
    if operation == "post_plenary_contest_region_explain":
        return {**SECRETS["difference"], "text": "Salah ketik."}
    if operation == "post_compose_answer":
        return {"contest": SECRETS["contest"], "place": SECRETS["stations"][0], "objection": SECRETS["objection"],
                "outcome": CHANCE.choice(["upheld", "rejected", "noted"]), "text": "Sudah dicocokkan dengan kertas."}
    if operation == "post_sheets_sheet_resolve":
        return {"looked": SECRETS["looked"], "how": "keep-first"}
    if operation == "post_notes":
        return {"notes": [sheet()]}
    if operation == "post_ready":
        station = SECRETS["stations"][0]
        said = {"scope": station, "answers": {"key": True, "camera": False}, "at": CHANCE.randrange(10**9)}
        return signed(SECRETS["keys"][station], "ready", said)
    if operation == "post_session_password":
        return {"old": SECRETS["password"], "new": SECRETS["password"] + "7"}
    if operation == "post_codes":
        return {"role": "kpps", "places": SECRETS["stations"][:1]}
    return None


@schemathesis.serializer("application/offset+octet-stream")
def as_it_is(context, value):
    return value if isinstance(value, bytes) else str(getattr(value, "data", value)).encode()


@schemathesis.hook
def map_case(context, case):
    # What is wrong on purpose stays wrong.
    if case.meta is not None and not case.meta.generation.mode.is_positive:
        return case
    wrong = case.meta is not None and any(not part.mode.is_positive for part in case.meta.components.values())
    operation = (case.operation.definition.raw or {}).get("operationId", "")
    lucky = CHANCE.random() < 0.5
    body = secret(operation) if lucky else None
    if body is not None:
        case.body = body
    for name, value in SECRETS["path"].items():
        if name in (case.path_parameters or {}) and CHANCE.random() < 0.7:
            case.path_parameters[name] = CHANCE.choice(value)
    if lucky and not wrong and not near_its_bounds(case):
        together(operation, case)
    return case


def near_its_bounds(case):
    """Whether it is there for one value, which others would hide."""
    return case.meta is not None and case.meta.phase.name.value == "coverage"


def together(operation, case):
    """What only goes together: a path, and what is sent there."""
    if operation == "post_late_keys_id_sign" and SECRETS["late"]:
        name = CHANCE.choice(list(SECRETS["late"]))
        case.path_parameters["id"] = name
        case.body = signed_text(SECRETS["regency"], SECRETS["late"][name])
    if operation == "post_late_keys_id_refuse" and SECRETS["refused"]:
        case.path_parameters["id"] = CHANCE.choice(SECRETS["refused"])
    if operation == "get_statements_id":
        case.path_parameters["id"] = CHANCE.choice(SECRETS["path"]["id"])
    if operation == "post_sheets_sheet_resolve":
        case.path_parameters["sheet"] = 1
    if operation == "post_sheets_sheet_look":
        case.path_parameters["sheet"] = 4
    if operation == "get_sheets_sheet_statement":
        case.path_parameters["sheet"] = 3
    if operation == "post_photos":
        case.headers.update({"Tus-Resumable": "1.0.0", "Upload-Length": str(SECRETS["length"]),
                             "Upload-Metadata": metadata(SECRETS["path"]["photo"][0])})
    if operation == "head_photos_photo":
        case.headers.update({"Tus-Resumable": "1.0.0"})
    if operation == "patch_photos_photo" and SECRETS["uploads"]:
        # Each is gone on with once.
        case.path_parameters["photo"] = SECRETS["uploads"].pop()
        case.headers.update({"Tus-Resumable": "1.0.0", "Upload-Offset": "0"})
        case.body = "x"


@schemathesis.hook
def after_call(context, case, response):
    """Which routes did what they were asked for: those that never do are not tried in earnest."""
    operation = (case.operation.definition.raw or {}).get("operationId", "")
    with open(os.environ["SAKSI_SEEN"], "a", encoding="utf8") as seen:
        seen.write(f"{operation} {response.status_code}\n")
