// Readiness before polling day: by region, which stations' phones lack what, and of which nothing was heard.

import { type Shapes, get } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import { csv } from "./csv.ts";
import { type Office, type Page, moment, word } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";
import { saved } from "../common/receipt.ts";
import { filterBox, scrolled, sortHead } from "./table.ts";

type Told = Shapes["Readiness"];
type Part = Shapes["ReadyPart"];
type Station = Shapes["NotReady"];

/** How often it is asked again while somebody looks. */
const AGAIN_MS = 60_000;
/** What a station lacks of which nothing was heard. */
const UNHEARD = "unheard";

/** What a phone lacks, in words; a thing that this page doesn't know by the phone's own word. */
function need(texts: Texts, name: string): string {
  return texts.has(`need-${name}`) ? texts.say(`need-${name}`) : name;
}

export async function ready(office: Office, region: string | undefined): Promise<Page> {
  const { texts, me } = office;
  const address = region === undefined ? "/api/ready" as const : `/api/ready?region=${encodeURIComponent(region)}` as const;
  const number = new Intl.NumberFormat(texts.language);
  const figure = (count: number, mark = ""): HTMLElement => make("td", { class: count > 0 ? `figure ${mark}` : "figure nothing" }, number.format(count));
  let told = await get(address);

  const sums = make("p", { class: "large", role: "status" });
  const parts = make("tbody");
  const columns: [id: string, value: (part: Part) => number][] = [
    ["ready-stations", (part) => part.stations],
    ["ready-ready", (part) => part.ready],
    ["ready-lacking", (part) => part.stations - part.ready - part.unheard],
    ["ready-unheard", (part) => part.unheard],
    ["share", (part) => part.ready / Math.max(part.stations, 1)],
  ];
  const sort = sortHead(texts, word(texts, told.level) || texts.say("part"), columns, () => show());
  const line = (part: Part): HTMLTableRowElement => make("tr", {},
    make("th", { scope: "row" }, make("a", { href: `#/ready/${part.code}` }, part.name), make("span", { class: "unseen" }, ` ${part.code}`)),
    figure(part.stations), figure(part.ready), figure(part.stations - part.ready - part.unheard, "different"), figure(part.unheard, "different"),
    make("td", { class: "figure" }, part.stations === 0 ? "" : `${Math.floor((part.ready * 100) / part.stations)} %`));

  const lacks = make("select", { id: "lacks", onchange: () => list() });
  const stations = make("tbody");
  const count = make("p", { class: "quiet", role: "status" });
  const buttons = make("p", { class: "buttons" });
  const names = (one: Station): string => one.lacks === null ? texts.say("ready-unheard") : one.lacks.map((name) => need(texts, name)).join(", ");
  const chosen = (): Station[] => told.others.filter((one) =>
    lacks.value === "" || (lacks.value === UNHEARD ? one.lacks === null : one.lacks?.includes(lacks.value) === true));
  const counted = (shown: number): void => {
    count.textContent = texts.say("ready-count", { shown, all: told.stations - told.ready });
  };
  const list = (): void => {
    const these = chosen();
    fill(stations, ...these.map((one) => make("tr", {},
      make("th", { scope: "row" }, one.place, make("span", { class: "unseen" }, ` ${one.station}`)),
      make("td", { class: "different" }, names(one)),
      make("td", { class: "time" }, one.at === null ? "–" : moment(texts, one.at)))));
    const lines = [["station", "place", "lacks", "said"],
      ...these.map((one) => [one.station, one.place, one.lacks?.join(" ") ?? UNHEARD, one.at === null ? "" : new Date(one.at).toISOString()])];
    fill(buttons, saved(texts.say("csv-file"), `ready-${region ?? me.region}.csv`, "text/csv", csv(lines)));
    counted(these.length);
    // What was filtered stays so.
    filter.querySelector("input")?.dispatchEvent(new Event("input"));
  };
  const filter = filterBox("filter", texts.say("filter"), () => stations.rows, counted);
  const show = (): void => {
    const { stations: all, ready: yes, unheard } = told;
    sums.textContent = texts.say("ready-sums", { all, yes, lacking: all - yes - unheard, unheard });
    fill(parts, ...sort.sorted(told.parts).map(line));
    const before = lacks.value;
    const choice = (value: string, text: string): HTMLElement => make("option", { value }, text);
    fill(lacks, choice("", texts.say("ready-whatever")), unheard > 0 && choice(UNHEARD, `${texts.say("ready-unheard")} (${number.format(unheard)})`),
      ...Object.entries(told.lacking).map(([name, many]) => choice(name, `${need(texts, name)} (${number.format(many)})`)));
    lacks.value = before;
    if (lacks.selectedIndex < 0) lacks.value = "";
    list();
  };
  const again = async (): Promise<void> => {
    try {
      told = await get(address);
      show();
    } catch (error) {
      if (isProblem(error, "no-session")) return office.over();
      count.textContent = explained(texts, error);
    }
  };

  // What lies above one's own region is not one's to see.
  const own = told.path.findIndex(({ code }: Told["path"][number]) => me.region === "" || code === me.region);
  const path = told.path.slice(Math.max(own, 0)).map(({ code, name }, at, all) =>
    make("li", {}, at === all.length - 1 ? make("span", { "aria-current": "page" }, name) : make("a", { href: at === 0 ? "#/ready" : `#/ready/${code}` }, name)));
  const head = make("thead", {}, make("tr", {}, ...["where", "ready-lacks", "ready-said"].map((id) => make("th", { scope: "col" }, texts.say(id)))));
  const body = make("div", {}, make("nav", { "aria-label": texts.say("regions") }, make("ol", { class: "path" }, ...path)),
    make("p", {}, texts.say("ready-explain")), sums,
    told.parts.length > 0 && scrolled(texts.say("regions"), make("table", {}, sort.head, parts)),
    make("h2", {}, texts.say("ready-others")),
    make("p", { class: "asked" }, make("label", { for: "lacks" }, texts.say("ready-lacks")), " ", lacks),
    filter, count, buttons, scrolled(texts.say("ready-others"), make("table", {}, head, stations)));
  show();
  const timer = setInterval(() => void again(), AGAIN_MS);
  return { title: texts.say("ready"), body, leave: async () => clearInterval(timer) };
}
