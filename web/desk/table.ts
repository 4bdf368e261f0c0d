// Tables that are wider or longer than the screen: they scroll in their own place, by keyboard too.

import { make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";

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

/** A head whose columns sort, the largest first and then the smallest; without it rows stand as they came. */
export function sortHead<Row>(
  texts: Texts,
  first: string,
  columns: [id: string, value: (row: Row) => number][],
  changed: () => void,
): { head: HTMLTableSectionElement; sorted: (rows: Row[]) => Row[] } {
  let by: ((row: Row) => number) | undefined;
  let up = 1;
  const heads = columns.map(([id, value]) => {
    const press = (): void => {
      up = by === value ? -up : -1;
      by = value;
      for (const head of heads) head.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up > 0 ? "ascending" : "descending");
      changed();
    };
    const head = make("th", { scope: "col" }, make("button", { type: "button", class: "link", onclick: press }, texts.say(id)));
    return head;
  });
  const sorted = (rows: Row[]): Row[] => {
    const value = by;
    return value ? [...rows].sort((one, other) => up * (value(one) - value(other))) : rows;
  };
  return { head: make("thead", {}, make("tr", {}, make("th", { scope: "col" }, first), ...heads)), sorted };
}
