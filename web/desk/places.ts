// Choosing places: by going down from region to region, or by typing their codes.

import { get } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import type { Office } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";

interface Told {
  path: { code: string; name: string }[];
  stations: boolean;
  rows: { code: string; name: string }[];
}

export class Places {
  readonly element: HTMLElement;
  readonly #typed: HTMLTextAreaElement;
  readonly #below = make("select", { id: "below" });
  readonly #path = make("ol", { class: "path" });
  readonly #into: HTMLButtonElement;
  readonly #all: HTMLButtonElement;
  #told: Told | undefined;

  constructor(readonly office: Office, place?: string) {
    const { texts } = office;
    this.#typed = make("textarea", { id: "places", rows: 4, spellcheck: "false", required: true, "aria-describedby": "places-hint" });
    const button = (id: string, step: () => void): HTMLButtonElement => make("button", { type: "button", class: "small", onclick: step }, texts.say(id, { place: "" }));
    this.#typed.value = place ?? "";
    this.#into = button("places-into", () => void this.#go(this.#below.value));
    this.#all = button("places-this", () => this.#add(this.#told?.path.at(-1)?.code));
    const one = button("places-add", () => this.#add(this.#below.value));
    this.element = make("fieldset", { class: "places" }, make("legend", {}, texts.say("places")),
      make("nav", { "aria-label": texts.say("regions") }, this.#path),
      make("p", { class: "asked" }, make("label", { for: "below" }, texts.say("places-below")), this.#below),
      make("p", { class: "buttons" }, one, this.#into, this.#all),
      make("p", { class: "asked" }, make("label", { for: "places" }, texts.say("places-chosen")), this.#typed,
        make("span", { class: "quiet", id: "places-hint" }, texts.say("places-hint"))));
    void this.#go("");
  }

  /** The codes that were chosen. */
  chosen(): string[] {
    return [...new Set(this.#typed.value.split(/[^0-9A-Za-z.-]+/).filter((code) => code !== ""))];
  }

  clear(): void {
    this.#typed.value = "";
  }

  #add(code: string | undefined): void {
    if (!code) return;
    const codes = [...new Set([...this.chosen(), code])];
    this.#typed.value = `${codes.join("\n")}\n`;
    this.office.tell(this.office.texts.say("places-added", { count: codes.length }));
  }

  async #go(region: string): Promise<void> {
    const { texts, me } = this.office;
    try {
      const told = await get<Told>(region === "" ? "/api/progress" : `/api/progress?region=${encodeURIComponent(region)}`);
      this.#told = told;
      const own = told.path.findIndex(({ code }) => me.region === "" || code === me.region);
      const path = told.path.slice(Math.max(own, 0));
      fill(this.#path, ...path.map(({ code, name }, at) => make("li", {}, at === path.length - 1
        ? make("span", { "aria-current": "location" }, name)
        : make("button", { type: "button", class: "link", onclick: () => void this.#go(code) }, name))));
      fill(this.#below, ...told.rows.map(({ code, name }) => make("option", { value: code }, `${name} (${code})`)));
      this.#into.hidden = told.stations || told.rows.length === 0;
      this.#all.hidden = (told.path.at(-1)?.code ?? "") === "";
      this.#all.textContent = texts.say("places-this", { place: told.path.at(-1)?.name ?? "" });
    } catch (error) {
      if (isProblem(error, "no-session")) return this.office.over();
      this.office.tell(explained(texts, error));
    }
  }
}
