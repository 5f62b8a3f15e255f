import { KeyturnProblem, KeyturnUnreachable } from "./problem.ts";

/** Somebody else answered: sent again, the same would come of it. */
export const NO_KEYTURN = "NO_KEYTURN";

interface Sent {
  method: string;
  url: string;
  headers: Headers;
  body: string | undefined;
  /** The caller's: it has given up. */
  signal: AbortSignal;
}

/** One request, and its answer whole: one that breaks off is none. `unansweredBefore` is what a problem then says. */
export async function attempt(
  { url, body, signal, ...sent }: Sent,
  timeoutMs: number,
  unansweredBefore: boolean,
): Promise<Response | KeyturnProblem | KeyturnUnreachable> {
  const { origin } = new URL(url);
  try {
    const answer = await fetch(url, {
      ...sent,
      ...(body !== undefined && { body }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...{ redirect: "manual", credentials: "omit", cache: "no-store" }, // the token goes where it was meant to
    });
    return outcomeOf(answer, await answer.text(), origin, unansweredBefore);
  } catch (error) {
    const reason = reasonOf(error);
    return new KeyturnUnreachable(`${origin} does not answer (${reason})`, reason);
  }
}

function outcomeOf(answer: Response, text: string, origin: string, unansweredBefore: boolean) {
  const { status, ok, headers } = answer;
  // In a browser a redirect has no status.
  if (answer.type === "opaqueredirect" || (status >= 300 && status < 400)) {
    return new KeyturnUnreachable(`${origin} is no Keyturn: it sends elsewhere`, NO_KEYTURN);
  }
  if (ok && text === "") return new Response(null, { status, headers });
  const isJson = /[/+]json\b/.test(headers.get("content-type") ?? "");
  const parsed = isJson ? parse(text) : undefined;
  if (!ok) return new KeyturnProblem(status, parsed, headers, unansweredBefore);
  if (!isJson) return new KeyturnUnreachable(`${origin} is no Keyturn`, NO_KEYTURN);
  if (parsed === undefined) return new KeyturnUnreachable("The answer broke off", "BROKEN_OFF");
  return new Response(text, { status, headers: { "content-type": "application/json" } });
}

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
