// Coming in: the first administrator, logging in, one's own password.

import { get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import type { Me, Office, Page } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";

/** A form of boxes with labels; what goes wrong is said beside the button. */
export function asking<Box extends string>(texts: Texts, boxes: HTMLElement[], button: string, send: (values: Record<Box, string>) => Promise<void>): HTMLFormElement {
  const wrong = make("p", { class: "wrong", role: "alert" });
  const go = make("button", { class: "main" }, button);
  const form = make("form", {
    class: "narrow",
    onsubmit: (event) => {
      event.preventDefault();
      wrong.textContent = "";
      go.disabled = true;
      const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])) as Record<Box, string>;
      send(values).catch((error: unknown) => {
        wrong.textContent = explained(texts, error);
      }).finally(() => {
        go.disabled = false;
      });
    },
  }, ...boxes, wrong, make("p", {}, go));
  return form;
}

export function box(id: string, label: string, attributes: Record<string, string | number | boolean>, hint = ""): HTMLElement {
  const input = make("input", { id, name: id, required: true, ...attributes, ...(hint && { "aria-describedby": `${id}-hint` }) });
  return make("p", { class: "asked" }, make("label", { for: id }, label), input, hint !== "" && make("span", { class: "quiet", id: `${id}-hint` }, hint));
}

const name = (texts: Texts): HTMLElement => box("name", texts.say("name"), { autocomplete: "username", autocapitalize: "none", spellcheck: "false" });
export const password = (texts: Texts): HTMLElement => box("password", texts.say("password"), { type: "password", autocomplete: "current-password" });
const chosen = (texts: Texts, id: string): HTMLElement =>
  box(id, texts.say("password-new"), { type: "password", autocomplete: "new-password", minlength: 12, maxlength: 200 }, texts.say("password-rule"));

/** A code of the second factor: what the app shows, or one of those for recovery. */
export const codeBox = (texts: Texts): HTMLElement =>
  box("code", texts.say("factor-code"), { autocomplete: "one-time-code", autocapitalize: "none", spellcheck: "false", maxlength: 64 }, texts.say("factor-code-hint"));

/** The first administrator, by the code on the console. */
export function firstStart(texts: Texts, done: () => void): Page {
  const boxes = [box("code", texts.say("code"), { autocomplete: "off", spellcheck: "false" }, texts.say("code-hint")), name(texts), chosen(texts, "password")];
  const form = asking<"code" | "name" | "password">(texts, boxes, texts.say("first-start-go"), async (values) => {
    await post("/api/setup", values);
    await post("/api/session", { name: values.name, password: values.password });
    done();
  });
  return { title: texts.say("first-start"), body: make("div", {}, make("p", {}, texts.say("first-start-explain")), form), shown: () => form.querySelector("input")?.focus() };
}

export function logIn(texts: Texts, why: string, done: (me: Me) => void): Page {
  // Asked for only where the desk asks for it; and anew for another name.
  const asked = make("div");
  const boxes = [name(texts), password(texts), asked];
  const form = asking<"name" | "password" | "code">(texts, boxes, texts.say("log-in"), async (values) => {
    try {
      done(await post("/api/session", values));
    } catch (error) {
      if (isProblem(error, "second-factor", "wrong-second-factor")) {
        if (!asked.hasChildNodes()) fill(asked, codeBox(texts));
        const code = asked.querySelector("input");
        code?.focus();
        code?.select();
        if (error.code === "second-factor") return;
      }
      throw error;
    }
  });
  form.querySelector<HTMLInputElement>("#name")?.addEventListener("input", () => fill(asked));
  const body = make("div", {}, why !== "" && make("p", { role: "alert" }, why), form);
  return { title: texts.say("log-in"), body, shown: () => form.querySelector("input")?.focus() };
}

/** One's own password; who has a first one does nothing else before. */
export function ownPassword(office: Pick<Office, "texts" | "tell">, must: boolean, done: (me: Me) => void): Page {
  const { texts } = office;
  const boxes = [box("old", texts.say(must ? "password-first" : "password-old"), { type: "password", autocomplete: "current-password" }), chosen(texts, "new")];
  const form = asking<"old" | "new">(texts, boxes, texts.say("password-change"), async (values) => {
    await post("/api/session/password", values);
    form.reset();
    const me = await get("/api/session");
    office.tell(texts.say("password-changed"));
    done(me);
  });
  const explain = texts.say(must ? "password-must" : "password-explain");
  const factor = make("section", {}, make("h2", {}, texts.say("second-factor")), make("p", {}, texts.say("factor-what")),
    make("p", {}, make("a", { href: "#/second-factor" }, texts.say("factor-go"))));
  return { title: texts.say("password-own"), body: make("div", {}, make("p", {}, explain), form, !must && factor), shown: () => form.querySelector("input")?.focus() };
}
