// Which tables there are, as the publication's own packages list them: their files, how large these are and what their hash is.

/** A file of a table. */
export interface TableFile {
  /** From the publication's top. */
  path: string;
  bytes: number;
  /** SHA-256 in hexadecimal. */
  hash: string;
}

export interface Table {
  contest: string;
  name: string;
  /** Code of the part of the country it is of; none: of the whole. */
  part?: string;
  files: TableFile[];
  rows?: number;
  /** Rows of a part alone: the column that names it, and its code. */
  only?: [column: string, code: string];
}

export interface Column {
  name: string;
  type: string;
}

interface Package {
  cut: number;
  created: string;
  resources: { name: string; rows: number; schema: { fields: Column[] } }[];
  copies: { of: string; path: string; bytes: number; hash: string }[];
  documents: { path: string; bytes: number; hash: string }[];
}

/** Something that the publication has and that can't be had now. */
export class Unreachable extends Error {
  constructor(readonly path: string) {
    super(path);
  }
}

export async function fetchBytes(root: string, path: string): Promise<Uint8Array> {
  const response = await fetch(root + path).catch(() => undefined);
  if (!response?.ok) throw new Unreachable(path);
  return new Uint8Array(await response.arrayBuffer());
}

/** A contest's tables, of one cut. */
export class Catalogue {
  readonly tables = new Map<string, Table>();
  #columns = new Map<string, Promise<Map<string, Column[]>>>();

  private constructor(readonly contest: string, readonly root: string, readonly cut: number, readonly created: string) {}

  /** Reads the contest's package and its list of files. `level`: the column by which a part's rows are told in tables of the whole. */
  static async of(root: string, contest: string, parts: string[], level: string): Promise<Catalogue> {
    const text = async (name: string) => new TextDecoder().decode(await fetchBytes(root, `data/${contest}/${name}`));
    const [described, files] = await Promise.all([text("datapackage.json"), text("files.csv")]);
    const whole = JSON.parse(described) as Package;
    const catalogue = new Catalogue(contest, root, whole.cut, whole.created);
    const add = (name: string, files: TableFile[], more: Partial<Table> = {}) => catalogue.tables.set(name, { contest, name, files, ...more });
    const file = ({ path, bytes, hash }: { path: string; bytes: number; hash: string }) => ({ path: `data/${contest}/${path}`, bytes, hash: hash.replace("sha256:", "") });
    for (const copy of whole.copies) {
      const rows = whole.resources.find(({ name }) => name === copy.of)?.rows;
      add(copy.of.replaceAll("-", "_"), [file(copy)], rows === undefined ? {} : { rows });
    }
    const stations = whole.documents.find(({ path }) => path === "stations.parquet");
    if (stations) add("stations", [file(stations)]);
    const totals: TableFile[] = [];
    for (const line of files.split("\n").slice(1)) {
      // No path of a publication holds a comma or a quote.
      const [part, path, bytes, hash] = line.split(",");
      if (part === undefined || hash === undefined || !path?.endsWith(".parquet") || !parts.includes(part)) continue;
      const one = file({ path, bytes: Number(bytes), hash: hash.trim() });
      const [kind, of] = path.slice(part.length + 1, -".parquet".length).split("/");
      if (kind === "totals") {
        totals.push(one);
        add(`regions_${part}`, [one], { part });
      }
      add(`${kind}_${of ?? part}`, [one], { part });
    }
    add("regions", totals);
    const anomalies = catalogue.tables.get("anomalies");
    if (anomalies) for (const part of parts) add(`anomalies_${part}`, anomalies.files, { part, only: [level, part] });
    return catalogue;
  }

  /** The tables that are of the whole, or of one part. */
  listed(part: string): Table[] {
    return [...this.tables.values()].filter((table) => (table.part ?? "") === part);
  }

  /** The columns of a table, from the package that its files are in. */
  async columns(table: Table): Promise<Column[]> {
    const [file] = table.files;
    if (file === undefined) return [];
    const [, , part] = file.path.split("/");
    const folder = `data/${this.contest}/${table.only || part?.endsWith(".parquet") ? "" : `${part}/`}`;
    if (table.name === "stations") {
      const first = [...this.tables.values()].find(({ part, name }) => part !== undefined && name === `stations_${part}`);
      return first ? this.columns(first) : [];
    }
    let described = this.#columns.get(folder);
    if (!described) {
      described = fetchBytes(this.root, `${folder}datapackage.json`).then((bytes) => {
        const { resources } = JSON.parse(new TextDecoder().decode(bytes)) as Package;
        return new Map(resources.map(({ name, schema }) => [name, schema.fields]));
      });
      this.#columns.set(folder, described);
    }
    const names = await described;
    const file_name = file.path.slice(folder.length, -".parquet".length).replace("/", "-");
    return names.get(file_name) ?? [];
  }
}

/** The tables that a question names: `contest.table`, in quotes or not. More than it asks for does no harm. */
export function named(sql: string, catalogues: Iterable<Catalogue>): Table[] {
  const found: Table[] = [];
  for (const { contest, tables } of catalogues) {
    const names = new RegExp(`(?<![A-Za-z0-9_])"?${contest.replace(/[^A-Za-z0-9_-]/g, "")}"?\\s*\\.\\s*"?([A-Za-z0-9_]+)`, "gi");
    const here = new Set([...sql.matchAll(names)].map(([, name]) => name?.toLowerCase() ?? ""));
    for (const name of here) {
      const table = tables.get(name);
      if (table) found.push(table);
    }
  }
  return found;
}
