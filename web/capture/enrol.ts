// Enrolment: a code from the station's sheet makes this phone the station's. The key is made here.

import { NO_ANSWER, Problem } from "../common/api.ts";
import { make } from "../common/dom.ts";
import { ownKey } from "../common/intake.ts";
import { button, go, said, show, type App, type Screen } from "./app.ts";
import * as desk from "./desk.ts";
import { complete, type Enrolment, type Pending } from "./model.ts";
import { freshForms, ofRegion } from "./stations.ts";

export const enrol: Screen = async (app, given = "") => {
  const { texts, store } = app;
  const pending = await store.one("pending");
  if (pending && (await desk.isIn(pending.statement.id))) {
    await enrolled(app, pending.enrolment);
    return go("key");
  }
  const told = said();
  const code = make("input", {
    id: "code", name: "code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true, value: given,
    "aria-describedby": "code-help",
  });
  const form = make(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        void look(app, code.value.trim().toUpperCase(), told);
      },
    },
    make("label", { for: "code" }, texts.say("enrol-code")),
    code,
    make("p", { id: "code-help", class: "help" }, texts.say("enrol-code-help")),
    make("button", { class: "main" }, texts.say("enrol-look")),
  );
  show(
    app,
    texts.say("enrol-title"),
    app.enrolment && "home",
    await anew(app),
    app.lost !== undefined && make("div", { class: "warning", role: "alert" },
      make("p", {}, texts.say("lost", { since: new Date(app.lost) })),
      make("p", {}, texts.say("lost-do"))),
    make("p", {}, texts.say("enrol-about")),
    form,
    told,
  );
};

/** On a phone that has a key: whose it is, and what becomes of it when it is enrolled anew. */
async function anew(app: App, into?: desk.Begun): Promise<HTMLElement | undefined> {
  const { texts, store, enrolment } = app;
  if (!enrolment) return undefined;
  const unsent = (await store.sheets()).filter((sheet) => sheet.progress.is !== "refused" && !complete(sheet)).length;
  const leaves = into !== undefined && into.ledger !== enrolment.ledger;
  return make("div", { class: "warning", role: "alert", "data-anew": "" },
    make("p", {}, texts.say("anew", { place: enrolment.place, name: enrolment.name })),
    make("p", {}, texts.say("anew-history")),
    leaves && make("p", {}, texts.say("anew-election", { from: enrolment.election, to: into.election })),
    unsent > 0 && make("p", {}, texts.say(leaves ? "anew-unsent-left" : "anew-unsent", { count: unsent })));
}

/** Keys that the place has had: how a phone that was emptied learns that it was enrolled. */
function before(app: App, { before }: desk.Begun): HTMLElement | undefined {
  const { texts, enrolment } = app;
  const others = before.filter(({ name }) => name !== enrolment?.name);
  if (others.length === 0) return undefined;
  return make("div", { class: "warning", "data-before": String(others.length) },
    make("p", {}, texts.say("before", { count: others.length })),
    make("ul", {}, ...others.map(({ name, fingerprint, revoked }) =>
      make("li", {}, make("span", { class: "code" }, `${name} · ${fingerprint}`), revoked && ` · ${texts.say("before-revoked")}`))),
    make("p", {}, texts.say("before-do")));
}

async function look(app: App, code: string, told: HTMLElement): Promise<void> {
  const { texts } = app;
  told.textContent = texts.say("asking");
  try {
    const begun = await desk.begin(code);
    await ask(app, code, begun);
  } catch (problem) {
    told.textContent = why(app, problem);
  }
}

/** Shows for which station the code is; only then the key is made. */
async function ask(app: App, code: string, begun: desk.Begun): Promise<void> {
  const { texts } = app;
  const told = said();
  const yes = button(texts.say("enrol-make"), () => void finish(app, code, begun, told, yes), "main");
  show(
    app,
    texts.say(begun.contests.length === 0 ? "enrol-whose-region" : "enrol-whose"),
    undefined,
    await anew(app, begun),
    before(app, begun),
    begun.practice && make("p", { class: "warning" }, texts.say("practice-about")),
    make("dl", { class: "facts" },
      make("dt", {}, texts.say(begun.contests.length === 0 ? "region" : "station")), make("dd", {}, begun.place),
      make("dt", {}, texts.say(begun.contests.length === 0 ? "code-of-region" : "code-of-station")), make("dd", { class: "code" }, begun.scope),
      make("dt", {}, texts.say("you-are")), make("dd", {}, texts.has(`role-${begun.role}`) ? texts.say(`role-${begun.role}`) : begun.role),
      make("dt", {}, texts.say("election")), make("dd", {}, begun.election)),
    make("p", {}, texts.say("enrol-key-about")),
    yes,
    button(texts.say("enrol-other"), () => void enrol(app), "quiet"),
    app.enrolment && button(texts.say("anew-keep"), () => go("home"), "plain"),
    told,
  );
}

