// An answer as it is shown: how many rows, a picture where there is something to draw, the table, and what can be kept of it.

import { make } from "../common/dom.ts";
import type { Texts } from "../common/texts.ts";
import { type Answer, figure } from "./answer.ts";
import { type Bar, DARK, LIGHT, picture } from "./picture.ts";

/** Most bars of a picture. */
const BARS = 40;

/** Positions of the columns that make a text. */
type Columns = number[];

/** What is known of an answer beside its rows. */
export interface Context {
  texts: Texts;
  answer: Answer;
  title: string;
  /** Whose figures these are, from which cut: what stands below a picture that goes away alone. */
  source: string[];
  csv(): Promise<Uint8Array>;
}

export function show(place: HTMLElement, context: Context): void {
  const { texts, answer } = context;
  const { columns, rows, count } = answer;
  if (rows.length === 0) {
    place.replaceChildren(make("p", {}, texts.say("no-rows")));
    return;
  }
  const csv = make("button", { type: "button", onclick: async () => save(`${fileName(context.title)}.csv`, new Blob([(await context.csv()) as Uint8Array<ArrayBuffer>], { type: "text/csv" })) }, texts.say("save-csv"));
  place.replaceChildren(
    make("p", { class: "title" }, context.title),
    ...context.source.slice(1).map((line) => make("p", { class: "cost" }, line)),
    ...drawn(context),
    make("p", {}, count > rows.length ? texts.say("rows-first", { shown: rows.length, count }) : texts.say("rows", { count })),
    table(context),
    make("p", { class: "actions" }, csv),
  );
}

function value(context: Context, text: string | null, column: number): string {
  if (text === null) return context.texts.say("missing");
  const kind = context.answer.columns[column]?.kind;
  if (kind === "flag") return context.texts.say(text === "true" ? "yes" : "no");
  return kind === "number" ? figure(text, context.texts.language) : text;
}

function table(context: Context): HTMLElement {
  const { texts, answer } = context;
  const order = [...answer.rows];
  const body = make("tbody");
  const write = () =>
    body.replaceChildren(
      ...order.map((row) =>
        make("tr", {}, ...row.map((text, at) => {
          const number = answer.columns[at]?.kind === "number";
          const shown = value(context, text, at);
          const classes = `${number ? "number" : "words"}${text === null ? " missing" : ""}`;
          return at === 0 ? make("th", { scope: "row", class: classes }, shown) : make("td", { class: classes }, shown);
        })),
      ),
    );
  const heads = answer.columns.map(({ name, kind }, at) => {
    const head = make("th", { scope: "col", class: kind === "number" ? "number" : "words" });
    const sort = () => {
      const up = head.getAttribute("aria-sort") === "descending" || (kind !== "number" && head.getAttribute("aria-sort") === null);
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      order.sort((one, two) => compare(one[at] ?? null, two[at] ?? null, kind === "number", texts.language) * (up ? 1 : -1));
      write();
    };
    head.append(make("button", { type: "button", onclick: sort }, name));
    return head;
  });
  write();
  const caption = make("caption", {}, texts.say("caption"));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": texts.say("table") }, make("table", {}, caption, make("thead", {}, make("tr", {}, ...heads)), body));
}

/** Whole numbers as whole numbers, however long; what is missing comes first. */
function compare(one: string | null, two: string | null, numbers: boolean, language: string): number {
  if (one === null || two === null) return Number(two === null) * -1 + Number(one === null) * -1 === -2 ? 0 : one === null ? -1 : 1;
  if (!numbers) return one.localeCompare(two, language, { numeric: true });
  if (/^-?\d+$/.test(one) && /^-?\d+$/.test(two)) {
    const [first, second] = [BigInt(one), BigInt(two)];
    return first < second ? -1 : first > second ? 1 : 0;
  }
  return Number(one) - Number(two);
}

/** The picture with what it is drawn of; nothing where no column holds numbers. */
function drawn(context: Context): Node[] {
  const { texts, answer } = context;
  const numbers = answer.columns.flatMap(({ kind }, at) => (kind === "number" ? [at] : []));
  const labels: Columns[] = answer.columns.flatMap(({ kind }, at) => (kind === "number" ? [] : [[at]]));
  // Who leads is told by where it is and who it is.
  const [first, second] = answer.columns.flatMap(({ kind }, at) => (kind === "text" ? [at] : []));
  if (first !== undefined && second !== undefined) labels.unshift([first, second]);
  const number = numbers.at(-1);
  if (labels.length === 0 || number === undefined) return [];
  const nameOf = (columns: Columns) => columns.map((at) => answer.columns[at]?.name ?? "").join(" · ");
  const choice = (id: string, of: Columns[], chosen: number) => {
    const select = make("select", { id }, ...of.map((columns, at) => make("option", { value: at, selected: at === chosen }, nameOf(columns))));
    return { select, shown: make("p", {}, make("label", { for: id }, texts.say(id)), select) };
  };
  const [by, of] = [choice("picture-label", labels, 0), choice("picture-number", numbers.map((at) => [at]), numbers.length - 1)];
  const figureElement = make("figure", { class: "picture" });
  const said = () => texts.say("picture", { number: of.select.selectedOptions[0]?.textContent ?? "", label: by.select.selectedOptions[0]?.textContent ?? "" });
  const bars = (): Bar[] =>
    answer.rows.slice(0, BARS).map((row) => {
      const column = numbers[of.select.selectedIndex] ?? number;
      const size = row[column] ?? null;
      const label = (labels[by.select.selectedIndex] ?? []).map((at) => value(context, row[at] ?? null, at)).join(" · ");
      return { label, size: size === null ? undefined : Number(size), said: value(context, size, column) };
    });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let wide = 0;
  const draw = () => {
    const more = answer.count > BARS ? [make("figcaption", {}, texts.say("picture-first", { shown: BARS, count: answer.count }))] : [];
    const caption = make("figcaption", {}, said());
    figureElement.replaceChildren(caption, picture(bars(), Math.max(280, wide), dark.matches ? DARK : LIGHT, texts.say("picture-alone", { picture: said() })));
    if (more[0]) caption.append(` ${more[0].textContent}`);
  };
  new ResizeObserver(([entry]) => {
    const now = Math.min(1100, Math.floor(entry?.contentRect.width ?? 0));
    if (now > 0 && now !== wide) {
      wide = now;
      draw();
    }
  }).observe(figureElement);
  dark.addEventListener("change", draw);
  for (const { select } of [by, of]) select.addEventListener("change", draw);
  const alone = () => picture(bars(), 1000, LIGHT, said(), [context.title, said()], context.source);
  const svg = make("button", { type: "button", onclick: () => save(`${fileName(context.title)}.svg`, new Blob([new XMLSerializer().serializeToString(alone())], { type: "image/svg+xml" })) }, texts.say("save-svg"));
  const png = make("button", { type: "button", onclick: async () => save(`${fileName(context.title)}.png`, await points(alone())) }, texts.say("save-png"));
  return [figureElement, make("div", { class: "choices" }, by.shown, of.shown), make("p", { class: "actions" }, svg, " ", png)];
}

/** A drawing as points, two for each of its own. */
async function points(svg: SVGSVGElement): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"));
}

function fileName(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "saksi";
}

function save(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = make("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
