import { expect, test } from "vitest";
import { presets } from "../policy/preset.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aScene, codeOf } from "../testing/scene.ts";
import { addConnection } from "./add-connection.ts";
import { assertDeletable } from "./assert-deletable.ts";
import { deleteConnection } from "./delete-connection.ts";

test("where keys are never removed, a key is in the way before anything has begun", async () => {
  const { ports, reset, record } = await aScene({ preset: presets["cloud-dashboard"] });
  await reset();
  expect(await codeOf(assertDeletable(ports, await record()))).toBe("removal_not_allowed");
});

test("nothing is in the way of a deletion that has begun, not even its own operation", async () => {
  const { ports, iam, connectionId, userName, reset, record } = await aScene();
  await reset();
  interrupt(iam, "delete", "dies_before");
  expect(await codeOf(deleteConnection(ports, anAdmin, connectionId, userName))).toBe("died");
  const begun = await record();
  expect(begun).toMatchObject({ state: "deleting", operation: { kind: "delete" } });
  expect(await assertDeletable(ports, begun)).toEqual(begun);
});

test("a connection whose user was never made is deleted like any other", async () => {
  const { ports, iam, serviceId } = await aScene();
  interrupt(iam, "createUser", "dies_before");
  expect(await codeOf(addConnection(ports, anAdmin, serviceId, {}))).toBe("died");
  const all = await ports.connections.page("acme", 9);
  const half = all.find(({ state }) => state === "creating");
  const { connectionId = "", userName } = half ?? {};
  await deleteConnection(ports, anAdmin, connectionId, userName);
  expect(await ports.connections.find({ org: "acme", connectionId })).toMatchObject({ state: "deleted" });
});
