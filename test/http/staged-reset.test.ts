import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addService, type KeyPair, type Laptop, resetKey, startLaptop } from "../support/laptop.ts";
import { expectProblem } from "../support/problem.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop.close());

const HOUR = 1 / 24;

/** A connection of an org of its own whose key was reset in stages, and a client that still has the old key. */
async function staged(org: string, body: object = {}) {
  const token = await laptop.token("admin", org);
  const { connection } = await addService(laptop, token);
  const { connectionId, bucket, folder } = connection;
  const old: KeyPair = (await resetKey(laptop, token, connectionId)).body.credentials;
  const reset = await resetKey(laptop, token, connectionId, { mode: "staged", ...body });
  const path = `/v1/connections/${connectionId}`;
  const put = (key: KeyPair) =>
    laptop
      .s3(key)
      .send(new PutObjectCommand({ Bucket: bucket, Key: `${folder}data.csv`, Body: "1" }))
      .then(
        () => "stored",
        (error: Error) => error.name,
      );
  return {
    ...{ token, connectionId, bucket, folder, old, fresh: reset.body.credentials as KeyPair, reset, put },
    look: async () => (await laptop.call("GET", path, { token })).body,
    retire: (request: object = {}, more = {}) =>
      laptop.call("POST", `${path}/access-key/retire`, { token, body: request, ...more }),
    restore: (more = {}) => laptop.call("POST", `${path}/access-key/restore`, { token, body: {}, ...more }),
    events: async (type: string) =>
      (await laptop.told(org)).flatMap((event) => (event.type === type ? [event.data] : [])),
    /** The schedule, every so often, for so long. */
    async pass(days: number, times = 1) {
      for (let time = 0; time < times; time++) {
        await laptop.advance(days / times);
        await laptop.sweep();
      }
    },
  };
}

