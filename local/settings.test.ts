import { resolve } from "node:path";
import { expect, test } from "vitest";
import { localSettings } from "./settings.ts";

test("needs nothing to be set", () => {
  expect(localSettings([], {})).toEqual({
    port: 3000,
    awsPort: 4747,
    dataDir: resolve(".keyturn"),
    regions: ["us-east-1", "eu-central-1"],
    iamDelayMs: 0,
    corsOrigins: [],
    mailSender: "keys@keyturn.example",
    adoptedUserPaths: [],
    externalAws: false,
  });
});

test("reads what is set", () => {
  const environment = {
    PORT: "0",
    KEYTURN_AWS_PORT: "65535",
    KEYTURN_DATA_DIR: "/tmp/somewhere",
    KEYTURN_REGIONS: "ap-southeast-2,us-gov-west-1",
    KEYTURN_IAM_DELAY_MS: "1500",
    KEYTURN_CORS_ORIGINS: "https://a.example,https://b.example",
    KEYTURN_MAIL_SENDER: "keys@example.com",
    KEYTURN_ADOPTED_USER_PATHS: "/portal/",
  };
  expect(localSettings([], environment)).toEqual({
    port: 0,
    awsPort: 65_535,
    dataDir: "/tmp/somewhere",
    regions: ["ap-southeast-2", "us-gov-west-1"],
    iamDelayMs: 1_500,
    corsOrigins: ["https://a.example", "https://b.example"],
    mailSender: "keys@example.com",
    adoptedUserPaths: ["/portal/"],
    externalAws: false,
  });
});

test("uses another cloud when --aws or an endpoint says so", () => {
  expect(localSettings(["--aws"], {}).externalAws).toBe(true);
  expect(localSettings([], { AWS_ENDPOINT_URL: "http://localhost:4566" }).externalAws).toBe(true);
});

test.each([
  ["PORT", "http"],
  ["PORT", "-1"],
  ["PORT", ""],
  ["PORT", "0x50"],
  ["PORT", "1e3"],
  ["PORT", "80.5"],
  ["KEYTURN_AWS_PORT", "65536"],
  ["KEYTURN_DATA_DIR", ""],
  ["KEYTURN_REGIONS", "us-east-2;us-east-1"],
  ["KEYTURN_REGIONS", "us-east-2,us-east-2"],
  ["KEYTURN_REGIONS", "Frankfurt"],
  ["KEYTURN_IAM_DELAY_MS", "0.5"],
  ["KEYTURN_IAM_DELAY_MS", "60001"],
  ["AWS_ENDPOINT_URL", "localhost"],
])("does not start with %s as %j, and says so without repeating it", (name, value) => {
  const start = () => localSettings([], { [name]: value });
  expect(start).toThrow(new RegExp(`^Keyturn cannot start: ${name}: [^\\n]+$`));
  if (value.length > 2) expect(start).not.toThrow(value);
});

test("names every setting at fault, and an option it does not know", () => {
  expect(() => localSettings([], { PORT: "x", KEYTURN_REGIONS: "y" })).toThrow(/PORT: .*; KEYTURN_REGIONS: /);
  expect(() => localSettings(["--aws", "--awz"], {})).toThrow("it knows no option --awz");
});
