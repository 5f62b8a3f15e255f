import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { OUTBOX_EVENTS_MAX } from "../connection/connection.ts";
import { interrupt } from "../testing/interrupt.ts";
import { aKeyCreated } from "../testing/sample-records.ts";
import { aScene, codeOf } from "../testing/scene.ts";

describe("the limits of a connection", () => {
  test("six operations a minute, and a seventh when the first is a minute ago", async () => {
    const { clock, reset } = await aScene();
    for (let count = 0; count < 6; count++) {
      await reset();
      clock.advance(1_000);
    }
    const error = await reset().catch((failed: unknown) => failed);
    expect(error).toMatchObject({ code: "too_many_operations", more: { retryAfterSeconds: 54 } });
    clock.advance(53_999);
    expect(await codeOf(reset())).toBe("too_many_operations");
    clock.advance(1);
    expect(await codeOf(reset())).toBe("answered");
    expect(await codeOf(reset())).toBe("too_many_operations");
  });

  test("an outbox without room for an operation's events is busy, one with room is not", async () => {
    const { ports, ref, record, reset, relay } = await aScene();
    const connection = await record();
    const events = Array.from({ length: OUTBOX_EVENTS_MAX - 4 }, (_, n) => aKeyCreated(connection, n + 1));
    await ports.connections.update(ref, { when: [], set: { outbox: events } });
    expect(await codeOf(reset())).toBe("busy");
    await ports.connections.update(ref, { when: [], set: { outbox: events.slice(1) } });
    expect(await codeOf(reset())).toBe("answered");
    await relay();
    expect(await codeOf(reset())).toBe("answered");
  });

  test("four windows under audit: busy until one is closed", async () => {
    const { iam, ports, ref, record, reset, sweep } = await aScene();
    for (let count = 0; count < 4; count++) {
      interrupt(iam, "create", "dies_before");
      await codeOf(reset());
      await sweep(61_000);
    }
    expect((await ports.connections.find(ref))?.windows).toHaveLength(4);
    expect(await codeOf(reset())).toBe("busy");
    for (let minutes = 0; minutes <= 20; minutes += 5) await sweep(5 * MINUTE_MS);
    expect((await record()).windows).toEqual([]);
    expect(await codeOf(reset())).toBe("answered");
  });
});
