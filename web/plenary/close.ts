// Stating the plenary, closing it with the signed paper, opening it again, and printing its minutes.

import { type Shapes, post } from "../common/api.ts";
import { fill, make } from "../common/dom.ts";
import { type Hall, type View, isReopened, moment } from "./data.ts";
import { type Named, Photos } from "../common/photos.ts";
import { state } from "./sign.ts";
import { Signatories } from "./signatories.ts";

/** Reasons by which a plenary takes another's place. */
const REASONS = ["plenary-correction", "recount", "objection-upheld", "typing-error", "ruling"];

export function close(hall: Hall): View {
  const { texts, plenary } = hall;
  const open = plenary.differences.filter(({ explained }) => explained === null).length;
  const { missing, conflict, disputed } = plenary.opens;
  const line = (good: boolean, text: string): HTMLElement => make("li", { class: good ? "good" : "wrong" }, text);
  const before = make("ul", { class: "flags steps" },
    line(missing === 0, texts.say("count-missing", { count: missing })),
    line(conflict === 0, texts.say("count-conflict", { count: conflict })),
    line(disputed === 0, texts.say("count-disputed", { count: disputed })),
    line(plenary.failing.length === 0, texts.say("count-failing", { count: plenary.failing.length })),
    line(open === 0, texts.say("count-unexplained", { count: open })),
    line(plenary.typed !== null, texts.say(plenary.typed ? "was-typed" : "was-not-typed")));
  return { body: make("div", { class: "closing" },
    make("div", {}, stands(hall), make("h2", {}, texts.say("before-closing")), before, prints(hall)), statement(hall)) };
}

function stands(hall: Hall): HTMLElement {
  const { texts, plenary } = hall;
  const { stands: version } = plenary;
  if (!version) return make("p", { class: "large" }, texts.say("nothing-stated"));
  const changed = plenary.changed?.length ?? 0;
  return make("div", {},
    make("p", { class: "large" }, texts.say(version.closes ? "stands-closed" : isReopened(plenary) ? "stands-reopened" : "stands-open", { entry: version.entry, key: version.key ?? "", versions: plenary.versions.length })),
    make("p", { class: "quiet" }, make("code", {}, version.id)),
    version.supersedes !== null && make("p", { class: "quiet" }, texts.say("replaces"), " ", make("code", {}, version.supersedes),
      version.reason !== null && ` · ${texts.has(`reason-${version.reason}`) ? texts.say(`reason-${version.reason}`) : version.reason}`),
    changed > 0 && make("p", { class: "wrong" }, texts.say("changed-since", { count: changed })));
}

