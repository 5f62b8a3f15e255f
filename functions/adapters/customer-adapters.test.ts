import { inspect } from "node:util";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, expect, test, vi } from "vitest";
import { plus } from "../../core/clock.ts";
import { secretNameOf } from "../../core/connection/customer.ts";
import { CallFailed } from "../../core/errors.ts";
import { Secret } from "../../core/secret.ts";
import { describePairChecks } from "../../core/testing/contract/pair-checks.contract.ts";
import { describePairSecrets } from "../../core/testing/contract/pair-secrets.contract.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { type CustomersUser, customersAccount } from "../../test/support/customers-account.ts";
import { serve } from "../../test/support/serve.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";
import { pairClients, secretsClient } from "../clients.ts";
import { awsPairChecks } from "./aws-pair-checks.ts";
import { secretsManagerPairs } from "./secrets-manager.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());
const { secrets, pairChecks, clock } = cloudPorts(cloud);
const until = () => plus(cloud.clock.now(), 5_000);
const account = customersAccount(cloud.root);
const reader = secretsClient(cloud.aws);

describePairSecrets("customers' pairs in Secrets Manager", async () => ({
  secrets,
  until,
  async labelled(ref, VersionStage) {
    try {
      const command = new GetSecretValueCommand({ SecretId: secretNameOf(ref), VersionStage });
      return JSON.parse((await reader.send(command)).SecretString ?? "{}").accessKeyId;
    } catch (error) {
      expect((error as Error).name).toBe("ResourceNotFoundException");
      return undefined;
    }
  },
}));

const place = await account.makeBucket("eu-central-1");
const allow = (Action: string) => ({ Effect: "Allow", Action, Resource: "*" });

describePairChecks("what AWS says of a customer's pair", async () => ({
  pairChecks,
  until,
  async newKey({ list, tellAge }) {
    const statements = [
      ...(list ? [allow("s3:ListBucket")] : []),
      ...(tellAge ? [allow("iam:ListAccessKeys")] : []),
    ];
    const user: CustomersUser = await account.makeUser(
      statements.length > 0 ? statements : [allow("s3:Put*")],
    );
    const { accessKeyId, secretAccessKey } = await account.makeKey(user);
    return {
      pair: { accessKeyId, secretAccessKey: new Secret(secretAccessKey) },
      accountId: "000000000000",
      deactivate: () => account.deactivate(user, accessKeyId),
    };
  },
  place,
  otherPlaces: {
    noSuchBucket: { ...place, bucket: "customers-nobodys" },
    otherRegion: { ...place, region: "us-east-1" },
  },
}));

