// Keys that come in late wait for a second signature: an officer compares the fingerprint with the other's screen, and signs.

import { Problem, get, post, postText } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import type { Receipt } from "../common/intake.ts";
import { signNote } from "../common/note.ts";
import { ownHeld } from "../common/held.ts";
import { type Office, type Page, moment, roleName, roles } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";
import { receipt } from "../common/receipt.ts";
import { signer } from "../common/signer.ts";

interface Late {
  id: string;
  scope: string;
  place: string;
  fingerprint: string;
  text: string;
  at: number;
}

export async function late(office: Office): Promise<Page> {
  const { texts } = office;
  const [{ keys }, held, names] = await Promise.all([get<{ keys: Late[] }>("/api/late-keys"), ownHeld(office), roles()]);
  const each = keys.map((key) => {
    const { role } = JSON.parse(key.text.split("\n")[1] ?? "{}") as { role: string };
    const title = `${roleName(texts, names, role)} · ${key.place}`;
    const wrong = make("p", { class: "wrong", role: "alert" });
    const done = (...said: HTMLElement[]): void => {
      fill(card, make("h2", { id: `late-${key.id}` }, title), ...said);
      card.focus();
    };
    const told = (error: unknown): void => {
      if (isProblem(error, "no-session")) return office.over();
      if (!(error instanceof Problem)) throw error;
      wrong.textContent = explained(texts, error);
    };
    const same = make("input", { type: "checkbox", id: `same-${key.id}`, required: true });
    const form = make("form", {
      onsubmit: (event) => {
        event.preventDefault();
        if (held?.state !== "in") return;
        wrong.textContent = "";
        signNote(key.text, held.name, held.key)
          .then((note) => postText(`/api/late-keys/${key.id}/sign`, "text/plain; charset=utf-8", note))
          .then((said) => done(receipt(texts, JSON.parse(said) as Receipt)), told);
      },
    },
    make("p", { class: "check" }, same, make("label", { for: same.id }, texts.say("late-same"))), signer(texts, held, "#/key"), wrong,
    make("p", { class: "buttons" }, held?.state === "in" && make("button", { class: "main" }, texts.say("late-sign")),
      make("button", { type: "button", onclick: () => asking.showModal() }, texts.say("late-refuse"))));
    const asking = make("dialog", { "aria-labelledby": `ask-${key.id}` }, make("h2", { id: `ask-${key.id}` }, texts.say("late-refuse")),
      make("p", {}, texts.say("late-refuse-explain", { place: key.place })),
      make("div", { class: "buttons" }, make("button", { type: "button", onclick: () => asking.close() }, texts.say("cancel")),
        make("button", {
          type: "button", class: "main",
          onclick: () => {
            asking.close();
            post(`/api/late-keys/${key.id}/refuse`).then(() => done(make("p", { role: "status" }, texts.say("late-refused"))), told);
          },
        }, texts.say("late-refuse"))));
    const card = make("section", { class: "card", tabindex: -1, "aria-labelledby": `late-${key.id}` },
      make("h2", { id: `late-${key.id}` }, title), make("p", { class: "quiet" }, texts.say("late-since", { when: moment(texts, key.at) })),
      make("p", { class: "fingerprint" }, key.fingerprint), form, asking);
    return card;
  });
  const body = make("div", { class: "narrow" }, make("p", {}, texts.say("late-explain")),
    ...each, keys.length === 0 && make("p", { role: "status" }, texts.say("late-none")));
  return { title: texts.say("late"), body };
}
