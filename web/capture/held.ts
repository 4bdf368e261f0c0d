// What the desk has of a sheet from another phone, and going on from there: only the photos that it lacks are sent from here.

import { make } from "../common/dom.ts";
import { button, contestName, go, show, where, type App, type Screen } from "./app.ts";
import * as desk from "./desk.ts";
import { newSheet, sheetKey, untouched, type Shot } from "./model.ts";
import { formsOf } from "./stations.ts";

export const held: Screen = async (app, code = "", id = "") => {
  const { texts } = app;
  const told = await desk.held(code).catch(() => undefined);
  const sheet = told?.sheets.find((one) => one.id === id);
  if (!sheet) return go("home");
  const missing = sheet.photos.filter((photo) => !photo.held).length;
  show(
    app,
    contestName(app, sheet.contest),
    "home",
    make("p", {}, texts.say(missing > 0 ? "held-missing-about" : "held-about")),
    make("dl", { class: "facts" },
      make("dt", {}, texts.say("held-by")), make("dd", { class: "code" }, sheet.by),
      make("dt", {}, texts.say("signed-at")), make("dd", {}, sheet.at.replace("T", " ").slice(0, 16)),
      make("dt", {}, texts.say("statement-id")), make("dd", { class: "code" }, sheet.id),
      make("dt", {}, texts.say("ledger-entry")), make("dd", { class: "code" }, String(sheet.entry))),
    make("ul", {}, ...sheet.photos.map((photo) => make("li", { "data-held": String(photo.held) },
      texts.say(photo.held ? "held-photo" : "held-photo-missing", { page: photo.page ?? 0 })))),
    missing > 0 && button(texts.say("held-continue"), () => void goOn(app, code, sheet), "main"),
    button(texts.say("held-anew"), () => go(...where(app, "camera", sheet.contest, code)), missing > 0 ? "quiet" : "plain"),
  );
};

/** Keeps the other phone's sheet here: what the desk has is done, and what it lacks is asked for. */
async function goOn(app: App, code: string, held: desk.HeldSheet): Promise<void> {
  const { store, enrolment } = app;
  const station = await formsOf(app, code);
  if (!station || !enrolment || held.note === null) return;
  const key = sheetKey(enrolment.ledger, code, held.contest);
  const before = await store.sheet(key);
  const sheet = newSheet(enrolment.ledger, station, held.contest);
  if (before && !untouched(before)) sheet.key = `${key}/${held.id.slice(0, 8)}`;
  const shots = held.photos.map(({ page, sha256, bytes, media, held: there }): Shot => ({
    page: page ?? 0, sha256, bytes: bytes ?? 0, media: media ?? "image/jpeg", at: held.at, seen: false, delivery: there ? "named" : "lost",
  }));
  await store.keepSheet({
    ...sheet,
    shots,
    progress: {
      is: "received", statement: { id: held.id, note: held.note }, captures: [], fails: [], at: held.at,
      receipt: { id: held.id, entry: held.entry, proof: null },
    },
  });
  go("receipt", sheet.key);
}
