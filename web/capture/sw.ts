// Keeps the program on the phone, so that it starts without a network. All its files come in together, each held against
// the hash it was built with, or none does; what runs is never a mixture.

/** The files of this version and their SHA-256; the build puts them in. */
declare const FILES: Record<string, string>;
/** The hash of all of them. */
declare const BUILT: string;

// The types of a page don't know this side; these are the few that are used.
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
}
const worker = globalThis as unknown as Worker;

const CACHE = `saksi-program-${BUILT}`;
const HOME = "/capture/";

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (FILES[pathname] !== undefined) event.respondWith(kept(pathname, event.request));
});

async function install(): Promise<void> {
  const files = await Promise.all(Object.entries(FILES).map(async ([path, hash]) => {
    const answer = await fetch(path, { cache: "no-store" });
    const bytes = await answer.clone().arrayBuffer();
    const found = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (!answer.ok || found !== hash) throw new Error(`${path} is not of this version`);
    return [path, answer] as const;
  }));
  const cache = await caches.open(CACHE);
  for (const [path, answer] of files) await cache.put(path, answer);
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith("saksi-program-") && name !== CACHE) await caches.delete(name);
  }
  await worker.clients.claim();
}

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path === `${HOME}index.html` ? HOME : path)) ?? fetch(request);
}
