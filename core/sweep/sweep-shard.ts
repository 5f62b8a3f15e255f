import type { Instant } from "../clock.ts";
import { DomainError, failureOf, originOf } from "../errors.ts";
import { policiesOfPass } from "../policy/policies-of-pass.ts";
import type { SweepPorts } from "../ports.ts";
import { PatchRefused } from "../record/patch.ts";
import { type Due, nameOf } from "./agenda.ts";
import { attend, type Pass } from "./attend.ts";
import { readTogether } from "./read-together.ts";
import { UNATTENDED } from "./unattended.ts";

/** Few enough for IAM, where there is something to do there. */
export const SWEPT_AT_ONCE = 8;

export interface ShardPass {
  shard: number;
  /** Where an earlier pass ran out of time. */
  after?: string;
}

/**
 * Attends to everything due in one shard of the agenda, a few at a time. A page's records are read together; whoever
 * writes one meanwhile has the sweep's write refused. A record that fails stays due and is looked at by the next sweep;
 * it does not keep the others waiting. Answers where to go on when `until` comes first: behind the last records it tried,
 * however that went, so that slow failures cannot hold up what is due behind them.
 */
export async function sweepShard(
  ports: SweepPorts,
  pass: ShardPass,
  until: Instant,
): Promise<ShardPass | undefined> {
  const dueBy = ports.clock.now();
  const policies = policiesOfPass(ports);
  let after = pass.after;
  do {
    const page = await ports.agenda.due(pass.shard, dueBy, after);
    const due = page.nominations.map((nomination) => nomination.due);
    const work: Pass = { policies, connectionOf: readTogether(ports, due, policies), until };
    for (let from = 0; from < due.length; from += SWEPT_AT_ONCE) {
      if (ports.clock.now() >= until) return { shard: pass.shard, ...(after && { after }) };
      const batch = page.nominations.slice(from, from + SWEPT_AT_ONCE);
      await Promise.all(batch.map((nomination) => attendOrLog(ports, nomination.due, work)));
      after = batch.at(-1)?.place;
    }
    after = page.next;
  } while (after);
  return undefined;
}

async function attendOrLog(ports: SweepPorts, due: Due, pass: Pass): Promise<void> {
  try {
    await attend(ports, due, pass);
  } catch (error) {
    if (error instanceof PatchRefused) return; // somebody else acted meanwhile
    const origin = originOf(error);
    const known = origin instanceof DomainError || failureOf(origin) !== undefined;
    ports.log.warn(UNATTENDED, {
      kind: due.kind,
      id: nameOf(due),
      error: known ? (origin as Error).message : (origin as Error).name,
    });
  }
}
