// Talking to the desk. Everything that is not done is a `Problem`, with a code that stays the same and a text by it.
//
// What an address takes and gives is what the desk's own document says (`desk-api.d.ts`, made by `npm run types`).

import type { components, paths } from "./desk-api.d.ts";

/** Shapes of what the desk takes and gives, by their names. */
export type Shapes = components["schemas"];

/** A path of the document with its names filled in, and what may stand after it. */
type Filled<P extends string> = P extends `${infer Start}{${string}}${infer Rest}` ? `${Start}${string}${Filled<Rest>}` : P;
type Address<P extends string> = Filled<P> | `${Filled<P>}?${string}`;

/** Paths of the document that answer to a method. */
type Having<M extends string> = { [P in keyof paths & string]: M extends keyof paths[P] ? (paths[P][M] extends object ? P : never) : never }[keyof paths & string];
type Get = Address<Having<"get">>;
type Post = Address<Having<"post">>;

/** The routes that an address may be of. */
type Of<A extends string, M extends string> = { [P in Having<M>]: A extends Address<P> ? (M extends keyof paths[P] ? paths[P][M] : never) : never }[Having<M>];

/** JSON of the answers that say that it was done. */
type Json<Answer> = Answer extends { content: { "application/json": infer Body } } ? Body : undefined;
type Done<Route> = Route extends { responses: infer Each } ? Json<Each[keyof Each & (200 | 201 | 202 | 204)]> : never;
type Body<Route> = Route extends { requestBody: { content: { "application/json": infer Body } } } ? Body : Record<string, never>;

/** Why something was not done, in one word: the desk's own, and what there is where no desk answers. */
export type Code = Shapes["Problem"]["code"] | "no-answer" | "other";

/** Why something was not done (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: Code,
    readonly detail: string,
    /** Seconds after which to try again, if the desk says so. */
    readonly retryAfter?: number,
  ) {
    super(detail);
  }
}

/** No answer at all: no network, or the desk is off. */
export const NO_ANSWER = "no-answer";

export function get<A extends Get>(path: A): Promise<Done<Of<A, "get">>>;
/** Of an address that is only known when it is asked for: what it gives is said by who asks. */
export function get<T>(path: string): Promise<T>;
export async function get(path: string): Promise<unknown> {
  return told(await ask(path, { method: "GET" }));
}

/** Sends JSON; where the desk looks at none, nothing is given. */
export function post<A extends Post>(
  path: A,
  ...[body]: Record<string, never> extends Body<Of<A, "post">> ? [] : [body: Body<Of<A, "post">>]
): Promise<Done<Of<A, "post">>>;
export function post<T>(path: string, body?: unknown): Promise<T>;
export async function post(path: string, body?: unknown): Promise<unknown> {
  return told(await ask(path, sent("application/json", JSON.stringify(body ?? {}))));
}

/** Sends JSON; gives the file that is answered. */
export async function postForFile(path: string, body: unknown): Promise<Blob> {
  return (await ask(path, sent("application/json", JSON.stringify(body)))).blob();
}

/** Sends while the page goes away; nobody waits for what comes of it. */
export function postLast<A extends Post>(path: A, body: Body<Of<A, "post">>): void {
  void fetch(path, { ...sent("application/json", JSON.stringify(body)), credentials: "same-origin", keepalive: true })
    .catch(() => undefined);
}

/** Sends a text, for example a signed statement or a table, and gives the answer's text. */
export async function postText(path: string, media: string, body: string): Promise<string> {
  return (await ask(path, sent(media, body))).text();
}

function sent(media: string, body: string): RequestInit {
  return { method: "POST", headers: { "content-type": media, "x-saksi": "1" }, body };
}

async function ask(path: string, how: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { ...how, credentials: "same-origin" });
  } catch {
    throw new Problem(0, NO_ANSWER, "");
  }
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  const after = Number(answer.headers.get("retry-after") ?? Number.NaN);
  throw new Problem(answer.status, said.code ?? "other", said.detail ?? "", Number.isNaN(after) ? undefined : after);
}

async function told<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}
