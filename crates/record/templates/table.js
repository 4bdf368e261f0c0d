// Lets a table be sorted by any column and its rows be filtered by what they say. Without this file it is the same table.
"use strict";
(() => {
  /** The number a cell starts with, whatever separates its thousands; none: words. */
  const value = (cell) => {
    const text = cell.textContent.trim();
    const [number] = text.match(/^[−-]?\d[\d.,]*/) ?? [];
    if (number === undefined) return undefined;
    const percent = text.includes("%");
    const digits = number.replace("−", "-").replace(/[^\d-]/g, "");
    return percent ? Number(digits) / 100 : Number(digits);
  };
  for (const table of document.querySelectorAll("table[data-sort]")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    const texts = rows.map((row) => row.cells[0].textContent.toLocaleLowerCase());
    const sort = (column, up) => {
      const keyed = rows.map((row) => ({ row, number: value(row.cells[column]), text: row.cells[column].textContent }));
      keyed.sort((a, b) => {
        // What has no number stands last, whichever way it is sorted.
        if (column > 0 && (a.number === undefined) !== (b.number === undefined)) return a.number === undefined ? 1 : -1;
        const order = column > 0 && a.number !== undefined ? a.number - b.number : a.text.localeCompare(b.text);
        return up ? order : -order;
      });
      body.replaceChildren(...keyed.map(({ row }) => row));
      for (const [at, head] of heads.entries()) {
        if (at === column) head.setAttribute("aria-sort", up ? "ascending" : "descending");
        else head.removeAttribute("aria-sort");
      }
    };
    for (const [column, head] of heads.entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        // Numbers are looked at from the greatest, names from the first.
        sort(column, now === null ? column === 0 : now === "descending");
      });
      head.append(button);
    }
    const tools = document.createElement("p");
    tools.className = "sorting";
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "search";
    label.append(table.dataset.filter, " ", box);
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLocaleLowerCase();
      for (const [at, row] of rows.entries()) row.hidden = !texts[at].includes(wanted);
    });
    const hint = document.createElement("span");
    hint.textContent = table.dataset.sort;
    tools.append(label, hint);
    table.parentElement.before(tools);
  }
})();
