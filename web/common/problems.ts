// What went wrong, in words for officers.

import { type Code, NO_ANSWER, Problem } from "./api.ts";
import type { Texts } from "./texts.ts";

/** The text by a problem's code; where there is none, the desk's own words. */
export function explained(texts: Texts, error: unknown): string {
  if (!(error instanceof Problem)) throw error;
  const id = `problem-${error.code}`;
  if (texts.has(id)) return texts.say(id, { seconds: error.retryAfter ?? 0, detail: error.detail });
  return error.detail || texts.say("problem-other", { status: error.status });
}

export function isProblem(error: unknown, ...codes: Code[]): error is Problem {
  return error instanceof Problem && codes.includes(error.code);
}

/** Whether to try again by oneself, and after how many milliseconds; spread out, so that not all come back at once. */
export function again(error: unknown, tries: number): number | undefined {
  if (!(error instanceof Problem)) return undefined;
  const spread = 1 + Math.random() / 2;
  if (error.retryAfter !== undefined) return Math.max(error.retryAfter, 1) * 1000 * spread;
  if (error.code !== NO_ANSWER && error.status < 500) return undefined;
  return Math.min(2 ** tries, 30) * 1000 * spread;
}
