import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../clock.ts";
import { viewConnection } from "../connection/connection-view.ts";
import { CallFailed } from "../errors.ts";
import { removeAccessKey } from "../key/remove-access-key.ts";
import { ADOPTED_PATH, adoptRows, anAdoption, aRow, codesOf } from "../testing/adoption-scene.ts";
import { dyingPorts } from "../testing/dying-ports.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { aPipeline } from "../testing/sample-records.ts";
import { codeOf, relay, sweep, sweepForDays } from "../testing/scene.ts";

const globex = { ...anAdmin, org: "globex" };

describe("adopting users", () => {
  test("takes a user with its key, as old as IAM says, and writes nothing in IAM", async () => {
    const { adopt, iam, ports, clock, connectionOf, bus, ...world } = anAdoption();
    const [accessKeyId] = iam.addUser("s3-sales", "/portal/s3/", [400]);
    await ports.pipelines.insert(aPipeline(anAdmin.org, { pipelineId: "nightly", name: "Nightly" }));
    const before = structuredClone([...iam.users]);
    const [result] = await adopt([aRow("s3-sales", { pipelineIds: ["nightly"], region: "eu-central-1" })]);
    expect(result).toMatchObject({ place: 2, outcome: "adopted", accessKeyId, sparedAccessKeyIds: [] });
    expect([...iam.users]).toEqual(before);
    expect(iam.folders.size).toBe(0);
    const connection = await connectionOf("s3-sales");
    expect(viewConnection(connection, clock.now())).toMatchObject({
      ...{ bucket: "portal-data", folder: "s3-sales/", region: "eu-central-1", userName: "s3-sales" },
      ...{ accessKeyId, keyAgeDays: 400, status: "due", flagged: true },
    });
    expect(connection.dependents).toEqual({ count: 1, first: [{ pipelineId: "nightly", name: "Nightly" }] });
    const service = await ports.services.find({ ...anAdmin, serviceId: connection.serviceId });
    expect(service).toMatchObject({ state: "ready", name: "Data of s3-sales", pipelineIds: ["nightly"] });
    expect(service?.folderName).toBe(`data-of-s3-sales-${connection.serviceId.slice(-16)}`);
    const pipeline = await ports.pipelines.find({ org: anAdmin.org, pipelineId: "nightly" });
    expect(pipeline?.serviceIds).toEqual([connection.serviceId]);
    await relay({ ...world, iam, ports, clock, bus });
    expect(bus.events.map(({ type }) => type).toSorted()).toEqual(["ConnectionAdopted", "ServiceCreated"]);
  });

  test("only says what it would do, unless it is to apply it", async () => {
    const { adopt, iam, ports } = anAdoption();
    const [accessKeyId] = iam.addUser("s3-sales", ADOPTED_PATH, [3]);
    const [result] = await adopt([aRow("s3-sales")], { apply: false });
    expect(result).toMatchObject({ outcome: "adoptable", accessKeyId, userName: "s3-sales" });
    expect(await ports.services.page(anAdmin.org, 9)).toEqual([]);
    expect(await ports.claims.find({ cellId: "main", userName: "s3-sales" })).toBeUndefined();
  });

  test("names every row that it cannot take, with all its reasons, and takes the others", async () => {
    const { adopt, iam } = anAdoption();
    for (const name of ["good", "twice", "keyless"])
      iam.addUser(name, ADOPTED_PATH, name === "keyless" ? [] : [1]);
    iam.addUser("two-keys", ADOPTED_PATH, [1, 2]);
    iam.addUser("elsewhere", "/other/", [1]);
    iam.addUser("kt-own", "/keyturn/acme-1/", [1]);
    const rows = [
      aRow("good"),
      aRow("good2", { serviceName: "", bucket: "No_Bucket", folder: "a//b" }),
      aRow("nobody"),
      aRow("elsewhere"),
      aRow("kt-own"),
      aRow("twice"),
      aRow("Twice"),
      aRow("two-keys"),
      aRow("two-keys2", { accessKeyId: "no key!" }),
      aRow("keyless", { folder: "/" }),
      aRow("bad user", { region: "europe", pipelineIds: ["a", "a"] }),
      aRow("good3", { pipelineIds: ["unheard-of"] }),
      aRow("good4", { bucket: "keyturn-test-us-east-1", folder: "acme-abcdefghij234567/x/" }),
    ];
    iam.addUser("good3", ADOPTED_PATH, [1, 1]);
    const results = await adopt(rows);
    expect(codesOf(results)).toEqual([
      "",
      "invalid_service_name invalid_bucket invalid_folder",
      "no_such_user",
      "user_under_other_path",
      "user_under_keyturn",
      "user_named_twice",
      "user_named_twice",
      "several_keys",
      "invalid_access_key_id",
      "",
      "invalid_user_name invalid_region invalid_pipeline_ids",
      "several_keys unknown_pipeline",
      "managed_folder",
    ]);
    expect(results.map(({ place }) => place)).toEqual(rows.map((_, index) => index + 2));
    expect(results[0]?.outcome).toBe("adopted");
    expect(results[9]).toMatchObject({ outcome: "adopted", accessKeyId: null });
  });

  test("takes the key that is named of two, and spares the other", async () => {
    const { adopt, iam, connectionOf, ports } = anAdoption();
    const [one = "", other = ""] = iam.addUser("two-keys", ADOPTED_PATH, [100, 10]);
    expect(codesOf(await adopt([aRow("two-keys", { accessKeyId: "AKIANOSUCHKEY00001" })]))).toEqual([
      "no_such_key",
    ]);
    await adopt([aRow("two-keys", { accessKeyId: other })]);
    const connection = await connectionOf("two-keys");
    expect(connection).toMatchObject({ current: { accessKeyId: other }, unmanagedIds: [one] });
    await removeAccessKey(ports, anAdmin, connection.connectionId, other);
    expect(iam.allKeys().map(({ accessKeyId }) => accessKeyId)).toEqual([one]);
  });

  test("passes over what is done, without asking IAM, and refuses it as another", async () => {
    const { adopt, iam, ports } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    await adopt([aRow("s3-sales")]);
    interrupt(ports.existingUsers, "find", "unknown");
    expect(await adopt([aRow("S3-Sales", { folder: "s3-sales" })])).toMatchObject([
      { outcome: "already_adopted" },
    ]);
    expect(codesOf(await adopt([aRow("s3-sales", { bucket: "another" })]))).toEqual(["adopted_as_another"]);
  });

  test("says what a row has otherwise than what was adopted by it, and changes nothing", async () => {
    const { adopt, iam, ports, connectionOf } = anAdoption();
    const [key = ""] = iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    await adopt([aRow("s3-sales")]);
    await ports.pipelines.insert(aPipeline("acme", { pipelineId: "nightly" }));
    const before = await connectionOf("s3-sales");
    const again = await adopt([
      aRow("s3-sales", { serviceName: "Other", accessKeyId: "AKIAANOTHERKEY0001", pipelineIds: ["nightly"] }),
    ]);
    expect(again).toMatchObject([
      { outcome: "already_adopted", differs: ["serviceName", "accessKeyId", "pipelineIds"] },
    ]);
    expect(await connectionOf("s3-sales")).toEqual(before);
    const [same] = await adopt([aRow("s3-sales", { accessKeyId: key })]);
    expect(same).not.toHaveProperty("differs");
  });

  test("gives a user to one org, and tells an operator to which", async () => {
    const { adopt, iam } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    await adopt([aRow("s3-sales")]);
    const [result] = await adopt([aRow("S3-SALES")], { by: globex });
    expect(result?.reasons).toEqual([
      { code: "user_of_another_org", message: "the user is adopted by the org acme" },
    ]);
  });

  test("believes a tag that names another org, also where none is needed", async () => {
    const { adopt, iam } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1], "globex");
    expect(codesOf(await adopt([aRow("s3-sales")]))).toEqual(["user_of_another_org"]);
    expect(codesOf(await adopt([aRow("s3-sales")], { by: globex }))).toEqual([""]);
  });

  test("gives it to one of two orgs that want it at once, and the other is left with nothing", async () => {
    const world = anAdoption();
    const { adopt, iam, ports, connectionOf } = world;
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    const results = await Promise.all([adopt([aRow("s3-sales")]), adopt([aRow("s3-sales")], { by: globex })]);
    expect(results.map(([result]) => result?.outcome).toSorted()).toEqual(["adopted", "refused"]);
    await sweep(world, MINUTE_MS);
    await relay(world);
    await sweepForDays(world);
    const [winner, loser] = results[0]?.[0]?.outcome === "adopted" ? ["acme", "globex"] : ["globex", "acme"];
    expect(await ports.services.page(loser as string, 9)).toEqual([]);
    expect(await connectionOf("s3-sales", winner)).toMatchObject({ state: "ready" });
    expect((await ports.claims.find({ cellId: "main", userName: "s3-sales" }))?.org).toBe(winner);
    expect(iam.allKeys()).toHaveLength(1);
  });

  test("through the API is for users whose tag says that they are the org's; any other is none at all", async () => {
    const { adopt, iam } = anAdoption();
    const rules = { userPaths: [ADOPTED_PATH], tagged: true, cellId: "main" };
    iam.addUser("own", ADOPTED_PATH, [1], "acme");
    iam.addUser("other", ADOPTED_PATH, [1], "globex");
    iam.addUser("untagged", ADOPTED_PATH, [1, 2]);
    iam.addUser("elsewhere", "/other/", [1], "acme");
    iam.addUser("taken", ADOPTED_PATH, [1]);
    await adopt([aRow("taken")], { by: globex });
    iam.tags.set("taken", { org: "acme" });
    const names = ["own", "other", "untagged", "elsewhere", "taken", "nobody"];
    const [own, ...others] = await adopt(
      names.map((name) => aRow(name)),
      { rules },
    );
    expect(own?.outcome).toBe("adopted");
    for (const { outcome, reasons } of others) {
      expect({ outcome, reasons }).toEqual({
        outcome: "refused",
        reasons: [{ code: "no_such_user", message: "there is no such user that this org may adopt" }],
      });
    }
  });

  test("stops at the org's limit, and at the end of its time", async () => {
    const { adopt, iam, clock } = anAdoption();
    const names = ["a", "b", "c"];
    for (const name of names) iam.addUser(name, ADOPTED_PATH, [1]);
    const rows = names.map((name) => aRow(name));
    const full = await adopt(rows, { servicesMax: 2, atOnce: 1 });
    expect(codesOf(full)).toEqual(["", "", "service_limit_reached"]);
    const again = await adopt(rows, { servicesMax: 2 });
    expect(again.map(({ outcome }) => outcome)).toEqual(["already_adopted", "already_adopted", "refused"]);
    const late = await adopt(rows, { until: clock.now() });
    expect(late.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "failed"]);
  });

  test("goes on where AWS fails for a row, and ends where it refuses", async () => {
    const { adopt, iam, ports } = anAdoption();
    for (const name of ["a", "b"]) iam.addUser(name, ADOPTED_PATH, [1]);
    const rows = [aRow("a"), aRow("b")];
    interrupt(ports.existingUsers, "find", "throttled");
    expect((await adopt(rows, { atOnce: 1 })).map(({ outcome }) => outcome)).toEqual(["failed", "adopted"]);
    interrupt(ports.existingUsers, "keysOf", "denied");
    await expect(adopt(rows)).rejects.toBeInstanceOf(CallFailed);
  });
});

