import { type IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { dropRetiring, type KnownConnection, settled, supersede } from "./known-connection.ts";
import { type ApiAnswer, type KeyPair, rootCredentials, s3Client } from "./laptop.ts";
import { keysOf, rootIam, usersOf } from "./left-behind.ts";
import type { StartedProcess } from "./started-process.ts";
import type { Tenant } from "./tenant-at-work.ts";
import { expectTold } from "./told-once.ts";

/**
 * Checks that whatever the tenant was answered is so, and that what it was not answered is done or not done. Comes when
 * everything has been recovered. Answers how many things it looked at.
 */
export async function expectStillTrue(process: StartedProcess, tenant: Tenant): Promise<number> {
  await tenant.useProcess(process);
  await tenant.createUnanswered();
  const iam = rootIam(process);
  const s3 = s3Client(process.awsUrl, rootCredentials(process.dataDir));
  let looked = 0;
  for (const connection of tenant.connections) {
    await tenant.sendAgain(connection);
    settle(connection, await tenant.send("GET", `/v1/connections/${connection.connectionId}`));
    await expectOnlyItsKeys(process, iam, connection);
    looked += 2 + (await expectObjects(s3, connection));
  }
  await expectNoStranger(iam, tenant);
  for (const { path, body, idempotencyKey, accessKeyId } of tenant.answered.slice(-3)) {
    if (tenant.connections.some((one) => one.gone && path.includes(one.connectionId))) continue;
    const replay = await tenant.send("POST", path, body, idempotencyKey);
    expect(replay.body).toMatchObject({ replayed: true, credentials: { accessKeyId } });
  }
  for (const [id, names] of tenant.pipelines) {
    const { status, body } = await tenant.send("GET", `/v1/pipelines/${id}`);
    expect(names).toContain(status === 404 ? "" : body.name);
    tenant.pipelines.set(id, [status === 404 ? "" : body.name]);
  }
  iam.destroy();
  s3.destroy();
  return looked + tenant.pipelines.size + (await expectTold(process, tenant));
}

/** Compares what is shown with what was answered; a request in doubt may have been done. */
function settle(connection: KnownConnection, shown: ApiAnswer): void {
  const { key, doubt, past } = connection;
  if (shown.status === 404) {
    expect(connection.gone || doubt === "delete").toBe(true);
    supersede(connection, null);
    connection.gone = true;
    return;
  }
  expect(shown).toMatchObject({ status: 200, body: { connectionId: connection.connectionId } });
  expect(connection.gone).toBe(false);
  const { accessKeyId, status, retiring } = shown.body;
  if (accessKeyId === (key?.accessKeyId ?? null)) {
    if (doubt === "compromised" && status === "disabled") connection.disabled = true;
    const expected = connection.disabled ? "disabled" : "active";
    expect(status).toBe(key ? expected : "not_configured");
  } else {
    expect(past.map((one) => one.accessKeyId)).not.toContain(accessKeyId);
    expect(["reset", "staged", "compromised", "remove"]).toContain(doubt);
    expect(accessKeyId === null).toBe(doubt === "remove");
    supersede(connection, accessKeyId === null ? null : { accessKeyId }, doubt === "staged");
  }
  settleRetiring(connection, retiring);
  settled(connection);
}

function settleRetiring(connection: KnownConnection, shown: ApiAnswer["body"]): void {
  const { retiring, doubt } = connection;
  if (retiring && shown === null) {
    // Others than staged resets delete it first, and it stays deleted if they get no further.
    expect(["reset", "compromised", "remove", "delete"]).toContain(doubt);
    dropRetiring(connection);
  } else if (retiring && shown.state !== retiring.state) {
    expect(doubt).toBe(shown.state === "inactive" ? "retire" : "restore");
    retiring.state = shown.state;
  }
  expect(shown?.accessKeyId).toBe(connection.retiring?.accessKeyId);
}

/** IAM has the connection's keys and no others; they work as they should, and those before them do not. */
async function expectOnlyItsKeys(process: StartedProcess, iam: IAMClient, connection: KnownConnection) {
  const { key, disabled, retiring, gone, userName, bucket, folder } = connection;
  const listed = keysOf(iam, userName);
  if (gone) {
    await expect(listed).rejects.toBeInstanceOf(NoSuchEntityException);
  } else {
    const keys = (await listed).map((one) => `${one.AccessKeyId} ${one.Status}`);
    const expected = [
      ...(key ? [`${key.accessKeyId} ${disabled ? "Inactive" : "Active"}`] : []),
      ...(retiring ? [`${retiring.accessKeyId} ${retiring.state === "active" ? "Active" : "Inactive"}`] : []),
    ];
    expect(keys.sort()).toEqual(expected.sort());
  }
  const put = async (pair: KeyPair) => {
    const s3 = s3Client(process.awsUrl, pair);
    const object = { Bucket: bucket, Key: `${folder}proof`, Body: "works" };
    await s3.send(new PutObjectCommand(object)).finally(() => s3.destroy());
  };
  if (key?.secretAccessKey && !disabled) await put(key as KeyPair);
  if (retiring?.secretAccessKey && retiring.state === "active") await put(retiring as KeyPair);
  for (const pair of connection.past.slice(-2)) {
    await expect(put(pair)).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
  }
}

/** Byte for byte what was acknowledged; of a write in doubt, what was there before or what was written, and no mixture. */
async function expectObjects(s3: S3Client, { bucket, objects }: KnownConnection): Promise<number> {
  for (const [Key, texts] of objects) {
    const text = await s3.send(new GetObjectCommand({ Bucket: bucket, Key })).then(
      ({ Body }) => Body?.transformToString() ?? "",
      (error: unknown) => {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      },
    );
    if (!texts.includes(text)) throw new Error(`${Key} is none of the ${texts.length} it could be`);
    objects.set(Key, [text]);
  }
  return objects.size;
}

/** Nobody is left in IAM of whom the tenant was never told. */
async function expectNoStranger(iam: IAMClient, { org, connections }: Tenant): Promise<void> {
  const known = connections.filter(({ gone }) => !gone).map(({ userName }) => userName);
  const there = (await usersOf(iam, org)).map(({ UserName }) => UserName);
  expect(there.sort()).toEqual(known.sort());
}
