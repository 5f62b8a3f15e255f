import { DAY_MS, HOUR_MS } from "../clock.ts";
import type { IdempotentRequest } from "../key/idempotency.ts";
import { restoreAccessKey } from "../key/restore-access-key.ts";
import { retireAccessKey } from "../key/retire-access-key.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { SHARDS } from "../record/shards.ts";
import { sweepShard } from "../sweep/sweep-shard.ts";
import { type Death, dyingPorts } from "./dying-ports.ts";
import { anAdmin } from "./memory-ports.ts";
import { aScene } from "./scene.ts";

const FAR = "2999-01-01T00:00:00.000Z";

/** A connection whose key was reset in stages just now, and what tests want to do with the old one. */
export async function stagedScene(policy: object = {}, graceHours?: number) {
  const scene = await aScene();
  const { ports, connectionId } = scene;
  await changePolicy(ports, anAdmin, Policy.parse(policy));
  const old = await scene.reset();
  scene.clock.advance(DAY_MS);
  await scene.relay();
  const fresh = await scene.reset({ mode: "staged", ...(graceHours && { graceHours }) });
  return {
    ...{ ...scene, old: old.accessKeyId, fresh: fresh.accessKeyId, answered: fresh },
    retire: (force = false, idempotent?: IdempotentRequest) =>
      retireAccessKey(ports, anAdmin, connectionId, { force, ...(idempotent && { idempotent }) }),
    restore: () => restoreAccessKey(ports, anAdmin, connectionId, {}),
    /** The schedule, every hour for so long. */
    async hours(count: number) {
      for (let hour = 0; hour < count; hour++) await scene.sweep(HOUR_MS);
    },
    /** A pass of the schedule that dies at a call; whether it made it. */
    async dyingSweep(death: Death): Promise<boolean> {
      const dying = dyingPorts(ports, death);
      for (let shard = 0; shard < SHARDS; shard++) {
        await sweepShard(dying.ports, { shard }, FAR).catch(() => undefined);
      }
      return dying.calls() > death.call;
    },
    async toldOf(type: string) {
      return (await scene.record()).outbox.filter((event) => event.type === type).map((event) => event.data);
    },
  };
}
