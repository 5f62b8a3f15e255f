import { expect, test } from "vitest";
import { Role } from "../core/caller/caller.ts";
import { Preset, presets } from "../core/policy/preset.ts";
import { settingsFrom } from "./env.ts";

const complete = {
  KEYTURN_TABLE: "keyturn",
  KEYTURN_BUCKETS: "us-east-1=bucket-a, eu-central-1=bucket-b",
  KEYTURN_ACCOUNT_ID: "123456789012",
  KEYTURN_BOUNDARY_ARN: "arn:aws:iam::123456789012:policy/keyturn/keyturn-user-boundary",
};

const faults: [name: string, value: string | undefined, says: RegExp][] = [
  ["KEYTURN_TABLE", undefined, /it is not set/],
  ["KEYTURN_TABLE", "", />=1 characters/],
  ["KEYTURN_BUS", "", />=1 characters/],
  ["KEYTURN_INTERNAL_BUS", "", />=1 characters/],
  ["KEYTURN_BUCKETS", undefined, /it is not set/],
  ["KEYTURN_BUCKETS", "", /name at least one region and its bucket/],
  ["KEYTURN_BUCKETS", "us-east-1", /expected name=value/],
  ["KEYTURN_BUCKETS", "us-east-1=", /expected name=value/],
  ["KEYTURN_BUCKETS", "us-east-1=a=b", /expected name=value/],
  ["KEYTURN_ACCOUNT_ID", "12345678901", /must match/],
  ["KEYTURN_BOUNDARY_ARN", "keyturn-user-boundary", /must start with/],
  ["KEYTURN_PRESET", "anything-goes", /expected one of "data-services"\|"cloud-dashboard"\|"connector"/],
  ["KEYTURN_KEY_OPERATIONS_PER_MINUTE", "0", />=1/],
  ["KEYTURN_KEY_OPERATIONS_PER_MINUTE", "1.5", /expected int/],
  ["KEYTURN_KEY_OPERATIONS_PER_MINUTE", "six", /expected number/],
  ["KEYTURN_CLAIM_ORG", "", /at least one character/],
  ["KEYTURN_CLAIM_ROLE", "", /at least one character/],
  ["KEYTURN_CLAIM_NAME", "", /at least one character/],
  ["KEYTURN_ROLE_MAP", "Administrator", /expected name=value/],
  ["KEYTURN_ROLE_MAP", "Administrator=root", /expected one of "super_admin"/],
  ["KEYTURN_ROLE_MAP", "Helpdesk=support,Helpdesk=admin", /expected each name once/],
  ["KEYTURN_ROLE_MAP", ",", /expected name=value/],
  ["KEYTURN_BUCKETS", "us-east-1=a,us-east-1=b", /expected each name once/],
  ["KEYTURN_SUPPORT_CLAIMS", "act;impersonated_by", /expected names of claims/],
  ["KEYTURN_SUPPORT_CLAIMS", "acts for", /expected names of claims/],
  ["KEYTURN_KEY_MANAGER_ROLES", "admin,support", /support can never manage keys/],
  ["KEYTURN_KEY_MANAGER_ROLES", ",", /at least one role must be able to manage keys/],
  ["KEYTURN_REMOVAL_ALLOWED", "yes", /expected true or false, for example false/],
  ["KEYTURN_ENABLED_REGIONS", "Frankfurt", /expected AWS regions/],
];

test.each(faults)("does not start with %s as %j, and says so", (name, value, says) => {
  const start = () => settingsFrom({ ...complete, [name]: value });
  expect(start).toThrow(/^Keyturn cannot start: [^\n]+$/);
  expect(start).toThrow(new RegExp(`${name}[^:]*: [^;]*${says.source}`));
});

test("names every fault in one sentence", () => {
  const names = ["KEYTURN_TABLE", "KEYTURN_ACCOUNT_ID", "KEYTURN_PRESET"];
  const environment = { ...complete, ...Object.fromEntries(names.map((name) => [name, ""])) };
  for (const name of names) expect(() => settingsFrom(environment)).toThrow(name);
});

