import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateArchiveCommand,
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
} from "@aws-sdk/client-eventbridge";
import { IAMClient, ListAccessKeysCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasMoto, type Moto, startMoto } from "./support/moto.ts";

const started: ChildProcess[] = [];
const dataDir = mkdtempSync(join(tmpdir(), "keyturn-moto-"));
const environment = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

describe.skipIf(!hasMoto)("with AWS_ENDPOINT_URL set, against moto", () => {
  let moto: Moto;
  let keyturn = "";
  let token = "";

  beforeAll(async () => {
    moto = await startMoto();
    keyturn = await startKeyturn(moto.endpoint);
    const answer = await fetch(`${keyturn}/_local/token`, {
      method: "POST",
      body: JSON.stringify({ org: "acme", role: "admin" }),
    });
    token = ((await answer.json()) as { token: string }).token;
  });
  afterAll(() => {
    moto.stop();
    for (const child of started) child.kill("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function call(method: string, path: string, body?: object) {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(keyturn + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: a test asserts on whatever was answered
    return { status: answer.status, body: (await answer.json()) as any };
  }

  test("creates, resets and removes a key in its IAM, and publishes on its EventBridge", async () => {
    const added = await call("POST", "/v1/services", { name: "Moto", type: "s3", owner: "provider" });
    expect(added.status).toBe(201);
    const { connectionId, userName } = added.body.connection;
    const iam = new IAMClient(moto.reach);
    await fetch(`${keyturn}/_local/sweep`, { method: "POST" });
    const events = new EventBridgeClient(moto.reach);
    const { Arn: bus } = await events.send(new DescribeEventBusCommand({ Name: "keyturn" }));
    await events.send(new CreateArchiveCommand({ ArchiveName: "seen", EventSourceArn: bus }));
    const keysInIam = async () => {
      const listed = await iam.send(new ListAccessKeysCommand({ UserName: userName }));
      return listed.AccessKeyMetadata?.map((key) => key.AccessKeyId);
    };

    const path = `/v1/connections/${connectionId}/access-key`;
    const first = await call("POST", path, {});
    expect(first.status).toBe(201);
    expect(await keysInIam()).toEqual([first.body.credentials.accessKeyId]);
    const second = await call("POST", path, { reason: "compromised" });
    expect(second).toMatchObject({ status: 200, body: { previousKeyStopped: true } });
    const { accessKeyId } = second.body.credentials;
    expect(await keysInIam()).toEqual([accessKeyId]);
    expect((await call("DELETE", `${path}?confirm=${accessKeyId}`)).status).toBe(200);
    expect(await keysInIam()).toEqual([]);

    await fetch(`${keyturn}/_local/sweep`, { method: "POST" });
    const history = await call("GET", `/v1/connections/${connectionId}/history`);
    expect(history.body.items.map((entry: { type: string }) => entry.type)).toEqual([
      "KeyRemoved",
      "KeyRotated",
      "KeyCreated",
      "ServiceCreated",
      "ConnectionCreated",
    ]);
    const archive = await events.send(new DescribeArchiveCommand({ ArchiveName: "seen" }));
    expect(archive.EventCount).toBe(3); // since the archive was made: the key's events
  });
});

async function startKeyturn(awsEndpoint: string): Promise<string> {
  const child = spawn(process.execPath, ["local/start.ts"], {
    env: {
      ...process.env,
      ...environment,
      AWS_ENDPOINT_URL: awsEndpoint,
      KEYTURN_DATA_DIR: dataDir,
      PORT: "0",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  let output = "";
  // It goes on writing, and would die of a pipe that nobody reads.
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    output += chunk;
    const url = /^Keyturn\s+(\S+)/m.exec(output)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return url;
  }
  throw new Error(`Keyturn did not start: ${output}`);
}
