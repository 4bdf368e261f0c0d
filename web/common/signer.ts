// By which key is signed, or what is missing.

import { make } from "./dom.ts";
import type { Held } from "./held.ts";
import type { Texts } from "./texts.ts";

/** `page` is where the account's own key is made. */
export function signer(texts: Texts, held: Held | undefined, page: string): HTMLElement {
  if (held?.state === "in") {
    return make("p", {}, `${texts.say("sign-by")} `, make("code", {}, held.name));
  }
  return make("p", { class: "notice" }, `${texts.say(held ? "sign-key-not-yet" : "sign-no-key")} `, make("a", { href: page }, texts.say("key")));
}
