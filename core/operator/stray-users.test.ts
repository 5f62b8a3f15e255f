import { expect, test } from "vitest";
import { createService } from "../service/create-service.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { restoredScene } from "../testing/restored-scene.ts";
import { reconcile } from "./reconcile.ts";

/** A connection of which the restored table knows nothing, as of two others. */
async function withoutRecord() {
  const scene = await restoredScene();
  const { ports, iam } = scene;
  for (const name of ["Second", "Third"]) {
    const { connection } = await createService(ports, anAdmin, { name });
    await ports.connections.erase(connection, connection.version);
  }
  const strays = [...iam.users.keys()].filter((userName) => userName !== scene.userName);
  return { ...scene, strays };
}

test("every user that no record names is listed and counted", async () => {
  const { run, strays } = await withoutRecord();
  const { counts, usersWithoutRecord } = await run();
  expect(counts.usersWithoutRecord).toBe(2);
  expect(usersWithoutRecord.map(({ userName }) => userName).sort()).toEqual(strays.sort());
});

test("a user that is listed and was deleted just now is none", async () => {
  const { ports, iam, strays, connectionId } = await withoutRecord();
  const users = memoryUsers(iam);
  const { keysOf } = users;
  users.keysOf = async (user) => (user.userName === strays[0] ? undefined : keysOf(user));
  const [cellIds, preferred] = [["main"], new Map<string, string>()];
  const report = await reconcile({ ...ports, users }, { cellIds, preferred, write: true });
  expect(report.usersWithoutRecord).toMatchObject([{ userName: strays[1], keys: [] }]);
  expect(report).toMatchObject({ counts: { usersWithoutRecord: 1 }, failures: [] });
  expect(report.usersWithoutRecord.map((user) => user.connectionId)).not.toContain(connectionId);
});