test("fills in what is not set", () => {
  expect(settingsFrom(complete)).toEqual({
    ...{ tableName: "keyturn", busName: "keyturn", internalBusName: "keyturn-internal" },
    buckets: [
      { region: "us-east-1", bucket: "bucket-a" },
      { region: "eu-central-1", bucket: "bucket-b" },
    ],
    regions: [
      {
        region: "us-east-1",
        bucket: "bucket-a",
        enabled: true,
        s3Endpoint: "https://s3.us-east-1.amazonaws.com",
      },
      {
        ...{ region: "eu-central-1", bucket: "bucket-b", enabled: true },
        s3Endpoint: "https://s3.eu-central-1.amazonaws.com",
      },
    ],
    ...{ accountId: complete.KEYTURN_ACCOUNT_ID, boundaryArn: complete.KEYTURN_BOUNDARY_ARN },
    ...{ preset: presets["data-services"], keyOperationsPerMinute: 6 },
    ...{ claims: { org: "org", role: "role", name: "name" }, roleMap: undefined, supportClaims: ["act"] },
    adoptedUserPaths: [],
  });
});

test("reads what is set", () => {
  const settings = settingsFrom({
    ...complete,
    KEYTURN_PRESET: "connector",
    KEYTURN_KEY_OPERATIONS_PER_MINUTE: "30",
    KEYTURN_ROLE_MAP: "Administrator=admin, Helpdesk=support",
    KEYTURN_SUPPORT_CLAIMS: "act, impersonated_by",
    KEYTURN_CLAIM_ORG: "tenant",
  });
  expect(settings).toMatchObject({ keyOperationsPerMinute: 30, preset: presets.connector });
  expect(settings.roleMap).toEqual(new Map(Object.entries({ Administrator: "admin", Helpdesk: "support" })));
  expect(settings.supportClaims).toEqual(["act", "impersonated_by"]);
  expect(settings.claims.org).toBe("tenant");
});

test("lets a deployment override single fields of its preset", () => {
  const settings = settingsFrom({
    ...complete,
    KEYTURN_PRESET: "cloud-dashboard",
    KEYTURN_KEY_MANAGER_ROLES: "super_admin",
    KEYTURN_ENABLED_REGIONS: "eu-central-1",
  });
  expect(settings.preset).toEqual({ keyManagerRoles: ["super_admin"], removalAllowed: false });
  expect(settings.buckets).toEqual([{ region: "eu-central-1", bucket: "bucket-b" }]);
  expect(settings.regions.map(({ region, enabled }) => [region, enabled])).toEqual([
    ["us-east-1", false],
    ["eu-central-1", true],
  ]);
});

test("takes S3 for where it is told that it is", () => {
  const s3Endpoint = "http://127.0.0.1:4747";
  const { regions } = settingsFrom({ ...complete, KEYTURN_S3_ENDPOINT: s3Endpoint });
  expect(regions).toMatchObject([{ s3Endpoint }, { s3Endpoint }]);
});

test.each([undefined, ",", "impersonated_by"])(
  "takes the standard claim of somebody who acts for the user for support, with KEYTURN_SUPPORT_CLAIMS as %j",
  (value) => {
    expect(settingsFrom({ ...complete, KEYTURN_SUPPORT_CLAIMS: value }).supportClaims).toContain("act");
  },
);

test("no preset makes support a key manager, and none can be written that does", () => {
  expect(Object.values(presets).flatMap((preset) => preset.keyManagerRoles)).not.toContain("support");
  for (const preset of Object.values(presets)) expect(Preset.safeParse(preset).success).toBe(true);
  const withSupport = { keyManagerRoles: Role.options, removalAllowed: true };
  expect(Preset.safeParse(withSupport).error?.issues.map((issue) => issue.message)).toEqual([
    "expected super_admin, admin, member+ or member: support can never manage keys",
  ]);
});