test("a version is made current also where AWS does not find the one that was, with the secret it was in", async () => {
  const calls: string[] = [];
  const server = await serve((incoming, response) => {
    let body = "";
    incoming.on("data", (part) => (body += part));
    incoming.on("end", () => {
      const call = String(incoming.headers["x-amz-target"]).split(".")[1] ?? "";
      const { RemoveFromVersionId = "" } = JSON.parse(body);
      calls.push(`${call} ${RemoveFromVersionId}`.trim());
      const isMissing = RemoveFromVersionId === "gone".padEnd(32, "-");
      response.writeHead(isMissing ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
      const error = { __type: "ResourceNotFoundException", message: "no such version" };
      const labels = { VersionIdsToStages: { empty: ["AWSCURRENT"], second: ["AWSPENDING"] } };
      response.end(JSON.stringify(isMissing ? error : labels));
    });
  });
  try {
    const client = secretsClient({ ...cloud.aws, endpoint: server.url });
    const ref = { org: "acme", connectionId: `con_${"0".repeat(32)}` };
    await secretsManagerPairs(client, clock).promote(ref, "second", "gone".padEnd(32, "-"), until());
    expect(calls).toEqual([
      `UpdateSecretVersionStage ${"gone".padEnd(32, "-")}`,
      "DescribeSecret",
      "UpdateSecretVersionStage empty",
    ]);
  } finally {
    await server.close();
  }
});

test("a pair of another account is told by its account, a root's by its name", async () => {
  const stranger = await account.makeUser(undefined, "444455556666");
  const { accessKeyId, secretAccessKey } = await account.makeKey(stranger);
  const pair = { accessKeyId, secretAccessKey: new Secret(secretAccessKey) };
  expect(await pairChecks.identify(pair, until())).toMatchObject({
    accountId: "444455556666",
    arn: expect.stringMatching(/^arn:aws:iam::444455556666:user\//),
  });
  const root = {
    accessKeyId: account.root.accessKeyId,
    secretAccessKey: new Secret(account.root.secretAccessKey),
  };
  expect(await pairChecks.identify(root, until())).toMatchObject({ arn: "arn:aws:iam::000000000000:root" });
});

test.each([
  [301, "PermanentRedirect", "other_region"],
  [307, "TemporaryRedirect", "other_region"],
  [400, "AuthorizationHeaderMalformed", "other_region"],
  [400, "IllegalLocationConstraintException", "other_region"],
  [403, "AccessDenied", "no_permission"],
  [403, "AllAccessDisabled", "no_permission"],
  [404, "NoSuchBucket", "no_such_bucket"],
  [403, "InvalidAccessKeyId", "unknown_key"],
  [403, "SignatureDoesNotMatch", "refused"],
])("an answer %s %s means %s, and nobody follows it elsewhere", async (status, code, is) => {
  const elsewhere = vi.fn();
  const asked: string[] = [];
  const other = await serve((_, response) => {
    elsewhere();
    response.end();
  });
  const server = await serve((incoming, response) => {
    asked.push(`${incoming.headers.host} ${incoming.url}`);
    response.writeHead(status, { "content-type": "application/xml", location: other.url });
    const Endpoint = other.url.slice("http://".length);
    response.end(`<Error><Code>${code}</Code><Message>m</Message><Endpoint>${Endpoint}</Endpoint></Error>`);
  });
  const endpoint = server.url;
  try {
    const checks = awsPairChecks(pairClients({ endpoint, region: "us-east-1" }), clock);
    const pair = {
      accessKeyId: "AKIANOBODYSKEY000001",
      secretAccessKey: new Secret("some/secret/of/length"),
    };
    expect(await checks.list(pair, { ...place, region: "eu-west-3" }, until())).toEqual({ is });
    expect(elsewhere).not.toHaveBeenCalled();
    expect(asked).toEqual([
      `${endpoint.slice("http://".length)} /${place.bucket}/?list-type=2&max-keys=1&prefix=exports%2F`,
    ]);
  } finally {
    await Promise.all([server.close(), other.close()]);
  }
});

test("whose a pair is, is asked where every account is known, wherever Keyturn runs", async () => {
  const scopes: string[] = [];
  const server = await serve((incoming, response) => {
    scopes.push(String(incoming.headers.authorization).split("/").slice(2, 4).join(" "));
    response
      .writeHead(403)
      .end("<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>");
  });
  try {
    const checks = awsPairChecks(pairClients({ endpoint: server.url, region: "eu-south-1" }), clock);
    const pair = {
      accessKeyId: "AKIANOBODYSKEY000001",
      secretAccessKey: new Secret("some/secret/of/length"),
    };
    expect(await checks.identify(pair, until())).toEqual({ is: "unknown_key" });
    expect(scopes).toEqual(["us-east-1 sts"]);
  } finally {
    await server.close();
  }
});

test("what a failing store or a failing check throws has nothing of the pair in it", async () => {
  const echo = await serve(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    response.writeHead(400, { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": "Strange" });
    response.end(JSON.stringify({ message: Buffer.concat(chunks).toString() }));
  });
  const reach = { endpoint: echo.url, region: "us-east-1", credentials: { ...cloud.root.credentials } };
  const secret = "canary/secret+of/some/length";
  const pair = { accessKeyId: "AKIANOBODYSKEY000001", secretAccessKey: new Secret(secret) };
  const store = secretsManagerPairs(secretsClient(reach), clock);
  const ref = { org: "acme", connectionId: "con_1" };
  try {
    const thrown = await Promise.all([
      store.keep(ref, "01900000-0000-7000-8000-000000000001", pair, until()).catch((error: unknown) => error),
      store.read(ref, "01900000-0000-7000-8000-000000000001", until()).catch((error: unknown) => error),
      new Error("uncaught", { cause: { pair, request: [pair] } }),
    ]);
    expect(thrown[0]).toMatchObject({ call: "PutSecretValue", failure: "denied" });
    for (const error of thrown) {
      const dump = inspect(error, { depth: Infinity, showHidden: true, getters: true });
      expect(dump + JSON.stringify(error)).not.toContain(secret);
    }
  } finally {
    await echo.close();
  }
});

test("an answer that does not come is silence, and an AWS that fails is no fault of the pair's", async () => {
  let status: number | undefined;
  const server = await serve((incoming, response) => {
    incoming.resume();
    const body = "<ErrorResponse><Error><Code>InternalFailure</Code></Error></ErrorResponse>";
    if (status) response.writeHead(status).end(body);
  });
  const endpoint = server.url;
  const checks = awsPairChecks(pairClients({ endpoint, region: "us-east-1" }), clock);
  const pair = { accessKeyId: "AKIANOBODYSKEY000001", secretAccessKey: new Secret("some/secret/of/length") };
  try {
    const soon = plus(clock.now(), 300);
    expect(await checks.identify(pair, soon)).toEqual({ is: "silence" });
    expect(await checks.list(pair, place, soon)).toEqual({ is: "silence" });
    expect(await checks.createdAt(pair, soon)).toBeUndefined();
    status = 500;
    await expect(checks.identify(pair, until())).rejects.toMatchObject({ failure: "unknown" });
  } finally {
    await server.close();
  }
});

test("that our clock is wrong is no fault of the pair's", async () => {
  const server = await serve((incoming, response) => {
    incoming.resume();
    response.writeHead(403).end("<Error><Code>RequestTimeTooSkewed</Code></Error>");
  });
  const checks = awsPairChecks(pairClients({ endpoint: server.url, region: "us-east-1" }), clock);
  const pair = { accessKeyId: "AKIANOBODYSKEY000001", secretAccessKey: new Secret("some/secret/of/length") };
  try {
    await expect(checks.list(pair, place, until())).rejects.toBeInstanceOf(CallFailed);
  } finally {
    await server.close();
  }
});
