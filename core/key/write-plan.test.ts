import { describe, expect, test } from "vitest";
import { type Connection, OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { PatchRefused } from "../record/patch.ts";
import { memoryWorld } from "../testing/memory-ports.ts";
import { aConnection, aKeyCreated, SAMPLE_TIME } from "../testing/sample-records.ts";
import { keyDisabled } from "./events.ts";
import { newOperation } from "./operation.ts";
import { writePlan } from "./write-plan.ts";

const NEXT = "2026-05-01T00:00:00.000Z";
const operation = newOperation(
  { id: "operation-1", kind: "issue", compromised: false, by: "Ada Admin", correlationId: "request-1" },
  SAMPLE_TIME,
);

/** Plans a record that looks so, and tells of it or not. Answers the record afterwards. */
async function write(change: Partial<Connection>, { tells }: { tells: boolean }) {
  const { ports } = memoryWorld();
  const connection = aConnection("acme", change);
  await ports.connections.insert(connection);
  const planned = { current: undefined, retiring: undefined, nextActionAt: NEXT, policyVersion: 1 };
  const drafts = tells ? [keyDisabled(connection, "AKIACURRENT000001", "expired")] : [];
  await writePlan(ports, connection, planned, drafts);
  return ports.connections.find(connection);
}

const outboxOf = (count: number) => {
  const connection = aConnection("acme");
  return Array.from({ length: count }, (_, n) => aKeyCreated(connection, n + 1));
};

describe("the write of a plan", () => {
  test("is refused where somebody works on the keys, whose end would be planned by nobody", async () => {
    await expect(write({ operation }, { tells: false })).rejects.toBeInstanceOf(PatchRefused);
  });

  test("that tells of it needs room for that", async () => {
    const full = { outbox: outboxOf(OUTBOX_EVENTS_MAX) };
    await expect(write(full, { tells: true })).rejects.toBeInstanceOf(PatchRefused);
    const lastPlace = { outbox: outboxOf(OUTBOX_EVENTS_MAX - 1) };
    expect((await write(lastPlace, { tells: true }))?.outbox).toHaveLength(OUTBOX_EVENTS_MAX);
  });

  test("that tells nothing needs none", async () => {
    const full = { outbox: outboxOf(OUTBOX_EVENTS_MAX) };
    expect(await write(full, { tells: false })).toMatchObject({ nextActionAt: NEXT });
  });
});
