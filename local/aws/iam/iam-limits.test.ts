import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256Hex, uriEncode } from "../sigv4/canonical-request.ts";
import { errorCode, query, type RawAnswer } from "../testing/raw-request.ts";
import { makeUser, startTestEndpoint, type TestEndpoint } from "../testing/test-endpoint.ts";

const NOBODY = "nobody";
const POLICY = "arn:aws:iam::000000000000:policy/p";
const document = (statement: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*", ...statement }],
  });
const tags = (list: [string, string][]) =>
  Object.fromEntries(
    list.flatMap(([key, value], n) => [
      [`Tags.member.${n + 1}.Key`, key],
      [`Tags.member.${n + 1}.Value`, value],
    ]),
  );
const manyTags = (count: number, from = 0) =>
  tags(Array.from({ length: count }, (_, n) => [`k${n + from}`, ""]));

type Case = [what: string, action: string, params: Record<string, string>, answer: string, message?: string];

const constraint = (value: string, field: string, must: string) =>
  `1 validation error detected: Value ${value} at '${field}' failed to satisfy constraint: Member must ${must}`;

const refused: Case[] = [
  ["no name", "CreateUser", {}, "ValidationError 400", constraint("null", "userName", "not be null")],
  [
    "a name of 65 characters",
    "CreateUser",
    { UserName: "x".repeat(65) },
    "ValidationError 400",
    constraint(`'${"x".repeat(65)}'`, "userName", "have length less than or equal to 64"),
  ],
  [
    "a name of 65 characters that a user may have",
    "GetUser",
    { UserName: "x".repeat(65) },
    "NoSuchEntity 404",
  ],
  ["a name of 129 characters", "GetUser", { UserName: "x".repeat(129) }, "ValidationError 400"],
  [
    "a name with a slash",
    "CreateUser",
    { UserName: "a/b" },
    "ValidationError 400",
    constraint("'a/b'", "userName", "satisfy regular expression pattern: [\\w+=,.@-]+"),
  ],
  ["an empty name", "CreateUser", { UserName: "" }, "ValidationError 400"],
  ["a path without its last slash", "CreateUser", { UserName: "x", Path: "/a" }, "ValidationError 400"],
  [
    "a path of 513 characters",
    "CreateUser",
    { UserName: "x", Path: `/${"a".repeat(511)}/` },
    "ValidationError 400",
  ],
  [
    "a boundary that is no ARN",
    "CreateUser",
    { UserName: "x", PermissionsBoundary: "x".repeat(20) },
    "InvalidInput 400",
  ],
  ["51 tags", "CreateUser", { UserName: "x", ...manyTags(51) }, "ValidationError 400"],
  [
    "a tag twice",
    "CreateUser",
    {
      UserName: "x",
      ...tags([
        ["org", "a"],
        ["ORG", "b"],
      ]),
    },
    "InvalidInput 400",
  ],
  ["a tag of AWS's", "TagUser", { UserName: "ann", ...tags([["aws:x", "a"]]) }, "InvalidInput 400"],
  ["a tag with a star", "TagUser", { UserName: "ann", ...tags([["a*", "a"]]) }, "ValidationError 400"],
  [
    "a tag's key of 129 characters",
    "TagUser",
    { UserName: "ann", ...tags([["k".repeat(129), ""]]) },
    "ValidationError 400",
  ],
  ["a 51st tag", "TagUser", { UserName: "ann", ...manyTags(50, 50) }, "LimitExceeded 409"],
  [
    "a third key",
    "CreateAccessKey",
    { UserName: "ann" },
    "LimitExceeded 409",
    "Cannot exceed quota for AccessKeysPerUser: 2",
  ],
  [
    "a key of nobody's",
    "CreateAccessKey",
    { UserName: NOBODY },
    "NoSuchEntity 404",
    "The user with name nobody cannot be found.",
  ],
  ["no user name, by root", "CreateAccessKey", {}, "ValidationError 400"],
  [
    "a key id of 15 characters",
    "DeleteAccessKey",
    { UserName: "ann", AccessKeyId: "A".repeat(15) },
    "ValidationError 400",
  ],
  [
    "a key that is not there",
    "DeleteAccessKey",
    { UserName: "ann", AccessKeyId: "A".repeat(16) },
    "NoSuchEntity 404",
    `The Access Key with id ${"A".repeat(16)} cannot be found.`,
  ],
  [
    "a status in lower case",
    "UpdateAccessKey",
    { UserName: "ann", AccessKeyId: "A".repeat(16), Status: "active" },
    "ValidationError 400",
    constraint("'active'", "status", "satisfy enum value set: [Active, Inactive]"),
  ],
  [
    "0 items a page",
    "ListUsers",
    { MaxItems: "0" },
    "ValidationError 400",
    constraint("'0'", "maxItems", "have value greater than or equal to 1"),
  ],
  ["1,001 items a page", "ListUsers", { MaxItems: "1001" }, "ValidationError 400"],
  ["items that are no number", "ListUsers", { MaxItems: "ten" }, "MalformedInput 400"],
  ["0 of nobody's keys a page", "ListAccessKeys", { UserName: NOBODY, MaxItems: "0" }, "ValidationError 400"],
  [
    "no tags",
    "TagUser",
    { UserName: NOBODY },
    "ValidationError 400",
    constraint("null", "tags", "not be null"),
  ],
  ["no keys of tags", "UntagUser", { UserName: NOBODY }, "ValidationError 400"],
  ["a marker of nobody's", "ListUsers", { Marker: "!" }, "ValidationError 400"],
  ["a prefix without a slash", "ListUsers", { PathPrefix: "keyturn/" }, "ValidationError 400"],
  [
    "a policy of a user that is not there",
    "PutUserPolicy",
    { UserName: NOBODY, PolicyName: "p", PolicyDocument: document() },
    "NoSuchEntity 404",
  ],
  [
    "a policy that is none",
    "PutUserPolicy",
    { UserName: "ann", PolicyName: "p", PolicyDocument: "{}" },
    "MalformedPolicyDocument 400",
    "Syntax errors in policy.",
  ],
  [
    "a policy with letters beyond Latin-1",
    "PutUserPolicy",
    { UserName: "ann", PolicyName: "p", PolicyDocument: document({ Sid: "✓" }) },
    "ValidationError 400",
  ],
  [
    "policies of more than 2,048 characters together",
    "PutUserPolicy",
    {
      UserName: "ann",
      PolicyName: "q",
      PolicyDocument: document({ Resource: `arn:aws:s3:::${"x".repeat(1950)}` }),
    },
    "LimitExceeded 409",
    "Maximum policy size of 2048 bytes exceeded for user ann",
  ],
  [
    "a policy that is not there",
    "DeleteUserPolicy",
    { UserName: "ann", PolicyName: "q" },
    "NoSuchEntity 404",
    "The user policy with name q cannot be found.",
  ],
  [
    "a user that has keys",
    "DeleteUser",
    { UserName: "ann" },
    "DeleteConflict 409",
    "Cannot delete entity, must delete access keys first.",
  ],
  [
    "a managed policy without a version",
    "CreatePolicy",
    { PolicyName: "q", PolicyDocument: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' },
    "MalformedPolicyDocument 400",
    "Policy document must be version 2012-10-17 or greater.",
  ],
  [
    "a managed policy of more than 6,144 characters",
    "CreatePolicy",
    { PolicyName: "q", PolicyDocument: document({ Resource: `arn:aws:s3:::${"x".repeat(6144)}` }) },
    "LimitExceeded 409",
    "Cannot exceed quota for PolicySize: 6144",
  ],
  [
    "a managed policy's name again, at another path",
    "CreatePolicy",
    { PolicyName: "P", Path: "/x/", PolicyDocument: document() },
    "EntityAlreadyExists 409",
  ],
  [
    "a version that is not there",
    "GetPolicyVersion",
    { PolicyArn: POLICY, VersionId: "v9" },
    "NoSuchEntity 404",
  ],
  [
    "the version in force",
    "DeletePolicyVersion",
    { PolicyArn: POLICY, VersionId: "v1" },
    "DeleteConflict 409",
  ],
  ["a boundary that is not there", "DeleteUserPermissionsBoundary", { UserName: "ann" }, "NoSuchEntity 404"],
  ["another name", "UpdateUser", { UserName: "ann", NewUserName: "bob" }, "NotImplemented 501"],
  [
    "what IAM does and the laptop does not",
    "AttachUserPolicy",
    { UserName: "ann", PolicyArn: POLICY },
    "NotImplemented 501",
  ],
  [
    "what IAM does not know",
    "Frobnicate",
    {},
    "InvalidAction 400",
    "Could not find operation Frobnicate for version 2010-05-08",
  ],
];

const ask = (aws: TestEndpoint, action: string, params?: Record<string, string>): Promise<RawAnswer> =>
  query(aws, aws.root, action, params);

test("refuses what IAM refuses, in its words, and changes nothing", async () => {
  await using aws = await startTestEndpoint();
  await makeUser(aws, "ann", JSON.parse(document()));
  await ask(aws, "CreateAccessKey", { UserName: "ann" });
  await ask(aws, "TagUser", { UserName: "ann", ...manyTags(50) });
  await ask(aws, "CreatePolicy", { PolicyName: "p", PolicyDocument: document() });
  const state = async () =>
    (await ask(aws, "GetUser", { UserName: "ann" })).text.replace(/<RequestId>.*/s, "");
  const before = await state();
  for (const [what, action, params, answer, message] of refused) {
    const answered = await ask(aws, action, params);
    expect(`${what}: ${errorCode(answered)}`).toBe(`${what}: ${answer}`);
    const told = /<Message>([^<]*)/.exec(answered.text)?.[1]?.replaceAll("&apos;", "'");
    if (message !== undefined) expect(told).toBe(message);
  }
  expect(await state()).toBe(before);
  expect((await ask(aws, "ListUsers")).text.match(/<UserName>/g)).toHaveLength(1);
});

test("a tag's key takes the place of one that differs in case, and is taken away whatever its case", async () => {
  await using aws = await startTestEndpoint();
  await makeUser(aws, "ann");
  const listed = async () => {
    const { text } = await ask(aws, "ListUserTags", { UserName: "ann" });
    return [...text.matchAll(/<Key>(.*?)<\/Key>\s*<Value>(.*?)<\/Value>/gs)].map(
      ([, key, value]) => `${key}=${value}`,
    );
  };
  await ask(aws, "TagUser", {
    UserName: "ann",
    ...tags([
      ["Org", "a"],
      ["cell", "1"],
    ]),
  });
  await ask(aws, "TagUser", { UserName: "ann", ...tags([["ORG", "b"]]) });
  expect(await listed()).toEqual(["ORG=b", "cell=1"]);
  await ask(aws, "UntagUser", { UserName: "ann", "TagKeys.member.1": "org", "TagKeys.member.2": "unknown" });
  expect(await listed()).toEqual(["cell=1"]);
});

test("a policy tells tags by their keys and values, also when a user is made with them", async () => {
  await using aws = await startTestEndpoint();
  const own = { "ForAllValues:StringEquals": { "aws:TagKeys": ["org", "cell"] } };
  const create = { Effect: "Allow", Action: "iam:CreateUser", Resource: "*" };
  const mayTag = { Effect: "Allow", Action: "iam:TagUser", Resource: "*", Condition: own };
  const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
  const untagging = await makeUser(aws, "untagging", policy(create));
  const tagging = await makeUser(aws, "tagging", policy(create, mayTag));
  const make = async (key: typeof tagging, UserName: string, list: [string, string][]) =>
    errorCode(await query(aws, key, "CreateUser", { UserName, ...tags(list) }));
  expect(await make(untagging, "a", [])).toBe("200");
  expect(await make(untagging, "b", [["org", "acme"]])).toBe("AccessDenied 403");
  expect(
    await make(tagging, "b", [
      ["org", "acme"],
      ["admin", "yes"],
    ]),
  ).toBe("AccessDenied 403");
  expect(
    await make(tagging, "b", [
      ["org", "acme"],
      ["cell", "1"],
    ]),
  ).toBe("200");
});

test("a user is moved to another path by who may do so with both ARNs, and keeps its key", async () => {
  await using aws = await startTestEndpoint();
  const key = await makeUser(aws, "ann", JSON.parse(document()));
  const mover = await makeUser(aws, "mover", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "iam:UpdateUser", Resource: "arn:aws:iam::*:user/keyturn/*" }],
  });
  const move = async (NewPath: string) =>
    errorCode(await query(aws, mover, "UpdateUser", { UserName: "ann", NewPath }));
  expect(await move("/portal/")).toBe("AccessDenied 403");
  expect(await move("/keyturn/other/")).toBe("200");
  const { text } = await query(aws, key, "GetUser");
  expect(text).toContain("<Arn>arn:aws:iam::000000000000:user/keyturn/other/ann</Arn>");
});

