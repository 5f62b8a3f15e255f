import { type Context, judgeConditions } from "./conditions.ts";
import type { PolicyDocument, Statement } from "./policy-document.ts";
import { matchesWildcard } from "./wildcard.ts";

export interface Access {
  /** `s3:GetObject` */
  action: string;
  /** An ARN, or `*` for an action that knows no resource. */
  resource: string;
  context: Context;
}

export type Decision = "allow" | "deny" | "none";

/** What a set of policies of one kind says: an explicit deny wins, and silence (`none`) is no permission. */
export function evaluate(policies: readonly PolicyDocument[], access: Access): Decision {
  let decision: Decision = "none";
  for (const policy of policies) {
    for (const statement of policy.Statement) {
      if (!applies(statement, access, policy.Version)) continue;
      if (statement.Effect === "Deny") return "deny";
      decision = "allow";
    }
  }
  return decision;
}

/**
 * Effective permission: the identity's policies, cut to what the boundary allows. `boundary` is `undefined` for an
 * identity that has none, and an empty list for one whose boundary does not resolve, which therefore may do nothing.
 */
export function isAllowed(
  policies: readonly PolicyDocument[],
  boundary: readonly PolicyDocument[] | undefined,
  access: Access,
): boolean {
  if (evaluate(policies, access) !== "allow") return false;
  return boundary === undefined || evaluate(boundary, access) === "allow";
}

/** What cannot be judged counts against the caller: an Allow does not apply, a Deny does. */
function applies(statement: Statement, access: Access, version: string): boolean {
  const resolve = (text: string) => resolveVariables(text, access.context, version);
  if (!actionMatches(statement, access.action)) return false;
  const resource = resourceMatches(statement, access.resource, resolve);
  if (resource === false) return false;
  const verdict = judgeConditions(statement.Condition ?? {}, access.context, resolve);
  if (verdict === "unmet") return false;
  const certain = resource === true && verdict === "met";
  return certain || statement.Effect === "Deny";
}

function actionMatches(statement: Statement, action: string): boolean {
  const name = action.toLowerCase();
  const covered = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesWildcard(pattern.toLowerCase(), name));
  return statement.Action ? covered(statement.Action) : !covered(statement.NotAction ?? []);
}

function resourceMatches(
  statement: Statement,
  resource: string,
  resolve: (text: string) => string | undefined,
): boolean | "unknown" {
  const patterns = (statement.Resource ?? statement.NotResource ?? []).map(resolve);
  const matched = patterns.some((pattern) => pattern !== undefined && matchesWildcard(pattern, resource));
  if (!matched && patterns.includes(undefined)) return "unknown";
  return statement.Resource ? matched : !matched;
}

/**
 * Puts `${aws:username}` and other single-valued keys in; `undefined` when the request has no such key. Values that
 * hold wildcards are not put in: they would be read as part of the pattern.
 */
function resolveVariables(text: string, context: Context, version: string): string | undefined {
  if (version !== "2012-10-17" || !text.includes("${")) return text;
  let missing = false;
  const resolved = text.replace(/\$\{([^}]*)\}/g, (_, key: string) => {
    const [value, ...others] = context.get(key.trim().toLowerCase()) ?? [];
    if (value === undefined || others.length > 0 || /[*?]/.test(value)) missing = true;
    return value ?? "";
  });
  return missing ? undefined : resolved;
}
