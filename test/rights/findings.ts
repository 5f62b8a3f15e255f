import type { PolicyNames, StatementTemplate } from "../../local/cloud/lambda-policies.ts";
import { askedByAws } from "./asked-by-aws.ts";
import { elsewhere, outsideOf } from "./outside.ts";
import { type Asked, judgeOf, type Right, rightsIn, without } from "./policy-judge.ts";
import type { Recorded } from "./recorded.ts";
import { usedElsewhere } from "./unused.ts";

/** What one Lambda was seen to ask for, one access for all that a policy cannot tell apart, and what it must not do. */
export interface Evidence {
  lambda: string;
  names: PolicyNames;
  asked: Recorded[];
  outside: Asked[];
}

/** Of all that a Lambda asked for. Its true policy says what can be told apart. */
export function evidenceOf(
  lambda: string,
  statements: StatementTemplate[],
  all: readonly Recorded[],
  names: PolicyNames,
): Evidence {
  const parts = rightsIn(statements).map((right) => judgeOf([{ ...grantOf(right) }], names));
  const seen = new Map<string, Recorded>();
  for (const one of all) {
    if (one.role !== lambda || isOfNobody(one)) continue;
    const matched = parts.map((matches) => (matches(one) ? "1" : "0")).join("");
    seen.set(`${one.action} ${matched} ${one.during}`, one);
  }
  const asked = [...seen.values(), ...askedByAws(lambda, names)];
  const actions = new Set([...asked.map(({ action }) => action), ...statements.flatMap(granted)]);
  const outside = [
    ...asked.flatMap((one) => outsideOf(lambda, one)),
    ...[...actions].flatMap((action) => elsewhere(action, names)),
  ];
  return { lambda, names, asked, outside };
}

/** All that is wrong with a policy, in words: refused what is needed, let do what it must not, granted what nobody needs. */
export function findings(evidence: Evidence, statements: StatementTemplate[]): string[] {
  const { lambda, names, asked, outside } = evidence;
  const may = judgeOf(statements, names);
  const refused = asked
    .filter((one) => !may(one))
    .map((one) => `${lambda} is refused ${said(one)} (${one.during})`);
  const let_ = outside.filter(may).map((one) => `${lambda} may do ${said(one)}`);
  const unused = rightsIn(statements)
    .filter(({ statement }) => statement.Effect === "Allow")
    .filter((right) => neededBy(evidence, statements, right).length === 0)
    .filter((right) => !(nameOf(lambda, right) in usedElsewhere))
    .map((right) => `nobody needs: ${nameOf(lambda, right)}`);
  const rights = rightsIn(statements).map((right) => nameOf(lambda, right));
  const gone = Object.keys(usedElsewhere)
    .filter((name) => name.startsWith(`${lambda}:`) && !rights.includes(name))
    .map((name) => `not granted any more: ${name}`);
  return [...new Set([...refused, ...let_, ...unused, ...gone])];
}

/** For which requests or events a right is needed: without it they are refused something. */
export function neededBy(
  { asked, names }: Evidence,
  statements: StatementTemplate[],
  right: Right,
): string[] {
  const may = judgeOf(statements, names);
  const mayWithout = judgeOf(without(statements, right), names);
  const needs = asked.filter((one) => one.action === right.action && may(one) && !mayWithout(one));
  return [...new Set(needs.map(({ during }) => during))].sort();
}

/** `keys: iam:CreateAccessKey on user/keyturn/*` */
export function nameOf(lambda: string, { action, resource }: Right): string {
  return `${lambda}: ${action} on ${shortOf(resource)}`;
}

/** Without what every ARN begins with. */
export function shortOf(resource: string): string {
  return resource.replace(/^arn:aws:[a-z0-9]+:(\{region\})?:(\{account\})?:/, "");
}

/** About a user that is gone, whose path IAM does not know: refused, and then the keys are listed to find that out. */
export function isOfNobody({ action, resource, allowed }: Recorded): boolean {
  return (
    !allowed && (/:user\/[^/]+$/.test(resource) || `${action} ${resource}` === "iam:GetAccessKeyLastUsed *")
  );
}

function grantOf({ statement, action, resource }: Right): StatementTemplate {
  return { ...statement, Effect: "Allow", Action: [action], Resource: [resource] };
}

function granted({ Effect, Action }: StatementTemplate): string[] {
  return Effect === "Allow" ? Action : [];
}

function said({ action, resource, context }: Asked): string {
  const keys = [...context].filter(([key]) =>
    /leadingkeys|detail-type|boundary|tagkeys|fromaddress/.test(key),
  );
  return [`${action} on ${resource}`, ...keys.map(([key, value]) => `${key} ${value}`)].join(", ");
}
