// Tables that are wider or longer than the screen: they scroll in their own place, by keyboard too.

import { make } from "../common/dom.ts";

/** A table in a place that scrolls. */
export function scrolled(name: string, table: HTMLTableElement): HTMLElement {
  return make("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": name }, table);
}

/** Shows the rows of a table that hold what is typed here; says how many. */
export function filterBox(id: string, label: string, rows: () => Iterable<HTMLTableRowElement>, told: (shown: number) => void): HTMLElement {
  const texts = new WeakMap<HTMLTableRowElement, string>();
  const filter = (): void => {
    const words = input.value.toLocaleLowerCase().split(/\s+/).filter((word) => word !== "");
    let shown = 0;
    for (const row of rows()) {
      let text = texts.get(row);
      if (text === undefined) {
        text = [...row.cells].map((cell) => cell.textContent).join(" ").toLocaleLowerCase();
        texts.set(row, text);
      }
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    told(shown);
  };
  const input = make("input", { type: "search", id, autocomplete: "off", oninput: filter });
  return make("p", { class: "filter" }, make("label", { for: id }, label), " ", input);
}
