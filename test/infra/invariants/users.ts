import { managedBuckets } from "../buckets.ts";
import { allOf, differences, type Graph, textOf, unless } from "../graph.ts";
import { lambdasOf } from "../lambdas.ts";
import { grantedBy, type Statement, statementsOf } from "../policies.ts";
import { ACCOUNT } from "../synth/mock-cloud.ts";

const OWN_USERS = `arn:aws:iam::${ACCOUNT}:user/keyturn/*`;

/** Whose users are all of Keyturn's making. */
const REGIONAL = "regional";

/** What takes a user's limits into account: it is done inside the boundary or not at all. */
const BOUNDED = ["iam:CreateUser", "iam:PutUserPolicy"];
const OF_KEYS = [
  "CreateAccessKey",
  "ListAccessKeys",
  "UpdateAccessKey",
  "DeleteAccessKey",
  "GetAccessKeyLastUsed",
];
const OF_USERS = ["CreateUser", "PutUserPolicy", "TagUser", "GetUser", "DeleteUserPolicy", "DeleteUser"];

/** Users are made, and their policies written, under Keyturn's path and inside the boundary alone. */
export function usersAreMadeInsideTheBoundary(graph: Graph): string[] {
  const boundaries = allOf(graph, "aws:iam/policy:Policy").map(({ arn }) => arn);
  return grantsOfIam(graph).flatMap(({ who, actions, resources, conditions }) => {
    const bounded = actions.filter((action) => BOUNDED.includes(action));
    if (bounded.length === 0) return [];
    const [boundary, ...more] = conditions["StringEquals iam:PermissionsBoundary"] ?? [];
    return [
      ...unless(
        boundary !== undefined && more.length === 0 && boundaries.includes(boundary),
        `${who} may do ${bounded} without the boundary`,
      ),
      ...unless(String(resources) === OWN_USERS, `${who} may do ${bounded} with ${resources}`),
    ];
  });
}

/** A boundary lets its user do objects of the managed buckets and refuses every session. */
export function theBoundaryRefusesSessions(graph: Graph): string[] {
  const buckets = managedBuckets(graph).flatMap(({ arn }) => [arn, `${arn}/*`]);
  return allOf(graph, "aws:iam/policy:Policy").flatMap((policy) => {
    const statements = statementsOf(textOf(policy, "policy"));
    const allowed = statements.filter(({ effect }) => effect === "Allow");
    const refuses = statements.some(
      ({ effect, actions, resources, conditions }) =>
        effect === "Deny" &&
        `${actions} ${resources} ${conditions["Null aws:TokenIssueTime"]}` === "* * false" &&
        Object.keys(conditions).length === 1,
    );
    const strange = allowed
      .flatMap(({ resources }) => resources)
      .filter((resource) => !buckets.includes(resource));
    return [
      ...unless(refuses, `${policy.name} does not refuse sessions`),
      ...strange.map((resource) => `${policy.name} allows ${resource}`),
      ...allowed.flatMap(({ actions }) => actions).filter((action) => !/^s3:\w+$/.test(action)),
    ];
  });
}

/** Keys of Keyturn's and adopted users, users of Keyturn's path: nothing else of IAM. */
export function usersAreChangedOnAllowedPathsOnly(graph: Graph): string[] {
  const adopted = (graph.settings.KEYTURN_ADOPTED_USER_PATHS ?? "").split(",").filter((path) => path !== "");
  const withKeys = [OWN_USERS, ...adopted.map((path) => `arn:aws:iam::${ACCOUNT}:user${path}*`)];
  return grantsOfIam(graph).flatMap(({ who, actions, resources }) =>
    actions.flatMap((action) => {
      const call = action.replace("iam:", "");
      if (call === "GetAccountSummary" || call === "ListUsers" || who === "adopt") return [];
      const ofKeys = who === REGIONAL ? [OWN_USERS] : withKeys;
      const allowed = OF_KEYS.includes(call) ? ofKeys : OF_USERS.includes(call) ? [OWN_USERS] : [];
      return resources
        .filter((one) => !allowed.includes(one))
        .map((one) => `${who} may do ${action} with ${one}`);
    }),
  );
}

/** Adopted users' keys can be managed where Keyturn's own can. */
export function adoptedUsersAreManaged(graph: Graph): string[] {
  const adopted = (graph.settings.KEYTURN_ADOPTED_USER_PATHS ?? "").split(",").filter((path) => path !== "");
  return grantsOfIam(graph).flatMap(({ who, actions, resources }) =>
    who !== REGIONAL && actions.some((action) => OF_KEYS.includes(action.replace("iam:", "")))
      ? adopted
          .filter((path) => !resources.includes(`arn:aws:iam::${ACCOUNT}:user${path}*`))
          .map((path) => `${who} may not do ${actions} with users under ${path}`)
      : [],
  );
}

/** Who adopts users looks at them and at their keys, at no others, and changes nothing of them. */
export function whoAdoptsOnlyLooks(graph: Graph): string[] {
  const adopted = (graph.settings.KEYTURN_ADOPTED_USER_PATHS ?? "").split(",").filter((path) => path !== "");
  const expected = adopted.map((path) => `arn:aws:iam::${ACCOUNT}:user${path}*`);
  const grants = grantsOfIam(graph).filter(({ who }) => who === "adopt");
  const may = grants.flatMap(({ actions, resources }) => actions.map((action) => `${action} ${resources}`));
  const should = ["iam:GetUser", "iam:ListAccessKeys"].map((action) => `${action} ${expected}`);
  return unless(
    String(may) === String(adopted.length > 0 ? should : []),
    `adopt may do ${may.join(" and ") || "nothing"}`,
  );
}

/** Whatever finishes another's work takes keys away; only the Lambdas that hand them out make them. */
export function onlyWhoHandsKeysOutCreatesThem(graph: Graph): string[] {
  const creators = grantsOfIam(graph).filter(({ actions }) => actions.includes("iam:CreateAccessKey"));
  const others = creators
    .filter(({ who }) => who !== "keys" && who !== REGIONAL)
    .map(({ who }) => `${who} may create access keys`);
  return [
    ...others,
    ...unless(creators.length - others.length === 2, "keys or regional may not create access keys"),
  ];
}

/** The daily comparison of IAM with the records changes nothing there: it has no right to. */
export function theComparisonOnlyReads(graph: Graph): string[] {
  const granted = grantsOfIam(graph).filter(({ who }) => who === "findDrift");
  return differences(
    "what the comparison may do in IAM",
    granted.flatMap(({ actions }) => actions),
    ["iam:ListAccessKeys", "iam:ListUsers"],
  );
}

function grantsOfIam(graph: Graph): (Statement & { who: string })[] {
  return lambdasOf(graph).flatMap(({ name, role }) =>
    grantedBy(role).flatMap((statement) => {
      const actions = statement.actions.filter((action) => action.startsWith("iam:"));
      return actions.length > 0 ? [{ ...statement, actions, who: name }] : [];
    }),
  );
}
