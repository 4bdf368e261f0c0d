// What everybody did, the newest page first.

import { get } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { anchors } from "./anchors.ts";
import { type Office, type Page } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";
import { scrolled } from "./table.ts";

const EACH = 200;

export async function trail(office: Office): Promise<Page> {
  const { texts } = office;
  const { last } = await get("/api/trail?after=0");
  let after = Math.max(last - EACH, 0);
  const rows = make("tbody");
  const from = make("p", { class: "quiet", role: "status" });
  const time = new Intl.DateTimeFormat(texts.language, { dateStyle: "short", timeStyle: "medium" });
  const show = async (wanted: number): Promise<void> => {
    try {
      const told = await get(`/api/trail?after=${Math.max(wanted, 0)}`);
      after = Math.max(wanted, 0);
      fill(rows, ...told.rows.map((row) => make("tr", {},
        make("td", { class: "figure" }, String(row.id)), make("td", { class: "time" }, time.format(row.at)), make("td", {}, row.by ?? texts.say("nobody")),
        make("td", {}, texts.has(`act-${row.what}`) ? texts.say(`act-${row.what}`) : row.what),
        make("td", {}, row.station ? `${row.contest ?? ""} ${row.station}` : ""), make("td", { class: "values" }, row.values))));
      from.textContent = texts.say("trail-rows", { first: told.rows[0]?.id ?? 0, last: told.rows.at(-1)?.id ?? 0, all: told.last });
      older.disabled = after === 0;
      newer.disabled = told.next === null;
      next = told.next ?? after;
    } catch (error) {
      if (isProblem(error, "no-session")) return office.over();
      office.tell(explained(texts, error));
    }
  };
  let next = after;
  const older = make("button", { type: "button", onclick: () => void show(after - EACH) }, texts.say("older"));
  const newer = make("button", { type: "button", onclick: () => void show(next) }, texts.say("newer"));
  const verdict = make("p", { role: "status" });
  const check = make("button", {
    type: "button",
    onclick: () => {
      verdict.textContent = texts.say("trail-checking");
      get("/api/trail/check").then(({ broken, last, hash }) => {
        verdict.className = broken === null ? "good" : "wrong";
        verdict.textContent = broken === null ? texts.say("trail-holds", { last, hash: hash ?? "" }) : texts.say("trail-broken", { row: broken });
      }, (error: unknown) => {
        if (isProblem(error, "no-session")) return office.over();
        verdict.textContent = explained(texts, error);
      });
    },
  }, texts.say("trail-check"));
  const columns = ["number", "time", "who", "what", "sheet", "values"];
  const head = make("thead", {}, make("tr", {}, ...columns.map((id) => make("th", { scope: "col" }, texts.say(id)))));
  await show(after);
  const body = make("div", {}, make("p", {}, texts.say("trail-explain")), make("p", {}, check), verdict, anchors(office),
    make("h2", {}, texts.say("trail-all")),
    make("p", { class: "buttons" }, older, newer), from, scrolled(texts.say("trail"), make("table", {}, head, rows)));
  return { title: texts.say("trail"), body };
}
