// A text before it is signed: what stands, what will stand, the photo beside; then the signature, and the receipt.

import { Problem, type Shapes } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { send } from "../common/intake.ts";
import { signNote } from "../common/note.ts";
import { signer } from "../common/signer.ts";
import { compared } from "./compare.ts";
import type { Cells } from "./form.ts";
import { type Held, ownHeld } from "../common/held.ts";
import { type Office, type Words, word } from "./office.ts";
import { Photos } from "./photo.ts";
import { explained, isProblem } from "../common/problems.ts";
import { receipt } from "../common/receipt.ts";
import { saysTheSame, words } from "../common/said.ts";
import { type Stated, photosOf, shape } from "./stated.ts";

/** A text that the desk made for somebody to sign. */
export type ToSign = Shapes["ToSign"] & { kind: "sheet" | "withdrawal" | "ruling" | "redaction" };

/** A reason as the profile has it. */
export interface Reason {
  id: string;
  uses: string[];
  text: Words;
}

interface Said {
  values?: Record<string, number>;
  unread?: Cells;
  stands?: string;
  /** Of a redaction: the photo. */
  blob?: string;
  reason?: string;
}

/** Shows what is to be signed in a place, and signs it; `more` stands below the receipt, `back` leads to what was before. */
export async function signing(
  office: Office, place: HTMLElement, sheet: Stated, composed: ToSign, reasons: Reason[],
  more: () => HTMLElement, back: HTMLElement,
): Promise<void> {
  const { texts } = office;
  const { text, kind } = composed;
  const [held, same] = await Promise.all([ownHeld(office), saysTheSame(composed)]);
  const said = JSON.parse(text.split("\n")[1] ?? "{}") as Said;
  const photos = new Photos(texts, photosOf(sheet));
  const will = figures(sheet, kind, said);
  const columns = [
    ...(sheet.values ? [{ head: texts.say("stands-now"), cells: sheet.values }] : []),
    { head: texts.say("will-stand"), cells: will },
  ];
  const { element, differ } = compared(texts, shape(sheet), columns, texts.say("will-stand"), (field) => photos.show(field.page, field.name));
  const reason = reasons.find(({ id }) => id === said.reason);
  const wrong = make("p", { class: "wrong", role: "alert" });
  const go = make("button", {
    type: "button", class: "main",
    onclick: () => {
      if (!held) return;
      wrong.textContent = "";
      go.disabled = true;
      void sign(held).finally(() => {
        go.disabled = false;
      });
    },
  }, texts.say("sign-send"));
  const sign = async (held: Held): Promise<void> => {
    try {
      const got = await send(await signNote(text, held.name, held.key));
      const shown = receipt(texts, got);
      fill(place, make("div", { class: "narrow" }, shown, more()));
      office.tell(texts.say("receipt-in", { entry: got.entry }));
      shown.focus();
    } catch (error) {
      if (isProblem(error, "no-session")) return office.over();
      if (!(error instanceof Problem)) throw error;
      wrong.textContent = explained(texts, error);
    }
  };
  const title = make("h2", { tabindex: -1 }, texts.say(`sign-${kind}`));
  const changed = sheet.values && texts.say("differ-count", { count: differ.length });
  fill(place, make("div", { class: "beside" }, photos.element, make("div", { class: "typed" }, title,
    make("p", {}, texts.say(`sign-${kind}-explain`)),
    make("dl", { class: "facts" },
      said.reason !== undefined && make("dt", {}, texts.say("reason")),
      said.reason !== undefined && make("dd", {}, word(texts, reason?.text) || said.reason),
      said.blob !== undefined && make("dt", {}, texts.say("photo")),
      said.blob !== undefined && make("dd", {}, make("code", {}, said.blob))),
    // A photo that is taken out changes no figure.
    kind !== "redaction" && (changed ? make("p", {}, changed) : make("p", {}, texts.say("nothing-stands"))), kind !== "redaction" && element,
    words(texts, composed),
    make("details", {}, make("summary", {}, texts.say("sign-text")), make("pre", { class: "text", tabindex: 0 }, text)),
    same ? signer(texts, held, "#/key") : make("p", { class: "wrong", role: "alert" }, texts.say("words-differ")), wrong,
    make("p", { class: "buttons" }, same && held?.state === "in" && go, back))));
  title.focus();
}

/** Figures that stand once the text is signed. */
function figures(sheet: Stated, kind: ToSign["kind"], said: Said): Cells {
  switch (kind) {
    case "sheet":
      return { ...said.values, ...said.unread };
    case "withdrawal":
      return Object.fromEntries(sheet.fields.map(({ name }) => [name, "withdrawn" as const]));
    case "redaction":
      return sheet.values ?? {};
    case "ruling":
      return sheet.versions.find(({ id }) => id === said.stands)?.values ?? {};
  }
}
