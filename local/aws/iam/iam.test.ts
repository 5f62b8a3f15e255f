import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { BUCKET, makeKey, makeUser, outcome, startTestEndpoint } from "../testing/test-endpoint.ts";

const ALL = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const BOUNDARY = "arn:aws:iam::000000000000:policy/keyturn/boundary";
const list = new ListObjectsV2Command({ Bucket: BUCKET });

test("keeps a user with path, tags and boundary as it was created", async () => {
  await using aws = await startTestEndpoint();
  await aws.endpoint.putManagedPolicy(BOUNDARY, ALL);
  aws.clock.ms = Date.parse("2030-01-02T03:04:05.678Z");
  const iam = aws.iam();
  const created = await iam.send(
    new CreateUserCommand({
      UserName: "kt-ann",
      Path: "/keyturn/acme/",
      PermissionsBoundary: BOUNDARY,
      Tags: [{ Key: "org", Value: "acme" }],
    }),
  );
  const { User } = await iam.send(new GetUserCommand({ UserName: "kt-ann" }));
  expect(User).toEqual(created.User);
  expect(User?.Arn).toBe("arn:aws:iam::000000000000:user/keyturn/acme/kt-ann");
  expect(User?.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/);
  expect(User?.CreateDate).toEqual(new Date("2030-01-02T03:04:05Z"));
  expect(User?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(BOUNDARY);
  await iam.send(new TagUserCommand({ UserName: "kt-ann", Tags: [{ Key: "cell", Value: "1" }] }));
  const { Tags } = await iam.send(new ListUserTagsCommand({ UserName: "kt-ann" }));
  expect(Tags?.map((tag) => tag.Key)).toEqual(["cell", "org"]);
});

test("refuses names, limits and conflicts as IAM does", async () => {
  await using aws = await startTestEndpoint({ usersMax: 2 });
  const iam = aws.iam();
  await makeUser(aws, "ann", ALL);
  const create = (UserName: string, extra = {}) =>
    outcome(iam.send(new CreateUserCommand({ UserName, ...extra })));
  expect(await create("ann")).toBe("EntityAlreadyExistsException 409");
  expect(await create("ANN")).toBe("EntityAlreadyExistsException 409");
  expect(await create("a/b")).toBe("ValidationError 400");
  expect(await create("x".repeat(65))).toBe("ValidationError 400");
  expect(await create("bob", { Path: "no-slash" })).toBe("ValidationError 400");
  expect(await create("bob", { PermissionsBoundary: BOUNDARY })).toBe("NoSuchEntityException 404");
  expect(await create("..")).toBe("worked");
  expect(await create("carl")).toBe("LimitExceededException 409");
  expect(await outcome(iam.send(new GetUserCommand({ UserName: "nobody" })))).toBe(
    "NoSuchEntityException 404",
  );
  expect(await outcome(iam.send(new DeleteUserCommand({ UserName: "ann" })))).toBe(
    "DeleteConflictException 409",
  );
  expect(await outcome(iam.send(new ListRolesCommand({})))).toBe("NotImplemented 501");
});

test("deletes a user once its keys and policies are gone", async () => {
  await using aws = await startTestEndpoint();
  const iam = aws.iam();
  const key = await makeUser(aws, "ann", ALL);
  await iam.send(new DeleteAccessKeyCommand({ UserName: "ann", AccessKeyId: key.accessKeyId }));
  expect(await outcome(iam.send(new DeleteUserCommand({ UserName: "ann" })))).toBe(
    "DeleteConflictException 409",
  );
  await iam.send(new DeleteUserPolicyCommand({ UserName: "ann", PolicyName: "access" }));
  await iam.send(new DeleteUserCommand({ UserName: "ann" }));
  expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([]);
});

test("pages through users by name, of one path only", async () => {
  await using aws = await startTestEndpoint();
  const iam = aws.iam();
  for (const name of ["c", "a", "d", "b"]) await makeUser(aws, name);
  await iam.send(new CreateUserCommand({ UserName: "elsewhere" }));
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await iam.send(new ListUsersCommand({ PathPrefix: "/keyturn/", MaxItems: 3, Marker }));
    names.push(...(page.Users ?? []).map((user) => user.UserName));
    Marker = page.Marker;
  } while (Marker !== undefined);
  expect(names).toEqual(["a", "b", "c", "d"]);
});

