// One-time codes by which keys come in: anybody's by an administrator, and one's own people's by mandate.

import { get, post, postForFile } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { csv } from "./csv.ts";
import { type Office, type Page, roles, word } from "./office.ts";
import { ownObjections } from "./own-objections.ts";
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

/** A code as it is told once. */
interface Code {
  code: string;
  role: string;
  scope: string;
  place: string;
}

/** Letters of one file at most. */
const LETTERS = 2_000;

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
  const objections = await ownObjections(office);
  const making = new Making(office, "/api/mandate", () => me.role, () => void show());
  const body = make("div", {}, make("p", {}, texts.say("mandate-explain")), place, objections,
    make("h2", {}, texts.say("mandate-new")), making.form(), making.made);
  return { title: texts.say("mandate"), body, leave: async () => making.away() };
}

/** Makes codes, and shows them this once. */
class Making {
  readonly made = make("div", { tabindex: -1 });

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
        post<{ codes: Code[] }>(this.path, { role: this.role(), places: places.chosen() }).then(({ codes }) => {
          if (codes.length === 0) {
            wrong.textContent = texts.say("codes-none");
            return;
          }
          places.clear();
          this.#show(codes);
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
  #show(codes: Code[]): void {
    const { office, office: { texts } } = this;
    const title = texts.say("codes-made", { count: codes.length });
    const rows = codes.map(({ code, place, scope }) => make("tr", {}, make("th", { scope: "row" }, place), make("td", { class: "code" }, make("code", {}, code)), make("td", {}, scope)));
    const head = make("thead", {}, make("tr", {}, ...["where", "code-once", "scope-code"].map((id) => make("th", { scope: "col" }, texts.say(id)))));
    const lines = [["code", "role", "scope", "place"], ...codes.map(({ code, role, scope, place }) => [code, role, scope, place])];
    const print = make("button", {
      type: "button", class: "main",
      onclick: () => {
        print.disabled = true;
        this.#print(codes).catch((error: unknown) => {
          if (isProblem(error, "no-session")) return office.over();
          office.tell(explained(texts, error));
        }).finally(() => {
          print.disabled = false;
        });
      },
    }, texts.say("codes-print"));
    const away = make("button", { type: "button", onclick: () => this.away() }, texts.say("codes-away"));
    fill(this.made, make("h2", {}, title), make("p", { class: "notice" }, texts.say("codes-once-explain")),
      make("p", { class: "buttons" }, print, saved(texts.say("csv-file"), "codes.csv", "text/csv", csv(lines)), away),
      scrolled(title, make("table", {}, head, make("tbody", {}, ...rows))));
    this.made.focus();
  }

  /** The desk sets the letters from the codes it is told back: it keeps none. */
  async #print(codes: Code[]): Promise<void> {
    for (let from = 0; from < codes.length; from += LETTERS) {
      const part = codes.slice(from, from + LETTERS);
      const file = await postForFile(`${this.path}/letters`, {
        role: part[0]?.role, origin: location.origin, codes: part.map(({ code, scope }) => ({ code, scope })),
      });
      const link = make("a", { download: codes.length > LETTERS ? `letters-${from / LETTERS + 1}.pdf` : "letters.pdf", href: URL.createObjectURL(file) });
      link.click();
      // Who is told a code keeps the paper; the page keeps no second one.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    }
  }

  away(): void {
    fill(this.made);
  }
}
