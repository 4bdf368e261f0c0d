// DuckDB in a worker of its own. Every value leaves it as text, so that no whole number goes by way of a floating one.

import { AsyncDuckDB, type AsyncDuckDBConnection, VoidLogger } from "@duckdb/duckdb-wasm";

import type { Answer, Engine as Asked, Kind } from "./answer.ts";
import type { Table } from "./catalogue.ts";

// As SQL has a name, and a text.
const named = (name: string) => `"${name.replaceAll('"', '""')}"`;
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Most rows that are shown. */
const SHOWN = 1000;

export class Engine implements Asked {
  #files = new Set<string>();
  #tables = new Set<string>();

  private constructor(readonly worker: Worker, readonly database: AsyncDuckDB, readonly connection: AsyncDuckDBConnection) {}

  /** Fetches the program from the folder at this address; `arrived` is told the share of it that is there, 0 to 1. */
  static async open(folder: string, arrived: (share: number) => void): Promise<Engine> {
    const worker = new Worker(`${folder}explorer-worker.js`);
    const database = new AsyncDuckDB(new VoidLogger(), worker);
    await database.instantiate(`${folder}duckdb.wasm.gz`, null, ({ bytesLoaded, bytesTotal }) => arrived(bytesTotal > 0 ? Math.min(1, bytesLoaded / bytesTotal) : 0));
    await database.open({ path: ":memory:" });
    return new Engine(worker, database, await database.connect());
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Takes a table of which every file is there or is given. */
  async take(table: Table, files: Map<string, Uint8Array>): Promise<void> {
    for (const [path, bytes] of files) {
      if (this.#files.has(path)) continue;
      await this.database.registerFileBuffer(path, bytes);
      this.#files.add(path);
    }
    const name = `${named(table.contest)}.${named(table.name)}`;
    if (this.#tables.has(name)) return;
    const paths = table.files.map(({ path }) => quoted(path)).join(", ");
    const only = table.only ? ` WHERE ${named(table.only[0])} = ${quoted(table.only[1])}` : "";
    await this.connection.query(`CREATE SCHEMA IF NOT EXISTS ${named(table.contest)}`);
    await this.connection.query(`CREATE OR REPLACE VIEW ${name} AS SELECT * FROM read_parquet([${paths}], union_by_name = true)${only}`);
    this.#tables.add(name);
  }

  async ask(sql: string): Promise<Answer> {
    // Asked alone first, so that a message's lines are those of the question.
    await (await this.connection.prepare(sql)).close();
    await this.connection.query(`CREATE OR REPLACE TEMP TABLE answer AS\n${sql}`);
    const described = await this.#texts("DESCRIBE answer");
    const columns = described.map(([name, type]) => ({ name: name ?? "", kind: kindOf(type ?? "") }));
    const [[count] = []] = await this.#texts("SELECT CAST(count(*) AS VARCHAR) FROM answer");
    const rows = await this.#texts(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM answer LIMIT ${SHOWN}`);
    return { columns, rows, count: Number(count) };
  }

  /** The whole of the last answer. */
  async csv(): Promise<Uint8Array> {
    await this.connection.query("COPY answer TO 'answer.csv' (HEADER)");
    const bytes = await this.database.copyFileToBuffer("answer.csv");
    await this.database.dropFile("answer.csv");
    return bytes;
  }

  end(): void {
    this.worker.terminate();
  }

  /** The rows of a statement all of whose columns are texts. */
  async #texts(sql: string): Promise<(string | null)[][]> {
    const table = await this.connection.query(sql);
    const vectors = table.schema.fields.map((_: unknown, at: number) => table.getChildAt(at) as { get(row: number): string | null } | null);
    return Array.from({ length: table.numRows }, (_, row) => vectors.map((vector: { get(row: number): string | null } | null): string | null => vector?.get(row) ?? null));
  }
}

function kindOf(type: string): Kind {
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|DOUBLE|FLOAT|REAL)$/.test(type)) return "number";
  return type === "BOOLEAN" ? "flag" : "text";
}
