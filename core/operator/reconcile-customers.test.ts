import { describe, expect, test } from "vitest";
import type { RetiringKey } from "../key/access-key.ts";
import { LEASE_MS } from "../key/operation.ts";
import { removeAccessKey } from "../key/remove-access-key.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { reconcile } from "./reconcile.ts";

async function restored() {
  const scene = await customerScene();
  const { ports, iam } = scene;
  return {
    ...scene,
    run: (write = true, madeAt = "1970-01-02T00:00:00.000Z") => {
      const allRecords = { ...ports.allRecords, tableMadeAt: async () => madeAt };
      const options = { cellIds: ["main"], write, preferred: new Map() };
      return reconcile({ ...ports, allRecords, users: memoryUsers(iam) }, options);
    },
  };
}

test("of a customer's connection IAM is not asked, and its key stays", async () => {
  const { run, keys, first, iam, record } = await restored();
  iam.users.set("loader", { policy: true, keys: [] }); // somebody of our own account, called alike
  expect(await run()).toMatchObject({ failures: [] });
  expect(await keys()).toEqual({ read: first.accessKeyId, current: first.accessKeyId });
  expect((await record()).outbox.map(({ type }) => type)).not.toContain("KeyReconciled");
});

test("a put that was under way at the backup's time is forgotten: the pair that is current now stays so", async () => {
  const { run, put, pairs, secrets, ref, record, clock, sweep } = await restored();
  const [second, third] = [pairs.make(), pairs.make()];
  interrupt(secrets, "promote", "dies_before");
  expect(await codeOf(put(second))).toBe("died");
  // What the backup does not know: it was gone on with, and another was given since.
  const backup = await record();
  const { operation } = backup;
  await secrets.promote(ref, operation?.originalId ?? "", "");
  await secrets.keep(ref, "01900000-0000-7000-8000-0000000000ff", third);
  await secrets.promote(ref, "01900000-0000-7000-8000-0000000000ff", "");
  clock.advance(LEASE_MS);
  await run();
  await sweep(LEASE_MS);
  expect(secrets.currentKey(ref)).toBe(third.accessKeyId);
  expect((await record()).operation).toBeUndefined();
  expect(await codeOf(put(third))).toBe("answered");
  expect(secrets.currentKey(ref)).toBe(third.accessKeyId);
});

test("a removal that was under way deletes nothing that was given since", async () => {
  const { run, secrets, ref, record, clock, sweep, ports, connectionId, first } = await restored();
  interrupt(secrets, "delete", "dies_before");
  const removal = removeAccessKey(ports, anAdmin, connectionId, first.accessKeyId);
  expect(await codeOf(removal)).toBe("died");
  clock.advance(LEASE_MS);
  await run();
  await sweep(LEASE_MS);
  expect(secrets.currentKey(ref)).toBe(first.accessKeyId);
  expect((await record()).current).toMatchObject({ state: "active" });
});

describe("what is written of a customer's connection", () => {
  /** A removal was under way at the backup's time. */
  async function removing() {
    const scene = await restored();
    const { secrets, ports, connectionId, first, clock } = scene;
    interrupt(secrets, "delete", "dies_before");
    const removal = removeAccessKey(ports, anAdmin, connectionId, first.accessKeyId);
    expect(await codeOf(removal)).toBe("died");
    clock.advance(LEASE_MS);
    return scene;
  }

  test("is its number alone, where nothing was under way, and that once", async () => {
    const { run, record, clock } = await restored();
    const [before, madeAt] = [await record(), clock.now()];
    await run(true, madeAt);
    const after = await record();
    const floor = Date.parse(madeAt) / 1_000;
    expect(after).toEqual({ ...before, sequence: floor, version: before.version + 1 });
    await run(true, madeAt);
    expect(await record()).toEqual(after);
  });

  test("is nothing, when the command only looks", async () => {
    const { run, record } = await removing();
    const before = await record();
    await run(false);
    expect(await record()).toEqual(before);
  });

  test("is what was under way, also where its number is far enough, which does not go back", async () => {
    const { run, record, ports, ref } = await removing();
    await ports.connections.update(ref, { when: [], set: { sequence: 100_000 } });
    await run(); // the table was made at second 86,400
    expect(await record()).toMatchObject({ sequence: 100_000, current: { state: "active" } });
    expect(await record()).not.toHaveProperty("operation");
  });

  test("is not what somebody has changed meanwhile", async () => {
    const { run, record, ports, connectionId } = await removing();
    const { find } = ports.connections;
    ports.connections.find = async (ref) => {
      const found = await find(ref);
      await ports.connections.update(ref, { when: [] });
      return found;
    };
    expect((await run()).failures).toMatchObject([{ of: connectionId }]);
    expect((await record()).operation).toMatchObject({ kind: "remove" });
  });
});

test("a removal that was under way leaves the customer's old key looked after, unless it was to go too", async () => {
  for (const state of ["leaving", "doomed"] as const) {
    const { run, record, ports, ref, put, pairs, secrets, clock, connectionId } = await restored();
    await put(pairs.make());
    const { current, retiring } = await record();
    interrupt(secrets, "delete", "dies_before");
    await codeOf(removeAccessKey(ports, anAdmin, connectionId, current?.accessKeyId ?? ""));
    const old = { ...(retiring as RetiringKey), state } as RetiringKey;
    await ports.connections.update(ref, { when: [], set: { retiring: old } });
    clock.advance(LEASE_MS);
    await run();
    expect((await record()).retiring).toEqual(state === "leaving" ? old : undefined);
  }
});
