// The keys of a place: who has one and since when; and how a lost one ends, by a statement signed with one's own key.

import { Problem, type Shapes, get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { send } from "../common/intake.ts";
import { signNote } from "../common/note.ts";
import { signer } from "../common/signer.ts";
import { ownHeld } from "../common/held.ts";
import { type Office, type Page, type Role, roleName, roles, word } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";
import { receipt } from "../common/receipt.ts";
import type { Reason } from "./signing.ts";
import { scrolled } from "./table.ts";

type Listed = Shapes["ListedKey"];

/** Which place, then its keys. */
export async function keysPage(office: Office, code: string | undefined): Promise<Page> {
  const { texts } = office;
  if (code === undefined) return which(office, "");
  let listed;
  try {
    listed = await get<Shapes["KeysOfPlace"]>(`/api/keys?place=${encodeURIComponent(code)}`);
  } catch (error) {
    if (isProblem(error, "no-place", "not-your-region")) return which(office, explained(texts, error));
    throw error;
  }
  const [{ reasons }, names] = await Promise.all([get<{ reasons: Reason[] }>("/api/reasons"), roles()]);
  const page = new PlaceKeys(office, code, listed, reasons, names);
  return { title: listed.place || code, body: page.body, shown: () => page.list() };
}

function which(office: Office, wrong: string): Page {
  const { texts } = office;
  const code = make("input", { id: "place", inputmode: "numeric", autocomplete: "off", required: true, "aria-describedby": "place-hint" });
  const form = make("form", {
    class: "narrow",
    onsubmit: (event) => {
      event.preventDefault();
      office.go(`#/place-keys/${encodeURIComponent(code.value.replace(/\s/g, ""))}`);
    },
  }, make("p", { class: "asked" }, make("label", { for: "place" }, texts.say("scope-code")), code,
    make("span", { class: "quiet", id: "place-hint" }, texts.say("place-keys-hint"))),
  wrong !== "" && make("p", { class: "wrong", role: "alert" }, wrong),
  make("p", {}, make("button", { class: "main" }, texts.say("place-keys-look"))));
  return { title: texts.say("place-keys"), body: make("div", {}, make("p", {}, texts.say("place-keys-explain")), form), shown: () => code.focus() };
}

class PlaceKeys {
  readonly body = make("div");

  constructor(readonly office: Office, readonly code: string, readonly listed: Shapes["KeysOfPlace"], readonly reasons: Reason[], readonly names: Role[]) {}

  list(): void {
    const { office: { texts }, listed: { keys, more } } = this;
    const rows = keys.map((key) => make("tr", {},
      make("th", { scope: "row" }, roleName(texts, this.names, key.role), make("span", { class: "quiet" }, ` ${key.place}`)),
      make("td", { class: "code" }, make("code", {}, key.fingerprint)),
      make("td", {}, this.#since(key)),
      make("td", {}, this.#state(key)),
      make("td", {}, this.#act(key))));
    const columns = ["key-for", "fingerprint", "place-keys-since", "place-keys-state", "place-keys-act"];
    const head = make("thead", {}, make("tr", {}, ...columns.map((id) => make("th", { scope: "col" }, texts.say(id)))));
    const title = make("h2", { tabindex: -1 }, texts.say("place-keys"));
    fill(this.body, title,
      rows.length > 0 ? scrolled(texts.say("place-keys"), make("table", {}, head, make("tbody", {}, ...rows))) : make("p", { role: "status" }, texts.say("place-keys-none")),
      more && make("p", { class: "notice" }, texts.say("place-keys-more")),
      make("p", {}, make("a", { href: "#/place-keys" }, texts.say("place-keys-other"))));
    title.focus();
  }

  #since({ registered }: Listed): string {
    const { texts } = this.office;
    return registered.at === null ? "–" : texts.say("place-keys-by", { when: time(texts.language, registered.at), by: registered.by.join(", ") });
  }

  #state({ revoked }: Listed): HTMLElement {
    const { texts } = this.office;
    if (revoked === null) return make("span", { class: "good" }, texts.say("place-keys-good"));
    const when = revoked.at === null ? "" : time(texts.language, revoked.at);
    return make("span", { class: "wrong" }, texts.say("place-keys-revoked", { when, by: revoked.by.join(", "), why: this.#reason(revoked.reason ?? "") }));
  }

  /** What one's own role can do about a key: end it, or make the code of the next. */
  #act(key: Listed): HTMLElement | false {
    const { office: { texts, me } } = this;
    if (key.may_revoke && me.acts.includes("vouch")) {
      return make("button", { type: "button", class: "small", onclick: () => void this.#revoke(key) }, texts.say("place-keys-revoke"));
    }
    return key.revoked !== null && me.acts.includes("administer") && this.#next(key);
  }

  #next({ role, scope }: Listed): HTMLElement {
    return make("a", { class: "button", href: `#/codes/${role}/${scope}` }, this.office.texts.say("place-keys-new-code"));
  }

  #reason(id: string): string {
    return word(this.office.texts, this.reasons.find((one) => one.id === id)?.text) || id;
  }

  async #revoke(key: Listed): Promise<void> {
    const { office, office: { texts } } = this;
    const held = await ownHeld(office);
    const fitting = this.reasons.filter(({ uses }) => uses.includes("revoke"));
    const select = make("select", { id: "reason", required: true }, make("option", { value: "" }, texts.say("reason-choose")),
      ...fitting.map(({ id, text }) => make("option", { value: id }, word(texts, text) || id)));
    const wrong = make("p", { class: "wrong", role: "alert" });
    const go = make("button", { class: "main" }, texts.say("place-keys-send"));
    const form = make("form", {
      onsubmit: (event) => {
        event.preventDefault();
        if (held?.state !== "in") return;
        wrong.textContent = "";
        go.disabled = true;
        post<Shapes["ToSign"]>("/api/compose/revoke", { key: key.key, reason: select.value })
          .then(async ({ text }) => send(await signNote(text, held.name, held.key)))
          .then((got) => this.#done(key, receipt(texts, got)), (error: unknown) => {
            if (isProblem(error, "no-session")) return office.over();
            if (!(error instanceof Problem)) throw error;
            wrong.textContent = explained(texts, error);
          }).finally(() => {
            go.disabled = false;
          });
      },
    }, make("p", { class: "asked" }, make("label", { for: "reason" }, texts.say("reason")), select), signer(texts, held, "#/key"), wrong,
    make("p", { class: "buttons" }, held?.state === "in" && go,
      make("button", { type: "button", onclick: () => this.list() }, texts.say("cancel"))));
    fill(this.body, make("div", { class: "narrow" }, make("h2", {}, texts.say("place-keys-revoke-title")), make("p", {}, texts.say("place-keys-revoke-explain")),
      make("dl", { class: "facts" },
        make("dt", {}, texts.say("key-for")), make("dd", {}, `${roleName(texts, this.names, key.role)}, ${key.place}`),
        make("dt", {}, texts.say("key-name")), make("dd", {}, make("code", {}, key.name)),
        make("dt", {}, texts.say("fingerprint")), make("dd", { class: "fingerprint" }, key.fingerprint)), form));
    select.focus();
  }

  /** The receipt; and how the place gets its next key. */
  #done(key: Listed, shown: HTMLElement): void {
    const { office, office: { texts, me } } = this;
    const code = me.acts.includes("administer") ? this.#next(key) : make("span", {}, texts.say("place-keys-ask-code"));
    fill(this.body, make("div", { class: "narrow" }, shown, make("p", {}, code),
      make("p", {}, make("button", { type: "button", onclick: () => office.go(`#/place-keys/${this.code}`) }, texts.say("place-keys-again")))));
    shown.focus();
  }
}

function time(language: string, at: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}
