import { expect, test } from "vitest";
import { addConnection } from "../connection/add-connection.ts";
import { type ConnectionRef, TOMBSTONE_MS } from "../connection/connection.ts";
import { deleteConnection } from "../connection/delete-connection.ts";
import { iamPathOf } from "../connection/provisioning.ts";
import { orgIdOf } from "../org/org.ts";
import { driftScene } from "../testing/drift-scene.ts";
import { anAdmin, warningsInto } from "../testing/memory-ports.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import { sweep } from "../testing/scene.ts";
import { compareUsers } from "./compare-users.ts";
import { DIFFERS } from "./differs.ts";

const failures = { inARow: 0 };
const createdAt = "2025-12-01T00:00:00.000Z";

test("users are looked for where their record would lie, each org once, and told of once", async () => {
  const { ports, userName, connectionId } = await driftScene();
  const orgIds: string[] = [];
  const refs: ConnectionRef[] = [];
  const logged: unknown[][] = [];
  const seen = {
    ...ports,
    unmanagedUsers: {
      ...ports.unmanagedUsers,
      orgOf: (orgId: string) => {
        orgIds.push(orgId);
        return ports.unmanagedUsers.orgOf(orgId);
      },
    },
    connections: {
      ...ports.connections,
      find: (ref: ConnectionRef) => {
        refs.push(ref);
        return ports.connections.find(ref);
      },
    },
    log: warningsInto(logged),
  };
  const orgId = orgIdOf(anAdmin.org);
  const path = iamPathOf(orgId);
  const users = [
    { userName, path, createdAt },
    { userName: "mallory", path, createdAt },
    { userName, path: "/keyturn/", createdAt },
    { userName, path: iamPathOf("nobody-abcdefghij234567"), createdAt },
    { userName: "new", path, createdAt: SAMPLE_TIME },
  ];
  expect(await compareUsers(seen, users, failures)).toEqual([]);
  expect(orgIds).toEqual([orgId, "nobody-abcdefghij234567"]);
  expect(refs).toEqual([{ org: anAdmin.org, connectionId }]);
  const ofNoOrg = users
    .slice(2, 4)
    .map((user) => [DIFFERS, { drift: "user_created", userName, path: user.path }]);
  expect(logged).toEqual([[DIFFERS, { drift: "user_created", userName: "mallory", path }], ...ofNoOrg]);
  logged.length = 0;
  await compareUsers(seen, users, failures);
  expect(logged).toEqual(ofNoOrg);
});

async function withoutItsFirst() {
  const scene = await driftScene();
  const { ports, serviceId, connectionId, userName } = scene;
  await addConnection(ports, anAdmin, serviceId, {});
  await deleteConnection(ports, anAdmin, connectionId, userName);
  return scene;
}

test("a user that somebody makes again under the name of a deleted connection's is told of", async () => {
  const scene = await withoutItsFirst();
  const { iam, userName } = scene;
  scene.settle();
  await iam.createUser({ userName, org: anAdmin.org });
  scene.settle();
  await scene.compare();
  expect(await scene.found()).toEqual([`UnmanagedUserDetected ${userName}`]);
});

test("a user that a creation that was held up makes just after the deletion is Keyturn's own, until it goes", async () => {
  const scene = await withoutItsFirst();
  const { iam, userName } = scene;
  await iam.createUser({ userName, org: anAdmin.org });
  scene.settle();
  await scene.compare();
  expect(await scene.found()).toEqual([]);
  scene.clock.advance(TOMBSTONE_MS);
  await sweep(scene);
  expect(iam.users.has(userName)).toBe(false);
});
