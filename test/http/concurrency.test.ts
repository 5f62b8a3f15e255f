import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openIamGate } from "../support/iam-gate.ts";
import { type ApiAnswer, type Laptop, resetKey, startLaptop } from "../support/laptop.ts";
import { keysOf, rootIam, usersOf } from "../support/left-behind.ts";
import { expectProblem } from "../support/problem.ts";
import { makeTarget, type Target } from "../support/route-table.ts";

let laptop: Laptop;
let gate: Awaited<ReturnType<typeof openIamGate>>;
let token: string;
beforeAll(async () => {
  gate = await openIamGate();
  laptop = await startLaptop({ KEYTURN_KEY_OPERATIONS_PER_MINUTE: "100", ...gate.environment });
  token = await laptop.token();
});
afterAll(async () => {
  await laptop.close();
  await gate.close();
});

const times = <Result>(count: number, send: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, send));

function expectRetryAfter(answer: ApiAnswer): void {
  const seconds = Number(answer.headers.get("retry-after"));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
}

/** In IAM and on the connection there is the winner's key and no other, and it opens the folder. */
async function expectOnlyKey(target: Target, winner: ApiAnswer): Promise<void> {
  const { credentials } = winner.body;
  const keys = await keysOf(rootIam(laptop), target.userName);
  expect(keys).toMatchObject([{ AccessKeyId: credentials.accessKeyId, Status: "Active" }]);
  expect(keys).toHaveLength(1);
  const path = `/v1/connections/${target.connectionId}`;
  const { body: connection } = await laptop.call("GET", path, { token });
  expect(connection).toMatchObject({ accessKeyId: credentials.accessKeyId, status: "active" });
  const object = { Bucket: connection.bucket, Key: `${connection.folder}proof`, Body: "works" };
  await laptop.s3(credentials).send(new PutObjectCommand(object));
}

test("while a reset is under way another is refused; the first one's key is the one there is", async () => {
  const target = await makeTarget(laptop, token);
  const { accessKeyId: expectedAccessKeyId, connectionId } = target;
  const held = gate.hold("CreateAccessKey");
  const first = resetKey(laptop, token, connectionId, { expectedAccessKeyId });
  await held.arrived;
  for (const body of [{}, { expectedAccessKeyId }, { expectedAccessKeyId: null }]) {
    const second = await resetKey(laptop, token, connectionId, body);
    expectProblem(second, 409, "operation_in_progress");
    expectRetryAfter(second);
  }
  const path = `/v1/connections/${connectionId}/access-key?confirm=${expectedAccessKeyId}`;
  expectProblem(await laptop.call("DELETE", path, { token }), 409, "operation_in_progress");
  held.release();
  const winner = await first;
  expect(winner).toMatchObject({ status: 200, body: { previousKeyStopped: true } });
  const late = await resetKey(laptop, token, connectionId, { expectedAccessKeyId });
  expect(expectProblem(late, 409, "key_changed").params).toEqual({
    accessKeyId: winner.body.credentials.accessKeyId,
  });
  await expectOnlyKey(target, winner);
});

test.each([2, 50])("of %i resets at once that expect the same key, exactly one is done", async (count) => {
  const target = await makeTarget(laptop, token);
  const { accessKeyId: expectedAccessKeyId, connectionId } = target;
  const answers = await times(count, () => resetKey(laptop, token, connectionId, { expectedAccessKeyId }));
  const winners = answers.filter((answer) => answer.status === 200);
  const losers = answers.filter((answer) => answer.status !== 200);
  expect([winners.length, losers.length]).toEqual([1, count - 1]);
  for (const loser of losers) {
    const { code } = loser.body;
    expectProblem(loser, 409, code === "key_changed" ? code : "operation_in_progress");
    if (code === "operation_in_progress") expectRetryAfter(loser);
    expect(JSON.stringify(loser.body)).not.toContain("secretAccessKey");
  }
  await expectOnlyKey(target, winners[0] as ApiAnswer);
});

test("of 50 resets at once with one Idempotency-Key, one shows a secret and all that answer its key", async () => {
  const target = await makeTarget(laptop, token);
  const path = `/v1/connections/${target.connectionId}/access-key`;
  const request = { token, body: {}, headers: { "idempotency-key": "fifty" } };
  const answers = await times(50, () => laptop.call("POST", path, request));
  const answered = answers.filter((answer) => answer.status === 200);
  const winners = answered.filter((answer) => !answer.body.replayed);
  expect(winners).toHaveLength(1);
  const [winner] = winners as [ApiAnswer];
  const { accessKeyId } = winner.body.credentials;
  for (const answer of answers) {
    if (answer === winner) continue;
    if (answer.status === 200) {
      expect(answer.body).toMatchObject({ replayed: true, connection: { accessKeyId } });
      expect(answer.body.credentials).toEqual({ accessKeyId });
    } else {
      expectProblem(answer, 409, "operation_in_progress");
      expectRetryAfter(answer);
    }
  }
  expect(await laptop.call("POST", path, request)).toMatchObject({
    status: 200,
    body: { replayed: true, credentials: { accessKeyId } },
  });
  await expectOnlyKey(target, winner);
});

test("50 times the same new service at once are one service with one user", async () => {
  const once = await laptop.token("admin", "eager");
  const body = { name: "Eager", type: "s3", owner: "provider" };
  const headers = { "idempotency-key": "once" };
  const answers = await times(50, () => laptop.call("POST", "/v1/services", { token: once, body, headers }));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => answer.body.service.serviceId)).size).toBe(1);
  expect(new Set(answers.map((answer) => answer.body.connection.connectionId)).size).toBe(1);
  const services = await laptop.call("GET", "/v1/services", { token: once });
  expect(services.body.items).toHaveLength(1);
  expect(services.body.items[0].state).toBe("ready");
  expect((await laptop.call("GET", "/v1/connections", { token: once })).body.items).toHaveLength(1);
  expect(await usersOf(rootIam(laptop), "eager")).toHaveLength(1);
  const events = (await laptop.events()).filter((event) => event.detail.metadata.org === "eager");
  expect(events.map((event) => event["detail-type"]).sort()).toEqual(["ConnectionCreated", "ServiceCreated"]);
});

test("50 key pairs asked for at once on a connection without one are one key pair", async () => {
  const target = await makeTarget(laptop, token);
  const path = `/v1/connections/${target.connectionId}/access-key?confirm=${target.accessKeyId}`;
  expect((await laptop.call("DELETE", path, { token })).status).toBe(200);
  const body = { expectedAccessKeyId: null };
  const answers = await times(50, () => resetKey(laptop, token, target.connectionId, body));
  const created = answers.filter((answer) => answer.status === 201);
  expect(created).toHaveLength(1);
  expect(answers.filter((answer) => answer.status === 409)).toHaveLength(49);
  await expectOnlyKey(target, created[0] as ApiAnswer);
});
