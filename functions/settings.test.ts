import { readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { presets } from "../core/policy/preset.ts";
import { behaviour } from "./behaviour.ts";
import { settingsFrom } from "./env.ts";
import { about } from "./setting-types.ts";
import { behaviourIn, deploySettings, operatorSettings } from "./settings.ts";

const least = {
  KEYTURN_REGIONS: "eu-central-1,us-east-1",
  KEYTURN_JWT_ISSUER: "https://login.example.com/",
  KEYTURN_JWT_AUDIENCE: "keyturn",
};

/** Two that have to be set together. */
const ownDomain = {
  KEYTURN_CONSOLE_DOMAIN: "keys.example.com",
  KEYTURN_CONSOLE_CERTIFICATE: "arn:aws:acm:us-east-1:123456789012:certificate/0c1e2d3f",
};

const faults: [name: string, value: string | undefined, says: RegExp][] = [
  ["KEYTURN_REGIONS", undefined, /it is not set, for example eu-central-1,us-east-1/],
  ["KEYTURN_REGIONS", " ", /it is not set/],
  ["KEYTURN_REGIONS", ",", /expected AWS regions/],
  ["KEYTURN_REGIONS", "Frankfurt", /expected AWS regions/],
  ["KEYTURN_REGIONS", "eu-central-1,eu-central-1", /expected each region once/],
  ["KEYTURN_REGIONS", "cn-north-1", /outside of the aws partition/],
  ["KEYTURN_REGIONS", "eu-isoe-west-1", /outside of the aws partition/],
  ["KEYTURN_REGIONS", "us-gov-west-1", /outside of the aws partition/],
  ["KEYTURN_JWT_ISSUER", undefined, /it is not set, for example https:/],
  ["KEYTURN_JWT_ISSUER", "login.example.com", /expected an https URL/],
  ["KEYTURN_JWT_ISSUER", "http://login.example.com", /expected an https URL/],
  ["KEYTURN_JWT_AUDIENCE", undefined, /it is not set, for example keyturn/],
  ["KEYTURN_JWT_AUDIENCE", ",", /expected audiences/],
  ["KEYTURN_CORS_ORIGINS", "portal.example.com", /expected origins/],
  ["KEYTURN_CORS_ORIGINS", "https://portal.example.com/keys", /expected origins/],
  ["KEYTURN_CORS_ORIGINS", "http://portal.example.com", /expected origins/],
  ["KEYTURN_CORS_ORIGINS", "https://*.example.com", /expected origins/],
  ["KEYTURN_CONSOLE", "off", /expected true or false/],
  ["KEYTURN_CONSOLE_DOMAIN", "https://keys.example.com", /expected the name of a host/],
  ["KEYTURN_CONSOLE_DOMAIN", "keys", /expected the name of a host/],
  ["KEYTURN_CONSOLE_DOMAIN", "*.example.com", /expected the name of a host/],
  ["KEYTURN_CONSOLE_CERTIFICATE", "arn:aws:acm:eu-central-1:123456789012:certificate/a", /in us-east-1/],
  ["KEYTURN_MAIL_SENDER", "keys", /expected a mail address/],
  ["KEYTURN_ALARM_EMAIL", "oncall", /expected a mail address/],
  ["KEYTURN_ADOPTED_USER_PATHS", "portal", /expected IAM paths/],
  ["KEYTURN_ADOPTED_USER_PATHS", "/", /expected IAM paths/],
  ["KEYTURN_ADOPTED_USER_PATHS", "/portal/*/", /expected IAM paths/],
  ["KEYTURN_ADOPTED_USER_PATHS", "/keyturn/", /expected IAM paths/],
  ["KEYTURN_ADOPTED_USER_PATHS", "/keyturn/acme-1/", /expected IAM paths/],
  ["KEYTURN_PAUSED", "yes", /expected true or false/],
  ["KEYTURN_RESTORED_TABLE", "my table", /expected the name of a DynamoDB table/],
  ["KEYTURN_PRESET", "anything-goes", /expected one of .*, for example connector/],
  ["KEYTURN_ENABLED_REGIONS", "ap-south-1", /expected some of KEYTURN_REGIONS/],
  ["KEYTURN_KEY_MANAGER_ROLES", "support", /support can never manage keys/],
  ["KEYTURN_KEY_OPERATIONS_PER_MINUTE", "0", />=1/],
  ["KEYTURN_KEY_OPERATIONS_PER_MINUTE", "101", /<=100/],
];

test.each(faults)("is not deployed with %s as %j, and says so with an example", (name, value, says) => {
  const deploy = () => deploySettings({ ...least, [name]: value });
  expect(deploy).toThrow(/^Keyturn cannot be deployed: [^\n]+$/);
  expect(deploy).toThrow(new RegExp(`${name}: [^;]*${says.source}`));
  expect(deploy).toThrow(/, for example /);
});

test("names every setting at fault in one sentence", () => {
  const deploy = () => deploySettings({ KEYTURN_PAUSED: "perhaps" });
  for (const name of [...Object.keys(least), "KEYTURN_PAUSED"]) expect(deploy).toThrow(`${name}: `);
});

test("refuses a setting it does not know, which would be a rule that does not hold", () => {
  expect(() => deploySettings({ ...least, KEYTURN_PAUSE: "true" })).toThrow(
    "KEYTURN_PAUSE: there is no such setting",
  );
  expect(() => deploySettings({ ...least, KEYTURN_JWT_ISUER: "x", KEYTURN_PAUSED: "x" })).toThrow(
    /PAUSED: .*; KEYTURN_JWT_ISUER: /,
  );
  deploySettings({ ...least, KEYTURN_DATA_DIR: "x", KEYTURN_SMOKE_TOKEN: "x", KEYTURN_TABLE: "x" });
});

test.each(Object.keys(ownDomain))(
  "takes no half of a domain with its certificate: %s is missing",
  (missing) => {
    expect(() => deploySettings({ ...least, ...ownDomain, [missing]: undefined })).toThrow(
      `${missing}: it is not set, for example `,
    );
    expect(deploySettings({ ...least, ...ownDomain })).toMatchObject(ownDomain);
  },
);

test("needs three settings and fills in the others", () => {
  expect(deploySettings(least)).toMatchObject({
    KEYTURN_REGIONS: ["eu-central-1", "us-east-1"],
    KEYTURN_JWT_AUDIENCE: ["keyturn"],
    KEYTURN_CORS_ORIGINS: [],
    KEYTURN_ADOPTED_USER_PATHS: [],
    KEYTURN_PAUSED: false,
  });
});

test("takes a line of an env file that says nothing as if it were not there", () => {
  const environment = { ...least, KEYTURN_MAIL_SENDER: "", KEYTURN_ROLE_MAP: "" };
  expect(deploySettings(environment).KEYTURN_MAIL_SENDER).toBeUndefined();
  expect(behaviourIn(environment)).toEqual({});
});

test("hands to the Lambdas what decides their behaviour, and nothing else", () => {
  const environment = {
    ...least,
    KEYTURN_PRESET: "connector",
    KEYTURN_ALARM_EMAIL: "a@b.example",
    PATH: "/bin",
  };
  expect(behaviourIn(environment)).toEqual({ KEYTURN_PRESET: "connector" });
});

test("the example of an env file can be deployed", () => {
  const text = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  deploySettings(parseEnv(text) as Record<string, string>);
});

describe("every setting", () => {
  const made = {
    KEYTURN_TABLE: "keyturn",
    KEYTURN_BUCKETS: "us-east-1=a,eu-central-1=b",
    KEYTURN_ACCOUNT_ID: "123456789012",
    KEYTURN_BOUNDARY_ARN: "arn:aws:iam::123456789012:policy/keyturn/boundary",
  };

  test.each(Object.entries(operatorSettings))(
    "%s is described, with an example that holds",
    (name, schema) => {
      const { says, example = "" } = about.get(schema) ?? {};
      expect(says).toMatch(/\w{3}/);
      expect(example).not.toBe("");
      deploySettings({ ...least, ...(name in ownDomain && ownDomain), [name]: example });
      if (name in behaviour) settingsFrom({ ...made, [name]: example });
    },
  );

  test("is in docs/settings.md as it is in the code", () => {
    const path = new URL("../docs/settings.md", import.meta.url);
    if (process.env.KEYTURN_UPDATE) writeFileSync(path, settingsPage());
    expect(readFileSync(path, "utf8")).toBe(settingsPage());
  });
});

function settingsPage(): string {
  const rows = Object.entries(operatorSettings).map(([name, schema]) => {
    const { says, example } = about.get(schema) ?? {};
    const unset = schema.safeParse(undefined);
    const needed = unset.success ? shown(unset.data) : "must be set";
    return `| \`${name}\` | ${says} | ${needed} | \`${example}\` |`;
  });
  return [
    "# Settings",
    "",
    "What an operator can set for a deployment: in `.env.{stage}`, which wins; in the environment of `sst deploy`; or in",
    "`.env`, for every stage. The table is made of `functions/settings.ts` (`KEYTURN_UPDATE=1 npm test -- functions/settings`),",
    "which the stacks and the Lambdas read. A setting that is missing, malformed or misspelt stops the deploy with a sentence",
    "that names it. Whether a region or an issuer exists, AWS finds out.",
    "",
    "| setting | what it says | default | example |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "## Presets and roles",
    "",
    "A preset is the rules of one of the portals. Key managers are the roles that see connections and manage their keys;",
    "`member` sees the names of data services; `support` sees nothing but who it is. Who holds several roles acts in the",
    "strongest, but whoever holds `support` beside others is support.",
    "",
    "| preset | key managers | a connection may be left without a key |",
    "| --- | --- | --- |",
    ...presetRows(),
    "",
  ].join("\n");
}

function shown(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return "–";
  return `\`${value}\``;
}

function presetRows(): string[] {
  return Object.entries(presets).map(([name, { keyManagerRoles, removalAllowed }]) => {
    const roles = keyManagerRoles.map((role) => `\`${role}\``).join(", ");
    return `| \`${name}\` | ${roles} | ${removalAllowed ? "yes" : "no"} |`;
  });
}
