// What whoever signed keeps: where the statement is in the ledger, and the proof of it.

import { make } from "./dom.ts";
import type { Receipt } from "./intake.ts";
import type { Texts } from "./texts.ts";

/** A receipt; the proof can be taken away as a file. */
export function receipt(texts: Texts, { id, entry, proof }: Receipt): HTMLElement {
  return make("section", { class: "receipt", tabindex: -1, "aria-label": texts.say("receipt") },
    make("h2", {}, texts.say("receipt")),
    make("p", { class: "good", role: "status" }, texts.say("receipt-in", { entry })),
    make("dl", { class: "facts" }, make("dt", {}, texts.say("receipt-id")), make("dd", {}, make("code", {}, id))),
    proof === null
      ? make("p", {}, texts.say("receipt-no-proof"))
      : make("p", {}, saved(texts.say("receipt-proof"), `${id.slice(0, 16)}.tlog-proof`, "text/plain", proof)));
}

/** A link by which a text is kept as a file. */
export function saved(text: string, name: string, media: string, content: string): HTMLAnchorElement {
  return make("a", { class: "button", download: name, href: URL.createObjectURL(new Blob([content], { type: media })) }, text);
}