describe("a staged reset", () => {
  test("answers the new pair, and shows until when the old one lives", async () => {
    const { reset, old, fresh, put, look } = await staged("shown", { graceHours: 5 });
    expect(reset).toMatchObject({ status: 200, body: { previousKeyStopped: false } });
    expect(reset.body.connection).toMatchObject({
      accessKeyId: fresh.accessKeyId,
      retiring: { accessKeyId: old.accessKeyId, state: "active" },
    });
    const { retireAt, hardStopAt } = reset.body.connection.retiring;
    expect(Date.parse(hardStopAt)).toBeGreaterThan(Date.parse(retireAt));
    expect([await put(old), await put(fresh)]).toEqual(["stored", "stored"]);
    expect(await look()).toMatchObject({
      lastUsed: { service: "s3", region: "us-east-1" },
      retiring: { state: "active", lastUsedAt: expect.any(String) },
    });
  });

  test("is held while a client still uses the old key, says so by name, and retires it when it is quiet", async () => {
    const { old, fresh, put, pass, events, look, connectionId } = await staged("held");
    for (let day = 0; day < 3; day++) {
      expect(await put(old)).toBe("stored");
      await pass(1);
    }
    const held = await events("KeyRetirementHeld");
    expect(held).toHaveLength(3);
    expect(held.at(-1)).toMatchObject({
      connectionId,
      accessKeyId: old.accessKeyId,
      lastUsed: { service: "s3" },
    });
    await pass(2, 4);
    expect(await put(old)).toBe("InvalidAccessKeyId");
    expect(await put(fresh)).toBe("stored");
    expect(await look()).toMatchObject({ retiring: { state: "inactive", deleteAt: expect.any(String) } });
    await pass(3.1, 4);
    expect(await look()).toMatchObject({ retiring: null });
    expect(await events("KeyRetired")).toHaveLength(1);
  });

  test("ends at the hard stop although the old key is used to the last", async () => {
    const { old, fresh, put, pass, events } = await staged("stopped");
    for (let day = 0; day < 13; day++) {
      expect(await put(old)).toBe("stored");
      await pass(1);
    }
    expect(await put(old)).toBe("stored");
    await pass(1 + HOUR);
    expect(await put(old)).toBe("InvalidAccessKeyId");
    expect(await put(fresh)).toBe("stored");
    expect(await events("KeyRetired")).toHaveLength(1);
  });

  test("can be ended early unless the old key is in use, and undone while it is only retired", async () => {
    const { old, put, retire, restore, pass, events } = await staged("early");
    expect(await put(old)).toBe("stored");
    const refused = await retire();
    expectProblem(refused, 409, "key_in_use");
    expect(refused.body.detail).toContain("s3");
    expect(await retire({ force: true })).toMatchObject({
      status: 200,
      body: { retiring: { state: "inactive" } },
    });
    expect(await put(old)).toBe("InvalidAccessKeyId");
    await pass(2.5);
    expect(await restore()).toMatchObject({ status: 200, body: { retiring: { state: "active" } } });
    expect(await put(old)).toBe("stored");
    expect(await events("KeyRestored")).toHaveLength(1);
    await retire({ force: true });
    await pass(3.1, 3);
    expectProblem(await restore(), 409, "no_retiring_key");
  });

  test("is in the way of another one; an immediate one ends the old key first", async () => {
    const { token, connectionId, old, fresh, put } = await staged("twice");
    expectProblem(
      await resetKey(laptop, token, connectionId, { mode: "staged" }),
      409,
      "rotation_in_progress",
    );
    const last = await resetKey(laptop, token, connectionId, { mode: "immediate" });
    expect(last).toMatchObject({
      status: 200,
      body: { previousKeyStopped: true, connection: { retiring: null } },
    });
    const pairs = [old, fresh, last.body.credentials];
    expect(await Promise.all(pairs.map(put))).toEqual(["InvalidAccessKeyId", "InvalidAccessKeyId", "stored"]);
  });

  test("ends with a single key, and never more than two, whoever clicks at once", async () => {
    const { connectionId, token, retire, restore, look, put } = await staged("clicks");
    const clicks = Array.from({ length: 24 }, (_, n) => {
      if (n % 4 === 0) return retire({ force: true });
      if (n % 4 === 1) return restore();
      return resetKey(laptop, token, connectionId, n % 4 === 2 ? { mode: "staged" } : {});
    });
    for (const { status } of await Promise.all(clicks)) expect([200, 409, 429]).toContain(status);
    const { accessKeyId, status } = await look();
    expect({ status, accessKeyId }).toEqual({ status: "active", accessKeyId: expect.any(String) });
    expect(put).toBeTypeOf("function");
  });

  test("asked for twice with the same Idempotency-Key is done once, and shows its secret once", async () => {
    const { token, connectionId } = await staged("again");
    await laptop.call("POST", `/v1/connections/${connectionId}/access-key/retire`, {
      token,
      body: { force: true },
    });
    await laptop.advance(3.1);
    await laptop.sweep();
    const request = { token, body: { mode: "staged" }, headers: { "idempotency-key": "once" } };
    const path = `/v1/connections/${connectionId}/access-key`;
    const [first, second] = [
      await laptop.call("POST", path, request),
      await laptop.call("POST", path, request),
    ];
    expect(first.body.credentials).toHaveProperty("secretAccessKey");
    expect(second.body).toMatchObject({
      replayed: true,
      credentials: { accessKeyId: first.body.credentials.accessKeyId },
    });
    expect(second.body.credentials).not.toHaveProperty("secretAccessKey");
    const retire = { ...request, body: { force: true }, headers: { "idempotency-key": "retire-once" } };
    expect(await laptop.call("POST", `${path}/retire`, retire)).toMatchObject({ status: 200 });
    const other = await laptop.call("POST", `${path}/retire`, { ...retire, body: {} });
    expectProblem(other, 422, "idempotency_key_reused");
  });
});

describe("what a staged reset cannot be asked", () => {
  test.each([
    [{ mode: "staged", graceHours: 169 }, "graceHours"],
    [{ mode: "staged", graceHours: 0 }, "graceHours"],
    [{ mode: "staged", graceHours: 1.5 }, "graceHours"],
    [{ mode: "staged", graceHours: "5" }, "graceHours"],
    [{ mode: "immediate", graceHours: 5 }, "graceHours"],
    [{ mode: "staged", reason: "compromised" }, "mode"],
    [{ mode: "later" }, "mode"],
  ])("%j: a fault at %s", async (body, path) => {
    const token = await laptop.token("admin", "nonsense");
    const { connection } = await addService(laptop, token);
    await resetKey(laptop, token, connection.connectionId);
    const answer = await resetKey(laptop, token, connection.connectionId, body);
    expectProblem(answer, 400, "invalid_request");
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([path]);
  });

  test("to retire or restore what is not there", async () => {
    const token = await laptop.token("admin", "nothing");
    const { connection } = await addService(laptop, token);
    for (const what of ["retire", "restore"]) {
      const path = `/v1/connections/${connection.connectionId}/access-key/${what}`;
      expectProblem(await laptop.call("POST", path, { token, body: {} }), 409, "no_retiring_key");
      expectProblem(
        await laptop.call("POST", path, { token, body: { forced: true } }),
        400,
        "invalid_request",
      );
    }
  });
});

test("objects are as they were, whichever key wrote them", async () => {
  const { old, fresh, put, bucket, folder } = await staged("objects");
  await put(old);
  const read = await laptop
    .s3(fresh)
    .send(new GetObjectCommand({ Bucket: bucket, Key: `${folder}data.csv` }));
  expect(await read.Body?.transformToString()).toBe("1");
});
