// Talking to the desk. Everything that is not done is a `Problem`, with a code that stays the same and a text by it.

/** Why something was not done (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** Seconds after which to try again, if the desk says so. */
    readonly retryAfter?: number,
  ) {
    super(detail);
  }
}

/** No answer at all: no network, or the desk is off. */
export const NO_ANSWER = "no-answer";

export async function get<T>(path: string): Promise<T> {
  return told<T>(await ask(path, { method: "GET" }));
}

export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return told<T>(await ask(path, sent("application/json", JSON.stringify(body))));
}

/** Sends while the page goes away; nobody waits for what comes of it. */
export function postLast(path: string, body: unknown): void {
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
