// How the ledger holds the trail fast: from each anchor on, no row before it can be made otherwise unseen.

import { get, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import type { Receipt } from "../common/intake.ts";
import type { Office } from "./office.ts";
import { explained, isProblem } from "../common/problems.ts";
import { receipt } from "../common/receipt.ts";

interface Anchors {
  anchors: number;
  /** The first entry of the ledger that says otherwise than the trail. */
  broken: number | null;
  /** The first row that is not what its hash says. */
  row: number | null;
  /** The first entry that the desk's own table of anchors has otherwise. */
  index: number | null;
}

export function anchors(office: Office): HTMLElement {
  const { texts, me } = office;
  const state = make("p", { role: "status" }, texts.say("anchors-looking"));
  const told = make("div");
  const failed = (error: unknown): void => {
    if (isProblem(error, "no-session")) return office.over();
    state.className = "wrong";
    state.textContent = explained(texts, error);
  };
  const look = async (): Promise<void> => {
    const { anchors, broken, row, index } = await get<Anchors>("/api/trail/anchors");
    const differs = [
      broken !== null && texts.say("anchors-broken", { entry: broken }),
      row !== null && texts.say("anchors-row", { row }),
      index !== null && texts.say("anchors-index", { entry: index }),
    ].filter((one) => one !== false);
    state.className = differs.length > 0 ? "wrong" : anchors > 0 ? "good" : "";
    state.textContent = differs.length > 0 ? differs.join(" ") : anchors > 0 ? texts.say("anchors-hold", { count: anchors }) : texts.say("anchors-none");
  };
  look().catch(failed);
  const now = make("button", {
    type: "button",
    onclick: () => {
      now.disabled = true;
      post<Receipt>("/api/trail/anchor").then((got) => {
        fill(told, receipt(texts, got));
        return look();
      }).catch(failed).finally(() => {
        now.disabled = false;
      });
    },
  }, texts.say("anchor-now"));
  return make("section", {}, make("h2", {}, texts.say("anchors")), make("p", {}, texts.say("anchors-explain")), state,
    me.acts.includes("administer") && make("p", {}, now), told);
}
