import type { Mistake } from "../mistake.ts";

/** Of what core's ports are in AWS. */
export const mistakes: Mistake[] = [
  {
    name: "an outbox into which more has come is nominated no longer",
    file: "functions/adapters/dynamo-outboxes.ts",
    find: "AND attribute_not_exists(outbox[",
    replace: "OR attribute_exists(outbox[",
    killedBy: ["functions/adapters/dynamo-adapters"],
  },
  {
    name: "an outbox is trimmed whoever else has trimmed it",
    file: "functions/adapters/dynamo-outboxes.ts",
    find: 'const first = "outbox[0].metadata.eventId = :first";',
    replace: 'const first = "outbox[0].metadata.eventId <> :first OR attribute_exists(pk)";',
    killedBy: ["functions/adapters/dynamo-adapters"],
  },
  {
    name: "at most means less than",
    file: "functions/adapters/dynamo-expression.ts",
    find: "(condition.path)} <= $",
    replace: "(condition.path)} < $",
    killedBy: ["functions/adapters/dynamo-adapters"],
  },
  {
    name: "one of several alternatives is not enough",
    file: "functions/adapters/dynamo-expression.ts",
    find: '.join(" OR ")',
    replace: '.join(" AND ")',
    killedBy: ["functions/adapters/dynamo-expression", "functions/adapters/dynamo-adapters"],
  },
  {
    name: "what is due at this very moment is not on the agenda",
    file: "functions/adapters/dynamo-agenda.ts",
    find: "#shard = :shard AND #at <= :until",
    replace: "#shard = :shard AND #at < :until",
    killedBy: ["functions/adapters/dynamo-adapters"],
  },
  {
    name: "a page of the history begins with the last entry of the one before",
    file: "functions/adapters/dynamo-journal.ts",
    find: "#pk = :pk AND sk < :before",
    replace: "#pk = :pk AND sk <= :before",
    killedBy: ["functions/adapters/dynamo-adapters"],
  },
  {
    name: "another connection's claim is given up",
    file: "functions/adapters/dynamo-claims.ts",
    find: '"connectionId = :connectionId"',
    replace: '"connectionId = :connectionId OR attribute_exists(pk)"',
    killedBy: ["functions/adapters/dynamo-adapters"],
  },
  {
    name: "an entry that EventBridge does not confirm counts as taken",
    file: "functions/adapters/eventbridge.ts",
    find: "taken[place]?.EventId ? [] : [place]",
    replace: "taken[place] ? [] : [place]",
    killedBy: ["functions/adapters/eventbridge"],
  },
  {
    name: "an error of AWS's own counts as a refusal",
    file: "functions/adapters/aws-failure.ts",
    find: "const refused = status >= 400 && status < 500;",
    replace: "const refused = status >= 400;",
    killedBy: ["functions/adapters/aws-failure"],
  },
  {
    name: "a call of unknown outcome is sent again",
    file: "functions/adapters/iam-access-keys.ts",
    find: 'if (failureOf(error) !== "throttled" || pause',
    replace: 'if (failureOf(error) === "denied" || pause',
    killedBy: ["functions/adapters/iam-access-keys"],
  },
  {
    name: "a call is sent when its time is over",
    file: "functions/adapters/iam-access-keys.ts",
    find: 'if (left <= 0) throw new CallFailed(call, "unknown", "OutOfTime");',
    replace: 'if (left < 0) throw new CallFailed(call, "unknown", "OutOfTime");',
    killedBy: ["functions/adapters/iam-access-keys"],
  },
];
