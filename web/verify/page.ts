// On a published page: each button of the class `verify` looks at the entry that it names, by the publication's own files, and what is
// shown and what is not is written below it. Without this script the button stays hidden.

import type { Language } from "../common/texts.ts";
import { answer, ask } from "./ask.ts";
import { element, result } from "./result.ts";
import style from "./result.css";
import { texts as textsOf } from "./texts.ts";

if (typeof document === "undefined") answer();
else begin();

function begin(): void {
  const script = document.currentScript;
  // Pages opened as files can't fetch the files beside them.
  if (!(script instanceof HTMLScriptElement) || location.protocol === "file:") return;
  const language: Language = document.documentElement.lang.startsWith("en") ? "en" : "id";
  const texts = textsOf(language);
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("button.verify[data-entry]")];
  if (buttons.length === 0) return;
  document.head.append(element("style", {}, style));
  for (const button of buttons) {
    const { entry, contest, station } = button.dataset;
    if (entry === undefined || contest === undefined || station === undefined) continue;
    if (button.textContent?.trim() === "") button.textContent = texts.say("button");
    const place = element("div", { role: "status", "aria-live": "polite" });
    button.after(place);
    button.type = "button";
    button.hidden = false;
    button.addEventListener("click", async () => {
      // Not `disabled`, which would take the focus away.
      if (button.getAttribute("aria-disabled") === "true") return;
      button.setAttribute("aria-disabled", "true");
      place.replaceChildren(element("p", {}, texts.say("looking")));
      const root = new URL("..", script.src).href;
      const asked = { program: new URL("program/verify.wasm", root).href, entry: { root, language, entry, contest, station } };
      const given = await ask(script.src, asked);
      place.replaceChildren(result(texts, given), element("p", {}, element("a", { href: new URL("program/verify.html", root).href }, texts.say("to-offline"))));
      button.removeAttribute("aria-disabled");
    });
  }
}
