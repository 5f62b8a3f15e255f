import type { Problem } from "./generated/api.ts";

/** Every code this version of the package knows. A later Keyturn can answer one that is not among them. */
export type ProblemCode = Problem["code"];

/** What was refused, as Keyturn (RFC 9457) or API Gateway (`{message}`, without a code) answered it. Holds nothing of the request. */
export class KeyturnProblem extends Error {
  override readonly name = "KeyturnProblem";
  readonly status: number;
  /** Stable, for programs. API Gateway's own answers have none. */
  readonly code: ProblemCode | (string & {}) | undefined;
  /** A sentence that may be shown to a user. */
  readonly detail: string | undefined;
  /** What a translation of `detail` needs. */
  readonly params: Readonly<Record<string, string | number>>;
  /** Every fault of the request, by its path. */
  readonly errors: readonly { path: string; message: string }[];
  /** What the operator finds the request by. */
  readonly requestId: string | undefined;
  /** When the same request is worth sending again. */
  readonly retryAfterSeconds: number | undefined;
  /**
   * An attempt before this one got no answer, and may have been done: a deletion that then is `not_found` was, most likely,
   * this very one.
   */
  readonly unansweredBefore: boolean;

  constructor(status: number, body: unknown, headers: Headers, unansweredBefore: boolean) {
    const { code, detail, title, params, errors, requestId, message } = fieldsOf(body);
    super([`${status}${code ? ` ${code}` : ""}`, detail ?? message ?? title].filter(Boolean).join(": "));
    this.status = status;
    this.code = code;
    this.detail = detail ?? message;
    this.params = params ?? {};
    this.errors = errors ?? [];
    this.requestId = requestId ?? headers.get("apigw-requestid") ?? undefined;
    this.retryAfterSeconds = retryAfterOf(headers);
    this.unansweredBefore = unansweredBefore;
  }
}

/** There was no answer, or none that can be read. Whether the request was done nobody knows. */
export class KeyturnUnreachable extends Error {
  override readonly name = "KeyturnUnreachable";
  /** As the system calls it: `ECONNREFUSED`, `TimeoutError`; in a browser only that it failed. */
  readonly reason: string;

  constructor(message: string, reason: string) {
    super(message);
    this.reason = reason;
  }
}

/** What comes from somebody else than Keyturn has whatever fields it has. */
function fieldsOf(body: unknown): Partial<Problem> & { message?: string } {
  return typeof body === "object" && body !== null ? body : {};
}

/** Seconds, as Keyturn says them; what stands between may say a date (RFC 9110, 10.2.3). */
function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get("retry-after");
  if (!text) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
