"""Others' tool (schemathesis) asks a running desk everything that its own document says it answers.

    python desk_api.py FOLDER ADDRESS CODE

ADDRESS is a desk's that was just started on a practice election, CODE what it printed. Each role is asked what its acts open,
the administrator everything. Fails where an answer is a fault of the server or is not what the document says.
"""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import requests

FOLDER, ADDRESS, CODE = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
HERE = Path(__file__).parent
PASSWORD = "kotak suara nomor 7"
REGION = "1701012001"
STATIONS = [f"{REGION}{number:03}" for number in range(1, 5)]
COOKIE = "__Host-saksi-desk"
# Seconds for all roles together.
SECONDS = 150
CHECKS = ",".join([
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection", "missing_required_header", "unsupported_method",
    "allow_header_conformance", "ignored_auth",
])

# Routes that need a secret or a signature, which the hooks give: they are done at least once, or this tries nothing.
SECRET = {"post_session", "post_enrol_begin", "post_enrol", "post_statements", "post_accounts", "post_accounts_renew", "post_codes"}
# 412 is what tus has for a request that does not say which version it speaks, 413 what is too large.
CONFIG = """
suppress-health-check = ["all"]

[auth.openapi.session]
api_key = "SESSION"

[checks.missing_required_header]
expected-statuses = ["400", "403", "412", "415", "422"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "429"]
"""


def ask(method, path, session=None, **more):
    headers = {"x-saksi": "1", **({"cookie": f"{COOKIE}={session}"} if session else {}), **more.pop("headers", {})}
    answer = requests.request(method, ADDRESS + path, headers=headers, timeout=60, **more)
    if answer.status_code >= 300:
        sys.exit(f"{method} {path}: {answer.status_code} {answer.text}")
    return answer


def log_in(name, password):
    answer = ask("POST", "/api/session", json={"name": name, "password": password})
    session = answer.headers["set-cookie"].split(";")[0].split("=", 1)[1]
    if answer.json()["must_change"]:
        ask("POST", "/api/session/password", session, json={"old": password, "new": PASSWORD})
    return session


def people():
    """A session of each role: name, role and region."""
    ask("POST", "/api/setup", json={"code": CODE, "name": "pengurus", "password": PASSWORD})
    administrator = log_in("pengurus", PASSWORD)
    rows = [("ketik", "pps", REGION), ("ketua", "ppk", "170101"), ("kabupaten", "kpu-regency", "1701"),
            ("periksa", "auditor", ""), ("pengawas", "bawaslu", ""), ("ketik-dua", "pps", REGION), ("baru", "pps", REGION),
            ("usai", "pps", REGION)]
    table = "name,role,region\n" + "".join(",".join(row) + "\n" for row in rows)
    made = ask("POST", "/api/accounts", administrator, data=table, headers={"content-type": "text/csv"}).text
    first = {row["name"]: row["password"] for row in csv.DictReader(made.splitlines())}
    sessions = {name: log_in(name, first[name]) for name, _, _ in rows if name not in ("baru", "usai")}
    return administrator, sessions


def typed(session, sheet, fields, figure):
    ask("POST", f"/api/sheets/{sheet}/claim", session)
    ask("POST", f"/api/sheets/{sheet}/save", session, json={"cells": {name: figure for name in fields}})


