import { expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { aScene, codeOf } from "../testing/scene.ts";

test("the window of a reset that died is closed in the grace of the next one, and its old key lives on", async () => {
  const { iam, reset, record, sweep, working, clock } = await aScene();
  const old = await reset();
  clock.advance(DAY_MS);
  interrupt(iam, "create", "dies_before");
  expect(await codeOf(reset())).toBe("died");
  await sweep(MINUTE_MS);
  const fresh = await reset({ mode: "staged" });
  const { current, retiring, windows } = await record();
  expect(windows).toHaveLength(1);
  for (let n = 0; n < 3; n++) await sweep(5 * MINUTE_MS);
  expect(await record()).toMatchObject({ current, retiring, windows: [] });
  expect(retiring).toMatchObject({ accessKeyId: old.accessKeyId, state: "active" });
  expect(working()).toEqual([old.accessKeyId, fresh.accessKeyId]);
});
