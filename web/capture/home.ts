// The station's forms and how far each is, and the ways to everything else. A committee's phone shows the stations it was chosen for.

import { fill, make } from "../common/dom.ts";
import { choose } from "../common/texts.ts";
import { button, go, show, type App, type Screen } from "./app.ts";
import { contestList, sheetItem } from "./contests.ts";
import * as desk from "./desk.ts";
import { complete, lost, type Sheet } from "./model.ts";
import { formsOf, ofRegion } from "./stations.ts";

export const home: Screen = async (app) => {
  const { texts, store, enrolment, outbox } = app;
  if (!enrolment) return go("enrol");
  const region = ofRegion(enrolment);
  const station = region ? undefined : await formsOf(app);
  if (enrolment.waits !== undefined && (await desk.isIn(enrolment.waits))) {
    delete enrolment.waits;
    await store.keepOne("enrolment", enrolment);
    outbox.hurry();
  }
  const own = station && contestList(app, station);
  const chosen = make("ul", { class: "contests" });
  const carried = make("ul", { class: "contests" });
  const gone = make("p", { class: "warning", role: "alert" });
  const sending = make("p", { class: "said", role: "status", "aria-live": "polite" });
  const update = async () => {
    const sheets = await store.sheets();
    await own?.update();
    fill(carried, ...sheets.filter((sheet) => sheet.station !== station?.station).map((sheet) => sheetItem(app, sheet)));
    carried.hidden = carried.childElementCount === 0;
    fill(chosen, ...(region ? [...app.stations.values()].map((one) => stationItem(app, one.station, one.place, sheets)) : []));
    const photos = sheets.reduce((sum, sheet) => sum + lost(sheet).length, 0);
    gone.hidden = photos === 0;
    gone.textContent = photos === 0 ? "" : texts.say("lost-home", { count: photos });
    sending.textContent = doing(app, sheets);
  };
  show(
    app,
    enrolment.place,
    undefined,
    enrolment.waits !== undefined && make("p", { class: "warning" }, texts.say("key-waits")),
    !region && !station && make("p", { class: "warning" }, texts.say("no-forms")),
    gone,
    own?.list,
    region && make("p", {}, texts.say("region-about")),
    chosen,
    region && button(texts.say("station-choose"), () => go("stations"), "main"),
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
    make("p", { class: "help" }, `${texts.say(region ? "code-of-region" : "code-of-station")}: ${enrolment.scope}`),
  );
  await update();
  return outbox.watch(() => void update());
};

function way(text: string, to: string): HTMLElement {
  return make("li", {}, make("a", { href: `#${to}` }, text));
}

function stationItem(app: App, code: string, place: string, sheets: Sheet[]): HTMLElement {
  const signed = sheets.filter(({ station, progress }) => station === code && progress.is !== "open").length;
  const all = app.stations.get(code)?.contests.length ?? 0;
  return make("li", {},
    make("a", { href: `#station/${code}`, "data-station": code },
      make("strong", {}, place),
      make("span", { class: "state" }, app.texts.say("station-signed", { signed, all }))));
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
