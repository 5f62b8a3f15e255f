import { expect, test } from "vitest";
import { adoptedServiceIdOf } from "../ids.ts";
import { deleteService } from "../service/delete-service.ts";
import { anAdoption, aRow } from "../testing/adoption-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf, relay, sweepForDays } from "../testing/scene.ts";

test("an adoption that is given up half-way gives the user free again, and leaves it as it is", async () => {
  const world = anAdoption();
  const { ports, iam, adopt, connectionOf } = world;
  const user = { cellId: "main", userName: "s3-sales" };
  const [key = ""] = iam.addUser(user.userName, "/portal/", [400]);
  interrupt(ports.connections, "insert", "dies_before"); // the user is claimed by then
  expect(await codeOf(adopt([aRow(user.userName)]))).toBe("died");
  const serviceId = adoptedServiceIdOf(anAdmin.org, user);
  await deleteService(ports, anAdmin, serviceId, "Data of s3-sales");
  const tombstone = await connectionOf(user.userName);
  expect(tombstone).toMatchObject({ state: "deleted", userName: user.userName });
  expect(tombstone).not.toHaveProperty("current");
  expect(await ports.claims.find(user)).toBeDefined();
  await relay(world);
  await sweepForDays(world);
  expect(await ports.claims.find(user)).toBeUndefined();
  expect(iam.users.get(user.userName)).toMatchObject({ policy: true, keys: [{ accessKeyId: key }] });
  expect(iam.works(key)).toBe(true);
});
