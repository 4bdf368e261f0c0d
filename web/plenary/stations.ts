// Station by station, as on the projector: what stands, the photo, the running total; and correcting it with a reason.

import { Problem, get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { explained } from "../common/problems.ts";
import { type Field, type Figures, type Hall, type Station, type View, type Village, ofVotes, summed, told, word } from "./data.ts";
import { Photos } from "../common/photos.ts";
import { state } from "./sign.ts";
import { at } from "./sums.ts";

/** Reasons by which a plenary corrects a sheet. */
const REASONS = ["plenary-correction", "recount", "objection-upheld", "typing-error"];

/** The station that the address names, or the first. */
export async function stations(hall: Hall, region: string | undefined, code: string | undefined): Promise<View> {
  const { plenary, texts } = hall;
  const column = Math.max(0, plenary.columns.findIndex((one) => one.region === region));
  const own = plenary.columns[column];
  if (!own) return { body: make("p", {}, texts.say("no-stations")) };
  const village = await get<Village>(`${hall.path}/${own.region}${hall.query}`);
  const place = Math.max(0, village.stations.findIndex((one) => one.station === code));
  const station = village.stations[place];
  if (!station) return { body: make("p", {}, texts.say("no-stations")) };
  const step = (by: number): void => {
    const next = village.stations[place + by];
    if (next) return hall.go(`stations/${own.region}/${next.station}`);
    const other = plenary.columns[column + by];
    if (other) hall.go(`stations/${other.region}${by < 0 ? "/last" : ""}`);
  };
  // Coming back from the village after it, one begins at its end.
  if (code === "last" && village.stations.length > 1) {
    const last = village.stations[village.stations.length - 1];
    if (last) {
      hall.go(`stations/${own.region}/${last.station}`);
      return { body: make("div") };
    }
  }
  const before = plenary.columns.slice(0, column).map((one) => one.sums);
  const here = village.stations.slice(0, place + 1).map((one) => (one.counted ? one.values : null));
  const running = summed(plenary.fields, [...before, ...here]);
  const done = plenary.columns.slice(0, column).reduce((sum, one) => sum + one.sheets.expected, 0) + place + 1;
  const key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowRight" || event.key === "PageDown") step(1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") step(-1);
    else return;
    event.preventDefault();
  };
  return { body: shown(hall, village, station, running, done, step), key };
}

function shown(hall: Hall, village: Village, station: Station, running: Figures, done: number, step: (by: number) => void): HTMLElement {
  const { texts, plenary } = hall;
  const correct = make("button", { type: "button", onclick: () => {
    fill(work, correction(hall, station, () => fill(work, figures)));
    work.querySelector("input")?.focus();
  } }, texts.say("correct"));
  const figures = make("div", {},
    table(hall, station, running, plenary.fields.filter(ofVotes), "votes", true),
    table(hall, station, running, plenary.fields.filter((field) => !ofVotes(field)), "voters", false));
  const work = make("div", { class: "work" }, figures);
  const list = make("select", { id: "station", onchange: (event) => hall.go(`stations/${village.region}/${(event.target as HTMLSelectElement).value}`) },
    ...village.stations.map((one) => make("option", { value: one.station, selected: one.station === station.station },
      `${one.name}${one.open ? ` · ${texts.say(`why-${one.open}`)}` : ""}`)));
  return make("div", {},
    make("div", { class: "turn" },
      make("button", { type: "button", class: "step", "aria-label": texts.say("before"), title: texts.say("before"), onclick: () => step(-1) }, "‹"),
      make("div", { class: "which" },
        make("h2", { tabindex: -1 }, `${station.name}, ${village.name}`),
        make("p", { class: "quiet" }, texts.say("station-of", { number: done, all: plenary.sheets.expected, code: station.station }))),
      make("button", { type: "button", class: "step", "aria-label": texts.say("after"), title: texts.say("after"), onclick: () => step(1) }, "›")),
    make("div", { class: "tools" },
      make("label", { for: "station" }, texts.say("station")), list,
      make("a", { class: "button", href: `#/${at(hall)}/sums` }, texts.say("sums")), correct),
    standing(hall, station),
    make("div", { class: "beside" }, work, pictures(hall, station)));
}

/** What is known of the sheet, in words. */
function standing(hall: Hall, station: Station): HTMLElement {
  const { texts, plenary } = hall;
  const flags = [
    station.confirmed && make("li", { class: "good" }, texts.say("confirmed")),
    station.disputed && make("li", { class: "wrong" }, texts.say("why-disputed")),
    station.rivals && make("li", { class: "wrong" }, texts.say("rivals")),
    ...station.failing.map((check) => make("li", { class: "wrong" }, word(texts, plenary.checks.find(({ id }) => id === check)?.text, check))),
  ];
  return make("ul", { class: "flags" },
    make("li", { class: station.open ? "wrong" : "good" }, texts.say(`quality-${station.quality}`)), ...flags);
}