test("gives a user two keys at most", async () => {
  await using aws = await startTestEndpoint();
  const first = await makeUser(aws, "ann");
  const second = await makeKey(aws, "ann");
  expect(first.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
  expect(first.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
  const third = aws.iam().send(new CreateAccessKeyCommand({ UserName: "ann" }));
  expect(await outcome(third)).toBe("LimitExceededException 409");
  const page = await aws.iam().send(new ListAccessKeysCommand({ UserName: "ann", MaxItems: 1 }));
  expect([page.AccessKeyMetadata?.length, page.IsTruncated]).toEqual([1, true]);
  const rest = await aws.iam().send(new ListAccessKeysCommand({ UserName: "ann", Marker: page.Marker }));
  const ids = [...(page.AccessKeyMetadata ?? []), ...(rest.AccessKeyMetadata ?? [])].map(
    (k) => k.AccessKeyId,
  );
  expect(new Set(ids)).toEqual(new Set([first.accessKeyId, second.accessKeyId]));
});

test("gives no third key to many who ask at once", async () => {
  await using aws = await startTestEndpoint();
  await makeUser(aws, "ann");
  const iam = aws.iam();
  const asked = Array.from({ length: 8 }, () =>
    outcome(iam.send(new CreateAccessKeyCommand({ UserName: "ann" }))),
  );
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer === "worked")).toHaveLength(1);
});

test("refuses an inactive and a deleted key at once, everywhere", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann", ALL);
  const iam = aws.iam();
  const target = { UserName: "ann", AccessKeyId: key.accessKeyId };
  const tryAll = async () => [
    await outcome(aws.s3(key).send(list)),
    await outcome(aws.sts(key).send(new GetCallerIdentityCommand({}))),
    await outcome(aws.iam(key).send(new GetUserCommand({}))),
  ];
  const refused = ["InvalidAccessKeyId 403", "InvalidClientTokenId 403", "InvalidClientTokenId 403"];
  expect(await tryAll()).toEqual(["worked", "worked", "worked"]);
  await iam.send(new UpdateAccessKeyCommand({ ...target, Status: "Inactive" }));
  expect(await tryAll()).toEqual(refused);
  await iam.send(new UpdateAccessKeyCommand({ ...target, Status: "Active" }));
  expect(await tryAll()).toEqual(["worked", "worked", "worked"]);
  await iam.send(new DeleteAccessKeyCommand(target));
  expect(await tryAll()).toEqual(refused);
  expect(await outcome(iam.send(new DeleteAccessKeyCommand(target)))).toBe("NoSuchEntityException 404");
});

test("with a delay, sees new, inactive and deleted keys late, in lists too, and counts them at once", async () => {
  await using aws = await startTestEndpoint({ keyDelayMs: 300 });
  const wait = () => new Promise((resolve) => setTimeout(resolve, 330));
  const iam = aws.iam();
  const listed = async () => {
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: "ann" }));
    return AccessKeyMetadata?.map((metadata) => metadata.Status);
  };
  const key = await makeUser(aws, "ann", ALL);
  const target = { UserName: "ann", AccessKeyId: key.accessKeyId };
  expect(await outcome(aws.s3(key).send(list))).toBe("InvalidAccessKeyId 403");
  expect(await listed()).toEqual([]);
  const other = await makeKey(aws, "ann");
  const third = iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
  expect(await outcome(third)).toBe("LimitExceededException 409");
  await wait();
  expect(await outcome(aws.s3(key).send(list))).toBe("worked");
  expect(await listed()).toEqual(["Active", "Active"]);
  await iam.send(new UpdateAccessKeyCommand({ ...target, Status: "Inactive" }));
  await iam.send(new DeleteAccessKeyCommand({ UserName: "ann", AccessKeyId: other.accessKeyId }));
  expect(await outcome(aws.s3(key).send(list))).toBe("worked");
  expect(await outcome(aws.s3(other).send(list))).toBe("worked");
  expect(await listed()).toEqual(["Active", "Active"]);
  await wait();
  expect(await outcome(aws.s3(key).send(list))).toBe("InvalidAccessKeyId 403");
  expect(await outcome(aws.s3(other).send(list))).toBe("InvalidAccessKeyId 403");
  expect(await listed()).toEqual(["Inactive"]);
  await iam.send(new DeleteAccessKeyCommand(target));
  expect(await listed()).toEqual(["Inactive"]);
  await wait();
  expect(await listed()).toEqual([]);
});

