import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { addConnection } from "../connection/add-connection.ts";
import type { Connection } from "../connection/connection.ts";
import { createService } from "../service/create-service.ts";
import { deleteService } from "../service/delete-service.ts";
import type { Service } from "../service/service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { restoredScene } from "../testing/restored-scene.ts";
import { codeOf } from "../testing/scene.ts";

/** Before anything was told of: no number is behind it. */
const EPOCH = "1970-01-01T00:00:00.000Z";
const idempotent = { keyHash: "k", bodyHash: "b" };

async function restored() {
  const scene = await restoredScene();
  const { ports, serviceId } = scene;
  const service = async () => (await ports.services.find({ org: "acme", serviceId })) as Service;
  /** A connection that the service names, and of which there is no record. */
  const named = async () => {
    interrupt(ports.connections, "insert", "dies_before");
    expect(await codeOf(addConnection(ports, anAdmin, serviceId, { idempotent }))).toBe("died");
    return (await service()).connectionIds.find((id) => id !== scene.connectionId) as string;
  };
  /** The same, with a user that it got after the backup. */
  const madeLater = async () => {
    await named();
    const made = await addConnection(ports, anAdmin, serviceId, { idempotent });
    await scene.iam.create(made);
    const now = (await ports.connections.find(made)) as Connection;
    await ports.connections.erase(now, now.version);
    return made.connectionId;
  };
  return { ...scene, service, named, madeLater };
}

describe("a restored data service", () => {
  test("still names every connection but the one that has a user and no record", async () => {
    const { run, service, madeLater, connectionId, serviceId } = await restored();
    const unnamed = await madeLater();
    expect((await service()).connectionIds).toContain(unnamed);
    const { services } = await run({ madeAt: EPOCH }); // nothing else is to be written
    expect(services).toEqual([{ org: "acme", serviceId, unnamedConnectionIds: [unnamed] }]);
    expect((await service()).connectionIds).toEqual([connectionId]);
  });

  test("still names one that has neither record nor user: the sweep makes sure that it is never made", async () => {
    const { run, service, named, connectionId } = await restored();
    const unmade = await named();
    expect(await run()).toMatchObject({ services: [], failures: [] });
    expect((await service()).connectionIds).toEqual([connectionId, unmade]);
  });

  test("is not written when the command only looks, which says the same", async () => {
    const { run, service, madeLater } = await restored();
    await madeLater();
    const before = await service();
    const { services } = await run({ write: false });
    expect(await service()).toEqual(before);
    expect((await run()).services).toEqual(services);
  });

  test("that is changed meanwhile is reported by its id, and not written over", async () => {
    const { run, service, madeLater, ports, serviceId } = await restored();
    await madeLater();
    const before = await service();
    const { find } = ports.services;
    ports.services.find = async (ref) => {
      const found = await find(ref);
      await ports.services.update(ref, { when: [], set: { name: "Renamed meanwhile" } });
      return found;
    };
    const { failures } = await run();
    expect(failures).toEqual([
      { of: serviceId, error: expect.stringContaining("Is the deployment stopped?") },
    ]);
    expect((await service()).connectionIds).toEqual(before.connectionIds);
  });

  test("that had told of nothing yet stays at number 0, by which its creation is known to be unfinished", async () => {
    const { ports, run, clock } = await restored();
    interrupt(ports.provisioning, "createUser", "dies_before");
    expect(await codeOf(createService(ports, anAdmin, { name: "Late", idempotent }))).toBe("died");
    const unfinished = async () => (await ports.services.page("acme", 9)).find((one) => one.name === "Late");
    const before = await unfinished();
    expect(before).toMatchObject({ state: "creating", sequence: 0 });
    clock.advance(MINUTE_MS);
    expect((await run()).counts).toMatchObject({ usersMissing: 0, failures: 0 }); // it has no user yet
    expect(await unfinished()).toEqual(before);
  });

  test("that was deleted before the backup is left as it is", async () => {
    const { run, service, ports, serviceId } = await restored();
    await deleteService(ports, anAdmin, serviceId, (await service()).name);
    const before = await service();
    expect(before.state).toBe("deleted");
    expect((await run()).services).toEqual([]);
    expect(await service()).toEqual(before);
  });
});
