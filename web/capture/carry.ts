// Everything of this phone's sheets as one file, for a second phone or for the committee that carries it. Keys never leave.

import { make } from "../common/dom.ts";
import { base64, fromBase64, hex, sha256 } from "../common/bytes.ts";
import { button, go, said, show, type App, type Screen } from "./app.ts";
import { pictures, type Sheet } from "./model.ts";

const FORMAT = "saksi-capture/1";

interface Carried {
  format: string;
  header: string;
  sheets: Sheet[];
  photos: { sha256: string; media: string; base64: string }[];
}

export const carry: Screen = async (app) => {
  const { texts } = app;
  if (!app.enrolment) return go("enrol");
  const told = said();
  const file = make("input", { type: "file", accept: ".saksi,application/json", id: "carry", class: "hidden" });
  file.addEventListener("change", () => void (async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    told.textContent = texts.say("asking");
    const { came, code } = await take(app, await chosen.text());
    told.textContent = texts.say(code, { count: came });
    app.outbox.hurry();
  })());
  show(
    app,
    texts.say("carry-title"),
    "home",
    make("p", {}, texts.say("carry-about")),
    button(texts.say("carry-out"), () => void save(app).then((count) => { told.textContent = texts.say("carry-saved", { count }); }), "main"),
    file,
    make("label", { for: "carry", class: "button" }, texts.say("carry-in")),
    told,
  );
};

/** The file's text, and how many sheets are in it. */
export async function pack(app: App): Promise<{ text: string; count: number }> {
  const sheets = await app.store.sheets();
  const photos = [];
  for (const { sha256, media } of sheets.flatMap(pictures)) {
    const blob = await app.store.photo(sha256);
    if (blob) photos.push({ sha256, media, base64: base64(new Uint8Array(await blob.arrayBuffer())) });
  }
  const carried: Carried = { format: FORMAT, header: app.enrolment?.header ?? "", sheets, photos };
  return { text: JSON.stringify(carried), count: sheets.length };
}

async function save(app: App): Promise<number> {
  const { text, count } = await pack(app);
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: url, download: `${app.enrolment?.scope ?? "sheets"}.saksi` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return count;
}

/** Takes in another phone's sheets. What is signed here already stays; of every photo its hash is checked. */
export async function take(app: App, text: string): Promise<{ came: number; code: "carry-came" | "carry-not-ours" | "carry-damaged" }> {
  let carried: Carried;
  try {
    carried = JSON.parse(text) as Carried;
    if (carried.format !== FORMAT || !Array.isArray(carried.sheets) || !Array.isArray(carried.photos)) throw new Error(carried.format);
  } catch {
    return { came: 0, code: "carry-damaged" };
  }
  if (carried.header !== app.enrolment?.header) return { came: 0, code: "carry-not-ours" };
  const photos = new Map<string, Blob>();
  for (const photo of carried.photos) {
    const bytes = fromBase64(photo.base64);
    if (!bytes || hex(await sha256(bytes)) !== photo.sha256) return { came: 0, code: "carry-damaged" };
    photos.set(photo.sha256, new Blob([bytes], { type: photo.media }));
  }
  let came = 0;
  for (const sheet of carried.sheets) {
    if (!pictures(sheet).every(({ sha256 }) => photos.has(sha256))) return { came, code: "carry-damaged" };
    const before = await app.store.sheet(sheet.key);
    if (before && before.progress.is !== "open") continue;
    for (const { sha256 } of pictures(sheet)) {
      const blob = photos.get(sha256);
      if (blob) await app.store.keepPhoto({ sha256, blob });
    }
    await app.store.keepSheet(sheet);
    came += 1;
  }
  return { came, code: "carry-came" };
}
