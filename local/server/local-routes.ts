import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import { DAY_MS } from "../../core/clock.ts";
import type { Background } from "../cloud/background.ts";
import type { LaptopAws } from "../cloud/laptop-aws.ts";
import type { LaptopClock } from "../cloud/laptop-clock.ts";
import type { Issuer } from "../tokens/tokens.ts";

/** What the laptop offers beside the API. None of it exists in a deployment. */
export interface LocalConveniences {
  issuer: Issuer;
  clock: LaptopClock;
  background: Background;
  eventsSince: LaptopAws["eventsSince"] | undefined;
}

const BODY_BYTES_MAX = 10_000;
const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const TokenBody = z.strictObject({
  org: z.string().min(1),
  role: z.string().min(1),
  sub: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
});
const ClockBody = z.union([
  z.strictObject({ advanceDays: z.number().min(-36_500).max(36_500) }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);

/** Whether the request was for a local route; then it is answered. */
export async function serveLocal(
  local: LocalConveniences,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const target = request.url ?? "/";
  if (!target.startsWith("/_local/")) return false; // whatever else came, a URL or not, is the gateway's to answer
  const url = new URL(target, "http://localhost");
  const { status, body } = await answer(local, request, url);
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
  return true;
}

async function answer(local: LocalConveniences, request: IncomingMessage, url: URL) {
  if (!isFromThisMachine(request)) return refusal(403, "only for programs and pages of this machine");
  switch (`${request.method} ${url.pathname}`) {
    case "POST /_local/token":
      return withBody(request, TokenBody, async ({ org, role, sub, name, claims }) => ({
        token: await local.issuer.mint({
          org,
          role,
          ...(sub && { sub }),
          ...(name && { name }),
          ...(claims && { claims }),
        }),
      }));
    case "GET /_local/clock":
      return { status: 200, body: { now: local.clock.now() } };
    case "POST /_local/clock":
      return withBody(request, ClockBody, async (move) => {
        const by = "now" in move ? Date.parse(move.now) - local.clock.epochMs() : move.advanceDays * DAY_MS;
        local.clock.advance(Math.round(by));
        return { now: local.clock.now() };
      });
    case "POST /_local/sweep":
      await local.background.sweep();
      return { status: 200, body: { now: local.clock.now() } };
    case "GET /_local/events":
      return events(local, url);
    default:
      return refusal(404, "there is no such local route");
  }
}

/** A page on the web could reach this port: under a name of its own, or by a form it sends here. */
function isFromThisMachine({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? "";
  const site = headers["sec-fetch-site"] ?? "none";
  const sameOrigin = headers.origin === undefined || headers.origin === `http://${host}`;
  return LOOPBACK_HOST.test(host) && sameOrigin && (site === "none" || site === "same-origin");
}

async function events({ eventsSince, background }: LocalConveniences, url: URL) {
  if (!eventsSince) return refusal(404, "the events of another cloud's bus cannot be read here");
  const since = Number(url.searchParams.get("since") ?? "0");
  if (!Number.isInteger(since) || since < 0) return refusal(400, "since: a whole number from 0");
  await background.quiet();
  return { status: 200, body: eventsSince(since, "keyturn") };
}

async function withBody<Body>(
  request: IncomingMessage,
  schema: z.ZodType<Body>,
  handle: (body: Body) => Promise<object>,
): Promise<{ status: number; body: object }> {
  const parsed = schema.safeParse(await readJson(request));
  if (parsed.success) return { status: 200, body: await handle(parsed.data) };
  return refusal(
    400,
    parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
  );
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > BODY_BYTES_MAX) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, message: string) {
  return { status, body: { message } };
}
