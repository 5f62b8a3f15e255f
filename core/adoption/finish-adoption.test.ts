import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { adoptedServiceIdOf } from "../ids.ts";
import { PatchRefused } from "../record/patch.ts";
import { ADOPTED_PATH, anAdoption, aRow } from "../testing/adoption-scene.ts";
import { beforeNext, interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aPipeline, aPolicyRecord } from "../testing/sample-records.ts";
import { codeOf, sweep } from "../testing/scene.ts";

const globex = { ...anAdmin, org: "globex" };
const { org } = anAdmin;
const serviceId = adoptedServiceIdOf(org, { cellId: "main", userName: "s3-sales" });

/** A user that can be adopted, with a pipeline of its data. */
async function aUser() {
  const world = anAdoption();
  const { ports, iam } = world;
  iam.addUser("s3-sales", ADOPTED_PATH, [1]);
  await ports.pipelines.insert(aPipeline(org, { pipelineId: "nightly" }));
  const service = () => ports.services.find({ org, serviceId });
  /** Something happens ahead of the write that brings the service's record into this state. */
  const ahead = (state: string, happens: () => Promise<unknown>) => {
    const { update } = ports.services;
    ports.services.update = async (ref, patch) => {
      if (patch.set?.state !== state) return update(ref, patch);
      ports.services.update = update;
      await happens();
      return update(ref, patch);
    };
  };
  return { ...world, service, ahead };
}

const rows = [aRow("s3-sales", { pipelineIds: ["nightly"] })];

describe("an adoption that another org was quicker with", () => {
  const refused = {
    outcome: "refused",
    reasons: [{ code: "no_such_user", message: "There is no such user that this org may adopt." }],
  };

  async function overtaken() {
    const world = await aUser();
    const { claims } = world.ports;
    beforeNext(claims, "insert", () => world.adopt([aRow("s3-sales")], { by: globex }));
    return world;
  }

  test("is given up, with the pipelines that name it already", async () => {
    const world = await overtaken();
    expect(await world.adopt(rows)).toMatchObject([refused]);
    expect(await world.service()).toMatchObject({ state: "deleting", nextActionAt: world.clock.now() });
    await sweep(world, 2 * MINUTE_MS);
    expect(await world.service()).toMatchObject({ state: "deleted" });
    expect(await world.ports.pipelines.find({ org, pipelineId: "nightly" })).toMatchObject({
      serviceIds: [],
    });
  });

  test("is given up also where that one has let the user go again meanwhile", async () => {
    const { ports, adopt, service } = await aUser();
    ports.claims.insert = async () => false;
    expect(await adopt(rows)).toMatchObject([refused]);
    expect(await service()).toMatchObject({ state: "deleting" });
  });

  test("is given up as it is then, whatever has happened to its record meanwhile", async () => {
    const { ports, service, adopt } = await overtaken();
    const { find } = ports.claims;
    ports.claims.find = async (user) => {
      const claim = await find(user);
      if (claim) await ports.services.update({ org, serviceId }, { when: [], set: { name: "Other" } });
      return claim;
    };
    expect(await adopt(rows)).toMatchObject([refused]);
    expect(await service()).toMatchObject({ state: "deleting", name: "Other" });
  });

  test("leaves a record alone that somebody else changes at that moment, and the next pass gives it up", async () => {
    const world = await overtaken();
    const { ports, ahead, service, adopt } = world;
    ahead("deleting", () => ports.services.update({ org, serviceId }, { when: [], set: { name: "Other" } }));
    expect(await adopt(rows)).toMatchObject([refused]);
    expect(await service()).toMatchObject({ state: "creating", name: "Other" });
    for (let pass = 0; pass < 2; pass++) await sweep(world, 2 * MINUTE_MS);
    expect(await service()).toMatchObject({ state: "deleted" });
  });

  test("does not begin to delete what is deleted", async () => {
    const { ports, ahead, service, adopt } = await overtaken();
    ahead("deleting", () =>
      ports.services.update({ org, serviceId }, { when: [], set: { state: "deleted" } }),
    );
    expect(await adopt(rows)).toMatchObject([refused]);
    expect(await service()).toMatchObject({ state: "deleted" });
  });

  test("is told as failed where it cannot be given up now, and stays as it is", async () => {
    const { ahead, service, adopt } = await overtaken();
    ahead("deleting", () => Promise.reject(new CallFailed("UpdateItem", "throttled")));
    expect(await adopt(rows)).toMatchObject([{ outcome: "failed", why: "UpdateItem: throttled" }]);
    expect(await service()).toMatchObject({ state: "creating" });
  });
});

describe("an adoption that is finished", () => {
  test("is planned by the org's policy", async () => {
    const { ports, adopt, connectionOf } = await aUser();
    await ports.policies.insert(aPolicyRecord(org, { policyVersion: 7 }));
    await adopt(rows);
    expect(await connectionOf("s3-sales")).toMatchObject({
      ...{ policyVersion: 7, current: { rotationDueAt: expect.any(String) } },
      ...{ nextActionAt: expect.any(String), deletedKeys: [], windows: [] },
    });
  });

  test("is what was recorded first, by whomever", async () => {
    const { ports, adopt, connectionOf } = await aUser();
    const { insert } = ports.services;
    ports.services.insert = async (service) => {
      const { adoption } = service;
      await insert({
        ...service,
        name: "Quicker",
        ...(adoption && { adoption: { ...adoption, folder: "q/" } }),
      });
      return insert(service);
    };
    expect(await adopt(rows)).toMatchObject([{ outcome: "adopted" }]);
    expect(await connectionOf("s3-sales")).toMatchObject({ serviceName: "Quicker", folder: "q/" });
  });

  test("is refused where its connection is being deleted", async () => {
    const { ports, ahead, adopt, service, connectionOf } = await aUser();
    ahead("ready", () => Promise.reject(new CallFailed("UpdateItem", "unknown")));
    await adopt(rows);
    await ports.connections.update(await connectionOf("s3-sales"), { when: [], set: { state: "deleting" } });
    expect(await adopt(rows)).toMatchObject([
      { outcome: "refused", reasons: [{ code: "no_such_user", message: "There is no such connection." }] },
    ]);
    expect(await service()).toMatchObject({ state: "creating" });
  });

  test("fails where somebody else is at it, and is taken by the same plan again", async () => {
    const { ahead, adopt } = await aUser();
    ahead("ready", () => Promise.reject(new PatchRefused()));
    expect(await adopt(rows)).toMatchObject([
      { outcome: "failed", why: expect.stringContaining("Others are changing the same record") },
    ]);
    expect(await adopt(rows)).toMatchObject([{ outcome: "adopted" }]);
  });

  test("half-way is shown by a look as what would be adopted, and stays as it is", async () => {
    const { iam, ports, adopt, service } = await aUser();
    interrupt(ports.connections, "insert", "dies_before");
    expect(await codeOf(adopt(rows))).toBe("died");
    const before = await service();
    const [{ accessKeyId = "" } = {}] = iam.allKeys();
    expect(await adopt(rows, { apply: false })).toMatchObject([{ outcome: "adoptable", accessKeyId }]);
    expect(await service()).toEqual(before);
  });
});
