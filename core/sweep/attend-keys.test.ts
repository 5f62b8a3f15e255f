import { expect, test } from "vitest";
import { DAY_MS } from "../clock.ts";
import { policyInForce } from "../policy/policy-in-force.ts";
import { interrupt } from "../testing/interrupt.ts";
import { stagedScene } from "../testing/staged-scene.ts";
import { attendKeys } from "./attend-keys.ts";

/** The old key of a staged reset at its hard stop, and the record as the sweep saw it. */
async function atItsStop() {
  const scene = await stagedScene();
  scene.clock.advance(14 * DAY_MS);
  const seen = await scene.record();
  const attend = async () => attendKeys(scene.ports, seen, await policyInForce(scene.ports, seen.org));
  return { ...scene, attend };
}

test("what somebody has changed since the look is left to the next sweep, without a word", async () => {
  const { attend, ports, ref, working, old } = await atItsStop();
  await ports.connections.update(ref, { when: [] });
  await expect(attend()).resolves.toBeUndefined();
  expect(working()).toContain(old);
});

test("any other refusal is said", async () => {
  const { attend, ports, ref } = await atItsStop();
  await ports.connections.update(ref, { when: [], set: { state: "deleting" } });
  await expect(attend()).rejects.toMatchObject({ code: "operation_in_progress" });
});

test("a call that failed is said", async () => {
  const { attend, iam, working, old } = await atItsStop();
  interrupt(iam, "deactivate", "throttled");
  await expect(attend()).rejects.toThrow("throttled");
  expect(working()).toContain(old);
});
