// The one file that looks at a proof without any network: files are dropped on it or picked, what is in them says what they are.

import type { Language, Texts } from "../common/texts.ts";
import { type Held, answer, ask } from "./ask.ts";
import { unpack } from "./lzma.ts";
import { element, result } from "./result.ts";
import { toBytes } from "./text85.mjs";
import { texts as textsOf } from "./texts.ts";

/** No photo and no list is larger. */
const MOST = 100_000_000;

class Offline {
  readonly #place = document.getElementById("main") as HTMLElement;
  readonly #script = URL.createObjectURL(new Blob([document.currentScript?.textContent ?? ""], { type: "text/javascript" }));
  #program: Uint8Array | undefined;
  #files: Held[] = [];
  #tooLarge: string[] = [];
  #language: Language = navigator.language.startsWith("en") ? "en" : "id";
  #round = 0;

  begin(): void {
    for (const kind of ["dragenter", "dragover"]) addEventListener(kind, (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      void this.#take([...(event.dataTransfer?.files ?? [])]);
    });
    this.#draw();
  }

  /** The page in the language chosen, with the files in hand. */
  #draw(): void {
    const texts = textsOf(this.#language);
    const other = this.#language === "id" ? "en" : "id";
    document.documentElement.lang = this.#language;
    document.title = texts.say("offline-title");
    const turn = element("button", { type: "button", class: "language", lang: other }, textsOf(other).say("language"));
    turn.addEventListener("click", () => {
      this.#language = other;
      this.#draw();
      this.#place.querySelector<HTMLElement>(".language")?.focus();
    });
    const pick = element("input", { type: "file", multiple: "", id: "pick", "aria-describedby": "kinds" });
    pick.addEventListener("change", () => void this.#take([...(pick.files ?? [])]));
    this.#place.replaceChildren(
      element("header", {}, element("h1", {}, texts.say("offline-title")), turn),
      element("p", {}, texts.say("offline-about")),
      element("div", { class: "drop" },
        pick,
        element("label", { for: "pick" }, texts.say("offline-pick")),
        element("ul", { id: "kinds" }, ...["proof", "keys", "policy", "photo"].map((kind) => element("li", {}, texts.say(`offline-${kind}`)))),
      ),
      ...(this.#tooLarge.length === 0 ? [] : [element("p", { role: "alert" }, texts.say("offline-large", { names: this.#tooLarge.join(", ") }))]),
      this.#list(texts),
      element("div", { id: "result", role: "status", "aria-live": "polite" }),
      element("footer", {}, element("p", {}, texts.say("offline-network"))),
    );
    void this.#look(texts);
  }

  #list(texts: Texts): HTMLElement {
    if (this.#files.length === 0) return element("p", { class: "held" }, texts.say("offline-none"));
    const line = (file: Held): HTMLElement => {
      const away = element("button", { type: "button", "aria-label": texts.say("offline-remove", { name: file.name }) }, "✕");
      away.addEventListener("click", () => {
        this.#files = this.#files.filter((other) => other !== file);
        this.#draw();
        document.getElementById("pick")?.focus();
      });
      return element("li", {}, element("span", {}, file.name), away);
    };
    return element("section", { class: "held" }, element("h2", {}, texts.say("offline-held")), element("ul", {}, ...this.#files.map(line)));
  }

  async #take(files: File[]): Promise<void> {
    this.#tooLarge = files.filter(({ size }) => size > MOST).map(({ name }) => name);
    for (const file of files.filter(({ size }) => size <= MOST)) {
      const held = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
      this.#files = [...this.#files.filter(({ name }) => name !== held.name), held];
    }
    this.#draw();
    document.getElementById("result")?.scrollIntoView({ block: "nearest" });
  }

  /** Of two looks the later one is shown. */
  async #look(texts: Texts): Promise<void> {
    const round = ++this.#round;
    const place = document.getElementById("result");
    if (place === null || this.#files.length === 0) return;
    place.replaceChildren(element("p", {}, texts.say("looking")));
    this.#program ??= unpack(toBytes(document.getElementById("program")?.textContent?.trim() ?? ""));
    const given = await ask(this.#script, { program: this.#program, language: this.#language, files: this.#files });
    if (round === this.#round) place.replaceChildren(result(texts, given));
  }
}

if (typeof document === "undefined") answer();
else new Offline().begin();
