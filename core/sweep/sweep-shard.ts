import type { Agenda, Due } from "../agenda.ts";
import type { Instant } from "../clock.ts";
import { DomainError, failureOf } from "../errors.ts";
import type { ProvisionPorts } from "../ports.ts";
import { PatchRefused } from "../record/patch.ts";
import { attend } from "./attend.ts";

export interface ShardPass {
  shard: number;
  /** Where an earlier pass ran out of time. */
  after?: string;
}

/**
 * Attends to everything due in one shard of the agenda. A record that fails stays due and is looked at by the
 * next sweep; it does not keep the others waiting. Answers where to go on when `until` comes first: with the
 * same page as long as that gets on, else behind it, so that a page of failures cannot hold up the rest.
 */
export async function sweepShard(
  ports: ProvisionPorts & { agenda: Agenda },
  pass: ShardPass,
  until: Instant,
): Promise<ShardPass | undefined> {
  const dueBy = ports.clock.now();
  let after = pass.after;
  do {
    const page = await ports.agenda.due(pass.shard, dueBy, after);
    let attended = 0;
    for (const due of page.due) {
      if (ports.clock.now() >= until)
        return attended > 0 ? { ...pass, ...placeOf(after) } : behind(pass, page.next);
      if (await attendOrLog(ports, due)) attended += 1;
    }
    after = page.next;
  } while (after);
  return undefined;
}

function placeOf(after: string | undefined): Pick<ShardPass, "after"> {
  return after === undefined ? {} : { after };
}

function behind(pass: ShardPass, next: string | undefined): ShardPass | undefined {
  return next === undefined ? undefined : { ...pass, after: next };
}

/** Whether it went well. */
async function attendOrLog(ports: ProvisionPorts, due: Due): Promise<boolean> {
  try {
    await attend(ports, due);
    return true;
  } catch (error) {
    if (error instanceof PatchRefused) return true; // somebody else acted meanwhile
    const known = error instanceof DomainError || failureOf(error) !== undefined;
    ports.log.warn("a due record could not be attended to; the next sweep tries again", {
      kind: due.kind,
      id: due.kind === "connection" ? due.connectionId : due.serviceId,
      error: known ? (error as Error).message : (error as Error).name,
    });
    return false;
  }
}
