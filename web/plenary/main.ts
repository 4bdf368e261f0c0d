// The plenary's page, for the projector: `#/<contest>/<region>[/<constituency>]/<view>...`.

import { Problem, type Shapes, get } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { explained } from "../common/problems.ts";
import { Texts, choose, language } from "../common/texts.ts";
import objectionsEnglish from "../texts/objections.en.ftl";
import objectionsIndonesian from "../texts/objections.id.ftl";
import english from "../texts/plenary.en.ftl";
import indonesian from "../texts/plenary.id.ftl";
import problemsEnglish from "../texts/problems.en.ftl";
import problemsIndonesian from "../texts/problems.id.ftl";
import signingEnglish from "../texts/signing.en.ftl";
import signingIndonesian from "../texts/signing.id.ftl";
import { close } from "./close.ts";
import { type About, type Hall, type Me, type Plenary, type View, isReopened, word } from "./data.ts";
import { differences } from "./differences.ts";
import { objections } from "./objections.ts";
import { Cancelled } from "./sign.ts";
import { stations } from "./stations.ts";
import { open, sums } from "./sums.ts";

// What the plenary says of a problem in its own words stands before what every page says.
const texts = new Texts(language(), { id: indonesian + problemsIndonesian + signingIndonesian + objectionsIndonesian, en: english + problemsEnglish + signingEnglish + objectionsEnglish });
document.documentElement.lang = texts.language;

const VIEWS: Record<string, (hall: Hall, rest: string[]) => View | Promise<View>> = {
  sums,
  stations: (hall, [region, station]) => stations(hall, region, station),
  open,
  differences: (hall, [what]) => differences(hall, what),
  objections,
  close,
};

class Page {
  readonly #band = make("div", { class: "band", hidden: true }, texts.say("practice"));
  readonly #head = make("header");
  readonly #main = make("main");
  readonly #told = make("div", { class: "told", role: "status", "aria-live": "polite" });
  #me: Me | undefined;
  #about: About | undefined;
  #contests: Shapes["NamedContest"][] | undefined;
  #view: View | undefined;
  /** Counts what was asked for: one that comes late does not take a later one's place. */
  #asked = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement) {
    fill(root, this.#band, this.#head, this.#main, this.#told);
    addEventListener("hashchange", () => void this.show());
    addEventListener("keydown", (event) => {
      const typing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog, .scrolled");
      if (!typing && !event.altKey && !event.ctrlKey && !event.metaKey) this.#view?.key?.(event);
    });
  }

