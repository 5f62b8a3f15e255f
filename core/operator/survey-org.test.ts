import { describe, expect, test } from "vitest";
import type { Connection } from "../connection/connection.ts";
import { orgIdOf } from "../org/org.ts";
import { createService } from "../service/create-service.ts";
import { deleteService } from "../service/delete-service.ts";
import { MemoryObjects } from "../testing/memory-objects.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin, memoryWorld, testDeployment } from "../testing/memory-ports.ts";
import { aConnection, aService } from "../testing/sample-records.ts";
import { hasObjects, surveyOrg } from "./delete-org.ts";

const [first] = testDeployment.buckets;
const BUCKET = first?.bucket ?? "";
const GONE = { region: "us-west-2", bucket: "former", cellId: "main" };

/** An operator's ports over an empty deployment. */
function anOperator() {
  const world = memoryWorld();
  const objects = new MemoryObjects();
  const ports = { ...world.ports, users: memoryUsers(world.iam), objects };
  return { ports, objects, iam: world.iam, survey: () => surveyOrg(ports, "acme") };
}

describe("a survey of an org", () => {
  test("names its living data services and its users, and none that was deleted", async () => {
    const { ports, iam, survey } = anOperator();
    const { service: former } = await createService(ports, anAdmin, { name: "Former" });
    await deleteService(ports, anAdmin, former.serviceId, "Former");
    const { service, connection } = await createService(ports, anAdmin, { name: "Sales data" });
    const other = { ...anAdmin, org: "globex" };
    await createService(ports, other, { name: "Another's" });
    expect(iam.users.size).toBe(2);
    expect(await survey()).toMatchObject({
      services: [{ serviceId: service.serviceId, name: "Sales data", state: "ready" }],
      userNames: [connection.userName],
      adopted: [],
    });
  });

  test("finds the users in every cell, each cell asked once", async () => {
    const { ports } = anOperator();
    const asked: string[] = [];
    const cells = ["main", "main", "second"];
    const buckets = cells.map((cellId, n) => ({ region: "us-east-1", bucket: `b${n}`, cellId }));
    const users = {
      ...ports.users,
      page: async (cellId: string) => {
        asked.push(cellId);
        return { userNames: [`kt-${cellId}`] };
      },
    };
    const survey = await surveyOrg({ ...ports, users, deployment: { ...ports.deployment, buckets } }, "acme");
    expect(survey.userNames).toEqual(["kt-main", "kt-second"]);
    expect(asked).toEqual(["main", "second"]);
  });

  test("reads on behind the first hundred records", async () => {
    const { ports, survey } = anOperator();
    for (let count = 0; count < 101; count++) {
      await ports.services.insert(aService("acme"));
      await ports.connections.insert(aConnection("acme", GONE));
    }
    const { services, unknownBuckets } = await survey();
    expect(new Set(services.map(({ serviceId }) => serviceId)).size).toBe(101);
    expect(unknownBuckets).toHaveLength(1);
  });

  test("names once a managed bucket that the operator has not named", async () => {
    const { ports, survey } = anOperator();
    for (const change of [GONE, GONE, {}]) await ports.connections.insert(aConnection("acme", change));
    expect((await survey()).unknownBuckets).toEqual([{ region: "us-west-2", bucket: "former" }]);
  });

  const others: [string, Partial<Connection>][] = [
    ["a customer's own", { customer: { accountId: "111122223333" } }],
    ["an adopted user's", { adoptedAt: "2026-01-01T00:00:00.000Z" }],
  ];
  test.each(others)("does not ask for a bucket that is %s", async (_whose, change) => {
    const { ports, survey } = anOperator();
    await ports.connections.insert(aConnection("acme", { ...GONE, ...change }));
    expect((await survey()).unknownBuckets).toEqual([]);
  });
});

describe("whether there are objects of an org", () => {
  test("objects of others are none of it", async () => {
    const { ports, objects } = anOperator();
    objects.put(BUCKET, `${orgIdOf("acme")}-2/a.csv`);
    objects.begin(BUCKET, `${orgIdOf("globex")}/a.csv`);
    expect(await hasObjects(ports, "acme")).toBe(false);
  });

  test.each(testDeployment.buckets)("an object in $bucket is found", async ({ bucket }) => {
    const { ports, objects } = anOperator();
    objects.put(bucket, `${orgIdOf("acme")}/a.csv`);
    expect(await hasObjects(ports, "acme")).toBe(true);
  });

  test.each(testDeployment.buckets)("an upload that was begun in $bucket is found", async ({ bucket }) => {
    const { ports, objects } = anOperator();
    objects.begin(bucket, `${orgIdOf("acme")}/a.csv`);
    expect(await hasObjects(ports, "acme")).toBe(true);
  });
});
