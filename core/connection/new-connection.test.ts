import fc from "fast-check";
import { expect, test } from "vitest";
import { connectionIdFrom, derivedSeed, serviceIdFrom } from "../ids.ts";
import { testDeployment } from "../testing/memory-ports.ts";
import { aService, SAMPLE_TIME } from "../testing/sample-records.ts";
import { Connection } from "./connection.ts";
import { managedBucket, newConnection } from "./new-connection.ts";

const by = { org: "acme", name: "Ada Admin", correlationId: "request-1" };
const orgs = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/);
const names = fc.string({ unit: "grapheme", minLength: 1, maxLength: 120 });
const made = (org: string, name: string, seed: string) => {
  const service = aService(org, { name, serviceId: serviceIdFrom(derivedSeed("service", seed)) });
  const connectionId = connectionIdFrom(derivedSeed("connection", seed));
  return newConnection(service, connectionId, managedBucket(testDeployment), by, SAMPLE_TIME);
};

test("whatever it is called, its folder and user are fit for S3, IAM and a policy, and its record is valid", () => {
  fc.assert(
    fc.property(orgs, names, fc.string(), (org, name, seed) => {
      const connection = made(org, name, seed);
      expect(connection.folder).toMatch(/^[a-z0-9-]+\/[a-z0-9-]+\/$/);
      expect(connection.userName).toMatch(/^kt-[a-z0-9-]+$/);
      expect(connection.userName.length).toBeLessThanOrEqual(64);
      expect(Connection.parse(connection)).toEqual(connection);
    }),
  );
});

test("no two connections share a user, however alike their names", () => {
  fc.assert(
    fc.property(names, names, fc.string(), fc.string(), (one, other, seed, otherSeed) => {
      const isSame = made("acme", one, seed).userName === made("acme", other, otherSeed).userName;
      if (seed !== otherSeed) expect(isSame).toBe(false);
    }),
  );
});

test("no two orgs share a folder", () => {
  fc.assert(
    fc.property(orgs, orgs, names, (one, other, name) => {
      const [ours, theirs] = [made(one, name, "seed").folder, made(other, name, "seed").folder];
      const begins = ours.startsWith(theirs.slice(0, theirs.indexOf("/") + 1));
      expect(begins).toBe(one === other);
    }),
  );
});

test("a seed says where its parts begin and end", () => {
  expect(derivedSeed("ab", "c")).not.toBe(derivedSeed("a", "bc"));
  expect(derivedSeed("a", "")).not.toBe(derivedSeed("a"));
});

test("a deployment without any region has no bucket to offer", () => {
  const nowhere = { ...testDeployment, buckets: [] };
  const refusal = expect.objectContaining({ code: "region_not_enabled", more: { params: { region: "" } } });
  expect(() => managedBucket(nowhere)).toThrow(refusal);
});
