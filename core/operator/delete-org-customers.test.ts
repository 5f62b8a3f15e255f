import { expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { customerScene, PLACE } from "../testing/customer-scene.ts";
import { interrupt, ProcessDied } from "../testing/interrupt.ts";
import { MemoryObjects } from "../testing/memory-objects.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { deleteOrg, surveyOrg } from "./delete-org.ts";

/** An org with a bucket of its own, whose key was replaced; the deployment is at work. */
async function anOrg() {
  const scene = await customerScene();
  const { clock, iam, pairs, ports, put, relay } = scene;
  await put(pairs.make());
  const objects = new MemoryObjects();
  objects.put(PLACE.bucket, `${PLACE.folder}a.csv`);
  clock.advance(10 * MINUTE_MS);
  const { sleep } = clock;
  clock.sleep = async (ms) => {
    await sleep.call(clock, ms);
    await relay();
  };
  const operator = { ...ports, users: memoryUsers(iam), objects };
  const run = () =>
    deleteOrg(operator, "acme", {
      ...{ until: plus(clock.now(), 10 * MINUTE_MS), tell: () => {}, objects: true },
    });
  return { ...scene, operator, objects, run };
}

test("an org's deletion takes the customers' secrets, and nothing in their buckets", async () => {
  const { secrets, ref, operator, objects, run } = await anOrg();
  expect(secrets.currentKey(ref)).toBeDefined();
  expect(await run()).toEqual([]);
  expect(secrets.currentKey(ref)).toBeUndefined();
  expect(objects.keysIn(PLACE.bucket)).toEqual([`${PLACE.folder}a.csv`]);
  expect((await surveyOrg(operator, "acme")).items).toEqual({ records: 0, history: 0, notices: 0, rest: 0 });
});

test.each(["unknown", "dies_before", "dies_after"] as const)(
  "a deletion of a secret that ends with %s is gone on with",
  async (fate) => {
    const { secrets, ref, clock, run } = await anOrg();
    interrupt(secrets, "delete", fate);
    await run().catch((error) => expect(error).toBeInstanceOf(ProcessDied));
    clock.advance(2 * MINUTE_MS);
    expect(await run()).toEqual([]);
    expect(secrets.currentKey(ref)).toBeUndefined();
  },
);
