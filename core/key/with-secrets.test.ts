import { expect, test } from "vitest";
import { SECOND_MS } from "../clock.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { codeOf } from "../testing/scene.ts";
import { LEASE_MS } from "./operation.ts";
import { recoverOperation } from "./recover-operation.ts";

test("an abandoned put that is found by somebody without customers' secrets is left to who has them", async () => {
  const { ports, put, pairs, secrets, record, clock, keys, sweep } = await customerScene();
  const second = pairs.make();
  interrupt(secrets, "promote", "dies_before");
  expect(await codeOf(put(second))).toBe("died");
  clock.advance(LEASE_MS);
  const { secrets: _, ...without } = ports;
  await expect(recoverOperation(without, await record())).rejects.toMatchObject({
    code: "unavailable",
    more: { retryAfterSeconds: LEASE_MS / SECOND_MS },
  });
  expect(await record()).toMatchObject({ operation: { kind: "put", phase: "promote" } });
  await sweep(LEASE_MS);
  expect(await keys()).toMatchObject({ read: second.accessKeyId, current: second.accessKeyId });
});
