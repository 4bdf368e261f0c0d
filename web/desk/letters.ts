// Letters for envelopes: one a place, with its one-time code to type and to scan. They are in Indonesian whatever the page is in:
// whoever opens the envelope did not choose the page's language.

import { encode } from "uqr";

import { make } from "../common/dom.ts";
import { Texts } from "../common/texts.ts";
import indonesian from "../texts/desk.id.ftl";
import { type About, type Role, roleName } from "./office.ts";

/** A code as it is told once. */
export interface Code {
  code: string;
  role: string;
  scope: string;
  place: string;
}

/** Empty modules around a code (ISO/IEC 18004). */
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";

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
      make("div", { class: "letter-code" }, qr(straight), make("div", {},
        make("p", {}, texts.say("letter-code")), make("p", { class: "letter-big" }, code), make("p", {}, texts.say("letter-page")), make("p", { class: "letter-address" }, page))),
      make("ol", {}, ...steps.map((id) => make("li", {}, texts.say(id)))),
      about.practice && make("p", { class: "letter-practice" }, texts.say("letter-practice")));
  });
}

/** A QR code as one path: sharp at any size. */
function qr(text: string): Element {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const dark = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])));
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${size + 2 * QUIET} ${size + 2 * QUIET}`);
  picture.setAttribute("shape-rendering", "crispEdges");
  picture.setAttribute("class", "letter-qr");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", dark.join(""));
  picture.append(path);
  return picture;
}
