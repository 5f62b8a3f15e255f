import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bareEnvironment } from "./support/bare-environment.ts";
import { type StartedProcess, startProcess } from "./support/started-process.ts";

const root = new URL("..", import.meta.url);
const nowhere = "http://127.0.0.1:1";
const started: StartedProcess[] = [];

async function start(environment?: Record<string, string>): Promise<StartedProcess> {
  const keyturn = await startProcess(mkdtempSync(join(tmpdir(), "keyturn-smoke-")), environment);
  started.push(keyturn);
  return keyturn;
}

async function tokenOf(keyturn: StartedProcess, role: string, org = "acme"): Promise<string> {
  return (await keyturn.call("POST", "/_local/token", { body: { org, role } })).body.token;
}

/** `npm run smoke` without npm. */
function smoke(args: string[], tokens: Record<string, string> = {}, interruptAt?: string) {
  const env = { ...bareEnvironment(), AWS_PROFILE: "somebody-elses", AWS_ENDPOINT_URL: nowhere, ...tokens };
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const options = { cwd: root, env, timeout: 120_000 };
    const command = ["local/demo/smoke.ts", ...args];
    const child = execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
    child.stdout?.on("data", (text) => {
      if (interruptAt && text.includes(interruptAt)) child.kill("SIGINT");
    });
  });
}

let keyturn: StartedProcess;
let there: string[];
let token: string;
beforeAll(async () => {
  keyturn = await start();
  there = ["--url", `${keyturn.url}/`, "--aws-endpoint", keyturn.awsUrl];
  token = await tokenOf(keyturn, "admin");
});
afterAll(async () => {
  for (const one of started) {
    await one.kill();
    rmSync(one.dataDir, { recursive: true, force: true });
  }
});

const servicesOf = async (one: StartedProcess, by: string) =>
  (await one.call("GET", "/v1/services", { token: by })).body.items;

test("tells the whole story against a running Keyturn, leaves only history, and prints no token", async () => {
  const tokens = {
    KEYTURN_SMOKE_TOKEN: token,
    KEYTURN_SMOKE_SUPPORT_TOKEN: await tokenOf(keyturn, "support"),
    KEYTURN_SMOKE_OTHER_ORG_TOKEN: await tokenOf(keyturn, "admin", "other-org"),
  };
  const { code, stdout, stderr } = await smoke(there, tokens);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toMatch(/All \d+ steps that ran did what they say\.\n/);
  expect(stdout).toContain("KeyRemoved");
  expect(stdout).not.toMatch(/skipped|Left behind/);
  for (const secret of Object.values(tokens)) expect(stdout).not.toContain(secret);
  expect(await servicesOf(keyturn, token)).toEqual([]);
});

test("says aloud which steps it skips for want of a token", async () => {
  const { code, stdout } = await smoke(there, { KEYTURN_SMOKE_TOKEN: token });
  expect(code).toBe(0);
  expect(stdout).toMatch(/support staff may not\s+skipped: no token/);
  expect(stdout).toMatch(/another org does not learn that it exists\s+skipped: no token/);
  expect(stdout).toMatch(/All \d+ steps that ran did what they say\. 2 were skipped\./);
});

test("takes the data service away again when a step fails half-way, and exits 1", async () => {
  const unreachable = ["--url", keyturn.url, "--aws-endpoint", nowhere];
  const { code, stdout, stderr } = await smoke(unreachable, { KEYTURN_SMOKE_TOKEN: token });
  expect(code).toBe(1);
  expect(stderr).toMatch(/Step 6 did not do what it says: .*ECONNREFUSED/);
  expect(stdout).toContain("✓ its key is created");
  expect(await servicesOf(keyturn, token)).toEqual([]);
});

test("takes it away when it is interrupted, too", async () => {
  const { code, stderr } = await smoke(there, { KEYTURN_SMOKE_TOKEN: token }, "✓ a data service gets");
  expect(stderr).toMatch(/Interrupted after step \d+\./);
  expect(code).toBe(1);
  expect(await servicesOf(keyturn, token)).toEqual([]);
});

test("obeys rules that forbid a removal, and says what is left", async () => {
  const strict = await start({ KEYTURN_PRESET: "cloud-dashboard" });
  const manager = await tokenOf(strict, "member+");
  const args = ["--url", strict.url, "--aws-endpoint", strict.awsUrl];
  const { code, stdout } = await smoke(args, { KEYTURN_SMOKE_TOKEN: manager });
  expect(code).toBe(0);
  expect(stdout).toMatch(/✓ the rules here forbid a removal, confirmed or not\s+removal_not_allowed/);
  const [connection] = (await strict.call("GET", "/v1/connections", { token: manager })).body.items;
  expect(connection.status).toBe("active");
  const left = stdout.split("\n").find((line) => line.startsWith("Left behind")) ?? "";
  expect(left).toContain(connection.serviceId);
  expect(left).toContain(connection.accessKeyId);
  expect(left).toContain("forbid");
});

describe("does not begin", () => {
  const rows: [string, () => Promise<[string[], Record<string, string>]>, RegExp][] = [
    [
      "where nobody answers",
      async () => [["--url", nowhere], { KEYTURN_SMOKE_TOKEN: token }],
      /does not answer/,
    ],
    [
      "where somebody else answers",
      async () => [["--url", keyturn.awsUrl], { KEYTURN_SMOKE_TOKEN: token }],
      /is no Keyturn: it answers 4\d\d/,
    ],
    ["without a token", async () => [there, {}], /KEYTURN_SMOKE_TOKEN is not set/],
    [
      "with a token of nobody's",
      async () => [there, { KEYTURN_SMOKE_TOKEN: "ey.no.token" }],
      /KEYTURN_SMOKE_TOKEN is refused/,
    ],
    [
      "with the token of one who may not manage keys",
      async () => [there, { KEYTURN_SMOKE_TOKEN: await tokenOf(keyturn, "member") }],
      /it is of role member/,
    ],
    [
      "with the same org's token for another's",
      async () => [there, { KEYTURN_SMOKE_TOKEN: token, KEYTURN_SMOKE_OTHER_ORG_TOKEN: token }],
      /it is of role admin of acme/,
    ],
    [
      "with a token on the command line",
      async () => [[...there, "--token", "x"], {}],
      /Unknown option '--token'/,
    ],
    [
      "where a token would travel in the open",
      async () => [["--url", "http://keys.example.com"], { KEYTURN_SMOKE_TOKEN: token }],
      /is not encrypted/,
    ],
    ["without a URL", async () => [[], { KEYTURN_SMOKE_TOKEN: token }], /--url must be given/],
  ];
  test.each(rows)("%s: one sentence, and exit code 1", async (_, given, sentence) => {
    const { code, stderr } = await smoke(...(await given()));
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
    expect(await servicesOf(keyturn, token)).toEqual([]);
  });
});
