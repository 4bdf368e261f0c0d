/** A station's part of the election, as the desk hands it out. */
export interface StationTables {
  regions: string;
  stations: string;
  constituencies: string;
  candidates: string;
}

/** `client.js`, as programs in TypeScript see it. */
export class ReaderBeside {
  constructor(module: WebAssembly.Module);
  readonly memory: number;
  readPage(photo: Uint8Array, about?: { name?: string; station?: string; tables?: StationTables }): Promise<unknown>;
  readForm(pages: { name: string; photo: Uint8Array }[], station?: string, tables?: StationTables): Promise<unknown>;
  forms(tables?: StationTables): Promise<string[]>;
  look(luma: Uint8Array, width: number, height: number): Promise<unknown>;
  release(): void;
}
