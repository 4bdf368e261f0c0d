// One photo on its way into a sheet: what the telephone wrote into it is taken off, it is named by its hash, looked at, and kept,
// or refused with a reason.

import { hex, sha256, type Bytes } from "../common/bytes.ts";
import { stripped } from "../common/jpeg.ts";
import { isPng, strippedPng } from "../common/png.ts";
import { moment } from "../common/statement.ts";
import type { App } from "./app.ts";
import type { ContestForm, Sheet, Shot } from "./model.ts";
import { sameForm } from "./reader.ts";

/** What became of a photo. `anyway`: a person may keep it all the same. */
export type Outcome =
  | { is: "taken"; page: number; sheet: Sheet }
  | { is: "refused"; code: string; anyway: boolean; page?: number };

/** Codes of photos that can't be evidence of this sheet, whatever a person says. */
const NEVER = ["no-picture", "damaged", "too-large", "twice", "other-station", "two-forms", "two-stations", "other-form", "page-there"];

/**
 * Takes a photo into a sheet.
 *
 * @param wanted the page somebody means to photograph, which counts where the photo itself doesn't say
 * @param over whether a page that is there already is replaced
 * @param anyway whether to keep it although it can't be read
 */
export async function take(
  app: App,
  sheet: Sheet,
  form: ContestForm,
  file: Blob,
  { wanted, over, anyway }: { wanted: number; over: boolean; anyway: boolean },
): Promise<Outcome> {
  const picture = await clean(file);
  if (!picture) return { is: "refused", code: "no-picture", anyway: false };
  const { blob, media, sha256: hash } = picture;
  const there = sheet.shots.filter(({ delivery }) => delivery !== "lost");
  if (there.some((shot) => shot.sha256 === hash)) return { is: "refused", code: "twice", anyway: false };
  const tables = app.stations.get(sheet.station)?.tables;
  const unread = anyway || !(await app.reader.reads(form.form, tables));
  const seen = unread ? { is: "no-reader" as const } : await app.reader.read([{ name: "photo", blob }], sheet.station, tables);
  let page = wanted;
  switch (seen.is) {
    case "no-reader":
      break;
    case "refused":
      return { is: "refused", code: seen.code, anyway: !NEVER.includes(seen.code) };
    case "read": {
      const found = seen.read.pages[0];
      if (!sameForm(form.form, seen.read.form)) return { is: "refused", code: "other-form", anyway: false };
      page = found?.page ?? wanted;
      if (found?.surface === "screen") return { is: "refused", code: "screen", anyway: true, page };
      if (page !== wanted && !over && there.some((shot) => shot.page === page)) return { is: "refused", code: "page-there", anyway: false, page };
    }
  }
  const shot: Shot = {
    page, sha256: hash, bytes: blob.size, media, at: moment(new Date()), seen: seen.is === "read", delivery: "kept",
  };
  try {
    return { is: "taken", page, sheet: await keep(app, sheet, shot, blob) };
  } catch {
    return { is: "refused", code: "no-space", anyway: false, page };
  }
}

/** A picture without what the telephone wrote beside it, and its hash; none where the file is no JPEG or PNG. */
export async function clean(file: Blob): Promise<{ blob: Blob; media: string; sha256: string } | undefined> {
  const bytes = new Uint8Array(await file.arrayBuffer()) as Bytes;
  const png = isPng(bytes);
  const picture = png ? strippedPng(bytes) : stripped(bytes);
  if (!picture) return undefined;
  const media = png ? "image/png" : "image/jpeg";
  return { blob: new Blob([picture], { type: media }), media, sha256: hex(await sha256(picture)) };
}

async function keep(app: App, sheet: Sheet, shot: Shot, blob: Blob): Promise<Sheet> {
  await app.store.keepPhoto({ sha256: shot.sha256, blob });
  // Another photo of the page takes its place; nothing is signed yet.
  const older = sheet.shots.find(({ page }) => page === shot.page);
  const shots = [...sheet.shots.filter((other) => other !== older), shot].sort((one, other) => one.page - other.page);
  let kept = await app.store.change(sheet.key, (kept) => { kept.shots = shots; });
  if (!kept) {
    kept = { ...sheet, shots };
    await app.store.keepSheet(kept);
  }
  if (older && older.sha256 !== shot.sha256) await app.store.dropPhoto(older.sha256);
  return kept;
}