test("says when, where and for what a key was last used, by its own clock", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann", ALL);
  const ask = () => aws.iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }));
  expect(await ask()).toMatchObject({
    UserName: "ann",
    AccessKeyLastUsed: { ServiceName: "N/A", Region: "N/A" },
  });
  expect((await ask()).AccessKeyLastUsed?.LastUsedDate).toBeUndefined();
  aws.clock.ms = Date.parse("2031-05-06T07:08:09Z");
  await aws.s3(key).send(list);
  expect((await ask()).AccessKeyLastUsed).toEqual({
    LastUsedDate: new Date("2031-05-06T07:08:09Z"),
    ServiceName: "s3",
    Region: "us-east-1",
  });
  const unknown = aws.iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId: "AKIAUNKNOWNUNKNOWN22" }));
  expect(await outcome(unknown)).toBe("NoSuchEntityException 404");
});

test("keeps inline policies, one per name, within IAM's 2,048 characters", async () => {
  await using aws = await startTestEndpoint();
  const iam = aws.iam();
  await makeUser(aws, "ann", ALL);
  const put = (PolicyName: string, document: string) =>
    iam.send(new PutUserPolicyCommand({ UserName: "ann", PolicyName, PolicyDocument: document }));
  await put("__proto__", JSON.stringify(ALL));
  const { PolicyNames } = await iam.send(new ListUserPoliciesCommand({ UserName: "ann" }));
  expect(PolicyNames).toEqual(["__proto__", "access"]);
  const got = await iam.send(new GetUserPolicyCommand({ UserName: "ann", PolicyName: "__proto__" }));
  expect(JSON.parse(decodeURIComponent(got.PolicyDocument ?? ""))).toEqual(ALL);
  const long = { ...ALL, Statement: [{ ...ALL.Statement[0], Resource: `arn:aws:s3:::${"x".repeat(2000)}` }] };
  expect(await outcome(put("long", JSON.stringify(long)))).toBe("LimitExceededException 409");
  expect(await outcome(put("bad", "{}"))).toBe("MalformedPolicyDocumentException 400");
  const missing = iam.send(new GetUserPolicyCommand({ UserName: "ann", PolicyName: "constructor" }));
  expect(await outcome(missing)).toBe("NoSuchEntityException 404");
});

test("lets a user do in IAM what its policy says, and create users only with the boundary it demands", async () => {
  await using aws = await startTestEndpoint();
  await aws.endpoint.putManagedPolicy(BOUNDARY, ALL);
  const key = await makeUser(aws, "provisioner", {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["iam:CreateUser", "iam:PutUserPolicy"],
        Resource: "arn:aws:iam::000000000000:user/keyturn/*",
        Condition: { StringEquals: { "iam:PermissionsBoundary": BOUNDARY } },
      },
    ],
  });
  const iam = aws.iam(key);
  const create = (input: object) =>
    outcome(iam.send(new CreateUserCommand({ UserName: "kt-1", Path: "/keyturn/acme/", ...input })));
  expect(await create({})).toBe("AccessDenied 403");
  expect(await create({ PermissionsBoundary: `${BOUNDARY}2` })).toBe("AccessDenied 403");
  expect(await create({ PermissionsBoundary: BOUNDARY, Path: "/" })).toBe("AccessDenied 403");
  expect(await create({ PermissionsBoundary: BOUNDARY })).toBe("worked");
  const put = (UserName: string) =>
    outcome(
      iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "p", PolicyDocument: JSON.stringify(ALL) })),
    );
  expect(await put("kt-1")).toBe("worked");
  expect(await put("provisioner")).toBe("AccessDenied 403");
  expect(await put("nobody")).toBe("AccessDenied 403");
  expect(await outcome(iam.send(new ListUsersCommand({})))).toBe("AccessDenied 403");
});

test("cuts a user's permissions to its boundary", async () => {
  await using aws = await startTestEndpoint();
  const only = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "iam:Get*", Resource: "*" }] };
  const iam = aws.iam();
  const created = await iam.send(
    new CreatePolicyCommand({ PolicyName: "only", PolicyDocument: JSON.stringify(only) }),
  );
  const arn = created.Policy?.Arn as string;
  expect((await iam.send(new GetPolicyCommand({ PolicyArn: arn }))).Policy?.PolicyName).toBe("only");
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: "v1" }));
  expect(JSON.parse(decodeURIComponent(version.PolicyVersion?.Document ?? ""))).toEqual(only);
  const key = await makeUser(aws, "ann", ALL);
  expect(await outcome(aws.s3(key).send(list))).toBe("worked");
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: "ann", PermissionsBoundary: arn }));
  expect(await outcome(aws.s3(key).send(list))).toBe("AccessDenied 403");
  expect(await outcome(aws.iam(key).send(new GetUserCommand({})))).toBe("worked");
});
