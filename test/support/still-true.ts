import { type IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { type ApiAnswer, type KeyPair, s3Client } from "./laptop.ts";
import { keysOf, rootIam } from "./left-behind.ts";
import type { StartedProcess } from "./started-process.ts";
import { type KnownConnection, supersede, type Tenant } from "./tenant-at-work.ts";

/** Checks that whatever the tenant was answered is so, and that what it was not answered is done or not done. */
export async function expectStillTrue(process: StartedProcess, tenant: Tenant): Promise<void> {
  tenant.useProcess(process);
  const iam = rootIam(process);
  for (const connection of tenant.connections) {
    const path = `/v1/connections/${connection.connectionId}`;
    settle(connection, await tenant.send("GET", path));
    await expectOnlyKey(process, iam, connection);
  }
  for (const { path, body, idempotencyKey, accessKeyId } of tenant.answered.slice(-3)) {
    if (tenant.connections.some((one) => one.gone && path.includes(one.connectionId))) continue;
    const replay = await tenant.send("POST", path, body, idempotencyKey);
    expect(replay.body).toMatchObject({ replayed: true, credentials: { accessKeyId } });
  }
  await expectTold(process, tenant);
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
  const { accessKeyId, status } = shown.body;
  if (accessKeyId === (key?.accessKeyId ?? null)) {
    if (doubt === "compromised" && status === "disabled") connection.disabled = true;
    const expected = connection.disabled ? "disabled" : "active";
    expect(status).toBe(key ? expected : "not_configured");
  } else {
    expect(past.map((one) => one.accessKeyId)).not.toContain(accessKeyId);
    expect(["reset", "compromised", "remove"]).toContain(doubt);
    expect(accessKeyId === null).toBe(doubt === "remove");
    supersede(connection, accessKeyId === null ? null : { accessKeyId });
  }
  connection.doubt = undefined;
}

/** IAM has the connection's key and no other; it works, and those before it do not. */
async function expectOnlyKey(process: StartedProcess, iam: IAMClient, connection: KnownConnection) {
  const { key, disabled, gone, userName, bucket, folder } = connection;
  const listed = keysOf(iam, userName);
  if (gone) {
    await expect(listed).rejects.toBeInstanceOf(NoSuchEntityException);
  } else {
    const keys = (await listed).map((one) => [one.AccessKeyId, one.Status]);
    expect(keys).toEqual(key ? [[key.accessKeyId, disabled ? "Inactive" : "Active"]] : []);
  }
  const put = (pair: KeyPair) =>
    s3Client(process.awsUrl, pair).send(
      new PutObjectCommand({ Bucket: bucket, Key: `${folder}proof`, Body: "works" }),
    );
  if (key?.secretAccessKey && !disabled) await put(key as KeyPair);
  for (const pair of connection.past.slice(-2)) {
    await expect(put(pair)).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
  }
}

/** Journal and bus hold the same events, each record's numbered without a gap, and all that was acknowledged. */
async function expectTold(process: StartedProcess, tenant: Tenant): Promise<void> {
  const { events } = (await process.call("GET", "/_local/events")).body;
  const own = events.filter(
    (event: ApiAnswer["body"]) => event.detail.metadata.org === tenant.org,
  ) as ApiAnswer["body"][];
  const delivered = new Map(own.map((event) => [event.detail.metadata.eventId, event]));
  const entries = await historyOf(tenant);
  expect(entries.map((entry) => entry.eventId).sort()).toEqual([...delivered.keys()].sort());

  const sequences = new Map<string, number[]>();
  for (const { "detail-type": type, detail } of delivered.values()) {
    const record = type.startsWith("Service") ? detail.data.serviceId : detail.data.connectionId;
    sequences.set(record, [...(sequences.get(record) ?? []), detail.metadata.sequence]);
  }
  for (const numbers of sequences.values()) {
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  }

  const journal = entries.map(({ type, data }) => {
    const about = type === "ConnectionDeleted" ? data.connectionId : (data.accessKeyId ?? data.serviceId);
    return `${type} ${about}`;
  });
  for (const told of tenant.told) expect(journal.filter((entry) => entry === told)).toEqual([told]);
}

async function historyOf(tenant: Tenant): Promise<ApiAnswer["body"][]> {
  const entries: ApiAnswer["body"][] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: ApiAnswer = await tenant.send("GET", `/v1/history?limit=100${cursor && `&cursor=${cursor}`}`);
    entries.push(...page.body.items);
    cursor = page.body.cursor;
  }
  return entries;
}
