// What two people agreed on waits for a signature.

import { get } from "../common/api.ts";
import { make } from "../common/dom.ts";
import type { Office, Page } from "./office.ts";
import { type Reason, type ToSign, signing } from "./signing.ts";
import { contestName, stated, station } from "./stated.ts";
import { scrolled } from "./table.ts";

interface Waiting {
  sheet: number;
  contest: string;
  station: string;
  place: string;
}

export async function sign(office: Office, which: string | undefined): Promise<Page> {
  return which === undefined ? list(office) : one(office, Number(which));
}

const waiting = async (): Promise<Waiting[]> => (await get<{ sheets: Waiting[] }>("/api/unsigned")).sheets;

async function list({ texts }: Office): Promise<Page> {
  const sheets = await waiting();
  // A contest is called the same at every station.
  const names = new Map<string, Promise<string>>();
  for (const { contest, station: code } of sheets) {
    if (!names.has(contest)) names.set(contest, station(code).then((at) => contestName(texts, at, contest)));
  }
  const called = new Map(await Promise.all([...names].map(async ([contest, name]) => [contest, await name] as const)));
  const rows = sheets.map((sheet) => make("tr", {},
    make("td", {}, make("a", { href: `#/sign/${sheet.sheet}` }, sheet.place)), make("td", {}, called.get(sheet.contest))));
  const head = make("thead", {}, make("tr", {}, ...["where", "contest"].map((id) => make("th", { scope: "col" }, texts.say(id)))));
  const body = make("div", {}, make("p", {}, texts.say("sign-explain")));
  if (rows.length === 0) body.append(make("p", { role: "status" }, texts.say("sign-none")));
  else body.append(scrolled(texts.say("sign"), make("table", {}, head, make("tbody", {}, ...rows))));
  return { title: texts.say("sign"), body };
}

async function one(office: Office, sheet: number): Promise<Page> {
  const { texts } = office;
  const whose = (await waiting()).find((one) => one.sheet === sheet);
  if (!whose) {
    const back = make("a", { href: "#/sign" }, texts.say("sign-back"));
    return { title: texts.say("sign"), body: make("div", {}, make("p", { role: "status" }, texts.say("sign-not-waiting")), make("p", {}, back)) };
  }
  const [at, now, toSign, { reasons }] = await Promise.all([
    station(whose.station), stated(whose.contest, whose.station),
    get<ToSign>(`/api/sheets/${sheet}/statement`), get<{ reasons: Reason[] }>("/api/reasons"),
  ]);
  const place = make("div");
  const on = (): HTMLElement => make("p", { class: "buttons" }, make("button", { type: "button", class: "main", onclick: () => void next(office) }, texts.say("sign-next")));
  const back = make("a", { class: "button", href: "#/sign" }, texts.say("sign-later"));
  return {
    title: `${contestName(texts, at, whose.contest)} · ${whose.place}`,
    body: place,
    shown: () => void signing(office, place, now, toSign, reasons, on, back),
  };
}

/** The next that waits, or the list that says there is none. */
async function next(office: Office): Promise<void> {
  const [first] = await waiting().catch(() => []);
  office.go(first ? `#/sign/${first.sheet}` : "#/sign");
}

/** Once a sheet is agreed on: the way to its signature, for whose role may sign. */
export function toSign({ texts, me }: Office, sheet: number): HTMLElement | false {
  return me.acts.includes("resolve") && make("p", {}, make("a", { class: "button", href: `#/sign/${sheet}` }, texts.say("sign-now")));
}
