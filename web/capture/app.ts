// What every screen is given, and how screens follow each other: the address after `#` names the screen, so that the
// phone's own button goes back.

import { fill, make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import type { Enrolment, Station } from "./model.ts";
import type { Outbox } from "./outbox.ts";
import type { PhoneReader } from "./reader.ts";
import type { Store } from "./store.ts";

export interface App {
  texts: Texts;
  store: Store;
  reader: PhoneReader;
  outbox: Outbox;
  enrolment?: Enrolment | undefined;
  /** Stations whose forms lie on this phone, by their codes. */
  stations: Map<string, Station>;
  /** When this phone was enrolled, if everything that was kept since is gone. */
  lost?: string | undefined;
}

/** Ends what a screen began: a camera, a timer. */
export type Leave = () => void;
export type Screen = (app: App, ...where: string[]) => Promise<Leave | void>;

export function go(...where: string[]): void {
  location.hash = `#${where.map(encodeURIComponent).join("/")}`;
}

/** Shows a screen: its heading, what leads back, and what is on it. The heading is read out first. */
export function show(app: App, title: string, back: string | undefined, ...content: (Node | string | undefined | false)[]): void {
  const heading = make("h1", { tabindex: "-1" }, title);
  const page = document.getElementById("page");
  if (!page) return;
  fill(
    page,
    make(
      "header",
      {},
      back !== undefined && make("a", { class: "back", href: `#${back}`, "aria-label": app.texts.say("back") }, "‹"),
      heading,
    ),
    make("main", {}, ...content),
  );
  document.title = `${title} · Saksi`;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

/** A button. */
export function button(text: string, press: () => void, kind: "main" | "plain" | "quiet" = "plain"): HTMLButtonElement {
  return make("button", { type: "button", class: kind, onclick: press }, text);
}

/** A place where what happens is said, and read out. */
export function said(text = ""): HTMLElement {
  return make("p", { class: "said", role: "status", "aria-live": "polite" }, text);
}

/** The name of a contest: it is the same at every station. */
export function contestName(app: App, contest: string): string {
  for (const { contests } of app.stations.values()) {
    const name = contests.find((one) => one.contest === contest)?.name?.[app.texts.language];
    if (name !== undefined) return name;
  }
  return contest;
}

/** Where a sheet's screen is: of one's own station the contest says it. */
export function where(app: App, screen: "camera" | "review" | "sign", contest: string, station: string): string[] {
  return station === app.enrolment?.scope ? [screen, contest] : [screen, contest, station];
}
