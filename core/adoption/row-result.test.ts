import { describe, expect, test } from "vitest";
import { DAY_MS, plus } from "../clock.ts";
import { CallFailed } from "../errors.ts";
import { adoptedServiceIdOf, firstConnectionIdOf } from "../ids.ts";
import { ADOPTED_PATH, anAdoption, aRow } from "../testing/adoption-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { anAdmin } from "../testing/memory-ports.ts";
import { reason } from "./reasons.ts";

const named = { serviceName: "Data of s3-sales", userName: "s3-sales" };
const serviceId = adoptedServiceIdOf(anAdmin.org, { cellId: "main", userName: "s3-sales" });
const recorded = { serviceId, connectionId: firstConnectionIdOf(serviceId) };

describe("what becomes of a row", () => {
  test("is all that was found, and where it is recorded; later only where", async () => {
    const { adopt, iam, clock } = anAdoption();
    const [accessKeyId = "", spared] = iam.addUser("s3-sales", ADOPTED_PATH, [400, 3]);
    const keyCreatedAt = plus(clock.now(), -400 * DAY_MS);
    const rows = [aRow("s3-sales", { accessKeyId })];
    const found = { accessKeyId, keyCreatedAt, sparedAccessKeyIds: [spared] };
    expect(await adopt(rows, { apply: false })).toEqual([
      { place: 2, outcome: "adoptable", ...named, ...found },
    ]);
    expect(await adopt(rows)).toEqual([{ place: 2, outcome: "adopted", ...named, ...recorded, ...found }]);
    expect(await adopt(rows)).toEqual([{ place: 2, outcome: "already_adopted", ...named, ...recorded }]);
  });

  test("says that a user has no key", async () => {
    const { adopt, iam } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH);
    const none = { accessKeyId: null, keyCreatedAt: null, sparedAccessKeyIds: [] };
    expect(await adopt([aRow("s3-sales")])).toEqual([
      { place: 2, outcome: "adopted", ...named, ...recorded, ...none },
    ]);
  });

  test("names no user where a column may be the wrong one", async () => {
    const { adopt, iam } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1, 2]);
    const wrong = aRow("s3-sales", { bucket: "wJalrXUtnFEMI/K7MDENG" });
    const twice = (place: number) => reason("user_named_twice", `the user is also named at ${place}`);
    const invalid = reason("invalid_bucket", "bucket is no name of an S3 bucket");
    expect(await adopt([wrong, aRow("s3-sales")])).toEqual([
      { place: 2, outcome: "refused", reasons: [invalid, twice(3)] },
      { place: 3, outcome: "refused", ...named, reasons: [twice(2)] },
    ]);
  });

  test("is the fault of a line that is no row", async () => {
    const { adopt } = anAdoption();
    const fault = reason("malformed_row", "the line has 3 cells, and the plan 4 columns");
    expect(await adopt([], { rows: [{ place: 2, fault }, { place: 3 }] })).toEqual([
      { place: 2, outcome: "refused", reasons: [fault] },
      { place: 3, outcome: "refused", reasons: [reason("malformed_row", "the row is empty")] },
    ]);
  });

  test("is a refusal where the org has none of its pipelines, of which the first ten are named", async () => {
    const { adopt, iam } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    const pipelineIds = Array.from({ length: 11 }, (_, n) => `p-${n}`);
    const message = `no pipelines of the org: ${pipelineIds.slice(0, 10).join(", ")}`;
    expect(await adopt([aRow("s3-sales", { pipelineIds })])).toEqual([
      { place: 2, outcome: "refused", ...named, reasons: [reason("unknown_pipeline", message)] },
    ]);
  });

  test("is a refusal where the org is full, which says how many it may have", async () => {
    const { adopt, iam } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    const full = reason("service_limit_reached", "the org would have more than 0 data services");
    expect(await adopt([aRow("s3-sales")], { servicesMax: 0 })).toMatchObject([{ reasons: [full] }]);
  });

  test("is a refusal where the user goes while it is looked at", async () => {
    const { adopt, iam, ports } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    ports.existingUsers.keysOf = async () => undefined;
    expect(await adopt([aRow("s3-sales")])).toMatchObject([
      { outcome: "refused", reasons: [reason("no_such_user", "IAM has no such user")] },
    ]);
    iam.tags.set("s3-sales", { org: anAdmin.org });
    const rules = { userPaths: [ADOPTED_PATH], tagged: true, cellId: "main" };
    expect(await adopt([aRow("s3-sales")], { rules })).toMatchObject([
      { reasons: [reason("no_such_user", "there is no such user that this org may adopt")] },
    ]);
    expect(await ports.services.page(anAdmin.org, 9)).toEqual([]);
  });

  test("is a failure where AWS does not answer, with the call that failed", async () => {
    const { adopt, iam, ports } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    interrupt(ports.existingUsers, "find", "throttled");
    expect(await adopt([aRow("s3-sales")])).toEqual([
      { place: 2, outcome: "failed", ...named, why: "find: throttled" },
    ]);
  });
});

describe("a plan", () => {
  const NOT_TRIED = "not tried: there was no time left, or too much failed";

  test("is worked on as long as it has time, to the millisecond", async () => {
    const { adopt, iam, clock } = anAdoption();
    iam.addUser("s3-sales", ADOPTED_PATH, [1]);
    const rows = [aRow("s3-sales")];
    expect(await adopt(rows, { until: clock.now() })).toMatchObject([{ outcome: "failed", why: NOT_TRIED }]);
    expect(await adopt(rows, { until: plus(clock.now(), 1) })).toMatchObject([{ outcome: "adopted" }]);
  });

  test("is left when a hundred rows have failed", async () => {
    const { adopt, ports } = anAdoption();
    let asked = 0;
    ports.existingUsers.find = async () => {
      asked += 1;
      throw new CallFailed("GetUser", "throttled");
    };
    const rows = Array.from({ length: 102 }, (_, n) => aRow(`s3-${n}`));
    const results = await adopt(rows, { atOnce: 1 });
    expect(asked).toBe(100);
    expect(results.map(({ why }) => why)).toEqual([
      ...Array(100).fill("GetUser: throttled"),
      ...Array(2).fill(NOT_TRIED),
    ]);
  });
});
