import {
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { errorCode, presign, send } from "../testing/raw-request.ts";
import {
  BUCKET,
  folderPolicy,
  type Key,
  makeUser,
  outcome,
  startTestEndpoint,
  type TestEndpoint,
} from "../testing/test-endpoint.ts";

const list = new ListObjectsV2Command({ Bucket: BUCKET, Prefix: "acme/" });
const { Statement } = folderPolicy(BUCKET, "acme");
/** The folder policy without its last statement, the one that refuses sessions. */
const sessionsAllowed = { Version: "2012-10-17", Statement: Statement.slice(0, -1) };

async function session(
  aws: TestEndpoint,
  key: Key,
  DurationSeconds?: number,
): Promise<Key & { until: Date }> {
  const { Credentials } = await aws.sts(key).send(new GetSessionTokenCommand({ DurationSeconds }));
  return {
    accessKeyId: Credentials?.AccessKeyId as string,
    secretAccessKey: Credentials?.SecretAccessKey as string,
    sessionToken: Credentials?.SessionToken as string,
    until: Credentials?.Expiration as Date,
  };
}

test("tells anybody with a key who they are, whatever their policy says", async () => {
  await using aws = await startTestEndpoint();
  const denied = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] };
  const key = await makeUser(aws, "ann", denied);
  const identity = await aws.sts(key).send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toBe("arn:aws:iam::000000000000:user/keyturn/acme/ann");
  expect(identity.UserId).toMatch(/^AIDA/);
  const root = await aws.sts().send(new GetCallerIdentityCommand({}));
  expect(root).toMatchObject({ Arn: "arn:aws:iam::000000000000:root", Account: "000000000000" });
});

test("a session does what its user may, until it expires by the endpoint's clock", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann", sessionsAllowed);
  const held = await session(aws, key, 3600);
  expect(held.accessKeyId).toMatch(/^ASIA/);
  expect(held.until.getTime()).toBe(Math.floor(aws.clock.ms / 1000 + 3600) * 1000);
  expect(await outcome(aws.s3(held).send(list))).toBe("worked");
  const url = presign(aws, held, { path: `/${BUCKET}?list-type=2&prefix=acme%2F` });
  expect((await send(aws, { path: url })).status).toBe(200);
  aws.clock.ms += 3_600_001;
  expect(await outcome(aws.s3(held).send(list))).toBe("ExpiredToken 400");
  expect(await outcome(aws.sts(held).send(new GetCallerIdentityCommand({})))).toBe("ExpiredToken 403");
});

test("a session outlives the key it was made with, but not its user's permissions or its user", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann", sessionsAllowed);
  const held = await session(aws, key);
  const iam = aws.iam();
  await iam.send(new DeleteAccessKeyCommand({ UserName: "ann", AccessKeyId: key.accessKeyId }));
  expect(await outcome(aws.s3(held).send(list))).toBe("worked");
  await iam.send(new DeleteUserPolicyCommand({ UserName: "ann", PolicyName: "access" }));
  expect(await outcome(aws.s3(held).send(list))).toBe("AccessDenied 403");
  await iam.send(new DeleteUserCommand({ UserName: "ann" }));
  await iam.send(new CreateUserCommand({ UserName: "ann" }));
  const PolicyDocument = JSON.stringify(sessionsAllowed);
  await iam.send(new PutUserPolicyCommand({ UserName: "ann", PolicyName: "access", PolicyDocument }));
  expect(await outcome(aws.s3(held).send(list))).toBe("InvalidAccessKeyId 403");
});

test("a policy that denies what has a token issue time stops sessions and leaves the key alone", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann", folderPolicy(BUCKET, "acme"));
  const held = await session(aws, key);
  expect(await outcome(aws.s3(key).send(list))).toBe("worked");
  expect(await outcome(aws.s3(held).send(list))).toBe("AccessDenied 403");
});

test("takes a session's key only with its own token", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann", sessionsAllowed);
  const held = await session(aws, key);
  const other = await session(aws, key);
  const { sessionToken: _, ...bare } = held;
  expect(await outcome(aws.s3(bare).send(list))).toBe("InvalidAccessKeyId 403");
  expect(await outcome(aws.s3({ ...held, sessionToken: other.sessionToken as string }).send(list))).toBe(
    "InvalidToken 400",
  );
  expect(await outcome(aws.s3({ ...key, sessionToken: "made-up" }).send(list))).toBe("InvalidToken 400");
  const url = presign(aws, bare, { path: `/${BUCKET}?list-type=2&prefix=acme%2F` });
  expect(errorCode(await send(aws, { path: url }))).toBe("InvalidAccessKeyId 403");
});

test("a session can neither call IAM nor make further sessions", async () => {
  await using aws = await startTestEndpoint();
  const held = await session(aws, aws.root);
  expect(await outcome(aws.iam(held).send(new ListUsersCommand({})))).toBe("InvalidClientTokenId 403");
  expect(await outcome(session(aws, held))).toBe("AccessDenied 403");
});

test("bounds how long a session lasts", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann");
  expect(await outcome(session(aws, key, 899))).toBe("ValidationError 400");
  expect(await outcome(session(aws, key, 129_601))).toBe("ValidationError 400");
  expect(await outcome(session(aws, key, 129_600))).toBe("worked");
});
