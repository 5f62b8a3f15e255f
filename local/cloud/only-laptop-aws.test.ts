import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startProcess } from "../../test/support/started-process.ts";

// What a shell that works with a real account has set. Nothing listens on port 9.
const realAccount = {
  AWS_PROFILE: "production",
  AWS_SESSION_TOKEN: "somebody's",
  AWS_ACCESS_KEY_ID: "AKIAREALACCOUNT00001",
  AWS_SECRET_ACCESS_KEY: "not the laptop's",
  AWS_REGION: "ap-south-1",
  AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
  AWS_ENDPOINT_URL_IAM: "http://127.0.0.1:9",
  AWS_ENDPOINT_URL_EVENTBRIDGE: "http://127.0.0.1:9",
};

test("a shell that is set up for a real account does not lead the laptop's Keyturn there", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-shell-"));
  const keyturn = await startProcess(dataDir, realAccount);
  try {
    const { body } = await keyturn.call("POST", "/_local/token", { body: { org: "acme", role: "admin" } });
    const service = { name: "Sales data", type: "s3", owner: "provider" };
    const added = await keyturn.call("POST", "/v1/services", { token: body.token, body: service });
    expect(added.status).toBe(201);
    const path = `/v1/connections/${added.body.connection.connectionId}/access-key`;
    expect((await keyturn.call("POST", path, { token: body.token, body: {} })).status).toBe(201);
  } finally {
    await keyturn.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
