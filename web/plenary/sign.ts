// Who signs. The key is its holder's: the desk writes a text, and only what comes back signed is a statement.

import { fill, make } from "../common/dom.ts";
import { postText } from "../common/api.ts";
import type { Texts } from "../common/texts.ts";

/** Makes a signed note of a text. */
export interface Signer {
  sign(text: string): Promise<string>;
}

/** A text to sign, as the desk gives it. */
export interface Composed {
  text: string;
  kind: string;
}

/** What the desk answers to a statement that is in. */
export interface Receipt {
  id: string;
  entry: number;
}

/** By a program beside this page: the text is copied there, and what it makes of it is pasted here. */
export class ByHand implements Signer {
  constructor(readonly texts: Texts) {}

  sign(text: string): Promise<string> {
    const { texts } = this;
    return new Promise((resolve, reject) => {
      const shown = make("textarea", { id: "sign-text", readonly: true, rows: 6 }, text);
      const note = make("textarea", { id: "sign-note", rows: 5, spellcheck: "false" });
      const wrong = make("p", { class: "wrong", role: "alert" });
      const close = (done: () => void): void => {
        dialog.close();
        dialog.remove();
        done();
      };
      const send = (): void => {
        const signed = `${note.value.trim()}\n`;
        // A note is its text, an empty line, and signatures: another text is another statement.
        if (!signed.startsWith(`${text}\n— `)) fill(wrong, texts.say("sign-other"));
        else close(() => resolve(signed));
      };
      const dialog = make("dialog", { "aria-labelledby": "sign-title" },
        make("h2", { id: "sign-title" }, texts.say("sign-title")),
        make("p", {}, texts.say("sign-explain")),
        make("label", { for: "sign-text" }, texts.say("sign-text")), shown,
        make("p", {}, make("button", { type: "button", onclick: () => void navigator.clipboard.writeText(text) }, texts.say("sign-copy"))),
        make("label", { for: "sign-note" }, texts.say("sign-note")), note, wrong,
        make("div", { class: "buttons" },
          make("button", { type: "button", class: "main", onclick: send }, texts.say("sign-send")),
          make("button", { type: "button", onclick: () => close(() => reject(new Cancelled())) }, texts.say("cancel"))));
      dialog.addEventListener("cancel", () => close(() => reject(new Cancelled())));
      document.body.append(dialog);
      dialog.showModal();
    });
  }
}

/** Whoever was to sign did not. */
export class Cancelled extends Error {}

/** Signs and hands in. */
export async function state(signer: Signer, composed: Composed): Promise<Receipt> {
  return JSON.parse(await postText("/api/statements", "text/plain", await signer.sign(composed.text))) as Receipt;
}
