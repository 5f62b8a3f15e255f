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
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOf(url, { method, headers, signal, ...(body !== undefined && { body }) });
      signal.throwIfAborted();
      if (outcome instanceof Response) return outcome;
      const waitMs = waitOf(outcome, attempt);
      if (waitMs === undefined || attempt >= attempts) throw outcome;
      unanswered ||= outcome instanceof KeyturnUnreachable || PASSING.includes(outcome.status);
      const status = outcome instanceof KeyturnProblem ? { status: outcome.status } : {};
      onRetry?.({ method, path: new URL(url).pathname, ...status, waitMs });
      await wait(waitMs, signal);
    }

    /** The answer, whole: one that breaks off is none. */
    async function attemptOf(url: string, init: RequestInit & { signal: AbortSignal }) {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await fetch(url, {
          ...init,
          signal: AbortSignal.any([init.signal, timeout]),
          ...{ redirect: "manual", credentials: "omit", cache: "no-store" }, // the token goes where it was meant to
        });
        return successOf(answer, await answer.text());
      } catch (error) {
        if (error instanceof KeyturnProblem || error instanceof KeyturnUnreachable) return error;
        const reason = reasonOf(error);
        return new KeyturnUnreachable(`${new URL(url).origin} does not answer (${reason})`, reason);
      }
    }

    /** Throws KeyturnProblem, KeyturnUnreachable. */
    function successOf(answer: Response, text: string): Response {
      const { status, ok, headers } = answer;
      if (ok && text === "") return new Response(null, { status, headers });
      const isJson = /[/+]json\b/.test(headers.get("content-type") ?? "");
      const parsed = isJson ? parse(text) : undefined;
      if (!ok) throw new KeyturnProblem(status, parsed, headers, unanswered);
      if (!isJson) throw new KeyturnUnreachable(`${new URL(url).origin} is no Keyturn`, NO_KEYTURN);
      if (parsed === undefined) throw new KeyturnUnreachable("The answer broke off", "BROKEN_OFF");
      return new Response(text, { status, headers: { "content-type": "application/json" } });
    }

    function waitOf(outcome: KeyturnProblem | KeyturnUnreachable, attempt: number): number | undefined {
      const backoff = Math.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (attempt - 1));
      if (outcome instanceof KeyturnUnreachable) return outcome.reason === NO_KEYTURN ? undefined : backoff;
      const { status, code, retryAfterSeconds } = outcome;
      const passes = status === 429 || PASSING.includes(status) || code === "operation_in_progress";
      if (!passes) return undefined;
      if (retryAfterSeconds === undefined) return status === 409 ? undefined : backoff;
      return retryAfterSeconds <= waitMaxSeconds ? retryAfterSeconds * 1_000 : undefined;
    }
  };
}

const NO_KEYTURN = "NO_KEYTURN";

/** Without JSON.parse's own words, which show a piece of the text: that may be a secret. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What fetch keeps to itself: "fetch failed" helps nobody. */
function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? (name === "TypeError" ? message : name);
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
