// One-time codes by which keys come in: anybody's by an administrator, and one's own people's by mandate.

import { get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { type Code, letters } from "./letters.ts";
import { type Office, type Page, roles, word } from "./office.ts";
import { Places } from "./places.ts";
import { explained, isProblem } from "../common/problems.ts";
import { saved } from "../common/receipt.ts";
import { filterBox, scrolled } from "./table.ts";

/** `given` is a role and a place, where the next key of a place is to come in. */
export async function codes(office: Office, given: string | undefined): Promise<Page> {
  const { texts } = office;
  const [forRole, forPlace] = (given ?? "").split("/");
  const all = (await roles()).filter((role) => role.by_code);
  const role = make("select", { id: "role", required: true }, ...all.map(({ id, name }) => make("option", { value: id }, word(texts, name) || id)));
  const asked = make("p", { class: "asked" }, make("label", { for: "role" }, texts.say("role")), role);
  if (all.some(({ id }) => id === forRole)) role.value = forRole ?? "";
  const making = new Making(office, "/api/codes", () => role.value, () => undefined, forPlace);
  const body = make("div", {}, make("p", {}, texts.say("codes-explain")), making.form(asked), making.made);
  return { title: texts.say("codes"), body, leave: async () => making.away() };
}

interface Own {
  scope: string;
  place: string;
  fingerprint: string | null;
  stated: number;
  differs: [contest: string, station: string][];
}

interface OwnPeople {
  stations: number;
  covered: number;
  /** Codes that were given; of them at most ten thousand people are listed. */
  all: number;
  people: Own[];
}

export async function mandate(office: Office): Promise<Page> {
  const { texts, me } = office;
  const number = new Intl.NumberFormat(texts.language);
  const place = make("div");
  const show = async (): Promise<void> => {
    const { stations, covered, all, people } = await get<OwnPeople>("/api/mandate");
    const rows = make("tbody", {}, ...people.map((one) => make("tr", {}, make("th", { scope: "row" }, one.place, make("span", { class: "unseen" }, ` ${one.scope}`)),
      make("td", { class: "code" }, one.fingerprint === null ? texts.say("mandate-no-key") : make("code", {}, one.fingerprint)),
      make("td", { class: "figure" }, number.format(one.stated)),
      make("td", { class: one.differs.length > 0 ? "different" : "nothing" },
        one.differs.length === 0 ? "–" : make("ul", { class: "inline" }, ...one.differs.map(([contest, station]) => make("li", {}, `≠ ${station} (${contest})`)))))));
    const columns = ["where", "fingerprint", "mandate-stated", "mandate-differs"];
    const head = make("thead", {}, make("tr", {}, ...columns.map((id) => make("th", { scope: "col", class: id === "mandate-stated" && "figure" }, texts.say(id)))));
    const count = make("p", { class: "quiet", role: "status" });
    const told = (shown: number): void => {
      count.textContent = texts.say("mandate-count", { shown, all });
    };
    const lines = [["scope", "place", "fingerprint", "stated", "differs"],
      ...people.map((one) => [one.scope, one.place, one.fingerprint ?? "", String(one.stated), one.differs.map((pair) => pair.join("/")).join(" ")])];
    fill(place, make("h2", {}, texts.say("mandate-people")), make("p", {}, texts.say("mandate-covered", { covered, stations })),
      people.length > 0 && make("p", { class: "buttons" }, saved(texts.say("csv-file"), "mandate.csv", "text/csv", csv(lines))),
      people.length > 0 && filterBox("filter", texts.say("filter"), () => rows.rows, told), people.length > 0 && count,
      people.length > 0 && scrolled(texts.say("mandate-people"), make("table", {}, head, rows)));
    told(people.length);
  };
  await show();
  const making = new Making(office, "/api/mandate", () => me.role, () => void show());
  const body = make("div", {}, make("p", {}, texts.say("mandate-explain")), place,
    make("h2", {}, texts.say("mandate-new")), making.form(), making.made);
  return { title: texts.say("mandate"), body, leave: async () => making.away() };
}

/** Makes codes, and shows them this once. */
class Making {
  readonly made = make("div", { tabindex: -1 });
  readonly #letters = make("div", { class: "letters", lang: "id" });

  constructor(readonly office: Office, readonly path: string, readonly role: () => string, readonly done: () => void, readonly place?: string) {}

  form(...boxes: HTMLElement[]): HTMLElement {
    const { office, office: { texts } } = this;
    const places = new Places(office, this.place);
    const wrong = make("p", { class: "wrong", role: "alert" });
    const go = make("button", { class: "main" }, texts.say("codes-make"));
    const form = make("form", {
      onsubmit: (event) => {
        event.preventDefault();
        wrong.textContent = "";
        go.disabled = true;
        post<{ codes: Code[] }>(this.path, { role: this.role(), places: places.chosen() }).then(async ({ codes }) => {
          if (codes.length === 0) {
            wrong.textContent = texts.say("codes-none");
            return;
          }
          places.clear();
          await this.#show(codes);
          this.done();
        }).catch((error: unknown) => {
          if (isProblem(error, "no-session")) return office.over();
          wrong.textContent = explained(texts, error);
        }).finally(() => {
          go.disabled = false;
        });
      },
    }, ...boxes, places.element, wrong, make("p", {}, go));
    return make("div", { class: "narrow" }, form);
  }

  /** The codes are nowhere else: what is not taken away now is made anew. */
  async #show(codes: Code[]): Promise<void> {
    const { office, office: { texts } } = this;
    const names = await roles();
    const title = texts.say("codes-made", { count: codes.length });
    const rows = codes.map(({ code, place, scope }) => make("tr", {}, make("th", { scope: "row" }, place), make("td", { class: "code" }, make("code", {}, code)), make("td", {}, scope)));
    const head = make("thead", {}, make("tr", {}, ...["where", "code-once", "scope-code"].map((id) => make("th", { scope: "col" }, texts.say(id)))));
    const lines = [["code", "role", "scope", "place"], ...codes.map(({ code, role, scope, place }) => [code, role, scope, place])];
    const print = make("button", {
      type: "button", class: "main",
      onclick: () => {
        if (this.#letters.childElementCount === 0) fill(this.#letters, ...letters(office.about, codes, names));
        document.body.append(this.#letters);
        document.body.classList.add("with-letters");
        window.print();
      },
    }, texts.say("codes-print"));
    const away = make("button", { type: "button", onclick: () => this.away() }, texts.say("codes-away"));
    fill(this.#letters);
    fill(this.made, make("h2", {}, title), make("p", { class: "notice" }, texts.say("codes-once-explain")),
      make("p", { class: "buttons" }, print, saved(texts.say("csv-file"), "codes.csv", "text/csv", csv(lines)), away),
      scrolled(title, make("table", {}, head, make("tbody", {}, ...rows))));
    this.made.focus();
  }

  away(): void {
    this.#letters.remove();
    document.body.classList.remove("with-letters");
    fill(this.#letters);
    fill(this.made);
  }
}

/** A table as text (RFC 4180). */
function csv(lines: string[][]): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}
