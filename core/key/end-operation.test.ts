import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { PatchRefused } from "../record/patch.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene } from "../testing/scene.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { nothingFound } from "./audit-keys.ts";
import { type Ending, endOperation } from "./end-operation.ts";
import { recoverOperation, takeOver } from "./recover-operation.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { takeOperation } from "./take-operation.ts";
import { tidyKeys } from "./tidy-keys.ts";

/** An operation that only has to be ended, which leaves the keys as they are. */
async function held({ keyed }: { keyed: boolean }) {
  const scene = await aScene();
  const { ports, ref, record } = scene;
  if (keyed) await scene.reset();
  const taken = await takeOperation(ports, { ref, kind: "tidy", by: anAdmin, seen: await record() });
  const { current, retiring, windows } = taken;
  const ending: Ending = { state: { current, retiring, windows }, findings: nothingFound, by: anAdmin };
  let writes = 0;
  const counted = async () => {
    const { update } = ports.connections;
    ports.connections.update = async (...args) => {
      writes += 1;
      return update(...args);
    };
    return endOperation(ports, taken, ending);
  };
  return { ...scene, taken, end: counted, writes: () => writes };
}

describe("the end of an operation that was written and got no reply", () => {
  test("is recognised, and told once", async () => {
    const { ports, retire, toldOf, record } = await stagedScene();
    interrupt(ports.connections, "update", "ok", "lost");
    expect((await retire()).retiring).toMatchObject({ state: "inactive" });
    expect(await toldOf("KeyRetired")).toHaveLength(1);
    expect(await record()).not.toHaveProperty("operation");
  });

  test("is recognised by the key it made, when another operation has begun and ended since", async () => {
    const { ports, reset, record } = await aScene();
    const { update } = ports.connections;
    let writes = 0;
    ports.connections.update = async (ref, patch) => {
      const written = await update(ref, patch);
      if (++writes === 2) {
        await tidyKeys(ports, written);
        throw new CallFailed("UpdateItem", "unknown");
      }
      return written;
    };
    const { accessKeyId } = await reset();
    expect((await record()).current).toMatchObject({ accessKeyId });
  });

  test("is not taken for written where the pair was current before", async () => {
    const { ports, put, first, ref, secrets, record } = await customerScene();
    await secrets.delete(ref); // by hand: the same pair is kept anew
    interrupt(ports.connections, "update", "ok", "ok", "throttled");
    await put(first);
    expect(await record()).not.toHaveProperty("operation");
    expect(secrets.currentKey(ref)).toBe(first.accessKeyId);
  });
});

describe("an operation that somebody else has finished", () => {
  test.each([true, false])("is not ended again (there is a key: %s)", async (keyed) => {
    const { ports, clock, end, record } = await held({ keyed });
    clock.advance(MINUTE_MS);
    await recoverOperation(ports, await record());
    const before = await record();
    await expect(end()).rejects.toBeInstanceOf(PatchRefused);
    expect(await record()).toEqual(before);
  });

  test("is not ended in a record that is gone by now", async () => {
    const { ports, end, record } = await held({ keyed: true });
    const seen = await record();
    await ports.connections.erase(seen, seen.version);
    await expect(end()).rejects.toBeInstanceOf(PatchRefused);
  });
});

describe("an end is planned again", () => {
  test("not by a newer policy where somebody else has taken over: that one ends it", async () => {
    const { ports, ref, clock, end, writes, record } = await held({ keyed: true });
    clock.advance(MINUTE_MS);
    await takeOver(ports, await record());
    await ports.connections.update(ref, { when: [], set: { policyVersion: 1 } });
    await expect(end()).rejects.toBeInstanceOf(PatchRefused);
    expect(writes()).toBe(1);
  });

  test("not where the operation has come further and the policy is the same", async () => {
    const { ports, ref, taken, end, writes } = await held({ keyed: true });
    const operation = { ...taken.operation, phase: "committed" as const };
    await ports.connections.update(ref, { when: [], set: { operation, policyVersion: 0 } });
    await expect(end()).rejects.toBeInstanceOf(PatchRefused);
    expect(writes()).toBe(1);
  });

  test("not where the database failed, whatever the policy is by now", async () => {
    const { ports, ref, end } = await held({ keyed: true });
    await ports.connections.update(ref, { when: [], set: { policyVersion: 1 } });
    interrupt(ports.connections, "update", "throttled", "throttled", "throttled");
    await expect(end()).rejects.toMatchObject({ failure: "throttled" });
  });
});

describe("an end is planned by the policy", () => {
  test("where nothing but an old key is left", async () => {
    const { ports, ref, retire, record } = await stagedScene();
    await retire();
    await ports.connections.update(ref, { when: [], remove: ["current", "nextActionAt"] });
    const seen = await record();
    const taken = await takeOperation(ports, { ref, kind: "tidy", by: anAdmin, seen });
    const { current, retiring, windows } = taken;
    await endOperation(ports, taken, {
      ...{ state: { current, retiring, windows }, findings: nothingFound, by: anAdmin },
    });
    const { deleteAt } = seen.retiring as { deleteAt: string };
    expect(await record()).toMatchObject({ nextActionAt: deleteAt });
  });

  test("not where nothing is left: then it need not be known", async () => {
    const { ports, connectionId, reset, record } = await aScene();
    const { accessKeyId } = await reset();
    interrupt(ports.policies, "find", "throttled");
    await removeAccessKey(ports, anAdmin, connectionId, accessKeyId);
    const { nextActionAt, operation } = await record();
    expect({ nextActionAt, operation }).toEqual({});
  });
});
