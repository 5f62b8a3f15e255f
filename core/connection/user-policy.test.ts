import { describe, expect, test } from "vitest";
import * as z from "zod";
import { boundaryPolicy, userPolicy } from "./user-policy.ts";

const OneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]);
const Statement = z.strictObject({
  Sid: z.string().regex(/^[A-Za-z0-9]+$/),
  Effect: z.enum(["Allow", "Deny"]),
  Action: OneOrMore,
  Resource: OneOrMore,
  Condition: z
    .strictObject({
      StringLike: z.record(z.string(), OneOrMore).optional(),
      Null: z.record(z.string(), z.enum(["true", "false"])).optional(),
    })
    .default({}),
});
/** What IAM takes for a policy: names are unique, and of the language's current version only. */
const Policy = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z
    .array(Statement)
    .refine((all) => new Set(all.map(({ Sid }) => Sid)).size === all.length, "two of one name"),
});

interface Request {
  action: string;
  resource: string;
  /** What is known of the request: the prefix that is listed, when a session's token was made. */
  context: Record<string, string>;
}

function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

function isAbout(one: z.infer<typeof Statement>, { action, resource, context }: Request): boolean {
  const { StringLike = {}, Null = {} } = one.Condition;
  return (
    one.Action.some((pattern) => isLike(pattern, action)) &&
    one.Resource.some((pattern) => isLike(pattern, resource)) &&
    Object.entries(StringLike).every(([key, patterns]) =>
      patterns.some((pattern) => key in context && isLike(pattern, context[key] ?? "")),
    ) &&
    Object.entries(Null).every(([key, isAbsent]) => String(!(key in context)) === isAbsent)
  );
}

/** As IAM decides: what is denied is denied, and what nothing allows is too. */
function mayDo(policy: object, request: Request): boolean {
  const effects = Policy.parse(policy)
    .Statement.filter((one) => isAbout(one, request))
    .map(({ Effect }) => Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

const OBJECT_ACTIONS = [
  "GetObject",
  "PutObject",
  "DeleteObject",
  "AbortMultipartUpload",
  "ListMultipartUploadParts",
];
const NEVER = ["PutObjectAcl", "GetObjectVersion", "DeleteObjectVersion", "PutBucketPolicy", "DeleteBucket"];

const on = (resource: string, action: string, context = {}): Request => ({
  ...{ action: `s3:${action}`, resource: `arn:aws:s3:::${resource}`, context },
});
const listing = (bucket: string, prefix?: string) =>
  on(bucket, "ListBucket", prefix === undefined ? {} : { "s3:prefix": prefix });
const ofSession = { "aws:TokenIssueTime": "2026-03-01T12:00:00Z" };

describe("a key's holder", () => {
  const policy = userPolicy("data", "acme-x/sales/");
  const may = (request: Request) => mayDo(policy, request);

  test.each(OBJECT_ACTIONS)("may %s in its own folder, and nowhere else", (action) => {
    expect(may(on("data/acme-x/sales/a.csv", action))).toBe(true);
    const elsewhere = [
      "data/acme-x/sales-2/a.csv",
      "data/acme-x/sales",
      "data/a.csv",
      "other/acme-x/sales/a",
    ];
    expect(elsewhere.filter((place) => may(on(place, action)))).toEqual([]);
  });

  test.each(NEVER)("may not %s", (action) => {
    expect(may(on("data/acme-x/sales/a.csv", action)) || may(on("data", action))).toBe(false);
  });

  test("may list its own folder, and neither the bucket nor a sibling that begins alike", () => {
    const prefixes = [
      "acme-x/sales/",
      "acme-x/sales/2026/",
      "acme-x/sales",
      "acme-x/sales-2/",
      "acme-x/",
      "",
    ];
    expect(prefixes.filter((prefix) => may(listing("data", prefix)))).toEqual(prefixes.slice(0, 2));
    expect(may(listing("data"))).toBe(false);
    expect(may(listing("other", "acme-x/sales/"))).toBe(false);
  });

  test("may ask where its bucket is, and no other", () => {
    expect(may(on("data", "GetBucketLocation"))).toBe(true);
    expect(may(on("other", "GetBucketLocation"))).toBe(false);
  });

  test("may do nothing by a session that the key was traded for", () => {
    expect(may(on("data/acme-x/sales/a.csv", "GetObject", ofSession))).toBe(false);
    expect(may(on("data", "GetBucketLocation", ofSession))).toBe(false);
  });
});

describe("whatever its own policy says, a user", () => {
  const may = (request: Request) => mayDo(boundaryPolicy(["data", "daten"]), request);

  test.each(["data", "daten"])("may at most use the objects of the managed bucket %s", (bucket) => {
    for (const action of OBJECT_ACTIONS) expect(may(on(`${bucket}/any/a.csv`, action)), action).toBe(true);
    expect(may(listing(bucket, "any/"))).toBe(true);
    expect(may(on(bucket, "GetBucketLocation"))).toBe(true);
  });

  test("may do nothing in a bucket that is not managed, nor with a managed one itself", () => {
    const elsewhere = [
      on("data-2/a.csv", "GetObject"),
      listing("data-2", ""),
      on("data-2", "GetBucketLocation"),
    ];
    expect(elsewhere.filter(may)).toEqual([]);
    expect(NEVER.filter((action) => may(on("data", action)) || may(on("data/a.csv", action)))).toEqual([]);
  });

  test("may do nothing by a session", () => {
    expect(may(on("data/any/a.csv", "GetObject", ofSession))).toBe(false);
  });
});