async function finish(app: App, code: string, begun: desk.Begun, told: HTMLElement, pressed: HTMLButtonElement): Promise<void> {
  const { texts, store } = app;
  pressed.disabled = true;
  told.textContent = texts.say("enrol-making");
  try {
    const before = await store.one("pending");
    const pending = before?.code === code ? before : await newKey(code, begun);
    // Kept before it is sent: a code works once, and the answer may be lost on the way.
    await store.keepOne("pending", pending);
    await register(app, pending);
    go("key");
  } catch (problem) {
    pressed.disabled = false;
    told.textContent = why(app, problem);
  }
}

async function newKey(code: string, begun: desk.Begun): Promise<Pending> {
  const { header, ledger, election, practice, role, stands, scope, place, contests } = begun;
  const { name, key, vkey, fingerprint, at, statement } = await ownKey(begun);
  const enrolment = { header, ledger, election, practice, role, stands, scope, name, place, contests, key, vkey, fingerprint, at };
  return { code, statement, enrolment };
}

async function register(app: App, { code, statement, enrolment }: Pending): Promise<void> {
  let waits: string | undefined;
  try {
    const { entry } = await desk.enrol(code, statement.note);
    if (entry === undefined) waits = statement.id;
  } catch (problem) {
    // An earlier try came through, and only its answer did not.
    if (!(await desk.isIn(statement.id))) throw problem;
  }
  await enrolled(app, { ...enrolment, waits });
}

async function enrolled(app: App, enrolment: Enrolment): Promise<void> {
  const { store } = app;
  const former = app.enrolment;
  if (former) await store.keepOne("former", [former, ...((await store.one("former")) ?? [])]);
  app.enrolment = enrolment;
  await store.keepOne("enrolment", enrolment);
  // What another election, or a practice, left here is seen and sent by nobody from now on.
  store.of(enrolment.ledger);
  app.stations = new Map((await store.stations()).map((station) => [station.station, station]));
  await store.dropOne("pending");
  app.lost = undefined;
  await navigator.storage?.persist?.();
  if (!ofRegion(enrolment)) await freshForms(app, enrolment.scope).catch(() => undefined);
  void app.reader.ready();
}

/** What went wrong, in the phone's own words where it has them. */
export function why(app: App, problem: unknown): string {
  if (!(problem instanceof Problem)) return app.texts.say("problem-other", { detail: String(problem) });
  if (problem.code === NO_ANSWER) return app.texts.say("problem-no-answer");
  const own = `problem-${problem.code}`;
  return app.texts.has(own) ? app.texts.say(own) : app.texts.say("problem-other", { detail: problem.detail });
}

/** The key's fingerprint, for the witnesses to write down. */
export const keyScreen: Screen = async (app) => {
  const { texts, store, enrolment } = app;
  if (!enrolment) return go("enrol");
  const former = (await store.one("former")) ?? [];
  show(
    app,
    texts.say("key-title"),
    "home",
    enrolment.waits !== undefined && make("p", { class: "warning", role: "status" }, texts.say("key-waits")),
    make("p", {}, texts.say("key-about")),
    make("p", { class: "fingerprint code" }, enrolment.fingerprint),
    make("dl", { class: "facts" },
      make("dt", {}, texts.say("key-name")), make("dd", { class: "code" }, enrolment.name),
      make("dt", {}, texts.say("key-kept")), make("dd", {}, texts.say(`key-${enrolment.key.kind}`))),
    former.length > 0 && make("section", {},
      make("h2", {}, texts.say("key-former")),
      make("ul", {}, ...former.map((one) => make("li", { class: "code" }, `${one.election} · ${one.name} · ${one.fingerprint}`)))),
    button(texts.say("to-home"), () => go("home"), "main"),
    make("a", { class: "button", href: "#enrol" }, texts.say("key-anew")),
  );
};
