import { isAllowed } from "../../local/aws/policy/evaluate.ts";
import { type PolicyDocument, parsePolicyDocument } from "../../local/aws/policy/policy-document.ts";
import {
  lambdaPolicies,
  type PolicyNames,
  type StatementTemplate,
} from "../../local/cloud/lambda-policies.ts";
import type { Recorded } from "./recorded.ts";

/** What is asked for, and by whom does not matter here. */
export type Asked = Pick<Recorded, "action" | "resource" | "context">;

/** An action on a resource that a statement grants, or a part of a Deny. */
export interface Right {
  /** Which of the policy's statements. */
  place: number;
  statement: StatementTemplate;
  action: string;
  resource: string;
}

/** Whether a policy of these statements lets somebody. The names are those of the cloud that was asked. */
export function judgeOf(statements: StatementTemplate[], names: PolicyNames): (asked: Asked) => boolean {
  const policies = documentsOf(statements, names);
  return (asked) => isAllowed(policies, undefined, asked);
}

/** None where nothing is granted: IAM takes no policy without a statement. */
function documentsOf(statements: StatementTemplate[], names: PolicyNames): PolicyDocument[] {
  const { policy } = lambdaPolicies(names, { policy: statements });
  return policy && policy.Statement.length > 0 ? [parsePolicyDocument(JSON.stringify(policy))] : [];
}

/** Each action of each statement on each of its resources. */
export function rightsIn(statements: StatementTemplate[]): Right[] {
  return statements.flatMap((statement, place) =>
    statement.Action.flatMap((action) =>
      statement.Resource.map((resource) => ({ place, statement, action, resource })),
    ),
  );
}

/** The policy without it. What the statement grants beside stays. */
export function without(statements: StatementTemplate[], { place, action, resource }: Right) {
  return statements.flatMap((statement, at) => {
    if (at !== place) return [statement];
    const others = statement.Action.filter((one) => one !== action);
    const elsewhere = statement.Resource.filter((one) => one !== resource);
    return [
      ...(others.length > 0 ? [{ ...statement, Action: others }] : []),
      ...(elsewhere.length > 0 ? [{ ...statement, Action: [action], Resource: elsewhere }] : []),
    ];
  });
}