def secrets(administrator, sessions):
    """What the hooks put into requests; keys come in by it and state sheets, and people type them."""
    listed = ask("GET", "/api/accounts", administrator).json()["accounts"]
    codes = ask("POST", "/api/codes", administrator, json={"role": "kpps", "places": [REGION]}).json()["codes"]
    about = ask("GET", f"/api/station/{STATIONS[0]}").json()
    begun = ask("POST", "/api/enrol/begin", json={"code": codes[0]["code"]}).json()
    told = {
        "header": begun["header"], "at": time.strftime("%Y-%m-%dT%H:%M:%S+07:00", time.gmtime(time.time() + 7 * 3600)),
        "stations": STATIONS, "region": REGION, "contest": about["contests"][0]["contest"],
        "fields": [field["name"] for field in about["contests"][0]["fields"]], "codes": codes[4:], "keys": {},
        "name": "ketua", "password": PASSWORD, "setup": CODE, "reason": "typed-twice",
        # A plenary is held by the district that the village lies in.
        "district": REGION[:6],
        "path": {"region": [REGION[:6]], "below": [REGION], "sheet": [1, 2, 3], "station": STATIONS, "contest": [about["contests"][0]["contest"]],
                 "field": ["votes.1", "valid"], "person": [one["id"] for one in listed if one["name"] == "usai"], "id": []},
    }
    place = FOLDER / "secrets.json"
    place.write_text(json.dumps(told), encoding="utf8")
    os.environ["SAKSI_SECRETS"] = str(place)
    os.environ["SAKSI_SEEN"] = str(FOLDER / "seen")
    (FOLDER / "seen").write_text("", encoding="utf8")
    sys.path.insert(0, str(HERE))
    import desk_hooks  # It reads what was written just now.

    for code in codes[:4]:
        enrolment = desk_hooks.enrolment(code)
        ask("POST", "/api/enrol", json=enrolment)
        name = json.loads(enrolment["note"].split("\n")[1])["key"].split("+")[0]
        told["keys"][code["scope"]] = desk_hooks.SECRETS["keys"][code["scope"]] = name
    # Sheets that do not add up: there is something to type, and two people type one of them differently.
    for station in STATIONS:
        receipt = ask("POST", "/api/statements", data=desk_hooks.sheet(station).encode(), headers={"content-type": "text/plain"})
        told["path"]["id"].append(receipt.json()["id"])
    for name, figure in (("ketik", 1), ("ketik-dua", 2)):
        typed(sessions[name], 1, told["fields"], figure)
        ask("POST", "/api/sheets/1/finalise", sessions[name])
    typed(sessions["ketik"], 2, told["fields"], 3)
    # Other keys of the same places wait for a second signature; later codes serve the requests that are made up.
    more = ask("POST", "/api/codes", administrator, json={"role": "kpps", "places": [REGION]}).json()["codes"]
    for code in more:
        told["path"]["id"].append(ask("POST", "/api/enrol", json=desk_hooks.enrolment(code)).json()["id"])
    told["codes"] = ask("POST", "/api/codes", administrator, json={"role": "kpps", "places": [REGION]}).json()["codes"]
    place.write_text(json.dumps(told), encoding="utf8")


def run(name, session, operations, seconds):
    """One role's run; whether it found nothing."""
    config = FOLDER / f"{name}.toml"
    config.write_text(CONFIG.replace("SESSION", session), encoding="utf8")
    command = [str(Path(sys.executable).parent / "st"), "--config-file", str(config), "run", f"{ADDRESS}/api/openapi.json",
               "--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", "40", "--seed", "1",
               "--workers", "1", "--request-timeout", "30", "--no-color", "--no-shrink", "--continue-on-failure",
               "--max-failures", "20", "--generation-database", "none"]
    for operation in operations:
        command += ["--include-operation-id", operation]
    begun = time.monotonic()
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "desk_hooks", "PYTHONPATH": str(HERE)}
    try:
        done = subprocess.run(command, env=environment, cwd=FOLDER, capture_output=True, text=True, timeout=seconds)
        code, text = done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired as late:
        code, text = 1, (late.stdout or b"").decode() + f"\nnot done in {seconds} s"
    (FOLDER / f"{name}.log").write_text(text, encoding="utf8")
    cases = next((line.strip() for line in text.splitlines() if " generated, " in line), "")
    print(f"   {name}: {len(operations)} routes, {time.monotonic() - begun:.0f} s, {cases}", flush=True)
    if code != 0:
        print(text)
    return code == 0


def main():
    administrator, sessions = people()
    secrets(administrator, sessions)
    document = ask("GET", "/api/openapi.json").json()
    routes = {route["operationId"]: route for methods in document["paths"].values() for route in methods.values()}
    out = "post_session_end"
    runs = []
    for name, session in sessions.items():
        acts = ask("GET", "/api/session", session).json()["acts"]
        runs.append((name, session, [one for one, route in routes.items() if route.get("x-act") in acts]))
    # Last, because it ends accounts; and very last it logs out.
    runs.append(("pengurus", administrator, [one for one in routes if one != out]))
    runs.append(("keluar", administrator, [out]))
    begun, good = time.monotonic(), True
    for name, session, operations in runs:
        left = SECONDS - (time.monotonic() - begun)
        good = run(name, session, operations, max(left, 10)) and good
    seen = (line.split() for line in (FOLDER / "seen").read_text(encoding="utf8").splitlines())
    done = {operation for operation, status in seen if status.startswith("2")}
    print(f"   did what they were asked at least once: {len(done)} of {len(routes)}; never: {' '.join(sorted(set(routes) - done))}")
    missing = sorted(SECRET - done)
    if missing:
        print(f"   {', '.join(missing)}: never done, though what they need was given")
    sys.exit(0 if good and not missing else 1)


main()
