// A signed sheet: whether it is kept, at the desk, in the ledger; and as codes for witnesses and supervisors, before any
// network.

import { fill, make } from "../common/dom.ts";
import { parseNote } from "../common/note.ts";
import { button, contestName, go, show, type App, type Screen } from "./app.ts";
import { counts, word } from "./contests.ts";
import { doing } from "./home.ts";
import { lostPhotos } from "./lost.ts";
import { lost, type Sheet } from "./model.ts";
import { codes } from "./qr.ts";

export const receipt: Screen = async (app, key = "") => {
  const { texts, store, outbox } = app;
  const sheet = await store.sheet(key);
  if (!sheet || sheet.progress.is === "open") return go("home");
  const facts = make("div", { "aria-live": "polite" });
  const shown = make("div", {});
  const gone = make("div", {});
  let lacks = -1;
  const { statement } = sheet.progress;
  show(
    app,
    contestName(app, sheet.contest),
    "home",
    facts,
    gone,
    make("section", {},
      make("h2", {}, texts.say("receipt-statement")),
      make("p", { class: "help" }, texts.say("receipt-statement-about")),
      codes(app, statement.note, statement.id.slice(0, 8)),
      make("details", {}, make("summary", {}, texts.say("receipt-text")), make("pre", { class: "code" }, statement.note))),
    shown,
    button(texts.say("to-home"), () => go("home"), "main"),
  );
  let proven = "";
  const update = async () => {
    const now = await store.sheet(key);
    if (!now || now.progress.is === "open") return;
    fill(facts, ...state(app, now, (await store.sheets())));
    const lacking = lost(now).length;
    // Not drawn anew while somebody chooses a file.
    if (lacks !== lacking) {
      const told = lostPhotos(app, now);
      fill(gone, ...(told ? [told] : []));
      lacks = lacking;
    }
    if (now.progress.is === "received" && now.progress.receipt.proof !== null && proven !== now.progress.receipt.proof) {
      proven = now.progress.receipt.proof;
      fill(shown, make("section", {},
        make("h2", {}, texts.say("receipt-proof")),
        make("p", { class: "help" }, texts.say("receipt-proof-about")),
        codes(app, proven, now.progress.receipt.id.slice(0, 8))));
    }
  };
  await update();
  return outbox.watch(() => void update());
};

function state(app: App, sheet: Sheet, all: Sheet[]): (Node | false)[] {
  const { texts, outbox } = app;
  const { progress } = sheet;
  if (progress.is === "open") return [];
  const said = counts(sheet, sheet.shots.length);
  const now = word(sheet);
  return [
    make("p", { class: "big state", "data-state": now }, texts.say(`sheet-${now}`, said)),
    progress.is === "refused" && make("div", { class: "warning", role: "alert" },
      make("p", {}, texts.say("refused-by-desk", { why: texts.has(`why-${progress.code}`) ? texts.say(`why-${progress.code}`) : progress.why })), make("p", {}, texts.say("refused-do"))),
    make("p", {}, doing(app, all)),
    (outbox.doing.is === "waiting") && button(texts.say("send-now"), () => outbox.hurry()),
    make("dl", { class: "facts" },
      make("dt", {}, texts.say("station")), make("dd", {}, sheet.place),
      make("dt", {}, texts.say("held-by")), make("dd", { class: "code" }, signer(progress.statement.note)),
      make("dt", {}, texts.say("signed-at")), make("dd", {}, progress.at.replace("T", " ").slice(0, 16)),
      make("dt", {}, texts.say("statement-id")), make("dd", { class: "code" }, progress.statement.id),
      ...(progress.is === "received" ? [make("dt", {}, texts.say("ledger-entry")), make("dd", { class: "code" }, String(progress.receipt.entry))] : []),
      make("dt", {}, texts.say("photos")), make("dd", {}, texts.say("photos-there", said)),
      make("dt", {}, texts.say("flags")), make("dd", {}, progress.fails.length === 0 ? texts.say("flags-none") : texts.say("flags-some", { count: progress.fails.length }))),
  ];
}

/** The name in a note's first signature. */
function signer(note: string): string {
  return parseNote(note)?.lines[0]?.name ?? "";
}
