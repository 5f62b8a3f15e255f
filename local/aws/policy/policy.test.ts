import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contextOf } from "./conditions.ts";
import { evaluate, isAllowed } from "./evaluate.ts";
import { parsePolicyDocument } from "./policy-document.ts";
import { matchesWildcard } from "./wildcard.ts";

describe("wildcards", () => {
  test("match exactly what the same pattern as a regular expression matches", () => {
    const letters = fc.constantFrom("a", "b", "/", "*", "?", ".", "é");
    const pattern = fc.array(letters, { maxLength: 8 }).map((list) => list.join(""));
    const text = fc.array(fc.constantFrom("a", "b", "/", ".", "é"), { maxLength: 10 }).map((l) => l.join(""));
    fc.assert(
      fc.property(pattern, text, (wanted, given) => {
        const source = wanted.replace(/[.*?/]/g, (c) => (c === "*" ? ".*" : c === "?" ? "." : `\\${c}`));
        expect(matchesWildcard(wanted, given)).toBe(new RegExp(`^${source}$`, "su").test(given));
      }),
      { numRuns: 2000 },
    );
  });

  test("cannot be made to stall", () => {
    const started = performance.now();
    expect(matchesWildcard(`${"*a".repeat(200)}b`, "a".repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

function policy(...Statement: object[]) {
  return parsePolicyDocument(JSON.stringify({ Version: "2012-10-17", Statement }));
}

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
function access(action: string, resource = "*", keys: Record<string, string> = {}) {
  return { action, resource, context: contextOf(keys) };
}

describe("evaluation", () => {
  test("allows nothing by itself, and an explicit deny wins wherever it stands", () => {
    const deny = { Effect: "Deny", Action: "s3:Delete*", Resource: "*" };
    expect(evaluate([], access("s3:GetObject"))).toBe("none");
    expect(evaluate([policy(everything, deny)], access("s3:DeleteObject"))).toBe("deny");
    expect(evaluate([policy(deny), policy(everything)], access("s3:DeleteObject"))).toBe("deny");
    expect(evaluate([policy(deny), policy(everything)], access("s3:GetObject"))).toBe("allow");
  });

  test("knows an action whatever its case, and what NotAction and NotResource leave out", () => {
    expect(evaluate([policy({ ...everything, Action: "S3:getobject" })], access("s3:GetObject"))).toBe(
      "allow",
    );
    const { Action: _, ...allow } = everything;
    const notIam = policy({ ...allow, NotAction: "iam:*" });
    expect(evaluate([notIam], access("iam:CreateUser"))).toBe("none");
    expect(evaluate([notIam], access("s3:GetObject"))).toBe("allow");
    const elsewhere = policy({ Effect: "Deny", Action: "*", NotResource: "arn:aws:s3:::a/*" });
    expect(evaluate([elsewhere], access("s3:GetObject", "arn:aws:s3:::a/x"))).toBe("none");
    expect(evaluate([elsewhere], access("s3:GetObject", "arn:aws:s3:::ab/x"))).toBe("deny");
  });

  test("permits only what the boundary permits as well, and nothing under a boundary that does not resolve", () => {
    const boundary = policy({ ...everything, Action: "s3:*" });
    expect(isAllowed([policy(everything)], [boundary], access("s3:GetObject"))).toBe(true);
    expect(isAllowed([policy(everything)], [boundary], access("iam:CreateUser"))).toBe(false);
    expect(isAllowed([], [boundary], access("s3:GetObject"))).toBe(false);
    expect(isAllowed([policy(everything)], [], access("s3:GetObject"))).toBe(false);
  });

  test.each([
    ["StringEquals", "a", "a", true],
    ["StringEquals", "a", "b", false],
    ["StringEquals", undefined, "a", false],
    ["StringEqualsIfExists", undefined, "a", true],
    ["StringNotEquals", "b", "a", true],
    ["StringNotEquals", "a", "a", false],
    ["StringNotEquals", undefined, "a", true],
    ["StringLike", "folder/x", "folder/*", true],
    ["StringLike", "folder2/x", "folder/*", false],
    ["StringNotLike", "folder/x", "folder/*", false],
    ["Bool", "false", "false", true],
    ["Bool", undefined, "false", false],
    ["BoolIfExists", undefined, "false", true],
    ["Null", undefined, "true", true],
    ["Null", "x", "true", false],
    ["Null", "x", "false", true],
  ])("%s of %s against %s is %s", (operator, given, wanted, met) => {
    const conditional = policy({ ...everything, Condition: { [operator]: { "s3:Prefix": wanted } } });
    const keys: Record<string, string> = given === undefined ? {} : { "s3:prefix": given };
    expect(evaluate([conditional], access("s3:ListBucket", "*", keys))).toBe(met ? "allow" : "none");
  });

  test("reads an operator it does not know against the caller", () => {
    const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
    expect(evaluate([policy({ ...everything, Condition })], access("s3:GetObject"))).toBe("none");
    expect(evaluate([policy({ ...everything, Effect: "Deny", Condition })], access("s3:GetObject"))).toBe(
      "deny",
    );
    const both = { ...Condition, StringEquals: { "aws:username": "bob" } };
    const denyBob = policy({ ...everything, Effect: "Deny", Condition: both });
    expect(evaluate([denyBob], access("s3:GetObject", "*", { "aws:username": "ann" }))).toBe("none");
  });

  test("puts the user's name in for its variable, and does not let a name with a wildcard widen the pattern", () => {
    const own = policy({ ...everything, Resource: `arn:aws:s3:::b/${"$"}{aws:username}/*` });
    const to = (resource: string, user: string) =>
      evaluate([own], access("x:Y", resource, { "aws:username": user }));
    expect(to("arn:aws:s3:::b/ann/1", "ann")).toBe("allow");
    expect(to("arn:aws:s3:::b/bob/1", "ann")).toBe("none");
    expect(to("arn:aws:s3:::b/bob/1", "*")).toBe("none");
  });
});

test.each([
  ["no JSON", "{"],
  ["no statement", '{"Version":"2012-10-17"}'],
  ["an unknown version", '{"Version":"2020-01-01","Statement":[]}'],
  ["an action without a service", JSON.stringify({ Statement: [{ ...everything, Action: "GetObject" }] })],
  ["a resource that is no ARN", JSON.stringify({ Statement: [{ ...everything, Resource: "bucket/*" }] })],
  ["a principal", JSON.stringify({ Statement: [{ ...everything, Principal: "*" }] })],
  ["an effect in lower case", JSON.stringify({ Statement: [{ ...everything, Effect: "allow" }] })],
])("does not take a document with %s for a policy", (_, text) => {
  expect(() => parsePolicyDocument(text)).toThrow(
    expect.objectContaining({ code: "MalformedPolicyDocument" }),
  );
});
