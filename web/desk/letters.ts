// Letters for envelopes: one a place, with its one-time code to type and to scan. They are in Indonesian whatever the page is in:
// whoever opens the envelope did not choose the page's language.

import { make } from "../common/dom.ts";
import { Texts } from "../common/texts.ts";
import indonesian from "../texts/desk.id.ftl";
import { type About, type Role, roleName } from "./office.ts";
import { qr } from "./qr.ts";

/** A code as it is told once. */
export interface Code {
  code: string;
  role: string;
  scope: string;
  place: string;
}

export function letters(about: About, codes: Code[], roles: Role[]): HTMLElement[] {
  const texts = new Texts("id", { id: indonesian, en: indonesian });
  return codes.map(({ code, role, scope, place }) => {
    const [first = "", ...around] = place.split(", ");
    // Who decides about the count signs at a computer; everybody else on a telephone.
    const phone = !roles.find(({ id }) => id === role)?.may.includes("ruling");
    const page = phone ? `${location.origin}/capture/` : `${location.origin}/`;
    const straight = phone ? `${page}#${code}` : `${page}#/key/${code}`;
    const way = phone ? "phone" : "desk";
    const steps = ["letter-open", `letter-go-${way}`, `letter-check-${way}`, "letter-write", "letter-once"];
    return make("article", { class: "letter" },
      about.practice && make("p", { class: "letter-practice" }, texts.say("letter-practice")),
      make("p", { class: "letter-election" }, about.name),
      make("h1", {}, first), make("p", { class: "letter-place" }, around.join(", ")),
      make("p", {}, `${texts.say("scope-code")}: `, make("strong", {}, scope)),
      make("p", {}, `${texts.say("letter-for")}: `, make("strong", {}, roleName(texts, roles, role))),
      make("div", { class: "letter-code" }, qr(straight, "letter-qr"), make("div", {},
        make("p", {}, texts.say("letter-code")), make("p", { class: "letter-big" }, code), make("p", {}, texts.say("letter-page")), make("p", { class: "letter-address" }, page))),
      make("ol", {}, ...steps.map((id) => make("li", {}, texts.say(id)))),
      about.practice && make("p", { class: "letter-practice" }, texts.say("letter-practice")));
  });
}
