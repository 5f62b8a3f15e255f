import type { StatementTemplate } from "../../local/cloud/lambda-policies.ts";
import { rightsIn, without } from "./policy-judge.ts";

/** A policy that differs from the deployed one in one thing. */
export interface Change {
  says: string;
  statements: StatementTemplate[];
}

/** An action of each service that no Lambda has a use for. */
const SURPLUS: Record<string, string> = {
  dynamodb: "dynamodb:Scan",
  events: "events:PutRule",
  iam: "iam:AttachUserPolicy",
  logs: "logs:CreateLogGroup",
  s3: "s3:GetObject",
  secretsmanager: "secretsmanager:PutResourcePolicy",
  ses: "ses:SendRawEmail",
  sqs: "sqs:ReceiveMessage",
};

/** Everything that can be taken from a policy, or added to it, one at a time. */
export function changesOf(statements: StatementTemplate[]): Change[] {
  const removed = rightsIn(statements)
    .filter(({ statement, action }) => statement.Effect === "Allow" || isGranted(statements, action))
    .map((right) => ({
      says: `${right.statement.Effect} ${right.action} on ${right.resource} is gone`,
      statements: without(statements, right),
    }));
  return [
    ...removed,
    ...statements.flatMap((statement, place) => changesOfOne(statements, statement, place)),
  ];
}

/** What denies something that is not granted anyway can go unnoticed: it is for the day when somebody grants it. */
function isGranted(statements: StatementTemplate[], action: string): boolean {
  return statements.some(({ Effect, Action }) => Effect === "Allow" && Action.includes(action));
}

function changesOfOne(
  statements: StatementTemplate[],
  statement: StatementTemplate,
  place: number,
): Change[] {
  const { Effect, Action, Resource, Condition } = statement;
  const name = `statement ${place + 1} (${Effect} ${Action.join(", ")})`;
  const changed = (says: string, change: Partial<StatementTemplate>): Change => ({
    says: `${name} ${says}`,
    statements: statements.with(place, { ...statement, ...change }),
  });
  const gone = { says: `${name} is gone`, statements: statements.toSpliced(place, 1) };
  if (Effect === "Deny") return [gone];
  const { Condition: _, ...unconditional } = statement;
  const surplus = SURPLUS[Action[0]?.split(":")[0] ?? ""];
  if (surplus === undefined) throw new Error(`no action is known that would be too many beside ${Action}`);
  const narrow = Resource.filter((resource) => resource !== "*");
  return [
    gone,
    changed(`has ${surplus} besides`, { Action: [...Action, surplus] }),
    ...narrow.map((resource) =>
      changed(`is over all like ${resource}`, {
        Resource: Resource.with(Resource.indexOf(resource), widened(resource)),
      }),
    ),
    ...(narrow.length > 0 ? [changed("is over everything", { Resource: ["*"] })] : []),
    ...(Condition
      ? [{ says: `${name} has no condition`, statements: statements.with(place, unconditional) }]
      : []),
  ];
}

/** The whole of what the ARN's service and account hold. */
function widened(resource: string): string {
  const parts = resource.split(":");
  return [...parts.slice(0, 5), "*"].join(":");
}