describe("an adoption that is interrupted", () => {
  test.each([
    ["before its effect", false],
    ["after its effect", true],
  ])("at any call, %s, is finished by the sweep or by the same plan", async (_, after) => {
    for (const finishedBy of ["the sweep", "the plan"]) {
      for (let call = 0, more = true; more; call++) {
        const world = anAdoption();
        const { ports, iam, connectionOf, adopt } = world;
        const [accessKeyId] = iam.addUser("s3-sales", ADOPTED_PATH, [400]);
        await ports.pipelines.insert(aPipeline(anAdmin.org, { pipelineId: "nightly" }));
        const rows = [aRow("s3-sales", { pipelineIds: ["nightly"] })];
        const dying = dyingPorts(ports, { call, after }, ["claims", "existingUsers"]);
        await codeOf(adoptRows(dying.ports, rows));
        more = dying.calls() > call;
        const serviceThere = (await ports.services.page(anAdmin.org, 9)).length > 0;
        if (finishedBy === "the plan" || !serviceThere) await adopt(rows);
        else for (let pass = 0; pass < 3; pass++) await sweep(world, 2 * MINUTE_MS);
        await relay(world);
        const told = world.bus.events.map(({ type }) => type);
        expect([...new Set(told)].toSorted(), `call ${call}`).toEqual([
          "ConnectionAdopted",
          "ServiceCreated",
        ]);
        expect(told).toHaveLength(2);
        const connection = await connectionOf("s3-sales");
        expect(connection).toMatchObject({
          state: "ready",
          current: { accessKeyId },
          dependents: { count: 1 },
        });
        const service = await ports.services.find({ ...anAdmin, serviceId: connection.serviceId });
        expect(service).toMatchObject({ state: "ready", pipelineIds: ["nightly"] });
        expect(await ports.claims.find({ cellId: "main", userName: "s3-sales" })).toMatchObject({
          org: "acme",
        });
      }
    }
  });
});
