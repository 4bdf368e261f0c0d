// What does not fit on a sheet, in words: the rule, the two sides, and the boxes it is about.

import { make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import { type Cells, type Shape, label, shownCell } from "./form.ts";
import type { Failing } from "./keeper.ts";
import { word } from "./office.ts";

const SIDES = { "=": "sides-equal", "<=": "sides-most", ">=": "sides-least" } as const;

/** A list of failing checks; a box's button brings the focus there. */
export function findings(texts: Texts, form: Shape, failing: Failing[], cells: Cells, focus: (name: string) => void): HTMLElement {
  const each = failing.map((one) => {
    const check = form.checks.find((check) => check.id === one.check);
    const [left, right] = one.sides ?? ["", ""];
    const sides = check && one.sides ? ` ${texts.say(SIDES[check.relation], { left, right })}` : "";
    const boxes = (check?.fields ?? []).map((name) => {
      const field = form.fields.find((field) => field.name === name);
      if (!field) return undefined;
      const text = `${label(texts, field)}: ${shownCell(texts, cells[name])}`;
      return make("li", {}, make("button", { type: "button", class: "link", onclick: () => focus(name) }, text));
    });
    return make("li", { class: one.hard ? "hard" : "soft" },
      make("p", { id: `finding-${one.check}` }, make("strong", {}, texts.say(one.hard ? "does-not-fit" : "unusual")), ` ${word(texts, check?.text)}.${sides}`),
      make("ul", { class: "inline" }, ...boxes));
  });
  return make("ol", {}, ...each);
}
