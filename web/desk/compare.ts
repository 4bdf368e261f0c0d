// Figures of one sheet side by side: what differs is marked, and what doesn't can be hidden.

import { make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import { type Cells, type Field, type Shape, label, paper, shownCell } from "./form.ts";
import { scrolled } from "./table.ts";

export interface Column {
  head: HTMLElement | string;
  cells: Cells;
}

export interface Compared {
  element: HTMLElement;
  /** Fields that differ, in the form's order. */
  differ: Field[];
}

/** `show` brings a field's place in the photo up. */
export function compared(texts: Texts, form: Shape, columns: Column[], name: string, show: (field: Field) => void): Compared {
  const differs = (field: Field): boolean => new Set(columns.map(({ cells }) => cells[field.name])).size > 1;
  const differ = form.fields.filter(differs);
  const rows: HTMLElement[] = [];
  for (const { page, sections } of paper(texts, form)) {
    const fields = sections.flatMap((section) => section.lines.flatMap((line) => line.fields));
    const heading = texts.say("page", { page, pages: form.pages });
    const any = fields.some((field) => differ.includes(field));
    rows.push(make("tr", { class: any ? "group" : "group same" }, make("th", { scope: "rowgroup", colspan: columns.length + 1 }, heading)));
    for (const field of fields) {
      const different = differ.includes(field);
      const first = columns[0]?.cells[field.name];
      const cells = columns.map((column, at) => {
        const cell = column.cells[field.name];
        const shown = cell === undefined ? "–" : shownCell(texts, cell);
        // Of two both are marked; of several those that aren't as the first.
        const marked = different && (columns.length === 2 || (at > 0 && cell !== first));
        return make("td", { class: "figure" }, marked ? make("mark", {}, shown) : shown);
      });
      const named = different
        ? make("button", { type: "button", class: "link", onclick: () => show(field) }, label(texts, field))
        : label(texts, field);
      rows.push(make("tr", { class: different ? "different" : "same" },
        make("th", { scope: "row" }, make("div", { class: "named" },
          different && make("span", { class: "mark", "aria-hidden": "true" }, "≠"), named,
          different && make("span", { class: "unseen" }, ` ${texts.say("different")}`))),
        ...cells));
    }
  }
  const heads = [texts.say("field"), ...columns.map(({ head }) => head)];
  const head = make("thead", {}, make("tr", {}, ...heads.map((one, at) => make("th", { scope: "col", class: at > 0 && "figure" }, one))));
  // Where all differ, or nothing does, there is nothing to hide.
  const some = differ.length > 0 && differ.length < form.fields.length;
  const table = make("table", { class: ["compare", some && "only", columns.length < 3 && "few"].filter(Boolean).join(" ") }, head, make("tbody", {}, ...rows));
  const only = make("input", { type: "checkbox", id: "only", checked: true, onchange: () => table.classList.toggle("only", only.checked) });
  return {
    differ,
    element: make("div", {},
      some && make("p", {}, only, " ", make("label", { for: "only" }, texts.say("only-different"))),
      scrolled(name, table)),
  };
}
