import { MINUTE_MS } from "../clock.ts";
import type { Connection } from "../connection/connection.ts";
import { reconcile } from "../operator/reconcile.ts";
import { memoryUsers } from "./memory-operator.ts";
import type { MemoryWorld } from "./memory-ports.ts";
import { aScene, sweepForDays } from "./scene.ts";

/** Puts a connection's record back as it was, as a restored table would have it. */
export async function putBack({ ports }: MemoryWorld, then: Connection): Promise<void> {
  const now = (await ports.connections.find(then)) as Connection;
  await ports.connections.erase(now, now.version);
  await ports.connections.insert(then);
}

const NOBODY = new Map<string, string>();

/** A scene, an hour on, in which a test may put records back, and then reconcile. */
export async function restoredScene() {
  const scene = await aScene();
  const { ports, iam, clock } = scene;
  const run = (options: { write?: boolean; preferred?: Map<string, string>; madeAt?: string } = {}) => {
    const { write = true, preferred = NOBODY, madeAt } = options;
    const allRecords = { ...ports.allRecords, ...(madeAt && { tableMadeAt: async () => madeAt }) };
    return reconcile(
      { ...ports, allRecords, users: memoryUsers(iam) },
      { write, preferred, cellIds: ["main"] },
    );
  };
  clock.advance(60 * MINUTE_MS);
  return {
    ...{ ...scene, run },
    days: () => sweepForDays(scene),
    stateOfIam: () => structuredClone([...iam.users, ...iam.tags]),
  };
}

/** A backup taken between the take of a reset and its end, after which the new key was given to somebody. */
export async function inTheMiddle() {
  const scene = await restoredScene();
  const first = await scene.reset();
  scene.clock.advance(10 * MINUTE_MS);
  let then: Connection | undefined;
  const create = scene.iam.create.bind(scene.iam);
  scene.iam.create = async (user) => {
    then ??= await scene.record();
    return create(user);
  };
  const given = await scene.reset();
  await putBack(scene, then as Connection);
  scene.clock.advance(30 * MINUTE_MS);
  return { ...scene, first, given };
}