function statement(hall: Hall): HTMLElement {
  const { texts, plenary } = hall;
  const { stands: version } = plenary;
  const reason = make("select", { id: "reason" }, ...REASONS.map((one) => make("option", { value: one }, texts.say(`reason-${one}`))));
  const signing = new Signatories(texts);
  const more = make("textarea", { id: "said-too", rows: 2, maxlength: 10_000 });
  const untyped = make("input", { id: "untyped", autocomplete: "off", maxlength: 2000 });
  const seen = make("div", { role: "status" });
  const photos: Photos = new Photos(texts, "paper", texts.say("signed-paper"), () => void read(hall, photos, seen));
  const wrong = make("p", { class: "wrong", role: "alert" });
  // Of a closed one the figures are stated anew, or it is opened; of an open one they are stated, or it is closed.
  const open = version?.closes ? "reopen" : "state-only";
  const buttons = ([[false, open], [true, version?.closes ? "close-again" : "close"]] as const).map(([closes, name]) =>
    make("button", { type: "button", class: closes ? "main" : "", onclick: () => void say(closes, name) }, texts.say(name)));
  const say = async (closes: boolean, name: string): Promise<void> => {
    fill(wrong);
    if (photos.open) return fill(wrong, texts.say(`photos-${photos.open}`));
    if (closes && !signing.whole()) return fill(wrong, texts.say("signatories-missing"));
    for (const button of buttons) button.disabled = true;
    try {
      const why = version ? reason.value : null;
      const composed = await post("/api/compose/plenary", {
        contest: plenary.contest, region: plenary.region, constituency: plenary.constituency, closes, reason: why,
        untyped: untyped.value.trim() === "" ? null : untyped.value,
        evidence: paged(photos), signatories: closes ? signing.said : [], text: more.value,
      });
      const receipt = await state(hall, {
        composed, title: texts.say(name), reason: why, place: plenary.place, fields: plenary.fields, stands: version?.values ?? null, photos: paged(photos),
      });
      hall.tell(texts.say("stated", { entry: receipt.entry }));
      await hall.again();
      // What stands now is said above.
      scrollTo(0, 0);
    } catch (error) {
      hall.failed(error);
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  };
  return make("div", {},
    make("h2", {}, texts.say(version ? "state-again" : "state-title")),
    make("p", {}, texts.say("state-explain")),
    version ? make("p", { class: "asked" }, make("label", { for: "reason" }, texts.say("reason")), reason) : undefined,
    plenary.typed ? undefined : make("p", { class: "asked" }, make("label", { for: "untyped" }, texts.say("untyped")), untyped),
    photos.element, seen, signing.element,
    make("p", { class: "asked" }, make("label", { for: "said-too" }, texts.say("said-too")), more), wrong,
    make("div", { class: "buttons" }, ...buttons));
}

/** In the order of the paper's pages. */
function paged(photos: Photos): Named[] {
  return photos.named.sort((one, other) => one.page - other.page);
}

/** Which pages of the minutes the photos show, and which are missing. */
async function read(hall: Hall, photos: Photos, place: HTMLElement): Promise<void> {
  const { texts } = hall;
  const asked = photos.named;
  if (asked.length === 0) return fill(place);
  fill(place, make("p", {}, texts.say("pages-looking")));
  try {
    const found = await post<Shapes["PagesShown"]>(`${hall.path}/photographed${hall.query}`, { photos: asked.map(({ sha256 }) => sha256) });
    // Another photo came meanwhile: what is said of all of them is on its way.
    if (photos.named.length !== asked.length) return;
    const lines = found.photos.map(({ sha256, shows, page, pages, figures }, at) => {
      if (shows === "page" && page !== null && page < 256) photos.isPage(sha256, page);
      const good = shows === "page" && (figures === null || figures.differ + figures.unclear === 0);
      return make("li", { class: good ? "good" : "wrong" },
        texts.say(`shows-${shows}`, { number: at + 1, page: page ?? 0, pages: pages ?? 0 }), figures !== null ? compared(texts, figures) : shows === "page" && make("p", { class: "quiet" }, texts.say("figures-none")));
    });
    fill(place, make("ol", { class: "flags steps" }, ...lines),
      found.print !== null && make("p", { class: found.missing.length > 0 ? "wrong" : "good" },
        found.missing.length > 0 ? texts.say("pages-missing", { pages: found.missing.join(", ") }) : texts.say("pages-whole")),
      make("p", { class: "quiet" }, texts.say("pages-compare")));
  } catch (error) {
    fill(place);
    hall.failed(error);
  }
}

/** What a page's figures are on its photo; of those that differ their place on it beside what was printed. */
function compared(texts: Hall["texts"], { same, unclear, differ, differing }: Shapes["FiguresShown"]): HTMLElement {
  const rows = differing.map(({ column, item, printed, photo }) => make("tr", {},
    make("th", { scope: "row" }, `${item}, ${column}`), make("td", {}, printed),
    make("td", {}, photo === null ? texts.say("figure-outside") : crop(photo, texts.say("figure-photo", { item, column })))));
  return make("div", {},
    make("p", {}, texts.say("figures-same", { count: same }),
      unclear > 0 && ` ${texts.say("figures-unclear", { count: unclear })}`, differ > 0 && ` ${texts.say("figures-differ", { count: differ })}`),
    rows.length > 0 && make("table", { class: "figures differing" },
      make("thead", {}, make("tr", {}, ...["item", "printed", "on-photo"].map((head) => make("th", { scope: "col" }, texts.say(`figure-${head}`))))),
      make("tbody", {}, ...rows)),
    differ > differing.length && make("p", {}, texts.say("figures-more", { count: differ - differing.length })));
}

/** A piece of a photo that the desk cut out. */
function crop(photo: string, alt: string): HTMLImageElement {
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
  return make("img", { class: "crop", src: address, alt, onload: () => URL.revokeObjectURL(address) });
}

function prints(hall: Hall): HTMLElement {
  const { texts, plenary } = hall;
  const go = make("button", { type: "button", disabled: plenary.stands === null, onclick: () => {
    go.disabled = true;
    post<Shapes["PlenaryPrint"]>(`${hall.path}/print${hall.query}`).then(() => hall.again(), (error: unknown) => hall.failed(error)).finally(() => (go.disabled = false));
  } }, texts.say("print"));
  const each = plenary.prints.map(({ address, sha256, statement, at, bytes }) =>
    make("li", {}, make("a", { href: address, target: "_blank", rel: "noopener" }, texts.say("print-of", { at: moment(texts, at), kilobytes: Math.ceil(bytes / 1000) })),
      statement === plenary.stands?.id ? "" : ` ${texts.say("print-old")}`, make("br"), make("code", {}, sha256)));
  return make("div", {}, make("h2", {}, texts.say("prints")), make("p", {}, texts.say("print-explain")), make("p", {}, go), make("ul", { class: "prints" }, ...each));
}
