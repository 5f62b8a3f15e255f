import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  ListAccessKeysCommand,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addService, putPipeline, resetKey, startLaptop } from "../support/laptop.ts";
import { rootIam } from "../support/left-behind.ts";

// Somebody with an administrator's rights, and IAM's own tools, changes keys and users behind Keyturn's back.

const laptop = await startLaptop();
afterAll(() => laptop.close());
const iam = rootIam(laptop);

const ORG = "drifting";
const token = await laptop.token("admin", ORG);
const get = async (path: string) => (await laptop.call("GET", path, { token })).body;

/** A data service whose connection has a key. */
async function keyed(name: string) {
  const { service, connection } = await addService(laptop, token, name);
  const { body } = await resetKey(laptop, token, connection.connectionId);
  const { connectionId, userName } = connection;
  return { service, connectionId, UserName: userName, AccessKeyId: body.credentials.accessKeyId as string };
}

/** What was told since, of what comparisons tell. */
async function found(): Promise<string[]> {
  const told = (await laptop.told(ORG)).filter(({ type }) => /Drift|Unmanaged/.test(type));
  return told.map(({ type, data }) =>
    [type, data.serviceName, data.drift ?? data.userName].join(" ").trimEnd(),
  );
}

async function dayPasses(): Promise<void> {
  await laptop.advance(1);
  await laptop.sweep();
}

async function inIam(): Promise<unknown> {
  const { Users = [] } = await iam.send(new ListUsersCommand({}));
  return Promise.all(
    Users.map(async ({ UserName, Path }) => {
      const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
      return { UserName, Path, keys: AccessKeyMetadata };
    }),
  );
}

let deleted: Awaited<ReturnType<typeof keyed>>;
let stopped: Awaited<ReturnType<typeof keyed>>;
let doubled: Awaited<ReturnType<typeof keyed>>;
let userless: Awaited<ReturnType<typeof keyed>>;
let left: unknown;

beforeAll(async () => {
  await laptop.call("PUT", "/v1/policy", {
    token: await laptop.token("super_admin", ORG),
    body: { contacts: ["owner@example.com"] },
  });
  deleted = await keyed("Deleted");
  stopped = await keyed("Stopped");
  doubled = await keyed("Doubled");
  userless = await keyed("Userless");
  await keyed("Untouched");
  await putPipeline(laptop, token, "nightly");
  await laptop.call("PATCH", `/v1/services/${stopped.service.serviceId}`, {
    token,
    body: { pipelineIds: ["nightly"] },
  });
  await dayPasses();
  expect(await found()).toEqual([]);
  await iam.send(new DeleteAccessKeyCommand(keyOf(deleted)));
  await iam.send(new UpdateAccessKeyCommand({ ...keyOf(stopped), Status: "Inactive" }));
  await iam.send(new CreateAccessKeyCommand({ UserName: doubled.UserName }));
  await iam.send(new DeleteAccessKeyCommand(keyOf(userless)));
  const { UserName } = userless;
  await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: "keyturn-folder" }));
  await iam.send(new DeleteUserCommand({ UserName }));
  const { Users = [] } = await iam.send(new ListUsersCommand({ PathPrefix: "/keyturn/" }));
  const Path = Users.find((user) => user.UserName === stopped.UserName)?.Path;
  await iam.send(new CreateUserCommand({ UserName: "mallory", Path }));
  left = await inIam();
});

function keyOf({ UserName, AccessKeyId }: { UserName: string; AccessKeyId: string }) {
  return { UserName, AccessKeyId };
}

test("the daily comparison tells of exactly that, once, and touches nothing", async () => {
  const expected = [
    "KeyDriftDetected Deleted key_deleted",
    "KeyDriftDetected Stopped key_deactivated",
    "KeyDriftDetected Userless user_deleted",
    `UnmanagedKeyDetected Doubled ${doubled.UserName}`,
    "UnmanagedUserDetected  mallory",
  ];
  for (let day = 0; day < 3; day++) {
    await dayPasses();
    expect((await found()).sort()).toEqual(expected.toSorted());
  }
  expect(await inIam()).toEqual(left);
});

test("it is in the summary, on the connection, and in the history", async () => {
  expect((await get("/v1/summary")).drift).toEqual({
    ...{ key_created: 1, key_deleted: 1, key_deactivated: 1, key_reactivated: 0 },
    ...{ user_created: 1, user_deleted: 1 },
  });
  expect((await get(`/v1/connections/${stopped.connectionId}`)).drift).toEqual([
    { kind: "key_deactivated", accessKeyId: stopped.AccessKeyId, since: expect.any(String) },
  ]);
  const { items } = await get(`/v1/connections/${deleted.connectionId}/history`);
  expect(items[0]).toMatchObject({
    type: "KeyDriftDetected",
    by: "Keyturn",
    data: { drift: "key_deleted", accessKeyId: deleted.AccessKeyId },
  });
  const all = (await get("/v1/history?limit=100")).items as { type: string; data: { userName: string } }[];
  expect(all.filter(({ type }) => type === "UnmanagedUserDetected")).toMatchObject([
    { data: { userName: "mallory" } },
  ]);
});

test("another org hears nothing of it", async () => {
  const other = await laptop.token("admin", "elsewhere");
  const { body } = await laptop.call("GET", "/v1/summary", { token: other });
  expect(Object.values(body.drift)).toEqual([0, 0, 0, 0, 0, 0]);
  expect((await laptop.call("GET", "/v1/history", { token: other })).body.items).toEqual([]);
});

test("pipelines and contacts are told that a key does not work, and who did not do it", async () => {
  const told = await laptop.told(ORG);
  const notices = told.filter(({ type }) => type === "DependentPipelineNotice").map(({ data }) => data);
  expect(notices.filter(({ causedBy }) => causedBy === "KeyDriftDetected")).toMatchObject([
    {
      pipelineId: "nightly",
      whatChanged: expect.stringContaining("was switched off in AWS, not by Keyturn"),
    },
  ]);
  const mails = (await laptop.mail()).filter(({ to }) => to === "owner@example.com");
  expect(
    mails.map(({ subject }) => subject).filter((subject) => /outside of Keyturn/.test(subject)),
  ).toHaveLength(3);
});

test("a reset puts a deleted key right, and a key that somebody switches on again is told of as well", async () => {
  const { status, body } = await resetKey(laptop, token, deleted.connectionId);
  expect([status, body.previousKeyStopped]).toEqual([200, true]);
  await iam.send(new UpdateAccessKeyCommand({ ...keyOf(stopped), Status: "Active" }));
  await dayPasses();
  expect(await found()).toContain("KeyDriftResolved Stopped key_deactivated");
  expect(await found()).toHaveLength(6);
  expect((await get("/v1/summary")).drift).toMatchObject({ key_deleted: 0, key_deactivated: 0 });
  expect(await get(`/v1/connections/${deleted.connectionId}`)).not.toHaveProperty("drift");
});
