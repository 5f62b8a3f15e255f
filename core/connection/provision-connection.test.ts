import { expect, test } from "vitest";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aConnection } from "../testing/sample-records.ts";
import { codeOf } from "../testing/scene.ts";
import { provisionConnection } from "./provision-connection.ts";

test("a connection whose deletion begins while it is made does not become ready", async () => {
  const { ports } = memoryWorld();
  const connection = { ...aConnection(anAdmin.org), state: "creating" as const };
  await ports.connections.insert(connection);
  const { putFolderMarker } = ports.provisioning;
  ports.provisioning.putFolderMarker = async (...args) => {
    await putFolderMarker.apply(ports.provisioning, args);
    await ports.connections.update(connection, { when: [], set: { state: "deleting" } });
  };
  expect(await codeOf(provisionConnection(ports, connection, anAdmin))).toBe("not_found");
  expect(await ports.connections.find(connection)).toMatchObject({ state: "deleting", outbox: [] });
});
