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
  mails: LaptopAws["mails"] | undefined;
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
const ClockBody = z
  .strictObject({
    advanceDays: z.number().min(-36_500).max(36_500).optional(),
    now: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ advanceDays, now }) => (advanceDays === undefined) !== (now === undefined), {
    path: ["advanceDays"],
    message: "either this or now, and not both",
  });

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
      return withBody(request, TokenBody, async ({ org, role, sub, name, claims }) =>
        answered({
          token: await local.issuer.mint({
            org,
            role,
            ...(sub && { sub }),
            ...(name && { name }),
            ...(claims && { claims }),
          }),
        }),
      );
    case "GET /_local/clock":
      return answered({ now: local.clock.now() });
    case "POST /_local/clock":
      return withBody(request, ClockBody, async (move) => moveClock(local.clock, move));
    case "POST /_local/sweep":
      await local.background.sweep();
      return answered({ now: local.clock.now() });
    case "GET /_local/events":
      return events(local, url);
    case "GET /_local/mail":
      return mail(local);
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
  return answered(eventsSince(since, "keyturn"));
}

/** Only forwards: what has happened would not have happened yet. */
function moveClock(clock: LaptopClock, { advanceDays = 0, now }: z.infer<typeof ClockBody>): LocalAnswer {
  const by = now === undefined ? advanceDays * DAY_MS : Date.parse(now) - clock.epochMs();
  const field = now === undefined ? "advanceDays" : "now";
  if (by < 0) return refusal(400, `${field}: the clock does not go back, and it is ${clock.now()}`);
  clock.advance(Math.round(by));
  return answered({ now: clock.now() });
}

async function mail({ mails, background }: LocalConveniences) {
  if (!mails) return refusal(404, "the mails of another cloud cannot be read here");
  await background.quiet();
  return answered({ messages: mails() });
}

async function withBody<Body>(
  request: IncomingMessage,
  schema: z.ZodType<Body>,
  handle: (body: Body) => Promise<LocalAnswer>,
): Promise<LocalAnswer> {
  const parsed = schema.safeParse(await readJson(request));
  if (parsed.success) return handle(parsed.data);
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

interface LocalAnswer {
  status: number;
  body: object;
}

function answered(body: object): LocalAnswer {
  return { status: 200, body };
}

function refusal(status: number, message: string): LocalAnswer {
  return { status, body: { message } };
}
