import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
} from "@aws-sdk/client-iam";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orgIdOf } from "../../core/org/org.ts";
import { Random } from "../simulation/random.ts";
import type { KnownConnection } from "../support/known-connection.ts";
import { type KeyPair, rootCredentials, s3Client } from "../support/laptop.ts";
import { rootIam } from "../support/left-behind.ts";
import { type StartedProcess, startProcess } from "../support/started-process.ts";
import { expectStillTrue } from "../support/still-true.ts";
import { Tenant } from "../support/tenant-at-work.ts";
import { writeObjects } from "../support/writer-at-work.ts";
import { recover } from "./recover.ts";

// What a crash could lose or do twice is lost or done twice by hand here, and the check has to see it.

let dataDir: string;
let running: StartedProcess;
let tenant: Tenant;
let known: KnownConnection;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "keyturn-checks-"));
  running = await startProcess(dataDir);
  const random = new Random(1);
  tenant = new Tenant("one", random);
  let found: KnownConnection | undefined;
  while (!found) {
    const work = [tenant.work(running), writeObjects(running, tenant, random)];
    await sleep(2_000);
    await running.kill();
    await Promise.all(work);
    running = await startProcess(dataDir);
    await recover(running);
    await expectStillTrue(running, tenant);
    found = tenant.connections.find(isWorking);
  }
  known = found;
});
afterAll(async () => {
  await running?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

const isWorking = ({ gone, key, disabled, retiring, objects, past }: KnownConnection) =>
  !gone &&
  !retiring &&
  !disabled &&
  key?.secretAccessKey &&
  past.length > 0 &&
  [...objects.values()].some(([text]) => text);

/** Does the damage, sees that it is seen, and undoes it. */
async function expectSeen(damage: () => unknown, undo: () => unknown): Promise<void> {
  await damage();
  await expect(expectStillTrue(running, tenant)).rejects.toThrow();
  await undo();
  await expectStillTrue(running, tenant);
}

const s3 = () => s3Client(running.awsUrl, rootCredentials(dataDir));
const anObject = () => {
  const [Key, texts] = [...known.objects].find(([, [text]]) => text) as [string, string[]];
  return { object: { Bucket: known.bucket, Key }, text: texts[0] as string };
};

test("an object that is gone, or is another", async () => {
  const { object, text } = anObject();
  const write = (Body: string) => s3().send(new PutObjectCommand({ ...object, Body }));
  const again = async () => {
    await write(text);
    known.objects.set(object.Key, [text]);
  };
  await expectSeen(() => s3().send(new DeleteObjectCommand(object)), again);
  await expectSeen(() => write(`${text.slice(1)}.`), again);
});

test("a key that nobody was given, and a user that nobody asked for", async () => {
  const iam = rootIam(running);
  const { userName: UserName } = known;
  let AccessKeyId: string | undefined;
  await expectSeen(
    async () => {
      AccessKeyId = (await iam.send(new CreateAccessKeyCommand({ UserName }))).AccessKey?.AccessKeyId;
    },
    () => iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId })),
  );
  const stranger = { UserName: "stranger", Path: `/keyturn/${orgIdOf("one")}/` };
  await expectSeen(
    () => iam.send(new CreateUserCommand(stranger)),
    () => iam.send(new DeleteUserCommand({ UserName: stranger.UserName })),
  );
});

test("a change that nobody entered, one that is entered twice, and a key that works again", async () => {
  await expectSeen(
    () => tenant.told.push("KeyCreated AKIANEVER"),
    () => tenant.told.pop(),
  );
  const [twice = ""] = tenant.told;
  await expectSeen(
    () => tenant.told.push(twice),
    () => tenant.told.pop(),
  );
  await expectSeen(
    () => known.past.push(known.key as KeyPair),
    () => known.past.pop(),
  );
});

test("an event that never came", async () => {
  const file = join(dataDir, "aws/events/events.jsonl");
  await running.kill();
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const last = lines.findLast((line) => line.includes('"ServiceCreated"')) ?? "";
  const [eventId = ""] = /"eventId":"[^"]+"/.exec(last) ?? [];
  // A crash may have had it delivered twice.
  const others = lines.filter((line) => !line.includes(eventId));
  expect(eventId).not.toBe("");
  writeFileSync(file, `${others.join("\n")}\n`);
  running = await startProcess(dataDir);
  await expect(expectStillTrue(running, tenant)).rejects.toThrow();
});
