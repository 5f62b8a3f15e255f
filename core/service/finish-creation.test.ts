import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { idempotentRequest } from "../key/idempotency.ts";
import { afterNext, interrupt } from "../testing/interrupt.ts";
import { aLinkingScene } from "../testing/linking-scene.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { codeOf } from "../testing/scene.ts";
import { createService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";

const noSuch = { code: "not_found", detail: "There is no such data service." };

/** Beside the scene's service another that is asked for, again and again by the same request. */
async function aCreation(...pipelineIds: string[]) {
  const scene = await aLinkingScene();
  const { ports } = scene;
  const idempotent = idempotentRequest(anAdmin.sub, "k1", {});
  const create = () => createService(ports, anAdmin, { name: "Ledger", pipelineIds, idempotent });
  const made = async () => {
    const service = (await ports.services.page("acme", 9)).find(({ name }) => name === "Ledger");
    if (!service) throw new Error("nothing is made");
    return service;
  };
  /** One that dies as soon as the service is `deleting`. */
  const beginDeletion = async () => {
    const { serviceId } = await made();
    interrupt(ports.services, "update", "dies_after");
    expect(await codeOf(deleteService(ports, anAdmin, serviceId, "Ledger"))).toBe("died");
  };
  return { ...scene, create, made, beginDeletion };
}

describe("a creation that is finished twice", () => {
  test("is told of once: who comes too late answers what the other has made", async () => {
    const { ports, create, made, sweep, faultsAtRest } = await aCreation("a");
    interrupt(ports.connections, "insert", "dies_before");
    expect(await codeOf(create())).toBe("died");
    afterNext(ports.services, "find", () => sweep(MINUTE_MS));
    const { service, connection } = await create();
    expect([service.state, connection.state]).toEqual(["ready", "ready"]);
    expect(service).toEqual(await made());
    expect(service.outbox.map(({ type }) => type)).toEqual(["ServiceCreated"]);
    await sweep(MINUTE_MS);
    expect(await faultsAtRest()).toEqual([]);
  });
});

describe("a data service whose deletion has begun", () => {
  test("is not found by the request that made it, and goes", async () => {
    const { create, made, beginDeletion, sweep } = await aCreation();
    await create();
    await beginDeletion();
    await expect(create()).rejects.toMatchObject(noSuch);
    await sweep(MINUTE_MS);
    expect((await made()).state).toBe("deleted");
  });

  test("before its creation was done is not made ready after all", async () => {
    const { ports, create, made, beginDeletion, sweep } = await aCreation();
    afterNext(ports.connections, "update", () => beginDeletion());
    await expect(create()).rejects.toMatchObject(noSuch);
    expect(await made()).toMatchObject({ state: "deleting", outbox: [] });
    await sweep(MINUTE_MS);
    expect((await made()).state).toBe("deleted");
  });
});

test("a creation whose connection is recorded is finished although its region has left the deployment", async () => {
  const { ports, create, made, sweep } = await aCreation();
  interrupt(ports.provisioning, "createUser", "dies_before");
  expect(await codeOf(create())).toBe("died");
  const { deployment } = ports;
  const elsewhere = ({ region }: { region: string }) => region !== "us-east-1";
  const [buckets, regions] = [deployment.buckets.filter(elsewhere), deployment.regions.filter(elsewhere)];
  Object.assign(ports, { deployment: { ...deployment, buckets, regions } });
  await sweep(MINUTE_MS);
  expect((await made()).state).toBe("ready");
});
