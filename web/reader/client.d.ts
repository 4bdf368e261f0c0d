/** `client.js`, as programs in TypeScript see it. */
export class ReaderBeside {
  constructor(module: WebAssembly.Module);
  readonly memory: number;
  readPage(photo: Uint8Array, about?: { name?: string; station?: string }): Promise<unknown>;
  readForm(pages: { name: string; photo: Uint8Array }[], station?: string): Promise<unknown>;
  forms(): Promise<string[]>;
  look(luma: Uint8Array, width: number, height: number): Promise<unknown>;
  release(): void;
}