test("a policy has five versions at most, one of them in force; its boundary users keep it from being deleted", async () => {
  await using aws = await startTestEndpoint();
  await ask(aws, "CreatePolicy", { PolicyName: "p", PolicyDocument: document() });
  const key = await makeUser(aws, "ann", JSON.parse(document()), POLICY);
  const version = async (PolicyDocument: string, SetAsDefault = "false") =>
    errorCode(await ask(aws, "CreatePolicyVersion", { PolicyArn: POLICY, PolicyDocument, SetAsDefault }));
  const mayLook = async () => errorCode(await query(aws, key, "GetUser"));
  for (let n = 2; n <= 5; n += 1) expect(await version(document({ Action: "s3:*" }))).toBe("200");
  expect(await version(document())).toBe("LimitExceeded 409");
  expect(await mayLook()).toBe("200");
  await ask(aws, "SetDefaultPolicyVersion", { PolicyArn: POLICY, VersionId: "v3" });
  expect(await mayLook()).toBe("AccessDenied 403");
  const listed = (await ask(aws, "ListPolicyVersions", { PolicyArn: POLICY })).text;
  expect(listed.match(/v\d(?=<\/VersionId>)/g)).toEqual(["v5", "v4", "v3", "v2", "v1"]);
  const remove = async () => errorCode(await ask(aws, "DeletePolicy", { PolicyArn: POLICY }));
  expect(await remove()).toBe("DeleteConflict 409");
  await ask(aws, "DeleteUserPermissionsBoundary", { UserName: "ann" });
  expect(await remove()).toBe("DeleteConflict 409");
  for (const VersionId of ["v1", "v2", "v4", "v5"]) {
    await ask(aws, "DeletePolicyVersion", { PolicyArn: POLICY, VersionId });
  }
  expect(await remove()).toBe("200");
  expect(errorCode(await ask(aws, "GetPolicy", { PolicyArn: POLICY }))).toBe("NoSuchEntity 404");
});

