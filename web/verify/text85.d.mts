/** `text85.mjs`, as programs in TypeScript see it. */
export function toText(bytes: Uint8Array): string;
export function toBytes(text: string): Uint8Array;
