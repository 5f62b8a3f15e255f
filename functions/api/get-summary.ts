import { type Instant, MINUTE_MS, plus } from "../../core/clock.ts";
import { type Summary, summariseOrg } from "../../core/summary/summary.ts";
import { http, ok } from "../http.ts";
import { recordPorts } from "../ports.ts";
import { routes } from "../routes.ts";

const FRESH_MS = MINUTE_MS;
/** A Lambda lives for hours, and many orgs may ask it. */
const ORGS_MAX = 100;

/** A summary reads every connection of the org: it is kept for a minute, in each Lambda that has made it. */
const kept = new Map<string, Summary>();

export const handler = http(routes.getSummary, {}, async ({ caller: { org } }) => {
  const ports = recordPorts();
  const known = kept.get(org);
  if (known && isFresh(known, ports.clock.now())) return ok(known);
  const summary = await summariseOrg(ports, org);
  if (kept.size >= ORGS_MAX) kept.clear();
  kept.set(org, summary);
  return ok(summary);
});

function isFresh({ asOf }: Summary, now: Instant): boolean {
  return asOf <= now && now < plus(asOf, FRESH_MS);
}
