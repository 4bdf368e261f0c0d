// Words beside a statement: shown to whoever signs, and held against the hash that the text says of them.

import { hex, sha256 } from "./bytes.ts";
import type { Shapes } from "./api.ts";
import { make } from "./dom.ts";
import type { Texts } from "./texts.ts";

/** Whether a text says the hash of just these words, or none where there are none: what is shown is then what is signed. */
export async function saysTheSame({ text, said }: Shapes["ToSign"]): Promise<boolean> {
  const { text: stated } = JSON.parse(text.split("\n")[1] ?? "{}") as { text?: string };
  if (!said) return stated === undefined;
  return stated === hex(await sha256(new TextEncoder().encode(`${said.salt}\n${said.text}`)));
}

/** The words, as whoever signs reads them. */
export function words(texts: Texts, { said }: Shapes["ToSign"]): HTMLElement | undefined {
  if (!said) return undefined;
  return make("section", { class: "words" }, make("h3", {}, texts.say("words-said")), make("blockquote", {}, make("p", {}, said.text)));
}
