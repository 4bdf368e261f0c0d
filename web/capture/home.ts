// The station's contests and how far each is, and the ways to everything else.

import { fill, make } from "../common/dom.ts";
import { choose } from "../common/texts.ts";
import { button, contestName, go, show, type App, type Screen } from "./app.ts";
import * as desk from "./desk.ts";
import { complete, pagesOf, type Sheet } from "./model.ts";

export const home: Screen = async (app) => {
  const { texts, store, enrolment, outbox } = app;
  if (!enrolment) return go("enrol");
  if (!app.station) {
    app.station = await desk.station(enrolment.scope).catch(() => undefined);
    if (app.station) await store.keepOne("station", app.station);
  }
  if (enrolment.waits !== undefined && (await desk.isIn(enrolment.waits))) {
    delete enrolment.waits;
    await store.keepOne("enrolment", enrolment);
    outbox.hurry();
  }
  const list = make("ul", { class: "contests" });
  const carried = make("ul", { class: "contests" });
  const sending = make("p", { class: "said", role: "status", "aria-live": "polite" });
  const update = async () => {
    const sheets = await store.sheets();
    const own = new Map(sheets.filter(({ station }) => station === app.station?.station).map((sheet) => [sheet.contest, sheet]));
    fill(list, ...(app.station?.contests ?? []).map(({ contest, fields }) => item(app, contest, own.get(contest), pagesOf({ contest, form: "", fields, checks: [] }).length)));
    fill(carried, ...sheets.filter(({ station }) => station !== app.station?.station).map((sheet) => item(app, sheet.contest, sheet, 0)));
    carried.hidden = carried.childElementCount === 0;
    sending.textContent = doing(app, sheets);
  };
  show(
    app,
    enrolment.place,
    undefined,
    enrolment.waits !== undefined && make("p", { class: "warning" }, texts.say("key-waits")),
    !app.station && make("p", { class: "warning" }, texts.say("no-forms")),
    list,
    sending,
    carried,
    make("nav", { "aria-label": texts.say("more") },
      make("ul", { class: "ways" },
        way(texts.say("ready-title"), "ready"),
        way(texts.say("key-title"), "key"),
        way(texts.say("carry-title"), "carry"),
        way(texts.say("lock-title"), "pin"))),
    button(texts.say("other-language"), () => {
      choose(texts.language === "id" ? "en" : "id");
      location.reload();
    }, "quiet"),
    make("p", { class: "help" }, `${texts.say("code-of-station")}: ${enrolment.scope}`),
  );
  await update();
  return outbox.watch(() => void update());
};

function way(text: string, to: string): HTMLElement {
  return make("li", {}, make("a", { href: `#${to}` }, text));
}

function item(app: App, contest: string, sheet: Sheet | undefined, pages: number): HTMLElement {
  const { texts } = app;
  const key = sheet?.key ?? `${app.station?.station}/${contest}`;
  const open = sheet === undefined || sheet.progress.is === "open";
  const to = open ? `camera/${contest}` : `receipt/${encodeURIComponent(key)}`;
  return make("li", {},
    make("a", { href: `#${to}`, "data-contest": contest },
      make("strong", {}, contestName(app, contest)),
      sheet !== undefined && sheet.station !== app.station?.station && make("span", {}, sheet.place),
      make("span", { class: "state", "data-state": word(sheet) }, texts.say(`sheet-${word(sheet)}`, {
        taken: sheet?.shots.length ?? 0,
        pages,
        there: sheet?.shots.filter(({ delivery }) => delivery !== "kept").length ?? 0,
      }))));
}

/** How far a sheet is, in one word. */
export function word(sheet: Sheet | undefined): "new" | "begun" | "signed" | "received" | "complete" | "refused" {
  if (sheet === undefined || (sheet.progress.is === "open" && sheet.shots.length === 0 && Object.keys(sheet.entries).length === 0)) return "new";
  switch (sheet.progress.is) {
    case "open": return "begun";
    case "signed": return "signed";
    case "received": return complete(sheet) ? "complete" : "received";
    case "refused": return "refused";
  }
}

/** What the outbox is doing, in a sentence. */
export function doing(app: App, sheets: Sheet[]): string {
  const { texts, outbox: { doing } } = app;
  const waiting = sheets.filter((sheet) => sheet.progress.is !== "open" && sheet.progress.is !== "refused" && !complete(sheet));
  switch (doing.is) {
    case "idle":
      return "";
    case "sending":
      return texts.say(`sending-${doing.what}`, { percent: Math.floor(100 * doing.part) });
    case "waiting":
      if (waiting.length === 0) return "";
      return texts.say(`waiting-${doing.why}`, { seconds: Math.max(1, Math.round((doing.next - Date.now()) / 1_000)) });
  }
}
