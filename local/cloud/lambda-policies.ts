import templates from "./lambda-policies.json" with { type: "json" };

/** What a deployment's policies name: placeholders of lambda-policies.json. Of a list, each stands in its turn. */
export interface PolicyNames {
  account: string;
  /** Where the table and the Lambdas are. */
  region: string;
  /** What every name begins with: `keyturn-production`. */
  app: string;
  bucket: readonly string[];
  /** IAM paths of users that were there before: `/portal/`. */
  adoptedPath: readonly string[];
  /** Whom mail comes from: one, or nobody. */
  mailSender: readonly string[];
  /** When the table's stream began. */
  stream: string;
}

export interface StatementTemplate {
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string[]>>;
}

/** A policy, as IAM takes it. */
export interface LambdaPolicy {
  Version: "2012-10-17";
  Statement: StatementTemplate[];
}

/** What is deployed, by the names that the code has for the Lambdas: test/infra compares it with the stacks. */
export type PolicyTemplates = Record<string, StatementTemplate[]>;

/** The policy of each Lambda's role in a deployment of these names. */
export function lambdaPolicies(
  names: PolicyNames,
  of: PolicyTemplates = templates as PolicyTemplates,
): Record<string, LambdaPolicy> {
  const policies = Object.entries(of).map(([lambda, statements]): [string, LambdaPolicy] => [
    lambda,
    { Version: "2012-10-17", Statement: statements.flatMap((statement) => filledIn(statement, names)) },
  ]);
  return Object.fromEntries(policies);
}

/** Nothing, if nothing is left that it could be about. */
function filledIn({ Effect, Action, Resource, Condition }: StatementTemplate, names: PolicyNames) {
  const resources = valuesOf(Resource, names);
  const conditions = Object.entries(Condition ?? {}).map(([operator, keys]) => {
    const filled = Object.entries(keys).map(([key, values]) => [key, valuesOf(values, names)] as const);
    return [operator, Object.fromEntries(filled)] as const;
  });
  const isEmpty = conditions.some(([, keys]) => Object.values(keys).some((values) => values.length === 0));
  if (resources.length === 0 || isEmpty) return [];
  return [
    { Effect, Action, Resource: resources, ...(Condition && { Condition: Object.fromEntries(conditions) }) },
  ];
}

function valuesOf(texts: readonly string[], names: PolicyNames): string[] {
  return texts.flatMap((text) => {
    const placeholder = /\{(\w+)\}/.exec(text)?.[1] as keyof PolicyNames | undefined;
    if (placeholder === undefined) return [text];
    const filled = [names[placeholder]].flat().map((name) => text.replaceAll(`{${placeholder}}`, name));
    return valuesOf(filled, names);
  });
}
