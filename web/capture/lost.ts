// Photos that are named by what was signed and aren't on this phone. A file with the very same picture puts one back.

import { make } from "../common/dom.ts";
import { moment, state } from "../common/statement.ts";
import { said, type App } from "./app.ts";
import { lost, pictures, type Sheet } from "./model.ts";
import { smaller } from "./preview.ts";
import { clean } from "./shot.ts";

/** What is lost of a sheet and what to do, with a way to choose the files; nothing where nothing is. */
export function lostPhotos(app: App, sheet: Sheet): HTMLElement | undefined {
  const { texts } = app;
  const gone = lost(sheet);
  if (gone.length === 0) return undefined;
  const told = said();
  const file = make("input", { type: "file", accept: "image/jpeg,image/png", multiple: true, id: "lost-file", class: "hidden" });
  file.addEventListener("change", () => void (async () => {
    told.textContent = texts.say("asking");
    const chosen = [...(file.files ?? [])];
    file.value = "";
    let back = 0;
    for (const one of chosen) back += (await putBack(app, sheet.key, one)) ? 1 : 0;
    told.textContent = back > 0 ? texts.say("lost-back", { count: back }) : texts.say("lost-not-this");
    if (back > 0) app.outbox.hurry();
  })());
  return make("div", { class: "warning", role: "alert", "data-lost": String(gone.length) },
    make("p", {}, texts.say("lost-photos", { count: gone.length })),
    make("ul", {}, ...gone.map(({ page }) => make("li", {}, texts.say("lost-page", { page })))),
    make("p", {}, texts.say("lost-photos-do")),
    file,
    make("label", { for: "lost-file", class: "button" }, texts.say("lost-choose")),
    told);
}

/** Puts a photo back, if it is one that is lost: the telephone's own file becomes the same bytes again. */
export async function putBack(app: App, key: string, file: Blob): Promise<boolean> {
  const { store, enrolment } = app;
  const sheet = await store.sheet(key);
  const picture = await clean(file);
  const shot = picture && sheet && lost(sheet).find(({ sha256 }) => sha256 === picture.sha256);
  if (!sheet || !shot || !enrolment) return false;
  await store.keepPhoto({ sha256: shot.sha256, blob: picture.blob });
  const back = [shot.sha256];
  const copy = await smaller(picture.blob).then((blob) => blob && clean(blob)).catch(() => undefined);
  if (copy && sheet.previews.some(({ sha256, delivery }) => delivery === "lost" && sha256 === copy.sha256)) {
    await store.keepPhoto({ sha256: copy.sha256, blob: copy.blob });
    back.push(copy.sha256);
  }
  // What another key photographed, this one brings.
  const signedHere = sheet.progress.is !== "open" && sheet.progress.captures.some(({ note }) => note.includes(shot.sha256));
  const photo = { sha256: shot.sha256, bytes: picture.blob.size, media: picture.media };
  const body = { contest: sheet.contest, station: sheet.station, page: shot.page, photo, at: moment(new Date()) };
  const capture = signedHere ? undefined : await state(enrolment.header, { kind: "capture", body }, enrolment.name, enrolment.key);
  await store.change(key, (kept) => {
    for (const one of pictures(kept)) if (back.includes(one.sha256)) Object.assign(one, { delivery: "kept", bytes: one.bytes || picture.blob.size });
    if (capture) kept.brought = [...(kept.brought ?? []), capture];
  });
  return true;
}
