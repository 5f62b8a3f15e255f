import { describe, expect, test } from "vitest";
import { PatchRefused } from "../record/patch.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene } from "../testing/scene.ts";
import { takeOver } from "./recover-operation.ts";
import { reportUnmanaged } from "./report-unmanaged.ts";
import { takeOperation } from "./take-operation.ts";

const createdAt = "2026-01-01T00:00:00.000Z";
const theirs = { accessKeyId: "AKIATHEIRS0000001", createdAt, active: true };
const others = { accessKeyId: "AKIAOTHERS0000001", createdAt, active: true };

/** A deletion that cannot go on because of keys somebody else made. */
async function deleting() {
  const scene = await aScene();
  await scene.relay();
  const seen = await scene.record();
  const held = await takeOperation(scene.ports, { ref: scene.ref, kind: "delete", by: anAdmin, seen });
  return { ...scene, held };
}

describe("keys in the way of an operation", () => {
  test("are told of once each, by Keyturn itself, and remembered", async () => {
    const { ports, held, record } = await deleting();
    await reportUnmanaged(ports, held, { deletedIds: [], unmanaged: [theirs] });
    const told = { ...(await record()), operation: held.operation };
    expect(told.outbox).toMatchObject([
      {
        type: "UnmanagedKeyDetected",
        metadata: { by: "Keyturn", correlationId: anAdmin.correlationId },
        data: { accessKeyId: theirs.accessKeyId, keyCreatedAt: createdAt },
      },
    ]);
    await reportUnmanaged(ports, told, { deletedIds: [], unmanaged: [theirs, others] });
    const { outbox, unmanagedIds } = await record();
    expect(outbox.map(({ data }) => data)).toMatchObject(
      [theirs, others].map(({ accessKeyId }) => ({ accessKeyId })),
    );
    expect(unmanagedIds).toEqual([theirs.accessKeyId, others.accessKeyId]);
  });

  test("that were told of before are no reason to write", async () => {
    const { ports, held, record } = await deleting();
    const before = await record();
    await reportUnmanaged(
      ports,
      { ...held, unmanagedIds: [theirs.accessKeyId] },
      { deletedIds: [], unmanaged: [theirs] },
    );
    expect(await record()).toEqual(before);
  });

  test.each(["was taken over", "told of something else meanwhile"])(
    "are not told of by an operation that %s",
    async (rival) => {
      const { ports, held, record, ref } = await deleting();
      if (rival === "was taken over") await takeOver(ports, held);
      else await ports.connections.update(ref, { when: [], set: { sequence: held.sequence + 1 } });
      const before = await record();
      const told = reportUnmanaged(ports, held, { deletedIds: [], unmanaged: [theirs] });
      await expect(told).rejects.toThrow(PatchRefused);
      expect(await record()).toEqual(before);
    },
  );
});
