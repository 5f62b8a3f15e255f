import { expect, test } from "vitest";
import { reveal } from "../secret.ts";
import { createService } from "../service/create-service.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { type IssuedAccessKey, resetAccessKey } from "./reset-access-key.ts";

async function aConnection() {
  const world = memoryWorld();
  const { connection } = await createService(world.ports, anAdmin, { name: "Sales data" });
  return { ...world, connectionId: connection.connectionId };
}

test("creates a key, replaces it at once, and removes it", async () => {
  const { ports, iam, connectionId } = await aConnection();
  const created = (await resetAccessKey(ports, anAdmin, connectionId, {
    reason: "other",
  })) as IssuedAccessKey;
  expect(created).toMatchObject({ created: true, replayed: false });
  expect(reveal(created.secretAccessKey)).toBe(`secret-of-${created.accessKeyId}`);

  const reset = (await resetAccessKey(ports, anAdmin, connectionId, { reason: "other" })) as IssuedAccessKey;
  expect(reset).toMatchObject({ created: false, previousKeyStopped: true });
  expect(iam.works(created.accessKeyId)).toBe(false);
  expect(iam.works(reset.accessKeyId)).toBe(true);

  await removeAccessKey(ports, anAdmin, connectionId, reset.accessKeyId);
  expect(iam.allKeys()).toEqual([]);
  const record = await ports.connections.find({ org: "acme", connectionId });
  expect(record?.outbox.map((event) => event.type)).toEqual([
    "ConnectionCreated",
    "KeyCreated",
    "KeyRotated",
    "KeyRemoved",
  ]);
  expect(record?.outbox.map((event) => event.metadata.sequence)).toEqual([1, 2, 3, 4]);
});
