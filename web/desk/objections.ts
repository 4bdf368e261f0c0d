// Objections and reports about a station or a region: read, written and answered.

import { Problem, type Shapes, get } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { listed, objecting } from "../common/objections.ts";
import { explained, isProblem } from "../common/problems.ts";
import { type Office, type Page, word } from "./office.ts";
import { stated } from "./stated.ts";

export async function objections(office: Office, rest: string | undefined): Promise<Page> {
  const { texts, me } = office;
  const { contests } = await get<Shapes["Contests"]>("/api/contests");
  const [asked, code = me.region] = (rest ?? "").split("/");
  const contest = contests.find(({ id }) => id === asked)?.id ?? contests[0]?.id ?? "";
  const choice = make("select", { id: "contest" }, ...contests.map(({ id, name }) => make("option", { value: id, selected: id === contest }, word(texts, name) || id)));
  const place = make("input", { id: "place", required: true, autocomplete: "off", inputmode: "numeric", value: code, "aria-describedby": "place-hint" });
  const form = make("form", {
    class: "narrow",
    onsubmit: (event) => {
      event.preventDefault();
      office.go(`#/objections/${choice.value}/${encodeURIComponent(place.value.replace(/\s/g, ""))}`);
    },
  }, make("p", { class: "asked" }, make("label", { for: "contest" }, texts.say("objections-contest")), choice),
    make("p", { class: "asked" }, make("label", { for: "place" }, texts.say("objections-place")), place,
      make("span", { class: "quiet", id: "place-hint" }, texts.say("objections-place-hint"))),
    make("p", {}, make("button", { class: asked ? "" : "main" }, texts.say("objections-look"))));
  const below = make("div");
  const body = make("div", {}, make("p", {}, texts.say("objections-explain")), form, below);
  const page = { title: texts.say("objections"), body };
  if (!asked) return { ...page, shown: () => place.focus() };
  const wrong = make("p", { class: "wrong", role: "alert" });
  const around = {
    texts, me, about: office.about, keyPage: "#/key",
    again: () => office.go(`#/objections/${contest}/${code}`),
    failed: (error: unknown) => {
      if (isProblem(error, "no-session")) return office.over();
      if (!(error instanceof Problem)) throw error;
      fill(wrong, explained(texts, error));
      wrong.scrollIntoView({ block: "nearest" });
    },
  };
  try {
    const all = await listed(around, contest, code);
    const title = make("h2", { tabindex: -1 }, texts.say("objections-about"));
    const own = me.acts.includes("object") ? await sheet(contest, code) : undefined;
    fill(below, wrong, title, all, own && objecting(around, contest, code, own.place, own.stands));
    return { ...page, shown: () => title.focus() };
  } catch (error) {
    if (isProblem(error, "no-place", "not-your-region")) {
      fill(below, make("p", { class: "wrong", role: "alert" }, explained(texts, error)));
      return { ...page, shown: () => place.focus() };
    }
    throw error;
  }
}

/** A station's name and the statement that stands there, where somebody may see that; of a region its code. */
async function sheet(contest: string, code: string): Promise<{ place: string; stands: string | null }> {
  return stated(contest, code).catch(() => ({ place: code, stands: null }));
}
