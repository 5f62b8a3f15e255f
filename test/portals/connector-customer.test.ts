import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addCustomersService, customersAccount, rootOf, storedPair } from "../support/customers-account.ts";
import type { ApiAnswer, KeyPair } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";
import { dialects, openPortal, outcome, type Portal } from "./portal.ts";

// "S3 - Customer Managed", step by step, as the portal's users are told it. Pairs that are not taken, and where their
// secrets could be: test/http/given-pairs.test.ts.
describe.each(dialects)("the connector portal's customer managed bucket, $dialect", (dialect) => {
  let portal: Portal;
  let aws: ReturnType<typeof customersAccount>;
  const secrets: string[] = [];

  beforeAll(async () => {
    portal = await openPortal("connector", dialect);
    aws = customersAccount(rootOf(portal));
  });
  afterAll(() => portal.close());

  /** A connection of a customer's own with its first pair, and a rule that reads from it. */
  async function connected(org: string) {
    const owner = await portal.signIn({ name: "Olga Owner", org, role: "super_admin" });
    const rule = { name: "Scores", kind: "rule", contacts: [`${org}@example.com`] };
    expect((await owner.send("PUT", "/v1/pipelines/scores", rule)).status).toBe(201);
    const user = await aws.makeUser();
    const { answer, pair } = await addCustomersService(portal, owner.token, user, {
      pipelineIds: ["scores"],
    });
    expect(answer).toMatchObject({ status: 201, body: { service: { owner: "customer" } } });
    secrets.push(pair.secretAccessKey);
    const { connectionId } = answer.body.connection;
    const path = `/v1/connections/${connectionId}`;
    return {
      ...{ owner, user, path, first: pair, ref: { org, connectionId } },
      look: () => owner.get(path),
      put: (body: object) => owner.send("PUT", `${path}/access-key`, body),
      retire: () => owner.send("POST", `${path}/access-key/retire`, {}),
    };
  }

  /** A new key in the AWS console. */
  async function makeKey(user: { userName: string }): Promise<KeyPair> {
    const pair = await aws.makeKey(user);
    secrets.push(pair.secretAccessKey);
    return pair;
  }

  const stepsOf = ({ steps }: { steps: { step: string; doneAt: string | null }[] }) =>
    steps.map(({ step, doneAt }) => [step, doneAt !== null]);

  test("the key is replaced as the page says, step by step", async () => {
    const { owner, user, path, first, ref, look, put, retire } = await connected("walk");
    expect(await look()).toMatchObject({
      ...{ owner: "customer", userName: user.userName, bucket: user.bucket, folder: user.folder },
      ...{ region: user.region, status: "active", accessKeyId: first.accessKeyId, retiring: null },
    });
    expect(await look()).not.toHaveProperty("steps");

    // 1-4: a new access key in the AWS console
    const second = await makeKey(user);
    // and it is put into the connector
    const answer = await put({ ...second, expectedAccessKeyId: first.accessKeyId, reason: "scheduled" });
    expect(answer).toMatchObject({ status: 200, body: { dependents: { count: 1 } } });
    expect(answer.body.connection).toMatchObject({
      ...{ accessKeyId: second.accessKeyId, status: "active", keyAgeDays: 0 },
      retiring: { accessKeyId: first.accessKeyId, state: "active" },
    });
    expect(stepsOf(answer.body.connection)).toEqual([
      ["confirm", true],
      ["deactivate", false],
      ["delete", false],
    ]);
    expect(await storedPair(portal, ref)).toEqual(second);
    expect(await storedPair(portal, ref, "AWSPREVIOUS")).toEqual(first);

    // 5: applications use the new pair
    const object = { Bucket: user.bucket, Key: `${user.folder}scores.csv`, Body: "1" };
    const sent = portal.s3({ ...second }, user.region).send(new PutObjectCommand(object));
    expect(await outcome(sent)).toBe("done");

    // 6: the old key is not deleted while it works; deactivated, it is seen to be
    expectProblem(await retire(), 409, "old_key_still_works");
    await portal.pass(1.01);
    expect(stepsOf(await look())).toContainEqual(["deactivate", false]);
    await aws.deactivate(user, first.accessKeyId);
    await portal.pass(1.01);
    expect(stepsOf(await look())).toEqual([
      ["confirm", true],
      ["deactivate", true],
      ["delete", false],
    ]);
    expect(await look()).toMatchObject({ retiring: { state: "inactive" } });
    await aws.deleteKey(user, first.accessKeyId);
    expect(await retire()).toMatchObject({ status: 200, body: { retiring: null } });
    expect(await look()).not.toHaveProperty("steps");
    expect(await storedPair(portal, ref)).toEqual(second);
    expect(await storedPair(portal, ref, "AWSPREVIOUS")).toBeUndefined();

    const { items } = await owner.get(`${path}/history`);
    expect(items.map(({ type }: { type: string }) => type).reverse()).toEqual([
      ...["ConnectionCreated", "ServiceCreated", "KeyCreated"],
      ...["KeyRotated", "OldKeyFoundActive", "KeyRetired"],
    ]);
  });

  test.each(["admin", "support"] as const)("%s neither sees nor replaces it", async (role) => {
    const { path, user, look, ref } = await connected(`roles-${role}`);
    const before = await look();
    const { send } = await portal.signIn({ name: "Nick", org: ref.org, role });
    const pair = await makeKey(user);
    const customer = { bucket: user.bucket, region: user.region, ...pair };
    const refusals: ApiAnswer[] = [
      await send("PUT", `${path}/access-key`, pair),
      await send("GET", path),
      await send("GET", `${path}/history`),
      await send("POST", `${path}/access-key/retire`, { force: true }),
      await send("POST", "/v1/services", { name: "Own", type: "s3", owner: "customer", customer }),
    ];
    for (const answer of refusals) expectProblem(answer, 403, "forbidden");
    expect(await look()).toEqual(before);
  });

  test("after 180 days it is due, and the mails say what to do in AWS", async () => {
    const { owner, look, path } = await connected("half-a-year");
    for (const days of [150, 30.1]) await portal.pass(days);
    expect(await look()).toMatchObject({ status: "due", flagged: true });
    expect((await owner.get("/v1/summary")).byStatus.due).toBe(1);
    const mails = (await portal.mail()).filter(({ to }) => to === "half-a-year@example.com");
    const subjects = mails.map(({ subject }) => subject);
    expect(subjects.some((subject: string) => subject.includes("due for a reset in 30 days"))).toBe(true);
    expect(mails.at(-1).text).toContain("Have a new access key made in AWS for the same user");
    expect(mails.at(-1).text).not.toContain("reset by somebody who manages it");
    expect((await owner.get(`${path}/dependents`)).items).toHaveLength(1);
  });

  test("no secret was told anywhere", async () => {
    const told = (await portal.events()) + JSON.stringify(await portal.mail());
    expect(secrets.length).toBeGreaterThan(4);
    for (const secret of secrets) expect(told).not.toContain(secret);
  });
});
