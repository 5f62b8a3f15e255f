import { describe, expect, test } from "vitest";
import type { Caller } from "../caller/caller.ts";
import { MINUTE_MS, plus } from "../clock.ts";
import { addConnection } from "../connection/add-connection.ts";
import { CallFailed } from "../errors.ts";
import { resetAccessKey } from "../key/reset-access-key.ts";
import { changePolicy } from "../policy/change-policy.ts";
import { Policy } from "../policy/policy.ts";
import { presets } from "../policy/preset.ts";
import type { Deployment } from "../ports.ts";
import { resetRegionalKey } from "../region/reset-regional-key.ts";
import { changeService } from "../service/change-service.ts";
import { createService } from "../service/create-service.ts";
import { deleteService } from "../service/delete-service.ts";
import { interrupt } from "../testing/interrupt.ts";
import { MemoryObjects } from "../testing/memory-objects.ts";
import { memoryUsers } from "../testing/memory-operator.ts";
import { anAdmin, memoryWorld } from "../testing/memory-ports.ts";
import { aLeftover, aMail, aNotice } from "../testing/sample-notices.ts";
import { aPipeline } from "../testing/sample-records.ts";
import { codeOf, relay, sweep } from "../testing/scene.ts";
import { deleteOrg, surveyOrg } from "./delete-org.ts";

const OTHER = "globex";

/** Two orgs at work: two data services each, three connections, two keys; some of the history delivered. */
async function twoOrgs(deployment: Partial<Deployment> = {}) {
  const world = memoryWorld(deployment);
  const { clock, iam, bus } = world;
  const objects = new MemoryObjects();
  const ports = { ...world.ports, users: memoryUsers(iam), objects };
  const keys = new Map<string, string[]>();
  for (const org of ["acme", OTHER]) {
    const caller: Caller = { ...anAdmin, org };
    const { service, connection } = await createService(ports, caller, { name: "Sales data" });
    const { connection: second } = await createService(ports, caller, { name: "Logs" });
    await addConnection(ports, caller, service.serviceId, { region: "eu-central-1" });
    const issued = [connection, second].map(({ connectionId }) =>
      resetAccessKey(ports, caller, connectionId, { reason: "other" }),
    );
    keys.set(
      org,
      (await Promise.all(issued)).map((one) => one.accessKeyId),
    );
  }
  clock.advance(10 * MINUTE_MS);
  await relay(world);
  const { sleep } = clock;
  let relaying = false; // the relay sleeps, too
  clock.sleep = async (ms) => {
    await sleep.call(clock, ms);
    if (relaying) return;
    relaying = true;
    await relay(world); // the deployment is at work meanwhile
    relaying = false;
  };
  const said: string[] = [];
  const run = (forMs = 10 * MINUTE_MS, more: { objects?: boolean } = {}) =>
    deleteOrg(ports, "acme", { until: plus(clock.now(), forMs), tell: (step) => said.push(step), ...more });
  const nothing = { services: [], items: { records: 0, history: 0, notices: 0, rest: 0 }, userNames: [] };
  const survey = (org: string) => surveyOrg(ports, org);
  const told = (type: string) =>
    bus.events.filter((one) => one.type === type && one.metadata.org === "acme").length;
  return { ...world, ports, keys, said, run, survey, told, nothing };
}

