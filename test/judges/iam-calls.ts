export interface IamCall {
  name: string;
  action: string;
  params: Record<string, string>;
  keep?: Record<string, RegExp>;
}

const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
const ALLOW = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" };
const BOUNDARY = "arn:aws:iam::123456789012:policy/keyturn/boundary";
const TWO = "arn:aws:iam::123456789012:policy/two";
const ANN = { UserName: "kt-ann" };
const KEY = { ...ANN, AccessKeyId: "{first}" };
const NOBODYS_KEY = "AKIANOBODYSKEY000001";
const tag = (n: number, Key: string, Value: string) => ({
  [`Tags.member.${n}.Key`]: Key,
  [`Tags.member.${n}.Value`]: Value,
});
const policy = (PolicyName: string, Statement: object = ALLOW, UserName = "kt-ann") => ({
  UserName,
  PolicyName,
  PolicyDocument: document(Statement),
});

function call(name: string, action: string, params: IamCall["params"] = {}, keep?: IamCall["keep"]): IamCall {
  return { name, action, params, ...(keep && { keep }) };
}

/** In this order, each on what the ones before it left. */
export const iamCalls: readonly IamCall[] = [
  call("create a policy", "CreatePolicy", {
    PolicyName: "boundary",
    Path: "/keyturn/",
    PolicyDocument: document(ALLOW),
  }),
  call("create it again", "CreatePolicy", {
    PolicyName: "boundary",
    Path: "/keyturn/",
    PolicyDocument: document(ALLOW),
  }),
  call("create a policy of nothing", "CreatePolicy", { PolicyName: "none", PolicyDocument: "{}" }),
  call("create a policy without version", "CreatePolicy", {
    PolicyName: "none",
    PolicyDocument: JSON.stringify({ Statement: [ALLOW] }),
  }),
  call("get a policy", "GetPolicy", { PolicyArn: BOUNDARY }),
  call("get no policy", "GetPolicy", { PolicyArn: `${BOUNDARY}2` }),
  call("get a version", "GetPolicyVersion", { PolicyArn: BOUNDARY, VersionId: "v1" }),
  call("get no version", "GetPolicyVersion", { PolicyArn: BOUNDARY, VersionId: "v7" }),
  call("create another policy", "CreatePolicy", { PolicyName: "two", PolicyDocument: document(ALLOW) }),
  call("create a version", "CreatePolicyVersion", {
    PolicyArn: TWO,
    PolicyDocument: document({ ...ALLOW, Action: "s3:*" }),
    SetAsDefault: "true",
  }),
  call("list versions", "ListPolicyVersions", { PolicyArn: TWO }),
  call("delete the version in force", "DeletePolicyVersion", { PolicyArn: TWO, VersionId: "v2" }),
  call("set the version", "SetDefaultPolicyVersion", { PolicyArn: TWO, VersionId: "v1" }),
  call("delete a version", "DeletePolicyVersion", { PolicyArn: TWO, VersionId: "v2" }),
  call("create a third version", "CreatePolicyVersion", { PolicyArn: TWO, PolicyDocument: document(ALLOW) }),
  call("delete a policy of two versions", "DeletePolicy", { PolicyArn: TWO }),
  call("list own policies", "ListPolicies", { Scope: "Local" }),

  call("create a user", "CreateUser", {
    ...{ ...ANN, Path: "/keyturn/acme/", PermissionsBoundary: BOUNDARY },
    ...{ ...tag(1, "org", "acme"), ...tag(2, "cell", "1") },
  }),
  call("create another user", "CreateUser", { UserName: "kt-bob" }),
  call("create the user again", "CreateUser", ANN),
  call("create the user in capitals", "CreateUser", { UserName: "KT-ANN" }),
  call("create a user without a name", "CreateUser"),
  call("create a user with a slash", "CreateUser", { UserName: "a/b" }),
  call("create a user of 65 characters", "CreateUser", { UserName: "x".repeat(65) }),
  call("create a user at no path", "CreateUser", { UserName: "x", Path: "keyturn" }),
  call("create a user inside no boundary", "CreateUser", {
    UserName: "x2",
    PermissionsBoundary: `${BOUNDARY}2`,
  }),
  call("create a user with a tag twice", "CreateUser", {
    UserName: "x3",
    ...tag(1, "a", "1"),
    ...tag(2, "A", "2"),
  }),
  call("get the user", "GetUser", ANN),
  call("get nobody", "GetUser", { UserName: "nobody" }),
  call("list users", "ListUsers", { PathPrefix: "/keyturn/acme/" }),
  call("list users elsewhere", "ListUsers", { PathPrefix: "/elsewhere/" }),
  call("list users, a page of none", "ListUsers", { MaxItems: "0" }),
  call("list users, a page too large", "ListUsers", { MaxItems: "1001" }),
  call("tag", "TagUser", { ...ANN, ...tag(1, "org", "other") }),
  call("tag with a star", "TagUser", { UserName: "kt-bob", ...tag(1, "a*", "1") }),
  call("list tags", "ListUserTags", ANN),
  call("untag", "UntagUser", { ...ANN, "TagKeys.member.1": "cell" }),
  call("list the tags left", "ListUserTags", ANN),

  call("put a policy", "PutUserPolicy", policy("keyturn-folder")),
  call("put it again", "PutUserPolicy", policy("keyturn-folder")),
  call("put a policy of nobody", "PutUserPolicy", { ...policy("p"), UserName: "nobody" }),
  call("put what is no policy", "PutUserPolicy", { ...policy("p"), PolicyDocument: "nonsense" }),
  call(
    "put a policy without vendor",
    "PutUserPolicy",
    policy("p", { ...ALLOW, Action: "GetObject" }, "kt-bob"),
  ),
  call("put a policy without ARN", "PutUserPolicy", policy("p", { ...ALLOW, Resource: "b/*" }, "kt-bob")),
  call("put a policy with a principal", "PutUserPolicy", policy("p", { ...ALLOW, Principal: "*" }, "kt-bob")),
  call(
    "put a policy with an operator of nobody's",
    "PutUserPolicy",
    policy("p", { ...ALLOW, Condition: { Foo: { "s3:prefix": "a" } } }, "kt-bob"),
  ),
  call(
    "put a policy that is too long",
    "PutUserPolicy",
    policy("p", { ...ALLOW, Resource: `arn:aws:s3:::${"x".repeat(2100)}` }, "kt-bob"),
  ),
  call("get the policy", "GetUserPolicy", { ...ANN, PolicyName: "keyturn-folder" }),
  call("get a policy that is not there", "GetUserPolicy", { ...ANN, PolicyName: "other" }),
  call("list policies", "ListUserPolicies", ANN),
  call("delete a policy that is not there", "DeleteUserPolicy", { ...ANN, PolicyName: "other" }),

  call("list no keys", "ListAccessKeys", ANN),
  call("create a key", "CreateAccessKey", ANN, { first: /<AccessKeyId>([^<]+)/ }),
  call("create a second key", "CreateAccessKey", ANN, { second: /<AccessKeyId>([^<]+)/ }),
  call("create a third key", "CreateAccessKey", ANN),
  call("create nobody's key", "CreateAccessKey", { UserName: "nobody" }),
  call("list keys", "ListAccessKeys", ANN),
  call("list one key", "ListAccessKeys", { ...ANN, MaxItems: "1" }),
  call("list nobody's keys", "ListAccessKeys", { UserName: "nobody" }),
  call("deactivate", "UpdateAccessKey", { ...KEY, Status: "Inactive" }),
  call("deactivate again", "UpdateAccessKey", { ...KEY, Status: "Inactive" }),
  call("deactivate a key that is not there", "UpdateAccessKey", {
    ...ANN,
    AccessKeyId: NOBODYS_KEY,
    Status: "Inactive",
  }),
  call("delete the second key", "DeleteAccessKey", { ...ANN, AccessKeyId: "{second}" }),
  call("list an inactive key", "ListAccessKeys", ANN),
  call("put a key to sleep", "UpdateAccessKey", { ...KEY, Status: "Asleep" }),
  call("ask for the last use", "GetAccessKeyLastUsed", { AccessKeyId: "{first}" }),
  call("ask for nobody's last use", "GetAccessKeyLastUsed", { AccessKeyId: NOBODYS_KEY }),
  call("delete a user with keys and policies", "DeleteUser", { UserName: "kt-ann" }),
  call("delete the first key", "DeleteAccessKey", KEY),
  call("delete it again", "DeleteAccessKey", KEY),
  call("put another boundary", "PutUserPermissionsBoundary", { ...ANN, PermissionsBoundary: BOUNDARY }),
  call("put a boundary that is not there", "PutUserPermissionsBoundary", {
    ...ANN,
    PermissionsBoundary: `${BOUNDARY}2`,
  }),
  call("delete a policy in use as boundary", "DeletePolicy", { PolicyArn: BOUNDARY }),
  call("take the boundary away", "DeleteUserPermissionsBoundary", ANN),
  call("take it away again", "DeleteUserPermissionsBoundary", ANN),
  call("move the user", "UpdateUser", { ...ANN, NewPath: "/portal/" }),
  call("get the user moved", "GetUser", ANN),
  call("move nobody", "UpdateUser", { UserName: "nobody", NewPath: "/portal/" }),
  call("delete the policy", "DeleteUserPolicy", { ...ANN, PolicyName: "keyturn-folder" }),
  call("delete the user", "DeleteUser", ANN),
  call("delete the user again", "DeleteUser", ANN),
  call("delete the managed policy", "DeletePolicy", { PolicyArn: BOUNDARY }),
  call("do what IAM does not", "Frobnicate"),
];
