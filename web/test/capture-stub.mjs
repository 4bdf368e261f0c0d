// A desk in one file, for the phone's tests: it checks signatures with node's own cryptography, keeps what it was sent, and
// can be busy, or hang up in the middle of a photo.

import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
/** As `crates/desk/src/http/pages.rs` sends it. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; " +
  "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; " +
  "frame-ancestors 'none'";
const MEDIA = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8",
  svg: "image/svg+xml", wasm: "application/wasm", webmanifest: "application/manifest+json" };

export const HEADER = "id-2024/v1";
export const STATION = "9801012001001";
export const PLACE = "TPS 001, MAWAR, MELATI, KOTA CONTOH";
export const CODE = "MAWAR-0001";
export const SECOND = "MAWAR-0002";
/** A code for the village's committee, and the village. */
export const VILLAGE_CODE = "DESA-0001";
export const VILLAGE = "9801012001";
export const VILLAGE_PLACE = "MAWAR, MELATI, KOTA CONTOH";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest();

/** The raw public key of a vkey as node wants it (RFC 8410: twelve bytes before the key). */
function publicKey(vkey) {
  const raw = Buffer.from(vkey.slice(vkey.indexOf("+", vkey.indexOf("+") + 1) + 1), "base64").subarray(1);
  return createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]), format: "der", type: "spki" });
}

/** Text of a note that this key signed; an error where it did not. */
export function opened(note, vkey) {
  const at = note.lastIndexOf("\n\n");
  const text = note.slice(0, at + 1);
  const [, name, base64] = /^\u2014 (\S+) (\S+)\n$/.exec(note.slice(at + 2)) ?? [];
  if (name === undefined || name !== vkey.slice(0, vkey.indexOf("+"))) throw new Error("signed by another name");
  const bytes = Buffer.from(base64, "base64");
  if (bytes.subarray(0, 4).toString("hex") !== vkey.split("+")[1]) throw new Error("signed by another key");
  if (!verify(null, Buffer.from(text), publicKey(vkey), bytes.subarray(4))) throw new Error("the signature does not fit");
  return text;
}

export class Stub {
  notes = [];
  keys = new Map();
  photos = new Map();
  uploads = new Map();
  asked = [];
  /** How many further statements are answered `busy`. */
  busy = 0;
  /** How many further pieces of photos are cut off in the middle. */
  cut = 0;
  resumed = 0;
  /** Codes that have been used. */
  used = new Set();
  /** Whether the next key is registered without an answer. */
  silent = false;
  /** Whether keys wait for a second signature, and those that do. */
  late = false;
  waiting = new Map();
  /** Photos that it has room for; whoever brings more is put off. */
  most = Infinity;
  /** Whether it says of who signed nothing but that it doesn't know them, as a desk does. */
  strict = false;
  /** Which election it is: what is signed in one is nothing in another. */
  ledger = "a".repeat(64);
  election = "latihan-2024";
  practice = true;
  /** Files that are others than the built ones, by their path. */
  files = new Map();

