import { table } from "../../../functions/table.ts";
import { allOf, type Graph, type Resource, unless } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { grantedBy, statementsOf } from "../policies.ts";

/** A Lambda's role is its own, and nobody but Lambda takes it on; any other role is the schedule's. */
export function onlyItsServiceAssumesARole(graph: Graph): string[] {
  const lambdas = lambdasOf(graph);
  return allOf(graph, "aws:iam/role:Role").flatMap((role) => {
    const users = lambdas.filter((lambda) => lambda.role === role);
    const service = users.length > 0 ? "lambda.amazonaws.com" : "scheduler.amazonaws.com";
    const trusted = statementsOf(role.inputs.assumeRolePolicy);
    const others = trusted
      .flatMap(({ principals }) => principals)
      .filter((name) => name !== `Service:${service}`);
    return [
      ...others.map((other) => `${role.name} can be assumed by ${other}`),
      ...unless(trusted.length > 0, `${role.name} can be assumed by nobody`),
      ...unless(users.length < 2, `${role.name} is shared by ${users.map(({ name }) => name).join(" and ")}`),
    ];
  });
}

/** What a role may do stands in its inline policies, where the other invariants read it, and nowhere else. */
export function rightsAreInline(graph: Graph): string[] {
  const elsewhere = graph.resources.filter(({ type }) =>
    /^aws:iam\/(role|policy|user|group)(?!\w*:(Role|Policy)$)/.test(type),
  );
  const managed = allOf(graph, "aws:iam/role:Role").flatMap((role) =>
    ((role.inputs.managedPolicyArns ?? []) as string[]).map(
      (policy) => `${role.name} has the managed policy ${policy}`,
    ),
  );
  return [...managed, ...elsewhere.map(({ name, type }) => `${name} gives rights elsewhere: ${type}`)];
}

/** Where AWS knows no narrower resource, or where the name is not known before it is made. */
const wide: { action: string; resource: RegExp; because: string }[] = [
  {
    action: "iam:GetAccountSummary",
    resource: /^\*$/,
    because: "it counts the account's users and knows no resources",
  },
  {
    action: "iam:ListUsers",
    resource: /^\*$/,
    because: "it knows no resources, and lists names alone",
  },
  {
    action: "iam:ListAccessKeys",
    resource: /^arn:aws:iam::\d{12}:user\/\*$/,
    because: "nobody else is told that a user is missing",
  },
  {
    action: "iam:",
    resource: /^arn:aws:iam::\d{12}:user\/[\w/-]+\/\*$/,
    because: "users are made while it runs",
  },
  {
    action: "logs:",
    resource: /^arn:aws:logs:[\w-]+:\d{12}:log-group:\/aws\/lambda\/[\w-]+:\*$/,
    because: "a group's streams",
  },
  {
    action: "ses:SendEmail",
    resource: /^arn:aws:ses:[\w-]+:\d{12}:(identity|configuration-set)\/\*$/,
    because: "the sender's identity may be its address or its domain, and SES asks for the recipient's, too",
  },
  {
    action: "secretsmanager:",
    resource: /^arn:aws:secretsmanager:[\w-]+:\d{12}:secret:keyturn\/\*$/,
    because: "customers' pairs are kept while it runs",
  },
  {
    action: "s3:PutObject",
    resource: /^arn:aws:s3:::[a-z0-9-]+\/\*\/$/,
    because: "markers of folders made while it runs",
  },
];

/** No wildcard in an action, and none in a resource but where there is no other way. */
export function wildcardsHaveAReason(graph: Graph): string[] {
  return allOf(graph, "aws:iam/role:Role").flatMap((role) =>
    grantedBy(role).flatMap(({ actions, resources }) =>
      actions.flatMap((action) => [
        ...unless(!action.includes("*"), `${role.name} may do ${action}`),
        ...unless(resources.length > 0, `${role.name} may do ${action} with nothing`),
        ...resources
          .filter((resource) => !isJustified(action, resource))
          .map((resource) => says(role, action, resource)),
      ]),
    ),
  );
}

function isJustified(action: string, resource: string): boolean {
  if (!resource.includes("*")) return resource.startsWith("arn:aws:");
  return wide.some((reason) => action.startsWith(reason.action) && reason.resource.test(resource));
}

function says(role: Resource, action: string, resource: string): string {
  return `${role.name} may do ${action} with ${resource}`;
}

/** A right is over something that this deployment makes: no table, queue or bus of anybody else's. */
export function rightsAreOverOwnThings(graph: Graph): string[] {
  const indexes = Object.values(table.indexes).map(({ name }) => `/index/${name}`);
  const own = graph.resources.flatMap(({ arn, type }) => {
    if (!arn) return [];
    return type === "aws:dynamodb/table:Table" ? [arn, ...indexes.map((index) => arn + index)] : [arn];
  });
  const isOwn = (resource: string) =>
    own.includes(resource) || own.some((arn) => resource === `${arn}:*`) || isStream(graph, resource);
  return allOf(graph, "aws:iam/role:Role").flatMap((role) =>
    grantedBy(role)
      .flatMap(({ actions, resources }) => resources.map((resource) => ({ actions, resource })))
      .filter(({ resource }) => !resource.includes("*") && !isOwn(resource))
      .map(
        ({ actions, resource }) =>
          `${role.name} may do ${actions} with ${resource}, which is not of this deployment`,
      ),
  );
}

function isStream(graph: Graph, resource: string): boolean {
  return allOf(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").some(
    ({ inputs }) => inputs.eventSourceArn === resource,
  );
}

/** No function reads the whole table: what runs regularly asks an index what is due. */
export function nobodyScans(graph: Graph): string[] {
  return lambdasOf(graph).flatMap(({ name, role }) =>
    unless(
      !grantedBy(role).some(({ actions }) => actions.includes("dynamodb:Scan")),
      `${name} may scan the table`,
    ),
  );
}
