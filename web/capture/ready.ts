// Ready for polling day? Each thing that could be missing, yes or no, and what to do about it.

import { NO_ANSWER, Problem } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { signNote } from "../common/note.ts";
import { button, go, said, show, type App, type Screen } from "./app.ts";
import * as desk from "./desk.ts";
import { sameForm } from "./reader.ts";
import { freshForms, ofRegion } from "./stations.ts";

/** Free space that a night needs: photos of five contests, and as much again. */
const SPACE = 200_000_000;
/** Seconds by which the phone's clock may differ from the desk's. */
const CLOCK = 60;

type Answer = { yes: boolean; text: string };

export const ready: Screen = async (app) => {
  const { texts } = app;
  if (!app.enrolment) return go("enrol");
  const list = make("ul", { class: "ready", "aria-live": "polite" });
  const heard = said();
  const check = async () => {
    fill(list);
    const answers = await everything(app);
    heard.textContent = await tell(app, answers);
    fill(list, ...answers.map(([name, { yes, text }]) => make("li", { "data-yes": String(yes), "data-check": name },
      make("strong", {}, texts.say(`ready-${name}`)),
      make("span", { class: "state" }, texts.say(yes ? "yes" : "no")),
      text !== "" && make("span", { class: "help" }, text))));
  };
  const told = said();
  const photo = make("input", { type: "file", accept: "image/jpeg,image/png", capture: "environment", id: "practise", class: "hidden" });
  photo.addEventListener("change", () => void practise(app, photo.files?.[0], told).then(check));
  show(
    app,
    texts.say("ready-title"),
    "home",
    make("p", {}, texts.say("ready-about")),
    list,
    heard,
    photo,
    make("label", { for: "practise", class: "button" }, texts.say("ready-practise")),
    told,
    button(texts.say("ready-again"), () => void check(), "main"),
  );
  await check();
};

async function everything(app: App): Promise<[string, Answer][]> {
  const { texts, store } = app;
  const answer = (yes: boolean, otherwise: string, variables = {}): Answer => ({ yes, text: yes ? "" : texts.say(otherwise, variables) });
  // What can be had now is fetched now.
  const own = app.enrolment && !ofRegion(app.enrolment) ? [app.enrolment.scope] : [...app.stations.keys()];
  for (const code of own) await freshForms(app, code).catch(() => undefined);
  const forms = [...app.stations.values()].flatMap(({ contests }) => contests);
  const expected = app.enrolment?.contests ?? [];
  const lists = forms.length > 0 && forms.every(({ fields }) => fields.some(({ name }) => name.startsWith("votes.")));
  // The browser is asked anew: it may say yes once the app is on the home screen.
  if (!(await navigator.storage?.persisted?.())) await navigator.storage?.persist?.();
  const space = await navigator.storage?.estimate?.();
  const free = (space?.quota ?? 0) - (space?.usage ?? 0);
  const off = await clockOff();
  return [
    ["key", answer(app.enrolment !== undefined, "ready-key-no")],
    ["forms", answer(forms.length > 0 && expected.every((contest) => forms.some((form) => form.contest === contest)), "ready-forms-no")],
    ["lists", answer(lists, "ready-lists-no")],
    ["app", answer(navigator.serviceWorker?.controller != null, "ready-app-no")],
    ["reader", answer((await app.reader.ready()) && (await app.reader.cached()), "ready-reader-no")],
    ["camera", answer(await hasCamera(), "ready-camera-no")],
    ["space", answer(free >= SPACE, "ready-space-no", { free: Math.floor(free / 1e6) })],
    ["kept", answer((await navigator.storage?.persisted?.()) === true, "ready-kept-no")],
    ["clock", off === undefined ? { yes: false, text: texts.say("ready-clock-unknown") } : answer(Math.abs(off) <= CLOCK, "ready-clock-no", { off: Math.round(Math.abs(off)) })],
    ["practised", answer((await store.one("practised")) !== undefined, "ready-practised-no")],
  ];
}

/** Says it to the desk, signed, so that the commission sees it. What is given is whether it heard: without a network it is said the
 *  next time, and what the desk does not take the officers are to be told. */
async function tell(app: App, answers: [string, Answer][]): Promise<string> {
  const { enrolment, texts } = app;
  if (!enrolment || enrolment.waits !== undefined) return texts.say("ready-told-key");
  const said = { scope: enrolment.scope, answers: Object.fromEntries(answers.map(([name, { yes }]) => [name, yes])), at: Date.now() };
  const note = await signNote(`${enrolment.header} ready\n${JSON.stringify(said)}\n`, enrolment.name, enrolment.key);
  try {
    await desk.ready(note);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const later = error.code === NO_ANSWER || error.retryAfter !== undefined;
    return later ? texts.say("ready-told-later") : texts.say("ready-told-not", { why: `${error.status} ${error.code}` });
  }
  return texts.say("ready-told");
}

/** Seconds by which this clock is ahead of the desk's, whose answers are to the second. */
async function clockOff(): Promise<number | undefined> {
  const before = Date.now();
  const said = await desk.clock();
  return said && ((before + Date.now()) / 2 - said.getTime()) / 1_000;
}

async function hasCamera(): Promise<boolean> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    for (const track of stream.getTracks()) track.stop();
    return true;
  } catch {
    return false;
  }
}

/** The station that a photo must be of, where there is but one. */
function ownStation({ enrolment, stations }: App): string {
  return enrolment && !ofRegion(enrolment) ? enrolment.scope : [...stations.keys()][0] ?? "";
}

/** Reads one page, of any form of this station, and keeps nothing of it. */
async function practise(app: App, photo: File | undefined, told: HTMLElement): Promise<void> {
  if (!photo) return;
  const { texts, store } = app;
  told.textContent = texts.say("camera-reading");
  const code = ownStation(app);
  const answer = await app.reader.read([{ name: "photo", blob: photo }], code, app.stations.get(code)?.tables);
  if (answer.is !== "read") {
    const said = answer.is === "refused" ? `refused-${answer.code}` : "camera-no-reader";
    told.textContent = texts.say(texts.has(said) ? said : "refused-other");
    return;
  }
  const { read } = answer;
  const ours = [...app.stations.values()].some(({ contests }) => contests.some(({ form }) => sameForm(form, read.form)));
  if (ours) await store.keepOne("practised", new Date().toISOString());
  told.textContent = texts.say(ours ? "ready-practised-done" : "refused-other-form", { page: read.pages[0]?.page ?? 1, figures: Object.keys(read.fields).length });
}
