// The table of progress on a screen: sorted, searched, a page at a time. Without this file it is the same table, whole.
// What is chosen stands in the address, so that a screen shows the same after it was turned off and on.
"use strict";
(() => {
  /** How often it is looked whether there is a newer cut, and how long a page stays when pages turn by themselves. */
  const LOOK_MS = 60_000;
  const TURN_MS = 15_000;
  const MISSING = 3;
  const IN = 2;
  const WRONG = [5, 6];
  const PLENARY = 7;

  const one = (id) => document.getElementById(id);
  const table = one("progress");
  const body = table.tBodies[0];
  const controls = one("controls");
  const shown = one("shown");
  const boxes = { search: one("search"), level: one("level"), show: one("show"), rows: one("rows") };
  const turn = one("turn");
  let rows = [];
  let found = [];
  let page = 0;
  let by;
  let up = -1;
  /** The cut that the page shows. */
  let served = Number(one("fresh").dataset.cut);

  /** A row with what it is searched, sorted and chosen by: read once. */
  const known = (row) => {
    const texts = [...row.cells].map((cell) => cell.textContent);
    const values = texts.map((text) => Number(text.replace(/\D/g, "")));
    values[PLENARY] = Number(row.dataset.o);
    return { row, name: texts[0], text: texts[0].toLocaleLowerCase(), level: row.dataset.l, values };
  };
  const take = (from) => {
    rows = [...from.rows].map(known);
    from.replaceChildren();
  };
  const wanted = {
    "": () => true,
    missing: ({ values }) => values[MISSING] > 0,
    nothing: ({ values }) => values[IN] === 0,
    wrong: ({ values }) => WRONG.some((column) => values[column] > 0),
    open: ({ values }) => values[PLENARY] > 0,
  };
  /** Rows that fit below the head of the table, without scrolling. */
  const fitting = () => {
    const high = body.rows[0]?.offsetHeight || 40;
    const room = innerHeight - (table.tHead.getBoundingClientRect().bottom + scrollY);
    return Math.max(8, Math.floor(room / high));
  };
  const size = () => (boxes.rows.value === "all" ? Math.max(found.length, 1) : Number(boxes.rows.value) || fitting());
  const draw = () => {
    if (body.rows.length === 0 && found[0]) body.replaceChildren(found[0].row);
    const many = size();
    const pages = Math.max(1, Math.ceil(found.length / many));
    page = ((page % pages) + pages) % pages;
    const from = page * many;
    const part = found.slice(from, from + many);
    body.replaceChildren(...part.map(({ row }) => row));
    const places = { from: from + 1, to: from + part.length, of: found.length };
    const number = new Intl.NumberFormat(document.documentElement.lang);
    shown.textContent = part.length === 0 ? shown.dataset.none
      : shown.dataset.shown.replace(/\{(\w+)\}/g, (_, name) => number.format(places[name]));
  };
  const find = () => {
    const words = boxes.search.value.toLocaleLowerCase().split(/\s+/).filter((word) => word !== "");
    const level = boxes.level.value;
    const fits = wanted[boxes.show.value] ?? wanted[""];
    found = rows.filter((row) => (level === "" || row.level === level) && fits(row) && words.every((word) => row.text.includes(word)));
    if (by === 0) found.sort((a, b) => up * a.name.localeCompare(b.name, document.documentElement.lang));
    else if (by !== undefined) found.sort((a, b) => up * (a.values[by] - b.values[by]));
    draw();
  };
  const write = () => {
    const said = new URLSearchParams();
    for (const [name, box] of Object.entries(boxes)) if (box.value !== "") said.set(name, box.value);
    if (by !== undefined) said.set("by", `${up < 0 ? "-" : ""}${by}`);
    if (turn.checked) said.set("turn", "1");
    history.replaceState(null, "", `#${said}`);
  };
  const sortedBy = (column, way) => {
    by = column;
    up = way;
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      if (at === by) head.setAttribute("aria-sort", up > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  };
  const read = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const [name, box] of Object.entries(boxes)) box.value = said.get(name) ?? "";
    turn.checked = said.has("turn");
    const column = said.get("by");
    if (column !== null && /^-?\d$/.test(column)) sortedBy(Math.abs(Number(column)), column.startsWith("-") ? -1 : 1);
  };
  const anew = () => {
    page = 0;
    find();
    write();
  };
  const moved = (by) => {
    page += by;
    draw();
  };

  [...table.tHead.rows[0].cells].forEach((head, at) => {
    const press = document.createElement("button");
    press.type = "button";
    press.append(...head.childNodes);
    // Names from A, figures from the largest, times from the oldest; once more turns it round.
    press.addEventListener("click", () => {
      sortedBy(at, by === at ? -up : at === 0 || at > PLENARY ? 1 : -1);
      anew();
    });
    head.append(press);
  });
  controls.addEventListener("input", anew);
  controls.addEventListener("submit", (event) => event.preventDefault());
  one("before").addEventListener("click", () => moved(-1));
  one("next").addEventListener("click", () => moved(1));
  addEventListener("hashchange", () => { read(); page = 0; find(); });
  addEventListener("resize", draw);
  setInterval(() => { if (turn.checked && !document.hidden) moved(1); }, TURN_MS);

  // A small file says which cut is the newest; the table is asked for only when it is another.
  const look = async () => {
    if (document.hidden) return;
    try {
      const { cut } = await (await fetch("../../latest.json")).json();
      if (served === cut) return;
      const text = await (await fetch(location.pathname, { cache: "no-cache" })).text();
      const next = new DOMParser().parseFromString(text, "text/html");
      const [fresh, table] = [next.getElementById("fresh"), next.getElementById("progress")];
      if (!fresh || !table) return;
      one("fresh").replaceWith(fresh);
      document.querySelector("footer").replaceWith(next.querySelector("footer"));
      take(table.tBodies[0]);
      find();
      served = Number(fresh.dataset.cut);
    } catch {
      // Without a network the page stays as it is, and says as of when.
    }
  };
  setInterval(look, LOOK_MS);
  void look();

  take(body);
  read();
  controls.hidden = false;
  find();
})();
