// A sheet's form as the desk tells it, and how its boxes stand on the paper: by page, section and line.

import type { Shapes } from "../common/api.ts";
import type { Texts } from "../common/texts.ts";
import { word } from "./office.ts";

interface Named {
  number: number;
  name: string;
}

export type Field = Shapes["Field"];
export type Check = Shapes["Check"];
export type Form = Shapes["SheetForm"];

/** Whose a sheet is, in words. */
export type Place = Pick<Form, "contest" | "station">;

/** A form's boxes and checks. */
export type Shape = Pick<Form, "pages" | "fields" | "checks">;

/** What is said of a box: a figure, or why there is none. What is not there is not typed yet. */
export type Cell = number | "illegible" | "empty" | Never;
/** Said of what others stated; nobody types it. */
type Never = "not-published" | "no-field" | "withdrawn";
export type Cells = Record<string, Cell>;
/** What somebody types. */
export type Typed = Record<string, Shapes["SentCell"]>;

/** What was typed of these cells: what others only say is not. */
export function typed(cells: Cells): Typed {
  const each = Object.entries(cells).filter((one): one is [string, Shapes["SentCell"]] =>
    typeof one[1] === "number" || one[1] === "illegible" || one[1] === "empty");
  return Object.fromEntries(each);
}

export interface Line {
  label: string;
  fields: Field[];
}

export interface Section {
  title: string;
  lines: Line[];
}

export interface Sheet {
  page: number;
  sections: Section[];
}

const PARTS = ["male", "female", "total"];

function part(field: Field): string | undefined {
  const last = field.name.split(".").at(-1) ?? "";
  return PARTS.includes(last) ? last : undefined;
}

function numbered(named: Named): string {
  return `${named.number}. ${named.name}`;
}

/** A field's name below the heading of its section. */
function below(texts: Texts, field: Field): string {
  if (field.candidate) return numbered(field.candidate);
  if (!field.option) return word(texts, field.label);
  if (!field.option.list) return numbered(field.option);
  return field.name.endsWith(".list") ? word(texts, field.words) : texts.say("votes-together");
}

/** A field's whole name, as it is read out: of votes whose they are. */
export function label(texts: Texts, field: Field): string {
  return field.option?.list ? `${numbered(field.option)}: ${below(texts, field)}` : below(texts, field);
}

/** A box's name within its line. */
export function shortLabel(texts: Texts, field: Field): string {
  const one = part(field);
  return one ? texts.say(`part-${one}`) : below(texts, field);
}

/** What the labels of a line's boxes have in common: "Voters on the roll" of "Voters on the roll, men". */
function common(labels: string[]): string {
  const [first = "", ...others] = labels;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same += 1;
    length = same;
  }
  return first.slice(0, length).replace(/[\s,]+$/, "");
}

/** The form page by page, in the order in which it is typed. */
export function paper(texts: Texts, form: Shape): Sheet[] {
  const sheets: Sheet[] = [];
  for (const page of [...new Set(form.fields.map((field) => field.page))].sort((one, other) => one - other)) {
    const sections: Section[] = [];
    let before = "";
    for (const field of form.fields.filter((field) => field.page === page)) {
      const root = field.item.split(".")[0] ?? "";
      // A party with a list stands on the paper under its own heading.
      const party = field.option?.list ? field.option : undefined;
      const key = `${root} ${party?.number ?? ""}`;
      if (key !== before) {
        const section = texts.say("section", { item: root });
        sections.push({ title: party ? `${section}: ${numbered(party)}` : section, lines: [] });
        before = key;
      }
      const lines = sections.at(-1)?.lines ?? [];
      const line = lines.at(-1);
      const stem = part(field) && field.name.replace(/\.[^.]*$/, "");
      if (line && stem && line.fields[0]?.name.replace(/\.[^.]*$/, "") === stem && part(line.fields[0])) {
        line.fields.push(field);
      } else {
        lines.push({ label: "", fields: [field] });
      }
    }
    for (const section of sections) {
      for (const line of section.lines) line.label = common(line.fields.map((field) => label(texts, field)));
    }
    sheets.push({ page, sections });
  }
  return sheets;
}

/** Whose sheet it is: contest, station and where. */
export function heading(texts: Texts, form: Place): { title: string; where: string } {
  const station = form.station;
  return {
    title: `${word(texts, form.contest)} · ${station?.name ?? ""}`,
    where: station ? [...station.regions].reverse().join(", ") : "",
  };
}

/** A cell as it is shown. */
export function shownCell(texts: Texts, cell: Cell | undefined): string {
  if (cell === undefined) return "";
  return typeof cell === "number" ? String(cell) : texts.say(`cell-${cell}`);
}
