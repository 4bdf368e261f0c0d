// Enrolment: a code from the station's sheet makes this phone the station's. The key is made here.

import { NO_ANSWER, Problem } from "../common/api.ts";
import { make } from "../common/dom.ts";
import { ownKey } from "../common/intake.ts";
import { button, go, said, show, type App, type Screen } from "./app.ts";
import * as desk from "./desk.ts";
import type { Enrolment, Pending } from "./model.ts";

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
    undefined,
    app.lost !== undefined && make("div", { class: "warning", role: "alert" },
      make("p", {}, texts.say("lost", { since: new Date(app.lost) })),
      make("p", {}, texts.say("lost-do"))),
    make("p", {}, texts.say("enrol-about")),
    form,
    told,
  );
};

async function look(app: App, code: string, told: HTMLElement): Promise<void> {
  const { texts } = app;
  told.textContent = texts.say("asking");
  try {
    const begun = await desk.begin(code);
    ask(app, code, begun);
  } catch (problem) {
    told.textContent = why(app, problem);
  }
}

/** Shows for which station the code is; only then the key is made. */
function ask(app: App, code: string, begun: desk.Begun): void {
  const { texts } = app;
  const told = said();
  const yes = button(texts.say("enrol-make"), () => void finish(app, code, begun, told, yes), "main");
  show(
    app,
    texts.say("enrol-whose"),
    undefined,
    begun.practice && make("p", { class: "warning" }, texts.say("practice-about")),
    make("dl", { class: "facts" },
      make("dt", {}, texts.say("station")), make("dd", {}, begun.place),
      make("dt", {}, texts.say("code-of-station")), make("dd", { class: "code" }, begun.scope),
      make("dt", {}, texts.say("you-are")), make("dd", {}, texts.has(`role-${begun.role}`) ? texts.say(`role-${begun.role}`) : begun.role),
      make("dt", {}, texts.say("election")), make("dd", {}, begun.election)),
    make("p", {}, texts.say("enrol-key-about")),
    yes,
    button(texts.say("enrol-other"), () => void enrol(app), "quiet"),
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
  const { header, election, practice, role, scope, place, contests } = begun;
  const { name, key, vkey, fingerprint, at, statement } = await ownKey(begun);
  const enrolment = { header, election, practice, role, scope, name, place, contests, key, vkey, fingerprint, at };
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
  app.enrolment = enrolment;
  await store.keepOne("enrolment", enrolment);
  await store.dropOne("pending");
  app.lost = undefined;
  await navigator.storage?.persist?.();
  app.station = await desk.station(enrolment.scope).catch(() => undefined);
  if (app.station) await store.keepOne("station", app.station);
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
  const { texts, enrolment } = app;
  if (!enrolment) return go("enrol");
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
    button(texts.say("to-home"), () => go("home"), "main"),
  );
};