describe("deleting an org for good", () => {
  test("takes the storage that Keyturn made by itself, which comes anew when somebody asks for it", async () => {
    const { run, survey, nothing, ports, iam } = await twoOrgs({ preset: presets["cloud-dashboard"] });
    const ask = () => resetRegionalKey(ports, anAdmin, "us-east-1", { reason: "other" });
    const { accessKeyId } = await ask();
    expect(await run()).toEqual([]);
    expect(await survey("acme")).toMatchObject(nothing);
    expect(iam.works(accessKeyId)).toBe(false);
    expect(await ask()).toMatchObject({ created: true });
  });

  test.each([["data-services"], ["cloud-dashboard"]] as const)(
    "leaves nothing of it but its objects, and the others as they were, with the rules of %s",
    async (preset) => {
      const { run, survey, nothing, iam, keys, told } = await twoOrgs({ preset: presets[preset] });
      const others = await survey(OTHER);
      expect(await survey("acme")).toMatchObject({ services: [{}, {}], items: { records: 5 } });
      expect(await run()).toEqual([]);
      expect(await survey("acme")).toMatchObject(nothing);
      expect(await survey(OTHER)).toEqual(others);
      expect(keys.get("acme")?.map((id) => iam.works(id))).toEqual([false, false]);
      expect(keys.get(OTHER)?.map((id) => iam.works(id))).toEqual([true, true]);
      expect(iam.folders.size).toBe(6);
      expect([told("KeyRemoved"), told("ConnectionDeleted"), told("ServiceDeleted")]).toEqual([2, 3, 2]);
    },
  );

  test("erases what was kept of notices and mails, of it and of no other", async () => {
    const { run, survey, ports } = await twoOrgs();
    const eventId = "01900000-0000-7000-8000-000000000001";
    for (const org of ["acme", OTHER]) {
      await ports.notices.insert({ ...aNotice(org, eventId, "nightly"), outbox: [] });
      await ports.mails.insert(aMail(org, eventId));
      await ports.leftovers.insert(aLeftover(org, eventId));
    }
    expect((await survey("acme")).items).toMatchObject({ notices: 3, rest: 0 });
    expect(await run()).toEqual([]);
    expect((await survey("acme")).items).toMatchObject({ notices: 0, rest: 0 });
    expect((await survey(OTHER)).items).toMatchObject({ notices: 3, rest: 0 });
  });

  test("waits until what its policy and its notices have to tell is delivered, also what is made last", async () => {
    const { run, ports, told, clock } = await twoOrgs();
    await changePolicy(ports, anAdmin, Policy.parse({ contacts: ["ops@example.com"] }));
    await ports.notices.insert(aNotice("acme", "01900000-0000-7000-8000-000000000001", "nightly"));
    const { sleep } = clock;
    clock.sleep = async (ms) => {
      clock.sleep = sleep;
      await ports.notices.insert(aNotice("acme", "01900000-0000-7000-8000-000000000002", "nightly"));
      return sleep(ms);
    };
    expect(await run()).toEqual([]);
    expect([told("PolicyChanged"), told("DependentPipelineNotice")]).toEqual([1, 2]);
  });

  test("takes its pipelines away, whoever links them, and leaves the others'", async () => {
    const { ports, run, survey, nothing } = await twoOrgs();
    for (const org of ["acme", OTHER]) {
      const ids = ["a", "b"];
      for (const pipelineId of ids) await ports.pipelines.insert(aPipeline(org, { pipelineId }));
      const [service] = await ports.services.page(org, 1);
      await changeService(ports, { ...anAdmin, org }, service?.serviceId ?? "", { pipelineIds: ids });
    }
    expect(await survey("acme")).toMatchObject({ items: { rest: 2 } });
    expect(await run()).toEqual([]);
    expect(await survey("acme")).toMatchObject(nothing);
    expect((await ports.pipelines.page(OTHER, 9)).map((one) => one.serviceIds.length)).toEqual([1, 1]);
  });

  test("does nothing the second time", async () => {
    const { run, bus } = await twoOrgs();
    await run();
    const events = bus.events.length;
    expect(await run()).toEqual([]);
    expect(bus.events.length).toBe(events);
  });

  test("says where its objects lie", async () => {
    const { survey } = await twoOrgs();
    const { folders } = await survey("acme");
    expect(folders).toEqual([
      {
        region: "us-east-1",
        bucket: "keyturn-test-us-east-1",
        folder: expect.stringMatching(/^acme-[a-z2-7]{16}\/$/),
      },
      {
        region: "eu-central-1",
        bucket: "keyturn-test-eu-central-1",
        folder: expect.stringMatching(/^acme-[a-z2-7]{16}\/$/),
      },
    ]);
  });

  test("waits for an operation that is under way", async () => {
    const { run, survey, nothing, ports, iam } = await twoOrgs();
    const [first] = await ports.connections.page("acme", 9);
    interrupt(iam, "create", "dies_before");
    const reset = resetAccessKey(ports, anAdmin, first?.connectionId ?? "", { reason: "other" });
    expect(await codeOf(reset)).toBe("died");
    expect(await run()).toEqual([]);
    expect(await survey("acme")).toMatchObject(nothing);
  });

  test("waits until no request can be under way before tombstones go", async () => {
    const { run, clock, said } = await twoOrgs();
    const begun = clock.now();
    await run();
    expect(Date.parse(clock.now()) - Date.parse(begun)).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(said).toHaveLength(4);
  });

  test("goes on where a sweep and an earlier run have left off", async () => {
    const world = await twoOrgs();
    const { ports, iam, run, survey, nothing } = world;
    interrupt(iam, "deleteUser", "ok", "dies_before");
    expect(await codeOf(run())).toBe("died");
    await sweep(world, MINUTE_MS);
    const [living] = (await survey("acme")).services;
    if (living) await deleteService(ports, anAdmin, living.serviceId, living.name);
    expect(await run()).toEqual([]);
    expect(await survey("acme")).toMatchObject(nothing);
  });

  test("ends connections whose data service has no record", async () => {
    const { ports, run, survey, nothing } = await twoOrgs();
    for (const service of await ports.services.page("acme", 9))
      await ports.services.erase(service, service.version);
    expect(await run()).toEqual([]);
    expect(await survey("acme")).toMatchObject(nothing);
  });
});

