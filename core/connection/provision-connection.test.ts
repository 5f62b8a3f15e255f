import { expect, test } from "vitest";
import { afterNext } from "../testing/interrupt.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aConnection } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import { provisionConnection } from "./provision-connection.ts";

/** A connection that is being made, and what happens when its folder is there and it is not ready yet. */
async function half() {
  const { ports } = memoryWorld();
  const connection = { ...aConnection(anAdmin.org), state: "creating" as const };
  await ports.connections.insert(connection);
  const meanwhile = (act: () => Promise<unknown>) => afterNext(ports.provisioning, "putFolderMarker", act);
  return { ports, connection, meanwhile };
}

test("a connection whose deletion begins while it is made does not become ready", async () => {
  const { ports, connection, meanwhile } = await half();
  meanwhile(() => ports.connections.update(connection, { when: [], set: { state: "deleting" } }));
  expect(await codeOf(provisionConnection(ports, connection, anAdmin))).toBe("not_found");
  expect(await ports.connections.find(connection)).toMatchObject({ state: "deleting", outbox: [] });
});

test("a connection that is gone by the time it is made is not there", async () => {
  const { ports, connection, meanwhile } = await half();
  meanwhile(() => ports.connections.erase(connection, connection.version));
  const gone = { code: "not_found", detail: "There is no such connection." };
  await expect(provisionConnection(ports, connection, anAdmin)).rejects.toMatchObject(gone);
  expect(await ports.connections.find(connection)).toBeUndefined();
});
