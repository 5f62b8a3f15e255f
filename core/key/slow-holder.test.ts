import { expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { takeOver } from "./recover-operation.ts";

// A holder so slow that its operation is taken over, and not settled yet, when its next write comes.

/** Does something right after a call of the method has had its effect, once. */
function afterCall<Port extends object>(
  port: Port,
  method: keyof Port & string,
  act: () => Promise<unknown>,
) {
  const original = port[method] as (...args: unknown[]) => Promise<unknown>;
  let acted = false;
  const call = async (...args: unknown[]) => {
    const answer = await original.apply(port, args);
    if (!acted) {
      acted = true;
      await act();
    }
    return answer;
  };
  Object.assign(port, { [method]: call });
}

test("a reset that was taken over commits no key: its recovery deletes it", async () => {
  const { iam, ports, clock, reset, record, sweep, working } = await aScene();
  const { accessKeyId } = await reset();
  afterCall(iam, "create", async () => {
    clock.advance(MINUTE_MS);
    await takeOver(ports, await record());
  });
  expect(await codeOf(reset())).toBe("unavailable");
  expect(await record()).toMatchObject({ current: { accessKeyId }, operation: { phase: "taken" } });
  await sweep(MINUTE_MS);
  expect(working()).toEqual([accessKeyId]);
});

test("an operation that was taken over is not settled by who held it before", async () => {
  const { iam, ports, clock, reset, record } = await aScene();
  afterCall(iam, "create", async () => {
    clock.advance(MINUTE_MS);
    await takeOver(ports, await record());
  });
  expect(await codeOf(reset())).toBe("unavailable");
  expect(await record()).toMatchObject({ operation: { kind: "issue" } });
  expect(await record()).not.toHaveProperty("current");
});

test("a customer's pair is not promised any more by who held the operation before", async () => {
  const { secrets, ports, clock, put, pairs, record, keys } = await customerScene();
  const before = await keys();
  afterCall(secrets, "keep", async () => {
    clock.advance(MINUTE_MS);
    await takeOver(ports, await record());
  });
  expect(await codeOf(put(pairs.make()))).toBe("unavailable");
  expect(await record()).toMatchObject({ operation: { kind: "put", phase: "taken" } });
  expect(await keys()).toEqual(before);
});
