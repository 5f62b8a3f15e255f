import { keyturnItself } from "../caller/caller.ts";
import { type Connection, OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { announce } from "../journal/announce.ts";
import type { EventDraft } from "../journal/event.ts";
import type { RecordPorts } from "../ports.ts";
import { absent, equals, fewerThan } from "../record/patch.ts";
import { planPatch } from "./key-state.ts";
import type { PlannedKeys } from "./plan-keys.ts";

/**
 * Writes a plan, and tells of it, if the record is as it was read and nobody works on its keys. Throws PatchRefused,
 * CallFailed.
 */
export async function writePlan(
  ports: Pick<RecordPorts, "clock" | "ids" | "connections">,
  connection: Connection,
  planned: PlannedKeys,
  drafts: EventDraft[] = [],
): Promise<void> {
  const by = keyturnItself(connection.org, ports.ids.next());
  const { set, append } = announce(ports.ids, connection, by, ports.clock.now(), drafts);
  const plan = planPatch(planned);
  await ports.connections.write(connection, {
    when: [
      equals("version", connection.version),
      absent("operation"),
      ...(drafts.length > 0 ? [fewerThan("outbox", OUTBOX_EVENTS_MAX)] : []),
    ],
    set: { ...plan.set, ...set },
    remove: plan.remove,
    append,
  });
}
