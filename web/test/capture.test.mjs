// The phone's rules, held against the crates' own: `node --test web/test/capture.test.mjs`, with the example program `phone` of
// the crate `simulate` in SAKSI_PHONE.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const phone = (...args) => execFileSync(process.env.SAKSI_PHONE, args, { maxBuffer: 1 << 28, encoding: "utf8" });

/** A module of TypeScript, as node can import it. */
async function module(path) {
  const { outputFiles: [file] } = await esbuild.build({ entryPoints: [here(path)], bundle: true, format: "esm", write: false, loader: { ".ftl": "text" } });
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString("base64")}`);
}

const { judge } = await module("../common/checks.ts");
const { stripped } = await module("../common/jpeg.ts");
const { strippedPng } = await module("../common/png.ts");
const { statementText, moment } = await module("../common/statement.ts");
const { openNote, parseNote } = await module("../common/note.ts");
const { parts } = await module("../capture/qr.ts");
const { fingerprint, parseVkey } = await module("../common/keys.ts");

test("every check says of every sheet what the crate says, with the same two numbers", () => {
  const { checks } = JSON.parse(phone("form", "ppwp"));
  let fails = 0;
  for (const line of phone("checks", "ppwp", "800", "7").trim().split("\n")) {
    const sheet = JSON.parse(line);
    for (const { id, rule } of checks) {
      const expected = sheet.checks[id];
      const said = judge(rule, sheet.values);
      assert.equal(said.says, expected.outcome, `${id}: ${rule}`);
      assert.deepEqual(said.says === "undecided" ? null : [String(said.left), String(said.right)], expected.sides, id);
      fails += said.says === "fails";
    }
  }
  assert.ok(fails > 100, "sheets by chance break checks");
});

test("products, differences, brackets and quotients rounded up are computed as they are written", () => {
  const of = (expression, values) => String(judge(expression, values).left);
  assert.equal(of("ceil(a * 2 / 100) = a", { a: 101 }), "3");
  assert.equal(of("ceil(a - b / 2) = a", { a: 1, b: 4 }), "-1");
  assert.equal(of("a - (b - 2) * 3 = a", { a: 10, b: 4 }), "4");
  assert.equal(of("used-roll.a-b - c = c", { "used-roll.a-b": 9, c: 4 }), "5");
  assert.equal(of("a * 1000000000 * 1000000000 = a", { a: 4_294_967_295 }), "4294967295000000000000000000");
});

test("a check in words the phone doesn't know is an error, never an answer", () => {
  for (const wrong of ["a +", "a = ", "sum(votes.*) = valid", "a = b = c", "a ? b", "(a = b"]) assert.throws(() => judge(wrong, { a: 1, b: 2, c: 3 }), wrong);
});

test("a note signed by the crate is opened here, and a changed one is not", async () => {
  const { key, note } = JSON.parse(phone("sign"));
  assert.ok((await openNote(note, key))?.startsWith("id-2024/v1 key\n"));
  assert.equal(await openNote(note.replace("kpu", "kpv"), key), undefined);
  assert.equal(await openNote(note, key.replace(/.$/, "A")), undefined);
  assert.equal(await openNote("no note\n", key), undefined);
});

test("a vkey with a wrong id, another type or a space is none", async () => {
  const { key } = JSON.parse(phone("sign"));
  assert.ok(await parseVkey(key));
  const [name, id, ...rest] = key.split("+");
  for (const wrong of [`${name}+00000000+${rest.join("+")}`, `a b+${id}+${rest.join("+")}`, `${name}+${id}+AAAA`, "", "+++"]) assert.equal(await parseVkey(wrong), undefined);
});

test("no text takes the parser of notes down", () => {
  const { note } = JSON.parse(phone("sign"));
  for (let at = 0; at < note.length; at += 1) parseNote(note.slice(0, at));
});

test("what may be left out is left out of a statement, and values stand even where there are none", () => {
  const body = { contest: "ppwp", station: "1", stage: "count", values: {}, unread: { valid: "empty" }, evidence: [], method: {}, at: "2024-02-14T21:03:00+09:00" };
  assert.equal(statementText("id-2024/v1", { kind: "sheet", body }),
    'id-2024/v1 sheet\n{"contest":"ppwp","station":"1","stage":"count","values":{},"unread":{"valid":"empty"},"at":"2024-02-14T21:03:00+09:00"}\n');
});

test("a moment is to the second, with the device's offset", () => {
  assert.match(moment(new Date(0)), /^19(69|70)-\d\d-\d\dT\d\d:00:00[+-]\d\d:\d\d$/);
});

test("codes are small, numbered, and together the text, whatever its letters", () => {
  const text = `${JSON.parse(phone("sign")).note}${"\u2014\u{1f5f3}".repeat(300)}`;
  const codes = parts(text, "1234abcd");
  for (const [at, code] of codes.entries()) {
    assert.ok(code.startsWith(`SAKSI ${at + 1}/${codes.length} 1234abcd\n`));
    assert.ok(Buffer.byteLength(code) < 680);
  }
  assert.equal(codes.map((code) => code.slice(code.indexOf("\n") + 1)).join(""), text);
});

test("a key's fingerprint is written as the desk writes it", async () => {
  const { key } = JSON.parse(phone("sign"));
  const letters = [...createHash("sha256").update(key).digest().subarray(0, 16)].map((byte) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte & 31]);
  assert.equal(await fingerprint(key), letters.join("").match(/.{4}/g).join("-"));
});

/** A photo with everything a telephone writes: EXIF with place and a turn of 6, a comment, a second picture behind. */
function told(photo) {
  const exif = Buffer.concat([Buffer.from("Exif\0\0"), Buffer.from("49492a0008000000020012010300010000000600000025880400010000001a00000000000000", "hex"), Buffer.from("GPS secret")]);
  const segment = (marker, bytes) => Buffer.concat([Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 255]), bytes]);
  return Buffer.concat([photo.subarray(0, 2), segment(0xe1, exif), segment(0xfe, Buffer.from("secret comment")), photo.subarray(2), Buffer.from("secret behind")]);
}

const PHOTOS = process.env.SAKSI_PHOTOS;
const photo = readFileSync(`${PHOTOS}/${readdirSync(PHOTOS).sort()[0]}`);

test("what a telephone wrote is taken off, which way is up stays, and so does every byte of the picture", () => {
  const clean = Buffer.from(stripped(Uint8Array.from(told(photo))));
  assert.ok(!clean.includes("secret") && !clean.includes("GPS"));
  const plain = Buffer.from(stripped(Uint8Array.from(photo)));
  // 36 bytes say which way is up.
  assert.equal(clean.length, plain.length + 36);
  assert.ok(clean.subarray(2, 38).includes(Buffer.from([0x01, 0x12, 0x00, 0x03, 0, 0, 0, 1, 0, 6])));
  assert.deepEqual(clean.subarray(38), plain.subarray(2));
  assert.deepEqual(Buffer.from(stripped(Uint8Array.from(clean))), clean);
});

test("of a PNG only what draws it stays, and one that is cut short is refused", () => {
  const chunk = (name, content) => Buffer.concat([Buffer.from([0, 0, 0, content.length]), Buffer.from(name), Buffer.from(content), Buffer.from("crc!")]);
  const head = Buffer.from("89504e470d0a1a0a", "hex");
  const drawn = [chunk("IHDR", "x".repeat(13)), chunk("IDAT", "pixels"), chunk("IEND", "")];
  const told = Buffer.concat([head, drawn[0], chunk("eXIf", "secret"), chunk("tEXt", "secret"), drawn[1], chunk("tIME", "secret"), drawn[2], Buffer.from("secret")]);
  assert.deepEqual(Buffer.from(strippedPng(Uint8Array.from(told))), Buffer.concat([head, ...drawn]));
  for (let length = 0; length < told.length - 6; length += 1) assert.equal(strippedPng(Uint8Array.from(told.subarray(0, length))), undefined);
  for (let at = 8; at < told.length; at += 1) strippedPng(Uint8Array.from(told, (byte, place) => (place === at ? 255 : byte)));
});

test("a photo that is cut short, or another file, is refused and never breaks", () => {
  const whole = told(photo);
  for (let length = 0; length < 900; length += 1) assert.equal(stripped(Uint8Array.from(whole.subarray(0, length))), undefined);
  assert.equal(stripped(new TextEncoder().encode("GIF89a")), undefined);
  // By chance: bytes turned over in the head.
  let seed = 7;
  for (let round = 0; round < 3_000; round += 1) {
    const wrong = Uint8Array.from(whole.subarray(0, 4_000));
    for (let turn = 0; turn < 4; turn += 1) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      wrong[seed % 700] = seed >> 8;
    }
    stripped(wrong);
  }
});

test("every text is there in both languages, and none is idle", () => {
  const ids = (language) => [...readFileSync(here(`../texts/capture.${language}.ftl`), "utf8").matchAll(/^([a-z][\w-]*) =/gm)].map(([, id]) => id).sort();
  assert.deepEqual(ids("id"), ids("en"));
  const sources = readdirSync(here("../capture")).filter((name) => name.endsWith(".ts")).map((name) => readFileSync(here(`../capture/${name}`), "utf8")).join("\n");
  const begun = [...sources.matchAll(/`([a-z]+-)\$\{/g)].map(([, begin]) => begin);
  const idle = ids("id").filter((id) => !sources.includes(`"${id}"`) && !begun.some((begin) => id.startsWith(begin)));
  assert.deepEqual(idle, []);
  const unknown = [...sources.matchAll(/(?:say|#say|texted)\((?:this\.app, |app, )?"([a-z-]+)"/g)].map(([, id]) => id).filter((id) => !ids("id").includes(id));
  assert.deepEqual(unknown, []);
});
