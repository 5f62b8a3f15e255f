import { execFile, spawnSync } from "node:child_process";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { startEndpointProcess } from "./testing/endpoint-process.ts";
import { BUCKET, BUS, makeKey, makeUser, outcome, startTestEndpoint } from "./testing/test-endpoint.ts";

const ALL = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const BOUNDARY = "arn:aws:iam::000000000000:policy/boundary";
const EVENT = { Source: "s", DetailType: "t", Detail: '{"n":1}', EventBusName: BUS };

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("keeps everything over a restart", async () => {
  await using first = await startTestEndpoint();
  await first.endpoint.putManagedPolicy(BOUNDARY, ALL);
  const key = await makeUser(first, "ann", ALL, BOUNDARY);
  const { Credentials } = await first.sts(key).send(new GetSessionTokenCommand({}));
  await first
    .s3(key)
    .send(new PutObjectCommand({ Bucket: BUCKET, Key: "é/1", Body: "one", ContentType: "a/b" }));
  await first.events().send(new PutEventsCommand({ Entries: [EVENT] }));
  await first.stop();

  const second = await startTestEndpoint({ dataDir: first.dataDir });
  expect(second.root.accessKeyId).toBe(first.root.accessKeyId);
  const { User } = await second.iam().send(new GetUserCommand({ UserName: "ann" }));
  expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(BOUNDARY);
  const used = await second.iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }));
  expect(used.AccessKeyLastUsed?.ServiceName).toBe("s3");
  const got = await second.s3(key).send(new GetObjectCommand({ Bucket: BUCKET, Key: "é/1" }));
  expect([got.ContentType, await got.Body?.transformToString()]).toEqual(["a/b", "one"]);
  const session = {
    accessKeyId: Credentials?.AccessKeyId as string,
    secretAccessKey: Credentials?.SecretAccessKey as string,
    sessionToken: Credentials?.SessionToken as string,
  };
  expect(await outcome(second.s3(session).send(new ListObjectsV2Command({ Bucket: BUCKET })))).toBe("worked");
  expect(second.endpoint.eventsSince(0).events.map((event) => event.detail)).toEqual([{ n: 1 }]);
  await second.events().send(new PutEventsCommand({ Entries: [EVENT] }));
  expect(second.endpoint.eventsSince(1)).toMatchObject({ events: [{ source: "s" }], next: 2 });
  await second.stop();
});

test("starts over what a killed process left half-written", async () => {
  await using first = await startTestEndpoint();
  await makeUser(first, "ann", ALL);
  await first.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "whole" }));
  await first.events().send(new PutEventsCommand({ Entries: [EVENT] }));
  await first.stop();
  const { dataDir } = first;
  writeFileSync(join(dataDir, "iam", "users", "ann.json.1-1.tmp"), '{"userName":"an');
  writeFileSync(join(dataDir, "s3", BUCKET, "data", "left-over"), "half");
  appendFileSync(join(dataDir, "events", "events.jsonl"), '{"version":"0","id":"é');
  appendFileSync(join(dataDir, "iam", "last-used.jsonl"), '{"accessKey');

  const second = await startTestEndpoint({ dataDir });
  expect(await outcome(second.iam().send(new GetUserCommand({ UserName: "ann" })))).toBe("worked");
  expect(second.endpoint.eventsSince(0).next).toBe(1);
  await second.events().send(new PutEventsCommand({ Entries: [EVENT] }));
  expect(second.endpoint.eventsSince(0).events).toHaveLength(2);
  expect(filesBelow(dataDir).filter((file) => /\.tmp$|left-over/.test(file))).toEqual([]);
  expect(readdirSync(join(dataDir, "s3", BUCKET, "data"))).toHaveLength(1);
  await second.stop();
});

