import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canMount, mountReadOnly, mountSmallDisk } from "../../local/aws/testing/small-disk.ts";
import {
  failedStart,
  type StartedHow,
  type StartedProcess,
  startProcess,
} from "../support/started-process.ts";

// What `npm start` says when it cannot start: one line that names what is wrong, and exit code 1.

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keyturn-start-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function expectRefused(
  line: string | RegExp,
  dataDir: string,
  environment: Record<string, string> = {},
  how: StartedHow = {},
): Promise<void> {
  const { code, complaints } = await failedStart(dataDir, environment, how);
  expect(complaints).toMatch(line);
  expect(complaints).toMatch(/^[^\n]+\n$/); // one line, so no stack
  expect(code).toBe(1);
}

test("the data folder is a file", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "mine");
  await expectRefused(`KEYTURN_DATA_DIR: ${file} is no folder it can write to (EEXIST)`, file);
  await expectRefused(/is no folder it can write to \(ENOTDIR\)/, join(file, "below"));
});

test.skipIf(process.getuid?.() === 0)("the data folder may not be written to by this user", async () => {
  const dataDir = join(folder, "others");
  mkdirSync(dataDir);
  chmodSync(dataDir, 0o555);
  await expectRefused(`KEYTURN_DATA_DIR: ${dataDir} is no folder it can write to (EACCES)`, dataDir);
});

const canRun = canMount("a start on a read-only or full disk");

test.skipIf(!canRun)("the data folder is on a read-only disk", async () => {
  const dataDir = mkdtempSync(join(folder, "read-only-"));
  await (await startProcess(dataDir)).kill(); // there is a table in it
  const disk = await mountReadOnly(dataDir);
  const { command } = disk;
  const line = `Keyturn cannot start: KEYTURN_DATA_DIR: ${dataDir} is no folder it can write to (EROFS)`;
  await expectRefused(line, dataDir, {}, { command });
  await disk.unmount();
  await (await startProcess(dataDir)).kill();
});

test.skipIf(!canRun)("the disk is full", async () => {
  const dataDir = mkdtempSync(join(folder, "full-"));
  const disk = await mountSmallDisk(dataDir, 1);
  const ballast = join(disk.seen, "ballast");
  writeFileSync(ballast, Buffer.alloc(1024 * 1024 - 8 * 4096));
  const { command } = disk;
  const line = "Keyturn cannot start: The disk of the data folder is full (ENOSPC).";
  await expectRefused(line, dataDir, {}, { command });
  truncateSync(ballast);
  await (await startProcess(dataDir, {}, { command })).kill();
  await disk.unmount();
});

test("another Keyturn has the data folder, and goes on undisturbed", async () => {
  const dataDir = mkdtempSync(join(folder, "in-use-"));
  const first = await startProcess(dataDir);
  const line = `${join(dataDir, "dynamodb")} is in use by another process. Stop it, or start with another data folder.`;
  await expectRefused(line, dataDir);
  expect((await addService(first)).status).toBe(201);
  await first.kill();
  await (await startProcess(dataDir)).kill(); // a lock does not outlive who held it
});

test.each(["PORT", "KEYTURN_AWS_PORT"])("%s is in use", async (setting) => {
  const dataDir = mkdtempSync(join(folder, "port-"));
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as AddressInfo;
  const line = `Port ${port} is in use: set ${setting} to another one, 0 for any.`;
  await expectRefused(line, dataDir, { [setting]: String(port) });
  other.close();
  const running = await startProcess(dataDir, { [setting]: String(port) }); // nothing was left that has folder or port
  await running.kill();
});

test.each(["", "http", "65536", "-1"])("PORT is %j", async (PORT) => {
  await expectRefused("Keyturn cannot start: PORT: expected a port, 0 to 65535", join(folder, "bad"), {
    PORT,
  });
});

test("a file was cut off, as by a power cut", async () => {
  const dataDir = mkdtempSync(join(folder, "torn-"));
  const running = await startProcess(dataDir);
  expect((await addService(running)).status).toBe(201);
  await running.call("POST", "/_local/clock", { body: { advanceDays: 1 } });
  await running.kill();
  const aws = join(dataDir, "aws");
  const [user = ""] = readdirSync(join(aws, "iam/users"));
  const damaged = (path: string) => `${path} is cut off or damaged: put back a copy of it, or move it away`;
  const torn = [
    [join(aws, "iam/root.json"), damaged(join(aws, "iam/root.json"))],
    [join(aws, "iam/users", user), damaged(join(aws, "iam/users", user))],
    [join(dataDir, "clock.json"), "clock.json does not say what time it was."],
    [join(dataDir, "issuer.json"), "issuer.json holds no issuer key. Delete it to have a new one made"],
    [join(dataDir, "dynamodb/CURRENT"), "dynamodb cannot be opened: Corruption: "],
  ] as const;
  for (const [path, line] of torn) {
    const whole = readFileSync(path);
    truncateSync(path, Math.floor(whole.length / 2));
    await expectRefused(line, dataDir);
    writeFileSync(path, whole);
  }
  await (await startProcess(dataDir)).kill(); // what was in the table's log is in a file of its own from here on
  const file = readdirSync(join(dataDir, "dynamodb")).find((name) => name.endsWith(".ldb")) ?? "";
  const path = join(dataDir, "dynamodb", file);
  truncateSync(path, Math.floor(readFileSync(path).length / 2));
  await expectRefused(`The table in the data folder is damaged (IO error: ${path}: `, dataDir);
});

async function addService(keyturn: StartedProcess) {
  const { body } = await keyturn.call("POST", "/_local/token", { body: { org: "acme", role: "admin" } });
  const service = { name: "Sales data", type: "s3", owner: "provider" };
  return keyturn.call("POST", "/v1/services", { token: body.token, body: service });
}
