import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { disableExpiredKey } from "./disable-expired-key.ts";
import { recoverOperation } from "./recover-operation.ts";
import { removeAccessKey } from "./remove-access-key.ts";
import { restoreAccessKey } from "./restore-access-key.ts";
import { retireAccessKey } from "./retire-access-key.ts";

/** A connection with the window of a reset that died, and of as many keys as told before, the last one in stages. */
async function aWindow(keys: 0 | 1 | 2) {
  const scene = await aScene();
  const { ports, iam, clock, connectionId, reset, record, sweep } = scene;
  if (keys > 0) await reset();
  clock.advance(DAY_MS);
  interrupt(iam, "create", "dies_before");
  expect(await codeOf(reset())).toBe("died");
  await sweep(MINUTE_MS);
  if (keys > 1) await reset({ mode: "staged" });
  clock.advance(MINUTE_MS);
  const { windows, current } = await record();
  expect(windows).toHaveLength(1);
  return {
    ...{ ...scene, windows },
    retire: () => retireAccessKey(ports, anAdmin, connectionId, {}),
    restore: () => restoreAccessKey(ports, anAdmin, connectionId, {}),
    remove: () => removeAccessKey(ports, anAdmin, connectionId, current?.accessKeyId),
    disable: async () => disableExpiredKey(ports, await record()),
  };
}

type Scene = Awaited<ReturnType<typeof aWindow>>;

/** A late key of the reset that died is an orphan only for as long as its window is known. */
describe("the window of a reset that died stays open", () => {
  test.each<[string, 0 | 1 | 2, (scene: Scene) => Promise<unknown>]>([
    ["through a creation", 0, ({ reset }) => reset()],
    ["through a reset", 1, ({ reset }) => reset()],
    ["through a staged reset", 1, ({ reset }) => reset({ mode: "staged" })],
    ["through the end of its old key", 2, ({ retire }) => retire()],
    ["through the end of its old key and its return", 2, ({ retire, restore }) => retire().then(restore)],
    ["through a removal", 1, ({ remove }) => remove()],
    ["through a deactivation by the policy", 1, ({ disable }) => disable()],
    [
      "through a reset that IAM refuses",
      1,
      async ({ iam, reset }) => {
        interrupt(iam, "create", "throttled");
        expect(await codeOf(reset())).toBe("unavailable");
      },
    ],
    [
      "through the recovery of a reset that died after its commit",
      1,
      async ({ ports, clock, reset, record }) => {
        interrupt(ports.connections, "update", "ok", "dies_after");
        expect(await codeOf(reset())).toBe("died");
        clock.advance(MINUTE_MS);
        await recoverOperation(ports, await record());
      },
    ],
  ])("%s", async (_, keys, change) => {
    const scene = await aWindow(keys);
    await change(scene);
    const after = await scene.record();
    expect(after).not.toHaveProperty("operation");
    expect(after.windows).toEqual(scene.windows);
  });

  test("through the recovery of another, beside the window of that one", async () => {
    const { ports, iam, clock, reset, record, windows } = await aWindow(1);
    interrupt(iam, "create", "dies_before");
    expect(await codeOf(reset())).toBe("died");
    clock.advance(MINUTE_MS);
    await recoverOperation(ports, await record());
    expect((await record()).windows).toEqual([
      ...windows,
      expect.objectContaining({ recoveredAt: clock.now() }),
    ]);
  });

  test("after a clean list that was asked for a moment too early, however late it came", async () => {
    const { iam, clock, sweep, record, windows } = await aWindow(1);
    const list = iam.list.bind(iam);
    iam.list = async (user) => {
      clock.advance(2_000);
      return list(user);
    };
    await sweep(14 * MINUTE_MS - 1_000); // it can be closed a second later
    expect((await record()).windows).toEqual(windows);
  });
});

test("a deactivation by the policy leaves the old key of a staged reset to its grace", async () => {
  const { disable, record } = await aWindow(2);
  const { retiring } = await record();
  await disable();
  expect(await record()).toMatchObject({ current: { state: "inactive" }, retiring });
  expect(retiring).toMatchObject({ state: "active" });
});
