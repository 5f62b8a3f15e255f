import { type Instant, MINUTE_MS, plus } from "../clock.ts";
import type { Org } from "../org/org.ts";
import { type Summary, type SummaryPorts, summariseOrg } from "./summary.ts";

const FRESH_MS = MINUTE_MS;
/** A process lives for hours, and many orgs may ask it. */
const ORGS_MAX = 100;

/** Summaries read every connection of an org: each is kept for a minute by whoever made it. */
export class KeptSummaries {
  readonly #kept = new Map<Org, Summary>();

  /** As it is, or was less than a minute ago. Throws CallFailed. */
  async of(ports: SummaryPorts, org: Org): Promise<Summary> {
    const known = this.#kept.get(org);
    if (known && isFresh(known, ports.clock.now())) return known;
    const summary = await summariseOrg(ports, org);
    if (this.#kept.size >= ORGS_MAX) this.#kept.clear();
    this.#kept.set(org, summary);
    return summary;
  }
}

function isFresh({ asOf }: Summary, now: Instant): boolean {
  return asOf <= now && now < plus(asOf, FRESH_MS);
}
