// A PIN that guards the screen, and no more: the key is guarded by the phone itself.

import { make } from "../common/dom.ts";
import { utf8 } from "../common/bytes.ts";
import { button, go, said, show, type App, type Screen } from "./app.ts";
import type { Pin } from "./store.ts";

/** Each try costs a cheap phone about a second. */
const ROUNDS = 300_000;
const KNOWN = "saksi";
/** Digits of a PIN. */
const LEAST = 4;
/** Minutes in another app after which the PIN is asked again. */
const AWAY = 15;

async function keyOf(pin: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function seal(pin: string): Promise<Pin> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(pin, salt), utf8(KNOWN)));
  return { salt, iv, sealed };
}

export async function opens({ salt, iv, sealed }: Pin, pin: string): Promise<boolean> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(pin, salt), sealed).then(() => true, () => false);
}

/** Sets, changes or takes away the PIN. */
export const pinScreen: Screen = async (app) => {
  const { texts, store } = app;
  const told = said();
  const input = pinInput();
  const form = make("form", {
    onsubmit: (event) => {
      event.preventDefault();
      if (!new RegExp(`^[0-9]{${LEAST},}$`).test(input.value)) {
        told.textContent = texts.say("pin-short", { least: LEAST });
        return;
      }
      void seal(input.value).then((pin) => store.keepOne("pin", pin)).then(() => go("home"));
    },
  }, make("label", { for: "pin" }, texts.say("pin-new")), input, make("button", { class: "main" }, texts.say("pin-set")));
  const there = (await store.one("pin")) !== undefined;
  show(app, texts.say("lock-title"), "home",
    make("p", {}, texts.say("pin-about")), form, told,
    there && button(texts.say("pin-off"), () => void store.dropOne("pin").then(() => go("home")), "quiet"));
};

function pinInput(): HTMLInputElement {
  return make("input", { id: "pin", type: "password", inputmode: "numeric", autocomplete: "off", pattern: "[0-9]*" });
}

/** Asks for the PIN, if there is one; resolves when it was right. */
export async function unlocked(app: App): Promise<void> {
  const pin = await app.store.one("pin");
  if (!pin) return;
  const { texts } = app;
  await new Promise<void>((resolve) => {
    const told = said();
    const input = pinInput();
    const form = make("form", {
      onsubmit: (event) => {
        event.preventDefault();
        told.textContent = texts.say("pin-checking");
        void opens(pin, input.value).then((right) => {
          if (right) return resolve();
          input.value = "";
          told.textContent = texts.say("pin-wrong");
        });
      },
    }, make("label", { for: "pin" }, texts.say("pin-ask")), input, make("button", { class: "main" }, texts.say("pin-open")));
    show(app, texts.say("locked"), undefined, form, told);
    input.focus();
  });
}

/** Calls back when the phone was away long enough for the PIN to be asked again. */
export function whenAway(lock: () => void): void {
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (left > 0 && Date.now() - left > AWAY * 60_000) lock();
  });
}
