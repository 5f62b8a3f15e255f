import { attempt, NO_KEYTURN } from "./attempt.ts";
import { KeyturnProblem, KeyturnUnreachable } from "./problem.ts";

/** What is going to be sent again, and why. */
export interface Retry {
  method: string;
  /** Without its query. */
  path: string;
  /** Of the answer; none without one. */
  status?: number;
  waitMs: number;
}

export interface Patience {
  /** How often a request is sent at most (4). */
  attempts?: number;
  /** Who is told to come back later than that does not wait for it (70: an operation is a lease of a minute). */
  waitMaxSeconds?: number;
  /** How long one attempt waits for its answer (40 000: API Gateway gives up after 30 s). */
  timeoutMs?: number;
  /** Told before each wait. */
  onRetry?: (retry: Retry) => void;
  /** Instead of a timer. Rejects when the signal aborts. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Between attempts when the answer does not say: at random up to this, doubled each time, so that callers do not come back together. */
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 8_000;
/** Of an answer that somebody else than Keyturn may have given: the request may have been done. */
const PASSING = [502, 503, 504];

/**
 * A fetch that sends a request again where that is safe and helps, and throws what is not a success: KeyturnProblem,
 * KeyturnUnreachable, or the reason of the caller's own signal.
 *
 * Every request of this API can be sent again: GET reads; PUT and PATCH say what is to be; DELETE names what is to go; and
 * POST has an `Idempotency-Key`, one for all attempts of a call. So an answer that was lost is asked for again, and so is
 * one that says when (`Retry-After`) or that something on the way failed.
 */
export function patientFetch(patience: Patience = {}): (request: Request) => Promise<Response> {
  const { attempts = 4, waitMaxSeconds = 70, timeoutMs = 40_000, onRetry, wait = sleep } = patience;
  return async (request) => {
    const { method, url, signal } = request;
    const headers = new Headers(request.headers);
    if (method === "POST" && !headers.has("idempotency-key")) {
      headers.set("idempotency-key", crypto.randomUUID());
    }
    const body = (await request.text()) || undefined;
    let unanswered = false;
    for (let tried = 1; ; tried++) {
      const outcome = await attempt({ method, url, headers, body, signal }, timeoutMs, unanswered);
      signal.throwIfAborted();
      if (outcome instanceof Response) return outcome;
      const waitMs = waitOf(outcome, tried, waitMaxSeconds);
      if (waitMs === undefined || tried >= attempts) throw outcome;
      unanswered ||= outcome instanceof KeyturnUnreachable || PASSING.includes(outcome.status);
      const status = outcome instanceof KeyturnProblem ? { status: outcome.status } : {};
      onRetry?.({ method, path: new URL(url).pathname, ...status, waitMs });
      await wait(waitMs, signal);
    }
  };
}

/** How long to wait for the next attempt; undefined where none helps. */
function waitOf(
  outcome: KeyturnProblem | KeyturnUnreachable,
  tried: number,
  waitMaxSeconds: number,
): number | undefined {
  const backoff = Math.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (tried - 1));
  if (outcome instanceof KeyturnUnreachable) return outcome.reason === NO_KEYTURN ? undefined : backoff;
  const { status, code, retryAfterSeconds } = outcome;
  const passes = status === 429 || PASSING.includes(status) || code === "operation_in_progress";
  if (!passes) return undefined;
  if (retryAfterSeconds === undefined) return status === 409 ? undefined : backoff;
  return retryAfterSeconds <= waitMaxSeconds ? retryAfterSeconds * 1_000 : undefined;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done() {
      signal.removeEventListener("abort", abandoned);
      resolve();
    }
    function abandoned() {
      clearTimeout(timer);
      reject(signal.reason);
    }
    signal.addEventListener("abort", abandoned, { once: true });
    if (signal.aborted) abandoned();
  });
}
