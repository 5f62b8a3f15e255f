import { globSync } from "node:fs";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

/** The AWS clients that each Lambda's bundle holds. A client more is a slower cold start, and a right it should not need. */
const clients: Record<string, string[]> = {
  "events/relay-outbox.ts": ["dynamodb", "eventbridge"],
  "lambdas/deprovision.ts": ["dynamodb", "iam"],
  "lambdas/keys.ts": ["dynamodb", "iam"],
  "lambdas/open.ts": [],
  "lambdas/provision.ts": ["dynamodb", "iam", "s3"],
  "lambdas/read.ts": ["dynamodb"],
  "lambdas/write.ts": ["dynamodb"],
  "schedule/start-sweep.ts": ["dynamodb", "eventbridge"],
  "schedule/sweep-shard.ts": ["dynamodb", "eventbridge", "iam", "s3"],
};

test("these are all the Lambdas there are", () => {
  const entries = globSync("{events,lambdas,schedule}/*.ts", { cwd: import.meta.dirname });
  expect(entries.filter((file) => !file.endsWith(".test.ts")).sort()).toEqual(Object.keys(clients));
});

test.each(Object.entries(clients))("%s bundles the clients of %j and no other", async (entry, expected) => {
  const bundle = await rolldown({ input: `${import.meta.dirname}/${entry}`, platform: "node" });
  const { output } = await bundle.generate();
  const modules = output.flatMap((file) => (file.type === "chunk" ? Object.entries(file.modules) : []));
  const bundled = modules.filter(([, { code }]) => code).map(([path]) => path);
  const found = bundled.map((path) => /@aws-sdk\/client-([a-z0-9]+)\//.exec(path)?.[1]);
  expect([...new Set(found)].filter((name) => name !== undefined).sort()).toEqual(expected);
});
