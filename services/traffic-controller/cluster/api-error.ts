import { z } from "zod";
import type { Incoming } from "../http/exchange";

/** A request to the API server that has not done what it should. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** Of the answer; left out where there was none. */
  readonly status?: number;
  /** What the server asks for by Retry-After, ms. */
  readonly retryAfterMs?: number;

  constructor(
    message: string,
    answer: { readonly status?: number; readonly retryAfterMs?: number } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    if (answer.status !== undefined) this.status = answer.status;
    if (answer.retryAfterMs !== undefined) this.retryAfterMs = answer.retryAfterMs;
  }

  /**
   * What may help: to read again, since somebody else was first; to try again later, where nobody is
   * to blame; nothing but somebody who looks.
   */
  get kind(): "conflict" | "retryable" | "refused" {
    const { status } = this;
    if (status === CONFLICT) return "conflict";
    const isPassing =
      status === undefined || status === TIMEOUT || status === TOO_MANY || status >= 500;
    return isPassing ? "retryable" : "refused";
  }
}

/** A request that was given up at the last moment, so that the server has seen nothing of it. */
export class NotSent extends Error {
  override readonly name = "NotSent";

  constructor(request: string) {
    super(`${request} was not sent.`);
  }
}

const NOT_FOUND = 404;
const TIMEOUT = 408;
const CONFLICT = 409;
/** The version that a watch should begin from is no longer kept. */
const GONE = 410;
const TOO_MANY = 429;

export const isNotFound = (error: unknown): boolean =>
  error instanceof ApiError && error.status === NOT_FOUND;

/** Whether a watch has to begin with a new list. */
export const isGone = (code: unknown): boolean => code === GONE;

/** The error of an answer that is no success. */
export function refusalOf(request: string, { status, headers, body }: Incoming): ApiError {
  const retryAfterMs = retryAfter(headers["retry-after"]);
  return new ApiError(`The API server answers ${request} with ${String(status)}: ${said(body)}`, {
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** The error of a request that has no answer. */
export const unanswered = (request: string, cause: unknown): ApiError =>
  new ApiError(
    `The API server does not answer ${request}: ${cause instanceof Error ? cause.message : String(cause)}`,
    {},
    { cause },
  );

/** Seconds, the form that API servers use; a date would need clocks that agree. */
function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}

const statusObject = z.object({ kind: z.literal("Status"), message: z.string() });

/** Longest part of an answer that is repeated. */
const MOST_CHARACTERS = 300;

/** What a refusal says for people: the Status' message, or the beginning of whatever it is. */
function said(body: string): string {
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    input = undefined;
  }
  const parsed = statusObject.safeParse(input);
  return (parsed.success ? parsed.data.message : body).slice(0, MOST_CHARACTERS);
}
