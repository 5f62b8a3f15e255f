import { expect, test } from "vitest";
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
    run: (write = true) =>
      reconcile({ ...ports, users: memoryUsers(iam) }, { cellIds: ["main"], write, preferred: new Map() }),
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
