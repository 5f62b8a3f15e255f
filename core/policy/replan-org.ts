import type { Instant } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { plannedByNoNewer } from "../key/end-operation.ts";
import { type Held, isHeld } from "../key/held.ts";
import { planKeys } from "../key/plan-keys.ts";
import { writePlan } from "../key/write-plan.ts";
import { PAGE_MAX } from "../page.ts";
import type { RecordPorts } from "../ports.ts";
import { allInChunks } from "../record/in-chunks.ts";
import { equals, PatchRefused } from "../record/patch.ts";
import type { PolicyInForce, PolicyRecord } from "./policy.ts";
import { inForce } from "./policy-in-force.ts";
import { rulesFor } from "./rules-for.ts";

/** So many at once: each is a write of its own. */
const AT_ONCE = 10;
const ATTEMPTS_MAX = 5;

/**
 * Plans every connection of the org by its policy: page by page, noting after each how far it has come, so that
 * whoever comes next goes on there. Ends at `until`, when it is done, or when the policy was changed again. Throws
 * CallFailed, PatchRefused.
 */
export async function replanOrg(ports: RecordPorts, record: PolicyRecord, until: Instant): Promise<void> {
  const rules = inForce(record, ports.deployment.preset);
  let policy = record;
  while (policy.replanning && ports.clock.now() < until) {
    const page = await ports.connections.page(policy.org, PAGE_MAX, policy.replanning.after);
    await allInChunks(page, AT_ONCE, (connection) => replan(ports, connection, rules));
    const last = page.length === PAGE_MAX ? page.at(-1) : undefined;
    policy = await ports.policies.update(policy, {
      when: [equals("version", policy.version)],
      ...(last
        ? { set: { replanning: { after: last.connectionId } } }
        : { remove: ["replanning", "nextActionAt"] }),
    });
  }
}

/**
 * One whose operation is under way is only told that there is a newer policy: its end, planned by an older one, is
 * refused then and planned again. So is one without a key, for the sake of a first key that is being made.
 */
async function replan(ports: RecordPorts, connection: Connection, rules: PolicyInForce): Promise<void> {
  let found: Connection | undefined = connection;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    if (!found || found.state === "deleted" || (found.policyVersion ?? 0) >= rules.policyVersion) return;
    try {
      await (isHeld(found) ? noteNewer(ports, found, rules) : planAnew(ports, found, rules));
      return;
    } catch (error) {
      if (!(error instanceof PatchRefused) || attempt === ATTEMPTS_MAX) throw error;
      found = await ports.connections.find(found);
    }
  }
}

async function noteNewer(ports: RecordPorts, held: Held, rules: PolicyInForce): Promise<void> {
  await ports.connections.write(held, {
    when: [equals("operation.id", held.operation.id), plannedByNoNewer(rules)],
    set: { policyVersion: rules.policyVersion },
  });
}

/** What is being made or deleted keeps its own next action. */
async function planAnew(ports: RecordPorts, connection: Connection, rules: PolicyInForce): Promise<void> {
  const planned = planKeys(connection, rulesFor(connection, rules), ports.clock.now());
  const { nextActionAt } = connection.state === "ready" ? planned : connection;
  await writePlan(ports, connection, { ...planned, nextActionAt });
}