test("replaces a policy as a deploy does: a version more, and of six the oldest goes", async () => {
  await using aws = await startTestEndpoint();
  const put = (n: number) =>
    aws.endpoint.putManagedPolicy(POLICY, JSON.parse(document({ Resource: `arn:aws:s3:::b${n}` })));
  for (let n = 1; n <= 6; n += 1) await put(n);
  await put(6);
  const { text } = await ask(aws, "ListPolicyVersions", { PolicyArn: POLICY });
  expect(text.match(/v\d(?=<\/VersionId>)/g)).toEqual(["v6", "v5", "v4", "v3", "v2"]);
  expect((await ask(aws, "GetPolicy", { PolicyArn: POLICY })).text).toContain("<DefaultVersionId>v6<");
  expect((await ask(aws, "ListPolicies", { Scope: "Local" })).text).toContain(`<Arn>${POLICY}<`);
  expect((await ask(aws, "ListPolicies", { OnlyAttached: "true" })).text).not.toContain("<Arn>");
});

test("reads a policy of a data folder from before policies had versions", async () => {
  await using aws = await startTestEndpoint();
  const policy = { arn: POLICY, policyId: "ANPA", document: document(), createdAt: 1_000, updatedAt: 2_000 };
  await aws.stop();
  writeFileSync(join(aws.dataDir, "iam", "policies", `${sha256Hex(POLICY)}.json`), JSON.stringify(policy));
  await using again = await startTestEndpoint({ dataDir: aws.dataDir });
  const { text } = await ask(again, "GetPolicyVersion", { PolicyArn: POLICY, VersionId: "v1" });
  expect(text).toContain(`<Document>${uriEncode(document())}<`);
  await again.endpoint.putManagedPolicy(POLICY, JSON.parse(document({ Action: "s3:*" })));
  expect((await ask(again, "GetPolicy", { PolicyArn: POLICY })).text).toContain("<DefaultVersionId>v2<");
});
