import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bundleFunction } from "../test/infra/bundle.ts";
import { clientsAmong, lambdaEntries } from "../test/support/bundled-clients.ts";

const root = join(import.meta.dirname, "..");
/** What is more starts too slowly. */
const BYTES_MAX = 1_000_000;

/**
 * The AWS clients that each Lambda's bundle holds. A client more is a slower cold start, and a right it should not
 * need.
 */
const clients: Record<string, string[]> = {
  "functions/events/notify-dependents.ts": ["dynamodb", "eventbridge", "sesv2"],
  "functions/events/relay-outbox.ts": ["dynamodb", "eventbridge"],
  "functions/lambdas/adopt.ts": ["dynamodb", "iam"],
  "functions/lambdas/deprovision.ts": ["dynamodb", "iam", "secrets-manager"],
  "functions/lambdas/keys.ts": ["dynamodb", "iam"],
  "functions/lambdas/open.ts": [],
  "functions/lambdas/pairs.ts": ["dynamodb", "iam", "s3", "secrets-manager", "sts"],
  "functions/lambdas/provision.ts": ["dynamodb", "iam", "s3", "secrets-manager", "sts"],
  "functions/lambdas/read.ts": ["dynamodb"],
  "functions/lambdas/regional.ts": ["dynamodb", "iam", "s3"],
  "functions/lambdas/write.ts": ["dynamodb"],
  "functions/schedule/find-drift.ts": ["dynamodb", "eventbridge", "iam"],
  "functions/schedule/start-sweep.ts": ["dynamodb", "eventbridge"],
  "functions/schedule/sweep-shard.ts": ["dynamodb", "eventbridge", "iam", "s3", "secrets-manager", "sts"],
};

test("these are all the Lambdas there are", () => {
  expect(lambdaEntries(root)).toEqual(Object.keys(clients));
});

describe.each(Object.entries(clients))(
  "%s, bundled and minified as it is deployed",
  async (entry, expected) => {
    const { bytes, inputs, exports } = await bundleFunction({ root, entry, minify: true });

    test(`holds the clients of ${JSON.stringify(expected)} and no other`, () => {
      expect(clientsAmong(inputs)).toEqual(expected);
      expect(exports).toEqual(["handler"]);
    });

    test("has a bare twin in the bench, with the same clients", () => {
      expect(existsSync(join(root, "bench/bare/lambdas", `${expected.join("-") || "none"}.ts`))).toBe(true);
    });

    test("has less than 1 MB", () => {
      expect(bytes).toBeLessThan(BYTES_MAX);
    });
  },
);
