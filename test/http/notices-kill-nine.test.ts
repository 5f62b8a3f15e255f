import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { MINUTE_MS } from "../../core/clock.ts";
import { aPipeline } from "../../core/testing/sample-notices.ts";
import { dynamoServices } from "../../functions/adapters/dynamo-records.ts";
import { documentClient } from "../../functions/clients.ts";
import { tableName } from "../../local/cloud/resources.ts";
import { putPipelines } from "../support/dependents.ts";
import { type StartedProcess, startProcess } from "../support/started-process.ts";

const DEPENDENTS = 40;
/** A worker that fails, as on a machine that is busy, is woken again after a minute. */
const PATIENCE_MS = 90_000;

let dataDir: string;
let running: StartedProcess;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "keyturn-kill-"));
});
afterAll(async () => {
  await running?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A clock that is two minutes on: a mail that was under way when the process was killed counts as given up. */
async function restartLater(): Promise<void> {
  await running.kill();
  writeFileSync(join(dataDir, "clock.json"), JSON.stringify({ offsetMs: 2 * MINUTE_MS }));
  running = await startProcess(dataDir);
}

/** The process's own table, by way of its AWS endpoint. */
function table() {
  const file = readFileSync(join(dataDir, "root-credentials"), "utf8");
  const credentials = {
    accessKeyId: /access_key_id = (\S+)/.exec(file)?.[1] ?? "",
    secretAccessKey: /secret_access_key = (\S+)/.exec(file)?.[1] ?? "",
  };
  const documents = documentClient({ endpoint: running.awsUrl, region: "us-east-1", credentials });
  const services = dynamoServices({ client: documents, tableName, now: () => new Date().toISOString() });
  return { documents, services };
}

const mailed = async (): Promise<string[]> =>
  (await running.call("GET", "/_local/mail")).body.messages.map(({ to }: { to: string }) => to);

async function noticed(): Promise<string[]> {
  const { events } = (await running.call("GET", "/_local/events")).body;
  const notices = events.filter(
    (event: { "detail-type": string }) => event["detail-type"] === "DependentPipelineNotice",
  );
  return notices.map(({ detail }: { detail: { metadata: { eventId: string } } }) => detail.metadata.eventId);
}

test(
  "killed while it tells dependents, it tells the others after its restart",
  async () => {
    running = await startProcess(dataDir);
    const { token } = (await running.call("POST", "/_local/token", { body: { org: "acme", role: "admin" } }))
      .body;
    const body = { name: "Sales data", type: "s3", owner: "provider" };
    const { service, connection } = (await running.call("POST", "/v1/services", { token, body })).body;
    const pipelines = Array.from({ length: DEPENDENTS }, (_, n) =>
      aPipeline("acme", `p${n}`, { contacts: [`p${n}@example.com`] }),
    );
    await putPipelines(table(), { org: "acme", serviceId: service.serviceId }, pipelines);
    const path = `/v1/connections/${connection.connectionId}/access-key`;
    expect((await running.call("POST", path, { token, body: {} })).status).toBe(201);
    const files = () => readdirSync(join(dataDir, "aws/mail")).length;
    await vi.waitUntil(() => files() > 0, { timeout: PATIENCE_MS, interval: 5 });
    await restartLater();
    await vi.waitUntil(async () => new Set(await mailed()).size === DEPENDENTS, {
      timeout: 30_000,
      interval: 100,
    });
    await running.call("POST", "/_local/sweep");
    const again = (await mailed()).length - DEPENDENTS;
    expect(again).toBeGreaterThanOrEqual(0);
    expect(again).toBeLessThanOrEqual(1); // one mail may have gone out that no record tells of
    expect(new Set(await noticed()).size).toBe(DEPENDENTS);
  },
  2 * PATIENCE_MS,
);
