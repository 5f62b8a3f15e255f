import { expect, test } from "vitest";
import { DAY_MS, MINUTE_MS } from "../clock.ts";
import { deleteService } from "../service/delete-service.ts";
import { ADOPTED_PATH, anAdoption, aRow } from "../testing/adoption-scene.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { restoredScene } from "../testing/restored-scene.ts";
import { reconcile } from "./reconcile.ts";

/** An adopted user, at the time of the backup; then somebody makes it another key. */
async function restored(org: string | undefined) {
  const world = anAdoption();
  const { ports, iam, clock, adopt, connectionOf } = world;
  iam.addUser("s3-sales", ADOPTED_PATH, [100]);
  await adopt([aRow("s3-sales")]);
  const connection = await connectionOf("s3-sales");
  clock.advance(DAY_MS);
  iam.users.get("s3-sales")?.keys.splice(0);
  const { accessKeyId } = await iam.create({ userName: "s3-sales" });
  if (org !== undefined) iam.tags.set("s3-sales", { org });
  clock.advance(10 * MINUTE_MS);
  const report = await reconcile(
    { ...ports, users: memoryUsers(iam) },
    { write: true, preferred: new Map<string, string>(), cellIds: ["main"] },
  );
  return { ...world, connection, accessKeyId, report, record: () => ports.connections.find(connection) };
}

test.each([["its org"], [undefined]])(
  "an adopted user of the tag %s has the key that IAM has",
  async (tag) => {
    const { record, accessKeyId, report } = await restored(tag && anAdmin.org);
    expect(await record()).toMatchObject({ current: { accessKeyId, state: "active" } });
    expect(report.counts).toMatchObject({ corrected: 1, usersMissing: 0 });
  },
);

test("a user of Keyturn's own is its connection's, whatever somebody has tagged it with", async () => {
  const { iam, record, reset, run, userName } = await restoredScene();
  const { accessKeyId } = await reset();
  iam.tags.set(userName, { org: "globex" });
  expect((await run()).counts).toMatchObject({ usersMissing: 0, emptied: 0 });
  expect(await record()).toMatchObject({ current: { accessKeyId } });
});

test("an adopted user that its tag gives to another org by now is as good as missing", async () => {
  const { ports, iam, record, connection, accessKeyId, report } = await restored("globex");
  expect((await record())?.current).toBeUndefined();
  expect(report.connections).toMatchObject([
    { connectionId: connection.connectionId, userMissing: true, outcome: "emptied", unmanaged: [] },
  ]);
  await deleteService(ports, anAdmin, connection.serviceId, connection.serviceName);
  expect(iam.works(accessKeyId)).toBe(true);
});