  async show(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      this.#me ??= await get("/api/session");
      this.#about ??= await get("/api/about");
      // Of a practice every screen says so, also the one that asks which plenary.
      this.#band.hidden = !this.#about.practice;
      const [, contest, region, ...rest] = location.hash.split("/").map(decodeURIComponent);
      this.#contests ??= (await get<Shapes["Contests"]>("/api/contests")).contests;
      if (!contest || !region) return this.#choose(this.#me, this.#contests);
      const constituency = rest[0] !== undefined && !(rest[0] in VIEWS) ? rest.shift() : undefined;
      const [name = "sums", ...more] = rest;
      const path = `/api/plenary/${encodeURIComponent(contest)}/${encodeURIComponent(region)}`;
      const query = constituency ? `?constituency=${encodeURIComponent(constituency)}` : "";
      const plenary = await get<Plenary>(path + query);
      const start = `#/${[contest, region, ...(constituency ? [constituency] : [])].join("/")}`;
      const hall: Hall = {
        texts, about: this.#about, me: this.#me, plenary, path, query,
        tell: (text) => this.#tell(text),
        failed: (error) => this.#failed(error),
        again: () => this.show(),
        go: (view) => (location.hash = `${start}/${view}`),
      };
      const view = await (VIEWS[name] ?? sums)(hall, more);
      if (asked !== this.#asked) return;
      this.#view = view;
      this.#surround(hall, start, name);
      fill(this.#main, view.body);
      document.title = `${plenary.place.split(",")[0]} · ${texts.say("title")}`;
      this.#main.querySelector<HTMLElement>("h2[tabindex]")?.focus({ preventScroll: true });
      view.shown?.();
    } catch (error) {
      if (asked === this.#asked) this.#broken(error);
    }
  }

  /** What is around every view: where, how far, which views there are. */
  #surround(hall: Hall, start: string, name: string): void {
    const { plenary } = hall;
    const { counted, expected } = plenary.sheets;
    const { missing, conflict, disputed } = plenary.opens;
    const unexplained = plenary.differences.filter(({ explained }) => explained === null).length;
    const counts: Record<string, number> = { open: missing + conflict + disputed, differences: unexplained };
    const links = Object.keys(VIEWS).map((view) => {
      const count = counts[view] ?? 0;
      return make("a", { href: `${start}/${view}`, ...(view === name ? { "aria-current": "page" } : {}) },
        texts.say(`view-${view}`), count > 0 && make("span", { class: "count" }, String(count)));
    });
    const other = texts.language === "id" ? "en" : "id";
    fill(this.#head,
      make("div", { class: "where" },
        make("h1", {}, `${plenary.level === null ? "" : texts.say(`level-${plenary.level}`)} ${plenary.place.split(",")[0] ?? ""}`),
        make("p", {}, `${this.#contestName(plenary.contest)} · ${texts.say(isReopened(plenary) ? "status-reopened" : `status-${plenary.status}`)}`),
        constituencies(hall)),
      make("div", { class: "far" },
        make("p", {}, texts.say("stations-in", { counted: counted.toLocaleString(texts.language), expected: expected.toLocaleString(texts.language) })),
        make("progress", { max: Math.max(expected, 1), value: counted, "aria-label": texts.say("view-stations") })),
      make("button", { type: "button", class: "small", lang: other, onclick: () => {
        choose(other);
        location.reload();
      } }, texts.say("other-language")),
      make("nav", { "aria-label": texts.say("views") }, ...links));
  }

  /** Which plenary: the account's own region stands there already. */
  #choose(me: Me, contests: Shapes["NamedContest"][]): void {
    const contest = make("select", { id: "contest" }, ...contests.map(({ id, name }) => make("option", { value: id }, word(texts, name, id))));
    const region = make("input", { id: "region", required: true, autocomplete: "off", value: me.region });
    const constituency = make("input", { id: "constituency", autocomplete: "off" });
    fill(this.#main, make("form", { class: "narrow", onsubmit: (event) => {
      event.preventDefault();
      const part = constituency.value.trim();
      location.hash = `#/${contest.value}/${region.value.trim()}${part ? `/${part}` : ""}`;
    } },
      make("h1", {}, texts.say("title")),
      make("p", { class: "asked" }, make("label", { for: "contest" }, texts.say("contest")), contest),
      make("p", { class: "asked" }, make("label", { for: "region" }, texts.say("region")), region),
      make("p", { class: "asked" }, make("label", { for: "constituency" }, texts.say("constituency")), constituency),
      make("button", { type: "submit", class: "main" }, texts.say("begin"))));
  }

  #contestName(contest: string): string {
    return word(texts, this.#contests?.find(({ id }) => id === contest)?.name, contest);
  }

  #words(error: unknown): string {
    if (!(error instanceof Problem)) return texts.say("page-broken");
    return explained(texts, error);
  }

  #failed(error: unknown): void {
    if (!(error instanceof Cancelled)) this.#tell(this.#words(error));
  }

  #broken(error: unknown): void {
    const out = error instanceof Problem && error.code === "no-session";
    if (out) this.#me = undefined;
    fill(this.#main, make("p", { class: "wrong large", role: "alert" }, this.#words(error)),
      out ? make("p", {}, make("a", { class: "button", href: "/" }, texts.say("log-in")))
        : make("p", {}, make("button", { type: "button", class: "main", onclick: () => void this.show() }, texts.say("try-again"))));
  }

  /** A message that is seen for a while, and read out. */
  #tell(text: string): void {
    clearTimeout(this.#quiet);
    this.#told.textContent = text;
    this.#quiet = setTimeout(() => (this.#told.textContent = ""), 12_000);
  }
}

/** Sheets by constituency, where several cut the region. */
function constituencies({ plenary }: Hall): HTMLElement | undefined {
  if (plenary.constituencies.length < 2) return undefined;
  const whole = { code: "", name: texts.say("whole-region") };
  const each = [whole, ...plenary.constituencies].map(({ code, name }) =>
    make("a", {
      href: `#/${[plenary.contest, plenary.region, ...(code ? [code] : [])].join("/")}/sums`,
      ...(code === (plenary.constituency ?? "") ? { "aria-current": "true" } : {}),
    }, name));
  return make("p", { class: "parts" }, ...each);
}

const root = document.getElementById("page");
if (root) void new Page(root).show();
