// One's own second factor: its secret shown once, confirmed by a code of it, and then the codes for the day it is lost.

import { get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { asking, box, codeBox, password } from "./entrance.ts";
import type { Me, Office, Page } from "./office.ts";
import { qr } from "./qr.ts";

/** Asks for the password, shows the secret, takes a code, shows the recovery codes. Who must have one does nothing else before. */
export async function secondFactor(office: Pick<Office, "texts" | "about" | "tell">, must: boolean, done: (me: Me) => void): Promise<Page> {
  const { texts } = office;
  // As it is now: it may have been set up on this page, or taken off.
  const me = await get("/api/session");
  const body = make("div", { class: "narrow" });
  const form = asking<"password" | "code">(texts, [password(texts), ...(me.second_factor ? [codeBox(texts)] : [])], texts.say("factor-begin"), async (values) => {
    const { secret } = await post("/api/session/second-factor", values);
    scan(secret);
  });

  /** The secret, to scan or to type, and the first code of it. */
  const scan = (secret: string): void => {
    const issuer = encodeURIComponent(`Saksi ${office.about.name}`);
    const address = `otpauth://totp/${issuer}:${encodeURIComponent(me.name)}?secret=${secret}&issuer=${issuer}`;
    const typed = secret.replace(/(.{4})(?=.)/g, "$1 ");
    const first = box("code", texts.say("factor-first"), { autocomplete: "one-time-code", inputmode: "numeric", maxlength: 7 }, texts.say("factor-first-hint"));
    const confirm = asking<"code">(texts, [first], texts.say("factor-confirm"), async (values) => {
      const { codes } = await post("/api/session/second-factor/confirm", values);
      office.tell(texts.say("factor-is-on"));
      recovery(codes);
    });
    fill(body, make("p", { id: "factor-scan" }, texts.say("factor-scan")), qr(address, "qr"),
      make("p", {}, make("a", { href: address }, texts.say("factor-open"))),
      make("p", {}, texts.say("factor-type")), make("p", {}, make("code", { class: "secret" }, typed)), confirm);
    confirm.querySelector("input")?.focus();
  };

  /** Shown once, to be written down or taken away as a file. */
  const recovery = (codes: string[]): void => {
    const place = URL.createObjectURL(new Blob([codes.map((code) => `${code}\n`).join("")], { type: "text/plain" }));
    const title = make("h2", { tabindex: -1 }, texts.say("recovery"));
    const noted = make("button", {
      type: "button", class: "main",
      onclick: () => {
        URL.revokeObjectURL(place);
        void get("/api/session").then(done);
      },
    }, texts.say("recovery-noted"));
    fill(body, title, make("p", { class: "notice" }, texts.say("recovery-explain")),
      make("ol", { class: "recovery" }, ...codes.map((code) => make("li", {}, make("code", { class: "secret" }, code)))),
      make("p", { class: "buttons" }, make("a", { href: place, download: "recovery-codes.txt", class: "button" }, texts.say("recovery-file")), noted));
    title.focus();
  };

  const state = me.second_factor ? "on" : "off";
  fill(body, make("p", { class: me.second_factor ? "good" : "notice" }, texts.say(must ? "factor-must" : `factor-${state}`)),
    make("p", {}, texts.say("factor-explain")), form);
  return { title: texts.say("second-factor"), body, shown: () => body.querySelector("input")?.focus() };
}
