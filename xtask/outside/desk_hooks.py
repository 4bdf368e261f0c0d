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
    signer, number, _ = key(name)
    text = f"{SECRETS['header']} {kind}\n{json.dumps(body, separators=(',', ':'))}\n"
    signature = base64.b64encode(number + signer.sign(text.encode()).signature).decode()
    return f"{text}\n\u2014 {name} {signature}\n"


def enrolment(code):
    name = f"{code['role']}/{code['scope']}/{CHANCE.randrange(10**9)}"
    body = {"key": key(name)[2], "role": code["role"], "scope": code["scope"], "at": SECRETS["at"]}
    return {"code": code["code"], "note": signed(name, "key", body)}


def sheet(station=None):
    """A sheet by a key that came in before."""
    station = station or CHANCE.choice(SECRETS["stations"])
    values = {name: CHANCE.randrange(5) for name in SECRETS["fields"]}
    body = {"contest": SECRETS["contest"], "station": station, "stage": "count", "values": values, "unread": {},
            "method": {}, "at": SECRETS["at"]}
    return signed(SECRETS["keys"][station], "sheet", body)


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
        return {"role": "bawaslu", "places": SECRETS["stations"][:1]}
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
    operation = (case.operation.definition.raw or {}).get("operationId", "")
    body = secret(operation) if CHANCE.random() < 0.5 else None
    if body is not None:
        case.body = body
    for name, value in SECRETS["path"].items():
        if name in (case.path_parameters or {}) and CHANCE.random() < 0.7:
            case.path_parameters[name] = CHANCE.choice(value)
    return case


@schemathesis.hook
def after_call(context, case, response):
    """Which routes did what they were asked for: those that never do are not tried in earnest."""
    operation = (case.operation.definition.raw or {}).get("operationId", "")
    with open(os.environ["SAKSI_SEEN"], "a", encoding="utf8") as seen:
        seen.write(f"{operation} {response.status_code}\n")