describe("an org that cannot be deleted yet", () => {
  test("keeps its history, while a user has somebody else's key", async () => {
    const { ports, iam, run, survey, clock } = await twoOrgs();
    const [connection] = await ports.connections.page("acme", 9);
    await iam.create({ userName: connection?.userName ?? "" });
    clock.advance(MINUTE_MS);
    const { history } = (await survey("acme")).items;
    const left = await run();
    expect(left).toMatchObject([
      { of: connection?.serviceId, error: expect.stringContaining("did not make") },
    ]);
    expect((await survey("acme")).items.history).toBe(history);
    expect((await survey("acme")).services).toHaveLength(1);
  });

  test("keeps what it has to tell, while the bus does not take it", async () => {
    const { ports, bus, run, survey, told } = await twoOrgs();
    const { publish } = bus;
    bus.publish = async () => {
      throw new CallFailed("PutEvents", "unknown");
    };
    const left = await run();
    expect(left).toHaveLength(5);
    expect(left[0]?.error).toMatch(/has \d+ events to deliver/);
    expect((await survey("acme")).items.records).toBe(5);
    Object.assign(ports.bus, { publish });
    expect(await run()).toEqual([]);
    expect(told("ServiceDeleted")).toBe(2);
  });

  test("is given up when time is over, and says so", async () => {
    const { run, ports, iam } = await twoOrgs();
    const [first] = await ports.connections.page("acme", 9);
    interrupt(iam, "create", "dies_before");
    await codeOf(resetAccessKey(ports, anAdmin, first?.connectionId ?? "", { reason: "other" }));
    expect(await run(20_000)).toMatchObject([
      { of: first?.serviceId, error: expect.stringContaining("run this again") },
    ]);
  });

  test("is told of when somebody makes something of it meanwhile; that is left alone", async () => {
    const { run, ports, survey, clock } = await twoOrgs();
    const { sleep } = clock;
    clock.sleep = async (ms) => {
      clock.sleep = sleep.bind(clock);
      await createService(ports, anAdmin, { name: "Come back" });
      return clock.sleep(ms);
    };
    const left = await run();
    expect(left.map(({ error }) => error).join()).toContain("identity provider");
    expect((await survey("acme")).services).toMatchObject([{ name: "Come back", state: "ready" }]);
    expect(await run()).toEqual([]);
  });

  test("is told of when IAM has a user that no record names", async () => {
    const { run, iam } = await twoOrgs();
    const userName = "kt-left-behind";
    await iam.createUser({ userName, org: "acme" });
    const { accessKeyId } = await iam.create({ userName });
    expect(await run()).toEqual([{ of: userName, error: expect.stringContaining(accessKeyId) }]);
    expect(iam.users.has(userName)).toBe(true);
  });
});
