import type { Random } from "../../simulation/random.ts";
import type { KnownAws } from "./known-aws.ts";
import { type MakePlan, type Plan, queryCall } from "./plan.ts";

const statement = {
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:PutObject"],
  Resource: "arn:aws:s3:::keyturn-000000000000-us-east-1/*",
};
const DOCUMENTS = [
  { Version: "2012-10-17", Statement: [statement] },
  {
    Version: "2012-10-17",
    Statement: {
      ...statement,
      Action: "s3:*",
      Resource: "*",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
      Condition: { StringLike: { "s3:prefix": ["a*", "${aws:username}/*"] } },
    },
  },
  {
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", NotAction: "iam:*", NotResource: "arn:aws:s3:::x" }],
  },
];
const iam = (action: string, given: Record<string, string | undefined> = {}): Plan =>
  queryCall("iam", action, given);
const document = (random: Random) => JSON.stringify(random.pick(DOCUMENTS));
const paged = (random: Random) => (random.chance(0.3) ? { MaxItems: String(random.between(1, 1_000)) } : {});
const ofUser =
  (action: string, more: (random: Random) => Record<string, string> = () => ({})): MakePlan =>
  (aws, random) =>
    iam(action, { UserName: aws.user(random), ...more(random) });
const ofPolicy =
  (action: string, more: (random: Random) => Record<string, string> = () => ({})): MakePlan =>
  (aws, random) =>
    iam(action, { PolicyArn: aws.policy(random), ...more(random) });
const version = (random: Random) => ({ VersionId: `v${random.between(1, 3)}` });
const policyName = () => ({ PolicyName: "own" });

const ofKey =
  (action: string, more: Record<string, string> = {}): MakePlan =>
  (aws: KnownAws, random: Random) => {
    const holders = [...aws.users].filter(([, all]) => all.length > 0);
    const [UserName, ids] = holders.length > 0 ? random.pick(holders) : ["nobody", []];
    return iam(action, {
      UserName,
      AccessKeyId: ids.length > 0 ? random.pick(ids) : "AKIA0000000000000000",
      ...more,
    });
  };

/** Each of IAM's and STS's calls that the laptop does, and some that it does not. */
export const iamPlans: Record<string, MakePlan> = {
  CreateUser: (aws, random) =>
    iam("CreateUser", {
      ...{ UserName: `fuzz-${random.between(0, 900)}`, Path: random.pick(["/", "/fuzz/", "/a/b/"]) },
      ...(random.chance(0.3) && { "Tags.member.1.Key": "a", "Tags.member.1.Value": "b" }),
      ...(random.chance(0.2) && aws.policies.size > 0 && { PermissionsBoundary: aws.policy(random) }),
    }),
  ...{
    GetUser: ofUser("GetUser"),
    DeleteUser: ofUser("DeleteUser"),
    ListUserTags: ofUser("ListUserTags", paged),
  },
  ListUsers: (_, random) => iam("ListUsers", { PathPrefix: random.pick(["/", "/fuzz/"]), ...paged(random) }),
  UpdateUser: ofUser("UpdateUser", () => ({ NewPath: "/moved/" })),
  TagUser: ofUser("TagUser", (random) => ({
    "Tags.member.1.Key": `k${random.between(0, 60)}`,
    "Tags.member.1.Value": "v",
  })),
  UntagUser: ofUser("UntagUser", (random) => ({ "TagKeys.member.1": `k${random.between(0, 60)}` })),
  PutUserPermissionsBoundary: (aws, random) =>
    iam("PutUserPermissionsBoundary", {
      UserName: aws.user(random),
      PermissionsBoundary: aws.policy(random),
    }),
  DeleteUserPermissionsBoundary: ofUser("DeleteUserPermissionsBoundary"),
  PutUserPolicy: ofUser("PutUserPolicy", (random) => ({ ...policyName(), PolicyDocument: document(random) })),
  ...{
    GetUserPolicy: ofUser("GetUserPolicy", policyName),
    DeleteUserPolicy: ofUser("DeleteUserPolicy", policyName),
  },
  ...{ ListUserPolicies: ofUser("ListUserPolicies", paged), CreateAccessKey: ofUser("CreateAccessKey") },
  UpdateAccessKey: (aws, random) =>
    ofKey("UpdateAccessKey", { Status: random.pick(["Active", "Inactive"]) })(aws, random),
  ...{ DeleteAccessKey: ofKey("DeleteAccessKey"), ListAccessKeys: ofUser("ListAccessKeys", paged) },
  GetAccessKeyLastUsed: (aws, random) =>
    iam("GetAccessKeyLastUsed", {
      AccessKeyId: aws.keys.length > 0 ? random.pick(aws.keys).accessKeyId : "AKIA0000000000000000",
    }),
  GetAccountSummary: () => iam("GetAccountSummary"),
  CreatePolicy: (_, random) =>
    iam("CreatePolicy", { PolicyName: `fuzz-${random.between(0, 900)}`, PolicyDocument: document(random) }),
  ...{ GetPolicy: ofPolicy("GetPolicy"), DeletePolicy: ofPolicy("DeletePolicy") },
  ListPolicies: (_, random) =>
    iam("ListPolicies", { Scope: random.pick(["All", "Local"]), ...paged(random) }),
  CreatePolicyVersion: ofPolicy("CreatePolicyVersion", (random) => ({
    PolicyDocument: document(random),
    SetAsDefault: random.pick(["true", "false"]),
  })),
  ...{
    GetPolicyVersion: ofPolicy("GetPolicyVersion", version),
    ListPolicyVersions: ofPolicy("ListPolicyVersions", paged),
  },
  ...{
    SetDefaultPolicyVersion: ofPolicy("SetDefaultPolicyVersion", version),
    DeletePolicyVersion: ofPolicy("DeletePolicyVersion", version),
  },
  "what is not done": (_, random) =>
    iam(random.pick(["CreateRole", "ListGroups", "AttachUserPolicy", "SimulatePrincipalPolicy"])),
};

export const stsPlans: Record<string, MakePlan> = {
  GetCallerIdentity: () => queryCall("sts", "GetCallerIdentity"),
  GetSessionToken: (_, random) =>
    queryCall("sts", "GetSessionToken", { DurationSeconds: random.chance(0.5) ? "900" : undefined }),
};
