// A key that signs, made on this device and never leaving it.
//
// Where the browser knows Ed25519 its private half is a handle that no program can read. Where it doesn't, the seed lies
// encrypted under an AES key that is such a handle, and is in the open only while something is signed. Both can be kept
// in IndexedDB and nowhere else.

import { getPublicKeyAsync, signAsync, verifyAsync } from "@noble/ed25519";

import { base64, fromBase64, hex, joined, sha256, utf8, type Bytes } from "./bytes.ts";

/** A private key as it is kept. */
export type DeviceKey =
  | { kind: "browser"; secret: CryptoKey; public: Bytes }
  | { kind: "sealed"; seal: CryptoKey; iv: Bytes; sealed: Bytes; public: Bytes };

/** What signed-note calls an Ed25519 key. */
const ED25519 = 0x01;

/** Makes a key. */
export async function makeKey(): Promise<DeviceKey> {
  try {
    const pair = (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
    const open = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    return { kind: "browser", secret: pair.privateKey, public: open };
  } catch {
    return sealedKey();
  }
}

async function sealedKey(): Promise<DeviceKey> {
  const seal = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, seal, seed));
  const open = new Uint8Array(await getPublicKeyAsync(seed));
  seed.fill(0);
  return { kind: "sealed", seal, iv, sealed, public: open };
}

/** The 64 bytes of a signature. */
export async function signBytes(key: DeviceKey, bytes: Bytes): Promise<Bytes> {
  switch (key.kind) {
    case "browser":
      return new Uint8Array(await crypto.subtle.sign("Ed25519", key.secret, bytes));
    case "sealed": {
      const seed = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: key.iv }, key.seal, key.sealed));
      try {
        return new Uint8Array(await signAsync(bytes, seed));
      } finally {
        seed.fill(0);
      }
    }
  }
}

/** Whether a signature is of these bytes by this public key. */
export async function verifyBytes(open: Bytes, bytes: Bytes, signature: Bytes): Promise<boolean> {
  return verifyAsync(signature, bytes, open).catch(() => false);
}

/** The id of a key under a name (C2SP signed-note). */
export async function keyId(name: string, open: Bytes): Promise<Bytes> {
  return (await sha256(joined(utf8(name), new Uint8Array([0x0a, ED25519]), open))).slice(0, 4);
}

/** A public key as text (C2SP vkey): `<name>+<key id>+<base64 of type and key>`. */
export async function vkey(name: string, open: Bytes): Promise<string> {
  return `${name}+${hex(await keyId(name, open))}+${base64(joined(new Uint8Array([ED25519]), open))}`;
}

/** Name and public key of a vkey; none where it is malformed or of another kind. */
export async function parseVkey(text: string): Promise<{ name: string; open: Bytes } | undefined> {
  const [, name, id, key] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const bytes = fromBase64(key ?? "");
  if (name === undefined || bytes?.length !== 33 || bytes[0] !== ED25519) return undefined;
  const open = bytes.slice(1);
  return hex(await keyId(name, open)) === id ? { name, open } : undefined;
}

/** Letters that nobody takes for each other. */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What people compare by eye: 80 bits of a vkey's SHA-256, five of each byte, as the desk writes them. */
export async function fingerprint(vkey: string): Promise<string> {
  const letters = [...(await sha256(utf8(vkey))).slice(0, 16)].map((byte) => LETTERS[byte & 31]);
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}