test("loses nothing it acknowledged when it is killed", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-kill-"));
  const endpoint = await startEndpointProcess(dataDir);
  try {
    const iam = new IAMClient(endpoint.config);
    const remote = { iam: () => iam } as unknown as Parameters<typeof makeUser>[0];
    const made: { name: string; id: string }[] = [];
    const worker = async (lane: number) => {
      for (let n = 0; n < 1000; n += 1) {
        const name = `user-${lane}-${n}`;
        const { accessKeyId: id } = await makeUser(remote, name, ALL);
        made.push({ name, id });
      }
    };
    const lanes = [1, 2, 3].map((lane) => worker(lane).catch(() => {}));
    while (made.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    endpoint.kill();
    await Promise.all(lanes);
    iam.destroy();

    await using after = await startTestEndpoint({ dataDir });
    for (const { name, id } of made) {
      const { AccessKeyMetadata } = await after.iam().send(new ListAccessKeysCommand({ UserName: name }));
      expect(AccessKeyMetadata?.map((key) => key.AccessKeyId)).toEqual([id]);
    }
  } finally {
    endpoint.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("keeps its files to their owner, and secrets out of what it answers and of its errors", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann", ALL);
  for (const file of filesBelow(aws.dataDir)) expect(statSync(file).mode & 0o077).toBe(0);
  const denied = aws.s3({ ...key, accessKeyId: aws.root.accessKeyId });
  const error = await denied.send(new ListObjectsV2Command({ Bucket: BUCKET })).catch((thrown) => thrown);
  expect(JSON.stringify(error)).not.toContain(aws.root.secretAccessKey);
  const user = join(aws.dataDir, "iam", "users", "ann.json");
  writeFileSync(user, readFileSync(user, "utf8").replace('"AKIA', "AKIA"));
  const message = await startTestEndpoint({ dataDir: aws.dataDir }).catch((thrown) => String(thrown));
  expect(message).toContain("ann.json");
  expect(message).not.toContain(key.secretAccessKey);
});

test("answers 500 and goes on when its disk fails it", async () => {
  await using aws = await startTestEndpoint();
  await makeUser(aws, "ann", ALL);
  rmSync(join(aws.dataDir, "iam", "users"), { recursive: true });
  const put = aws
    .iam()
    .send(
      new PutUserPolicyCommand({ UserName: "ann", PolicyName: "p", PolicyDocument: JSON.stringify(ALL) }),
    );
  expect(await outcome(put)).toBe("InternalFailure 500");
  rmSync(join(aws.dataDir, "s3"), { recursive: true });
  const upload = aws.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: "k", Body: "x" }));
  expect(await outcome(upload)).toBe("InternalError 500");
  expect(await outcome(aws.iam().send(new GetUserCommand({ UserName: "ann" })))).toBe("worked");
});

const noCli = spawnSync("aws", ["--version"]).status !== 0;
if (noCli) console.log("The AWS CLI's test is skipped: there is no `aws` on the PATH.");

test.skipIf(noCli)("serves the AWS CLI", async () => {
  await using aws = await startTestEndpoint();
  await makeUser(aws, "ann", ALL);
  const key = await makeKey(aws, "ann");
  const run = async (...command: string[]) => {
    const env = {
      PATH: process.env.PATH,
      HOME: aws.dataDir,
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const args = ["--endpoint-url", aws.url, "--output", "json", ...command];
    return (await promisify(execFile)("aws", args, { env })).stdout;
  };
  const file = join(aws.dataDir, "a file");
  writeFileSync(file, "through the CLI");
  await run("s3", "cp", file, `s3://${BUCKET}/folder/a file`);
  const [listed, shown, users] = await Promise.all([
    run("s3", "ls", `s3://${BUCKET}/folder/`),
    run("s3", "cp", `s3://${BUCKET}/folder/a file`, "-"),
    run("iam", "list-users"),
  ]);
  expect(listed).toMatch(/15 a file\n$/);
  expect(shown).toBe("through the CLI");
  expect(JSON.parse(users).Users[0].UserName).toBe("ann");
  await run("s3", "rm", `s3://${BUCKET}/folder/a file`);
  const { KeyCount } = await aws.s3().send(new ListObjectsV2Command({ Bucket: BUCKET }));
  expect(KeyCount).toBe(0);
});