  constructor(forms) {
    this.forms = forms;
    this.server = createServer((request, response) => void this.#answer(request, response).catch((error) => {
      response.writeHead(500).end(JSON.stringify({ code: "other", detail: String(error) }));
    }));
  }

  /** Another election at the same address, with a ledger of its own. */
  becomes(election, practice) {
    Object.assign(this, { strict: true, ledger: "b".repeat(64), election, practice, notes: [], keys: new Map(), photos: new Map(), uploads: new Map(), used: new Set() });
  }

  async listen() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://localhost:${this.server.address().port}`;
    return this.url;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, "http://localhost");
    this.asked.push(`${request.method} ${pathname}`);
    const json = (status, value, headers = {}) => response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
    const problem = (status, code, detail, headers) => json(status, { code, detail }, headers);
    if (!pathname.startsWith("/api/")) return this.#file(pathname, response);
    if (!["GET", "HEAD", "OPTIONS"].includes(request.method) && request.headers["x-saksi"] === undefined) return problem(403, "not-ours", "no x-saksi");
    if (pathname.startsWith("/api/photos")) return this.#photo(request, pathname, response, problem);
    const body = await text(request);
    switch (`${request.method} ${pathname}`) {
      case "POST /api/enrol/begin": {
        const { code } = JSON.parse(body);
        if (![CODE, SECOND, VILLAGE_CODE].includes(code)) return problem(403, "bad-code", "this code is wrong");
        const [role, scope, place, contests] = code === VILLAGE_CODE
          ? ["pps", VILLAGE, VILLAGE_PLACE, []] : ["kpps", STATION, PLACE, this.forms.map(({ contest }) => contest)];
        const before = [...this.keys.values()].filter((said) => said.scope === scope)
          .map(({ key }) => ({ name: key.slice(0, key.indexOf("+")), fingerprint: "ABCD-EFGH-JKMN-PQRS", revoked: false }));
        const { ledger, election, practice } = this;
        return json(200, { header: HEADER, ledger, election, practice, role, scope, name: `${role}/${scope}`, place, contests, stands: role === "kpps", before });
      }
      case "POST /api/enrol": {
        const { note } = JSON.parse(body);
        const said = JSON.parse(note.split("\n")[1]);
        opened(note, said.key);
        if (this.late) {
          const id = sha256(note.slice(0, note.lastIndexOf("\n\n") + 1)).toString("hex");
          this.waiting.set(id, () => { this.keys.set(said.key, said); this.notes.push(note); this.waiting.delete(id); });
          return json(202, { id, fingerprint: "" });
        }
        if (this.used.has(JSON.parse(body).code)) return problem(403, "bad-code", "this code has been used");
        this.used.add(JSON.parse(body).code);
        this.keys.set(said.key, said);
        this.notes.push(note);
        if (this.silent) {
          this.silent = false;
          return response.destroy();
        }
        return json(201, { id: sha256(note.slice(0, note.lastIndexOf("\n\n") + 1)).toString("hex"), entry: this.notes.length, proof: PROOF, fingerprint: "" });
      }
      case `GET /api/station/${STATION}`:
        return json(200, { station: STATION, place: PLACE, contests: this.forms, bundle: "/api/profile.json" });
      case `GET /api/region/${VILLAGE}/stations`:
        return json(200, { region: VILLAGE, place: VILLAGE_PLACE, stations: [{ station: STATION, place: PLACE }], more: 0 });
      case `GET /api/station/${STATION}/held`:
        return json(200, { ledger: this.ledger, station: STATION, sheets: this.#held() });
      case "POST /api/statements": {
        if (this.busy > 0) {
          this.busy -= 1;
          return problem(503, "busy", "busy", { "retry-after": "1" });
        }
        const signed = [...this.keys.keys()].map((key) => { try { return opened(body, key); } catch { return undefined; } }).find((text) => text !== undefined);
        if (signed === undefined && (this.late || this.strict)) return problem(403, "unknown-key", "no signature is by a key that counts");
        if (signed === undefined) return problem(422, "no-sense", "no key that counts signed this");
        const id = sha256(signed).toString("hex");
        const there = this.notes.indexOf(body);
        if (there < 0) this.notes.push(body);
        return json(there < 0 ? 201 : 200, { id, entry: there < 0 ? this.notes.length : there + 1, proof: PROOF });
      }
      default:
        if (pathname.startsWith("/api/statements/") && this.#has(pathname.slice(16))) return json(200, { id: pathname.slice(16), entry: 1, proof: null });
        return problem(404, "no-such-thing", pathname);
    }
  }

  #held() {
    return this.notes.flatMap((note, at) => {
      if (!note.startsWith(`${HEADER} sheet\n`)) return [];
      const said = JSON.parse(note.split("\n")[1]);
      const [, by] = /\n\u2014 (\S+) /.exec(note);
      const photos = (said.evidence ?? []).map((one) => ({ ...one, held: this.photos.has(one.sha256) }));
      const id = sha256(note.slice(0, note.lastIndexOf("\n\n") + 1)).toString("hex");
      return [{ contest: said.contest, id, entry: at + 1, by, role: by.split("/")[0], at: said.at, note, photos }];
    });
  }

  #has(id) {
    return this.notes.some((note) => sha256(note.slice(0, note.lastIndexOf("\n\n") + 1)).toString("hex") === id);
  }

  /** tus 1.0 core with creation: only bytes of a hash that a statement names. */
  async #photo(request, pathname, response, problem) {
    response.setHeader("tus-resumable", "1.0.0");
    if (request.method === "POST") {
      const sha256 = Buffer.from(/sha256 (\S+?)(,|$)/.exec(request.headers["upload-metadata"])[1], "base64").toString();
      if (!this.notes.some((note) => note.includes(sha256))) return problem(403, "not-named", "no statement names this photo");
      if (this.photos.has(sha256)) {
        return response.writeHead(201, { location: `/api/photos/${sha256}`, "upload-offset": this.photos.get(sha256).length }).end();
      }
      if (this.photos.size >= this.most) return problem(503, "busy", "no room", { "retry-after": "1" });
      const id = String(this.uploads.size + 1);
      this.uploads.set(id, { sha256, length: Number(request.headers["upload-length"]), bytes: Buffer.alloc(0) });
      return response.writeHead(201, { location: `/api/photos/${id}` }).end();
    }
    const name = pathname.slice("/api/photos/".length);
    const held = this.photos.get(name);
    const upload = held ? { bytes: held, length: held.length } : this.uploads.get(name);
    if (!upload) return problem(404, "no-such-thing", pathname);
    if (request.method === "HEAD") {
      this.resumed += 1;
      return response.writeHead(200, { "upload-offset": upload.bytes.length, "upload-length": upload.length, "cache-control": "no-store" }).end();
    }
    if (Number(request.headers["upload-offset"]) !== upload.bytes.length) return problem(409, "offset", "another offset");
    for await (const piece of request) {
      upload.bytes = Buffer.concat([upload.bytes, piece]);
      if (this.cut > 0) {
        this.cut -= 1;
        request.socket.destroy();
        return;
      }
    }
    if (upload.bytes.length === upload.length) {
      if (sha256(upload.bytes).toString("hex") !== upload.sha256) return problem(422, "other-bytes", "not the bytes that were named");
      this.photos.set(upload.sha256, upload.bytes);
    }
    response.writeHead(204, { "upload-offset": upload.bytes.length }).end();
  }

  #file(pathname, response) {
    const path = `${DIST}${pathname.endsWith("/") ? `${pathname}index.html` : pathname}`;
    const other = this.files.get(pathname);
    if (other === undefined && !existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": MEDIA[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream",
      "content-security-policy": POLICY, "cache-control": "no-cache" }).end(other ?? readFileSync(path));
  }
}

/** What a proof looks like; the phone shows it and does not judge it. */
export const PROOF = `c2sp.org/tlog-proof@v1\nindex 7\n${Array(20).fill(`${"A".repeat(43)}=`).join("\n")}\n\npractice\n8\n${"A".repeat(43)}=\n\n\u2014 practice ${"A".repeat(96)}\n`;

async function text(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
