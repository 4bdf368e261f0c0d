// The stations that this phone acts for: its own, or, where it is a committee's, those of its region that somebody chose. Their forms
// are kept from then on.

import { fill, make } from "../common/dom.ts";
import { button, go, said, show, type App, type Screen } from "./app.ts";
import { contestList } from "./contests.ts";
import * as desk from "./desk.ts";
import { why } from "./enrol.ts";
import type { Enrolment, Station } from "./model.ts";

/** Whether this phone is a region's: then a station is chosen for each sheet. */
export function ofRegion({ contests }: Enrolment): boolean {
  return contests.length === 0;
}

/** A station's forms, as they are kept, else from the desk; none without either. */
export async function formsOf(app: App, code = app.enrolment?.scope ?? ""): Promise<Station | undefined> {
  return app.stations.get(code) ?? freshForms(app, code).catch(() => undefined);
}

/** A station's forms from the desk, kept from now on. */
export async function freshForms(app: App, code: string): Promise<Station> {
  const station = await desk.station(code);
  app.stations.set(code, station);
  await app.store.keepStation(station);
  return station;
}

/** Chooses a station of the region: from the desk's list, or by its code. */
export const stations: Screen = async (app) => {
  const { texts, enrolment } = app;
  if (!enrolment) return go("enrol");
  const told = said();
  const choose = async (code: string) => {
    told.textContent = texts.say("asking");
    if (!code.startsWith(enrolment.scope)) {
      told.textContent = texts.say("station-elsewhere", { place: enrolment.place });
      return;
    }
    try {
      await (app.stations.get(code) ?? freshForms(app, code));
      go("station", code);
    } catch (problem) {
      told.textContent = why(app, problem);
    }
  };
  const typed = make("input", { id: "station", inputmode: "numeric", autocomplete: "off", required: true });
  const form = make("form", {
    onsubmit: (event) => {
      event.preventDefault();
      void choose(typed.value.replace(/[^0-9]/g, ""));
    },
  }, make("label", { for: "station" }, texts.say("station-code")), typed, make("button", { class: "main" }, texts.say("station-choose")));
  const list = make("ul", { class: "contests" });
  show(app, texts.say("stations-title"), "home", make("p", {}, texts.say("stations-about")), form, told, list);
  const { stations: all, more } = await desk.stations(enrolment.scope).catch(() => ({ stations: [...app.stations.values()], more: 0 }));
  fill(list,
    ...all.map(({ station, place }) => make("li", {}, button(`${place} · ${station}`, () => void choose(station)))),
    more > 0 && make("li", {}, texts.say("stations-more", { more })));
};

/** A chosen station's forms. */
export const stationScreen: Screen = async (app, code = "") => {
  const station = await formsOf(app, code);
  if (!station) return go("stations");
  const { list, update } = contestList(app, station);
  show(app, station.place, "home", list, make("p", { class: "help" }, `${app.texts.say("code-of-station")}: ${code}`));
  await update();
  return app.outbox.watch(() => void update());
};