function table(hall: Hall, station: Station, running: Figures, fields: Field[], name: string, large: boolean): HTMLElement {
  const { texts } = hall;
  const rows = fields.map((field) =>
    make("tr", { class: /^votes\.[^.]+$/.test(field.name) ? "option" : "" },
      make("th", { scope: "row" }, word(texts, field.label, field.name).replace(/^[^:]*: /, "")),
      make("td", { class: "figure" }, told(texts, station.values?.[field.name])),
      make("td", { class: "figure running" }, told(texts, running[field.name]))));
  return make("table", { class: large ? "figures large" : "figures" },
    make("thead", {}, make("tr", {},
      make("th", { scope: "col" }, texts.say(name)),
      make("th", { scope: "col", class: "figure" }, texts.say("this-station")),
      make("th", { scope: "col", class: "figure running" }, texts.say("running")))),
    make("tbody", {}, ...rows));
}

function pictures(hall: Hall, station: Station): HTMLElement {
  const { texts } = hall;
  if (station.photos.length === 0) return make("aside", { class: "photos none" }, make("p", {}, texts.say("no-photo")));
  const each = station.photos.map(({ page, sha256 }) => {
    const image = make("img", { src: `/api/photos/${sha256}`, alt: texts.say("photo-of", { page: page ?? 1, station: station.name }), loading: "lazy" });
    const figure = make("figure", {}, image, make("figcaption", {}, texts.say("page", { page: page ?? 1 })));
    image.addEventListener("error", () => fill(figure, make("p", { class: "quiet" }, texts.say("photo-pending", { page: page ?? 1 }))));
    return figure;
  });
  return make("aside", { class: "photos", "aria-label": texts.say("photos") }, ...each);
}

/** Correcting a sheet: what the paper says, why, and its photo. */
function correction(hall: Hall, station: Station, close: () => void): HTMLElement {
  const { texts, plenary } = hall;
  const inputs = plenary.fields.map((field) => {
    const figure = station.values?.[field.name];
    const id = `cell-${field.name}`;
    const input = make("input", { id, inputmode: "numeric", autocomplete: "off", value: typeof figure === "number" ? String(figure) : "", pattern: "[0-9]*" });
    return { field, input, line: make("p", { class: "cell" }, make("label", { for: id }, word(texts, field.label, field.name)), input) };
  });
  const reason = make("select", { id: "reason" }, ...REASONS.map((one) => make("option", { value: one }, texts.say(`reason-${one}`))));
  const more = make("textarea", { id: "said-too", rows: 2, maxlength: 10_000 });
  const photos = new Photos(texts, "files", texts.say("photo-paper"));
  const wrong = make("p", { class: "wrong", role: "alert" });
  const go = make("button", { type: "submit", class: "main" }, texts.say("sign-correction"));
  const form = make("form", { onsubmit: (event) => {
    event.preventDefault();
    void save();
  } });
  const save = async (): Promise<void> => {
    go.disabled = true;
    fill(wrong);
    try {
      const cells: Record<string, number | "empty"> = {};
      for (const { field, input } of inputs) cells[field.name] = input.value.trim() === "" ? "empty" : Number(input.value.trim());
      if (photos.open) return fill(wrong, texts.say(`photos-${photos.open}`));
      const composed = await post("/api/compose/sheet", {
        contest: plenary.contest, station: station.station, reason: reason.value, cells, evidence: photos.named, text: more.value,
      });
      const receipt = await state(hall, {
        composed, title: texts.say("correct-title", { station: station.name }), reason: station.stands === null ? null : reason.value,
        place: `${station.name} (${station.station})`, fields: plenary.fields, stands: station.values, photos: photos.named,
      });
      hall.tell(texts.say("stated", { entry: receipt.entry }));
      await hall.again();
    } catch (error) {
      if (error instanceof Problem) fill(wrong, explained(texts, error));
      else hall.failed(error);
    } finally {
      go.disabled = false;
    }
  };
  form.append(
    make("h3", {}, texts.say("correct-title", { station: station.name })),
    make("p", {}, texts.say("correct-explain")),
    make("div", { class: "cells" }, ...inputs.map(({ line }) => line)),
    make("p", { class: "asked" }, make("label", { for: "reason" }, texts.say("reason")), reason),
    make("p", { class: "asked" }, make("label", { for: "said-too" }, texts.say("said-too")), more),
    photos.element,
    wrong,
    make("div", { class: "buttons" }, go, make("button", { type: "button", onclick: close }, texts.say("cancel"))));
  return form;
}
