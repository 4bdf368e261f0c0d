// An officer's own key: made in this browser by a one-time code, its fingerprint shown, its loss explained.

import { Problem } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { begin, enrol, isIn, ownKey, type Begun } from "../common/intake.ts";
import { type Held, keep, lostSince, ownHeld } from "../common/held.ts";
import { type Office, type Page, roleName, roles } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";

export async function ownKeyPage(office: Office, code: string | undefined): Promise<Page> {
  const { texts } = office;
  const body = make("div", { class: "narrow" });
  let held = await ownHeld(office);
  // What was sent may have come in without an answer, and what waited may have its second signature now.
  if (held && held.state !== "in" && (await isIn(held.statement.id))) {
    held = { ...held, state: "in" };
    await keep(office, held);
  }
  const names = await roles();
  if (code !== undefined) history.replaceState(null, "", "#/key");
  const page = new KeyPage(office, body, (role) => roleName(texts, names, role));
  if (held && code === undefined) page.show(held);
  else page.ask(code ?? "", held);
  return { title: texts.say("key"), body, shown: () => body.querySelector<HTMLElement>("input, .main, .fingerprint")?.focus() };
}

class KeyPage {
  constructor(readonly office: Office, readonly body: HTMLElement, readonly role: (id: string) => string) {}

  /** The key as it is. */
  show(held: Held): void {
    const { texts } = this.office;
    const facts = make("dl", { class: "facts" },
      make("dt", {}, texts.say("key-for")), make("dd", {}, `${this.role(held.role)}, ${held.place}`),
      make("dt", {}, texts.say("key-name")), make("dd", {}, make("code", {}, held.name)),
      make("dt", {}, texts.say("key-kept")), make("dd", {}, texts.say(`key-kept-${held.key.kind}`)));
    const print = make("p", { class: "fingerprint", tabindex: -1 }, held.fingerprint);
    fill(this.body,
      make("p", { role: "status", class: held.state === "in" ? "good" : "notice" }, texts.say(`key-is-${held.state}`)),
      make("h2", {}, texts.say("fingerprint")), print, make("p", {}, texts.say("fingerprint-explain")), facts,
      make("p", { class: "buttons" },
        held.state === "sent" && make("button", { type: "button", class: "main", onclick: () => void this.#register(held) }, texts.say("try-again")),
        held.state === "waits" && make("button", { type: "button", class: "main", onclick: () => this.office.go("#/key") }, texts.say("key-look-again")),
        make("button", { type: "button", onclick: () => this.ask("", held) }, texts.say("key-other"))),
      make("h2", {}, texts.say("key-lose")), make("p", {}, texts.say("key-lose-explain")));
  }

  /** Asks for the code; a key that is there stays until another one is in its place. */
  ask(given: string, held: Held | undefined): void {
    const { texts } = this.office;
    const since = held ? undefined : lostSince(this.office);
    const wrong = make("p", { class: "wrong", role: "alert" });
    const code = make("input", { id: "key-code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: true, value: given, "aria-describedby": "key-code-hint" });
    const go = make("button", { class: "main" }, texts.say("key-look"));
    const form = make("form", {
      onsubmit: (event) => {
        event.preventDefault();
        wrong.textContent = "";
        const typed = code.value.trim().toUpperCase();
        go.disabled = true;
        begin(typed).then((begun) => this.#confirm(typed, begun, held), (error: unknown) => this.#told(wrong, error)).finally(() => {
          go.disabled = false;
        });
      },
    }, make("p", { class: "asked" }, make("label", { for: "key-code" }, texts.say("key-code")), code,
      make("span", { class: "quiet", id: "key-code-hint" }, texts.say("key-code-hint"))), wrong, make("p", { class: "buttons" }, go,
      held && make("button", { type: "button", onclick: () => this.show(held) }, texts.say("cancel"))));
    fill(this.body,
      since !== undefined && make("p", { class: "notice", role: "alert" }, texts.say("key-lost", { since: since.slice(0, 10) })),
      make("p", {}, texts.say(held ? "key-other-explain" : "key-explain")), form);
    code.focus();
  }

  /** Says for whom the key will be; only then it is made. */
  #confirm(code: string, begun: Begun, held: Held | undefined): void {
    const { texts, me } = this.office;
    const wrong = make("p", { class: "wrong", role: "alert" });
    const other = begun.role !== me.role || !begun.scope.startsWith(me.region);
    const yes = make("button", {
      type: "button", class: "main",
      onclick: () => {
        yes.disabled = true;
        this.#make(code, begun).catch((error: unknown) => this.#told(wrong, error)).finally(() => {
          yes.disabled = false;
        });
      },
    }, texts.say("key-make"));
    fill(this.body,
      make("dl", { class: "facts" },
        make("dt", {}, texts.say("key-for")), make("dd", {}, this.role(begun.role)),
        make("dt", {}, texts.say("region")), make("dd", {}, begun.place),
        make("dt", {}, texts.say("election")), make("dd", {}, begun.election)),
      other && make("p", { class: "notice" }, texts.say("key-not-yours")),
      make("p", {}, texts.say("key-make-explain")), wrong,
      make("p", { class: "buttons" }, yes, make("button", { type: "button", onclick: () => this.ask("", held) }, texts.say("cancel"))));
    yes.focus();
  }

  async #make(code: string, begun: Begun): Promise<void> {
    const before = await ownHeld(this.office);
    const { role, scope, place } = begun;
    const own: Held = before?.code === code ? before : { ...(await ownKey(begun)), code, role, scope, place, state: "sent" };
    // Kept before it is sent: a code works once, and the answer may be lost on the way.
    await keep(this.office, own);
    await this.#register(own);
  }

  async #register(held: Held): Promise<void> {
    const { office } = this;
    try {
      const { entry } = await enrol(held.code, held.statement.note);
      const now: Held = { ...held, state: entry === undefined ? "waits" : "in" };
      await keep(office, now);
      this.show(now);
    } catch (error) {
      if (isProblem(error, "no-session")) return office.over();
      if (await isIn(held.statement.id)) {
        const now: Held = { ...held, state: "in" };
        await keep(office, now);
        return this.show(now);
      }
      this.show(held);
      office.tell(explained(office.texts, error));
    }
    this.body.querySelector<HTMLElement>(".fingerprint")?.focus();
  }

  #told(place: HTMLElement, error: unknown): void {
    if (!(error instanceof Problem)) throw error;
    place.textContent = explained(this.office.texts, error);
  }
}
