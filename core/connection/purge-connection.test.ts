import { describe, expect, test } from "vitest";
import { HOUR_MS, plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { PatchRefused } from "../record/patch.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene } from "../testing/scene.ts";
import { TOMBSTONE_MS } from "./connection.ts";
import { deleteConnection } from "./delete-connection.ts";
import { purgeConnection } from "./purge-connection.ts";

async function aTombstone() {
  const scene = await aScene();
  const { ports, connectionId, userName } = scene;
  await deleteConnection(ports, anAdmin, connectionId, userName);
  return scene;
}

describe("a tombstone", () => {
  test("stays while its events are not out, and is looked at again an hour later", async () => {
    const { clock, sweep, relay, record } = await aTombstone();
    await sweep(TOMBSTONE_MS);
    const nextActionAt = plus(clock.now(), HOUR_MS);
    expect(await record()).toMatchObject({ state: "deleted", nextActionAt });
    await relay();
    await sweep(HOUR_MS - 1);
    expect(await record()).toBeDefined();
    await sweep(1);
    expect(await record()).toBeUndefined();
  });

  test("that somebody else writes meanwhile is left as they wrote it", async () => {
    const { ports, ref, record } = await aTombstone();
    const read = await record();
    const theirs = await ports.connections.update(ref, {
      when: [],
      set: { nextActionAt: "2030-01-01T00:00:00.000Z" },
    });
    await expect(purgeConnection(ports, read)).rejects.toThrow(PatchRefused);
    expect(await record()).toEqual(theirs);
  });

  test("goes without a word to Secrets Manager when its keys were the provider's", async () => {
    const { ports, sweep, relay, record } = await aTombstone();
    ports.secrets.delete = async () => {
      throw new CallFailed("DeleteSecret", "denied");
    };
    await relay();
    await sweep(TOMBSTONE_MS);
    expect(await record()).toBeUndefined();
  });
});

test("a secret that a stalled put made after the deletion goes with a customer's tombstone", async () => {
  const { ports, secrets, ref, connectionId, first, record, sweep, relay } = await customerScene();
  await deleteConnection(ports, anAdmin, connectionId, (await record()).userName);
  await secrets.keep(ref, "late", first);
  await relay();
  await sweep(TOMBSTONE_MS);
  expect(secrets.secrets.size).toBe(0);
  expect(await record()).toBeUndefined();
});
