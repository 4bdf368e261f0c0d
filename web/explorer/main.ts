// The page on which the published tables are asked. Nothing large is fetched before a question is run, and beforehand the page says how much
// that will be.

import { fill, make } from "../common/dom.ts";
import { type Language, Texts } from "../common/texts.ts";
import english from "../texts/explorer.en.ftl";
import indonesian from "../texts/explorer.id.ftl";
import type { Engine } from "./answer.ts";
import { Catalogue, type Table, Unreachable, fetchBytes, named } from "./catalogue.ts";
import { show } from "./show.ts";

/** What the program weighs as it is fetched. */
declare const PROGRAM_BYTES: number;

const script = document.currentScript;
const page = document.getElementById("explorer");
// A page that was opened as a file can't fetch the files beside it.
if (script instanceof HTMLScriptElement && page instanceof HTMLFormElement && location.protocol !== "file:" && "DecompressionStream" in window) begin(new URL(".", script.src).href, page);

function begin(folder: string, form: HTMLFormElement): void {
  const root = new URL("..", folder).href;
  const language: Language = document.documentElement.lang.startsWith("en") ? "en" : "id";
  const texts = new Texts(language, { id: indonesian, en: english });
  const at = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind;
  const [contest, area, level] = [at<HTMLSelectElement>("contest"), at<HTMLSelectElement>("area"), at<HTMLSelectElement>("level")];
  const [sql, cost, said, answer, shown] = [at<HTMLTextAreaElement>("sql"), at("cost"), at("said"), at("answer"), at("shown")];
  const [run, stop, link, ready] = [at<HTMLButtonElement>("run"), at<HTMLButtonElement>("stop"), at<HTMLButtonElement>("link"), at("ready")];
  const usual = level.value;
  const firstLevel = level.options[0]?.value ?? "";
  const contests = [...contest.options].map(({ value }) => value);
  let engine: Engine | undefined;
  /** The question that is being answered; another number: it was stopped. */
  let asking = 0;
  let title = "";

  const megabytes = (bytes: number) => texts.say("megabytes", { size: (Math.max(bytes, 50_000) / 1_000_000).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) });
  const chosen = (select: HTMLSelectElement) => select.selectedOptions[0]?.textContent ?? "";

  // What each contest has, read when it is first needed.
  const catalogues = new Map<string, Promise<Catalogue>>();
  const parts = (id: string) => [...document.querySelectorAll<HTMLElement>(`.tables[data-contest="${id}"] li[data-code]`)].map(({ dataset }) => ({ code: dataset["code"] ?? "", name: dataset["name"] ?? "" }));
  const catalogue = (id: string) => {
    const known = catalogues.get(id);
    if (known) return known;
    const made = Catalogue.of(root, id, parts(id).map(({ code }) => code), firstLevel);
    catalogues.set(id, made);
    made.catch(() => catalogues.delete(id));
    return made;
  };
  const tablesOf = async (question: string): Promise<Table[]> => named(question, await Promise.all(contests.filter((id) => question.toLowerCase().includes(id)).map(catalogue)));
  const missing = (tables: Table[]) => new Map(tables.flatMap(({ files }) => files).filter(({ path }) => !engine?.has(path)).map((file) => [file.path, file]));

  async function sayCost(): Promise<void> {
    const question = sql.value;
    const tables = await tablesOf(question).catch(() => undefined);
    if (question !== sql.value) return;
    const bytes = [...missing(tables ?? []).values()].reduce((sum, file) => sum + file.bytes, 0);
    const program = engine ? 0 : PROGRAM_BYTES;
    if (question.trim() === "") cost.textContent = program ? texts.say("cost-program", { program: megabytes(program) }) : "";
    else if (program) cost.textContent = texts.say("cost-both", { program: megabytes(program), tables: megabytes(bytes) });
    else cost.textContent = bytes > 0 ? texts.say("cost-tables", { tables: megabytes(bytes) }) : texts.say("cost-none");
  }

  function fillAreas(): void {
    area.length = 1;
    for (const { code, name } of parts(contest.value)) area.append(make("option", { value: code }, name));
  }

  /** A ready question for the area and the level that are chosen; see `record/src/pages/questions.rs`. */
  function asked(text: string): string {
    let question = text.replaceAll(`'${usual}'`, `'${level.value}'`).replaceAll(`.${usual}\n`, `.${level.value}\n`);
    if (area.value !== "") question = question.replace(new RegExp(`\\b${contest.value}\\.(regions|anomalies)\\b`, "g"), `${contest.value}.$1_${area.value}`);
    return question;
  }

  function fillReady(): void {
    const of = document.querySelectorAll<HTMLElement>(`#questions .of[data-contest="${contest.value}"] details`);
    fill(
      ready,
      ...[...of].map((one) => {
        const [name, explain, text] = ["summary", "p", "code"].map((part) => one.querySelector(part)?.textContent ?? "");
        const ask = () => {
          sql.value = asked(text ?? "");
          title = [name, chosen(contest), ...(area.value === "" ? [] : [chosen(area)])].join(" · ");
          void answerIt(true);
        };
        return make("button", { type: "button", "data-id": one.dataset["id"] ?? "", onclick: ask }, make("strong", {}, name), " ", make("span", {}, explain));
      }),
    );
  }

  async function fillTables(): Promise<void> {
    const id = contest.value;
    const place = document.querySelector(`.tables[data-contest="${id}"]`);
    const all = await catalogue(id).catch(() => undefined);
    if (!all || !place || id !== contest.value) return;
    document.querySelector("ul.there")?.remove();
    const one = (table: Table) => {
      const name = `${table.contest}.${table.name}`;
      const columns = make("p", { class: "fields" });
      const look = make("button", { type: "button", onclick: () => {
        sql.value = `SELECT *\nFROM ${name}\nLIMIT 100`;
        title = "";
        void answerIt(true);
      } }, texts.say("look"), make("span", { class: "unseen" }, ` ${name}`));
      const size = table.files.reduce((sum, { bytes }) => sum + bytes, 0);
      const details = make("details", { ontoggle: async () => {
        if (columns.childNodes.length > 0) return;
        const fields = await all.columns(table).catch(() => []);
        fill(columns, ...fields.flatMap(({ name }, at) => [...(at > 0 ? [", "] : []), make("code", {}, name)]));
      } }, make("summary", {}, make("code", {}, name), ` ${[...(table.rows === undefined ? [] : [texts.say("rows", { count: table.rows })]), megabytes(size)].join(", ")}`), make("p", { class: "actions" }, look), columns);
      return make("li", {}, details);
    };
    place.querySelector("h3")?.after(make("ul", { class: "there" }, ...all.listed(area.value).map(one)));
  }

  function busy(now: boolean): void {
    // Not `disabled`, which would take the focus away.
    run.setAttribute("aria-disabled", String(now));
    stop.hidden = !now;
    shown.classList.toggle("old", now);
  }

  function say(...children: (Node | string)[]): void {
    fill(said, ...children);
  }

  async function start(number: number): Promise<Engine> {
    if (engine) return engine;
    const bar = make("progress", { max: 1, value: 0, "aria-label": texts.say("fetching-program") });
    say(make("p", {}, texts.say("fetching-program")), bar);
    const made = (await import(`${folder}explorer-engine.js`)) as { Engine: { open(folder: string, arrived: (share: number) => void): Promise<Engine> } };
    const opened = await made.Engine.open(folder, (share) => (bar.value = share));
    if (number !== asking) {
      opened.end();
      throw new Stopped();
    }
    engine = opened;
    return opened;
  }

  /** Fetches what the question names and is not there yet. */
  async function fetchTables(engine: Engine, tables: Table[]): Promise<void> {
    const files = missing(tables);
    const bytes = new Map<string, Uint8Array>();
    if (files.size > 0) say(make("p", {}, texts.say("fetching-tables")));
    const waiting = [...files.values()];
    const fetchSome = async () => {
      for (let file = waiting.pop(); file; file = waiting.pop()) {
        const found = await fetchBytes(root, file.path);
        // A cut may have come between the list and the file; browsers hash on pages that came over a safe line alone.
        if (globalThis.crypto.subtle && hex(await crypto.subtle.digest("SHA-256", found as Uint8Array<ArrayBuffer>)) !== file.hash) throw new Changed();
        bytes.set(file.path, found);
      }
    };
    await Promise.all([fetchSome(), fetchSome(), fetchSome(), fetchSome()]);
    for (const table of tables) await engine.take(table, bytes);
  }

  async function answerIt(leads: boolean): Promise<void> {
    if (run.getAttribute("aria-disabled") === "true") return;
    const question = sql.value.replace(/[\s;]+$/, "");
    const bare = question.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--.*|\/\*[\s\S]*?\*\//g, " ");
    history.replaceState(null, "", `#sql=${encodeURIComponent(sql.value)}`);
    if (bare.trim() === "") return say(wrong("wrong-empty"));
    if (bare.includes(";")) return say(wrong("wrong-several"));
    if (!/^[\s(]*(select|with|from|values|pivot|unpivot)\b/i.test(bare)) return say(wrong("wrong-kind"));
    const number = ++asking;
    busy(true);
    try {
      const tables = await tablesOf(question);
      const opened = await start(number);
      await fetchTables(opened, tables);
      if (number !== asking) throw new Stopped();
      say(make("p", {}, texts.say("answering")));
      const found = await opened.ask(question);
      if (number !== asking) throw new Stopped();
      const election = document.querySelector("header .site b")?.textContent ?? "";
      const practice = document.querySelector(".banner strong")?.textContent;
      // Not the page's own cut: it changes with what it says, and the tables with every cut.
      const read = await Promise.all([...new Set(tables.map(({ contest }) => contest))].map(catalogue));
      const cuts = new Map(read.map(({ cut, created }) => [cut, texts.say("source", { cut, time: new Date(created).toLocaleString(language === "en" ? "en-GB" : language, { dateStyle: "long", timeStyle: "long" }) })]));
      show(shown, { texts, answer: found, title: title || texts.say("own-title"), source: [[...(practice ? [practice] : []), election].join(" · "), ...cuts.values()], csv: () => opened.csv() });
      answer.hidden = false;
      say(make("p", {}, texts.say("answered", { count: found.count })));
      if (leads) at("answer-title").focus();
    } catch (error) {
      if (number !== asking || error instanceof Stopped) return;
      say(...explained(error));
      said.scrollIntoView({ block: "nearest" });
    } finally {
      if (number === asking) busy(false);
      void sayCost();
    }
  }

  const wrong = (id: string) => make("p", { class: "wrong" }, texts.say(id));

  /** What went wrong, in words, with what the program says itself. */
  function explained(error: unknown): Node[] {
    if (error instanceof Changed) {
      // Tables of two cuts are never joined.
      catalogues.clear();
      engine?.end();
      engine = undefined;
      return [wrong("wrong-changed")];
    }
    if (error instanceof Unreachable) return [wrong("wrong-unreachable"), make("pre", {}, error.path)];
    const message = error instanceof Error ? error.message : String(error);
    if (!engine) return [wrong("wrong-program"), make("pre", {}, message)];
    const kind = /^(Parser|Catalog|Binder|Conversion|Out of Memory) Error/.exec(message)?.[1]?.toLowerCase().replaceAll(" ", "-");
    return [wrong(kind ? `wrong-${kind}` : "wrong-other"), make("pre", {}, message)];
  }

  function fromAddress(): void {
    const given = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("sql");
    if (given === null || given === sql.value) return;
    [sql.value, title] = [given, ""];
    say(make("p", {}, texts.say("from-link")));
    void sayCost();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void answerIt(true);
  });
  sql.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void answerIt(false);
  });
  sql.addEventListener("input", () => {
    title = "";
    void sayCost();
  });
  stop.addEventListener("click", () => {
    asking += 1;
    engine?.end();
    engine = undefined;
    busy(false);
    say(make("p", {}, texts.say("stopped")));
    run.focus();
    void sayCost();
  });
  link.addEventListener("click", async () => {
    const address = new URL(location.href);
    address.hash = `sql=${encodeURIComponent(sql.value)}`;
    history.replaceState(null, "", address);
    const copied = await navigator.clipboard?.writeText(address.href).then(() => true, () => false);
    say(make("p", {}, texts.say(copied ? "link-copied" : "link-above")));
  });
  contest.addEventListener("change", () => {
    fillAreas();
    fillReady();
    void fillTables();
  });
  area.addEventListener("change", () => void fillTables());
  addEventListener("hashchange", fromAddress);

  busy(false);
  for (const id of ["without", "questions"]) at(id).hidden = true;
  form.hidden = false;
  fillAreas();
  fillReady();
  void fillTables();
  fromAddress();
  void sayCost();
}

/** The publication went on to another cut. */
class Changed extends Error {}
/** Whoever asked has stopped it. */
class Stopped extends Error {}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
