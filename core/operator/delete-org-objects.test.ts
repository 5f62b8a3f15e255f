import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { resetAccessKey } from "../key/reset-access-key.ts";
import { orgIdOf } from "../org/org.ts";
import { createService } from "../service/create-service.ts";
import { anAdoption, aRow } from "../testing/adoption-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { MemoryObjects } from "../testing/memory-objects.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin, testDeployment } from "../testing/memory-ports.ts";
import { relay } from "../testing/scene.ts";
import { deleteOrg, surveyOrg } from "./delete-org.ts";

const [first, second] = testDeployment.buckets.map(({ bucket }) => bucket) as [string, string];
const FOLDER = orgIdOf("acme");

/** An org with a service of Keyturn's, an adopted one with a spared key, and objects; the deployment is at work. */
async function anOrg() {
  const world = anAdoption();
  const { clock, iam } = world;
  const objects = new MemoryObjects();
  const ports = { ...world.ports, users: memoryUsers(iam), objects };
  const { connection } = await createService(ports, anAdmin, { name: "Sales data" });
  await resetAccessKey(ports, anAdmin, connection.connectionId, { reason: "other" });
  const [current = "", spared = ""] = iam.addUser("s3-legacy", "/portal/", [400, 3]);
  await world.adopt([aRow("s3-legacy", { accessKeyId: current, bucket: first, folder: "legacy/" })]);
  for (const bucket of [first, second]) {
    objects.put(bucket, `${FOLDER}/sales/a.csv`, 3);
    objects.put(bucket, `${FOLDER}/sales/b.csv`);
    objects.begin(bucket, `${FOLDER}/sales/c.csv`);
    objects.put(bucket, `${FOLDER}-2/a.csv`);
  }
  objects.put(first, "legacy/a.csv");
  clock.advance(10 * MINUTE_MS);
  const { sleep } = clock;
  let relaying = false;
  clock.sleep = async (ms) => {
    await sleep.call(clock, ms);
    if (relaying) return;
    relaying = true;
    await relay(world);
    relaying = false;
  };
  const said: string[] = [];
  const run = (withObjects: boolean) =>
    deleteOrg(ports, "acme", {
      ...{ until: plus(clock.now(), 10 * MINUTE_MS), tell: (step) => said.push(step), objects: withObjects },
    });
  return { ...world, ports, objects, current, spared, said, run };
}

const othersIn = { [first]: [`${FOLDER}-2/a.csv`, "legacy/a.csv"], [second]: [`${FOLDER}-2/a.csv`] };

describe("deleting an org with its objects", () => {
  test("leaves no version of them and no upload, and whatever lies elsewhere", async () => {
    const { ports, objects, said, run } = await anOrg();
    expect(await run(true)).toEqual([]);
    for (const bucket of [first, second]) expect(objects.keysIn(bucket)).toEqual(othersIn[bucket]);
    expect(said).toContain("deleted 8 versions of objects and 2 uploads");
    expect((await surveyOrg(ports, "acme")).items).toEqual({ records: 0, history: 0, notices: 0, rest: 0 });
  });

  test("keeps them unless it is told to", async () => {
    const { objects, run } = await anOrg();
    expect(await run(false)).toEqual([]);
    expect(objects.keysIn(first)).toHaveLength(7);
  });

  test("goes on where it stopped", async () => {
    const { objects, run } = await anOrg();
    interrupt(objects, "deleteVersions", "ok", "unknown");
    await expect(run(true)).rejects.toBeInstanceOf(CallFailed);
    expect(objects.keysIn(first).length).toBeGreaterThan(2);
    expect(await run(true)).toEqual([]);
    for (const bucket of [first, second]) expect(objects.keysIn(bucket)).toEqual(othersIn[bucket]);
  });

  test("says so when objects are still there that S3 said were deleted", async () => {
    const { objects, run } = await anOrg();
    objects.deleteVersions = async () => 0;
    expect(await run(true)).toMatchObject([
      { error: "2 versions of objects or more are there, or have come since: run this again" },
      {},
    ]);
  });

  test("says which versions S3 would not delete, and erases nothing before", async () => {
    const { ports, objects, run } = await anOrg();
    objects.deleteVersions = async () => 1;
    const left = await run(true);
    expect(left).toEqual([
      { of: `s3://${first}/${FOLDER}/`, error: "2 versions of objects were not deleted: run this again" },
      { of: `s3://${second}/${FOLDER}/`, error: "2 versions of objects were not deleted: run this again" },
    ]);
    expect((await surveyOrg(ports, "acme")).items.records).toBeGreaterThan(0);
  });
});

test("adopted users stay, with their policies and the keys that were spared, and can be adopted by another", async () => {
  const { ports, iam, current, spared, run, adopt } = await anOrg();
  expect((await surveyOrg(ports, "acme")).adopted).toEqual(["s3-legacy"]);
  expect(await run(false)).toEqual([]);
  expect([iam.works(current), iam.works(spared)]).toEqual([false, true]);
  expect(iam.users.get("s3-legacy")?.policy).toBe(true);
  expect([...iam.users.keys()]).toEqual(["s3-legacy"]);
  expect(await ports.claims.find({ cellId: "main", userName: "s3-legacy" })).toBeUndefined();
  const [again] = await adopt([aRow("s3-legacy")], { by: { ...anAdmin, org: "globex" } });
  expect(again?.outcome).toBe("adopted");
});
