import { type ApiDocument, documentedBy, validatorsOf } from "../../support/documented.ts";
import type { Draft } from "../draft.ts";
import type { Secrets } from "../secrets.ts";
import type { Answer, Exchange } from "../wire.ts";

/** What the HTTP server itself says of what it cannot read, without a body. */
const BARE = new Set([400, 408, 417, 431, 505]);
/** What an HTTP API says of a request's form, of whatever route. */
const OF_FORM = new Set([408, 431]);

/** The laptop has its page there. */
const CONSOLE = /^\/(\?.*)?$/;

type Judge = (draft: Draft, exchange: Exchange) => string[];

/** What is wrong with how a request was answered, all of it. */
export function apiJudge(document: ApiDocument, secrets: Secrets): Judge {
  const faultsOf = documentedBy(document);
  const validators = validatorsOf(document);
  const isOf = (name: string, body: unknown) => validators(["components", "schemas", name])(body);
  const openRoute = documentedRoute(document);

  return (draft, { answers, rest, isLate }) => {
    if (isLate) return ["no answer"];
    if (answers.length === 0) return draft.isOddHttp ? [] : ["the connection ended without an answer"];
    const strange = rest.length > 0 && !draft.isOddHttp ? ["bytes behind the answer"] : [];
    const many = answers.length > draft.answersMax ? ["more answers than requests"] : [];
    return [...strange, ...many, ...answers.flatMap((answer) => [...faultsOfOne(draft, answer)])];
  };

  function faultsOfOne(draft: Draft, { status, headers, head, body: bytes }: Answer): string[] {
    const text = bytes.toString("utf8");
    const said = secrets.faultsIn(head + text, revealedIn(status, text));
    if (status >= 500) return [`a ${status}`, ...said];
    if (text === "" && BARE.has(status) && draft.isOddHttp) return said;
    const contentType = headers.get("content-type") ?? "";
    if (OF_FORM.has(status))
      return [...said, ...(isOf("GatewayMessage", parsed(text)) ? [] : [`a strange ${status}`])];
    const exchange = {
      ...{ method: draft.method, path: draft.target, status, contentType, headers, body: text },
      sent: withoutMark(draft.sent ?? draft.body),
    };
    // A request whose bytes were touched may not be the one that was meant.
    if (!draft.raw && openRoute(exchange)) return [...said, ...attempt(() => faultsOf(exchange))];
    return [...said, ...(isOwn(status, contentType, draft, parsed(text)) ? [] : [`a strange ${status}`])];
  }

  /** Whether it is what a gateway, or `$default`, answers to what is on no route. */
  function isOwn(status: number, contentType: string, draft: Draft, body: unknown): boolean {
    if (draft.target.startsWith("/_local")) return isOf("GatewayMessage", body) || status === 200;
    if (draft.raw) return true;
    if (status === 200 && CONSOLE.test(draft.target)) return contentType.startsWith("text/html");
    if (draft.method === "HEAD") return status === 404 || status === 400;
    if (contentType.startsWith("application/problem+json"))
      return status === 404 && isOf("Problem", body) === true;
    if (draft.method === "OPTIONS" && status === 204) return true;
    return [400, 401, 413].includes(status) && isOf("GatewayMessage", body) === true;
  }
}

/** Whether the document describes what a request is answered. */
function documentedRoute(document: ApiDocument) {
  const marked = documentedBy({
    ...document,
    paths: Object.fromEntries(
      Object.entries(document.paths).map(([path, verbs]) => [
        path,
        Object.fromEntries(Object.keys(verbs).map((verb) => [verb, { responses: {} }])),
      ]),
    ),
  });
  return (exchange: Parameters<typeof marked>[0]) => marked(exchange).length > 0;
}

/** The one secret that an answer is there to tell. */
function revealedIn(status: number, text: string): string[] {
  if (status !== 200 && status !== 201) return [];
  const body = parsed(text) as { credentials?: { secretAccessKey?: unknown } } | undefined;
  const secret = body?.credentials?.secretAccessKey;
  return typeof secret === "string" ? [secret] : [];
}

/** Without the byte order mark, which a reader of UTF-8 passes over. */
function withoutMark(body: Buffer): string | undefined {
  return body.toString("utf8").replace(/^\ufeff/, "") || undefined;
}

function attempt(faults: () => string[]): string[] {
  try {
    return faults();
  } catch (error) {
    return [`cannot be read: ${(error as Error).message.slice(0, 100)}`];
  }
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
