// Objections of one's own people: when each was stated, by when it is to be answered, and what came of it.

import { type Shapes, get } from "../common/api.ts";
import { make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import { csv } from "./csv.ts";
import { type Office, moment } from "./office.ts";
import { saved } from "../common/receipt.ts";
import { filterBox, scrolled } from "./table.ts";

type Own = Shapes["OwnObjection"];

/** What an objection is called in words, where there are any. */
function said(texts: Texts, id: string, word: string): string {
  return texts.has(id) ? texts.say(id) : word;
}

function due(texts: Texts, one: Own): string {
  if (one.due !== null) return texts.say("own-due", { when: moment(texts, one.due) });
  if (one.until !== null) return said(texts, `own-until-${one.until}`, one.until);
  return texts.say("own-no-clock");
}

/** All of them, answer by answer: who is late is counted over all, and the file has all. */
async function everyOne(): Promise<{ objections: Own[]; at: number }> {
  const path = "/api/mandate/objections";
  const all: Own[] = [];
  let { objections, next, at } = await get<Shapes["OwnObjections"]>(path);
  all.push(...objections);
  while (next !== null) {
    ({ objections, next, at } = await get<Shapes["OwnObjections"]>(`${path}?from=${next}`));
    all.push(...objections);
  }
  return { objections: all, at };
}

export async function ownObjections({ texts }: Office): Promise<HTMLElement> {
  const { objections, at } = await everyOne();
  const late = (one: Own): boolean => one.answered === null && one.due !== null && one.due < at;
  const answer = (one: Own): string => {
    if (one.answered !== null) return `${said(texts, `own-outcome-${one.outcome}`, one.outcome ?? "")}, ${moment(texts, one.answered)}`;
    return texts.say(late(one) ? "own-late" : "own-open");
  };
  const rows = make("tbody", {}, ...objections.map((one) => make("tr", {},
    make("th", { scope: "row" }, one.place_name, make("span", { class: "unseen" }, ` ${one.place}`)),
    make("td", {}, one.contest), make("td", {}, said(texts, `own-kind-${one.kind}`, one.kind)),
    make("td", { class: "time" }, moment(texts, one.stated)),
    make("td", {}, due(texts, one), one.legal !== null && make("span", { class: "quiet" }, ` ${one.legal}`)),
    make("td", { class: late(one) && "different" }, answer(one), one.answer !== null && make("span", { class: "quiet" }, ` ${one.answer}`)))));
  const columns = ["where", "own-contest", "own-kind", "own-stated", "own-by-when", "own-answer"];
  const head = make("thead", {}, make("tr", {}, ...columns.map((id) => make("th", { scope: "col" }, texts.say(id)))));
  const time = (ms: number | null): string => (ms === null ? "" : new Date(ms).toISOString());
  const lines = [["id", "contest", "place", "kind", "key", "stated", "until", "due", "answered", "outcome"],
    ...objections.map((one) => [one.id, one.contest, one.place, one.kind, one.key, time(one.stated), one.until ?? "", time(one.due), time(one.answered), one.outcome ?? ""])];
  const count = make("p", { class: "quiet", role: "status" });
  const open = objections.filter((one) => one.answered === null).length;
  const told = (shown: number): void => {
    count.textContent = texts.say("own-count", { shown, all: objections.length, open, late: objections.filter(late).length });
  };
  told(objections.length);
  return make("section", { class: "own-objections" }, make("h2", {}, texts.say("own-objections")),
    objections.length === 0 ? make("p", {}, texts.say("own-none")) : make("div", {},
      make("p", { class: "buttons" }, saved(texts.say("csv-file"), "objections.csv", "text/csv", csv(lines))),
      filterBox("filter-objections", texts.say("filter"), () => rows.rows, told), count,
      scrolled(texts.say("own-objections"), make("table", {}, head, rows))));
}
