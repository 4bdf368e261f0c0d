// Everything of this phone's sheets as one file, for a second phone or for the committee that carries it. Keys never leave.

import { make } from "../common/dom.ts";
import { base64, fromBase64, hex, sha256 } from "../common/bytes.ts";
import { moment, state, type Signed } from "../common/statement.ts";
import { button, go, said, show, type App, type Screen } from "./app.ts";
import { pictures, sheetKey, untouched, type Enrolment, type Sheet } from "./model.ts";

const FORMAT = "saksi-capture/2";
/** What files were before they said of which election they are. */
const OLDER = "saksi-capture/1";

interface Carried {
  format: string;
  /** Id of the ledger's definition: an election's file is taken into no other, nor into a practice. */
  ledger: string;
  election: string;
  header: string;
  /** Name of the key whose phone it comes from. */
  from: string;
  sheets: Sheet[];
  photos: { sha256: string; media: string; base64: string }[];
}

export const carry: Screen = async (app) => {
  const { texts, store, enrolment } = app;
  if (!enrolment) return go("enrol");
  const told = said();
  const file = make("input", { type: "file", accept: ".saksi,application/json", id: "carry", class: "hidden" });
  file.addEventListener("change", () => void (async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    // The same file chosen again is a choice as well; it stays readable.
    file.value = "";
    told.textContent = texts.say("asking");
    const { came, code, election } = await take(app, await chosen.text());
    told.textContent = texts.say(code, { count: came, election: election ?? "", own: enrolment.election });
    app.outbox.hurry();
  })());
  const out = (whose: Enrolment) => () => void save(app, whose).then((count) => { told.textContent = texts.say("carry-saved", { count }); });
  const others = [];
  for (const former of await formerLedgers(app)) {
    const count = (await store.sheetsOf(former.ledger)).length;
    if (count > 0) others.push(make("li", {}, texts.say("carry-other", { count, election: former.election }), button(texts.say("carry-out"), out(former))));
  }
  show(
    app,
    texts.say("carry-title"),
    "home",
    make("p", {}, texts.say("carry-about")),
    button(texts.say("carry-out"), out(enrolment), "main"),
    file,
    make("label", { for: "carry", class: "button" }, texts.say("carry-in")),
    told,
    others.length > 0 && make("ul", { class: "others" }, ...others),
  );
};

/** Of each other election that this phone was enrolled in, the last enrolment. */
async function formerLedgers({ store, enrolment }: App): Promise<Enrolment[]> {
  const last = new Map<string, Enrolment>();
  for (const former of (await store.one("former")) ?? []) if (!last.has(former.ledger)) last.set(former.ledger, former);
  last.delete(enrolment?.ledger ?? "");
  return [...last.values()];
}

/** The file's text, and how many sheets are in it. */
export async function pack(app: App, whose: Enrolment): Promise<{ text: string; count: number }> {
  const sheets = await app.store.sheetsOf(whose.ledger);
  const photos = [];
  for (const { sha256, media } of sheets.flatMap(pictures)) {
    const blob = await app.store.photo(sha256);
    if (blob) photos.push({ sha256, media, base64: base64(new Uint8Array(await blob.arrayBuffer())) });
  }
  const { ledger, election, header, name } = whose;
  const carried: Carried = { format: FORMAT, ledger, election, header, from: name, sheets, photos };
  return { text: JSON.stringify(carried), count: sheets.length };
}

async function save(app: App, whose: Enrolment): Promise<number> {
  const { text, count } = await pack(app, whose);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: url, download: `${whose.scope}.saksi` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return count;
}

type Came = { came: number; code: "carry-came" | "carry-not-ours" | "carry-older" | "carry-damaged"; election?: string };

/**
 * Takes in another phone's sheets. What is begun or signed here stays: what comes beside it has a place of its own. Of every photo its
 * hash is checked. What the other phone signed stays signed by it; that this one brought the photos is signed by this one.
 */
export async function take(app: App, text: string): Promise<Came> {
  const { store, enrolment } = app;
  let carried: Carried;
  try {
    carried = JSON.parse(text) as Carried;
    if (carried.format === OLDER) return { came: 0, code: "carry-older" };
    if (carried.format !== FORMAT || !Array.isArray(carried.sheets) || !Array.isArray(carried.photos)) throw new Error(carried.format);
  } catch {
    return { came: 0, code: "carry-damaged" };
  }
  if (!enrolment || carried.ledger !== enrolment.ledger || carried.header !== enrolment.header) {
    return { came: 0, code: "carry-not-ours", election: String(carried.election) };
  }
  const photos = new Map<string, Blob>();
  for (const photo of carried.photos) {
    const bytes = fromBase64(photo.base64);
    if (!bytes || hex(await sha256(bytes)) !== photo.sha256) return { came: 0, code: "carry-damaged" };
    photos.set(photo.sha256, new Blob([bytes], { type: photo.media }));
  }
  // A sheet that says it is of another election than its file is of neither.
  const fits = (sheet: Sheet) => sheet.ledger === carried.ledger
    && pictures(sheet).every(({ sha256, delivery }) => delivery !== "kept" || photos.has(sha256));
  if (!carried.sheets.every(fits)) return { came: 0, code: "carry-damaged" };
  let came = 0;
  for (const sheet of carried.sheets) {
    const key = await placeOf(app, sheet);
    if (key === undefined) continue;
    for (const { sha256 } of pictures(sheet)) {
      const blob = photos.get(sha256);
      if (blob) await store.keepPhoto({ sha256, blob });
    }
    await store.keepSheet({ ...sheet, key, brought: [...(sheet.brought ?? []), ...(await brought(enrolment, sheet))] });
    came += 1;
  }
  return { came, code: "carry-came" };
}

/** Where a sheet that comes in is kept; nowhere where this phone has it, or one of its own that isn't signed. */
async function placeOf({ store }: App, sheet: Sheet): Promise<string | undefined> {
  const key = sheetKey(sheet.ledger, sheet.station, sheet.contest);
  const before = await store.sheet(key);
  if (before === undefined || untouched(before)) return key;
  if (sheet.progress.is === "open") return undefined;
  const { id } = sheet.progress.statement;
  if (before.progress.is !== "open" && before.progress.statement.id === id) return undefined;
  const beside = `${key}/${id.slice(0, 8)}`;
  return (await store.sheet(beside)) === undefined ? beside : undefined;
}

/** That this phone brought the photos that aren't at the desk yet; nothing of what isn't signed, it is signed here. */
async function brought({ header, name, key, scope }: Enrolment, sheet: Sheet): Promise<Signed[]> {
  if (sheet.progress.is === "open" || !sheet.station.startsWith(scope)) return [];
  const at = moment(new Date());
  const notes = [];
  for (const { page, sha256, bytes, media, delivery } of pictures(sheet)) {
    if (delivery === "named" || delivery === "lost") continue;
    const body = { contest: sheet.contest, station: sheet.station, page, photo: { sha256, bytes, media }, at };
    notes.push(await state(header, { kind: "capture", body }, name, key));
  }
  return notes;
}
