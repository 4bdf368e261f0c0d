// How far everything is, part by part; the same page from the nation down to a village's stations.

import { type Shapes, get } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { type Office, type Page, moment, word } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";
import { filterBox, scrolled, sortHead } from "./table.ts";

type Row = Shapes["Part"];

const COUNTS = ["open", "once", "different", "returned", "agreed"] as const;
/** How often it is asked again while somebody looks. */
const AGAIN_MS = 60_000;

export async function progress(office: Office, region: string | undefined): Promise<Page> {
  const { texts, me } = office;
  const place = region === undefined ? "/api/progress" as const : `/api/progress?region=${encodeURIComponent(region)}` as const;
  let told = await get(place);
  const number = new Intl.NumberFormat(texts.language);
  const sheets = (row: Row): number => COUNTS.reduce((sum, count) => sum + row[count], 0);
  const share = (row: Row): string => (sheets(row) === 0 ? "" : `${Math.floor((row.agreed * 100) / sheets(row))} %`);
  const line = (row: Row): HTMLTableRowElement => {
    const correct = told.stations && (me.acts.includes("resolve") || me.acts.includes("redact"));
    const name = correct ? make("a", { href: `#/correct/${row.code}` }, row.name) : told.stations ? row.name : make("a", { href: `#/progress/${row.code}` }, row.name);
    return make("tr", {}, make("th", { scope: "row" }, name, make("span", { class: "unseen" }, ` ${row.code}`)),
      make("td", { class: "figure" }, number.format(sheets(row))),
      ...COUNTS.map((count) => make("td", { class: row[count] > 0 ? `figure ${count}` : "figure nothing" }, number.format(row[count]))),
      make("td", { class: "figure" }, share(row)),
      make("td", { class: "time" }, row.waiting === null ? "" : moment(texts, row.waiting)), make("td", { class: "time" }, row.latest === null ? "" : moment(texts, row.latest)));
  };
  const rows = make("tbody");
  const sum = make("tfoot");
  const at = make("p", { class: "quiet", role: "status" });
  const needs = make("p", { id: "needs" });
  const columns: [id: string, value: (row: Row) => number][] = [
    ["sheets", sheets],
    ...COUNTS.map((count): [string, (row: Row) => number] => [`count-${count}`, (row) => row[count]]),
    ["share", (row) => row.agreed / Math.max(sheets(row), 1)],
    // What waits longest stands first.
    ["waiting-since", (row) => -(row.waiting ?? Number.MAX_SAFE_INTEGER)],
    ["latest", (row) => row.latest ?? 0],
  ];
  const sort = sortHead(texts, word(texts, told.level) || texts.say("part"), columns, () => show());
  const show = (): void => {
    fill(rows, ...sort.sorted(told.rows).map(line));
    const total: Row = { code: "", name: texts.say("total"), open: 0, once: 0, different: 0, returned: 0, agreed: 0, latest: null, waiting: null };
    for (const row of told.rows) for (const count of COUNTS) total[count] += row[count];
    const cells = [sheets(total), ...COUNTS.map((count) => total[count])].map((count) => make("td", { class: "figure" }, number.format(count)));
    fill(sum, make("tr", {}, make("th", { scope: "row" }, total.name), ...cells, make("td", { class: "figure" }, share(total)), make("td"), make("td")));
    const each = told.needs.map(({ why, sheets }) => texts.say(`needs-${why}`, { sheets: number.format(sheets) }));
    needs.textContent = each.length === 0 ? texts.say("needs-nobody") : texts.say("needs", { each: each.join("; ") });
    counted(told.rows.length);
    // What was filtered stays so.
    filter.querySelector("input")?.dispatchEvent(new Event("input"));
  };
  const counted = (shown: number): void => {
    at.textContent = texts.say("progress-at", { shown, all: told.rows.length, when: moment(texts, told.at) });
  };
  const filter = filterBox("filter", texts.say("filter"), () => rows.rows, counted);
  const again = async (): Promise<void> => {
    try {
      told = await get(place);
      show();
    } catch (error) {
      if (isProblem(error, "no-session")) return office.over();
      at.textContent = explained(texts, error);
    }
  };
  // What lies above one's own region is not one's to see.
  const own = told.path.findIndex(({ code }) => me.region === "" || code === me.region);
  const path = told.path.slice(Math.max(own, 0)).map(({ code, name }, at, all) =>
    make("li", {}, at === all.length - 1 ? make("span", { "aria-current": "page" }, name) : make("a", { href: at === 0 ? "#/progress" : `#/progress/${code}` }, name)));
  const body = make("div", {}, make("nav", { "aria-label": texts.say("regions") }, make("ol", { class: "path" }, ...path)),
    needs, filter, at,
    scrolled(texts.say("progress"), make("table", { class: "progress" }, sort.head, rows, sum)));
  show();
  const timer = setInterval(() => void again(), AGAIN_MS);
  return { title: texts.say("progress"), body, leave: async () => clearInterval(timer) };
}
