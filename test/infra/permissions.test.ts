import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { lambdaPolicies } from "../../local/cloud/lambda-policies.ts";
import { deployed } from "./deployment.ts";
import type { Graph } from "./graph.ts";
import { grantedIsBundled } from "./invariants/granted.ts";
import { mailComesFromTheSender } from "./invariants/mail.ts";
import { noticesAreAllThatTheirTellerWrites } from "./invariants/partitions.ts";
import * as roles from "./invariants/roles.ts";
import { pairsAreReadWhereTheyAreTried } from "./invariants/secrets.ts";
import * as users from "./invariants/users.ts";
import { lambdasOf } from "./lambdas.ts";
import { grantedBy } from "./policies.ts";
import { deployedStatements, policyNamesOf, templatesOf, writtenOut } from "./policy-templates.ts";

let graph: Graph;
beforeAll(async () => {
  graph = await deployed({ bundle: "all" });
});

test("a function's role is its own, and nobody but Lambda takes it on", () => {
  expect(roles.onlyItsServiceAssumesARole(graph)).toEqual([]);
});

test("what a role may do stands in its inline policies alone", () => {
  expect(roles.rightsAreInline(graph)).toEqual([]);
});

test("a wildcard stands only where AWS has no other way, or where the name is not known before", () => {
  expect(roles.wildcardsHaveAReason(graph)).toEqual([]);
});

test("rights are over what this deployment makes, and nobody scans the table", () => {
  expect(roles.rightsAreOverOwnThings(graph)).toEqual([]);
  expect(roles.nobodyScans(graph)).toEqual([]);
});

test("users are made under Keyturn's path and inside the boundary, or not at all", () => {
  expect(users.usersAreMadeInsideTheBoundary(graph)).toEqual([]);
  expect(users.theBoundaryRefusesSessions(graph)).toEqual([]);
});

test("users are changed on Keyturn's path only, their keys also on the adopted ones", () => {
  expect(users.usersAreChangedOnAllowedPathsOnly(graph)).toEqual([]);
  expect(users.adoptedUsersAreManaged(graph)).toEqual([]);
});

test("who adopts users only looks at them, and at nobody where no path is named", async () => {
  expect(users.whoAdoptsOnlyLooks(graph)).toEqual([]);
  expect(users.whoAdoptsOnlyLooks(await deployed({ set: { KEYTURN_ADOPTED_USER_PATHS: "" } }))).toEqual([]);
});

test("mail comes from the sender that was named, or from nobody", async () => {
  expect(mailComesFromTheSender(graph)).toEqual([]);
  expect(mailComesFromTheSender(await deployed({ set: { KEYTURN_MAIL_SENDER: "" } }))).toEqual([]);
});

test("who tells dependents writes what is kept of notices and mails, and no record", () => {
  expect(noticesAreAllThatTheirTellerWrites(graph)).toEqual([]);
});

test("only the functions that hand keys out create them", () => {
  expect(users.onlyWhoHandsKeysOutCreatesThem(graph)).toEqual([]);
});

test("the daily comparison with IAM changes nothing there", () => {
  expect(users.theComparisonOnlyReads(graph)).toEqual([]);
});

test("customers' pairs are read where the old one is tried, and nowhere else", () => {
  expect(pairsAreReadWhereTheyAreTried(graph)).toEqual([]);
});

test("no function has a right that its bundle has no command for", () => {
  expect(graph.builds.filter(({ inputs }) => inputs.length === 0)).toEqual([]);
  expect(grantedIsBundled(graph)).toEqual([]);
});

// KEYTURN_UPDATE=1 npm test -- test/infra/permissions writes local/cloud/lambda-policies.json anew.
test("the laptop gives each function the policy that is deployed, whatever the settings", async () => {
  const file = new URL("../../local/cloud/lambda-policies.json", import.meta.url);
  const templates = templatesOf(graph);
  if (process.env.KEYTURN_UPDATE) writeFileSync(file, writtenOut(templates));
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(templates);
  const unset = [{ KEYTURN_ADOPTED_USER_PATHS: "" }, { KEYTURN_MAIL_SENDER: "" }];
  for (const other of [graph, ...(await Promise.all(unset.map((set) => deployed({ set }))))]) {
    const policies = lambdaPolicies(policyNamesOf(other), templates);
    const statements = Object.entries(policies).map(([lambda, { Statement }]) => [lambda, Statement]);
    expect(Object.fromEntries(statements)).toEqual(deployedStatements(other));
  }
});

test("the function of the open routes may write its logs and nothing else", () => {
  const open = lambdasOf(graph).find(({ name }) => name === "open");
  const actions = open && grantedBy(open.role).flatMap((statement) => statement.actions);
  expect(actions).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
});
