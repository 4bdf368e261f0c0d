// Signing: everything once more on one screen, what doesn't add up in plain words, and one press.

import { make } from "../common/dom.ts";
import { moment, state, type CaptureBody, type SheetBody, type Signed, type Unread } from "../common/statement.ts";
import { button, contestName, go, said, show, where, type App, type Screen } from "./app.ts";
import { pictures, settled, sheetKey, type ContestForm, type Enrolment, type Sheet, type Shot } from "./model.ts";
import { previews } from "./preview.ts";
import { explained, failing } from "./review.ts";
import { formsOf } from "./stations.ts";

export const sign: Screen = async (app, contest = "", code = app.enrolment?.scope ?? "") => {
  const { texts, store, enrolment } = app;
  const station = await formsOf(app, code);
  const form = station?.contests.find((one) => one.contest === contest);
  const sheet = await store.sheet(sheetKey(enrolment?.ledger ?? "", code, contest));
  if (!station || !form || !sheet || !enrolment) return go("home");
  if (sheet.progress.is !== "open") return go("receipt", sheet.key);
  if (form.fields.some(({ name }) => !settled(sheet.entries[name]))) return go(...where(app, "review", contest, code));
  const faults = failing(form, sheet.entries);
  // What is gone is no evidence, and is not signed.
  sheet.shots = sheet.shots.filter(({ delivery }) => delivery !== "lost");
  const told = said();
  const agree = make("input", { type: "checkbox", id: "agree" });
  const press = button(texts.say("sign"), () => void signed(app, enrolment, form, sheet, told, press), "main");
  press.disabled = true;
  agree.addEventListener("change", () => { press.disabled = !agree.checked; });
  const figures = form.fields.flatMap(({ name, label }) => {
    const entry = sheet.entries[name];
    const text = entry?.says === "figure" ? String(entry.value) : texts.say(`field-${entry?.why ?? "empty"}`);
    return [make("dt", {}, label[texts.language]), make("dd", {}, text)];
  });
  show(
    app,
    texts.say("sign-title", { contest: contestName(app, contest) }),
    where(app, "review", contest, code).join("/"),
    code !== enrolment.scope && make("p", { class: "help" }, texts.say("sign-for", { place: station.place, name: enrolment.name })),
    !enrolment.stands && make("p", { class: "help" }, texts.say("sign-beside")),
    faults.length > 0 && make("div", { class: "warning" },
      make("p", {}, texts.say("sign-faults", { count: faults.length })),
      make("ul", {}, ...faults.map((fault) => make("li", {}, explained(app, fault)))),
      make("p", {}, texts.say("sign-faults-do"))),
    sheet.shots.length === 0 && make("p", { class: "warning" }, texts.say("sign-no-photo")),
    make("dl", { class: "figures" }, ...figures),
    make("p", {}, texts.say("sign-photos", { count: sheet.shots.length })),
    make("p", { class: "agree" }, agree, make("label", { for: "agree" }, texts.say("sign-agree"))),
    press,
    told,
  );
};

async function signed(app: App, enrolment: Enrolment, form: ContestForm, sheet: Sheet, told: HTMLElement, press: HTMLButtonElement): Promise<void> {
  press.disabled = true;
  try {
    const { header, name, key } = enrolment;
    const at = moment(new Date());
    sheet.previews = await previews(app, sheet);
    const statement = await state(header, { kind: "sheet", body: sheetBody(sheet, form, at) }, name, key);
    const captures: Signed[] = [];
    for (const body of captureBodies(sheet)) captures.push(await state(header, { kind: "capture", body }, name, key));
    const fails = failing(form, sheet.entries).map(({ check }) => check.id);
    // From here on it is signed: kept before anything is sent or shown.
    await app.store.change(sheet.key, (kept) => {
      kept.shots = sheet.shots;
      kept.previews = sheet.previews;
      kept.progress = { is: "signed", statement, captures, fails, at };
    });
    app.outbox.hurry();
    go("receipt", sheet.key);
  } catch (problem) {
    press.disabled = false;
    told.textContent = app.texts.say("problem-other", { detail: String(problem) });
  }
}

/** What the officer states. A figure the reader read and a person saw is `machine`, else it is `person`. */
export function sheetBody(sheet: Sheet, form: ContestForm, at: string): SheetBody {
  const values: Record<string, number> = {};
  const unread: Record<string, Unread> = {};
  const method: Record<string, string> = {};
  const confidence: Record<string, number> = {};
  for (const { name } of form.fields) {
    const entry = sheet.entries[name];
    if (entry === undefined) continue;
    if (entry.says === "unread") {
      unread[name] = entry.why;
      continue;
    }
    values[name] = entry.value;
    method[name] = entry.by;
    if (entry.by === "machine") confidence[name] = entry.confidence;
  }
  const evidence = inPageOrder(sheet).map(({ page, sha256, bytes, media }) => ({ page, sha256, media, bytes }));
  return { contest: sheet.contest, station: sheet.station, stage: form.stage ?? "count", values, unread, evidence, method: grouped(method), confidence, at };
}

/** Each page's photo and, before it, its smaller copy. */
function inPageOrder(sheet: Sheet): Shot[] {
  return pictures(sheet).sort((one, other) => one.page - other.page || one.bytes - other.bytes);
}

/** Where all fields of a group are of one method, the group is named instead of each: the statement fits into fewer codes. */
function grouped(method: Record<string, string>): Record<string, string> {
  const groups = new Map<string, [string, string][]>();
  for (const [name, way] of Object.entries(method)) {
    const group = name.split(".", 1)[0] ?? name;
    groups.set(group, [...(groups.get(group) ?? []), [name, way]]);
  }
  return Object.fromEntries([...groups].flatMap(([group, ways]) => {
    const first = ways[0]?.[1] ?? "";
    return ways.every(([, way]) => way === first) ? [[group, first]] : ways;
  }));
}

function captureBodies(sheet: Sheet): CaptureBody[] {
  return inPageOrder(sheet).map(({ page, sha256, bytes, media, at }) => ({
    contest: sheet.contest, station: sheet.station, page, photo: { sha256, bytes, media }, at,
  }));
}
