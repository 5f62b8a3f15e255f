import type { Resource } from "./graph.ts";

type OneOrMore = string | string[];

/** A statement of an IAM policy, as the stacks write it. */
interface RawStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: string | Record<string, OneOrMore>;
  Action?: OneOrMore;
  Resource?: OneOrMore;
  Condition?: Record<string, Record<string, OneOrMore>>;
}

/** The same, with lists where there may be one or more. */
export interface Statement {
  effect: "Allow" | "Deny";
  /** `Service:lambda.amazonaws.com`, `AWS:arn…`, or `*`. */
  principals: string[];
  actions: string[];
  resources: string[];
  /** `StringEquals iam:PermissionsBoundary`, and the values. */
  conditions: Record<string, string[]>;
}

/** The statements of a policy, which is text or an object. Throws on a part that the tests do not judge, such as NotAction. */
export function statementsOf(policy: unknown): Statement[] {
  const document = (typeof policy === "string" ? JSON.parse(policy) : policy) as {
    Statement: RawStatement[];
  };
  return document.Statement.map(({ Sid, Effect, Principal, Action, Resource, Condition, ...rest }) => {
    const strange = Object.keys(rest);
    if (strange.length > 0)
      throw new Error(
        `the tests do not judge a statement with ${strange.join()}: ${Sid ?? JSON.stringify(policy)}`,
      );
    return {
      effect: Effect,
      principals: principalsOf(Principal),
      actions: listOf(Action),
      resources: listOf(Resource),
      conditions: conditionsOf(Condition ?? {}),
    };
  });
}

/** What a role may do by its inline policies. */
export function grantedBy(role: Resource): Statement[] {
  const policies = (role.inputs.inlinePolicies ?? []) as { policy: string }[];
  return policies.flatMap(({ policy }) => statementsOf(policy)).filter(({ effect }) => effect === "Allow");
}

/** Whether a role may do something with exactly this resource, under no condition. */
export function mayDo(role: Resource | undefined, action: string, resource: string): boolean {
  return (
    role !== undefined &&
    grantedBy(role).some(
      ({ actions, resources, conditions }) =>
        actions.includes(action) && resources.includes(resource) && Object.keys(conditions).length === 0,
    )
  );
}

function principalsOf(principal: RawStatement["Principal"]): string[] {
  if (principal === undefined) return [];
  if (typeof principal === "string") return [principal];
  return Object.entries(principal).flatMap(([kind, names]) => listOf(names).map((name) => `${kind}:${name}`));
}

function conditionsOf(condition: NonNullable<RawStatement["Condition"]>): Record<string, string[]> {
  const tests = Object.entries(condition).flatMap(([test, variables]) =>
    Object.entries(variables).map(([variable, values]) => [`${test} ${variable}`, listOf(values)]),
  );
  return Object.fromEntries(tests);
}

function listOf(value: OneOrMore | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}
