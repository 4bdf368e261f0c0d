// Where two people typed different figures: a third looks, and decides which way out.

import { Problem, type Shapes, get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { compared } from "./compare.ts";
import { type Cells, type Form, type Place, heading } from "./form.ts";
import type { Office, Page } from "./office.ts";
import { Photos } from "./photo.ts";
import { explained, isProblem } from "../common/problems.ts";
import { toSign } from "./sign.ts";
import { scrolled } from "./table.ts";

export async function differences(office: Office): Promise<Page> {
  const { texts } = office;
  const { sheets } = await get("/api/differences");
  const rows = sheets.map((one) => {
    const { title, where } = heading(texts, one);
    return make("tr", {}, make("td", {}, make("a", { href: `#/differences/${one.sheet}` }, title)), make("td", {}, where));
  });
  const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, texts.say("sheet")), make("th", { scope: "col" }, texts.say("where"))));
  const body = make("div", {}, make("p", {}, texts.say("differences-explain")));
  if (rows.length === 0) body.append(make("p", { role: "status" }, texts.say("differences-none")));
  else body.append(scrolled(texts.say("differences"), make("table", {}, head, make("tbody", {}, ...rows))));
  return { title: texts.say("differences"), body };
}

type Looked = Shapes["Difference"];

const WAYS = ["keep-first", "keep-second", "correct-second", "correct-first", "discard-both"] as const;

/** Asks first: that somebody looks is written down, and they can't type the sheet then. */
export async function difference(office: Office, which: string): Promise<Page> {
  const { texts } = office;
  const sheet = Number(which);
  const form = await get(`/api/sheets/${sheet}/form`);
  const { title, where } = heading(texts, form);
  const body = make("div");
  const photos = new Photos(texts, `/api/sheets/${sheet}/photos`);

  const look = async (): Promise<void> => {
    try {
      decide(await post(`/api/sheets/${sheet}/look`));
    } catch (error) {
      told(error);
    }
  };
  const told = (error: unknown): void => {
    if (isProblem(error, "no-session")) return office.over();
    if (!(error instanceof Problem)) throw error;
    const text = explained(texts, error);
    const back = make("p", {}, make("a", { href: "#/differences" }, texts.say("differences-back")));
    // A decision is about what was seen; what is there now is looked at anew.
    const anew = error.code === "changed" && make("button", { type: "button", class: "main", onclick: () => void look() }, texts.say("look-anew"));
    const said = make("p", { tabindex: -1 }, text);
    fill(body, make("div", { class: "narrow" }, said, anew, back));
    said.focus();
    office.tell(text);
  };
  const decide = (seen: Looked): void => {
    const columns = [{ head: texts.say("typed-first"), cells: seen.first }, { head: texts.say("typed-second"), cells: seen.second }];
    const { element, differ } = compared(texts, form, columns, texts.say("differences"), (field) => photos.show(field.page, field.name));
    const ways = WAYS.map((way) => make("div", { class: "way" },
      make("input", { type: "radio", name: "way", id: `way-${way}`, value: way, required: true, "aria-describedby": `way-${way}-explain` }),
      make("div", {}, make("label", { for: `way-${way}` }, texts.say(`way-${way}`)),
        make("p", { id: `way-${way}-explain`, class: "quiet" }, texts.say(`way-${way}-explain`)))));
    const form_ = make("form", {
      onsubmit: (event) => {
        event.preventDefault();
        const chosen = form_.querySelector<HTMLInputElement>("input[name=way]:checked")?.value;
        const how = WAYS.find((way) => way === chosen);
        if (!how) return;
        void post(`/api/sheets/${sheet}/resolve`, { looked: seen.looked, how }).then(
          ({ state }) => done(texts.say(`decided-${state}`), state === "agreed" && toSign(office, sheet)),
          told,
        );
      },
    }, make("fieldset", {}, make("legend", {}, texts.say("ways")), ...ways), make("button", { class: "main" }, texts.say("decide")));
    const count = make("p", { tabindex: -1 }, texts.say("differ-count", { count: differ.length }));
    fill(body, make("p", { class: "quiet" }, where), make("div", { class: "beside" }, photos.element, make("div", { class: "typed" }, count,
      element, form_)));
    count.focus();
    const [first] = differ;
    if (first) photos.show(first.page, first.name);
  };
  const done = (text: string, more: HTMLElement | false): void => {
    const on = make("a", { href: "#/differences" }, texts.say("differences-back"));
    fill(body, make("div", { class: "narrow" }, make("p", {}, text), more, make("p", {}, on)));
    on.focus();
    office.tell(text);
  };

  const open = make("button", { type: "button", class: "main", onclick: () => void look() }, texts.say("look"));
  fill(body, make("p", { class: "quiet" }, where), make("div", { class: "narrow" }, make("p", {}, texts.say("look-explain")), make("p", {}, open)));
  return { title, body, shown: () => open.focus() };
}
