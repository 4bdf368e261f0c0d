// A station's forms and how far each is: here, and at the desk, where other phones' statements and photos are too.

import { fill, make } from "../common/dom.ts";
import { contestName, where, type App } from "./app.ts";
import * as desk from "./desk.ts";
import { complete, lost, pagesOf, sheetKey, untouched, type Sheet, type Station } from "./model.ts";

/** The list, and what brings it up to date. The desk is asked once. */
export function contestList(app: App, station: Station): { list: HTMLElement; update: () => Promise<void> } {
  const list = make("ul", { class: "contests" });
  let held: desk.HeldSheet[] = [];
  const draw = async () => {
    const sheets = (await app.store.sheets()).filter((sheet) => sheet.station === station.station);
    const here = new Set(sheets.flatMap(({ progress }) => (progress.is === "open" ? [] : [progress.statement.id])));
    fill(list, ...station.contests.flatMap((form) => {
      const key = sheetKey(app.enrolment?.ledger ?? "", station.station, form.contest);
      const beside = sheets.filter((sheet) => sheet.contest === form.contest && sheet.key !== key);
      const own = sheets.find((sheet) => sheet.key === key);
      return [
        item(app, form.contest, station.station, own, pagesOf(form).length),
        ...beside.map((sheet) => sheetItem(app, sheet)),
        ...held.filter((one) => one.contest === form.contest && !here.has(one.id)).map((one) => heldItem(app, station.station, one)),
      ];
    }));
  };
  void desk.held(station.station).then((told) => {
    held = told.ledger === app.enrolment?.ledger ? told.sheets : [];
    if (held.length > 0) void draw();
  }, () => undefined);
  return { list, update: draw };
}

/** A sheet of any station; with where it is. */
export function sheetItem(app: App, sheet: Sheet): HTMLElement {
  const pages = app.stations.get(sheet.station)?.contests.find(({ contest }) => contest === sheet.contest);
  return item(app, sheet.contest, sheet.station, sheet, pages ? pagesOf(pages).length : sheet.shots.length, sheet.place);
}

function item(app: App, contest: string, station: string, sheet: Sheet | undefined, pages: number, place?: string): HTMLElement {
  const { texts } = app;
  const open = sheet === undefined || sheet.progress.is === "open";
  const to = open ? where(app, "camera", contest, station) : ["receipt", sheet.key];
  return make("li", {},
    make("a", { href: `#${to.map(encodeURIComponent).join("/")}`, "data-contest": contest },
      make("strong", {}, contestName(app, contest)),
      place !== undefined && make("span", {}, place),
      make("span", { class: "state", "data-state": word(sheet) }, texts.say(`sheet-${word(sheet)}`, counts(sheet, pages)))));
}

/** What the desk has and this phone doesn't. */
function heldItem(app: App, station: string, { contest, id, by, photos }: desk.HeldSheet): HTMLElement {
  const there = photos.filter((photo) => photo.held).length;
  return make("li", {},
    make("a", { href: `#held/${station}/${id}`, "data-held": contest },
      make("span", { class: "state", "data-state": there < photos.length ? "signed" : "complete" },
        app.texts.say(there < photos.length ? "held-some" : "held-all", { contest: contestName(app, contest), by, there, all: photos.length }))));
}

/** Numbers for a sheet's state in words. */
export function counts(sheet: Sheet | undefined, pages: number): Record<string, number> {
  const shots = sheet?.shots ?? [];
  return {
    taken: shots.filter(({ delivery }) => sheet?.progress.is !== "open" || delivery !== "lost").length,
    pages,
    there: shots.filter(({ delivery }) => delivery === "uploaded" || delivery === "named").length,
    gone: shots.filter(({ delivery }) => delivery === "lost").length,
  };
}

/** How far a sheet is, in one word. */
export function word(sheet: Sheet | undefined): "new" | "begun" | "signed" | "received" | "complete" | "refused" | "lost" {
  if (sheet === undefined || untouched(sheet)) return "new";
  switch (sheet.progress.is) {
    case "open": return lost(sheet).length > 0 ? "lost" : "begun";
    case "signed": return "signed";
    case "received": return complete(sheet) ? "complete" : lost(sheet).length > 0 ? "lost" : "received";
    case "refused": return "refused";
  }
}
