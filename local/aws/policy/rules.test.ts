import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Context, contextOf } from "./conditions.ts";
import { type Decision, evaluate, isAllowed } from "./evaluate.ts";
import { parsePolicyDocument } from "./policy-document.ts";

// What AWS says of how policies are read, sentence by sentence, each with the page of the IAM User Guide it is from
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/….html).
const LOGIC = "reference_policies_evaluation-logic_policy-eval-basics";
const OPERATORS = "reference_policies_elements_condition_operators";
const SETS = "reference_policies_condition-single-vs-multi-valued-context-keys";
const MULTIPLE = "reference_policies_condition-logic-multiple-context-keys-or-values";
const VARIABLES = "reference_policies_variables";
const element = (name: string) => `reference_policies_elements_${name}`;

interface Rule {
  page: string;
  says: string;
  statements: object[];
  /** Action, resource, and the keys of the request. */
  asked: [action: string, resource?: string, keys?: Record<string, string | string[]>];
  is: Decision;
}

/** The variable itself, `${…}`. */
const USERNAME = "$" + "{aws:username}";
const allow = { Effect: "Allow", Action: "*", Resource: "*" };
const deny = { ...allow, Effect: "Deny" };
const when = (operator: string, key: string, ...values: string[]) => ({
  ...allow,
  Condition: { [operator]: { [key]: values } },
});
const { Action: _a, ...anyAction } = allow;
const { Resource: _r, ...anyResource } = allow;
const user = (name: string) => `arn:aws:iam::111122223333:user${name}`;

