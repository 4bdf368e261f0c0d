// The officers' pages: who is here, what they may do, and the page that the address names.

import { get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { Texts, choose, language } from "../common/texts.ts";
import english from "../texts/desk.en.ftl";
import indonesian from "../texts/desk.id.ftl";
import objectionsEnglish from "../texts/objections.en.ftl";
import objectionsIndonesian from "../texts/objections.id.ftl";
import problemsEnglish from "../texts/problems.en.ftl";
import problemsIndonesian from "../texts/problems.id.ftl";
import signingEnglish from "../texts/signing.en.ftl";
import signingIndonesian from "../texts/signing.id.ftl";
import { accounts } from "./accounts.ts";
import { carry } from "./carry.ts";
import { codes, mandate } from "./codes.ts";
import { correct } from "./correct.ts";
import { difference, differences } from "./differences.ts";
import { firstStart, logIn, ownPassword } from "./entrance.ts";
import { ownKeyPage } from "./key.ts";
import { late } from "./late.ts";
import { objections } from "./objections.ts";
import { type About, type Act, type Me, type Office, type Page, word } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";
import { progress } from "./progress.ts";
import { ready } from "./ready.ts";
import { keysPage } from "./revoke.ts";
import { secondFactor } from "./second-factor.ts";
import { sign } from "./sign.ts";
import { trail } from "./trail.ts";
import { typing } from "./typing.ts";

const texts = new Texts(language(), { id: indonesian + problemsIndonesian + signingIndonesian + objectionsIndonesian, en: english + problemsEnglish + signingEnglish + objectionsEnglish });
document.documentElement.lang = texts.language;

/** Pages by the first word of the address, and by which acts one may see them. The first that somebody may see is where they begin. */
const PAGES: { name: string; acts: Act[]; make: (office: Office, rest: string | undefined) => Page | Promise<Page> }[] = [
  { name: "typing", acts: ["type"], make: typing },
  { name: "differences", acts: ["resolve"], make: (office, rest) => (rest === undefined ? differences(office) : difference(office, rest)) },
  { name: "sign", acts: ["resolve"], make: sign },
  { name: "correct", acts: ["resolve", "redact"], make: correct },
  { name: "objections", acts: ["object", "answer"], make: objections },
  { name: "accounts", acts: ["administer"], make: accounts },
  { name: "codes", acts: ["administer"], make: codes },
  { name: "place-keys", acts: ["vouch", "administer"], make: keysPage },
  { name: "mandate", acts: ["mandate"], make: mandate },
  { name: "late", acts: ["vouch"], make: late },
  { name: "progress", acts: ["follow"], make: progress },
  { name: "ready", acts: ["follow"], make: ready },
  { name: "carry", acts: ["preside"], make: carry },
  { name: "trail", acts: ["inspect"], make: trail },
  { name: "key", acts: ["resolve", "vouch", "redact", "object", "answer"], make: ownKeyPage },
  { name: "password", acts: [], make: (office) => ownPassword(office, false, () => office.go("#/")) },
  { name: "second-factor", acts: [], make: (office) => secondFactor(office, false, () => office.go("#/password")) },
];

/** Whether something has to be done before everything else: a first password changed, a second factor set up. */
const held = (me: Me): boolean => me.must_change || me.needs_second_factor;

/** Whether somebody may see a page; a page of no act is everybody's. */
function may({ acts }: (typeof PAGES)[number], me: Me): boolean {
  return acts.length === 0 || acts.some((act) => me.acts.includes(act));
}

/** A part of the address as it was meant; as it stands where that can't be told. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

class Desk {
  readonly #band = make("div", { class: "band", hidden: true });
  readonly #nav = make("nav", { "aria-label": texts.say("pages") });
  readonly #who = make("div", { class: "who" });
  readonly #title = make("h1", { tabindex: -1 });
  readonly #place = make("div");
  readonly #told = make("div", { class: "told", role: "status", "aria-live": "polite" });
  #about: About = { election: "", name: "", practice: false, languages: [], setup: false };
  #me: Me | undefined;
  #page: Page | undefined;
  /** Counts pages asked for: one that comes late does not take a later one's place. */
  #asked = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement) {
    fill(root, this.#band, make("header", {}, this.#nav, this.#who), make("main", {}, this.#title, this.#place), this.#told);
    addEventListener("hashchange", () => void this.#route());
    // A fault of the page itself is never silent: who types would wait for nothing.
    for (const fault of ["error", "unhandledrejection"]) addEventListener(fault, () => this.#tell(texts.say("page-broken")));
  }

  async start(): Promise<void> {
    try {
      this.#about = await get("/api/about");
    } catch (error) {
      return this.#show({ title: texts.say("title"), body: this.#failed(error, () => void this.start()) });
    }
    this.#band.hidden = !this.#about.practice;
    this.#band.textContent = texts.say("practice");
    if (this.#about.setup) {
      this.#surround();
      return this.#show(firstStart(texts, () => void this.start()));
    }
    try {
      await this.#entered(await get("/api/session"));
    } catch (error) {
      if (isProblem(error, "no-session")) return this.#enter("");
      return this.#show({ title: texts.say("title"), body: this.#failed(error, () => void this.start()) });
    }
  }

  #failed(error: unknown, again: () => void): HTMLElement {
    const retry = make("button", { type: "button", class: "main", onclick: again }, texts.say("try-again"));
    return make("div", { class: "narrow" }, make("p", { role: "alert" }, explained(texts, error)), make("p", {}, retry));
  }

  async #enter(why: string): Promise<void> {
    this.#me = undefined;
    this.#surround();
    await this.#show(logIn(texts, why, (me) => void this.#entered(me)));
  }

  async #entered(me: Me): Promise<void> {
    this.#me = me;
    this.#surround();
    if (me.must_change) await this.#show(ownPassword({ texts, tell: (text) => this.#tell(text) }, true, (me) => void this.#entered(me)));
    else if (me.needs_second_factor) await this.#show(await secondFactor({ texts, about: this.#about, tell: (text) => this.#tell(text) }, true, (me) => void this.#entered(me)));
    else await this.#route();
  }

  /** What is around every page: where one can go, who is here, the language. */
  #surround(): void {
    const me = this.#me;
    const seen = me && !held(me) ? PAGES.filter((page) => page.acts.length > 0 && may(page, me)) : [];
    fill(this.#nav, ...seen.map(({ name }) => make("a", { href: `#/${name}` }, texts.say(name))));
    this.#nav.hidden = seen.length === 0;
    const other = texts.language === "id" ? "en" : "id";
    const change = make("button", {
      type: "button", class: "small", lang: other,
      onclick: () => {
        choose(other);
        void this.#leave().then(() => location.reload());
      },
    }, texts.say("other-language"));
    const out = make("button", { type: "button", class: "small", onclick: () => void this.#logOut() }, texts.say("log-out"));
    const role = me && [word(texts, me.role_name) || me.role, me.region_name].filter((part) => part !== "").join(", ");
    fill(this.#who, make("span", {}, this.#about.name), me && make("span", {}, make("strong", {}, me.name), ` (${role ?? ""})`),
      me && !held(me) && make("a", { href: "#/password" }, texts.say("password-own")), me && out, change);
  }

  async #logOut(): Promise<void> {
    await this.#leave();
    try {
      await post("/api/session/end");
    } catch (error) {
      if (!isProblem(error, "no-session")) return this.#tell(explained(texts, error));
    }
    location.hash = "#/";
    await this.#enter(texts.say("logged-out"));
  }

  async #leave(): Promise<void> {
    const page = this.#page;
    this.#page = undefined;
    await page?.leave?.();
  }

  async #route(): Promise<void> {
    const me = this.#me;
    if (!me || held(me)) return;
    this.#asked += 1;
    const asked = this.#asked;
    await this.#leave();
    const [, name = "", ...more] = location.hash.split("/");
    const rest = more.map(decoded).join("/");
    const seen = PAGES.filter((page) => may(page, me));
    const page = seen.find((one) => one.name === name) ?? seen[0];
    for (const link of this.#nav.querySelectorAll("a")) {
      if (link.hash === `#/${page?.name}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (!page) return;
    try {
      const made = await page.make(this.#office(me), rest || undefined);
      if (asked === this.#asked) await this.#show(made);
      else await made.leave?.();
    } catch (error) {
      if (isProblem(error, "no-session")) return this.#enter(texts.say("session-over"));
      if (isProblem(error, "change-password", "needs-second-factor")) return this.start();
      await this.#show({ title: texts.say(page.name), body: this.#failed(error, () => void this.#route()) });
    }
  }

  #office(me: Me): Office {
    return {
      texts, me, about: this.#about,
      tell: (text) => this.#tell(text),
      go: (hash) => {
        if (location.hash === hash) void this.#route();
        else location.hash = hash;
      },
      over: () => void this.#enter(texts.say("session-over")),
    };
  }

  async #show(page: Page): Promise<void> {
    if (this.#page !== page) await this.#leave();
    this.#page = page;
    this.#title.textContent = page.title;
    document.title = `${page.title} · ${texts.say("title")}`;
    fill(this.#place, page.body);
    if (page.shown) page.shown();
    else this.#title.focus();
  }

  /** A message that is seen for a while, and read out. */
  #tell(text: string): void {
    clearTimeout(this.#quiet);
    this.#told.textContent = text;
    this.#quiet = setTimeout(() => (this.#told.textContent = ""), 12_000);
  }
}

const root = document.getElementById("page");
if (root) void new Desk(root).start();