const rules: Rule[] = [
  {
    page: LOGIC,
    says: "by default all requests are denied",
    statements: [],
    asked: ["s3:GetObject"],
    is: "none",
  },
  {
    page: LOGIC,
    says: "an explicit deny overrides any allows",
    statements: [allow, deny],
    asked: ["s3:GetObject"],
    is: "deny",
  },
  {
    page: element("action"),
    says: "prefix and name of an action are case insensitive",
    statements: [{ ...allow, Action: "IAM:listaccesskeys" }],
    asked: ["iam:ListAccessKeys"],
    is: "allow",
  },
  {
    page: element("action"),
    says: "* stands for any characters of an action, ? for one",
    statements: [{ ...allow, Action: "iam:*AccessKey?" }],
    asked: ["iam:ListAccessKeys"],
    is: "allow",
  },
  {
    page: element("action"),
    says: "* stands for any characters of an action, ? for one and not none",
    statements: [{ ...allow, Action: "iam:*AccessKey?" }],
    asked: ["iam:CreateAccessKey"],
    is: "none",
  },
  {
    page: element("notaction"),
    says: "NotAction with Allow gives all but those listed",
    statements: [{ ...anyAction, NotAction: ["iam:*", "sts:*"] }],
    asked: ["s3:GetObject"],
    is: "allow",
  },
  {
    page: element("notaction"),
    says: "NotAction with Allow gives all but those listed, which it does not deny either",
    statements: [
      { ...anyAction, NotAction: ["iam:*", "sts:*"] },
      { ...allow, Action: "iam:GetUser" },
    ],
    asked: ["iam:GetUser"],
    is: "allow",
  },
  {
    page: element("notaction"),
    says: "NotAction with Deny denies all but those listed, which it does not allow",
    statements: [{ ...anyAction, Effect: "Deny", NotAction: "iam:GetUser" }],
    asked: ["iam:GetUser"],
    is: "none",
  },
  {
    page: element("resource"),
    says: "a wildcard in a resource covers slashes",
    statements: [{ ...allow, Resource: "arn:aws:s3:::b/folder/*" }],
    asked: ["s3:GetObject", "arn:aws:s3:::b/folder/a/b"],
    is: "allow",
  },
  {
    page: element("resource"),
    says: "a resource is told apart by case",
    statements: [{ ...allow, Resource: "arn:aws:s3:::b/folder/*" }],
    asked: ["s3:GetObject", "arn:aws:s3:::b/Folder/a"],
    is: "none",
  },
  {
    page: element("notresource"),
    says: "NotResource covers every resource but those listed",
    statements: [{ ...anyResource, Effect: "Deny", NotResource: "arn:aws:s3:::b/*" }],
    asked: ["s3:GetObject", "arn:aws:s3:::c/x"],
    is: "deny",
  },
  {
    page: element("condition"),
    says: "names of condition keys are not case sensitive",
    statements: [when("StringEquals", "S3:PREFIX", "a/")],
    asked: ["s3:ListBucket", "*", { "s3:prefix": "a/" }],
    is: "allow",
  },
  {
    page: MULTIPLE,
    says: "several values of a key are alternatives",
    statements: [when("StringEquals", "s3:prefix", "a/", "b/")],
    asked: ["s3:ListBucket", "*", { "s3:prefix": "b/" }],
    is: "allow",
  },
  {
    page: MULTIPLE,
    says: "several values of a negated operator are alternatives of which none may be",
    statements: [when("StringNotEquals", "s3:prefix", "a/", "b/")],
    asked: ["s3:ListBucket", "*", { "s3:prefix": "b/" }],
    is: "none",
  },
  {
    page: MULTIPLE,
    says: "several keys all have to fit",
    statements: [{ ...allow, Condition: { StringEquals: { "s3:prefix": "a/", "s3:delimiter": "/" } } }],
    asked: ["s3:ListBucket", "*", { "s3:prefix": "a/" }],
    is: "none",
  },
  {
    page: OPERATORS,
    says: "a key that is not there does not fit",
    statements: [when("StringEquals", "iam:PermissionsBoundary", "arn")],
    asked: ["iam:CreateUser"],
    is: "none",
  },
  {
    page: OPERATORS,
    says: "a key that is not there fits a negated operator",
    statements: [when("StringNotEquals", "iam:PermissionsBoundary", "arn")],
    asked: ["iam:CreateUser"],
    is: "allow",
  },
  {
    page: OPERATORS,
    says: "…IfExists fits where the key is not there",
    statements: [when("StringEqualsIfExists", "iam:PermissionsBoundary", "arn")],
    asked: ["iam:CreateUser"],
    is: "allow",
  },
  {
    page: OPERATORS,
    says: "…IfExists is the operator itself where the key is there",
    statements: [when("StringEqualsIfExists", "iam:PermissionsBoundary", "arn")],
    asked: ["iam:CreateUser", "*", { "iam:PermissionsBoundary": "other" }],
    is: "none",
  },
  {
    page: OPERATORS,
    says: "StringLike knows * and ?, StringEquals does not",
    statements: [when("StringEquals", "s3:prefix", "a/*")],
    asked: ["s3:ListBucket", "*", { "s3:prefix": "a/b" }],
    is: "none",
  },
  {
    page: OPERATORS,
    says: "StringEquals is case sensitive, StringEqualsIgnoreCase is not",
    statements: [when("StringEqualsIgnoreCase", "s3:prefix", "A/")],
    asked: ["s3:ListBucket", "*", { "s3:prefix": "a/" }],
    is: "allow",
  },
  {
    page: OPERATORS,
    says: "Null true: the key is not there",
    statements: [when("Null", "aws:TokenIssueTime", "true")],
    asked: ["s3:GetObject"],
    is: "allow",
  },
  {
    page: OPERATORS,
    says: "Null false: the key is there",
    statements: [{ ...deny, Condition: { Null: { "aws:TokenIssueTime": "false" } } }, allow],
    asked: ["s3:GetObject", "*", { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" }],
    is: "deny",
  },
  {
    page: OPERATORS,
    says: "numbers are compared as numbers",
    statements: [when("NumericLessThanEquals", "s3:max-keys", "10")],
    asked: ["s3:ListBucket", "*", { "s3:max-keys": "9" }],
    is: "allow",
  },
  {
    page: OPERATORS,
    says: "what is no number compares with none",
    statements: [when("NumericLessThanEquals", "s3:max-keys", "10")],
    asked: ["s3:ListBucket", "*", { "s3:max-keys": "few" }],
    is: "none",
  },
  {
    page: OPERATORS,
    says: "dates are ISO 8601, or seconds since 1970",
    statements: [when("DateGreaterThan", "aws:CurrentTime", "1767225600")],
    asked: ["s3:GetObject", "*", { "aws:CurrentTime": "2026-01-01T00:00:01Z" }],
    is: "allow",
  },
  {
    page: OPERATORS,
    says: "the six parts of an ARN are compared one by one, and may have wildcards",
    statements: [when("ArnLike", "aws:PrincipalArn", user("/*/ann").replace("111122223333", "*"))],
    asked: ["s3:GetObject", "*", { "aws:PrincipalArn": user("/keyturn/acme/ann") }],
    is: "allow",
  },
  {
    page: OPERATORS,
    says: "a wildcard of one part of an ARN does not reach into the next",
    statements: [when("ArnEquals", "aws:PrincipalArn", "arn:aws:iam:*:user/ann")],
    asked: ["s3:GetObject", "*", { "aws:PrincipalArn": user("/ann") }],
    is: "none",
  },
  {
    page: SETS,
    says: "ForAllValues: every value of the request fits one of the policy",
    statements: [when("ForAllValues:StringEquals", "aws:TagKeys", "keyturn:org", "keyturn:connection")],
    asked: ["iam:TagUser", "*", { "aws:TagKeys": ["keyturn:connection", "keyturn:org"] }],
    is: "allow",
  },
  {
    page: SETS,
    says: "ForAllValues: one value that does not fit is too many",
    statements: [when("ForAllValues:StringEquals", "aws:TagKeys", "keyturn:org", "keyturn:connection")],
    asked: ["iam:TagUser", "*", { "aws:TagKeys": ["keyturn:org", "admin"] }],
    is: "none",
  },
  {
    page: SETS,
    says: "ForAllValues is true where the key is not there",
    statements: [when("ForAllValues:StringEquals", "aws:TagKeys", "keyturn:org")],
    asked: ["iam:TagUser"],
    is: "allow",
  },
  {
    page: SETS,
    says: "ForAnyValue: one value that fits is enough",
    statements: [{ ...when("ForAnyValue:StringLike", "dynamodb:LeadingKeys", "ORG#*#*"), Effect: "Deny" }],
    asked: [
      "dynamodb:BatchWriteItem",
      "*",
      { "dynamodb:LeadingKeys": ["ORG#acme", "ORG#acme#CONNECTION#1"] },
    ],
    is: "deny",
  },
  {
    page: SETS,
    says: "ForAnyValue is false where the key is not there",
    statements: [when("ForAnyValue:StringLike", "dynamodb:LeadingKeys", "*")],
    asked: ["dynamodb:Scan"],
    is: "none",
  },
  {
    page: SETS,
    says: "ForAnyValue with a negated operator: one value that fits none of the policy's",
    statements: [when("ForAnyValue:StringNotEquals", "aws:TagKeys", "a", "b")],
    asked: ["iam:TagUser", "*", { "aws:TagKeys": ["a", "c"] }],
    is: "allow",
  },
  {
    page: VARIABLES,
    says: "a variable stands for the key's value",
    statements: [{ ...allow, Resource: user(`/${USERNAME}`) }],
    asked: ["iam:GetUser", user("/ann"), { "aws:username": "ann" }],
    is: "allow",
  },
  {
    page: VARIABLES,
    says: "a variable that the request has not makes the statement void",
    statements: [{ ...allow, Resource: user(`/${USERNAME}`) }],
    asked: ["iam:GetUser", user("/")],
    is: "none",
  },
  {
    page: VARIABLES,
    says: "variables in a condition's values are filled in too",
    statements: [when("StringLike", "s3:prefix", `home/${USERNAME}/*`)],
    asked: ["s3:ListBucket", "*", { "s3:prefix": "home/ann/x", "aws:username": "ann" }],
    is: "allow",
  },
];

function policy(statements: object[], Version = "2012-10-17") {
  return parsePolicyDocument(JSON.stringify({ Version, Statement: statements }));
}
const access = ([action, resource = "*", keys = {}]: Rule["asked"]) => ({
  action,
  resource,
  context: contextOf(keys),
});

test.each(rules)("$says ($page)", ({ statements, asked, is }) => {
  const policies = statements.length === 0 ? [] : [policy(statements)];
  expect(evaluate(policies, access(asked))).toBe(is);
});

test(`variables are of version 2012-10-17: before, they are text (${VARIABLES})`, () => {
  const statement = { ...allow, Resource: user(`/${USERNAME}`) };
  const asked = access(["iam:GetUser", user("/ann"), { "aws:username": "ann" }]);
  expect(evaluate([policy([statement])], asked)).toBe("allow");
  expect(evaluate([policy([statement], "2008-10-17")], asked)).toBe("none");
});

describe("of any policies and any request", () => {
  const some = <T>(...values: T[]) => fc.constantFrom(...values);
  const statement = fc.record({
    Effect: some("Allow", "Deny"),
    Action: some("*", "s3:*", "s3:Get*", "iam:GetUser"),
    Resource: some("*", "arn:aws:s3:::b/*", `arn:aws:s3:::b/${USERNAME}/*`),
    Condition: some(
      {},
      { StringLike: { "s3:prefix": "a/*" } },
      { StringNotEquals: { "s3:prefix": "a/b" } },
      { Null: { "aws:TokenIssueTime": "false" } },
      { "ForAllValues:StringEquals": { "aws:TagKeys": ["x", "y"] } },
      { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    ),
  });
  const policies = fc.array(
    fc.array(statement, { minLength: 1, maxLength: 3 }).map((list) => policy(list)),
    {
      maxLength: 3,
    },
  );
  const request = fc
    .record(
      {
        "s3:prefix": some("a/b", "c"),
        "aws:username": some("ann", "*"),
        "aws:TokenIssueTime": some("2026-01-01T00:00:00Z"),
        "aws:TagKeys": some(["x"], ["x", "z"]),
      },
      { requiredKeys: [] },
    )
    .chain((keys) =>
      fc.record({
        action: some("s3:GetObject", "iam:GetUser", "iam:CreateUser"),
        resource: some("*", "arn:aws:s3:::b/ann/1", "arn:aws:s3:::c"),
        context: fc.constant<Context>(contextOf(keys as Record<string, string | string[]>)),
      }),
    );

  test("an explicit deny wins, whatever else is said", () => {
    fc.assert(
      fc.property(policies, request, (given, asked) => {
        expect(evaluate([...given, policy([deny])], asked)).toBe("deny");
        expect(evaluate([policy([deny]), ...given], asked)).toBe("deny");
      }),
    );
  });

  test("the order of policies does not matter", () => {
    fc.assert(
      fc.property(policies, request, (given, asked) => {
        expect(evaluate(given.toReversed(), asked)).toBe(evaluate(given, asked));
      }),
    );
  });

  test("a boundary only ever narrows, and gives nothing by itself", () => {
    fc.assert(
      fc.property(policies, policies, request, (given, boundary, asked) => {
        const bounded = isAllowed(given, boundary, asked);
        expect(bounded).toBe(isAllowed(given, undefined, asked) && isAllowed(boundary, undefined, asked));
        expect(isAllowed([], boundary, asked)).toBe(false);
      }),
    );
  });

  test("one statement more that denies never permits, and one that allows never forbids", () => {
    fc.assert(
      fc.property(policies, statement, request, (given, more, asked) => {
        const [before, after] = [
          isAllowed(given, undefined, asked),
          isAllowed([...given, policy([more])], undefined, asked),
        ];
        if (more.Effect === "Deny") expect(after && !before).toBe(false);
        else expect(before && !after).toBe(false);
      }),
    );
  });

  test("NotAction covers exactly what Action does not", () => {
    const patterns = some("*", "s3:*", "s3:G?tObject", "iam:GetUser");
    fc.assert(
      fc.property(patterns, request, (pattern, asked) => {
        const covered = evaluate([policy([{ ...allow, Action: pattern }])], asked);
        const others = evaluate([policy([{ ...anyAction, NotAction: pattern }])], asked);
        expect(new Set([covered, others])).toEqual(new Set(["allow", "none"]));
      }),
    );
  });
});
